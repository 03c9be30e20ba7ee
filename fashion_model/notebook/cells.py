"""The cells of a notebook, read from a file in the percent format, and how values come into code.

Before each cell stands a line `# %%`: `[markdown]` for one to read, a title, `tags=["a"]`. See
https://jupytext.readthedocs.io/en/latest/formats-scripts.html.
"""

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fashion_model.notebook.sources import LIBRARY, Excerpts

WIDTH = 110  # characters of a line of JSON
_MARK = re.compile(
    r"^# %%(?: (?P<title>\w+))?(?P<markdown> \[markdown\])?(?: tags=\[\"(?P<tag>\w+)\"\])?$"
)


@dataclass(frozen=True)
class Cell:
    """One cell: Markdown, or Python. `title` and `tag` stay in the template."""

    is_code: bool
    source: str
    title: str = ""
    tag: str = ""


def read_cells(text: str) -> Iterator[Cell]:
    """The cells of a file in the percent format; what stands before the first is left out."""
    mark: re.Match[str] | None = None
    lines: list[str] = []
    for line in [*text.splitlines(), "# %%"]:
        found = _MARK.match(line)
        if found is None:
            lines.append(line)
            continue
        if mark is not None:
            is_code = mark["markdown"] is None
            read = (
                lines if is_code else [each.removeprefix("#").removeprefix(" ") for each in lines]
            )
            source = "\n".join(read).strip("\n")
            yield Cell(is_code, source, mark["title"] or "", mark["tag"] or "")
        mark, lines = found, []


def quote_library(source: str, excerpts: Excerpts) -> str:
    """`source` with the library's own definitions in place of each import from it."""
    lines = source.splitlines()
    imports = [
        (node, excerpts.quote(str(node.module), [each.name for each in node.names]))
        for node in ast.parse(source).body  # in order: what a later one uses, too, comes first
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith(LIBRARY)
    ]
    for node, quoted in reversed(imports):
        lines[node.lineno - 1 : node.end_lineno] = [quoted, ""]
    return "\n".join(lines).strip("\n")


def assignment(name: str, value: Any) -> str:
    """Code that gives `name` the JSON-like `value`, which is never part of the code itself.

    The value is JSON text in Python string literals, a line each: JSON escapes what would end a
    line, `repr` what would end a literal. So whatever somebody named a run is harmless.
    """
    literals = "\n".join(f"    {line!r}" for line in _lines(value))
    return f"{name} = json.loads(\n{literals}\n)"


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
