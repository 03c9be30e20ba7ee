"""Shares that add up: held against what the network itself answers, for every form of network."""

from pathlib import Path

import numpy as np
import pytest

from fashion_model.attribution.exact import NotLinear, Readout
from fashion_model.attribution.explaining import Explainer
from fashion_model.calibration import Calibration, warm
from fashion_model.config import PRESETS, ConvBlock, TrainConfig
from fashion_model.data import load_sample
from fashion_model.environment import ASSETS
from fashion_model.litert import ModelError
from fashion_model.network.build import build
from fashion_model.network.export import export
from fashion_model.predict import Classifier, load_all_terrain

BUNDLED = ASSETS / "bundled_run/model.tflite"
PICTURES = load_sample().test.images


def exported(config: TrainConfig, folder: Path) -> Path:
    """An untrained network of that form, as a training exports it."""
    model = build(config)
    noise = np.random.default_rng(1)
    model.set_weights([each + noise.normal(0, 0.05, each.shape) for each in model.get_weights()])
    export(model, folder)
    return folder / "model.tflite"


def test_on_a_thousand_test_pictures_shares_and_bias_make_the_networks_own_answer() -> None:
    readout, network = Readout.load(BUNDLED), Classifier.load(BUNDLED)
    pictures = PICTURES[:1000]
    answers = network.probabilities(pictures)
    for picture, answer in zip(pictures, answers, strict=True):
        found = readout.explain(picture)
        assert found.bias is not None
        assert np.abs(found.shares.sum(axis=(0, 1)) + found.bias - found.logits).max() < 1e-9
        assert np.abs(found.probabilities - answer).max() < 1e-5


LINEAR = {
    "broad": PRESETS["broad"],
    "deep": PRESETS["deep"],
    "no block": TrainConfig(blocks=(), dense=()),
    "one block": TrainConfig(blocks=(ConvBlock(4, pooling="none"),), dense=(), activation="tanh"),
    "average": TrainConfig(
        blocks=(ConvBlock(4), ConvBlock(6, batch_norm=True, pooling="average")),
        dense=(),
        activation="gelu",
        dropout=0.2,
    ),
    "coarse": TrainConfig(blocks=(ConvBlock(8),) * 5, dense=(), activation="elu"),
}


@pytest.mark.parametrize("name", LINEAR)
def test_every_network_without_a_dense_layer_is_read_out(name: str, tmp_path: Path) -> None:
    path = exported(LINEAR[name], tmp_path)
    readout, network = Readout.load(path), Classifier.load(path)
    answers = network.probabilities(PICTURES[:20])
    found = np.stack([readout.explain(picture).probabilities for picture in PICTURES[:20]])
    assert np.abs(found - answers).max() < 1e-5


@pytest.mark.parametrize("name", ["quick", "classic"])
def test_with_dense_layers_nothing_adds_up_and_covering_explains(name: str, tmp_path: Path) -> None:
    path = exported(PRESETS[name], tmp_path)
    with pytest.raises(NotLinear):
        Readout.load(path)
    explainer = Explainer.of_run(path)
    assert not explainer.exact
    found = explainer.explain(PICTURES[0])
    assert (found.method, found.bias) == ("occlusion", None)


def test_a_map_of_a_single_place_shows_nothing_so_covering_explains(tmp_path: Path) -> None:
    assert not Explainer.of_run(exported(LINEAR["coarse"], tmp_path)).exact


def test_at_a_temperature_they_add_up_to_the_calibrated_answer() -> None:
    explainer = Explainer.of_run(BUNDLED, Calibration(temperature=1.7, sure=0.9))
    raw = Classifier.load(BUNDLED).probabilities(PICTURES[:5])
    for picture, answer in zip(PICTURES[:5], warm(raw, 1.7), strict=True):
        assert np.abs(explainer.explain(picture).probabilities - answer).max() < 1e-5
        assert np.abs(explainer.ask(picture[np.newaxis])[0] - answer).max() < 1e-5


def test_the_all_terrain_model_is_explained_by_covering() -> None:
    explainer = Explainer.of_ensemble(load_all_terrain())
    found = explainer.explain(PICTURES[1])
    assert found.method == "occlusion"
    assert found.label == explainer.ask(PICTURES[1:2])[0].argmax()


@pytest.mark.parametrize("content", [b"", b"no model", b"1234TFL3" + bytes(200)])
def test_what_is_no_model_is_one_sentence(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "model.tflite"
    path.write_bytes(content)
    with pytest.raises(ModelError, match="choose another run"):
        Explainer.of_run(path)
    with pytest.raises(ModelError, match="missing"):
        Readout.load(tmp_path / "none.tflite")
    with pytest.raises(ModelError, match="damaged"):
        Readout.load(path)
