"""The form that turns widgets into a TrainConfig, simplest things first."""

from typing import Any

import streamlit as st

from fashion_model.config import (
    AUGMENTATION,
    PRESETS,
    SETTINGS,
    ConfigError,
    TrainConfig,
    value_of,
)
from fashion_model.config.layers import count_multiply_adds, count_parameters, layer_table
from fashion_model.config.spoiled import left_out_in_a_sentence
from fashion_model.words import count, plain, several
from ui import layout, plan
from ui.elements import setting
from ui.models import spoil_form

PRESET_WORDS = {
    "quick": "The smallest: good within seconds.",
    "classic": "The textbook network.",
    "broad": "Wide: better, and still fast.",
    "deep": "Many layers: slow, the best of these four.",
}
LEARNING = ("batch_size", "schedule", "dropout", "share")
VARIATIONS = tuple(key for key in SETTINGS if key.startswith(AUGMENTATION))
EXPERT = (
    "optimizer",
    "momentum",
    "activation",
    "label_smoothing",
    "averaging",
    "precision",
    "seed",
    "threads",
)


def network() -> None:
    """Draw the choice of a preset, and say what it did or what stands in its place."""
    plan.begin()
    st.radio(
        "Network",
        list(PRESETS),
        format_func=str.capitalize,
        captions=[PRESET_WORDS.get(name, "") for name in PRESETS],
        key="preset",
        persist_state="session",
        horizontal=True,
        label_visibility="collapsed",
        on_change=plan.choose_preset,
    )
    for say in (_what_the_preset_did, _own_network, _left_out):
        with st.container():  # a place that stays, or all below would move and be there twice
            say()


def epochs() -> None:
    """Draw how often it walks through all training pictures."""
    words = (
        "More: longer training and better answers, up to a point; then the network begins to "
        "memorise."
    )
    setting.draw("epochs", "epochs", words=words)


def learning_rate() -> None:
    """Draw how large its corrections are."""
    words = "Higher: it learns faster, until it jumps about and learns nothing at all."
    setting.draw("learning_rate", "learning_rate", stops=plan.stops("learning_rate"), words=words)


def more() -> TrainConfig | None:
    """Draw all other settings, one click away each, and return what all of them say.

    None, after a sentence, when they clash.
    """
    with st.popover("How it learns", icon=":material/tune:"):
        learning()
    with st.popover("Vary the pictures", icon=":material/photo_filter:"):
        variations()
    with st.popover("Spoil the data", icon=":material/heart_broken:"):
        spoil_form.draw()
    with st.popover("For experts", icon=":material/science:"):
        expert()
    try:
        config = plan.config()
    except ConfigError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return None
    with st.popover(
        f"{count(count_parameters(config))} parameters", icon=":material/account_tree:"
    ):
        _layers(config)
    return config


def _what_the_preset_did() -> None:
    """Say what choosing another preset changed and what it left, and offer both otherwise."""
    change = plan.PRESET_CHANGE.get()
    if change is None:
        return
    name = change.preset.capitalize()
    with st.container(border=True, key="preset_change"):
        words = ", ".join(
            f"{_lower(key)} {_told(key, change.before)} → **{_told(key, change.after)}**"
            for key in change.changed
        )
        st.markdown(
            f":material/swap_horiz: **{name}** brings its own network"
            + (f" and changes {words}." if words else ". How it learns stays as it was.")
        )
        if change.kept:
            kept = ", ".join(f"{_lower(key)} {_told(key, change.after)}" for key in change.kept)
            st.markdown(f":material/push_pin: Kept, because you set it: {kept}.")
        with st.container(horizontal=True):
            st.button(
                f"Back to {change.base.capitalize()}",
                key="undo_preset",
                icon=":material/undo:",
                on_click=plan.undo_preset,
            )
            if change.kept:
                st.button(f"Take all of {name}’s", key="take_all", on_click=plan.put_preset)


def _lower(key: str) -> str:
    label = SETTINGS[key].label
    return label[0].lower() + label[1:]


def _told(key: str, config: TrainConfig) -> str:
    """What `config` says for a setting, in words."""
    setting: Any = SETTINGS[key]
    return str(setting.in_words(value_of(config, key)))


def _own_network() -> None:
    """Say so when Architecture changed the network; offer it again after a preset replaced it."""
    preset = st.session_state["preset"].capitalize()
    own = plan.OWN_NETWORK.get()
    if not plan.network_is_own():
        if own is not None:
            st.button(
                "Use your own network instead",
                key="take_own_network",
                icon=":material/architecture:",
                on_click=plan.take_own_network,
                help="The one you built on Architecture. How it learns stays as it is set below.",
            )
        return
    network = plan.network()
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(
            f":material/architecture: **Your own network** is trained, instead of {preset}’s: "
            f"{several(len(network.blocks), 'convolution')} and "
            f"{several(len(network.dense), 'dense layer')}.",
            width="stretch",
        )
        if st.button("Change it", key="change_network"):
            layout.go("pages/architecture.py")
        st.button(f"Use {preset}’s", key="take_preset_network", on_click=plan.take_preset_network)


def _left_out() -> None:
    """Say so when Dataset left pictures out, and offer to show them again."""
    try:
        said = left_out_in_a_sentence(plan.config())
    except ConfigError:  # said below the settings that clash
        return
    if said is None:
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(f":material/filter_list_off: {said}", width="stretch")
        st.button("Show them again", key="show_left_out", on_click=plan.leave_out, args=((),))


def _layers(config: TrainConfig) -> None:
    """Say how large the network is, layer by layer for those who want to know."""
    st.caption(
        "Parameters are the numbers the network learns. Multiply-adds are the work it does "
        f"for one picture: {count(count_multiply_adds(config))} in all."
    )
    rows = ["| Layer | Numbers out | Parameters | Multiply-adds |", "|:--|--:|--:|--:|"]
    rows += [
        f"| {plain(layer.name)} | {' × '.join(map(str, layer.shape))} "
        f"| {count(layer.parameters)} | {count(layer.multiply_adds)} |"
        for layer in layer_table(config)
    ]
    st.markdown("\n".join(rows))


def learning() -> None:
    """Draw batch size, learning rate over time, dropout, share and the early end."""
    _in_two_columns(LEARNING)
    left, right = st.columns(2, gap="large")
    left.toggle(
        "Stop early",
        key="early_stopping",
        persist_state="session",
        help="End the training once the validation pictures (which it never learns from) have "
        "not been answered better for a while.",
    )
    with right:
        setting.draw("patience", "patience", disabled=not st.session_state["early_stopping"])


def variations() -> None:
    """Draw how far each training picture is varied."""
    st.caption(
        "Each picture is changed a little every time it is shown (augmentation), so the network "
        "learns what a shirt is rather than these very shirts. The page Preprocessing shows it "
        "on real pictures."
    )
    _in_two_columns(VARIATIONS, "0 is off. More: harder to learn, harder to fool.")


def expert() -> None:
    """Draw how mistakes become corrections and weights answers, and what the computer does."""
    _in_two_columns(EXPERT)


def _in_two_columns(keys: tuple[str, ...], words: str = "") -> None:
    with st.container(key=f"settings_{plan.widget_key(keys[0])}"):
        left, right = st.columns(2, gap="large")
    for place, key in enumerate(keys):
        with left if place % 2 == 0 else right:
            setting.draw(
                key,
                plan.widget_key(key),
                stops=plan.stops(key),
                words=words,
                disabled=not plan.counts(key),
            )
