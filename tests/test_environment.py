"""A setting that makes no sense is said when the server starts."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from fashion_model import environment
from fashion_model.data.sources import sources
from fashion_model.workers.scheduler import Scheduler


@pytest.mark.parametrize("value", ["0", "-1", "two", "1.5"])
@pytest.mark.parametrize("name", ["FASHION_MAX_RUNNING", "FASHION_RUNS_MB"])
def test_a_wrong_number_is_said(
    name: str, value: str, runs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ValueError, match=f"{name} must be a whole number of at least 1"):
        Scheduler(runs).start()


def test_a_wrong_switch_is_said(runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FASHION_WARM_WORKER", "no")
    with pytest.raises(ValueError, match="FASHION_WARM_WORKER must be 0 or 1"):
        Scheduler(runs).start()


@pytest.mark.parametrize(
    ("show", "asked", "opened"),
    [("0", None, True), ("0", "0", False), ("1", None, False), ("1", "1", True), ("1", "0", False)],
)
def test_rooms_are_open_but_on_a_public_show(
    show: str, asked: str | None, opened: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FASHION_READ_ONLY", show)
    if asked is not None:
        monkeypatch.setenv("FASHION_ROOMS", asked)
    assert environment.rooms() == opened


def test_a_tilde_is_the_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    for name in ("RUNS", "CACHE", "DATASETS", "MNIST"):
        monkeypatch.setenv(f"FASHION_{name}_DIR", f"~/{name}")
    assert environment.runs_dir() == tmp_path / "RUNS"
    assert environment.cache_dir() == tmp_path / "CACHE"
    assert environment.datasets_dir() == tmp_path / "DATASETS"
    assert sources()[0].folder == tmp_path / "MNIST"


def test_a_home_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FASHION_RUNS_DIR", "~nobody-of-that-name/runs")
    with pytest.raises(ValueError, match="FASHION_RUNS_DIR names a home that is not there"):
        environment.check()


@pytest.mark.parametrize("name", ["RUNS", "CACHE", "DATASETS", "MNIST"])
def test_a_link_to_itself_is_said(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    monkeypatch.setenv(f"FASHION_{name}_DIR", str(loop / "folder"))
    with pytest.raises(ValueError) as said:
        environment.check()
    assert str(said.value) == (
        f"{loop / 'folder'} is a link that leads back to itself: set FASHION_{name}_DIR to another "
        "folder."
    )


@pytest.mark.parametrize(
    "wrong",
    [
        "https://app.example.org",
        "app.example.org/",
        "app.example.org:8501",
        "a.example.org b.example.org",
        "a.example.org;b.example.org",
        "192.168.0.0/16",
        "192.168.0.1-192.168.0.9",
        "192.168.1.*",
        "192.168.1.300",
        "192.168.1",
        "[::1]",
        "::1%eth0",
        "*",
        "*.",
        "*.*.example.org",
        "app.*.org",
        "*app.example.org",
        "-app.example.org",
        "app..example.org",
        "schülerlabor.example",
        "<script>",
        f"{'a' * 64}.example.org",
        ".".join(["abcdefg"] * 40),
    ],
)
def test_a_name_that_no_page_can_have_is_said(wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FASHION_HOSTS", f"localhost, {wrong}")
    with pytest.raises(ValueError) as said:
        environment.check()
    assert str(said.value) == (
        f"FASHION_HOSTS can't hold {wrong!r}: write names such as app.example.org, *.example.org "
        "or 192.168.1.7, with commas between them, and neither https:// nor a port."
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        (" , ", []),
        ("localhost", ["localhost"]),
        ("App.Example.org, *.hf.space,", ["App.Example.org", "*.hf.space"]),
        ("my_app,app-1.example.org", ["my_app", "app-1.example.org"]),
        ("192.168.1.7,::1,FD00:0::7", ["192.168.1.7", "::1", "fd00::7"]),
        ("xn--schlerlabor-9db.example", ["xn--schlerlabor-9db.example"]),
    ],
)
def test_names_that_a_page_can_have(
    text: str, found: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FASHION_HOSTS", text)
    environment.check()
    assert environment.hosts() == found


@pytest.mark.parametrize("command", ["app", "fashion_model runs"])
def test_the_operator_reads_one_sentence(command: str) -> None:
    words = ["-c", "import app"] if command == "app" else ["-m", *command.split()]
    done = subprocess.run(
        [sys.executable, *words],
        cwd=environment.ROOT,
        env={**os.environ, "FASHION_QUEUE_LENGTH": "many"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "FASHION_QUEUE_LENGTH must be a whole number of at least 1, not 'many'." in done.stderr
    assert "Traceback" not in done.stderr
    assert done.returncode
