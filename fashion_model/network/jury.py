"""The networks that make up the all-terrain model's answer: namers and specialists.

Networks that learned differently err differently, and their common answer errs less than each of
them (Lakshminarayanan et al., arXiv 1612.01474). The specialists learned to name the data set's own
pictures and, as their eleventh answer, to tell them from all others: they have a say as far as they
take a picture for one of the data set's.
"""

from collections.abc import Sequence
from pathlib import Path

import keras

from fashion_model.labels import CLASSES, SIDE
from fashion_model.network.export import write_litert
from fashion_model.network.namer import load_namer

_TINY = 1e-7  # keeps logarithms finite


def convene(namers: Sequence[keras.Model], specialists: Sequence[keras.Model]) -> keras.Model:
    """One network of all, with the inputs and outputs of each: see `namer.build_namer`."""
    inputs = keras.Input((SIDE, SIDE, 1), name="prepared")
    named = _common([namer(inputs) for namer in namers])
    if specialists:
        named = _ask_specialists(named, [specialist(inputs) for specialist in specialists])
    return keras.Model(inputs, named, name="jury")


def _common(answers: Sequence[keras.KerasTensor]) -> keras.KerasTensor:
    """The geometric mean of probabilities: one sure juror does not overrule the others' doubts."""
    logarithms = [keras.ops.log(each + _TINY) for each in answers]
    return keras.ops.softmax(sum(logarithms[1:], logarithms[0]) / len(logarithms))


def _ask_specialists(
    named: keras.KerasTensor, special: Sequence[keras.KerasTensor]
) -> keras.KerasTensor:
    """Namers and specialists half and half, as far as the picture is the data set's own."""
    kinds, none = named[:, :CLASSES], named[:, CLASSES:]
    foreign = [each[:, CLASSES:] for each in special]
    own = 1 - sum(foreign[1:], foreign[0]) / len(foreign)
    both = _common([kinds, _common([each[:, :CLASSES] for each in special])]) * (1 - none)
    return keras.ops.concatenate([own * both + (1 - own) * kinds, none], axis=1)


def export_jury(namers: Sequence[Path], specialists: Sequence[Path], into: Path) -> None:
    """Write `namer.tflite` from checkpoints; each weight in two bytes, computed with in four.

    Keras must run on TensorFlow.
    """
    loaded = [
        [load_namer(each, f"{kind}{number}") for number, each in enumerate(paths, 1)]
        for kind, paths in (("namer", namers), ("specialist", specialists))
    ]
    write_litert(convene(*loaded), into / "namer.tflite", halved=True)
