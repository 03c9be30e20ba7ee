"""The folder of all runs: create, list, rename, discard."""

import json
import math
import os
import shutil
import time
import uuid
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from fashion_model import environment
from fashion_model.config import TrainConfig
from fashion_model.files import write_atomically
from fashion_model.keras_settings import KERAS_SETTINGS
from fashion_model.os_errors import in_words, make_folder
from fashion_model.runs.commands import write_command
from fashion_model.runs.directory import (
    BUNDLED,
    BUNDLED_PATH,
    NO_RUNS,
    Command,
    DamagedRun,
    Run,
    RunError,
    RunGone,
    RunSummary,
    folder_id,
    is_held,
    is_id,
    one_line,
)
from fashion_model.runs.disk import (
    TIGHT,
    bytes_used,
    free_bytes,
    keep_reserve,
    room_needed,
    shortage,
)
from fashion_model.runs.event_log import append_event
from fashion_model.runs.events import Starting
from fashion_model.runs.examples import Examples, drop_examples, leave_examples
from fashion_model.runs.reading import (
    FORMAT,
    config_checksum,
    forget,
    read_config,
    read_run,
    read_summary,
)
from fashion_model.runs.visitor import Visitor
from fashion_model.words import several

_DELETED = "This training was deleted."
READ_ONLY = "Here the app is on show: everything can be looked at, and nothing trained or changed."
TRASH = ".trash"
MAX_WATCHED = 8
ABANDONED_SECONDS = 600.0  # after which a run still being made never will be
LETTING_GO_SECONDS = 10.0  # that a worker may take to hear, while it prepares its first batch
PACKAGES = ("keras", "numpy")


def list_runs(root: Path | None = None) -> list[RunSummary | DamagedRun]:
    """All runs, newest first; the bundled one last."""
    root = root or environment.runs_dir()
    found = list(_summaries(root, _names(root)))
    found.sort(key=lambda run: run.created if isinstance(run, RunSummary) else 0.0, reverse=True)
    if BUNDLED_PATH.is_dir():
        found.append(read_summary(os.fspath(BUNDLED_PATH), BUNDLED))
    return found


def open_run(run_id: str, root: Path | None = None) -> Run:
    """The run of that id, or the bundled one.

    Raises:
        RunGone: there is none, or no more.
        RunError: it is damaged.
    """
    path = _path_of(run_id, root)
    run = read_run(path, run_id)
    if isinstance(run, DamagedRun):
        _path_of(run_id, root)  # it may have been deleted this very moment
        raise RunError(f"This run is damaged and can't be opened. {run.reason}")
    return run


def create_run(
    config: TrainConfig,
    name: str,
    *,
    dataset_fingerprint: str,
    sample: bool,
    watch: npt.NDArray[np.uint8] | None = None,
    examples: Examples | None = None,
    experiment: str | None = None,
    visitor: Visitor | None = None,
    at_once: bool = False,
    root: Path | None = None,
) -> Run:
    """Put a training in line. `watch`: up to 8 prepared pictures, uint8 `(k, 28, 28)`.

    `examples`: what it learns on top of its parent; see `finetuning.fine_tune_run`.
    `experiment`: the id of the experiment it belongs to, which is one in line as a whole.
    `visitor`: whose it is; None: the operator's, as a terminal's.
    `at_once`: the caller trains it itself; no server takes it from the line.

    Raises:
        RunError: the line or the disk is full, or nothing can be written there.
    """
    root = root or environment.runs_dir()
    run_id = str(uuid.uuid4())
    making = root / f".{run_id}"  # unseen until whole
    try:
        make_folder(root)
        _check_room(root, config, joins_line=not at_once and experiment is None, visitor=visitor)
        making.mkdir()
        belongs = _belongs(examples, experiment, visitor)
        _describe(making, config, name, dataset_fingerprint, sample, belongs)
        _leave_pictures(making, watch, examples)
        _put_in_line(making, config, at_once=at_once)
        making.rename(root / run_id)
    except OSError as error:
        raise RunError(in_words(error)) from error
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return open_run(run_id, root)


def why_read_only(root: Path | None = None) -> str | None:
    """Why no run can be added to the folder of runs or changed in it, in words; None if one can."""
    if environment.read_only():
        return READ_ONLY
    try:
        make_folder(root or environment.runs_dir())
    except OSError as error:
        return f"Nothing can be trained or changed here just now. {in_words(error)}"
    return None


def rename_run(run: RunSummary, name: str) -> None:
    """Give a run another name, which is only ever text to show.

    Raises:
        RunError: the bundled run, an empty name, or a full disk.
    """
    if run.bundled:
        raise RunError("The bundled run comes with the app and can't be changed.")
    try:
        asked = read_config(run.path)
        asked["name"] = clean_name(name)
        _write_config(run.path, asked)
        os.utime(run.path.parent)  # so that every process lists the new name
    except FileNotFoundError as error:
        raise RunGone(_DELETED) from error
    except OSError as error:
        raise RunError(f"{in_words(error)} The old name stays.") from error
    except (ValueError, RecursionError) as error:
        raise RunError("This run was damaged meanwhile and can't be renamed.") from error


