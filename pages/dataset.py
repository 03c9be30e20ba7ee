"""Dataset: seventy thousand pictures of clothes, to look at from all sides."""

import streamlit as st

from ui import faults, resources
from ui.dataset import averages, explore, guess, overview
from ui.navigation import next_page

st.title("Seventy thousand pictures of clothes")
st.markdown(
    "A network knows nothing but what it was shown. So have a look at the pictures first: ten "
    "kinds of clothing, small and grey, each with the right name attached. Which kinds would you "
    "mix up yourself?"
)

with faults.told():
    dataset = resources.dataset()
    overview.numbers(dataset)
    overview.kinds(dataset)
    st.header("The average of each kind")
    averages.draw()
    st.header("A map of 2,000 pictures")
    explore.draw()
    st.header("Could you tell them apart?")
    guess.draw()

next_page("pages/preprocessing.py", "Next: how pictures are prepared")
