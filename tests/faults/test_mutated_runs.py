"""Two thousand run directories with something wrong in them: none harms another, none hangs."""

import json
import os
import shutil
import socket
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fashion_model.files import sha256
from fashion_model.learning_curve.advice import suggest
from fashion_model.learning_curve.commentary import comment
from fashion_model.runs import (
    DamagedRun,
    Run,
    RunError,
    RunSummary,
    calibration_of,
    discard_run,
    list_runs,
    open_run,
    queue_position,
)
from fashion_model.runs.estimate import estimate
from fashion_model.runs.events import ENDINGS
from fashion_model.runs.reading import config_checksum, forget
from fashion_model.workers.control import Recorder
from tests.tiny import IN_A_WORKER, epoch, make_event, queue_run, started
from ui.evaluation.epochs import matrices_of
from ui.training import follow, learning

ID = "11111111-1111-4111-8111-111111111111"
JSON_FILES = ("config.json", "events.jsonl", "manifest.json", "request.json")
FILES = (
    *JSON_FILES,
    "lock",
    "watch.npy",
    "predictions/test.npz",
    "predictions/validation-0001.npy",
)
STRANGE: list[Any] = [
    *(None, True, False, 0, -1, 42, 10**400, -0.5, 1.5, 1e308, 2**63, "", "x", "\ud800", "\x00"),
    *("../../etc", "<b>", "x" * 20_000, [], {}, [[]], [None], {"a": 1}, [0.1] * 10, "NaN", "1e999"),
]
RAW = {"NaN": b"NaN", "1e999": b"1e999", "-Infinity": b"-Infinity"}
"""Texts that stand for what JSON proper has no word for."""


@dataclass(frozen=True)
class Whole:
    """A run directory of some kilobytes, in memory: the content of its files by name."""

    files: dict[str, bytes]

    def write(self, path: Path) -> None:
        for name, content in self.files.items():
            (path / name).parent.mkdir(parents=True, exist_ok=True)
            (path / name).write_bytes(content)


def whole_run(root: Path) -> Whole:
    """A finished run of two epochs that follows a drawing, as a worker writes it."""
    run = queue_run(root, replace(IN_A_WORKER, epochs=2))
    np.save(run.path / "watch.npy", np.zeros((1, 28, 28), np.uint8))
    (run.path / "predictions").mkdir()
    rows = np.eye(10, dtype=np.float32)
    indices = np.arange(10, dtype=np.int32)
    np.savez(run.path / "predictions" / "test.npz", probabilities=rows, indices=indices)
    np.save(run.path / "predictions" / "validation-0001.npy", rows.astype(np.float16))
    recorder = Recorder(run.path)
    recorder.open("server", run.config)
    recorder.record(started(run.config))
    figures = {"step": 3, "epoch": 1, "batch": 3, "loss": 2.0, "accuracy": 0.2}
    speed = {"learning_rate": 0.01, "images_per_second": 100.0}
    recorder.record(make_event("batch", {**figures, **speed}))
    for number in (1, 2):
        recorder.record(epoch(number, watch=[[0.1] * 10]))
    test = run.path / "predictions" / "test.npz"
    sizes = {"sha256": sha256(test), "size": test.stat().st_size}
    recorder.record(make_event("artefact", {"name": "predictions/test.npz", **sizes}))
    recorder.record(make_event("paused", {"step": 20}))
    recorder.record(make_event("resumed", {"step": 20}))
    ended = {"reason": "All epochs are done.", "temperature": 1.2, "sure": 0.9, "best_epoch": 1}
    recorder.record(make_event("finished", {**ended, "test_accuracy": 1}))
    (run.path / "request.json").write_text('{"action": "pause", "time": 1.0}')
    (run.path / "lock").touch()
    files = {name: (run.path / name).read_bytes() for name in FILES}
    discard_run(run)
    return Whole(files)


