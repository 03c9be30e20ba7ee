"""The camera: live, each frame is named and forgotten; one that a visitor keeps is a photo.

A frame is prepared and named like any picture handed in.
"""

from collections.abc import Sequence

import streamlit as st

from fashion_model import images
from fashion_model.candidates import find_candidates, where_alone
from fashion_model.images import ImageError, Switches
from fashion_model.litert import ModelError
from fashion_model.photo_expert import judge
from ui import errors, server
from ui.classify import steps, things, uploads
from ui.classify.items import TOO_CLOSE, Handed, Item, Refusal, turned
from ui.elements import camera
from ui.elements.camera import NOTHING, Seen
from ui.models import prediction_view
from ui.models.choice import Model
from ui.state import Slot

PLACE = "photo"  # of the photo that was kept, on the page
TOO_MANY = "You have sent very many pictures within a minute: it goes on by itself in a moment."
_NO_ROOM = "The app has no room for it just now. Please try again in a minute."
_TITLE = "Your photo"
_SEEN: Slot[Seen] = Slot("camera_seen", NOTHING)
_PHOTO: Slot[tuple[str, Handed | Refusal] | None] = Slot("classify_photo", None)  # its id first


def photographed(models: Sequence[Model]) -> Item | Refusal | None:
    """Draw the live picture, or buttons for the photo that was kept; return that, prepared."""
    if (photo := _PHOTO.get()) is None:
        _live(models[0])
        return None
    file_id, received = photo
    with st.container(horizontal=True):
        st.button(
            "Back to the live picture",
            key="live_again",
            icon=":material/videocam:",
            on_click=_forget,
            help="Only a small copy of this photo is kept, in memory. It is forgotten when you go "
            f"back, or {server.how_long()} after you close this page.",
        )
        if isinstance(received, Handed):
            steps.turn_button(file_id, _turn)
    return received if isinstance(received, Refusal) else steps.prepare(received, file_id)


@st.fragment  # a frame a second: nothing else is drawn anew
def _live(model: Model) -> None:
    if _PHOTO.get() is not None:
        st.rerun()  # all of the page: one was kept

    def look(number: int, content: bytes) -> None:
        if uploads.in_turn():
            _SEEN.set(look_at(model, number, content, steps.switches()))
        else:
            _SEEN.set(Seen(number, TOO_MANY))

    with errors.show_errors():
        camera.draw(_SEEN.get(), key="camera", on_frame=look, on_keep=_keep)


def _keep(content: bytes) -> None:
    _forget()
    file_id, received = uploads.keep(_TITLE, content)
    _PHOTO.set((file_id, received or Refusal(_TITLE, _NO_ROOM)))


def _turn(file_id: str) -> None:
    photo = _PHOTO.get()
    if photo is not None and isinstance(photo[1], Handed):
        _PHOTO.set((file_id, turned(photo[1], steps.prepare(photo[1], file_id))))


def _forget() -> None:
    """Keep nothing of the photo, and of what was said of the frame before it."""
    _SEEN.clear()
    things.forget(PLACE)
    if (photo := _PHOTO.get()) is not None:
        uploads.drop(photo[0])
        steps.forget(photo[0])
        _PHOTO.clear()


def look_at(model: Model, number: int, content: bytes, switches: Switches) -> Seen:
    """Say what is on a frame, a stranger's bytes, or why that can't be said."""
    try:
        ready = images.prepare(images.decode(content), switches)
        opinion = judge(ready)
        several = find_candidates(ready, opinion, switches)
        if several:
            said = [
                model.answer(each.prepared.picture, each.prepared.kind, each.opinion)
                for each in several
            ]
            labels = tuple(map(things.label, said))
            words = f"On it: {', '.join(labels)}. Keep the picture to look closer."
            return Seen(number, words, tuple(each.box for each in several), labels)
        alone = model.answer(ready.picture, ready.kind, opinion)
    except (ImageError, ModelError) as error:
        return Seen(number, str(error))
    box = where_alone(ready)
    words = f"{prediction_view.heading(alone, guessed=model.run is not None)}."
    if not alone.sure and opinion.too_close:
        words = f"{words} {TOO_CLOSE}"
    return Seen(number, words, () if box is None else (box,), (things.label(alone),))
