"""Why a download was refused or never began, in words: proxies, certificates, silent servers."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from fashion_model.data.error import DataError

if TYPE_CHECKING:
    import requests

_BUNDLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")  # which requests reads, in this order
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


def check_certificates() -> None:
    """Look at the file of certificates that the environment names, before requests does.

    Raises:
        UnreachableError: There is no such file; requests would raise a bare OSError.
    """
    named = next((name for name in _BUNDLES if os.environ.get(name)), None)
    if named is not None and not Path(os.environ[named]).exists():
        raise UnreachableError(
            f"{named} names a file of certificates that is not there",
            "Correct that environment variable or remove it",
        )


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
            "Ask whoever runs the network for the file of its certificate, and name that file in "
            "the environment variable REQUESTS_CA_BUNDLE",
        )
    return UnreachableError(_SILENT)


def _refused(error: requests.RequestException, status: int) -> bool:
    """Whether that was the answer; of a proxy on the way to HTTPS it comes as a text."""
    answered = error.response is not None and error.response.status_code == status
    return answered or f"Tunnel connection failed: {status}" in str(error)
