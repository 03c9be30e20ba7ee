"""Changes to the planned network: what the widgets of Architecture do when they are used.

The planned network is kept in `ui/plan.py` alone. Blocks and dense layers have ids, so that a
widget keeps belonging to its block when blocks change places.
"""

from dataclasses import replace
from typing import Any, Literal

import streamlit as st

from fashion_model.config import PRESETS, ConvBlock
from ui import plan
from ui.state import Slot

Kind = Literal["block", "dense"]

_IDS: dict[Kind, Slot[tuple[int, ...]]] = {
    "block": Slot("block_ids", ()),
    "dense": Slot("dense_ids", ()),
}
_NEW: dict[Kind, ConvBlock | int] = {"block": ConvBlock(32), "dense": 64}


def parts(kind: Kind) -> tuple[list[int], list[Any]]:
    """Return the planned blocks, or the units of the dense layers, after their ids."""
    network = plan.network()
    planned: tuple[Any, ...] = network.blocks if kind == "block" else network.dense
    ids = list(_IDS[kind].get()[: len(planned)])
    while len(ids) < len(planned):  # another page, or a preset, planned more
        ids.append(max(ids, default=-1) + 1)
    _IDS[kind].set(tuple(ids))
    return ids, list(planned)


def show(key: str, value: object) -> None:
    """Let the widget `key`, not drawn yet, show `value`."""
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value


def add(kind: Kind) -> None:
    """Put a new one at the end."""
    ids, planned = parts(kind)
    _put(kind, ids, [*planned, _NEW[kind]])


def move(kind: Kind, number: int, by: int) -> None:
    """Let the one with the id `number` change places with its neighbour."""
    ids, planned = parts(kind)
    here = ids.index(number)
    ids.insert(here + by, ids.pop(here))
    planned.insert(here + by, planned.pop(here))
    _put(kind, ids, planned)


def remove(kind: Kind, number: int) -> None:
    """Take the one with the id `number` out."""
    ids, planned = parts(kind)
    here = ids.index(number)
    del ids[here], planned[here]
    _put(kind, ids, planned)


def change_block(number: int, name: str) -> None:
    """Take over what the widget for `name` of a block says."""
    ids, planned = parts("block")
    here = ids.index(number)
    planned[here] = replace(planned[here], **{name: st.session_state[f"block_{number}_{name}"]})
    _put("block", ids, planned)


def change_dense(number: int) -> None:
    """Take over what the widget of a dense layer says."""
    ids, planned = parts("dense")
    planned[ids.index(number)] = st.session_state[f"dense_{number}_units"]
    _put("dense", ids, planned)


def change_common() -> None:
    """Take over activation and dropout."""
    plan.put_network(
        replace(
            plan.network(),
            activation=st.session_state["network_activation"],
            dropout=st.session_state["network_dropout"],
        )
    )


def take_preset() -> None:
    """Plan the network of the preset just chosen; a second click on it changes nothing."""
    chosen = st.session_state["network_preset"]
    if chosen is not None:
        plan.begin_from(chosen)
        reset()


def reset() -> None:
    """Plan the network of the preset chosen last."""
    plan.put_network(plan.network_of(PRESETS[st.session_state["preset"]]))


def _put(kind: Kind, ids: list[int], planned: list[Any]) -> None:
    _IDS[kind].set(tuple(ids))
    network = plan.network()
    if kind == "block":
        plan.put_network(replace(network, blocks=tuple(planned)))
    else:
        plan.put_network(replace(network, dense=tuple(planned)))
