"""The sentence says what was tried."""

import numpy as np
import pytest

from fashion_model.attribution import wording
from fashion_model.attribution.covering import Covered, cover, decisive
from fashion_model.attribution.explaining import Explainer
from fashion_model.attribution.explanation import of_logits
from fashion_model.data import load_sample
from fashion_model.environment import ASSETS
from fashion_model.labels import CLASS_NAMES

BLANK = np.zeros((28, 28), np.uint8)
COAT, PULLOVER, BAG = (CLASS_NAMES.index(name) for name in ("Coat", "Pullover", "Bag"))


def tried(places: list[tuple[int, int]], after: int, share: float = 0.6) -> Covered:
    answers = np.full((2, 10), 0.01, np.float32)
    answers[0, COAT], answers[1, after] = 0.91, share
    return Covered(tuple(places), BLANK, answers[0], answers[1])


def speaking(**amounts: float) -> np.ndarray:
    shares = np.zeros((7, 7, 10))
    for at, amount in amounts.items():
        shares[int(at[1]), int(at[2]), COAT] = amount
    return shares


@pytest.mark.parametrize(
    ("places", "after", "said"),
    [
        (
            [(0, 3)],
            PULLOVER,
            "The collar speaks most for Coat; without it the network says Pullover.",
        ),
        (
            [(0, 3), (3, 0), (3, 6)],
            PULLOVER,
            "The sleeves and the collar speak most for Coat; without them the network says"
            " Pullover.",
        ),
        (
            [(6, 3)],
            COAT,
            "The hem speaks most for Coat; without it the network still says Coat (Coat: 91\u00a0%"
            " before, 60\u00a0% then).",
        ),
        ([], COAT, "Nothing in the picture speaks for Coat."),
    ],
)
def test_what_speaks_and_what_comes_of_covering_it(
    places: list[tuple[int, int]], after: int, said: str
) -> None:
    shares = speaking(p03=1.0, p30=0.9, p36=0.9, p63=1.0)
    found = of_logits("exact", shares, np.zeros(10), shares.sum(axis=(0, 1)))
    assert wording.sentence(found, tried(places, after), COAT) == said


def test_one_kind_rather_than_another() -> None:
    shares = speaking(p33=1.0)
    found = of_logits("exact", shares, np.zeros(10), shares.sum(axis=(0, 1)))
    said = wording.sentence(found, tried([(3, 3)], PULLOVER), COAT, PULLOVER)
    assert said.startswith("The front speaks most for Coat rather than Pullover; without it")


def test_each_kind_has_its_own_parts_and_every_place_one() -> None:
    for kind in range(10):
        for place in np.ndindex(7, 7):
            assert wording.part(place, (7, 7), kind).startswith("the ")
    assert wording.part((0, 3), (7, 7), BAG) == "the handle"


def test_on_real_pictures_the_sentence_is_true() -> None:
    explainer = Explainer.of_run(ASSETS / "bundled_run/model.tflite")
    for picture in load_sample().test.images[:30]:
        found = explainer.explain(picture)
        places = decisive(found, picture, found.label)
        covered = cover(explainer.ask, picture, places, found.grid)
        said = wording.sentence(found, covered, found.label)
        answer = CLASS_NAMES[int(explainer.ask(covered.picture[np.newaxis])[0].argmax())]
        assert f"says {answer}" in said
        assert ("still says" in said) == (answer == CLASS_NAMES[found.label])
