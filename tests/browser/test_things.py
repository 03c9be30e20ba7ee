"""Things on one picture: outlined, named, chosen with a tap, marked with a drag."""

import re

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.browser.pages import quiet
from tests.browser.server import Server
from tests.browser.test_uploads import hand_in
from tests.images.pictures import encoded, shirt, trousers
from tests.test_candidates import beside

PAIR = FilePayload(
    name="pair.png", mimeType="image/png", buffer=encoded(beside(shirt(), trousers()), "PNG")
)
ONE = FilePayload(name="one.png", mimeType="image/png", buffer=encoded(trousers(), "PNG"))


def things(page: Page) -> Locator:
    """The outlined things, from left to right."""
    return page.locator(".regions .region")


def answer(page: Page) -> str:
    return page.locator('[class*="st-key-said_"] h3').first.inner_text()


def test_a_tap_names_one_of_two_things_and_all_of_it_goes_back(page: Page, server: Server) -> None:
    hand_in(page, server, PAIR)
    expect(page.get_by_text("Things lie apart here.")).to_be_visible()
    expect(things(page)).to_have_count(2)
    whole = answer(page)
    second = things(page).nth(1)
    expect(second).to_have_text(re.compile(r"^Trouser\??$"))
    expect(second).to_have_accessible_name(re.compile(r"^Trouser, \d+ %, (not )?sure: choose it$"))
    second.click()
    expect(second).to_have_attribute("aria-pressed", "true")
    quiet(page)
    assert answer(page).startswith("Looks like a Trouser, ")
    expect(page.get_by_text("How it was prepared")).to_be_hidden()
    page.get_by_role("button", name="All of it").click()
    expect(second).to_have_attribute("aria-pressed", "false")
    quiet(page)
    assert answer(page) == whole
    expect(page.get_by_text("How it was prepared")).to_be_visible()


def test_the_keyboard_chooses_too(page: Page, server: Server) -> None:
    hand_in(page, server, PAIR)
    expect(things(page)).to_have_count(2)
    things(page).nth(1).focus()
    page.keyboard.press("Enter")
    expect(things(page).nth(1)).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(things(page).first).to_have_attribute("aria-pressed", "true")
    expect(things(page).nth(1)).to_have_attribute("aria-pressed", "false")


def test_a_picture_with_one_thing_is_shown_as_before(page: Page, server: Server) -> None:
    hand_in(page, server, ONE)
    expect(page.get_by_text("What came in")).to_be_visible()
    expect(things(page)).to_have_count(0)


Point = tuple[float, float]


def drag(page: Page, start: Point, end: Point) -> None:
    """Drag with the mouse over the photo; points are shares of its sides."""
    page.mouse.move(*on_photo(page, start))
    page.mouse.down()
    page.mouse.move(*on_photo(page, ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)))
    page.mouse.move(*on_photo(page, end))
    page.mouse.up()


def on_photo(page: Page, point: Point) -> Point:
    photo = page.locator(".regions img")
    photo.scroll_into_view_if_needed()
    box = photo.bounding_box()
    assert box is not None
    return box["x"] + point[0] * box["width"], box["y"] + point[1] * box["height"]


def lies_at(page: Page, number: int) -> list[float]:
    """Left, top, right and bottom of a thing, as shares of the photo's sides."""
    lies: list[float] = (
        things(page)
        .nth(number)
        .evaluate(
            """thing => {
            const sides = ["left", "top", "width", "height"];
            const [x, y, w, h] = sides.map((side) => parseFloat(thing.style[side]) / 100);
            return [x, y, x + w, y + h];
        }"""
        )
    )
    return lies


