"""What surrounds the item is not the item: drawings on paper, and pictures within something.

`python -m benchmarks measure surroundings`: outlines of nine kinds on plain, lined and squared
paper, and test pictures within frames, bars, a figure and a slide. Each answered as the app would,
by the all-terrain model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from PIL import Image, ImageDraw, ImageOps

from fashion_model.data import load
from fashion_model.images import ImageError
from fashion_model.predict import Predictor, load_all_terrain
from fashion_model.upright import look
from research.doodles.pen import MAKERS

SEEDS = (1, 2, 3)
PICTURES = 200  # test pictures, the first
SIDE = 400
_PEN = "#202020"
_LEFT_OUT = 5  # sandals: an outline of straps is none
Way = Callable[[Image.Image], Image.Image]


def surroundings() -> dict[str, object]:
    """Return for each surrounding how many of how many are right, and sure but wrong."""
    predictor = load_all_terrain()
    told: dict[str, object] = {}
    for name, paper in PAPERS.items():
        told[f"drawing: {name}"] = _score(predictor, _drawings(paper))
    for name, way in WAYS.items():
        told[f"test picture: {name}"] = _score(predictor, _test_pictures(way))
    return told


def _score(predictor: Predictor, pictures: Iterator[tuple[int, Image.Image]]) -> dict[str, int]:
    right = wrong_but_sure = number = 0
    for label, picture in pictures:
        number += 1
        try:
            answer = look(picture).named_by(predictor)
        except ImageError:
            continue
        right += answer.label == label and not answer.stranger
        wrong_but_sure += answer.sure and answer.label != label
    return {"pictures": number, "right": right, "sure_but_wrong": wrong_but_sure}


def _drawings(paper: Callable[[], Image.Image]) -> Iterator[tuple[int, Image.Image]]:
    for seed in SEEDS:
        for label in range(10):
            if label != _LEFT_OUT:
                yield label, outline_on(paper(), label, np.random.default_rng((seed, label)))


def outline_on(paper: Image.Image, label: int, rng: np.random.Generator) -> Image.Image:
    """Draw the outline of a thing of a kind on `paper`, as with a pen."""
    doodle = MAKERS[label](rng)
    closed = [np.concatenate([each, each[:1]]) for each in doodle.outlines]
    everything = np.concatenate([*closed, *doodle.lines])
    low, high = everything.min(axis=0), everything.max(axis=0)
    scale = 0.7 * SIDE / (high - low).max()
    pen = ImageDraw.Draw(paper)
    for line in [*closed, *doodle.lines]:
        points = (line - (low + high) / 2) * scale + SIDE / 2
        pen.line([tuple(each) for each in points.tolist()], _PEN, 5, joint="curve")
    return paper


def _test_pictures(way: Way) -> Iterator[tuple[int, Image.Image]]:
    test = load().test
    for label, image in zip(test.labels[:PICTURES], test.images[:PICTURES], strict=True):
        yield int(label), way(Image.fromarray(image))


def ruled(
    ink: str, across: int = 0, down: int = 0, pen: int = 2, lean: float = 0, paper: str = "white"
) -> Callable[[], Image.Image]:
    """Paper with a line every `across` pixels, and every `down`, leaning by some degrees."""

    def draw() -> Image.Image:
        side = 2 * SIDE
        sheet = Image.new("RGB", (side, side), paper)
        lines = ImageDraw.Draw(sheet)
        for at in range(across // 2, side, across) if across else ():
            lines.line((0, at, side, at), ink, pen)
        for at in range(down // 2, side, down) if down else ():
            lines.line((at, 0, at, side), ink, pen)
        turned = sheet.rotate(lean, Image.Resampling.BICUBIC)
        rest = (side - SIDE) // 2
        return turned.crop((rest, rest, rest + SIDE, rest + SIDE))

    return draw


def dotted() -> Image.Image:
    """Paper with a grid of dots."""
    sheet = Image.new("RGB", (SIDE, SIDE), "white")
    for x in range(10, SIDE, 20):
        for y in range(10, SIDE, 20):
            ImageDraw.Draw(sheet).ellipse((x - 1, y - 1, x + 1, y + 1), fill="#a0b0c0")
    return sheet


def exercise_book() -> Image.Image:
    """Lined paper with a red margin."""
    sheet = ruled("#b0c8e8", across=32)()
    ImageDraw.Draw(sheet).line((50, 0, 50, SIDE), "#e89090", 2)
    return sheet


PAPERS: dict[str, Callable[[], Image.Image]] = {
    "plain": ruled("white"),
    "lined": ruled("#a0b8e0", across=32),
    "lined, faint": ruled("#eef2f8", across=32),
    "lined, dark": ruled("#202020", across=32, pen=1),
    "lined, red margin": exercise_book,
    "lined, leaning by 2 degrees": ruled("#a0b8e0", across=32, lean=2),
    "lined, leaning by 5 degrees": ruled("#a0b8e0", across=32, lean=5),
    "squared": ruled("#a0b8e0", across=20, down=20, pen=1),
    "squared, faint": ruled("#eef2f8", across=20, down=20, pen=1),
    "squared, dark": ruled("#404040", across=20, down=20, pen=1),
    "squared, leaning by 3 degrees": ruled("#a0b8e0", across=20, down=20, pen=1, lean=3),
    "dots": dotted,
}


def framed(pixels: int, colour: str) -> Way:
    """Put a frame of some pixels around a picture."""
    return lambda picture: ImageOps.expand(picture, pixels, colour)


def bars(picture: Image.Image) -> Image.Image:
    """Put bars above and below a picture on white."""
    large = ImageOps.invert(enlarged(picture))
    return ImageOps.expand(ImageOps.expand(large, (100, 20, 100, 20), "white"), (0, 60), "black")


def pillars(picture: Image.Image) -> Image.Image:
    """Put bars beside a picture on white."""
    large = ImageOps.invert(enlarged(picture))
    return ImageOps.expand(ImageOps.expand(large, 20, "white"), (60, 0), "black")


def enlarged(picture: Image.Image) -> Image.Image:
    """A test picture at eight times its size."""
    return picture.resize((224, 224), Image.Resampling.BICUBIC)


def figure(picture: Image.Image) -> Image.Image:
    """A picture as a notebook saves it: axes with ticks and numbers, and a title."""
    sheet = Image.new("L", (432, 288), "white")
    sheet.paste(picture.resize((220, 220), Image.Resampling.NEAREST), (116, 36))
    draw = ImageDraw.Draw(sheet)
    draw.rectangle((115, 35, 336, 256), outline="black")
    draw.text((180, 14), "a test picture", "black")
    for number in range(0, 28, 5):
        at = round((number + 0.5) * 220 / 28)
        draw.line((116 + at, 257, 116 + at, 260), "black")
        draw.text((112 + at, 262), str(number), "black")
        draw.line((111, 36 + at, 114, 36 + at), "black")
        draw.text((96, 31 + at), str(number), "black")
    return sheet


def slide(picture: Image.Image) -> Image.Image:
    """A picture on white, on a dark slide with a line of text."""
    sheet = Image.new("RGB", (480, 320), "#203050")
    sheet.paste(ImageOps.expand(ImageOps.invert(enlarged(picture)), 15, "white"), (113, 50))
    ImageDraw.Draw(sheet).text((40, 20), "What is this?", "white")
    return sheet


def sheet_on_a_desk(picture: Image.Image) -> Image.Image:
    """A sheet with a picture on it, lying askew on a brown desk."""
    paper = ImageOps.expand(ImageOps.invert(enlarged(picture)), 40, "white").convert("RGBA")
    askew = paper.rotate(6, Image.Resampling.BICUBIC, expand=True)
    desk = Image.new("RGBA", (480, 420), "#8a6238")
    desk.alpha_composite(askew, (70, 40))
    return desk.convert("RGB")


WAYS: dict[str, Way] = {
    "alone": lambda picture: picture,
    "white frame of 1": framed(1, "white"),
    "white frame of 2": framed(2, "white"),
    "white frame of 4": framed(4, "white"),
    "grey frame of 2": framed(2, "#808080"),
    "dark grey frame of 2": framed(2, "#303030"),
    "bars": bars,
    "pillars": pillars,
    "figure": figure,
    "slide": slide,
    "sheet on a desk": sheet_on_a_desk,
}
