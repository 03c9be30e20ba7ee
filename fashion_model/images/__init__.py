"""Pictures from strangers: decode them safely, prepare them for a network."""

from fashion_model.images.decode import decode, decode_array
from fashion_model.images.error import ImageError
from fashion_model.images.prepare import Prepared, Step, prepare

__all__ = ["ImageError", "Prepared", "Step", "decode", "decode_array", "prepare"]
