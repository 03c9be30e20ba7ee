"""Weights between two checkpoints."""

from pathlib import Path

import numpy as np

from fashion_model.network.namer import mix_weights


def test_weights_are_mixed_by_their_share(tmp_path: Path) -> None:
    before, after, mixed = (tmp_path / f"{name}.npz" for name in ("before", "after", "mixed"))
    np.savez(before, step=7, w0=np.zeros(3, np.float32), w1=np.full(2, 4, np.float32))
    np.savez(after, step=9, w0=np.ones(3, np.float32), w1=np.full(2, 8, np.float32))
    mix_weights(before, after, 0.25, mixed)
    with np.load(mixed) as stored:
        np.testing.assert_allclose(stored["w0"], 0.25)
        np.testing.assert_allclose(stored["w1"], 5.0)
        assert stored["step"] == 9
