"""A network's training pictures as it sees them, and the readout fitted to them."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields

import numpy as np
import numpy.typing as npt

from fashion_model.arrays import FloatArray, IntArray, UInt8Array
from fashion_model.attribution.features import features
from fashion_model.attribution.influence import Agreement, agreement
from fashion_model.attribution.neighbours import scale_of
from fashion_model.attribution.opened import OpenedModel
from fashion_model.attribution.ridge import Ridge, fit
from fashion_model.data import Split
from fashion_model.labels import CLASSES

Arrays = dict[str, npt.NDArray[np.generic]]


@dataclass(frozen=True, eq=False)
class FittedReadout:
    """All that an answer is traced with; it depends on the network and its pictures alone.

    Attributes:
        indices: Official indices of the n training pictures, (n,).
        labels: (n,).
        features: float32 (n, d).
        scale: One over the standard deviation of each feature, (d,).
        ridge: The readout of these features.
        agreement: How often it answers what the network answers.
    """

    indices: IntArray
    labels: UInt8Array
    features: FloatArray
    scale: FloatArray
    ridge: Ridge
    agreement: Agreement


def fit_readout(model: OpenedModel, train: Split, test: Split) -> FittedReadout:
    """Have the network look at all of `train` and `test`, and fit the readout to the former.

    Raises:
        AttributionError: the network computes something that is no number.
    """
    seen, _ = features(model, train.images)
    ridge = fit(seen, train.labels)
    unseen, answers = features(model, test.images)
    agrees = agreement(ridge, unseen, answers.argmax(axis=1), test.labels)
    return FittedReadout(train.indices, train.labels, seen, scale_of(seen), ridge, agrees)


def to_arrays(fitted: FittedReadout) -> Arrays:
    """All its numbers, as arrays with names."""
    agrees = np.array(list(asdict(fitted.agreement).values()))
    own = {name: getattr(fitted, name) for name in _OWN}
    return {**own, **_ridge_arrays(fitted.ridge), "agreement": agrees}


def from_arrays(arrays: Arrays) -> FittedReadout:
    """The readout whose numbers `to_arrays` gave.

    Raises:
        ValueError, KeyError: these are not such arrays.
    """
    n, d = arrays["features"].shape
    shapes = {
        "indices": (n,),
        "labels": (n,),
        "scale": (d,),
        "mean": (d,),
        "targets_mean": (CLASSES,),
        "directions": (d, d),
        "strengths": (d,),
        "penalty": (),
        "coefficients": (d, CLASSES),
        "residuals": (n, CLASSES),
        "leverages": (n,),
        "agreement": (len(fields(Agreement)),),
    }
    if any(arrays[name].shape != shape for name, shape in shapes.items()):
        raise ValueError("arrays that don't belong together")
    ridge = {each.name: arrays[each.name].astype(np.float64) for each in fields(Ridge)}
    penalty = float(ridge.pop("penalty"))
    return FittedReadout(
        indices=arrays["indices"].astype(np.int32),
        labels=arrays["labels"].astype(np.uint8),
        features=arrays["features"].astype(np.float32, copy=False),
        scale=arrays["scale"].astype(np.float32),
        ridge=Ridge(penalty=penalty, **ridge),
        agreement=Agreement(*(int(count) for count in arrays["agreement"])),
    )


_OWN = ("indices", "labels", "features", "scale")


def _ridge_arrays(ridge: Ridge) -> Arrays:
    return {each.name: np.asarray(getattr(ridge, each.name)) for each in fields(Ridge)}
