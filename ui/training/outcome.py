"""The outcome of a training: how far it came, what it is best at, a picture to share."""

import streamlit as st

from fashion_model import metrics, share_picture
from fashion_model.config.spoiled import in_a_sentence
from fashion_model.data import DataError
from fashion_model.learning_curve.diagnosis import best_epoch
from fashion_model.runs import Run
from fashion_model.words import count, duration, percent, plain
from ui.models import resources, wall


def draw(run: Run) -> bool:
    """Draw the outcome in two lines, and the offer to share it; False where there is none yet."""
    line = in_a_line(run)
    if line is None or not run.curve.epochs:
        return False
    with st.container(key="outcome", border=True, gap="xsmall"):
        st.markdown(f"**{_from_to(run)}** {plain(line)}")
        share = st.popover(
            "Share it", icon=":material/share:", key="share_outcome", on_change="rerun"
        )
        if share.open:  # else nobody looks at the card
            with share:
                _share(run, line)
    return True


def in_a_line(run: Run) -> str | None:
    """Return what `run` came to in one line of plain text; None where it was not tested."""
    accuracy = run.test_accuracy
    tested = None if accuracy is None else resources.tested(run)
    if accuracy is None or tested is None or not len(tested.labels):
        return None
    best = max(metrics.per_class(tested.matrix), key=lambda row: row["recall"])
    return (
        f"{percent(accuracy)} of {count(tested.asked)} test pictures right after "
        f"{duration(run.seconds)}, best at {best['name']} ({percent(best['recall'], 0)})."
    )


def _from_to(run: Run) -> str:
    first, best = run.curve.epochs[0], best_epoch(run.curve.epochs)
    before, after = int(wall.right(first.wall).sum()), int(wall.right(best.wall).sum())
    return f"From {before} to {after} of {len(best.wall.labels)}."


def _share(run: Run, line: str) -> None:
    try:
        card = picture(run, line)
    except DataError:  # said above the page
        return
    st.image(card, width=520, alt=f"A card: {run.name}. {line} Its pictures before and after.")
    said = in_a_sentence(run.config.spoiling)
    st.code(" ".join(filter(None, (f"{run.name}: {line}", said))), language=None, wrap_lines=True)
    st.download_button(
        "Download the picture",
        card,
        f"fashion_{run.id[:8]}.png",
        "image/png",
        key="download_card",
        on_click="ignore",
        icon=":material/download:",
    )


def picture(run: Run, line: str) -> bytes:
    """Return the card of `run`, a PNG. Raises DataError when there are no pictures."""
    first, best = run.curve.epochs[0], best_epoch(run.curve.epochs)
    walls = []
    for epoch in (first,) if first is best else (first, best):
        placed, named = wall.order(epoch.wall), wall.right(epoch.wall)
        words = f"{named.sum()} of {len(named)} after epoch {epoch.epoch}"
        walls.append(share_picture.Wall(words, wall.images(epoch.wall)[placed], named[placed]))
    title = f"Spoiled data: {run.name}" if run.config.spoiling.active else run.name
    return share_picture.draw(title, line, walls)
