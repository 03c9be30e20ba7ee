"""The form that turns widgets into a TrainConfig, simplest things first."""

import streamlit as st

from fashion_model.config import (
    BOUNDS,
    OPTIMIZERS,
    PRESETS,
    SCHEDULES,
    ConfigError,
    TrainConfig,
)
from fashion_model.layers import count_multiply_adds, count_parameters, layer_table
from ui import plan
from ui.words import count, plain

PRESET_WORDS = {
    "quick": "Small: fast, less accurate.",
    "classic": "The textbook network.",
    "deep": "Large: slow, more accurate.",
}
LEARNING_RATES = [1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 3e-3, 5e-3, 1e-2, 2e-2, 5e-2, 1e-1]
BATCH_SIZES = [16, 32, 64, 128, 256, 512]
SCHEDULE_WORDS = {
    "constant": "constant: the same step all the way",
    "cosine": "cosine: large steps first, ever smaller ones later",
    "one-cycle": "one-cycle: warm up, then cool down",
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
    _main_settings()
    with st.expander("More settings", icon=":material/tune:"):
        _more_settings()
        _augmentation_settings()
    st.button(
        "Reset to the preset",
        key="reset_settings",
        icon=":material/restart_alt:",
        on_click=plan.take_preset,
    )
    try:
        config = plan.config()
    except ConfigError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return None
    _network(config)
    return config


def _main_settings() -> None:
    left, right = st.columns(2)
    low, high = (int(bound) for bound in BOUNDS["epochs"])
    left.slider(
        "Epochs",
        low,
        high,
        key="epochs",
        persist_state="session",
        help="One epoch is one walk through all training pictures. More epochs: longer training, "
        "better answers up to a point, then the network starts to memorise.",
    )
    right.select_slider(
        "Learning rate",
        sorted({*LEARNING_RATES, *(preset.learning_rate for preset in PRESETS.values())}),
        format_func=lambda rate: f"{rate:g}",
        key="learning_rate",
        persist_state="session",
        help="How large a step the network takes after each mistake. Too small: it learns slowly. "
        "Too large: it jumps about and learns nothing.",
    )
    left.select_slider(
        "Batch size",
        sorted({*BATCH_SIZES, *(preset.batch_size for preset in PRESETS.values())}),
        key="batch_size",
        persist_state="session",
        help="A batch is how many pictures the network looks at before it corrects itself once. "
        "Larger: smoother and faster, but fewer corrections.",
    )
    right.slider(
        "Dropout",
        0.0,
        0.8,
        step=0.05,
        key="dropout",
        persist_state="session",
        help="This share of the network is switched off at random in every step, so that it "
        "cannot rely on a single detail. Higher: slower learning, less memorising.",
    )


def _more_settings() -> None:
    left, right = st.columns(2)
    left.selectbox(
        "Optimizer",
        OPTIMIZERS,
        key="optimizer",
        persist_state="session",
        help="The rule that turns mistakes into corrections. adam suits almost everything; "
        "sgd is the simplest and wants a larger learning rate.",
    )
    right.selectbox(
        "Learning rate over time",
        SCHEDULES,
        format_func=lambda name: SCHEDULE_WORDS.get(name, name),
        key="schedule",
        persist_state="session",
        help="Large steps find the neighbourhood, small steps find the spot: a falling rate often "
        "ends a little better.",
    )
    left.slider(
        "Share of the training pictures (%)",
        5,
        100,
        key="share",
        persist_state="session",
        help="Train on fewer pictures to see why more data helps.",
    )
    right.slider(
        "Label smoothing",
        0.0,
        0.5,
        step=0.01,
        key="label_smoothing",
        persist_state="session",
        help="Teaches the network to be a little less than certain. 0 is off; 0.1 is usual.",
    )
    _ending_settings()


def _ending_settings() -> None:
    left, right = st.columns(2)
    left.toggle(
        "Stop early",
        key="early_stopping",
        persist_state="session",
        help="End the training once the validation pictures (which it never learns from) have "
        "not been answered better for a while.",
    )
    right.slider(
        "Patience (epochs)",
        1,
        int(BOUNDS["patience"][1]),
        key="patience",
        persist_state="session",
        disabled=not st.session_state["early_stopping"],
        help="How many epochs without progress it waits before stopping early.",
    )
    left.number_input(
        "Seed",
        min_value=0,
        max_value=int(BOUNDS["seed"][1]),
        step=1,
        key="seed",
        persist_state="session",
        help="The number all chance comes from. The same seed and settings: the same training.",
    )


def _augmentation_settings() -> None:
    st.markdown("**Vary the training pictures** (augmentation)")
    st.caption(
        "Each picture is changed a little every time it is shown, so the network learns what a "
        "shirt is rather than these very shirts."
    )
    left, right = st.columns(2)
    amounts: list[tuple[str, str, float | int, float | int, str]] = [
        ("flip", "Mirror (% of pictures)", 100, 5, "Left and right change places."),
        ("shift", "Shift (pixels)", 4.0, 0.5, "Moved by up to this many pixels, either way."),
        ("rotation", "Turn (degrees)", 30.0, 1.0, "Turned by up to this angle, either way."),
        ("zoom", "Zoom (%)", 30, 1, "Made up to this much larger or smaller."),
        ("erasing", "Erase a patch (% of pictures)", 100, 5, "A rectangle is blotted out."),
    ]
    for number, (key, label, most, step, words) in enumerate(amounts):
        (left if number % 2 == 0 else right).slider(
            label,
            type(most)(0),
            most,
            step=step,
            key=key,
            persist_state="session",
            help=f"{words} 0 is off. More: harder to learn, harder to fool.",
        )


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
