"""What an experiment asks: what can vary, and what it comes to."""

from dataclasses import replace

import pytest

from fashion_model.config import PRESETS, SETTINGS, ConfigError, TrainConfig
from fashion_model.experiments.design import Design
from fashion_model.experiments.templates import TEMPLATES, race
from fashion_model.experiments.varying import VARYING, in_words

QUICK = PRESETS["quick"]


def line_up(**varied: tuple[object, ...]) -> Design:
    return Design("line-up", "Which?", QUICK, varied)


def test_every_setting_can_vary_but_seed_and_threads() -> None:
    assert VARYING.keys() >= SETTINGS.keys() - {"seed", "threads"}
    assert not {"seed", "threads"} & VARYING.keys()


@pytest.mark.parametrize("key", VARYING)
def test_what_varies_is_read_back_as_it_was_set(key: str) -> None:
    varying = VARYING[key]
    if key == "width":
        assert varying.put(QUICK, 2.0).blocks[0].filters == 2 * QUICK.blocks[0].filters
        assert varying.put(QUICK, 2.0).dense == (2 * QUICK.dense[0],)
        return
    value = {"depth": 5, "augmentation": True}.get(key, varying.get(QUICK))
    assert varying.get(varying.put(QUICK, value)) == value


def test_a_line_up_of_two_settings_tries_each_with_each() -> None:
    design = line_up(learning_rate=(0.001, 0.005), dropout=(0.0, 0.5))
    assert [variant.label for variant in design.variants] == [
        *("0.001, 0", "0.001, 0.5", "0.005, 0", "0.005, 0.5")
    ]
    assert design.variants[3].config == replace(QUICK, learning_rate=0.005, dropout=0.5)


def test_first_seeds_come_before_second_ones() -> None:
    design = replace(line_up(dropout=(0.0, 0.5)), seeds=(1, 2))
    assert design.trainings == [(0, 1), (1, 1), (0, 2), (1, 2)]
    assert design.config_of(1, 2) == replace(QUICK, dropout=0.5, seed=2)
    assert design.name_of(1, 2) == "Dropout 0.5, seed 2"


@pytest.mark.parametrize(
    ("varied", "words"),
    [
        ({"dropout": (0.1,)}, "at least two values"),
        ({"dropout": tuple(i / 10 for i in range(7))}, "at most 6 values"),
        ({"dropout": (0.1, 0.1)}, "once"),
        ({"dropout": (0.1, 7)}, "between 0 and 0.9"),
        ({"nothing": (1, 2)}, "nothing that can vary"),
        ({"seed": (1, 2)}, "nothing that can vary"),
        ({"dropout": (0.1, 0.2), "epochs": (1, 2), "share": (0.5, 1.0)}, "one or two things"),
        ({"dropout": (0.1, 0.2, 0.3, 0.4, 0.5), "epochs": (1, 2, 3, 4)}, "20 combinations"),
        ({"momentum": (0.1, 0.2)}, "Momentum counts with sgd only"),
        ({}, "what is to vary"),
    ],
)
def test_what_is_no_experiment_is_said_in_words(
    varied: dict[str, tuple[object, ...]], words: str
) -> None:
    with pytest.raises(ConfigError, match=words):
        line_up(**varied)


def test_what_counts_with_a_choice_only_varies_with_it() -> None:
    sgd = replace(QUICK, optimizer="sgd")
    assert len(Design("line-up", "Which?", sgd, {"momentum": (0.1, 0.2)}).variants) == 2
    both = {"optimizer": ("sgd", "adam"), "momentum": (0.1, 0.2)}
    with pytest.raises(ConfigError, match="sgd only"):
        line_up(**both)


def test_two_values_that_come_to_one_network_are_refused() -> None:
    shallow = replace(QUICK, blocks=QUICK.blocks[:1], dense=())
    with pytest.raises(ConfigError, match="one and the same"):
        Design("line-up", "Which?", replace(shallow), {"width": (0.125, 0.126)})


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("key", TEMPLATES)
def test_every_template_suits_every_preset(key: str, preset: str) -> None:
    design = TEMPLATES[key].design(PRESETS[preset])
    assert len(design.variants) >= (1 if key == "luck" else 2)
    assert len(design.seeds) >= (5 if key == "luck" else 1)


def test_luck_is_one_configuration_from_several_seeds() -> None:
    design = TEMPLATES["luck"].design(QUICK)
    assert [config.config for config in design.variants] == [QUICK]
    assert {design.config_of(*each).seed for each in design.trainings} == {1, 2, 3, 4, 5}
    with pytest.raises(ConfigError, match="at least two seeds"):
        replace(design, seeds=(1,))


def test_a_race_has_one_seed_for_both() -> None:
    design = race(QUICK, replace(PRESETS["deep"], seed=9), ("Quick", "Deep"))
    assert [variant.label for variant in design.variants] == ["Quick", "Deep"]
    assert {design.config_of(*each).seed for each in design.trainings} == {QUICK.seed}
    with pytest.raises(ConfigError, match="one and the same"):
        race(QUICK, QUICK, ("A", "B"))


def test_values_are_read_with_their_units() -> None:
    assert in_words("share", 0.05) == "5 %"
    assert in_words("augmentation", True) == "on"
    assert in_words("width", 0.5) == "0.5 ×"


def test_a_network_without_blocks_cannot_be_made_deeper() -> None:
    flat = TrainConfig(blocks=(), dense=(32,))
    with pytest.raises(ConfigError, match="convolution"):
        Design("line-up", "How deep?", flat, {"depth": (1, 2)})
