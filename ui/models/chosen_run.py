"""Which training the visitor is looking at: `?run=` in the address, on every page.

The address is what counts: it survives a refresh and can be shared. Streamlit's own navigation
drops it, so the session remembers the last choice and every page puts it back.
"""

import time
from collections import Counter
from collections.abc import Iterable

import streamlit as st

from fashion_model.runs import BUNDLED, DamagedRun, Run, RunError, RunSummary
from fashion_model.words import percent, plain
from ui.state import CHOSEN_RUN
from ui.visible import list_runs, open_run

_PICKER = "run_picker"
_PARAMETER = "run"


def restore() -> None:
    """Bring address and session together, before the page is drawn."""
    asked = st.query_params.get(_PARAMETER)
    if asked is not None:
        CHOSEN_RUN.set(asked)
    elif current_id() != BUNDLED:  # an address without a run is the bundled one's
        st.query_params[_PARAMETER] = current_id()


def choose(run_id: str) -> None:
    """Make `run_id` the chosen run on every page and in the address."""
    CHOSEN_RUN.set(run_id)
    st.query_params[_PARAMETER] = run_id


def current_id() -> str:
    """Return the id in the address; nothing says that such a run exists."""
    return CHOSEN_RUN.get() or BUNDLED


def current() -> Run:
    """Return the chosen run; when it cannot be opened say so in one sentence and use the bundled.

    Raises RunError only when the bundled run itself is missing.
    """
    try:
        return open_run(current_id())
    except RunError as error:
        st.warning(
            f"{plain(str(error))} You see the bundled model instead.", icon=":material/info:"
        )
        return open_run(BUNDLED)


def with_network() -> Run:
    """Return the chosen run, or the bundled one where that can't answer; without a word about it.

    Raises RunError only when the bundled run itself is missing.
    """
    try:
        run = open_run(current_id())
    except RunError:  # gone or damaged: Evaluation says so
        return open_run(BUNDLED)
    return run if run.model_path is not None else open_run(BUNDLED)


def find() -> Run | None:
    """Return the chosen run as `current` does; None, after a sentence, where that raises."""
    try:
        return current()
    except RunError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return None


def label(run: RunSummary) -> str:
    """Return a run in one line of plain text: name, state or accuracy, whether it was spoiled."""
    accuracy = run.validation_accuracy
    right = f"{percent(accuracy)} on validation" if accuracy is not None else run.state
    spoiled = " · spoiled data" if run.config.spoiling.active else ""
    return f"{run.name} · {right}{spoiled}"


def labels(runs: Iterable[RunSummary]) -> dict[str, str]:
    """Return the label of each run by its id, no two alike.

    Names are the visitors' and often the same; of choices that read alike Streamlit takes the last.
    """
    texts = {run.id: (label(run), run.created) for run in runs}
    alike = Counter(text for text, _ in texts.values())
    found: dict[str, str] = {}  # by label
    numbers: Counter[str] = Counter()
    for run_id, (text, created) in texts.items():
        if alike[text] > 1:
            text += time.strftime(" · %d %b, %H:%M:%S", time.localtime(created))
        distinct = text
        while distinct in found:
            numbers[text] += 1
            distinct = f"{text} ({numbers[text] + 1})"
        found[distinct] = run_id
    return {run_id: distinct for distinct, run_id in found.items()}


def pick(title: str, *, needs_model: bool = True) -> Run:
    """Draw the run picker and return what it shows; `title` is for those who can't see it.

    Raises RunError without any bundled run.
    """
    run = current()
    runs: dict[str, RunSummary] = {
        other.id: other
        for other in list_runs()
        if not isinstance(other, DamagedRun) and (not needs_model or other.has_model)
    }
    runs.setdefault(run.id, run)
    words = labels(runs.values())
    st.session_state[_PICKER] = run.id
    st.selectbox(
        title,
        list(runs),
        format_func=words.__getitem__,
        key=_PICKER,
        on_change=_picked,
        label_visibility="collapsed",
    )
    return run


def _picked() -> None:
    choose(st.session_state[_PICKER])


def address() -> dict[str, str]:
    """Return the query parameters a link to another page carries along."""
    return {_PARAMETER: current_id()}
