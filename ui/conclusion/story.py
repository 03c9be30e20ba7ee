"""What a training came to, in sentences, and what it mixes up."""

import numpy as np
import streamlit as st

from fashion_model import metrics
from fashion_model.experiments.choosing import LEFT_UNTESTED, how_chosen
from fashion_model.labels import CLASS_NAMES, CLASSES
from fashion_model.learning_curve.advice import suggest
from fashion_model.learning_curve.diagnosis import best_epoch
from fashion_model.runs import Run
from fashion_model.words import count, duration, percent, plain, several
from ui import plan
from ui.elements import gallery
from ui.layout import go, go_to_form
from ui.models import resources
from ui.models.resources import Predictions

PAIRS = 3
PICTURES = 6
"""Of each pair; they stand in full rows at any width."""


def unfinished(run: Run) -> None:
    """Say what to do about a training whose story can't be told yet."""
    if run.left_untested:
        st.info(LEFT_UNTESTED, icon=":material/balance:")
        return
    words = {
        "queued": "This training is waiting in line.",
        "running": "This training is under way.",
        "paused": "This training is paused.",
        "interrupted": "This training was interrupted.",
    }
    st.info(
        f"{words.get(run.state, 'This training has not ended.')} Its story is written when it "
        "ends: let it finish, or stop it and keep the best. Meanwhile you can choose another one.",
        icon=":material/hourglass_empty:",
    )
    if st.button("Go to this training", key="to_training", icon=":material/model_training:"):
        go("pages/training.py")


def failed(run: Run) -> None:
    """Say why a training failed."""
    st.error(plain(run.reason or "This training failed."), icon=":material/error:")
    st.caption("A failed training has no network to tell about. Choose another one above.")


def draw(run: Run, accuracy: float) -> None:
    """Draw what it came to, in a sentence; `accuracy` is that of the test."""
    st.markdown(
        f"**{plain(run.name)}** gives the right name to **{percent(accuracy)}** of the test "
        "pictures, none of which it had ever seen."
    )
    chosen = how_chosen(run)
    if chosen is not None:
        st.caption(plain(chosen))


def draw_way(run: Run, accuracy: float, predictions: Predictions | None) -> None:
    """Draw four numbers, and the way from the random start to the best epoch."""
    _numbers(run, accuracy, predictions)
    st.markdown(" ".join(_way(run)))


def _numbers(run: Run, accuracy: float, predictions: Predictions | None) -> None:
    epochs = run.curve.epochs
    with st.container(horizontal=True, gap="medium"):
        st.metric(
            "Test accuracy",
            percent(accuracy),
            help="The share of right answers on pictures kept aside until the very end.",
            width="content",
        )
        if predictions is not None:
            low, high = metrics.wilson_interval(
                round(accuracy * predictions.asked), predictions.asked
            )
            st.metric(
                "95 % interval",
                f"{100 * low:.1f} – {100 * high:.1f} %",
                help=f"Measured on {several(predictions.asked, 'picture')}. With others it would "
                "be a little different: in 95 of 100 such tests the true value lies in an interval "
                "made like this one.",
                width="content",
            )
        if epochs:
            st.metric(
                "Best epoch",
                f"{best_epoch(epochs).epoch} of {run.config.epochs}",
                help="The network of the best one, judged by the validation pictures, is the one "
                "kept.",
                width="content",
            )
        st.metric(
            "Time taken",
            duration(run.seconds),
            help="Of training and of asking in between; pauses left out.",
            width="content",
        )


def _way(run: Run) -> list[str]:
    """Return the sentences from the random start to the best epoch."""
    started, curve = run.started, run.curve
    told = []
    if run.parent is not None:
        told.append(
            "It did not begin at random: it went on from another training, for a few seconds, with "
            "some pictures of a visitor’s own."
        )
    elif started is not None:
        told.append(
            f"It began with {count(started.parameters)} parameters, the numbers that a "
            "training changes. Nearly all of them were random, and it knew nothing: luck alone "
            f"gets {percent(1 / CLASSES, 0)} right."
        )
    if curve.batches:
        batch = curve.batches[0]
        told.append(f"In batch {batch.step} it had {percent(batch.accuracy, 0)}.")
    if curve.epochs:
        first, best = curve.epochs[0], best_epoch(curve.epochs)
        pictures = f" ({several(started.train_pictures, 'picture')} each)" if started else ""
        told.append(
            f"After the first epoch it knew {percent(first.validation_accuracy)} of the "
            "validation pictures, which it is asked about but never learns from; at its best, "
            f"after epoch {best.epoch}, it was "
            f"{percent(best.validation_accuracy)}. It walked through "
            f"{several(len(curve.epochs), 'epoch')}{pictures} in {duration(run.seconds)}."
        )
    if run.state == "stopped" and run.reason:
        told.append(plain(run.reason))
    return told


