"""Everything the app knows about teaching a network clothes; imports no Streamlit."""
