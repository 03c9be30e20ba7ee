"""Why a download was refused or never began, in words: proxies, certificates, silent servers."""

from __future__ import annotations

import os
import re
import ssl
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from fashion_model.data.error import DataError

if TYPE_CHECKING:
    import requests

_BUNDLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")  # which requests reads, in this order
_IN_A_FOLDER = re.compile(r"[0-9a-f]{8}\.\d+")  # the names under which OpenSSL looks there
_SILENT = "the servers don't answer"
_TRY_AGAIN = "Check the network and try again"


class UnreachableError(DataError):
    """A server can't be reached; the message is a clause.

    Attributes:
        advice: What to do about it, a sentence without its full stop.
    """

    def __init__(self, clause: str, advice: str = _TRY_AGAIN) -> None:
        super().__init__(clause)
        self.advice = advice


def advice(fault: DataError) -> str:
    """What to do about a fault of a download."""
    return fault.advice if isinstance(fault, UnreachableError) else _TRY_AGAIN


def is_silent(fault: DataError) -> bool:
    """Whether nobody answered, which says little."""
    return str(fault) == _SILENT


def trusted(url: str) -> str | bool:
    """What `requests` is to trust on the way to `url`; raises as `certificates` does."""
    from requests.utils import DEFAULT_CA_BUNDLE_PATH

    try:
        return certificates()
    except UnreachableError:
        if url.startswith("https:"):
            raise
        return DEFAULT_CA_BUNDLE_PATH  # it needs none, unless it leads to a page to log in


def certificates() -> str | bool:
    """What `requests` is to trust: the certificates the environment names, else its own (True).

    It is looked at here, because `requests` tells what is none like a proxy that reads along.

    Raises:
        UnreachableError: The environment names something else.
    """
    variable = _variable()
    if variable is None:
        return True
    try:
        place = Path(os.environ[variable]).expanduser()
        if not _holds_certificates(_files(place)):
            raise UnreachableError(
                f"{variable} names something that is no file of certificates",
                "Let that environment variable name one, with lines that say BEGIN CERTIFICATE, or "
                "remove it",
            )
    except PermissionError:
        raise UnreachableError(
            f"{variable} names a file of certificates that this app may not read",
            "Give its user the right to, or remove that environment variable",
        ) from None
    except (OSError, RuntimeError):  # no such file, no such home
        raise UnreachableError(
            f"{variable} names a file of certificates that is not there",
            "Correct that environment variable or remove it",
        ) from None
    return str(place)


def _variable() -> str | None:
    """The variable that names certificates, as `requests` reads them."""
    return next((name for name in _BUNDLES if os.environ.get(name)), None)


def _files(place: Path) -> Iterable[Path]:
    """The files of certificates at `place`, which may be a folder of them."""
    if not place.is_dir():
        return [place]
    return (path for path in place.iterdir() if _IN_A_FOLDER.fullmatch(path.name))


def _holds_certificates(files: Iterable[Path]) -> bool:
    """Whether one of `files` can be used; OSError if one can't be read."""
    for file in files:
        try:
            ssl.create_default_context(cafile=file)
        except ssl.SSLError:
            continue
        return True
    return False


def why(error: requests.RequestException) -> UnreachableError:
    """Say what stands between this machine and the server."""
    from requests.exceptions import SSLError

    if _refused(error, 407):
        return UnreachableError(
            "the proxy of this network asks for a name and a password",
            "Put them into the environment variables HTTP_PROXY and HTTPS_PROXY, as in "
            "http://name:password@proxy:8080",
        )
    if _refused(error, 403):
        return UnreachableError(
            "a server, or a proxy on the way to it, forbids the download",
            "Try another network, or ask whoever runs this one",
        )
    if isinstance(error, SSLError):
        return UnreachableError(
            "no connection that can be trusted came about; a proxy may be reading along",
            f"Ask whoever runs the network for the file of its certificate, and {_where_to()}",
        )
    return UnreachableError(_SILENT)


def _where_to() -> str:
    """Where a network's certificate belongs, a clause."""
    variable = _variable()
    if variable is None:
        return f"name that file in the environment variable {_BUNDLES[0]}"
    return f"let the environment variable {variable} name a file that holds that one, too"


def _refused(error: requests.RequestException, status: int) -> bool:
    """Whether that was the answer; of a proxy on the way to HTTPS it comes as a text."""
    answered = error.response is not None and error.response.status_code == status
    return answered or f"Tunnel connection failed: {status}" in str(error)
