"""What the verbs share: the --json option, JSON lines, and finding the run that is meant."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from fashion_model.words import percent

if TYPE_CHECKING:
    from fashion_model.runs import DamagedRun, Run, RunSummary

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, for scripts.")


def print_json(value: Any) -> None:
    """Print one line of JSON at once, even into a pipe."""
    click.echo(json.dumps(value))


def find_run(wanted: str) -> Run:
    """Find a run by its id, the beginning of its id, or its name.

    Raises:
        click.BadParameter: There is no such run, or more than one.
        click.ClickException: It is damaged.
    """
    from fashion_model.runs import DamagedRun, RunError, list_runs, open_run

    found = [run for run in list_runs() if wanted in _names(run)] or [
        run for run in list_runs() if wanted and run.id.startswith(wanted)
    ]
    if not found:
        raise click.BadParameter(f"There is no run “{wanted}”; `runs` lists them.")
    if len(found) > 1:
        raise click.BadParameter(f"“{wanted}” fits {len(found)} runs; please give the whole id.")
    run = found[0]
    if isinstance(run, DamagedRun):
        raise click.ClickException(f"This run is damaged. {run.reason}")
    try:
        return open_run(run.id)
    except RunError as error:  # deleted a moment ago
        raise click.ClickException(str(error)) from error


def _names(run: RunSummary | DamagedRun) -> tuple[str, ...]:
    name: str | None = getattr(run, "name", None)
    return (run.id,) if name is None else (run.id, name)


def percent_or_dash(share: float | None) -> str:
    """A share in words, “92.3 %”; a dash where there is none."""
    return "–" if share is None else percent(share)
