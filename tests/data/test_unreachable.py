"""Certificates that the environment names, and servers that they don't fit, in words."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from fashion_model.data import DataError, download
from fashion_model.data.official import read_folder
from fashion_model.data.unreachable import advice, certificates
from tests.data.publisher import PACKED, TINY, serve

VARIABLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
FAILED = "Fashion-MNIST could not be downloaded: "


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home of somebody who names no certificates yet."""
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path))
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The certificate and the key of a server that nobody vouches for."""
    return _certificate(tmp_path_factory.mktemp("theirs"))


def test_a_proxy_that_reads_along(home: Path, theirs: tuple[Path, Path]) -> None:
    with serve({}, certificate=theirs) as server:
        assert _said(home, server.url) == (
            f"{FAILED}no connection that can be trusted came about; a proxy may be reading along. "
            "Ask whoever runs the network for the file of its certificate, and name that file in "
            "the environment variable REQUESTS_CA_BUNDLE."
        )


def test_a_server_without_tls(home: Path) -> None:
    with serve({}) as server:
        said = _said(home, server.url.replace("http", "https"))
    assert said.startswith(f"{FAILED}no connection that can be trusted came about; a proxy may")


@pytest.mark.parametrize("variable", VARIABLES)
def test_certificates_that_do_not_fit(
    home: Path, theirs: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, str(_certificate(home)[0]))
    with serve({}, certificate=theirs) as server:
        assert _said(home, server.url) == (
            f"{FAILED}no connection that can be trusted came about; a proxy may be reading along. "
            "Ask whoever runs the network for the file of its certificate, and let the environment "
            f"variable {variable} name a file that holds that one, too."
        )


@pytest.mark.parametrize("named", ["{home}/ca.pem", "~/ca.pem", "~/trusted"])
def test_certificates_that_fit(
    home: Path, theirs: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    _trust(home / "ca.pem", home / "trusted", theirs[0])
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", named.format(home=home))
    with serve(PACKED, certificate=theirs) as server:
        download(folder=home / "data", mirrors=[server.url], publication=TINY)
    read_folder(home / "data", TINY)


def _garbage(place: Path) -> None:
    place.write_bytes(bytes(range(256)))


def _words(place: Path) -> None:
    place.write_text("-----BEGIN CERTIFICATE-----\nnone\n-----END CERTIFICATE-----\n")


def _folder_of_notes(place: Path) -> None:
    place.mkdir()
    (place / "notes.txt").write_text("none here")


def _folder_of_garbage(place: Path) -> None:
    place.mkdir()
    _garbage(place / "0123abcd.0")


@pytest.mark.parametrize("variable", VARIABLES)
@pytest.mark.parametrize("named", ["{home}/ca", "~/ca"])
@pytest.mark.parametrize(
    "make", [_garbage, _words, Path.touch, Path.mkdir, _folder_of_notes, _folder_of_garbage]
)
def test_what_is_no_file_of_certificates(
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    make: Callable[[Path], None],
    named: str,
    variable: str,
) -> None:
    make(home / "ca")
    monkeypatch.setenv(variable, named.format(home=home))
    assert _said(home) == (
        f"{FAILED}{variable} names something that is no file of certificates. Let that environment "
        "variable name one, with lines that say BEGIN CERTIFICATE, or remove it."
    )


@pytest.mark.parametrize("named", ["{home}/gone.pem", "~/gone.pem", "~nobody-of-that-name/ca.pem"])
def test_a_file_of_certificates_that_is_not_there(
    home: Path, monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", named.format(home=home))
    assert _said(home) == (
        f"{FAILED}REQUESTS_CA_BUNDLE names a file of certificates that is not there. Correct that "
        "environment variable or remove it."
    )


@pytest.mark.parametrize("locked", ["ca.pem", "."])
def test_a_file_of_certificates_that_may_not_be_read(
    monkeypatch: pytest.MonkeyPatch, locked: str
) -> None:
    if os.name != "posix" or os.geteuid() != 0:
        pytest.skip("Only root may be another user.")
    with tempfile.TemporaryDirectory() as folder:
        named = Path(folder) / "ca.pem"
        named.touch()
        Path(folder).chmod(0o755)
        (Path(folder) / locked).chmod(0)
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(named))
        os.seteuid(65534)
        try:
            with pytest.raises(DataError) as caught:
                certificates()
        finally:
            os.seteuid(0)
    assert f"{caught.value}. {advice(caught.value)}." == (
        "REQUESTS_CA_BUNDLE names a file of certificates that this app may not read. Give its user "
        "the right to, or remove that environment variable."
    )


def test_wrong_certificates_hinder_no_server_that_has_none(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _garbage(home / "ca")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(home / "ca"))
    with serve(PACKED) as server:
        mirrors = ["https://mirror.invalid", server.url]
        download(folder=home / "data", mirrors=mirrors, publication=TINY)
    read_folder(home / "data", TINY)


def test_a_page_to_log_in_is_told_from_a_full_disk(
    home: Path, theirs: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "~/gone.pem")
    with serve({}, certificate=theirs) as portal, serve({}) as server:
        server.leads_to = portal.url
        assert "no connection that can be trusted came about" in _said(home, server.url)


def _said(home: Path, mirror: str = "https://mirror.invalid") -> str:
    """What is read when nothing comes from that mirror."""
    with pytest.raises(DataError) as caught:
        download(folder=home / "data", mirrors=[mirror], publication=TINY)
    return str(caught.value)


def _trust(file: Path, folder: Path, certificate: Path) -> None:
    """Put a certificate into a file, and into a folder under the name that OpenSSL looks for."""
    shutil.copy(certificate, file)
    asked = [_openssl(), "x509", "-hash", "-noout", "-in", str(certificate)]
    name = subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip()
    folder.mkdir()
    shutil.copy(certificate, folder / f"{name}.0")


def _certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for this computer, signed by itself alone, and its key."""
    found = folder / "certificate.pem", folder / "key.pem"
    made = "req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=127.0.0.1"
    named = ["-addext", "subjectAltName=IP:127.0.0.1"]
    files = ["-out", str(found[0]), "-keyout", str(found[1])]
    command = [_openssl(), *made.split(), *named, *files]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    return found


def _openssl() -> str:
    program = shutil.which("openssl")
    if program is None:
        pytest.skip("A certificate takes OpenSSL.")
    return program
