"""From a folder to a run: whatever lies there, it is a run, a summary of one, or damaged."""

import hashlib
import json
import threading
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from fashion_model import events
from fashion_model.config import ConfigError, TrainConfig
from fashion_model.events import DamagedEvents, Event, is_time, load_json, read_events
from fashion_model.files import is_regular_file
from fashion_model.runs.curve import read_curve
from fashion_model.runs.directory import BUNDLED, DamagedRun, Run, RunSummary, checksum
from fashion_model.runs.lock import is_held
from fashion_model.runs.requests import read_wish
from fashion_model.runs.summary import last_of, summarize

FORMAT = 1
NAME_LENGTH = 80  # letters
LARGEST = 1_000_000  # bytes of a description or a manifest, which have some thousand

# Of each folder the summary, and sizes and times of the files it was made from.
Signature = tuple[tuple[int, ...] | None, ...]
_summaries: dict[Path, tuple[Signature, RunSummary | DamagedRun]] = {}
_reading = threading.Lock()


def read_run(path: Path, run_id: str) -> Run | DamagedRun:
    """Read a run directory with all its events; one that can't be read says why."""
    return _read(path, run_id, remember=True)


def read_summary(path: Path, run_id: str) -> RunSummary | DamagedRun:
    """Read what a list needs of a run; a folder that has not changed is not read again."""
    signature = _signature(path)
    known = _summaries.get(path)
    if known is None or known[0] != signature:
        with _reading:  # once, however many visitors look at the list
            known = _summaries.get(path)
            if known is None or known[0] != signature:
                known = signature, _summary(path, run_id)
                _summaries[path] = known
    found = known[1]
    ended = signature[-1] is not None  # by a manifest, after which nobody works on it
    if isinstance(found, DamagedRun) or ended:
        return found
    return replace(found, held=is_held(path), wish=read_wish(path))


def forget(path: Path) -> None:
    """Drop what was remembered of a run that was moved or removed."""
    events.forget(path / "events.jsonl")
    _summaries.pop(path, None)


def forget_missing(root: Path, present: Iterable[Path]) -> None:
    """Drop what was remembered of runs in `root` that are not `present` any more."""
    for path in set(list(_summaries)).difference(present):
        if path.parent == root:
            forget(path)


def read_config(path: Path) -> dict[str, Any]:
    """What `config.json` says, after its own checksum was found right.

    Raises:
        OSError, ValueError, RecursionError: it can't be read.
    """
    stored = _object(path / "config.json")
    listed = stored.pop("sha256", None)
    if stored.get("format") != FORMAT or config_checksum(stored) != listed:
        raise ValueError("config.json was changed by something else")
    return stored


def config_checksum(asked: dict[str, Any]) -> str:
    """The SHA-256 of a run's description, however it is laid out."""
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()


def one_line(text: str) -> str:
    """`text` as one short line that any page can show; empty if nothing is left of it."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:NAME_LENGTH]


def _summary(path: Path, run_id: str) -> RunSummary | DamagedRun:
    """Of a run under way the events stay in memory, for the next look at what is new."""
    run = _read(path, run_id, remember=not (path / "manifest.json").exists())
    if isinstance(run, DamagedRun):
        return run
    return RunSummary(**{name: getattr(run, name) for name in RunSummary.__dataclass_fields__})


def _read(path: Path, run_id: str, *, remember: bool) -> Run | DamagedRun:
    if path.is_symlink() or not path.is_dir():
        return DamagedRun(run_id, path, "It is not a folder.")
    try:
        asked = read_config(path)
        told = _events(path, remember=remember)
        return _run(path, run_id, asked, told)
    except FileNotFoundError as error:
        return DamagedRun(run_id, path, f"Its {Path(str(error.filename)).name} is missing.")
    except OSError as error:
        return DamagedRun(run_id, path, f"It can't be read: {error.strerror}.")
    except (DamagedEvents, ConfigError) as error:
        return DamagedRun(run_id, path, str(error))
    except (ValueError, RecursionError):
        return DamagedRun(run_id, path, "Its description is not one this app wrote.")


def _run(path: Path, run_id: str, asked: dict[str, Any], told: list[Event]) -> Run:
    name, created, parent = asked.get("name"), asked.get("created"), asked.get("parent")
    config, dataset, versions = (asked.get(key) for key in ("config", "dataset", "versions"))
    if not (
        isinstance(name, str)
        and is_time(created)
        and isinstance(parent, str | None)
        and isinstance(config, dict)
        and isinstance(dataset, dict)
        and isinstance(dataset.get("sample"), bool)
        and isinstance(dataset.get("fingerprint"), str)
        and isinstance(versions, dict)
        and {"keras", "numpy"} <= versions.keys()
        and all(isinstance(version, str) for version in versions.values())
    ):
        raise ValueError("config.json lacks something")
    curve = read_curve(told)
    begun = last_of(told, "started") is not None or not (curve.batches or curve.epochs)
    if not begun or [each["epoch"] for each in curve.epochs] != [*range(1, len(curve.epochs) + 1)]:
        raise DamagedEvents("Its events are not in order.")
    return Run(
        id=run_id,
        path=path,
        name=one_line(name) or run_id,
        config=TrainConfig.from_dict(config),
        created=float(created or 0),
        sample=dataset["sample"],
        fingerprint=dataset["fingerprint"],
        versions=versions,
        parent=parent,
        told=summarize(told, curve),
        held=run_id != BUNDLED and is_held(path),
        wish=read_wish(path),
        events=told,
        curve=curve,
    )


def _events(path: Path, *, remember: bool) -> list[Event]:
    """The events; of a run that ended they have the checksum its manifest lists.

    Raises:
        OSError, ValueError, RecursionError, DamagedEvents: they or the manifest can't be read.
    """
    stored = _plain(path / "events.jsonl")
    told = read_events(stored, remember=remember)
    manifest = path / "manifest.json"
    if manifest.exists():
        listed = _object(manifest).get("events.jsonl")
        if not isinstance(listed, dict) or checksum(stored) != listed.get("sha256"):
            raise DamagedEvents("Its events were changed after it ended.")
    return told


def _object(path: Path) -> dict[str, Any]:
    """The JSON object in a file of the run."""
    if _plain(path).stat().st_size > LARGEST:
        raise DamagedEvents(f"Its {path.name} is too large to be this app's.")
    stored = load_json(path.read_bytes())
    if not isinstance(stored, dict):
        raise ValueError(f"{path.name} holds no object")
    return stored


def _plain(path: Path) -> Path:
    """`path`, unless it is a link: a run directory holds its own files.

    Raises:
        DamagedEvents: it is a link or no file.
        FileNotFoundError: it is not there.
    """
    if path.is_symlink():
        raise DamagedEvents(f"Its {path.name} is a link.")
    if not path.exists():
        raise FileNotFoundError(2, "missing", str(path))
    if not is_regular_file(path):
        raise DamagedEvents(f"Its {path.name} is not a file.")
    return path


def _signature(path: Path) -> Signature:
    """What changes whenever one of the files does that a summary is made from."""
    names = ("", "config.json", "events.jsonl", "manifest.json")
    return tuple(_status(path / name, whole=bool(name)) for name in names)


def _status(path: Path, *, whole: bool) -> tuple[int, ...] | None:
    try:
        status = path.lstat()
    except OSError:
        return None
    kind = (status.st_mode, status.st_ino)
    return (*kind, status.st_size, status.st_mtime_ns) if whole else kind
