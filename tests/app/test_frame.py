"""What every page has: the chosen run in the address, the line about the sample."""

import threading
from collections.abc import Callable

import pytest
from streamlit.testing.v1.element_tree import Progress

from fashion_model import data
from fashion_model.runs import Run
from fashion_model.words import plain
from tests.app.conftest import Visit, words

PAGES = (
    "start",
    "dataset",
    "preprocessing",
    "architecture",
    "training",
    "compare",
    "evaluation",
    "classify",
    "conclusion",
    "class",
)
OF_A_RUN = ("training", "evaluation", "classify", "conclusion")
ID = "00000000-0000-0000-0000-000000000000"
HOSTILE: tuple[str | bytes | list[str], ...] = (
    *("", " ", "-1", "1e999", "NaN", "null", "[]", '"', "\\", "~", "BUNDLED", "bundled/"),
    *("../../etc/passwd", "/etc/passwd", "file:///etc/passwd", ".trash", "experiments", "rooms"),
    *("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "*[x](http://evil.example)*"),
    *("$(id)", "' OR 1=1 --", "%s%n%x", "{0.__class__}", "\r\nX: y", "&run=x#y", "%2e%2e%2f"),
    *("\x00", "bundled\x00", "\x1b[31m", "\u202eabc", "\ufeff", "\u2028", "\U0001f455" * 9),
    *("\u0661\u0662", "\uff11", ID.replace("0", "\u0660"), f"{ID}\n", f"{ID}/.."),
    *("x" * 100_000, "[" * 1999, '{"preset":{}}', '{"epochs":1e999}', '{"\\ud800":1}'),
    *(b"\xed\xa0\x80", b"\xff\xfe", b"\xc0\xae\xc0\xae/"),
    *([ID, "bundled"], ["", ""], ["x"] * 50),  # one name, several times
)
"""Values of an address; bytes as no text has them, half of a pair of surrogates say."""

REFUSED = (
    f"{plain('There is no such training; it may have been deleted.')} You see the bundled model",
    plain("There is no such experiment; it may have been deleted."),
    "The settings in this address can't be used. ",
)
"""What is said of them."""


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_empty_and_filled(page: str, visit: Visit, trained: Run) -> None:
    for run in (None, "bundled", trained.id):
        app = visit(page, run)
        assert len(app.title) == 1
        assert not app.error
        assert not app.warning
        assert app.query_params.get("run") == run, "the bundled run needs no word in the address"


@pytest.mark.parametrize("page", PAGES)
def test_the_run_survives_navigation(page: str, visit: Visit, trained: Run) -> None:
    app = visit("start", trained.id)
    del app.query_params["run"]  # what Streamlit's own navigation does
    app.switch_page(f"pages/{page}.py").run()
    assert app.query_params["run"] == trained.id


@pytest.mark.parametrize(
    "bad", ["../../etc", "no-such", "*[x](http://y)*", "", "00000000-0000-0000-0000-000000000000"]
)
def test_an_unknown_run_is_one_sentence(bad: str, visit: Visit) -> None:
    for page in OF_A_RUN:
        app = visit(page, bad)
        said = [*app.error, *app.warning]
        assert len(said) == (1 if bad else 0)
        assert not any("http://" in each.value for each in said)


@pytest.mark.parametrize(
    ("page", "parameters"),
    [
        ("compare", ("experiment", "stage", "unknown")),
        ("evaluation", ("run", "stage")),
        ("training", ("config", "run", "stage", "experiment")),
    ],
)
def test_whatever_an_address_says_the_page_stays_a_page(
    page: str, parameters: tuple[str, ...], visit: Visit
) -> None:
    app = visit(page)
    title, usual, told = app.title[0].value, words(app), 0
    for value in HOSTILE:
        app.query_params = dict.fromkeys(parameters, value)
        app.run()
        assert not app.exception, value
        assert [each.value for each in app.title] == [title], value
        said = words(app)
        for never in ("Something went wrong", "Traceback", "](http", "<script", "<img src"):
            assert never not in said, value
        assert len(said) < len(usual) + 2000, f"what is long is not repeated: {value!r:.40}"
        assert all(each.value.startswith(REFUSED) for each in app.warning), value
        told += bool(app.warning)
    assert told >= len(HOSTILE) - 4, "all but what is empty, or names what there is"


def test_every_page_says_that_it_is_the_sample(visit: Visit) -> None:
    for page in PAGES:
        app = visit(page)
        assert "bundled sample of 12,000 pictures" in words(app)
        assert not app.button(key="download_data").disabled


def test_a_failed_download_is_one_sentence(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(progress: Callable[[int, int], None]) -> None:
        progress(5, 10)
        raise data.DataError("No mirror answered: try again later.")

    monkeypatch.setattr(data, "download", fails)
    app = visit()
    app.button(key="download_data").click().run()
    _finish_download()
    app.run()
    assert [error.value for error in app.error] == [r"No mirror answered\: try again later\."]
    assert not app.button(key="download_data").disabled


def test_a_download_shows_its_progress_and_ends(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()

    def slow(progress: Callable[[int, int], None]) -> None:
        progress(12_000_000, 30_000_000)
        go_on.wait(30)

    monkeypatch.setattr(data, "download", slow)
    app = visit()
    app.button(key="download_data").click().run()
    assert not app.exception
    assert [bar.value for bar in app.get("progress") if isinstance(bar, Progress)] == [40]
    go_on.set()
    _finish_download()
    app.run()
    assert not app.exception
    assert not app.get("progress")


def _finish_download() -> None:
    for thread in threading.enumerate():
        if thread.name == "download":
            thread.join(30)
