"""Small files that would grow large or take long are refused before they do."""

from __future__ import annotations

import struct
import subprocess
import sys
import time
import tracemalloc
import zlib
from pathlib import Path

import pytest
from PIL import Image

from fashion_model import images
from fashion_model.environment import ROOT
from fashion_model.images import ImageError
from tests.images.pictures import encoded, shirt

SECONDS = 2.0  # 0.5 s on a free machine without tracing


def decode(content: bytes) -> Image.Image:
    """Decode, and hold it to the time and the Python memory that a stranger may cost."""
    tracemalloc.start()
    start = time.thread_time()
    try:
        return images.decode(content)
    finally:
        seconds = time.thread_time() - start
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert seconds < SECONDS
        assert peak < 150e6


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_claiming(width: int, height: int) -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(b"\x00" * 1000)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + header + body


def with_jpeg_segment(segment: bytes, times: int) -> bytes:
    content = encoded(shirt(64), "JPEG")
    return content[:2] + segment * times + content[2:]


def with_png_chunk(extra: bytes, times: int) -> bytes:
    content = encoded(shirt(64), "PNG")
    return content[:33] + extra * times + content[33:]


@pytest.mark.parametrize(
    "content",
    [
        png_claiming(4001, 4000),
        png_claiming(2**31 - 1, 2**31 - 1),
        b"GIF89a\xff\xff\xff\xff\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;",
        b"GIF89a\x01\x00\x01\x00\x00\x00\x00,\xff\xff\xff\xff\xff\xff\xff\xff\x00\x02\x02D\x01\x00;",
        b"RIFF\x20\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x02\x00\x00\x00" + b"\xfe\x3f\x00" * 2,
        b"RIFF\x20\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x02\x00\x00\x00" + b"\xb8\x0b\x00" * 2,
        b"BM" + bytes(12) + struct.pack("<IiiHHI", 40, 60_000, 60_000, 1, 24, 0) + bytes(20),
    ],
)
def test_claims_of_many_pixels(content: bytes) -> None:
    with pytest.raises(ImageError, match=r"smaller|damaged"):
        decode(content)


def test_a_bomb_that_unpacks() -> None:
    content = encoded(Image.new("1", (20_000, 20_000)), "PNG")
    assert len(content) < 60_000
    with pytest.raises(ImageError, match="smaller"):
        decode(content)


def test_exif_that_repeats_one_long_value() -> None:
    entries = b"".join(struct.pack("<HHII", tag, 7, 30_000, 100) for tag in range(1, 5000))
    tiff = (b"II*\x00" + struct.pack("<IH", 8, 4999) + entries)[:65_000]
    segment = b"\xff\xe1" + struct.pack(">H", len(tiff) + 8) + b"Exif\x00\x00" + tiff
    assert decode(with_jpeg_segment(segment, 200)).size == (64, 64)


def test_millions_of_empty_comments() -> None:
    with pytest.raises(ImageError, match="damaged"):
        decode(with_jpeg_segment(b"\xff\xfe\x00\x02", 3_500_000))
    with pytest.raises(ImageError, match="damaged"):
        decode(with_png_chunk(chunk(b"abCd", b""), 1_200_000))
    gif = encoded(shirt(64), "GIF")
    start = gif.index(b",", 13 + 3)
    with pytest.raises(ImageError, match="damaged"):
        decode(gif[:start] + b"!\xfe" + b"\x01a" * 7_000_000 + b"\x00" + gif[start:])


def test_thousands_of_packed_colour_profiles() -> None:
    profile = chunk(b"iCCP", b"a\x00\x00" + zlib.compress(bytes(1_000_000)))
    assert decode(with_png_chunk(profile, 9000)).size == (64, 64)


def test_a_progressive_jpeg_with_thousands_of_passes() -> None:
    content = encoded(Image.new("L", (4000, 4000)), "JPEG", progressive=True)
    last = content[content.rindex(b"\xff\xda") : -2]
    with pytest.raises(ImageError, match="progressive"):
        decode(content[:-2] + last * 2000 + content[-2:])


def test_a_progressive_jpeg_that_needs_all_its_coefficients_at_once() -> None:
    content = bytearray(encoded(Image.new("RGB", (64, 64)), "JPEG", progressive=True))
    header = content.index(b"\xff\xc2")
    content[header + 5 : header + 9] = struct.pack(">HH", 9_900, 9_900)
    with pytest.raises(ImageError, match="progressive"):
        decode(bytes(content))


def test_a_large_run_length_coded_bmp() -> None:
    header = struct.pack("<IiiHHIIiiII", 40, 4000, 4000, 1, 8, 1, 0, 0, 0, 256, 0)
    content = b"BM" + struct.pack("<IHHI", 2000, 0, 0, 14 + 40 + 1024) + header + bytes(1024)
    with pytest.raises(ImageError, match="PNG"):
        decode(content + b"\x01\x00" * 100)


def largest_of_each_kind() -> dict[str, bytes]:
    clear = Image.new("RGBA", (4000, 4000), (10, 20, 30, 40))
    solid, smaller = clear.convert("RGB"), clear.resize((3000, 3000))
    return {
        "PNG": encoded(clear, "PNG"),
        "GIF": encoded(clear.convert("P"), "GIF", transparency=1),
        "WebP": encoded(smaller, "WEBP", method=0),
        "lossless WebP": encoded(smaller, "WEBP", lossless=True),
        "AVIF": encoded(clear.resize((2448, 2448)), "AVIF", subsampling="4:4:4", speed=10),
        "BMP": encoded(clear.convert("P").crop((0, 0, 4000, 3700)), "BMP"),
        "JPEG": encoded(solid.resize((9900, 9900)), "JPEG"),
        "progressive JPEG": encoded(solid, "JPEG", progressive=True, subsampling=0),
    }


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell a process's peak.")
def test_the_largest_of_each_kind_fit_into_150_megabytes(tmp_path: Path) -> None:
    """Pillow's memory is not Python's, so a process of its own is measured for each."""
    code = (
        "import pathlib, sys; from fashion_model.images import decode\n"
        "from tests.images.memory import peak_bytes\n"
        "before, content = peak_bytes(), pathlib.Path(sys.argv[1]).read_bytes()\n"
        "decode(content); print(peak_bytes() - before)"
    )
    grown = {}
    for kind, content in largest_of_each_kind().items():
        (tmp_path / "picture").write_bytes(content)
        command = [sys.executable, "-c", code, str(tmp_path / "picture")]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        grown[kind] = int(done.stdout) / 1e6
    assert max(grown.values()) < 150, grown
    assert min(grown.values()) > 10, f"the measure is blind: {grown}"


def test_a_large_jpeg_is_drafted_down() -> None:
    content = encoded(Image.new("RGB", (9000, 8000), "navy"), "JPEG")
    assert decode(content).size == (512, 455)
