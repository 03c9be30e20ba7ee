"""A widget that can be disabled keeps its value: the source writes it before drawing it."""

import ast
from collections.abc import Iterator

from fashion_model.environment import ROOT

BUTTONS = ("button", "download_button", "link_button", "form_submit_button")


def _calls(function: ast.AST) -> Iterator[ast.Call]:
    return (each for each in ast.walk(function) if isinstance(each, ast.Call))


def _written(function: ast.AST) -> set[str]:
    """The keys whose values `function` writes, as source: by `hold`, or into the session."""
    held = {
        ast.unparse(call.args[0])
        for call in _calls(function)
        if ast.unparse(call.func) == "hold" and call.args
    }
    assigned = {
        ast.unparse(target.slice)
        for each in ast.walk(function)
        if isinstance(each, ast.Assign)
        for target in each.targets
        if isinstance(target, ast.Subscript) and ast.unparse(target.value) == "st.session_state"
    }
    return held | assigned


def _unwritten(source: str) -> list[str]:
    """The keys of widgets in `source` that may be drawn disabled and then lose their value."""
    found = []
    for function in ast.walk(ast.parse(source)):
        if not isinstance(function, ast.FunctionDef):
            continue
        for call in _calls(function):
            given = {word.arg: ast.unparse(word.value) for word in call.keywords}
            kind = call.func.attr if isinstance(call.func, ast.Attribute) else ""
            ours = not kind or ast.unparse(call.func) == "setting.draw"  # that one holds itself
            if "disabled" in given and kind not in BUTTONS and not ours:
                found += [given["key"]] if given["key"] not in _written(function) else []
    return found


def test_every_widget_that_can_be_disabled_keeps_its_value() -> None:
    found = {
        str(path.relative_to(ROOT)): keys
        for folder in ("ui", "pages")
        for path in (ROOT / folder).rglob("*.py")
        if (keys := _unwritten(path.read_text(encoding="utf-8")))
    }
    assert found == {}


def test_the_widget_of_a_setting_holds_itself() -> None:
    source = (ROOT / "ui" / "elements" / "setting.py").read_text(encoding="utf-8")
    (draw,) = (
        each
        for each in ast.parse(source).body
        if isinstance(each, ast.FunctionDef) and each.name == "draw"
    )
    assert _written(draw) == {"key"}


def test_one_that_does_not_is_found() -> None:
    slider = "def draw():\n    st.slider('A', key='a', disabled=off)\n"
    assert _unwritten(slider) == ["'a'"]
    assert _unwritten(slider.replace("st.", "hold('a', off); st.")) == []
