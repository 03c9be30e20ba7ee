"""Settings from an address: taken over once, and never a danger to what is there."""

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from fashion_model.config import PRESETS, Augmentation, ConvBlock, TrainConfig
from fashion_model.config.link import to_text
from fashion_model.environment import ROOT
from fashion_model.runs import open_run
from tests.app.conftest import Visit, words

CONFIG = TrainConfig(
    blocks=(ConvBlock(8, 5, 2, True, "none"),),
    dense=(20,),
    activation="tanh",
    dropout=0.15,
    optimizer="sgd",
    momentum=0,
    learning_rate=0.0042,
    schedule="cosine",
    batch_size=100,
    epochs=3,
    label_smoothing=0.03,
    averaging=70,
    precision="mixed",
    augmentation=Augmentation(flip=1, shift=7, rotation=40, zoom=0.5, erasing=0.2, sketches=0.3),
    patience=3,
    share=0.02,
    seed=5,
    threads=3,
)


def open_link(text: str) -> AppTest:
    """A first visit, to the first page, with `?config=`."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.query_params["config"] = text
    return app.run()


def to_training(app: AppTest) -> AppTest:
    """Go on to Training; navigation drops what the address said."""
    app.query_params.clear()
    return app.switch_page("pages/training.py").run()


def test_a_link_sets_everything_from_any_page(visit: Visit) -> None:
    app = to_training(open_link(to_text(CONFIG)))
    assert not app.exception
    assert "settings of the link you opened" in words(app)
    app.button(key="start_training").click().run()
    assert not app.exception
    assert open_run(app.query_params["run"]).config == CONFIG


def test_a_link_does_not_overwrite_later_changes(visit: Visit) -> None:
    app = visit("training")
    app.query_params["config"] = to_text(replace(PRESETS["quick"], epochs=9))
    app.run()
    assert app.slider(key="epochs").value == 9
    for epochs in (5, 6, 7):
        app.slider(key="epochs").set_value(epochs).run()
        assert app.slider(key="epochs").value == epochs
    app.button(key="back_to_link").click().run()
    assert app.slider(key="epochs").value == 9
    app.query_params["config"] = to_text(PRESETS["deep"])
    app.run()
    assert app.radio(key="preset").value == "deep"
    assert app.slider(key="epochs").value == PRESETS["deep"].epochs


@pytest.mark.parametrize(
    "text", ["", "{", "<script>", '{"epochs":1e9}', '{"learning_rate":"1"}', "[" * 3000]
)
def test_a_bad_link_is_one_sentence_and_changes_nothing(text: str, visit: Visit) -> None:
    app = visit("training")
    app.slider(key="epochs").set_value(17).run()
    app.query_params["config"] = text
    app.run()
    assert not app.exception
    assert len(app.warning) == 1
    assert "can't be used" in app.warning[0].value
    assert app.slider(key="epochs").value == 17


def test_the_address_to_share_leads_back(visit: Visit) -> None:
    app = visit("training")
    app.slider(key="epochs").set_value(33).run()
    asked = parse_qs(urlsplit(app.code[0].value).query)["config"][0]
    other = to_training(open_link(asked))
    assert other.slider(key="epochs").value == 33
