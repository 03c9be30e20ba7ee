"""Components of our own: a little HTML, CSS and JavaScript beside the Python that feeds them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

_SHARED = Path(__file__).with_name("shared.js")


def sent(key: str, name: str) -> Any:
    """Return what the component `key` has sent under that `name`; None before.

    It is a stranger's word: whoever uses it looks at what it is.
    """
    state: Any = st.session_state.get(key)
    return None if state is None else state.get(name)


@dataclass(frozen=True)
class Component:
    """HTML, CSS and JavaScript under a name; JavaScript alone sees the data."""

    name: str
    html: str
    css: str
    js: str

    @classmethod
    def beside(cls, module: str, name: str, html: str | None = None) -> "Component":
        """Read the files of that `name` that lie beside `module` (its `__file__`)."""
        path = Path(module).with_name(name)
        css, js = (path.with_suffix(end).read_text(encoding="utf-8") for end in (".css", ".js"))
        js = _SHARED.read_text(encoding="utf-8") + js
        if html is None:
            html = path.with_suffix(".html").read_text(encoding="utf-8")
        return cls(name, html, css, js)

    @classmethod
    def faceless(cls, module: str, name: str) -> "Component":
        """Read the script of that `name` beside `module`, which shows nothing on the page."""
        script = Path(module).with_name(name).with_suffix(".js").read_text(encoding="utf-8")
        return cls(name, "<span hidden></span>", "", _SHARED.read_text(encoding="utf-8") + script)

    def draw(self, data: Mapping[str, Any], *, key: str, **on_change: Any) -> Any:
        """Draw it with `data`, and return what it sent; `on_change`: `on_<name>_change=`."""
        # Registered at every drawing, which costs nothing: a component belongs to a server, and
        # tests start many.
        mount = st.components.v2.component(self.name, html=self.html, css=self.css, js=self.js)
        # Tuples, because Streamlit imports pandas (0.4 s) to find out whether a list is a table.
        return mount(
            key=key,
            data={
                name: tuple(value) if isinstance(value, list) else value
                for name, value in data.items()
            },
            **on_change,
        )
