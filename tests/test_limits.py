"""A limit of CONTRIBUTING.md that the linter does not know: functions are short."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("pages", "ui", "fashion_model", "research", "benchmarks", "scripts", "tests")
FROZEN = ROOT / "tests" / "frozen"  # stays as it was written
LONGEST = 40
"""Lines from `def` to the last one, docstring included and decorators not."""


def test_functions_are_short() -> None:
    too_long = [line for path in _sources() for line in _too_long(path)]
    assert not too_long, "\n".join(["", *too_long])


def _sources() -> Iterator[Path]:
    yield ROOT / "app.py"
    for folder in FOLDERS:
        found = sorted((ROOT / folder).rglob("*.py"))
        assert found, f"{folder} holds no Python"
        yield from (path for path in found if not path.is_relative_to(FROZEN))


def _too_long(path: Path) -> Iterator[str]:
    """The functions of a file that are too long, methods and nested ones too."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > LONGEST:
                yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name} {length}"
