"""`classify`: ask a model about pictures."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fashion_model.terminal.output import find_run, json_option, print_json

if TYPE_CHECKING:
    from fashion_model.candidates import Candidate
    from fashion_model.predict import Prediction, Predictor
    from fashion_model.runs import Run
    from fashion_model.upright import Looked


_ALL_TERRAIN = "all-terrain"  # as in `predict`, which is slow to import for a mere --help

model_option = click.option(
    "--model",
    default=_ALL_TERRAIN,
    show_default=True,
    help="Who answers: all-terrain, bundled, or a run.",
)


def find_model(wanted: str) -> Run | None:
    """The run that is meant, which has a model; None for the all-terrain model.

    Raises:
        click.BadParameter: There is no such run, or more than one.
        click.ClickException: It has no model.
    """
    if wanted == _ALL_TERRAIN:
        return None
    run = find_run(wanted)
    if run.model_path is None:
        raise click.ClickException(f"“{run.name}” has no model to answer with; it is {run.state}.")
    return run


def find_predictor(wanted: str) -> tuple[Predictor, bool]:
    """Load the model that is meant; whether it can only guess what a drawing shows.

    Raises:
        click.BadParameter: There is no such run, or more than one.
        click.ClickException: It has no model, or a damaged one.
    """
    from fashion_model.litert import ModelError
    from fashion_model.predict import Classifier, Predictor, load_all_terrain
    from fashion_model.runs import calibration_of

    run = find_model(wanted)
    try:
        if run is None or run.model_path is None:
            return load_all_terrain(), False
        predictor = Predictor(Classifier.load(run.model_path), calibration_of(run))
        return predictor, True  # measured on pictures of the data set alone
    except ModelError as error:
        raise click.ClickException(str(error)) from error


def look_at(path: Path) -> Looked:
    """Read a picture, prepare it, and have a photo looked at.

    Raises:
        click.ClickException: The file can't be read, holds no picture that can be prepared, or a
            model is damaged.
    """
    from fashion_model.images import ImageError, decode_file
    from fashion_model.litert import ModelError
    from fashion_model.upright import look

    try:
        return look(decode_file(path))
    except OSError as error:
        raise click.ClickException(f"This file cannot be read: {error.strerror}.") from error
    except (ImageError, ModelError) as error:
        raise click.ClickException(str(error)) from error


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@model_option
@json_option
def classify(files: tuple[Path, ...], model: str, as_json: bool) -> None:
    """Name the clothing in FILES, one line each; a bad file never stops the rest."""
    predictor, guessing = find_predictor(model)
    failed = False
    for file in files:
        said: _Said | str
        try:
            said = _ask(predictor, file, guessing=guessing)
        except click.ClickException as error:
            said, failed = error.message, True
        if as_json:
            told = {"error": said} if isinstance(said, str) else said.facts()
            print_json({"file": str(file), **told})
        else:
            words = said if isinstance(said, str) else said.words()
            click.echo(f"{click.format_filename(file)}: {words}", err=isinstance(said, str))
    if failed:
        raise click.exceptions.Exit(1)


@dataclass(frozen=True, eq=False)
class _Said:
    """The answer to a picture, and to each of several things on it.

    `quarters`: by how many it was turned clockwise to stand upright.
    """

    quarters: int
    whole: Prediction
    things: list[tuple[Candidate, Prediction]]

    def facts(self) -> dict[str, Any]:
        items = [
            {"box": each.box, "found": each.found, **_facts(said)} for each, said in self.things
        ]
        turned = {"turned_clockwise": 90 * self.quarters}  # degrees
        return {**_facts(self.whole), **turned, "items": items}

    def words(self) -> str:
        things = "; ".join(_words(said) for _, said in self.things)
        turned = "set upright: " if self.quarters else ""
        whole = f"{turned}{_words(self.whole)}"
        return f"{whole}. On it: {things}" if things else whole


def _ask(predictor: Predictor, file: Path, *, guessing: bool) -> _Said:
    """Name a picture, and each of several things on it.

    Raises:
        click.ClickException: It can't be read or prepared, or a model is damaged.
    """
    from fashion_model.candidates import find_candidates
    from fashion_model.litert import ModelError

    looked = look_at(file)
    prepared, opinion = looked.prepared, looked.opinion
    try:
        whole = looked.named_by(predictor)
        things = [(each, each.named_by(predictor)) for each in find_candidates(prepared, opinion)]
    except ModelError as error:
        raise click.ClickException(str(error)) from error
    if guessing and prepared.kind == "drawing":
        whole = replace(whole, sure=False)
    return _Said(looked.quarters, whole, things)


def _facts(prediction: Prediction) -> dict[str, Any]:
    from fashion_model.labels import CLASS_NAMES

    return {
        "label": prediction.label,
        "class": CLASS_NAMES[prediction.label],
        "probability": prediction.confidence,
        "sure": prediction.sure,
        "none": prediction.none,
        "photo_expert": _expert(prediction),
        "runner_up": {
            "label": prediction.runner_up,
            "class": CLASS_NAMES[prediction.runner_up],
            "probability": float(prediction.probabilities[prediction.runner_up]),
        },
        "probabilities": [float(each) for each in prediction.probabilities],
    }


def _expert(prediction: Prediction) -> dict[str, Any] | None:
    """What the network for photos said by itself, where it was heard."""
    from fashion_model.labels import ANSWER_NAMES

    if prediction.expert is None:
        return None
    answers = prediction.expert.answers
    return {
        "class": ANSWER_NAMES[int(answers.argmax())],
        "probability": float(answers.max()),
        "photo": prediction.expert.photo,
    }


def _words(prediction: Prediction) -> str:
    from fashion_model.labels import CLASS_NAMES

    said = f"{CLASS_NAMES[prediction.label]}, {round(100 * prediction.confidence)} %"
    if prediction.sure:
        return f"{said}, sure"
    if prediction.stranger:
        return f"probably none of the ten kinds; of those {said}"
    return f"{said}, not sure; perhaps {CLASS_NAMES[prediction.runner_up]}"
