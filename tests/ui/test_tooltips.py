"""What a visitor reads under the pointer in any chart: words, never the names of our columns."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from fashion_model.config import PRESETS
from fashion_model.environment import ROOT
from fashion_model.experiments.design import Design
from fashion_model.experiments.goals import around
from fashion_model.experiments.search import Search
from fashion_model.results import published_results
from tests.experiments.groups import group
from tests.tiny import batch, epoch
from tests.ui.test_compare_parts import line
from ui.architecture import activations
from ui.compare import cost, dots, heat_map, trial_charts
from ui.conclusion import others
from ui.dataset import averages, overview, scatter
from ui.elements import charts
from ui.elements.charts import Spec
from ui.evaluation import epochs, reliability
from ui.experiments import curves
from ui.preprocessing import normalising
from ui.questions import curves as question_curves
from ui.training import follow, learning

INK = "#222222"
GROUPS = {0: group("Dropout 0", 0.91, 0.92, 0.915), 1: group("Dropout 0.5", 0.9)}
DESIGN = Design(
    "line-up",
    "Which?",
    PRESETS["quick"],
    {"learning_rate": (0.001, 0.01), "optimizer": ("sgd", "adam")},
)
POINTS = [cost.Point(10.0, 0.8, "One", "A"), cost.Point(20.0, 0.9, "Two", "B")]
EPOCHS = [epoch(1, watch=[[0.1] * 10]), epoch(2, watch=[[0.1] * 10])]
LEARNED = learning.curve_table([batch(1)], EPOCHS, "accuracy", 10)
PLACES = np.random.default_rng(0).random((20, 2)).astype(np.float32)
CHARTS: dict[str, Spec] = {
    "ui/architecture/activations.py": activations.activation_chart(),
    "ui/compare/cost.py": cost.chart("Seconds", POINTS, INK),
    "ui/experiments/curves.py": curves.chart(["a", "b"], curves.EPOCHS, 4, (0.5, 1.0), INK),
    "ui/compare/dots.py": dots.chart(GROUPS, INK),
    "ui/compare/heat_map.py": heat_map.chart(DESIGN, INK),
    "ui/conclusion/others.py": others.published(published_results(), 0.9, (0.8, 1.0), INK)[1],
    "ui/dataset/averages.py": averages.brightness(np.full((10, 256), 1 / 256), 1, INK)[1],
    "ui/dataset/overview.py": overview.balance(np.full((3, 10), 100), INK)[1],
    "ui/dataset/scatter.py": scatter.scatter(
        PLACES, np.arange(20, dtype=np.uint8) % 10, (None, None), INK, "#ffffff"
    ),
    "ui/elements/charts.py": charts.bars(np.full(10, 0.1, np.float32), INK)[1],
    "ui/evaluation/epochs.py": epochs.fading(INK),
    "ui/evaluation/reliability.py": reliability.spec(),
    "ui/preprocessing/normalising.py": normalising.normalising(200, INK),
    "ui/questions/curves.py": question_curves.spec(20),
    "ui/training/follow.py": follow.lines(EPOCHS, 4, INK)[1],
    "ui/training/learning.py": learning.curve_chart("accuracy", 3, LEARNED),
}
SEARCH = Search(around(PRESETS["quick"], ("learning_rate", "optimizer")), trials=4)
OF_TRIALS: dict[str, Spec] = {
    "ui/compare/trial_charts.py": trial_charts.best_chart(by_second=True),
    "all settings": trial_charts.settings_chart(SEARCH, INK),
    "one setting": trial_charts.one_chart(SEARCH, "learning_rate"),
    "what mattered": trial_charts.importance_chart({"optimizer": 0.9}, INK),
}
CHARTS["ui/compare/trial_charts.py"] = OF_TRIALS["ui/compare/trial_charts.py"]
COLUMNS = {"x", "y", "name", "text", "colour", "low", "high", "ink", "down", "along"}
"""What no visitor is told: names that mean something beside our code only."""


def marks(spec: Spec, around: Spec | None = None) -> Iterator[tuple[Spec, Spec]]:
    """Each mark of a chart with its encoding, what stands around it included."""
    encoding = {**(around or {}), **spec.get("encoding", {})}
    if "layer" not in spec:
        yield spec["mark"], encoding
    for inner in spec.get("layer", ()):
        yield from marks(inner, encoding)


def title(told: Spec) -> str:
    return str(told.get("title", told["field"]))


def tips(spec: Spec, table: Any, **where: Any) -> set[str]:
    """What is read over the marks of those rows: `what: Dropout 0, right, mean: 91.5 %`."""
    rows = [row for row in table.to_pylist() if where.items() <= row.items()]
    return {
        ", ".join(f"{title(each)}: {row[each['field']]}" for each in encoding["tooltip"])
        for mark, encoding in marks(spec)
        for row in rows
        if _draws(spec, mark, row)
    }


def _draws(spec: Spec, mark: Spec, row: dict[str, Any]) -> bool:
    """Whether `mark` shows `row`, or shows all."""
    (own,) = [each for each in spec["layer"] if each["mark"] is mark]
    (rule,) = own.get("transform", [{"filter": None}])
    return rule["filter"] in (None, f"datum.part === '{row.get('part')}'")


def test_no_chart_is_forgotten() -> None:
    drawing = [path for path in (ROOT / "ui").rglob("*.py") if '"encoding":' in path.read_text()]
    assert sorted(str(path.relative_to(ROOT)) for path in drawing) == sorted(CHARTS)


@pytest.mark.parametrize("name", CHARTS | OF_TRIALS)
def test_every_mark_tells_words_or_nothing(name: str) -> None:
    for mark, encoding in marks((CHARTS | OF_TRIALS)[name]):
        silent = mark.get("interactive") is False or mark.get("tooltip", "") is None
        told = encoding.get("tooltip")
        assert told or silent, f"Streamlit itself would tell of this {mark['type']}."
        assert not {title(each) for each in told or ()} & COLUMNS


def test_a_dot_is_a_mean_with_its_surroundings_or_one_seed() -> None:
    table, spec = dots.table(GROUPS), CHARTS["ui/compare/dots.py"]
    assert tips(spec, table, part="mean", name="Dropout 0") == {
        "what: Dropout 0, right, mean: 91.5 %, seeds: 3, mean of many seeds: 91.1 % to 91.9 %"
    }
    assert tips(spec, table, part="seed") == {
        f"what: Dropout 0, right, one seed: {each} %" for each in ("91.0", "92.0", "91.5")
    }


def test_a_cell_is_told_with_both_settings() -> None:
    table = heat_map.table(DESIGN, [line(0, 0.7)], [True, False, False, False])
    told = tips(CHARTS["ui/compare/heat_map.py"], table)
    assert "Learning rate: 0.001, Optimizer: sgd, right: 70.0 %" in told
    assert "Learning rate: 0.01, Optimizer: adam, right: –" in told
    assert len(told) == 4
