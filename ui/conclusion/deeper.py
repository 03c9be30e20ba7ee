"""What is one click away on Conclusion: numbers, mistakes, others, and the rest to take home."""

from functools import partial

import streamlit as st

from fashion_model.runs import Run
from ui.conclusion import others, story, take_home
from ui.elements import looks
from ui.elements.looks import Look
from ui.models.resources import Predictions
from ui.questions import summary


def draw(run: Run, accuracy: float, predictions: Predictions | None) -> None:
    """Draw the looks at `run`; without its `predictions` none at its mistakes."""
    way = partial(story.draw_way, run, accuracy, predictions)
    found = {"The numbers": Look("How did it get there?", way)}
    if predictions is None:
        st.caption("Its answers on the test pictures are gone, so no mistakes are shown.")
    else:
        confused = partial(story.draw_confusions, predictions)
        compared = partial(others.draw, run, accuracy, predictions.asked)
        found["Its mistakes"] = Look("What does it confuse?", confused)
        found["People and other networks"] = Look("How does it compare?", compared)
    found["Your seven questions"] = Look("What did you find out?", partial(summary.draw, run))
    found["Take it home"] = Look("What can you take home?", partial(take_home.draw, run))
    looks.choose("Want to know more?", found, key="conclusion_looks")
