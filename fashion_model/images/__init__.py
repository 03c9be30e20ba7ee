"""Pictures from strangers: decode them safely, prepare them for a network."""

from fashion_model.images.decode import decode, decode_array, decode_file
from fashion_model.images.error import ImageError
from fashion_model.images.prepare import Prepared, prepare
from fashion_model.images.stage import Kind, Switches

__all__ = [
    "ImageError",
    "Kind",
    "Prepared",
    "Switches",
    "decode",
    "decode_array",
    "decode_file",
    "prepare",
]
