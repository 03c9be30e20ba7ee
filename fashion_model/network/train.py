"""One training as a generator of events. Whoever runs it decides where the events go."""

import time
from collections.abc import Generator, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt

from fashion_model.config import TrainConfig
from fashion_model.config.layers import count_parameters, layer_table
from fashion_model.data import Dataset
from fashion_model.files import sha256
from fashion_model.network.session import Session
from fashion_model.network.sharing import Compiled
from fashion_model.runs.commands import NextCommand
from fashion_model.runs.directory import Command
from fashion_model.runs.disk import release_reserve
from fashion_model.runs.events import (
    Artefact,
    Batch,
    Ending,
    Event,
    Failed,
    Finished,
    Resumed,
    Started,
    Stopped,
    Suspended,
)
from fashion_model.words import several

EVENTS_PER_SECOND = 5
CHECKPOINT_SECONDS = 30.0


def train(
    config: TrainConfig,
    data: Dataset,
    into: Path,
    *,
    watch: npt.NDArray[np.uint8] | None = None,
    resume_from: Path | None = None,
    control: NextCommand | None = None,
) -> Iterator[Event]:
    """Train a network and write what comes of it into `into`.

    Args:
        config: the network and how it is trained.
        data: the pictures it learns from, is validated on and, once, tested on.
        into: the folder for models, predictions and the checkpoint.
        watch: up to 8 prepared pictures, uint8 `(k, 28, 28)`, whose probabilities are followed.
        resume_from: a checkpoint file to go on from; its curve continues exactly.
        control: asked between any two batches with the step; it answers `STOP` or the like
            (keep the best and end), `SUSPEND` (save and end) or nothing.

    Yields:
        Events, the first `Started` or `Resumed`. Closing the generator keeps the best weights.

    Raises:
        CheckpointError: `resume_from` can't be used.
        OSError: the disk is full; what was written before is untouched.
    """
    turns = train_in_turns(
        config, data, into, watch=watch, resume_from=resume_from, control=control
    )
    try:
        yield from (event for event in turns if event is not None)
    finally:
        turns.close()


def train_in_turns(
    config: TrainConfig,
    data: Dataset,
    into: Path,
    *,
    watch: npt.NDArray[np.uint8] | None = None,
    resume_from: Path | None = None,
    control: NextCommand | None = None,
    ask_test: bool = True,
    compiled: Compiled | None = None,
) -> Generator[Event | None]:
    """As `train`, and None before the first event and after every batch.

    Others may have their turn then, or it may be paused; after the first None it saves where it
    is when it is told to end.

    `ask_test`: whether the test pictures are asked at the end; not where the training is one of
    several to choose from. `compiled`: what trainings that take turns have compiled already.
    """
    session = Session(config, data, into, watch, control, ask_test=ask_test, compiled=compiled)
    if resume_from is not None:
        session.resume(resume_from)
    yield None
    if resume_from is None:
        yield opening(session)
    else:
        yield Resumed(step=session.step)
    yield from train_on(session)


def train_on(session: Session) -> Generator[Event | None]:
    """Train from where `session` is to whatever ends it; `train_in_turns` after its first event."""
    try:
        outcome = yield from _epochs(session)
    except GeneratorExit:
        for _ in _keep_best(session, Stopped, "Closed."):
            continue
        raise
    if outcome is Command.SUSPEND and session.resumable:
        session.save_checkpoint()
        yield Suspended(step=session.step)
        return
    kind, reason = _ENDINGS[outcome]
    told = {
        "patience": several(session.config.patience or 0, "epoch"),
        "epoch": session.progress.epoch,
    }
    yield from _keep_best(session, kind, reason.format(**told))


def opening(session: Session) -> Started:
    """The event with which a training begins."""
    config, data = session.config, session.data
    return Started(
        parameters=count_parameters(config),
        layers=[asdict(layer) for layer in layer_table(config)],
        batches_per_epoch=session.batches_per_epoch,
        epochs=config.epochs,
        batch_size=config.batch_size,
        train_pictures=len(session.chosen),
        validation_pictures=len(data.validation.labels),
    )


Outcome = Command | Literal["done", "patience", "diverged"]

_ENDINGS: dict[Outcome, tuple[type[Ending], str]] = {
    "done": (Finished, "All epochs are done."),
    "patience": (Finished, "Validation has not improved for {patience}."),
    Command.STOP: (Stopped, "Stopped; the best epoch so far is kept."),
    Command.SUSPEND: (Stopped, "Stopped with the app; the best epoch so far is kept."),
    Command.OVERTIME: (Stopped, "The time for one run is over; the best epoch so far is kept."),
    Command.PRUNE: (
        Stopped,
        "Given up after epoch {epoch}: half of the trials before it were better by then. Its best"
        " epoch is kept.",
    ),
    Command.BUDGET: (Stopped, "The time of its search is over; the best epoch so far is kept."),
    "diverged": (
        Failed,
        "The loss grew beyond all bounds. Try a smaller learning rate.",
    ),
}


def _epochs(session: Session) -> Generator[Event | None, None, Outcome]:
    """Train until something ends it; give what did."""
    progress = session.progress
    while progress.epoch < session.config.epochs:
        outcome = yield from _batches(session)
        if outcome is not None:
            return outcome
        probabilities = session.predict_validation()
        if probabilities is None:
            return session.command or Command.STOP
        event = session.finish_epoch(probabilities)
        yield event
        name = f"predictions/validation-{progress.epoch:04d}.npy"
        yield announce(session.into, name)
        session.save_checkpoint()
        patience = session.config.patience
        if patience is not None and progress.epoch - progress.best_epoch >= patience:
            return "patience"
    return "done"


def _batches(session: Session) -> Generator[Event | None, None, Outcome | None]:
    """Train to the end of the epoch; give what ended it early, if anything did."""
    progress = session.progress
    saved = time.monotonic()
    spoke, spoke_at = progress.epoch_seconds, progress.pictures
    while progress.batch < session.batches_per_epoch:
        yield None
        if session.ask() is not None:
            return session.command
        loss, accuracy, rate = session.train_batch()
        if not np.isfinite(loss):
            return "diverged"
        spent = progress.epoch_seconds - spoke
        last = progress.batch == session.batches_per_epoch
        if spent >= 1 / EVENTS_PER_SECOND or (last and spent > 0):
            yield Batch(
                step=session.step,
                epoch=progress.epoch + 1,
                batch=progress.batch,
                loss=loss,
                accuracy=accuracy,
                learning_rate=rate,
                images_per_second=(progress.pictures - spoke_at) / spent,
            )
            spoke, spoke_at = progress.epoch_seconds, progress.pictures
        if time.monotonic() - saved >= CHECKPOINT_SECONDS and not last:
            session.save_checkpoint()
            saved = time.monotonic()
    return None


def _keep_best(session: Session, kind: type[Ending], reason: str) -> Iterator[Event]:
    """Measure the best epoch on the test pictures, once, and write it out."""
    progress = session.progress
    if kind is Failed and not progress.best_weights:
        yield Failed(reason=reason)
        return
    release_reserve(session.into)  # what is kept shall find room, even on a full disk
    result = session.measure_best()
    for name in session.write_best():
        yield announce(session.into, name)
    ending = Stopped if kind is Failed else kind
    yield ending(
        reason=reason,
        best_epoch=progress.best_epoch,
        validation_accuracy=progress.best_accuracy,
        seconds=progress.seconds,
        **result,
    )


def announce(folder: Path, name: str) -> Artefact:
    """The event of a file just written."""
    path = folder / name
    return Artefact(name=name, sha256=sha256(path), size=path.stat().st_size)
