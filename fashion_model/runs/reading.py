"""From a folder to a run: whatever lies there, it is a run, a summary of one, or damaged."""

import hashlib
import json
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from fashion_model.config import ConfigError, TrainConfig
from fashion_model.files import is_regular_file
from fashion_model.runs import event_log
from fashion_model.runs.commands import read_request
from fashion_model.runs.curve import Curve, last_of, read_curve, summarize
from fashion_model.runs.directory import (
    BUNDLED,
    DamagedRun,
    Run,
    RunSummary,
    checksum,
    is_held,
    is_id,
    one_line,
)
from fashion_model.runs.event_log import load_json, read_events, read_milestones
from fashion_model.runs.events import Artefact, DamagedEvents, Event, Started, Tested, is_time

FORMAT = 1
AFTER_ENDING = (Artefact.kind, Tested.kind)  # what may still be said of a run that has ended
LARGEST = 1_000_000  # bytes of a description or a manifest, which have some thousand
RECHECK_SECONDS = 10.0
"""How long an ended run is taken for unchanged while nothing came, went or was renamed beside it:
where many visitors are served at once, each look at a file waits for its turn, and a list takes a
thousand."""

# What a summary is made from; once a manifest is there, only the first two ever change.
_FILES = ("/config.json", "/events.jsonl", "/manifest.json", "")
_FILES_OF_ENDED = _FILES[:2]


@dataclass
class _Known:
    """A summary, the size, time and kind of its files, and when they were looked at."""

    found: RunSummary | DamagedRun
    files: tuple[str, ...]
    signature: list[tuple[int, ...]]
    looked: tuple[float, int]  # on the monotonic clock, and the time of the folder of runs then


# By the folder. Texts, not paths, because hundreds are looked up for every list.
_known: dict[str, _Known] = {}
_reading = threading.Lock()


def read_run(path: Path, run_id: str) -> Run | DamagedRun:
    """Read a run directory with all its events; one that can't be read says why."""
    return _read(path, run_id, read_events)


def read_summary(folder: str, run_id: str, changed: int = 0) -> RunSummary | DamagedRun:
    """Read what a list needs of a run; a folder that has not changed is not read again.

    `changed` is when something last came, went or was renamed in the folder of all runs. What was
    done by hand to the files of an ended run is seen within `RECHECK_SECONDS`.
    """
    known, now = _known.get(folder), (time.monotonic(), changed)
    if known is None or not _unchanged(folder, known, now):
        known = _read_again(folder, run_id, now)
    if isinstance(known.found, DamagedRun) or known.files is _FILES_OF_ENDED:
        return known.found  # nobody works on it
    command, place = read_request(known.found.path)
    return replace(known.found, held=is_held(known.found.path), command=command, place=place)


def _unchanged(folder: str, known: _Known, now: tuple[float, int]) -> bool:
    """Whether its files are as they were; those of an ended run are looked at now and then."""
    ended = known.files is _FILES_OF_ENDED and known.looked[1] == now[1]
    if ended and now[0] - known.looked[0] < RECHECK_SECONDS:
        return True
    known.looked = now  # at once, so that of many visitors one looks
    return _signature(folder, known.files) == known.signature


def _read_again(folder: str, run_id: str, now: tuple[float, int]) -> _Known:
    with _reading:  # once, however many visitors look at the list
        known = _known.get(folder)
        if known is None or _signature(folder, known.files) != known.signature:
            signature = _signature(folder, _FILES)  # before it is read, lest a change be missed
            known = _Known(_summary(Path(folder), run_id), _FILES, signature, now)
            if signature[2] and isinstance(known.found, RunSummary):
                known = replace(known, files=_FILES_OF_ENDED, signature=signature[:2])
            _known[folder] = known
    return known


def forget(path: Path) -> None:
    """Drop what was remembered of a run that was moved or removed."""
    event_log.forget(path / "events.jsonl")
    _known.pop(os.fspath(path), None)


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


def _summary(path: Path, run_id: str) -> RunSummary | DamagedRun:
    """Of a run under way all events stay in memory, for the next look at what is new."""
    ended = (path / "manifest.json").exists()
    run = _read(path, run_id, read_milestones if ended else read_events)
    if isinstance(run, DamagedRun):
        return run
    return RunSummary(**{name: getattr(run, name) for name in RunSummary.__dataclass_fields__})


