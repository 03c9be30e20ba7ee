"""What ours are measured against: the network of Keras's own tutorial, trained by its recipe.

F. Chollet, *Simple MNIST convnet*, https://keras.io/examples/vision/mnist_convnet/
"""

import math

import keras

from fashion_model.labels import CLASSES, SIDE

BATCH_SIZE = 128


def build_stock(seed: int) -> keras.Model:
    """The network, compiled. Input float32 `(n, 28, 28, 1)` in 0–1, output `(n, 10)`."""
    keras.utils.set_random_seed(seed)
    layers = keras.layers
    network = keras.Sequential(
        [
            keras.Input((SIDE, SIDE, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dropout(0.5),
            layers.Dense(CLASSES, activation="softmax"),
        ]
    )
    network.compile(
        loss="categorical_crossentropy",
        optimizer=keras.optimizers.Adam(1e-3),
        metrics=["accuracy"],
    )
    return network


def count_multiply_adds(network: keras.Model) -> int:
    """Multiply-adds of one picture's way through convolutions and dense layers, forwards."""
    count = 0
    for layer in network.layers:
        if isinstance(layer, keras.layers.Conv2D):
            count += math.prod(layer.kernel.shape) * math.prod(layer.output.shape[1:3])
        elif isinstance(layer, keras.layers.Dense):
            count += math.prod(layer.kernel.shape)
    return count
