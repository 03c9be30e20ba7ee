"""The library's own source as code of a notebook, so that it does exactly what a training did.

Sources are read as text and never imported: Keras must stay out of the server.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from fashion_model.config import Setting, train_config
from fashion_model.config.setting import declared
from fashion_model.environment import ROOT

LIBRARY = "fashion_model"
_CONFIG = f"{LIBRARY}.config.train_config"


@dataclass(frozen=True)
class _Statement:
    """A statement of a module: the names it gives a meaning, those it uses, and its source."""

    defines: frozenset[str]
    uses: frozenset[str]
    source: str


class Excerpts:
    """Quotes the library for one notebook: each definition once, after all that it uses."""

    def __init__(self) -> None:
        self._quoted: set[str] = set()

    def quote(self, module: str, names: list[str]) -> str:
        """The definitions of `names` in `module`, and what they use that was not quoted yet.

        Docstrings of modules and imports stay behind: the notebook has imports of its own.

        Raises:
            KeyError: the module doesn't define one of `names`.
        """
        sources = [*self._sources(module, names)]
        text = sources[0] if sources else ""
        for before, source in pairwise(sources):
            lines = 1 if _is_short(before) and _is_short(source) else 3
            text += "\n" * lines + source
        return text

    def _sources(self, module: str, names: list[str]) -> Iterator[str]:
        if module == f"{LIBRARY}.config":
            for name in names:
                if name not in self._quoted:
                    self._quoted.add(name)
                    yield _settings_class(name)
            return
        statements, imported = _module(module)
        wanted = _closure(statements, names)
        for name in names:
            if not any(name in each.defines for each in statements):
                raise KeyError(f"{module} does not define {name}")
        for name in sorted({used for each in wanted for used in each.uses} & imported.keys()):
            yield from self._sources(imported[name], [name])
        for each in wanted:
            if each.source not in self._quoted:
                self._quoted.add(each.source)
                yield each.source


def _closure(statements: list[_Statement], names: list[str]) -> list[_Statement]:
    """Those of `statements` that give `names` a meaning, with all they need, in order."""
    known, chosen = set(names), [False] * len(statements)
    changed = True
    while changed:
        changed = False
        for place, each in enumerate(statements):
            if not chosen[place] and each.defines & known:
                chosen[place] = changed = True
                known |= each.uses
    return [each for each, is_chosen in zip(statements, chosen, strict=True) if is_chosen]


@cache
def _module(name: str) -> tuple[list[_Statement], dict[str, str]]:
    """The statements of a module, and from which other module of the library it has a name."""
    lines = _text(name).splitlines()
    statements: list[_Statement] = []
    imported: dict[str, str] = {}
    for node in ast.parse(_text(name)).body:
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith(LIBRARY):
            imported |= {each.name: str(node.module) for each in node.names}
        elif defines := _defined(node):
            uses = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)} - defines
            source = "\n".join(lines[_first_line(node) - 1 : node.end_lineno])
            statements.append(_Statement(frozenset(defines), frozenset(uses), source))
    return statements, imported


def _defined(node: ast.stmt) -> set[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return {node.name}
    targets = node.targets if isinstance(node, ast.Assign) else []
    if isinstance(node, ast.AnnAssign):
        targets = [node.target]
    parts = (part for target in targets for part in ast.walk(target))
    return {part.id for part in parts if isinstance(part, ast.Name)}


def _first_line(node: ast.stmt) -> int:
    decorators = getattr(node, "decorator_list", [])
    return int(min([node.lineno, *(each.lineno for each in decorators)]))


def _is_short(source: str) -> bool:
    return not source.startswith(("def ", "class ", "@"))


def _settings_class(name: str) -> str:
    """A class of settings without its declarations: what each is called is a comment."""
    lines = _text(_CONFIG).splitlines()
    (node,) = (
        each
        for each in ast.parse(_text(_CONFIG)).body
        if isinstance(each, ast.ClassDef) and each.name == name
    )
    doc = str(ast.get_docstring(node)).partition("\n")[0]
    written = ["@dataclass(frozen=True)", f"class {name}:", f'    """{doc}"""', ""]
    settings = declared(getattr(train_config, name))
    for each in node.body:
        if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name):
            field = each.target.id
            title = settings[field].title if field in settings else ""
            said = f"  # {title}" if title.lower().replace(" ", "_") not in ("", field) else ""
            default = _default(each.value, settings.get(field))
            written.append(f"    {field}: {ast.unparse(each.annotation)} = {default}{said}")
        elif isinstance(each, ast.FunctionDef) and each.decorator_list and each.name == "active":
            written += ["", *lines[_first_line(each) - 1 : each.end_lineno]]
    return "\n".join(written)


def _default(value: ast.expr | None, setting: Setting | None) -> str:
    if setting is not None:
        return repr(setting.default).replace("'", '"')
    if isinstance(value, ast.Call) and value.keywords:  # field(default_factory=Class)
        return f"{ast.unparse(value.keywords[0].value)}()"
    return "" if value is None else ast.unparse(value)


@cache
def _text(module: str) -> str:
    return ROOT.joinpath(*module.split(".")).with_suffix(".py").read_text(encoding="utf-8")
