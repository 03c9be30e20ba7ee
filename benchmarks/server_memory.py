"""Memory of the server after a visitor has seen every page: `python -m benchmarks.server_memory`.

Set FASHION_MNIST_DIR to measure with all 70,000 pictures loaded. Goal: at most 300 MB.
"""

import json
import os
import tempfile
from pathlib import Path

import psutil

from tests.browser.chromium import launched
from tests.browser.pages import PAGES, open_page
from tests.browser.server import serving


def measure() -> dict[str, object]:
    """Return megabytes of resident memory of the server after each page, visited twice over."""
    data = os.environ.get("FASHION_MNIST_DIR", "")
    after: dict[str, float] = {}
    with (
        tempfile.TemporaryDirectory() as scratch,
        serving(Path(scratch), {"FASHION_MNIST_DIR": data}) as server,
        launched() as browser,
    ):
        process = psutil.Process(server.process.pid)
        visitor = browser.new_page()
        for visit in (1, 2):
            for name in PAGES:
                open_page(visitor, server.url, name)
                visitor.wait_for_timeout(3000)
                after[f"{name} {visit}"] = round(process.memory_info().rss / 1e6, 1)
    return {"megabytes_after": after, "full_data": bool(data), "goal": 300}


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2))
