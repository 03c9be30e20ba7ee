"""The live camera, with a film in the place of what Chromium's pretended camera sees."""

import re
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.chromium import another, tab
from tests.browser.pages import open_page
from tests.browser.server import Server, serving
from tests.browser.test_announcements import _LET_LOOK, _LISTEN
from tests.browser.test_classify import way
from tests.browser.test_one_screen import PHONE, PROJECTOR, Screen, outside
from tests.images.pictures import encoded, shirt, trousers

NO_QUESTION = "--use-fake-ui-for-media-stream"
PRETENDED = "--use-fake-device-for-media-stream"
ANSWER = re.compile(r"^Looks like a Trouser, \d+\s%, (not )?sure\.$")
_HIDE = """hidden => {
    Object.defineProperty(document, "hidden", { get: () => hidden, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
}"""
_TRACK = "video => { window.filming = video.srcObject.getVideoTracks()[0]; }"
_FILMING = "window.filming.readyState"


def film(path: Path, *pictures: Image.Image) -> Path:
    """A film of pictures, a second each, that stand at the left of what the camera sees."""
    frames = b""
    for picture in pictures:
        frame = Image.new("RGB", (640, 480), "white")
        frame.paste(picture.resize((400, 400)), (0, 40))
        frames += encoded(frame, "JPEG", quality=90) * 30
    path.write_bytes(frames)
    return path


def filming(browser: Browser, shown: Path) -> AbstractContextManager[Browser]:
    """A browser whose camera sees a film."""
    return another(browser, NO_QUESTION, PRETENDED, f"--use-file-for-fake-video-capture={shown}")


@pytest.fixture(scope="module")
def seeing(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser whose camera sees trousers."""
    shown = film(tmp_path_factory.mktemp("film") / "trousers.mjpeg", trousers(pen=12))
    with filming(browser, shown) as own:
        yield own


@pytest.fixture
def page(seeing: Browser) -> Iterator[Page]:
    """A visitor's tab in that browser."""
    with tab(seeing, 1280, 900) as page:
        yield page


def live(page: Page, server: Server) -> Locator:
    """Go to the camera; what stands below its picture."""
    open_page(page, server.url, "classify", "bundled")
    way(page, "Camera")
    return page.locator(".camera .words")


def pictures(sent: list[bytes | str]) -> list[bytes | str]:
    """Those of a tab's messages that carry a picture."""
    return [each for each in sent if len(each) > 5_000]


def test_what_it_sees_is_named_and_outlined_as_in_a_mirror(page: Page, server: Server) -> None:
    expect(live(page, server)).to_have_text(ANSWER)
    expect(page.get_by_text("Camera on. A picture a second is looked at; none")).to_be_visible()
    expect(page.get_by_label("What the camera sees, mirrored")).to_be_visible()
    thing = page.locator(".camera .thing")
    expect(thing).to_have_count(1)
    expect(thing).to_have_text(re.compile(r"^Trouser\??$"))
    outline, picture = thing.bounding_box(), page.locator(".camera .picture").bounding_box()
    assert outline is not None
    assert picture is not None
    # In the film it stands around 31 % of the picture's width.
    middle = outline["x"] + outline["width"] / 2 - picture["x"]
    assert middle / picture["width"] == pytest.approx(1 - 0.3125, abs=0.03)


def test_it_answers_again_and_again(browser: Browser, server: Server, tmp_path: Path) -> None:
    shown = film(tmp_path / "two.mjpeg", *[trousers(pen=12)] * 3, *[shirt(280)] * 3)
    with filming(browser, shown) as own, tab(own, 1280, 900) as page:
        words = live(page, server)
        for _ in range(2):
            expect(words).to_have_text(ANSWER)
            expect(words).to_have_text(re.compile(r"^Looks like a (T-shirt|Shirt|Pullover)"))


def test_a_picture_is_sent_once_the_last_was_answered(page: Page, server: Server) -> None:
    sent: list[bytes | str] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda each: sent.append(each)))
    words = live(page, server)
    expect(words).to_have_text(ANSWER)
    sent.clear()
    began = time.monotonic()
    while len(pictures(sent)) < 3 and time.monotonic() < began + 60:
        page.wait_for_timeout(100)
    assert 3 <= len(pictures(sent)) <= 1 + time.monotonic() - began, "at most one a second"
    server.process.send_signal(signal.SIGSTOP)
    try:
        page.wait_for_timeout(1_500)
        sent.clear()
        page.wait_for_timeout(3_000)
        assert not pictures(sent)
    finally:
        server.process.send_signal(signal.SIGCONT)


