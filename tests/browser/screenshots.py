"""Pictures of every page, for a review: `python -m tests.browser.screenshots DIRECTORY`.

Each in five looks: light, dark, on a phone, on a projector, and there in stage view. `--run`
chooses a run of FASHION_RUNS_DIR, without it pages show the bundled one; `--page` and `--look`,
repeatable, choose some of the pictures.
"""

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import click
from playwright.sync_api import Browser

from tests.browser.chromium import launched, tab
from tests.browser.pages import PAGES, open_page
from tests.browser.server import Server, serving


@dataclass(frozen=True)
class Look:
    """How a page is looked at; the last two show one screen, the others all of the page."""

    scheme: Literal["light", "dark"]
    width: int
    height: int = 900
    one_screen: bool = False
    stage: bool = False


LOOKS: dict[str, Look] = {
    "light": Look("light", 1440),
    "dark": Look("dark", 1440),
    "phone": Look("light", 390),
    "projector": Look("light", 1024, 576, one_screen=True),
    "stage": Look("light", 1280, 720, one_screen=True, stage=True),
}


def take(
    browser: Browser,
    server: Server,
    into: Path,
    run_id: str | None = None,
    pages: Sequence[str] = (),
    looks: Sequence[str] = (),
) -> None:
    """Write `<page>-<look>.png` for every page and look; each shows the page to its very end."""
    into.mkdir(parents=True, exist_ok=True)
    for name_of_look in looks or LOOKS:
        look = LOOKS[name_of_look]
        with tab(browser, look.width, look.height, scheme=look.scheme) as page:
            for name in pages or PAGES:
                open_page(page, server.url, name, run_id, stage=look.stage)
                page.wait_for_timeout(2500)  # charts and pictures come after the script has ended
                if not look.one_screen:
                    height = page.evaluate(
                        "document.querySelector('[data-testid=stMain]').scrollHeight"
                    )
                    tall = min(max(height, look.height), 12000)
                    page.set_viewport_size({"width": look.width, "height": tall})
                    page.wait_for_timeout(800)
                page.screenshot(path=into / f"{name}-{name_of_look}.png")
                page.set_viewport_size({"width": look.width, "height": look.height})
                print(into / f"{name}-{name_of_look}.png")


@click.command()
@click.argument("into", type=click.Path(file_okay=False, path_type=Path))
@click.option("--run", "run_id", help="The run whose pages are shown.")
@click.option("--page", "pages", multiple=True, type=click.Choice(list(PAGES)))
@click.option("--look", "looks", multiple=True, type=click.Choice(list(LOOKS)))
def main(into: Path, run_id: str | None, pages: tuple[str, ...], looks: tuple[str, ...]) -> None:
    """Take all pictures into the directory INTO, or the chosen ones."""
    shared = {
        name: value
        for name in ("FASHION_RUNS_DIR", "FASHION_MNIST_DIR")
        if (value := os.environ.get(name))
    }
    with (
        tempfile.TemporaryDirectory() as scratch,
        serving(Path(scratch), shared) as server,
        launched() as browser,
    ):
        take(browser, server, into, run_id, pages, looks)


if __name__ == "__main__":
    main()
