"""How Keras computes for us, whatever other projects of the same user ask of it.

Keras reads `keras.json` from `KERAS_HOME`, else from `~/.keras`, and some of the environment. All
projects of a user share both, and most of what may stand there breaks our trainings or changes
their numbers. `fashion_model.network` imports Keras as it is said here, a run's `config.json` tells
it, and the notebook quotes it. Imports no Keras itself.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

KERAS_SETTINGS: dict[str, Any] = {
    "backend": "tensorflow",
    "image_data_format": "channels_last",
    "floatx": "float32",
    "epsilon": 1e-7,
}

# Each can break a training, end it early, or change how sums are rounded.
_FOREIGN = (
    "KERAS_MAX_EPOCHS",
    "KERAS_MAX_STEPS_PER_EPOCH",
    "KERAS_NNX_ENABLED",
    "TF_DETERMINISTIC_OPS",
    "TF_ENABLE_ONEDNN_OPTS",
    "TF_FUNCTION_JIT_COMPILE_DEFAULT",
    "TF_JIT_COMPILE_REWRITE",
    "TF_USE_LEGACY_KERAS",
    "TF_XLA_FLAGS",
    "ONEDNN_DEFAULT_FPMATH_MODE",
    "ONEDNN_MAX_CPU_ISA",
    "DNNL_DEFAULT_FPMATH_MODE",
    "DNNL_MAX_CPU_ISA",
)


@contextmanager
def undisturbed(backend: str) -> Iterator[None]:
    """Import Keras within this: it computes on `backend` and finds no settings of others."""
    for variable in _FOREIGN:
        os.environ.pop(variable, None)
    # A home that is no folder: nothing can be read there, nor written.
    ours = {"KERAS_BACKEND": backend, "KERAS_HOME": os.__file__}
    theirs = {variable: os.environ.get(variable) for variable in ours}
    os.environ.update(ours)
    try:
        yield
    finally:  # in the home of the user data sets may lie
        for variable, value in theirs.items():
            del os.environ[variable]
            if value is not None:
                os.environ[variable] = value


def settle(config: Any) -> None:
    """Give `keras.config` our settings, which are its own unless it was imported before."""
    config.set_image_data_format(KERAS_SETTINGS["image_data_format"])
    config.set_floatx(KERAS_SETTINGS["floatx"])
    config.set_epsilon(KERAS_SETTINGS["epsilon"])


_backend = str(KERAS_SETTINGS["backend"])


def compute_on(backend: str) -> None:
    """Have this process use another backend, on purpose; before Keras is imported."""
    global _backend
    _backend = backend


def chosen_backend() -> str:
    """What Keras is to compute on in this process."""
    return _backend
