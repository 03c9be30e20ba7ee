"""What several networks say together, of answers that are known beforehand."""

import numpy as np
import pytest

from fashion_model.arrays import FloatArray
from fashion_model.calibration import softmax
from fashion_model.ensemble import EXPERT, combine

NONE = 10
Share = dict[int, float]


def saying(said: Share) -> FloatArray:
    """Logits, (1, 11), of a network that says that; classes not named share the rest."""
    rest = (1 - sum(said.values())) / (11 - len(said))
    return np.log([[said.get(label, rest) for label in range(11)]]).astype(np.float32)


def random_logits(seed: int) -> FloatArray:
    return 3 * np.random.default_rng(seed).normal(size=(12, 11)).astype(np.float32)


def together(*classifiers: FloatArray, expert: FloatArray | None = None) -> FloatArray:
    named = {f"classifier{number}": each for number, each in enumerate(classifiers, 1)}
    return combine(named if expert is None else {**named, EXPERT: expert})


def test_one_classifier_alone_says_what_it_says() -> None:
    np.testing.assert_allclose(together(random_logits(1)), softmax(random_logits(1)), atol=1e-5)


def test_two_that_disagree_meet_in_the_middle() -> None:
    one, other = saying({0: 0.8, 6: 0.1}), saying({0: 0.1, 6: 0.8})
    said = together(one, other)[0]
    assert said[0] == pytest.approx(said[6], abs=1e-4)
    assert said[[0, 6]].sum() == pytest.approx(0.85, abs=0.02)
    np.testing.assert_allclose(said, together(other, one)[0], atol=1e-5)  # in whatever order


def test_one_that_is_sure_does_not_overrule_the_doubt_of_the_other() -> None:
    said = together(saying({0: 0.9, 6: 0.09}), saying({0: 0.45, 6: 0.45}))[0]
    assert said[0] / said[6] == pytest.approx(np.sqrt(10), rel=0.01)  # 10 to 1 and 1 to 1


def test_what_both_put_before_something_else_stays_before_it() -> None:
    networks = [random_logits(seed) for seed in (1, 2)]
    one, other = (softmax(each) for each in networks)
    said = together(*networks)
    agreed = (one[:, :, None] > one[:, None]) & (other[:, :, None] > other[:, None])
    assert agreed.sum() > 100
    assert (said[:, :, None] >= said[:, None] - 1e-6)[agreed].all()


def test_the_expert_has_no_say_about_a_picture_foreign_to_the_data_set() -> None:
    classifier = saying({0: 0.7, 6: 0.2})
    foreign = saying({NONE: 1 - 1e-6, 3: 5e-7})
    alone, said = together(classifier), together(classifier, expert=foreign)
    np.testing.assert_allclose(said, alone, atol=1e-4)


def test_the_expert_has_half_a_say_about_a_picture_of_the_data_set() -> None:
    classifier = saying({0: 0.8, 6: 0.1, NONE: 0.02})
    said = together(classifier, expert=saying({0: 0.1, 6: 0.8, NONE: 1e-6}))[0]
    assert said[0] == pytest.approx(said[6], abs=0.01)
    assert said.sum() == pytest.approx(1, abs=1e-5)


def test_the_expert_cannot_say_that_it_is_none_of_the_ten() -> None:
    classifier = saying({0: 0.5, NONE: 0.3})
    for expert in (saying({NONE: 0.9}), saying({NONE: 0.5}), saying({0: 0.99})):
        assert together(classifier, expert=expert)[0][NONE] == pytest.approx(0.3, abs=1e-3)
