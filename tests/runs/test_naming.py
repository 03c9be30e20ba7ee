"""Names of new runs say what is special about them."""

from dataclasses import replace

import pytest

from fashion_model.config import (
    MAX_BLOCKS,
    PRESETS,
    Augmentation,
    ConvBlock,
    TrainConfig,
    with_values,
)
from fashion_model.runs import NAME_LENGTH
from fashion_model.runs.naming import usual_name

QUICK, DEEP = PRESETS["quick"], PRESETS["deep"]


@pytest.mark.parametrize(
    ("config", "name"),
    [
        (QUICK, "Quick"),
        (DEEP, "Deep"),
        (replace(QUICK, learning_rate=0.02, seed=3), "Quick, rate 0.02, seed 3"),
        (with_values(QUICK, {"augmentation.sketches": 0.3}), "Quick, 30 % redrawn"),
        (replace(QUICK, epochs=1), "Quick, 1 epoch"),
        (
            replace(with_values(QUICK, {"spoiling.flip": 0.1, "spoiling.hidden": "Bag"}), seed=3),
            "Quick, 10 % labels flipped, Bag hidden, seed 3",
        ),
        (with_values(QUICK, {"spoiling.kept": 20, "spoiling.which": "shirts"}), "Quick"),
        (replace(QUICK, optimizer="sgd", momentum=0.5), "Quick, sgd, momentum 0.5"),
        (replace(QUICK, momentum=0.5), "Quick"),
        (replace(QUICK, blocks=QUICK.blocks[:2]), "Quick, 2 blocks"),
        (replace(QUICK, blocks=()), "Quick, no convolution"),
        (replace(QUICK, dense=(64, 32)), "Quick, dense 64/32"),
        (replace(QUICK, averaging=0, patience=3), "Quick, not averaged, patience 3 epochs"),
        (replace(DEEP, augmentation=Augmentation()), "Deep, not mirrored"),
        (
            replace(QUICK, blocks=tuple(replace(b, pooling="none") for b in QUICK.blocks)),
            "Quick, no pooling",
        ),
    ],
)
def test_names(config: TrainConfig, name: str) -> None:
    assert usual_name(config) == name


def test_a_name_is_never_too_long_and_keeps_the_seed() -> None:
    strange = TrainConfig(
        blocks=tuple(ConvBlock(7 + n, kernel=n + 1, batch_norm=True) for n in range(MAX_BLOCKS)),
        dense=(11, 12, 13),
        activation="sigmoid",
        dropout=0.15,
        optimizer="rmsprop",
        learning_rate=0.00123,
        schedule="cosine",
        batch_size=33,
        epochs=17,
        label_smoothing=0.33,
        augmentation=Augmentation(0.1, 1.5, 11, 0.11, 0.15, 0.35),
        patience=7,
        share=0.17,
        seed=2**31 - 1,
        threads=3,
    )
    name = usual_name(strange)
    assert len(name) <= NAME_LENGTH
    assert name.endswith(" more, seed 2147483647")
