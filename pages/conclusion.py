"""Conclusion: what the chosen network learned, and the whole of it to take home."""

import streamlit as st

from ui import errors
from ui.conclusion import others, story, take_home
from ui.layout import next_page
from ui.models import chosen_run, resources

st.title("What did it learn?")
st.markdown(
    "The story of one training, told from its own numbers: how good it became, what it still mixes "
    "up, and how people and other networks do on the same pictures. At the end you can take all of "
    "it home."
)

with errors.show_errors():
    run = chosen_run.pick("Which training?")
    accuracy = run.test_accuracy
    if run.state == "failed":
        story.failed(run)
    elif accuracy is None:
        story.unfinished(run)
    else:
        with errors.show_errors():
            tested = resources.tested(run)
            story.draw(run, accuracy, tested)
            if tested is None:
                st.caption("Its answers on the test pictures are gone, so no mistakes are shown.")
            else:
                story.draw_confusions(tested)
                others.draw(run, accuracy, tested.asked)
        story.draw_next_steps(run)
        take_home.draw(run)

next_page("pages/start.py", "Back to the start")
