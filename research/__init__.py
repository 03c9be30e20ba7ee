"""Train the all-terrain model from Fashion-MNIST, people's own pictures and invented ones."""

STAGES = (
    "segment",
    "render",
    "train",
    "finetune",
    "expert",
    "calibrate",
)  # of the recipe, in their order

BACKENDS = ("tensorflow", "torch", "jax")
"""What Keras may train on here, if that is installed; only the first can write a model's files."""
