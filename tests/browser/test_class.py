"""A room full of people: a projector and phones, through the games, bad networks and a restart."""

import re
import signal
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, Route, expect

from fashion_model.runs.directory import ROOMS
from tests.browser.chromium import tab
from tests.browser.pages import open_page
from tests.browser.server import Server, serving, start, wait_until_healthy

TROUSERS = [(110, 50), (210, 50), (225, 280), (175, 280), (160, 120), (145, 280), (95, 280)]
BAG = [(60, 130), (260, 130), (260, 270), (60, 270), (60, 130)]
Places = list[tuple[int, int]]


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Server]:
    """A server of this test's own: without rooms of others."""
    with serving(tmp_path) as server:
        yield server


def _open(wall: Page, server: Server) -> str:
    """Open a room; return its letters."""
    open_page(wall, server.url, "class")
    wall.get_by_role("button", name="Open a room").click()
    expect(wall.get_by_role("img", name="QR code")).to_be_visible()
    return wall.locator(".st-key-room_letters p").first.inner_text()


def _join(phone: Page, server: Server, letters: str) -> None:
    phone.goto(f"{server.url}/room")
    phone.get_by_label("The four letters on the wall").fill(letters.lower())
    phone.get_by_role("button", name="Join").click()
    expect(phone.locator("#who")).to_contain_text("You are the ")


def _draw(phone: Page, places: Places) -> None:
    """Draw one line with a finger that does not lift."""
    box = phone.locator("#board").bounding_box()
    assert box is not None
    share = box["width"] / 320
    x, y = places[0]
    phone.mouse.move(box["x"] + x * share, box["y"] + y * share)
    phone.mouse.down()
    for x, y in places[1:]:
        phone.mouse.move(box["x"] + x * share, box["y"] + y * share, steps=4)
    phone.mouse.up()


def _send(phone: Page) -> None:
    phone.get_by_role("button", name="Send").click()
    expect(phone.locator("#answer")).to_contain_text("Looks like")


def _tiles(wall: Page) -> Locator:
    return wall.get_by_role("group", name="The wall").get_by_role("button")


@pytest.mark.slow
def test_a_class_plays_all_games(browser: Browser, own: Server) -> None:
    with ExitStack() as stack:
        wall = stack.enter_context(tab(browser, 1024, 576))
        phones = [stack.enter_context(tab(browser, 390, 844, touch=True)) for _ in range(4)]
        letters = _open(wall, own)
        for phone in phones:
            _join(phone, own, letters)
        animals = [phone.locator("#who").inner_text() for phone in phones]
        assert len(set(animals)) == 4
        expect(wall.get_by_text("4 phones here")).to_be_visible()
        _draw_one(wall, phones)
        _fool_it(wall, phones, animals)
        _bet(wall, phones, animals)
        _close(wall, phones, own)


def _draw_one(wall: Page, phones: list[Page]) -> None:
    wall.get_by_role("combobox", name="What all draw").click()
    wall.get_by_role("option", name="Trouser").click()
    wall.get_by_role("button", name="Draw one").click()
    for phone in phones:
        expect(phone.get_by_role("heading", name="Draw a Trouser")).to_be_visible()
        expect(phone.get_by_role("timer")).to_be_visible()
    for phone, places in zip(phones, (TROUSERS, TROUSERS, BAG, BAG), strict=True):
        _draw(phone, places)
    for phone in phones[:3]:
        _send(phone)
    expect(phones[0].locator("#answer")).to_contain_text("✓ Looks like a Trouser")
    expect(phones[2].locator("#answer")).to_contain_text("✗ Looks like a Bag")
    expect(_tiles(wall)).to_have_count(3)
    # The last one has not pressed Send when the time is up: it is sent all the same.
    expect(phones[3].get_by_role("heading", name="Time is up")).to_be_visible(timeout=40_000)
    expect(phones[3].locator("#answer")).to_contain_text("Looks like a Bag")
    expect(_tiles(wall)).to_have_count(4)
    expect(wall.get_by_text("2 of 4 drawings named rightly")).to_be_visible()
    expect(wall.get_by_text("Trouser taken for Bag, 2 times.")).to_be_visible()
    wall.get_by_role("radio", name="Matrix").click()
    cell = wall.get_by_role("button", name="Trouser taken for Bag: 2 pictures")
    cell.click()
    expect(wall.get_by_text("Trouser taken for Bag: 2 drawings")).to_be_visible()
    wall.get_by_role("radio", name="All").click()


