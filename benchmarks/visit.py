"""What most measurements begin with: a server of its own, and Chromium beside it."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.chromium import launched
from tests.browser.server import Server, serving


@contextmanager
def visiting() -> Iterator[tuple[Server, Browser]]:
    """Start both; FASHION_MNIST_DIR decides whether the server has all pictures."""
    environment = {"FASHION_MNIST_DIR": os.environ.get("FASHION_MNIST_DIR", "")}
    with (
        tempfile.TemporaryDirectory() as scratch,
        serving(Path(scratch), environment) as server,
        launched() as browser,
    ):
        yield server, browser
