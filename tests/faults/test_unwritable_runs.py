"""Where trainings can't be kept the app still shows all there is, and says once what is wrong."""

import logging
import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from fashion_model.config.presets import PRESETS
from fashion_model.data import load_sample
from fashion_model.environment import ROOT
from fashion_model.rooms import NotNow, RoomError, Rooms
from fashion_model.runs import RunError, create_run, list_runs, why_read_only
from fashion_model.runs.directory import ROOMS
from fashion_model.workers import scheduler as scheduling
from fashion_model.workers.scheduler import Scheduler
from tests.app.conftest import words
from tests.browser.server import serving, wait_until_healthy
from tests.tiny import wait_until

NOBODY = 65534
PAGES = tuple(path.stem for path in sorted((ROOT / "pages").glob("*.py")))
Spoil = Callable[[Path], None]


def a_file(folder: Path) -> None:
    folder.write_bytes(b"")


def below_a_file(folder: Path) -> None:
    folder.parent.rmdir()
    folder.parent.write_bytes(b"")


def read_only(folder: Path) -> None:
    subprocess.run(["mount", "-t", "tmpfs", "-o", "ro", "tmpfs", str(folder.parent)], check=True)


def of_another_user(folder: Path) -> None:
    folder.mkdir(mode=0o755)


def locked_up(folder: Path) -> None:
    folder.parent.chmod(0o700)


def of_another_user_with_rooms(folder: Path) -> None:
    of_another_user(folder)
    (folder / ROOMS).mkdir(mode=0o700)


def read_only_with_rooms(folder: Path) -> None:
    subprocess.run(["mount", "-t", "tmpfs", "tmpfs", str(folder.parent)], check=True)
    (folder / ROOMS).mkdir(parents=True)
    folder.chmod(0o755)
    subprocess.run(["mount", "-o", "remount,ro", str(folder.parent)], check=True)


SPOILT: dict[Spoil, str] = {
    a_file: "What should be the folder {folder} is a file: move it away",
    below_a_file: "What should be the folder {folder} is a file: move it away",
    read_only: "The disk with the folder {folder} can only be read: make it writable",
    of_another_user: "This app may not write in the folder {folder}: give its user the right to",
    locked_up: "This app may not write in the folder {folder}: give its user the right to",
    of_another_user_with_rooms: (
        "This app may not write in the folder {folder}: give its user the right to"
    ),
    read_only_with_rooms: "The disk with the folder {folder} can only be read: make it writable",
}


@pytest.fixture(scope="module", autouse=True)
def _all_is_imported() -> None:
    """Nobody may read the modules of root's Python."""
    load_sample()
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    for page in PAGES:
        app.switch_page(f"pages/{page}.py").run()


@contextmanager
def as_nobody() -> Iterator[None]:
    """As a user whom root's folders are not for; root may write anywhere."""
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def open_to_all() -> Iterator[Path]:
    """A folder that anybody may look into: the next session of pytest locks up all of pytest's."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture(params=list(SPOILT), ids=lambda spoil: spoil.__name__)
def said(
    request: pytest.FixtureRequest, open_to_all: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """What is to be read while trainings are to be kept in a folder where none can be."""
    if os.name != "posix" or os.geteuid() != 0:
        pytest.skip("Only root may be another user, and mount a disk that can only be read.")
    folder = open_to_all / "disk" / "runs"
    folder.parent.mkdir()
    request.param(folder)
    monkeypatch.setenv("FASHION_RUNS_DIR", str(folder))
    with as_nobody():
        yield SPOILT[request.param].format(folder=folder) + (
            ", or set FASHION_RUNS_DIR to another folder."
        )
    subprocess.run(["umount", "-q", str(folder.parent)], check=False)


def test_the_queue_says_once_what_is_wrong(
    said: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduling, "TICK_SECONDS", 0.01)
    with caplog.at_level(logging.WARNING):
        scheduler = Scheduler()
        scheduler.start()
        wait_until(lambda: scheduling.trouble() is not None)
        time.sleep(1)  # some more looks
        assert scheduling.trouble() == said
        scheduler.stop()
    assert [record.getMessage() for record in caplog.records] == [f"No training can begin. {said}"]
    assert caplog.records[0].exc_info is None


def test_all_there_is_can_be_looked_at(said: str) -> None:
    assert [run.id for run in list_runs()] == ["bundled"]
    assert why_read_only() == f"Nothing can be trained or changed here just now. {said}"
    with pytest.raises(RunError) as refused:
        create_run(
            PRESETS["quick"], "A run", dataset_fingerprint=load_sample().fingerprint, sample=True
        )
    assert str(refused.value) == said


@pytest.mark.parametrize(
    "said", [of_another_user_with_rooms, read_only_with_rooms, locked_up], indirect=True
)
def test_what_is_wrong_with_rooms_is_said_once(said: str, caplog: pytest.LogCaptureFixture) -> None:
    rooms = Rooms()
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            rooms.sweep()
    told = [record.getMessage() for record in caplog.records]
    assert told == [f"Rooms can't be looked after. {said}"]
    assert caplog.records[0].exc_info is None
    with pytest.raises(NotNow, match="can’t open its rooms just now: it is tried again"):
        rooms.find("a phone's key")


def test_no_room_is_opened_and_the_presenter_reads_why(said: str) -> None:
    with pytest.raises(RoomError) as refused:
        Rooms().open("owner", None)
    assert str(refused.value) == f"{said} So no room can be opened."


def test_a_server_starts_where_rooms_can_only_be_read(open_to_all: Path) -> None:
    if os.name != "posix" or os.geteuid() != 0:
        pytest.skip("Only root may mount a disk that can only be read.")
    folder = open_to_all / "disk" / "runs"
    folder.parent.mkdir()
    read_only_with_rooms(folder)
    try:
        with serving(open_to_all / "server", {"FASHION_RUNS_DIR": str(folder)}) as server:
            wait_until(lambda: "Rooms can't be looked after." in server.log.read_text())
            wait_until_healthy(server)
        said = server.log.read_text()
    finally:
        subprocess.run(["umount", "-q", str(folder.parent)], check=False)
    assert said.count(f"The disk with the folder {folder} can only be read") == 2  # trainings, too
    assert "Traceback" not in said


@pytest.mark.parametrize("page", PAGES)
def test_no_page_breaks_and_training_says_why(page: str, said: str) -> None:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    app.switch_page(f"pages/{page}.py").run()
    assert not app.exception
    assert "Something went wrong" not in words(app)
    if page == "training":
        assert said in letter_by_letter(app)
        assert app.button(key="start_training").disabled
    if page == "class":
        assert f"{said} So no room can be opened." in letter_by_letter(app)
        assert app.button(key="open_room").disabled


def letter_by_letter(app: AppTest) -> str:
    """What is read on the page, without the escapes of Markdown."""
    return words(app).replace("\\", "").replace("\u2060", "")