def _fool_it(wall: Page, phones: list[Page], animals: list[str]) -> None:
    artist, *others = phones
    wall.get_by_role("button", name="Fool it").click()
    expect(artist.get_by_label("It is meant to be")).to_be_visible()
    _draw(artist, BAG)
    artist.get_by_role("button", name="Send").click()
    expect(artist.locator("#answer")).to_contain_text("Say first what it is meant to be.")
    artist.get_by_label("It is meant to be").select_option("Coat")
    _send(artist)
    expect(artist.locator("#answer")).to_contain_text("Now two others must see what it is.")
    expect(_tiles(wall)).to_have_count(5)
    assert "Coat" not in (_tiles(wall).first.get_attribute("aria-label") or "")
    for phone in others[:2]:
        expect(phone.get_by_role("heading", name="What is this?")).to_be_visible()
        phone.get_by_role("button", name="Coat", exact=True).click()
        expect(phone.get_by_role("heading", name="What is this?")).to_be_hidden()
    expect(others[2].get_by_role("heading", name="What is this?")).to_be_hidden()
    expect(artist.locator("#who")).to_contain_text("Fooled it: 1")
    animal = animals[0].removeprefix("You are the ").rstrip(".")
    expect(wall.get_by_text(f"1 drawing fooled it, of 1. Ahead: {animal} 1.")).to_be_visible()
    wall.get_by_role("radio", name="Fooled").click()
    expect(_tiles(wall)).to_have_count(1)
    _tiles(wall).first.click()
    expect(wall.get_by_text("It is meant to be: Coat.")).to_be_visible()
    expect(wall.get_by_test_id("stVegaLiteChart").locator("svg.marks")).to_be_visible()
    wall.get_by_role("button", name="Why?").click()
    expect(wall.get_by_role("combobox", name="What speaks for")).to_be_visible()
    wall.get_by_role("button", name="Back to the wall").click()
    wall.get_by_role("radio", name="All").click()
    expect(_tiles(wall)).to_have_count(5)


def _bet(wall: Page, phones: list[Page], animals: list[str]) -> None:
    """Quick against Broad, once each: two bet on each; whatever the verdict is, all hear it."""
    wall.get_by_role("button", name="Bet", exact=True).click()
    wall.get_by_role("combobox", name="The other").click()
    wall.get_by_role("option", name="Broad").click()
    wall.get_by_role("radio", name="1 ×").click()
    expect(wall.get_by_text("2 trainings")).to_be_visible()
    wall.get_by_role("button", name="Let them bet").click()
    expect(wall.get_by_text("0 of 4 phones bet.")).to_be_visible()
    for phone, name in zip(phones, ("Quick", "Quick", "Broad", "Quick"), strict=True):
        phone.get_by_role("button", name=name).click()
        expect(phone.get_by_text(f"You bet on {name}.")).to_be_visible()
    phones[3].get_by_role("button", name="Broad").click()
    expect(wall.get_by_text("4 of 4 phones bet.")).to_be_visible()
    names = [words.removeprefix("You are the ").split(".")[0] for words in animals]
    expect(wall.get_by_text(f"Broad: 2 phones. {names[2]}, {names[3]}")).to_be_visible()
    wall.get_by_role("button", name="Start the race").click()
    for phone in phones:
        expect(phone.get_by_role("heading", name="The race is on")).to_be_visible()
        expect(phone.get_by_role("button", name="Quick")).to_be_disabled()
    expect(wall.get_by_test_id("stVegaLiteChart").locator("svg.marks")).to_be_visible()
    won = wall.get_by_role(
        "heading", name=re.compile("^(Quick is better|Broad is better|Nobody wins)")
    )
    expect(won).to_be_visible(timeout=240_000)
    told = won.inner_text()
    wins = {"Quick is better": "01", "Broad is better": "23"}.get(told, "")
    for number, phone in enumerate(phones):
        task = f"{told}." if wins else "That may be luck: nobody wins."
        expect(phone.get_by_role("heading", name=task)).to_be_visible()
        right = phone.get_by_text("You bet rightly!")
        expect(right).to_have_count(int(str(number) in wins))
    wall.get_by_role("button", name="Just draw").click()
    expect(phones[0].get_by_role("img", name="Drawing board")).to_be_visible()


