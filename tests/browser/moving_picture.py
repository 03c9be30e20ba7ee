"""A training as a moving picture: `python -m tests.browser.moving_picture FILE.webp`.

Chromium starts the Quick preset and looks on. Set FASHION_MNIST_DIR to train on all pictures.
"""

import io
import os
import tempfile
from pathlib import Path

import click
from PIL import Image
from playwright.sync_api import Page

from tests.browser.chromium import launched
from tests.browser.pages import open_page, settled
from tests.browser.server import serving

SIZE = {"width": 1024, "height": 640}
SHOWN = (864, 540)  # pixels of a frame
EVERY = 1800  # milliseconds between two looks
MOST_FRAMES = 150
LAST = 3000  # milliseconds the last frame stays


def watch(page: Page) -> list[Image.Image]:
    """Start a training; return what the page looks like until it is over."""
    page.get_by_text("Quick", exact=True).first.click()
    settled(page)
    page.get_by_role("button", name="Start training").click()
    page.get_by_role("button", name="Pause").wait_for(timeout=120_000)
    frames: list[Image.Image] = []
    while len(frames) < MOST_FRAMES:
        frame = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        frames.append(frame.resize(SHOWN, Image.Resampling.LANCZOS))
        if page.get_by_role("button", name="Share it").count():
            break
        page.wait_for_timeout(EVERY)
    return frames


@click.command()
@click.argument("into", type=click.Path(dir_okay=False, path_type=Path))
def main(into: Path) -> None:
    """Record a training into the file INTO."""
    data = os.environ.get("FASHION_MNIST_DIR", "")
    with (
        tempfile.TemporaryDirectory() as scratch,
        serving(Path(scratch), {"FASHION_MNIST_DIR": data} if data else {}) as server,
        launched() as browser,
    ):
        page = browser.new_page(viewport=SIZE)  # type: ignore[arg-type]
        open_page(page, server.url, "training", "bundled")
        frames = watch(page)
    times = [250] * (len(frames) - 1) + [LAST]
    frames[0].save(
        into, save_all=True, append_images=frames[1:], duration=times, quality=60, loop=0
    )
    print(f"{into}: {len(frames)} frames, {into.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
