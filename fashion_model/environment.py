"""What an operator may set, all through the environment."""

import errno
import os
import re
from ipaddress import ip_address
from pathlib import Path
from typing import overload

from platformdirs import user_cache_path

from fashion_model.cluster.address import parse

ROOT = Path(__file__).resolve().parent.parent
ASSETS = ROOT / "assets"
_LABEL = r"(?!-)[a-z0-9_-]{1,63}(?<!-)"
# What ends in a number is an address to a browser (https://url.spec.whatwg.org/#ends-in-a-number-checker).
_NAME = re.compile(rf"(?:\*\.)?(?:{_LABEL}\.)*(?!\d+\.?\Z){_LABEL}\.?", re.ASCII | re.IGNORECASE)
_LONGEST_NAME = 253


def runs_dir() -> Path:
    """Where runs live: `FASHION_RUNS_DIR`, else a folder beside the app."""
    return _folder("FASHION_RUNS_DIR", ROOT / "runs").resolve()


def cache_dir() -> Path:
    """Where the downloaded dataset lives: `FASHION_CACHE_DIR`, else the user's cache."""
    return _folder("FASHION_CACHE_DIR", user_cache_path("fashion-model")).resolve()


def datasets_dir() -> Path:
    """Where the system keeps data sets: `FASHION_DATASETS_DIR`, else Debian's folder."""
    return _folder("FASHION_DATASETS_DIR", Path("/usr/share/datasets"))


def mnist_dir() -> Path | None:
    """Where the operator has the four files of the data set: `FASHION_MNIST_DIR`."""
    return _folder("FASHION_MNIST_DIR", None)


def folders() -> list[tuple[str, Path]]:
    """The folders the app writes in, and the variable that names each."""
    return [("FASHION_RUNS_DIR", runs_dir()), ("FASHION_CACHE_DIR", cache_dir())]


def max_running() -> int:
    """Trainings at a time: `FASHION_MAX_RUNNING`, one by default."""
    return _whole_number("FASHION_MAX_RUNNING", 1)


def queue_length() -> int:
    """Trainings that may wait in line: `FASHION_QUEUE_LENGTH`."""
    return _whole_number("FASHION_QUEUE_LENGTH", 8)


def runs_bytes_limit() -> int:
    """Bytes of disk all runs together may use: `FASHION_RUNS_MB` megabytes."""
    return _whole_number("FASHION_RUNS_MB", 2000) * 1_000_000


def run_seconds_limit() -> int:
    """Longest a run may train: `FASHION_RUN_SECONDS`."""
    return _whole_number("FASHION_RUN_SECONDS", 2 * 60 * 60)


def pause_seconds_limit() -> int:
    """How long a paused worker keeps its memory before it saves and ends."""
    return _whole_number("FASHION_PAUSE_SECONDS", 120)


def warm_worker() -> bool:
    """Whether a worker waits with TensorFlow loaded: `FASHION_WARM_WORKER`, 1 by default."""
    return _switch("FASHION_WARM_WORKER", "1")


def read_only() -> bool:
    """Whether visitors may only look and classify: `FASHION_READ_ONLY`, 0 by default."""
    return _switch("FASHION_READ_ONLY", "0")


def rooms() -> bool:
    """Whether rooms are opened: `FASHION_ROOMS`; 1 by default, 0 under `FASHION_READ_ONLY`."""
    return _switch("FASHION_ROOMS", "0" if read_only() else "1")


def private() -> bool:
    """Whether visitors see their own trainings alone: `FASHION_PRIVATE`, 0 by default."""
    return _switch("FASHION_PRIVATE", "0")


def admin_password() -> str:
    """Who knows it may change everybody's trainings: `FASHION_ADMIN_PASSWORD`; empty: none is."""
    return os.environ.get("FASHION_ADMIN_PASSWORD", "")


def visitor_queue_length() -> int:
    """Trainings of one visitor that may wait in line: `FASHION_VISITOR_QUEUE`."""
    return _whole_number("FASHION_VISITOR_QUEUE", 2)


