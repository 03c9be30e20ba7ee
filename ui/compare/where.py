"""Where an experiment is trained: on this computer, or on the cluster that the operator named."""

from contextlib import suppress

import streamlit as st

from fashion_model import environment
from fashion_model.cluster.address import why_unusable
from fashion_model.words import plain
from ui.state import begin_with

_WHERE = "compare_where"
_HERE, _THERE = "This computer", "The cluster"
_HELP = (
    "On the cluster at {address} several are trained at the same time, one on each free processor."
    " The curves come back here as usual."
)


def draw() -> None:
    """Draw the choice, if there is any."""
    try:
        address = environment.ray_address()
    except ValueError as error:
        st.caption(plain(f"{error} So this computer trains."))
        return
    if address is None:
        return
    begin_with(_WHERE, _THERE)
    st.segmented_control(
        "Trained by",
        [_HERE, _THERE],
        key=_WHERE,
        persist_state="session",
        required=True,
        help=_HELP.format(address=plain(address)),
    )


def cluster() -> str | None:
    """Return the address of the cluster that is chosen; None for this computer."""
    with suppress(ValueError):  # `draw` says so
        address = environment.ray_address()
        return address if st.session_state.get(_WHERE) == _THERE else None
    return None


def why_not() -> str | None:
    """Return why nothing can be sent there now, in words; None where all is well."""
    address = cluster()
    return None if address is None else why_unusable(address)
