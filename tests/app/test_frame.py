"""What every page has: the chosen run in the address, the line about the sample."""

import threading
from collections.abc import Callable

import pytest
from streamlit.testing.v1.element_tree import Progress

from fashion_model import data
from fashion_model.runs import Run
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
