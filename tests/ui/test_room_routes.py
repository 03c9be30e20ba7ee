"""What phones ask of a real server: answers, refusals in a sentence, and never an error 500."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import requests
from starlette.routing import Route
from streamlit import config

from fashion_model.rooms import Opening, Room
from fashion_model.rooms.letters import new_key
from fashion_model.rooms.room import FAST, NOT_HERE
from fashion_model.rooms.store import NO_SUCH, TOO_OFTEN, WRONG_KEY
from fashion_model.rooms.strokes import EMPTY, NO_DRAWING
from fashion_model.runs.directory import ROOMS
from tests.browser.server import Server, serving, start, wait_until_healthy
from tests.rooms.made import TROUSERS, new_id
from ui.room.guard import FOREIGN, LARGE, NOT_FROM_A_PHONE, SLOW
from ui.room.routes import UNWRITTEN, routes

KEY = new_key()


def _room(runs: Path, key: str, letters: str = "KLMN") -> Path:
    """Leave a room for a server to find."""
    (runs / ROOMS).mkdir(parents=True, exist_ok=True)
    folder = runs / ROOMS / new_key()
    Room.create(folder, Opening(key, letters, "owner", None))
    return folder


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with one open room."""
    scratch = tmp_path_factory.mktemp("rooms")
    _room(scratch / "runs", KEY)
    with serving(scratch) as server:
        yield server


def _ask(server: Server, what: str, sent: Any, **headers: str) -> tuple[int, dict[str, Any]]:
    content = sent if isinstance(sent, bytes) else json.dumps(sent).encode()
    answer = requests.post(f"{server.url}/room/{what}", content, headers=headers, timeout=30)
    return answer.status_code, answer.json()


def _drawing(phone: str, **others: Any) -> dict[str, Any]:
    told = {"key": KEY, "phone": phone, "drawing": new_id(), "round": 0, "strokes": TROUSERS}
    return told | others


def _joined(server: Server) -> str:
    phone = new_id()
    status, told = _ask(server, "join", {"key": KEY, "phone": phone})
    assert status == 200, told
    return phone


def test_what_cannot_be_kept_is_said_without_a_folder(tmp_path: Path) -> None:
    journal = _room(tmp_path / "runs", KEY) / "events.jsonl"
    with serving(tmp_path) as server:
        drawing = _drawing(_joined(server))
        journal.unlink()
        journal.mkdir()
        status, told = _ask(server, "draw", drawing)
        assert (status, told["say"], told["again"]) == (429, UNWRITTEN, True)
    assert f"the folder {tmp_path}" in server.log.read_text()  # for whoever runs it


def test_the_page_is_one_small_answer_that_asks_nobody_else(server: Server) -> None:
    answer = requests.get(f"{server.url}/room", headers={"Accept": "text/html"}, timeout=10)
    assert answer.status_code == 200
    assert answer.headers["Content-Encoding"] == "gzip"
    assert int(answer.headers["Content-Length"]) <= 30_000
    assert "access-control-allow-origin" not in answer.headers
    assert "set-cookie" not in answer.headers
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; connect-src 'self'")
    assert "unsafe" not in policy
    assert "http" not in answer.text.replace("http-equiv", "")
    plain = requests.get(f"{server.url}/room/", headers={"Accept-Encoding": ""}, timeout=10)
    assert plain.text == answer.text


def test_a_phone_joins_draws_and_is_answered(server: Server) -> None:
    phone = _joined(server)
    status, told = _ask(server, "draw", _drawing(phone))
    assert status == 200
    assert told["answer"]["words"].startswith("Looks like a Trouser, ")
    assert told["game"] == "free"


def test_a_drawing_sent_twice_at_once_is_answered_twice_and_kept_once(server: Server) -> None:
    phone = _joined(server)
    drawing = _drawing(phone)
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: _ask(server, "draw", drawing), range(6)))
    assert {status for status, _ in answers} == {200}
    (folder,) = (path for path in (server.runs / ROOMS).iterdir() if path.is_dir())
    assert (folder / "events.jsonl").read_text().count(f'"id":"{drawing["drawing"]}"') == 1


