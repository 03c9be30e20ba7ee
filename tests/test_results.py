"""The published results and our own scores: what they say, and what damages them."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from fashion_model.environment import ROOT
from fashion_model.results import ScoresError, published_results, read_scores, to_markdown


def test_people_and_networks() -> None:
    results = published_results()
    assert results.people.accuracy == 0.835
    assert results.people.pictures == 1000
    assert len(results.networks) == 35
    best, worst = results.networks[0], results.networks[-1]
    assert (best.accuracy, worst.accuracy) == (0.967, 0.876)
    assert results.better_than(0.96) == 2
    assert results.better_than(1.0) == 0
    for each in results.networks:
        assert each.link.startswith(("https://", "http://"))
        assert each.name
        assert each.by
    assert "zalandoresearch/fashion-mnist" in results.source


def score(told: float, strict: float, low: float, high: float) -> dict[str, float]:
    """As the measurement leaves it; "none of the ten" is said of a few that would be right."""
    return {"told": told, "lenient": told + 0.01, "strict": strict, "low": low, "high": high}


def stored() -> dict[str, Any]:
    """A file of scores as the measurement leaves it."""
    return {
        "date": "2026-11-24",
        "set": "dev",
        "kinds": [
            {
                "kind": "sketch",
                "n": 84,
                "all_terrain": score(0.9, 0.8, 0.85, 0.953),
                "plain": score(0.4, 0.4, 0.31, 0.5),
                "elsewhere": {"n": 33, "all_terrain": score(0.8, 0.7, 0.7, 0.9)},
            },
            {
                "kind": "fashion_mnist",
                "n": 10_000,
                "all_terrain": score(0.95, 0.95, 0.94, 0.96),
                "plain": score(0.932, 0.932, 0.93, 0.94),
            },
        ],
    }


def write(folder: Path, content: object) -> Path:
    """`content` as a file of scores."""
    path = folder / "scores.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_a_file_is_read_and_printed(tmp_path: Path) -> None:
    scores = read_scores(write(tmp_path, stored()))
    assert scores is not None
    assert scores.measured == date(2026, 11, 24)
    assert scores.set == "dev"
    sketch, test = scores.kinds
    assert (sketch.kind, sketch.n, sketch.plain.low) == ("sketch", 84, 0.31)
    assert test.all_terrain.strict == 0.95
    assert to_markdown(scores).splitlines()[2:] == [
        "| People’s sketches | 84 | **90.0 % (85–95)** | 40.0 % (31–50) "
        "| 33 | **80.0 % (70–90)** |",
        "| Fashion-MNIST test pictures | 10,000 | **95.0 % (94–96)** | 93.2 % (93–94) | – | – |",
    ]


def test_no_file_is_no_scores(tmp_path: Path) -> None:
    assert read_scores(tmp_path / "scores.json") is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "a cat"),
        ("kind", ["sketch"]),
        ("n", 0),
        ("n", "many"),
        ("plain", None),
        ("elsewhere", {"n": 33}),
        ("plain", {"lenient": 0.4}),
        ("plain", {"told": 40, "lenient": 40, "strict": 40, "low": 31, "high": 50}),
        ("plain", {"told": 0.4, "lenient": 0.4, "strict": 0.5, "low": 0.3, "high": 0.5}),
        ("plain", {"told": 0.4, "lenient": 0.4, "strict": 0.4, "low": 0.5, "high": 0.6}),
        ("plain", {"told": 0.5, "lenient": 0.4, "strict": 0.4, "low": 0.3, "high": 0.5}),
        ("plain", {"told": "0.4", "lenient": "0.4", "strict": 0.4, "low": 0.3, "high": 0.5}),
    ],
)
def test_a_damaged_row_is_one_sentence(field: str, value: object, tmp_path: Path) -> None:
    damaged = stored()
    damaged["kinds"][0][field] = value
    with pytest.raises(ScoresError, match="is damaged; please install it again"):
        read_scores(write(tmp_path, damaged))


@pytest.mark.parametrize("content", [[], {}, {"date": "today", "set": "dev", "kinds": []}, 3])
def test_a_damaged_file_is_one_sentence(content: object, tmp_path: Path) -> None:
    with pytest.raises(ScoresError):
        read_scores(write(tmp_path, content))


def test_the_readme_shows_what_comes_with_the_app() -> None:
    scores = read_scores()
    assert scores is not None
    assert to_markdown(scores) in (ROOT / "docs" / "results.md").read_text(encoding="utf-8")
