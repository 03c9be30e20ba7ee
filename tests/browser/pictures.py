"""Files a visitor might hand in, drawn here: a black T-shirt on white, however it is packed."""

import io

from PIL import Image, ImageDraw

_SHIRT = [(20, 20), (60, 8), (100, 8), (140, 20), (158, 62), (130, 72), (124, 56)]
_SHIRT += [(124, 190), (36, 190), (36, 56), (30, 72), (2, 62)]
_ORIENTATION = 0x0112  # the EXIF field; 6: the camera was held upright


def _shirt(mode: str, background: str | tuple[int, ...]) -> Image.Image:
    picture = Image.new(mode, (160, 200), background)
    ImageDraw.Draw(picture).polygon(_SHIRT, fill="#202020")
    return picture


def _packed(picture: Image.Image, kind: str, **options: object) -> bytes:
    content = io.BytesIO()
    picture.save(content, kind, **options)
    return content.getvalue()


def plain_png() -> bytes:
    """The shirt, upright, on white."""
    return _packed(_shirt("RGB", "white"), "PNG")


def phone_jpeg() -> bytes:
    """The shirt as a phone stores it: lying on its side, with a note on how to turn it."""
    lying = _shirt("RGB", "white").resize((1200, 1500)).transpose(Image.Transpose.ROTATE_90)
    exif = Image.Exif()
    exif[_ORIENTATION] = 6
    return _packed(lying, "JPEG", quality=90, exif=exif)


def transparent_png() -> bytes:
    """The shirt cut out: nothing around it."""
    return _packed(_shirt("RGBA", (0, 0, 0, 0)), "PNG")


def text_named_png() -> bytes:
    """No picture at all."""
    return b"Dear visitor, this is not a picture.\n"