def discard_run(run: RunSummary | DamagedRun) -> str | None:
    """End a run without keeping anything; the name under which it can be restored.

    None if it can't: where the disk is nearly full, it and all that was discarded before it are
    removed for good, which frees their room.

    Raises:
        RunError: it is the bundled run, its worker does not let go, or it can't be moved.
    """
    if run.id == BUNDLED:
        raise RunError("The bundled run comes with the app and can't be discarded.")
    if is_held(run.path):
        write_command(run.path, Command.DISCARD)
        _wait_until_free(run.path)
    root = run.path.parent
    kept = free_bytes(root) >= TIGHT
    name = run.id if is_id(run.id) else str(uuid.uuid4())  # a strange folder gets a good name
    hidden = root / TRASH / name if kept else root / f".{uuid.uuid4()}"
    if not os.path.lexists(run.path):  # what is in the trash under its name may be itself
        raise RunGone(_DELETED)
    try:
        drop_examples(run.path)
        hidden.parent.mkdir(exist_ok=True)
        _remove(hidden)
        run.path.rename(hidden)
    except FileNotFoundError as error:
        raise RunGone(_DELETED) from error
    except OSError as error:
        raise RunError(in_words(error)) from error
    forget(run.path)
    if kept:
        return name
    _remove(hidden)
    empty_trash(root)
    return None


def restore_run(run_id: str, root: Path | None = None) -> None:
    """Undo a discard; a training that was under way comes back as interrupted.

    `run_id` is the name that `discard_run` gave.

    Raises:
        RunError: it is not in the trash any more.
    """
    home = (root or environment.runs_dir()) / run_id
    try:
        if not is_id(run_id) or home.exists():
            raise FileNotFoundError
        (home.parent / TRASH / run_id).rename(home)
    except OSError as error:
        raise RunError("This training can't be brought back: it is gone for good.") from error


def empty_trash(root: Path) -> None:
    """Remove what was discarded or never became a run; when a server starts or room is needed."""
    _remove(root / TRASH)
    for making in root.glob(".*-*-*-*-*"):  # left by a process that died while it made a run
        try:
            abandoned = time.time() - making.stat().st_mtime > ABANDONED_SECONDS
        except OSError:  # it became a run this moment
            continue
        if abandoned:
            _remove(making)


def tidy_trash(root: Path) -> None:
    """Empty the trash where the disk is nearly full: somebody needs the room more."""
    if free_bytes(root) < TIGHT and (root / TRASH).exists():
        empty_trash(root)


def check_line(root: Path, visitor: Visitor | None = None) -> None:
    """Raise RunError where the line is full; an experiment is one in it, with all its runs."""
    waiting = waiting_runs(root)
    limit = environment.queue_length()
    if len({run.experiment or run.id for run in waiting}) >= limit:
        raise RunError(
            f"{several(limit, 'training')} {_wait(limit)} already: stop one or come back a little"
            " later."
        )
    if visitor is None or not visitor.limited:
        return
    own = {run.experiment or run.id for run in waiting if run.owner == visitor.owner}
    limit = environment.visitor_queue_length()
    if len(own) >= limit:
        raise RunError(
            f"{several(limit, 'training')} of yours {_wait(limit)} already, and others want to"
            " train, too: stop one, or wait until one begins."
        )


def _wait(trainings: int) -> str:
    return "waits" if trainings == 1 else "wait"


def waiting_runs(root: Path | None = None) -> list[RunSummary]:
    """The line, next one first."""
    waiting = (run for run in unended_runs(root or environment.runs_dir()) if run.waiting)
    return sorted(waiting, key=lambda run: run.turn)


def unended_runs(root: Path) -> Iterator[RunSummary]:
    """The readable runs that have not ended, in no order; a manifest is written last."""
    names = [name for name in _names(root) if not (root / name / "manifest.json").exists()]
    for run in _summaries(root, names):
        if isinstance(run, RunSummary) and run.ending is None:
            yield run


def queue_position(run: RunSummary) -> int | None:
    """Its place in line: 1 is next, an experiment has one; `None` when it does not wait."""
    waiting = waiting_runs(run.path.parent)
    if run.id not in [each.id for each in waiting]:
        return None
    places = list(dict.fromkeys(each.experiment or each.id for each in waiting))
    return places.index(run.experiment or run.id) + 1


def clean_name(name: str) -> str:
    """A visitor's name for a run as one short line.

    Raises:
        RunError: nothing is left of it.
    """
    line = one_line(name)
    if not line:
        raise RunError("Give the run a name of at least one letter.")
    return line


