"""AVIF: what is read, and what is refused before it is decoded."""

from __future__ import annotations

import struct
from io import BytesIO

import numpy as np
import pytest
from PIL import Image
from PIL.AvifImagePlugin import AvifImageFile

from fashion_model.images import ImageError, decode
from fashion_model.images.avif import MAX_FRAMES, strip_avif
from tests.images.pictures import encoded, noise, shirt, transparent_shirt
from tests.images.test_heic import box

DELIMITER, SEQUENCE, FRAME, TILES = 2, 1, 6, 4


def block(kind: int, body: bytes = b"") -> bytes:
    """A block of a stream, with its length in up to two pieces of 7 bits."""
    length = len(body)
    size = bytes([length]) if length < 128 else bytes([length & 127 | 128, length >> 7])
    return bytes([kind << 3 | 2]) + size + body


def sequence(width: int, height: int, *, wide: int = 16, still: bool = True) -> bytes:
    """A sequence header that says sizes in `wide` bits each; a picture's, or a film's."""
    profile, level, no = "000", "00100", "0"
    opening = "11" + level if still else "00" + no + no + "00000" + "0" * 12 + level
    sizes = f"{wide - 1:04b}{wide - 1:04b}{width - 1:0{wide}b}{height - 1:0{wide}b}"
    bits = f"{profile}{opening}{sizes}"
    bits += "0" * (-len(bits) % 8)
    return block(SEQUENCE, int(bits, 2).to_bytes(len(bits) // 8))


def file(
    stream: bytes, declared: tuple[int, int] = (64, 64), kind: bytes = b"av01", method: int = 0
) -> bytes:
    """A file as far as it is looked at: one item of a kind, whose bytes are a stream."""
    head = box(b"ftyp", b"avif" + bytes(4) + b"avif")
    info = box(b"infe", b"\x02\x00\x00\x00" + struct.pack(">HH", 1, 0) + kind + b"\x00")
    infos = box(b"iinf", bytes(4) + struct.pack(">H", 1) + info)
    size = box(b"ispe", bytes(4) + struct.pack(">II", *declared))
    properties = box(b"iprp", box(b"ipco", size))

    def contents(offset: int) -> bytes:
        entry = struct.pack(">HHHHII", 1, method, 0, 1, offset, len(stream))
        places = box(b"iloc", b"\x01\x00\x00\x00\x44\x00" + struct.pack(">H", 1) + entry)
        return box(b"meta", bytes(4) + infos + places + properties)

    return head + contents(len(head) + len(contents(0)) + 8) + box(b"mdat", stream)


HONEST = block(DELIMITER) + sequence(64, 64) + block(FRAME, bytes(20))


@pytest.mark.parametrize("subsampling", ["4:2:0", "4:2:2", "4:4:4", "4:0:0"])
def test_a_photo_is_read(subsampling: str) -> None:
    picture = decode(encoded(shirt(), "AVIF", quality=90, subsampling=subsampling))
    assert picture.mode == ("L" if subsampling == "4:0:0" else "RGB")
    apart = np.abs(np.asarray(picture.convert("L"), float) - np.asarray(shirt().convert("L")))
    assert apart.mean() < 6


def test_transparency_survives() -> None:
    alpha = np.asarray(decode(encoded(transparent_shirt(), "AVIF")).getchannel("A"), np.float32)
    expected = np.asarray(transparent_shirt().getchannel("A"), np.float32)
    assert np.abs(alpha - expected).mean() < 6


@pytest.mark.parametrize("orientation", range(1, 9))
def test_it_comes_out_upright(orientation: int) -> None:
    turned, both = shirt().crop((0, 0, 200, 180)), []
    for kind in ("AVIF", "PNG"):
        exif = Image.Exif()
        exif[0x0112] = orientation
        both.append(decode(encoded(turned, kind, exif=exif)))
    here, there = both
    assert here.size == there.size
    assert np.abs(np.asarray(here, float) - np.asarray(there, float)).mean() < 6


def test_of_an_animation_the_picture_beside_it_is_shown() -> None:
    frames = [shirt(64), shirt(64, "red")]
    content = encoded(frames[0], "AVIF", save_all=True, append_images=frames[1:])
    assert b"avis" in content[:40]
    apart = np.abs(np.asarray(decode(content), float) - np.asarray(frames[0], float))
    assert apart.mean() < 6


def test_metadata_are_taken_out() -> None:
    exif = Image.Exif()
    exif[0x010E] = "a long description " * 100
    content = encoded(shirt(64), "AVIF", exif=exif, xmp=b"<x:xmpmeta/>")
    assert {"exif", "xmp"} <= AvifImageFile(BytesIO(content)).info.keys()
    stripped, size = strip_avif(content)
    assert size == (64, 64)
    assert not {"exif", "xmp"} & AvifImageFile(BytesIO(stripped)).info.keys()


def test_an_honest_stream() -> None:
    assert strip_avif(file(HONEST))[1] == (64, 64)
    film = sequence(60, 50, wide=6, still=False) + block(FRAME)
    assert strip_avif(file(film))[1] == (64, 64)
    layers = sequence(64, 64) + MAX_FRAMES * (block(FRAME) + block(TILES, bytes(300)))
    assert strip_avif(file(layers))[1] == (64, 64)


@pytest.mark.parametrize(
    ("stream", "words"),
    [
        (sequence(65, 64) + block(FRAME), "damaged"),
        (sequence(65_536, 65_536) + block(FRAME), "damaged"),
        (HONEST + sequence(4_000, 4_000), "damaged"),
        (sequence(64, 64, wide=16, still=False) + block(FRAME), "64 × 64 pixels is more than"),
        (sequence(64, 64) + (MAX_FRAMES + 1) * block(FRAME), "unusual"),
        (sequence(64, 64) + 70_000 * block(15), "unusual"),
        (block(SEQUENCE, b"\x04" + bytes(20)) + block(FRAME), "unusual"),  # it tells times
        (block(DELIMITER) + block(FRAME), "damaged"),
        (sequence(64, 64), "damaged"),
        (sequence(64, 64)[:4] + block(FRAME), "damaged"),
        (HONEST[:-3], "damaged"),
        (b"\x0a" + b"\xff" * 20, "damaged"),
        (block(SEQUENCE), "damaged"),
    ],
)
def test_what_a_stream_may_not_hold(stream: bytes, words: str) -> None:
    with pytest.raises(ImageError, match=words) as refused:
        decode(file(stream))
    assert str(refused.value).count(". ") == 0


@pytest.mark.parametrize(
    "content", [file(HONEST, kind=b"grid"), file(HONEST, method=1), file(HONEST, kind=b"xxxx")]
)
def test_what_is_put_together_of_parts_is_unusual(content: bytes) -> None:
    with pytest.raises(ImageError) as refused:
        decode(content)
    assert str(refused.value) == (
        "This AVIF picture is packed in an unusual way; please save it as a JPEG picture first."
    )


def test_too_many_pixels_and_lies_about_them() -> None:
    with pytest.raises(ImageError, match="3100 × 2000"):
        decode(encoded(noise(3100, 2000), "AVIF", speed=10))
    honest = encoded(noise(1600, 1200), "AVIF", speed=10)
    lying = honest.replace(struct.pack(">II", 1600, 1200), struct.pack(">II", 64, 64))
    assert lying != honest
    with pytest.raises(ImageError, match="damaged"):
        decode(lying)
