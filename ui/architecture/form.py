"""The form that builds a network, block by block.

The planned network is kept in `ui/plan.py` alone: every widget here is set to what that says
before it is drawn, and writes to it when it is changed.
"""

from typing import Any

import streamlit as st

from fashion_model.config import (
    ACTIVATIONS,
    BOUNDS,
    MAX_BLOCKS,
    MAX_DENSE,
    POOLINGS,
    PRESETS,
    ConvBlock,
)
from ui import plan
from ui.architecture import edits

POOLING_WORDS = {"max": "Max", "average": "Average", "none": "None"}


def presets() -> None:
    """Draw what to start from, and the way back to it."""
    network = plan.network()
    same = [name for name in PRESETS if plan.network_of(PRESETS[name]) == network]
    edits.show("network_preset", same[0] if same else None)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.segmented_control(
            "Start from",
            list(PRESETS),
            format_func=str.capitalize,
            key="network_preset",
            persist_state="session",
            on_change=edits.take_preset,
            help="A ready network to change as you like. Quick is small and fast, Classic comes "
            "from the textbook, Broad has more filters, Deep more layers as well.",
        )
        st.button(
            f"Reset to {st.session_state['preset'].capitalize()}",
            key="reset_network",
            icon=":material/restart_alt:",
            on_click=edits.reset,
        )


def blocks() -> None:
    """Draw the convolution blocks, each with its settings."""
    ids, planned = edits.parts("block")
    for place, (number, block) in enumerate(zip(ids, planned, strict=True)):
        with st.container(border=True, key=f"block_{number}", gap="xsmall"):
            _head(f"Block {place + 1}", "block", number, place, len(planned))
            with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
                _block(number, block)
    st.button(
        "Add a block",
        key="add_block",
        icon=":material/add:",
        on_click=edits.add,
        args=("block",),
        disabled=len(planned) >= MAX_BLOCKS,
        help=f"At most {MAX_BLOCKS} blocks.",
    )


def _block(number: int, block: ConvBlock) -> None:
    """Draw the settings of one block."""
    st.number_input(
        "Filters",
        1,
        int(BOUNDS["filters"][1]),
        step=8,
        width=128,
        help="How many patterns this block looks for. More filters see more, and cost more work.",
        **_bound(number, "filters", block.filters),
    )
    st.selectbox(
        "Kernel",
        range(1, int(BOUNDS["kernel"][1]) + 1),
        format_func=lambda side: f"{side} × {side}",
        width=104,
        help="The size of each filter in pixels: how much of the picture it sees at once.",
        **_bound(number, "kernel", block.kernel),
    )
    st.selectbox(
        "Stride",
        range(1, int(BOUNDS["stride"][1]) + 1),
        width=84,
        help="How many pixels the filter moves on at each step. 2 halves the picture's sides.",
        **_bound(number, "stride", block.stride),
    )
    st.selectbox(
        "Pooling",
        POOLINGS,
        format_func=lambda name: POOLING_WORDS[name],
        width=118,
        help="Makes the picture half as wide and half as high: of each 2 × 2 numbers it keeps "
        "the largest (max) or the mean (average).",
        **_bound(number, "pooling", block.pooling),
    )
    st.toggle(
        "Batch norm",
        help="Brings the block's numbers to one scale: learning becomes faster and steadier.",
        **_bound(number, "batch_norm", block.batch_norm),
    )


def _bound(number: int, name: str, value: object) -> dict[str, Any]:
    """Return how the widget for `name` of a block is tied to the plan; it then shows `value`."""
    key = f"block_{number}_{name}"
    edits.show(key, value)
    return {
        "key": key,
        "persist_state": "session",
        "on_change": edits.change_block,
        "args": (number, name),
    }


def dense() -> None:
    """Draw the dense layers."""
    ids, planned = edits.parts("dense")
    for place, (number, units) in enumerate(zip(ids, planned, strict=True)):
        with st.container(border=True, key=f"dense_{number}", gap="xsmall"):
            _head(f"Dense layer {place + 1}", "dense", number, place, len(planned))
            key = f"dense_{number}_units"
            edits.show(key, units)
            st.number_input(
                "Units",
                1,
                int(BOUNDS["dense"][1]),
                step=16,
                key=key,
                persist_state="session",
                width=128,
                on_change=edits.change_dense,
                args=(number,),
                help="How many weighted sums this layer forms of everything before it.",
            )
    st.button(
        "Add a dense layer",
        key="add_dense",
        icon=":material/add:",
        on_click=edits.add,
        args=("dense",),
        disabled=len(planned) >= MAX_DENSE,
        help=f"At most {MAX_DENSE} dense layers.",
    )


def common() -> None:
    """Draw what holds for the whole network: activation and dropout."""
    network = plan.network()
    edits.show("network_activation", network.activation)
    edits.show("network_dropout", network.dropout)
    with st.container(horizontal=True, gap="medium"):
        st.selectbox(
            "Activation",
            ACTIVATIONS,
            key="network_activation",
            persist_state="session",
            width=160,
            on_change=edits.change_common,
            help="A bend that every number passes after each layer. Without it many layers would "
            "be no better than one. All five are drawn further down.",
        )
        st.slider(
            "Dropout",
            0.0,
            0.8,
            step=0.05,
            key="network_dropout",
            persist_state="session",
            width=280,
            on_change=edits.change_common,
            help="This share of the numbers before the last layer is left out at random in every "
            "step of the training, so that the network cannot rely on a single detail.",
        )


def _head(title: str, kind: edits.Kind, number: int, place: int, count: int) -> None:
    """Draw the title of a block or a dense layer with its buttons: up, down, remove."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{title}**", width="stretch")
        for label, icon, by in (("Up", "arrow_upward", -1), ("Down", "arrow_downward", 1)):
            st.button(
                label,
                key=f"{kind}_{number}_{label.lower()}",
                icon=f":material/{icon}:",
                type="tertiary",
                disabled=not 0 <= place + by < count,
                on_click=edits.move,
                args=(kind, number, by),
            )
        st.button(
            "Remove",
            key=f"{kind}_{number}_remove",
            icon=":material/delete:",
            type="tertiary",
            on_click=edits.remove,
            args=(kind, number),
        )
