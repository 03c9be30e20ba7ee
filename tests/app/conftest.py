"""The pages as Streamlit draws them, without a browser: always through app.py."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest

from fashion_model.environment import ROOT
from fashion_model.runs import Run, open_run
from tests.tiny import queue_run, train_in_worker
from ui import glossary
from ui.dataset import download
from ui.models import resources

Visit = Callable[..., AppTest]


@pytest.fixture(autouse=True)
def _shared_by_none() -> None:
    """Forget what an earlier test's server had loaded."""
    download._shared.clear()
    resources._loading.clear()


@pytest.fixture(autouse=True)
def _through_app(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run app.py in every run, as the server does (ui/server.py).

    AppTest otherwise forgets that st.navigation was called, sees the folder pages/, and from the
    second run on executes the page's file alone.
    """
    begin = PagesManager.__init__

    def begin_without_folder(self: PagesManager, *args: Any, **kwargs: Any) -> None:
        begin(self, *args, **kwargs)
        PagesManager.uses_pages_directory = False

    monkeypatch.setattr(PagesManager, "__init__", begin_without_folder)


@pytest.fixture(scope="session")
def _trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("trained")
    run = queue_run(root, name="Tiny *but* <b>real</b>")
    train_in_worker(run)
    return run.path


@pytest.fixture
def trained(_trained: Path, runs: Path) -> Run:
    """A finished training of this test's own."""
    shutil.copytree(_trained, runs / _trained.name)
    return open_run(_trained.name)


@pytest.fixture
def visit(runs: Path) -> Visit:
    """Open a page by name, with or without a chosen run; no page may show a traceback."""

    def open_page(name: str = "start", run: str | None = None) -> AppTest:
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        if run is not None:
            app.query_params["run"] = run
        if name != "start":
            app.switch_page(f"pages/{name}.py")
        app.run()
        resources.dataset()  # read behind the first page; from here on it is there
        if run is not None:
            app.query_params["run"] = run
        app.run()
        assert not app.exception
        return app

    return open_page


def words(app: AppTest) -> str:
    """Everything a visitor reads on the page, but for the words explained in its corner."""
    kinds = ("title", "subheader", "markdown", "caption", "text", "info", "warning", "error")
    said = [str(getattr(each, "value", "")) for kind in kinds for each in app.get(kind)]
    return "\n".join(each for each in said if each != glossary.text())
