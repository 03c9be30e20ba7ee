"""One picture, so large that each of its 784 pixels carries its number.

A component of its own: a chart of as many cells takes the browser half a second, this one a few
milliseconds, and on a narrow screen, where no number fits, it tells the one that is tapped.
"""

from pathlib import Path

import numpy as np
import streamlit as st
from numpy.typing import NDArray

_HERE = Path(__file__).parent
_HTML = (
    '<div class="pixels"><div class="grid" role="application" tabindex="0"></div>'
    '<output aria-live="polite"></output></div>'
)
_CSS = (_HERE / "pixels.css").read_text(encoding="utf-8")
_JS = (_HERE / "pixels.js").read_text(encoding="utf-8")


def draw(image: NDArray[np.uint8], *, name: str, key: str) -> None:
    """Draw `image`, (28, 28), with its values; `name` says what it shows."""
    component = st.components.v2.component("pixels", html=_HTML, css=_CSS, js=_JS)
    component(key=key, data={"values": image.ravel().tolist(), "name": name})
