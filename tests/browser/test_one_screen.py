"""The stage rule: what must be seen of each page together, without scrolling.

On a projector (1280 × 720 at 125 % are 1024 × 576 pixels), in stage view, and on a phone.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from fashion_model.experiments.design import Design
from fashion_model.experiments.store import remove_experiment
from fashion_model.labels import CLASS_NAMES
from fashion_model.runs import BUNDLED, discard_run, open_run
from fashion_model.runs.directory import lock_run
from fashion_model.runs.event_log import append_event
from tests.browser.chromium import tab
from tests.browser.pages import PAGES, open_page, quiet
from tests.browser.server import Server
from tests.browser.test_training_journey import draw_shirt
from tests.experiments import made
from tests.rooms.phones import draw_along
from tests.tiny import begin_run


class Screen(NamedTuple):
    """A screen in the browser's pixels, and whether it shows the stage view."""

    width: int
    height: int
    stage: bool = False


PROJECTOR, PHONE = Screen(1024, 576), Screen(390, 844)
SIZES = [
    pytest.param(PROJECTOR, id="projector"),
    pytest.param(Screen(1280, 720, stage=True), id="stage", marks=pytest.mark.slow),
    pytest.param(Screen(1024, 576, stage=True), id="small stage", marks=pytest.mark.slow),
    pytest.param(PHONE, id="phone"),
]
HEAD = 48  # pixels of the app's own bar that nothing may hide behind; stage view has none


@dataclass(frozen=True)
class OneScreen:
    """What belongs together on one page: the rule in words, and its parts once it is filled."""

    rule: str
    projector: Callable[[Page], dict[str, Locator]]
    phone: Callable[[Page], dict[str, Locator]]


def _answered(page: Page, bars: int) -> dict[str, Locator]:
    """Draw; return board and answer with the first `bars` of its ten bars."""
    draw_shirt(page)
    answer = page.get_by_role("heading", name="Looks like")
    expect(answer).to_be_visible()
    kinds = page.get_by_test_id("stVegaLiteChart").locator(".role-axis-label text")
    return {
        "board": page.locator("canvas.upper-canvas"),
        "answer": answer,
        **{f"bar {n}": kinds.filter(has_text=CLASS_NAMES[n - 1]).first for n in (1, bars)},
    }


def _start(page: Page, bars: int = 10) -> dict[str, Locator]:
    examples = page.get_by_role("group", name="Ten examples").get_by_role("button")
    expect(examples).to_have_count(10)
    tiles = {f"example {n}": examples.nth(n - 1) for n in (1, 10)}
    return {"heading": page.locator("h1"), **tiles, **_answered(page, bars)}


def _classify(page: Page, bars: int = 10) -> dict[str, Locator]:
    ways = page.get_by_role("radiogroup", name="How do you show it?")
    seen = page.get_by_role("img", name="The prepared picture")
    return {"ways": ways, **_answered(page, bars), "what the network sees": seen}


def _conclusion(page: Page) -> dict[str, Locator]:
    walls = page.get_by_role("group", name="40 pictures after epoch")
    expect(walls).to_have_count(2)
    return {
        "what it learned": page.get_by_text("gives the right name to"),
        "before": walls.first,
        "after": walls.last,
        "notebook": page.get_by_role("button", name="Notebook", exact=True),
        "what to try next": page.get_by_role("button", name="Train it again with another seed"),
    }


def _dataset(page: Page) -> dict[str, Locator]:
    tiles = page.get_by_role("group", name="Pictures that pass the filters").get_by_role("button")
    tiles.nth(7).click()
    return {
        "heading": page.locator("h1"),
        "kinds": page.locator(".st-key-dataset_kinds"),
        "part": page.locator(".st-key-dataset_part"),
        "gallery": page.locator(".st-key-dataset_gallery_wall"),
        "pages": page.locator(".st-key-dataset_gallery_pages"),
        "which picture": page.locator(".st-key-dataset_large h2"),
        "784 numbers": page.get_by_role("application"),
        "one number": page.locator(".pixels output"),
    }


