"""What a session keeps of the answers that take a moment to find."""

import pytest
import streamlit as st

from ui.state import RECENT, Recent

FOUND: Recent[int] = Recent("found")


@pytest.fixture(autouse=True)
def session(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """A session that is still empty."""
    empty: dict[str, object] = {}
    monkeypatch.setattr(st, "session_state", empty)
    return empty


def kept(*names: str) -> list[str]:
    """Those of `names` that are kept, without using them."""
    stored = st.session_state["found"]
    return [name for name in names if name in stored]


def test_what_was_found_is_found_again() -> None:
    assert FOUND.get("a") is None
    FOUND.keep("a", 0)
    assert FOUND.get("a") == 0
    FOUND.keep("a", 7)
    assert FOUND.get("a") == 7
    assert Recent[int]("others").get("a") is None


def test_what_was_not_used_for_longest_goes_first() -> None:
    names = "abcdefgh"[: RECENT + 2]
    for number, name in enumerate(names[:RECENT]):
        FOUND.keep(name, number)
    assert kept(*names) == list(names[:RECENT])
    FOUND.get("a")
    FOUND.keep("c", 9)
    for name in names[RECENT:]:
        FOUND.keep(name, 0)
    assert kept(*names) == ["a", "c", *names[RECENT:]]


def test_what_is_let_go_leaves_nothing_in_the_session(session: dict[str, object]) -> None:
    for number in range(3 * RECENT):
        FOUND.keep(str(number), number)
        assert FOUND.get(str(number)) == number
    assert session == {"found": {str(n): n for n in range(2 * RECENT, 3 * RECENT)}}
