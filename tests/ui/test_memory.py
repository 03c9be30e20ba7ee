"""What a photo's answer needed for a moment does not stay with the server."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

from fashion_model.environment import ROOT

_ANSWERED = """
import sys
from threading import Thread
import numpy as np
import psutil
from PIL import Image
from fashion_model.images import prepare
from fashion_model.photo_expert import judge
from ui.memory import return_what_is_freed

photo = np.random.default_rng(1).integers(0, 256, (1000, 1400, 3), np.uint8)
photo[200:500, 300:700] = 255

def look():
    judge(prepare(Image.fromarray(photo)))

look()  # the networks stay
if sys.argv[1] == "returned":
    return_what_is_freed()
for _ in range(2):
    np.ones(20_000_000, np.uint8)  # a photo came and went
before = psutil.Process().memory_info().rss
for _ in range(4):  # each in a thread, as a visitor's script is
    threads = [Thread(target=look) for _ in range(3)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
print((psutil.Process().memory_info().rss - before) / 1e6)
"""


def megabytes_kept(how: str) -> float:
    done = subprocess.run(
        [sys.executable, "-c", _ANSWERED, how],
        cwd=ROOT,
        capture_output=True,
        timeout=60,
        check=True,
    )
    return float(done.stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library than glibc")
def test_what_is_freed_goes_back() -> None:
    kept = megabytes_kept("returned")
    assert kept < 20
    assert megabytes_kept("as it comes") > 2 * kept
