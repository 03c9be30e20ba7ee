"""What is suggested follows from the numbers."""

from dataclasses import replace
from typing import Any

import pytest

from fashion_model.config import PRESETS, ConvBlock, TrainConfig
from fashion_model.learning_curve.advice import MOST, suggest
from fashion_model.runs import Curve
from tests.tiny import epoch


def curve(*epochs: tuple[float, float, float, float]) -> Curve:
    """Epochs of (loss, accuracy, validation loss, validation accuracy)."""
    names = ("loss", "accuracy", "validation_loss", "validation_accuracy")
    events = [
        epoch(n, step=n, confusion_matrix=[[0]], **dict(zip(names, numbers, strict=True)))
        for n, numbers in enumerate(epochs, 1)
    ]
    return Curve([], events)


STILL_RISING = curve((1, 0.6, 0.9, 0.65), (0.7, 0.7, 0.6, 0.75), (0.6, 0.78, 0.5, 0.81))
FLAT = curve(*[(0.3, 0.90, 0.3, 0.90)] * 6)
BY_HEART = curve(
    (0.6, 0.8, 0.5, 0.82), (0.3, 0.9, 0.3, 0.9), (0.1, 0.97, 0.35, 0.9), (0.05, 0.99, 0.45, 0.89)
)
FELL_BACK = curve((0.6, 0.8, 0.5, 0.82), (0.7, 0.75, 0.9, 0.70))
GUESSING = curve((2.3, 0.1, 2.3, 0.1), (2.3, 0.1, 2.3, 0.1))
PLAIN = TrainConfig()


def titles(config: TrainConfig, of: Curve, **how: Any) -> list[str]:
    return [each.title for each in suggest(config, of, **{"sample": False, "stopped": False} | how)]


@pytest.mark.parametrize(
    ("config", "of", "how", "first"),
    [
        (PLAIN, BY_HEART, {}, "Vary the pictures"),
        (PRESETS["deep"], STILL_RISING, {}, "Train for 24 epochs"),
        (PLAIN, STILL_RISING, {}, "Train for 20 epochs"),
        (PLAIN, STILL_RISING, {"stopped": True}, "Let it finish all 10 epochs"),
        (PLAIN, FLAT, {"sample": True}, "Get all 70,000 pictures"),
        (replace(PLAIN, share=0.2), FLAT, {}, "Use all training pictures"),
        (PLAIN, FLAT, {}, "Switch on batch norm"),
        (PRESETS["broad"], FLAT, {}, "Use twice as many filters"),
        (replace(PLAIN, dropout=0.3), FLAT, {}, "Let the learning rate fall (“cosine”)"),
        (PRESETS["deep"], FLAT, {}, "Train it again with another seed"),
        (PLAIN, FLAT, {"stopped": True}, "Switch on batch norm"),
        (replace(PLAIN, patience=2), STILL_RISING, {}, "Switch on batch norm"),
        (PLAIN, FELL_BACK, {}, "Try a learning rate of 0.0005"),
        (PLAIN, curve((1, 0.7, 0.8, 0.75)), {}, "Train for 5 epochs"),
        (PLAIN, GUESSING, {}, "Try a learning rate of 0.0001"),
        (replace(PLAIN, learning_rate=1e-5), GUESSING, {}, "Try a learning rate of 0.001"),
    ],
)
def test_the_first_suggestion(
    config: TrainConfig, of: Curve, how: dict[str, bool], first: str
) -> None:
    assert titles(config, of, **how)[0] == first


def test_memorising_calls_for_variation_and_dropout_unless_both_are_there() -> None:
    assert titles(PLAIN, BY_HEART)[:2] == ["Vary the pictures", "Use dropout of 30 %"]
    assert "Use dropout of 30 %" not in titles(PRESETS["deep"], BY_HEART)


@pytest.mark.parametrize("of", [STILL_RISING, FLAT, BY_HEART, FELL_BACK, GUESSING])
@pytest.mark.parametrize("config", [PLAIN, *PRESETS.values()])
def test_suggestions_are_few_different_and_can_be_trained(config: TrainConfig, of: Curve) -> None:
    for sample in (True, False):
        found = suggest(config, of, sample=sample, stopped=False)
        assert 1 <= len(found) <= MOST
        assert len({each.title for each in found}) == len(found)
        for each in found:
            assert each.why.endswith(".")
            assert each.config != config
            if each.config is not None:
                assert TrainConfig.from_json(each.config.to_json()) == each.config


def test_nothing_is_suggested_before_the_first_epoch() -> None:
    assert suggest(PLAIN, Curve(), sample=True, stopped=True) == []


def test_a_network_that_would_get_too_large_is_not_suggested() -> None:
    wide = ConvBlock(100, batch_norm=True, pooling="none")
    config = replace(PLAIN, blocks=(wide, wide), dense=())
    assert "Use twice as many filters" not in titles(config, FLAT)
