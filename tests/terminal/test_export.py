"""`export`: a run as a notebook, and what it refuses."""

from pathlib import Path

import nbformat
import pytest

from fashion_model.runs import open_run
from tests.terminal.conftest import Trained, Verbs
from tests.tiny import queue_run


def test_it_writes_a_notebook_of_the_run(verbs: Verbs, with_run: Trained, tmp_path: Path) -> None:
    file = tmp_path / "mine.ipynb"
    told = verbs.json("export", with_run.id, "--notebook", str(file))
    assert told == {"run": with_run.id, "notebook": str(file), "bytes": file.stat().st_size}
    notebook = nbformat.read(file, as_version=4)  # type: ignore[no-untyped-call]
    nbformat.validate(notebook)
    assert open_run(with_run.id).name in "".join(cell.source for cell in notebook.cells)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.ipynb"]


def test_it_replaces_a_file_only_by_force(verbs: Verbs, tmp_path: Path) -> None:
    file = tmp_path / "kept.ipynb"
    file.write_text("mine")
    refused = verbs("export", "bundled", "--notebook", str(file))
    assert refused.exit_code == 1
    assert "--force" in refused.stderr
    assert file.read_text() == "mine"
    done = verbs("export", "bundled", "--notebook", str(file), "--force")
    assert done.exit_code == 0
    assert "Wrote" in done.stdout
    assert file.stat().st_size > 20_000


def test_a_run_that_has_not_ended_is_refused_in_words(
    verbs: Verbs, runs: Path, tmp_path: Path
) -> None:
    run = queue_run(runs)
    refused = verbs("export", run.id, "--notebook", str(tmp_path / "x.ipynb"))
    assert refused.exit_code == 1
    assert "let it finish" in refused.stderr
    assert not (tmp_path / "x.ipynb").exists()


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["bundled"], 2, "--notebook"),
        (["nonsense", "--notebook", "{}/x.ipynb"], 2, "no run"),
        (["bundled", "--notebook", "{}"], 2, "directory"),
        (["bundled", "--notebook", "{}/none/x.ipynb"], 1, "no folder"),
    ],
)
def test_it_refuses_in_words(
    verbs: Verbs, runs: Path, tmp_path: Path, words: list[str], code: int, sentence: str
) -> None:
    refused = verbs("export", *(word.format(tmp_path) for word in words))
    assert refused.exit_code == code
    assert sentence in refused.stderr
    assert not (tmp_path / "none").exists()
