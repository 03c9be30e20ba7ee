"""The networks that make up the all-terrain model's answer: several namers and a specialist.

Networks that learned differently err differently, and their common answer errs less than each of
them (Lakshminarayanan et al., arXiv 1612.01474). The specialist learned to name the data set's own
pictures and, as its eleventh answer, to tell them from all others: it has a say as far as it takes
a picture for one of the data set's.
"""

from collections.abc import Sequence
from pathlib import Path

from fashion_model.labels import CLASSES, SIDE
from fashion_model.network import keras
from fashion_model.network.export import write_litert

from research.classifier import load_namer

_TINY = 1e-7  # keeps logarithms finite


def convene(namers: Sequence[keras.Model], specialist: keras.Model | None) -> keras.Model:
    """One network of all, with the inputs and outputs of each: see `namer.build_namer`."""
    inputs = keras.Input((SIDE, SIDE, 1), name="prepared")
    named = _common([namer(inputs) for namer in namers])
    if specialist is not None:
        named = _ask_specialist(named, specialist(inputs))
    return keras.Model(inputs, named, name="jury")


def _common(answers: Sequence[keras.KerasTensor]) -> keras.KerasTensor:
    """The geometric mean of probabilities: one sure juror does not overrule the others' doubts."""
    logarithms = [keras.ops.log(each + _TINY) for each in answers]
    return keras.ops.softmax(sum(logarithms[1:], logarithms[0]) / len(logarithms))


def _ask_specialist(named: keras.KerasTensor, special: keras.KerasTensor) -> keras.KerasTensor:
    """Namers and specialist half and half, as far as the picture is the data set's own."""
    kinds, none = named[:, :CLASSES], named[:, CLASSES:]
    own = 1 - special[:, CLASSES:]
    both = _common([kinds, special[:, :CLASSES]]) * (1 - none)
    return keras.ops.concatenate([own * both + (1 - own) * kinds, none], axis=1)


def export_jury(namers: Sequence[Path], specialist: Path | None, into: Path) -> None:
    """Write `namer.tflite` from checkpoints; each weight in two bytes, computed with in four.

    Keras must run on TensorFlow.
    """
    loaded = [load_namer(each, f"namer{number}") for number, each in enumerate(namers, 1)]
    special = None if specialist is None else load_namer(specialist, "specialist")
    write_litert(convene(loaded, special), into / "namer.tflite", halved=True)
