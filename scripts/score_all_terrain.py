"""Measure what comes with the app: `python -m scripts.score_all_terrain --set DIR`.

Scores the all-terrain model, and beside it the bundled run, which has seen Fashion-MNIST alone, on
a folder of people's own pictures (as `python -m benchmarks own-input`) and on the test set of
Fashion-MNIST. Writes assets/all_terrain/scores.json for the app and docs/results.md.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

import click

from benchmarks.own_input import Outcome, Row, SetError, predict_all, read_set
from benchmarks.scoring import mark, none_auroc, score
from fashion_model.data import Split, load
from fashion_model.files import write_atomically
from fashion_model.predict import ALL_TERRAIN_PATH, Classifier, Predictor, load_all_terrain
from fashion_model.runs import BUNDLED, open_run

SCORES = ALL_TERRAIN_PATH / "scores.json"
KINDS = ("sketch", "photo_plain", "photo_messy", "icon")
FASHION_MNIST = "fashion_mnist"
DIGITS = 4


def measure(
    directory: Path, strangers: Path | None, test: Split, elsewhere: Path | None = None
) -> dict[str, Any]:
    """Both models on a set and on test pictures, as `fashion_model.results` reads it.

    `strangers` is a set of the ten kinds and of others, which nothing was trained on; `elsewhere`
    one of pictures from other sources, about which the all-terrain model alone is asked.
    """
    rows, models = read_set(directory), {"all_terrain": load_all_terrain(), "plain": plain()}
    outcomes = {
        name: [*predict_all(rows, model), *predict_test(test, model)]
        for name, model in models.items()
    }
    pooled = score(mark(outcomes["all_terrain"][: len(rows)]))
    unknown = None
    if strangers is not None:
        unknown = none_auroc(list(predict_all(read_set(strangers), models["all_terrain"])))
    kinds = [compare(kind, outcomes) for kind in (*KINDS, FASHION_MNIST)]
    if elsewhere is not None:
        there = list(predict_all(read_set(elsewhere), models["all_terrain"]))
        for each in kinds[: len(KINDS)]:
            each["elsewhere"] = alone(each["kind"], there)
    return {
        "date": date.today().isoformat(),
        "set": directory.resolve().name,
        "kinds": kinds,
        "ece": pooled["ece"],
        "sure_share": pooled["sure_share"],
        "sure_precision": pooled["sure_precision"],
        "none_auroc": unknown,
    }


def plain() -> Predictor:
    """The run that comes with the app."""
    model = open_run(BUNDLED).model_path
    assert model is not None  # a test holds the bundled run complete
    return Predictor(Classifier.load(model))


def predict_test(test: Split, model: Predictor) -> list[Outcome]:
    """Test pictures are prepared already; only their own label is fair."""
    predictions = model.predict(test.images)
    return [
        Outcome(Row(Path(), "", FASHION_MNIST, label, frozenset({label})), prediction, None, 0.0)
        for label, prediction in zip(test.labels.tolist(), predictions, strict=True)
    ]


def compare(kind: str, outcomes: dict[str, list[Outcome]]) -> dict[str, Any]:
    """Both models on the pictures of one kind."""
    scores = {
        name: score(mark([each for each in some if each.row.kind == kind]))
        for name, some in outcomes.items()
    }
    if not scores["plain"]["classes"]:
        raise click.ClickException(f"The set has too few pictures of the kind {kind}.")
    macros = {name: each["macro"] for name, each in scores.items()}
    return {"kind": kind, "n": scores["plain"]["n"], **macros}


def alone(kind: str, outcomes: list[Outcome]) -> dict[str, Any]:
    """The all-terrain model on the pictures of one kind that are no others' twins."""
    scores = score(mark([each for each in outcomes if each.row.kind == kind and not each.row.twin]))
    if not scores["classes"]:
        raise click.ClickException(f"The other set has too few pictures of the kind {kind}.")
    return {"n": scores["n"], "all_terrain": scores["macro"]}


def rounded(value: Any) -> Any:
    """The same with numbers of a few digits, which is all that so few pictures can tell."""
    if isinstance(value, dict):
        return {name: rounded(each) for name, each in value.items()}
    if isinstance(value, list):
        return [rounded(each) for each in value]
    return round(value, DIGITS) if isinstance(value, float) else value


@click.command()
@click.option("--set", "directory", required=True, type=click.Path(path_type=Path))
@click.option("--strangers", type=click.Path(path_type=Path), help="A set for the AUROC of none.")
@click.option("--elsewhere", type=click.Path(path_type=Path), help="A set from other sources.")
def main(directory: Path, strangers: Path | None, elsewhere: Path | None) -> None:
    """Measure, and write scores.json."""
    try:
        scores = rounded(measure(directory, strangers, load().test, elsewhere))
    except SetError as error:
        raise click.ClickException(str(error)) from error
    write_atomically(SCORES, (json.dumps(scores, indent=1) + "\n").encode())
    for each in scores["kinds"]:
        print(f"{each['kind']:14} {each['n']:6}  {each['all_terrain']}  plain {each['plain']}")
    print({name: each for name, each in scores.items() if name != "kinds"})


if __name__ == "__main__":
    main()
