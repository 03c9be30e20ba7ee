"""HEIC: what is read, and what is refused before it is decoded."""

from __future__ import annotations

import struct

import numpy as np
import pytest
from PIL import Image

from fashion_model.images import ImageError, decode
from fashion_model.images.heic import strip_heic
from tests.images.pictures import heic, noise, shirt, transparent_shirt


def box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(body), kind) + body


def table(
    entries: int, claimed: int, size: tuple[int, int] = (64, 64), extra: bytes = b""
) -> bytes:
    """A file as far as it is looked at: entries that claim some bytes each, and a size."""
    rows = b"".join(struct.pack(">HHHII", number, 0, 1, 0, claimed) for number in range(entries))
    places = box(b"iloc", bytes(4) + b"\x44\x00" + struct.pack(">H", entries) + rows)
    declared = box(b"ispe", bytes(4) + struct.pack(">II", *size))
    contents = box(b"meta", bytes(4) + places + box(b"iprp", box(b"ipco", declared)) + extra)
    return box(b"ftyp", b"heic" + bytes(4) + b"heic") + contents + box(b"mdat", bytes(1000))


def test_entries_claim_no_byte_twice() -> None:
    assert strip_heic(table(2, 400))[1] == (64, 64)
    with pytest.raises(ImageError, match="damaged"):
        strip_heic(table(200, 900))
    with pytest.raises(ImageError, match="damaged"):
        strip_heic(table(1, 0))


def test_metadata_and_films_are_taken_out() -> None:
    content = table(1, 400, extra=box(b"iref", box(b"cdsc", bytes(6)))) + box(b"moov", bytes(50))
    stripped, _ = strip_heic(content)
    assert len(stripped) == len(content)
    assert b"cdsc" not in stripped
    assert b"moov" not in stripped


@pytest.mark.parametrize(
    "content",
    [
        box(b"ftyp", b"heic" + bytes(4)),
        table(1, 400) + table(1, 400),
        table(1, 400, extra=bytes(70_000)),
        table(1, 400, extra=b"\x00\x00\x00\x05free"),
        table(1, 400)[:100] + b"\xff" * 40,
    ],
    ids=["no contents", "two", "long", "short box", "torn"],
)
def test_broken_structures(content: bytes) -> None:
    with pytest.raises((ImageError, struct.error)):
        strip_heic(content)


def test_dear_codings_must_be_smaller() -> None:
    alpha = b"urn:mpeg:hevc:2015:auxid:1"
    large = (4000, 3000)
    assert strip_heic(table(1, 400, large))[1] == large
    for extra in (box(b"auxC", bytes(4) + alpha), box(b"hvcC", bytes(16) + b"\xff" + bytes(6))):
        with pytest.raises(ImageError, match="4000 × 3000"):
            strip_heic(table(1, 400, large, extra))


@pytest.mark.parametrize("options", [{"quality": 90}, {"quality": 90, "tile_size": 128}])
def test_a_photo_is_read(options: dict[str, int]) -> None:
    picture = decode(heic(shirt(), **options))
    assert picture.mode == "RGB"
    apart = np.abs(np.asarray(picture, np.float32) - np.asarray(shirt(), np.float32))
    assert apart.mean() < 6


def test_transparency_survives() -> None:
    alpha = np.asarray(decode(heic(transparent_shirt(), quality=90)).getchannel("A"), np.float32)
    expected = np.asarray(transparent_shirt().getchannel("A"), np.float32)
    assert np.abs(alpha - expected).mean() < 6


@pytest.mark.parametrize("orientation", range(1, 9))
def test_it_comes_out_upright(orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    turned = shirt().crop((0, 0, 200, 180))
    picture = decode(heic(turned, quality=90, exif=exif.tobytes()))
    assert picture.size == ((200, 180) if orientation < 5 else (180, 200))
    dark = np.asarray(picture.convert("L")) < 128
    top, bottom = dark[: len(dark) // 2].sum(), dark[len(dark) // 2 :].sum()
    if orientation in (1, 2):
        assert top > bottom
    if orientation in (3, 4):
        assert top < bottom


def test_too_many_pixels_and_lies_about_them() -> None:
    with pytest.raises(ImageError, match="4100 × 3100"):
        decode(heic(noise(4100, 3100)))
    honest = heic(noise(1600, 1200))
    lying = honest.replace(struct.pack(">II", 1600, 1200), struct.pack(">II", 64, 64))
    with pytest.raises(ImageError, match="damaged"):
        decode(lying)


def test_half_a_file_is_damaged() -> None:
    content = heic(noise(300, 200))
    for share in (0.02, 0.3, 0.9):
        with pytest.raises(ImageError, match="damaged"):
            decode(content[: int(len(content) * share)])
