"""`python -m research`: train the model that comes with the app, stage by stage."""

from __future__ import annotations

from pathlib import Path

import click

from fashion_model.environment import cache_dir
from research import BACKENDS, STAGES

_FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--material",
    type=_FOLDER,
    help="Folder of people's own pictures with a manifest.csv; without it only Fashion-MNIST and "
    "invented pictures are learned from.",
)
@click.option(
    "--street",
    type=_FOLDER,
    help="Photos of people, with masks of what they wear, which the network for photos cuts out.",
)
@click.option(
    "--measured-on",
    type=_FOLDER,
    help="Another such folder, never trained on, by which the stage calibrate measures how far the "
    "model is to be believed; without it, held out rows of the material.",
)
@click.option("--work", type=_FOLDER, help="Where stages keep what they made; a cache folder.")
@click.option("--into", type=_FOLDER, help="The model's folder; the one the app uses.")
@click.option("--stage", "stages", multiple=True, type=click.Choice(STAGES), help="Only this one.")
@click.option(
    "--backend",
    type=click.Choice(BACKENDS),
    default=BACKENDS[0],
    show_default=True,
    help="What Keras trains on, if that is installed; only tensorflow can write the model's files.",
)
@click.option("--seed", default=1, show_default=True)
def main(
    material: Path | None,
    street: Path | None,
    measured_on: Path | None,
    work: Path | None,
    into: Path | None,
    stages: tuple[str, ...],
    backend: str,
    seed: int,
) -> None:
    """Train the all-terrain model, stage by stage.

    A stage that was done is skipped, one that was broken off goes on; delete the work folder to
    begin anew. `segment`, `render` and `train` take less than two hours on two cores.
    """
    from benchmarks.own_input import SetError
    from fashion_model import data
    from fashion_model.keras_settings import compute_on
    from fashion_model.predict import ALL_TERRAIN_PATH
    from research.material import read_material

    compute_on(backend)  # not by KERAS_BACKEND, which another project may have set
    try:
        from research.recipe import Recipe, RecipeError
    except ImportError as error:
        raise click.ClickException(f"Keras can't train on {backend} here: {error}.") from error

    work, into = work or cache_dir() / "all_terrain", into or ALL_TERRAIN_PATH
    try:
        rows = [] if material is None else read_material(material)
        recipe = Recipe(data.load(), rows, work, into, click.echo, seed=seed, street=street)
        for stage in stages or STAGES:
            recipe.run(stage, measured_on)
    except (SetError, RecipeError, data.DataError) as error:
        raise click.ClickException(str(error)) from error


if __name__ == "__main__":
    main(prog_name="python -m research")
