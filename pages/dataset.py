"""Dataset: seventy thousand pictures of clothes, to look at from all sides."""

import streamlit as st

from ui import errors
from ui.dataset import averages, doubtful, explore, map_look, overview, quiz, spoiling
from ui.elements import looks
from ui.elements.looks import Look
from ui.layout import heading
from ui.questions import foot

heading(
    "Seventy thousand pictures",
    "Ten kinds of clothes, all a network learns from. Click one to see it as the computer does.",
)


@st.fragment
def look_around() -> None:
    """Draw all that follows a filter or a click in the gallery, together."""
    explore.draw()
    st.header("Could you tell them apart?", anchor=False)
    with errors.show_errors():
        quiz.draw()
    looks.choose(
        "More about the pictures",
        {
            "The averages": Look("What does each kind look like on average?", averages.draw),
            "The map": Look("Which pictures are alike?", map_look.draw),
            "Doubtful labels": Look("Would you have called it that?", doubtful.draw),
            "Spoil the data": Look("What if the data were bad?", spoiling.draw),
            "Facts and numbers": Look("Where do the pictures come from?", overview.draw),
        },
        key="dataset_look",
    )


look_around()

foot.draw("dataset", "pages/preprocessing.py", "Next: how pictures are prepared")
