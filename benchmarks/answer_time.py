"""What an answer of the all-terrain model costs: `python -m benchmarks.answer_time`.

Goals: 150 ms for a photo of 12 megapixels from file to answer, 5 ms for a prepared picture, 100 MB
of memory, 8 MB of files. The peer in the same run: the bundled plain network on the same pictures.
"""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable

import numpy as np
import psutil
from PIL import Image

from fashion_model.data import load_sample
from fashion_model.images import decode, prepare
from fashion_model.predict import ALL_TERRAIN_PATH, Classifier, Predictor, load_all_terrain
from fashion_model.runs import BUNDLED, open_run
from research.synthetic.composites import compose, tint

MEGAPIXELS = (4000, 3000)
ROUNDS = 40


def measure() -> dict[str, object]:
    """Return milliseconds, megabytes and the ratio to the plain network."""
    photo, pictures = _photo(), load_sample().test.images[:1]
    process = psutil.Process()
    before = process.memory_info().rss
    all_terrain = load_all_terrain()
    whole = _time(lambda: all_terrain.predict(prepare(decode(photo)).picture[None]))
    memory = (process.memory_info().rss - before) / 1e6
    path = open_run(BUNDLED).model_path
    assert path is not None
    plain = Predictor(Classifier.load(path))
    prepared, peer = (
        _time(lambda who=who: who.predict(pictures))  # type: ignore[misc]
        for who in (all_terrain, plain)
    )
    size = sum(file.stat().st_size for file in ALL_TERRAIN_PATH.iterdir())
    return {
        "photo_of_12_megapixels_ms": whole,
        "prepared_picture_ms": prepared,
        "prepared_picture_plain_network_ms": peer,
        "ratio_to_plain": round(prepared["p50"] / peer["p50"], 2),
        "megabytes_of_memory": round(memory, 1),
        "megabytes_of_files": round(size / 1e6, 2),
    }


def _photo() -> bytes:
    """A made-up phone photo: a shirt on a noisy floor, as JPEG of 12 megapixels."""
    rng = np.random.default_rng(1)
    floor = rng.integers(60, 200, (24, 24, 3), dtype=np.uint8)
    small, _ = compose(tint(load_sample().train.images[0], rng), floor, rng)
    buffer = io.BytesIO()
    large = Image.fromarray(small).resize(MEGAPIXELS, Image.Resampling.BICUBIC)
    large.save(buffer, format="JPEG", quality=90)
    return buffer.getvalue()


def _time(act: Callable[[], object]) -> dict[str, float]:
    act()
    spent = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        act()
        spent.append(1000 * (time.perf_counter() - began))
    return {f"p{share}": round(float(np.percentile(spent, share)), 2) for share in (50, 95)}


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2))
