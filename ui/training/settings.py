"""The form that turns widgets into a TrainConfig, simplest things first."""

import streamlit as st

from fashion_model.config import PRESETS, ConfigError, TrainConfig
from fashion_model.config.layers import count_multiply_adds, count_parameters, layer_table
from fashion_model.words import count, plain, several
from ui import layout, plan
from ui.elements import setting
from ui.training import more_settings

PRESET_WORDS = {
    "quick": "Small: good within seconds.",
    "classic": "The textbook network.",
    "broad": "Wide: better, and still fast.",
    "deep": "Large: slow, the most accurate.",
}


def form() -> TrainConfig | None:
    """Draw the settings and return what they say; None, after a sentence, when they clash."""
    plan.begin()
    st.radio(
        "Network",
        list(PRESETS),
        format_func=str.capitalize,
        captions=[PRESET_WORDS.get(name, "") for name in PRESETS],
        key="preset",
        persist_state="session",
        horizontal=True,
        on_change=plan.take_preset,
        help="A starting point. Choosing one sets everything below to what suits it. A "
        "**convolution** slides small filters over the picture, each looking for one pattern.",
    )
    _own_network()
    _simple_settings()
    with st.expander("More: how it learns", icon=":material/tune:"):
        more_settings.learning()
    with st.expander("More: vary the training pictures", icon=":material/photo_filter:"):
        more_settings.variations()
    with st.expander("For experts", icon=":material/science:"):
        more_settings.expert()
    try:
        config = plan.config()
    except ConfigError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return None
    _network(config)
    return config


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


def _simple_settings() -> None:
    left, right = st.columns(2, gap="large")
    with left:
        setting.draw("epochs", "epochs")
        st.caption(
            "More: longer training and better answers, up to a point; then the network begins to "
            "memorise."
        )
    with right:
        setting.draw("learning_rate", "learning_rate", stops=plan.stops("learning_rate"))
        st.caption("Higher: it learns faster, until it jumps about and learns nothing at all.")


def _network(config: TrainConfig) -> None:
    """Say how large the network is, layer by layer for those who want to know."""
    size = f"{count(count_parameters(config))} parameters"
    with st.expander(f"This network: {size}", icon=":material/account_tree:"):
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
