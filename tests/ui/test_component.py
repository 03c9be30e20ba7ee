"""Components as they stand before their JavaScript has come: a slow machine shows them so."""

from html.parser import HTMLParser
from importlib import import_module

import pytest

from fashion_model.environment import ROOT
from ui.elements.component import Component

COMPONENTS: list[Component] = [
    import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))._COMPONENT
    for path in sorted((ROOT / "ui").rglob("*.py"))
    if "_COMPONENT = Component." in path.read_text(encoding="utf-8")
]
SPOKEN_OF = ("application", "group", "img")


class _Nameless(HTMLParser):
    """Collects the start tags of what a screen reader announces and has no name for."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        named = given.get("aria-label") or given.get("alt")
        if (tag == "img" or given.get("role") in SPOKEN_OF) and not named:
            self.found.append(self.get_starttag_text() or tag)


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda each: each.name)
def test_a_component_says_what_it_is_from_the_start(component: Component) -> None:
    page = _Nameless()
    page.feed(component.html)
    assert not page.found
