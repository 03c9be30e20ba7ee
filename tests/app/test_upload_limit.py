"""One visitor of many sends so many pictures in a minute; who is at home as many as fit."""

from functools import cache
from types import SimpleNamespace

import pytest
from starlette.types import Scope
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from fashion_model import pace
from ui import visitor
from ui.classify import uploads

SECRET = "ab" * 32


def scope(address: str = "10.0.0.7", **headers: str) -> Scope:
    named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return {"type": "http", "client": (address, 5000), "headers": named}


def test_who_sends(monkeypatch: pytest.MonkeyPatch) -> None:
    assert visitor.sender(scope(cookie=f"{visitor.COOKIE}={SECRET}")) == SECRET
    assert visitor.sender(scope()) == "10.0.0.7"
    assert visitor.sender(scope(cookie=f"{visitor.COOKIE}=<script>")) == "10.0.0.7"
    assert visitor.sender(scope("127.0.0.1", cookie=f"{visitor.COOKIE}={SECRET}")) is None
    assert visitor.sender(scope("127.0.0.1", x_forwarded_for="8.8.8.8")) == "127.0.0.1"
    monkeypatch.setenv("FASHION_ADMIN_PASSWORD", "x")
    assert visitor.sender(scope("127.0.0.1")) == "127.0.0.1"


def test_a_flood_is_told_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FASHION_VISITOR_UPLOADS", "3")
    monkeypatch.setattr(uploads, "_pace", cache(uploads._pace.__wrapped__))
    clock = SimpleNamespace(now=0.0)
    monkeypatch.setattr(pace, "time", SimpleNamespace(monotonic=lambda: clock.now))
    taken = []
    for _ in range(4):
        clock.now += 1
        taken.append(uploads._pace().take("one"))
    assert taken == [True, True, True, False]
    assert uploads._pace().take("other")
    clock.now += pace.A_MINUTE
    assert uploads._pace().take("one")
    told = uploads._too_much(UploadedFileRec("id", "a.png", "image/png", b"")).data.decode()
    assert told == (
        "You have sent very many pictures within a minute: wait a little, then send it again."
    )
    clock.now += 2 * pace.A_MINUTE
    uploads._pace().take("third")
    assert list(uploads._pace()._moments) == ["third"]  # nobody is remembered for longer
