"""The folder of all runs: create, list, rename, discard."""

import json
import math
import shutil
import time
import uuid
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from fashion_model import settings
from fashion_model.config import TrainConfig
from fashion_model.events import append_event, forget, make_event
from fashion_model.files import write_atomically
from fashion_model.runs.directory import (
    BUNDLED,
    BUNDLED_PATH,
    FORMAT,
    DamagedRun,
    Run,
    RunError,
    config_checksum,
    read_config,
    read_run,
)
from fashion_model.runs.lesson import Lesson, drop_lesson, leave_lesson
from fashion_model.runs.lock import is_held
from fashion_model.runs.requests import leave_wish

TRASH = ".trash"
NAME_LENGTH = 80
MAX_WATCHED = 8
ROOM_FOR_A_RUN = 20_000_000  # bytes
ABANDONED_SECONDS = 600.0  # after which a run still being made never will be
PACKAGES = ("keras", "numpy")


def list_runs(root: Path | None = None) -> list[Run | DamagedRun]:
    """All runs, newest first; the bundled one last."""
    root = root or settings.runs_dir()
    found = [read_run(path, path.name) for path in _folders(root)]
    found.sort(key=lambda run: run.created if isinstance(run, Run) else 0.0, reverse=True)
    if BUNDLED_PATH.is_dir():
        found.append(read_run(BUNDLED_PATH, BUNDLED))
    return found


def open_run(run_id: str, root: Path | None = None) -> Run:
    """The run of that id, or the bundled one.

    Raises:
        RunError: there is none, or it is damaged.
    """
    run = read_run(_path_of(run_id, root), run_id)
    if isinstance(run, DamagedRun):
        raise RunError(f"This run is damaged and can't be opened. {run.reason}")
    return run


def create_run(
    config: TrainConfig,
    name: str,
    *,
    dataset_fingerprint: str,
    sample: bool,
    watch: npt.NDArray[np.uint8] | None = None,
    lesson: Lesson | None = None,
    at_once: bool = False,
    root: Path | None = None,
) -> Run:
    """Put a training in line. `watch`: up to 8 prepared pictures, uint8 `(k, 28, 28)`.

    `lesson`: what it learns on top of its parent; see `teaching.teach_run`.
    `at_once`: the caller trains it itself; no server takes it from the line.

    Raises:
        RunError: the line or the disk is full.
    """
    root = root or settings.runs_dir()
    _check_room(root, joins_line=not at_once)
    if watch is not None and (watch.shape[1:] != (28, 28) or len(watch) > MAX_WATCHED):
        raise RunError(f"A training can follow at most {MAX_WATCHED} of your pictures.")
    run_id = str(uuid.uuid4())
    making = root / f".{run_id}"  # unseen until whole
    try:
        making.mkdir(parents=True)
        parent = None if lesson is None else lesson.parent
        _describe(making, config, name, dataset_fingerprint, sample, parent)
        if lesson is not None:
            leave_lesson(making, lesson)
        if watch is not None:
            np.save(making / "watch.npy", watch.astype(np.uint8), allow_pickle=False)
        (making / "events.jsonl").touch()
        if at_once:
            append_event(making / "events.jsonl", make_event("starting", {"by": "terminal"}))
        making.rename(root / run_id)
    except OSError as error:
        shutil.rmtree(making, ignore_errors=True)
        raise RunError("The disk is full: discard some runs, then try again.") from error
    return open_run(run_id, root)


def rename_run(run: Run, name: str) -> None:
    """Give a run another name, which is only ever text to show.

    Raises:
        RunError: the bundled run, an empty name, or a full disk.
    """
    if run.bundled:
        raise RunError("The bundled run comes with the app and can't be changed.")
    asked = read_config(run.path)
    asked["name"] = clean_name(name)
    try:
        _write_config(run.path, asked)
    except OSError as error:
        raise RunError("The disk is full: the old name stays.") from error


def discard_run(run: Run | DamagedRun) -> None:
    """End a run without keeping anything and move it to the trash.

    Raises:
        RunError: it is the bundled run, or its worker does not let go.
    """
    if run.id == BUNDLED:
        raise RunError("The bundled run comes with the app and can't be discarded.")
    if isinstance(run, Run) and run.held:
        leave_wish(run.path, "discard")
        _wait_until_free(run.path)
    drop_lesson(run.path)
    trash = run.path.parent / TRASH
    trash.mkdir(exist_ok=True)
    run.path.rename(trash / run.id)
    forget(run.path / "events.jsonl")


