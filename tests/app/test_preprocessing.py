"""Preprocessing: three parts, sliders that last, and what they put into the planned training."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from fashion_model.config import Augmentation, TrainConfig
from fashion_model.runs import RunSummary, list_runs
from tests.app.conftest import Visit, words
from ui.preprocessing import loading, normalising, variations
from ui.preprocessing.normalising import Measured

SLIDERS: dict[str, list[float]] = {
    "pre_flip": [0.5, 1, 0.05],
    "pre_shift": [1, 4, 2],
    "pre_rotation": [30, 5, 7],
    "pre_zoom": [0.1, 0.3, 0.01],
    "pre_erasing": [0.15, 1, 0.35],
    "pre_sketches": [0.05, 1, 0.3],
}
MIX = {"flip": 0.5, "shift": 1, "rotation": 0, "zoom": 0, "erasing": 0.1, "sketches": 0}


@pytest.mark.parametrize("key", SLIDERS)
def test_sliders_keep_every_change(key: str, visit: Visit) -> None:
    app = visit("preprocessing")
    for value in SLIDERS[key]:
        app.slider(key=key).set_value(value).run()
        assert app.slider(key=key).value == value
    _leave_and_return(app)
    assert app.slider(key=key).value == SLIDERS[key][-1]


def test_the_chosen_rule_lasts_and_the_words_follow_it(visit: Visit) -> None:
    app = visit("preprocessing")
    _look(app, "The numbers")
    for rule in ("sgd", "adam", "sgd"):
        app.button_group(key="pre_rule").set_value(rule).run()
        assert not app.exception
        assert normalising.sentences(normalising.measured(rule)) in words(app)
    _leave_and_return(app)
    assert app.session_state["pre_rule"] == "sgd"


def test_used_variations_reach_the_training(visit: Visit, runs: Path) -> None:
    app = visit("training")
    app.switch_page("pages/preprocessing.py").run()
    assert _amounts(app) == MIX  # so that something is seen; nothing is planned by that
    assert "so far: nothing is varied" in _status(app)
    app.button(key="pre_reset").click().run()
    assert "nothing is varied, as you see it" in _status(app)
    for key, values in SLIDERS.items():
        app.slider(key=key).set_value(values[-1]).run()
    assert "so far: nothing is varied" in _status(app)
    app.button(key="pre_use").click().run()
    assert "shift up to 2 pixels" in _status(app)
    app.button(key="pre_to_training").click().run()
    assert app.title[0].value == "Train a network"
    app.switch_page("pages/training.py").run()  # AppTest does not stay where a script went
    app.button(key="start_training").click().run()
    (run,) = [each for each in list_runs() if isinstance(each, RunSummary) and not each.bundled]
    assert run.config.augmentation == Augmentation(
        flip=0.05, shift=2, rotation=7, zoom=0.01, erasing=0.35, sketches=0.3
    )


def test_the_sliders_start_from_what_is_planned(visit: Visit) -> None:
    app = visit("training")
    app.slider(key="flip").set_value(0.5).run()
    app.slider(key="rotation").set_value(12.0).run()
    app.switch_page("pages/preprocessing.py").run()
    assert app.slider(key="pre_flip").value == 0.5
    assert app.slider(key="pre_rotation").value == 12
    assert "Taken over" in _status(app)


def test_the_sliders_reach_as_far_as_those_on_training(visit: Visit, runs: Path) -> None:
    app = visit("training")
    furthest = {"shift": 8.0, "rotation": 45.0, "zoom": 0.5}
    for key, most in furthest.items():
        app.slider(key=key).set_value(most)
    app.run()
    app.switch_page("pages/preprocessing.py").run()
    for key, most in furthest.items():
        assert app.slider(key=f"pre_{key}").max == app.slider(key=f"pre_{key}").value == most
    app.button(key="pre_use").click().run()
    assert "turn up to 45 degrees, zoom up to 50 %" in _status(app)


def test_a_mix_the_dice_and_the_reset(visit: Visit) -> None:
    app = visit("preprocessing")
    _look(app, "The real thing")
    assert _amounts(app) == MIX
    for batch in (2, 3):
        app.button(key="pre_roll_dice").click().run()
        assert f"from batch {batch} of 70" in words(app)
    app.button(key="pre_reset").click().run()
    assert set(_amounts(app).values()) == {0}
    assert "from batch 1 of 70" in words(app)
    app.button(key="pre_mix").click().run()
    assert _amounts(app) == MIX


def test_another_picture(visit: Visit) -> None:
    app = visit("preprocessing")
    app.session_state["pre_picture"] = 12345678  # of another source
    app.button(key="pre_others").click().run()
    assert not app.exception


def test_every_part_shows_its_numbers(visit: Visit) -> None:
    app = visit("preprocessing")
    _look(app, "Three parts")
    read = words(app) + "".join(each.value for each in app.get("html") if hasattr(each, "value"))
    assert "12,000 pictures it brings along" in read
    assert "SHA-256" in read


def test_the_bar_is_as_wide_as_the_parts() -> None:
    bar = loading._bar([("Training", 90, "#000"), ("Validation", 10, "#000")])
    assert "flex:90 1 0" in bar
    assert 'aria-label="The pictures in three parts: Training 90, Validation 10."' in bar
    assert ">Validation<" not in bar


def test_the_words_say_what_was_measured() -> None:
    clear = Measured([0, 10], np.array([[0.1, 0.8]]), np.array([[0.1, 0.6]]), stuck=0)
    assert "**80.0 %**" in normalising.sentences(clear)
    assert "as good as that after 10 batches" in normalising.sentences(clear)
    assert "worst training with 0 to 1 beat" in normalising.sentences(clear)
    equal = replace(clear, raw=np.array([[0.1, 0.9]]))
    assert "as good" not in normalising.sentences(equal)
    assert "chance plays a part" in normalising.sentences(equal)
    assert "In 1 of 1 trainings" in normalising.sentences(replace(clear, stuck=1))


def test_the_measured_curves_are_complete() -> None:
    result = normalising.read()
    assert set(result["versions"]) == {"keras", "tensorflow", "numpy"}
    for rule in normalising.RULES:
        TrainConfig.from_dict(result["recipes"][rule])
        found = normalising.measured(rule)
        shape = (len(result["seeds"]), len(result["batches"]))
        assert found.normalised.shape == found.raw.shape == shape
        assert shape[0] >= 5


def test_variations_in_words() -> None:
    assert variations.in_words(Augmentation()) == "nothing is varied"
    usual = variations.in_words(variations.USUAL_MIX)
    assert (
        usual
        == "mirror in 50 % of pictures, shift up to 1 pixel, erase a patch in 10 % of pictures"
    )


def _status(app: Any) -> str:
    return "\n".join(each.value for each in app.caption)


def _look(app: Any, name: str) -> None:
    app.segmented_control(key="pre_look").set_value(name).run()
    assert not app.exception


def _amounts(app: Any) -> dict[str, float]:
    return {key.removeprefix("pre_"): app.slider(key=key).value for key in SLIDERS}


def _leave_and_return(app: Any) -> None:
    app.switch_page("pages/classify.py").run()
    app.switch_page("pages/preprocessing.py").run()
    assert not app.exception
