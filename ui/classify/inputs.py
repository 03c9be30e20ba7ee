"""The ways to hand in a picture: draw it, upload it, take a photo, pick an example.

The uploader and the camera forget everything as soon as they are out of sight, so what came
through them is kept in the session here.
"""

import streamlit as st

from fashion_model import images
from ui import canvas, examples
from ui.classify import real_pictures, steps
from ui.classify.items import Handed, Item, Refusal, from_drawing, from_file
from ui.state import Slot

Received = Handed | Refusal

MOST = 40
"""Uploads kept at a time: some 500 kB each with the pictures of their steps."""

_UPLOADS: Slot[dict[str, Received]] = Slot("classify_uploads", {})  # by the id of the file
_LISTED: Slot[frozenset[str]] = Slot("classify_listed", frozenset())  # by the uploader itself
_UPLOADER: Slot[int] = Slot("classify_uploader", 0)
_PHOTO: Slot[Received | None] = Slot("classify_photo", None)


def drawn() -> Item | Refusal | None:
    """Draw the board; return the drawing, prepared, if there is one."""
    pixels = canvas.draw()
    return None if pixels is None else steps.prepare(from_drawing(pixels))


def example() -> Item | Refusal | None:
    """Draw the strips of examples; return the chosen one, prepared."""
    st.caption("By people like you. The all-terrain model never learned from these.")
    real_pictures.strip()
    st.markdown("**Ten test pictures**")
    examples.strip(examples.firsts(), label="Ten examples", key="classify_examples")
    chosen = examples.chosen()
    if chosen is not None:
        return Item("Example", chosen[0], truth=chosen[1])
    handed = real_pictures.chosen()
    return steps.prepare(handed) if isinstance(handed, Handed) else handed


def photographed() -> Item | Refusal | None:
    """Draw the camera; return the photo taken last, prepared, if there is one."""
    st.camera_input(
        "One thing, plain background",
        key="camera",
        on_change=_photo_taken,
        help="The photo is only looked at, never stored: it is forgotten when you close this page.",
    )
    st.caption(
        ":material/lock: Browsers lend the camera only to secure addresses: one that begins with "
        "**https://**, or **localhost** on your own computer. It does not start? Upload a photo."
    )
    photo = _PHOTO.get()
    return steps.prepare(photo) if isinstance(photo, Handed) else photo


def _photo_taken() -> None:
    photo = st.session_state["camera"]
    _PHOTO.set(None if photo is None else from_file("Your photo", photo.getvalue()))


def uploaded() -> dict[str, Received]:
    """Draw the uploader; return everything handed in and not taken away again, by its id."""
    files = st.file_uploader(
        "Pictures of one piece of clothing each, as many as you like",
        type=list(images.EXTENSIONS),
        accept_multiple_files=True,
        key=_uploader(),
        on_change=_files_changed,
        help="Up to 15 MB each. One thing before a plain background works best. Pictures are only "
        "looked at, never stored: they are forgotten when you close this page.",
    )
    _LISTED.set(frozenset(file.file_id for file in files))
    return _UPLOADS.get()


def take_away(file_id: str) -> None:
    """Forget one upload."""
    _keep({each: kept for each, kept in _UPLOADS.get().items() if each != file_id})


def take_all_away() -> None:
    """Forget all uploads, and empty the uploader's own list."""
    _keep({})
    _UPLOADER.set(_UPLOADER.get() + 1)


def _uploader() -> str:
    return f"uploads_{_UPLOADER.get()}"


def _files_changed() -> None:
    """Take in what is new in the uploader's list, and drop what the visitor took off it."""
    listed = {file.file_id: file for file in st.session_state[_uploader()]}
    gone = _LISTED.get() - listed.keys()
    kept = {each: item for each, item in _UPLOADS.get().items() if each not in gone}
    for file_id, file in listed.items():
        if file_id in _LISTED.get():
            continue
        if len(kept) < MOST:
            kept[file_id] = _usable(from_file(file.name, file.getvalue()))
        else:
            full = f"There is room for {MOST} pictures at a time: remove some, then add it again."
            kept[file_id] = Refusal(file.name, full)
    _keep(kept)
    _LISTED.set(frozenset(listed))


def _usable(received: Received) -> Received:
    """A picture with nothing to recognise on it is refused, too."""
    if isinstance(received, Handed):
        result = steps.prepare(received)
        return result if isinstance(result, Refusal) else received
    return received


def _keep(uploads: dict[str, Received]) -> None:
    gone = {each: kept for each, kept in _UPLOADS.get().items() if each not in uploads}
    steps.forget(kept for kept in gone.values() if isinstance(kept, Handed))
    _UPLOADS.set(uploads)
