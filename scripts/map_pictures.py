"""Build assets/picture_map.npz, a flat map of 2,000 pictures: `python -m scripts.map_pictures`.

It needs no download: all pictures are the bundled sample's, 200 of each kind, and training,
validation and test have the same shares as there. t-SNE's last digits differ from machine to
machine; put the sum that this prints into fashion_model/data/bundled.py.
"""

import hashlib
import io

import numpy as np
from numpy.typing import NDArray
from sklearn.decomposition import PCA  # noqa: TID251  only this script computes maps
from sklearn.manifold import TSNE  # noqa: TID251

from fashion_model.data.bundled import PICTURE_MAP, SAMPLE_PARTS, PictureMap, load_sample
from fashion_model.data.dataset import Split
from fashion_model.data.splits import SEED, first_per_class
from fashion_model.files import write_atomically

PER_CLASS = {"train": 150, "validation": 17, "test": 33}
DIGITS = 3  # of the coordinates: the eye sees no more, and the file gets smaller


def main() -> None:
    """Write the map and print its fingerprint."""
    content = packed(arrange())
    write_atomically(PICTURE_MAP, content)
    digest = hashlib.sha256(content).hexdigest()
    print(f"{PICTURE_MAP.name}: {len(content):,} bytes, SHA256 = {digest}")


def arrange() -> PictureMap:
    """Choose the pictures and compute both maps; some 15 seconds."""
    sample = load_sample()
    parts, indices, images = [], [], []
    for number, part in enumerate(SAMPLE_PARTS):
        split: Split = getattr(sample, part)
        chosen = first_per_class(split.labels, split.indices, PER_CLASS[part])
        parts.append(np.full(len(chosen), number, np.uint8))
        indices.append(split.indices[chosen])
        images.append(split.images[chosen])
    inputs = np.concatenate(images).reshape(-1, 28 * 28).astype(np.float64) / 255
    pca = PCA(n_components=50, svd_solver="full", random_state=SEED)
    compressed = pca.fit_transform(inputs)
    tsne = TSNE(n_components=2, perplexity=30, init="pca", random_state=SEED)
    return PictureMap(
        parts=np.concatenate(parts),
        indices=np.concatenate(indices),
        pca=_rounded(compressed[:, :2]),
        tsne=_rounded(tsne.fit_transform(compressed)),
        explained=pca.explained_variance_ratio_[:2].astype(np.float32),
    )


def packed(places: PictureMap) -> bytes:
    """The map as a compressed npz; the same bytes for the same map and zlib."""
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **vars(places))
    return buffer.getvalue()


def _rounded(places: NDArray[np.floating]) -> NDArray[np.float32]:
    """Coordinates as the app draws them: the upper right is where they are positive."""
    return np.round(places, DIGITS).astype(np.float32)


if __name__ == "__main__":
    main()
