"""Several things in one picture, each found and named by itself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageOps

from fashion_model.candidates import Candidate, find_candidates, where_alone
from fashion_model.environment import ASSETS
from fashion_model.images import Switches, decode_file, prepare
from fashion_model.labels import CLASS_NAMES
from fashion_model.photo_expert import A_PHOTO, PARTS, PARTS_SIDE, Opinion, Worn, judge
from fashion_model.predict import load_all_terrain
from fashion_model.sureness import way_of
from tests.images.pictures import noise, shirt, trousers

PEOPLE = ASSETS / "examples" / "person.jpg"


def found_on(picture: Image.Image, switches: Switches = Switches()) -> list[Candidate]:  # noqa: B008
    whole = prepare(picture, switches)
    return find_candidates(whole, judge(whole), switches)


def beside(*pictures: Image.Image) -> Image.Image:
    width = sum(each.width for each in pictures)
    whole = Image.new("RGB", (width, max(each.height for each in pictures)), "white")
    left = 0
    for each in pictures:
        whole.paste(each, (left, 0))
        left += each.width
    return whole


def test_things_that_lie_apart_are_found_from_left_to_right() -> None:
    found = found_on(beside(shirt(), trousers()))
    assert [each.found for each in found] == ["ground", "ground"]
    first, second = (each.box for each in found)
    assert first[2] <= 0.55
    assert second[0] >= 0.45
    names = [CLASS_NAMES[each.named_by(load_all_terrain()).label] for each in found]
    assert names[1] == "Trouser"


def test_in_what_is_cut_out_is_nothing_of_another_thing() -> None:
    picture = Image.new("RGB", (300, 200), "white")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((20, 20, 140, 180), fill="#203040")
    draw.rectangle((152, 20, 280, 180), fill="#a03020")  # within the first one's margin
    for each in found_on(picture):
        part = each.prepared.part_seen().reshape(-1, 3).astype(int)
        reddish, bluish = (part[:, 0] - part[:, 2] > 60).any(), (part[:, 2] - part[:, 0] > 10).any()
        assert reddish != bluish


def shop_page() -> Image.Image:
    """Two photos of boots on cards, with text and a button below."""
    page = Image.new("RGB", (500, 300), "#f4f4f8")
    draw, photo = ImageDraw.Draw(page), Image.open(ASSETS / "examples" / "boot.jpg")
    draw.rectangle((0, 0, 500, 30), fill="#101840")
    for left in (40, 280):
        draw.rectangle((left, 50, left + 180, 280), fill="white")
        page.paste(ImageOps.fit(photo, (160, 120)), (left + 10, 60))
        draw.text((left + 20, 200), "Walking boots, brown, 59.90", fill="black")
        draw.rectangle((left + 20, 240, left + 140, 262), fill="#2050d0")
    return page


def test_the_pictures_on_a_page_are_named_each_by_itself() -> None:
    found = found_on(shop_page())
    assert [each.found for each in found] == ["page", "page"]
    assert [round(each.box[0], 2) for each in found] == pytest.approx([0.1, 0.58], abs=0.02)
    for each in found:
        assert CLASS_NAMES[each.named_by(load_all_terrain()).label] == "Ankle boot"


def dotted() -> Image.Image:
    """A shirt with a pocket that lies apart from nothing: within its own box."""
    picture = shirt()
    ImageDraw.Draw(picture).ellipse((2, 2, 8, 8), fill="#203040")
    return picture


def drawn_pair() -> Image.Image:
    picture = Image.new("L", (240, 240), 255)
    draw = ImageDraw.Draw(picture)
    draw.line([(40, 40), (200, 40), (190, 200), (50, 200), (40, 40)], 0, 5)
    draw.line([(90, 90), (150, 90), (150, 130), (90, 130), (90, 90)], 0, 5)  # its pocket
    return picture


@pytest.mark.parametrize(
    "picture",
    [
        shirt(),
        trousers(),
        dotted(),
        drawn_pair(),
        ImageOps.expand(beside(shirt(), trousers()), 20, "black"),
        noise(200, 150),
    ],
    ids=["shirt", "trousers", "speck", "pocket", "framed", "noise"],
)
def test_one_thing_stays_one(picture: Image.Image) -> None:
    assert found_on(picture) == []


def test_nothing_is_looked_for_where_that_is_switched_off() -> None:
    assert found_on(beside(shirt(), trousers()), Switches(find=False)) == []


def test_the_examples_with_one_thing_stay_one() -> None:
    for path in sorted((ASSETS / "examples").iterdir()):
        if path != PEOPLE:
            assert found_on(decode_file(path)) == [], path.name


def told(places: dict[Worn | str, tuple[slice, slice]]) -> Opinion:
    """An opinion that sees each part at those places of 56."""
    parts = np.zeros((PARTS_SIDE, PARTS_SIDE, len(PARTS)), np.float32)
    parts[..., 0] = 1
    for name, place in places.items():
        parts[place] = 0
        parts[(*place, PARTS.index(name))] = 1
    opinion = judge(prepare(decode_file(ASSETS / "examples" / "boot.jpg")))
    assert opinion is not None
    return replace(opinion, parts=parts)


def test_what_a_person_wears_is_cut_out_part_by_part() -> None:
    whole = prepare(noise(280, 280))
    opinion = told(
        {
            "person": (slice(0, 10), slice(20, 40)),
            "upper": (slice(10, 25), slice(20, 40)),
            "lower": (slice(25, 45), slice(20, 40)),
            "feet": (slice(46, 54), slice(20, 40)),
            "bag": (slice(30, 32), slice(2, 4)),  # too small to be named
        }
    )
    found = find_candidates(whole, opinion)
    assert [each.found for each in found] == ["upper", "lower", "feet"]
    assert [round(each.box[1] * PARTS_SIDE) for each in found] == pytest.approx([8, 23, 44], abs=2)
    assert all(each.prepared.kind == "messy" for each in found)


def test_what_was_cut_out_of_a_photo_is_one_however_plain_it_looks() -> None:
    plain = Image.new("RGB", (280, 280), "#c03030")
    ImageDraw.Draw(plain).ellipse((120, 100, 170, 140), fill="white")
    opinion = told(
        {
            "person": (slice(0, 10), slice(20, 40)),
            "upper": (slice(10, 45), slice(20, 40)),
        }
    )
    (cut,) = find_candidates(prepare(plain), opinion)
    assert judge(prepare(plain)).photo < A_PHOTO
    assert way_of(cut.prepared.kind, cut.opinion) == "busy"


def test_where_nobody_is_nothing_is_worn() -> None:
    whole = prepare(noise(280, 280))
    assert find_candidates(whole, told({"upper": (slice(10, 45), slice(10, 45))})) == []


def test_where_the_one_thing_is() -> None:
    whole = Image.new("RGB", (400, 300), "white")
    whole.paste(shirt(200), (180, 60))
    box = where_alone(prepare(whole))
    # The shirt's outline reaches from 10 to 90 % of its square, and from 20 to 90 % downwards.
    assert box == pytest.approx((200 / 400, 100 / 300, 360 / 400, 240 / 300), abs=0.02)
    jeans = where_alone(prepare(decode_file(ASSETS / "examples" / "jeans.jpg")))
    assert jeans is not None
    assert jeans[2] - jeans[0] < 0.9


def test_nowhere_where_all_of_it_is_the_thing_or_a_frame_was_around_it() -> None:
    assert where_alone(prepare(noise(200, 200), Switches(find=False))) is None
    framed = Image.new("RGB", (300, 300), "#303030")
    framed.paste(shirt(240), (30, 30))
    ready = prepare(framed)
    assert ready.states[1].stage is not None
    assert ready.states[1].stage.left_out
    assert where_alone(ready) is None