def _close(wall: Page, phones: list[Page], server: Server) -> None:
    wall.get_by_role("button", name="Close", exact=True).click()
    wall.get_by_role("button", name="Close the room").click()
    for phone in phones:
        expect(phone.get_by_role("alert")).to_contain_text("This room is closed")
    assert not [each for each in (server.runs / ROOMS).iterdir() if each.is_dir()]


@pytest.mark.parametrize("look", ["light", "dark"])
def test_the_phone_s_page_keeps_nobody_out(
    look: Literal["light", "dark"], browser: Browser, page: Page, own: Server
) -> None:
    said: list[str] = []
    letters = _open(page, own)
    with (
        tab(browser, 390, 844, scheme=look, touch=True) as phone,
        tab(browser, 390, 844, touch=True) as other,
    ):
        phone.on("console", lambda message: said.append(message.text))
        phone.on("pageerror", lambda error: said.append(str(error)))
        phone.goto(f"{own.url}/room")
        _judge(phone)
        _join(phone, own, letters)
        _judge(phone)
        _join(other, own, letters)
        page.get_by_role("button", name="Fool it").click()
        expect(other.get_by_label("It is meant to be")).to_be_visible()
        other.get_by_label("It is meant to be").select_option("Coat")
        _draw(other, BAG)
        _send(other)
        expect(phone.get_by_role("heading", name="What is this?")).to_be_visible()
        _judge(phone)
    assert not said


def _judge(page: Page) -> None:
    violations = Axe().run(page).response["violations"]
    serious = [each["id"] for each in violations if each["impact"] in ("serious", "critical")]
    assert not serious
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_open_wall_keeps_nobody_out(browser: Browser, page: Page, own: Server) -> None:
    letters = _open(page, own)
    with tab(browser, 390, 844, touch=True) as phone:
        _join(phone, own, letters)
        _draw(phone, TROUSERS)
        _send(phone)
    expect(_tiles(page)).to_have_count(1)
    page.wait_for_timeout(1_000)  # it flies in
    violations = Axe().run(page).response["violations"]
    assert not [each["id"] for each in violations if each["impact"] in ("serious", "critical")]


def _lose_two_answers(phone: Page) -> list[str]:
    """Have the server hear what a phone sends, and lose what it answers, twice."""
    lost: list[str] = []

    def lose(route: Route) -> None:
        if len(lost) < 2:
            route.fetch()
            lost.append(route.request.url)
            route.abort()
        else:
            route.continue_()

    phone.route(re.compile("/room/draw$"), lose)
    return lost


def test_a_drawing_survives_lost_requests_a_reload_and_a_restart(
    browser: Browser, page: Page, tmp_path: Path
) -> None:
    server = start(tmp_path)
    wait_until_healthy(server)
    try:
        letters = _open(page, server)
        with tab(browser, 390, 844, touch=True) as phone:
            _join(phone, server, letters)
            animal = phone.locator("#who").inner_text()
            lost = _lose_two_answers(phone)
            _draw(phone, TROUSERS)
            _send(phone)
            assert len(lost) == 2
            expect(_tiles(page)).to_have_count(1)
            server.process.send_signal(signal.SIGKILL)
            server.process.wait()
            _draw(phone, BAG)
            phone.get_by_role("button", name="Send").click()
            expect(phone.locator("#answer")).to_contain_text("Not sent yet")
            port = int(server.url.rsplit(":", 1)[1])
            server = replace(start(tmp_path, port=port), log=server.log)
            wait_until_healthy(server)
            expect(phone.locator("#answer")).to_contain_text("Looks like a Bag")
            phone.reload()
            expect(phone.locator("#who")).to_have_text(animal)
            page.reload()
            expect(_tiles(page)).to_have_count(2)
    finally:
        server.stop()
