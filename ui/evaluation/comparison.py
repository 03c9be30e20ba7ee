"""Evaluation, two runs side by side: on the test pictures both were asked about, and no others."""

import numpy as np
import streamlit as st

from fashion_model import metrics
from fashion_model.labels import CLASS_NAMES, CLASSES
from fashion_model.runs import BUNDLED, RunSummary, list_runs
from fashion_model.words import count, percent, plain, several
from ui.evaluation import measures
from ui.models import chosen_run, resources
from ui.state import hold

_KEY = "compare_with"


def draw(run: RunSummary) -> None:
    """Draw the chooser of the other run and both accuracies."""
    others = {
        other.id: other
        for other in list_runs()
        if isinstance(other, RunSummary) and other.id != run.id and other.test_accuracy is not None
    }
    if not others:
        st.caption("Train a network of your own, and you can compare the two here.")
        return
    if st.session_state.get(_KEY) not in others:
        st.session_state[_KEY] = BUNDLED if BUNDLED in others else next(iter(others))
    labels = chosen_run.labels(others.values())
    hold(_KEY, *labels.values())  # they change as runs are renamed
    st.selectbox(
        "Compare with",
        list(others),
        format_func=labels.__getitem__,
        key=_KEY,
        persist_state="session",
    )
    _both(run, others[st.session_state[_KEY]])


def _both(run: RunSummary, other: RunSummary) -> None:
    test = resources.dataset().test
    mine, theirs = run.test_predictions(), other.test_predictions()
    if mine is None or theirs is None:
        st.caption("The test answers of one of them are damaged or gone. Choose another one.")
        return
    shared = np.intersect1d(np.intersect1d(mine[1], theirs[1]), test.indices)
    if not len(shared):
        st.caption("These two were tested on different pictures, so they can't be compared.")
        return
    known, _ = metrics.common_positions(test.indices, shared)
    labels = test.labels[known]
    found: list[list[float]] = []
    with st.container(horizontal=True, gap="medium"):
        for each, (probabilities, indices) in ((run, mine), (other, theirs)):
            asked, _ = metrics.common_positions(indices, shared)
            share = metrics.accuracy(probabilities[asked], labels)
            st.metric(plain(each.name), percent(share), width="content")
            rows = metrics.per_class(metrics.confusion_matrix(probabilities[asked], labels))
            found.append([row["recall"] for row in rows])
    st.caption(
        f"Both on the same {several(len(shared), 'test picture')} (n = {count(len(shared))}):"
        " anything else would be unfair."
    )
    st.markdown("**How many pictures of each kind they find (recall)**")
    pictures = np.bincount(labels, minlength=CLASSES)
    measures.draw_scores(
        ("The chosen one", "The other"),
        [
            (name, (mine, theirs), int(n))
            for name, mine, theirs, n in zip(CLASS_NAMES, *found, pictures, strict=True)
        ],
    )
