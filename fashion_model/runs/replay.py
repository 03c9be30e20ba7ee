"""A finished training shown again as if live: the same run, cut off at a moment.

No process trains: what the page draws comes from the events, which are all there.
"""

from bisect import bisect_right
from dataclasses import replace

from fashion_model.runs.curve import Curve, elapsed, summarize
from fashion_model.runs.directory import Run
from fashion_model.runs.events import Batch, Epoch, Event

SPEEDS = (1, 5, 10, 30)
"""How many times as fast as it was."""


def can_be_replayed(run: Run) -> bool:
    """Whether `run` has ended and left a curve."""
    return run.ending is not None and run.started is not None and bool(run.curve.epochs)


def duration(run: Run) -> float:
    """Return the seconds between the first and the last batch of `run`, pauses left out."""
    seconds, _ = _recorded(run)
    return seconds[-1] if seconds else 0.0


def as_it_was(run: Run, seconds: float) -> Run:
    """Return `run` as it was `seconds` after its first batch; from its end on, `run` itself."""
    moments, happened = _recorded(run)
    if not moments or seconds > moments[-1]:
        return run
    begun = [event for event in (run.started,) if event is not None]
    past = happened[: bisect_right(moments, seconds)]
    events: list[Event] = [*begun, *past]
    curve = Curve(
        [event for event in past if isinstance(event, Batch)],
        [event for event in past if isinstance(event, Epoch)],
    )
    return replace(
        run,
        events=events,
        curve=curve,
        summary=summarize(events, curve),
        held=True,
        command=None,
    )


def _recorded(run: Run) -> tuple[list[float], list[Event]]:
    """Return the batches and epochs of `run`, and when each came; what a resume voided is out."""
    counts = {id(event) for event in (*run.curve.batches, *run.curve.epochs)}
    found = [
        (seconds, event)
        for seconds, event in zip(elapsed(run.events), run.events, strict=True)
        if id(event) in counts
    ]
    first = found[0][0] if found else 0.0
    return [seconds - first for seconds, _ in found], [event for _, event in found]
