"""Writes what happens in a training into its run directory."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

from fashion_model.config import TrainConfig
from fashion_model.events import ENDINGS, Event, append_event, make_event
from fashion_model.files import is_disk_full, sha256, write_atomically
from fashion_model.runs.directory import CHECKPOINT
from fashion_model.runs.reserve import append_event_for_sure, keep_reserve, release_reserve

_MANY = ("batch", "epoch")  # on a full disk the training is set aside instead of writing these


class Recorder:
    """The one writer of `events.jsonl`; `emit` sees each event too."""

    def __init__(self, path: Path, emit: Callable[[Event], None] | None = None) -> None:
        self.path = path
        self._emit = emit
        self._artefacts: dict[str, dict[str, object]] = {}
        self._step = 0

    def open(self, by: str, config: TrainConfig) -> None:
        """Say that work begins, by the server or from a terminal; `OSError` on a full disk."""
        self.record(make_event("starting", {"by": by}))
        try:
            keep_reserve(self.path, config)
        except OSError as error:
            if not is_disk_full(error):  # what is left of the reserve may do
                raise

    def record(self, event: Event) -> None:
        """Append an event; after the last one, list all files with their checksums."""
        if event["event"] in _MANY:
            append_event(self.path / "events.jsonl", event)
        else:
            append_event_for_sure(self.path, event)
        if self._emit is not None:
            self._emit(event)
        if event["event"] == "artefact":
            self._artefacts[event["name"]] = {key: event[key] for key in ("sha256", "size")}
        self._step = int(event.get("step", self._step))
        if event["event"] in ENDINGS:
            self._close()

    def give_up(self, reason: str) -> None:
        """Say in words why it can't go on: set aside if there is a checkpoint, else failed.

        A checkpoint holds the best network so far: what can't go on now may go on later.
        """
        if (self.path / CHECKPOINT).is_file():
            self.record(make_event("suspended", {"step": self._step, "reason": reason}))
        else:
            self.fail(reason)

    def fail(self, reason: str) -> None:
        """End the run with a reason in words, even on a full disk."""
        self.record(make_event("failed", {"reason": reason, "test_accuracy": None}))

    def _close(self) -> None:
        """A run that has ended needs no checkpoint."""
        shutil.rmtree((self.path / CHECKPOINT).parent, ignore_errors=True)
        release_reserve(self.path)
        (self.path / "request.json").unlink(missing_ok=True)
        events = self.path / "events.jsonl"
        listed = {"sha256": sha256(events), "size": events.stat().st_size}
        manifest = {**self._artefacts, events.name: listed}
        write_atomically(self.path / "manifest.json", json.dumps(manifest, indent=1).encode())
