"""Pictures of every page, for a review: `python -m tests.browser.screenshots DIRECTORY`.

Each in light, dark, and light on a phone (390 pixels wide). RUN after DIRECTORY chooses a run of
FASHION_RUNS_DIR; without it pages show the bundled one.
"""

import os
import sys
import tempfile
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser

from tests.browser.chromium import launched
from tests.browser.pages import PAGES, open_page
from tests.browser.server import Server, serving

_Scheme = Literal["light", "dark"]
LOOKS: dict[str, tuple[_Scheme, int]] = {
    "light": ("light", 1280),
    "dark": ("dark", 1280),
    "phone": ("light", 390),
}


def take(browser: Browser, server: Server, into: Path, run_id: str | None = None) -> None:
    """Write `<page>-<look>.png` for every page and look; each shows the page to its very end."""
    into.mkdir(parents=True, exist_ok=True)
    for look, (scheme, width) in LOOKS.items():
        size = {"width": width, "height": 900}
        context = browser.new_context(color_scheme=scheme, viewport=size)  # type: ignore[arg-type]
        page = context.new_page()
        for name in PAGES:
            open_page(page, server.url, name, run_id)
            page.wait_for_timeout(2500)  # charts and pictures come after the script has ended
            height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
            page.set_viewport_size({"width": width, "height": min(max(height, 900), 6000)})
            page.wait_for_timeout(800)
            page.screenshot(path=into / f"{name}-{look}.png")
            page.set_viewport_size({"width": width, "height": 900})
            print(into / f"{name}-{look}.png")
        context.close()


def main() -> None:
    """Take all pictures into the directory named on the command line."""
    into, run_id = Path(sys.argv[1]), (sys.argv[2] if len(sys.argv) > 2 else None)
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
        take(browser, server, into, run_id)


if __name__ == "__main__":
    main()
