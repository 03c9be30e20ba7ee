"""A finished training cut off at a moment: what the page shows of a recording."""

from dataclasses import replace

import pytest

from fashion_model.runs import BUNDLED, open_run
from fashion_model.runs.replay import as_it_was, can_be_replayed, duration

RUN = open_run(BUNDLED)


def test_it_begins_with_the_first_batch_and_ends_as_the_run_itself() -> None:
    begun = as_it_was(RUN, 0.0)
    assert begun.state == "running"
    assert (len(begun.curve.batches), len(begun.curve.epochs)) == (1, 0)
    assert begun.test_accuracy is None
    assert not begun.has_model
    assert as_it_was(RUN, duration(RUN) + 1) is RUN


def test_it_shows_each_epoch_when_it_came() -> None:
    length = duration(RUN)
    shown = [len(as_it_was(RUN, share * length).curve.epochs) for share in (0, 0.25, 0.5, 0.75, 1)]
    assert shown == sorted(shown)
    assert shown[-1] == len(RUN.curve.epochs)
    half = as_it_was(RUN, length / 2)
    assert half.curve.epochs == RUN.curve.epochs[: shown[2]]
    assert half.curve.batches == RUN.curve.batches[: len(half.curve.batches)]
    assert 0.3 < half.progress < 0.7


def test_what_a_resume_took_back_and_pauses_are_left_out() -> None:
    epochs = RUN.curve.epochs[:3]
    curve = replace(RUN.curve, epochs=epochs, batches=RUN.curve.batches[:100])
    shorter = replace(RUN, curve=curve)
    last = as_it_was(shorter, duration(shorter))
    assert last.curve.epochs == epochs
    assert last.curve.batches == curve.batches


@pytest.mark.parametrize("seconds", [-1.0, 0.0, 10.0])
def test_only_what_ended_with_a_curve_can_be_replayed(seconds: float) -> None:
    assert can_be_replayed(RUN)
    assert not can_be_replayed(as_it_was(RUN, seconds))
