"""What a search's worker leaves in its directory beside the runs: its journal, and what mattered.

The server reads them without Optuna.
"""

from __future__ import annotations

import json
from pathlib import Path

from fashion_model.files import write_atomically

JOURNAL = "journal.log"
DAMAGED = "journal.damaged"
_IMPORTANCE = "importance.json"
_LOCK = f"{JOURNAL}.lock"
_LARGEST = 100_000  # bytes of what mattered
MENDED = (
    "The journal of this search was damaged, so the search went on from its trainings, which are"
    " all still there."
)


def was_damaged(folder: Path) -> bool:
    """Whether a damaged journal was set aside."""
    return (folder / DAMAGED).exists()


def mend(path: Path) -> None:
    """Make a journal whole after its worker was killed: no lock left, no line half written.

    Call it while no other worker can have it open.
    """
    path.with_name(_LOCK).unlink(missing_ok=True)
    try:
        written = path.read_bytes()
    except FileNotFoundError:
        return
    whole = written[: written.rfind(b"\n") + 1]
    if len(whole) < len(written):
        write_atomically(path, whole)


def keep_importance(folder: Path, shares: dict[str, float]) -> None:
    """Write down how much each setting mattered; OSError on a full disk."""
    write_atomically(folder / _IMPORTANCE, json.dumps(shares).encode())


def read_importance(folder: Path) -> dict[str, float]:
    """How much each setting mattered, most first; empty where that is not known."""
    try:
        with (folder / _IMPORTANCE).open("rb") as file:
            stored = json.loads(file.read(_LARGEST))
        found = {str(key): float(share) for key, share in stored.items()}
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return {}
    kept = {key: share for key, share in found.items() if 0 <= share <= 1}
    return dict(sorted(kept.items(), key=lambda each: -each[1]))