def visitor_bytes_limit() -> int:
    """Bytes of disk one visitor's runs may use: `FASHION_VISITOR_MB` megabytes."""
    return _whole_number("FASHION_VISITOR_MB", 500) * 1_000_000


def visitor_uploads_limit() -> int:
    """Pictures one visitor may send in a minute: `FASHION_VISITOR_UPLOADS`."""
    return _whole_number("FASHION_VISITOR_UPLOADS", 100)


def ray_address() -> str | None:
    """The cluster that may train experiments, as `192.168.1.10:6379`: `RAY_ADDRESS`.

    The variable is Ray's own and may be there for something else: it keeps no app from starting.

    Raises:
        ValueError: It names no computer and port, in words.
    """
    address = os.environ.get("RAY_ADDRESS") or None
    if address is not None:
        try:
            parse(address)
        except ValueError as error:
            raise ValueError(f"RAY_ADDRESS can’t be used here. {error}") from None
    return address


def cluster_stays() -> bool:
    """Whether a cluster trains on when the app is stopped: `FASHION_CLUSTER_STAYS`, 0 as usual."""
    return _switch("FASHION_CLUSTER_STAYS", "0")


def hosts() -> list[str]:
    """Names the app may be reached under, as `app.example.org` or `*.example.org`, by commas.

    `FASHION_HOSTS`; empty where the operator names none.

    Raises:
        ValueError: One of them is no name that a browser could ask for, in words.
    """
    names = (name.strip() for name in os.environ.get("FASHION_HOSTS", "").split(","))
    return [host(name) for name in names if name]


def host(name: str) -> str:
    """Return the name or address of a computer as browsers write it; `*.` may begin a name.

    Raises:
        ValueError: It is none, in words.
    """
    if len(name) <= _LONGEST_NAME and _NAME.fullmatch(name):
        return name
    try:
        return str(ip_address("" if "%" in name else name))  # % begins a network card's name
    except ValueError:
        raise ValueError(
            f"FASHION_HOSTS can't hold {name!r}: write names such as app.example.org, "
            "*.example.org or 192.168.1.7, with commas between them, and neither https:// nor a "
            "port."
        ) from None


def check() -> None:
    """Raise `ValueError` for the first variable in the environment that makes no sense."""
    for read in (
        max_running,
        queue_length,
        runs_bytes_limit,
        run_seconds_limit,
        pause_seconds_limit,
        warm_worker,
        read_only,
        rooms,
        private,
        visitor_queue_length,
        visitor_bytes_limit,
        visitor_uploads_limit,
        cluster_stays,
        hosts,
        folders,
        datasets_dir,
        mnist_dir,
    ):
        read()


@overload
def _folder(variable: str, default: Path) -> Path: ...
@overload
def _folder(variable: str, default: None) -> Path | None: ...
def _folder(variable: str, default: Path | None) -> Path | None:
    """The folder that `variable` names; `~` is the user's home, as in a shell."""
    text = os.environ.get(variable)
    try:
        folder = Path(text).expanduser() if text else default
    except RuntimeError:
        raise ValueError(
            f"{variable} names a home that is not there: write {text!r} without ~."
        ) from None
    if folder is not None and _leads_to_itself(folder):
        raise ValueError(
            f"{folder} is a link that leads back to itself: set {variable} to another folder."
        )
    return folder


def _leads_to_itself(folder: Path) -> bool:
    try:
        folder.stat()
    except OSError as error:  # anything else is said where the folder is needed
        return error.errno == errno.ELOOP
    return False


def _switch(variable: str, default: str) -> bool:
    text = os.environ.get(variable) or default
    if text not in ("0", "1"):
        raise ValueError(f"{variable} must be 0 or 1, not {text!r}.")
    return text == "1"


def _whole_number(variable: str, default: int) -> int:
    text = os.environ.get(variable, "")
    if not text:
        return default
    if not text.isdecimal() or int(text) < 1:
        raise ValueError(f"{variable} must be a whole number of at least 1, not {text!r}.")
    return int(text)
