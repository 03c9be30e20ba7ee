"""Views of scenes, drawn by all processor cores while a network learns from the ones before."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from fashion_model.arrays import UInt8Array
from research.photo_expert.scenes import Scenes
from research.photo_expert.views import Views, draw_batch, shares

_AHEAD = 2  # batches that each core may have drawn before they are wanted: they take up memory

Batch = tuple[UInt8Array, dict[str, NDArray[Any]]]


class Drawing:
    """Views of the scenes at `path`, drawn by all processor cores while the network learns."""

    def __init__(self, path: Path, seed: int) -> None:
        self._scenes, self._seed = Scenes.load(path), seed
        self._shares = shares(self._scenes)
        cores = os.cpu_count() or 1
        self._ahead = _AHEAD * cores
        self._pool = ProcessPoolExecutor(
            cores, multiprocessing.get_context("spawn"), initializer=_load, initargs=(path,)
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def steps(self, batch: int) -> int:
        """How many batches show about as many views as there are scenes."""
        return max(1, len(self._shares) // batch)

    def batches(self, epochs: int, steps: int, batch: int) -> Iterator[Batch]:
        """Views uint8 (batch, 224, 224, 3), and what is wanted of each head."""
        rng = np.random.default_rng(self._seed)
        chosen = rng.choice(len(self._shares), (epochs * steps, batch), p=self._shares)
        coming: deque[Future[Views]] = deque()
        for number, some in enumerate(chosen):
            for at in range(number + len(coming), min(number + self._ahead, len(chosen))):
                coming.append(self._pool.submit(_draw, chosen[at], [self._seed, at]))
            views = coming.popleft().result()
            yield (
                views.pixels,
                {
                    "kinds": self._scenes.targets[some],
                    "photo": self._scenes.photo[some].astype(np.int64),
                    "turned": views.quarters,
                    "concepts": np.zeros((len(some), 1, 1), np.float32),
                },
            )


_loaded: list[Scenes] = []  # in a process that draws


def _load(path: Path) -> None:
    _loaded.append(Scenes.load(path))


def _draw(some: NDArray[np.int64], seed: list[int]) -> Views:
    return draw_batch(_loaded[0], some, seed)
