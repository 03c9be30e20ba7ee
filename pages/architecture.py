"""Architecture: build a network from blocks, and see what each one does."""

import streamlit as st

from ui.navigation import next_page

st.title("Build a network")
st.markdown("A network is a row of simple steps.")

next_page("pages/training.py", "Next: train it")
