"""`evaluate`: how good a run is on test pictures."""

from __future__ import annotations

from typing import Any

import click

from fashion_model.terminal.output import find_run, json_option, print_json
from fashion_model.words import percent


@click.command()
@click.argument("run")
@json_option
def evaluate(run: str, as_json: bool) -> None:
    """Measure RUN (its id, its name, or "bundled") on the test pictures.

    The answers were stored when the training ended, so this is quick. Where only the bundled
    sample is at hand, the test pictures that it holds are counted, and `n` says how many.
    """
    from fashion_model.data import DataError
    from fashion_model.runs import RunError

    try:
        scores = _measure(run)
    except (DataError, RunError) as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        print_json(scores)
        return
    test = scores["test"]
    click.echo(f"{scores['name']}: {percent(test['accuracy'])} of {test['n']:,} test pictures.")
    for row in test["per_class"]:
        click.echo(
            f"  {row['name']:12} precision {percent(row['precision']):>7}"
            f"   recall {percent(row['recall']):>7}   F1 {percent(row['f1']):>7}"
        )


def _measure(wanted: str) -> dict[str, Any]:
    from fashion_model import metrics
    from fashion_model.data import load

    run = find_run(wanted)
    stored = run.test_predictions()
    if stored is None:
        raise click.ClickException(f"“{run.name}” has no test answers; it is {run.state}.")
    test = load().test
    answered, known = metrics.common_positions(stored[1], test.indices)
    if not len(known):
        raise click.ClickException("None of this run's test pictures is in the dataset at hand.")
    probabilities, labels = stored[0][answered], test.labels[known]
    matrix = metrics.confusion_matrix(probabilities, labels)
    return {
        "run": run.id,
        "name": run.name,
        "test": {
            "n": len(labels),
            "accuracy": metrics.accuracy(probabilities, labels),
            "loss": metrics.log_loss(probabilities, labels),
            "per_class": metrics.per_class(matrix),
            "confusion_matrix": matrix.tolist(),
        },
    }
