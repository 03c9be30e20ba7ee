"""Leaving out who wears it: drawn people lose all but their garment, things lose nothing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from fashion_model.images import Switches, prepare
from fashion_model.images.prepare import find, flatten
from fashion_model.images.stage import Kind, Stage
from fashion_model.images.wearer import leave_out
from tests.images.pictures import noise, shirt, trousers

GARMENT, JEANS, HAIR = (90, 60, 150), (60, 85, 130), (35, 25, 20)
SKINS = {"light": (250, 224, 208), "tan": (214, 164, 128), "brown": (141, 85, 54)}
SKINS["dark"] = (84, 56, 46)
TOP = [(66, 74), (134, 74), (160, 120), (146, 128), (134, 108), (134, 190), (66, 190), (66, 108)]
TOP += [(54, 128), (40, 120)]


def person(
    skin: tuple[int, int, int], *, head: bool = True, below: tuple[int, int, int] | None = JEANS
) -> Image.Image:
    """Somebody in a short-sleeved top, from the thighs up, before white."""
    picture = Image.new("RGB", (200, 260), "white")
    pen = ImageDraw.Draw(picture)
    if below is not None:
        pen.rectangle((70, 180, 130, 259), fill=below)
    pen.line([(52, 118), (44, 200)], fill=skin, width=14)
    pen.line([(148, 118), (156, 200)], fill=skin, width=14)
    if head:
        pen.ellipse((76, 6, 124, 60), fill=HAIR)
        pen.ellipse((80, 18, 120, 74), fill=skin)
        pen.rectangle((90, 60, 110, 80), fill=skin)
    pen.polygon(TOP, fill=GARMENT)
    return picture


def garment_alone() -> Image.Image:
    picture = Image.new("RGB", (200, 260), "white")
    ImageDraw.Draw(picture).polygon(TOP, fill=GARMENT)
    return picture


def stage_of(picture: Image.Image) -> Stage:
    return find(flatten(picture))


def bag(leather: tuple[int, int, int], handle: tuple[int, int, int]) -> Image.Image:
    picture = Image.new("RGB", (220, 220), "white")
    pen = ImageDraw.Draw(picture)
    pen.arc((70, 20, 150, 160), 180, 360, fill=handle, width=14)
    pen.rectangle((20, 90, 200, 200), fill=leather)
    return picture


def two_coloured_dress(bodice: tuple[int, int, int]) -> Image.Image:
    picture = Image.new("RGB", (200, 260), "white")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((78, 10, 122, 90), fill=bodice)
    pen.polygon([(78, 90), (122, 90), (150, 250), (50, 250)], fill=GARMENT)
    return picture


@pytest.mark.parametrize("skin", SKINS.values(), ids=SKINS)
def test_of_a_person_only_the_garment_is_left(skin: tuple[int, int, int]) -> None:
    colours = np.asarray(person(skin), np.float32)
    item, alone = (np.asarray(each.convert("L")) < 250 for each in (person(skin), garment_alone()))
    kept = leave_out(Stage(colours, item, item, None, "plain")).item
    assert (kept & alone).sum() / (kept | alone).sum() > 0.93


@pytest.mark.parametrize("skin", SKINS.values(), ids=SKINS)
def test_worn_and_flat_look_alike_to_the_network(skin: tuple[int, int, int]) -> None:
    flat = prepare(garment_alone()).picture.astype(int)
    worn = prepare(person(skin)).picture.astype(int)
    as_it_is = prepare(person(skin), Switches(wearer=False)).picture.astype(int)
    assert np.abs(worn - flat).mean() < 20
    assert np.abs(as_it_is - flat).mean() > 50


def test_a_dress_in_one_colour_loses_its_head_only() -> None:
    stage = stage_of(person(SKINS["tan"], below=GARMENT))
    kept = leave_out(stage).item
    assert kept[-1 - stage.item[::-1].any(axis=1).argmax()].any()
    assert not kept[: len(kept) // 6].any()


@pytest.mark.parametrize(
    "thing",
    [
        shirt(),
        trousers(),
        noise(200, 200),
        bag(GARMENT, (141, 85, 54)),
        bag((141, 85, 54), (141, 85, 54)),
        two_coloured_dress((30, 90, 60)),
        person(SKINS["tan"], head=False),
    ],
    ids=["shirt", "drawing", "photo", "bag", "brown bag", "dress", "no head"],
)
def test_what_nobody_wears_stays_as_it_is(thing: Image.Image) -> None:
    stage = stage_of(thing)
    assert leave_out(stage) is stage


@given(
    seed=st.integers(0, 2**32 - 1),
    size=st.tuples(st.integers(1, 60), st.integers(1, 60)),
    share=st.floats(0.001, 1),
    kind=st.sampled_from(["plain", "messy", "drawing"]),
)
def test_any_picture_keeps_something_of_its_item(
    seed: int, size: tuple[int, int], share: float, kind: Kind
) -> None:
    rng = np.random.default_rng(seed)
    item = rng.random(size) < share
    item[rng.integers(size[0]), rng.integers(size[1])] = True
    skin = np.array([214, 164, 128]) + rng.normal(size=(*size, 3)) * rng.uniform(0, 30)
    stage = Stage(np.clip(skin, 0, 255).astype(np.float32), item, item, None, kind)
    kept = leave_out(stage).item
    assert kept.any()
    assert kept.shape == item.shape
