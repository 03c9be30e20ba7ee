"""Trainings that share compiled networks: none sees anything of another."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from fashion_model.config import Spoiling
from fashion_model.network import Compiled
from fashion_model.network.session import Session
from tests.tiny import TINY, tiny_dataset

DATA = tiny_dataset(160)
CONFIGS = [replace(TINY, seed=seed, learning_rate=0.01 * seed) for seed in range(1, 4)]
CONFIGS.append(replace(TINY, spoiling=Spoiling(flip=0.3, hidden="Bag")))
BATCHES = 4

Batch = tuple[float, float, float]  # loss, accuracy, rate
Told = tuple[list[Batch], list[npt.NDArray[np.generic]]]


def begin(number: int, into: Path, compiled: Compiled | None = None) -> Session:
    return Session(CONFIGS[number], DATA, into, None, None, compiled=compiled)


def numbers(session: Session) -> list[npt.NDArray[np.generic]]:
    """All that it holds: weights, the state of dropout, what the optimizer remembers."""
    model = session.model
    return [np.array(each) for each in (*model.variables, *model.optimizer.variables)]


@pytest.mark.slow
@pytest.mark.parametrize("joining", ["all at first", "one by one"])
def test_in_turns_each_computes_what_it_would_alone(tmp_path: Path, joining: str) -> None:
    alone: list[Told] = []
    for number in range(len(CONFIGS)):
        session = begin(number, tmp_path)
        alone.append(([session.train_batch() for _ in range(BATCHES)], numbers(session)))
    compiled = Compiled()
    sessions: list[Session] = []
    batches: list[list[Batch]] = [[] for _ in CONFIGS]
    for number in range(len(CONFIGS)):
        sessions.append(begin(number, tmp_path, compiled))
        if joining == "all at first":  # and the last one begins
            continue
        for session, told in zip(sessions, batches, strict=False):
            told.append(session.train_batch())
    for session, told, (expected, weights) in reversed(
        list(zip(sessions, batches, alone, strict=True))
    ):
        told.extend(session.train_batch() for _ in range(BATCHES - len(told)))
        assert told == expected
        for here, there in zip(numbers(session), weights, strict=True):
            np.testing.assert_array_equal(here, there)


def test_one_architecture_is_compiled_once(tmp_path: Path) -> None:
    compiled = Compiled()
    sessions = [begin(number, tmp_path, compiled) for number in range(len(CONFIGS))]
    assert len({id(session.model) for session in sessions}) == 1
    other = Session(replace(TINY, activation="tanh"), DATA, tmp_path, None, None, compiled=compiled)
    assert other.model is not sessions[0].model
