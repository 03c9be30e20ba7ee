"""An event loop for a test of its own."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def run(test: Coroutine[Any, Any, None]) -> None:
    """Run `test` to its end, in another thread: the browser tests keep a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, test).result()
