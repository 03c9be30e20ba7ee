"""A network as one page."""
