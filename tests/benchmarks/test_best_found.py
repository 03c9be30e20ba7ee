"""`python -m benchmarks best-found`: turns, a clock, what is done before, and what is told."""

import json
import math
import time
from pathlib import Path

import pytest

from benchmarks import __main__ as command
from benchmarks.best_found import contest as contesting
from benchmarks.best_found.contest import contest, take_turns
from benchmarks.best_found.report import NAME, report, summarise
from benchmarks.best_found.task import (
    HYPERBAND,
    OPTUNA,
    PRODUCT,
    SAME_RECIPE,
    Clock,
    Outcome,
    Task,
)
from fashion_model.data import load_sample
from fashion_model.workers import turns as turns_of_workers
from tests.terminal.conftest import Verbs

SECONDS = 5.0  # as few as may be asked for: on a slow machine no epoch ends in time
MOST_EPOCHS = 30
SEARCHED = (PRODUCT, HYPERBAND, HYPERBAND + SAME_RECIPE, OPTUNA)


def outcome(contestant: str, number: int, *accuracies: float) -> Outcome:
    points = [
        {"seconds": 1.0 + at, "trial": 1 + at, "accuracy": reached}
        for at, reached in enumerate(accuracies)
    ]
    return Outcome(
        contestant=contestant,
        round=number,
        points=points,  # type: ignore[typeddict-item]
        begun=len(points) + 1,
        ended=len(points),
        load=0.0,
    )


def turns(rounds: int = 2) -> list[Task]:
    return take_turns([PRODUCT, OPTUNA], rounds, seconds=SECONDS, preset="quick", sample=True)


def silent(_line: str) -> None:
    return None


def test_everybody_has_a_turn_in_each_round() -> None:
    assert [(task.contestant, task.round) for task in turns()] == [
        (PRODUCT, 1),
        (OPTUNA, 1),
        (PRODUCT, 2),
        (OPTUNA, 2),
    ]
    assert len({tuple(task.space) for task in turns()}) == 1
    assert all(Task.from_json(task.to_json()) == task for task in turns())


def test_it_tells_who_is_ahead_by_how_much_and_how_many_trials() -> None:
    told = summarise(
        [
            outcome(PRODUCT, 1, 0.90, 0.93),
            outcome(HYPERBAND, 1, 0.92),
            outcome(PRODUCT, 2, 0.94, 0.91, 0.92),
            outcome(HYPERBAND, 2, 0.91, 0.90),
            outcome(PRODUCT, 3, 0.93),
            outcome(HYPERBAND, 3),
        ]
    )
    assert told[PRODUCT]["best"] == {"median": 0.93, "each": [0.93, 0.94, 0.93]}
    assert told[PRODUCT]["trials_done"] == [2, 3, 1]
    assert "points_ahead" not in told[PRODUCT]
    assert told[HYPERBAND]["best"]["each"] == [0.92, 0.91, 0.0]
    assert told[HYPERBAND]["points_ahead"] == 3.0


def test_what_was_done_before_is_not_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    searched: list[Task] = []

    def search(task: Task) -> Outcome:
        searched.append(task)
        if len(searched) == 3:
            raise KeyboardInterrupt
        return outcome(task.contestant, task.round, 0.9)

    monkeypatch.setattr(contesting, "_search", search)
    with pytest.raises(KeyboardInterrupt):
        report(turns(), tmp_path, silent)
    with (tmp_path / f"{NAME}.jsonl").open("a") as file:
        file.write('{"task": "{')  # as a kill leaves it
    monkeypatch.setattr(contesting, "_search", lambda task: outcome(task.contestant, task.round, 1))
    told = report(turns(), tmp_path, silent)
    assert told["contestants"][PRODUCT]["best"]["each"] == [0.9, 1]
    assert told["contestants"][OPTUNA]["best"]["each"] == [0.9, 1]
    assert json.loads((tmp_path / f"{NAME}.json").read_text()) == json.loads(json.dumps(told))


def test_what_is_reached_too_late_does_not_count() -> None:
    clock = Clock(0.05)
    clock.note(1, 0.5)
    time.sleep(0.1)
    clock.note(2, 0.9)
    assert [point["trial"] for point in clock.points] == [1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--seconds", "1"), "5<=x<=3600"),
        (("--rounds", "0"), "1<=x<=20"),
        (("--contestants", "luck"), "'luck' is not one of"),
    ],
)
def test_it_refuses_nonsense(verbs: Verbs, words: tuple[str, ...], said: str) -> None:
    done = verbs("best-found", *words)
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr.replace("\n", " ")


def test_without_its_peers_it_says_how_to_get_them(
    verbs: Verbs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "find_spec", lambda name: None)
    done = verbs("best-found")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "pip install -r requirements-benchmarks.txt" in done.stderr


class Learned(BaseException):
    """No `Exception`: a search would take that for a failed trial, and go on."""


class UntilLearned(Clock):
    """Ends a search with the first epoch that names half of the pictures right, not by seconds."""

    def note(self, trial: int, accuracy: float) -> None:
        super().note(trial, accuracy)
        if accuracy > 0.5:
            raise Learned
        if len(self.points) == MOST_EPOCHS:
            pytest.fail(f"nothing learned: {self.points}")


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning:keras_tuner")
@pytest.mark.parametrize("contestant", SEARCHED)
def test_everybody_learns_something(
    contestant: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("keras_tuner", reason="requirements-benchmarks.txt is not installed")
    from benchmarks.best_found import peers, product

    monkeypatch.setattr(turns_of_workers, "_suspend_at_signals", lambda *_: None)  # are pytest's
    (task,) = take_turns([contestant], 1, seconds=math.inf, preset="quick", sample=True)
    clock = UntilLearned(task.seconds)
    one = product if contestant == PRODUCT else peers
    with pytest.raises(Learned):
        one.search(task, load_sample(), clock, tmp_path)
    assert clock.begun >= clock.points[-1]["trial"] >= 1
    assert clock.ended < clock.begun


@pytest.mark.slow
@pytest.mark.parametrize("contestant", SEARCHED)
def test_everybody_ends_when_time_is_over(contestant: str) -> None:
    pytest.importorskip("keras_tuner", reason="requirements-benchmarks.txt is not installed")
    (task,) = take_turns([contestant], 1, seconds=SECONDS, preset="quick", sample=True)
    (found,) = contest([task], None, silent)
    assert (found["contestant"], found["round"]) == (contestant, 1)
    assert found["begun"] >= found["ended"] >= 0
    assert all(0 < point["seconds"] <= SECONDS for point in found["points"])
    assert all(1 <= point["trial"] <= found["begun"] for point in found["points"])
