"""The terminal: one verb a module.

The modules import at the top only what is cheap and the rest where it is used, so that `--help`
and a shell's completion answer at once, and only `train` and `experiment` ever wait for TensorFlow.
"""

import click

from fashion_model import environment
from fashion_model.terminal.classify import classify
from fashion_model.terminal.compare import compare
from fashion_model.terminal.data import data
from fashion_model.terminal.experiment import experiment
from fashion_model.terminal.explain import explain
from fashion_model.terminal.moved import moved
from fashion_model.terminal.runs import evaluate, export, runs
from fashion_model.terminal.train import train

__all__ = ["main"]


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Train networks on Fashion-MNIST and ask them about pictures.

    Every command takes --json for scripts. Exit codes: 0 fine, 1 something failed (with several
    files: at least one), 2 the command was not understood.
    """
    try:
        environment.check()
    except ValueError as error:
        raise click.UsageError(str(error)) from error


for verb in (data, train, experiment, runs, compare, evaluate, classify, explain, export, *moved):
    main.add_command(verb)
