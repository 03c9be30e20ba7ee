"""The network that finds the item before a messy background: LiteRT, bundled with the app."""

from __future__ import annotations

import threading
from functools import cache
from pathlib import Path

import numpy as np
from ai_edge_litert.interpreter import Interpreter
from PIL import Image

from fashion_model.images.find import Colours, Mask, main_parts
from fashion_model.settings import ASSETS

FINDER_PATH = ASSETS / "all_terrain" / "finder.tflite"
FINDER_SIDE = 96  # pixels along each edge of what it sees


class Finder:
    """Says for each pixel of a photo how likely it belongs to the item. Safe between threads."""

    def __init__(self, path: Path) -> None:
        """Load a `.tflite` file: float32 (1, 96, 96, 3) in 0–1 to (1, 96, 96, 1) in 0–1."""
        self._interpreter = Interpreter(model_content=path.read_bytes(), num_threads=1)
        self._interpreter.allocate_tensors()
        self._input = int(self._interpreter.get_input_details()[0]["index"])
        self._output = int(self._interpreter.get_output_details()[0]["index"])
        self._lock = threading.Lock()

    def find(self, colours: Colours) -> Mask:
        """The item in `colours`, float32 (height, width, 3) in 0–255: bool (height, width)."""
        height, width = colours.shape[:2]
        picture = Image.fromarray(np.rint(colours).astype(np.uint8))
        small = picture.resize((FINDER_SIDE, FINDER_SIDE), Image.Resampling.BOX)
        with self._lock:
            inputs = np.asarray(small, np.float32)[np.newaxis] / np.float32(255)
            self._interpreter.set_tensor(self._input, inputs)
            self._interpreter.invoke()
            likely = self._interpreter.get_tensor(self._output)[0, :, :, 0].copy()
        whole = Image.fromarray(likely).resize((width, height), Image.Resampling.BICUBIC)
        return main_parts(np.asarray(whole) > 0.5)


@cache
def bundled_finder() -> Finder:
    """The finder that comes with the app, loaded once."""
    return Finder(FINDER_PATH)
