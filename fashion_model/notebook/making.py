"""From a run to a notebook."""

import base64
import zlib
from collections.abc import Iterator
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fashion_model.config import AUGMENTATION, SETTINGS, SPOILING
from fashion_model.config.spoiled import in_a_sentence, left_out_in_a_sentence
from fashion_model.data import Dataset, load_sample
from fashion_model.experiments.choosing import LEFT_UNTESTED, how_chosen
from fashion_model.learning_curve.advice import suggest
from fashion_model.notebook.cells import Cell, assignment, quote_library, read_cells
from fashion_model.notebook.sources import Excerpts
from fashion_model.results import published_results
from fashion_model.runs import Run, RunError
from fashion_model.words import plain

TEMPLATE = Path(__file__).with_name("template.py")
LINE = 80  # characters
_KEPT = ("loss", "accuracy", "validation_loss", "validation_accuracy")
_UNFINISHED = "It becomes a notebook when it is done: let it finish, or stop it and keep the best."


def packed_indices(dataset: Dataset) -> dict[str, list[str]]:
    """For each part one bit for every official picture, zlib-compressed, as lines of base64."""
    return {
        "train": _packed(dataset.train.indices),
        "validation": _packed(dataset.validation.indices),
        "test": _packed(dataset.test.indices),
    }


def _packed(indices: NDArray[np.int32]) -> list[str]:
    """Ascending `indices`, (n,), as lines of text."""
    if np.any(np.diff(indices) <= 0):
        raise ValueError("Only ascending indices can be packed as a set.")
    mask = np.zeros(int(indices.max()) + 1, np.bool_)
    mask[indices] = True
    text = base64.b64encode(zlib.compress(np.packbits(mask).tobytes(), 9)).decode("ascii")
    return [text[start : start + LINE] for start in range(0, len(text), LINE)]


def why_not(run: Run) -> str | None:
    """Why `run` can't become a notebook, in a sentence that says what to do; None if it can."""
    if run.state == "failed":
        return "This training failed, so there is nothing to repeat. Choose another one."
    if run.left_untested:
        return f"{LEFT_UNTESTED} Choose that one."
    if run.ending is None or run.test_accuracy is None:
        return f"This training is {run.state}. {_UNFINISHED}"
    if not run.curve.epochs:
        return (
            "This training was stopped before its first epoch was complete, so there is nothing to"
            " repeat. Choose another one, or train for a whole epoch."
        )
    if run.parent is not None:
        return (
            "This network was taught with somebody's own pictures, which are never given away, so"
            " no notebook can repeat it. Choose the training it went on from."
        )
    if run.sample and run.fingerprint != _sample()[0]:
        return (
            "This training used another selection of pictures than the one that is here now, so it"
            " can't become a notebook. Start a new training."
        )
    return None


def file_name(run: Run) -> str:
    """What the file is called: by the run's id, which is the app's own, never by its name."""
    return f"fashion_mnist_{run.id[:8]}.ipynb"


def make_notebook(run: Run) -> bytes:
    """`run` as a Jupyter notebook (nbformat 4.5), not executed; the same run, the same bytes.

    Raises:
        RunError: it can't become one; see `why_not`.
        DataError: the bundled sample it was trained on is missing.
    """
    reason = why_not(run)
    if reason is not None:
        raise RunError(reason)
    import nbformat  # a sixth of a second that no page should wait for

    form: Any = nbformat.v4
    new = {True: form.new_code_cell, False: form.new_markdown_cell}
    notebook = form.new_notebook(
        cells=[
            new[cell.is_code](cell.source, id=f"cell-{number}")  # else a random id
            for number, cell in enumerate(_cells(run), 1)
        ],
        metadata={
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
            "language_info": {"name": "python"},
        },
    )
    nbformat.validate(notebook)
    text: str = form.writes(notebook)
    return text.encode()


def _cells(run: Run) -> Iterator[Cell]:
    """The template's cells, those of the other data set left out, filled with what is known."""
    excerpts, other = Excerpts(), "whole" if run.sample else "sample"
    values = {"RUN": _values(run), "PICTURES": _sample()[1] if run.sample else None}
    for cell in read_cells(TEMPLATE.read_text(encoding="utf-8")):
        if cell.tag == other:
            continue
        if cell.title:
            yield replace(cell, source=assignment(cell.title, values[cell.title]))
        elif cell.is_code:
            yield replace(cell, source=quote_library(cell.source, excerpts))
        else:
            yield replace(cell, source=cell.source.replace("{settings}", _about(run)))


def _about(run: Run) -> str:
    """What was spoiled or left out, how it was chosen, if any was, and its settings."""
    spoiled, left_out = in_a_sentence(run.config.spoiling), left_out_in_a_sentence(run.config)
    said = [spoiled, left_out, how_chosen(run)]
    told = [plain(each) for each in said if each is not None]
    return "\n\n".join([*told, _settings_table(run)])


def _settings_table(run: Run) -> str:
    """What each setting means and is, as Markdown."""
    settings = asdict(run.config)
    for group in (AUGMENTATION, SPOILING):
        inside = settings.pop(group.removesuffix("."))
        settings |= {group + key: value for key, value in inside.items()}
    rows = [
        f"| {SETTINGS[key].title} | {settings[key]} | {SETTINGS[key].help} |"
        for key in SETTINGS
        if key in settings and key != "dense"
    ]
    head = ["<details><summary>What each setting means</summary>", "", "| Setting | Here | |"]
    return "\n".join([*head, "|:--|:--|:--|", *rows, "", "</details>"])


def _values(run: Run) -> dict[str, Any]:
    """All that the notebook knows of the run, ready for JSON."""
    epochs, stopped = run.curve.epochs, run.state == "stopped"
    suggestions = suggest(run.config, run.curve, sample=run.sample, stopped=stopped)
    return {
        "name": run.name,
        "settings": run.config.to_dict(),
        "versions": run.versions,
        "pictures": run.fingerprint,
        "stopped_after": len(epochs) if stopped else None,
        "epochs": [{name: round(getattr(each, name), 6) for name in _KEPT} for each in epochs],
        "test_accuracy": run.test_accuracy,
        "suggestions": [each.text for each in suggestions],
        "people": published_results().people.to_dict(),
    }


@cache
def _sample() -> tuple[str, dict[str, list[str]]]:
    """The bundled sample's fingerprint and packed indices, without keeping its pictures."""
    sample = load_sample()
    return sample.fingerprint, packed_indices(sample)
