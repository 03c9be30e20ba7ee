"""The settings beyond the first two: how it learns, variations, and what experts ask for."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from fashion_model.config import ACTIVATIONS, BOUNDS, OPTIMIZERS, PRECISIONS, SCHEDULES
from ui import plan
from ui.state import hold

SCHEDULE_WORDS = {
    "constant": "constant: the same step all the way",
    "cosine": "cosine: large steps first, ever smaller ones later",
    "one-cycle": "one-cycle: warm up, then cool down",
}
PRECISION_WORDS = {
    "float32": "float32: all digits",
    "mixed": "mixed: half of them, where the processor can",
}

VARIATIONS: list[tuple[str, str, float | int, float | int, str]] = [
    ("flip", "Mirror (% of pictures)", 100, 5, "Left and right change places."),
    (
        "shift",
        "Shift (pixels)",
        BOUNDS["shift"][1],
        0.5,
        "Moved by up to this many pixels, either way; by whole ones, unless it is turned or "
        "zoomed too.",
    ),
    (
        "rotation",
        "Turn (degrees)",
        BOUNDS["rotation"][1],
        1.0,
        "Turned by up to this angle, either way.",
    ),
    ("zoom", "Zoom (%)", 50, 1, "Made up to this much larger or smaller."),
    ("erasing", "Erase a patch (% of pictures)", 100, 5, "A rectangle is blotted out."),
    (
        "sketches",
        "Make it robust to drawings (% of pictures)",
        100,
        5,
        "They are redrawn as people draw: an outline, filled with grey, some seams. The "
        "collection has photos only, so drawings are foreign to a network without this. About "
        "30 is a good start, and an epoch takes a little longer.",
    ),
]
"""Key, label, most, step and explanation of each slider."""


def learning() -> None:
    """Draw batch size, learning rate over time, dropout, share and the early end."""
    left, right = st.columns(2, gap="large")
    left.select_slider(
        "Batch size",
        plan.batch_sizes(),
        key="batch_size",
        persist_state="session",
        help="A batch is how many pictures the network looks at before it corrects itself once. "
        "Larger: smoother and faster, but fewer corrections an epoch.",
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
        "Dropout",
        *BOUNDS["dropout"],
        step=0.05,
        key="dropout",
        persist_state="session",
        help="This share of the network is switched off at random in every step, so that it "
        "cannot rely on a single detail. Higher: slower learning, less memorising.",
    )
    right.slider(
        "Share of the training pictures (%)",
        1,
        100,
        key="share",
        persist_state="session",
        help="Higher: more pictures to learn from, better answers, longer epochs. Train on few "
        "to see why data helps.",
    )
    left.toggle(
        "Stop early",
        key="early_stopping",
        persist_state="session",
        help="End the training once the validation pictures (which it never learns from) have "
        "not been answered better for a while.",
    )
    patient = st.session_state["early_stopping"]
    hold("patience", patient)
    right.slider(
        "Patience (epochs)",
        1,
        int(BOUNDS["patience"][1]),
        key="patience",
        persist_state="session",
        disabled=not patient,
        help="How many epochs without progress it waits before it stops early. Higher: it gives "
        "up later.",
    )


def variations() -> None:
    """Draw how far each training picture is varied."""
    st.caption(
        "Each picture is changed a little every time it is shown (augmentation), so the network "
        "learns what a shirt is rather than these very shirts. The page Preprocessing shows it "
        "on real pictures."
    )
    left, right = st.columns(2, gap="large")
    for number, (key, label, most, step, words) in enumerate(VARIATIONS):
        (left if number % 2 == 0 else right).slider(
            label,
            type(most)(0),
            most,
            step=step,
            key=key,
            persist_state="session",
            help=f"{words} 0 is off. More: harder to learn, harder to fool.",
        )


def expert() -> None:
    """Draw how mistakes become corrections and weights answers, and what the computer does."""
    left, right = st.columns(2, gap="large")
    left.selectbox(
        "Optimizer",
        OPTIMIZERS,
        key="optimizer",
        persist_state="session",
        help="The rule that turns mistakes into corrections. adam suits almost everything; "
        "sgd is the simplest and wants a larger learning rate.",
    )
    rolling = st.session_state["optimizer"] == "sgd"
    hold("momentum", rolling)
    right.slider(
        "Momentum (sgd only)",
        *BOUNDS["momentum"],
        step=0.01,
        key="momentum",
        persist_state="session",
        disabled=not rolling,
        help="How much of its last correction it keeps up, like a rolling ball. Higher: faster "
        "and smoother, but it overshoots more easily.",
    )
    left.selectbox(
        "Activation",
        ACTIVATIONS,
        key="activation",
        persist_state="session",
        help="The bend in every layer without which many layers could do no more than one. relu "
        "is the usual one; sigmoid learns slowest.",
    )
    right.slider(
        "Label smoothing",
        *BOUNDS["label_smoothing"],
        step=0.01,
        key="label_smoothing",
        persist_state="session",
        help="Teaches the network to be a little less than certain. 0 is off, 0.1 is usual. "
        "Higher: humbler answers, and a loss that cannot reach 0.",
    )
    left.slider(
        "Average the weights over (batches)",
        0,
        int(BOUNDS["averaging"][1]),
        step=10,
        key="averaging",
        persist_state="session",
        help="The network answers with the average of its latest weights, which jump about less "
        "than each of them: good answers come sooner. 0 is off. Higher: smoother, but slower to "
        "show what was just learned.",
    )
    right.selectbox(
        "Precision",
        PRECISIONS,
        format_func=lambda name: PRECISION_WORDS.get(name, name),
        key="precision",
        persist_state="session",
        help="With how many digits the computer multiplies while it learns. Fewer are enough and "
        "up to twice as fast, on processors that are built for it; others use all digits anyway.",
    )
    _number(
        left,
        "seed",
        "Seed",
        "The number all chance comes from. Higher is not better, only another draw: the same seed "
        "and settings give the same training.",
    )
    _number(
        right,
        "threads",
        "Threads",
        "How many calculations the processor does at once. More: faster, up to the number of its "
        "cores. One and two give slightly different curves.",
    )


def _number(where: DeltaGenerator, key: str, label: str, words: str) -> None:
    low, high = (int(bound) for bound in BOUNDS[key])
    where.number_input(
        label,
        min_value=low,
        max_value=high,
        step=1,
        key=key,
        persist_state="session",
        help=words,
    )
