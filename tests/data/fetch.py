"""Download the tiny set in a process of its own: `python -m tests.data.fetch FOLDER MIRROR`."""

import sys
from pathlib import Path

from fashion_model.data import download
from tests.data.publisher import TINY

if __name__ == "__main__":
    download(folder=Path(sys.argv[1]), mirrors=[sys.argv[2]], publication=TINY)
