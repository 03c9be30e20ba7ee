"""What an experiment asked, as it lies in its directory: written whole, read with care."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from fashion_model.cluster.address import parse
from fashion_model.config import ConfigError, TrainConfig
from fashion_model.experiments.design import Design
from fashion_model.experiments.search import Search
from fashion_model.files import is_regular_file, write_atomically
from fashion_model.runs.directory import folder_id, is_id, one_line
from fashion_model.runs.event_log import load_json
from fashion_model.runs.events import is_time
from fashion_model.runs.reading import LARGEST, config_checksum
from fashion_model.runs.visitor import Visitor

FORMAT = 1
_FILE = "config.json"


@dataclass(frozen=True)
class Experiment:
    """What was asked; `trials.read` tells what came of it.

    `visitor`: who asked it; None: the operator, or a terminal.
    `cluster`: the address of the cluster that trains it; None: this computer does.
    """

    id: str
    path: Path
    design: Design
    created: float  # unix seconds
    sample: bool  # trained on the bundled sample
    fingerprint: str  # of the dataset
    visitor: Visitor | None = None
    cluster: str | None = None

    @property
    def question(self) -> str:
        """In the visitor's words."""
        return self.design.question

    @property
    def root(self) -> Path:
        """The folder of its runs."""
        return self.path.parent.parent


@dataclass(frozen=True)
class DamagedExperiment:
    """A directory that can't be read, and why; its runs are still there. `id` as of a run."""

    id: str
    path: Path
    reason: str

    @property
    def name(self) -> str:
        """What of the folder's name can be shown."""
        return one_line(self.id)


def write(experiment: Experiment) -> None:
    """Write what was asked into its directory, which is there; OSError on a full disk."""
    design = experiment.design
    asked: dict[str, Any] = {
        "format": FORMAT,
        "kind": design.kind,
        "question": one_line(design.question),
        "created": experiment.created,
        "base": design.base.to_stored(),
        "varied": {key: list(values) for key, values in design.varied.items()},
        "rival": None if design.rival is None else design.rival.to_stored(),
        "names": list(design.names),
        "seeds": list(design.seeds),
        "search": None if design.search is None else design.search.to_dict(),
        "dataset": {"fingerprint": experiment.fingerprint, "sample": experiment.sample},
        "visitor": None if experiment.visitor is None else asdict(experiment.visitor),
        "cluster": experiment.cluster,
    }
    stored = {**asked, "sha256": config_checksum(json.loads(json.dumps(asked)))}
    write_atomically(experiment.path / _FILE, json.dumps(stored, indent=1).encode())
    os.utime(experiment.path.parent)  # so that every process looks again


def read(path: Path) -> Experiment | DamagedExperiment | None:
    """What lies in `path`; None where nothing does."""
    own_id = folder_id(path)
    if not os.path.lexists(path):
        return None
    if not is_id(path.name):
        return DamagedExperiment(own_id, path, "Its folder has no name that this app gives.")
    try:
        return _experiment(path)
    except (ConfigError, OSError, ValueError, RecursionError, TypeError, KeyError, AttributeError):
        return DamagedExperiment(own_id, path, "Its description is not one this app wrote.")


def _experiment(path: Path) -> Experiment:
    file = path / _FILE
    if path.is_symlink() or not is_regular_file(file) or file.stat().st_size > LARGEST:
        raise ValueError(f"{_FILE} is no file of this app")
    stored = load_json(file.read_bytes())
    if not isinstance(stored, dict) or stored.get("format") != FORMAT:
        raise ValueError(f"{_FILE} holds no experiment")
    listed = stored.pop("sha256", None)
    if config_checksum(stored) != listed or not is_time(stored["created"]):
        raise ValueError(f"{_FILE} was changed by something else")
    dataset, rival, varied = stored["dataset"], stored["rival"], stored["varied"]
    if not isinstance(varied, dict):
        raise ValueError("what varies is no list of values by setting")
    first, second = (one_line(str(name)) for name in stored["names"])
    design = Design(
        kind=stored["kind"],
        question=one_line(str(stored["question"])),
        base=TrainConfig.from_dict(stored["base"]),
        varied={key: tuple(values) for key, values in varied.items()},
        rival=None if rival is None else TrainConfig.from_dict(rival),
        names=(first, second),
        seeds=tuple(int(seed) for seed in stored["seeds"]),
        search=None if stored.get("search") is None else Search.from_dict(stored["search"]),
    )
    return Experiment(
        id=path.name,
        path=path,
        design=design,
        created=float(stored["created"]),
        sample=bool(dataset["sample"]),
        fingerprint=str(dataset["fingerprint"]),
        visitor=_visitor(stored.get("visitor")),
        cluster=_cluster(stored.get("cluster")),
    )


def _cluster(stored: Any) -> str | None:
    if stored is not None:
        parse(stored)
    return None if stored is None else str(stored)


def _visitor(stored: Any) -> Visitor | None:
    if stored is None:
        return None
    owner, limited = stored["owner"], stored["limited"]
    if not (isinstance(owner, str) and isinstance(limited, bool)):
        raise ValueError("who asked is nobody")
    return Visitor(owner, limited)
