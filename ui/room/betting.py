"""Class, the bet: the class says which of two networks will be better, and they are trained."""

from collections.abc import Sequence

import streamlit as st

from fashion_model.config import ConfigError
from fashion_model.experiments import result
from fashion_model.experiments.design import Design
from fashion_model.experiments.store import Experiment, ExperimentGone
from fashion_model.experiments.trials import Trial, progress, read, state_of
from fashion_model.rooms import Room
from fashion_model.rooms.bet import Bet
from fashion_model.runs import why_read_only
from fashion_model.words import plain, several
from ui import errors, plan
from ui.elements import news
from ui.experiments import chosen, curves, lines, start
from ui.layout import INK
from ui.models import under_way
from ui.state import begin_with, hold
from ui.visible import open_experiment

MENU = "bet_menu"
_ONE, _OTHER, _SEEDS = "bet_one", "bet_other", "bet_seeds"
_MOST_SEEDS, _USUAL_SEEDS = 5, 3
_HEIGHT = 265  # pixels: beneath the games, and above a projector's edge
_RULE = (
    "**Bet**: two networks are trained, and everybody says before which one will be better. If the "
    "difference may be luck, nobody wins."
)
_SEEDS_HELP = (
    "How often each is trained, each time from another random beginning. With one each it is hard "
    "to tell luck from better."
)


def offer(room: Room) -> None:
    """Draw the choice of two networks, and the button that lets phones bet on them."""
    st.markdown(_RULE)
    begin_with(_ONE, plan.QUICK)
    begin_with(_OTHER, plan.FIRST_PRESET)
    names = start.networks()
    sides = zip(st.columns(2), (("One network", _ONE), ("The other", _OTHER)), strict=True)
    for column, (label, key) in sides:
        hold(key, *names.values())
        column.selectbox(
            label, list(names), format_func=names.__getitem__, key=key, persist_state="session"
        )
    begin_with(_SEEDS, _USUAL_SEEDS)
    st.segmented_control(
        "Each is trained",
        list(range(1, _MOST_SEEDS + 1)),
        format_func=lambda seeds: f"{seeds} ×",
        key=_SEEDS,
        persist_state="session",
        required=True,
        help=_SEEDS_HELP,
    )
    closed, possible = why_read_only(), True
    try:
        words = start.time_needed(_chosen())
        st.caption(words if closed is None else plain(closed))
    except ConfigError as error:
        possible = False
        st.error(plain(str(error)), icon=":material/error:")
    st.button(
        "Let them bet",
        key="offer_bet",
        type="primary",
        disabled=not possible or closed is not None,
        on_click=_offer,
        args=(room,),
    )


def _chosen() -> Design:
    """Return the race that is chosen; ConfigError, in words, where it is none."""
    seeds = tuple(range(1, st.session_state[_SEEDS] + 1))
    return start.race((st.session_state[_ONE], st.session_state[_OTHER]), seeds)


def _offer(room: Room) -> None:
    with errors.show_errors():
        room.offer_bet(_chosen())
        st.session_state[MENU] = False  # the wall is to be seen


def draw(room: Room, bet: Bet) -> None:
    """Draw how the bet stands: who bets on what, and from its start on the race."""
    with st.container(key="room_score", gap=None):
        _score(room, bet)
    with errors.show_errors():
        if bet.experiment is None:
            _sides(room, bet)
            _start_button(room, bet)
        else:
            _race(room, bet, bet.experiment)


def _score(room: Room, bet: Bet) -> None:
    """Say in two lines how the bet stands; who was taken off the wall does not count."""
    bets = sum(len(room.betting_on(side)) for side in (0, 1))
    if bet.verdict is None:
        title = f"Which will be better, {bet.names[0]} or {bet.names[1]}?"
        st.subheader(plain(title), anchor=False)
        st.markdown(f"{bets} of {several(room.joined(), 'phone')} bet.")
        return
    better = bet.verdict.better
    if better is None:
        title, won = "Nobody wins", "That may be luck, or no difference that matters."
    else:
        title = f"{bet.names[better]} is better"
        animals = room.betting_on(better)
        won = f"**{len(animals)} of {bets} bet rightly**"
        won += f": {', '.join(animals)}." if animals else "."
    st.subheader(plain(title), anchor=False)
    st.markdown(won)
    news.tell("bet", f"{bet.experiment} {title}", f"{title}. {bet.verdict.words}")


def _race(room: Room, bet: Bet, experiment_id: str) -> None:
    """Draw the race, under way or decided, and beside it who bets on what."""
    try:
        experiment = open_experiment(experiment_id)
    except ExperimentGone:
        _sides(room, bet)
        st.markdown(plain(bet.verdict.words if bet.verdict else ""))
        return
    trials = read(experiment)
    curve, beside = st.columns([5, 3], gap="medium")
    with curve:
        _chart(experiment, trials)
    with beside, st.container(gap="xsmall", key="bet_beside"):
        if bet.verdict is None:
            _under_way(experiment, trials)
        else:
            st.markdown(plain(bet.verdict.words))
        for side in (0, 1):
            _side(room, bet, side)
        if st.button("See it on Compare", key="bet_on_compare", icon=":material/compare_arrows:"):
            chosen.look_at(experiment.id)


def _sides(room: Room, bet: Bet) -> None:
    """Draw who bets on which network."""
    for side, column in enumerate(st.columns(2, gap="medium")):
        with column, st.container(border=True, gap="xsmall"):
            _side(room, bet, side)
            st.caption(bet.facts[side])


def _side(room: Room, bet: Bet, side: int) -> None:
    animals = room.betting_on(side)
    words = f"**{plain(bet.names[side])}**: {several(len(animals), 'phone')}"
    st.markdown(f"{words}. {', '.join(animals)}" if animals else words)


def _start_button(room: Room, bet: Bet) -> None:
    closed = why_read_only()
    st.button(
        "Start the race",
        key="start_race",
        type="primary",
        icon=":material/play_arrow:",
        disabled=closed is not None,
        on_click=_start,
        args=(room,),
        help="From then on nobody can bet.",
    )
    st.caption(closed or start.time_needed(bet.design))


def _start(room: Room) -> None:
    with errors.show_errors():
        if room.bet is not None and room.bet.open:
            room.race_begun(start.start(room.bet.design).id)


def _under_way(experiment: Experiment, trials: Sequence[Trial]) -> None:
    """Say how far the race is."""
    state = state_of(experiment, trials)
    st.progress(progress(trials), lines.how_far(trials, lines.read(trials), state))
    if state == "queued":
        under_way.trouble()
    elif state != "running":
        st.caption(f"The race is {state}: on Compare it can go on, or be stopped.")


def _chart(experiment: Experiment, trials: Sequence[Trial]) -> None:
    labels = result.labels(experiment.design)
    seen = lines.read(trials)
    table, ends = curves.table(seen, labels, curves.EPOCHS)
    epochs = max(variant.config.epochs for variant in experiment.design.variants)
    until = curves.until(seen, epochs, curves.EPOCHS)
    st.vega_lite_chart(
        table,
        {
            **curves.chart(labels, curves.EPOCHS, until, ends, INK, curves.title_of(seen)),
            "height": _HEIGHT,
        },
        key="bet_curves",
        alt=curves.alt(seen, labels),
    )
