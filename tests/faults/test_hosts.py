"""Who comes from elsewhere gets nothing but a word: names (DNS rebinding), origins, paths."""

import http.client
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from tests.browser.server import Server, serving
from tests.raw_visitor import RawVisitor, visiting

NAMED = "class.example.org, *.example.com"
SECRET = Path("/etc/passwd")
UP = ("..", "%2e%2e", "%2E%2E", ".%2e", "%252e%252e", "..%2f..", "..%5c..", "%c0%ae%c0%ae", "..%00")
OF_FILES = ("media", "component", "_stcore/bidi-components")
OF_PAGES = ("static", "_stcore/upload_file", "app")  # where any unknown address is the first page's


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("hosts")) as server:
        yield server


def port_of(server: Server) -> int:
    return int(server.url.rpartition(":")[2])


def connects(server: Server, host: str, origin: str | None = None) -> bool:
    """Whether a page under the name `host`, or one of `origin`, gets a connection."""
    port = port_of(server)
    address = f"ws://{host}:{port}/_stcore/stream"
    there = socket.create_connection(("127.0.0.1", port))
    asked = [Subprotocol("streamlit")]
    sent = None if origin is None else {"Origin": origin}
    try:
        with there, connect(address, sock=there, subprotocols=asked, additional_headers=sent):
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


def read_as(server: Server, host: str, path: str = "/", accept: str = "text/html,*/*") -> str:
    """What a browser reads that asks for a page under the name `host`; a refusal in its words."""
    connection = http.client.HTTPConnection("127.0.0.1", port_of(server), timeout=30)
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
            assert read_as(server, "evil.example.org:8501", path) == (
                "This app is not served under the name evil.example.org: whoever runs it can add "
                "it to FASHION_HOSTS."
            )
        assert "the name fd00::8:" in read_as(server, "[FD00::8]:8501")
        for strange in ("<b>a</b>", "a b", "a." * 200, "é", ""):
            assert read_as(server, strange) == (
                "This app is not served under the name that your browser asks for: whoever runs it "
                "can add it to FASHION_HOSTS."
            )
        for host in ("a.example.com", "A.EXAMPLE.COM:80", "[fd00::7]:8501", "localhost"):
            assert read_as(server, host) == "let in"
        assert read_as(server, "192.168.1.7", "/room") == "let in"  # phones need no connection
        # Whoever looks whether the server is well knows it by its number alone.
        assert read_as(server, "10.0.0.1:8501", "/_stcore/health", "*/*") == "let in"


def test_a_page_of_another_origin_gets_no_connection(server: Server) -> None:
    port = port_of(server)
    assert connects(server, "localhost", f"http://localhost:{port}")
    for origin in (
        "http://evil.example",
        f"http://evil.example:{port}",
        f"http://localhost.evil.example:{port}",
        f"http://localhost:{port}@evil.example",
        "https://evil.example",
        "null",
    ):
        assert not connects(server, "localhost", origin), origin


def test_without_its_token_nothing_is_uploaded_or_taken_back(server: Server) -> None:
    with visiting(server.url) as visitor:
        for token in (None, "", "x" * 40, "2|00000000|" + "0" * 32 + "|1"):
            stranger = RawVisitor(visitor.url, visitor.session_id, requests.Session())
            stranger.http.cookies.update(visitor.http.cookies)
            if token is not None:
                stranger.http.headers["X-Xsrftoken"] = token
            assert stranger.put("mine", b"x") == 403
            assert stranger.delete("mine") == 403
        assert visitor.put("mine", b"x") == 204, "the page itself has it"


def ask(server: Server, target: str) -> tuple[int, bytes]:
    """What the server answers to a request for `target`, which goes out as it is."""
    connection = http.client.HTTPConnection("127.0.0.1", port_of(server), timeout=30)
    connection.putrequest("GET", target, skip_accept_encoding=True)
    connection.endheaders()
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, content


@pytest.mark.parametrize("place", OF_FILES + OF_PAGES)
def test_no_path_leads_out_of_what_is_served(place: str, server: Server) -> None:
    secret = SECRET.read_bytes()
    assert secret, "else nothing would be seen"
    first_page = ask(server, "/")[1]
    for up in UP:
        for steps in (2, 12):
            for target in (
                f"/{place}/{'/'.join([up] * steps)}/etc/passwd",
                f"/{place}/{'%2f'.join([up] * steps)}%2fetc%2fpasswd",
            ):
                status, content = ask(server, target)
                assert secret not in content, target
                refused = status in (400, 404)
                assert refused or (place in OF_PAGES and content == first_page), target
    for target in (f"/{place}//etc/passwd", f"/{place}/%2fetc%2fpasswd"):
        assert secret not in ask(server, target)[1]
