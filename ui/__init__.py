"""Streamlit glue: session state, cached resources, charts and the pieces that pages share."""
