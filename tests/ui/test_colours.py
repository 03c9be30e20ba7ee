"""The theme's colours can be read, and the class colours told apart by everyone."""

import itertools
import tomllib

import numpy as np
import pytest
from numpy.typing import NDArray

from fashion_model.environment import ROOT
from ui import layout
from ui.elements.colours import CLASS_COLOURS, rgb

THEME = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
# Full colour blindness of three kinds (Machado, Oliveira, Fernandes, 2009), on linear RGB.
SIGHTS = {
    "anyone": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
JUST_TOLD_APART = 2.3  # in CIELAB units


def linear(colour: str) -> NDArray[np.float64]:
    values = np.asarray(rgb(colour)) / 255
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """WCAG's ratio of luminances, 1 to 21."""
    bright = sorted(float(linear(each) @ [0.2126, 0.7152, 0.0722]) for each in (one, other))
    return (bright[1] + 0.05) / (bright[0] + 0.05)


def lab(rgb_linear: NDArray[np.float64]) -> NDArray[np.float64]:
    to_xyz = np.array(
        [
            [0.4124564, 0.3575761, 0.1804375],
            [0.2126729, 0.7151522, 0.0721750],
            [0.0193339, 0.1191920, 0.9503041],
        ]
    )
    xyz = to_xyz @ np.clip(rgb_linear, 0, 1) / [0.95047, 1.0, 1.08883]
    f = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("side", ["", "sidebar"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_theme_can_be_read(scheme: str, side: str) -> None:
    theme = THEME[scheme]
    place = theme[side] if side else theme
    for ground in (place["backgroundColor"], place["secondaryBackgroundColor"]):
        assert contrast(theme["textColor"], ground) >= 7
        assert contrast(theme["primaryColor"], ground) >= 4.5
        assert contrast(theme["linkColor"], ground) >= 4.5


@pytest.mark.parametrize("sight", SIGHTS)
def test_class_colours_are_told_apart_by(sight: str) -> None:
    seen = {name: lab(np.asarray(SIGHTS[sight]) @ linear(c)) for name, c in CLASS_COLOURS.items()}
    for one, other in itertools.combinations(seen, 2):
        distance = float(np.linalg.norm(seen[one] - seen[other]))
        assert distance > 6 * JUST_TOLD_APART, (one, other, distance)


def test_charts_use_the_class_colours_and_the_text_colour_of_the_theme() -> None:
    assert THEME["chartCategoricalColors"] == list(CLASS_COLOURS.values())
    assert {THEME["light"]["textColor"], THEME["dark"]["textColor"]} == set(
        layout._THEME_INK.values()
    )
    assert layout.INK == "currentColor"
