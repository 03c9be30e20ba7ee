"""Within a page of another site, as a learning platform shows it: uploads and whose is what."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, FrameLocator, Page, expect

from tests.browser import pictures
from tests.browser.server import Server, serving

_PLATFORM = "https://school.example/"
_SETTING = "STREAMLIT_SERVER_XSRF_COOKIE_SAME_SITE"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for this computer that nobody vouches for, and its key."""
    program = shutil.which("openssl")
    if program is None:
        pytest.skip("A certificate takes OpenSSL.")
    folder = tmp_path_factory.mktemp("certificate")
    found = folder / "certificate.pem", folder / "key.pem"
    asked = [
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "1",
        "-subj",
        "/CN=127.0.0.1",
    ]
    files = ["-out", str(found[0]), "-keyout", str(found[1])]
    subprocess.run([program, *asked, *files], check=True, capture_output=True, timeout=60)
    return found


@pytest.fixture
def trusting(browser: Browser) -> Iterator[Page]:
    """A tab that takes such a certificate."""
    context = browser.new_context(ignore_https_errors=True)
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


def embedded(page: Page, server: Server) -> FrameLocator:
    """Open Classify in a frame of another site."""
    frame = f'<iframe src="{server.url}/classify" width="1200" height="800"></iframe>'
    page.route(f"{_PLATFORM}**", lambda route: route.fulfill(body=frame, content_type="text/html"))
    page.goto(_PLATFORM)
    return page.frame_locator("iframe")


def hand_in(page: Page, frame: FrameLocator) -> int:
    """Hand in a picture; the answer to the upload."""
    frame.get_by_role("radio", name="Upload").click()
    shirt: FilePayload = {
        "name": "shirt.png",
        "mimeType": "image/png",
        "buffer": pictures.plain_png(),
    }
    with page.expect_response(lambda each: each.request.method == "PUT") as waiting:
        frame.locator('input[type="file"]').set_input_files([shirt])
    return waiting.value.status


def test_with_the_hosted_recipe_uploads_work_in_another_site(
    trusting: Page, certificate: tuple[Path, Path], tmp_path: Path
) -> None:
    with serving(tmp_path, {_SETTING: "none"}, certificate=certificate) as server:
        frame = embedded(trusting, server)
        assert hand_in(trusting, frame) == 204
        expect(frame.get_by_role("heading", name="Looks like")).to_be_visible()
        before = secret(trusting, server)
        assert before["sameSite"] == "None"
        assert before["secure"]
        trusting.reload()
        expect(frame.get_by_role("heading", name="Show it your own picture")).to_be_visible()
        assert secret(trusting, server)["value"] == before["value"], "still the same visitor"


def test_without_it_they_are_refused(
    trusting: Page, certificate: tuple[Path, Path], tmp_path: Path
) -> None:
    with serving(tmp_path, certificate=certificate) as server:
        assert hand_in(trusting, embedded(trusting, server)) == 403


def secret(page: Page, server: Server) -> dict[str, object]:
    """The cookie that says whose is what."""
    found = [each for each in page.context.cookies(server.url) if each["name"] == "fashion_visitor"]
    return dict(found[0])
