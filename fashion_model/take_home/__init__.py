"""A trained network as one page for any browser: no server, no network, nothing to install."""

from fashion_model.take_home.page import file_name, make_page, why_not

__all__ = ["file_name", "make_page", "why_not"]