def places(value: Any, above: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where in a JSON value something may be put in another's place, as keys from the top."""
    inner: list[tuple[Any, ...]] = []
    if isinstance(value, dict):
        inner = [place for key in value for place in places(value[key], (*above, key))]
    elif isinstance(value, list):  # of long ones the first and the last will do
        few = {0, len(value) - 1} if value else ()
        inner = [place for number in few for place in places(value[number], (*above, number))]
    return [above, *inner]


def put(value: Any, place: tuple[Any, ...], other: Any) -> Any:
    """`value` with `other` at `place`; without what is there if `other` is ..."""
    if not place:
        return None if other is ... else other
    copy = dict(value) if isinstance(value, dict) else list(value)
    if len(place) == 1 and other is ...:
        del copy[place[0]]
    else:
        copy[place[0]] = put(value[place[0]], place[1:], other)
    return copy


def packed(value: Any) -> bytes:
    text = json.dumps(value).encode()
    for word, raw in RAW.items():
        text = text.replace(b'"' + word.encode() + b'"', raw)
    return text


def signed(path: Path) -> None:
    """Give description and manifest the checksums of what they hold now, as if meant so."""
    try:
        asked = json.loads((path / "config.json").read_bytes())
        asked.pop("sha256")
        asked["sha256"] = config_checksum(asked)
        (path / "config.json").write_bytes(packed(asked))
    except (ValueError, AttributeError, KeyError, TypeError, OSError):
        pass  # nothing to sign any more
    try:
        listed = json.loads((path / "manifest.json").read_bytes())
        listed["events.jsonl"]["sha256"] = sha256(path / "events.jsonl")
        (path / "manifest.json").write_bytes(packed(listed))
    except (ValueError, AttributeError, KeyError, TypeError, IndexError, OSError):
        pass


@st.composite
def json_changed(draw: st.DrawFn, whole: Whole) -> Callable[[Path], None]:
    """Another value, or none, somewhere in a JSON file."""
    name = draw(st.sampled_from(JSON_FILES))
    lines = whole.files[name].splitlines() if name == "events.jsonl" else [whole.files[name]]
    number = draw(st.integers(0, len(lines) - 1))
    value = json.loads(lines[number])
    place = draw(st.sampled_from(places(value)))
    lines[number] = packed(put(value, place, draw(st.sampled_from([..., *STRANGE]))))

    def change(path: Path) -> None:
        (path / name).write_bytes(b"\n".join(lines) + b"\n")
        signed(path)

    return change


@st.composite
def lines_changed(draw: st.DrawFn, whole: Whole) -> Callable[[Path], None]:
    """Events left out, said twice or in another order; an unended run where the end is lost."""
    lines = whole.files["events.jsonl"].splitlines(keepends=True)
    order = draw(st.lists(st.sampled_from(range(len(lines))), max_size=2 * len(lines)))
    ended = draw(st.booleans())

    def change(path: Path) -> None:
        (path / "events.jsonl").write_bytes(b"".join(lines[each] for each in order))
        if not ended:
            (path / "manifest.json").unlink()
        signed(path)

    return change


@st.composite
def bytes_changed(draw: st.DrawFn, whole: Whole) -> Callable[[Path], None]:
    """A file cut off, with other bytes somewhere, or with others altogether."""
    name = draw(st.sampled_from(FILES))
    content = whole.files[name]
    start = draw(st.integers(0, len(content)))
    other = draw(st.binary(max_size=50))
    rest = draw(st.sampled_from([b"", content[start:], content[start + len(other) :]]))

    def change(path: Path) -> None:
        (path / name).write_bytes(content[:start] + other + rest)
        if draw_signed:
            signed(path)

    draw_signed = draw(st.booleans())
    return change


@st.composite
def kind_changed(draw: st.DrawFn, whole: Whole) -> Callable[[Path], None]:
    """Something else than a file where a file should be."""
    name = draw(st.sampled_from(FILES))
    kind = draw(st.sampled_from(["missing", "folder", "fifo", "link", "loop", "socket", "huge"]))

    def change(path: Path) -> None:
        (path / name).unlink()
        if kind == "folder":
            (path / name).mkdir()
        elif kind == "fifo":
            os.mkfifo(path / name)
        elif kind == "link":
            (path / name).symlink_to("/etc/passwd")
        elif kind == "loop":
            (path / name).symlink_to(path / name)
        elif kind == "socket":
            with socket.socket(socket.AF_UNIX) as made:
                here = Path.cwd()
                os.chdir((path / name).parent)  # its address may have 107 letters
                made.bind(Path(name).name)
                os.chdir(here)
        elif kind == "huge":
            with (path / name).open("wb") as file:
                file.truncate(200_000_000)

    return change


def look(root: Path, run_id: str) -> None:
    """Read of a run what pages read; only `RunError` may come of it."""
    summary = next((each for each in list_runs(root) if each.id == run_id), None)
    assert summary is not None
    if isinstance(summary, RunSummary):
        assert summary.state
        _ = (summary.progress, summary.test_accuracy, summary.reason)
        _ = (summary.has_model, summary.model_path, summary.keras_path, summary.obstacle)
        summary.name.encode()
        estimate(IN_A_WORKER, 100, [summary])
        queue_position(summary)
        calibration_of(summary)
    else:
        summary.reason.encode()
    for read in (_open, _predictions, _validation, _watched):
        try:
            read(root, run_id)
        except RunError as error:
            assert str(error).endswith(".")


def _open(root: Path, run_id: str) -> None:
    run = open_run(run_id, root)
    _ = run.seconds_left
    curve, over = run.curve, run.state if run.state in ENDINGS else None
    comment(curve, over)
    suggest(run.config, curve, sample=run.sample, stopped=run.state == "stopped")
    per_epoch = run.started.batches_per_epoch if run.started else 1
    for quantity in ("loss", "accuracy"):
        table = learning.curve_table(curve.batches, curve.epochs, quantity, per_epoch)
        json.dumps(learning.curve_chart(quantity, run.config.epochs, table), allow_nan=False)
    watched = [each for each in curve.epochs if each.watch]
    follow.lines(watched, run.config.epochs, "black")
    matrices_of(run)


def _predictions(root: Path, run_id: str) -> None:
    found = open_run(run_id, root).test_predictions()
    assert found is None or found[0].shape == (len(found[1]), 10)


def _validation(root: Path, run_id: str) -> None:
    found = open_run(run_id, root).validation_predictions(1)
    assert found is None or found.shape[1:] == (10,)


def _watched(root: Path, run_id: str) -> None:
    found = open_run(run_id, root).watched
    assert found is None or found.shape[1:] == (28, 28)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    """The run that is mutated."""
    return whole_run(tmp_path_factory.mktemp("whole"))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("mutation", "examples"),
    [(json_changed, 1200), (lines_changed, 300), (bytes_changed, 300), (kind_changed, 200)],
)
def test_a_mutated_run_harms_nobody(
    whole: Whole,
    mutation: Callable[[Whole], st.SearchStrategy[Callable[[Path], None]]],
    examples: int,
    tmp_path: Path,
) -> None:
    root = tmp_path / "runs"
    root.mkdir()
    fine = queue_run(root)
    path = root / ID

    @settings(
        max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(change=mutation(whole))
    def check(change: Callable[[Path], None]) -> None:
        whole.write(path)
        try:
            change(path)
            look(root, ID)
            assert isinstance(open_run(fine.id, root), Run)
            mutated = next(each for each in list_runs(root) if each.id == ID)
            discard_run(mutated)  # whatever it is, it can be deleted
            assert ID not in [each.id for each in list_runs(root)]
        finally:
            shutil.rmtree(path, ignore_errors=True)
            shutil.rmtree(root / ".trash", ignore_errors=True)
            forget(path)

    check()


def test_the_whole_run_is_no_damage(whole: Whole, tmp_path: Path) -> None:
    root = tmp_path / "runs"
    whole.write(root / ID)
    look(root, ID)
    run = open_run(ID, root)
    assert run.state == "finished"
    assert len(run.curve.epochs) == 2
    predictions = run.test_predictions()
    assert predictions is not None


def test_a_folder_with_a_strange_name_is_listed_and_can_be_deleted(tmp_path: Path) -> None:
    root = tmp_path / "runs"
    root.mkdir()
    Path(os.fsdecode(os.fsencode(root) + b"/caf\xe9 <b>")).mkdir()
    (found,) = [each for each in list_runs(root) if isinstance(each, DamagedRun)]
    found.id.encode()
    assert found.reason == "Its folder has no name that this app gives."
    discard_run(found)
    assert not [each for each in list_runs(root) if isinstance(each, DamagedRun)]