def test_a_drag_marks_a_part_that_is_named_by_itself(page: Page, server: Server) -> None:
    hand_in(page, server, PAIR)
    expect(things(page)).to_have_count(2)
    quiet(page)
    drag(page, (0.98, 0.98), (0.52, 0.02))  # over a thing that could be tapped, and backwards
    marked = things(page).nth(2)
    expect(marked).to_have_attribute("aria-pressed", "true")
    expect(marked).to_have_text(re.compile(r"^Trouser\??$"))
    assert lies_at(page, 2) == pytest.approx([0.52, 0.02, 0.98, 0.98], abs=0.02)
    quiet(page)
    assert answer(page).startswith("Looks like a Trouser, ")
    things(page).first.click()
    expect(things(page).first).to_have_attribute("aria-pressed", "true")
    drag(page, (0.52, 0.02), (0.98, 0.98))  # the same once more
    expect(marked).to_have_attribute("aria-pressed", "true")
    drag(page, (0.03, 0.9), (0.12, 0.98))
    expect(page.get_by_role("note")).to_contain_text("There is nothing to recognise in this")
    expect(marked).to_have_text("nothing")
    page.get_by_role("button", name="All of it").click()
    expect(page.get_by_role("note")).to_have_count(0)


def test_a_part_of_a_picture_with_one_thing(page: Page, server: Server) -> None:
    hand_in(page, server, ONE)
    quiet(page)
    seen = page.get_by_role("img", name="The prepared picture")
    whole = seen.get_attribute("src")
    page.get_by_role("button", name="Mark a part").click()
    drag(page, (0.2, 0.02), (0.8, 0.5))
    expect(things(page)).to_have_count(1)
    expect(things(page)).to_have_attribute("aria-pressed", "true")
    expect(seen).not_to_have_attribute("src", whole or "")
    page.get_by_role("button", name="Turn").click()
    expect(things(page)).to_have_count(0)  # it was marked on the picture before
    page.get_by_role("button", name="Show it small").click()
    expect(page.get_by_text("What came in")).to_be_visible()


def test_keys_mark_a_part_too(page: Page, server: Server) -> None:
    hand_in(page, server, ONE)
    page.get_by_role("button", name="Mark a part").click()
    mark = page.locator(".regions .mark")
    mark.press("Enter")
    frame = page.get_by_role("application", name="A frame: the arrow keys move it")
    expect(frame).to_be_focused()
    expect(page.get_by_text("Drag over the part you mean. With keys: the arrows")).to_be_visible()
    for key in ("ArrowLeft", "ArrowUp", "Shift+ArrowRight", "Shift+ArrowDown", "Shift+ArrowDown"):
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    marked = things(page)
    expect(marked).to_be_focused()
    expect(marked).to_have_attribute("aria-pressed", "true")
    # From the middle half a step of 3 % to the left and up, then larger by one and by two.
    assert lies_at(page, 0) == pytest.approx([0.22, 0.22, 0.75, 0.78])
    mark.press("Enter")
    page.keyboard.press("Escape")
    expect(frame).to_have_count(0)


def test_a_finger_scrolls_until_a_part_is_to_be_marked(phone: Page, server: Server) -> None:
    hand_in(phone, server, PAIR)
    expect(things(phone)).to_have_count(2)
    quiet(phone)
    touch = phone.context.new_cdp_session(phone)

    def swipe(start: Point, end: Point) -> None:
        path = [on_photo(phone, start), on_photo(phone, end)]
        halfway = tuple(sum(each) / 2 for each in zip(*path, strict=True))
        for kind, point in (
            ("Start", path[0]),
            ("Move", halfway),
            ("Move", path[1]),
            ("End", None),
        ):
            points = [] if point is None else [{"x": point[0], "y": point[1]}]
            touch.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": points})

    swipe((0.55, 0.9), (0.95, 0.1))
    quiet(phone)
    expect(things(phone)).to_have_count(2)
    phone.locator(".regions .mark").tap()
    swipe((0.55, 0.05), (0.95, 0.95))
    expect(things(phone)).to_have_count(3)
    assert lies_at(phone, 2) == pytest.approx([0.55, 0.05, 0.95, 0.95], abs=0.03)
