"""The form that builds a network, block by block.

The planned network is kept in `ui/plan.py` alone: every widget here is set to what that says
before it is drawn, and writes to it when it is changed.
"""

from typing import Any

import streamlit as st

from fashion_model.config import (
    MAX_BLOCKS,
    MAX_DENSE,
    PRESETS,
    SETTINGS,
    ConvBlock,
    Number,
    choice,
    number,
)
from ui import plan
from ui.architecture import edits
from ui.elements import setting, whole_number


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
    for place, (block_id, block) in enumerate(zip(ids, planned, strict=True)):
        with st.container(border=True, key=f"block_{block_id}", gap="xsmall"):
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.markdown(f"**Block {place + 1}**", width="stretch")
                _batch_norm(block_id, block)
                _moves("block", block_id, place, len(planned))
            with st.container(key=f"settings_{block_id}"):
                _block(block_id, block)
            whole_number.say_refused(f"block_{block_id}_filters")


def _block(block_id: int, block: ConvBlock) -> None:
    """Draw the settings of the block with the id `block_id`."""
    filters = number("blocks.filters")
    whole_number.draw(filters, filters.label, **_bound(block_id, "filters", block.filters))
    st.selectbox(
        "Filter size",
        _all(number("blocks.kernel")),
        format_func=lambda side: f"{side} × {side}",
        **_bound(block_id, "kernel", block.kernel),
    )
    st.selectbox(
        "Stride",
        _all(number("blocks.stride")),
        **_bound(block_id, "stride", block.stride),
    )
    pooling = choice("blocks.pooling")
    st.selectbox(
        pooling.label,
        list(pooling.words),
        format_func=lambda name: pooling.words[name],
        **_bound(block_id, "pooling", block.pooling),
    )


def _batch_norm(block_id: int, block: ConvBlock) -> None:
    st.toggle("Batch norm", **_bound(block_id, "batch_norm", block.batch_norm))


def _all(declared: Number) -> range:
    """Every whole number that may be chosen."""
    return range(int(declared.low), int(declared.high) + 1)


def _bound(block_id: int, name: str, value: object) -> dict[str, Any]:
    """Return how the widget for `name` of a block is tied to the plan; it then shows `value`."""
    key = f"block_{block_id}_{name}"
    edits.show(key, value)
    return {
        "key": key,
        "persist_state": "session",
        "on_change": edits.change_block,
        "args": (block_id, name),
        "help": SETTINGS[f"blocks.{name}"].help,
    }


def dense() -> None:
    """Draw the dense layers."""
    ids, planned = edits.parts("dense")
    for place, (layer, units) in enumerate(zip(ids, planned, strict=True)):
        edits.show(f"dense_{layer}_units", units)
        with st.container(border=True, key=f"dense_{layer}"):
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                _dense(layer, place)
                _moves("dense", layer, place, len(planned))
            whole_number.say_refused(f"dense_{layer}_units")


def _dense(layer: int, place: int) -> None:
    """Draw the number of units of the dense layer with the id `layer`."""
    declared = number("dense")
    st.markdown(f"**Dense layer {place + 1}**", width="content")
    whole_number.draw(
        declared,
        declared.label,
        f"dense_{layer}_units",
        persist_state="session",
        width=128,
        on_change=edits.change_dense,
        args=(layer,),
        label_visibility="collapsed",
    )
    st.markdown("units", width="stretch", help=declared.help)


def add() -> None:
    """Draw the buttons that add a block or a dense layer."""
    network = plan.network()
    with st.container(horizontal=True, gap="small"):
        st.button(
            "Add a block",
            key="add_block",
            icon=":material/add:",
            on_click=edits.add,
            args=("block",),
            disabled=len(network.blocks) >= MAX_BLOCKS,
            help=f"At most {MAX_BLOCKS} blocks.",
        )
        st.button(
            "Add a dense layer",
            key="add_dense",
            icon=":material/add:",
            on_click=edits.add,
            args=("dense",),
            disabled=len(network.dense) >= MAX_DENSE,
            help=f"At most {MAX_DENSE} dense layers.",
        )


def common() -> None:
    """Draw what holds for the whole network: activation and dropout."""
    network = plan.network()
    edits.show("network_activation", network.activation)
    edits.show("network_dropout", network.dropout)
    with st.container(horizontal=True, gap="medium"):
        setting.draw(
            "activation",
            "network_activation",
            words="All five are drawn below.",
            width=160,
            on_change=edits.change_common,
        )
        setting.draw("dropout", "network_dropout", width=280, on_change=edits.change_common)


def _moves(kind: edits.Kind, part: int, place: int, count: int) -> None:
    """Draw the buttons of a block or a dense layer: up, down, remove."""
    with st.container(key=f"moves_{kind}_{part}", horizontal=True, gap="xsmall", width="content"):
        for label, icon, by in (("Up", "arrow_upward", -1), ("Down", "arrow_downward", 1)):
            st.button(
                label,
                key=f"{kind}_{part}_{label.lower()}",
                icon=f":material/{icon}:",
                type="tertiary",
                disabled=not 0 <= place + by < count,
                on_click=edits.move,
                args=(kind, part, by),
            )
        st.button(
            "Remove",
            key=f"{kind}_{part}_remove",
            icon=":material/delete:",
            type="tertiary",
            on_click=edits.remove,
            args=(kind, part),
        )
