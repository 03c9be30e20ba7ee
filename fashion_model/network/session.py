"""A network in training: one batch, one validation, one measurement at a time."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import keras
import numpy as np
import numpy.typing as npt

from fashion_model.arrays import FloatArray
from fashion_model.calibration import fit
from fashion_model.config import TrainConfig
from fashion_model.data import Dataset, as_input, batches, wall_indices
from fashion_model.files import produce_atomically
from fashion_model.labels import CLASSES
from fashion_model.metrics import Probabilities, accuracy, confusion_matrix, log_loss
from fashion_model.network import checkpoint
from fashion_model.network.export import export
from fashion_model.network.optimizer import ema_update, learning_rate
from fashion_model.network.sharing import Compiled, Networks, Values
from fashion_model.network.testing import (
    CHUNK,
    TEST_FILE,
    measure_on_test,
    predict,
    predict_chunk,
)
from fashion_model.runs.commands import NextCommand
from fashion_model.runs.directory import Command
from fashion_model.runs.events import Epoch, Wall
from fashion_model.working_time import WorkingTime


class Session:
    """Holds the model and how far it is; knows nothing of events but the epoch's."""

    resumable = True  # whether it can be set aside with a checkpoint

    def __init__(
        self,
        config: TrainConfig,
        data: Dataset,
        into: Path,
        watch: npt.NDArray[np.uint8] | None,
        control: NextCommand | None,
        *,
        ask_test: bool = True,
        compiled: Compiled | None = None,
    ) -> None:
        """`compiled`: the networks it may share with the trainings it takes turns with."""
        self.config, self.data, self.into, self.watch = config, data, into, watch
        self._control, self._ask_test = control, ask_test
        self.command: Command | None = None
        self.stored: Values | None = None
        self.progress = checkpoint.Progress()
        self._train, self.chosen = batches.as_shown(config, data.train)
        # What is left after the last full batch sits this epoch out; the next shuffle picks anew.
        self.batch_size = min(config.batch_size, len(self.chosen))
        self.batches_per_epoch = len(self.chosen) // self.batch_size
        self._networks = self._take_networks(compiled or Compiled())
        self.answering = self._networks.answering
        self._order = self._shuffle()

    @property
    def model(self) -> keras.Model:
        """The network that learns, with this training's numbers in it."""
        return self._networks.learning(self)

    @property
    def step(self) -> int:
        """Batches trained in all."""
        return self.progress.epoch * self.batches_per_epoch + self.progress.batch

    def resume(self, path: Path) -> None:
        """Go back to a checkpoint.

        Raises:
            CheckpointError: it can't be used.
        """
        self.progress = checkpoint.load_checkpoint(self.model, self.config, path)
        self._order = self._shuffle()

    def save_checkpoint(self) -> None:
        """Keep all that a resume needs, if there can be one; `OSError` when the disk is full."""
        if self.resumable:
            checkpoint.save_checkpoint(self.model, self.progress, self.config, self.into)

    def ask(self) -> Command | None:
        """What the visitor wants now."""
        if self._control is not None:
            self.command = self._control(self.step)
        return self.command

    def train_batch(self) -> tuple[float, float, float]:
        """One batch; its loss, its accuracy and the learning rate it was trained at."""
        progress, config = self.progress, self.config
        worked = WorkingTime()
        images, labels = self._pictures()
        images = batches.vary(config, images, progress.epoch, progress.batch)
        rate = learning_rate(
            config.schedule,
            config.learning_rate,
            self.step,
            config.epochs * self.batches_per_epoch,
        )
        self.model.optimizer.learning_rate = rate
        told = self.model.train_on_batch(as_input(images), _targets(labels), return_dict=True)
        loss, hits = float(told["latest_loss"]), float(told["latest_accuracy"])
        progress.loss_sum += loss * self.batch_size
        progress.hits += hits * self.batch_size
        progress.pictures += self.batch_size
        progress.batch += 1
        if config.averaging:
            ema_update(self.model, progress.average, self.step, config.averaging)
        progress.epoch_seconds += worked()
        return loss, hits, rate

    def predict_validation(self) -> FloatArray | None:
        """Probabilities of the validation pictures, or nothing when told to end meanwhile."""
        worked = WorkingTime()
        self.update_answering()
        parts = []
        for start in range(0, len(self.data.validation.labels), CHUNK):
            if self.ask() is not None:
                return None
            worked()
            parts.append(
                predict_chunk(self.answering, self.data.validation.images[start : start + CHUNK])
            )
        self.progress.epoch_seconds += worked()
        return np.concatenate(parts)

    def update_answering(self) -> None:
        """Give the network that answers the weights it should answer with now."""
        self.answering.set_weights(self.progress.average or self.model.get_weights())

    def finish_epoch(self, probabilities: FloatArray) -> Epoch:
        """Close the epoch: keep the weights if they are the best, and tell how it went."""
        progress, labels = self.progress, self.data.validation.labels
        right, loss = accuracy(probabilities, labels), log_loss(probabilities, labels)
        best = (right, -loss) > (progress.best_accuracy, -progress.best_loss)
        progress.epoch += 1
        if best:
            progress.best_epoch, progress.best_accuracy, progress.best_loss = (
                progress.epoch,
                right,
                loss,
            )
            progress.best_weights = self.answering.get_weights()
        self._write_validation(probabilities)
        ended = Epoch(
            epoch=progress.epoch,
            step=progress.epoch * self.batches_per_epoch,
            loss=progress.loss_sum / max(1, progress.pictures),
            accuracy=progress.hits / max(1, progress.pictures),
            validation_loss=loss,
            validation_accuracy=right,
            seconds=progress.epoch_seconds,
            confusion_matrix=confusion_matrix(probabilities, labels).tolist(),
            wall=self._wall(probabilities),
            watch=[] if self.watch is None else _rounded(predict_chunk(self.answering, self.watch)),
            best=best,
        )
        progress.seconds += progress.epoch_seconds
        progress.batch = progress.pictures = 0
        progress.loss_sum = progress.hits = progress.epoch_seconds = 0.0
        self._order = self._shuffle()
        return ended

    def measure_best(self) -> dict[str, Any]:
        """Load the best weights, judge the test pictures with them and write that down.

        How far its answers are to be believed is measured before, on the validation pictures.
        Where the training is one of several to choose from, the test pictures are left alone.
        """
        calibration = asdict(fit(self._best_validation(), self.data.validation.labels))
        if not self._ask_test:
            return calibration
        return {**measure_on_test(self.answering, self.data.test, self.into), **calibration}

    def _best_validation(self) -> Probabilities:
        """Load the best weights; the probabilities of the validation pictures with them."""
        progress = self.progress
        if progress.best_weights:
            self.answering.set_weights(progress.best_weights)
            path = self._validation_path(progress.best_epoch)
            if path.is_file():
                written: Probabilities = np.load(path, allow_pickle=False)
                return written
        else:
            self.update_answering()  # stopped within the first epoch: what there is, is the best
        judged = predict(self.answering, self.data.validation.images)
        progress.best_accuracy = accuracy(judged, self.data.validation.labels)
        return judged

    def write_best(self) -> list[str]:
        """Write the model files; the names of all that belongs to the best epoch."""
        tested = [TEST_FILE] if self._ask_test else []
        return [*tested, *export(self.answering, self.into)]

    def _take_networks(self, compiled: Compiled) -> Networks:
        """The networks to train in."""
        return compiled.networks_for(self.config, self.batch_size, self)

    def _pictures(self) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]]:
        """The next batch, not varied yet: images (n, 28, 28) and labels (n,)."""
        start = self.progress.batch * self.batch_size
        positions = self._order[start : start + self.batch_size]
        return self._train.images[positions], self._train.labels[positions]

    def _shuffle(self) -> npt.NDArray[np.intp]:
        return batches.shuffle(self.config, self.chosen, self.progress.epoch)

    def _write_validation(self, probabilities: FloatArray) -> None:
        halves = probabilities.astype(np.float16)
        produce_atomically(
            self._validation_path(self.progress.epoch),
            lambda path: np.save(path, halves, allow_pickle=False),
        )

    def _validation_path(self, epoch: int) -> Path:
        return self.into / "predictions" / f"validation-{epoch:04d}.npy"

    def _wall(self, probabilities: FloatArray) -> Wall:
        positions = wall_indices(self.data)
        shown = self.data.validation
        return Wall(
            indices=shown.indices[positions].tolist(),
            labels=shown.labels[positions].tolist(),
            probabilities=_rounded(probabilities[positions]),
        )


def _targets(labels: npt.NDArray[np.uint8]) -> FloatArray:
    return np.eye(CLASSES, dtype=np.float32)[labels]


def _rounded(probabilities: FloatArray) -> list[list[float]]:
    rounded: list[list[float]] = np.round(probabilities.astype(np.float64), 4).tolist()
    return rounded
