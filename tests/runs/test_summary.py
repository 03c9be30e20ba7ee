"""What a summary says of how a run ended, whatever its last event holds."""

from dataclasses import replace
from typing import Any

import pytest

from fashion_model.runs import BUNDLED, RunSummary, open_run
from fashion_model.runs.events import Finished


def ended_with(**figures: Any) -> RunSummary:
    """The bundled run, had it ended otherwise."""
    run = open_run(BUNDLED)
    ending = Finished(reason="Done.", test_accuracy=0.5, **figures)
    return replace(run, summary=replace(run.summary, ending=ending))


def test_the_kept_network() -> None:
    run = open_run(BUNDLED)
    assert run.best_epoch is not None
    kept = run.curve.epochs[run.best_epoch - 1]
    assert run.validation_accuracy == pytest.approx(kept.validation_accuracy, abs=1e-4)
    assert ended_with(validation_accuracy=1).validation_accuracy == 1.0


@pytest.mark.parametrize("said", [None, "0.9", True, 1.2, -0.1, float("nan"), [0.9]])
def test_an_accuracy_that_is_none(said: object) -> None:
    assert ended_with(validation_accuracy=said).validation_accuracy is None


@pytest.mark.parametrize("said", [None, 0, "3", True, 2.0])
def test_an_epoch_that_is_none(said: object) -> None:
    assert ended_with(best_epoch=said).best_epoch is None
