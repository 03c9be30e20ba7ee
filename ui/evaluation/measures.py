"""Evaluation, the part one reads: accuracy with its interval, loss, and the table per kind."""

import streamlit as st

from fashion_model import metrics
from fashion_model.runs import Run
from ui.evaluation import scores
from ui.evaluation.answers import Answers
from ui.state import begin_with
from ui.words import count, percent, plain, several

_ORDERS = ("As in the data", "Hardest first")


def headline(run: Run, answers: Answers) -> None:
    """Draw accuracy with its interval, and loss."""
    accuracy, loss, n = _measured(run, answers)
    low, high = metrics.wilson_interval(round(accuracy * n), n)
    with st.container(horizontal=True, gap="medium"):
        st.metric(
            "Test accuracy",
            percent(accuracy),
            help="The share of right answers on test pictures the network has never seen.",
            width="content",
        )
        st.metric(
            "95 % interval",
            f"{100 * low:.1f} – {100 * high:.1f} %",
            help=f"With {count(n)} other pictures the accuracy would be a little different: in 95 "
            "of 100 such tests the true value lies in an interval made like this one.",
            width="content",
        )
        st.metric(
            "Loss",
            f"{loss:.3f}",
            help="How surprised the model is by the right answer, on average. 0 would be perfect; "
            "2.303 is pure guessing. Confident mistakes cost most.",
            width="content",
        )
        st.metric("Pictures", count(n), help="Test pictures it was asked about.", width="content")
    if n > len(answers.labels):
        st.caption(
            f"These numbers are from all {count(n)} test pictures; everything below from the "
            f"{several(len(answers.labels), 'picture')} of them that are in the sample."
        )


def _measured(run: Run, answers: Answers) -> tuple[float, float, int]:
    """Return accuracy and loss, and from how many pictures.

    What the run measured itself counts when it saw more pictures than there are here.
    """
    ending = run.ending or {}
    if answers.asked > len(answers.labels) and {"test_accuracy", "test_loss"} <= ending.keys():
        return float(ending["test_accuracy"]), float(ending["test_loss"]), answers.asked
    loss = metrics.log_loss(answers.probabilities, answers.labels)
    return float(answers.right.mean()), loss, len(answers.labels)


def table(answers: Answers) -> None:
    """Draw precision, recall and F1 of every kind, each number with a bar below."""
    rows = metrics.per_class(answers.matrix)
    worst = min(rows, key=lambda row: row["f1"])
    best = max(rows, key=lambda row: row["f1"])
    st.markdown(
        f"Hardest: **{worst['name']}** ({percent(worst['recall'])} found). "
        f"Easiest: **{best['name']}** ({percent(best['recall'])} found)."
    )
    begin_with("scores_order", _ORDERS[0])
    order = st.segmented_control(
        "Order", _ORDERS, key="scores_order", persist_state="session", required=True
    )
    if order != _ORDERS[0]:
        rows = sorted(rows, key=lambda row: row["f1"])
    scores.draw(
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
