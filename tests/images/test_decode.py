"""Decoding: what must be read is read right, what must not gets one sentence."""

from __future__ import annotations

import struct

import numpy as np
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from fashion_model.images import ImageError, decode, decode_array
from tests.images.pictures import animated, encoded, noise, shirt, transparent_shirt


def close(a: Image.Image, b: Image.Image, tolerance: float = 6) -> bool:
    first, second = (np.asarray(each.convert("RGB"), np.float32) for each in (a, b))
    return first.shape == second.shape and float(np.abs(first - second).mean()) < tolerance


FORMATS = [
    ("PNG", {}),
    ("JPEG", {"quality": 95}),
    ("JPEG", {"quality": 95, "progressive": True}),
    ("GIF", {}),
    ("WEBP", {"quality": 95}),
    ("WEBP", {"lossless": True}),
    ("BMP", {}),
]


@pytest.mark.parametrize(("kind", "options"), FORMATS)
def test_every_format_gives_the_same_picture(kind: str, options: dict[str, object]) -> None:
    picture = shirt()
    assert close(decode(encoded(picture, kind, **options)), picture)


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB"])
@pytest.mark.parametrize("kind", ["PNG", "BMP", "GIF"])
def test_modes_without_transparency(mode: str, kind: str) -> None:
    picture = shirt(item="black").convert(mode)
    assert close(decode(encoded(picture, kind)), shirt(item="black"))


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_jpeg_modes(mode: str) -> None:
    assert close(decode(encoded(shirt().convert(mode), "JPEG", quality=95)), shirt(), 25)


def test_sixteen_bit_grey_keeps_its_shades() -> None:
    ramp = np.linspace(0, 65_535, 256).astype(np.uint16)
    decoded = decode(encoded(Image.fromarray(np.tile(ramp, (8, 1))), "PNG"))
    assert decoded.mode == "L"
    assert np.abs(np.asarray(decoded)[0].astype(int) - np.arange(256)).max() <= 1


def test_sixteen_bit_grey_with_a_transparent_shade() -> None:
    values = np.full((8, 8), 40_000, np.uint16)
    values[:, :4] = 1234
    content = encoded(Image.fromarray(values), "PNG", transparency=1234)
    alpha = np.asarray(decode(content).getchannel("A"))
    assert (alpha[:, :4] == 0).all()
    assert (alpha[:, 4:] == 255).all()


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_transparency_survives(kind: str, mode: str) -> None:
    picture = transparent_shirt().convert(mode)
    decoded = decode(encoded(picture, kind, lossless=True))
    assert decoded.mode == "RGBA"
    assert decoded.getchannel("A").tobytes() == picture.getchannel("A").tobytes()


@pytest.mark.parametrize("kind", ["PNG", "GIF"])
def test_a_transparent_palette_entry(kind: str) -> None:
    picture = shirt().quantize(4)
    ground = picture.getpixel((0, 0))
    alpha = np.asarray(decode(encoded(picture, kind, transparency=ground)).getchannel("A"))
    assert alpha[0, 0] == 0
    assert alpha[60, 100] == 255


def test_hidden_colours_do_not_bleed_when_made_small() -> None:
    pixels = np.zeros((1600, 1600, 4), np.uint8)
    pixels[::2] = (255, 0, 0, 0)  # red, but transparent
    pixels[1::2] = (0, 0, 255, 255)
    red, _, blue, alpha = decode(encoded(Image.fromarray(pixels), "PNG")).split()
    assert np.asarray(red).max() <= 2
    assert np.asarray(blue).min() >= 250
    assert abs(float(np.asarray(alpha).mean()) - 127.5) < 5


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_exif_orientation(orientation: int, kind: str) -> None:
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }.get(orientation)
    upright = shirt().crop((0, 0, 200, 180))
    turned = upright if undo is None else upright.transpose(undo)
    exif = Image.Exif()
    exif[0x0112] = orientation
    assert close(decode(encoded(turned, kind, exif=exif)), upright)


def xmp(orientation: int) -> bytes:
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
        f'xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Orientation="{orientation}"/>'
        "</rdf:RDF></x:xmpmeta>"
    ).encode()


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "PNG"])
def test_orientation_in_xmp_counts_where_there_is_no_exif(kind: str) -> None:
    upright = shirt().crop((0, 0, 200, 180))
    turned = upright.transpose(Image.Transpose.ROTATE_90)
    options = {"xmp": xmp(6)} if kind != "PNG" else {"pnginfo": in_png(xmp(6))}
    assert close(decode(encoded(turned, kind, **options)), upright)
    exif = Image.Exif()
    exif[0x0112] = 1
    assert close(decode(encoded(turned, kind, exif=exif, **options)), turned)


def in_png(packet: bytes) -> PngInfo:
    info = PngInfo()
    info.add_itxt("XML:com.adobe.xmp", packet.decode())
    return info


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
@pytest.mark.parametrize("blank", [1, 3])
def test_blank_frames_before_the_picture_are_passed_over(kind: str, blank: int) -> None:
    assert close(decode(animated(kind, blank, size=200)), shirt())


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_frames_are_looked_at_while_they_are_few_and_whole(kind: str) -> None:
    white = Image.new("RGB", (4000, 2000), "white")
    content = encoded(white, kind, save_all=True, append_images=[white], duration=[1, 2])
    assert close(decode(content), white.resize((512, 256)))
    content = animated(kind, size=200)
    blank = Image.new("RGB", (200, 200), "white")
    for share in (0.6, 0.8):
        try:
            decoded = decode(content[: int(len(content) * share)])
        except ImageError as refused:
            assert "damaged" in str(refused)
        else:
            assert close(decoded, blank) or close(decoded, shirt(), 100)


