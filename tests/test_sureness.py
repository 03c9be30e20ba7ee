"""Whom to hear, and when to be sure."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from fashion_model.data import load_sample
from fashion_model.images import prepare
from fashion_model.labels import NONE
from fashion_model.litert import ModelError
from fashion_model.photo_expert import Opinion
from fashion_model.predict import ALL_TERRAIN_PATH, load_all_terrain
from fashion_model.sureness import HEARD, RULES, WAYS, Rule, fills_evenly, mix, read_rules, way_of


def answers(kind: int, share: float) -> np.ndarray:
    row = np.full(11, (1 - share) / 10, np.float32)
    row[kind] = share
    return row


def opinion(kind: int = 9, share: float = 0.9, strange: float = 0.5, photo: float = 1) -> Opinion:
    upright = np.array([1, 0, 0, 0], np.float32)
    return Opinion(answers(kind, share), strange, photo, upright)


def test_the_way_is_inferred() -> None:
    assert way_of("drawing", None) == "alone"
    assert way_of(None, None) == "alone"
    assert way_of("drawing", opinion(photo=0)) == "drawn"
    assert way_of("plain", opinion(photo=0.2)) == "drawn"
    assert way_of("plain", opinion()) == "plain"
    assert way_of("messy", opinion()) == "busy"


def test_of_what_is_drawn_the_likeness_to_strange_things_counts_nothing() -> None:
    row = answers(7, 0.8)
    strange = [mix(row, opinion(7, 0.8, strange, photo=0), "drawn") for strange in (0.05, 0.95)]
    assert np.allclose(strange, row, atol=1e-5)
    assert mix(row, opinion(9, 0.9, photo=0), "drawn").argmax() == 7, "the others weigh more"


def test_a_measured_rule_reads_the_odds_of_none_otherwise() -> None:
    overdone = Rule(sure=0.7, none=0.1, scale=0.5, offset=-1.0)
    assert overdone.calibrate(0.5) == pytest.approx(1 / (1 + np.e))
    told = [overdone.calibrate(none) for none in (0.0, 0.1, 0.9, 1.0)]
    assert told == sorted(told)
    assert 0 < told[0] < told[-1] < 1
    assert Rule(0.7, 0.1).calibrate(0.3) == pytest.approx(0.3)


def test_two_who_agree_and_two_who_do_not() -> None:
    agreed = mix(answers(9, 0.9), opinion(9, 0.9), "plain")
    assert agreed[9] == pytest.approx(0.9, abs=1e-4)
    apart = mix(answers(7, 0.9), opinion(9, 0.9), "plain")
    odds = np.log(apart[7] / apart[9]) / np.log(0.9 / 0.01)
    assert odds == pytest.approx(1 - 2 * HEARD["plain"], abs=1e-4)
    assert apart.max() < 0.6


def test_before_a_busy_background_the_photos_expert_weighs_more() -> None:
    busy = mix(answers(7, 0.9), opinion(9, 0.9), "busy")
    assert busy.argmax() == 9


def test_what_looks_like_no_clothing_is_more_likely_none() -> None:
    row = answers(9, 0.6)
    none = [mix(row, opinion(9, 0.6, strange), "plain")[NONE] for strange in (0.05, 0.5, 0.95)]
    assert none[0] < none[1] < none[2]
    certain = mix(row, opinion(9, 0.6, strange=1.0), "plain")
    assert np.isfinite(certain).all()
    assert certain.sum() == pytest.approx(1, abs=1e-5)


def test_the_bundled_rules_let_no_answer_be_sure_that_is_probably_none() -> None:
    rules = read_rules(ALL_TERRAIN_PATH)
    assert rules is not None
    assert set(rules) == set(WAYS)
    assert all(rule.sure > 0.5 and rule.none <= 0.2 for rule in rules.values())


def test_rules_are_read_or_refused(tmp_path: Path) -> None:
    assert read_rules(tmp_path) is None
    (tmp_path / RULES).write_text(json.dumps({way: {"sure": 0.7, "none": 0.1} for way in WAYS}))
    assert read_rules(tmp_path) == dict.fromkeys(WAYS, Rule(0.7, 0.1))
    (tmp_path / RULES).write_text('{"drawn": {"sure": 0.7, "none": 0.1}}')
    with pytest.raises(ValueError, match="one rule for each way"):
        read_rules(tmp_path)


def test_damaged_rules_are_a_sentence(tmp_path: Path) -> None:
    for name in ("calibration.json", "classifier.tflite"):
        (tmp_path / name).write_bytes((ALL_TERRAIN_PATH / name).read_bytes())
    (tmp_path / RULES).write_text("{}")
    with pytest.raises(ModelError, match="is damaged; please install it again"):
        load_all_terrain(tmp_path)


def filled(step: int, lean: float = 0, *, down: bool = True) -> Image.Image:
    """A pattern over all of the picture, as what surrounds an item may leave it."""
    sheet = Image.new("L", (800, 800), "white")
    pen = ImageDraw.Draw(sheet)
    for at in range(0, 800, step):
        pen.line((0, at, 800, at), "#303030", 2)
        if down:
            pen.line((at, 0, at, 800), "#303030", 2)
    return sheet.rotate(lean, Image.Resampling.BICUBIC).crop((200, 200, 600, 600))


@pytest.mark.parametrize("pattern", [filled(20, 10), filled(32, 30), filled(32, 8)])
def test_what_fills_the_picture_evenly_is_nothing_to_be_sure_of(pattern: Image.Image) -> None:
    prepared = prepare(pattern)
    predictor = load_all_terrain()
    told = predictor.predict(prepared.picture[np.newaxis])[0]
    assert told.confidence > 0.8, "it would be sure"
    assert not told.sure
    assert not predictor.name(prepared).sure


def test_hardly_any_item_fills_the_picture_evenly() -> None:
    sample = load_sample()
    parts = (sample.train, sample.validation, sample.test)
    assert sum(fills_evenly(image) for part in parts for image in part.images) <= 1  # of 12,000
