"""Train the all-terrain model from Fashion-MNIST, people's own pictures and invented ones."""

STAGES = ("find", "paint", "name", "polish", "special", "trust")  # of the recipe, in their order
