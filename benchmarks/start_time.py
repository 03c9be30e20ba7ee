"""From process start to the first usable page: `python -m benchmarks.start_time`.

Our app and an empty Streamlit page take turns, so that both see the same machine.
Goal: at most 1.5 times as long.
"""

import json
import os
import statistics
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.chromium import launched
from tests.browser.pages import settled
from tests.browser.server import ROOT, start, wait_until_healthy

ROUNDS = 5
_EMPTY = "import streamlit as st\n\nst.title('Empty')\n"


def first_page(browser: Browser, script: Path, scratch: Path) -> float:
    """Return the seconds until the heading is there and the page has finished drawing."""
    environment = {"FASHION_MNIST_DIR": os.environ.get("FASHION_MNIST_DIR", "")}
    page = browser.new_page()
    began = time.perf_counter()
    server = start(scratch, script=script, environment=environment)
    try:
        wait_until_healthy(server)
        page.goto(server.url)
        settled(page)
        return time.perf_counter() - began
    finally:
        server.stop()
        page.close()


def measure() -> dict[str, object]:
    """Return the seconds of each round, and the ratio of the medians."""
    seconds: dict[str, list[float]] = {"empty": [], "app": []}
    with tempfile.TemporaryDirectory() as folder, launched() as browser:
        empty = Path(folder) / "empty.py"
        empty.write_text(_EMPTY)
        scripts = {"empty": empty, "app": ROOT / "app.py"}
        for turn in range(ROUNDS + 1):
            for name, script in scripts.items():
                taken = first_page(browser, script, Path(folder) / f"{name}{turn}")
                if turn > 0:  # the first round only warms the disk cache
                    seconds[name].append(round(taken, 2))
    medians = {name: statistics.median(taken) for name, taken in seconds.items()}
    ratio = round(medians["app"] / medians["empty"], 2)
    return {"seconds": seconds, "medians": medians, "ratio": ratio, "goal": 1.5}


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2))
