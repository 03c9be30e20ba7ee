"""Settings as an address: `?config=` is taken over once, and what gives one away."""

from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urlsplit

import streamlit as st
from streamlit.net_util import get_internal_ip

from fashion_model.config import ConfigError, TrainConfig
from fashion_model.config.link import from_text, to_text
from fashion_model.words import plain
from ui import plan
from ui.hosts import LOOPBACK, named
from ui.state import Slot

_PARAMETER = "config"


@dataclass(frozen=True)
class Taken:
    """What the last `?config=` said: the settings planned because of it, or why there are none."""

    text: str
    planned: TrainConfig | None = None
    problem: str | None = None


_TAKEN: Slot[Taken | None] = Slot("taken_link", None)


def restore() -> None:
    """Plan what the address says, before the page is drawn.

    Once for each value, so that it never overwrites what the visitor changes afterwards. An address
    that can't be used gets a sentence, and everything stays as it was.
    """
    asked = st.query_params.get(_PARAMETER)
    if asked is None:
        return
    taken = _TAKEN.get()
    if taken is None or taken.text != asked:
        taken = _take(asked)
        _TAKEN.set(taken)
        if taken.problem is None:
            st.toast("The settings of your link are ready on Training.", icon=":material/link:")
    if taken.problem is not None:
        st.warning(
            f"The settings in this address can't be used. {plain(taken.problem)} All settings are "
            "as they were.",
            icon=":material/link_off:",
        )


def _take(asked: str) -> Taken:
    try:
        config = from_text(asked)
    except ConfigError as error:
        return Taken(asked, problem=str(error))
    plan.put(config)
    return Taken(asked, planned=plan.config())


def taken() -> str | None:
    """Return the text of the link whose settings were planned last; None if there was none."""
    last = _TAKEN.get()
    return None if last is None or last.planned is None else last.text


def note() -> None:
    """Say whether the settings shown are those of the link, and offer them again."""
    taken = _TAKEN.get()
    if taken is None or taken.planned is None:
        return
    if plan.is_planned(taken.planned):
        st.caption(
            ":material/link: These are the settings of the link you opened. Change what you like."
        )
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(
            ":material/link: You have changed the settings of the link you opened.",
            width="content",
        )
        st.button(
            "Back to the link’s",
            key="back_to_link",
            type="tertiary",
            on_click=plan.put,
            args=(taken.planned,),
        )


def share(config: TrainConfig) -> None:
    """Show the address of `config`."""
    st.markdown("Whoever opens this address finds these settings on Training, ready to start:")
    st.code(address(config), language=None, wrap_lines=True)
    if urlsplit(address(config)).hostname in LOOPBACK:
        st.caption("It leads to this very computer; others can’t open it.")


def _host(here: SplitResult) -> str:
    """Return host and port as others on the network reach this computer, if they can."""
    if here.hostname not in LOOPBACK or st.get_option("server.address") in LOOPBACK:
        return here.netloc
    theirs = next(iter(named()), None) or get_internal_ip() or str(here.hostname)
    return here.netloc.replace(str(here.hostname), theirs)


def address(config: TrainConfig) -> str:
    """Return the address that plans `config`, on the server the visitor sees."""
    here = urlsplit(st.context.url or "")
    server = f"{here.scheme}://{_host(here)}" if here.netloc else ""
    path = here.path if here.path.endswith("/training") else "/training"
    return f"{server}{path}?{_PARAMETER}={quote(to_text(config), safe=':,[]')}"
