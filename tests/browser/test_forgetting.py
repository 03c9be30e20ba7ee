"""What the server holds of a visitor's pictures: what the page shows, and nothing afterwards."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser import pictures
from tests.browser.pages import open_page, settled
from tests.browser.server import ROOT, Server, serving
from tests.browser.test_training_journey import draw_shirt
from tests.browser.test_uploads import file, hand_in
from tests.raw_visitor import tell, until

HOLDING = ROOT / "tests" / "faults" / "holding.py"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One that forgets a closed page after a second, and tells what it holds."""
    environment = {"STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL": "1"}
    with serving(tmp_path_factory.mktemp("forgetting"), environment, script=HOLDING) as server:
        yield server


def photos(count: int) -> list[FilePayload]:
    """The same photo, so many times."""
    return [file(f"{number}.jpg", "image/jpeg", pictures.phone_jpeg()) for number in range(count)]


def test_what_is_taken_away_is_gone_from_the_server(page: Page, server: Server) -> None:
    open_page(page, server.url, "classify", "bundled")
    page.get_by_role("radio", name="Upload").click()
    expect(page.get_by_text("Nothing here yet.")).to_be_visible()
    before = tell(server.url)
    page.locator('input[type="file"]').set_input_files(photos(3))
    expect(page.get_by_text("3 pictures", exact=True)).to_be_visible()
    settled(page)
    held = tell(server.url)
    assert (held["files"], held["Handed"], held["Item"]) == (3, 3, 3)
    assert held["bytes"] < 3 * len(pictures.phone_jpeg())

    assert held["in_widgets"] == 0
    page.get_by_role("button", name="Remove", exact=True).first.click()
    expect(page.get_by_text("2 pictures", exact=True)).to_be_visible()
    until(server.url, lambda held: (held["files"], held["Handed"], held["Item"]) == (2, 2, 2))
    assert tell(server.url)["in_widgets"] == 0
    page.get_by_role("button", name="Remove all").click()
    expect(page.get_by_text("Nothing here yet.")).to_be_visible()
    until(
        server.url,
        lambda held: (
            not (held["files"] or held["Handed"] or held["Item"])
            and held["shown"] <= before["shown"]
        ),
    )


def test_a_closed_page_leaves_nothing_behind(page: Page, server: Server) -> None:
    hand_in(page, server, *photos(2))
    expect(page.get_by_text("2 pictures", exact=True)).to_be_visible()
    page.get_by_role("button", name="Keep it as").first.click()
    expect(page.get_by_text("1 picture of yours.")).to_be_visible()
    page.get_by_role("radio", name="Draw").click()
    draw_shirt(page)
    expect(page.get_by_role("heading", name="Looks like")).to_be_visible()
    settled(page)
    held = tell(server.url)
    assert held["files"] == 2
    assert held["Handed"] >= 3
    assert held["shown"] > 0
    assert held["sent"] > 0
    with page.expect_download():
        page.get_by_role("button", name="Save them").click()
    page.close()
    until(server.url, lambda held: not any(held.values()))


@pytest.mark.slow
def test_more_than_there_is_room_for(page: Page, server: Server) -> None:
    hand_in(page, server, *photos(55))
    expect(page.get_by_text("40 pictures", exact=True)).to_be_visible(timeout=60_000)
    said = "15 pictures were left out: there is room for 40 files at a time. Remove some, then add"
    expect(page.get_by_role("note").filter(has_text=said)).to_be_visible()
    assert tell(server.url)["files"] == 40
