"""Invented drawings of the ten kinds, and of other things: there are hardly any real ones."""

from research.doodles.pen import draw, paint

__all__ = ["draw", "paint"]
