"""A browser that dropped what it had been sent is sent it again.

Streamlit spares itself a large message that the browser, asking for a page, says it still has. But
the browser drops old ones whenever a run ends, the one before the asked one too: then the page
broke off with "Connection error" where somebody was quick, as with Discard in a training's first
moments.
"""

from pathlib import Path

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection

from benchmarks.visitor import connected
from tests.browser.server import serving

LARGE = 10_000  # bytes from which Streamlit would keep a message


def drawn(connection: ClientConnection, page: str, claimed: list[str]) -> list[ForwardMsg]:
    """All messages of a page, for a browser that claims to have some."""
    wish = BackMsg()
    wish.rerun_script.query_string = "run=bundled"
    wish.rerun_script.page_name = page
    wish.rerun_script.cached_message_hashes.extend(claimed)
    connection.send(wish.SerializeToString())
    messages: list[ForwardMsg] = []
    while not (messages and messages[-1].WhichOneof("type") == "script_finished"):
        content = connection.recv(timeout=120)
        assert isinstance(content, bytes)
        messages.append(ForwardMsg.FromString(content))
    assert messages[-1].script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
    return messages


@pytest.mark.parametrize("page", ["training", "evaluation"])
def test_what_the_browser_claims_to_have_is_sent_all_the_same(tmp_path: Path, page: str) -> None:
    with serving(tmp_path) as server, connected(server.url, "bundled") as visitor:
        first = drawn(visitor.connection, page, [])
        assert max(message.ByteSize() for message in first) >= LARGE
        again = drawn(visitor.connection, page, [message.hash for message in first])
    assert not [message.ref_hash for message in again if message.WhichOneof("type") == "ref_hash"]
