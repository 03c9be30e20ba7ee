"""Real tiny trainings: the same seed, the same curve, through pauses and resumes."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

from fashion_model.calibration import Calibration, fit
from fashion_model.config import Spoiling, TrainConfig
from fashion_model.files import sha256
from fashion_model.metrics import accuracy
from fashion_model.network import train
from fashion_model.network.checkpoint import CheckpointError
from fashion_model.predict import Classifier
from fashion_model.runs.commands import NextCommand
from fashion_model.runs.directory import CHECKPOINT, Command
from fashion_model.runs.events import parse_event, to_dict
from tests.tiny import TINY, tiny_dataset

DATA = tiny_dataset()
STEPS_AN_EPOCH = 10
WATCH = DATA.test.images[:3]


def run(into: Path, config: TrainConfig = TINY, **how: Any) -> list[Any]:
    into.mkdir(exist_ok=True)
    return list(train(config, DATA, into, watch=WATCH, **how))


def at(step: int, command: Command) -> NextCommand:
    return lambda now: command if now >= step else None


def curve(events: list[Any]) -> list[tuple[object, ...]]:
    return [
        (e.epoch, e.step, e.loss, e.accuracy, e.validation_loss, str(e.watch))
        for e in events
        if e.kind == "epoch"
    ]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Any]]:
    """An uninterrupted training."""
    into = tmp_path_factory.mktemp("whole")
    return into, run(into)


def test_events_tell_the_whole_story(whole: tuple[Path, list[Any]]) -> None:
    into, events = whole
    kinds = Counter(event.kind for event in events)
    assert kinds["started"] == kinds["finished"] == 1
    assert kinds["epoch"] == 3
    assert kinds["batch"] >= 3
    assert events[0].batches_per_epoch == STEPS_AN_EPOCH
    for event in events:
        stored = json.loads(json.dumps(to_dict(event), allow_nan=False))
        read = parse_event(stored)
        assert read is not None
        assert to_dict(read) == stored
        if event.kind == "artefact":
            assert sha256(into / event.name) == event.sha256
            assert (into / event.name).stat().st_size == event.size
    epoch = next(event for event in events if event.kind == "epoch")
    assert np.sum(epoch.confusion_matrix) == 100
    assert np.shape(epoch.wall.probabilities) == (40, 10)
    assert np.bincount(epoch.wall.labels).tolist() == [4] * 10
    assert np.shape(epoch.watch) == (3, 10)


def test_the_same_seed_gives_the_same_curve(whole: tuple[Path, list[Any]], tmp_path: Path) -> None:
    assert curve(run(tmp_path)) == curve(whole[1])


def test_it_ends_by_measuring_how_far_to_believe_it(whole: tuple[Path, list[Any]]) -> None:
    """On the validation pictures of the best epoch, as whoever opens an older run does."""
    into, events = whole
    last = events[-1]
    answers = np.load(into / "predictions" / f"validation-{last.best_epoch:04d}.npy")
    assert fit(answers, DATA.validation.labels) == Calibration(last.temperature, last.sure)


@pytest.mark.parametrize("step", [3, 15])
def test_one_that_is_stopped_is_measured_too(tmp_path: Path, step: int) -> None:
    last = run(tmp_path, control=at(step, Command.STOP))[-1]
    assert (last.kind, last.best_epoch) == ("stopped", step // STEPS_AN_EPOCH)
    assert last.temperature is not None
    assert 0 < last.sure <= 1


def test_answers_that_were_lost_are_asked_for_again(tmp_path: Path) -> None:
    run(tmp_path, control=at(29, Command.SUSPEND))
    lost = []
    for path in sorted((tmp_path / "predictions").iterdir()):
        lost.append(fit(np.load(path), DATA.validation.labels).temperature)
        path.unlink()
    last = run(tmp_path, resume_from=tmp_path / CHECKPOINT, control=at(29, Command.STOP))[-1]
    assert last.temperature == pytest.approx(lost[last.best_epoch - 1], rel=0.01)


def test_another_seed_gives_another(whole: tuple[Path, list[Any]], tmp_path: Path) -> None:
    assert curve(run(tmp_path, replace(TINY, seed=2))) != curve(whole[1])


@pytest.mark.parametrize("step", [0, 4, 10, 13, 29])
def test_a_resume_continues_to_the_bit(
    whole: tuple[Path, list[Any]], tmp_path: Path, step: int
) -> None:
    first = run(tmp_path, control=at(step, Command.SUSPEND))
    assert first[-1].kind == "suspended"
    assert first[-1].step == step
    second = run(tmp_path, resume_from=tmp_path / CHECKPOINT)
    assert second[0].kind == "resumed"
    assert curve(first) + curve(second) == curve(whole[1])
    same = (
        "test_accuracy",
        "test_loss",
        "best_epoch",
        "validation_accuracy",
        "temperature",
        "sure",
    )
    assert {k: getattr(second[-1], k) for k in same} == {k: getattr(whole[1][-1], k) for k in same}
    batches = {e.step: e.loss for e in whole[1] if e.kind == "batch"}
    again = {e.step: e.loss for e in first + second if e.kind == "batch"}
    assert all(again[step] == batches[step] for step in again.keys() & batches.keys())


def test_a_checkpoint_of_other_settings_is_refused(tmp_path: Path) -> None:
    run(tmp_path, control=at(4, Command.SUSPEND))
    with pytest.raises(CheckpointError, match="other settings"):
        run(tmp_path, replace(TINY, learning_rate=2e-2), resume_from=tmp_path / CHECKPOINT)


def test_a_checkpoint_older_than_a_setting_is_resumed(
    whole: tuple[Path, list[Any]], tmp_path: Path
) -> None:
    first = run(tmp_path, control=at(4, Command.SUSPEND))
    with np.load(tmp_path / CHECKPOINT) as stored:
        arrays = dict(stored)
    numbers = json.loads(arrays["progress"].tobytes())
    settings = json.loads(numbers["config"])
    del settings["augmentation"]["sketches"]
    numbers["config"] = json.dumps(settings)
    arrays["progress"] = np.frombuffer(json.dumps(numbers).encode(), np.uint8)
    np.savez(tmp_path / CHECKPOINT, **arrays)
    assert curve(first) + curve(run(tmp_path, resume_from=tmp_path / CHECKPOINT)) == curve(whole[1])


def test_a_spoiled_training_resumes_to_the_bit_and_is_judged_by_clean_pictures(
    whole: tuple[Path, list[Any]], tmp_path: Path
) -> None:
    config = replace(TINY, spoiling=Spoiling(flip=0.3, hidden="Bag", few="Coat", kept=10))
    alone = run(tmp_path / "a", config)
    assert alone[0].train_pictures == 288 - 22  # of 320: 32 bags, and 22 of 32 coats
    first = run(tmp_path / "b", config, control=at(13, Command.SUSPEND))
    second = run(tmp_path / "b", config, resume_from=tmp_path / "b" / CHECKPOINT)
    assert curve(first) + curve(second) == curve(alone)
    assert second[-1].test_accuracy == alone[-1].test_accuracy
    assert curve(alone) != curve(whole[1])
    epochs = [each for each in alone if each.kind == "epoch"]
    assert np.sum(epochs[-1].confusion_matrix, axis=1).tolist() == [10] * 10


def test_a_damaged_checkpoint_is_refused(tmp_path: Path) -> None:
    run(tmp_path, control=at(4, Command.SUSPEND))
    content = bytearray((tmp_path / CHECKPOINT).read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / CHECKPOINT).write_bytes(content)
    with pytest.raises(CheckpointError, match="damaged"):
        run(tmp_path, resume_from=tmp_path / CHECKPOINT)


@pytest.mark.parametrize("step", [3, 15])
def test_stopping_keeps_the_best(tmp_path: Path, step: int) -> None:
    events = run(tmp_path, control=at(step, Command.STOP))
    assert events[-1].kind == "stopped"
    assert (tmp_path / "model.tflite").is_file()
    assert sum(event.kind == "epoch" for event in events) == step // STEPS_AN_EPOCH


def test_closing_the_generator_keeps_the_best(tmp_path: Path) -> None:
    events = train(TINY, DATA, tmp_path)
    for event in events:
        if event.kind == "epoch":
            break
    events.close()  # type: ignore[attr-defined]
    assert (tmp_path / "model.keras").is_file()
    assert (tmp_path / "predictions" / "test.npz").is_file()


def test_the_test_accuracy_is_that_of_the_best_epoch(whole: tuple[Path, list[Any]]) -> None:
    into, events = whole
    epochs = [event for event in events if event.kind == "epoch"]
    best = max(epochs, key=lambda e: (e.validation_accuracy, -e.validation_loss))
    assert events[-1].best_epoch == best.epoch
    predictions = Classifier.load(into / "model.tflite").probabilities(DATA.test.images)
    assert accuracy(predictions, DATA.test.labels) == pytest.approx(events[-1].test_accuracy)
    with np.load(into / "predictions" / "test.npz") as stored:
        np.testing.assert_allclose(stored["probabilities"], predictions, atol=1e-5)
        np.testing.assert_array_equal(stored["indices"], DATA.test.indices)


def test_litert_equals_keras_and_a_saved_model_loads(whole: tuple[Path, list[Any]]) -> None:
    into, _ = whole
    images = DATA.train.images[:64]
    loaded = keras.models.load_model(into / "model.keras", compile=False)
    expected = loaded.predict_on_batch(images[..., None].astype(np.float32) / 255)
    predictions = Classifier.load(into / "model.tflite").probabilities(images)
    np.testing.assert_allclose(predictions, expected, atol=1e-5)


def test_a_saved_model_is_ready_to_be_evaluated(whole: tuple[Path, list[Any]]) -> None:
    into, events = whole
    loaded = keras.models.load_model(into / "model.keras")
    pictures = DATA.test.images[..., None].astype(np.float32) / 255
    told = loaded.evaluate(pictures, DATA.test.labels, verbose=0, return_dict=True)
    assert told["accuracy"] == pytest.approx(events[-1].test_accuracy)
    assert told["loss"] == pytest.approx(events[-1].test_loss, rel=1e-4)


@pytest.mark.parametrize(("patience", "words"), [(1, "1 epoch"), (2, "2 epochs")])
def test_patience_ends_a_training_early(tmp_path: Path, patience: int, words: str) -> None:
    events = run(tmp_path, replace(TINY, learning_rate=1e-6, epochs=30, patience=patience))
    assert events[-1].kind == "finished"
    assert events[-1].reason == f"Validation has not improved for {words}."
    assert sum(event.kind == "epoch" for event in events) < 30


def test_a_loss_beyond_all_bounds_is_said_in_words(tmp_path: Path) -> None:
    wild = replace(TINY, optimizer="sgd", learning_rate=1.0, momentum=0.99, schedule="constant")
    events = run(tmp_path, replace(wild, blocks=(), dense=(256, 256, 256), dropout=0.0))
    assert events[-1].kind == "failed"
    assert "learning rate" in events[-1].reason


@pytest.mark.slow
@pytest.mark.parametrize("optimizer", ["sgd", "adam", "adamw", "rmsprop"])
def test_every_optimizer_resumes_to_the_bit(tmp_path: Path, optimizer: str) -> None:
    config = replace(TINY, optimizer=optimizer, epochs=1)
    (tmp_path / "a").mkdir()
    whole = curve(run(tmp_path / "a", config))
    first = run(tmp_path / "b", config, control=at(5, Command.SUSPEND))
    second = run(tmp_path / "b", config, resume_from=tmp_path / "b" / CHECKPOINT)
    assert curve(first) + curve(second) == whole


def test_a_share_of_the_pictures(tmp_path: Path) -> None:
    events = run(tmp_path, replace(TINY, share=0.5, epochs=1))
    assert events[0].train_pictures == 160
    assert events[0].batches_per_epoch == 5


AVERAGED = replace(TINY, averaging=10, precision="mixed")


@pytest.mark.slow
@pytest.mark.parametrize("step", [5, 9, 13])
def test_averaged_weights_resume_to_the_bit(tmp_path: Path, step: int) -> None:
    whole = run(tmp_path / "a", AVERAGED)
    first = run(tmp_path / "b", AVERAGED, control=at(step, Command.SUSPEND))
    second = run(tmp_path / "b", AVERAGED, resume_from=tmp_path / "b" / CHECKPOINT)
    assert curve(first) + curve(second) == curve(whole)
    assert second[-1].test_loss == whole[-1].test_loss


def test_what_answers_is_what_is_kept(tmp_path: Path) -> None:
    events = run(tmp_path, AVERAGED)
    predictions = Classifier.load(tmp_path / "model.tflite").probabilities(DATA.test.images)
    with np.load(tmp_path / "predictions" / "test.npz") as stored:
        np.testing.assert_allclose(stored["probabilities"], predictions, atol=1e-5)
    assert accuracy(predictions, DATA.test.labels) == pytest.approx(events[-1].test_accuracy)
    kept = keras.models.load_model(tmp_path / "model.keras", compile=False)
    assert {layer.compute_dtype for layer in kept.layers} == {"float32"}


def test_averaged_weights_answer_otherwise_than_the_latest(
    whole: tuple[Path, list[Any]], tmp_path: Path
) -> None:
    averaged = run(tmp_path, replace(TINY, averaging=10))
    told = [
        [(event.loss, event.validation_loss) for event in events if event.kind == "epoch"]
        for events in (whole[1], averaged)
    ]
    assert [loss for loss, _ in told[0]] == [loss for loss, _ in told[1]]  # it learns the same
    assert all(one != other for (_, one), (_, other) in zip(*told, strict=True))
