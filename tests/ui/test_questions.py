"""What the questions claim is so."""

import numpy as np

from fashion_model.experiments.spread import read_table
from fashion_model.labels import CLASS_NAMES
from fashion_model.learning_curve.diagnosis import GUESSING
from fashion_model.learning_curve.recorded import gain_of_varying, recorded_curves
from fashion_model.words import percent, unbroken
from ui.models import examples, resources
from ui.questions import about, curves, networks, pictures


def test_one_coat_is_among_the_pullovers() -> None:
    _, labels = pictures._coat_among_pullovers()
    question = pictures.dataset()
    assert [CLASS_NAMES[label] for label in labels].index("Coat") == question.right
    assert sorted({CLASS_NAMES[label] for label in labels}) == ["Coat", "Pullover"]
    assert "83.5\N{NO-BREAK SPACE}%" in question.because


def test_the_hidden_sneaker_shows_nothing_of_it() -> None:
    question = pictures.preprocessing()
    assert question.images is not None
    hidden = question.images[question.right]
    assert {*np.unique(hidden)} <= {0, 128}


def test_one_shirt_alone_is_taken_for_a_coat() -> None:
    question = networks.evaluation()
    split, answered = resources.examples(), examples.answered()
    assert answered is not None
    answers = dict(zip(answered[0].tolist(), answered[1], strict=True))
    assert question.images is not None
    for number, picture in enumerate(question.images):
        (position,) = np.flatnonzero((split.images == picture).all(axis=(1, 2)))
        assert CLASS_NAMES[split.labels[position]] == "Shirt"
        given = CLASS_NAMES[answers[int(position)].argmax()]
        assert given == ("Coat" if number == question.right else "Shirt")


def test_two_trainings_of_one_table_differ_by_their_seed() -> None:
    accuracies = read_table()["sample"]["quick"]
    told = networks.compare()
    for each in (min(accuracies), max(accuracies)):
        assert unbroken(percent(each)) in told.ask
    assert f"trained {len(accuracies)} times" in told.because


def test_the_four_curves_show_what_is_said_of_them() -> None:
    found = recorded_curves()
    assert sorted(found) == sorted(curves.ORDER)
    good, fitted = found["good"], found["over-fitted"]
    assert abs(good["accuracy"][-1] - good["validation_accuracy"][-1]) < 0.06
    assert fitted["accuracy"][-1] - fitted["validation_accuracy"][-1] > 0.12
    assert fitted["validation_loss"][-1] > 1.2 * min(fitted["validation_loss"])
    slow = found["rate too small"]["validation_accuracy"]
    assert slow == sorted(slow) or np.diff(slow).min() > -0.02
    assert slow[-1] < good["validation_accuracy"][-1] - 0.1
    assert max(found["rate too large"]["validation_accuracy"]) < GUESSING
    assert networks.training().right == curves.ORDER.index("rate too small")


def test_varying_a_little_makes_robust_and_a_lot_harms() -> None:
    gain = gain_of_varying()
    assert gain.seeds == 5
    assert gain.a_little.moved > gain.plain.moved + 0.1
    assert gain.a_lot.as_they_are < gain.plain.as_they_are - 0.02


def test_a_network_without_an_eleventh_answer_names_the_mug() -> None:
    told = networks.classify()
    assert any(f"answers {name}, with" in told.because for name in CLASS_NAMES)


def test_there_are_seven_and_each_is_its_pages() -> None:
    assert len(about.ALL) == 7
    for page, make in about.ALL.items():
        question = make()
        assert question.page == page
        assert 0 <= question.right < len(question.options) > 2
        assert len({*question.options}) == len(question.options)
