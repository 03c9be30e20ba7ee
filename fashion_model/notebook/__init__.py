"""A finished run as a Jupyter notebook that trains the same network again, without the app."""

from fashion_model.notebook.making import file_name, make_notebook, why_not

__all__ = ["file_name", "make_notebook", "why_not"]
