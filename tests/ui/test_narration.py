"""How a preparation is told: every step has a name, a true sentence and a picture."""

import numpy as np
import pytest
from PIL import Image, ImageOps

from fashion_model.images import Switches, prepare
from tests.images.pictures import shirt, transparent_shirt, trousers
from tests.images.test_prepare import on_a_floor
from tests.images.test_wearer import SKINS, person
from ui.classify.narration import NAMES, narrate


def words(picture: Image.Image, name: str) -> str:
    return next(step.words for step in narrate(prepare(picture)) if step.name == name)


def test_every_switch_has_a_name() -> None:
    assert set(vars(Switches())) <= set(NAMES)


@pytest.mark.parametrize(
    "picture", [transparent_shirt(), trousers(), on_a_floor(shirt()), shirt(9)]
)
def test_the_steps_lead_from_the_sent_picture_to_the_prepared_one(picture: Image.Image) -> None:
    told = narrate(prepare(picture))
    assert [step.name for step in told] == ["Your picture", *NAMES.values()]
    assert told[0].picture.shape == (picture.height, picture.width, 3)
    assert np.array_equal(told[-1].picture, prepare(picture).picture)
    for step in told:
        assert step.words.endswith(".")
        assert step.picture.dtype == np.uint8
        assert step.picture.size


def test_the_words_say_what_happened_to_this_picture() -> None:
    assert "drawing" in words(trousers(), "Find")
    assert "plain" in words(shirt(), "Find")
    assert "busy" in words(on_a_floor(shirt()), "Find")
    assert "is filled" in words(trousers(), "Fill")
    assert "Nothing to fill" in words(shirt(), "Fill")
    assert "turned upright" in words(trousers(lean=12), "Straighten")
    assert "straight enough" in words(trousers(), "Straighten")
    assert "darker" in words(shirt(), "Light on black")
    assert "lighter" in words(ImageOps.invert(shirt()), "Light on black")


def test_it_says_whether_somebody_wears_it() -> None:
    assert "Somebody wears it" in words(person(SKINS["brown"]), "Wearer")
    assert "Nobody" in words(shirt(), "Wearer")
