"""`compare`: two runs, their settings and their networks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from fashion_model.terminal.output import find_run, json_option, percent_or_dash, print_json

if TYPE_CHECKING:
    from fashion_model.runs import Run


@click.command()
@click.argument("first", metavar="RUN")
@click.argument("second", metavar="RUN")
@json_option
def compare(first: str, second: str, as_json: bool) -> None:
    """Compare two runs: which setting is better, and which network.

    Both are judged on validation pictures. One seed says little of a setting; the interval says how
    little. With --json `winner` is null where the difference may be luck.
    """
    from fashion_model.experiments.spread import SpreadError
    from fashion_model.runs import RunError

    runs = (find_run(first), find_run(second))
    if runs[0].id == runs[1].id:
        raise click.UsageError("Name two different runs.")
    try:
        said = {
            "runs": [run.id for run in runs],
            "names": [run.name for run in runs],
            "validation_accuracy": [run.validation_accuracy for run in runs],
            **_settings(*runs),
            "mcnemar": _networks(*runs),
        }
    except (RunError, SpreadError) as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        print_json(said)
    else:
        click.echo("\n".join(_words(said)))


def _settings(first: Run, second: Run) -> dict[str, Any]:
    """What their settings are worth: the t-test, or a sentence why there is none."""
    from fashion_model.config.differences import differences
    from fashion_model.experiments import verdict
    from fashion_model.experiments.comparing_runs import LETTERS, Incomparable, compare_settings

    differing = differences([first.config, second.config])
    found: dict[str, Any] = {
        "settings": [
            {"key": each.key, "label": each.label, "values": list(each.values)}
            for each in differing
        ],
        **dict.fromkeys(("kind", "winner", "difference", "interval", "p")),
    }
    try:
        comparison = compare_settings([[first], [second]], LETTERS).pair(0, 1)
    except Incomparable as error:
        return {**found, "verdict": str(error)}
    better = first if comparison.difference > 0 else second
    return {
        **found,
        "kind": comparison.kind,
        "winner": better.id if comparison.kind == "better" else None,
        "difference": comparison.difference,
        "interval": list(comparison.interval),
        "p": comparison.p,
        "verdict": verdict.verdict(comparison),
    }


def _networks(first: Run, second: Run) -> dict[str, Any]:
    """Which network is better on the pictures both were shown: McNemar's test."""
    from fashion_model.experiments.comparing_runs import LETTERS, Incomparable, shared_answers
    from fashion_model.experiments.verdict import verdict_of_duel

    try:
        duel = shared_answers(first, second).duel
    except Incomparable as error:
        none = dict.fromkeys(("pictures", "only_first", "only_second", "p"))
        return {**none, "verdict": str(error)}
    return {
        "pictures": duel.pictures,
        "only_first": duel.only_first,
        "only_second": duel.only_second,
        "p": duel.p,
        "verdict": verdict_of_duel(duel, *LETTERS[:2]),
    }


def _words(said: dict[str, Any]) -> list[str]:
    from fashion_model.experiments.comparing_runs import LETTERS

    runs = zip(LETTERS, said["names"], said["validation_accuracy"], strict=False)
    lines = [f"{letter}: {name}, {percent_or_dash(share)}" for letter, name, share in runs]
    for each in said["settings"]:
        lines.append(f"   {each['label']}: {each['values'][0]} | {each['values'][1]}")
    return [*lines, said["verdict"], said["mcnemar"]["verdict"]]
