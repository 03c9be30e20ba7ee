"""A page whose own name was made to point here (DNS rebinding) gets no connection."""

import socket
from pathlib import Path

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from tests.browser.server import Server, serving

NAMED = "class.example.org, *.example.com"


def connects(server: Server, host: str) -> bool:
    """Whether a page under the name `host` gets a connection."""
    port = int(server.url.rpartition(":")[2])
    address = f"ws://{host}:{port}/_stcore/stream"
    there = socket.create_connection(("127.0.0.1", port))
    try:
        with there, connect(address, sock=there, subprotocols=[Subprotocol("streamlit")]):
            return True
    except InvalidStatus as refused:
        assert refused.response.status_code == 403
        return False


@pytest.mark.parametrize(
    ("named", "let_in", "kept_out"),
    [
        ("", ["localhost", "127.0.0.1", "LOCALHOST"], ["evil.example.org", "192.168.1.7"]),
        (
            NAMED,
            ["class.example.org", "a.example.com", "localhost"],
            ["example.org", "example.com", "class.example.org.evil.net"],
        ),
    ],
)
def test_only_expected_names_get_a_connection(
    tmp_path: Path, named: str, let_in: list[str], kept_out: list[str]
) -> None:
    with serving(tmp_path, {"FASHION_HOSTS": named}) as server:
        assert [host for host in let_in if connects(server, host)] == let_in
        assert [host for host in kept_out if connects(server, host)] == []
