"""Teaching a tiny network three pictures: it learns them, and forgets little."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

from fashion_model.data import as_input, batches
from fashion_model.metrics import accuracy
from fashion_model.network import fine_tune, train
from fashion_model.network.finetune import FineTuning
from fashion_model.predict import Classifier
from fashion_model.runs.directory import CHECKPOINT, Command
from fashion_model.runs.events import to_dict
from fashion_model.runs.examples import Examples
from fashion_model.runs.finetuning import finetuning_config
from tests.tiny import TINY, tiny_dataset

DATA = tiny_dataset()
TUNABLE = replace(finetuning_config(TINY, len(DATA.train)), learning_rate=5e-3, epochs=4)


@pytest.fixture(scope="module")
def parent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A trained tiny network."""
    into = tmp_path_factory.mktemp("parent")
    for _ in train(TINY, DATA, into):
        continue
    return into


@pytest.fixture(scope="module")
def examples(parent: Path) -> Examples:
    """Three pictures it takes for something else."""
    predictions = Classifier.load(parent / "model.tflite").probabilities(DATA.validation.images)
    wrong = np.flatnonzero(predictions.argmax(axis=1) != DATA.validation.labels)[:3]
    return Examples("parent", DATA.validation.images[wrong], DATA.validation.labels[wrong])


def fine_tuned(
    into: Path, parent: Path, examples: Examples, command: Command | None = None
) -> list[Any]:
    turns = fine_tune(
        TUNABLE,
        DATA,
        into,
        examples=examples,
        parent=parent / "model.keras",
        control=lambda step: command if step >= 3 else None,
    )
    return [event for event in turns if event is not None]


def test_it_learns_what_it_is_taught(parent: Path, examples: Examples, tmp_path: Path) -> None:
    files = {path: path.read_bytes() for path in parent.rglob("*") if path.is_file()}
    events = fine_tuned(tmp_path, parent, examples)
    assert {path: path.read_bytes() for path in files} == files  # the parent is untouched
    first, last = events[0], events[-1]
    assert (first.kind, first.parent, first.own_pictures) == ("started", "parent", 3)
    assert last.kind == "finished"
    assert (last.own_right_before, last.own_pictures) == (0, 3)
    assert last.own_right >= 2
    for name, measured in (("before", parent), ("after", tmp_path)):
        predictions = Classifier.load(measured / "model.tflite").probabilities(DATA.test.images)
        told = last.test_accuracy_before if name == "before" else last.test_accuracy
        assert told == pytest.approx(accuracy(predictions, DATA.test.labels)), name
    seen = Classifier.load(tmp_path / "model.tflite").probabilities(examples.images)
    assert int((seen.argmax(axis=1) == examples.labels).sum()) == last.own_right
    assert not (tmp_path / "checkpoint").exists()


def test_no_file_and_no_event_holds_the_pictures(
    parent: Path, examples: Examples, tmp_path: Path
) -> None:
    events = fine_tuned(tmp_path, parent, examples)
    assert not any(key in to_dict(event) for event in events for key in ("images", "labels"))
    assert all(epoch.watch == [] for epoch in events if epoch.kind == "epoch")
    left = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert left == {"model.keras", "model.tflite", "predictions/test.npz"} | {
        f"predictions/validation-{epoch:04d}.npy" for epoch in range(1, TUNABLE.epochs + 1)
    }


@pytest.mark.parametrize("command", ["stop", "suspend"])
def test_stopped_or_set_aside_it_keeps_what_it_has(
    command: Command, parent: Path, examples: Examples, tmp_path: Path
) -> None:
    last = fine_tuned(tmp_path, parent, examples, command)[-1]
    assert last.kind == "stopped"
    assert last.own_pictures == 3
    assert (tmp_path / "model.tflite").is_file()
    assert not (tmp_path / CHECKPOINT).exists()


def test_a_child_can_be_taught_again(parent: Path, examples: Examples, tmp_path: Path) -> None:
    (tmp_path / "child").mkdir()
    fine_tuned(tmp_path / "child", parent, examples)
    finetuning = FineTuning(
        TUNABLE, DATA, tmp_path, None, examples, tmp_path / "child" / "model.keras"
    )
    child = keras.models.load_model(tmp_path / "child" / "model.keras", compile=False)
    inputs = as_input(DATA.test.images)
    np.testing.assert_array_equal(
        finetuning.model.predict_on_batch(inputs), child.predict_on_batch(inputs)
    )


def test_own_pictures_take_turns_in_every_batch() -> None:
    images, labels = DATA.train.images[:32], DATA.train.labels[:32]
    own = np.stack([np.full((28, 28), number, np.uint8) for number in range(5)])
    kinds = np.arange(5, dtype=np.uint8)
    shown = []
    for step in range(5):
        mixed, told = batches.mix_in(images, labels, own, kinds, step)
        assert mixed.shape == images.shape
        np.testing.assert_array_equal(mixed[8:], images[8:])
        np.testing.assert_array_equal(told[8:], labels[8:])
        np.testing.assert_array_equal(mixed[:8, 0, 0], told[:8])
        shown += told[:8].tolist()
    assert np.bincount(shown).tolist() == [8] * 5
