"""Broken files in great number: nothing escapes but `ImageError`, and nothing takes long."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from fashion_model.images import ImageError, decode
from fashion_model.images.strip import exif_orientation
from tests.images.pictures import encoded, noise, shirt, transparent_shirt

SECONDS = 0.5


def seeds() -> list[bytes]:
    """One small file of every kind that is read."""
    exif = Image.Exif()
    exif[0x0112] = 6
    picture, clear = noise(97, 61), transparent_shirt(size=64)
    frames = [shirt(64), shirt(64, "red")]
    return [
        encoded(picture, "PNG", exif=exif),
        encoded(clear, "PNG"),
        encoded(picture.quantize(32), "PNG", transparency=3),
        encoded(picture.convert("1"), "PNG"),
        encoded(Image.linear_gradient("L").convert("I;16"), "PNG"),
        encoded(picture, "JPEG", exif=exif),
        encoded(picture, "JPEG", progressive=True, subsampling=0),
        encoded(picture.convert("CMYK"), "JPEG"),
        encoded(frames[0], "MPO", save_all=True, append_images=frames[1:]),
        encoded(picture, "GIF", transparency=2),
        encoded(frames[0], "GIF", save_all=True, append_images=frames[1:]),
        encoded(picture, "WEBP", exif=exif),
        encoded(clear, "WEBP", lossless=True),
        encoded(frames[0], "WEBP", save_all=True, append_images=frames[1:]),
        encoded(picture, "BMP"),
        encoded(picture.quantize(16), "BMP"),
    ]


SEEDS = seeds()


def mutate(content: bytes, rng: random.Random) -> bytes:
    """Flip, set, drop, repeat or swap a few pieces; headers are hit as often as the rest."""
    data = bytearray(content)
    for _ in range(rng.choice((1, 1, 2, 4, 16))):
        reach = len(data) if rng.random() < 0.5 else min(len(data), 64)
        at = rng.randrange(max(1, reach))
        match rng.randrange(7):
            case 0:
                data[at : at + 1] = bytes([rng.randrange(256)])
            case 1:
                data[at : at + 4] = rng.choice((b"\xff" * 4, bytes(4), b"\x7f\xff\xff\xff"))
            case 2:
                del data[at : at + rng.randrange(1, 40)]
            case 3:
                data[at:at] = data[at : at + rng.randrange(1, 400)] * rng.randrange(1, 4)
            case 4:
                del data[at + 1 :]
            case 5:
                data[at:at] = rng.randbytes(rng.randrange(1, 40))
            case _:
                other = rng.choice(SEEDS)
                data[at:] = other[rng.randrange(len(other)) :]
    return bytes(data)


def check(content: bytes) -> None:
    start = time.thread_time()
    try:
        picture = decode(content)
    except ImageError as error:
        assert str(error).endswith(".")
    else:
        assert max(picture.size) <= 512
        assert picture.mode in ("L", "RGB", "RGBA")
    assert time.thread_time() - start < SECONDS


def run(count: int, seed: int) -> None:
    rng = random.Random(seed)
    for number in range(count):
        content = mutate(SEEDS[number % len(SEEDS)], rng)
        try:
            check(content)
        except BaseException as error:
            error.add_note(f"mutation {number} of seed {seed}: {content[:2000]!r}")
            raise


def test_the_seeds_themselves_are_fine() -> None:
    for content in SEEDS:
        decode(content)


def test_300_mutated_files() -> None:
    run(300, seed=1)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_10_000_mutated_files() -> None:
    run(10_000, seed=2)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from([b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF89a", b"BM", b""]), st.binary())
def test_noise_behind_a_good_signature(signature: bytes, rest: bytes) -> None:
    check(signature + rest)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from([b"II*\x00", b"MM\x00*", b""]), st.binary())
def test_any_exif_block_gives_an_orientation(order: bytes, rest: bytes) -> None:
    assert 1 <= exif_orientation(order + rest) <= 8
