"""The file that the networks which answer together are written into."""

from pathlib import Path

import numpy as np
from ai_edge_litert.interpreter import Interpreter

from fashion_model.calibration import softmax
from fashion_model.data import as_input
from fashion_model.ensemble import combine
from fashion_model.files import produce_atomically
from fashion_model.predict import Ensemble
from research.classifier import build_classifier
from research.ensemble import export_ensemble, join
from tests.tiny import tiny_dataset

PICTURES = tiny_dataset(80).train.images[:40]


def kept(folder: Path, name: str, seed: int) -> Path:
    """A checkpoint of a network that nobody has trained."""
    arrays = {
        f"w{at}": each for at, each in enumerate(build_classifier(seed, name=name).get_weights())
    }
    path = folder / f"{name}.npz"
    produce_atomically(path, lambda to: np.savez(to, step=1, **arrays))
    return path


def test_the_file_holds_what_each_network_computes_before_its_softmax() -> None:
    networks = [build_classifier(seed, name=f"network{seed}") for seed in (1, 2, 3)]
    logits = join(networks[:2], networks[2]).predict_on_batch(as_input(PICTURES))
    assert list(logits) == ["classifier1", "classifier2", "expert"]
    for network, computed in zip(networks, logits.values(), strict=True):
        alone = np.asarray(network.predict_on_batch(as_input(PICTURES)))
        np.testing.assert_allclose(softmax(np.asarray(computed)), alone, atol=1e-5)


def test_in_bytes_it_answers_nearly_the_same(tmp_path: Path) -> None:
    checkpoints = [kept(tmp_path, name, seed) for seed, name in enumerate(("one", "two", "expert"))]
    export_ensemble(checkpoints[:2], checkpoints[2], as_input(PICTURES), tmp_path)
    file = tmp_path / "classifier.tflite"
    said = Ensemble.load(file, classes=11).probabilities(PICTURES)
    networks = [build_classifier(seed, name=f"network{seed}") for seed in range(3)]
    exact = combine(
        {
            name: np.asarray(each)
            for name, each in join(networks[:2], networks[2])
            .predict_on_batch(as_input(PICTURES))
            .items()
        }
    )
    assert said.shape == exact.shape == (40, 11)
    assert np.abs(said - exact).max() < 0.05
    outputs = Interpreter(model_path=str(file)).get_signature_runner().get_output_details()
    assert {each["dtype"] for each in outputs.values()} == {np.float32}
    assert file.stat().st_size < 0.4 * sum(each.stat().st_size for each in checkpoints)
