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
SIDE = 28  # pixels along each edge of a picture
