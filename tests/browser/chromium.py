"""Chromium of this machine, by the variable CHROMIUM or on the PATH."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from playwright.sync_api import Browser, Page, sync_playwright

HOW_TO_INSTALL = (
    "Browser tests need Chromium: install it (Debian and Ubuntu: sudo apt install chromium) "
    "or set CHROMIUM to its program."
)
PATIENCE = 30_000  # milliseconds for what is expected: a busy machine is slow, not wrong
_PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# window.asking: the connection on which a server owes an answer; null when it owes none.
_NOTE_ANSWERS = """(() => {
    const send = WebSocket.prototype.send;
    WebSocket.prototype.send = function (...message) {
        window.asking = this;
        this.addEventListener("message", () => (window.asking = null), {once: true});
        return send.apply(this, message);
    };
})();"""
_OPTIONS = (
    "--no-sandbox",  # CI runs as root
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--no-default-browser-check",
    "--force-color-profile=srgb",
    "--disable-features=LocalNetworkAccessChecks",  # the server that a test's other site embeds
)


def find_chromium() -> str | None:
    """Path of a Chromium, or None."""
    named = os.environ.get("CHROMIUM")
    return named or next(filter(None, map(shutil.which, _PROGRAMS)), None)


@contextmanager
def launched() -> Iterator[Browser]:
    """A headless browser; raises RuntimeError, saying how to install one, if there is none."""
    program = find_chromium()
    if program is None:
        raise RuntimeError(HOW_TO_INSTALL)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(_OPTIONS))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def another(browser: Browser, *options: str) -> Iterator[Browser]:
    """One like `browser`, with more options."""
    own = browser.browser_type.launch(executable_path=find_chromium(), args=[*_OPTIONS, *options])
    try:
        yield own
    finally:
        own.close()


@contextmanager
def tab(
    browser: Browser,
    width: int,
    height: int,
    *,
    scheme: Literal["light", "dark"] = "light",
    touch: bool = False,
    locale: str = "en-US",
    density: float = 1,
) -> Iterator[Page]:
    """An empty tab of a visitor's, of that many pixels, that shares nothing with another's.

    `density`: how many pixels of the screen one of the page is wide (HiDPI: 2 or 3).
    """
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        has_touch=touch,
        locale=locale,
        device_scale_factor=density,
    )
    context.set_default_timeout(PATIENCE)
    context.add_init_script(_NOTE_ANSWERS)
    try:
        yield context.new_page()
    finally:
        context.close()
