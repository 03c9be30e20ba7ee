"""A LiteRT file that gives what each layer of a trained network makes of a picture."""

from pathlib import Path

import keras

from fashion_model.files import produce_atomically

_SHOWN = (
    keras.layers.Conv2D,
    keras.layers.Activation,
    keras.layers.MaxPooling2D,
    keras.layers.AveragePooling2D,
)


def with_feature_maps(network: keras.Model) -> keras.Model:
    """Return `network` up to its last map, with one output, (n, side, side, channels), a layer.

    Outputs carry their layers' names. Batch norm has none of its own: the activation after it
    shows the same patterns.
    """
    outputs = {layer.name: layer.output for layer in network.layers if isinstance(layer, _SHOWN)}
    return keras.Model(network.inputs[0], outputs)


def export_feature_maps(model_path: Path, into: Path) -> None:
    """Write the feature maps of the `.keras` file `model_path` to the LiteRT file `into`."""
    model = with_feature_maps(keras.models.load_model(model_path, compile=False))
    produce_atomically(into, lambda path: model.export(path, format="litert", verbose=False))
