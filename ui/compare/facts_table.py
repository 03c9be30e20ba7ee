"""What is compared, side by side: what each reached and cost, and only the settings that differ."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

import streamlit as st

from fashion_model.config.differences import differences
from fashion_model.words import count, duration, percent
from ui.compare.picked import Series
from ui.elements import states
from ui.elements.colours import VARIANTS

_CSS = Path(__file__).with_name("facts_table.css").read_text(encoding="utf-8")
Line = tuple[str, list[str]]


def draw(compared: Sequence[Series]) -> None:
    """Draw a column for each; a row in which all are equal would say nothing."""
    heads = "".join(_head(each) for each in compared)
    body = "".join(_line(name, values) for name, values in table(compared))
    st.html(
        f'<style>{_CSS}</style><div class="facts" tabindex="0"><table>'
        f'<thead><tr><th scope="col">What differs</th>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def table(compared: Sequence[Series]) -> list[Line]:
    """Return what each reached and cost, then only the settings that differ."""
    rows = [each.row for each in compared]
    reached = [
        ("Right on validation", [_accuracy(each) for each in compared]),
        ("Seconds", ["–" if row.seconds is None else duration(row.seconds) for row in rows]),
    ]
    others = [
        ("State", [states.word(row.state) for row in rows]),
        ("Parameters", [count(row.parameters or 0) for row in rows]),
        ("Multiply-adds", [count(row.multiply_adds or 0) for row in rows]),
        ("Learned from", ["bundled sample" if row.sample else "all pictures" for row in rows]),
    ]
    told = reached + [fact for fact in others if len(set(fact[1])) > 1]
    grouped = any(len(each.runs) > 1 for each in compared)
    configs = [each.best.config for each in compared]
    return told + [
        (each.label, list(each.values)) for each in differences(configs, seed=not grouped)
    ]


def _accuracy(each: Series) -> str:
    row = each.row
    if row.accuracy is None:
        return "–"
    if len(each.runs) > 1 and row.group is not None:
        return f"{percent(row.accuracy)} ± {100 * row.group.sd:.1f} ({row.group.n} seeds)"
    return percent(row.accuracy)


def _head(each: Series) -> str:
    colour = f'<span class="dot" style="background:{VARIANTS[each.number]}"></span>'
    return f'<th scope="col">{colour}<b>{each.letter}</b> {escape(each.row.name)}</th>'


def _line(name: str, values: Sequence[str]) -> str:
    cells = "".join(f"<td>{escape(value)}</td>" for value in values)
    return f'<tr><th scope="row">{escape(name)}</th>{cells}</tr>'
