"""Every sentence about a learning curve, on curves made for it and on the bundled one."""

from dataclasses import replace

import pytest

from fashion_model.learning_curve.commentary import Kind, comment
from fashion_model.runs import BUNDLED, Curve, open_run
from fashion_model.runs.events import Batch, Epoch
from tests.tiny import batch, epoch


def batches(losses: list[float], right: list[float]) -> list[Batch]:
    pairs = enumerate(zip(losses, right, strict=True), 1)
    return [batch(n, loss=a, accuracy=b) for n, (a, b) in pairs]


def epochs(*figures: tuple[float, float, float, float]) -> list[Epoch]:
    """Training loss and accuracy, validation loss and accuracy of each epoch."""
    names = ("loss", "accuracy", "validation_loss", "validation_accuracy")
    return [
        epoch(n, step=100 * n, confusion_matrix=[[0]], **dict(zip(names, each, strict=True)))
        for n, each in enumerate(figures, 1)
    ]


def said(curve: Curve, ended: str | None = None) -> tuple[Kind, str]:
    first = comment(curve, ended)[0]
    return first.kind, first.text


CALM = batches([0.4] * 40, [0.85] * 40)


def test_nothing_is_said_before_the_first_batch() -> None:
    assert comment(Curve()) == []


def test_guessing() -> None:
    kind, text = said(Curve(batches([2.3] * 5, [0.12] * 5)))
    assert kind == "guessing"
    assert "12 % of the latest" in text
    assert "luck gets 10 %" in text
    assert "learning rate" not in text


def test_guessing_after_an_epoch_has_a_reason() -> None:
    after = epochs((2.31, 0.1, 2.3, 0.1))
    kind, text = said(Curve(batches([2.3] * 50, [0.1] * 50), after))
    assert kind == "guessing"
    assert "far too large or far too small" in text
    wild = [2.3] * 5 + [60.0] * 5 + [2.3] * 40
    kind, text = said(Curve(batches(wild, [0.1] * 50), after))
    assert "probably too large" in text


def test_learning_fast_within_the_first_epoch() -> None:
    rise = [0.1 + 0.015 * n for n in range(40)]
    kind, text = said(Curve(batches([2.3 - 0.04 * n for n in range(40)], rise)))
    assert kind == "fast"
    assert "at the very first it was 10 %" in text


def test_slowing_down_within_the_first_epoch() -> None:
    assert said(Curve(CALM))[0] == "slowing"


def test_learning_fast_from_epoch_to_epoch() -> None:
    one = epochs((0.9, 0.7, 0.6, 0.78))
    assert said(Curve(CALM, one)) == (
        "fast",
        "One walk through the pictures took it from guessing to 78.0 % right on validation "
        "pictures, which it has never learned from.",
    )
    kind, text = said(Curve(CALM, epochs((0.9, 0.7, 0.6, 0.78), (0.6, 0.8, 0.5, 0.82))))
    assert (kind, "4.0 percentage points" in text) == ("fast", True)


@pytest.mark.parametrize(
    ("last", "words"),
    [
        ([0.863], "only 0.3 percentage points"),
        ([0.859], "no better than the best one"),
        ([0.859, 0.858, 0.859], "No better for 3 epochs"),
    ],
)
def test_slowing_down_from_epoch_to_epoch(last: list[float], words: str) -> None:
    rows = [(0.5, 0.8, 0.5, 0.80), (0.4, 0.84, 0.4, 0.86)]
    curve = Curve(CALM, epochs(*rows, *((0.39, 0.85, 0.4, right) for right in last)))
    kind, text = said(curve)
    assert kind == "slowing"
    assert words in text


MEMORISED = epochs(
    (0.9, 0.70, 0.60, 0.78),
    (0.5, 0.82, 0.50, 0.82),
    (0.3, 0.90, 0.55, 0.83),
    (0.1, 0.97, 0.65, 0.83),
)


def test_memorising() -> None:
    kind, text = said(Curve(CALM, MEMORISED))
    assert kind == "memorising"
    assert text.startswith("Since epoch 2 the validation loss has stopped improving while")


def test_a_single_bad_epoch_is_no_memorising() -> None:
    assert said(Curve(CALM, MEMORISED[:3]))[0] != "memorising"


def test_without_a_lead_on_training_pictures_it_is_no_memorising() -> None:
    behind = [replace(each, accuracy=0.75) for each in MEMORISED]
    assert said(Curve(CALM, behind))[0] != "memorising"


def test_a_loss_that_jumps_means_too_large_a_learning_rate() -> None:
    kind, text = said(Curve(batches([1.0] * 20 + [2.4] * 10, [0.6] * 20 + [0.3] * 10)))
    assert kind == "unsteady"
    assert "up to 2.40 after it was down at 1.00" in text
    kind, text = said(Curve(batches([2.3] * 5 + [40.0] * 10, [0.1] * 15)))
    assert kind == "unsteady"
    assert "worse than blind guessing" in text


def test_a_validation_that_falls_back_is_unsteady() -> None:
    fallen = epochs((0.6, 0.8, 0.5, 0.82), (0.7, 0.75, 0.9, 0.70))
    kind, text = said(Curve(CALM, fallen))
    assert kind == "unsteady"
    assert "70.0 % of the validation pictures right, after 82.0 % before" in text


def test_the_best_epoch_is_named() -> None:
    remark = comment(Curve(CALM, MEMORISED))[-1]
    assert remark.kind == "best"
    assert "epoch 3, 83.0 % right" in remark.text  # of two equals the one with the lower loss


def test_an_ending_is_summed_up() -> None:
    rising = epochs((0.9, 0.7, 0.6, 0.78), (0.6, 0.8, 0.5, 0.82), (0.5, 0.83, 0.45, 0.84))
    flat = epochs(*[(0.5, 0.83, 0.45, 0.84)] * 4)
    for curve, ended, words in (
        (rising, "finished", "Finished after 3 epochs. It was still getting better"),
        (flat, "finished", "almost stopped getting better"),
        (MEMORISED, "stopped", "Stopped after 4 epochs. Since epoch 2 it mostly memorised"),
        ([], "stopped", "before its first epoch"),
        (rising[:1], "stopped", "Stopped after 1 epoch."),
    ):
        kind, text = said(Curve([], curve), ended)
        assert kind == "ended"
        assert words in text
    assert comment(Curve([], MEMORISED), "failed") == []


def test_the_bundled_training_is_described_truly() -> None:
    run = open_run(BUNDLED)
    first, best = comment(run.curve, run.state)
    assert "Finished after 12 epochs" in first.text
    assert "memorised" not in first.text
    assert best.text.startswith("The best was epoch 11, 94.1 %")
    kinds = [
        comment(Curve(run.curve.batches, run.curve.epochs[:count]))[0].kind for count in (1, 3, 11)
    ]
    assert kinds == ["fast", "slowing", "slowing"]