def _preprocessing(page: Page) -> dict[str, Locator]:
    page.get_by_role("button", name="Roll the dice again").click()
    sliders = page.get_by_role("slider").all()
    return {
        "heading": page.locator("h1"),
        "other pictures": page.get_by_role("group", name="Training pictures to choose from"),
        **{f"slider {number}": each for number, each in enumerate(sliders)},
        "copies": page.get_by_role("group", name="Original and copies"),
        "dice": page.get_by_role("button", name="Roll the dice again"),
        "use": page.get_by_role("button", name="Use these in my training"),
    }


def _architecture(page: Page) -> dict[str, Locator]:
    page.get_by_role("button", name="Pause", exact=True).click()
    return {
        "heading": page.locator("h1"),
        "picture with its frame": page.get_by_role("application"),
        "result": page.get_by_role("img", name="The sums of all positions"),
        "play": page.get_by_role("button", name="Play", exact=True),
        "nine pixels": page.get_by_role("table", name="Nine pixels"),
        "filter": page.get_by_role("table", name="The filter"),
        "products": page.get_by_role("table", name="Nine products"),
        "sum": page.get_by_text("Their sum"),
        "chooser": page.locator(".st-key-kernel"),
    }


def _training(page: Page) -> dict[str, Locator]:
    return {
        "presets": page.get_by_role("radiogroup", name="Network"),
        "epochs": page.locator(".st-key-epochs"),
        "learning rate": page.locator(".st-key-learning_rate"),
        "start": page.get_by_role("button", name="Start training"),
    }


def _compare(page: Page, last: int = 13) -> dict[str, Locator]:
    cards = page.locator(".st-key-questions").get_by_role("button")
    expect(cards).to_have_count(13)
    return {
        "heading": page.locator("h1"),
        "first question": cards.first,
        f"card {last}": cards.nth(last - 1),
    }


def _evaluation(page: Page) -> dict[str, Locator]:
    cell = page.locator("table").get_by_role("button", name=re.compile("^Shirt taken for Coat:"))
    cell.click()
    pictures = page.get_by_role("button", name="Shirt that the model calls Coat")
    expect(pictures.first).to_be_visible()
    return {"matrix": page.locator("table"), "a row of its pictures": pictures.nth(4)}


def _class(page: Page) -> dict[str, Locator]:
    return {
        "heading": page.locator("h1"),
        "network": page.get_by_role("combobox", name="Which network answers?"),
        "open": page.get_by_role("button", name="Open a room"),
        "what becomes of drawings": page.get_by_text("What is drawn stays on this computer."),
        "who can reach it": page.get_by_text("Only this computer can reach the app just now"),
    }


RULES: dict[str, OneScreen] = {
    "start": OneScreen(
        "The canvas, ten examples in a row, the answer", _start, lambda page: _start(page, 3)
    ),
    "dataset": OneScreen("Filter, gallery, one picture with its 784 numbers", _dataset, _dataset),
    "preprocessing": OneScreen(
        "One picture, its sliders, its copies, and taking them over",
        _preprocessing,
        _preprocessing,
    ),
    "architecture": OneScreen(
        "The filter on the picture, products, sum, result", _architecture, _architecture
    ),
    "training": OneScreen("Presets, two settings, Start", _training, _training),
    "compare": OneScreen("The questions one may ask", _compare, lambda page: _compare(page, 10)),
    "evaluation": OneScreen("The whole matrix, the pictures of a cell", _evaluation, _evaluation),
    "classify": OneScreen(
        "The canvas, what the network sees, the answer",
        _classify,
        lambda page: _classify(page, 3),
    ),
    "conclusion": OneScreen(
        "What it learned, before and after, what to try next", _conclusion, _conclusion
    ),
    "class": OneScreen("What a room is, who answers, opening it", _class, _class),
}


@pytest.fixture
def page(browser: Browser, size: Screen) -> Iterator[Page]:
    """A tab on a screen of the `size` that a test is about."""
    with tab(browser, size.width, size.height) as page:
        yield page


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", RULES)
def test_what_belongs_together_is_on_one_screen(
    name: str, size: Screen, page: Page, server: Server
) -> None:
    open_page(page, server.url, name, "bundled", stage=size.stage)
    quiet(page)
    rule = RULES[name]
    parts = (rule.phone if size == PHONE else rule.projector)(page)
    quiet(page)
    page.locator('[data-testid="stMain"]').evaluate("main => main.scrollTo(0, 0)")
    assert not outside(parts, size), f"{rule.rule}: not on one screen"