def _path_of(run_id: str, root: Path | None) -> Path:
    if run_id == BUNDLED:
        return BUNDLED_PATH
    path = (root or environment.runs_dir()) / run_id if is_id(run_id) else None
    if path is not None and os.path.lexists(path):
        return path
    if path is not None and os.path.lexists(path.parent / TRASH / run_id):
        raise RunGone(_DELETED)
    raise RunGone("There is no such training; it may have been deleted.")


def _summaries(root: Path, names: list[str]) -> Iterator[RunSummary | DamagedRun]:
    """What lies in `root` under these names; what goes while it is read is left out."""
    changed = root.stat().st_mtime_ns if names else 0
    for name in names:
        if not is_id(name):
            path = root / name
            yield DamagedRun(folder_id(path), path, "Its folder has no name that this app gives.")
            continue
        found = read_summary(f"{root}/{name}", name, changed)
        if isinstance(found, RunSummary) or os.path.lexists(found.path):
            yield found


def names_in(folder: Path) -> list[str]:
    """What lies in `folder` and is not hidden; nothing where it can't be looked into."""
    try:
        names = os.listdir(folder)  # noqa: PTH208 - names are all that is wanted
    except OSError:  # none yet, or `why_read_only` says why
        return []
    return [name for name in names if name[0] != "."]


def _names(root: Path) -> list[str]:
    return [name for name in names_in(root) if name not in NO_RUNS]


def _remove(path: Path) -> None:
    """Remove a folder with all in it, or whatever else lies there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _check_watch(watch: npt.NDArray[np.uint8]) -> None:
    if watch.shape[1:] != (28, 28) or len(watch) > MAX_WATCHED:
        raise RunError(f"A training can follow at most {MAX_WATCHED} of your pictures.")


def _check_room(
    root: Path, config: TrainConfig, *, joins_line: bool, visitor: Visitor | None
) -> None:
    if joins_line:
        check_line(root, visitor)
    if shortage(root, config):
        empty_trash(root)
    lacking = lacking_room(root, config, visitor)
    if lacking:
        raise RunError(lacking)


def lacking_room(root: Path, config: TrainConfig, visitor: Visitor | None) -> str | None:
    """Why there is no room for another training of `visitor`, in words; None if there is."""
    if visitor is not None and visitor.limited:
        own = _own_shortage(root, config, visitor)
        if own:
            return own
    return shortage(root, config)


def _own_shortage(root: Path, config: TrainConfig, visitor: Visitor) -> str | None:
    own = [
        run.path
        for run in _summaries(root, _names(root))
        if isinstance(run, RunSummary) and run.owner == visitor.owner
    ]
    used, allowed = sum(map(bytes_used, own)), environment.visitor_bytes_limit()
    if used + room_needed(config) <= allowed:
        return None
    return (
        f"Your trainings already use {math.ceil(used / 1e6)} of {allowed // 10**6} MB, which"
        " is a visitor's share: delete some of them, then try again."
    )


def _describe(
    path: Path,
    config: TrainConfig,
    name: str,
    fingerprint: str,
    sample: bool,
    belongs: dict[str, str | None],
) -> None:
    asked: dict[str, Any] = {
        "format": FORMAT,
        "name": clean_name(name),
        "created": time.time(),
        "config": config.to_stored(),
        "dataset": {"fingerprint": fingerprint, "sample": sample},
        "versions": {package: version(package) for package in PACKAGES},
        "keras": KERAS_SETTINGS,
    }
    asked |= {name: named for name, named in belongs.items() if named is not None}
    _write_config(path, asked)


def _leave_pictures(
    path: Path, watch: npt.NDArray[np.uint8] | None, examples: Examples | None
) -> None:
    if examples is not None:
        leave_examples(path, examples)
    if watch is not None:
        _check_watch(watch)
        np.save(path / "watch.npy", watch.astype(np.uint8), allow_pickle=False)


def _belongs(
    examples: Examples | None, experiment: str | None, visitor: Visitor | None
) -> dict[str, str | None]:
    return {
        "parent": None if examples is None else examples.parent,
        "experiment": experiment,
        "owner": None if visitor is None else visitor.owner,
    }


def _put_in_line(path: Path, config: TrainConfig, *, at_once: bool) -> None:
    keep_reserve(path, config)
    write_command(path, None)
    (path / "events.jsonl").touch()
    if at_once:
        append_event(path / "events.jsonl", Starting(by="terminal"))


def _write_config(path: Path, asked: dict[str, Any]) -> None:
    stored = {**asked, "sha256": config_checksum(asked)}
    write_atomically(path / "config.json", json.dumps(stored, indent=1).encode())


def _wait_until_free(path: Path) -> None:
    deadline = time.monotonic() + LETTING_GO_SECONDS
    while is_held(path):
        if time.monotonic() > deadline:
            raise RunError("This run does not let go yet: try again in a moment.")
        time.sleep(0.05)
