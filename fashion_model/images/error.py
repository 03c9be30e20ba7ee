"""The one way in which a picture can be refused."""

from __future__ import annotations


class ImageError(ValueError):
    """A picture cannot be used; the message is one sentence for the visitor."""


DAMAGED = "This picture file is damaged; please save or export it again and try the new copy."
EMPTY = "This file is empty; please choose a file that holds a picture."
