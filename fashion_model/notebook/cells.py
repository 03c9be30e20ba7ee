"""The cells of a notebook, and the one way values come into its code."""

import json
from dataclasses import dataclass
from typing import Any, Literal

WIDTH = 110  # characters of a line of JSON


@dataclass(frozen=True)
class Cell:
    """One cell: Markdown, or Python."""

    kind: Literal["markdown", "code"]
    source: str


def markdown(text: str) -> Cell:
    """A cell to read."""
    return Cell("markdown", text.strip())


def code(source: str) -> Cell:
    """A cell to run."""
    return Cell("code", source.strip("\n"))


def assignment(name: str, value: Any) -> Cell:
    """A cell that gives `name` the JSON-like `value`, which is never part of the code itself.

    The value is JSON text in Python string literals, a line each: JSON escapes what would end a
    line, `repr` what would end a literal. So whatever somebody named a run is harmless.
    """
    literals = "\n".join(f"    {line!r}" for line in _lines(value))
    return code(f"{name} = json.loads(\n{literals}\n)")


def _lines(value: Any, indent: str = "", before: str = "", after: str = "") -> list[str]:
    """`value` as JSON, one line for all that fits on one."""
    whole = f"{indent}{before}{json.dumps(value, allow_nan=False)}{after}"
    if len(whole) <= WIDTH or not isinstance(value, dict | list | tuple):
        return [whole]
    inner = list(value.items()) if isinstance(value, dict) else [("", each) for each in value]
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    lines = [f"{indent}{before}{opening}"]
    for number, (key, each) in enumerate(inner, 1):
        name = f"{json.dumps(key)}: " if isinstance(value, dict) else ""
        comma = "," if number < len(inner) else ""
        lines += _lines(each, indent + "  ", name, comma)
    return [*lines, f"{indent}{closing}{after}"]
