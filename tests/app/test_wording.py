"""An answer in words: sure, not sure, none of the ten; and the hint that fits the picture."""

from dataclasses import replace

import numpy as np

from fashion_model.images import Kind
from fashion_model.predict import Prediction
from fashion_model.runs import BUNDLED, open_run
from ui.classify import card, drawings
from ui.classify.items import Item
from ui.models import prediction_view


def prediction(*, first: float, none: float | None = None, sure: bool = False) -> Prediction:
    """A sneaker with `first`, an ankle boot with what is left."""
    probabilities = np.zeros(10, np.float32)
    probabilities[7], probabilities[9] = first, 1 - first
    return Prediction(probabilities, none, sure)


def item(kind: Kind | None, *, drawn: bool = False) -> Item:
    """A picture taken for `kind`."""
    return Item("a.png", np.zeros((28, 28), np.uint8), kind, drawn=drawn)


def test_sure_in_one_line() -> None:
    said = prediction(first=0.92, none=0.01, sure=True)
    assert prediction_view.heading(said) == "Looks like a Sneaker, 92\u00a0%, sure"
    assert card.second(said) == "Second guess: **Ankle boot**, 8 %."
    assert card.hint(said, item("drawing"), all_steps=True) == ""


def test_not_sure_comes_with_a_hint_that_fits() -> None:
    said = prediction(first=0.55, none=0.1)
    assert prediction_view.heading(said) == "Looks like a Sneaker, 55\u00a0%, not sure"
    drawn = card.hint(said, item("drawing", drawn=True), all_steps=True)
    assert "filling it in" in drawn
    assert "draw it larger" in drawn
    assert "plain background" in card.hint(said, item("messy"), all_steps=True)
    assert "switched off" in card.hint(said, item("messy"), all_steps=False)
    assert card.hint(said, item(None), all_steps=True).startswith("It hesitates")
    close = replace(item("messy"), too_close=True)
    assert card.hint(said, close, all_steps=True) == "It hesitates. Too close: show all of it."
    assert "switched off" in card.hint(said, close, all_steps=False)


def test_none_of_the_ten_only_from_who_can_tell() -> None:
    stranger = prediction(first=0.6, none=0.8)
    assert prediction_view.heading(stranger) == "Looks like none of the ten"
    assert card.second(stranger) == "If it had to choose: **Sneaker**, 60 %."
    assert "one of the ten" in card.hint(stranger, item("plain"), all_steps=True)
    run = prediction(first=0.6)
    for words in (prediction_view.heading(run), card.hint(run, item("plain"), all_steps=True)):
        assert "ten" not in words.replace("often", "")


def test_hardly_any_second_guess() -> None:
    said = prediction(first=0.999, sure=True)
    assert card.second(said) == "Second guess: **Ankle boot**, less than 1 %."


def test_a_network_that_never_saw_a_drawing_guesses() -> None:
    said = prediction(first=0.98, sure=True)
    assert prediction_view.heading(said, guessed=True) == "Looks like a Sneaker, 98\u00a0%, a guess"
    run = open_run(BUNDLED)
    assert "never shown drawings" in drawings.why(run, drawing=True)
    photo = drawings.why(run, drawing=False)
    assert "never one like yours" in photo
    assert "drawings" not in photo
    taught = drawings.why(replace(run, parent="parent"), drawing=True)
    assert taught.startswith("Apart from the few pictures of yours")
    sketched = replace(run.config.augmentation, sketches=0.5)
    drawn = replace(run, config=replace(run.config, augmentation=sketched))
    assert "drawings made by a program" in drawings.why(drawn, drawing=True)
