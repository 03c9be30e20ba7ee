"""The product: its own worker's search, as a visitor's click would start it."""

from pathlib import Path

from benchmarks.best_found.task import Clock, Task
from fashion_model.data import Dataset
from fashion_model.experiments.goals import search_design
from fashion_model.experiments.search import MOST_SECONDS, Search
from fashion_model.experiments.store import create_experiment
from fashion_model.runs.events import Ending, Epoch, Event, Starting
from fashion_model.workers.training import Process
from fashion_model.workers.turns import train_experiment


def search(task: Task, data: Dataset, clock: Clock, into: Path) -> None:
    """Search until the clock breaks it off; runs go `into` a folder."""
    asked = Search(task.space, seconds=MOST_SECONDS)
    design = search_design("Which is best?", task.base, asked)
    experiment = create_experiment(
        design,
        dataset_fingerprint=data.fingerprint,
        sample=data.is_sample,
        at_once=True,
        root=into,
    )
    numbers: dict[str, int] = {}

    def hear(run_id: str, event: Event) -> None:
        number = numbers.setdefault(run_id, len(numbers) + 1)
        if isinstance(event, Starting):
            clock.begun += 1
        elif isinstance(event, Epoch):
            clock.note(number, event.validation_accuracy)
        elif isinstance(event, Ending):
            clock.ended += 1

    train_experiment(experiment.path, Process(emit=hear, loaded=data))
