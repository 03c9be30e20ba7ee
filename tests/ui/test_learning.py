"""What is said of the gap between the two lines of a learning curve."""

from fashion_model.learning_curve.recorded import recorded_curves
from fashion_model.runs.events import Epoch
from tests.tiny import epoch
from ui.training.learning import gap_in_words


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
