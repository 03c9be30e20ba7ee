"""A picture to choose, and what each layer of a trained network makes of it."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from fashion_model import images
from fashion_model.arrays import UInt8Array
from fashion_model.config import TrainConfig
from fashion_model.config.layers import Layer, layer_table, receptive_fields
from fashion_model.labels import CLASS_NAMES, SIDE
from fashion_model.words import plain, several
from ui import errors
from ui.elements import gallery
from ui.models import chosen_run, resources
from ui.state import DRAWING_PIXELS, Slot

_CHOSEN: Slot[int] = Slot("explained_picture", 9)
"""Its place among the ten examples; one more is the visitor's drawing. First: an ankle boot."""
_CLICKED: Slot[bool] = Slot("explained_picture_clicked", False)
"""Whether another picture was chosen just now."""
_SILENT = 0.05  # of the strongest answer
TILES = 32
"""Maps shown of a layer: all of the first one's, and as many of those that have more."""
_WORDS = {
    "convolution": "Fresh from the filters: **grey** is zero, **white** says the pattern is here, "
    "**black** says its opposite is.",
    "activation": "After the activation only what fits is left: the brighter, the better the "
    "pattern fits there; **black** means it does not.",
    "max pooling": "Of each 2 × 2 numbers only the largest stays: half as wide and high, and it "
    "matters less where exactly a pattern was.",
}
_EARLY = (
    "**Early layers** look for simple things: edges, corners, light and dark areas. You still "
    "recognise the picture."
)
_MIDDLE = "**Middle layers** combine edges into parts: a sleeve, a strap, a heel, a patch of cloth."
_LATE = (
    "**Late layers** answer coarse questions about almost the whole picture, such as “long "
    "sleeves?” or “a sole below?”. We can no longer see what; the last layers can."
)


def choose_picture() -> None:
    """Draw the examples and the visitor's drawing; a click on one shows it everywhere."""
    if _CLICKED.get():
        _CLICKED.clear()
        st.rerun()  # what the layers see of it stands elsewhere on the page
    drawing = DRAWING_PIXELS.get()
    if drawing is not None:
        with errors.show_errors():
            _prepared(drawing)
    shown, names = _offered()
    gallery.draw(
        shown,
        names,
        label="Pictures to choose from",
        key="explained_pictures",
        chosen=min(_CHOSEN.get(), len(names) - 1),
        across=5,
        on_click=_choose,
        private=drawing is not None,
    )
    if drawing is None:
        st.caption("What you draw on the page Classify stands here too.")


def picture() -> tuple[UInt8Array, str]:
    """Return the chosen picture, (28, 28), and its name."""
    shown, names = _offered()
    chosen = min(_CHOSEN.get(), len(names) - 1)
    return shown[chosen], names[chosen]


def _choose(number: int) -> None:
    _CHOSEN.set(number)
    _CLICKED.set(True)


def _offered() -> tuple[UInt8Array, list[str]]:
    """Return what may be chosen, (n, 28, 28), and its names; a drawing only if it can be read."""
    shown, names = _examples(), list(CLASS_NAMES)
    drawing = DRAWING_PIXELS.get()
    if drawing is not None:
        try:
            shown = np.concatenate([shown, _prepared(drawing)[np.newaxis]])
        except images.ImageError:  # told where one chooses
            return shown, names
        names.append("Your drawing")
    return shown, names


@st.cache_data(show_spinner=False)
def _examples() -> UInt8Array:
    """Return one test picture of each kind, (10, 28, 28)."""
    split = resources.examples()
    return split.images[[int(np.argmax(split.labels == k)) for k in range(len(CLASS_NAMES))]]


@st.cache_data(show_spinner=False, max_entries=1, scope="session")
def _prepared(drawing: UInt8Array) -> UInt8Array:
    """Return the `drawing`, RGBA, as the network sees it."""
    return images.prepare(images.decode_array(drawing)).picture


def draw() -> None:
    """Draw the maps of one layer for the picture chosen at the top."""
    shown, name = picture()
    run = chosen_run.with_network()
    maps = resources.opened(run).maps(shown)
    layers = {layer.name: layer for layer in layer_table(run.config) if layer.name in maps}
    if not layers:
        st.caption(f"{plain(run.name)} has no convolution, so nothing in it is a picture any more.")
        return
    chosen = _choose_layer(layers)
    channels = chosen.shape[2]
    sheets = _sheets(maps[chosen.name])
    st.markdown(_explanation(chosen, run.config))
    gallery.draw(
        sheets,
        [f"Map {number + 1} of {channels} after {_title(chosen)}" for number in range(len(sheets))],
        label=f"What the layer {_title(chosen)} makes of the picture: {name}",
        key="feature_maps",
        tile=104,
        private=True,  # it may be a drawing
    )
    rest = f" The first {len(sheets)} are shown." if channels > len(sheets) else ""
    st.markdown(sentence(maps[chosen.name], name))
    st.caption(
        f"{several(channels, 'map')} of {chosen.shape[0]} × {chosen.shape[1]} numbers, one from "
        f"each filter.{rest} Made by {plain(run.name)}."
    )


def _choose_layer(layers: dict[str, Layer]) -> Layer:
    """Draw the slider over `layers`, and return the one chosen: first the first activation."""
    if st.session_state.get("map_layer") not in layers:  # of a network with other layers
        st.session_state["map_layer"] = next(
            (name for name in layers if name.endswith("1") and layers[name].kind == "activation"),
            next(iter(layers)),
        )
    return layers[
        st.select_slider(
            "After which layer?",
            list(layers),
            format_func=lambda key: _title(layers[key]),
            key="map_layer",
            persist_state="session",
            help="From the first layer on the left to the last one that still has pictures.",
        )
    ]


def sentence(maps: NDArray[np.float32], name: str) -> str:
    """Say which of a layer's `maps`, (channels, side, side), answer to the picture `name`."""
    strongest = np.abs(maps).max(axis=(1, 2))
    silent = int((strongest < _SILENT * strongest.max()).sum())
    quiet = "all answer somewhere"
    if silent:
        quiet = f"{silent} of {len(maps)} hardly answer{'s' if silent == 1 else ''} at all"
    return (
        f"Shown this picture ({name}), map {int(strongest.argmax()) + 1} answers most strongly, "
        f"and {quiet}: each filter has a pattern of its own."
    )


def _title(layer: Layer) -> str:
    kind = layer.name.rstrip("0123456789")
    return (
        f"{ {'conv': 'convolution', 'pool': 'pooling'}.get(kind, kind) } {layer.name[len(kind) :]}"
    )


def _explanation(layer: Layer, config: TrainConfig) -> str:
    """Return what the maps of `layer` show, how far they look, and what such layers look for."""
    field = min(receptive_fields(config)[layer.name], SIDE)
    seen = f"Each number has seen **{field} × {field}** pixels of the picture."
    depth = _EARLY if field < 8 else _MIDDLE if field < 20 else _LATE
    return f"{_WORDS.get(layer.kind, '')} {seen}\n\n{depth}"


def _sheets(maps: NDArray[np.float32]) -> UInt8Array:
    """Return the first maps, (channels, side, side), as pictures, (n, 28, 28), on one scale.

    Maps with negative numbers have zero in the middle of the scale, others at its dark end.
    """
    shown = maps[:TILES]
    most = max(float(np.abs(shown).max()), 1e-9)
    grey = (shown / most + 1) / 2 if shown.min() < 0 else np.sqrt(shown / most)
    nearest = np.arange(SIDE) * maps.shape[1] // SIDE
    return (255 * grey[:, nearest][:, :, nearest]).round().astype(np.uint8)