def restore_run(run_id: str, root: Path | None = None) -> Run:
    """Undo a discard; a training that was under way comes back as interrupted.

    Raises:
        RunError: it is not in the trash any more.
    """
    home = _path_of(run_id, root)
    try:
        (home.parent / TRASH / run_id).rename(home)
    except OSError as error:
        raise RunError("This run can't be brought back; it is gone.") from error
    return open_run(run_id, root)


def empty_trash(root: Path | None = None) -> None:
    """Remove what was discarded or never became a run; when a server starts or room is needed."""
    root = root or settings.runs_dir()
    shutil.rmtree(root / TRASH, ignore_errors=True)
    for making in root.glob(".*-*-*-*-*"):  # left by a process that died while it made a run
        if time.time() - making.stat().st_mtime > ABANDONED_SECONDS:
            shutil.rmtree(making, ignore_errors=True)


def waiting_runs(root: Path | None = None) -> list[Run]:
    """The line, next one first."""
    waiting = (run for run in unended_runs(root or settings.runs_dir()) if run.waiting)
    return sorted(waiting, key=lambda run: run.waiting_since)


def unended_runs(root: Path) -> Iterator[Run]:
    """The readable runs without a manifest, which is written last; in no order."""
    for path in _folders(root):
        if not (path / "manifest.json").exists():
            run = read_run(path, path.name)
            if isinstance(run, Run):
                yield run


def queue_position(run: Run) -> int | None:
    """Its place in line: 1 is next; `None` when it does not wait."""
    ids = [each.id for each in waiting_runs(run.path.parent)]
    return ids.index(run.id) + 1 if run.id in ids else None


def clean_name(name: str) -> str:
    """A visitor's name for a run as one short line.

    Raises:
        RunError: nothing is left of it.
    """
    line = " ".join("".join(c if c.isprintable() else " " for c in name).split())[:NAME_LENGTH]
    if not line:
        raise RunError("Give the run a name of at least one letter.")
    return line


def _path_of(run_id: str, root: Path | None) -> Path:
    if run_id == BUNDLED:
        return BUNDLED_PATH
    try:
        known = str(uuid.UUID(run_id)) == run_id
    except ValueError:
        known = False
    path = (root or settings.runs_dir()) / run_id if known else None
    if path is None or not (path.exists() or (path.parent / TRASH / run_id).exists()):
        raise RunError("There is no such run; it may have been discarded.")
    return path


def _folders(root: Path) -> list[Path]:
    paths = sorted(root.iterdir()) if root.is_dir() else []
    return [path for path in paths if not path.name.startswith(".")]


def _check_room(root: Path, *, joins_line: bool) -> None:
    limit = settings.queue_length()
    if joins_line and len(waiting_runs(root)) >= limit:
        raise RunError(f"{limit} trainings wait already: stop one or come back a little later.")
    allowed = settings.runs_bytes_limit()
    if _bytes_used(root) + ROOM_FOR_A_RUN > allowed:
        empty_trash(root)
    used = _bytes_used(root)
    if used + ROOM_FOR_A_RUN > allowed:
        raise RunError(
            f"The runs already use {math.ceil(used / 1e6)} of {allowed // 1_000_000} MB:"
            " discard some, then try again."
        )


def _bytes_used(root: Path) -> int:
    return sum(path.lstat().st_size for path in root.rglob("*") if not path.is_dir())


def _describe(
    path: Path,
    config: TrainConfig,
    name: str,
    fingerprint: str,
    sample: bool,
    parent: str | None,
) -> None:
    asked: dict[str, Any] = {
        "format": FORMAT,
        "name": clean_name(name),
        "created": time.time(),
        "config": json.loads(config.to_json()),
        "dataset": {"fingerprint": fingerprint, "sample": sample},
        "versions": {package: version(package) for package in PACKAGES},
    }
    if parent is not None:
        asked["parent"] = parent
    _write_config(path, asked)


def _write_config(path: Path, asked: dict[str, Any]) -> None:
    stored = {**asked, "sha256": config_checksum(asked)}
    write_atomically(path / "config.json", json.dumps(stored, indent=1).encode())


def _wait_until_free(path: Path, seconds: float = 3.0) -> None:
    deadline = time.monotonic() + seconds
    while is_held(path):
        if time.monotonic() > deadline:
            raise RunError("This run does not let go yet: try again in a moment.")
        time.sleep(0.05)
