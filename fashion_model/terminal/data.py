"""`data`: which pictures are there, and getting the full set."""

from __future__ import annotations

import sys

import click

from fashion_model.terminal.output import json_option, print_json


@click.command()
@click.option("--download", "wanted", is_flag=True, help="Get the full dataset first (31 MB).")
@json_option
def data(wanted: bool, as_json: bool) -> None:
    """Say which dataset is used and how many pictures it has."""
    from fashion_model.data import DataError, load

    try:
        if wanted:
            _download()
        dataset = load()
    except DataError as error:
        raise click.ClickException(str(error)) from error
    for notice in dataset.notices:
        click.echo(notice, err=True)
    counts = {
        "train": len(dataset.train.labels),
        "validation": len(dataset.validation.labels),
        "test": len(dataset.test.labels),
    }
    if as_json:
        print_json({"source": dataset.source, **counts})
        return
    words = ", ".join(f"{count:,} {name}" for name, count in counts.items())
    click.echo(f"Fashion-MNIST from {dataset.source}: {words} pictures.")


def _download() -> None:
    """Download with a bar on standard error, so that standard output stays JSON."""
    from fashion_model.data import download

    with click.progressbar(length=1, label="Downloading Fashion-MNIST", file=sys.stderr) as bar:

        def show(received: int, total: int) -> None:
            bar.length = max(total, 1)
            bar.update(received - bar.pos)

        download(show)
