"""Conclusion: what the visitor was asked, answered and found, to read and to print."""

from dataclasses import dataclass
from html import escape

import streamlit as st

from fashion_model.runs import Run
from fashion_model.words import percent, several
from ui.models import chosen_run
from ui.questions import about, question

FILE = "my_seven_questions.html"


@dataclass(frozen=True)
class Line:
    """A question as it was left: `found` is why, once the right answer was given."""

    page: str
    ask: str
    answer: str | None  # the last one
    tries: int
    found: str | None


def lines() -> list[Line]:
    """Return the seven, in the order of the pages."""
    told = []
    for page, make in about.ALL.items():
        asked, tries = make(), question.tries(page)
        solved = question.solved(asked)
        answer = asked.options[tries[-1]] if tries else None
        told.append(
            Line(
                page.capitalize(), asked.ask, answer, len(tries), asked.because if solved else None
            )
        )
    return told


def draw(run: Run) -> None:
    """Draw what was asked and found, a link to what is still open, and the page to print."""
    told = lines()
    done = sum(line.found is not None for line in told)
    st.markdown(f"You answered **{done} of {len(told)}**. Seven pages ask one each, at their end.")
    for line in told:
        with st.container(horizontal=True, gap="small"):
            with st.container(width=150):
                st.page_link(
                    f"pages/{line.page.lower()}.py",
                    label=f"**{line.page}**",
                    icon=":material/check:" if line.found else ":material/help:",
                    query_params=chosen_run.address(),
                )
            with st.container(gap="xsmall"):
                st.markdown(line.ask)
                st.caption(_state(line))
    st.download_button(
        "Print it",
        lambda: page(run, told),
        FILE,
        "text/html",
        key="print_questions",
        on_click="ignore",
        icon=":material/print:",
        help="A page of its own: open it and print it.",
    )


def _state(line: Line) -> str:
    if line.found is not None:
        return f"{line.found} ({_tries(line)})"
    return "Still open." if line.answer is None else f"Still open, after {_tries(line)}."


def _tries(line: Line) -> str:
    return several(line.tries, "try", "tries")


def page(run: Run, told: list[Line]) -> str:
    """Return what was done and found as a page to print; a run's name is only text on it."""
    did = f"The training looked at last: {run.name}"
    if run.test_accuracy is not None:
        did += f", {percent(run.test_accuracy)} of the test pictures right"
    items = "".join(
        f"<li><h2>{escape(line.page)}</h2><p>{escape(line.ask)}</p>"
        f"<p><strong>{escape(line.answer or '–')}</strong></p>"
        f"<p>{escape(_state(line))}</p></li>"
        for line in told
    )
    done = sum(line.found is not None for line in told)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>My seven questions'
        "</title><style>body{font:1rem/1.45 sans-serif;max-width:42rem;margin:2rem auto;"
        "padding:0 1rem}h2{font-size:1.05rem;margin:0}p{margin:.2rem 0}li{margin:0 0 1rem;"
        "break-inside:avoid}</style></head><body><h1>Teach a computer to recognise clothes</h1>"
        f"<p>{escape(did)}.</p><p>Answered: {done} of {len(told)}.</p>"
        f"<ol>{items}</ol></body></html>"
    )
