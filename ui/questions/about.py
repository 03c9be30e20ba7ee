"""The seven questions, by the page that asks: what it asks must be there to be seen on it."""

from collections.abc import Callable, Mapping

from ui.questions import networks, pictures
from ui.questions.question import Question

ALL: Mapping[str, Callable[[], Question]] = {
    "dataset": pictures.dataset,
    "preprocessing": pictures.preprocessing,
    "architecture": pictures.architecture,
    "training": networks.training,
    "compare": networks.compare,
    "evaluation": networks.evaluation,
    "classify": networks.classify,
}
