"""A server nobody has visited yet, and a browser that is not there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import open_page
from tests.browser.server import ROOT, serving


def test_the_first_visit_may_be_to_any_page(page: Page, tmp_path: Path) -> None:
    """As after a restart of the server, when a visitor refreshes the page he is on."""
    with serving(tmp_path) as server:
        open_page(page, server.url, "evaluation")
        navigation = page.get_by_role("navigation", name="App pages")
        expect(navigation.locator("p")).to_have_text(
            [
                "Start",
                "Dataset",
                "Preprocessing",
                "Architecture",
                "Training",
                "Compare",
                "Evaluation",
                "Classify",
                "Conclusion",
                "Class",
            ]
        )
        assert "Traceback" not in server.log.read_text()


@pytest.mark.parametrize(("ci", "outcome"), [("", "1 skipped"), ("true", "1 error")])
def test_without_chromium_tests_say_how_to_get_it(ci: str, outcome: str, tmp_path: Path) -> None:
    """Skipped on a developer's machine, a failure in CI; in both cases with what to install."""
    variables = {name: value for name, value in os.environ.items() if name != "CHROMIUM"}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-k", "unknown_run", "tests/browser"],
        cwd=ROOT,
        env=variables | {"PATH": str(tmp_path), "CI": ci},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert outcome in done.stdout
    assert "sudo apt install chromium" in done.stdout
