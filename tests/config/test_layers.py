"""What one number of a map has seen of the picture: against the bundled network itself."""

import numpy as np

from fashion_model.attribution.opened import OpenedModel
from fashion_model.config.layers import receptive_fields
from fashion_model.runs import BUNDLED, open_run


def test_receptive_fields_are_as_wide_as_the_network_looks() -> None:
    """Changing one pixel after the other, a number changes within its field, and nowhere else."""
    run = open_run(BUNDLED)
    assert run.model_path is not None
    opened = OpenedModel.load(run.model_path)
    generator = np.random.default_rng(0)
    picture = generator.integers(60, 190, (28, 28), np.uint8)
    before = opened.maps(picture)
    fields = receptive_fields(run.config)
    seen = {name: np.zeros(28, bool) for name in before}
    for column in range(28):
        changed = picture.copy()
        changed[:, column] += 60
        for name, after in opened.maps(changed).items():
            middle = after.shape[2] // 2
            seen[name][column] = not np.allclose(
                after[:, :, middle], before[name][:, :, middle], atol=1e-5
            )
    reached = {name: int(columns.sum()) for name, columns in seen.items()}
    assert reached == {name: fields[name] for name in reached}
    assert fields["conv1"] == 3
