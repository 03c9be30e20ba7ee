"""Where a cluster is said to be, and whether it answers: without Ray, in words that are read."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from fashion_model import environment
from fashion_model.cluster import address as addresses
from fashion_model.cluster.address import NOT_INSTALLED, answers, parse, why_unusable


@pytest.fixture(autouse=True)
def anew() -> None:
    """Nothing is remembered of the test before."""
    addresses._answered.cache_clear()


@pytest.fixture
def listening() -> Iterator[str]:
    """The address of something that listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"127.0.0.1:{server.getsockname()[1]}"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("192.168.1.10:6379", ("192.168.1.10", 6379)),
        ("head.example.org:1", ("head.example.org", 1)),
        ("[fe80::1]:6379", ("fe80::1", 6379)),
    ],
)
def test_an_address_is_a_computer_and_a_port(text: str, place: tuple[str, int]) -> None:
    assert parse(text) == place


@pytest.mark.parametrize(
    "text",
    ["", "auto", "local", "head", "head:0", "head:70000", "ray://head:10001", "a b:1", "a:1\n"],
)
def test_anything_else_is_none(text: str) -> None:
    with pytest.raises(ValueError, match="is a computer and a port, like 192"):
        parse(text)


def test_what_is_meant_for_another_program_keeps_no_server_from_starting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("RAY_ADDRESS", "auto")
    environment.check()
    with pytest.raises(ValueError, match="RAY_ADDRESS can’t be used here"):
        environment.ray_address()
    monkeypatch.setenv("RAY_ADDRESS", "")
    assert environment.ray_address() is None


def test_what_does_not_listen_does_not_answer(
    listening: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addresses, "find_spec", lambda name: object())
    assert answers(listening)
    assert why_unusable(listening) is None
    with socket.create_server(("127.0.0.1", 0)) as server:
        silent = f"127.0.0.1:{server.getsockname()[1]}"
    assert not answers(silent)
    assert why_unusable(silent) == (
        f"The cluster at {silent} does not answer: see that it runs and that this computer reaches"
        " it; docs/cluster.md says how."
    )


def test_without_ray_that_is_what_is_said(listening: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "find_spec", lambda name: None)
    assert why_unusable(listening) == NOT_INSTALLED
    assert "pip install -r requirements-ray.txt" in NOT_INSTALLED
