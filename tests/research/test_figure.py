"""The people that clothes are put on."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from research.synthetic.figure import CENTRE, HEIGHT, WIDTH, Figure


def grey(figure: Figure) -> NDArray[np.uint8]:
    return np.asarray(figure.picture)


def test_a_figure_is_seen_from_head_to_feet() -> None:
    for seed in range(20):
        figure = Figure(np.random.default_rng(seed))
        figure.add_legs(100)
        figure.add_arms()
        figure.add_head()
        rows = np.flatnonzero(grey(figure).any(axis=1))
        assert grey(figure).shape == (HEIGHT, WIDTH)
        assert rows[0] < 6
        assert rows[-1] > HEIGHT - 6


def test_a_garment_covers_what_is_behind_it_even_where_it_is_black() -> None:
    figure = Figure(np.random.default_rng(1))
    figure.ellipse((CENTRE, 60), (40, 40), 200)
    ring = Image.new("L", (40, 40), 90)
    ring.paste(0, (15, 15, 25, 25))
    figure.paste(ring, (CENTRE, 40))
    assert grey(figure)[60, CENTRE] == 0
    assert grey(figure)[45, CENTRE] == 90


def test_a_garment_worn_open_shows_what_is_behind_it() -> None:
    figure = Figure(np.random.default_rng(1))
    figure.ellipse((CENTRE, 60), (40, 40), 200)
    hole = Image.new("L", (40, 40))
    hole.paste(255, (10, 0, 30, 40))
    figure.paste(Image.new("L", (40, 40), 90), (CENTRE, 40), hole)
    assert grey(figure)[60, CENTRE] == 200
    assert grey(figure)[60, CENTRE - 16] == 90


def test_sleeves_have_about_the_shade_of_the_garment() -> None:
    for seed in range(20):
        figure = Figure(np.random.default_rng(seed))
        figure.add_sleeves(100)
        shades, counts = np.unique(grey(figure), return_counts=True)
        large = shades[(counts > 100) & (shades > 0)]
        assert len(large)
        assert ((large >= 75) & (large <= 105)).all()
