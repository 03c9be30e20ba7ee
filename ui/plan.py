"""The training being planned: one set of settings that several pages change and Training starts.

Preprocessing sets the variations of the pictures, Architecture the network, Training everything.
The widgets on Training hold their own values under the keys of `_values`; what has no widget
there, the layers of the network, is kept in a slot.
"""

from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from fashion_model.config import PRESETS, Augmentation, ConfigError, ConvBlock, TrainConfig
from fashion_model.sharing import nearest_preset
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
OWN_NETWORK: Slot[Network | None] = Slot("own_network", None)
"""The last planned network that is no preset's, so that trying a preset does not lose it."""

LEARNING_RATES = (1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 3e-3, 5e-3, 1e-2, 2e-2, 5e-2, 1e-1)
BATCH_SIZES = (16, 32, 64, 128, 256, 512)
_MORE_RATES: Slot[tuple[float, ...]] = Slot("more_learning_rates", ())
_MORE_SIZES: Slot[tuple[int, ...]] = Slot("more_batch_sizes", ())


def begin() -> None:
    """Plan the first preset, unless something is planned already."""
    begin_with("preset", FIRST_PRESET)
    for key, value in _values(PRESETS[st.session_state["preset"]]).items():
        begin_with(key, value)
    if _NETWORK.get() is None:
        _NETWORK.set(network_of(PRESETS[st.session_state["preset"]]))


def put(config: TrainConfig) -> None:
    """Plan `config`. Like every writer of widgets' values: call it before they are drawn."""
    st.session_state["preset"] = nearest_preset(config)
    for key, value in _values(config).items():
        st.session_state[key] = value
    _MORE_RATES.set((*_MORE_RATES.get(), config.learning_rate))
    _MORE_SIZES.set((*_MORE_SIZES.get(), config.batch_size))
    _keep(network_of(config))


def take_preset() -> None:
    """Plan what the preset chooser says."""
    put(PRESETS[st.session_state["preset"]])


def network() -> Network:
    """Return the planned network."""
    begin()
    planned = _NETWORK.get()
    assert planned is not None
    state = st.session_state
    return replace(planned, activation=state["activation"], dropout=state["dropout"])


def put_network(network: Network) -> None:
    """Plan another network and leave how it learns; call it before widgets are drawn."""
    begin()
    _keep(network)
    st.session_state["activation"] = network.activation
    st.session_state["dropout"] = float(network.dropout)


def network_is_own() -> bool:
    """Whether the planned layers are other than those of the chosen preset."""
    return not _same_layers(network(), network_of(PRESETS[st.session_state["preset"]]))


def take_preset_network() -> None:
    """Plan the network of the chosen preset and leave how it learns."""
    put_network(network_of(PRESETS[st.session_state["preset"]]))


def take_own_network() -> None:
    """Plan the visitor's own network again."""
    own = OWN_NETWORK.get()
    if own is not None:
        put_network(own)


def learning_rates() -> list[float]:
    """Return the learning rates to choose from; one that was planned is always among them."""
    presets = {preset.learning_rate for preset in PRESETS.values()}
    return sorted({*LEARNING_RATES, *presets, *_MORE_RATES.get()})


def batch_sizes() -> list[int]:
    """Return the batch sizes to choose from; one that was planned is always among them."""
    presets = {preset.batch_size for preset in PRESETS.values()}
    return sorted({*BATCH_SIZES, *presets, *_MORE_SIZES.get()})


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
        sketches=state["sketches"] / 100,
    )


def config() -> TrainConfig:
    """Return what is planned. Raises ConfigError when the settings clash."""
    planned = network()
    state = st.session_state
    return TrainConfig(
        blocks=planned.blocks,
        dense=planned.dense,
        activation=planned.activation,
        dropout=planned.dropout,
        optimizer=state["optimizer"],
        momentum=state["momentum"],
        learning_rate=state["learning_rate"],
        schedule=state["schedule"],
        batch_size=state["batch_size"],
        epochs=state["epochs"],
        label_smoothing=state["label_smoothing"],
        averaging=state["averaging"],
        precision=state["precision"],
        augmentation=augmentation(),
        patience=state["patience"] if state["early_stopping"] else None,
        share=state["share"] / 100,
        seed=int(state["seed"]),
        threads=int(state["threads"]),
    )


def is_planned(other: TrainConfig) -> bool:
    """Whether `other` is what is planned; settings that clash are not."""
    try:
        return config() == other
    except ConfigError:
        return False


def network_of(config: TrainConfig) -> Network:
    """Return the part of `config` that Architecture builds."""
    return Network(config.blocks, config.dense, config.activation, config.dropout)


def _keep(network: Network) -> None:
    """Remember `network` as the planned one, and as the visitor's own if no preset has it."""
    _NETWORK.set(network)
    if not any(_same_layers(network, network_of(preset)) for preset in PRESETS.values()):
        OWN_NETWORK.set(network)


def _same_layers(one: Network, other: Network) -> bool:
    return (one.blocks, one.dense) == (other.blocks, other.dense)


def _values(config: TrainConfig) -> dict[str, Any]:
    """Return what each widget shows for `config`, by widget key."""
    return {
        "activation": config.activation,
        "epochs": config.epochs,
        "momentum": float(config.momentum),
        "threads": config.threads,
        "learning_rate": config.learning_rate,
        "batch_size": config.batch_size,
        "optimizer": config.optimizer,
        "schedule": config.schedule,
        "dropout": float(config.dropout),
        "label_smoothing": float(config.label_smoothing),
        "averaging": config.averaging,
        "precision": config.precision,
        "share": round(100 * config.share),
        "early_stopping": config.patience is not None,
        "patience": config.patience or 5,
        "seed": config.seed,
        **_augmentation_values(config.augmentation),
    }


def _augmentation_values(extra: Augmentation) -> dict[str, Any]:
    return {
        "flip": round(100 * extra.flip),
        "shift": float(extra.shift),
        "rotation": float(extra.rotation),
        "zoom": round(100 * extra.zoom),
        "erasing": round(100 * extra.erasing),
        "sketches": round(100 * extra.sketches),
    }
