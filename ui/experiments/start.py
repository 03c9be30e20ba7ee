"""What can be trained to compare, how long that takes, and putting it in line."""

from fashion_model.config import PRESETS, TrainConfig
from fashion_model.experiments import templates
from fashion_model.experiments.design import Design
from fashion_model.experiments.store import Experiment, create_experiment
from fashion_model.runs import RunSummary
from fashion_model.runs.estimate import EARLIER, GETTING_READY, estimate
from fashion_model.words import roughly, several
from ui import plan, visitor
from ui.models import resources
from ui.visible import list_runs

_PLANNED = "planned"


def networks() -> dict[str, str]:
    """Return what may be trained, by key: the presets, and what is planned."""
    return {**{name: name.capitalize() for name in PRESETS}, _PLANNED: "What I planned"}


def config_of(network: str) -> TrainConfig:
    """Return the settings of one of `networks`; ConfigError where the planned ones clash."""
    return plan.config() if network == _PLANNED else plan.preset_now(network)


def race(between: tuple[str, str], seeds: tuple[int, ...]) -> Design:
    """Return a race of two of `networks`; ConfigError, in words, where it is none."""
    one, other = between
    names = networks()
    return templates.race(config_of(one), config_of(other), (names[one], names[other]), seeds)


def time_needed(design: Design) -> str:
    """Return how many trainings it is, and about how long they take together; Markdown."""
    trainings = several(len(design.trainings), "training")
    data = resources.dataset_if_ready()
    if data is None:
        return f"**{trainings}**; how long they take is said here once the pictures are read."
    runs = [run for run in list_runs() if isinstance(run, RunSummary) and not run.bundled]
    needed = [
        estimate(variant.config, len(data.train.labels), runs[:EARLIER])
        for variant in design.variants
    ]
    low, high = (
        GETTING_READY + len(design.seeds) * sum(each - GETTING_READY for each in ends)
        for ends in ([each.low for each in needed], [each.high for each in needed])
    )
    least, most = roughly(low), roughly(high)
    if all(each.measured for each in needed):
        return f"**{trainings}**, about **{most}** together, judging by earlier ones here."
    between = f"about **{least}**" if least == most else f"**{least} to {most}**"
    return f"**{trainings}**, {between} together: a guess, for nothing was trained here yet."


def start(design: Design, cluster: str | None = None) -> Experiment:
    """Put all trainings of `design` in line, as this visitor's; for the cluster at that address.

    Raises DataError without pictures, RunError where the line or the disk is full.
    """
    data = resources.dataset()
    return create_experiment(
        design,
        dataset_fingerprint=data.fingerprint,
        sample=data.is_sample,
        visitor=visitor.asking(),
        cluster=cluster,
    )
