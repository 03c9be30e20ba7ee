"""What is new on a page, for those who hear it: said once, in the place all news come from.

That place is made by `ui/announcements.js`.
"""

import secrets

from ui.elements.component import Component
from ui.state import Slot

_COMPONENT = Component.faceless(__file__, "news")

_SAID: Slot[dict[str, tuple[str, str]]] = Slot("news_said", {})
"""By name: what was said last, and its number."""


def tell(name: str, identity: str, words: str) -> None:
    """Have `words`, plain text, read out as soon as `name` has another `identity` than before.

    Call it wherever it is drawn: a page that is only drawn again says nothing again.
    """
    before, number = _SAID.get().get(name, ("", ""))
    if identity != before:
        number = secrets.token_hex(8)
        _SAID.set({**_SAID.get(), name: (identity, number)})
    _COMPONENT.draw({"number": number, "words": words}, key=f"code_of_news_{name}")
