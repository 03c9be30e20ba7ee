"""What is kept on disk: found again, never believed when it is another's, never in the way."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from fashion_model.attribution import keeping
from fashion_model.attribution.fitted import Arrays, from_arrays, to_arrays
from fashion_model.attribution.keeping import keep, key_of, read_kept
from fashion_model.attribution.tracing import Tracer
from fashion_model.data import load_sample
from fashion_model.environment import cache_dir
from fashion_model.runs import BUNDLED, open_run
from fashion_model.runs.directory import BUNDLED_PATH
from fashion_model.runs.disk import TIGHT
from tests.attribution.frozen import copy_of

NAME, KEY = "readout.npz", "a" * 64
NUMBERS: Arrays = {"numbers": np.arange(5000.0)}


def test_what_was_kept_is_found_under_its_key_alone(runs: Path) -> None:
    run = copy_of("run", runs)
    assert read_kept(run, NAME, KEY) is None
    keep(run, NAME, KEY, NUMBERS)
    found = read_kept(run, NAME, KEY)
    assert found is not None
    assert found.keys() == NUMBERS.keys()
    assert np.array_equal(found["numbers"], NUMBERS["numbers"])
    assert read_kept(run, NAME, "b" * 64) is None
    assert [path.name for path in (run.path / "attribution").iterdir()] == [NAME]


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04", b"\x93NUMPY\x01\x00v\x00{'descr'", b"[" * 100_000],
)
def test_anything_else_in_its_place_counts_as_nothing(runs: Path, content: bytes) -> None:
    run = copy_of("run", runs)
    keep(run, NAME, KEY, NUMBERS)
    (run.path / "attribution" / NAME).write_bytes(content)
    assert read_kept(run, NAME, KEY) is None


@pytest.mark.parametrize("at", [0.02, 0.5, 0.97, 0.999])
def test_a_flipped_bit_or_a_lost_end_counts_as_nothing(runs: Path, at: float) -> None:
    run = copy_of("run", runs)
    keep(run, NAME, KEY, NUMBERS)
    path = run.path / "attribution" / NAME
    content = bytearray(path.read_bytes())
    path.write_bytes(content[: int(at * len(content))])
    assert read_kept(run, NAME, KEY) is None
    content[int(0.5 * len(content))] ^= 8
    path.write_bytes(content)
    assert read_kept(run, NAME, KEY) is None


def test_a_link_is_not_followed(runs: Path, tmp_path: Path) -> None:
    run = copy_of("run", runs)
    keep(run, NAME, KEY, NUMBERS)
    path = run.path / "attribution" / NAME
    path.rename(tmp_path / "elsewhere.npz")
    path.symlink_to(tmp_path / "elsewhere.npz")
    assert read_kept(run, NAME, KEY) is None


def test_a_deleted_run_does_not_come_back(runs: Path) -> None:
    run = copy_of("run", runs)
    shutil.rmtree(run.path)
    keep(run, NAME, KEY, NUMBERS)
    assert not run.path.exists()


def test_no_room_is_taken_from_trainings(runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = copy_of("run", runs)
    monkeypatch.setenv("FASHION_RUNS_MB", "1")
    keep(run, NAME, KEY, {"numbers": np.zeros(125_000)})
    assert not (run.path / "attribution").exists()
    monkeypatch.setenv("FASHION_RUNS_MB", "2000")
    monkeypatch.setattr(keeping, "free_bytes", lambda folder: TIGHT)
    keep(run, NAME, KEY, NUMBERS)
    assert not (run.path / "attribution").exists()


def test_of_the_bundled_run_it_lies_in_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FASHION_CACHE_DIR", str(tmp_path / "not" / "there"))
    run, before = open_run(BUNDLED), sorted(BUNDLED_PATH.rglob("*"))
    keep(run, NAME, KEY, NUMBERS)
    assert read_kept(run, NAME, KEY) is not None
    assert (cache_dir() / "attribution" / NAME).is_file()
    assert sorted(BUNDLED_PATH.rglob("*")) == before


def test_a_key_depends_on_model_pictures_and_labels() -> None:
    sample = load_sample()
    keys = {
        key_of("a", sample.train, sample.test),
        key_of("b", sample.train, sample.test),
        key_of("a", sample.test, sample.train),
        key_of("a", sample.train),
        key_of("a", sample.validation, sample.test),
    }
    assert len(keys) == 5
    assert key_of("a", sample.train, sample.test) in keys


def test_a_readout_comes_back_as_it_was(runs: Path) -> None:
    fitted = Tracer(copy_of("run", runs).path).fitted
    again = from_arrays(to_arrays(fitted))
    assert again.agreement == fitted.agreement
    assert again.ridge.penalty == fitted.ridge.penalty
    for name, array in to_arrays(fitted).items():
        assert np.array_equal(array, to_arrays(again)[name]), name


@pytest.mark.parametrize("name", ["labels", "directions", "leverages", "agreement"])
def test_arrays_that_do_not_belong_together_are_refused(runs: Path, name: str) -> None:
    arrays = to_arrays(Tracer(copy_of("run", runs).path).fitted)
    with pytest.raises(ValueError, match="belong"):
        from_arrays({**arrays, name: arrays[name][:-1]})
    del arrays[name]
    with pytest.raises(KeyError):
        from_arrays(arrays)
