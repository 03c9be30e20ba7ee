"""The page of a phone: one answer with all it needs, and nothing from anybody else."""

import base64
import gzip
import hashlib
import html
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fashion_model.labels import CLASS_NAMES
from fashion_model.rooms.games import VOTE_NAMES
from fashion_model.rooms.strokes import BOARD, MOST_PLACES, MOST_STROKES

_HERE = Path(__file__).parent
_PEN = 20  # pixels of the board, as on Classify


@dataclass(frozen=True)
class Page:
    """The page as it is and packed (gzip), and the policy that lets only its own code run."""

    html: bytes
    packed: bytes
    policy: str


@cache
def page() -> Page:
    """Return the page, put together once."""
    script = _file("phone.js").replace("__WORDS__", json.dumps(_words()))
    style = _file("phone.css")
    kinds = "".join(
        f'<option value="{number}">{html.escape(name)}</option>'
        for number, name in enumerate(CLASS_NAMES)
    )
    whole = (
        _file("phone.html")
        .replace("__KINDS__", kinds)
        .replace("__STYLE__", style)
        .replace("__SCRIPT__", script)
        .encode()
    )
    policy = (
        "default-src 'none'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
        f"frame-ancestors 'none'; img-src data:; script-src '{_hash(script)}'; "
        f"style-src '{_hash(style)}'"
    )
    return Page(whole, gzip.compress(whole, 9, mtime=0), policy)


def _words() -> dict[str, object]:
    return {
        "votes": list(VOTE_NAMES),
        "board": BOARD,
        "pen": _PEN,
        "mostPlaces": MOST_PLACES,
        "mostStrokes": MOST_STROKES,
    }


def _file(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
