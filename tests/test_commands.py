"""./run and ./check: when they install, what they hand on, and what they say when they cannot."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FILES = ("run", "check", "scripts/environment.sh", "requirements.txt", "requirements-dev.txt")

# Stands in for .venv/bin/python: notes what it was asked, and fails where the test wants it to.
_RECORDER = """#!/bin/sh
echo "$*" >> asked
case "$*" in *"$FAILS"*) [ -z "$FAILS" ] || exit 1 ;; esac
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The two commands in a folder of their own, with a recorder for an environment."""
    for name in FILES:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy2(ROOT / name, tmp_path / name)
    (tmp_path / ".venv/bin").mkdir(parents=True)
    (tmp_path / ".venv/bin/python").write_text(_RECORDER)
    (tmp_path / ".venv/bin/python").chmod(0o755)
    return tmp_path


def call(
    folder: Path, *command: str, fails: str = "", path: str | None = None
) -> tuple[int, str, list[str]]:
    """Run a command; return its exit status, its error output and what Python was asked."""
    asked = folder / "asked"
    asked.unlink(missing_ok=True)
    done = subprocess.run(
        [str(folder / command[0]), *command[1:]],
        env={"PATH": path or os.environ["PATH"], "FAILS": fails},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    lines = asked.read_text().splitlines() if asked.exists() else []
    return done.returncode, done.stderr, lines


def installs(asked: list[str]) -> list[str]:
    """The requirement files that pip was asked to install."""
    return [line.rsplit(" ", 1)[1] for line in asked if "pip install" in line]


def test_run_installs_once_and_hands_its_options_on(copy: Path) -> None:
    status, _, asked = call(copy, "run", "--server.port", "8080")
    assert status == 0
    assert installs(asked) == ["requirements.txt"]
    assert asked[-1] == ("-m streamlit run app.py --server.address 127.0.0.1 --server.port 8080")
    assert installs(call(copy, "run")[2]) == []


def test_changed_requirements_are_installed_again(copy: Path) -> None:
    call(copy, "check")
    with (copy / "requirements.txt").open("a") as file:
        file.write("# a change\n")
    assert installs(call(copy, "check")[2]) == ["requirements.txt"]


def test_check_hands_its_options_to_pytest(copy: Path) -> None:
    status, _, asked = call(copy, "check", "-m", "not browser")
    assert status == 0
    assert installs(asked) == ["requirements.txt", "requirements-dev.txt"]
    steps = [line.split()[1] for line in asked if "pip" not in line]
    assert steps == ["ruff", "ruff", "mypy", "pytest"]
    # The last one counts.
    assert asked[-1] == "-m pytest -n 3 --dist loadfile -m not slow -m not browser"


@pytest.mark.parametrize("step", ["ruff format", "ruff check", "mypy", "pytest"])
def test_check_fails_with_any_of_its_steps(copy: Path, step: str) -> None:
    status, _, asked = call(copy, "check", fails=step)
    assert status != 0
    assert step in asked[-1]


def test_a_failed_installation_is_tried_again(copy: Path) -> None:
    status, words, asked = call(copy, "run", fails="pip install")
    assert status == 1
    assert words.count("\n") == 1
    assert "pip could not install requirements.txt" in words
    assert "streamlit" not in asked[-1]
    assert installs(call(copy, "run")[2]) == ["requirements.txt"]


def test_without_a_suitable_python_there_is_one_sentence(copy: Path, tmp_path: Path) -> None:
    shutil.rmtree(copy / ".venv")
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("sh", "dirname", "cmp", "cp"):
        (programs / name).symlink_to(shutil.which(name) or name)
    (programs / "python3").write_text("#!/bin/sh\nexit 1\n")  # one that is too old
    (programs / "python3").chmod(0o755)
    status, words, _ = call(copy, "run", path=str(programs))
    assert status == 1
    assert words.splitlines() == [
        "This needs Python 3.11, 3.12 or 3.13; please install one of them and try again."
    ]
