"""The library's own source as cells, so that a notebook does exactly what a training did.

Sources are read as text and never imported: Keras must stay out of the server.
"""

import ast
from functools import cache
from itertools import pairwise
from pathlib import Path

_LIBRARY = Path(__file__).resolve().parent.parent


def excerpt(file: str, *names: str) -> str:
    """The definitions `names` of a file of the library, in its own order; without names, all.

    Its docstring and imports stay behind: the notebook has imports of its own.

    Raises:
        KeyError: the file doesn't define one of `names`.
    """
    found = _definitions(file)
    for name in names:
        if not any(name in each for each, _ in found):
            raise KeyError(f"{file} does not define {name}")
    chosen = [source for each, source in found if not names or each & set(names)]
    text = chosen[0]
    for before, source in pairwise(chosen):
        lines = 1 if _is_short(before) and _is_short(source) else 3
        text += "\n" * lines + source
    return text


@cache
def _definitions(file: str) -> list[tuple[frozenset[str], str]]:
    """The names that each statement of a file gives a meaning, and its source."""
    text = (_LIBRARY / file).read_text(encoding="utf-8")
    lines = text.splitlines()
    return [
        (names, "\n".join(lines[_first_line(node) - 1 : node.end_lineno]))
        for node in ast.parse(text).body
        if (names := _names(node))
    ]


def _names(node: ast.stmt) -> frozenset[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return frozenset({node.name})
    targets = node.targets if isinstance(node, ast.Assign) else []
    if isinstance(node, ast.AnnAssign):
        targets = [node.target]
    parts = (part for target in targets for part in ast.walk(target))
    return frozenset(part.id for part in parts if isinstance(part, ast.Name))


def _first_line(node: ast.stmt) -> int:
    decorators = getattr(node, "decorator_list", [])
    return int(min([node.lineno, *(each.lineno for each in decorators)]))


def _is_short(source: str) -> bool:
    return not source.startswith(("def ", "class ", "@"))
