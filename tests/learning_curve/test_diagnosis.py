"""The judgement of a learning curve: what counts as progress depends on how many were asked."""

import pytest

from fashion_model.learning_curve.diagnosis import Verdict, best_epoch, chance, diagnose
from fashion_model.runs.events import Epoch
from tests.tiny import epoch

Row = tuple[float, float, float, float]  # training loss and accuracy, validation loss and accuracy


def epochs(*rows: Row, pictures: int | None = None) -> list[Epoch]:
    names = ("loss", "accuracy", "validation_loss", "validation_accuracy")
    judged = [[0]] if pictures is None else [[pictures - 40, 10], [10, 20]]
    return [
        epoch(n, **dict(zip(names, row, strict=True)), confusion_matrix=judged)
        for n, row in enumerate(rows, 1)
    ]


def reaching(*reached: float, pictures: int | None = None) -> list[Epoch]:
    """Epochs of these validation accuracies; nothing else tells."""
    return epochs(*((0.3, each, 0.3, each) for each in reached), pictures=pictures)


BY_HEART = ((0.9, 0.7, 0.6, 0.78), (0.5, 0.82, 0.5, 0.82), (0.3, 0.9, 0.55, 0.82))


@pytest.mark.parametrize(
    ("of", "verdict"),
    [
        (reaching(0.1, 0.12, 0.19), "guessing"),
        (reaching(0.9), "early"),
        (reaching(0.8, 0.85, 0.88), "improving"),
        (reaching(0.8, 0.88, 0.88, 0.87), "converged"),
        (epochs(*BY_HEART, (0.1, 0.97, 0.65, 0.82)), "overfitting"),
        (epochs((0.6, 0.8, 0.5, 0.82), (0.7, 0.75, 0.9, 0.7)), "unsteady"),
    ],
)
def test_verdicts(of: list[Epoch], verdict: Verdict) -> None:
    assert diagnose(of).verdict == verdict


@pytest.mark.parametrize(
    ("pictures", "verdict"), [(None, "converged"), (1000, "converged"), (5000, "improving")]
)
def test_the_same_gain_is_chance_on_few_pictures(pictures: int | None, verdict: Verdict) -> None:
    curve = reaching(0.80, 0.88, 0.88, 0.888, pictures=pictures)
    assert diagnose(curve).verdict == verdict


def test_chance_is_the_square_root_of_the_mistakes() -> None:
    (reached,) = reaching(0.92, pictures=5000)
    assert chance(reached) == pytest.approx(20 / 5000)  # 400 mistakes
    (perfect,) = reaching(1.0, pictures=1000)
    assert chance(perfect) == pytest.approx(1 / 1000)


def test_an_improvement_is_that_of_the_last_third() -> None:
    found = diagnose(reaching(0.5, 0.6, 0.7, 0.8, 0.85, 0.87, 0.88, 0.90, 0.89))
    assert (found.verdict, found.recent) == ("improving", 3)
    assert found.gain == pytest.approx(0.03)
    assert found.best.epoch == 8


def test_what_was_long_ago_is_no_improvement_any_more() -> None:
    risen = [0.5] * 12 + [0.8]
    assert diagnose(reaching(*risen, 0.8, 0.8)).verdict == "improving"
    assert diagnose(reaching(*risen, 0.8, 0.8, 0.8)).verdict == "converged"


def test_one_bad_epoch_is_no_overfitting() -> None:
    assert diagnose(epochs(*BY_HEART)).verdict != "overfitting"


def test_who_still_answers_better_does_not_merely_memorise() -> None:
    """A loss may rise because a few mistakes are made with more confidence."""
    found = diagnose(epochs(*BY_HEART, (0.1, 0.97, 0.65, 0.86)))
    assert found.verdict == "improving"
    assert found.by_heart  # 97 % of its own pictures, 86 % of others


def test_by_heart_and_underfitting_exclude_each_other() -> None:
    level, a_little, far = (
        diagnose(epochs((0.5, right, 0.5, 0.8), (0.4, right, 0.4, 0.8)))
        for right in (0.8, 0.82, 0.9)
    )
    assert [each.underfitting for each in (level, a_little, far)] == [True, False, False]
    assert [each.by_heart for each in (level, a_little, far)] == [False, False, True]


def test_of_equally_many_right_the_surer_network_is_kept() -> None:
    curve = epochs((0.5, 0.8, 0.5, 0.8), (0.4, 0.8, 0.4, 0.8), (0.3, 0.8, 0.45, 0.8))
    assert best_epoch(curve).epoch == 2
