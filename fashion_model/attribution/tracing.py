"""Trace a run's answers to the pictures that taught it; seconds the first time, then moments.

For worker processes: 9,000 pictures in float64 have no place in the server's memory.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fashion_model.arrays import FloatArray, UInt8Array
from fashion_model.attribution.answers import (
    DoubtfulPicture,
    DoubtfulPictures,
    Effect,
    LeftOut,
    Lie,
    Lies,
    Neighbour,
    Traced,
)
from fashion_model.attribution.doubtful_labels import doubtful_labels
from fashion_model.attribution.error import AttributionError
from fashion_model.attribution.features import features
from fashion_model.attribution.fitted import FittedReadout, fit_readout, from_arrays, to_arrays
from fashion_model.attribution.influence import influence, without
from fashion_model.attribution.keeping import keep, key_of, read_kept
from fashion_model.attribution.lies import found, suspect
from fashion_model.attribution.neighbours import nearest
from fashion_model.attribution.opened import OpenedModel
from fashion_model.attribution.training_pictures import training_pictures, true_labels
from fashion_model.data import load_sample
from fashion_model.files import sha256
from fashion_model.runs import BUNDLED, DamagedRun, RunSummary
from fashion_model.runs.directory import BUNDLED_PATH
from fashion_model.runs.reading import read_summary

NEIGHBOURS = 8
SHOWN = 3  # that helped, and that misled
WORST = 100  # of the doubtful labels, which are listed
_READOUT, _DOUBTFUL = "readout.npz", "doubtful.npz"


class Tracer:
    """A run's network, its training pictures, and the readout fitted to them.

    Attributes:
        fitted: The latter two.
    """

    def __init__(self, path: Path) -> None:
        """Of the run directory `path`, from what was kept, or made anew and kept.

        Raises:
            AttributionError: the run or its pictures can't be used.
            ModelError: its network can't.
            DataError: not even the bundled sample can be read.
        """
        self._run = _open(path)
        model_path = self._run.model_path
        if model_path is None:
            raise AttributionError("This training has kept no network that could be asked.")
        self._model = OpenedModel.load(model_path)
        sample = load_sample()
        train = training_pictures(self._run, sample)
        self._key = key_of(sha256(model_path), train, sample.test)
        fitted = self._kept_readout()
        if fitted is None:
            fitted = fit_readout(self._model, train, sample.test)
            keep(self._run, _READOUT, self._key, to_arrays(fitted))
        self.fitted = fitted

    def trace(self, picture: UInt8Array) -> Traced:
        """What is behind the answer to a prepared picture, (28, 28)."""
        fitted, (seen, network) = self.fitted, self._look(picture)
        found = influence(fitted.ridge, fitted.features, seen)
        near = nearest(fitted.features, seen, NEIGHBOURS, fitted.scale)
        agrees = found.label == network
        pairs = zip(near.positions, near.distances, strict=True)
        effects = found.effects
        return Traced(
            pictures=len(fitted.labels),
            network=network,
            readout=found.label,
            agrees=agrees,
            scores=tuple(found.scores.tolist()),
            neighbours=tuple(Neighbour(*self._named(at), float(far)) for at, far in pairs),
            helped=self._effects(effects, found.helped(SHOWN)) if agrees else (),
            misled=self._effects(effects, found.misled(SHOWN)) if agrees else (),
            agreement=fitted.agreement,
        )

    def leave_out(self, picture: UInt8Array, indices: Sequence[int]) -> LeftOut:
        """The answer to a prepared picture, (28, 28), without some training pictures.

        Raises:
            AttributionError: some of `indices`, official ones, were not counted, or what the
                readout answers is not what the network does.
        """
        fitted, (seen, network) = self.fitted, self._look(picture)
        positions = np.flatnonzero(np.isin(fitted.indices, indices))
        if len(positions) != len(set(indices)) or len(positions) >= len(fitted.indices):
            raise AttributionError("Only training pictures that were counted can be left out.")
        before = fitted.ridge.scores(seen[np.newaxis])[0]
        if int(before.argmax()) != network:
            raise AttributionError(
                "The readout answers this picture differently from the network, so leaving"
                " pictures out would explain nothing."
            )
        after = without(fitted.ridge, fitted.features, seen, positions.tolist())
        return LeftOut(
            pictures=len(fitted.labels),
            left_out=tuple(fitted.indices[positions].tolist()),
            before=tuple(before.tolist()),
            after=tuple(after.tolist()),
            agreement=fitted.agreement,
        )

    def doubtful(self) -> DoubtfulPictures:
        """The training pictures whose labels may be wrong."""
        fitted = self.fitted
        rows = self._kept_doubts()
        if rows is None:
            rows = _rows_of_doubts(fitted)
            keep(self._run, _DOUBTFUL, self._key, {"rows": rows})
        worst = [
            DoubtfulPicture(*self._named(int(at)), int(suggested), float(given), float(confidence))
            for at, suggested, given, confidence in rows[:WORST]
        ]
        return DoubtfulPictures(len(fitted.labels), len(rows), tuple(worst))

    def lies(self) -> Lies:
        """The training pictures under suspicion, held against what was flipped.

        Raises:
            AttributionError: no label was flipped, or the true ones are not here.
        """
        if not self._run.config.spoiling.flip:
            raise AttributionError(
                "No label of this training was flipped, so there are no lies to find."
            )
        fitted = self.fitted
        true = true_labels(fitted.indices, self._run, load_sample())
        wrong = true != fitted.labels
        suspicions = suspect(fitted.ridge, fitted.labels)
        worst = [
            Lie(
                *self._named(at),
                int(true[at]),
                int(suspicions.suggested[at]),
                float(suspicions.margins[at]),
            )
            for at in suspicions.order[:WORST].tolist()
        ]
        told = found(suspicions.order, wrong)
        return Lies(len(wrong), int(wrong.sum()), tuple(worst), told)

    def _look(self, picture: UInt8Array) -> tuple[FloatArray, int]:
        """The features of a picture and what the network answers."""
        seen, answers = features(self._model, picture[np.newaxis])
        return seen[0], int(answers[0].argmax())

    def _named(self, position: int) -> tuple[int, int]:
        """Official index and label."""
        return int(self.fitted.indices[position]), int(self.fitted.labels[position])

    def _effects(
        self, effects: NDArray[np.float64], positions: NDArray[np.intp]
    ) -> tuple[Effect, ...]:
        return tuple(Effect(*self._named(at), float(effects[at])) for at in positions)

    def _kept_readout(self) -> FittedReadout | None:
        arrays = read_kept(self._run, _READOUT, self._key)
        try:
            return None if arrays is None else from_arrays(arrays)
        except (ValueError, LookupError):
            return None

    def _kept_doubts(self) -> NDArray[np.float64] | None:
        rows = (read_kept(self._run, _DOUBTFUL, self._key) or {}).get("rows")
        if rows is None or rows.dtype != np.float64 or rows.ndim != 2 or rows.shape[1] != 4:
            return None
        found = rows.astype(np.float64)
        inside = (found[:, 0] >= 0) & (found[:, 0] < len(self.fitted.labels))
        return found if inside.all() else None


def _rows_of_doubts(fitted: FittedReadout) -> NDArray[np.float64]:
    """Position, suggested label, and both probabilities of each doubtful label, (m, 4)."""
    doubts = doubtful_labels(fitted.features, fitted.labels, fitted.ridge.penalty)
    rows = [[each.position, each.suggested, each.given, each.confidence] for each in doubts]
    return np.array(rows, np.float64).reshape(-1, 4)


def _open(path: Path) -> RunSummary:
    path = path.resolve()
    run = read_summary(os.fspath(path), BUNDLED if path == BUNDLED_PATH.resolve() else path.name)
    if isinstance(run, DamagedRun):
        raise AttributionError(f"This training can't be read. {run.reason}")
    return run
