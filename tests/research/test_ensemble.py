"""What several networks say together."""

import numpy as np
from numpy.typing import NDArray

from research.classifier import build_classifier
from research.ensemble import combine
from tests.tiny import tiny_dataset

PICTURES = tiny_dataset(20).test.images[:12, ..., None].astype(np.float32) / np.float32(255)


def predictions(*seeds: int, expert: int | None = None) -> NDArray[np.float32]:
    classifiers = [build_classifier(seed, name=f"classifier{seed}") for seed in seeds]
    special = None if expert is None else build_classifier(expert, name="expert")
    return np.asarray(combine(classifiers, special).predict_on_batch(PICTURES))


def alone(seed: int) -> NDArray[np.float32]:
    return np.asarray(build_classifier(seed).predict_on_batch(PICTURES))


def test_one_namer_alone_says_what_it_says() -> None:
    np.testing.assert_allclose(predictions(1), alone(1), atol=1e-5)


def test_two_namers_say_their_geometric_mean() -> None:
    mean = np.sqrt(alone(1) * alone(2))
    np.testing.assert_allclose(predictions(1, 2), mean / mean.sum(axis=1, keepdims=True), atol=1e-5)


def test_the_specialist_has_a_say_as_far_as_a_picture_is_the_data_sets_own() -> None:
    named, special = alone(1), alone(3)
    together = predictions(1, expert=3)
    np.testing.assert_allclose(together.sum(axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(together[:, 10], named[:, 10], atol=1e-5)  # it cannot tell strangers
    both = np.sqrt(named[:, :10] * special[:, :10])
    both *= ((1 - named[:, 10]) / both.sum(axis=1))[:, None]
    own = 1 - special[:, 10:]
    expected = own * both + (1 - own) * named[:, :10]
    np.testing.assert_allclose(together[:, :10], expected, atol=1e-5)
