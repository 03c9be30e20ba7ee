"""What leaving out training pictures changes, held against really leaving them out."""

import numpy as np
import pytest

from fashion_model.attribution.features import features
from fashion_model.attribution.influence import agreement, influence, lead, without
from fashion_model.attribution.opened import OpenedModel
from fashion_model.attribution.ridge import Ridge, fit
from fashion_model.data import load_sample
from fashion_model.runs.directory import BUNDLED_PATH
from tests.attribution.frozen import FINISHED

SAMPLE = load_sample()
CHOSEN = np.concatenate([np.flatnonzero(SAMPLE.train.labels == kind)[:30] for kind in range(10)])
LABELS = SAMPLE.train.labels[CHOSEN]
NETWORK = OpenedModel.load(FINISHED / "model.tflite")
SEEN, ASKED = (
    features(NETWORK, pictures)[0]
    for pictures in (SAMPLE.train.images[CHOSEN], SAMPLE.test.images[:60])
)
READOUT = fit(SEEN, LABELS)


def refitted(out: list[int]) -> Ridge:
    """The readout, really fitted anew without the pictures at these positions."""
    kept = np.setdiff1d(np.arange(len(LABELS)), out)
    return fit(SEEN[kept], LABELS[kept], READOUT.penalty)


@pytest.mark.parametrize("position", range(0, 300, 30))
def test_a_change_is_the_one_that_leaving_out_makes(position: int) -> None:
    for picture in ASKED[:5]:
        found = influence(READOUT, SEEN, picture)
        changed = refitted([position]).scores(picture[np.newaxis])[0]
        assert np.abs(found.scores + found.changes[position] - changed).max() < 1e-6


@pytest.mark.parametrize("out", [[7], [1, 2, 250], list(range(30)), list(range(0, 300, 2))])
def test_without_several_it_is_as_if_fitted_anew(out: list[int]) -> None:
    for picture in ASKED[:5]:
        found = without(READOUT, SEEN, picture, out)
        assert np.abs(found - refitted(out).scores(picture[np.newaxis])[0]).max() < 1e-6


def test_so_it_is_with_more_features_than_pictures() -> None:
    network = OpenedModel.load(BUNDLED_PATH / "model.tflite")
    seen, _ = features(network, SAMPLE.train.images[CHOSEN])
    asked, _ = features(network, SAMPLE.test.images[:3])
    assert seen.shape[1] > len(seen)
    readout, out = fit(seen, LABELS), [0, 100, 200, 299]
    kept = np.setdiff1d(np.arange(len(LABELS)), out)
    anew = fit(seen[kept], LABELS[kept], readout.penalty).scores(asked)
    found = [without(readout, seen, picture, out) for picture in asked]
    assert np.abs(np.array(found) - anew).max() < 1e-6


def test_without_one_it_is_what_influence_says() -> None:
    found = influence(READOUT, SEEN, ASKED[0])
    assert np.allclose(without(READOUT, SEEN, ASKED[0], [9]), found.scores + found.changes[9])


def test_leaving_one_out_twice_is_leaving_it_out() -> None:
    once, twice = (without(READOUT, SEEN, ASKED[0], out) for out in ([3], [3, 3]))
    assert np.array_equal(once, twice)


def test_something_must_stay() -> None:
    with pytest.raises(ValueError, match="must stay"):
        without(READOUT, SEEN, ASKED[0], range(len(LABELS)))


def test_who_helped_took_the_lead_along_when_left_out() -> None:
    for picture in ASKED[:5]:
        found = influence(READOUT, SEEN, picture)
        helped, misled = found.helped(3).tolist(), found.misled(3).tolist()
        before = lead(found.scores, found.label)
        assert before >= 0
        for position in helped:
            after = lead(refitted([position]).scores(picture[np.newaxis])[0], found.label)
            assert before - after == pytest.approx(found.effects[position], abs=1e-6)
            assert after < before
        for position in misled:
            assert lead(refitted([position]).scores(picture[np.newaxis])[0], found.label) > before
        assert found.effects[helped].tolist() == sorted(found.effects)[::-1][:3]
        assert found.effects[misled].tolist() == sorted(found.effects)[:3]


def test_those_that_helped_most_are_of_the_answered_kind() -> None:
    found = [influence(READOUT, SEEN, picture) for picture in ASKED]
    kinds = [LABELS[each.helped(1)[0]] == each.label for each in found]
    assert np.mean(kinds) > 0.5


def test_who_does_nothing_neither_helped_nor_misled() -> None:
    twins = np.zeros((20, 4), np.float32)
    found = influence(fit(twins, np.zeros(20, np.uint8)), twins, twins[0])
    assert len(found.helped(3)) == len(found.misled(3)) == 0


def test_a_lead_is_over_the_strongest_other_kind() -> None:
    scores = np.array([[0.5, 0.2, 0.4], [0.1, 0.9, 0.3]])
    assert lead(scores, 0) == pytest.approx([0.1, -0.8])


def test_agreement_is_counted_apart_where_the_network_is_wrong() -> None:
    said = READOUT.scores(ASKED).argmax(axis=1)
    answers = said.copy()
    answers[:6] = (answers[:6] + 1) % 10
    labels = answers.astype(np.uint8)
    labels[4:9] = (labels[4:9] + 3) % 10
    found = agreement(READOUT, ASKED, answers, labels)
    assert (found.pictures, found.agreeing, found.wrong, found.agreeing_on_wrong) == (60, 54, 5, 3)
