"""A server whose addresses all begin with a path, as behind a proxy with other sites."""

import re
import shutil
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from fashion_model.config import PRESETS
from fashion_model.config.link import from_text
from fashion_model.runs.directory import BUNDLED_PATH
from tests.browser import pictures
from tests.browser.chromium import tab
from tests.browser.pages import PAGES, open_page, quiet
from tests.browser.server import Server, serving
from tests.browser.test_training_journey import draw_shirt
from tests.browser.test_uploads import file, hand_in

pytestmark = pytest.mark.slow

RUN = "11111111-1111-4111-8111-111111111111"
_BROKEN_PICTURES = """() => [...document.images]
    .filter((each) => each.complete && !each.naturalWidth).map((each) => each.src)"""


@pytest.fixture(scope="module")
def below(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Such a server, with one training."""
    with serving(tmp_path_factory.mktemp("below"), below="/fashion") as server:
        shutil.copytree(BUNDLED_PATH, server.runs / RUN)
        yield server


@pytest.fixture
def missing(page: Page, below: Server) -> Iterator[list[str]]:
    """What the page asks for and does not get, or asks for elsewhere; there must be nothing.

    A page of Streamlit's looks for its server below its own address first, with or without a path.
    Of pictures those count that are still on the page: what a page replaces its server soon
    forgets, and a slow browser may ask for it after that.
    """
    found: list[str] = []
    media = f"{below.url}/media/"
    looking = re.compile(rf"{re.escape(below.url)}/\w+/_stcore/(health|host-config)")

    def answered(url: str, status: int) -> None:
        inside = url == below.url or url.startswith((f"{below.url}/", "blob:", "data:"))
        if not inside or (status >= 400 and not looking.fullmatch(url)):
            found.append(f"{status} {url}")

    def said(kind: str, text: str) -> None:
        if kind == "error" and not text.startswith("Failed to load resource"):  # heard above
            found.append(text)

    page.on("response", lambda answer: answered(answer.url, answer.status))
    page.on("console", lambda told: said(told.type, told.text))
    page.on("pageerror", lambda error: found.append(str(error)))
    yield found
    shown = page.evaluate("[...document.images].map((each) => each.src)")
    replaced = [said for said in found if media in said and not said.endswith(tuple(shown))]
    assert [said for said in found if said not in replaced] == []


def arrived(page: Page, server: Server, name: str) -> None:
    page.wait_for_url(re.compile(rf"^{re.escape(server.url + PAGES[name])}(\\?|$)"))
    expect(page).to_have_title(f"{name.capitalize()} · Fashion CNN")
    quiet(page)
    assert page.evaluate(_BROKEN_PICTURES) == []


def go(page: Page, server: Server, title: str) -> None:
    page.get_by_role("link", name=title, exact=True).first.click()
    arrived(page, server, title.lower())


def test_every_page_has_all_it_needs(page: Page, below: Server, missing: list[str]) -> None:
    page.goto(below.url)
    arrived(page, below, "start")
    for name in PAGES:
        open_page(page, below.url, name)
        arrived(page, below, name)


def test_by_the_menu_and_back(page: Page, below: Server, missing: list[str]) -> None:
    open_page(page, below.url, "start")
    quiet(page)
    for title in ("Dataset", "Classify", "Evaluation"):
        go(page, below, title)
    for name in ("classify", "dataset", "start"):
        page.go_back()
        arrived(page, below, name)
    page.get_by_role("button", name=re.compile("^Next|^Look at the")).first.click()
    arrived(page, below, "dataset")


def test_a_deep_link_keeps_its_run(page: Page, below: Server, missing: list[str]) -> None:
    open_page(page, below.url, "evaluation", RUN)
    arrived(page, below, "evaluation")
    assert page.url == f"{below.url}/evaluation?run={RUN}"
    go(page, below, "Conclusion")
    page.wait_for_url(f"{below.url}/conclusion?run={RUN}")
    page.reload()
    arrived(page, below, "conclusion")
    assert page.url == f"{below.url}/conclusion?run={RUN}"


def test_a_drawing_and_a_picture_get_their_answers(
    page: Page, below: Server, missing: list[str]
) -> None:
    open_page(page, below.url, "classify")
    draw_shirt(page)
    expect(page.get_by_role("heading", name="Looks like")).to_be_visible()
    hand_in(page, below, file("shirt.png", "image/png", pictures.plain_png()))
    expect(page.get_by_role("heading", name="Looks like")).to_be_visible()
    expect(page.get_by_role("img", name="The picture handed in")).to_be_visible()
    quiet(page)
    assert page.evaluate(_BROKEN_PICTURES) == []


def test_what_is_shared_leads_there(page: Page, below: Server, missing: list[str]) -> None:
    open_page(page, below.url, "training")
    page.get_by_text("Deep", exact=True).first.click()
    quiet(page)
    page.get_by_role("button", name="Name and share").click()
    address = page.get_by_text(f"{below.url}/training?config=").inner_text()
    assert from_text(parse_qs(urlsplit(address).query)["config"][0]) == PRESETS["deep"]
    page.goto(address)
    quiet(page)
    expect(page.get_by_text("These are the settings of the link you opened.")).to_be_visible()


def test_a_colour_theme_is_kept(page: Page, below: Server, missing: list[str]) -> None:
    open_page(page, below.url, "dataset")
    quiet(page)
    page.get_by_role("button", name="Presenter").click()
    page.get_by_role("button", name="Dark", exact=True).click()
    quiet(page)
    for name in ("dataset", "start", "classify"):
        open_page(page, below.url, name)
        paper = page.locator('[data-testid="stApp"]')
        expect(paper).to_have_css("background-color", "rgb(17, 21, 28)")


def test_phones_find_their_room(
    browser: Browser, page: Page, below: Server, missing: list[str]
) -> None:
    open_page(page, below.url, "class")
    page.get_by_role("button", name="Open a room").click()
    expect(page.get_by_role("img", name="QR code")).to_be_visible()
    letters = page.locator(".st-key-room_letters p").first.inner_text()
    expect(page.locator(".st-key-room_letters").get_by_text("/fashion/room")).to_be_visible()
    with tab(browser, 390, 844, touch=True) as phone:
        phone.goto(f"{below.url}/room")
        phone.get_by_label("The four letters on the wall").fill(letters)
        phone.get_by_role("button", name="Join").click()
        expect(phone.locator("#who")).to_contain_text("You are the ")
    page.get_by_role("button", name="Close").click()
    page.get_by_role("button", name="Close the room").click()
    expect(page.get_by_role("button", name="Open a room")).to_be_visible()
