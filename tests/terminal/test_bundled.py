"""What the app brings along works in the terminal without any preparation."""

import json
from pathlib import Path

from click.testing import CliRunner
from PIL import Image

from fashion_model.data import load_sample
from fashion_model.terminal import main
from tests.images.pictures import encoded


def test_evaluate_bundled() -> None:
    result = CliRunner().invoke(main, ["evaluate", "bundled", "--json"])
    assert result.exit_code == 0, result.output
    test = json.loads(result.output)["test"]
    assert test["accuracy"] > 0.9
    assert len(test["per_class"]) == 10
    assert sum(map(sum, test["confusion_matrix"])) == test["n"]


def test_classify_answers_with_the_bundled_model_by_default(tmp_path: Path) -> None:
    test = load_sample().test
    trouser = test.images[int((test.labels == 1).argmax())]
    (tmp_path / "trouser.png").write_bytes(encoded(Image.fromarray(trouser), "PNG"))
    result = CliRunner().invoke(main, ["classify", str(tmp_path / "trouser.png"), "--json"])
    assert result.exit_code == 0, result.output
    assert json.loads(result.output)["class"] == "Trouser"
