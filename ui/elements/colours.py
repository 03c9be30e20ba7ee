"""The app's colours: one meaning each, the same on every page, told apart by everyone.

TRAINING, VALIDATION, RIGHT and WRONG are from Okabe and Ito's palette, the ten class colours are
Petroff's sequence (arXiv 2107.02270), made for readers with any kind of colour vision. No colour
ever stands alone: a label, a shape, a tick or a cross says the same.
"""

from fashion_model.labels import CLASS_NAMES

TRAINING = "#E69F00"
EACH_BATCH = "#EFC777"
VALIDATION = "#0072B2"
TEST = "#56B4E9"
RIGHT = VALIDATION
WRONG = "#D55E00"
MUTED = "#8A94A6"
NORMALISED = "#009E73"
RAW = "#B0559B"

VARIANTS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#D55E00", "#56B4E9")
"""Things compared in one chart, each with its name beside it; Okabe and Ito's palette again."""

PALEST, DEEPEST = "#e3edf6", "#0b4f8a"
"""The ends of a scale: the deeper, the more is right."""

CLASS_COLOURS: dict[str, str] = dict(
    zip(
        CLASS_NAMES,
        (
            "#3f90da",
            "#ffa90e",
            "#bd1f01",
            "#94a4a2",
            "#832db6",
            "#a96b59",
            "#e76300",
            "#b9ac70",
            "#717581",
            "#92dadd",
        ),
        strict=True,
    )
)
"""Class name → colour, in the order of the labels."""

CLASS_SHAPES = (
    "circle",
    "square",
    "triangle-up",
    "diamond",
    "cross",
    "triangle-down",
    "triangle-right",
    "triangle-left",
    "M0,-1L.24,-.32L.95,-.31L.38,.12L.59,.81L0,.4L-.59,.81L-.38,.12L-.95,-.31L-.24,-.32Z",
    "M-.9,-.5L-.5,-.9L0,-.4L.5,-.9L.9,-.5L.4,0L.9,.5L.5,.9L0,.4L-.5,.9L-.9,.5L-.4,0Z",
)
"""Marks of points, one for each kind, in the order of the labels; the last two are paths,
a star and an x."""


def rgb(colour: str) -> tuple[int, int, int]:
    """`"#D55E00"` → `(213, 94, 0)`."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def between(pale: str, deep: str, share: float) -> str:
    """Return the colour that lies at `share`, 0 to 1, of the way from `pale` to `deep`."""
    ends = zip(rgb(pale), rgb(deep), strict=True)
    return "#" + "".join(f"{round(low + share * (high - low)):02x}" for low, high in ends)
