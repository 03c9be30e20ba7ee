"""What machines of a cluster send is an event, a file of a run or a refusal, or it is not kept."""

from __future__ import annotations

import json

import pytest

from fashion_model.cluster.messages import (
    Begun,
    ClusterError,
    File,
    Message,
    Refusal,
    pack,
    unpack,
)
from fashion_model.runs.events import Suspended
from tests.tiny import batch, epoch


@pytest.mark.parametrize(
    "said",
    [
        batch(3),
        epoch(2),
        Suspended(step=4),
        File("checkpoint/state.npz", bytes(range(256)) * 3),
        File("predictions/validation-0012.npy", b""),
        File("model.keras", b"\n\n{"),
        Begun("a1b2"),
        Refusal("No.", for_good=True),
    ],
)
def test_what_is_sent_arrives(said: Message) -> None:
    assert unpack(pack(said)) == said


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"\n",
        b"[]\n",
        b"{}\n",
        b"{" * 10_000,
        b'{"event": {"event": "batch"}}\n',
        b'{"event": {"event": "epoch", "time": NaN}}\n',
        "no bytes",
        None,
        {"event": None},
        *(
            json.dumps({"file": name}).encode() + b"\nx"
            for name in (
                "../config.json",
                "config.json",
                "events.jsonl",
                "/etc/passwd",
                "model.keras/../../x",
                "model.keras\n",
                "predictions/test.npz",
                "predictions/validation-1.npy",
                7,
            )
        ),
    ],
)
def test_anything_else_is_refused(message: object) -> None:
    with pytest.raises(ClusterError, match="it must have the same version"):
        unpack(message)
