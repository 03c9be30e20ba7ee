"""Make the executed notebook that comes with the app: `python -m scripts.bundle_notebook`.

Trains the Quick preset on the full data (`FASHION_MNIST_DIR`), writes the run as a notebook, runs
that from top to bottom and puts it into `assets/fashion_mnist_cnn.ipynb`.
"""

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

import click
import nbformat
from nbclient import NotebookClient

from fashion_model.environment import ASSETS
from fashion_model.files import write_atomically
from fashion_model.notebook import make_notebook
from fashion_model.runs import open_run
from scripts.bundle_run import train_preset

EXECUTED = ASSETS / "fashion_mnist_cnn.ipynb"
NAME = "Quick, on all pictures"
MAX_BYTES = 1_000_000


def train_quick(root: Path) -> bytes:
    """Train the Quick preset on the full data; the run as a notebook."""
    path = train_preset("quick", NAME, root)
    return make_notebook(open_run(path.name, root))


def execute(content: bytes, data: Path) -> bytes:
    """The notebook with its outputs, which hold nothing of the machine that made them."""
    notebook: Any = nbformat.reads(content.decode(), as_version=4)  # type: ignore[no-untyped-call]
    (folder,) = (cell for cell in notebook.cells if cell.source.startswith("DATA_FOLDER = "))
    as_written = folder.source
    folder.source = f"DATA_FOLDER = {str(data.resolve())!r}"
    client = NotebookClient(notebook, timeout=3600, kernel_name="python3", record_timing=False)
    # Streamlit, once imported, has Matplotlib draw nowhere; a kernel's pictures go into its cells.
    client.execute(env={name: value for name, value in os.environ.items() if name != "MPLBACKEND"})
    folder.source = as_written
    for cell in notebook.cells:
        if cell.cell_type == "code":  # what TensorFlow says as it starts is about this machine
            cell.outputs = [each for each in cell.outputs if each.get("name") != "stderr"]
    notebook.metadata.language_info = {"name": "python"}
    nbformat.validate(notebook)
    return str(nbformat.writes(notebook)).encode()  # type: ignore[no-untyped-call]


@click.command()
def main() -> None:
    """Train, write, execute and keep the notebook."""
    with tempfile.TemporaryDirectory() as scratch:
        content = execute(train_quick(Path(scratch)), Path(os.environ["FASHION_MNIST_DIR"]))
    if len(content) > MAX_BYTES:
        raise click.ClickException(f"It takes {len(content):,} bytes; at most {MAX_BYTES:,} may.")
    write_atomically(EXECUTED, content)
    print(f"{EXECUTED.name}: {len(content):,} bytes")


if __name__ == "__main__":
    sys.exit(main())
