"""`explain`: why a model says what it says of a picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fashion_model.labels import CLASS_NAMES
from fashion_model.terminal.classify import find_model, look_at, model_option
from fashion_model.terminal.output import json_option, print_json
from fashion_model.terminal.train import load_data
from fashion_model.words import breakable

if TYPE_CHECKING:
    from fashion_model.arrays import UInt8Array
    from fashion_model.attribution.explaining import Explainer
    from fashion_model.attribution.explanation import Explanation
    from fashion_model.runs import Run

_TEST = "test:"
_LEFT_OUT = (
    "This is about the networks that see the prepared picture. The second network, which looks at "
    "the picture itself, is left out."
)
_DIGITS = 6  # of a share: their sum is good to one less
_KIND = click.Choice(CLASS_NAMES, case_sensitive=False)


@click.command()
@click.argument("picture", metavar="FILE|test:INDEX")
@model_option
@click.option("--class", "kind", type=_KIND, help="What speaks for this kind; else for the answer.")
@click.option("--against", type=_KIND, help="What speaks for it rather than for this one.")
@json_option
def explain(picture: str, model: str, kind: str | None, against: str | None, as_json: bool) -> None:
    """Say why MODEL answers what it answers to a picture.

    The picture is a file, or a test picture by its official number, test:0 to test:9999. Of a
    network that ends in one linear layer, shares and bias add up to the logit, relative to the mean
    of the ten kinds; of any other, pieces were covered, and nothing adds up.

    With --json it also names the neighbours: the training pictures most like this one to the
    network of a run. The first time a run is asked, finding them takes a while.
    """
    is_test = picture.startswith(_TEST)
    prepared = _test_picture(picture) if is_test else look_at(Path(picture)).prepared.picture
    run = find_model(model)
    explainer = _explainer(run)
    found = explainer.explain(prepared)
    label = found.label if kind is None else CLASS_NAMES.index(kind)
    other = None if against is None else CLASS_NAMES.index(against)
    if label == other:
        raise click.UsageError("Name two different kinds.")
    said = facts(explainer, found, prepared, label, other)
    left_out = run is None and not is_test
    said["left_out"] = _LEFT_OUT if left_out else None
    if as_json:
        print_json({**said, "neighbours": None if run is None else _neighbours(run, prepared)})
    else:
        click.echo(said["sentence"])
        click.echo(
            "Exact: shares and bias add up."
            if said["method"] == "exact"
            else "Approximate: found by covering pieces."
        )
        if left_out:
            click.echo(_LEFT_OUT)


def facts(
    explainer: Explainer, found: Explanation, picture: UInt8Array, kind: int, against: int | None
) -> dict[str, Any]:
    """What `--json` prints, but for the neighbours."""
    from fashion_model.attribution.covering import cover, decisive
    from fashion_model.attribution.wording import sentence

    tried = cover(explainer.ask, picture, decisive(found, picture, kind, against), found.grid)
    shares = found.speaking_for(kind, against)
    return {
        "method": found.method,
        "class": CLASS_NAMES[kind],
        "against": None if against is None else CLASS_NAMES[against],
        "shares": [[round(float(share), _DIGITS) for share in row] for row in shares],
        "bias": _bias(found, kind, against),
        "logit": round(_relative(found.logits, kind, against), _DIGITS),
        "probability": float(found.probabilities[kind]),
        "covered": [list(place) for place in tried.places],
        "covered_answer": CLASS_NAMES[int(tried.after.argmax())],
        "sentence": breakable(sentence(found, tried, kind, against)),
    }


def _bias(found: Explanation, kind: int, against: int | None) -> float | None:
    if found.bias is None:
        return None
    return round(_relative(found.bias, kind, against), _DIGITS)


def _relative(figures: Any, kind: int, against: int | None) -> float:
    """The figure of `kind`, or how much more it is than that of the other."""
    return float(figures[kind] - (0 if against is None else figures[against]))


def _neighbours(run: Run, picture: UInt8Array) -> list[dict[str, Any]] | None:
    """The training pictures nearest to `picture` in the network's features, the nearest first."""
    from fashion_model.attribution.error import AttributionError
    from fashion_model.attribution.tracing import Tracer
    from fashion_model.data import DataError

    try:
        found = Tracer(run.path).trace(picture).neighbours
    except (AttributionError, DataError) as error:  # the explanation itself holds without them
        click.echo(str(error), err=True)
        return None
    return [
        {
            "index": each.index,
            "class": CLASS_NAMES[each.label],
            "distance": round(each.distance, _DIGITS),
        }
        for each in found
    ]


def _explainer(run: Run | None) -> Explainer:
    from fashion_model.attribution.explaining import Explainer
    from fashion_model.litert import ModelError
    from fashion_model.predict import load_all_terrain
    from fashion_model.runs import calibration_of

    try:
        if run is None:
            return Explainer.of_ensemble(load_all_terrain())
        assert run.model_path is not None  # `find_model` has looked
        return Explainer.of_run(run.model_path, calibration_of(run))
    except ModelError as error:
        raise click.ClickException(str(error)) from error


def _test_picture(wanted: str) -> UInt8Array:
    number = wanted.removeprefix(_TEST)
    if not number.isascii() or not number.isdecimal():
        raise click.BadParameter("A test picture is named like test:12.")
    test = load_data().test
    (here,) = (test.indices == int(number)).nonzero()
    if not len(here):
        known = "the bundled sample has only some of them" if len(test) < 10_000 else "of 0 to 9999"
        raise click.ClickException(f"Test picture {int(number)} is not here; {known}.")
    picture: UInt8Array = test.images[int(here[0])]
    return picture
