"""Conclusion: what the chosen network learned, and the whole of it to take home."""

import streamlit as st

from ui.navigation import next_page

st.title("What it learned")
st.markdown("The story of one training, from its own numbers.")

next_page("pages/start.py", "Back to the start")
