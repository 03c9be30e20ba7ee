"""The training being planned: one set of settings that several pages change and Training starts.

Preprocessing sets the variations of the pictures, Architecture the network, Training everything.
The widgets on Training hold their own values, each under the name of its setting; what has no
widget there, the layers of the network, is kept in a slot.
"""

from dataclasses import asdict, dataclass, replace
from typing import Any

import streamlit as st

from fashion_model.config import (
    AUGMENTATION,
    PRESETS,
    SETTINGS,
    SPOILING,
    USUAL_SKETCHES,
    Augmentation,
    ConfigError,
    ConvBlock,
    Number,
    Spoiling,
    Switch,
    TrainConfig,
    preset_for,
    value_of,
    with_values,
)
from fashion_model.config.link import nearest_preset
from fashion_model.data import DataError
from ui.models import resources
from ui.state import Slot, begin_with

FIRST_PRESET = "classic"
QUICK = "quick"
PATIENCE = 5  # epochs, as the slider begins
ON_FORM = tuple(key for key in SETTINGS if key != "dense" and not key.startswith("blocks."))
"""The settings with a widget of their own on Training."""


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

_PLANNED: Slot[tuple[TrainConfig, ...]] = Slot("planned_before", ())
"""What was planned as a whole: its learning rates and batch sizes stay among those to choose."""


@dataclass(frozen=True)
class PresetChange:
    """What choosing another preset did to the plan; `changed` and `kept` are keys of settings."""

    preset: str
    before: TrainConfig
    base: str  # the preset before
    after: TrainConfig
    changed: tuple[str, ...]
    kept: tuple[str, ...]  # because the visitor had set them


_LEFT_OUT: Slot[tuple[int, ...]] = Slot("planned_left_out", ())
"""Training pictures that are not to be shown, by their official numbers."""

PRESET_CHANGE: Slot[PresetChange | None] = Slot("preset_change", None)
_BASE: Slot[str] = Slot("planned_from", FIRST_PRESET)
"""The preset that the plan began from: the chooser's own callback only sees the new one."""


def preset_now(name: str) -> TrainConfig:
    """Return a preset as it is meant for the pictures that are here."""
    try:
        data = resources.dataset_if_ready()
    except DataError:  # whatever needs pictures says so
        data = None
    return preset_for(name, sample=data is None or data.is_sample)


def begin() -> None:
    """Plan the first preset, unless something is planned already."""
    begin_with("preset", FIRST_PRESET)
    for key, value in _values(preset_now(st.session_state["preset"])).items():
        begin_with(key, value)
    if _NETWORK.get() is None:
        _NETWORK.set(network_of(PRESETS[st.session_state["preset"]]))


def is_begun() -> bool:
    """Whether anything is planned yet."""
    return _NETWORK.get() is not None


def put_back(config: TrainConfig, preset: str, own: TrainConfig | None) -> None:
    """Plan what an earlier session did; `own` has the network that the visitor had built, if any.

    Call it before widgets are drawn.
    """
    if own is not None:
        OWN_NETWORK.set(network_of(own))
    put(config, preset)


def put(config: TrainConfig, preset: str | None = None) -> None:
    """Plan `config`, as a change of `preset`, else of the nearest one.

    Like every writer of widgets' values: call it before they are drawn.
    """
    preset = preset or nearest_preset(config)
    st.session_state["preset"] = preset
    _BASE.set(preset)
    PRESET_CHANGE.clear()
    leave_out(config.left_out)
    for key, value in _values(config).items():
        st.session_state[key] = value
    if config not in _PLANNED.get():
        _PLANNED.set((*_PLANNED.get(), config))
    _keep(network_of(config))


def choose_preset() -> None:
    """Plan what the preset chooser says, but what the visitor had set otherwise stays."""
    chosen, base = st.session_state["preset"], _BASE.get()
    try:
        before = config()
    except ConfigError:  # settings that clash: the preset ends that
        put(replace(preset_now(chosen), left_out=_LEFT_OUT.get()), chosen)
        return
    own = [key for key in ON_FORM if value_of(before, key) != value_of(preset_now(base), key)]
    try:
        after = with_values(preset_now(chosen), {key: value_of(before, key) for key in own})
    except ConfigError:
        own, after = [], preset_now(chosen)
    put(replace(after, left_out=before.left_out), chosen)
    changed = [key for key in ON_FORM if value_of(before, key) != value_of(after, key)]
    PRESET_CHANGE.set(PresetChange(chosen, before, base, after, tuple(changed), tuple(own)))