def test_it_does_not_pale_while_it_waits_for_an_answer(page: Page, server: Server) -> None:
    expect(live(page, server)).to_have_text(ANSWER)
    waiting = page.locator('[data-stale="true"]').filter(has=page.locator(".camera"))
    for _ in range(10):
        waiting.first.wait_for(state="attached")
        server.process.send_signal(signal.SIGSTOP)
        try:
            page.wait_for_timeout(2_000)
            if waiting.count():  # else the answer had been on its way already
                least = waiting.first.evaluate("each => getComputedStyle(each).opacity")
                assert least == "1"
                return
        finally:
            server.process.send_signal(signal.SIGCONT)
    pytest.fail("no answer was waited for")


def test_an_answer_that_stays_is_said_once(page: Page, server: Server) -> None:
    page.add_init_script(_LET_LOOK)
    open_page(page, server.url, "classify", "bundled")
    page.evaluate(_LISTEN)
    way(page, "Camera")
    expect(page.locator(".camera .words")).to_have_text(ANSWER)
    page.wait_for_timeout(7_000)
    (said,) = page.evaluate("window.heard")
    assert ANSWER.match(said)
    assert page.locator(".camera [aria-live]").count() == 0


def test_it_is_off_while_the_page_is_out_of_sight_and_after_it_is_left(
    page: Page, server: Server
) -> None:
    words = live(page, server)
    expect(words).to_have_text(ANSWER)
    video = page.locator(".camera video")
    video.evaluate(_TRACK)
    assert page.evaluate(_FILMING) == "live"
    page.evaluate(_HIDE, True)
    assert page.evaluate(_FILMING) == "ended"
    expect(page.get_by_text("Camera off.")).to_be_visible()
    expect(page.locator(".camera .thing")).to_have_count(0)
    page.evaluate(_HIDE, False)
    expect(words).to_have_text(ANSWER)
    video.evaluate(_TRACK)
    way(page, "Draw")
    page.wait_for_function(f"{_FILMING} === 'ended'")


def test_stop_and_start(page: Page, server: Server) -> None:
    words = live(page, server)
    expect(words).to_have_text(ANSWER)
    page.locator(".camera video").evaluate(_TRACK)
    page.get_by_role("button", name="Stop", exact=True).press("Enter")
    assert page.evaluate(_FILMING) == "ended"
    expect(page.get_by_role("button", name="Keep this picture")).to_be_disabled()
    page.evaluate(_HIDE, True)
    page.evaluate(_HIDE, False)
    expect(page.get_by_text("Camera off.")).to_be_visible()
    page.get_by_role("button", name="Start", exact=True).press("Enter")
    expect(words).to_have_text(ANSWER)


def test_one_click_keeps_a_picture(page: Page, server: Server) -> None:
    words = live(page, server)
    expect(words).to_have_text(ANSWER)
    page.locator(".camera video").evaluate(_TRACK)
    page.get_by_role("button", name="Keep this picture").click()
    answer = page.get_by_role("heading", name="Looks like a Trouser")
    expect(answer).to_be_visible()
    assert page.evaluate(_FILMING) == "ended"
    kept = page.get_by_role("img", name="The picture handed in")
    expect(kept).to_be_visible()
    expect(page.get_by_role("img", name="Step 1: This is what arrived.")).to_be_visible()
    way(page, "Draw")
    expect(answer).to_be_hidden()
    way(page, "Camera")
    expect(answer).to_be_visible()
    page.get_by_role("button", name="Turn").click()
    expect(kept).to_have_js_property("naturalWidth", 384)  # of 512 pixels
    page.get_by_role("button", name="Back to the live picture").click()
    expect(words).to_have_text(ANSWER)
    expect(answer).to_be_hidden()


