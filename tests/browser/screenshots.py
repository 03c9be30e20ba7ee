"""Pictures of every page, for a review: `python -m tests.browser.screenshots DIRECTORY`.

Each in light, dark, and light on a phone (390 pixels wide). `--run` chooses a run of
FASHION_RUNS_DIR, without it pages show the bundled one; `--page` and `--look`, repeatable, choose
some of the pictures.
"""

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import click
from playwright.sync_api import Browser

from tests.browser.chromium import launched
from tests.browser.pages import PAGES, open_page
from tests.browser.server import Server, serving

_Scheme = Literal["light", "dark"]
LOOKS: dict[str, tuple[_Scheme, int]] = {
    "light": ("light", 1440),
    "dark": ("dark", 1440),
    "phone": ("light", 390),
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
    for look in looks or LOOKS:
        scheme, width = LOOKS[look]
        size = {"width": width, "height": 900}
        context = browser.new_context(color_scheme=scheme, viewport=size)  # type: ignore[arg-type]
        page = context.new_page()
        for name in pages or PAGES:
            open_page(page, server.url, name, run_id)
            page.wait_for_timeout(2500)  # charts and pictures come after the script has ended
            height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
            page.set_viewport_size({"width": width, "height": min(max(height, 900), 12000)})
            page.wait_for_timeout(800)
            page.screenshot(path=into / f"{name}-{look}.png")
            page.set_viewport_size({"width": width, "height": 900})
            print(into / f"{name}-{look}.png")
        context.close()


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