def test_nobody_asks_for_another_s_drawing(server: Server) -> None:
    drawing = _drawing(_joined(server))
    assert _ask(server, "draw", drawing)[0] == 200
    status, told = _ask(server, "draw", drawing | {"phone": _joined(server)})
    assert (status, told["say"]) == (400, NOT_FROM_A_PHONE)


def test_the_letters_bring_the_key_and_cannot_be_guessed(server: Server) -> None:
    assert _ask(server, "letters", {"letters": "kl mn"}) == (200, {"key": KEY})
    for _ in range(10):
        status, told = _ask(server, "letters", {"letters": "AAAA"})
        assert (status, told["say"]) == (400, NO_SUCH)
    status, told = _ask(server, "letters", {"letters": "KLMN"})
    assert (status, told["say"], told["again"]) == (429, TOO_OFTEN, True)


@pytest.mark.parametrize(
    ("what", "sent", "status", "words"),
    [
        ("join", {"key": new_id(), "phone": new_id()}, 404, WRONG_KEY),
        ("join", {"key": KEY}, 400, NOT_FROM_A_PHONE),
        ("join", {"key": KEY, "phone": "../../etc/passwd"}, 400, NOT_FROM_A_PHONE),
        ("join", {"key": [KEY], "phone": new_id()}, 400, NOT_FROM_A_PHONE),
        ("look", {"key": KEY, "phone": new_id()}, 400, NOT_HERE),
        ("letters", {"letters": {"a": 1}}, 429, TOO_OFTEN),
        ("bet", {"key": KEY, "phone": new_id(), "round": 0, "on": 2}, 400, NOT_FROM_A_PHONE),
        ("bet", {"key": KEY, "phone": new_id(), "round": 0, "on": True}, 400, NOT_FROM_A_PHONE),
        ("bet", {"key": KEY, "phone": new_id(), "round": 0, "on": 0}, 400, NOT_HERE),
        ("anything", {}, 404, NOT_FROM_A_PHONE),
        ("join", b"", 400, NOT_FROM_A_PHONE),
        ("join", b"[]", 400, NOT_FROM_A_PHONE),
        ("join", b"\xff\xfe", 400, NOT_FROM_A_PHONE),
        ("join", b"[" * 60_000, 400, NOT_FROM_A_PHONE),
        ("join", b'{"key": NaN}', 400, NOT_FROM_A_PHONE),
        ("join", b'{"key": ' + b"9" * 60_000 + b"}", 400, NOT_FROM_A_PHONE),
        ("join", b" " * 64_001, 413, LARGE),
    ],
)
def test_what_no_phone_sends_is_refused_in_a_sentence(
    what: str, sent: Any, status: int, words: str, server: Server
) -> None:
    assert (lambda told: (told[0], told[1]["say"]))(_ask(server, what, sent)) == (status, words)


@pytest.mark.parametrize(
    ("others", "words"),
    [
        ({"strokes": []}, EMPTY),
        ({"strokes": [[20, 1.5, 2]]}, NOT_FROM_A_PHONE),
        ({"strokes": "<script>"}, NO_DRAWING),
        ({"strokes": None}, NO_DRAWING),
        ({"round": -1}, NOT_FROM_A_PHONE),
        ({"round": True}, NOT_FROM_A_PHONE),
        ({"truth": 10}, NOT_FROM_A_PHONE),
        ({"drawing": "x"}, NOT_FROM_A_PHONE),
        ({"strokes": [[4, -600, -600, -600, -590]]}, EMPTY),
    ],
)
def test_a_bad_drawing_is_refused_in_a_sentence_and_not_kept(
    others: dict[str, Any], words: str, server: Server
) -> None:
    phone = _joined(server)
    status, told = _ask(server, "draw", _drawing(phone, **others))
    assert (status, told["say"], told["again"]) == (400, words, False)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://[::1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_page_of_somebody_else_s_gets_nothing(headers: dict[str, str], server: Server) -> None:
    status, told = _ask(server, "join", {"key": KEY, "phone": new_id()}, **headers)
    assert (status, told["say"]) == (403, FOREIGN)


