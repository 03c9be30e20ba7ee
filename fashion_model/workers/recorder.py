"""Writes what happens in a training into its run directory."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

from fashion_model.events import ENDINGS, Event, append_event, make_event
from fashion_model.files import sha256, write_atomically

RESERVE = 64 * 1024  # bytes kept free, so that a full disk still leaves room to say so


class Recorder:
    """The one writer of `events.jsonl`; `emit` sees each event too."""

    def __init__(self, path: Path, emit: Callable[[Event], None] | None = None) -> None:
        self.path = path
        self._emit = emit
        self._artefacts: dict[str, dict[str, object]] = {}

    def open(self, by: str) -> None:
        """Say that work begins, by the server or from a terminal; `OSError` on a full disk."""
        self.record(make_event("starting", {"by": by}))
        write_atomically(self.path / "reserve", bytes(RESERVE))

    def record(self, event: Event) -> None:
        """Append an event; after the last one, list all files with their checksums."""
        append_event(self.path / "events.jsonl", event)
        if self._emit is not None:
            self._emit(event)
        if event["event"] == "artefact":
            self._artefacts[event["name"]] = {key: event[key] for key in ("sha256", "size")}
        if event["event"] in ENDINGS:
            self._close()

    def fail(self, reason: str) -> None:
        """End the run with a reason in words, even on a full disk."""
        (self.path / "reserve").unlink(missing_ok=True)
        self.record(make_event("failed", {"reason": reason, "test_accuracy": None}))

    def _close(self) -> None:
        """A run that has ended needs no checkpoint."""
        shutil.rmtree(self.path / "checkpoint", ignore_errors=True)
        for name in ("reserve", "request.json"):
            (self.path / name).unlink(missing_ok=True)
        events = self.path / "events.jsonl"
        listed = {"sha256": sha256(events), "size": events.stat().st_size}
        manifest = {**self._artefacts, events.name: listed}
        write_atomically(self.path / "manifest.json", json.dumps(manifest, indent=1).encode())
