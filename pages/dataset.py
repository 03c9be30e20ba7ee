"""Dataset: seventy thousand pictures of clothes, to look at from all sides."""

import streamlit as st

from ui import errors
from ui.dataset import averages, explore, overview, quiz
from ui.layout import next_page
from ui.models import resources

st.title("Seventy thousand pictures of clothes")
st.markdown(
    "A network knows nothing but what it was shown. So have a look at the pictures first: ten "
    "kinds of clothing, small and grey, each with the right name attached. Which kinds would you "
    "mix up yourself?"
)

with errors.show_errors():
    dataset = resources.dataset()
    overview.numbers(dataset)
    overview.kinds(dataset)
    st.header("The average of each kind")
    averages.draw()
    st.header("A map of 2,000 pictures")
    explore.draw()
    st.header("Could you tell them apart?")
    quiz.draw()

next_page("pages/preprocessing.py", "Next: how pictures are prepared")
