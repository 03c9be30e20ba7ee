"""A picture with a frame to move about, and the numbers inside it: raw and normalised.

Moving the frame happens in the browser alone, so the numbers follow the finger at once.
"""

from pathlib import Path

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from ui import pictures

_HERE = Path(__file__).parent
_HTML = (_HERE / "magnifier.html").read_text(encoding="utf-8")
_CSS = (_HERE / "magnifier.css").read_text(encoding="utf-8")
_JS = (_HERE / "magnifier.js").read_text(encoding="utf-8")


def draw(picture: NDArray[np.uint8], name: str, *, key: str) -> None:
    """Draw `picture`, (28, 28), and the numbers of the 8 × 8 pixels in its frame."""
    component = st.components.v2.component("magnifier", html=_HTML, css=_CSS, js=_JS)
    component(
        key=key,
        data={
            "png": pictures.data_uri(pictures.png(picture)),
            "pixels": picture.ravel().tolist(),
            "name": name,
        },
    )
