"""Memory of the server: after visitors have seen every page, and while pictures are handed in.

Goals: at most 300 MB after one visitor, who has handed in photos, too; 400 MB with ten tabs open
that have each seen every page.

For the second, a visitor whose first photo has been answered chooses 70 photos of some megabytes at
once, takes all away again, chooses them once more and closes the page; another one, without a
browser, puts 60 files of 14 MB straight to the address of an upload. Goals: at most 150 MB more
with the photos and after the other visitor; no file is held once all are removed or the page is
closed.
"""

import io
import os
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import psutil
from PIL import Image
from playwright.sync_api import Page, expect

from benchmarks.visitor import visiting
from fashion_model.environment import ASSETS
from tests import raw_visitor
from tests.browser.pages import PAGES, open_page, settled
from tests.browser.server import Server

TABS = 10
EXAMPLES = sorted((ASSETS / "examples").glob("*.jpg"))
PHOTOS = 70
KEPT_SECONDS = 120  # `disconnectedSessionTTL` in .streamlit/config.toml
MARGIN_SECONDS = 10


def see_everything(tab: Page, server: Server) -> None:
    """Visit every page, long enough for it to be drawn."""
    for name in PAGES:
        open_page(tab, server.url, name)
        tab.wait_for_timeout(1500)


def server_memory() -> dict[str, object]:
    """Return megabytes of resident memory of the server after each of the tabs, all left open.

    And what it was once the first of them had been answered about photos.
    """
    data = os.environ.get("FASHION_MNIST_DIR", "")
    after: list[float] = []
    photos = 0.0
    with visiting() as (server, browser):
        process = psutil.Process(server.process.pid)
        for _ in range(TABS):
            tab = browser.new_page()
            see_everything(tab, server)
            after.append(round(process.memory_info().rss / 1e6, 1))
            if not photos:
                hand_in(tab, server, EXAMPLES, None)
                photos = round(process.memory_info().rss / 1e6, 1)
    return {
        "megabytes_after_each_tab": after,
        "megabytes_after_photos_in_the_first": photos,
        "full_data": bool(data),
        "goals": {"one tab": 300, "photos": 300, "ten tabs": 400},
    }


RAW_FILES, RAW_BYTES = 60, 14_000_000


def make_photos(folder: Path) -> list[Path]:
    """Leave made-up phone photos in `folder`: JPEGs of 12 megapixels, some 6 MB each."""
    rng = np.random.default_rng(1)
    paths = []
    for number in range(PHOTOS):
        small = Image.fromarray(rng.integers(0, 255, (300, 400, 3), dtype=np.uint8))
        large = np.asarray(small.resize((4000, 3000), Image.Resampling.BICUBIC)).astype(np.int16)
        noisy = (large + rng.integers(-14, 14, (3000, 4000, 1))).clip(0, 255).astype(np.uint8)
        buffer = io.BytesIO()
        Image.fromarray(noisy).save(buffer, "JPEG", quality=93)
        paths.append(folder / f"IMG_{number:04}.jpg")
        paths[-1].write_bytes(buffer.getvalue())
    return paths


def hand_in(page: Page, server: Server, photos: list[Path], run_id: str | None = "bundled") -> None:
    """Choose all photos at once and wait until the page has taken them in."""
    open_page(page, server.url, "classify", run_id)
    page.get_by_role("radio", name="Upload").click()
    page.locator('input[type="file"]').set_input_files(photos)
    expect(page.get_by_role("button", name="Remove all")).to_be_visible(timeout=300_000)
    settled(page)


def flood(server: Server) -> None:
    """Put files to the address of an upload, without any page."""
    content = os.urandom(RAW_BYTES)
    with raw_visitor.visiting(server.url) as visitor:
        for number in range(RAW_FILES):
            visitor.put(f"file-{number}", content)


def upload_memory() -> dict[str, object]:
    """Return megabytes of memory, and of files that Streamlit holds, at each step."""
    told: dict[str, dict[str, float]] = {}
    with TemporaryDirectory() as folder, visiting() as (server, browser):
        photos = make_photos(Path(folder))
        page = browser.new_page()
        hand_in(page, server, photos[:1])  # loads what answers
        page.get_by_role("button", name="Remove all").click()
        told["before"] = _now(server)
        hand_in(page, server, photos)
        told["with_the_photos"] = _now(server)
        page.get_by_role("button", name="Remove all").click()
        expect(page.get_by_text("Nothing here yet.")).to_be_visible()
        settled(page)
        told["all_removed"] = _now(server)
        hand_in(page, server, photos)
        page.close()
        time.sleep(KEPT_SECONDS + MARGIN_SECONDS)
        told["page_closed_after_another_70"] = _now(server)
        flood(server)
        told["after_the_raw_protocol"] = _now(server)
        size = sum(photo.stat().st_size for photo in photos)
    return {
        "megabytes": told,
        "megabytes_of_photos": round(size / 1e6, 1),
        "goals": {
            "more_memory": {"with_the_photos": 150, "after_the_raw_protocol": 150},
            "files": {"all_removed": 0, "page_closed_after_another_70": 0},
        },
    }


def _now(server: Server) -> dict[str, float]:
    time.sleep(6)  # what the server says it holds may be five seconds old
    memory = psutil.Process(server.process.pid).memory_info().rss
    files = raw_visitor.held(server.url).get("UploadedFileManager", 0)
    return {"memory": round(memory / 1e6, 1), "files": round(files / 1e6, 1)}
