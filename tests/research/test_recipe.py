"""The whole recipe in miniature: real networks, real stages, broken off and carried on."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from fashion_model.predict import calibrate, load_all_terrain
from research import STAGES, temperature
from research.material import read_material
from research.mixture import EXPERT_PARTS, PARTS, Mixture
from research.recipe import Amounts, Recipe, RecipeError
from research.synthetic import composites
from research.training_pictures import Group, target
from tests.research.folder import make_folder
from tests.tiny import tiny_dataset

# Building and exporting networks takes minutes on a slow machine; this ends only what hangs.
pytestmark = pytest.mark.timeout(1500)

AMOUNTS = Amounts(
    composites=24,
    segment_epochs=1,
    self_epochs=1,
    variations=2,
    doodles=22,
    composed=6,
    worn=6,
    shop=14,
    train_batches=2,
    finetune_batches=1,
    expert_batches=1,
)


def cook(tmp_path: Path, *, material: bool = True) -> tuple[Recipe, list[str]]:
    told: list[str] = []
    rows = read_material(make_folder(tmp_path / "own")) if material else []
    work, into = tmp_path / "work", tmp_path / "model"
    return Recipe(tiny_dataset(100), rows, work, into, told.append, AMOUNTS), told


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Recipe:
    """What the first three stages leave, without material."""
    recipe, _ = cook(tmp_path_factory.mktemp("trained"), material=False)
    for stage in ("segment", "render", "train"):
        recipe.run(stage)
    return recipe


def copied(named: Recipe, tmp_path: Path) -> tuple[Recipe, list[str]]:
    recipe, told = cook(tmp_path, material=False)
    shutil.copytree(named.work, recipe.work)
    shutil.copytree(named.into, recipe.into)
    return recipe, told


def check_model(recipe: Recipe, told: list[str], *, material: bool) -> None:
    assert {path.name for path in recipe.into.iterdir()} == {
        "segmenter.tflite",
        "classifier.tflite",
        "calibration.json",
    }
    painted = {path.stem for path in recipe.work.glob("*.npz")}
    assert ({"photo", "icon", "sketch"} <= painted) == material
    before = len(told)
    recipe.run("train")
    assert told[before:] == ["train: done before"]


def run_and_ask(recipe: Recipe, stage: str) -> None:
    recipe.run(stage)
    if stage in ("train", "finetune", "expert", "calibrate"):
        prediction = load_all_terrain(recipe.into).predict(recipe.dataset.test.images[:2])[1]
        assert prediction.probabilities.sum() == pytest.approx(1, abs=1e-5)
        assert prediction.none is not None


@pytest.mark.slow
def test_all_stages_end_in_a_model_that_answers(tmp_path: Path) -> None:
    recipe, told = cook(tmp_path)
    for stage in STAGES:
        run_and_ask(recipe, stage)
    check_model(recipe, told, material=True)


@pytest.mark.slow
def test_inventions_alone_end_in_one_too(named: Recipe, tmp_path: Path) -> None:
    recipe, told = copied(named, tmp_path)
    for stage in STAGES[STAGES.index("train") :]:
        run_and_ask(recipe, stage)
    check_model(recipe, told, material=False)


@pytest.mark.slow
def test_a_stage_broken_off_goes_on_from_its_checkpoint(named: Recipe, tmp_path: Path) -> None:
    recipe, told = copied(named, tmp_path)
    (recipe.work / "train.done").unlink()
    weights = (recipe.work / "train_weights.npz").read_bytes()
    recipe.run("train")  # all batches are done: only the export is left
    assert (recipe.work / "train_weights.npz").read_bytes() == weights
    assert not any(line.startswith("train: batch") for line in told)


@pytest.mark.slow
def test_on_another_backend_a_stage_is_trained_and_says_how_to_end_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipe, told = cook(tmp_path, material=False)
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr("research.recipe.can_write_litert", lambda: False)
        with pytest.raises(RecipeError, match="once more with Keras on TensorFlow"):
            recipe.run("segment")
    before = len(told)
    recipe.run("segment")
    assert told[before:] == []  # nothing was trained again
    assert (recipe.into / "segmenter.tflite").exists()


def test_a_stage_before_its_turn_is_a_sentence(tmp_path: Path) -> None:
    recipe, _ = cook(tmp_path, material=False)
    with pytest.raises(RecipeError, match="“finetune” needs “train” first"):
        recipe.run("finetune")


def test_the_same_step_gives_the_same_batch() -> None:
    train = tiny_dataset(100).train
    group = Group(train.images[:20], np.stack([target(10)] * 20))
    mixture, again = (Mixture(train, {"doodle": group}, seed=5) for _ in range(2))
    images, targets = mixture.batch(3)
    other, _ = mixture.batch(4)
    assert len(images) == PARTS["fashion_mnist"] + PARTS["sketched"] + PARTS["doodle"]
    assert np.array_equal(images, again.batch(3)[0])
    assert not np.array_equal(images, other)
    assert (targets.argmax(axis=1) == 10).sum() == PARTS["doodle"]


def test_to_the_expert_only_the_data_sets_own_are_clothing() -> None:
    train = tiny_dataset(100).train
    group = Group(train.images[:20], np.stack([target(3)] * 20))
    mixture = Mixture(train, {"doodle": group}, seed=5, expert=True)
    _, targets = mixture.batch(0)
    own = EXPERT_PARTS["fashion_mnist"]
    assert (targets[:own].argmax(axis=1) < 10).all()
    assert (targets[own:].argmax(axis=1) == 10).all()
    assert len(targets) == own + EXPERT_PARTS["sketched"] + EXPERT_PARTS["doodle"]


def test_only_the_surest_photos_are_learned_from() -> None:
    photos = np.zeros((4, 96, 96, 3), np.uint8)
    likely = np.full((4, 96, 96), 0.5, np.float32)
    likely[1, :48] = 1.0
    likely[1, 48:] = 0.0
    likely[2] = 0.02  # sure that there is nothing
    likely[3, :60] = 0.7
    chosen, items = composites.label_photos(photos, likely)
    assert len(chosen) == len(items) == 2
    assert items[0, 0, 0] == 255
    assert items[0, 95, 0] == 0


def test_trust_is_as_high_as_the_answers_are_right() -> None:
    rng = np.random.default_rng(0)
    raw = np.full((400, 11), 0.001, np.float32)
    labels = rng.integers(0, 10, 400)
    right = rng.random(400) < 0.8
    raw[np.arange(400), np.where(right, labels, (labels + 1) % 10)] = 0.99  # always too sure
    calibration = temperature.choose(raw, [(int(label),) for label in labels])
    assert calibration.temperature > 1.5
    assert calibration.sure == 1.0  # no threshold makes 80 % into 96 %
    raw[~right] = 1 / 11  # now it doubts where it is wrong
    honest = temperature.choose(raw, [(int(label),) for label in labels])
    predictions = [calibrate(row, honest) for row in raw]
    assert [prediction.sure for prediction in predictions] == right.tolist()
