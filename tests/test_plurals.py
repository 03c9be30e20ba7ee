"""One is one: `1 epoch`, `1 picture`, `1 time`, wherever a number may be that small."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from fashion_model.attribution.answers import Found, Lies
from fashion_model.config import PRESETS
from fashion_model.data import load_sample
from fashion_model.experiments.search import Range, Search
from fashion_model.learning_curve.commentary import comment
from fashion_model.runs import RunError, create_run
from fashion_model.runs.curve import Curve
from fashion_model.runs.damage import Hurt, in_words
from fashion_model.runs.naming import usual_name
from fashion_model.runs.store import check_line
from fashion_model.runs.visitor import Visitor, fingerprint
from fashion_model.terminal.train import _words
from tests.tiny import IN_A_WORKER, epoch, queue_run, started
from ui.evaluation import lies, matrix
from ui.training import learning

WRONG = re.compile(
    r"\b1 (?:epochs|trainings|pictures|times|trials|minutes|seconds|points|threads|batche|lie)\b"
)
QUICK = PRESETS["quick"]


def _matrix() -> str:
    numbers = np.zeros((10, 10), np.int64)
    numbers[0, 0] = numbers[0, 1] = 1
    return matrix._title(numbers, "test")


def _lies() -> str:
    return " ".join(lies._in_words(Lies(10, 2, (), (Found(0.05, 1, 1),))))


SAID: dict[str, Callable[[], str]] = {
    "1 epoch:": lambda: learning._curve_alt("loss", [epoch(1)]),
    "1 epoch.": lambda: _words(started(replace(IN_A_WORKER, epochs=1))) or "",
    "1 lies on the diagonal and is right. The most common mistake: 1 time": _matrix,
    "1 picture": _lies,
    "1 point less": lambda: in_words([Hurt(1, 1000, 1000, 990, 10)]),
    "1 second of training": lambda: Search({"dropout": Range(0.1, 0.5)}, seconds=1).budget,
    "averaged over 1 batch": lambda: usual_name(replace(QUICK, averaging=1)),
    "Quick, 1 epoch": lambda: usual_name(replace(QUICK, epochs=1)),
    "1 thread": lambda: usual_name(replace(QUICK, threads=1)),
    "patience 1 epoch": lambda: usual_name(replace(QUICK, patience=1)),
    "after 1 epoch": lambda: comment(Curve([], [epoch(1)]), "finished")[0].text,
}


@pytest.mark.parametrize("right", SAID)
def test_one_is_one(right: str) -> None:
    said = SAID[right]()
    assert right in said
    assert not WRONG.search(said)


def test_one_waits(runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    queue_run(runs)
    monkeypatch.setenv("FASHION_QUEUE_LENGTH", "1")
    with pytest.raises(RunError) as refused:
        check_line(runs)
    assert str(refused.value) == ("1 training waits already: stop one or come back a little later.")


def test_one_of_a_visitor_waits(runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = Visitor(fingerprint("1" * 64))
    monkeypatch.setenv("FASHION_VISITOR_QUEUE", "1")
    data = load_sample().fingerprint
    create_run(
        IN_A_WORKER, "A run", dataset_fingerprint=data, sample=True, visitor=visitor, root=runs
    )
    with pytest.raises(RunError, match=r"^1 training of yours waits already, and others want"):
        check_line(runs, visitor)