Launch = Callable[..., AbstractContextManager[Page]]


@pytest.fixture
def visitor(browser: Browser) -> Launch:
    """A tab in a browser of its own, with these options."""

    @contextmanager
    def launch(*options: str) -> Iterator[Page]:
        with another(browser, *options) as own, tab(own, 1280, 900) as page:
            yield page

    return launch


def test_where_the_browser_may_lend_none(visitor: Launch, server: Server) -> None:
    with visitor(PRETENDED, "--deny-permission-prompts") as page:
        expect(live(page, server)).to_have_text(
            "Your browser was told to lend no camera: allow it beside the address above, then "
            "press Start, or choose Upload."
        )
        expect(page.get_by_text("Camera off.")).to_be_visible()
        page.get_by_role("button", name="Start", exact=True).click()
        expect(page.get_by_role("button", name="Keep this picture")).to_be_disabled()


def test_where_there_is_none(visitor: Launch, server: Server) -> None:
    with visitor(NO_QUESTION) as page:
        expect(live(page, server)).to_have_text(
            "There is no camera on this computer: connect one, then press Start, or choose Upload."
        )


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("NotReadableError", "Another program uses the camera: close it, then press Start, or"),
        ("OverconstrainedError", "There is no camera on this computer: connect one, then press"),
        ("InvalidStateError", "The camera does not start: press Start to try again, or choose"),
    ],
)
def test_where_it_does_not_start(error: str, words: str, page: Page, server: Server) -> None:
    thrown = f'throw new DOMException("", "{error}")'
    page.add_init_script(f"navigator.mediaDevices.getUserMedia = async () => {{ {thrown}; }}")
    expect(live(page, server)).to_contain_text(words)


def test_a_camera_that_is_pulled_out(page: Page, server: Server) -> None:
    words = live(page, server)
    expect(words).to_have_text(ANSWER)
    page.locator(".camera video").evaluate(
        "video => video.srcObject.getVideoTracks()[0].dispatchEvent(new Event('ended'))"
    )
    expect(words).to_have_text("The camera has gone off: press Start to have it back.")


def test_at_an_address_without_https(visitor: Launch, tmp_path: Path) -> None:
    mapped = "--host-resolver-rules=MAP fashion.example 127.0.0.1"
    with (
        serving(tmp_path, {"FASHION_HOSTS": "fashion.example"}) as server,
        visitor(NO_QUESTION, PRETENDED, mapped) as page,
    ):
        open_page(page, server.url.replace("127.0.0.1", "fashion.example"), "classify", "bundled")
        way(page, "Camera")
        expect(page.locator(".camera .words")).to_have_text(
            "Browsers lend the camera only to addresses that begin with https://, and to localhost "
            "on your own computer: open the app there, or choose Upload."
        )
        expect(page.get_by_role("button", name="Start", exact=True)).to_be_hidden()


def test_within_a_page_that_lends_none(page: Page, server: Server) -> None:
    frame = f'<iframe src="{server.url}/classify" width="1200" height="800"></iframe>'
    around = "http://localhost:1/"
    page.route(around, lambda route: route.fulfill(body=frame, content_type="text/html"))
    page.goto(around)
    inside = page.frame_locator("iframe")
    inside.get_by_role("radio", name="Camera").click()
    expect(inside.locator(".camera .words")).to_have_text(
        "The page around the app lends it no camera: open the app in a tab of its own, or choose "
        "Upload."
    )


@pytest.mark.parametrize("size", [PROJECTOR, PHONE], ids=["projector", "phone"])
def test_it_is_on_one_screen(size: Screen, seeing: Browser, server: Server) -> None:
    with tab(seeing, size.width, size.height) as page:
        words = live(page, server)
        expect(words).to_have_text(ANSWER)
        parts = {
            "ways": page.get_by_role("radiogroup", name="How do you show it?"),
            "lamp": page.locator(".camera .lamp"),
            "picture": page.locator(".camera .picture"),
            "answer": words,
            "keep": page.get_by_role("button", name="Keep this picture"),
            "stop": page.get_by_role("button", name="Stop", exact=True),
        }
        assert not outside(parts, size)
