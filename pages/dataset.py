"""Dataset: seventy thousand pictures of clothes, to look at from all sides."""

import streamlit as st

from ui.navigation import next_page

st.title("Seventy thousand pictures of clothes")
st.markdown("The pictures the network learns from.")

next_page("pages/preprocessing.py", "Next: how pictures are prepared")
