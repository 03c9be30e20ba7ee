"""The ways to hand in a picture but for the camera: draw it, upload it, pick one of real people's.

The uploader forgets everything as soon as it is out of sight, so what came through it is kept in
the session here. The bytes of our own examples, which
`scripts/build_examples.py` chose and packed, go the way of an upload.
"""

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from PIL import ImageOps
from streamlit.typing import UploadedFile

from fashion_model import images
from fashion_model.environment import ASSETS
from fashion_model.words import several
from ui import server
from ui.classify import steps, things, uploads
from ui.classify.items import Handed, Item, Refusal, from_drawing, from_file, turned
from ui.elements import canvas, gallery
from ui.models import examples
from ui.state import EXAMPLE, Slot

Received = Handed | Refusal

MOST = 40
"""Uploads kept at a time: some 500 kB each with the pictures of their steps."""

_UPLOADS: Slot[dict[str, Received]] = Slot("classify_uploads", {})  # by the id of the file
_LEFT_OUT: Slot[dict[str, bool]] = Slot("classify_left_out", {})  # True: there were MOST already
_LISTED: Slot[frozenset[str]] = Slot("classify_listed", frozenset())  # by the uploader itself
_UPLOADER: Slot[int] = Slot("classify_uploader", 0)

_LARGE: Slot[frozenset[str]] = Slot("large_uploads", frozenset())

_DRAWING, _EXAMPLE = "drawing", "example"  # where `steps` keeps them; files have ids of their own
FOLDER = ASSETS / "examples"
PICTURES = {
    "sweater.png": "A drawn sweater",
    "flip_flop.png": "A drawn flip-flop",
    "mug.png": "A drawn mug",
    "bag.png": "An icon of a bag",
    "t_shirt.jpg": "A photo of a T-shirt",
    "dress.jpg": "A photo of a dress",
    "jeans.jpg": "A photo of jeans on a flowery cloth",
    "boot.jpg": "A photo of a boot on a wooden floor",
}
"""What each file shows."""
_TILE = 112  # pixels along each side: sharp on a phone, too
_CHOSEN: Slot[str | None] = Slot("real_picture", None)


def drawn() -> Item | Refusal | None:
    """Draw the board; return the drawing, prepared, if there is one."""
    pixels = canvas.draw()
    if pixels is None:
        steps.forget(_DRAWING)
        return None
    return steps.prepare(from_drawing(pixels), _DRAWING)


def example() -> Item | Refusal | None:
    """Draw the strips of examples; return the chosen one, prepared."""
    st.caption("By people like you. The all-terrain model never learned from these.")
    real_strip()
    st.markdown("**Ten test pictures**")
    examples.strip(examples.firsts(), label="Ten examples", key="classify_examples")
    chosen = examples.chosen()
    if chosen is not None:
        return Item("Example", chosen[0], truth=chosen[1])
    handed = real_chosen()
    return steps.prepare(handed, _EXAMPLE) if isinstance(handed, Handed) else handed


def uploaded() -> dict[str, Received]:
    """Draw the uploader; return everything handed in and not taken away again, by its id."""
    st.file_uploader(
        f"Pictures of clothing, up to {MOST} at a time",
        type=None,  # the decoder judges by the bytes: phones send photos under any name
        accept_multiple_files=True,
        key=_uploader(),
        on_change=_files_changed,
        help=f"Up to {st.get_option('server.maxUploadSize')} MB each. One thing before a plain "
        "background works best. Only a small copy of each picture is kept, in memory. It is "
        f"forgotten when you remove it, or {server.how_long()} after you close this page.",
    )
    _empty(*st.session_state[_uploader()])
    _LISTED.set(frozenset(_on_the_list()))
    _LEFT_OUT.set({each: why for each, why in _LEFT_OUT.get().items() if each in _LISTED.get()})
    return _UPLOADS.get()


def left_out() -> str:
    """Return in words how many files there was no room for, and what to do; empty for none."""
    number = len(_LEFT_OUT.get())
    if not number:
        return ""
    begin = f"{several(number, 'picture was', 'pictures were')} left out: "
    them = "it" if number == 1 else "them"
    if any(_LEFT_OUT.get().values()):
        return (
            f"{begin}there is room for {MOST} files at a time. Remove some, then add {them} again."
        )
    return f"{begin}the app had no room for {them}. Please add {them} again in a minute."


