"""The Secrets of Streamlit Community Cloud are settings, as `docs/deployment.md` says."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from fashion_model.runs.store import READ_ONLY
from tests.browser.pages import open_page
from tests.browser.server import ROOT, serving, start


@pytest.fixture
def deployed(tmp_path: Path) -> Path:
    """A folder with all of the repository, and room for Secrets that are none of it."""
    folder = tmp_path / "app"
    folder.mkdir()
    for part in ROOT.iterdir():
        if part.suffix == ".py" or part.name in ("assets", "docs", "fashion_model", "pages", "ui"):
            (folder / part.name).symlink_to(part)
    (folder / ".streamlit").mkdir()
    shutil.copy(ROOT / ".streamlit" / "config.toml", folder / ".streamlit")
    return folder


def write_secrets(folder: Path, text: str) -> None:
    """Write what the recipe has its reader put into the Secrets."""
    (folder / ".streamlit" / "secrets.toml").write_text(text, encoding="utf-8")


def test_the_recipe_closes_training(page: Page, tmp_path: Path, deployed: Path) -> None:
    recipes = (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8")
    write_secrets(deployed, recipes.partition("```toml\n")[2].partition("```")[0])
    with serving(tmp_path, script=deployed / "app.py", folder=deployed) as server:
        open_page(page, server.url, "training", "bundled")
        expect(page.get_by_text(READ_ONLY)).to_be_visible()
        expect(page.get_by_role("button", name="Start training")).to_be_disabled()


@pytest.mark.parametrize(
    ("secrets", "words"),
    [
        ('FASHION_READ_ONLY = "yes"', "FASHION_READ_ONLY must be 0 or 1, not 'yes'."),
        ("FASHION_READ_ONLY = true", 'In the Secrets write FASHION_READ_ONLY = "1".'),
    ],
)
def test_a_wrong_secret_is_said(tmp_path: Path, deployed: Path, secrets: str, words: str) -> None:
    write_secrets(deployed, secrets)
    server = start(tmp_path, script=deployed / "app.py", folder=deployed)
    try:
        assert server.process.wait(timeout=60)
        said = server.log.read_text(encoding="utf-8")
    finally:
        server.stop()
    assert f"Fashion CNN can't start: {words}" in said
    assert "Traceback" not in said
