"""A list of runs reads each of them once, and again only what has changed: counted, not timed."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from fashion_model.environment import ROOT
from fashion_model.runs import (
    Command,
    RunSummary,
    discard_run,
    event_log,
    list_runs,
    open_run,
    reading,
    rename_run,
    send_command,
)
from fashion_model.runs.directory import BUNDLED_PATH
from fashion_model.runs.event_log import append_event, read_events
from fashion_model.runs.events import Event
from tests.tiny import IN_A_WORKER, make_event, queue_run, started

MANY = 40  # more than the parsed events that an earlier version remembered


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many events were read from a file, each time some were."""
    read: list[int] = []
    parse = event_log._parse

    def count(content: bytes, first: int) -> list[Event]:
        read.append(content.count(b"\n"))
        return parse(content, first)

    monkeypatch.setattr(event_log, "_parse", count)
    return read


@pytest.fixture
def many(runs: Path) -> list[Path]:
    """Many finished runs."""
    paths = [runs / f"{number:08d}-0000-4000-8000-000000000000" for number in range(MANY)]
    for path in paths:
        path.mkdir()
        for name in ("config.json", "events.jsonl", "manifest.json"):
            shutil.copyfile(BUNDLED_PATH / name, path / name)
    return paths


def own(root: Path) -> list[RunSummary]:
    return [run for run in list_runs(root) if isinstance(run, RunSummary) and not run.bundled]


def test_what_has_not_changed_is_not_read_again(
    runs: Path, many: list[Path], parsed: list[int]
) -> None:
    assert len(own(runs)) == MANY
    parsed.clear()
    assert len(own(runs)) == MANY
    assert not parsed
    rename_run(own(runs)[3], "Another name")
    assert [run.name for run in own(runs)].count("Another name") == 1
    assert len(parsed) == 1


def test_the_list_says_what_the_run_says(runs: Path, many: list[Path]) -> None:
    listed, opened = own(runs)[0], open_run(many[0].name, runs)
    for name in ("name", "state", "test_accuracy", "seconds", "progress", "has_model", "reason"):
        assert getattr(listed, name) == getattr(opened, name), name


def test_of_a_training_under_way_only_what_is_new_is_read(runs: Path, parsed: list[int]) -> None:
    run = queue_run(runs)
    told = run.path / "events.jsonl"
    append_event(told, make_event("starting", {"by": "server"}))
    append_event(told, started(IN_A_WORKER))
    assert own(runs)[0].state == "interrupted"  # no worker holds it
    parsed.clear()
    append_event(told, make_event("paused", {"step": 1}))
    assert own(runs)[0].state == "paused"
    assert open_run(run.id, runs).events[-1].kind == "paused"
    assert parsed == [1]  # once for the list and for whoever looks at the run


def test_a_request_shows_without_reading_the_run(runs: Path, parsed: list[int]) -> None:
    run = queue_run(runs)
    append_event(run.path / "events.jsonl", make_event("starting", {"by": "server"}))
    assert own(runs)[0].state == "interrupted"
    parsed.clear()
    send_command(open_run(run.id, runs), Command.RESUME)
    assert own(runs)[0].state == "queued"
    assert not parsed


def test_what_was_removed_is_listed_no_more(runs: Path, many: list[Path]) -> None:
    assert len(own(runs)) == MANY
    discard_run(open_run(many[0].name, runs))
    shutil.rmtree(many[1])
    assert {run.id for run in own(runs)} == {path.name for path in many[2:]}


@pytest.mark.parametrize("room", [1, 10**9])
def test_parsed_events_stay_in_memory_as_far_as_there_is_room(
    room: int,
    many: list[Path],
    parsed: list[int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(event_log, "REMEMBERED", room)
    told = [path / "events.jsonl" for path in many]
    for path in told[:3]:
        read_events(path)
    parsed.clear()
    read_events(told[2])
    read_events(told[0])
    assert len(parsed) == (1 if room == 1 else 0)


_RENAME = """
import sys
from pathlib import Path
from fashion_model.runs import open_run, rename_run
rename_run(open_run(sys.argv[2], Path(sys.argv[1])), "Renamed elsewhere")
"""


def test_what_another_process_renames_is_seen_at_once(runs: Path, many: list[Path]) -> None:
    assert len(own(runs)) == MANY
    command = [sys.executable, "-c", _RENAME, str(runs), many[3].name]
    subprocess.run(command, cwd=ROOT, check=True, timeout=150)
    assert [run.name for run in own(runs)].count("Renamed elsewhere") == 1


def test_what_was_changed_by_hand_is_seen_soon(
    runs: Path, many: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(own(runs)) == MANY
    (many[3] / "config.json").write_text("null")
    monkeypatch.setattr(reading, "RECHECK_SECONDS", 0.0)
    assert len(own(runs)) == MANY - 1


def test_a_look_at_files_serves_all_for_a_while(
    runs: Path, many: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "RECHECK_SECONDS", 1e9)
    assert len(own(runs)) == MANY
    looked: list[str] = []
    look = reading._signature

    def count(folder: str, files: tuple[str, ...]) -> list[tuple[int, ...]]:
        looked.append(folder)
        return look(folder, files)

    monkeypatch.setattr(reading, "_signature", count)
    assert len(own(runs)) == MANY
    assert looked == []
    discard_run(own(runs)[0])
    assert len(own(runs)) == MANY - 1
