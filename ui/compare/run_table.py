"""All trainings as one table: sorted by a click on a column's head, chosen by ticking.

It is Streamlit's own, fed with an Arrow table, which needs no pandas. Its selection is a list of
places, so what is ticked is kept by id and written back whenever the rows are others.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
import streamlit as st

from fashion_model.runs.table import Group, Row
from ui.compare import picked
from ui.elements import states
from ui.state import PICKED_RUNS, Slot

KEY = "run_table"
_TALLEST = 8  # rows; the rest scrolls
_ROW = 35  # pixels
_ORDER: Slot[tuple[tuple[str, ...], ...]] = Slot("run_table_order", ())
"""The ids behind each row as they were drawn last."""


def draw(rows: Sequence[Row], *, grouped: bool) -> None:
    """Draw `rows`; a click on a box ticks or unticks what is behind that row."""
    ticked = set(PICKED_RUNS.get())
    wanted = [place for place, row in enumerate(rows) if set(row.ids) <= ticked]
    if sorted(_selected()) != wanted:
        st.session_state[KEY] = {"selection": {"rows": wanted, "columns": [], "cells": []}}
    _ORDER.set(tuple(row.ids for row in rows))
    st.dataframe(
        table(rows, grouped=grouped),
        key=KEY,
        height=_ROW * (1 + min(len(rows), _TALLEST)) + 3,
        hide_index=True,
        on_select=_picked,
        selection_mode="multi-row",
        column_config=_columns(),
        placeholder="–",
        alt="All trainings, the best on validation first; tick two to six to compare them.",
    )


def _selected() -> list[int]:
    state: Any = st.session_state.get(KEY)
    return [] if state is None else list(state["selection"]["rows"])


def _picked() -> None:
    order = _ORDER.get()
    ids = [each for place in _selected() if place < len(order) for each in order[place]]
    picked.pick(ids, [each for row in order for each in row])


def table(rows: Sequence[Row], *, grouped: bool) -> Any:
    """Return the Arrow table of `rows`; a column in which nothing differs is left out."""
    columns: dict[str, Any] = {
        "Name": pa.array([row.name for row in rows], pa.string()),
        "Right": pa.array([_points(row.accuracy) for row in rows], pa.float64()),
        "Seeds": pa.array([_spread(row.group) for row in rows], pa.string()),
        "Settings": pa.array([row.told for row in rows], pa.string()),
        "Seconds": pa.array([row.seconds for row in rows], pa.float64()),
        "Parameters": pa.array([row.parameters for row in rows], pa.int64()),
        "State": pa.array([states.word(row.state) for row in rows], pa.string()),
        "Date": pa.array([_date(row) for row in rows], pa.timestamp("s")),
        "Learned from": pa.array([_source(row) for row in rows], pa.string()),
        "Pictures a second": pa.array([row.speed for row in rows], pa.float64()),
        "Multiply-adds": pa.array([row.multiply_adds for row in rows], pa.int64()),
    }
    if grouped:
        del columns["Name"], columns["Settings"]
        columns = {"Settings": pa.array([_settings(row) for row in rows], pa.string()), **columns}
    if len({row.sample for row in rows if row.healthy}) < 2:
        del columns["Learned from"]
    return pa.table(columns)


def _settings(row: Row) -> str:
    return row.told if row.healthy else f"{row.name}: {row.told}"


def _points(share: float | None) -> float | None:
    return None if share is None else 100 * share


def _spread(group: Group | None) -> str | None:
    """`3: 85.1 ± 0.4 %`."""
    return None if group is None else f"{group.n}: {100 * group.mean:.1f} ± {100 * group.sd:.1f} %"


def _source(row: Row) -> str | None:
    if row.sample is None:
        return None
    return "bundled sample" if row.sample else "all pictures"


def _date(row: Row) -> datetime | None:
    return None if row.created is None else datetime.fromtimestamp(int(row.created))


def _columns() -> dict[str, Any]:
    column = st.column_config
    return {
        "Name": column.TextColumn(width=190),
        "Right": column.NumberColumn(
            format="%.1f %%",
            width=68,
            help="The share of validation pictures that the kept network names right.",
        ),
        "Seeds": column.TextColumn(
            width=120,
            help="How many trainings with these settings have ended, whatever their seed: their "
            "mean, and their standard deviation.",
        ),
        "Settings": column.TextColumn(
            width=190, help="The nearest preset, and what differs from it."
        ),
        "Seconds": column.NumberColumn(format="%.0f", width=72, help="Of its epochs."),
        "Parameters": column.NumberColumn(format="compact", width=90),
        "State": column.TextColumn(width=80),
        "Date": column.DatetimeColumn(format="D MMM, HH:mm", width=105),
        "Learned from": column.TextColumn(width=120),
        "Pictures a second": column.NumberColumn("Pictures/s", format="%.0f", width=85),
        "Multiply-adds": column.NumberColumn(
            format="compact", width=105, help="For one picture’s way through the network."
        ),
    }
