"""A server looks after its rooms for as long as it runs."""

import asyncio
import logging

import pytest

from fashion_model.rooms import Rooms
from tests import event_loop
from ui.room import registry


def test_whatever_happens_the_next_sweep_comes(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    swept: list[Rooms] = []

    def sweep(self: Rooms) -> None:
        swept.append(self)
        if len(swept) == 1:
            raise RuntimeError("a fault")

    monkeypatch.setattr(Rooms, "sweep", sweep)
    monkeypatch.setattr(registry, "_SWEEP_SECONDS", 0.01)

    async def look() -> None:
        keeping = asyncio.create_task(registry.keep())
        async with asyncio.timeout(20):
            while len(swept) < 3:
                await asyncio.sleep(0.01)
        keeping.cancel()

    with caplog.at_level(logging.ERROR):
        event_loop.run(look())
    assert [each.getMessage() for each in caplog.records] == [
        "The rooms could not be looked after."
    ]
