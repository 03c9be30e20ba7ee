"""Worn things, strangers and turned twins, against cases counted by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from benchmarks.families import families, lower_end
from benchmarks.own_input import Outcome, read_set
from fashion_model.labels import NONE
from tests.benchmarks.test_scoring import outcome


def of(answer: Outcome, **more: Any) -> Outcome:
    return replace(answer, row=replace(answer.row, **more))


def test_ways_are_counted_apart() -> None:
    worn = of(outcome(4, 4, kind="photo_messy", sure=True), worn=True)
    street = of(outcome(8, 7, kind="photo_messy", sure=True), worn=True, street=True)
    told = families([worn, street, outcome(5, 5, kind="photo_plain"), outcome(5, 5)])["ways"]
    assert {name: way["n"] for name, way in told.items()} == {
        "plain": 1, "busy": 2, "drawn": 1, "worn": 2, "street_crops": 1,
    }  # fmt: skip
    assert (told["worn"]["told"], told["street_crops"]["told"]) == (0.5, 0)
    assert (told["busy"]["sure"]["n"], told["busy"]["sure"]["right"]) == (2, 0.5)
    assert told["drawn"]["sure"] == {"n": 0, "share": 0, "right": None, "low": None}


def test_who_was_told_none_of_the_ten_was_told_no_kind() -> None:
    told = families([outcome(4, 4, none=0.8)] * 5)["ways"]["drawn"]
    assert (told["told"], told["macro_told"], told["macro_lenient"]) == (0, 0, 1)


def test_strangers_that_got_a_sure_name() -> None:
    answers = [outcome(NONE, 3, none=0.1, sure=True), outcome(NONE, 3, none=0.8)]
    told = families([*answers, outcome(NONE, None, kind="icon"), outcome(3, 3)])["strangers"]
    assert (told["n"], told["said_none"], told["sure"]) == (3, 1, 1)
    assert told["kinds"]["icon"] == {"n": 1, "said_none": 0, "sure": 0}


def test_twins_count_only_as_twins() -> None:
    turned = [of(outcome(7, 7), twin="rot90"), of(outcome(7, 9, sure=True), twin="rot90")]
    told = families([*turned, outcome(7, 7)])
    assert told["twins"] == {"rot90": {"n": 2, "right": 1, "sure_and_wrong": 1}}
    assert told["ways"]["drawn"]["n"] == 1


def test_a_manifest_says_what_is_worn_cut_out_and_turned(tmp_path: Path) -> None:
    (tmp_path / "manifest.csv").write_text(
        "path,kind,label,accept,background,worn,note\n"
        "a.jpg,photo,4,4,messy,yes,street crop box=[1:2:3:4]\n"
        "b.jpg,photo,4,4,plain,no,twin rot270 of photos/b.jpg\n"
        "c.jpg,photo,4,4,plain,no,a twin bed\n"
    )
    rows = read_set(tmp_path)
    assert [(row.worn, row.street, row.twin) for row in rows] == [
        (True, True, ""), (False, False, "rot270"), (False, False, ""),
    ]  # fmt: skip


def test_the_lower_end_of_a_share() -> None:
    assert lower_end(0, 0) is None
    assert lower_end(97, 100) == pytest.approx(0.952, abs=1e-3)
    assert (lower_end(10, 10) or 0) == pytest.approx(1 / (1 + 0.8416**2 / 10))
