"""Views of made-up scenes, whose colours say what is seen of them."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from fashion_model.labels import NONE
from research.photo_expert import features
from research.photo_expert.drawing import Drawing
from research.photo_expert.scenes import MASK_SIDE, Scenes
from research.photo_expert.views import View, draw, draw_batch, shares
from tests.tiny import tiny_dataset

BLUE, RED = (20, 30, 220), (230, 20, 20)
PHOTO, ICON, STREET, ELSEWHERE = range(4)


def picture(ground: tuple[int, int, int], thing: tuple[int, int, int]) -> bytes:
    """A thing in the middle of its ground; its upper half is darker."""
    drawn = Image.new("RGB", (120, 120), ground)
    drawn.paste(thing, (40, 30, 80, 90))
    drawn.paste(tuple(each // 3 for each in thing), (40, 30, 80, 60))
    file = io.BytesIO()
    drawn.save(file, "PNG")
    return file.getvalue()


@pytest.fixture(scope="module")
def scenes() -> Scenes:
    files = [picture(BLUE, RED)] * 3 + [picture((128, 128, 128), (128, 128, 128))]
    targets = np.zeros((4, NONE + 1), np.float32)
    targets[[PHOTO, ICON, STREET, ELSEWHERE], [3, 3, 3, NONE]] = 1
    return Scenes(
        np.concatenate([np.frombuffer(each, np.uint8) for each in files]),
        np.cumsum([len(each) for each in files]),
        np.arange(4),
        np.tile(np.array([40, 30, 80, 90], np.float32) / 120, (4, 1)),
        np.full((4, MASK_SIDE * MASK_SIDE // 8), 255, np.uint8),
        targets,
        np.array([True, False, True, True]),
        np.array([False, False, True, False]),
    )


def drawn(scenes: Scenes, scene: int, times: int = 60) -> list[View]:
    return [draw(scenes, scene, np.random.default_rng([7, each])) for each in range(times)]


def is_red(view: np.ndarray) -> np.ndarray:
    red, green, blue = (view[..., each].astype(int) for each in range(3))
    return np.asarray((red > green + 12) & (red > blue + 12))


def test_the_thing_is_in_every_view(scenes: Scenes) -> None:
    colourful = [view for view, *_ in drawn(scenes, PHOTO) if np.ptp(view, axis=-1).max() > 40]
    assert len(colourful) > 40  # some are grey
    assert all(is_red(view).mean() > 0.04 for view in colourful)


def test_a_photo_is_turned_as_it_is_said(scenes: Scenes) -> None:
    quarters = [turned for _, turned, _ in drawn(scenes, PHOTO)]
    assert {0, 1, 2, 3} == set(quarters)
    assert 0.4 < np.mean(np.array(quarters) == 0) < 0.8
    told = 0
    for view, turned, _ in drawn(scenes, STREET):
        upright = np.rot90(view, -turned)
        very_red = upright[..., 0] > 1.8 * upright[..., 1:].max(axis=-1) + 5
        if very_red.mean() > 0.1:  # it is not grey, nor its light
            middle = int(np.flatnonzero(very_red.any(axis=1)).mean())
            above = upright[:middle, :, 0][very_red[:middle]].mean()
            assert above < upright[middle:, :, 0][very_red[middle:]].mean()  # the darker half
            told += 1
    assert told > 20


def test_a_drawing_is_never_turned_nor_put_elsewhere(scenes: Scenes) -> None:
    for view, turned, in_place in drawn(scenes, ICON):
        assert turned == 0
        assert in_place
        assert view[0, 0].tolist() == pytest.approx(BLUE, abs=12)


def test_a_photo_is_also_cut_out_before_other_grounds(scenes: Scenes) -> None:
    elsewhere = [view for view, _, in_place in drawn(scenes, PHOTO) if not in_place]
    assert 10 < len(elsewhere) < 30
    blue = [
        bool((view[..., 2].astype(int) > view[..., 0].astype(int) + 60).any()) for view in elsewhere
    ]
    assert blue.count(False) > 5  # the ground where it was found; a piece of a street has it, too


def test_rare_kinds_are_shown_oftener(scenes: Scenes) -> None:
    often = shares(scenes)
    assert often.sum() == pytest.approx(1)
    assert often[ELSEWHERE] / often[PHOTO] == pytest.approx(np.sqrt(3))  # three of a kind, and one


def test_batches_come_in_order_and_the_same_again(scenes: Scenes, tmp_path: Path) -> None:
    path = tmp_path / "scenes.npz"
    scenes.save(path)
    with Drawing(path, seed=3) as drawing:
        assert drawing.steps(2) == 2
        batches = drawing.batches(epochs=2, steps=3, batch=2)
        first, wanted = next(batches)
        rest = list(batches)
    assert first.shape == (2, 224, 224, 3)
    assert len(rest) == 5
    rng = np.random.default_rng(3)
    some = rng.choice(4, (6, 2), p=shares(scenes))
    views = draw_batch(scenes, some[0], [3, 0])
    assert np.array_equal(first, views.pixels)
    assert np.array_equal(wanted["turned"], views.quarters)
    assert np.array_equal(wanted["kinds"], scenes.targets[some[0]])
    assert np.array_equal(rest[-1][0], draw_batch(scenes, some[5], [3, 5]).pixels)


def test_it_ends_where_nobody_wants_the_rest(scenes: Scenes, tmp_path: Path) -> None:
    scenes.save(tmp_path / "scenes.npz")
    with Drawing(tmp_path / "scenes.npz", seed=3) as drawing:
        next(drawing.batches(epochs=50, steps=50, batch=2))


class _Network:
    """Takes a view's mean colour for its features, and counts how often it is asked."""

    asked = 0

    def run(self, inputs: np.ndarray) -> dict[str, np.ndarray]:
        self.asked += 1
        return {"features": inputs.mean(axis=(1, 2))}


def test_features_are_kept_and_the_same_again(
    scenes: Scenes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(features, "PIECE", 5)
    network, told = _Network(), list[str]()

    def compute() -> features.Learned:
        return features.compute(network, scenes, 2, tmp_path, 1, told.append)  # type: ignore[arg-type]

    learned = compute()
    assert network.asked == len(learned.features) == len(learned.quarters) == 10
    again = compute()
    assert network.asked == 10  # read from the work folder
    assert np.array_equal(again.features, learned.features)
    (tmp_path / "features_000.npz").unlink()
    assert np.array_equal(compute().features, learned.features)
    assert network.asked == 15


def test_the_data_set_s_own_pictures_are_no_photos(tmp_path: Path) -> None:
    network = _Network()
    split = tiny_dataset(40).train

    def learned() -> features.Learned:
        return features.of_dataset(network, split, tmp_path, 1)  # type: ignore[arg-type]

    first = learned()
    assert network.asked == len(first.features) == len(split.labels)
    assert not first.photo.any()
    assert first.in_place.all()
    assert np.array_equal(first.targets.argmax(axis=1), split.labels)
    assert np.ptp(first.features.mean(axis=1)) > 0.3  # light on dark, and dark on light
    again = features.together(first, learned())
    assert network.asked == len(split.labels)
    assert len(again.quarters) == 2 * len(split.labels)
