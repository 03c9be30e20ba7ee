"""Evaluation: a table of shares, one row a kind, each number with a bar below it."""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from ui.colours import CLASS_COLOURS
from ui.words import count, percent

_CSS = (Path(__file__).parent / "scores.css").read_text(encoding="utf-8")

Row = tuple[str, Sequence[float], int]
"""The name of a kind, its shares, and how many pictures they are of."""


def draw(heads: Sequence[str], rows: Sequence[Row]) -> None:
    """Draw `rows` under `heads`, all of them the app's own words: they become HTML as they are."""
    columns = "".join(f'<th scope="col">{head}</th>' for head in heads)
    lines = "".join(_line(*row) for row in rows)
    st.html(
        f"""<style>{_CSS}</style><table class="scores">
        <thead><tr><th scope="col">Kind</th>{columns}
        <th scope="col" class="number">Pictures</th></tr></thead>
        <tbody>{lines}</tbody></table>"""
    )


def _line(name: str, shares: Sequence[float], pictures: int) -> str:
    colour = f'<span class="kind" style="background:{CLASS_COLOURS[name]}"></span>'
    cells = "".join(
        f"""<td>{percent(share)}<span class="bar">
        <span style="width:{100 * share:.1f}%"></span></span></td>"""
        for share in shares
    )
    return f"""<tr><th scope="row">{colour}{name}</th>{cells}
    <td class="number">{count(pictures)}</td></tr>"""
