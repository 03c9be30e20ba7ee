"""Evaluation, the part one reads: accuracy with its interval, loss, and the table per kind."""

import streamlit as st

from fashion_model import metrics
from fashion_model.runs import Run
from ui.evaluation.mistakes import Answers
from ui.words import count, percent, several


def headline(run: Run, answers: Answers, asked: int) -> None:
    """Draw accuracy and loss; `asked` is how many test pictures the model answered in all."""
    correct = int((answers.given == answers.labels).sum())
    n = len(answers.labels)
    accuracy = correct / n
    # What the run measured itself counts when it saw more pictures than there are here.
    if asked > n and run.test_accuracy is not None:
        accuracy, correct, n = run.test_accuracy, round(run.test_accuracy * asked), asked
    low, high = metrics.wilson_interval(correct, n)
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
            f"{metrics.log_loss(answers.probabilities, answers.labels):.3f}",
            help="How surprised the model is by the right answer, on average. 0 would be perfect; "
            "2.303 is pure guessing. Confident mistakes cost most.",
            width="content",
        )
        st.metric("Pictures", count(n), help="Test pictures it was asked about.", width="content")
    if asked > len(answers.labels):
        st.caption(
            f"The accuracy is from all {count(asked)} test pictures; everything else on this page "
            f"from the {several(len(answers.labels), 'picture')} of them that are in the sample."
        )


def table(answers: Answers) -> None:
    """Draw precision, recall and F1 of every kind."""
    rows = metrics.per_class(metrics.confusion_matrix(answers.probabilities, answers.labels))
    worst = min(rows, key=lambda row: row["f1"])
    best = max(rows, key=lambda row: row["f1"])
    st.caption(
        f"Hardest: **{worst['name']}** ({percent(worst['recall'], 0)} found). "
        f"Easiest: **{best['name']}** ({percent(best['recall'], 0)} found)."
    )
    lines = ["| Kind | Precision | Recall | F1 | Pictures |", "|:--|--:|--:|--:|--:|"]
    lines += [
        f"| {row['name']} | {_share(row['precision'])} | {_share(row['recall'])} "
        f"| {_share(row['f1'])} | {count(row['support'])} |"
        for row in rows
    ]
    st.markdown("\n".join(lines))
    st.caption(
        "**Precision**: when the model says this kind, how often is it right? **Recall**: of all "
        "pictures of this kind, how many does it find? **F1**: one number for both, high only "
        "when both are."
    )


def _share(share: float) -> str:
    """Return a percentage that a narrow column does not break in two."""
    return percent(share).replace(" ", "\u00a0")
