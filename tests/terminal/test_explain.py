"""`explain`: what adds up adds up in print, and what can't be asked is one sentence."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from fashion_model.attribution.features import features
from fashion_model.attribution.opened import OpenedModel
from fashion_model.attribution.tracing import NEIGHBOURS
from fashion_model.data import load_sample
from fashion_model.environment import ASSETS
from fashion_model.labels import CLASS_NAMES
from fashion_model.runs.directory import BUNDLED_PATH
from tests.terminal.conftest import Verbs

NUMBER = int(load_sample().test.indices[3])


def test_shares_and_bias_add_up_to_the_logit(verbs: Verbs) -> None:
    done = verbs("explain", f"test:{NUMBER}", "--model", "bundled", "--json")
    said = json.loads(done.stdout)
    assert said["method"] == "exact"
    assert [len(row) for row in said["shares"]] == [7] * 7
    total = sum(map(sum, said["shares"])) + said["bias"]
    assert total == pytest.approx(said["logit"], abs=1e-4)
    assert said["class"] in CLASS_NAMES
    assert 0 < said["probability"] <= 1
    assert f"most for {said['class']}; without" in said["sentence"]
    assert f"says {said['covered_answer']}" in said["sentence"]
    assert re.search(r": \d+ % before, \d+ % then\)\.$", said["sentence"])


def test_the_nearest_training_pictures_are_those_of_the_network_s_own_features(
    verbs: Verbs,
) -> None:
    found = verbs.json("explain", f"test:{NUMBER}", "--model", "bundled")["neighbours"]
    sample = load_sample()
    model = OpenedModel.load(BUNDLED_PATH / "model.tflite")
    learned, seen = (
        features(model, images)[0] for images in (sample.train.images, sample.test.images[3:4])
    )
    apart = (learned - seen) / np.where(learned.std(axis=0) > 0, learned.std(axis=0), np.inf)
    distances = np.linalg.norm(apart, axis=1)
    nearest = np.argsort(distances, kind="stable")[:NEIGHBOURS]
    assert [each["index"] for each in found] == sample.train.indices[nearest].tolist()
    assert [each["distance"] for each in found] == pytest.approx(distances[nearest], rel=1e-3)
    kinds = [CLASS_NAMES[label] for label in sample.train.labels[nearest]]
    assert [each["class"] for each in found] == kinds


def test_an_explanation_is_told_where_the_training_pictures_are_not_here(
    verbs: Verbs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fashion_model.attribution.training_pictures.FEWEST", 10_000)
    done = verbs("explain", f"test:{NUMBER}", "--model", "bundled", "--json")
    said = json.loads(done.stdout)
    assert (done.exit_code, said["neighbours"]) == (0, None)
    assert f"most for {said['class']}; without" in said["sentence"]
    assert "The pictures this network was trained on are not here any more." in done.stderr


def test_one_kind_against_another(verbs: Verbs) -> None:
    kinds = ("--class", "t-shirt/top", "--against", "Shirt")
    done = verbs("explain", f"test:{NUMBER}", "--model", "bundled", *kinds, "--json")
    said = json.loads(done.stdout)
    assert (said["class"], said["against"]) == ("T-shirt/top", "Shirt")
    total = sum(map(sum, said["shares"])) + said["bias"]
    assert total == pytest.approx(said["logit"], abs=1e-4)


def test_the_all_terrain_model_explains_a_file_by_covering(verbs: Verbs, tmp_path: Path) -> None:
    drawn = Image.new("L", (100, 100), 255)
    drawn.paste(0, (40, 10, 60, 90))
    drawn.save(tmp_path / "item.png")
    done = verbs("explain", str(tmp_path / "item.png"), "--json")
    said = json.loads(done.stdout)
    assert (said["method"], said["bias"], said["neighbours"]) == ("occlusion", None, None)
    words = verbs("explain", str(tmp_path / "item.png"))
    sentence, how, left_out = words.stdout.splitlines()
    assert (sentence, how) == (said["sentence"], "Approximate: found by covering pieces.")
    assert left_out == said["left_out"]


@pytest.mark.parametrize(("model", "heard"), [("all-terrain", True), ("bundled", False)])
def test_of_a_photo_it_says_who_is_left_out(verbs: Verbs, model: str, heard: bool) -> None:
    photo = str(ASSETS / "examples" / "boot.jpg")
    done = verbs("explain", photo, "--model", model)
    assert done.exit_code == 0
    assert ("which looks at the picture itself, is left out" in done.stdout) == heard
    said = json.loads(verbs("explain", photo, "--model", model, "--json").stdout)
    assert (said["left_out"] is not None) == heard


@pytest.mark.parametrize(("name", "kind"), [("jeans.jpg", "Trouser"), ("sweater.png", "Pullover")])
def test_classify_tells_what_the_network_for_photos_said(
    verbs: Verbs, name: str, kind: str
) -> None:
    done = verbs("classify", str(ASSETS / "examples" / name), "--json")
    assert json.loads(done.stdout)["photo_expert"]["class"] == kind


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (("test:x",), "A test picture is named like test:12."),
        (("test:99999",), "Test picture 99999 is not here"),
        (("none.png",), "This file cannot be read"),
        ((f"test:{NUMBER}", "--model", "nobody"), "There is no run “nobody”"),
        ((f"test:{NUMBER}", "--class", "Bag", "--against", "Bag"), "Name two different kinds."),
        ((f"test:{NUMBER}", "--class", "Hat"), "'Hat' is not one of"),
    ],
)
def test_what_can_t_be_asked_is_one_sentence(
    verbs: Verbs, asked: tuple[str, ...], words: str
) -> None:
    done = verbs("explain", *asked)
    assert done.exit_code in (1, 2)
    assert words in done.stderr
    assert "Traceback" not in done.stderr
