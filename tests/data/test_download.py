"""Downloads from a real server on this machine."""

import subprocess
import sys
from pathlib import Path

import pytest

from fashion_model.data import DataError, download
from fashion_model.data import downloading as module
from fashion_model.data.official import read_folder
from tests.data.publisher import IMAGES, PACKED, PAGE, PLAIN, TINY, Answer, publish, serve

ROOT = Path(__file__).resolve().parents[2]
NAME = f"{IMAGES.name}.gz"
FILES = {f"{name}.gz" for name in PACKED}


def _visible(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.name != ".lock"}


def test_brings_all_four_and_counts_bytes(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    with serve(PACKED) as server:
        download(
            lambda *bytes: seen.append(bytes),
            folder=tmp_path,
            mirrors=[server.url],
            publication=TINY,
        )
    assert read_folder(tmp_path, TINY).test_labels.shape == (50,)
    assert _visible(tmp_path) == FILES
    total = sum(file.download_bytes for file in TINY)
    assert {whole for _, whole in seen} == {total}
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert seen[-1] == (total, total)


def test_the_server_may_send_plain_files(tmp_path: Path) -> None:
    with serve(PLAIN) as server:
        download(folder=tmp_path, mirrors=[server.url], publication=TINY)
    read_folder(tmp_path, TINY)


def test_what_is_good_is_not_fetched_again(tmp_path: Path) -> None:
    publish(tmp_path, packed=False)
    (tmp_path / IMAGES.name).unlink()
    with serve(PACKED) as server:
        download(folder=tmp_path, mirrors=[server.url], publication=TINY)
        assert server.asked == {f"/{NAME}": 1}


def test_broken_files_are_set_aside_and_replaced(tmp_path: Path) -> None:
    publish(tmp_path)
    (tmp_path / NAME).write_bytes(PAGE)
    (tmp_path / f"{TINY.test_images.name}").write_bytes(b"")
    with serve(PACKED) as server:
        download(folder=tmp_path, mirrors=[server.url], publication=TINY)
        assert server.asked == {f"/{NAME}": 1}
    read_folder(tmp_path, TINY)
    assert (tmp_path / f"{NAME}.broken").read_bytes() == PAGE
    assert _visible(tmp_path) == FILES | {f"{NAME}.broken", f"{TINY.test_images.name}.broken"}


def test_the_second_mirror_helps(tmp_path: Path) -> None:
    with serve({}) as empty, serve(PACKED) as server:
        download(folder=tmp_path, mirrors=[f"{empty.url}/", server.url], publication=TINY)
    read_folder(tmp_path, TINY)


def test_a_failure_is_tried_again(tmp_path: Path) -> None:
    with serve(PACKED) as server:
        good = server.answers[f"/{NAME}"]

        def recover(done: int, whole: int) -> None:
            if server.asked[f"/{NAME}"]:
                server.answers[f"/{NAME}"] = good

        server.answers[f"/{NAME}"] = Answer(PAGE)
        download(recover, folder=tmp_path, mirrors=[server.url], publication=TINY)
        assert server.asked[f"/{NAME}"] == 2


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Answer(b"Not here", status=404), "servers don't answer"),
        (Answer(b"Come back later", status=503), "servers don't answer"),
        (Answer(PAGE), "is a web page"),
        (Answer(PACKED[IMAGES.name][:5000]), "ends too early"),
        (Answer(PACKED[IMAGES.name][:5000], length=200_000), "servers don't answer"),
        (Answer(PACKED[IMAGES.name], stall=True), "servers don't answer"),
        (Answer(PACKED["t10k-images-idx3-ubyte"]), "holds other data"),
        (Answer(bytes(5_000_000)), "the server sends something else"),
    ],
)
def test_a_bad_server_is_named_and_leaves_nothing(
    tmp_path: Path, answer: Answer, words: str
) -> None:
    with serve(PACKED) as server:
        server.answers[f"/{NAME}"] = answer
        with pytest.raises(DataError, match=r"^Fashion-MNIST could not be downloaded") as caught:
            download(folder=tmp_path, mirrors=[server.url], publication=TINY)
    assert words in str(caught.value)
    assert _visible(tmp_path) == FILES - {NAME}


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (
            407,
            "Fashion-MNIST could not be downloaded: the proxy of this network asks for a name and "
            "a password. Put them into the environment variables HTTP_PROXY and HTTPS_PROXY, as in "
            "http://name:password@proxy:8080.",
        ),
        (
            403,
            "Fashion-MNIST could not be downloaded: a server, or a proxy on the way to it, forbids "
            "the download. Try another network, or ask whoever runs this one.",
        ),
    ],
)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_that_refuses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, status: int, sentence: str, scheme: str
) -> None:
    with serve({}) as proxy:
        proxy.refusal = status
        monkeypatch.setenv(f"{scheme}_proxy", proxy.url)
        with pytest.raises(DataError) as caught:
            download(folder=tmp_path, mirrors=[f"{scheme}://mirror.invalid"], publication=TINY)
    assert str(caught.value) == sentence


def test_the_better_of_two_reasons_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serve({}) as gone:
        silent = gone.url
    with serve({}) as proxy:
        proxy.refusal = 403
        mirrors = [proxy.url, silent]
        with pytest.raises(DataError, match="forbids the download"):
            download(folder=tmp_path, mirrors=mirrors, publication=TINY)


def test_without_a_network(tmp_path: Path) -> None:
    with serve({}) as server:
        gone = server.url
    with pytest.raises(DataError, match=r"servers don't answer\. Check the network"):
        download(folder=tmp_path, mirrors=[gone], publication=TINY)


def test_a_trickle_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LONGEST", -1.0)
    with serve(PACKED) as server, pytest.raises(DataError, match="too slow"):
        download(folder=tmp_path, mirrors=[server.url], publication=TINY)


def test_a_folder_that_cannot_be_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("FASHION_CACHE_DIR", str(tmp_path / "file" / "cache"))
    with pytest.raises(DataError, match=r"is a file: .* set FASHION_CACHE_DIR"):
        download(mirrors=[], publication=TINY)


def test_four_processes_download_once(tmp_path: Path) -> None:
    with serve(PACKED, delay=0.2) as server:
        children = [
            subprocess.Popen(
                [sys.executable, "-m", "tests.data.fetch", tmp_path, server.url],
                cwd=ROOT,
                stderr=subprocess.PIPE,
                text=True,
            )
            for _ in range(4)
        ]
        said = [child.communicate(timeout=60)[1] for child in children]
    assert [child.returncode for child in children] == [0] * 4, said
    assert said == [""] * 4
    assert server.asked == {f"/{name}": 1 for name in FILES}
    read_folder(tmp_path, TINY)
