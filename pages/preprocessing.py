"""Preprocessing: how pictures are prepared and varied before the network sees them."""

import streamlit as st

from ui.navigation import next_page

st.title("How pictures are prepared")
st.markdown("What happens to a picture before the network sees it.")

next_page("pages/architecture.py", "Next: build a network")
