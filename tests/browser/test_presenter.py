"""A presenter at work: stage view, pages turned by a clicker, light and dark."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import open_page, quiet, settled
from tests.browser.server import Server
from tests.browser.test_training_journey import draw_shirt, leave_for

NAVIGATION = '[data-testid="stHeader"]'


def test_stage_view_hides_the_navigation_and_stays_from_page_to_page(
    page: Page, server: Server
) -> None:
    page.goto(server.url)
    quiet(page)  # the style has come
    small = page.locator("h1").evaluate("h1 => h1.getBoundingClientRect().height")
    page.get_by_role("button", name="Presenter").click()
    page.get_by_text("Stage view").click()
    expect(page.locator(NAVIGATION)).to_be_hidden()
    page.wait_for_url("**stage=1*")
    page.keyboard.press("Escape")
    settled(page)
    assert page.locator("h1").evaluate("h1 => h1.getBoundingClientRect().height") > small
    page.get_by_role("button", name=re.compile("^Next")).click()
    page.wait_for_url(re.compile("dataset.*stage=1"))
    expect(page.locator(NAVIGATION)).to_be_hidden()
    page.get_by_role("button", name="Presenter").click()
    page.get_by_text("Stage view").click()
    expect(page.locator(NAVIGATION)).to_be_visible()
    page.wait_for_url(lambda url: "stage" not in url)
    leave_for(page, "Classify")
    expect(page.locator(NAVIGATION)).to_be_visible()


def test_a_clicker_turns_pages_unless_something_has_the_focus(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/evaluation?stage=1")
    settled(page)
    page.locator("span[data-listening]").wait_for(state="attached")
    quiet(page)
    page.keyboard.press("PageDown")
    page.wait_for_url("**/classify*")
    settled(page)
    quiet(page)
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**/evaluation*")
    settled(page)
    quiet(page)
    page.locator("table").get_by_role("button").first.focus()
    page.keyboard.press("ArrowRight")  # walks through the matrix
    quiet(page)
    assert "/evaluation" in page.url
    page.get_by_role("button", name="Shirt that the model calls").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("PageDown")
    quiet(page)
    assert "/evaluation" in page.url


def test_without_stage_view_keys_turn_no_page(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/conclusion")
    settled(page)
    quiet(page)
    page.keyboard.press("ArrowLeft")
    quiet(page)
    assert "/conclusion" in page.url


def test_light_and_dark_are_chosen_in_the_app_and_stay(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/classify")
    settled(page)
    app = page.locator('[data-testid="stApp"]')
    for name, paper in (("Dark", "rgb(17, 21, 28)"), ("Light", "rgb(252, 251, 248)")):
        page.get_by_role("button", name="Presenter").click()
        page.get_by_role("button", name=name, exact=True).click()
        expect(app).to_have_css("background-color", paper)
        settled(page)
    page.goto(f"{server.url}/dataset")
    settled(page)
    expect(app).to_have_css("background-color", "rgb(252, 251, 248)")


@pytest.mark.slow
def test_starting_over_empties_plan_and_drawing_and_keeps_the_view(
    page: Page, server: Server
) -> None:
    page.goto(f"{server.url}/training?stage=1")
    settled(page)
    page.get_by_role("slider", name="Epochs").press("ArrowRight")
    expect(page.get_by_role("slider", name="Epochs")).to_have_value("11")
    quiet(page)
    page.goto(f"{server.url}/classify?stage=1")
    settled(page)
    draw_shirt(page)
    expect(page.get_by_role("heading", name="Looks like")).to_be_visible()
    page.locator("h1").click()  # nothing has the focus
    page.keyboard.press("Shift+Home")
    page.wait_for_url(lambda url: "/classify" not in url)
    settled(page)
    quiet(page)
    expect(page.get_by_text("Draw a shoe, a shirt, a bag")).to_be_visible()
    expect(page.locator(NAVIGATION)).to_be_hidden()
    page.goto(f"{server.url}/training")
    settled(page)
    expect(page.get_by_role("slider", name="Epochs")).to_have_value("10")


def test_a_chart_is_as_wide_as_its_place_in_stage_view_too(page: Page, server: Server) -> None:
    page.set_viewport_size({"width": 1280, "height": 720})
    for name in ("classify", "training"):
        open_page(page, server.url, name, "bundled", stage=True)
        chart = page.get_by_test_id("stVegaLiteChart").first.locator("svg.marks")
        expect(chart).to_be_visible()
        place = page.get_by_test_id("stElementContainer").filter(has=chart).last
        quiet(page)
        drawn, room = chart.bounding_box(), place.bounding_box()
        assert drawn is not None
        assert room is not None
        assert abs(drawn["width"] - room["width"]) < 12
