"""Phones without a browser: what their page sends, sent to a real server."""

import time
from dataclasses import dataclass, field
from typing import Any

import requests

from tests.rooms.made import TROUSERS, new_id


@dataclass
class Caller:
    """A phone in the room of that key, on the server at `url`."""

    url: str
    key: str
    phone: str = field(default_factory=new_id)

    def ask(self, what: str, **sent: Any) -> tuple[int, dict[str, Any]]:
        """Ask one question; return the status and what was said."""
        told = {"key": self.key, "phone": self.phone, **sent}
        answer = requests.post(f"{self.url}/room/{what}", json=told, timeout=30)
        return answer.status_code, answer.json()

    def draw(
        self,
        strokes: list[list[int]] = TROUSERS,
        *,
        round: int = 0,
        truth: int | None = None,
        drawing: str | None = None,
    ) -> tuple[int, dict[str, Any]]:
        """Send a drawing."""
        name = drawing or new_id()
        return self.ask("draw", drawing=name, round=round, truth=truth, strokes=strokes)


def joined(url: str, letters: str) -> Caller:
    """A phone that has joined by the letters on the wall."""
    answer = requests.post(f"{url}/room/letters", json={"letters": letters}, timeout=30)
    caller = Caller(url, answer.json()["key"])
    status, told = caller.ask("join")
    assert status == 200, told
    return caller


def draw_along(url: str, letters: str, *, drawings: int) -> None:
    """Have so many drawings arrive on a wall, from one phone each."""
    for _ in range(drawings):
        status, told = joined(url, letters).draw()
        assert status == 200, told
        time.sleep(0.05)
