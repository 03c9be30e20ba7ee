"""The nearest pictures, held against measuring every distance by hand."""

import numpy as np
import pytest

from fashion_model.attribution.neighbours import nearest, scale_of

RANDOM = np.random.default_rng(3)
FEATURES = (RANDOM.normal(size=(700, 20)) * 10.0 ** RANDOM.uniform(-3, 3, 20)).astype(np.float32)


@pytest.mark.parametrize("row", [0, 333, 699])
def test_they_are_the_nearest_of_all(row: int) -> None:
    picture = FEATURES[row] + 0.1 * FEATURES.std(axis=0)
    found = nearest(FEATURES, picture, 9)
    deviations = FEATURES.astype(np.float64).std(axis=0)
    distances = np.sqrt((((FEATURES - picture.astype(np.float64)) / deviations) ** 2).sum(axis=1))
    assert found.positions.tolist() == np.argsort(distances)[:9].tolist()
    assert np.allclose(found.distances, np.sort(distances)[:9], rtol=1e-4)


def test_a_picture_is_nearest_to_itself() -> None:
    found = nearest(FEATURES, FEATURES[41], 2)
    assert found.positions[0] == 41
    assert found.distances[0] == 0 < found.distances[1]


def test_no_feature_counts_more_for_larger_numbers() -> None:
    larger = FEATURES * np.float32(2.0) ** np.arange(20, dtype=np.float32)
    found, same = nearest(FEATURES, FEATURES[5], 30), nearest(larger, larger[5], 30)
    assert found.positions.tolist() == same.positions.tolist()
    assert np.allclose(found.distances, same.distances, rtol=1e-5)


@pytest.mark.parametrize("value", [0.0, 7.3, -1e6])
def test_a_feature_that_never_differs_does_not_count(value: float) -> None:
    constant = np.full((len(FEATURES), 1), value, np.float32)
    wider = np.hstack([FEATURES, constant])
    assert scale_of(wider)[-1] == 0
    elsewhere = np.append(FEATURES[5], np.float32(value + 1000))
    found, same = nearest(wider, elsewhere, 10), nearest(FEATURES, FEATURES[5], 10)
    assert found.positions.tolist() == same.positions.tolist()


def test_there_are_no_more_than_there_are() -> None:
    assert len(nearest(FEATURES[:4], FEATURES[0], 9).positions) == 4
