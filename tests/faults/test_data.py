"""Downloads that were killed, cut off or replaced by a log-in page never stop anyone."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from fashion_model.data import DataError, Dataset, Source, download, load
from fashion_model.data import downloading as module
from fashion_model.data.official import read_folder
from tests.data.publisher import IMAGES, PACKED, PAGE, TINY, Answer, publish, serve

ROOT = Path(__file__).resolve().parents[2]
NAME = f"{IMAGES.name}.gz"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The app's cache, and no proxy before the test's server."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(module, "PAUSE", 0.0)
    return tmp_path / "cache"


def _load(cache: Path) -> Dataset:
    return load([Source("the app's download", cache, "downloading the full data replaces it")])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (PAGE, f"{NAME} is a web page, not Fashion-MNIST"),
        (PACKED[IMAGES.name][:10_000], f"{NAME} ends too early"),
        (b"", f"{NAME} ends too early"),
    ],
)
def test_a_bad_file_is_named_and_then_replaced(cache: Path, content: bytes, words: str) -> None:
    publish(cache)
    (cache / NAME).write_bytes(content)
    with pytest.raises(DataError, match=words):
        read_folder(cache, TINY)
    with serve(PACKED) as server:
        download(folder=cache, mirrors=[server.url], publication=TINY)
    assert (cache / NAME).read_bytes() == PACKED[IMAGES.name]
    assert (cache / f"{NAME}.broken").read_bytes() == content


def test_with_a_log_in_page_in_the_cache_the_sample_steps_in(cache: Path) -> None:
    cache.mkdir()
    (cache / "t10k-labels-idx1-ubyte.gz").write_bytes(PAGE)
    dataset = _load(cache)
    assert dataset.is_sample
    assert dataset.notices == (
        "The app's download was skipped: t10k-labels-idx1-ubyte.gz is a web page, "
        "not Fashion-MNIST; downloading the full data replaces it.",
    )


def test_a_killed_download_leaves_no_broken_state(cache: Path) -> None:
    with serve(PACKED) as server:
        good = server.answers[f"/{NAME}"]
        server.answers[f"/{NAME}"] = Answer(good.content, stall=True)
        child = subprocess.Popen(
            [sys.executable, "-m", "tests.data.fetch", cache, server.url], cwd=ROOT
        )
        try:
            _wait_for_bytes(cache / ".arriving")
        finally:
            child.kill()
            child.wait()
        assert not (cache / NAME).exists()
        assert _load(cache).is_sample

        server.answers[f"/{NAME}"] = good
        before = dict(server.asked)
        download(folder=cache, mirrors=[server.url], publication=TINY)
        # The three that had come through were kept; the killed one was asked for once more.
        assert server.asked == before | {f"/{NAME}": 2}
    read_folder(cache, TINY)
    assert {path.name for path in cache.iterdir()} - {".lock"} == {f"{name}.gz" for name in PACKED}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on a file's size")
def test_a_disk_that_takes_no_more(cache: Path) -> None:
    limited = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))\n"
        "from pathlib import Path\n"
        "from fashion_model.data import DataError, download\n"
        "from tests.data.publisher import TINY\n"
        "try:\n"
        "    download(folder=Path(sys.argv[1]), mirrors=[sys.argv[2]], publication=TINY)\n"
        "except DataError as error:\n"
        "    sys.stdout.write(str(error))\n"
    )
    with serve(PACKED) as server:
        done = subprocess.run(
            [sys.executable, "-c", limited, cache, server.url],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
    assert done.stdout.startswith("The downloaded files can't be kept. A file")
    assert not (cache / NAME).exists()
    assert not (cache / ".arriving").exists()


def _wait_for_bytes(folder: Path, seconds: float = 30.0) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        # Pooch writes under a random name; the folder empties between two files.
        if any(path.is_file() and path.stat().st_size > 60_000 for path in _files(folder)):
            return
        time.sleep(0.01)
    pytest.fail(f"Nothing arrived in {folder.name}.")


def _files(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.is_dir() else []
