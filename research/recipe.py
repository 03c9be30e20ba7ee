"""The recipe of the all-terrain model, stage by stage.

find    a network learns to find the item in photos: from composites, then from its own surest
        answers on the real photos (self-training)
paint   all pictures to learn from are prepared once
name    a network learns to name prepared pictures
polish  the same network learns on, from a smaller learning rate; before and after answer together
special another network learns the data set's own pictures, and to tell them from all others
trust   temperature and threshold are measured on pictures nothing was trained on

Each stage keeps what it made in the work folder and is skipped when that is there; `name`, `polish`
and `special` go on from their last checkpoint when they were broken off. After each, the model
folder holds a complete model again (after the first ever `name`, that is).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from fashion_model.data import Dataset
from fashion_model.images.segment import Finder
from fashion_model.network.export import can_write_litert

from research import STAGES, calibrate, training_pictures
from research.classifier import train_namer
from research.ensemble import export_jury
from research.material import Row, read_material
from research.mixture import Mixture
from research.segmenter import ask_finder, export_finder, train_finder
from research.synthetic import composites
from research.training_pictures import Group, Pair

_NEEDED = {"paint": "find", "name": "paint", "polish": "name", "special": "name", "trust": "name"}


class RecipeError(RuntimeError):
    """A stage cannot be carried out; the message is a sentence."""


@dataclass(frozen=True)
class Amounts:
    """How much of everything. The bundled model learned from about as much, in several goes."""

    composites: int = 16_000
    find_epochs: int = 6
    self_epochs: int = 4
    variations: int = 8  # of each photo; half as many of each icon and sketch
    doodles: int = 44_000
    composed: int = 16_000
    worn: int = 12_000
    shop: int = 8_000
    name_batches: int = 10_000
    polish_batches: int = 4_000
    special_batches: int = 22_000


@dataclass(frozen=True)
class Recipe:
    """Everything a stage needs.

    Attributes:
        material: Rows to learn from; none: Fashion-MNIST and inventions only.
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

    def run(self, stage: str, measured_on: Path | None = None) -> None:
        """Carry out one of `STAGES`, or tell that it is done already.

        `measured_on` is a folder of pictures never trained on, for `trust`; without it the rows
        held out of the material are used.

        Raises:
            RecipeError: an earlier stage is missing, or Keras cannot write the model's files.
        """
        needed = _NEEDED.get(stage)
        if needed is not None and not (self.work / f"{needed}.done").exists():
            raise RecipeError(f"The stage “{stage}” needs “{needed}” first.")
        if stage == "trust":
            held_out = [row for row in self.material if row.held_out]
            rows = held_out if measured_on is None else read_material(measured_on)
            calibrate.measure(self.into, rows, self.dataset.validation, self.tell)
            return
        done = self.work / f"{stage}.done"
        if done.exists():
            self.tell(f"{stage}: done before")
            return
        for folder in (self.work, self.into):
            folder.mkdir(parents=True, exist_ok=True)
        {
            "find": self._find,
            "paint": self._paint,
            "name": self._name,
            "polish": self._polish,
            "special": self._special,
        }[stage]()
        done.touch()

    @property
    def _rows(self) -> list[Row]:
        return [row for row in self.material if not row.held_out]

    def _find(self) -> None:
        if not (self.work / "finder.keras").exists():
            self._train_finder()
        self._check_export("find")
        export_finder(self.work / "finder.keras", self.into / "finder.tflite")

    def _check_export(self, stage: str) -> None:
        if not can_write_litert():
            raise RecipeError(
                f"The stage “{stage}” is trained; run it once more with Keras on TensorFlow, "
                "which alone can write the model's files."
            )

    def _train_finder(self) -> None:
        rng = np.random.default_rng([self.seed, 1])
        amounts, train = self.amounts, self.dataset.train
        grounds = composites.read_grounds(self._rows, rng)
        cutouts = composites.read_cutouts(self._rows)
        photos, items = composites.compose_photos(train, cutouts, grounds, amounts.composites, rng)
        self.tell(f"find: {len(photos)} composites")
        first, second = self.work / "finder_first.keras", self.work / "finder.keras"
        train_finder(
            photos, items, epochs=amounts.find_epochs, seed=self.seed, save_to=first, tell=self.tell
        )
        real = composites.read_photos(self._rows)
        if len(real):
            sure, found = composites.label_photos(real, ask_finder(first, real))
            self.tell(f"find: {len(sure)} real photos join, twice each")
            photos = np.concatenate([photos, sure, sure])
            items = np.concatenate([items, found, found])
        train_finder(
            photos,
            items,
            epochs=amounts.self_epochs,
            seed=self.seed + 1,
            save_to=second,
            tell=self.tell,
            begin_with=first,
        )

    def _paint(self) -> None:
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
        finder = Finder(self.into / "finder.tflite")

        def own(*kinds: str, variations: int) -> Callable[[np.random.Generator], Iterator[Pair]]:
            chosen = [row for row in rows if row.kind in kinds]
            return lambda rng: training_pictures.own_pictures(chosen, variations, rng, finder)

        return {
            "doodle": lambda rng: training_pictures.drawn(amounts.doodles, rng),
            "worn": lambda rng: training_pictures.worn(train, amounts.worn, rng),
            "shop": lambda rng: training_pictures.shop(train, amounts.shop, rng),
            "composite": lambda rng: training_pictures.composed(
                train, composites.read_grounds(rows, rng), amounts.composed, rng, finder
            ),
            "photo": own("photo", variations=amounts.variations),
            "icon": own("icon", "icon_rgba", variations=amounts.variations // 2),
            "sketch": own("sketch", variations=amounts.variations // 2),
        }

    def _name(self) -> None:
        self._train("name", self.amounts.name_batches, peak=0.1)

    def _polish(self) -> None:
        self._train("polish", self.amounts.polish_batches, peak=0.05, after="name")

    def _special(self) -> None:
        self._train("special", self.amounts.special_batches, peak=0.1, special=True)

    def _train(
        self,
        stage: str,
        batches: int,
        peak: float,
        after: str | None = None,
        *,
        special: bool = False,
    ) -> None:
        groups = {
            path.stem: Group.load(path)
            for path in sorted(self.work.glob("*.npz"))
            if path.stem in self._painters()
        }
        seed = self.seed + STAGES.index(stage)
        train_namer(
            Mixture(self.dataset.train, groups, seed, special=special).batch,
            steps=batches,
            peak=peak,
            seed=seed,
            checkpoint=self._weights(stage),
            tell=self.tell,
            name=stage,
            begin_with=self._weights(after) if after else None,
        )
        self._check_export(stage)
        self._convene(stage)

    def _weights(self, stage: str) -> Path:
        return self.work / f"{stage}_weights.npz"

    def _convene(self, stage: str) -> None:
        """Write the model of all networks that are there, the one just trained among them."""
        there = [
            each
            for each in ("name", "polish", "special")
            if each == stage or (self.work / f"{each}.done").exists()
        ]
        namers = [self._weights(each) for each in there if each != "special"]
        export_jury(namers, self._weights("special") if "special" in there else None, self.into)
        if not (self.into / calibrate.FILE).exists():
            calibrate.write(self.into, calibrate.UNMEASURED)
