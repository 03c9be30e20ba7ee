"""A page whose own name was made to point here (DNS rebinding) gets no connection, but a word."""

import socket
from http.client import HTTPConnection
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


def ask(server: Server, host: str, path: str = "/", accept: str = "text/html,*/*") -> str:
    """What a browser reads that asks for a page under the name `host`; a refusal in its words."""
    connection = HTTPConnection("127.0.0.1", int(server.url.rpartition(":")[2]), timeout=30)
    connection.putrequest("GET", path, skip_host=True)
    connection.putheader("Host", host)
    connection.putheader("Accept", accept)
    connection.endheaders()
    answer = connection.getresponse()
    words = answer.read().decode()
    connection.close()
    if answer.status == 200:
        return "let in"
    assert answer.status == 403
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Set-Cookie"] is None
    return words


def test_who_is_kept_out_reads_why(tmp_path: Path) -> None:
    with serving(tmp_path, {"FASHION_HOSTS": "*.example.com, fd00::7"}) as server:
        for path in ("/", "/training?run=bundled"):
            assert ask(server, "evil.example.org:8501", path) == (
                "This app is not served under the name evil.example.org: whoever runs it can add "
                "it to FASHION_HOSTS."
            )
        assert "the name fd00::8:" in ask(server, "[FD00::8]:8501")
        for strange in ("<b>a</b>", "a b", "a." * 200, "é", ""):
            assert ask(server, strange) == (
                "This app is not served under the name that your browser asks for: whoever runs it "
                "can add it to FASHION_HOSTS."
            )
        for host in ("a.example.com", "A.EXAMPLE.COM:80", "[fd00::7]:8501", "localhost"):
            assert ask(server, host) == "let in"
        assert ask(server, "192.168.1.7", "/room") == "let in"  # phones need no connection
        # Whoever looks whether the server is well knows it by its number alone.
        assert ask(server, "10.0.0.1:8501", "/_stcore/health", "*/*") == "let in"
