"""Only the settings that differ, in words."""

from dataclasses import replace

import pytest

from fashion_model.config import PRESETS, SETTINGS, TrainConfig, value_of, with_values
from fashion_model.config.differences import differences

QUICK = PRESETS["quick"]


def told(*configs: TrainConfig) -> dict[str, tuple[str, ...]]:
    return {each.label: each.values for each in differences(configs)}


def test_nothing_differs() -> None:
    assert told(QUICK) == {}
    assert told(QUICK, QUICK, QUICK) == {}


def test_values_in_the_order_of_the_configurations() -> None:
    slow = replace(QUICK, learning_rate=1e-3)
    varied = with_values(slow, {"augmentation.flip": 0.5})
    assert told(QUICK, slow, varied) == {
        "Learning rate": ("0.005", "0.001", "0.001"),
        "Mirror": ("0 % of pictures", "0 % of pictures", "50 % of pictures"),
    }


def test_layers() -> None:
    wider = replace(QUICK, blocks=tuple(replace(b, kernel=5) for b in QUICK.blocks))
    assert told(QUICK, wider) == {"Filter size": ("3", "5")}
    deeper = replace(QUICK, blocks=(*QUICK.blocks, QUICK.blocks[-1]))
    assert told(QUICK, deeper)["Convolution blocks"] == ("3", "4")
    assert told(QUICK, deeper)["Filters"] == ("16, 32, 64", "16, 32, 64, 64")
    assert "Filter size" not in told(QUICK, deeper)
    assert told(QUICK, replace(QUICK, dense=(64, 64))) == {"Dense layers": ("64", "64, 64")}
    assert told(QUICK, replace(QUICK, dense=())) == {"Dense layers": ("64", "none")}


def test_momentum_counts_with_sgd_only() -> None:
    assert told(QUICK, replace(QUICK, momentum=0.5)) == {}
    assert "Momentum" in told(QUICK, replace(QUICK, optimizer="sgd", momentum=0.5))


def test_how_many_are_kept_counts_where_a_kind_is_chosen_only() -> None:
    assert told(QUICK, with_values(QUICK, {"spoiling.kept": 20})) == {}
    few = with_values(QUICK, {"spoiling.kept": 20, "spoiling.few": "Bag"})
    assert told(QUICK, few) == {
        "Keep only a few of": ("none", "Bag"),
        "How many": ("50 pictures", "20 pictures"),
    }


def test_the_seed_comes_last_and_can_be_left_out() -> None:
    other = replace(QUICK, seed=2, threads=1)
    assert list(told(QUICK, other)) == ["Threads", "Seed"]
    assert [each.key for each in differences([QUICK, other], seed=False)] == ["threads"]


def test_two_values_that_read_alike_are_told_apart() -> None:
    near = replace(QUICK, learning_rate=0.005000000001)
    assert told(QUICK, near) == {"Learning rate": ("0.005", "0.005000000001")}


@pytest.mark.parametrize("key", [key for key in SETTINGS if "blocks" not in key and key != "dense"])
def test_every_setting_has_words_for_a_name(key: str) -> None:
    for config in PRESETS.values():
        said = SETTINGS[key].in_brief(value_of(config, key))
        assert said == said.strip()
        assert said
        assert "{" not in said
