"""A training on the full data, for what comes with the app."""

from pathlib import Path

import click

from fashion_model.config import PRESETS
from fashion_model.data import load
from fashion_model.runs import create_run
from fashion_model.workers.worker import train_run


def train_preset(preset: str, name: str, root: Path) -> Path:
    """Train `preset` on all pictures, telling of each epoch; the folder of the run in `root`.

    Raises:
        ClickException: only the bundled sample is here.
    """
    data = load()
    if data.is_sample:
        raise click.ClickException(
            "Get all pictures first: python -m fashion_model data --download"
        )
    run = create_run(
        PRESETS[preset],
        name,
        dataset_fingerprint=data.fingerprint,
        sample=False,
        at_once=True,
        root=root,
    )
    train_run(run.path, lambda event: print(event["event"], event.get("epoch", "")))
    return run.path
