"""Broken picture files in great number, decoded in a process of their own.

python -m tests.images.mutations COUNT SEED prints the worst of them as JSON and fails, naming the
file, as soon as one escapes, takes too long or needs too much memory.
"""

from __future__ import annotations

import json
import random
import sys
import time
from dataclasses import asdict, dataclass

from PIL import Image

from fashion_model.images import ImageError, decode
from tests.images.memory import peak_bytes
from tests.images.pictures import animated, encoded, heic, noise, shirt, transparent_shirt

SECONDS = 0.5
BYTES = 150_000_000


@dataclass
class Worst:
    """What the dearest of the files cost.

    Attributes:
        seconds: Of one core.
        grown: Bytes by which all files together raised the peak of the process: no single one can
            have needed more.
    """

    files: int = 0
    refused: int = 0
    seconds: float = 0.0
    grown: int = 0


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
        encoded(frames[0], "PNG", save_all=True, append_images=frames[1:]),
        *(animated(kind) for kind in ("GIF", "PNG", "WEBP")),
        encoded(picture, "AVIF", exif=exif),
        encoded(clear, "AVIF", subsampling="4:4:4"),
        encoded(frames[0], "AVIF", save_all=True, append_images=frames[1:]),
        heic(picture),
        heic(clear),
        heic(noise(300, 200), tile_size=128),
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


def check(content: bytes) -> tuple[bool, float]:
    """Decode; return whether it was a picture, and the seconds of one core."""
    start = time.thread_time()
    picture = None
    try:
        picture = decode(content)
    except ImageError as error:
        assert str(error).endswith(".")
    seconds = time.thread_time() - start
    if picture is not None:
        assert max(picture.size) <= 512
        assert picture.mode in ("L", "RGB", "RGBA")
    assert seconds < SECONDS
    return picture is not None, seconds


def run(count: int, seed: int) -> Worst:
    """Decode `count` mutated files."""
    rng = random.Random(seed)
    before, worst = peak_bytes(), Worst()
    for number in range(count):
        content = mutate(SEEDS[number % len(SEEDS)], rng)
        try:
            read, seconds = check(content)
            worst.grown = peak_bytes() - before
            assert worst.grown < BYTES
        except BaseException as error:
            error.add_note(f"mutation {number} of seed {seed}: {content[:2000]!r}")
            raise
        worst.files += 1
        worst.refused += not read
        worst.seconds = max(worst.seconds, seconds)
    return worst


if __name__ == "__main__":
    print(json.dumps(asdict(run(*map(int, sys.argv[1:])))))  # noqa: T201
