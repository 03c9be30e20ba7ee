"""The only place that imports Keras: build, train, export."""

from fashion_model import keras_settings

# Before all else, because what Keras was told at its import can't be taken back.
with keras_settings.undisturbed(keras_settings.chosen_backend()):
    import keras
keras_settings.settle(keras.config)

from fashion_model.network.build import build  # noqa: E402
from fashion_model.network.finetune import fine_tune  # noqa: E402
from fashion_model.network.sharing import Compiled  # noqa: E402
from fashion_model.network.train import train, train_in_turns  # noqa: E402

__all__ = ["Compiled", "build", "fine_tune", "keras", "train", "train_in_turns"]