def test_its_own_page_is_heard(server: Server) -> None:
    sent = {"key": KEY, "phone": new_id()}
    assert _ask(server, "join", sent, Origin=server.url)[0] == 200


def test_a_phone_that_sends_too_fast_waits(server: Server) -> None:
    phone = _joined(server)
    answers = [_ask(server, "draw", _drawing(phone, strokes=[])) for _ in range(3)]
    assert {status for status, _ in answers} == {400}, "what is no drawing counts as none"
    with ThreadPoolExecutor(4) as pool:
        sent = list(pool.map(lambda _: _ask(server, "draw", _drawing(phone)), range(4)))
    late = [told for status, told in sent if status == 429]
    assert late
    assert {(told["say"], told["again"]) for told in late} == {(FAST, True)}


def test_a_body_is_counted_while_it_comes(server: Server) -> None:
    """Whoever announces little, or nothing, and sends on and on is stopped after 64 kB."""
    host, port = server.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=30) as line:
        line.sendall(
            f"POST /room/join HTTP/1.1\r\nHost: {host}:{port}\r\n"
            "Transfer-Encoding: chunked\r\n\r\n".encode()
        )
        sent = 0
        answer = b""
        while sent < 80_000_000 and not answer:
            try:
                line.sendall(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")
            except OSError:
                break
            sent += 0x10000
            line.setblocking(False)
            with suppress(BlockingIOError):
                answer = line.recv(65536)
            line.setblocking(True)
            line.settimeout(30)
    assert sent < 5_000_000
    assert not answer or b" 413 " in answer.split(b"\r\n")[0]


def test_what_never_ends_is_given_up(server: Server) -> None:
    host, port = server.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=30) as line:
        line.sendall(
            f"POST /room/join HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Length: 9\r\n\r\n".encode()
        )
        answer = line.recv(65536)
        answer += line.recv(65536) if SLOW.encode() not in answer else b""
    assert b" 408 " in answer.split(b"\r\n")[0]
    assert SLOW.encode() in answer


def test_phones_that_ask_do_not_wait_for_drawings(server: Server) -> None:
    phones = [_joined(server) for _ in range(8)]
    begun = threading.Event()

    def draw(phone: str) -> int:
        begun.set()
        return _ask(server, "draw", _drawing(phone))[0]

    with ThreadPoolExecutor(8) as pool:
        drawn = [pool.submit(draw, phone) for phone in phones]
        begun.wait(10)
        before = time.monotonic()
        assert _ask(server, "look", {"key": KEY, "phone": phones[0]})[0] == 200
        looked = time.monotonic() - before
        assert {each.result() for each in drawn} == {200}
        assert looked < time.monotonic() - before


def test_the_page_is_below_the_path_that_the_operator_gives_the_app() -> None:
    config.set_option("server.baseUrlPath", "/fashion/")
    try:
        paths = [each.path for each in routes() if isinstance(each, Route)]
    finally:
        config.set_option("server.baseUrlPath", "")
    assert paths == ["/fashion/room", "/fashion/room/", "/fashion/room/{what}"]


def test_a_server_that_starts_again_has_the_room_and_what_it_called_sent(tmp_path: Path) -> None:
    _room(tmp_path / "runs", KEY)
    first = start(tmp_path)
    wait_until_healthy(first)
    phone = _joined(first)
    drawing = _drawing(phone)
    answered = _ask(first, "draw", drawing)
    first.process.kill()
    first.process.wait()
    with serving(tmp_path) as second:
        assert _ask(second, "draw", drawing) == answered, "sent again, it is answered as before"
        (folder,) = (path for path in (second.runs / ROOMS).iterdir() if path.is_dir())
        assert len((folder / "events.jsonl").read_text().splitlines()) == 3
