"""The recipe of the all-terrain model, stage by stage.

segment     a network learns to find the item in photos: from composites, then from its own surest
            answers on the real photos (self-training)
render      all pictures to learn from are prepared once
train       a network learns to name prepared pictures
finetune    the same network learns on, from a smaller rate; before and after answer together
expert      another network learns the data set's own pictures, and to tell them from all others
calibrate   temperature and threshold are measured on pictures nothing was trained on

Each stage keeps what it made in the work folder and is skipped when that is there; whatever trains
goes on from its last checkpoint when it was broken off. After each, the model folder holds a
complete model again (after the first ever `train`, that is).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from fashion_model.arrays import UInt8Array
from fashion_model.data import Dataset, as_input
from fashion_model.images.segment import Segmenter
from fashion_model.network.export import can_write_litert
from fashion_model.photo_expert import bundled_expert
from research import STAGES, street_pictures, temperature, training_pictures
from research.classifier import train_classifier
from research.ensemble import export_ensemble
from research.material import Row, read_material
from research.mixture import Mixture
from research.photo_expert.scenes import collect
from research.segmenter import ask_segmenter, export_segmenter, train_segmenter
from research.synthetic import composites
from research.training_pictures import Group, Pair

_NEEDED = {
    "render": "segment",
    "train": "render",
    "finetune": "train",
    "expert": "train",
    "calibrate": "train",
}
_CLASSIFIERS = ("train", "finetune")


class RecipeError(RuntimeError):
    """A stage cannot be carried out; the message is a sentence."""


@dataclass(frozen=True)
class Amounts:
    """How much of everything. The bundled model learned from about as much, in several goes."""

    composites: int = 16_000
    segment_epochs: int = 6
    self_epochs: int = 4
    variations: int = 8  # of each photo; half as many of each icon and sketch
    doodles: int = 44_000
    composed: int = 16_000
    worn: int = 12_000
    shop: int = 8_000
    street: int = 3  # of each thing worn
    train_batches: int = 10_000
    finetune_batches: int = 4_000
    expert_batches: int = 22_000
    shown: int = 60  # of each origin, for the range of what layers compute


@dataclass(frozen=True)
class Recipe:
    """Everything a stage needs.

    Attributes:
        material: Rows to learn from; none: Fashion-MNIST and inventions only.
        street: A folder of photos of people, as `research.photo_expert.street` reads it; what they
            wear is cut out by the network for photos that comes with the app. None: nobody's.
        work: Where a stage keeps what it made.
        into: Where the model's files go.
        tell: Given a line now and then.
    """

    dataset: Dataset
    material: list[Row]
    work: Path
    into: Path
    tell: Callable[[str], None]
    amounts: Amounts = Amounts()
    seed: int = 1
    street: Path | None = None

    def run(self, stage: str, measured_on: Path | None = None) -> None:
        """Carry out one of `STAGES`, or tell that it is done already.

        `measured_on` is a folder of pictures never trained on, for `calibrate`; without it the rows
        held out of the material are used.

        Raises:
            RecipeError: an earlier stage is missing, or Keras cannot write the model's files.
        """
        needed = _NEEDED.get(stage)
        if needed is not None and not (self.work / f"{needed}.done").exists():
            raise RecipeError(f"The stage “{stage}” needs “{needed}” first.")
        if stage == "calibrate":
            held_out = [row for row in self.material if row.held_out]
            rows = held_out if measured_on is None else read_material(measured_on)
            temperature.measure(self.into, rows, self.dataset.validation, self.tell)
            return
        done = self.work / f"{stage}.done"
        if done.exists():
            self.tell(f"{stage}: done before")
            return
        for folder in (self.work, self.into):
            folder.mkdir(parents=True, exist_ok=True)
        {
            "segment": self._segment,
            "render": self._render,
            "train": self._train,
            "finetune": self._finetune,
            "expert": self._expert,
        }[stage]()
        done.touch()

    @property
    def _rows(self) -> list[Row]:
        return [row for row in self.material if not row.held_out]

    def _segment(self) -> None:
        if not (self.work / "segmenter.keras").exists():
            self._train_segmenter()
        self._check_export("segment")
        export_segmenter(self.work / "segmenter.keras", self.into / "segmenter.tflite")

    def _check_export(self, stage: str) -> None:
        if not can_write_litert():
            raise RecipeError(
                f"The stage “{stage}” is trained; run it once more with Keras on TensorFlow, "
                "which alone can write the model's files."
            )

    def _train_segmenter(self) -> None:
        rng = np.random.default_rng([self.seed, 1])
        amounts, train = self.amounts, self.dataset.train
        grounds = composites.read_grounds(self._rows, rng)
        cutouts = composites.read_cutouts(self._rows)
        photos, items = composites.compose_photos(train, cutouts, grounds, amounts.composites, rng)
        self.tell(f"segment: {len(photos)} composites")
        first, second = self.work / "segmenter_first.keras", self.work / "segmenter.keras"
        train_segmenter(
            photos,
            items,
            epochs=amounts.segment_epochs,
            seed=self.seed,
            save_to=first,
            tell=self.tell,
        )
        real = composites.read_photos(self._rows)
        if len(real):
            sure, found = composites.label_photos(real, ask_segmenter(first, real))
            self.tell(f"segment: {len(sure)} real photos join, twice each")
            photos = np.concatenate([photos, sure, sure])
            items = np.concatenate([items, found, found])
        train_segmenter(
            photos,
            items,
            epochs=amounts.self_epochs,
            seed=self.seed + 1,
            save_to=second,
            tell=self.tell,
            begin_with=first,
        )

    def _render(self) -> None:
        for number, (name, painter) in enumerate(self._painters().items()):
            path = self.work / f"{name}.npz"
            if path.exists():
                continue
            rng = np.random.default_rng([self.seed, 2, number])
            group = training_pictures.gather(painter(rng))
            if group is not None:
                group.save(path)
                self.tell(f"paint: {len(group.images)} of {name}")

    def _painters(self) -> dict[str, Callable[[np.random.Generator], Iterator[Pair]]]:
        amounts, train, rows = self.amounts, self.dataset.train, self._rows
        segmenter = Segmenter(self.into / "segmenter.tflite")

        def own(*kinds: str, variations: int) -> Callable[[np.random.Generator], Iterator[Pair]]:
            chosen = [row for row in rows if row.kind in kinds]
            return lambda rng: training_pictures.own_pictures(chosen, variations, rng, segmenter)

        return {
            "doodle": lambda rng: training_pictures.drawn(amounts.doodles, rng),
            "worn": lambda rng: training_pictures.worn(train, amounts.worn, rng),
            "shop": lambda rng: training_pictures.shop(train, amounts.shop, rng),
            "composite": lambda rng: training_pictures.composed(
                train, composites.read_grounds(rows, rng), amounts.composed, rng, segmenter
            ),
            "street": lambda rng: self._street_pictures(rng, segmenter),
            "photo": own("photo", variations=amounts.variations),
            "icon": own("icon", "icon_rgba", variations=amounts.variations // 2),
            "sketch": own("sketch", variations=amounts.variations // 2),
        }

    def _street_pictures(self, rng: np.random.Generator, segmenter: Segmenter) -> Iterator[Pair]:
        if self.street is None:
            return
        yield from street_pictures.worn_in_street(
            collect([], self.street), self.amounts.street, rng, bundled_expert(), segmenter
        )

    def _train(self) -> None:
        self._train_network("train", self.amounts.train_batches, peak=0.1)

    def _finetune(self) -> None:
        self._train_network("finetune", self.amounts.finetune_batches, peak=0.05, after="train")

    def _expert(self) -> None:
        self._train_network("expert", self.amounts.expert_batches, peak=0.1, expert=True)

    def _train_network(
        self,
        stage: str,
        batches: int,
        peak: float,
        after: str | None = None,
        *,
        expert: bool = False,
    ) -> None:
        groups = self._groups()
        seed = self.seed + STAGES.index(stage)
        train_classifier(
            Mixture(self.dataset.train, groups, seed, expert=expert).batch,
            steps=batches,
            peak=peak,
            seed=seed,
            checkpoint=self._weights(stage),
            tell=self.tell,
            name=stage,
            begin_with=self._weights(after) if after else None,
        )
        self._check_export(stage)
        self._combine(stage)

    def _some_of_all(self) -> UInt8Array:
        """Pictures as they are sent, of each origin."""
        origins = [self.dataset.train.images, *(group.images for group in self._groups().values())]
        rng = np.random.default_rng([self.seed, 3])
        return np.concatenate([rng.permutation(each)[: self.amounts.shown] for each in origins])

    def _weights(self, stage: str) -> Path:
        return self.work / f"{stage}_weights.npz"

    def _groups(self) -> dict[str, Group]:
        painted = self._painters().keys()
        paths = sorted(self.work.glob("*.npz"))
        return {path.stem: Group.load(path) for path in paths if path.stem in painted}

    def _combine(self, stage: str) -> None:
        """Write the model of all networks that are there, the one just trained among them."""
        there = [
            each
            for each in (*_CLASSIFIERS, "expert")
            if each == stage or (self.work / f"{each}.done").exists()
        ]
        export_ensemble(
            [self._weights(each) for each in there if each in _CLASSIFIERS],
            self._weights("expert") if "expert" in there else None,
            as_input(self._some_of_all()),
            self.into,
        )
        if not (self.into / temperature.FILE).exists():
            temperature.write(self.into, temperature.UNMEASURED)
