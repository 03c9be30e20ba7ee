"""The top of a page: where one begins to read again when another thing is shown in its place."""

from ui.elements.component import Component

_COMPONENT = Component.faceless(__file__, "top")


def begin(view: str) -> None:
    """Scroll to the top if another `view` than this was shown on the page before."""
    _COMPONENT.draw({"view": view}, key="code_of_top")
