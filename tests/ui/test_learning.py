"""What is said of the two lines of a learning curve: why one is above, and that they part."""

from dataclasses import replace

from fashion_model.config import PRESETS, Augmentation
from fashion_model.learning_curve.recorded import recorded_curves
from fashion_model.runs.events import Epoch
from tests.tiny import epoch
from ui.training.learning import gap_in_words, head_start_in_words


def recorded(name: str) -> list[Epoch]:
    """The epochs of a recorded curve."""
    curve = recorded_curves()[name]
    numbers = range(len(curve["loss"]))
    return [epoch(n + 1, **{key: values[n] for key, values in curve.items()}) for n in numbers]


def test_the_gap_of_an_over_fitted_network_is_told() -> None:
    said = gap_in_words(recorded("over-fitted"))
    assert said is not None
    assert "right on 97\N{NO-BREAK SPACE}% of the pictures it learns from" in said
    assert "on 81\N{NO-BREAK SPACE}% of those it doesn’t" in said
    assert "**over-fitting**" in said


def test_nothing_is_said_where_the_lines_have_not_parted() -> None:
    assert gap_in_words([]) is None
    for name in ("rate too small", "rate too large"):
        assert gap_in_words(recorded(name)) is None


def test_why_validation_begins_above_training_is_told() -> None:
    plain = replace(PRESETS["quick"], dropout=0.0, augmentation=Augmentation())
    above = [epoch(1, accuracy=0.7, validation_accuracy=0.8), epoch(2, accuracy=0.9)]
    said = head_start_in_words(above, plain)
    assert said is not None
    assert said.startswith("**Validation above training?** A training point is the average over")
    assert said.endswith("Validation is asked at the end.")
    varied = replace(plain, dropout=0.3, augmentation=Augmentation(flip=0.5))
    both = head_start_in_words(above, varied)
    assert both is not None
    assert both.endswith(
        "it learns with varied pictures and with parts of it switched off (dropout), which is "
        "harder."
    )
    dropping = head_start_in_words(above, replace(plain, dropout=0.3))
    assert dropping is not None
    assert "varied" not in dropping


def test_nothing_is_said_where_training_begins_above() -> None:
    config = PRESETS["quick"]
    assert head_start_in_words([], config) is None
    assert head_start_in_words([epoch(1), epoch(2, validation_accuracy=0.9)], config) is None
