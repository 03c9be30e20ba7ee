"""Child runs: what is asked of them, and where a visitor's pictures lie meanwhile."""

import io
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from fashion_model.config import PRESETS, Augmentation
from fashion_model.data import load_sample
from fashion_model.runs import (
    BUNDLED,
    Command,
    Examples,
    RunError,
    discard_run,
    fine_tune_run,
    list_runs,
    open_run,
    rename_run,
    restore_run,
    send_command,
    why_not_fine_tune,
)
from fashion_model.runs.examples import MOST_OWN, take_examples
from fashion_model.runs.finetuning import finetuning_config
from fashion_model.runs.store import empty_trash
from tests.tiny import queue_run

DATA = load_sample()
IMAGES, LABELS = DATA.test.images[:3], DATA.test.labels[:3]


def kept_examples(root: Path) -> list[Path]:
    return list(root.rglob("lesson*"))


def test_a_child_waits_in_line_with_its_pictures(runs: Path) -> None:
    child = fine_tune_run(open_run(BUNDLED), IMAGES, LABELS, DATA)
    assert child.state == "queued"
    assert child.parent == BUNDLED
    assert child.name == "Deep, on all pictures + 3 of yours"
    assert child.config.blocks == open_run(BUNDLED).config.blocks
    rename_run(child, "Another name")
    assert open_run(child.id).parent == BUNDLED
    examples = take_examples(child.path, BUNDLED)
    assert examples is not None
    np.testing.assert_array_equal(examples.images, IMAGES)
    np.testing.assert_array_equal(examples.labels, LABELS)
    assert not kept_examples(runs)
    assert take_examples(child.path, BUNDLED) is None


def test_a_long_name_keeps_its_ending(runs: Path) -> None:
    parent = replace(open_run(BUNDLED), name="x" * 80)
    name = fine_tune_run(parent, IMAGES, LABELS, DATA).name
    assert len(name) == 80
    assert name.endswith("xx + 3 of yours")


def test_an_ordinary_run_has_no_parent(runs: Path) -> None:
    assert queue_run(runs).parent is None
    assert open_run(BUNDLED).parent is None


def test_stopping_or_discarding_removes_the_pictures(runs: Path) -> None:
    stopped, discarded = (fine_tune_run(open_run(BUNDLED), IMAGES, LABELS, DATA) for _ in range(2))
    assert len(kept_examples(runs)) == 2
    send_command(stopped, Command.STOP)
    assert open_run(stopped.id).state == "stopped"
    discard_run(discarded)
    assert not kept_examples(runs)
    restore_run(discarded.id)
    assert take_examples(discarded.path, BUNDLED) is None


def test_what_was_never_made_whole_is_swept_away(runs: Path) -> None:
    child = fine_tune_run(open_run(BUNDLED), IMAGES, LABELS, DATA)
    making = child.path.rename(runs / f".{child.id}")
    empty_trash(runs)
    assert kept_examples(runs)  # somebody may still be making it
    os.utime(making, (0, 0))
    empty_trash(runs)
    assert not kept_examples(runs)


def test_damaged_pictures_are_none_and_go(runs: Path) -> None:
    child = fine_tune_run(open_run(BUNDLED), IMAGES, LABELS, DATA)
    (examples,) = kept_examples(runs)
    whole = examples.read_bytes()
    other = io.BytesIO()
    np.save(other, np.zeros(7, np.uint8))
    for content in (b"", b"PK\x03\x04", b"\x93NUMPY", whole[:500], other.getvalue()):
        examples.write_bytes(content)
        assert take_examples(child.path, BUNDLED) is None
        assert not kept_examples(runs)
    examples.mkdir()
    assert take_examples(child.path, BUNDLED) is None


def test_a_training_under_way_can_not_be_taught(runs: Path) -> None:
    run = queue_run(runs)
    assert "when its training has ended" in str(why_not_fine_tune(run))
    with pytest.raises(RunError, match="when its training has ended"):
        fine_tune_run(run, IMAGES, LABELS, DATA)
    assert why_not_fine_tune(open_run(BUNDLED)) is None
    send_command(run, Command.STOP)
    assert "no network" in str(why_not_fine_tune(open_run(run.id)))


@pytest.mark.parametrize(
    ("count", "side", "label", "words"),
    [
        (0, 28, 0, "1 to 50"),
        (MOST_OWN + 1, 28, 0, "1 to 50"),
        (2, 27, 0, "28 × 28"),
        (2, 28, 10, "ten"),
    ],
)
def test_only_a_few_prepared_pictures_of_the_ten_kinds(
    count: int, side: int, label: int, words: str, runs: Path
) -> None:
    images = np.zeros((count, side, side), np.uint8)
    with pytest.raises(RunError, match=words):
        fine_tune_run(open_run(BUNDLED), images, np.full(count, label, np.uint8), DATA)
    assert list_runs(runs)[:-1] == []
    with pytest.raises(RunError, match="28"):
        Examples(BUNDLED, np.zeros((1, 28, 28)), np.zeros(1, np.uint8))  # type: ignore[arg-type]


@pytest.mark.parametrize("pictures", [9_000, 55_000, 500])
def test_a_lesson_is_short_whatever_the_parent(pictures: int) -> None:
    for preset in PRESETS.values():
        config = finetuning_config(preset, pictures)
        assert config.share * pictures <= 1_650
        assert (config.blocks, config.dense) == (preset.blocks, preset.dense)
    sketched = replace(PRESETS["quick"], augmentation=Augmentation(sketches=0.3))
    assert finetuning_config(sketched, pictures).augmentation.sketches == 0.3