def bmp_v5(alpha: int) -> bytes:
    """As Windows' clipboard has it: a header of version 5, which says where the alpha is."""
    pixels = np.asarray(shirt().convert("RGBA")).copy()
    pixels[..., 3] = alpha
    body = pixels[::-1, :, [2, 1, 0, 3]].tobytes()
    masks = struct.pack("<IIII", 0xFF0000, 0xFF00, 0xFF, 0xFF000000)
    header = struct.pack("<IiiHHIIiiII", 124, 200, 200, 1, 32, 3, len(body), 2835, 2835, 0, 0)
    header += masks + b"BGRs" + bytes(48) + struct.pack("<IIII", 4, 0, 0, 0)
    return b"BM" + struct.pack("<IHHI", 138 + len(body), 0, 0, 138) + header + body


def test_a_bmp_whose_alpha_is_nothing_but_zeros_is_opaque() -> None:
    assert decode(bmp_v5(255)).mode == "RGBA"
    assert close(decode(bmp_v5(0)), shirt())


def test_a_dib_is_a_bmp_without_the_header_of_a_file() -> None:
    whole = encoded(shirt(), "BMP")
    assert close(decode(whole[14:]), shirt())
    assert close(decode(encoded(shirt().quantize(16), "BMP")[14:]), shirt())
    assert close(decode(bmp_v5(0)[14:]), shirt())


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_of_an_animation_the_first_frame(kind: str) -> None:
    later = [Image.new("RGB", (200, 200), "red"), Image.new("RGB", (200, 200), "green")]
    content = encoded(shirt(), kind, save_all=True, append_images=later, lossless=True)
    assert close(decode(content), shirt())


def test_an_mpo_of_two_views_is_its_first_picture() -> None:
    later = [Image.new("RGB", (200, 200), "red")]
    assert close(decode(encoded(shirt(), "MPO", save_all=True, append_images=later)), shirt())


def test_the_longest_side_becomes_512() -> None:
    assert decode(encoded(noise(3000, 1500), "JPEG")).size == (512, 256)
    assert decode(encoded(noise(1025, 4100), "PNG")).size == (128, 512)
    assert decode(encoded(noise(20, 30), "PNG")).size == (20, 30)
    assert decode(encoded(noise(30_000, 2), "PNG")).size == (512, 1)


def test_a_large_picture_keeps_its_place() -> None:
    assert close(decode(encoded(shirt(4000), "PNG")), shirt(512))
    assert close(decode(encoded(shirt(4000), "JPEG")), shirt(512))


def test_a_canvas() -> None:
    pixels = np.asarray(shirt().convert("RGBA"))
    assert decode_array(pixels).tobytes() == pixels.tobytes()
    clear = np.asarray(transparent_shirt())
    assert np.array_equal(np.asarray(decode_array(clear))[..., 3], clear[..., 3])
    with pytest.raises(ImageError, match="draw"):
        decode_array(np.zeros((0, 0, 4), np.uint8))
    with pytest.raises(TypeError):
        decode_array(np.zeros((4, 4, 3), np.uint8))


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b"just some words\n", "text file"),
        (b"<!DOCTYPE html><html></html>", "web page"),
        (b'<?xml version="1.0"?><svg/>', "SVG"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "damaged"),
        (b"\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00avif", "damaged"),
        (b"\x00\x00\x00\x18ftypisom\x00\x00\x00\x00mp42", "video"),
        (b"\x00\x00\x00\x18ftypavif\x00\x00\x00\x00", "damaged"),
        (b"%PDF-1.7", "PDF"),
        (b"II*\x00\x08\x00\x00\x00", "TIFF"),
        (bytes(range(256)), "not a picture"),
        (b"\x89PNG\r\n\x1a\n", "damaged"),
        (b"\xff\xd8\xff\xe0", "damaged"),
        (b"GIF89a", "damaged"),
        (b"BM", "damaged"),
        (b"RIFF\x00\x00\x00\x00WEBP", "damaged"),
        (b"\xff\xd8\xff" + bytes(15_000_000), "15 MB"),
    ],
)
def test_everything_else_is_one_sentence(content: bytes, word: str) -> None:
    with pytest.raises(ImageError, match=word) as refused:
        decode(content)
    message = str(refused.value)
    assert message.endswith(".")
    assert message.count(". ") == 0


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "BMP", "AVIF"])
def test_a_truncated_file_is_damaged(kind: str) -> None:
    content = encoded(noise(300, 200), kind)
    for share in (0.02, 0.3, 0.7):
        with pytest.raises(ImageError, match="damaged"):
            decode(content[: int(len(content) * share)])


def test_formats_beyond_the_list_stay_closed() -> None:
    for kind in ("TIFF", "ICO", "PPM", "TGA", "PCX", "SGI", "JPEG2000", "EPS"):
        with pytest.raises(ImageError, match=r"save it as|please choose"):
            decode(encoded(shirt(64), kind))
