"""`classify`: name the clothing in picture files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fashion_model.terminal.output import find_run, json_option, percent, print_json

if TYPE_CHECKING:
    from fashion_model.inference import Classifier


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--model", default="bundled", show_default=True, help="The run that answers.")
@json_option
def classify(files: tuple[Path, ...], model: str, as_json: bool) -> None:
    """Name the clothing in FILES, one line each; a bad file never stops the rest."""
    classifier = _load(model)
    failed = False
    for file in files:
        answer = _answer(classifier, file)
        failed = failed or "error" in answer
        if as_json:
            print_json(answer)
        else:
            click.echo(_words(answer), err="error" in answer)
    if failed:
        raise click.exceptions.Exit(1)


def _load(model: str) -> Classifier:
    from fashion_model.inference import Classifier, ModelError

    run = find_run(model)
    if run.model_path is None:
        raise click.ClickException(f"“{run.name}” has no model to answer with; it is {run.state}.")
    try:
        return Classifier.load(run.model_path)
    except ModelError as error:
        raise click.ClickException(str(error)) from error


def _answer(classifier: Classifier, file: Path) -> dict[str, Any]:
    from fashion_model.images import ImageError, decode, prepare
    from fashion_model.labels import CLASS_NAMES

    try:
        picture = prepare(decode(_read(file))).picture
    except OSError as error:
        return {"file": str(file), "error": f"This file cannot be read: {error.strerror}."}
    except ImageError as error:
        return {"file": str(file), "error": str(error)}
    probabilities = classifier.probabilities(picture[None])[0]
    label = int(probabilities.argmax())
    return {
        "file": str(file),
        "label": label,
        "class": CLASS_NAMES[label],
        "probability": float(probabilities[label]),
        "probabilities": [float(each) for each in probabilities],
    }


def _read(file: Path) -> bytes:
    """Read at most one byte more than a picture may have, whatever the file turns out to be."""
    from fashion_model.images.decode import MAX_BYTES

    with file.open("rb") as stream:
        return stream.read(MAX_BYTES + 1)


def _words(answer: dict[str, Any]) -> str:
    file = click.format_filename(answer["file"])
    if "error" in answer:
        return f"{file}: {answer['error']}"
    return f"{file}: {answer['class']}, {percent(answer['probability'])}"
