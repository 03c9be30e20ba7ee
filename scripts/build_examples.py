"""Build assets/examples, pictures to try: `python -m scripts.build_examples --material DIR`.

All are held out of what the all-terrain model learns from: its answers to others would prove
nothing. Where each comes from stands in assets/ATTRIBUTION.md.
"""

import io
from collections.abc import Mapping
from pathlib import Path

import click
from PIL import Image

from benchmarks.own_input import SetError
from fashion_model.environment import ASSETS
from fashion_model.files import write_atomically
from research.material import Row, read_material

FOLDER = ASSETS / "examples"
CHOSEN = {
    "sweater.png": "qd_sweater_4514205434642432.png",
    "flip_flop.png": "qd_flip-flops_6749770674601984.png",
    "mug.png": "qd_mug_6337386839539712.png",
    "bag.png": "lucide_handbag.png",
    "t_shirt.jpg": "t-shirt__67e1a4f3-3b64-4ec2-af1b-09625f790002.jpg",
    "dress.jpg": "dress__824014f4-825b-4bf2-835e-e3b8b7d0f387.jpg",
    "jeans.jpg": "pants__83a8cf9d-2453-4450-99a4-c402f0072d5f.jpg",
    "boot.jpg": "shoes__3b86d877-2b9e-4c8b-a6a2-1d87513309d0.jpg",
}
"""What the app calls each, and its name in the material."""
LONGEST = 480  # pixels
LARGEST = 300_000  # bytes of all together; everyone who clones the repository carries them


@click.command()
@click.option("--material", required=True, type=click.Path(path_type=Path))
def main(material: Path) -> None:
    """Write the files, the same each time."""
    try:
        files = build(read_material(material), CHOSEN)
    except SetError as error:
        raise click.ClickException(str(error)) from error
    total = sum(map(len, files.values()))
    if total > LARGEST:
        raise click.ClickException(f"{total:,} bytes are too many.")
    FOLDER.mkdir(exist_ok=True)
    for name, content in files.items():
        write_atomically(FOLDER / name, content)
        print(f"{name:14} {len(content):7,} bytes")


def build(rows: list[Row], chosen: Mapping[str, str]) -> dict[str, bytes]:
    """The content of each file of `chosen`, by its new name.

    Raises:
        SetError: One of them is not among `rows`, was learned from, or cannot be read.
    """
    held_out = {row.path.name: row for row in rows if row.held_out}
    missing = sorted(set(chosen.values()) - held_out.keys())
    if missing:
        raise SetError(f"Not among the pictures held out of the material: {', '.join(missing)}.")
    return {name: packed(held_out[source].read(), name) for name, source in chosen.items()}


def packed(picture: Image.Image, name: str) -> bytes:
    """The picture as a small PNG or JPEG, as `name` says, without the metadata of its file."""
    buffer = io.BytesIO()
    picture.thumbnail((LONGEST, LONGEST))
    if name.endswith(".jpg"):
        picture.save(buffer, format="JPEG", quality=85, optimize=True, exif=b"")
    else:
        picture.save(buffer, format="PNG", optimize=True)
    return buffer.getvalue()


if __name__ == "__main__":
    main()
