"""`train`: train a network here and now."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from fashion_model.config import PRESETS, SETTINGS, ConfigError, TrainConfig, on_preset
from fashion_model.config.spoiled import in_a_sentence, left_out_in_a_sentence
from fashion_model.terminal.output import find_run, json_option, percent_or_dash, print_json
from fashion_model.words import percent, several

if TYPE_CHECKING:
    from fashion_model.data import Dataset
    from fashion_model.runs import Run
    from fashion_model.runs.events import Event

_LAST = ("finished", "stopped", "failed", "suspended")  # after these nothing follows


def _settings_help() -> str:
    """What `--set` may change, a paragraph for each setting."""
    lines = [
        f"{key} ({setting.choices}): {setting.help}"
        for key, setting in SETTINGS.items()
        if not key.startswith("blocks.")
    ]
    return "\n\n".join(["Settings for --set:", *lines])


@click.command(epilog=_settings_help())
@click.option(
    "--preset",
    type=click.Choice(sorted(PRESETS)),
    help="The network and how to train it; quick if not given.",
)
@click.option(
    "--set",
    "changes",
    multiple=True,
    metavar="KEY=VALUE",
    help="Change a setting, e.g. epochs=3 or augmentation.shift=2. Repeat for more.",
)
@click.option("--name", help="What to call the run; else what is special about it.")
@click.option("--resume", metavar="RUN", help="Carry on with a run that was interrupted.")
@json_option
def train(
    preset: str | None,
    changes: tuple[str, ...],
    name: str | None,
    resume: str | None,
    as_json: bool,
) -> None:
    """Train a network and follow it; a running app shows it too.

    Ctrl+C saves where it is, for `--resume`. With --json every event is one line; the last one
    carries `run` and `test_accuracy`.
    """
    if resume is None:
        data = load_data()
        config = read_config(preset or "quick", changes, sample=data.is_sample)
        run = _create(config, name, data)
    elif preset or changes or name:
        raise click.UsageError("--resume carries on as the run began; it takes no other option.")
    else:
        run = _interrupted(resume)
    _follow(run, as_json)


def load_data() -> Dataset:
    """The pictures; click.ClickException, in a sentence, where there are none."""
    from fashion_model.data import DataError, load

    try:
        return load()
    except DataError as error:
        raise click.ClickException(str(error)) from error


def read_config(preset: str, changes: Iterable[str], *, sample: bool) -> TrainConfig:
    """Apply KEY=VALUE changes to a preset; values are JSON, or else plain words.

    Raises:
        click.BadParameter: A change is no KEY=VALUE or leads out of bounds.
    """
    settings: dict[str, Any] = {"preset": preset}
    for change in changes:
        key, equals, text = change.partition("=")
        if not equals:
            raise click.BadParameter(f"“{change}” must look like epochs=3.", param_hint="--set")
        group, dot, inner = key.partition(".")
        if dot:
            earlier = settings.get(group)
            settings[group] = earlier if isinstance(earlier, dict) else {}
            settings[group][inner] = read_value(text)
        else:
            settings[key] = read_value(text)
    try:
        return on_preset(settings, sample=sample)
    except ConfigError as error:
        raise click.BadParameter(str(error), param_hint="--set") from error


def read_value(text: str) -> Any:
    """JSON, or else a plain word."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def _create(config: TrainConfig, name: str | None, data: Dataset) -> Run:
    # Imported before the run appears in line: a server that watches the line starts a worker
    # for it, which takes longer to come up than this process then takes to lock the run.
    import fashion_model.workers.turns  # noqa: F401
    from fashion_model.runs import RunError, create_run
    from fashion_model.runs.naming import usual_name

    try:
        return create_run(
            config,
            name or usual_name(config),
            dataset_fingerprint=data.fingerprint,
            sample=data.is_sample,
            at_once=True,
        )
    except RunError as error:
        raise click.ClickException(str(error)) from error


def _interrupted(wanted: str) -> Run:
    run = find_run(wanted)
    if run.bundled or run.state not in ("interrupted", "paused", "queued"):
        raise click.ClickException(f"“{run.name}” is {run.state}; there is nothing to resume.")
    return run


def _follow(run: Run, as_json: bool) -> None:
    """Train in this process and print what happens; exit 1 unless it ends well."""
    from fashion_model.os_errors import in_words
    from fashion_model.runs import RunError, open_run
    from fashion_model.workers.training import Process
    from fashion_model.workers.turns import train_run

    for said in (in_a_sentence(run.config.spoiling), left_out_in_a_sentence(run.config)):
        if said is not None and not as_json:
            click.echo(said)

    def show(_: str, event: Event) -> None:
        try:
            _print(run.id, event, as_json)
        except BrokenPipeError:  # whoever read along has left; the training goes on
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    try:
        train_run(run.path, Process(emit=show))
    except RunError as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(in_words(error)) from error
    if open_run(run.id).state not in ("finished", "stopped"):
        raise click.exceptions.Exit(1)


def _print(run_id: str, event: Event, as_json: bool) -> None:
    if as_json:
        from fashion_model.runs.events import to_dict

        last = {"test_accuracy": None} if event.kind in _LAST else {}
        print_json({"run": run_id, **last, **to_dict(event)})
    elif words := _words(event):
        click.echo(words)


def _words(event: Event) -> str:
    """One readable line for an event; none for those that come several times a second."""
    from fashion_model.runs.events import Ending, Epoch, Failed, Started, Suspended

    match event:
        case Started():
            return (
                f"Training {event.parameters:,} parameters on {event.train_pictures:,} "
                f"pictures, {several(event.epochs, 'epoch')}."
            )
        case Epoch():
            return (
                f"Epoch {event.epoch}: validation accuracy "
                f"{percent(event.validation_accuracy)}, loss {event.validation_loss:.3f}, "
                f"{event.seconds:.1f} s"
            )
        case Failed():
            return event.reason
        case Ending():
            return f"{event.reason} Test accuracy {percent_or_dash(event.test_accuracy)}."
        case Suspended():
            return "Saved where it was; `train --resume` carries on."
    return ""
