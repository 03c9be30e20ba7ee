"""The training being planned: one set of settings that several pages change and Training starts.

Preprocessing sets the variations of the pictures, Architecture the network, Training everything.
The widgets on Training hold their own values under the keys of `_values`; what has no widget
there, the network, is kept in a slot.
"""

from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from fashion_model.config import PRESETS, Augmentation, ConvBlock, TrainConfig
from ui.state import Slot, begin_with

FIRST_PRESET = "classic"


@dataclass(frozen=True)
class Network:
    """The part of a configuration that Architecture builds."""

    blocks: tuple[ConvBlock, ...]
    dense: tuple[int, ...]
    activation: str
    dropout: float


_NETWORK: Slot[Network | None] = Slot("planned_network", None)


def begin() -> None:
    """Plan the first preset, unless something is planned already."""
    begin_with("preset", FIRST_PRESET)
    for key, value in _values(PRESETS[st.session_state["preset"]]).items():
        begin_with(key, value)
    if _NETWORK.get() is None:
        _NETWORK.set(network_of(PRESETS[st.session_state["preset"]]))


def put(config: TrainConfig) -> None:
    """Plan `config`. Like every writer of widgets' values: call it before they are drawn."""
    for key, value in _values(config).items():
        st.session_state[key] = value
    _NETWORK.set(network_of(config))


def take_preset() -> None:
    """Plan what the preset chooser says."""
    put(PRESETS[st.session_state["preset"]])


def network() -> Network:
    """Return the planned network."""
    begin()
    planned = _NETWORK.get()
    assert planned is not None
    return replace(planned, dropout=st.session_state["dropout"])


def put_network(network: Network) -> None:
    """Plan another network and leave how it learns; call it before widgets are drawn."""
    begin()
    _NETWORK.set(network)
    st.session_state["dropout"] = network.dropout


def put_augmentation(augmentation: Augmentation) -> None:
    """Plan other variations of the training pictures; call it before widgets are drawn."""
    begin()
    for key, value in _augmentation_values(augmentation).items():
        st.session_state[key] = value


def augmentation() -> Augmentation:
    """Return the planned variations of the training pictures."""
    begin()
    state = st.session_state
    return Augmentation(
        flip=state["flip"] / 100,
        shift=float(state["shift"]),
        rotation=float(state["rotation"]),
        zoom=state["zoom"] / 100,
        erasing=state["erasing"] / 100,
    )


def config() -> TrainConfig:
    """Return what is planned. Raises ConfigError when the settings clash."""
    planned = network()
    state = st.session_state
    return replace(
        PRESETS[state["preset"]],
        blocks=planned.blocks,
        dense=planned.dense,
        activation=planned.activation,
        epochs=state["epochs"],
        learning_rate=state["learning_rate"],
        batch_size=state["batch_size"],
        optimizer=state["optimizer"],
        schedule=state["schedule"],
        dropout=state["dropout"],
        label_smoothing=state["label_smoothing"],
        share=state["share"] / 100,
        patience=state["patience"] if state["early_stopping"] else None,
        seed=int(state["seed"]),
        augmentation=augmentation(),
    )


def network_of(config: TrainConfig) -> Network:
    """Return the part of `config` that Architecture builds."""
    return Network(config.blocks, config.dense, config.activation, config.dropout)


def _values(config: TrainConfig) -> dict[str, Any]:
    """Return what each widget shows for `config`, by widget key."""
    return {
        "epochs": config.epochs,
        "learning_rate": config.learning_rate,
        "batch_size": config.batch_size,
        "optimizer": config.optimizer,
        "schedule": config.schedule,
        "dropout": config.dropout,
        "label_smoothing": config.label_smoothing,
        "share": round(100 * config.share),
        "early_stopping": config.patience is not None,
        "patience": config.patience or 5,
        "seed": config.seed,
        **_augmentation_values(config.augmentation),
    }


def _augmentation_values(extra: Augmentation) -> dict[str, Any]:
    return {
        "flip": round(100 * extra.flip),
        "shift": extra.shift,
        "rotation": extra.rotation,
        "zoom": round(100 * extra.zoom),
        "erasing": round(100 * extra.erasing),
    }
