"""`runs`: what has been trained."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from fashion_model.terminal.output import json_option, percent_or_dash, print_json

if TYPE_CHECKING:
    from fashion_model.runs import DamagedRun, RunSummary


@click.command()
@json_option
def runs(as_json: bool) -> None:
    """List the runs, newest first."""
    from fashion_model.runs import list_runs

    rows = [_row(run) for run in list_runs()]
    if as_json:
        print_json(rows)
        return
    if not rows:
        click.echo("There are no runs yet; `train` makes one.")
    for row in rows:
        click.echo(_words(row))


def _row(run: RunSummary | DamagedRun) -> dict[str, Any]:
    from fashion_model.runs import DamagedRun

    if isinstance(run, DamagedRun):
        return {"run": run.id, "state": "damaged", "error": run.reason}
    return {
        "run": run.id,
        "name": run.name,
        "state": run.state,
        "created": run.created,
        "progress": run.progress,
        "sample": run.sample,
        "test_accuracy": run.test_accuracy,
    }


def _words(row: dict[str, Any]) -> str:
    if "error" in row:
        return f"{row['run']}  damaged      {row['error']}"
    when = datetime.fromtimestamp(row["created"]).strftime("%Y-%m-%d %H:%M")
    measured = percent_or_dash(row["test_accuracy"])
    return f"{row['run']:36}  {row['state']:11}  {when}  {measured:>7}  {row['name']}"
