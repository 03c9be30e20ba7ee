"""Phones of a room without a browser: honest ones that may lose requests, and hostile bodies."""

import json
import random
import time
from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise
from typing import Any

import requests

from tests.rooms.made import BAG, TROUSERS, new_id

Strokes = list[list[int]]
Hostile = Callable[[random.Random, dict[str, Any]], bytes]

_KEPT_WAITING = 429


class Phone:
    """One phone; `lost` is the share of its requests that never arrive, or whose answer never does.

    `seconds` are those from sending each drawing to its answer, `sent` the ids of those drawings.
    """

    def __init__(self, url: str, key: str, *, lost: float = 0.0) -> None:
        self.url, self.key, self.phone = url, key, new_id()
        self.seconds: list[float] = []
        self.sent: list[str] = []
        self.animals: set[str] = set()
        self.losses = 0
        self.random = random.Random(self.phone)
        self._lost = lost
        self._line = requests.Session()

    def join(self) -> dict[str, Any]:
        """Join, or join again."""
        told = self._ask("join")
        self.animals.add(told["animal"])
        return told

    def look(self) -> dict[str, Any]:
        """Ask what to do."""
        return self._ask("look")

    def draw(self, strokes: Strokes | None = None, drawing: str | None = None) -> None:
        """Send a drawing, again where the server asks for patience.

        Raises:
            requests.RequestException: It was lost, or there is no server.
        """
        name, lines = drawing or new_id(), strokes or drawn(self.random)
        begun = time.monotonic()
        told: dict[str, Any] = {}
        while "answer" not in told:
            with suppress(requests.Timeout):  # sent again, as the page does
                told = self._ask("draw", drawing=name, round=0, strokes=lines, truth=None)
                if "answer" not in told:
                    assert told["again"], told
                    time.sleep(0.5)
        self.seconds.append(time.monotonic() - begun)
        self.animals.add(told["animal"])
        self.sent.append(name)

    def _ask(self, what: str, **sent: Any) -> dict[str, Any]:
        before, after = self.random.random(), self.random.random()
        if before < self._lost / 2:
            self.losses += 1
            raise requests.ConnectionError("lost on the way there")
        content = {"key": self.key, "phone": self.phone, **sent}
        answer = self._line.post(f"{self.url}/room/{what}", json=content, timeout=8)
        if after < self._lost / 2:
            self.losses += 1
            raise requests.ConnectionError("lost on the way back")
        assert answer.status_code in (200, _KEPT_WAITING), answer.text
        told: dict[str, Any] = answer.json()
        return told


def drawn(rng: random.Random) -> Strokes:
    """A drawing of some hundred places, none like another."""
    x, y, size = rng.randint(-30, 30), rng.randint(-20, 20), rng.uniform(0.7, 1.05)
    return [_trembling(stroke, x, y, size, rng) for stroke in rng.choice([TROUSERS, BAG])]


def _trembling(stroke: list[int], x: int, y: int, size: float, rng: random.Random) -> list[int]:
    """The stroke moved, scaled, and with fifteen places between any two, as a finger has them."""
    width, *numbers = stroke
    places = list(zip(numbers[::2], numbers[1::2], strict=True))
    found = [width]
    for (x0, y0), (x1, y1) in pairwise(places):
        for step in range(15):
            t = step / 15
            found.append(round(size * (x0 + t * (x1 - x0)) + x + rng.uniform(-2, 2)))
            found.append(round(size * (y0 + t * (y1 - y0)) + y + rng.uniform(-2, 2)))
    return found


def hostile(rng: random.Random, key: str, phone: str) -> tuple[str, bytes, dict[str, str]]:
    """One body that no phone sends: to which question, what, and with which headers."""
    honest = {
        "key": key,
        "phone": phone,
        "drawing": new_id(),
        "round": 0,
        "truth": None,
        "strokes": drawn(rng),
        "on": 0,
    }
    what = rng.choice(["draw", "draw", "draw", "join", "look", "vote", "bet", "letters", "nothing"])
    body = rng.choice(HOSTILE)(rng, honest)
    foreign = {"Origin": "http://elsewhere.example"} if rng.random() < 0.1 else {}
    return what, body, foreign


def _pack(content: Any) -> bytes:
    return json.dumps(content).encode()


def _noise(rng: random.Random, honest: dict[str, Any]) -> bytes:
    return rng.randbytes(rng.randint(0, 2_000))


def _cut_off(rng: random.Random, honest: dict[str, Any]) -> bytes:
    whole = _pack(honest)
    return whole[: rng.randrange(len(whole))]


def _flipped(rng: random.Random, honest: dict[str, Any]) -> bytes:
    """A letter of the key changed too, so that it stays hostile wherever the others fall."""
    content = bytearray(_pack({**honest, "key": new_id()}))
    for _ in range(rng.randint(1, 20)):
        content[rng.randrange(len(content))] = rng.randrange(256)
    return bytes(content)


def _large(rng: random.Random, honest: dict[str, Any]) -> bytes:
    return b'{"key": "' + b"x" * rng.randint(64_001, 300_000)


def _deep(rng: random.Random, honest: dict[str, Any]) -> bytes:
    depth = rng.randint(100, 30_000)
    return rng.choice([b"[" * depth, b'{"a":' * (depth // 3), b"[" * depth + b"]" * depth])


def _strange(rng: random.Random) -> Any:
    return rng.choice(
        [
            None, True, -1, 10**18, 0.5, "", "x" * 32, "../../etc/passwd", "<script>", [], {}, [[]],
            [None], {"a": {}}, "\u0000", "٣" * 32, [[20, 1, 1, 1]], [[20, "1", 1]], [[99, 1, 1]],
            [[20] + [9_999] * 4], [[20, 1, 1]] * 300, [[20, *[1, 1] * 2_500]],
        ]
    )  # fmt: skip


def _wrong_value(rng: random.Random, honest: dict[str, Any]) -> bytes:
    """Everything in it strange, so that no question finds enough of what it needs."""
    return _pack({name: _strange(rng) for name in honest})


def _wrong_strokes(rng: random.Random, honest: dict[str, Any]) -> bytes:
    strokes: Any = rng.choice(
        [[], [[]], [[20, 1, 1, 1]], [[20, 1.5, 1]], [[20, 2**40, 1]], [[0, 1, 1]], "M0,0", {}, None]
    )
    return _pack({**honest, "strokes": strokes})


def _missing(rng: random.Random, honest: dict[str, Any]) -> bytes:
    return _pack({name: value for name, value in honest.items() if name not in ("key", "letters")})


def _numbers(rng: random.Random, honest: dict[str, Any]) -> bytes:
    return rng.choice(
        [b'{"key": NaN}', b'{"key": 1e999}', b"-" * 99, b'{"key": ' + b"9" * 50_000 + b"}"]
    )


HOSTILE: tuple[Hostile, ...] = (
    _noise, _cut_off, _flipped, _large, _deep, _wrong_value, _wrong_strokes, _missing, _numbers,
)  # fmt: skip
"""Ways to be hostile; none of them makes what a phone may send."""
