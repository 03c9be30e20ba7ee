"""The networks that make up the all-terrain model's answer: several classifiers and an expert.

Networks that learned differently err differently, and their common answer errs less than each of
them (Lakshminarayanan et al., arXiv 1612.01474). The expert learned to name the data set's own
pictures and, as its eleventh answer, to tell them from all others: it has a say as far as it takes
a picture for one of the data set's.
"""

from collections.abc import Sequence
from pathlib import Path

from fashion_model.labels import CLASSES, SIDE
from fashion_model.network import keras
from fashion_model.network.export import write_litert
from research.classifier import load_classifier

_TINY = 1e-7  # keeps logarithms finite


def combine(classifiers: Sequence[keras.Model], expert: keras.Model | None) -> keras.Model:
    """One network of all, with the inputs and outputs of each: see `build_classifier`."""
    inputs = keras.Input((SIDE, SIDE, 1), name="prepared")
    named = _common([classifier(inputs) for classifier in classifiers])
    if expert is not None:
        named = _ask_expert(named, expert(inputs))
    return keras.Model(inputs, named, name="ensemble")


def _common(predictions: Sequence[keras.KerasTensor]) -> keras.KerasTensor:
    """The geometric mean of probabilities: a sure network does not overrule others' doubts."""
    logarithms = [keras.ops.log(each + _TINY) for each in predictions]
    return keras.ops.softmax(sum(logarithms[1:], logarithms[0]) / len(logarithms))


def _ask_expert(named: keras.KerasTensor, special: keras.KerasTensor) -> keras.KerasTensor:
    """Classifiers and expert half and half, as far as the picture is the data set's own."""
    kinds, none = named[:, :CLASSES], named[:, CLASSES:]
    own = 1 - special[:, CLASSES:]
    both = _common([kinds, special[:, :CLASSES]]) * (1 - none)
    return keras.ops.concatenate([own * both + (1 - own) * kinds, none], axis=1)


def export_ensemble(classifiers: Sequence[Path], expert: Path | None, into: Path) -> None:
    """Write `classifier.tflite` from checkpoints; each weight in two bytes, computed with in four.

    Keras must run on TensorFlow.
    """
    loaded = [
        load_classifier(each, f"classifier{number}") for number, each in enumerate(classifiers, 1)
    ]
    special = None if expert is None else load_classifier(expert, "expert")
    write_litert(combine(loaded, special), into / "classifier.tflite", halved=True)
