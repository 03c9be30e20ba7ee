"""The peers: keras-tuner's Hyperband, and Optuna around a training of one's own.

Hyperband: Li et al., 2018. It takes what `requirements-benchmarks.txt` lists.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import keras_tuner
import optuna

from benchmarks.best_found.recipes import Telling, Trainer, arrays, network, plain
from benchmarks.best_found.task import HYPERBAND, SAME_RECIPE, Clock, Task
from fashion_model.config import Number, TrainConfig
from fashion_model.data import Dataset
from fashion_model.experiments.search import Range, Search
from fashion_model.experiments.varying import VARYING
from fashion_model.network import keras
from fashion_model.workers.study import distribution_of

MOST_EPOCHS = 9
"""Of a trial of a plain `fit`, and of Hyperband's longest: three brackets by its usual factor of 3.

With its own default of 100 the longest would take most of the time by itself.
"""


def search(task: Task, data: Dataset, clock: Clock, into: Path) -> None:
    """Search until the clock breaks it off."""
    ours = task.contestant.endswith(SAME_RECIPE)
    if not task.contestant.startswith(HYPERBAND):
        _by_optuna(task, Trainer(data, ours=ours), clock, ours=ours)
    elif ours:
        _Retrained(task, Trainer(data, ours=True), clock, into).search()
    else:
        _Fitted(task, data, clock, into).search()


def config_of(task: Task, drawn: Mapping[str, Any]) -> TrainConfig:
    """The configuration that drawn values stand for; of every contestant the same."""
    return Search(task.space, trials=2).config_of(task.base, drawn)


def _by_optuna(task: Task, trainer: Trainer, clock: Clock, *, ours: bool) -> None:
    """TPE and the median rule, with Optuna's defaults."""
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    distributions = {key: distribution_of(key, span) for key, span in task.space.items()}
    study = optuna.create_study(
        direction="maximize",
        sampler=optuna.samplers.TPESampler(seed=task.round),
        pruner=optuna.pruners.MedianPruner(),
    )
    while True:
        trial = study.ask(distributions)
        clock.begun += 1
        config = config_of(task, trial.params)
        try:
            reached = trainer.train(
                config if ours else replace(config, epochs=MOST_EPOCHS), _pruning(trial, clock)
            )
        except optuna.TrialPruned:
            study.tell(trial, state=optuna.trial.TrialState.PRUNED)
        else:
            study.tell(trial, reached)
        clock.ended += 1


def _pruning(trial: optuna.trial.Trial, clock: Clock) -> Callable[[int, float], None]:
    def told(epoch: int, accuracy: float) -> None:
        clock.note(trial.number + 1, accuracy)
        trial.report(accuracy, epoch)
        if trial.should_prune():
            raise optuna.TrialPruned

    return told


def _draw(hp: Any, space: Mapping[str, Range]) -> dict[str, Any]:
    """What keras-tuner draws, along powers where the product does, too."""
    drawn: dict[str, Any] = {}
    for key, span in space.items():
        setting = VARYING[key].setting
        if span.low is None or span.high is None or not isinstance(setting, Number):
            drawn[key] = hp.Choice(key, list(span.values))
            continue
        sampling = "log" if span.along_powers(key) else "linear"
        if setting.whole:
            drawn[key] = hp.Int(key, int(span.low), int(span.high), sampling=sampling)
        else:
            drawn[key] = hp.Float(key, span.low, span.high, sampling=sampling)
    return drawn


class _Counted(keras_tuner.Hyperband):  # type: ignore[misc]
    """Hyperband that counts its trials, again and again until the clock breaks it off."""

    def __init__(self, task: Task, clock: Clock, into: Path, **options: Any) -> None:
        self._task, self._clock = task, clock
        self._numbers: dict[str, int] = {}
        super().__init__(
            max_epochs=MOST_EPOCHS,
            hyperband_iterations=100,
            seed=task.round,
            directory=str(into),
            project_name="hyperband",
            overwrite=True,
            **options,
        )

    def on_trial_begin(self, trial: Any) -> None:
        self._numbers[trial.trial_id] = len(self._numbers) + 1
        self._clock.begun += 1
        super().on_trial_begin(trial)

    def on_trial_end(self, trial: Any) -> None:
        super().on_trial_end(trial)
        self._clock.ended += 1

    def note(self, trial: Any, accuracy: float) -> None:
        self._clock.note(self._numbers[trial.trial_id], accuracy)


class _Fitted(_Counted):
    """As keras-tuner is meant to be used: a model is built and fitted, its weights kept."""

    def __init__(self, task: Task, data: Dataset, clock: Clock, into: Path) -> None:
        self._arrays = arrays(data)
        super().__init__(
            task,
            clock,
            into,
            hypermodel=_Model(task),
            objective="val_accuracy",
        )

    def run_trial(self, trial: Any, *args: Any, **options: Any) -> Any:
        told = Telling(lambda _, accuracy: self.note(trial, accuracy))
        return super().run_trial(trial, **self._arrays, callbacks=[told])


class _Model(keras_tuner.HyperModel):  # type: ignore[misc]
    def __init__(self, task: Task) -> None:
        super().__init__()
        self._task = task

    def build(self, hp: Any) -> keras.Model:
        return network(plain(config_of(self._task, _draw(hp, self._task.space))))

    def fit(self, hp: Any, model: keras.Model, *args: Any, **options: Any) -> Any:
        return model.fit(*args, batch_size=hp.get("batch_size"), **options)


class _Retrained(_Counted):
    """Hyperband's choice of trials and epochs; each is trained as the product does, from anew."""

    def __init__(self, task: Task, trainer: Trainer, clock: Clock, into: Path) -> None:
        self._trainer = trainer
        drawn = keras_tuner.HyperParameters()
        _draw(drawn, task.space)
        super().__init__(
            task,
            clock,
            into,
            hyperparameters=drawn,
            objective=keras_tuner.Objective("val_accuracy", "max"),
        )

    def run_trial(self, trial: Any, *args: Any, **options: Any) -> dict[str, float]:
        values = trial.hyperparameters.values
        config = config_of(self._task, {key: values[key] for key in self._task.space})
        config = replace(config, epochs=values["tuner/epochs"])
        return {"val_accuracy": self._trainer.train(config, lambda _, own: self.note(trial, own))}
