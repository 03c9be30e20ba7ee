"""Download Fashion-MNIST into the app's cache, once, whoever asks and however often."""

import errno
import os
import shutil
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from filelock import FileLock, Timeout

from fashion_model.data.error import DataError
from fashion_model.data.idx import SLACK, IdxFile, verify_idx
from fashion_model.data.official import FASHION_MNIST, Publication, copies
from fashion_model.data.sources import download_folder
from fashion_model.data.unreachable import advice, is_silent, trusted, why
from fashion_model.os_errors import in_words

MIRRORS = (
    "https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
    "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",  # the publisher's; no TLS
)
ROUNDS = 2  # times each mirror is asked for a file
PAUSE = 1.0  # seconds before asking again
TIMEOUT = (10.0, 30.0)  # seconds to connect, and without a byte
LONGEST = 30 * 60.0  # seconds for everything, so that a trickle ends too
CHUNK = 1 << 16  # bytes
# What a server packs for the way, requests would unpack without bound.
AS_IT_IS = {"Accept-Encoding": "identity"}

Progress = Callable[[int, int], None]


def download(
    progress: Progress | None = None,
    *,
    folder: Path | None = None,
    mirrors: Sequence[str] = MIRRORS,
    publication: Publication = FASHION_MNIST,
) -> None:
    """Bring the four files into `folder` (default: the app's cache), unless they are there.

    A file that is no good is renamed to "….broken" and replaced. Processes that start at the
    same time wait for the first. `progress` gets bytes done and bytes in all.

    Raises:
        DataError: no mirror gave a good file, the disk is full, or `folder` can't be written.
    """
    folder = folder or download_folder()
    deadline = time.monotonic() + LONGEST
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / ".lock", timeout=LONGEST):
            _download_missing(folder, mirrors, publication, _Meter(progress, publication, deadline))
    except Timeout:
        raise DataError("Another download is still under way: try again later.") from None
    except OSError as error:
        raise _unwritable(error) from error


def _download_missing(
    folder: Path, mirrors: Sequence[str], publication: Publication, meter: "_Meter"
) -> None:
    """Bring what is missing; only for the holder of the lock."""
    arriving = folder / ".arriving"
    shutil.rmtree(arriving, ignore_errors=True)  # a killed download may have left something
    arriving.mkdir()
    try:
        for file in publication:
            if not _has_good_copy(folder, file):
                fetched = _fetch(file, mirrors, arriving, meter)
                _flush_to_disk(fetched)
                fetched.replace(folder / f"{file.name}.gz")
            meter.finish(file)
    finally:
        shutil.rmtree(arriving, ignore_errors=True)


def _has_good_copy(folder: Path, file: IdxFile) -> bool:
    """Whether the file is there already; whatever is no good is renamed out of the way."""
    good = False
    for path in copies(folder, file):
        try:
            verify_idx(path, file)
            good = True
        except DataError:
            path.replace(path.with_name(f"{path.name}.broken"))
    return good


def _fetch(file: IdxFile, mirrors: Sequence[str], into: Path, meter: "_Meter") -> Path:
    """Ask every mirror in turn; a verified temporary file.

    Raises:
        DataError: none had it.
        OSError: it can't be written.
    """
    faults = [DataError("there is no server to ask")]
    for attempt in range(ROUNDS):
        if attempt:
            time.sleep(PAUSE)
        for mirror in mirrors:
            try:
                return _fetch_from(f"{mirror.rstrip('/')}/{file.name}.gz", file, into, meter)
            except DataError as error:
                faults.append(error)
    # What can be done something about comes first: one mirror is silent, the other forbidden.
    fault = next((each for each in faults[1:] if not is_silent(each)), faults[-1])
    raise DataError(f"Fashion-MNIST could not be downloaded: {fault}. {advice(fault)}.") from fault


def _fetch_from(url: str, file: IdxFile, into: Path, meter: "_Meter") -> Path:
    import pooch  # type: ignore[import-untyped]  # 80 ms that a start without download saves
    import requests

    certificates = trusted(url)

    def stream(url: str, output: str, _: object) -> None:
        """Pooch's own downloader leaves connections open when a server refuses."""
        with (
            requests.get(
                url, stream=True, timeout=TIMEOUT, headers=AS_IT_IS, verify=certificates
            ) as response,
            Path(output).open("wb") as sink,
        ):
            response.raise_for_status()
            for block in response.iter_content(CHUNK):
                sink.write(block)
                meter.add(len(block), file)

    path = into / f"{file.name}.gz"
    path.unlink(missing_ok=True)
    pooch.get_logger().setLevel("WARNING")  # it would print the hash of what it got
    try:
        # No hash of the packed file: mirrors may compress differently, the values count.
        pooch.retrieve(url, known_hash=None, fname=path.name, path=into, downloader=stream)
    except requests.RequestException as error:
        raise why(error) from error
    finally:
        meter.forget()
    verify_idx(path, file)
    return path


class _Meter:
    """Counts the bytes of all files, and ends what is too long or too slow."""

    def __init__(self, progress: Progress | None, publication: Publication, deadline: float):
        self._progress = progress
        self._whole = sum(file.download_bytes for file in publication)
        self._deadline = deadline
        self._complete = 0  # bytes of the files that are there
        self._arrived = 0  # bytes of the one that is on its way

    def add(self, count: int, file: IdxFile) -> None:
        """Count `count` more bytes of `file`.

        Raises:
            DataError: more arrived than the file can have, or the time is over.
        """
        self._arrived += count
        if self._arrived > len(file.header) + file.size + SLACK:
            raise DataError(f"the server sends something else than {file.name}")
        if time.monotonic() > self._deadline:
            raise DataError("the servers are too slow")
        self._report(min(self._arrived, file.download_bytes))

    def forget(self) -> None:
        """Count the next file, or the same once more, from nothing."""
        self._arrived = 0

    def finish(self, file: IdxFile) -> None:
        """Count `file` as there."""
        self._complete += file.download_bytes
        self._report(0)

    def _report(self, arrived: int) -> None:
        if self._progress:
            self._progress(self._complete + arrived, self._whole)


def _flush_to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _unwritable(error: OSError) -> DataError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DataError("The disk is full: free 40 MB and download again.")
    return DataError(f"The downloaded files can't be kept. {in_words(error)}")
