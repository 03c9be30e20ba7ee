"""The worker that traces answers to training pictures, and the server's side of it."""

import base64
import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from fashion_model.attribution.error import AttributionError
from fashion_model.data import load_sample
from fashion_model.environment import ROOT
from fashion_model.labels import CLASS_NAMES
from fashion_model.predict import Classifier
from fashion_model.runs import Run
from fashion_model.workers import attribution_request as server
from fashion_model.workers.attribution import LARGEST, MOST_LEFT_OUT, read_request
from tests.attribution.frozen import copy_of

SAMPLE = load_sample()
PICTURE = SAMPLE.test.images[1]
NUMBERS = PICTURE.ravel().tolist()
PACKED = base64.b64encode(PICTURE.tobytes()).decode()
KEPT = "attribution/readout.npz"


@pytest.fixture
def run(runs: Path) -> Run:
    """A small network that a real worker trained on 2,250 pictures of the sample."""
    return copy_of("run", runs)


def asked(path: Path, content: bytes) -> tuple[int, dict[str, Any]]:
    """What the process says, which is one line, and how it ends."""
    done = subprocess.run(
        [sys.executable, "-m", "fashion_model.workers.attribution", str(path)],
        cwd=ROOT,
        input=content,
        capture_output=True,
        timeout=300,
        check=False,
    )
    (line,) = done.stdout.splitlines()
    told = json.loads(line)
    assert isinstance(told, dict), done.stderr
    return done.returncode, told


def agreeing(run: Run) -> tuple[Any, Any]:
    """A test picture that the readout answers as the network does, and what is behind it."""
    for picture in SAMPLE.test.images[:10]:
        found = server.trace(run.path, picture)
        if found.agrees:
            return picture, found
    raise AssertionError("They never agree.")


def test_an_answer_is_traced_to_training_pictures(run: Run) -> None:
    code, told = asked(run.path, json.dumps({"ask": "picture", "picture": NUMBERS}).encode())
    assert code == 0
    assert told["pictures"] == 2250
    network = Classifier.load(run.path / "model.tflite").probabilities(PICTURE[np.newaxis])
    assert told["network"] == int(network.argmax())
    assert told["readout"] == int(np.argmax(told["scores"]))
    assert told["agrees"] == (told["network"] == told["readout"])
    distances = [each["distance"] for each in told["neighbours"]]
    assert distances == sorted(distances)
    labels = dict(zip(SAMPLE.train.indices.tolist(), SAMPLE.train.labels.tolist(), strict=True))
    for each in told["neighbours"] + told["helped"] + told["misled"]:
        assert labels[each["index"]] == each["label"]
    agreement = told["agreement"]
    assert agreement["pictures"] == len(SAMPLE.test)
    assert agreement["pictures"] > agreement["agreeing"] > agreement["pictures"] / 2
    assert agreement["wrong"] > agreement["agreeing_on_wrong"] > 0


def test_a_picture_may_come_as_bytes(run: Run) -> None:
    numbers, packed = (
        asked(run.path, json.dumps({"ask": "picture", "picture": each}).encode())
        for each in (NUMBERS, PACKED)
    )
    assert numbers == packed


def test_where_the_readout_says_something_else_only_neighbours_are_shown(run: Run) -> None:
    for picture in SAMPLE.test.images[:40]:
        found = server.trace(run.path, picture)
        assert len(found.neighbours) == 8
        if not found.agrees:
            assert found.helped == found.misled == ()
            with pytest.raises(AttributionError, match="differently"):
                server.leave_out(run.path, picture, [found.neighbours[0].index])
            return
    raise AssertionError("They always agree.")


def test_the_server_is_told_what_leaving_pictures_out_changes(run: Run) -> None:
    picture, found = agreeing(run)
    assert 1 <= len(found.helped) <= 3
    assert all(each.effect > 0 for each in found.helped)
    assert all(each.effect < 0 for each in found.misled)
    changed = server.leave_out(run.path, picture, [found.helped[0].index])
    assert changed.before == found.scores
    assert changed.answer_before == found.readout
    assert changed.left_out == (found.helped[0].index,)
    assert changed.pictures == 2250
    assert lead(changed.before, found.readout) - lead(changed.after, found.readout) == (
        pytest.approx(found.helped[0].effect)
    )


