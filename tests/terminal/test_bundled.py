"""What the app brings along works in the terminal without any preparation."""

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image

from fashion_model.data import load_sample
from fashion_model.predict import Prediction, Predictor
from fashion_model.terminal import main
from tests.images.pictures import encoded, shirt, trousers
from tests.terminal.conftest import Verbs
from tests.test_candidates import beside


def test_evaluate_bundled() -> None:
    result = CliRunner().invoke(main, ["evaluate", "bundled", "--json"])
    assert result.exit_code == 0, result.output
    test = json.loads(result.output)["test"]
    assert test["accuracy"] > 0.9
    assert len(test["per_class"]) == 10
    assert sum(map(sum, test["confusion_matrix"])) == test["n"]


@pytest.fixture
def trouser(tmp_path: Path) -> str:
    test = load_sample().test
    picture = test.images[int((test.labels == 1).argmax())]
    (tmp_path / "trouser.png").write_bytes(encoded(Image.fromarray(picture), "PNG"))
    return str(tmp_path / "trouser.png")


def test_classify_answers_with_the_all_terrain_model_by_default(trouser: str) -> None:
    facts = Verbs().json("classify", trouser)
    assert facts == Verbs().json("classify", trouser, "--model", "all-terrain")
    assert facts["sure"] in (True, False)
    assert 0 <= facts["none"] <= 1


def test_classify_with_the_bundled_run(trouser: str) -> None:
    facts = Verbs().json("classify", trouser, "--model", "bundled")
    assert facts["class"] == "Trouser"
    assert facts["sure"] is True
    assert facts["none"] is None


@pytest.mark.parametrize(
    ("none", "sure", "words"),
    [
        (0.05, True, "photo.jpg: Sneaker, 92 %, sure"),
        (0.1, False, "photo.jpg: Sneaker, 92 %, not sure; perhaps Trouser"),
        (0.8, False, "photo.jpg: probably none of the ten kinds; of those Sneaker, 92 %"),
    ],
)
def test_words_for_each_kind_of_answer(
    none: float, sure: bool, words: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    row = np.zeros(10, np.float32)
    row[[7, 1]] = 0.92, 0.08
    monkeypatch.setattr(Predictor, "answer", lambda *_: Prediction(row, none, sure))
    monkeypatch.chdir(tmp_path)
    Path("photo.jpg").write_bytes(encoded(shirt(), "JPEG"))
    assert Verbs()("classify", "photo.jpg").stdout.strip() == words


def test_classify_names_each_of_several_things(tmp_path: Path) -> None:
    both = tmp_path / "both.png"
    both.write_bytes(encoded(beside(shirt(), trousers()), "PNG"))
    facts = Verbs().json("classify", str(both))
    first, second = facts["items"]
    assert first["box"][2] < 0.6 < second["box"][2]
    assert second["class"] == "Trouser"
    assert second["found"] == "ground"
    assert second["probability"] == max(second["probabilities"])
    words = Verbs()("classify", str(both)).stdout
    assert ". On it: " in words
    assert "; Trouser, " in words


def test_classify_of_one_thing_names_no_items(trouser: str) -> None:
    assert Verbs().json("classify", trouser)["items"] == []
