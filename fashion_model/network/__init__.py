"""The only place that imports Keras: build, train, export."""

from fashion_model.network.build import build
from fashion_model.network.teach import teach
from fashion_model.network.train import train

__all__ = ["build", "teach", "train"]
