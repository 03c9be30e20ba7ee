"""Folders of Keras as other projects leave them: each with a `keras.json` of its own."""

import json
from pathlib import Path

HOSTILE: dict[str, str | None] = {
    "channels first": json.dumps({"image_data_format": "channels_first"}),
    "torch, half numbers": json.dumps({"backend": "torch", "floatx": "float16"}),
    "all at once": json.dumps(
        {
            "backend": "theano",
            "image_data_format": "channels_first",
            "floatx": "float64",
            "epsilon": 1,
            "nnx_enabled": True,
        }
    ),
    "no JSON": "{'floatx'",
    "a list": "[]",
    "unreadable": None,
}
"""What stands in the file, by what is wrong with it; None: it is a folder."""


def keras_home(folder: Path, content: str | None) -> Path:
    """Make a folder of Keras with that `keras.json`."""
    folder.mkdir()
    file = folder / "keras.json"
    if content is None:
        file.mkdir()
    else:
        file.write_text(content)
    return folder
