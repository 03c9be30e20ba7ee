"""Ask: the questions as cards; the one chosen opens, can be changed, and is started."""

import streamlit as st

from fashion_model.config import ConfigError, Number
from fashion_model.experiments.design import MOST_VALUES, Design
from fashion_model.experiments.templates import TEMPLATES
from fashion_model.experiments.varying import VARYING
from fashion_model.runs import why_read_only
from fashion_model.words import plain
from ui.compare import find, question, values, where
from ui.experiments import chosen, start
from ui.models import under_way
from ui.state import ALL_TRAININGS, hold

_RACE = ("Race two networks", "The same pictures in the same order: which one gets ahead?")
_OWN = (
    "Compare my trainings",
    "All of them in one table: tick two to six to lay them over each other.",
)
_BASE_HELP = "All other settings are as in this one. Quick trains within seconds."
_SEEDS_HELP = (
    "How often each is trained, each time from another random beginning. More takes longer, and "
    "tells more surely."
)


def draw() -> None:
    """Draw all questions, or the one that is open."""
    if question.OPENED.get() is None:
        _cards()
    else:
        _opened()


def _cards() -> None:
    cards = {key: (each.question, each.why) for key, each in TEMPLATES.items()}
    cards[find.FIND] = find.CARD
    cards[question.RACE] = _RACE
    with st.container(key="questions", gap=None):
        for key, (asked, why) in cards.items():
            st.button(
                f"**{asked}** {why}",
                key=f"question_{key}",
                width="stretch",
                on_click=question.open_template,
                args=(key,),
            )
        st.button(
            f"**{_OWN[0]}** {_OWN[1]}",
            key="all_trainings_card",
            width="stretch",
            on_click=ALL_TRAININGS.set,
            args=(True,),
        )


def _opened() -> None:
    """Draw the open question: what is trained, what varies, how often; how long, and Start."""
    key = question.OPENED.get() or ""
    template = TEMPLATES.get(key)
    asked, why = (template.question, template.why) if template else _RACE
    if key == find.FIND:
        asked, why = find.CARD
    with st.container(horizontal=True, vertical_alignment="center", key="asked"):
        st.button(
            "All questions",
            key="all_questions",
            icon=":material/arrow_back:",
            on_click=question.close,
        )
        st.markdown(f"**{asked}** {why}", width="content")
    if key == find.FIND:
        find.draw_goal()
    left, right = st.columns([2, 3], gap="medium")
    with left:
        _what_is_trained(key)
        if key == find.FIND:
            find.draw_length()
        else:
            _seeds(key)
        where.draw()
    with right:
        if key == find.FIND:
            find.draw_space()
        if template is not None and template.kind != question.LUCK:
            _what_varies()
        design = _design()
        _start(design)


def _what_is_trained(key: str) -> None:
    if key == question.RACE:
        _network("One network", question.LEFT)
        _network("The other", question.RIGHT)
    else:
        _network("Network", question.BASE, _BASE_HELP, changes=True)


def _network(label: str, key: str, words: str | None = None, *, changes: bool = False) -> None:
    names = start.networks()
    st.selectbox(
        label,
        list(names),
        format_func=names.__getitem__,
        key=key,
        persist_state="session",
        help=words,
        on_change=question.fill if changes and question.has_values() else None,
    )


def _seeds(key: str) -> None:
    fewest = 2 if key == question.LUCK else 1
    hold(question.SEEDS, fewest)
    st.segmented_control(
        "Seeds of each" if fewest == 1 else "Seeds",
        list(range(fewest, question.MOST_SEEDS + 1)),
        key=question.SEEDS,
        persist_state="session",
        required=True,
        help=_SEEDS_HELP,
    )


def _what_varies() -> None:
    st.multiselect(
        "What varies",
        list(VARYING),
        format_func=lambda key: VARYING[key].setting.label,
        key=question.VARIED,
        persist_state="session",
        max_selections=2,
        select_all=False,
        on_change=question.fill,
        help="One setting, or two: then each value of one is tried with each of the other.",
        placeholder="Choose a setting",
    )
    for key in st.session_state[question.VARIED]:
        _values(key)


def _values(key: str) -> None:
    setting = VARYING[key].setting
    offered = values.offered(key, question.base())
    widget = question.values_key(key)
    hold(widget, *offered)
    typed = isinstance(setting, Number)
    few = f"Choose two to {MOST_VALUES} values."
    if isinstance(setting, Number):
        few = f"Choose or type two to {MOST_VALUES} values, {values.span(setting)}."
    st.multiselect(
        setting.title,
        list(offered),
        key=widget,
        persist_state="session",
        accept_new_options=typed,
        filter_mode="prefix",
        select_all=False,
        help=f"{setting.help} {few}",
        placeholder="Type a value" if typed else "Choose values",
    )


def _design() -> Design | None:
    """Return what is asked; None, after a sentence, where it is no experiment yet."""
    try:
        return find.design() if question.OPENED.get() == find.FIND else question.design()
    except ConfigError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return None


def _start(design: Design | None) -> None:
    unreachable = where.why_not()
    with st.container(horizontal=True, vertical_alignment="center", key="start_row"):
        pressed = st.button(
            "Start",
            key="start_experiment",
            type="primary",
            icon=":material/play_arrow:",
            disabled=design is None or why_read_only() is not None or unreachable is not None,
        )
        if question.OPENED.get() == find.FIND:
            find.draw_ranges()
        if design is not None:
            st.caption(
                find.time_needed(design) if design.search else start.time_needed(design),
                width="content",
            )
    under_way.trouble()
    if unreachable is not None:
        st.warning(f"{plain(unreachable)} Or let this computer train.", icon=":material/lan:")
    if pressed and design is not None:
        experiment = start.start(design, cluster=where.cluster())
        question.close()
        chosen.choose(experiment.id)
        st.rerun()
