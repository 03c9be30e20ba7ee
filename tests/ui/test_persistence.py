"""What is planned as text and back, and what a stranger may have put in its place."""

import json
from dataclasses import replace
from typing import Any

import pytest

from fashion_model.config import PRESETS, Augmentation, ConvBlock
from ui.persistence import MOST_CHARACTERS, UNPLANNED, Planned, read, write

ALL = Planned(
    replace(PRESETS["quick"], epochs=17, augmentation=Augmentation(sketches=0.3)),
    preset="quick",
    own=replace(PRESETS["classic"], blocks=(ConvBlock(7),), dense=(), activation="elu"),
    link='{"preset":"quick"}',
    follow=True,
    name="Ada’s <b>",
)


@pytest.mark.parametrize(
    "planned",
    [ALL, Planned(PRESETS["broad"], "deep"), replace(UNPLANNED, follow=True)],
)
def test_a_plan_comes_back(planned: Planned) -> None:
    text = write(planned)
    assert len(text) < MOST_CHARACTERS / 4
    assert read(text) == planned


def test_nothing_is_kept_of_nothing() -> None:
    assert write(UNPLANNED) == ""
    assert read("") is None


def changed(**other: Any) -> str:
    return json.dumps({**json.loads(write(ALL)), **other})


@pytest.mark.parametrize(
    "stored",
    [
        *(None, 7, b"{}", "{", "[]", "null", "[" * 9_000, "x" * (MOST_CHARACTERS + 1)),
        changed(config=None),
        changed(config='{"epochs":1e99}'),
        changed(config='{"epochs":101}'),
        changed(config='{"blocks":[{"filters":256,"kernel":7},{"filters":256,"kernel":7}]}'),
        changed(config="x" * 2_001),
        changed(preset="best"),
        changed(preset=["quick"]),
        changed(own='{"preset":"x"}'),
        changed(own=1),
        changed(link=1),
        changed(follow=1),
        changed(name="x" * 81),
        changed(name=None),
        json.dumps({"config": "{}"}),
    ],
)
def test_anything_else_is_no_plan(stored: object) -> None:
    assert read(stored) is None
