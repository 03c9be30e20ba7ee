"""The live camera: each frame is named like a photo that was handed in, and forgotten."""

from collections.abc import Callable

from fashion_model import images
from fashion_model.candidates import find_candidates, where_alone
from fashion_model.images import ImageError, Switches
from fashion_model.litert import ModelError
from fashion_model.photo_expert import judge
from ui.classify import steps, things, uploads
from ui.elements import camera
from ui.elements.camera import NOTHING, Seen
from ui.models import prediction_view
from ui.models.choice import Model
from ui.state import Slot

TOO_MANY = "You have sent very many pictures within a minute: it goes on by itself in a moment."
_KEY = "camera"
_SEEN: Slot[Seen] = Slot("camera_seen", NOTHING)


def draw(model: Model, keep: Callable[[bytes], None]) -> None:
    """Draw the camera's picture with what `model` says; `keep` gets the frame that is kept."""

    def look(number: int, content: bytes) -> None:
        if uploads.in_turn():
            _SEEN.set(look_at(model, number, content, steps.switches()))
        else:
            _SEEN.set(Seen(number, TOO_MANY))

    camera.draw(_SEEN.get(), key=_KEY, on_frame=look, on_keep=keep)


def forget() -> None:
    """Keep nothing of what was said last."""
    _SEEN.clear()


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
    return Seen(number, words, () if box is None else (box,), (things.label(alone),))
