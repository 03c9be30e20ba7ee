"""What a component's JavaScript sends, without a browser."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import pytest

from ui.elements.component import Component


@contextmanager
def sending(
    monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str, value: object
) -> Iterator[None]:
    """The component that is drawn inside, by `module`, has sent `value` under a name."""
    callbacks: dict[str, Any] = {}

    def draw(_: object, data: object, *, key: str, **on_change: Any) -> None:
        callbacks.update(on_change)

    with monkeypatch.context() as patch:
        patch.setattr(Component, "draw", draw)
        patch.setattr(module, "sent", lambda _, asked: value if asked == name else None)
        yield
        callbacks[f"on_{name}_change"]()
