"""The ten kinds of clothing, in Fashion-MNIST's own order."""

CLASS_NAMES: tuple[str, ...] = (
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
)
CLASSES = len(CLASS_NAMES)
NONE = CLASSES  # the label of what is none of the ten, where a network tells that, too
ANSWER_NAMES: tuple[str, ...] = (*CLASS_NAMES, "none of the ten")
SIDE = 28  # pixels along each edge of a picture
TRAINING_PICTURES = 60_000  # of the official collection; those for validation are among them
