"""Evaluation, the part one reads: accuracy with its interval, loss, the table per kind.

And where the model was most certain and wrong, and least certain and right.
"""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from fashion_model import metrics
from fashion_model.experiments.choosing import LEFT_UNTESTED
from fashion_model.runs import Run
from fashion_model.words import count, percent, plain, several
from ui.elements.colours import CLASS_COLOURS
from ui.evaluation import reliability
from ui.models import shelf
from ui.models.resources import Predictions
from ui.state import Slot, begin_with

_CSS = (Path(__file__).parent / "scores.css").read_text(encoding="utf-8")

Row = tuple[str, Sequence[float], int]
"""The name of a kind, its shares, and how many pictures they are of."""
_ORDERS = ("As in the data", "Hardest first")
_ENLARGED: Slot[int | None] = Slot("certainty_enlarged", None)


def draw_scores(heads: Sequence[str], rows: Sequence[Row]) -> None:
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


def headline(run: Run, predictions: Predictions) -> None:
    """Say how many of how many pictures are right, with the interval, in one line."""
    accuracy, loss, n = _measured(run, predictions)
    low, high = metrics.wilson_interval(round(accuracy * n), n)
    here = len(predictions.labels)
    sample = ""
    if n > here:
        sample = (
            f" These numbers are from all {count(n)} test pictures; everything below from the "
            f"{several(here, 'picture')} of them that are in the sample."
        )
    st.caption(
        f"**{percent(accuracy)}** of {count(n)} test pictures right "
        f"({100 * low:.1f}–{100 * high:.1f} %)",
        help="Of test pictures, which the network has never seen. In brackets the 95 % interval: "
        "with other pictures the share would be a little different; in 95 of 100 such tests the "
        f"true value lies in an interval made like this one. Its loss is {loss:.3f}: how surprised "
        "it is by the right answer, on average; 0 would be perfect, 2.303 is pure guessing."
        + sample,
    )


def _measured(run: Run, predictions: Predictions) -> tuple[float, float, int]:
    """Return accuracy and loss, and from how many pictures.

    What the run measured itself counts when it saw more pictures than there are here.
    """
    accuracy, loss = run.test_accuracy, run.test_loss
    if predictions.asked > len(predictions.labels) and accuracy is not None and loss is not None:
        return accuracy, loss, predictions.asked
    loss = metrics.log_loss(predictions.probabilities, predictions.labels)
    return float(predictions.right.mean()), loss, len(predictions.labels)


def table(predictions: Predictions) -> None:
    """Draw precision, recall and F1 of every kind, each number with a bar below."""
    rows = metrics.per_class(predictions.matrix)
    worst = min(rows, key=lambda row: row["recall"])
    best = max(rows, key=lambda row: row["recall"])
    st.markdown(
        f"Hardest: **{worst['name']}** ({percent(worst['recall'])} found). "
        f"Easiest: **{best['name']}** ({percent(best['recall'])} found)."
    )
    begin_with("scores_order", _ORDERS[0])
    order = st.segmented_control(
        "Order", _ORDERS, key="scores_order", persist_state="session", required=True
    )
    if order != _ORDERS[0]:
        rows = sorted(rows, key=lambda row: row["recall"])
    draw_scores(
        ("Precision", "Recall", "F1"),
        [
            (row["name"], (row["precision"], row["recall"], row["f1"]), row["support"])
            for row in rows
        ],
    )
    st.caption(
        "**Precision**: when the model says this kind, how often is it right? **Recall**: of all "
        "pictures of this kind, how many does it find? **F1**: one number for both, high only "
        "when both are."
    )


def untested(run: Run) -> None:
    """Say why there are no test answers of `run`, and what to do."""
    if run.state == "failed":
        st.warning(
            f"This training failed before it could be tested. {plain(run.reason or '')} "
            "Choose another one, or train again.",
            icon=":material/error:",
        )
    elif run.left_untested:
        st.info(LEFT_UNTESTED, icon=":material/balance:")
    elif run.state in ("finished", "stopped"):
        st.warning(
            "The test answers of this training are damaged or gone. Choose another one, or "
            "train again.",
            icon=":material/error:",
        )
    else:
        st.info(
            f"This training has not been tested yet (it is {run.state}): that happens once, when "
            "it ends. Choose another one meanwhile.",
            icon=":material/hourglass_empty:",
        )


def draw_certainty(run: Run, predictions: Predictions) -> None:
    """Draw how far its certainty can be believed, both shelves, and the picture clicked last."""
    reliability.draw(run, predictions)
    mistakes = metrics.confident_mistakes(predictions.probabilities, predictions.labels)
    hits = metrics.hesitant_hits(predictions.probabilities, predictions.labels)
    now = shelf.current(_ENLARGED, mistakes, hits)
    left, right = st.columns(2, gap="large")
    with left:
        st.markdown(f"### Sure, and wrong ({several(len(mistakes), 'mistake')})")
        st.caption(
            "The most certain mistakes first, each with the model’s answer. Look closely: some of "
            "these labels would make people argue, too."
        )
        shelf.draw(
            predictions,
            mistakes,
            key="mistakes",
            label="Mistakes, the most certain first",
            now=now,
            enlarge=_ENLARGED.set,
            says="answer",
        )
    with right:
        st.markdown(f"### Right, but only just ({several(len(hits), 'hit')})")
        st.caption(
            "The least certain right answers first: another kind was nearly as probable. Click "
            "a picture to see which one."
        )
        shelf.draw(
            predictions,
            hits,
            key="hits",
            label="Right answers, the least certain first",
            now=now,
            enlarge=_ENLARGED.set,
            says="answer",
        )
    shelf.close_up(predictions, now, key="certainty", what="Test picture")
