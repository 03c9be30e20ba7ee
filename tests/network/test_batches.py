"""The preview shows exactly what a training sees."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from fashion_model.data import as_input, batches
from fashion_model.network.session import Session
from tests.tiny import TINY, tiny_dataset


@pytest.mark.parametrize("sketches", [0.0, 0.5])
def test_a_training_sees_the_previewed_pictures(
    sketches: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tiny_dataset()
    config = replace(TINY, augmentation=replace(TINY.augmentation, sketches=sketches))
    session = Session(config, data, tmp_path, None, None)
    seen = []

    def looked_at(inputs: Any, targets: Any, **_: Any) -> dict[str, float]:
        seen.append((inputs, targets))
        return {"latest_loss": 1.0, "latest_accuracy": 0.0}

    monkeypatch.setattr(session.model, "train_on_batch", looked_at)
    for batch in range(3):
        session.train_batch()
        images, labels = batches.first_pictures(config, data.train, batch, 32)
        inputs, targets = seen[batch]
        np.testing.assert_array_equal(inputs, as_input(images))
        np.testing.assert_array_equal(targets.argmax(axis=1), labels)
