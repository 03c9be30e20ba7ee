"""The sampler and pruner of a search: Optuna's, with a journal that survives its worker.

The runs are what counts; the journal lets the next worker go on where the last one was. One that is
damaged is set aside, and another is made from the runs. Only workers import this.

Optuna: Akiba et al., 2019. TPE: Bergstra et al., 2011.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import optuna
from optuna.distributions import (
    BaseDistribution,
    CategoricalDistribution,
    FloatDistribution,
    IntDistribution,
)
from optuna.storages import JournalStorage
from optuna.storages.journal import JournalFileBackend
from optuna.trial import FrozenTrial, Trial, TrialState, create_trial

from fashion_model.config import Number, TrainConfig
from fashion_model.experiments.journal import DAMAGED, JOURNAL, mend
from fashion_model.experiments.search import Range, Search
from fashion_model.experiments.varying import VARYING
from fashion_model.runs import Run

STARTUP_TRIALS = 3  # before any is pruned; before TPE learns from them there are a few more
WARMUP_EPOCHS = 1  # the first says little
FEWEST_FOR_IMPORTANCE = 12  # trials; with so many it named the one that mattered in 20 of 20 draws
TOP = 0.35  # that share of trials is held against all; a tenth of few would be one or two
_RUN = "run"  # the attribute of a trial that names its run


class Study:
    """What is known of the trials of one search, and what to try next."""

    def __init__(
        self, folder: Path, search: Search, base: TrainConfig, runs: Sequence[Run]
    ) -> None:
        """Open the journal in `folder`, and enter those of `runs` that ended and are not in it.

        Raises:
            OSError: the disk is full.
        """
        self._search, self._base = search, base
        self.distributions = {key: distribution_of(key, span) for key, span in search.space.items()}
        optuna.logging.set_verbosity(optuna.logging.WARNING)
        path = folder / JOURNAL
        mend(path)
        try:
            self._study = self._open(path, len(runs))
            self._enter(runs)
        except OSError:
            raise
        except Exception:  # noqa: BLE001 - a flipped letter makes Optuna raise anything
            path.replace(folder / DAMAGED)
            self._study = self._open(path, len(runs))
            self._enter(runs)

    def _open(self, path: Path, trials: int) -> optuna.Study:
        search = self._search
        seed = self._base.seed + trials  # gone on with, it must not draw the same again
        sampler: optuna.samplers.BaseSampler = optuna.samplers.RandomSampler(seed=seed)
        if search.sampler == "tpe":
            sampler = optuna.samplers.TPESampler(seed=seed, n_startup_trials=2 * STARTUP_TRIALS)
        return optuna.create_study(
            study_name="search",
            storage=JournalStorage(JournalFileBackend(str(path))),
            sampler=sampler,
            pruner=optuna.pruners.MedianPruner(
                n_startup_trials=STARTUP_TRIALS, n_warmup_steps=WARMUP_EPOCHS + 1
            ),
            direction="maximize",
            load_if_exists=True,
        )

    def _enter(self, runs: Sequence[Run]) -> None:
        """Take over ended runs the journal does not know, and leave trials nobody trains any more.

        Reads all of it, so that damage is found here.
        """
        known = {trial.user_attrs.get(_RUN) for trial in self._ended()}
        for trial in self._study.get_trials(deepcopy=False):
            if trial.state in (TrialState.RUNNING, TrialState.WAITING):
                self._study.tell(trial.number, state=TrialState.FAIL)
        for run in runs:
            reached = run.validation_accuracy
            if run.id in known or run.ending is None or reached is None:
                continue
            if not self._search.holds(self._base, run.config):
                continue
            self._study.add_trial(
                create_trial(
                    value=reached,
                    params=self._search.values_of(self._base, run.config),
                    distributions=self.distributions,
                    intermediate_values={
                        epoch.epoch: epoch.validation_accuracy for epoch in run.curve.epochs
                    },
                    user_attrs={_RUN: run.id},
                )
            )

    def _ended(self) -> list[FrozenTrial]:
        states = (TrialState.COMPLETE, TrialState.PRUNED)
        return self._study.get_trials(deepcopy=False, states=states)

    def ask(self) -> tuple[Trial, dict[str, Any]]:
        """The next settings to try, by what varies."""
        trial = self._study.ask(self.distributions)
        return trial, dict(trial.params)

    def adopt(self, run: Run) -> Trial | None:
        """A trial for a run that is there already: the visitor's guess, or one that was broken off.

        None where it lies outside the ranges: it is trained, and nothing is learned from it.
        """
        if not self._search.holds(self._base, run.config):
            return None
        drawn = self._search.values_of(self._base, run.config)
        self._study.enqueue_trial(drawn)
        trial = self._study.ask(self.distributions)
        trial.set_user_attr(_RUN, run.id)
        for epoch in run.curve.epochs:
            trial.report(epoch.validation_accuracy, epoch.epoch)
        return trial

    def name(self, trial: Trial, run_id: str) -> None:
        """Write down which run a trial is."""
        trial.set_user_attr(_RUN, run_id)

    def refuse(self, trial: Trial) -> None:
        """Say that no network comes of it, or one too large: worse than any that was trained."""
        self._study.tell(trial, state=TrialState.PRUNED)

    def tell(self, trial: Trial, reached: float | None, *, pruned: bool) -> None:
        """Say what came of it: a share of validation pictures; None for nothing."""
        if reached is None:
            self.refuse(trial)
        elif pruned:
            self._study.tell(trial, state=TrialState.PRUNED)
        else:
            self._study.tell(trial, reached)

    def forget(self, trial: Trial) -> None:
        """Say that its run was deleted, or set aside: nothing is known of it."""
        self._study.tell(trial, state=TrialState.FAIL)

    def importances(self) -> dict[str, float] | None:
        """How much each setting mattered, all together 1; None while too little is known.

        PED-ANOVA (Watanabe, Bansal and Hutter, 2023). It explains low values: here, of the error.
        """
        complete = self._study.get_trials(deepcopy=False, states=(TrialState.COMPLETE,))
        if len(complete) < FEWEST_FOR_IMPORTANCE or len({trial.value for trial in complete}) < 2:
            return None
        evaluator = optuna.importance.PedAnovaImportanceEvaluator(target_quantile=TOP)
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="PedAnova")  # that low values are explained
            found = optuna.importance.get_param_importances(
                self._study, evaluator=evaluator, target=lambda trial: 1 - (trial.value or 0.0)
            )
        return {key: float(share) for key, share in found.items()}


def distribution_of(key: str, span: Range) -> BaseDistribution:
    """How values are drawn: along powers where the setting counts so."""
    setting = VARYING[key].setting
    if span.low is None or span.high is None or not isinstance(setting, Number):
        return CategoricalDistribution(span.values)
    log = span.along_powers(key)
    if setting.whole:
        return IntDistribution(int(span.low), int(span.high), log=log)
    return FloatDistribution(float(span.low), float(span.high), log=log)
