"""`runs`, `evaluate`, `export`: what there is, how good it is, and its files."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fashion_model.terminal.output import find_run, json_option, percent_or_dash, print_json
from fashion_model.words import percent

if TYPE_CHECKING:
    from fashion_model.runs.table import Row

SORTS = (
    *("created", "validation_accuracy", "name", "seconds", "parameters"),
    *("multiply_adds", "pictures_a_second"),
)  # as in `runs.table`, which is slow to import for a mere --help


@click.command()
@click.option(
    "--sort",
    "by",
    type=click.Choice(SORTS),
    default="created",
    show_default=True,
    help="What comes first: the newest, the most accurate, the quickest, the smallest …",
)
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV, for spreadsheets.")
@json_option
def runs(by: str, as_csv: bool, as_json: bool) -> None:
    """List the runs, newest first or as --sort says."""
    from fashion_model.runs import list_runs, table

    if as_csv and as_json:
        raise click.UsageError("Choose one of --csv and --json.")
    rows = table.sort(table.rows(list_runs()), by)
    if as_csv:
        click.echo(table.to_csv(rows), nl=False)
    elif as_json:
        print_json([_facts(row) for row in rows])
    elif not rows:
        click.echo("There are no runs yet; `train` makes one.")
    else:
        click.echo("\n".join(map(_words, rows)))


def _facts(row: Row) -> dict[str, Any]:
    from fashion_model.runs import DamagedRun
    from fashion_model.runs.table import to_dict

    (run,) = row.runs
    if isinstance(run, DamagedRun):
        return {"run": run.id, "state": "damaged", "error": run.reason}
    return {**to_dict(row), "progress": run.progress, "test_accuracy": run.test_accuracy}


def _words(row: Row) -> str:
    if not row.healthy:
        return f"{row.runs[0].name}  damaged      {row.special}"
    when = datetime.fromtimestamp(row.created or 0.0).strftime("%Y-%m-%d %H:%M")
    measured = percent_or_dash(row.accuracy)
    return f"{row.ids[0]:36}  {row.state:11}  {when}  {measured:>7}  {row.name}"


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
    if scores["spoiled"]:
        click.echo(f"Its training data were spoiled: {', '.join(scores['spoiled'])}.")
    click.echo(f"{scores['name']}: {percent(test['accuracy'])} of {test['n']:,} test pictures.")
    for row in test["per_class"]:
        click.echo(
            f"  {row['name']:12} precision {percent(row['precision']):>7}"
            f"   recall {percent(row['recall']):>7}   F1 {percent(row['f1']):>7}"
        )


def _measure(wanted: str) -> dict[str, Any]:
    from fashion_model import metrics
    from fashion_model.config.spoiled import in_brief
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
        "spoiled": in_brief(run.config.spoiling),
        "left_out": list(run.config.left_out),
        "test": {
            "n": len(labels),
            "accuracy": metrics.accuracy(probabilities, labels),
            "loss": metrics.log_loss(probabilities, labels),
            "per_class": metrics.per_class(matrix),
            "confusion_matrix": matrix.tolist(),
        },
    }


@click.command()
@click.argument("run")
@click.option(
    "--notebook",
    required=True,
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write the Jupyter notebook.",
)
@click.option("--force", is_flag=True, help="Replace FILE if it is there already.")
@json_option
def export(run: str, notebook: Path, force: bool, as_json: bool) -> None:
    """Write RUN (its id, its name, or "bundled") as a Jupyter notebook.

    The notebook trains the same network again, chapter by chapter, and needs nothing of this app:
    only tensorflow, numpy, matplotlib and scikit-learn.
    """
    from fashion_model.data import DataError
    from fashion_model.files import write_atomically
    from fashion_model.notebook import make_notebook
    from fashion_model.runs import RunError

    found = find_run(run)
    file = click.format_filename(notebook)
    if notebook.exists() and not force:
        raise click.ClickException(f"{file} is there already; --force replaces it.")
    if not notebook.parent.is_dir():
        raise click.ClickException(f"There is no folder for {file}; please make it first.")
    try:
        content = make_notebook(found)
        write_atomically(notebook, content)
    except (DataError, RunError) as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"{file} can't be written: {error.strerror}.") from error
    if as_json:
        print_json({"run": found.id, "notebook": str(notebook), "bytes": len(content)})
        return
    click.echo(f"Wrote {file}. Open it with Jupyter, or run: jupyter execute {file}")
