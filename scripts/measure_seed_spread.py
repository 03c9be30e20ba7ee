"""Measure how far trainings differ by chance: `python -m scripts.measure_seed_spread --kept FILE`.

Trains each preset as the app does, from seeds 1 to 20 on the bundled sample and 1 to 5 on the full
data (`FASHION_MNIST_DIR` or a downloaded set), and writes the validation accuracy of each
training's best epoch to assets/seed_spread.json. The test pictures are never asked. `--kept` names
a file, not in this repository, with one line for each training that ended: broken off, the script
goes on from there, and `--table-only` writes what is known by then.
"""

import json
import math
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib.metadata import packages_distributions, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from fashion_model.config import EPOCHS_ON_ALL_PICTURES, PRESETS, TrainConfig, preset_for
from fashion_model.data import Dataset, load, load_sample
from fashion_model.environment import ASSETS
from fashion_model.files import append_line, write_atomically
from fashion_model.runs.events import Epoch
from fashion_model.workers.threads import limit_threads

if TYPE_CHECKING:
    from fashion_model.network.session import Session

RESULT = ASSETS / "seed_spread.json"
SEEDS = {"sample": 20, "full": 5}
ROUNDS = (5, 20)  # seeds of each after the first round, and after the second
ORDER = (  # what takes longest comes last, to be left out where time is short
    ("sample", "quick"),
    ("sample", "broad"),
    ("sample", "classic"),
    ("sample", "deep"),
    ("full", "quick"),
    ("full", "broad"),
    ("full", "classic"),
    ("full", "deep"),
)
DIGITS = 4  # a share of 1,000 or of 5,000 pictures has no more


class Training(NamedTuple):
    """One training to do: on which pictures, from which preset and seed."""

    data: str
    preset: str
    seed: int

    @property
    def config(self) -> TrainConfig:
        """What it is asked to do."""
        return replace(preset_for(self.preset, sample=self.data == "sample"), seed=self.seed)


Accuracies = dict[Training, float]


def trainings() -> Iterator[Training]:
    """All there is to do: first a few of each, so that a table broken off says something of all."""
    done = 0
    for most in ROUNDS:
        for data, preset in ORDER:
            for seed in range(done + 1, min(most, SEEDS[data]) + 1):
                yield Training(data, preset, seed)
        done = most


def measure(config: TrainConfig, data: Dataset) -> float:
    """Train as the app does; the best epoch's validation accuracy."""
    with training(config, data) as session:
        return max(epoch.validation_accuracy for epoch in epochs_of(session))


@contextmanager
def training(config: TrainConfig, data: Dataset) -> Iterator["Session"]:
    """What trains as the app does, not yet begun; `epochs_of` drives it."""
    from fashion_model.network import keras
    from fashion_model.network.session import Session

    keras.backend.clear_session()  # else a hundred networks stay in memory
    with tempfile.TemporaryDirectory() as scratch:
        yield Session(config, data, Path(scratch), None, None)


def epochs_of(session: "Session") -> Iterator[Epoch]:
    """Train to the end, and tell of each epoch.

    A session is driven by hand because `train` ends by asking the test pictures, however it ends.

    Raises:
        ClickException: the loss grew beyond all bounds.
    """
    config = session.config
    while session.progress.epoch < config.epochs:
        while session.progress.batch < session.batches_per_epoch:
            if not math.isfinite(session.train_batch()[0]):
                raise click.ClickException(f"This training came to nothing: {config}")
        probabilities = session.predict_validation()
        assert probabilities is not None  # nobody is there to end it
        yield session.finish_epoch(probabilities)


def read_kept(path: Path, described: dict[str, Any]) -> Accuracies:
    """What was measured before, under the same conditions and of the same presets."""
    found: Accuracies = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        kept = json.loads(line)
        training = Training(kept["data"], kept["preset"], kept["seed"])
        same = kept["config"] == training.config.to_json() and kept["described"] == described
        if same:
            found[training] = kept["accuracy"]
    return found


def keep(path: Path, training: Training, accuracy: float, described: dict[str, Any]) -> None:
    """Add a line about one training."""
    line = {
        **training._asdict(),
        "accuracy": accuracy,
        "config": training.config.to_json(),
        "described": described,
    }
    append_line(path, json.dumps(line))


def describe(sets: dict[str, Dataset]) -> dict[str, Any]:
    """The conditions on which the numbers depend."""
    from fashion_model.network.build import policy_for

    return {
        "versions": {package: _version(package) for package in ("keras", "tensorflow", "numpy")},
        "mixed_precision": policy_for("mixed"),  # some processors take float32 for it
        "data": {
            name: {"fingerprint": data.fingerprint, "validation_pictures": len(data.validation)}
            for name, data in sets.items()
        },
    }


def _version(package: str) -> str:
    """TensorFlow comes from a distribution of another name on some machines."""
    return version(packages_distributions()[package][0])


def table(measured: Accuracies, described: dict[str, Any]) -> dict[str, Any]:
    """What `fashion_model.experiments.spread` reads: a list, from seed 1 on, by data and preset."""
    return {
        "about": "Validation accuracy of the best epoch, seeds 1, 2, 3 ... in this order",
        **described,
        "presets": {name: preset.to_dict() for name, preset in PRESETS.items()},
        "epochs_on_all_pictures": EPOCHS_ON_ALL_PICTURES,
        "accuracies": {
            data: {preset: _row(measured, data, preset) for preset in PRESETS} for data in SEEDS
        },
    }


def _row(measured: Accuracies, data: str, preset: str) -> list[float]:
    seeds = range(1, SEEDS[data] + 1)
    found = [measured.get(Training(data, preset, seed)) for seed in seeds]
    return [round(accuracy, DIGITS) for accuracy in found if accuracy is not None]


def to_text(told: dict[str, Any]) -> str:
    """JSON with a line for each preset's settings and accuracies."""
    flat = {"presets", "accuracies"}
    text = json.dumps({name: value for name, value in told.items() if name not in flat}, indent=1)
    presets = _lines(told["presets"], 2)
    data = ",\n".join(
        f'  "{name}": {{\n{_lines(rows, 3)}\n  }}' for name, rows in told["accuracies"].items()
    )
    return f'{text[:-2]},\n "presets": {{\n{presets}\n }},\n "accuracies": {{\n{data}\n }}\n}}\n'


def _lines(rows: dict[str, Any], indent: int) -> str:
    return ",\n".join(
        f"{' ' * indent}{json.dumps(name)}: {json.dumps(row)}" for name, row in rows.items()
    )


@click.command()
@click.option(
    "--kept",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="A file for what was measured, to go on from.",
)
@click.option("--table-only", is_flag=True, help="Train nothing; write the table of what is kept.")
def main(kept: Path, table_only: bool) -> None:
    """Train what is missing, then write the table."""
    limit_threads(PRESETS["quick"].threads)  # all have the same; TensorFlow reads it once
    sets = {"sample": load_sample(), "full": load()}
    if sets["full"].is_sample:
        raise click.ClickException(
            "Get all pictures first: python -m fashion_model data --download"
        )
    kept.touch()
    described = describe(sets)
    measured = read_kept(kept, described)
    for training in () if table_only else trainings():
        if training in measured:
            continue
        accuracy = measure(training.config, sets[training.data])
        keep(kept, training, accuracy, described)
        measured[training] = accuracy
        print(training.data, training.preset, f"seed {training.seed}: {accuracy:.2%}", flush=True)
    write_atomically(RESULT, to_text(table(measured, described)).encode())
    print(f"{RESULT.name}: {RESULT.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
