"""The same item, sent in many ways, gets the same answer from either model."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from PIL import Image, ImageOps
from scipy import ndimage

from fashion_model.data import load_sample
from fashion_model.images import decode, prepare
from fashion_model.predict import Classifier, Prediction, Predictor, load_all_terrain
from fashion_model.runs import BUNDLED, open_run
from tests.images.pictures import encoded, trousers

SAME = 0.05  # of probability
BROAD_PEN = 10  # of a thin line's drawing the plain network is not sure at all
# Kind, and which of its test pictures: typical ones, because an unsure answer tips at a breath.
ITEMS = [(0, 1), (1, 0), (4, 2), (5, 1), (7, 0), (8, 2), (9, 2)]


@cache
def predictors() -> dict[str, Predictor]:
    model = open_run(BUNDLED).model_path
    assert model is not None
    return {"all-terrain": load_all_terrain(), "bundled": Predictor(Classifier.load(model))}


def prediction(picture: Image.Image, model: str) -> Prediction:
    return predictors()[model].predict(prepare(picture).picture[None])[0]


@cache
def photo(kind: int, number: int) -> Image.Image:
    """A picture of Fashion-MNIST as its photo might have been: dark on white, enlarged."""
    test = load_sample().test
    grey = Image.fromarray(255 - test.images[np.flatnonzero(test.labels == kind)[number]])
    large = grey.resize((224, 224), Image.Resampling.LANCZOS)
    return ImageOps.expand(large, 28, 255).convert("RGB")


def turned_by_exif(picture: Image.Image) -> Image.Image:
    exif = Image.Exif()
    exif[0x0112] = 6
    lying = picture.transpose(Image.Transpose.ROTATE_90)
    return decode(encoded(lying, "JPEG", quality=92, exif=exif))


def without_ground(picture: Image.Image) -> Image.Image:
    """Cut out, as a transparent PNG."""
    item = ndimage.binary_fill_holes(np.asarray(picture.convert("L")) < 245)
    clear = picture.convert("RGBA")
    clear.putalpha(Image.fromarray(255 * item.astype(np.uint8)))
    return decode(encoded(clear, "PNG"))


def inverted(picture: Image.Image) -> Image.Image:
    return ImageOps.invert(picture)


def tiny(picture: Image.Image) -> Image.Image:
    return picture.resize((90, 90), Image.Resampling.BOX)


def off_centre(picture: Image.Image) -> Image.Image:
    return ImageOps.expand(picture, (10, 200, 90, 0), "white")


WAYS = {
    "inverted": inverted,
    "turned by EXIF": turned_by_exif,
    "transparent": without_ground,
    "tiny": tiny,
    "off-centre": off_centre,
}


@pytest.mark.parametrize("model", ["all-terrain", "bundled"])
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("kind", "number"), ITEMS)
def test_the_same_item_gets_the_same_answer(kind: int, number: int, way: str, model: str) -> None:
    picture = photo(kind, number)
    usual, other = prediction(picture, model), prediction(WAYS[way](picture), model)
    assert other.label == usual.label
    assert np.abs(other.probabilities - usual.probabilities).max() <= SAME


@pytest.mark.parametrize("model", ["all-terrain", "bundled"])
@pytest.mark.parametrize("ink", ["black", "#d0d0d0", "#c02020"])
def test_the_same_drawing_gets_the_same_answer(ink: str, model: str) -> None:
    usual, drawn = prediction(trousers(BROAD_PEN), model), trousers(BROAD_PEN, ink=ink)
    for other in (
        drawn,
        ImageOps.invert(drawn),
        ImageOps.expand(drawn, (300, 10, 20, 200), "white"),
        trousers(BROAD_PEN, size=512, ink=ink),
    ):
        assert prediction(other, model).label == usual.label
        assert np.abs(prediction(other, model).probabilities - usual.probabilities).max() <= SAME
