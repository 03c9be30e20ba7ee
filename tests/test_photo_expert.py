"""The network for photos, on the app's own examples."""

from __future__ import annotations

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from ai_edge_litert.interpreter import Interpreter
from PIL import Image, ImageDraw, ImageOps

from fashion_model import litert
from fashion_model.environment import ASSETS, ROOT
from fashion_model.images import Prepared, decode_file, prepare
from fashion_model.labels import CLASS_NAMES, NONE
from fashion_model.litert import ModelError
from fashion_model.photo_expert import (
    A_PHOTO,
    FOLDER,
    HEADS,
    NETWORK,
    PhotoExpert,
    bundled_expert,
    judge,
)
from fashion_model.predict import ALL_TERRAIN_PATH, Classifier, Predictor, load_all_terrain
from fashion_model.runs import BUNDLED, open_run
from research.photo_expert.cut_off import middle


@cache
def example(name: str) -> Prepared:
    return prepare(decode_file(ASSETS / "examples" / name))


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("t_shirt.jpg", "T-shirt/top"),
        ("dress.jpg", "Dress"),
        ("jeans.jpg", "Trouser"),
        ("boot.jpg", "Ankle boot"),
    ],
)
def test_it_names_photos(name: str, kind: str) -> None:
    opinion = judge(example(name))
    assert CLASS_NAMES[int(opinion.answers[:NONE].argmax())] == kind
    assert opinion.answers.sum() == pytest.approx(1, abs=1e-5)
    assert opinion.photo > 0.9
    assert 0 < opinion.strange < 1


def test_it_tells_a_coloured_icon_from_a_photo() -> None:
    icon = Image.new("RGB", (300, 300), "white")
    pen = ImageDraw.Draw(icon)
    pen.polygon([(70, 50), (230, 50), (280, 120), (20, 120)], fill="#d04a3a")
    pen.rectangle((75, 50, 225, 270), fill="#e05a4a")
    pen.ellipse((120, 35, 180, 75), fill="white")
    shirt = prepare(icon)
    assert shirt.kind != "drawing"
    assert bundled_expert().judge(shirt.views()).photo < A_PHOTO
    assert np.array_equal(judge(shirt).answers, judge(shirt, drawn=True).answers)
    assert CLASS_NAMES[int(judge(shirt).answers.argmax())] == "T-shirt/top"


def test_a_line_drawing_is_no_photo() -> None:
    prepared = example("sweater.png")
    assert prepared.kind == "drawing"
    opinion = judge(prepared)
    assert opinion.photo == 0
    assert CLASS_NAMES[int(opinion.answers.argmax())] == "Pullover"
    again = judge(prepared, drawn=True)
    assert np.array_equal(again.answers, opinion.answers)


def test_what_is_no_photo_is_looked_at_once() -> None:
    views = example("sweater.png").views()
    assert len(views) > 1
    assert bundled_expert().judge(views).answers == pytest.approx(
        bundled_expert().judge(views[:1]).answers
    )


def test_a_fabric_seen_from_close_by_is_a_photo_however_many_lines_it_has() -> None:
    fabric = prepare(middle(decode_file(ASSETS / "examples" / "dress.jpg").convert("RGB"), 0.4))
    assert fabric.kind == "drawing"  # all that is told without a network
    assert judge(fabric).photo > 0.9


def test_light_lines_on_a_dark_board_are_looked_at_like_dark_ones_on_paper() -> None:
    paper = decode_file(ASSETS / "examples" / "sweater.png").convert("RGB")
    on_paper, on_board = (prepare(each) for each in (paper, ImageOps.invert(paper)))
    assert on_paper.drawn_view().mean() > 150
    assert np.array_equal(on_paper.drawn_view(), on_board.drawn_view())
    assert np.array_equal(judge(on_paper).answers, judge(on_board).answers)


def test_what_was_drawn_is_no_photo_however_it_looks() -> None:
    boot = example("boot.jpg")
    assert judge(boot).photo > 0.9
    assert judge(boot, drawn=True).photo == 0


@pytest.mark.parametrize("name", ["boot.jpg", "sweater.png", "bag.png"])
def test_in_the_common_answer_it_has_a_say(name: str) -> None:
    prepared, model = example(name), load_all_terrain()
    alone, together = model.predict(prepared.picture[None])[0], model.name(prepared)
    assert together.expert is not None
    assert not np.allclose(alone.probabilities, together.probabilities)
    assert together.probabilities.sum() == pytest.approx(1, abs=1e-5)


def test_a_run_answers_by_itself() -> None:
    path = open_run(BUNDLED).model_path
    assert path is not None
    run, prepared = Predictor(Classifier.load(path)), example("boot.jpg")
    said = run.answer(prepared.picture, prepared.kind, judge(prepared))
    assert said.expert is None
    assert np.array_equal(said.probabilities, run.predict(prepared.picture[None])[0].probabilities)


def test_threads_may_share_it() -> None:
    photos = [example(name) for name in ("boot.jpg", "jeans.jpg")] * 4
    alone = [bundled_expert().judge(each.views()).answers for each in photos[:2]] * 4
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda each: bundled_expert().judge(each.views()), photos))
    for one, other in zip(alone, together, strict=True):
        assert np.allclose(one, other.answers, atol=1e-5)


@pytest.mark.parametrize("name", [NETWORK, HEADS])
@pytest.mark.parametrize("content", [None, b"", b"nonsense" * 50])
def test_what_is_damaged_is_a_sentence(tmp_path: Path, name: str, content: bytes | None) -> None:
    folder = tmp_path / "expert"
    shutil.copytree(FOLDER, folder)
    (folder / name).unlink() if content is None else (folder / name).write_bytes(content)
    with pytest.raises(ModelError, match=r"network for photos .* is damaged; please install"):
        PhotoExpert.load(folder)


def test_its_interpreter_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    photos = [example(name).views() for name in ("boot.jpg", "jeans.jpg")]  # loads the segmenter
    made: list[Interpreter] = []

    def interpreter(**settings: Any) -> Interpreter:
        made.append(Interpreter(**settings))
        return made[-1]

    monkeypatch.setattr(litert, "Interpreter", interpreter)
    expert = PhotoExpert.load()
    for views in photos:
        expert.judge(views)
    assert len(made) == 1


def test_what_it_computes_takes_one_byte() -> None:
    interpreter = Interpreter(model_path=str(FOLDER / NETWORK), num_threads=1)
    large = [each for each in interpreter.get_tensor_details() if np.prod(each["shape"]) > 3e5]
    assert large  # of the first layers
    assert {each["dtype"] for each in large} == {np.int8}


_LAZY = """
from fashion_model import photo_expert
from fashion_model.images import decode_file, prepare
from fashion_model.predict import load_all_terrain
from fashion_model.environment import ASSETS
model = load_all_terrain()
ready = prepare(decode_file(ASSETS / "examples" / "boot.jpg"))
for ask in (lambda: model.predict(ready.picture[None]), lambda: model.name(ready)):
    ask()
    print(photo_expert._bundled.cache_info().currsize)
"""


def test_it_is_loaded_when_a_picture_comes() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _LAZY], cwd=ROOT, capture_output=True, timeout=60, check=True
    )
    assert done.stdout.split() == [b"0", b"1"]


def test_all_files_of_models_stay_small() -> None:
    folders = (ALL_TERRAIN_PATH, FOLDER)
    assert sum(file.stat().st_size for folder in folders for file in folder.iterdir()) <= 16e6
