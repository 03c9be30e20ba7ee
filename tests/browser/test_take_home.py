"""A network taken home answers in a browser, without the app, as the app does."""

import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from numpy.typing import NDArray
from playwright.sync_api import Page, expect

from fashion_model.config import ConvBlock, TrainConfig
from fashion_model.data import load_sample
from fashion_model.predict import Classifier, Predictor
from fashion_model.runs import BUNDLED, calibration_of, open_run
from fashion_model.take_home.page import make_page, put_together
from fashion_model.take_home.weights import read_layers
from tests.browser.pages import open_page
from tests.browser.server import Server

PICTURES = 1_000
_ANSWER = "pictures => pictures.map(each => probabilities(each.map(grey => grey / 255)))"


def _asked(page: Page, pictures: NDArray[np.uint8]) -> NDArray[np.float64]:
    """What the page answers, (n, 10)."""
    rows = pictures.reshape(len(pictures), -1).tolist()
    found: list[Any] = []
    for start in range(0, len(rows), 100):
        found += page.evaluate(_ANSWER, rows[start : start + 100])
    return np.array(found)


def _open(page: Page, content: bytes, folder: Path) -> None:
    path = folder / "page.html"
    path.write_bytes(content)
    page.goto(path.as_uri())


@pytest.mark.slow
def test_its_answers_are_the_app_s_on_a_thousand_pictures(page: Page, tmp_path: Path) -> None:
    run = open_run(BUNDLED)
    assert run.model_path is not None
    _open(page, make_page(run), tmp_path)
    pictures = load_sample().test.images[:PICTURES]
    own = _asked(page, pictures)
    predictor = Predictor(Classifier.load(run.model_path), calibration_of(run))
    there = predictor.probabilities(pictures)
    assert (own.argmax(axis=1) == there.argmax(axis=1)).mean() >= 0.99
    assert np.abs(own - there).mean() < 0.005


@pytest.mark.parametrize(
    ("activation", "spread"),
    [("relu", 0.25), ("elu", 0.25), ("gelu", 0.25), ("tanh", 0.25), ("sigmoid", 1.2)],
)
def test_every_kind_of_layer_is_written_out(
    activation: str, spread: float, page: Page, tmp_path: Path
) -> None:
    config = TrainConfig(
        blocks=(
            ConvBlock(6, kernel=5, pooling="average", batch_norm=True),
            ConvBlock(8, stride=2, pooling="none", batch_norm=True),
            ConvBlock(8, kernel=3, pooling="max"),
        ),
        dense=(16,),
        activation=activation,
        dropout=0.2,
    )
    path = tmp_path / "model.tflite"
    # Keras makes and exports it in a thread: the page's own loop must not find another one here.
    making = threading.Thread(target=_make, args=(config, path, spread))
    making.start()
    making.join()
    _open(page, put_together("Made", "How.", read_layers(path, config), 1.0), tmp_path)
    pictures = load_sample().test.images[:50]
    own, there = _asked(page, pictures), Classifier.load(path).probabilities(pictures)
    assert np.abs(own - there).max() < 0.03
    assert np.ptp(there, axis=0).max() > 0.1, "a network that answers all alike shows nothing"


def _make(config: TrainConfig, path: Path, spread: float) -> None:
    """Export a network whose weights are random, `spread` wide: sigmoid flattens small ones."""
    from fashion_model.network.build import build
    from fashion_model.network.export import write_litert

    model = build(config)
    rng = np.random.default_rng(1)
    model.set_weights(
        [
            np.abs(each + rng.normal(0, 0.2, each.shape)) + 0.1
            if "variance" in weight.path
            else each + rng.normal(0, spread, each.shape)
            for weight, each in zip(model.weights, model.get_weights(), strict=True)
        ]
    )
    write_litert(model, path)


def test_from_conclusion_to_a_drawing_that_is_answered(
    page: Page, server: Server, tmp_path: Path
) -> None:
    open_page(page, server.url, "conclusion")
    page.get_by_role("radio", name="Take it home").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="One page").click()
    assert waiting.value.suggested_filename == "fashion_bundled.html"
    path = tmp_path / "home.html"
    waiting.value.save_as(path)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(path.as_uri())
    box = page.locator("#board").bounding_box()
    assert box is not None
    x, y, side = box["x"], box["y"], box["width"]
    outline = [(0.2, 0.4), (0.8, 0.4), (0.8, 0.85), (0.2, 0.85), (0.2, 0.4)]
    page.mouse.move(x + outline[0][0] * side, y + outline[0][1] * side)
    page.mouse.down()
    for across, down in outline[1:]:
        page.mouse.move(x + across * side, y + down * side, steps=5)
    page.mouse.up()
    expect(page.get_by_role("status")).to_contain_text("Looks like a Bag")
    violations = Axe().run(page).response["violations"]
    assert not [each["id"] for each in violations if each["impact"] in ("serious", "critical")]
    page.get_by_role("button", name="Clear").click()
    expect(page.get_by_role("status")).to_have_text("Draw something")
    assert not said
