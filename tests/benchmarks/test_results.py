"""The committed results are of the presets as they are, and docs/ quotes them."""

import json

from fashion_model.config import PRESETS, TrainConfig
from fashion_model.environment import ROOT

RESULTS = json.loads(
    (ROOT / "benchmarks" / "results" / "time_to_accuracy.json").read_text(encoding="utf-8")
)


def test_the_measured_presets_are_the_shipped_ones() -> None:
    measured = {name: TrainConfig.from_dict(RESULTS["settings"][name]) for name in PRESETS}
    assert measured == PRESETS


def test_the_documents_quote_the_results() -> None:
    document = (ROOT / "docs" / "results.md").read_text(encoding="utf-8")
    for name, recipe in RESULTS["recipes"].items():
        cells = [f"{100 * recipe['test_accuracy']['median']:.1f} %"]
        cells += [_seconds(target) for target in recipe["targets"]]
        assert f"| {' | '.join([_label(name), *cells])} |" in document


def _label(name: str) -> str:
    return "Keras's tutorial" if name == "stock" else name.capitalize()


def _seconds(target: dict[str, dict[str, float | None]]) -> str:
    median = target["seconds"]["median"]
    if median is None:
        return "–"
    return f"{median:.0f} s ({target['ratio_to_stock_90']:.2f})"