def lead(scores: tuple[float, ...], label: int) -> float:
    return scores[label] - max(score for at, score in enumerate(scores) if at != label)


def test_doubtful_labels_are_listed(run: Run) -> None:
    found = server.doubtful(run.path)
    assert found.pictures == 2250
    assert found.found >= len(found.worst) > 0
    margins = [each.confidence - each.given for each in found.worst]
    assert margins == sorted(margins, reverse=True)
    for each in found.worst:
        assert each.index in SAMPLE.train.indices
        assert each.label != each.suggested
        assert each.suggested in range(len(CLASS_NAMES))
    kept = (run.path / "attribution" / "doubtful.npz").stat()
    assert server.doubtful(run.path) == found
    assert (run.path / "attribution" / "doubtful.npz").stat().st_ino == kept.st_ino


def test_what_was_kept_is_used_again(run: Run) -> None:
    first = server.trace(run.path, PICTURE)
    before = (run.path / KEPT).stat()
    arrays = dict(np.load(run.path / KEPT))
    assert server.trace(run.path, PICTURE) == first
    assert (run.path / KEPT).stat().st_ino == before.st_ino
    arrays["agreement"] = np.array([9, 8, 7, 6])  # a sign of where the numbers come from
    np.savez(run.path / KEPT, allow_pickle=False, **arrays)
    assert server.trace(run.path, PICTURE).agreement.agreeing == 8


