"""Who sends more than a page would, or past any page, fills no memory and stops nobody else."""

import io
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import requests
from PIL import Image

from tests import raw_visitor
from tests.browser.server import ROOT, Server, serving
from tests.raw_visitor import RawVisitor, tell, until

HOLDING = ROOT / "tests" / "faults" / "holding.py"
A_PICTURE = 512 * 512 * 3 + 10_000
"""What a PNG of nothing but noise has at most, in bytes."""
ROOM = 5 * A_PICTURE


def photo(number: int) -> bytes:
    """Nothing but noise, which no format makes small: a JPEG of some megabytes."""
    noise = np.random.default_rng(number).integers(0, 255, (1200, 1600, 3), dtype=np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(noise).save(buffer, "JPEG", quality=95)
    return buffer.getvalue()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One that forgets a closed page after a second, with room for a few pictures of noise."""
    environment = {
        "STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL": "1",
        "MOST_BYTES": str(ROOM),
    }
    with serving(tmp_path_factory.mktemp("uploads"), environment, script=HOLDING) as server:
        yield server
        until(server.url, lambda held: not any(held.values()))


@pytest.mark.slow
def test_a_flood_past_the_page_is_few_files_and_small(server: Server) -> None:
    noise = np.random.default_rng(0).bytes(500_000)
    with raw_visitor.visiting(server.url) as flood, raw_visitor.visiting(server.url) as other:
        assert {flood.put(f"file-{number}", noise) for number in range(60)} == {204}
        held = tell(server.url)
        assert held["files"] <= 48
        assert held["bytes"] <= held["files"] * 500, "what is no picture is a sentence"
        other.put("mine", photo(1))
        assert tell(server.url)["files"] == held["files"] + 1, "another visitor goes on"
    until(server.url, lambda held: not any(held.values()))


@pytest.mark.slow
def test_photos_are_kept_small_while_there_is_room_and_none_is_lost(server: Server) -> None:
    with raw_visitor.visiting(server.url) as first, raw_visitor.visiting(server.url) as second:
        first.put("mine", photo(0))
        mine = tell(server.url)
        assert 0 < mine["bytes"] <= A_PICTURE < len(photo(0)) / 2
        for number in range(6):
            for visitor in (first, second):
                assert visitor.put(f"photo-{number}", photo(number)) == 204
        held = tell(server.url)
        assert 4 <= held["files"] < 13, "of 13 that were sent"
        assert held["bytes"] <= ROOM + A_PICTURE
        assert forget(first, "mine") == mine["bytes"], "what was there before is still there"


def forget(visitor: RawVisitor, file_id: str) -> int:
    """Take a file back; return how many bytes fewer the server holds."""
    before = tell(visitor.url)["bytes"]
    assert visitor.delete(file_id) == 204
    return before - tell(visitor.url)["bytes"]


def test_many_at_once_all_arrive(server: Server) -> None:
    content = photo(2)
    with raw_visitor.visiting(server.url) as visitor, ThreadPoolExecutor(6) as pool:
        ids = [f"photo-{number}" for number in range(6)]
        assert set(pool.map(lambda each: visitor.put(each, content), ids)) == {204}
        assert tell(server.url)["files"] == 6


def test_a_session_that_is_over_or_unknown_takes_nothing(server: Server) -> None:
    with raw_visitor.visiting(server.url) as visitor:
        unknown = RawVisitor(visitor.url, "somebody-else", visitor.http)
        assert unknown.put("a", photo(3)) == 400
    until(server.url, lambda held: not any(held.values()))


@pytest.mark.slow
def test_a_page_that_comes_back_in_time_finds_its_files(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with serving(tmp_path_factory.mktemp("kept"), script=HOLDING) as server:  # two minutes
        with raw_visitor.visiting(server.url) as visitor:
            visitor.put("mine", photo(4))
            before = tell(server.url)
        until(server.url, lambda held: held["waiting"] == 1)
        with raw_visitor.visiting(server.url, visitor.session_id) as back:
            assert back.session_id == visitor.session_id
            assert tell(server.url)["bytes"] == before["bytes"] > 0


def test_in_a_page_of_another_site_the_guarding_cookie_is_sent_as_documented(
    tmp_path: Path,
) -> None:
    documented = re.search(
        r"`(STREAMLIT_SERVER_XSRF\w+)=(\w+)`", (ROOT / "docs" / "deployment.md").read_text("utf-8")
    )
    assert documented is not None
    name, value = documented.groups()
    for environment, attributes in (
        ({}, "SameSite=Lax"),
        ({name: value}, "SameSite=None; Secure; Partitioned"),
    ):
        with serving(tmp_path, environment) as server:
            answer = requests.get(f"{server.url}/_stcore/health", timeout=10)
        assert answer.headers["set-cookie"].endswith(attributes), "and it is never switched off"