@pytest.fixture
def under_way(server: Server) -> Iterator[str]:
    """A training in its fourth epoch, by what the bundled one recorded."""
    run = begin_run(server.runs, open_run(BUNDLED).config, "Under way")
    lock = lock_run(run.path)
    recorded = open_run(BUNDLED).events
    third = next(i for i, event in enumerate(recorded) if getattr(event, "epoch", 0) == 4)
    for event in recorded[: third + 9]:
        append_event(run.path / "events.jsonl", event)
    yield run.id
    lock.release()
    discard_run(open_run(run.id, server.runs))


@pytest.mark.parametrize("size", [PROJECTOR, PHONE], ids=["projector", "phone"])
def test_a_training_under_way_is_on_one_screen(
    size: Screen, page: Page, server: Server, under_way: str
) -> None:
    open_page(page, server.url, "training", under_way)
    curve = page.locator('[aria-label^="Chart of the accuracy"] svg.marks')
    expect(curve).to_be_visible()
    tiles = page.get_by_role("group", name="Wall of 40 validation pictures").get_by_role("img")
    expect(tiles).to_have_count(40)
    page.wait_for_timeout(1_000)  # the chart takes its full width
    parts = {
        "progress": page.get_by_role("progressbar"),
        "curve": curve,
        "twentieth picture": tiles.nth(19),
        "stop": page.get_by_role("button", name="Stop and keep the best"),
    }
    assert not outside(parts, size), "a training under way: not on one screen"
    drawn = curve.bounding_box()
    assert drawn is not None
    assert drawn["height"] >= 300


@pytest.mark.parametrize("size", SIZES)
def test_an_opened_question_is_on_one_screen(size: Screen, page: Page, server: Server) -> None:
    open_page(page, server.url, "compare", stage=size.stage)
    page.get_by_role("button", name="Which learning rate?").click()
    values = page.locator(".st-key-compare_values_learning_rate")
    expect(values).to_be_visible()
    quiet(page)
    parts = {
        "heading": page.locator("h1"),
        "network": page.locator(".st-key-compare_base"),
        "seeds": page.locator(".st-key-compare_seeds"),
        "what varies": page.locator(".st-key-compare_varied"),
        "its values": values,
        "how long": page.get_by_text("5 trainings"),
        "start": page.get_by_role("button", name="Start", exact=True),
    }
    assert not outside(parts, size), "an opened question: not on one screen"


@pytest.mark.parametrize("size", SIZES)
def test_an_opened_search_is_on_one_screen(size: Screen, page: Page, server: Server) -> None:
    open_page(page, server.url, "compare", stage=size.stage)
    page.get_by_role("button", name="Find me a good one").click()
    goals = page.get_by_role("radio", name="Beat my guess")
    expect(goals).to_be_visible()
    quiet(page)
    parts = {
        "heading": page.locator("h1"),
        "what is asked": goals,
        "network": page.locator(".st-key-compare_base"),
        "how long": page.locator(".st-key-find_minutes"),
        "what is searched": page.locator(".st-key-find_keys_seconds"),
        "start": page.get_by_role("button", name="Start", exact=True),
    }
    assert not outside(parts, size), "an opened search: not on one screen"


@pytest.fixture(params=["during", "after"])
def experiment(
    request: pytest.FixtureRequest, server: Server, tmp_path: Path
) -> Iterator[tuple[str, str]]:
    """When it is looked at, and an experiment that is so far."""
    quick = open_run(BUNDLED).config
    rates = Design("line-up", "Which rate?", quick, {"learning_rate": (1e-4, 1e-3, 1e-2)})
    asked = made.make(tmp_path, rates)
    runs = made.runs_in_order(asked)
    locks = [lock_run(run.path) for run in runs]
    for run, reached in zip(runs, (0.8, 0.85, 0.87), strict=True):
        made.begin(run, epochs=[0.9 * reached, reached])
        if request.param == "after":
            made.end(run, reached)
    shown = made.move(asked, server.runs)  # where nobody starts them: they are held or ended
    yield request.param, shown.id
    for lock in locks:
        lock.release()
    for run in made.runs_in_order(shown):
        discard_run(run)
    remove_experiment(shown)


