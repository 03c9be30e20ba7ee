"""Heads on made-up features, where the right answer is known."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from fashion_model.labels import NONE
from fashion_model.photo_expert import PARTS, PARTS_SIDE, Heads, Opinion
from research.photo_expert.cut_off import CutOff
from research.photo_expert.drawings import Drawings
from research.photo_expert.features import Learned
from research.photo_expert.heads import DECAY_KINDS, fit, known_before, learn

FEATURES, CONCEPTS = 1280, 1000


def made_up() -> Learned:
    """Each kind lights up a feature of its own; drawings, and what is turned, light up others."""
    rng = np.random.default_rng(0)
    labels = np.arange(660) % 11
    photo = np.arange(660) < 440
    features = rng.random((660, FEATURES)).astype(np.float16) * np.float16(0.1)
    features[np.arange(660), labels] = 3
    features[~photo, 20] = 3
    quarters = np.where(photo, np.arange(660) // 11 % 4, 0)
    features[np.arange(660), 40 + quarters] = 3
    return Learned(
        features, np.eye(11, dtype=np.float32)[labels], photo, quarters, np.ones(660, np.bool_)
    )


def made_up_drawings() -> Drawings:
    """Of drawings, the same features stand for other kinds: 0 for kind 1, 1 for 2, and so on."""
    rng = np.random.default_rng(1)
    labels = np.arange(440) % 11
    features = rng.random((440, FEATURES)).astype(np.float16) * np.float16(0.1)
    features[np.arange(440), (labels - 1) % 11] = 3
    features[:, 20] = 3
    return Drawings(features, np.eye(11, dtype=np.float32)[labels])


def made_up_cut_off() -> CutOff:
    """What is cut off lights up a feature, and something is worn at its edge, or only that."""
    rng = np.random.default_rng(2)
    features = rng.random((200, FEATURES + 1)).astype(np.float16) * np.float16(0.1)
    cut = np.arange(200) % 2 == 0
    features[:100:2, 50] = 3
    features[cut, FEATURES] = 3
    return CutOff(features, cut)


@pytest.fixture(scope="module")
def heads() -> Heads:
    concepts = np.zeros((FEATURES, CONCEPTS), np.float32)
    concepts[:10, :10] = 5 * np.eye(10)  # ten concepts look like our ten kinds
    concepts[15, 500] = 5  # and one like a cat
    concepts[30, 11:500] = concepts[30, 501:] = concepts[31, 10] = 0.1
    return learn(
        made_up(), made_up_drawings(), made_up_cut_off(), concepts, np.zeros(CONCEPTS, np.float32)
    )


def lit(*places: int) -> np.ndarray:
    features = np.full((1, FEATURES), 0.05, np.float32)
    features[0, list(places)] = 3
    return features


def judged(heads: Heads, *places: int, worn_at_edge: bool = False) -> Opinion:
    """What the heads make of a photo; somebody wears what its parser says is at its left."""
    parts = np.zeros((PARTS_SIDE, PARTS_SIDE, len(PARTS)), np.float32)
    parts[..., PARTS.index("background")] = 1
    if worn_at_edge:
        parts[:, :10] = np.eye(len(PARTS), dtype=np.float32)[PARTS.index("upper")]
    return heads.judge(lit(*places), parts)


def test_what_is_cut_off_is_told_by_its_features_and_by_what_is_worn_at_its_edge(
    heads: Heads,
) -> None:
    whole, both = judged(heads, 3), judged(heads, 3, 50, worn_at_edge=True)
    one = (judged(heads, 3, 50), judged(heads, 3, worn_at_edge=True))
    assert whole.cut_off < 0.1
    assert all(whole.cut_off < each.cut_off < both.cut_off for each in one)
    assert both.cut_off > 0.8
    assert both.parts is not None


def test_kinds_photos_and_drawings_are_told_apart(heads: Heads) -> None:
    for kind in (0, 4, 9, NONE):
        opinion = judged(heads, kind, 40)
        assert opinion.answers.argmax() == kind
        assert opinion.photo > 0.9
    assert judged(heads, 4, 20, 40).photo < 0.1


def test_drawings_are_named_by_a_head_of_their_own(heads: Heads) -> None:
    for kind in (0, 4, 9):
        assert judged(heads, kind, 40).answers.argmax() == kind
        assert heads.judge_drawing(lit(kind, 20)).answers.argmax() == kind + 1


def test_how_a_photo_was_turned_is_told(heads: Heads) -> None:
    for quarters in range(4):
        opinion = judged(heads, 4, 40 + quarters)
        assert opinion.turned.argmax() == quarters
        assert opinion.turned.sum() == pytest.approx(1, abs=1e-5)


def test_a_concept_that_no_clothing_looks_like_is_strange(heads: Heads) -> None:
    assert judged(heads, 3).strange < 0.1
    assert judged(heads, 15).strange > 0.9


def test_heads_are_kept_and_read(heads: Heads, tmp_path: Path) -> None:
    np.savez_compressed(tmp_path / "heads.npz", **vars(heads))
    again = Heads.load(tmp_path / "heads.npz")
    for field in fields(Heads):
        assert np.array_equal(getattr(again, field.name), getattr(heads, field.name))
    assert again.concepts.dtype == np.int8


def test_rare_kinds_count_for_more_than_their_share() -> None:
    features = np.zeros((101, 2), np.float32)
    targets = np.tile(np.array([1, 0], np.float32), (101, 1))
    targets[100] = (0, 1)  # nothing tells it apart: only the weights speak
    head = fit(features, targets, decay=1e-4)
    said = np.exp(head[-1]) / np.exp(head[-1]).sum()
    assert said[1] == pytest.approx(1 / 11, abs=0.01)  # 1 : √100


def test_a_kind_that_was_hardly_shown_is_named_by_what_imagenet_calls_it() -> None:
    purse, bag, seen = 748, 8, made_up()
    concepts = np.zeros((FEATURES, CONCEPTS), np.float32)
    concepts[35, purse] = 3
    unknown = lit(35).astype(np.float32)
    for near, named in ((None, False), (known_before(concepts), True)):
        head = fit(seen.features.astype(np.float32), seen.targets, DECAY_KINDS, near)
        assert ((unknown @ head[:-1] + head[-1]).argmax() == bag) == named
        assert (seen.features @ head[:-1] + head[-1]).argmax(axis=1).tolist() == (
            seen.targets.argmax(axis=1).tolist()
        )