def draw_next_steps(run: Run) -> None:
    """Draw up to three suggestions, each with a button that plans it; none for a child run.

    Its settings are those of fine-tuning: from scratch they would make a poor training.
    """
    if run.parent is not None:
        return
    found = suggest(run.config, run.curve, sample=run.sample, stopped=run.state == "stopped")
    if not found:
        return
    with st.container(gap="xsmall"):
        st.markdown("**What to try next**")
        columns = st.columns(len(found), gap="medium")
    for number, (column, each) in enumerate(zip(columns, found, strict=True)):
        with column, st.container(gap="xsmall"):
            config = each.config
            if config is None and resources.dataset().is_sample:
                st.markdown(f"**{each.title}**")
                st.caption(f"{each.why} The button for it is at the foot of this page.")
                continue
            if st.button(
                each.title,
                key=f"plan_{number}",
                icon=":material/tune:",
                on_click=plan.put,
                args=(config or run.config,),
                help="Puts these settings into the form on Training; nothing starts yet.",
            ):
                go_to_form()
            st.caption(each.why)


def draw_confusions(predictions: Predictions) -> None:
    """Draw the three commonest confusions side by side, each with its most certain pictures."""
    matrix = predictions.matrix
    wrong = matrix - np.diag(matrix.diagonal())
    if not wrong.any():
        st.markdown("Nothing at all: it made no mistake on these pictures.")
        return
    order = np.argsort(-wrong, axis=None, kind="stable")[:PAIRS]
    pairs = [(int(i), int(j)) for i, j in np.argwhere(wrong >= 0)[order] if wrong[i, j]]
    st.markdown(_summary(predictions, sum(int(wrong[pair]) for pair in pairs), len(pairs)))
    for column, pair in zip(st.columns(PAIRS, gap="medium"), pairs, strict=False):
        with column:
            _pair(predictions, *pair, int(wrong[pair]), int(matrix[pair[0]].sum()))
    if st.button("See all its mistakes", key="to_mistakes", icon=":material/grid_on:"):
        go("pages/evaluation.py")


def _summary(predictions: Predictions, shown: int, pairs: int) -> str:
    mistakes = int((~predictions.right).sum())
    rows = metrics.per_class(predictions.matrix)
    hardest, easiest = (pick(rows, key=lambda row: row["recall"]) for pick in (min, max))
    where = f"Of {several(len(predictions.labels), 'test picture')}"
    if predictions.asked > len(predictions.labels):
        where += f" that are here (of {count(predictions.asked)} it was asked about)"
    return (
        f"{where}, {count(mistakes)} got a wrong name. "
        + (
            f"{percent(shown / mistakes, 0)} of these mistakes are of only {pairs} sorts, shown "
            "below. "
            if pairs > 1
            else ""
        )
        + f"Hardest for it is **{hardest['name']}**: it finds {percent(hardest['recall'])} of "
        f"them. Easiest is **{easiest['name']}**, with {percent(easiest['recall'])}."
    )


def _pair(predictions: Predictions, true: int, said: int, times: int, of: int) -> None:
    found = np.flatnonzero((predictions.labels == true) & (predictions.given == said))
    found = found[np.argsort(-predictions.certainty[found], kind="stable")][:PICTURES]
    st.markdown(
        f"**{CLASS_NAMES[true]}** taken for **{CLASS_NAMES[said]}**: {several(times, 'time')}, "
        f"{percent(times / of)} of that kind."
    )
    shares = [percent(float(predictions.certainty[i]), 0) for i in found]
    gallery.draw(
        predictions.images[found],
        [f"{CLASS_NAMES[true]} taken for {CLASS_NAMES[said]} with {share}" for share in shares],
        label=f"{CLASS_NAMES[true]} taken for {CLASS_NAMES[said]}, highest numbers first",
        key=f"confused_{true}_{said}",
        captions=[f"{share} {CLASS_NAMES[said]}" for share in shares],
        tile=90,
    )
