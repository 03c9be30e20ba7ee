"""Fine-tune EfficientNet-Lite0 on views of scenes, without letting it forget what it knew.

Four things are learned at once: the ten kinds and "none of the ten"; drawn or photo; which side is
up; and to say of the thousand concepts of ImageNet what it said before (Li and Hoiem, Learning
without Forgetting, arXiv 1606.09282). What is learned is averaged over the steps, and at the end it
goes only a part of the way from where it came (Wortsman et al., arXiv 2109.01903): that keeps what
is robust in it. Runs on any backend of Keras.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from fashion_model.arrays import FloatArray
from fashion_model.labels import NONE
from fashion_model.network import keras
from fashion_model.photo_expert import QUARTERS
from research.photo_expert import lite0
from research.photo_expert.drawing import Drawing

EPOCHS = 60  # in each about as many views as there are scenes
BATCH = 128
RATE = 5e-4
PART_OF_THE_WAY = 0.8
_DECAY = 1e-4  # of weights, each step a share of the rate
_AVERAGED = 0.998  # of the average stays at each step
_WEIGHTS = {"kinds": 1.0, "photo": 0.2, "turned": 0.4, "concepts": 0.5}  # of the losses
_FASTER = 10.0  # a head, which begins at nothing, learns so much faster than the network

Tell = Callable[[str], None]


def build(weights: lite0.Weights) -> tuple[keras.Model, keras.Model]:
    """What is trained, from views (uint8) to logits of each head, and the network inside it."""
    tuned, known = lite0.build(weights), lite0.build(weights, "before")
    known.trainable = False
    inputs = keras.Input((lite0.SIDE, lite0.SIDE, 3), dtype="uint8")
    photo = keras.layers.Rescaling(1 / 255)(inputs)
    features = tuned(photo)["features"]
    before = known(photo)["features"]
    concepts = keras.layers.Dense(lite0.CONCEPTS, trainable=False, dtype="float32")
    both = [keras.layers.Reshape((1, -1))(concepts(each)) for each in (features, before)]
    concepts.set_weights(list(lite0.concept_head(weights)))
    seen = keras.layers.Dropout(0.2)(features)
    heads = {
        name: keras.layers.Rescaling(_FASTER, dtype="float32", name=name)(
            keras.layers.Dense(many, kernel_initializer="zeros", dtype="float32")(seen)
        )
        for name, many in (("kinds", NONE + 1), ("photo", 2), ("turned", QUARTERS))
    }
    heads["concepts"] = keras.layers.Concatenate(axis=1, dtype="float32", name="concepts")(both)
    return keras.Model(inputs, heads), tuned


def fine_tune(
    weights: lite0.Weights,
    scenes: Path,
    work: Path,
    *,
    seed: int,
    tell: Tell,
    epochs: int = EPOCHS,
    batch: int = BATCH,
) -> list[FloatArray]:
    """The weights of `lite0.build`'s network, fine-tuned on the scenes in a file.

    After each epoch a copy goes to `work`; broken off, it goes on from there, with views of other
    scenes than it would have been shown.
    """
    keras.utils.set_random_seed(seed)
    model, tuned = build(weights)
    with Drawing(scenes, seed) as drawing:
        steps = drawing.steps(batch)
        _compile(model, epochs * steps, min(200, steps))
        model.fit(
            drawing.batches(epochs, steps, batch),
            epochs=epochs,
            steps_per_epoch=steps,
            shuffle=False,  # they come in any order
            callbacks=[keras.callbacks.BackupAndRestore(work), _telling(epochs, tell)],
            verbose=0,
        )
    return [np.asarray(each) for each in tuned.get_weights()]


def _compile(model: keras.Model, steps: int, warming: int) -> None:
    rate = keras.optimizers.schedules.CosineDecay(
        RATE / 10, steps, warmup_target=RATE, warmup_steps=warming
    )
    model.compile(
        keras.optimizers.AdamW(
            rate,
            weight_decay=_DECAY,
            use_ema=True,
            ema_momentum=_AVERAGED,
            global_clipnorm=1.0,
        ),
        loss={
            "kinds": keras.losses.CategoricalCrossentropy(from_logits=True),
            "photo": keras.losses.SparseCategoricalCrossentropy(from_logits=True),
            "turned": keras.losses.SparseCategoricalCrossentropy(from_logits=True),
            "concepts": _drift,
        },
        loss_weights=_WEIGHTS,
    )


def _telling(epochs: int, tell: Tell) -> keras.callbacks.Callback:
    def after(epoch: int, logs: dict[str, float]) -> None:
        sums = ", ".join(f"{name} {value:.3f}" for name, value in logs.items())
        tell(f"fine-tuning: epoch {epoch + 1} of {epochs}; {sums}")

    return keras.callbacks.LambdaCallback(on_epoch_end=after)


def part_of_the_way(weights: lite0.Weights, after: list[FloatArray]) -> keras.Model:
    """A network between what it was and what `fine_tune` made of it."""
    between = lite0.build(weights)
    between.set_weights(
        [
            (1 - PART_OF_THE_WAY) * before + PART_OF_THE_WAY * tuned
            for before, tuned in zip(between.get_weights(), after, strict=True)
        ]
    )
    return between


def _drift(_: keras.KerasTensor, now_and_before: keras.KerasTensor) -> keras.KerasTensor:
    """How far its answers to ImageNet's question are from what they were: Kullback and Leibler."""
    logarithms = keras.ops.log_softmax(now_and_before, axis=-1)
    now, before = logarithms[:, 0], keras.ops.stop_gradient(logarithms[:, 1])
    return keras.ops.sum(keras.ops.exp(before) * (before - now), axis=-1)