def turn(file_id: str) -> None:
    """Turn an upload a quarter to the right."""
    kept = _UPLOADS.get()
    upload = kept.get(file_id)
    if isinstance(upload, Handed):
        _UPLOADS.set({**kept, file_id: turned(upload, steps.prepare(upload, file_id))})


def is_large(file_id: str) -> bool:
    """Whether an upload is shown large, to mark a part of it."""
    return file_id in _LARGE.get()


def mark_button(file_id: str) -> None:
    """Draw the button that shows an upload large, or small again."""
    large = is_large(file_id)
    st.button(
        "Show it small" if large else "Mark a part",
        key=f"mark_{file_id}",
        icon=":material/zoom_out:" if large else ":material/crop_free:",
        type="tertiary",
        on_click=_resize,
        args=(file_id,),
        help="Shows the picture large: drag over the part you mean, and it is named by itself.",
    )


def _resize(file_id: str) -> None:
    _LARGE.set(_LARGE.get() ^ {file_id})


def take_away(file_id: str) -> None:
    """Forget one upload."""
    _keep({each: kept for each, kept in _UPLOADS.get().items() if each != file_id})


def take_all_away() -> None:
    """Forget all uploads, and empty the uploader's own list."""
    _keep({})
    _UPLOADER.set(_UPLOADER.get() + 1)


def _uploader() -> str:
    return f"uploads_{_UPLOADER.get()}"


def _empty(*files: object) -> None:
    """Keep nothing of these in the widget, which would hold on to them until the next click."""
    for file in files:
        if isinstance(file, UploadedFile):
            file.truncate(0)


def _on_the_list() -> list[str]:
    """Return the ids of the files in the uploader's own list, kept or left out."""
    return [file.file_id for file in st.session_state[_uploader()]]


def _files_changed() -> None:
    """Take in what is new in the uploader's list, and drop what the visitor took off it."""
    listed = _on_the_list()
    gone = _LISTED.get().difference(listed)
    kept = {each: item for each, item in _UPLOADS.get().items() if each not in gone}
    left_out = dict(_LEFT_OUT.get())
    for file_id in listed:
        if file_id in _LISTED.get():
            continue
        full = len(kept) >= MOST
        received = None if full else uploads.take(file_id)
        if received is None:
            uploads.drop(file_id)
            left_out[file_id] = full
        else:
            kept[file_id] = _usable(file_id, received)
    _keep(kept)
    _LEFT_OUT.set(left_out)
    _LISTED.set(frozenset(listed))


def _usable(file_id: str, received: Received) -> Received:
    """A picture with nothing to recognise on it is refused, too, and forgotten."""
    if isinstance(received, Handed):
        result = steps.prepare(received, file_id)
        if isinstance(result, Refusal):
            _forget(file_id)
            return result
    return received


def _keep(kept: dict[str, Received]) -> None:
    for file_id in _UPLOADS.get().keys() - kept.keys():
        _forget(file_id)
    _UPLOADS.set(kept)


def _forget(file_id: str) -> None:
    uploads.drop(file_id)
    steps.forget(file_id)
    things.forget(file_id)
    _LARGE.set(_LARGE.get() - {file_id})


def real_strip() -> None:
    """Draw all as tiles; a click chooses one, in place of a test picture."""
    name = _name()
    gallery.draw(
        _tiles(),
        list(PICTURES.values()),
        label="Drawings and photos",
        key="real_pictures",
        chosen=None if name is None else list(PICTURES).index(name),
        across=4,
        on_click=_choose,
    )


def real_chosen() -> Handed | Refusal | None:
    """Return the one chosen last, decoded; None where it was a test picture or nothing."""
    name = _name()
    return None if name is None else from_file(PICTURES[name], (FOLDER / name).read_bytes())


def _name() -> str | None:
    return _CHOSEN.get() if EXAMPLE.get() is None else None  # a test picture was clicked since


def _choose(number: int) -> None:
    EXAMPLE.clear()
    _CHOSEN.set(list(PICTURES)[number])


@st.cache_data(show_spinner=False)
def _tiles() -> NDArray[np.uint8]:
    """Return all, (n, _TILE, _TILE, 3), with black where they are not square."""
    decoded = (images.decode_file(FOLDER / name).convert("RGB") for name in PICTURES)
    return np.stack([np.asarray(ImageOps.pad(each, (_TILE, _TILE))) for each in decoded])
