"""What each batch of a training consists of. The preview page and the training call the same.

All randomness depends on seed, epoch and batch alone: nothing needs saving, and a preview can
show the very pictures that a training will see.
"""

import numpy as np
import numpy.typing as npt

from fashion_model.augment import augment
from fashion_model.config import TrainConfig
from fashion_model.config.setting import ConfigError
from fashion_model.data.dataset import Split
from fashion_model.data.spoil import spoil

OWN_SHARE = 0.25  # of a batch, where a network is taught somebody's own pictures
_CHOICE, _ORDER, _VARIATION = 0, 1, 2  # streams of random numbers, one a purpose


def choose(config: TrainConfig, indices: npt.NDArray[np.int32]) -> npt.NDArray[np.intp]:
    """Positions of the training pictures used, ascending: the asked share, but those left out.

    `indices`: of all training pictures, (n,), their numbers in the official data set.

    Raises:
        ConfigError: nothing is left to learn from.
    """
    shuffled = np.random.default_rng([config.seed, _CHOICE]).permutation(len(indices))
    chosen = np.sort(shuffled[: max(1, round(len(indices) * config.share))])
    kept: npt.NDArray[np.intp] = chosen[~np.isin(indices[chosen], config.left_out)]
    if not len(kept):
        raise ConfigError("All its training pictures are left out: use a larger share of them.")
    return kept


def as_shown(config: TrainConfig, train: Split) -> tuple[Split, npt.NDArray[np.intp]]:
    """The pictures a training shows, spoiled if it is to, and the positions of those it uses.

    All of `train`, unless something is spoiled: then a copy of what was chosen from it.

    Raises:
        ConfigError: nothing is left to learn from.
    """
    chosen = choose(config, train.indices)
    if not config.spoiling.active:
        return train, chosen
    part = Split(train.images[chosen], train.labels[chosen], train.indices[chosen])
    spoiled = spoil(part, config.spoiling, config.seed)
    return spoiled, np.arange(len(spoiled))


def shuffle(config: TrainConfig, chosen: npt.NDArray[np.intp], epoch: int) -> npt.NDArray[np.intp]:
    """The positions `chosen`, (n,), in the order of epoch `epoch` (from 0)."""
    return np.random.default_rng([config.seed, epoch, _ORDER]).permutation(chosen)


def vary(
    config: TrainConfig, images: npt.NDArray[np.uint8], epoch: int, batch: int
) -> npt.NDArray[np.uint8]:
    """The pictures of one whole batch, uint8 `(n, 28, 28)`, varied as the config asks."""
    if not config.augmentation.active:
        return images
    rng = np.random.default_rng([config.seed, epoch, _VARIATION, batch])
    return augment(images, config.augmentation, rng)


def mix_in(
    images: npt.NDArray[np.uint8],
    labels: npt.NDArray[np.uint8],
    own_images: npt.NDArray[np.uint8],
    own_labels: npt.NDArray[np.uint8],
    step: int,
) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]]:
    """A batch, (n, 28, 28) and (n,), with `OWN_SHARE` of it replaced by somebody's own pictures.

    Batch after batch (`step`) they take turns, so that all are shown equally often.
    """
    count = max(1, round(len(labels) * OWN_SHARE))
    turn = (step * count + np.arange(count)) % len(own_labels)
    return (
        np.concatenate([own_images[turn], images[count:]]),
        np.concatenate([own_labels[turn], labels[count:]]),
    )


def first_pictures(
    config: TrainConfig, train: Split, batch: int, count: int
) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]]:
    """Images `(count, 28, 28)` and labels `(count,)` as they reach the network in epoch 0.

    They start with batch `batch` (from 0, round and round) and run on into the following ones
    where a batch is smaller than `count`.
    """
    train, chosen = as_shown(config, train)
    order = shuffle(config, chosen, 0)
    size = min(config.batch_size, len(chosen))
    batches = len(chosen) // size
    images, labels = [], []
    for number in range(batch, batch - (-count // size)):
        positions = order[number % batches * size :][:size]
        images.append(vary(config, train.images[positions], 0, number % batches))
        labels.append(train.labels[positions])
    return np.concatenate(images)[:count], np.concatenate(labels)[:count]