@pytest.mark.parametrize("fault", ["torn", "another network's", "without something"])
def test_what_is_no_good_is_made_again(run: Run, fault: str) -> None:
    first = server.trace(run.path, PICTURE)
    path = run.path / KEPT
    arrays = dict(np.load(path))
    whole = path.stat().st_size
    if fault == "torn":
        os.truncate(path, whole // 2)
    elif fault == "another network's":
        arrays.update(key=np.array("0" * 64), agreement=np.array([9, 8, 7, 6]))
        np.savez(path, allow_pickle=False, **arrays)
    else:
        np.savez(path, allow_pickle=False, key=arrays["key"], features=arrays["features"])
    assert server.trace(run.path, PICTURE) == first
    assert path.stat().st_size == whole
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_nothing_of_the_picture_is_kept(run: Run) -> None:
    server.trace(run.path, SAMPLE.test.images[2])
    before = (run.path / KEPT).read_bytes()
    picture = np.arange(784, dtype=np.uint8).reshape(28, 28)
    server.trace(run.path, picture)
    assert (run.path / KEPT).read_bytes() == before
    assert [each.name for each in (run.path / "attribution").iterdir()] == ["readout.npz"]


WITHOUT = {"ask": "without", "picture": NUMBERS}
HOSTILE: list[bytes | dict[str, Any]] = [
    b"",
    b"\xff\xfe",
    b"null",
    b"[]",
    b"[" * 50_000,
    b"9" * 5_000,
    b" " * (LARGEST + 1),
    {},
    {"ask": 3},
    {"ask": ["picture"], "picture": NUMBERS},
    {"ask": "__init__", "picture": NUMBERS},
    {"ask": "picture"},
    {"ask": "picture", "picture": None},
    {"ask": "picture", "picture": NUMBERS[:-1]},
    {"ask": "picture", "picture": [*NUMBERS[:-1], 256]},
    {"ask": "picture", "picture": [*NUMBERS[:-1], -1]},
    {"ask": "picture", "picture": [*NUMBERS[:-1], 0.5]},
    {"ask": "picture", "picture": [*NUMBERS[:-1], True]},
    {"ask": "picture", "picture": [*NUMBERS[:-1], [0]]},
    b'{"ask": "picture", "picture": [' + b"NaN," * 783 + b"NaN]}",
    {"ask": "picture", "picture": PACKED[:-4]},
    {"ask": "picture", "picture": "ü" * 1046},
    {"ask": "picture", "picture": "/etc/passwd"},
    {"ask": "picture", "picture": {"0": 1}},
    WITHOUT,
    {**WITHOUT, "without": []},
    {**WITHOUT, "without": 7},
    {**WITHOUT, "without": "7"},
    {**WITHOUT, "without": [1.5]},
    {**WITHOUT, "without": [True]},
    {**WITHOUT, "without": [-1]},
    {**WITHOUT, "without": [10**30]},
    {**WITHOUT, "without": list(range(MOST_LEFT_OUT + 1))},
]


@pytest.mark.parametrize("request_", HOSTILE, ids=lambda each: repr(each)[:40])
def test_what_makes_no_sense_is_refused_in_a_sentence(request_: bytes | dict[str, Any]) -> None:
    content = request_ if isinstance(request_, bytes) else json.dumps(request_).encode()
    with pytest.raises(AttributionError, match=r"^[A-Z1-9].{10,90}\.$"):
        read_request(content)


def test_the_process_says_what_is_wrong(runs: Path, run: Run) -> None:
    good = json.dumps({"ask": "doubtful"}).encode()
    waiting = copy_of("waiting_child", runs)
    for path, content, words in [
        (run.path, b"no", "must ask one of"),
        (runs / "nothing", good, "can't be read"),
        (Path("/etc/passwd"), good, "can't be read"),
        (waiting.path, good, "no network"),
    ]:
        code, told = asked(path, content)
        assert (code, list(told)) == (1, ["error"])
        assert words in told["error"]


def test_a_damaged_network_is_told_of(run: Run) -> None:
    (run.path / "model.tflite").write_bytes(b"TFL3" * 100)
    with pytest.raises(AttributionError, match="no network"):
        server.trace(run.path, PICTURE)


def test_only_pictures_that_were_counted_can_be_left_out(run: Run) -> None:
    picture, _ = agreeing(run)
    never = int(np.setdiff1d(np.arange(60_000), SAMPLE.train.indices)[0])
    with pytest.raises(AttributionError, match="counted"):
        server.leave_out(run.path, picture, [never])


def test_the_process_holds_no_tensorflow() -> None:
    program = (
        "import sys, fashion_model.workers.attribution;"
        "print(*{name.partition('.')[0] for name in sys.modules})"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    assert "ai_edge_litert" in loaded
    assert not {"tensorflow", "keras", "streamlit", "pandas"} & loaded


def test_one_that_takes_too_long_is_ended(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "SECONDS", 0.0)
    with pytest.raises(AttributionError, match="too long"):
        server.trace(run.path, PICTURE)
    monkeypatch.undo()
    assert server._places.acquire(timeout=0)
    server._places.release()


def test_two_at_a_time_and_no_more(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    both, go_on = threading.Barrier(3), threading.Event()
    begun: list[int] = []
    ended: list[int] = []
    living: list[int] = []

    def waits(*_: object) -> subprocess.CompletedProcess[bytes]:
        begun.append(1)
        living.append(len(begun) - len(ended))
        if len(begun) <= 2:
            both.wait(60)
        go_on.wait(60)
        ended.append(1)
        return subprocess.CompletedProcess([], 0, b'{"pictures": 1, "found": 0, "worst": []}')

    monkeypatch.setattr(server, "_run", waits)
    threads = [threading.Thread(target=server.doubtful, args=(run.path,)) for _ in range(5)]
    for thread in threads:
        thread.start()
    both.wait(60)
    go_on.set()
    for thread in threads:
        thread.join()
    assert len(begun) == 5
    assert max(living) == 2


def test_who_finds_no_place_in_time_is_told_so(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "SECONDS", 0.0)
    with server._places, server._places, pytest.raises(AttributionError, match="Others"):
        server.doubtful(run.path)


@pytest.mark.parametrize("said", [b"", b"no", b"[]", b"{}", b'{"worst": 7}', b'{"worst": [{}]}'])
def test_an_answer_without_sense_is_a_sentence(
    run: Run, monkeypatch: pytest.MonkeyPatch, said: bytes
) -> None:
    done = subprocess.CompletedProcess([], 0, said, b"")
    monkeypatch.setattr(server, "_run", lambda *_: done)
    for ask in (
        lambda: server.doubtful(run.path),
        lambda: server.trace(run.path, PICTURE),
        lambda: server.leave_out(run.path, PICTURE, [1]),
    ):
        with pytest.raises(AttributionError, match="fault of the app"):
            ask()
