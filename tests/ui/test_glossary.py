"""What the glossary says of our own networks is so."""

from fashion_model.config import PRESETS
from fashion_model.config.layers import count_parameters
from ui.glossary import TERMS


def test_deep_has_more_layers_and_fewer_parameters_than_classic() -> None:
    deep, classic = PRESETS["deep"], PRESETS["classic"]
    assert "Deep, with more layers but hardly a dense one, has fewer" in TERMS["Parameters"]
    assert len(deep.blocks) > len(classic.blocks)
    assert len(deep.dense) < len(classic.dense)
    assert count_parameters(deep) < count_parameters(classic)
