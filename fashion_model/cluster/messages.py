"""What a machine of the cluster sends back while it trains: bytes, and each is checked.

A message is a line of JSON, after which a file's content may follow. What it says must be an event
of ours, and a file one of those that a training writes, or nothing of it is kept.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from fashion_model.runs import RunError
from fashion_model.runs.directory import CHECKPOINT
from fashion_model.runs.event_log import load_json
from fashion_model.runs.events import Event, parse_event, to_dict

_FILE = re.compile(
    rf"{re.escape(CHECKPOINT)}|model\.keras|model\.tflite"
    r"|predictions/validation-[0-9]{4,6}\.npy"
)


class ClusterError(RunError):
    """What keeps the cluster from training, in words."""


@dataclass(frozen=True)
class File:
    """A file of the run directory: its place there, and what it holds."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Begun:
    """The machine that trains it now, as Ray calls it."""

    machine: str


@dataclass(frozen=True)
class Refusal:
    """Why it can't be trained, in words; `for_good` where trying again would not help."""

    words: str
    for_good: bool


Message = Event | File | Begun | Refusal


def pack(said: Message) -> bytes:
    """As a machine of the cluster sends it."""
    content = b""
    if isinstance(said, Event):
        header: dict[str, object] = {"event": to_dict(said)}
    elif isinstance(said, File):
        header, content = {"file": said.name}, said.content
    elif isinstance(said, Begun):
        header = {"machine": said.machine}
    else:
        header = {"refusal": said.words, "for_good": said.for_good}
    return json.dumps(header).encode() + b"\n" + content


def unpack(message: object) -> Message:
    """What was sent; ClusterError where it is nothing a machine of ours sends."""
    line, _, content = message.partition(b"\n") if isinstance(message, bytes) else (b"", b"", b"")
    try:
        header = load_json(line)
    except (ValueError, RecursionError):
        header = None
    if isinstance(header, dict):
        event, name, words = header.get("event"), header.get("file"), header.get("refusal")
        machine = header.get("machine")
        parsed = parse_event(event)
        if parsed is not None:
            return parsed
        if isinstance(name, str) and _FILE.fullmatch(name):
            return File(name, content)
        if isinstance(machine, str):
            return Begun(machine)
        if isinstance(words, str):
            return Refusal(words, header.get("for_good") is True)
    raise ClusterError(
        "A machine of the cluster sent something this app does not know: it must have the same"
        " version of it."
    )
