"""The layers of the planned network one below the other: drawn to scale, with their numbers."""

import base64
import math

import streamlit as st

from fashion_model.config import ConfigError
from fashion_model.config.layers import Layer, count_multiply_adds, count_parameters, layer_table
from fashion_model.words import count, plain
from ui import layout, plan

_UNIT = 1.1  # pixels of the drawing for one pixel of a map
_WIDTH = 62
_COLOURS = {
    "input": "#8a94a6",
    "convolution": "#4f7fc4",
    "max pooling": "#7aa68f",
    "average pooling": "#7aa68f",
    "flatten": "#8a94a6",
    "dense": "#b98a5a",
    "softmax": "#9a6fb0",
}
_PASSED_ON = ("batch norm", "activation", "dropout")
"""Layers that change numbers and leave the shape as it is: drawn as a thin sheet."""


def draw() -> None:
    """Draw the planned network's layers and sums, and the button that trains it."""
    network = plan.network()
    st.markdown(
        f"**{count(count_parameters(network))}** parameters  \n"
        f"**{count(count_multiply_adds(network))}** multiply-adds a picture",
        help="**Parameters** are the numbers the network learns. A **multiply-add** is one "
        "multiplication and one addition: the work for one picture, on its way through.",
    )
    error = None
    try:
        plan.config()
    except ConfigError as problem:
        error = problem
        st.error(f"{plain(str(problem))} Nothing you built is lost.", icon=":material/error:")
    if st.button(
        "Train this network",
        key="train_network",
        type="primary",
        icon=":material/model_training:",
        disabled=error is not None,
    ):
        layout.go_to_form()
    st.html(_table(layer_table(network)))


def _table(layers: list[Layer]) -> str:
    rows = "".join(
        f'<tr><td><img src="{_box(layer)}" alt=""></td>'
        f"<th scope='row'>{_name(layer)}<span>{shape(layer)}</span></th>"
        f"<td>{_number(layer.parameters)}</td><td>{_number(layer.multiply_adds)}</td></tr>"
        for layer in layers
    )
    parameters = count(sum(layer.parameters for layer in layers))
    work = count(sum(layer.multiply_adds for layer in layers))
    return (
        '<table class="net"><caption style="caption-side:bottom;text-align:left;font-size:0.875rem;'
        'padding-top:0.5rem">A box is as high as its map, and the wider, the more maps.</caption>'
        "<thead><tr><td></td><th scope='col'>Layer</th><th scope='col'>Para&shy;meters</th>"
        "<th scope='col'>Multiply-adds</th></tr></thead>"
        f"<tbody>{rows}</tbody><tfoot><tr><td></td><th scope='row'>In all</th>"
        f"<td>{parameters}</td><td>{work}</td></tr></tfoot></table>"
    )


def _name(layer: Layer) -> str:
    """Return what visitors call a layer: `Convolution 1`, `relu 1`, `Softmax`."""
    kind = layer.name.rstrip("0123456789")
    number = layer.name.removeprefix(kind)
    word = kind if layer.kind == "activation" else layer.kind.capitalize()
    return f"{word} {number}".strip()


def shape(layer: Layer) -> str:
    """Return the shape of a layer's output: `28 × 28 × 32`, or `128 numbers`."""
    if len(layer.shape) == 1:
        return f"{count(layer.shape[0])} numbers"
    return " × ".join(map(str, layer.shape))


def _number(value: int) -> str:
    return count(value) if value else "–"


def _box(layer: Layer) -> str:
    """Return the drawing of one layer's output as the address of an SVG."""
    side, channels = (
        (layer.shape[0], layer.shape[2]) if len(layer.shape) == 3 else (1, layer.shape[0])
    )
    width = 6 + 4 * math.log2(channels)
    if layer.kind in _PASSED_ON:
        body, height = f'<rect y="3" width="{width:.1f}" height="5" rx="1" fill="#8a94a6"/>', 11.0
    else:
        body, height = _cuboid(width, max(side * _UNIT, 4), _COLOURS[layer.kind])
    size = f'width="{_WIDTH}" height="{height:.0f}"'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{body}</svg>'
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode("ascii")


def _cuboid(width: float, height: float, colour: str) -> tuple[str, float]:
    """Return an oblique box and how high the drawing gets: front, top and right face."""
    back = 0.32 * height
    w, h = width, height
    faces = [
        (f"0,{back} {w},{back} {w},{back + h} 0,{back + h}", 1.0),
        (f"0,{back} {back},0 {w + back},0 {w},{back}", 0.6),
        (f"{w},{back} {w + back},0 {w + back},{h} {w},{back + h}", 0.8),
    ]
    drawn = "".join(
        f'<polygon points="{points}" fill="{colour}" fill-opacity="{opacity}" '
        'stroke="#fff" stroke-width="0.7"/>'
        for points, opacity in faces
    )
    return drawn, back + h + 1
