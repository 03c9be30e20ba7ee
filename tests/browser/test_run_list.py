"""The list of trainings, which is redrawn alone: what is done in it shows on the whole page."""

from playwright.sync_api import Page, expect

from fashion_model.runs import Run, discard_run, open_run
from tests.browser.pages import open_page
from tests.browser.server import Server
from tests.tiny import begin_run


def interrupted(server: Server, name: str) -> Run:
    """A run whose worker died as soon as it had begun."""
    return begin_run(server.runs, name=name)


def shown(page: Page, name: str, times: int) -> None:
    """Wait until `name` is to be read so many times: in the list, and above where it is shown."""
    expect(page.get_by_text(name, exact=True)).to_have_count(times, timeout=20_000)


def test_what_is_done_in_the_list_shows_above(page: Page, server: Server) -> None:
    first, second = interrupted(server, "The first"), interrupted(server, "The second")
    open_page(page, server.url, "training", first.id)
    shown(page, "The first", 2)
    shown(page, "The second", 1)
    row = page.locator(f".st-key-run_{second.id}")
    row.get_by_role("button", name="Open").click()
    shown(page, "The second", 2)
    shown(page, "The first", 1)
    row.get_by_role("button", name="More").click()
    name = page.get_by_role("textbox", name="Name").last
    name.fill("The third")
    name.press("Enter")
    shown(page, "The third", 2)
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("Deleted: The third")).to_be_visible(timeout=20_000)
    shown(page, "The third", 0)
    page.get_by_role("button", name="Undo").click()
    shown(page, "The third", 2)
    for run in (first, second):
        discard_run(open_run(run.id, server.runs))