def _read(path: Path, run_id: str, read: Callable[[Path], list[Event]]) -> Run | DamagedRun:
    if path.is_symlink() or not path.is_dir():
        return DamagedRun(run_id, path, "It is not a folder.")
    try:
        asked = read_config(path)
        events = read(_plain(path / "events.jsonl"))
        _check_manifest(path)
        return _run(path, run_id, asked, events)
    except FileNotFoundError as error:
        return DamagedRun(run_id, path, f"Its {Path(str(error.filename)).name} is missing.")
    except OSError as error:
        return DamagedRun(run_id, path, f"It can't be read: {error.strerror}.")
    except (DamagedEvents, ConfigError) as error:
        return DamagedRun(run_id, path, str(error))
    except (ValueError, RecursionError):
        return DamagedRun(run_id, path, "Its description is not one this app wrote.")


def _run(path: Path, run_id: str, asked: dict[str, Any], events: list[Event]) -> Run:
    name, created, parent = asked.get("name"), asked.get("created"), asked.get("parent")
    experiment, owner = asked.get("experiment"), asked.get("owner")
    config, dataset, versions = (asked.get(key) for key in ("config", "dataset", "versions"))
    if not (
        isinstance(name, str)
        and is_time(created)
        and isinstance(parent, str | None)
        and isinstance(owner, str | None)
        and (experiment is None or (isinstance(experiment, str) and is_id(experiment)))
        and isinstance(config, dict)
        and isinstance(dataset, dict)
        and isinstance(dataset.get("sample"), bool)
        and isinstance(dataset.get("fingerprint"), str)
        and isinstance(versions, dict)
        and {"keras", "numpy"} <= versions.keys()
        and all(isinstance(version, str) for version in versions.values())
    ):
        raise ValueError("config.json lacks something")
    curve = _curve(events)
    command, place = read_request(path)
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
        experiment=experiment,
        owner=owner,
        summary=summarize(events, curve),
        held=run_id != BUNDLED and is_held(path),
        command=command,
        place=place,
        events=events,
        curve=curve,
    )


def _curve(events: list[Event]) -> Curve:
    """The curve of `events`, which begins with its start and leaves no epoch out."""
    curve = read_curve(events)
    begun = last_of(events, Started) is not None or not (curve.batches or curve.epochs)
    if not begun or [each.epoch for each in curve.epochs] != [*range(1, len(curve.epochs) + 1)]:
        raise DamagedEvents("Its events are not in order.")
    return curve


def _check_manifest(path: Path) -> None:
    """A run that ended lists its events' checksum: one flipped bit is found.

    Raises:
        OSError, ValueError, RecursionError, DamagedEvents: it can't be read, or they differ.
    """
    manifest = path / "manifest.json"
    if not manifest.exists():
        return
    listed, events = _object(manifest).get("events.jsonl"), path / "events.jsonl"
    whole = isinstance(listed, dict) and checksum(events) == listed.get("sha256")
    if not whole and not (isinstance(listed, dict) and _only_tested_since(events, listed)):
        raise DamagedEvents("Its events were changed after it ended.")


def _only_tested_since(events: Path, listed: dict[str, Any]) -> bool:
    """Whether all that was said after the ending is how it did on the test pictures."""
    content, size = events.read_bytes(), listed.get("size")
    if type(size) is not int or not 0 < size < len(content):
        return False
    if hashlib.sha256(content[:size]).hexdigest() != listed.get("sha256"):
        return False
    said = [load_json(line) for line in content[size:].splitlines()]
    return all(isinstance(each, dict) and each.get("event") in AFTER_ENDING for each in said)


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


def _signature(folder: str, files: tuple[str, ...]) -> list[tuple[int, ...]]:
    """What changes with a file, or with what lies in its place; nothing for one not there."""
    found: list[tuple[int, ...]] = []
    for name in files:
        try:
            status = os.lstat(folder + name)
        except OSError:
            found.append(())
        else:
            changing = (status.st_size, status.st_mtime_ns) if name else ()  # a folder's do often
            found.append((status.st_mode, status.st_ino, *changing))
    return found
