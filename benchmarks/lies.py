"""Find the lies: how many of the most suspicious labels truly are flipped.

`python -m benchmarks measure find-lies`: Quick on the bundled sample, clean and with 5 and 10 % of
the labels flipped at random, from three seeds each. The features are those of the network that
learned from the wrong labels, as on the page. Validation and test pictures are clean.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from fashion_model.attribution.answers import Found
from fashion_model.attribution.lies import found, suspect
from fashion_model.attribution.ridge import fit
from fashion_model.attribution.tracing import Tracer
from fashion_model.config import PRESETS, Spoiling, with_values
from fashion_model.data import Split, load_sample
from fashion_model.data.spoil import flipped, spoil
from fashion_model.environment import ROOT
from fashion_model.runs import Run, create_run, open_run

FLIPPED = (0.0, 0.05, 0.1)
SEEDS = (1, 2, 3)


def find_lies() -> dict[str, object]:
    """Return, for each share of flipped labels, how good the networks are and what is found."""
    sample = load_sample()
    with tempfile.TemporaryDirectory() as scratch:
        runs = {
            flip: [_trained(flip, seed, Path(scratch), sample.fingerprint) for seed in SEEDS]
            for flip in FLIPPED
        }
        told = {
            f"{100 * flip:g} % flipped": _summary(each, runs[0.0], sample.train)
            for flip, each in runs.items()
        }
    return {"preset": "quick", "seeds": SEEDS, "training_pictures": len(sample.train), **told}


def _trained(flip: float, seed: int, root: Path, fingerprint: str) -> Run:
    config = with_values(PRESETS["quick"], {"spoiling.flip": flip, "seed": seed})
    run = create_run(config, "Lies", dataset_fingerprint=fingerprint, sample=True, root=root)
    worker = [sys.executable, "-m", "fashion_model.workers.worker", str(run.path)]
    subprocess.run(worker, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    return open_run(run.id, root)


def _summary(runs: list[Run], clean: list[Run], train: Split) -> dict[str, Any]:
    validation = [run.validation_accuracy or 0.0 for run in runs]
    told: dict[str, Any] = {
        "validation_accuracy": [round(each, 4) for each in validation],
        "mean_validation_accuracy": round(statistics.fmean(validation), 4),
        "test_accuracy": [run.test_accuracy for run in runs],
    }
    spoiling = runs[0].config.spoiling
    if spoiling.flip:
        lies = [Tracer(run.path).lies() for run in runs]
        told["flipped"] = [each.wrong for each in lies]
        told["most_suspicious"] = [[asdict(part) for part in each.found] for each in lies]
        told["precision"] = _precision([each.found for each in lies])
        told["precision_by_features_of_clean_labels"] = _precision(
            [_by_clean_features(run, spoiling, train) for run in clean]
        )
    return told


def _by_clean_features(run: Run, spoiling: Spoiling, train: Split) -> tuple[Found, ...]:
    """The same flips, judged on what a network sees that was shown the right labels."""
    shown = spoil(train, spoiling, run.config.seed)
    ridge = fit(Tracer(run.path).fitted.features, shown.labels)
    return found(suspect(ridge, shown.labels).order, flipped(shown, train))


def _precision(told: list[tuple[Found, ...]]) -> list[float]:
    """The mean over the trainings, for each share that was looked at."""
    return [
        round(statistics.fmean(part.wrong / part.looked for part in parts), 4)
        for parts in zip(*told, strict=True)
    ]
