"""The eight pages as a path to walk, each with a link that keeps the chosen run."""

import streamlit as st

from ui import chosen_run

_CHAPTERS = (
    ("Start", ":material/home:", "You are here: see at once what such a network can do."),
    (
        "Dataset",
        ":material/photo_library:",
        "Meet small pictures of clothes, and find the odd ones.",
    ),
    ("Preprocessing", ":material/tune:", "Turn, shift and cover them, so that it learns more."),
    ("Architecture", ":material/account_tree:", "Build a network from blocks and look inside."),
    ("Training", ":material/model_training:", "Press start and watch it learn, live."),
    ("Evaluation", ":material/grid_on:", "Find out what it gets wrong, and see why."),
    ("Classify", ":material/draw:", "Draw, photograph or upload something of your own."),
    ("Conclusion", ":material/flag:", "What did it learn? Take it home as a notebook."),
)
_A_ROW = 4


def draw() -> None:
    """Draw a card for each page: its name and icon as a link, and what one does there."""
    for start in range(0, len(_CHAPTERS), _A_ROW):
        columns = st.columns(_A_ROW)
        for column, (name, icon, words) in zip(
            columns, _CHAPTERS[start : start + _A_ROW], strict=True
        ):
            with column, st.container(border=True, height="stretch"):
                st.page_link(
                    f"pages/{name.lower()}.py",
                    label=f"**{name}**",
                    icon=icon,
                    query_params=chosen_run.address(),
                )
                st.caption(words)