@pytest.mark.parametrize("size", SIZES)
def test_an_experiment_is_on_one_screen(
    size: Screen, page: Page, server: Server, experiment: tuple[str, str]
) -> None:
    moment, experiment_id = experiment
    stage = "&stage=1" if size.stage else ""
    page.goto(f"{server.url}{PAGES['compare']}?experiment={experiment_id}{stage}")
    curves = page.locator('[aria-label^="Chart of the share"] svg.marks')
    expect(curves).to_be_visible()
    page.wait_for_timeout(1_000)  # the chart takes its full width
    parts = {"curves": curves}
    if moment == "during":
        parts["progress"] = page.get_by_role("progressbar")
        parts["stop"] = page.get_by_role("button", name="Stop", exact=True)
    else:
        parts["verdict"] = page.locator(".st-key-verdict")
    assert not outside(parts, size), f"{moment} an experiment: not on one screen"
    drawn = curves.bounding_box()
    assert drawn is not None
    assert drawn["height"] >= 300


@pytest.mark.parametrize("size", SIZES)
def test_all_trainings_are_on_one_screen(size: Screen, page: Page, server: Server) -> None:
    open_page(page, server.url, "compare", stage=size.stage)
    page.get_by_role("button", name="Compare my trainings").click()
    table = page.locator(".st-key-run_table")
    expect(table).to_be_visible()
    quiet(page)
    parts = {
        "heading": page.locator("h1"),
        "filter": page.locator(".st-key-run_filter"),
        "table": table,
        "the way back": page.get_by_role("button", name="All questions"),
    }
    assert not outside(parts, size), "all trainings: not on one screen"


@pytest.fixture
def room(server: Server, page: Page) -> Iterator[None]:
    """The visitor's open room, with drawings of a phone that is there."""
    open_page(page, server.url, "class")
    page.get_by_role("button", name="Open a room").click()
    letters = page.locator(".st-key-room_letters p").first
    expect(letters).to_be_visible()
    draw_along(server.url, letters.inner_text(), drawings=8)
    yield
    open_page(page, server.url, "class")
    page.get_by_role("button", name="Close", exact=True).click()
    page.get_by_role("button", name="Close the room").click()
    expect(page.get_by_role("button", name="Open a room")).to_be_visible()


@pytest.mark.parametrize("size", SIZES)
def test_an_open_room_is_on_one_screen(
    size: Screen, page: Page, server: Server, room: None
) -> None:
    open_page(page, server.url, "class", stage=size.stage)
    tiles = page.get_by_role("group", name="The wall").get_by_role("button")
    expect(tiles).to_have_count(8)
    page.wait_for_timeout(1_000)  # tiles fly in
    joining = {
        "code": page.get_by_role("img", name="QR code"),
        "letters": page.locator(".st-key-room_letters p").first,
        "address": page.get_by_text("/room"),
        "help": page.get_by_role("button", name="Help", exact=True),
        "close": page.get_by_role("button", name="Close", exact=True),
    }
    playing = {
        "games": page.locator(".st-key-room_games"),
        "score": page.locator(".st-key-room_score"),
        "filter": page.get_by_role("radiogroup", name="What the wall shows"),
        "first drawing": tiles.first,
        "last drawing": tiles.last,
    }
    page.locator('[data-testid="stMain"]').evaluate("main => main.scrollTo(0, 0)")
    parts = joining if size == PHONE else joining | playing
    assert not outside(parts, size), "an open room: not on one screen"


def outside(parts: dict[str, Locator], size: Screen) -> dict[str, str]:
    """Say of each of `parts` that doesn't lie whole on a screen of `size` where it is."""
    return {what: why for what, part in parts.items() if (why := _outside(part, size))}


def _outside(part: Locator, size: Screen) -> str | None:
    box = part.bounding_box()
    assert box is not None, "not drawn"
    right, bottom = box["x"] + box["width"], box["y"] + box["height"]
    top = 0 if size.stage else HEAD
    whole = box["x"] >= 0 and box["y"] >= top and right <= size.width and bottom <= size.height
    return (
        None
        if whole
        else f"reaches from {box['x']:.0f}, {box['y']:.0f} to {right:.0f}, {bottom:.0f}"
    )


def test_every_page_has_its_rule() -> None:
    assert list(RULES) == list(PAGES)
