"""The connection of one worker to a cluster: how much there is room for, and who does not answer.

It looks after the head itself: Ray would end this process when that has been gone for a minute.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ray
from ray.exceptions import AuthenticationError, RayError
from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

import fashion_model
from fashion_model.cluster import node
from fashion_model.cluster.address import answers
from fashion_model.cluster.messages import ClusterError
from fashion_model.config import TrainConfig
from fashion_model.data import Dataset
from fashion_model.workers.threads import thread_settings

LOOK_SECONDS = 1.0  # between two looks at the head, and at which machines there are
SILENT_SECONDS = 10.0  # of the head; then what runs is set aside
SOURCE = Path(fashion_model.__file__).parent


@dataclass(frozen=True)
class Share:
    """What one trial is given of a machine: a GPU where there are any, else CPUs."""

    cpus: int
    gpus: int = 0


class Cluster:
    """A cluster that is connected to.

    Raises:
        ClusterError: it can't be, in words.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        _connect(address)
        here = NodeAffinitySchedulingStrategy(ray.get_runtime_context().get_node_id(), soft=False)
        commands = ray.remote(num_cpus=0)(node.Commands)
        self.commands = commands.options(scheduling_strategy=here).remote()
        self._sent: dict[str, ray.ObjectRef] = {}  # by the fingerprint of the pictures
        self._machines = ray.nodes()
        self.gone = False  # whether it is taken for lost, because its head is silent, say
        self._closed = threading.Event()
        for look in (self._listen, self._count_machines):
            threading.Thread(target=look, name="cluster", daemon=True).start()

    def room(self, config: TrainConfig) -> int:
        """How many trainings of `config` it can train at once; 0 where no machine trains."""
        share = self._share(config)
        if share.gpus:
            return sum(int(has.get("GPU", 0)) for has in self._resources())
        return sum(int(has.get("CPU", 0)) // share.cpus for has in self._resources())

    def has_lost(self, machine: str) -> bool:
        """Whether its head takes one of its machines for dead, by Ray's id."""
        return any(each["NodeID"] == machine and not each["Alive"] for each in self._machines)

    def train(self, asked: node.Asked, config: TrainConfig, data: Dataset) -> Any:
        """Send a run out; gives the promises of its messages, one after the other."""
        share = self._share(config)
        send = ray.remote(num_returns="streaming", max_retries=0)(node.train).options(
            num_cpus=share.cpus,
            num_gpus=share.gpus,
            runtime_env={"env_vars": thread_settings(config.threads)},
        )
        return send.remote(asked, self.pictures(data), self.commands)

    def pictures(self, data: Dataset) -> ray.ObjectRef:
        """Put them there once; Ray brings them once to each machine that trains."""
        if data.fingerprint not in self._sent:
            self._sent[data.fingerprint] = ray.put(node.pictures_of(data))
        return self._sent[data.fingerprint]

    def tell(self, run_id: str, command: str | None) -> None:
        """Ask something of a run under way; it hears within a fraction of a second."""
        self.commands.tell.remote(run_id, command)

    def close(self) -> None:
        """Leave it; what still runs there for this process ends."""
        self._closed.set()
        if not self.gone:  # else Ray would wait for it
            ray.shutdown()

    def _share(self, config: TrainConfig) -> Share:
        has = self._resources()
        if any(each.get("GPU", 0) >= 1 for each in has):
            return Share(cpus=1, gpus=1)
        return Share(max(1, min(config.threads, int(max(each.get("CPU", 0) for each in has)))))

    def _resources(self) -> list[Mapping[str, float]]:
        alive = [machine["Resources"] for machine in self._machines if machine["Alive"]]
        return alive or [{}]

    def _listen(self) -> None:
        heard = time.monotonic()
        while not self.gone and not self._closed.wait(LOOK_SECONDS):
            if answers(self.address):
                heard = time.monotonic()
            self.gone |= time.monotonic() - heard > SILENT_SECONDS

    def _count_machines(self) -> None:
        """In a thread of its own: Ray waits for a head that has gone."""
        while not self.gone and not self._closed.wait(LOOK_SECONDS):
            with suppress(RayError, RuntimeError):  # it goes this very moment
                self._machines = ray.nodes()


def _connect(address: str) -> None:
    try:
        ray.init(
            address=address,
            runtime_env={"py_modules": [str(SOURCE)]},
            log_to_driver=False,
            logging_level=logging.WARNING,
        )
    except AuthenticationError as error:
        raise ClusterError(
            f"The cluster at {address} can’t be used, because this computer has no token:"
            " docs/cluster.md says how it gets one."
        ) from error
    except (RayError, RuntimeError, ConnectionError, ValueError) as error:
        raise ClusterError(
            f"The cluster at {address} answers, but takes nothing from this computer: it must have"
            " joined it, with the same token and the same versions of Python and Ray;"
            " docs/cluster.md says how."
        ) from error
