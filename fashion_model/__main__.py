"""`python -m fashion_model`: everything the pages do, for terminals and scripts."""

import sys
from io import TextIOWrapper

from fashion_model.terminal import main

for stream in (sys.stdout, sys.stderr):  # a pipe on Windows knows 256 letters, names have others
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")

if __name__ == "__main__":
    main(prog_name="python -m fashion_model")