def take_quick_unless_planned() -> None:
    """Plan what trains in seconds, unless the visitor has planned something."""
    begin()
    if is_planned(preset_now(FIRST_PRESET)):
        put(preset_now(QUICK), QUICK)


def undo_preset() -> None:
    """Plan again what was planned before another preset was chosen."""
    change = PRESET_CHANGE.get()
    if change is not None:
        put(change.before, change.base)


def put_preset() -> None:
    """Plan all that the chosen preset says."""
    chosen = st.session_state["preset"]
    put(preset_now(chosen), chosen)


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


def begin_from(preset: str) -> None:
    """Choose `preset` for what follows, and leave what is planned."""
    st.session_state["preset"] = preset
    _BASE.set(preset)


def take_preset_network() -> None:
    """Plan the network of the chosen preset and leave how it learns."""
    put_network(network_of(PRESETS[st.session_state["preset"]]))


def take_own_network() -> None:
    """Plan the visitor's own network again."""
    own = OWN_NETWORK.get()
    if own is not None:
        put_network(own)


def own_network() -> TrainConfig | None:
    """Return the first preset's settings with the visitor's own network, if one was built."""
    own = OWN_NETWORK.get()
    try:
        return None if own is None else replace(PRESETS[FIRST_PRESET], **vars(own))
    except ConfigError:  # it fits into the server with other settings only
        return None


def stops(key: str) -> list[float]:
    """Return what the slider of `key` offers; a value that was planned is always among it."""
    setting = SETTINGS[key]
    if not isinstance(setting, Number) or not setting.stops:
        return []
    planned = (getattr(config, key) for config in (*PRESETS.values(), *_PLANNED.get()))
    return sorted({*setting.stops, *planned})


def counts(key: str) -> bool:
    """Whether the setting `key` changes anything with what is chosen elsewhere."""
    setting = SETTINGS[key]
    if isinstance(setting, Switch):
        return True
    if setting.idle is not None:
        other, unused = setting.idle
        return bool(st.session_state[widget_key(other)] != unused)
    if not isinstance(setting, Number) or setting.only_with is None:
        return True
    other, choice = setting.only_with
    return bool(st.session_state[other] == choice)


def spoil_nothing() -> None:
    """Plan to leave the training pictures as they are; call it before widgets are drawn."""
    begin()
    for name, value in asdict(Spoiling()).items():
        st.session_state[widget_key(SPOILING + name)] = value


def leave_out(pictures: tuple[int, ...]) -> None:
    """Plan not to show these training pictures: official numbers, ascending."""
    _LEFT_OUT.set(pictures)


def put_augmentation(augmentation: Augmentation) -> None:
    """Plan other variations of the training pictures; call it before widgets are drawn."""
    begin()
    for name, value in asdict(augmentation).items():
        st.session_state[name] = float(value)


def take_drawings() -> None:
    """Plan the usual share of drawings; call it before widgets are drawn."""
    put_augmentation(replace(augmentation(), sketches=USUAL_SKETCHES))


def augmentation() -> Augmentation:
    """Return the planned variations of the training pictures."""
    begin()
    return Augmentation(**_group(AUGMENTATION))


def spoiling() -> Spoiling:
    """Return what is planned to be spoiled of the training pictures."""
    begin()
    return Spoiling(**_group(SPOILING))


def _group(prefix: str) -> dict[str, Any]:
    """What the widgets of a group of settings hold, by field."""
    return {
        key.removeprefix(prefix): st.session_state[widget_key(key)]
        for key in ON_FORM
        if key.startswith(prefix)
    }


def config() -> TrainConfig:
    """Return what is planned. Raises ConfigError when the settings clash."""
    planned = network()
    state = st.session_state
    values = {key: state[key] for key in ON_FORM if "." not in key}
    if not state["early_stopping"]:
        values["patience"] = None
    return TrainConfig(
        blocks=planned.blocks,
        dense=planned.dense,
        augmentation=augmentation(),
        spoiling=spoiling(),
        left_out=_LEFT_OUT.get(),
        **values,
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


def widget_key(key: str) -> str:
    """Return the key of the widget for the setting `key`."""
    return key.removeprefix(AUGMENTATION).replace(".", "_")


def _values(config: TrainConfig) -> dict[str, Any]:
    """Return what each widget shows for `config`, by widget key."""
    values: dict[str, Any] = {"early_stopping": config.patience is not None}
    for key in ON_FORM:
        name, value, setting = widget_key(key), value_of(config, key), SETTINGS[key]
        if isinstance(setting, Number) and value is not None:
            value = int(value) if setting.whole else float(value)
        values[name] = value
    values["patience"] = values["patience"] or PATIENCE
    return values
