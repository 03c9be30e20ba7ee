"""The table of scores: made on a small set, and read back by the app."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest

from fashion_model.data import load_sample
from fashion_model.results import KINDS, read_scores
from scripts.score_all_terrain import measure, rounded
from tests.images.pictures import encoded, shirt
from tests.own_input import small_set, write_manifest
from tests.tiny import tiny_dataset

OF_EACH = 5


def enough(folder: Path) -> Path:
    """Five shirts of every kind, one of which a T-shirt would be fair for."""
    folder.mkdir()
    (folder / "shirt.png").write_bytes(encoded(shirt(), "PNG"))
    kinds = [("sketch", "plain"), ("photo", "plain"), ("photo", "messy"), ("icon", "plain")]
    rows = [("shirt.png", kind, "6", "6;0", ground) for kind, ground in kinds]
    write_manifest(folder, rows * OF_EACH)
    return folder


@pytest.mark.slow
def test_the_app_reads_what_was_measured(tmp_path: Path) -> None:
    test = tiny_dataset().test
    strangers = small_set(tmp_path / "strangers")
    mine = enough(tmp_path / "mine")
    told = rounded(measure(mine, strangers, test, elsewhere=mine))
    (tmp_path / "scores.json").write_text(json.dumps(told))
    scores = read_scores(tmp_path / "scores.json")
    assert scores is not None
    assert scores.set == "mine"
    assert [each.kind for each in scores.kinds] == list(KINDS)
    assert [each.n for each in scores.kinds] == [OF_EACH] * 4 + [len(test)]
    for each in scores.kinds[:-1]:
        assert each.elsewhere is not None
        assert (each.elsewhere.n, each.elsewhere.all_terrain) == (each.n, each.all_terrain)
    assert scores.kinds[-1].elsewhere is None
    assert scores.kinds[-1].plain.strict == scores.kinds[-1].plain.told > 0.8
    assert {"value", "low", "high"} == set(told["ece"])
    assert 0 <= told["sure_share"] <= 1
    assert 0 <= told["none_auroc"] <= 1


@pytest.mark.slow
def test_a_set_without_one_of_the_kinds_is_refused(tmp_path: Path) -> None:
    with pytest.raises(click.ClickException, match="too few pictures of the kind sketch"):
        measure(small_set(tmp_path / "mine"), None, load_sample().test)
