"""The documents say what is there: their paths and modules, held against the tree."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = (
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "README.md",
    *sorted(str(path.relative_to(ROOT)) for path in (ROOT / "docs").rglob("*.md")),
)
WITH_MODULES = ("ARCHITECTURE.md", "docs/results.md", "docs/teaching.md", "docs/design/answers.md")
MADE_BY_RUNNING = ("runs/", "predictions/", "checkpoint/")  # in a run directory, or where runs lie
_QUOTED = re.compile(r"`([^`\n]+)`")
_PATH = re.compile(r"[\w.-]+(/[\w.-]+)*(/|\.(py|md|toml|js|css|html|txt|json))")
_LINK = re.compile(r"\]\(([^)#:\s]+)\)")  # not to the web
_SETTING = re.compile(r"\bFASHION_[A-Z_]+\b")
_MODULE = re.compile(r"python -m ((?:fashion_model|research|benchmarks|scripts|tests)[\w.]*)")


def _quoted(document: str) -> list[str]:
    return _QUOTED.findall((ROOT / document).read_text(encoding="utf-8"))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_path_is_there(document: str) -> None:
    paths = [each for each in _quoted(document) if "/" in each and _PATH.fullmatch(each)]
    missing = [
        path
        for path in paths
        if not path.startswith(MADE_BY_RUNNING) and not (ROOT / path).exists()
    ]
    assert not missing


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_leads_somewhere(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    folder = (ROOT / document).parent
    missing = [link for link in _LINK.findall(text) if not (folder / link).exists()]
    assert not missing


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_module_to_run_is_there(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    modules = [name.rstrip(".") for name in _MODULE.findall(text)]
    missing = [
        name
        for name in modules
        if not (ROOT / name.replace(".", "/")).with_suffix(".py").exists()
        and not (ROOT / name.replace(".", "/") / "__main__.py").exists()
    ]
    assert modules or document not in WITH_MODULES
    assert not missing


def test_every_setting_is_told_and_every_setting_told_is_read() -> None:
    told = set(_SETTING.findall((ROOT / "docs" / "deployment.md").read_text(encoding="utf-8")))
    read = (ROOT / "fashion_model" / "environment.py").read_text(encoding="utf-8")
    assert told == set(_SETTING.findall(read))


def test_a_path_that_is_gone_would_be_found() -> None:
    assert _PATH.fullmatch("fashion_model/runs/reading.py")
    assert _PATH.fullmatch("research/doodles/")
    assert not _PATH.fullmatch("app.py → pages/")
