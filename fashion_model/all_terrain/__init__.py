"""Train the all-terrain model from Fashion-MNIST, people's own pictures and invented ones."""
