"""The documents say what is there: their paths and modules, held against the tree."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = (
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "README.md",
    "docs/cluster.md",
    "docs/deployment.md",
    "docs/lessons.md",
    "docs/results.md",
    "docs/teaching.md",
)
NO_MODULES = ("CONTRIBUTING.md", "README.md", "docs/deployment.md", "docs/lessons.md")
MADE_BY_RUNNING = ("runs/", "predictions/", "checkpoint/")  # in a run directory, or where runs lie
_QUOTED = re.compile(r"`([^`\n]+)`")
_PATH = re.compile(r"[\w.-]+(/[\w.-]+)*(/|\.(py|md|toml|js|css|html|txt|json))")
_LINK = re.compile(r"\]\(([^)#:\s]+)\)")  # not to the web
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
    assert modules or document in NO_MODULES
    assert not missing


def test_a_path_that_is_gone_would_be_found() -> None:
    assert _PATH.fullmatch("fashion_model/runs/reading.py")
    assert _PATH.fullmatch("research/doodles/")
    assert not _PATH.fullmatch("app.py → pages/")
