"""What is in a notebook, without running it: whole for every run, and safe whatever its name."""

import ast
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage

from fashion_model.config import SETTINGS, Spoiling
from fashion_model.data import batches, load, load_sample
from fashion_model.data.splits import first_per_class
from fashion_model.environment import ASSETS, ROOT
from fashion_model.notebook import file_name, make_notebook, why_not
from fashion_model.notebook.cells import assignment, read_cells
from fashion_model.notebook.making import TEMPLATE, packed_indices
from fashion_model.notebook.sources import Excerpts
from fashion_model.runs import BUNDLED, Run, RunError, open_run
from fashion_model.runs.curve import read_curve, summarize
from fashion_model.runs.events import Event
from tests.tiny import IN_A_WORKER, epoch, make_event, queue_run

CHAPTERS = (
    "1 Introduction",
    "2 Dataset",
    "3 Preprocessing",
    "4 Architecture",
    "5 Training",
    "6 Evaluation",
    "7 Conclusion",
)
NEEDED = {"tensorflow", "keras", "numpy", "matplotlib", "sklearn", "scipy"}  # sklearn needs scipy


def cells(content: bytes, kind: str = "code") -> list[str]:
    notebook: Any = nbformat.reads(content.decode(), as_version=4)  # type: ignore[no-untyped-call]
    nbformat.validate(notebook)
    return [cell.source for cell in notebook.cells if cell.cell_type == kind]


def ended(run: Run, kind: str = "finished", epochs: int = 1) -> Run:
    """`run` as if it had ended, without training it."""
    events: list[Event] = [epoch(n + 1) for n in range(epochs)]
    last = {"reason": "Done.", "test_accuracy": None if kind == "failed" else 0.5}
    events.append(make_event(kind, last))
    curve = read_curve(events)
    return replace(run, events=events, curve=curve, summary=summarize(events, curve))


@pytest.mark.parametrize("sample", [True, False])
def test_every_cell_is_python_and_every_name_is_defined(
    sample: bool, runs: Path, tmp_path: Path
) -> None:
    content = make_notebook(ended(queue_run(runs)) if sample else open_run(BUNDLED))
    for source in cells(content):
        ast.parse(source)
    whole = tmp_path / "whole.py"
    whole.write_text("\n".join(cells(content)))
    ruff = [sys.executable, "-m", "ruff", "check", "--isolated", "--select=F821,F811", str(whole)]
    done = subprocess.run(ruff, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout
    modules = {
        name.partition(".")[0]
        for node in ast.walk(ast.parse(whole.read_text()))
        for name in _imported(node)
    }
    assert modules - sys.stdlib_module_names <= NEEDED
    text = "\n".join(cells(content, "markdown"))
    assert all(f"## {chapter}" in text for chapter in CHAPTERS)


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [each.name for each in node.names]
    return [str(node.module)] if isinstance(node, ast.ImportFrom) else []


@settings(deadline=None, max_examples=150)
@given(
    st.text()
    | st.sampled_from(
        ['"""', "'''", "\\", "{0}", "%s", "\n", "</script>", "'); import os #"]
    ).flatmap(lambda nasty: st.text().map(lambda text: f"{text}{nasty}{text}"))
)
def test_no_value_becomes_code(text: str) -> None:
    (statement,) = ast.parse(assignment("RUN", {"name": text, text: [text]})).body
    assert isinstance(statement, ast.Assign)
    call = statement.value
    assert isinstance(call, ast.Call)
    (argument,) = call.args
    assert isinstance(argument, ast.Constant)
    assert json.loads(str(argument.value)) == {"name": text, text: [text]}


@settings(deadline=None, max_examples=25)
@given(name=st.text(max_size=80))
def test_a_name_changes_nothing_but_one_literal(name: str) -> None:
    run = open_run(BUNDLED)
    plain, named = (make_notebook(replace(run, name=each)) for each in ("plain", name))
    assert cells(plain, "markdown") == cells(named, "markdown")
    different = [a for a, b in zip(cells(plain), cells(named), strict=True) if a != b]
    assert len(different) == (name != "plain")
    assert file_name(replace(run, name=name)) == "fashion_mnist_bundled.ipynb"


def test_the_same_run_gives_the_same_bytes() -> None:
    assert make_notebook(open_run(BUNDLED)) == make_notebook(open_run(BUNDLED))


def test_packed_indices_come_back() -> None:
    sample = load_sample()
    template = read_cells(TEMPLATE.read_text(encoding="utf-8"))
    (unpack,) = (cell.source for cell in template if "def unpack" in cell.source)
    names: dict[str, Any] = {"PICTURES": packed_indices(sample), "np": np, "NDArray": np.ndarray}
    names |= {name: __import__(name) for name in ("zlib", "base64")}
    exec(compile(unpack.replace("NDArray[np.int32]", "object"), "cell", "exec"), names)
    for part, split in (
        ("train_at", sample.train),
        ("validation_at", sample.validation),
        ("test_at", sample.test),
    ):
        assert np.array_equal(names[part], split.indices)
    assert len(json.dumps(names["PICTURES"])) < 20_000


def test_the_library_s_own_source_is_quoted() -> None:
    quoted = "\n\n\n".join(cells(make_notebook(open_run(BUNDLED))))
    for path, name in (
        ("augment.py", "augment"),
        ("augment.py", "sketch"),
        ("network/build.py", "OnePassBatchNorm"),
        ("network/optimizer.py", "ema_update"),
        ("network/optimizer.py", "_YOUNG"),
    ):
        source = (ROOT / "fashion_model" / path).read_text(encoding="utf-8")
        (node,) = (
            each
            for each in ast.parse(source).body
            if name == getattr(each, "name", "")
            or (isinstance(each, ast.Assign) and ast.unparse(each.targets[0]) == name)
        )
        assert str(ast.get_source_segment(source, node)) in quoted
    assert "from fashion_model" not in quoted


def test_a_definition_comes_once_and_after_all_it_uses() -> None:
    excerpts = Excerpts()
    text = excerpts.quote("fashion_model.data.splits", ["validation_indices"])
    assert text.index("TRAINING_PICTURES = ") < text.index("def validation_indices")
    assert "def _ranks" in text
    assert "SAMPLE_TRAIN_PER_CLASS" not in text  # nobody uses it there
    assert "def _ranks" not in excerpts.quote("fashion_model.data.splits", ["first_per_class"])
    with pytest.raises(KeyError, match="no_such"):
        excerpts.quote("fashion_model.augment", ["no_such"])


def test_no_definition_hides_another_one_s_namesake() -> None:
    """Modules that each have a `_flip` of their own would meet in one notebook."""
    defined: Counter[str] = Counter()
    for node in ast.parse("\n\n".join(cells(make_notebook(open_run(BUNDLED))))).body:
        targets = node.targets if isinstance(node, ast.Assign) else []
        found = [each.id for each in targets if isinstance(each, ast.Name)]
        defined.update(name for name in found if name.startswith("_") or name.isupper())
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            defined[node.name] += 1
    assert [name for name, times in defined.items() if times > 1] == []


def test_every_setting_is_explained_with_its_value(runs: Path) -> None:
    (words,) = (
        text for text in cells(make_notebook(open_run(BUNDLED)), "markdown") if "| " in text
    )
    for key, declared in SETTINGS.items():
        if key != "dense" and not key.startswith("blocks."):
            assert f"| {declared.title} |" in words
            assert declared.help in words


@pytest.mark.parametrize(
    ("kind", "epochs", "words"),
    [("failed", 1, "failed"), ("stopped", 0, "first epoch"), (None, 0, "let it finish")],
)
def test_a_run_without_a_whole_epoch_says_what_to_do(
    kind: str | None, epochs: int, words: str, runs: Path
) -> None:
    run = queue_run(runs)
    run = run if kind is None else ended(run, kind, epochs)
    assert words in str(why_not(run))
    with pytest.raises(RunError, match=words):
        make_notebook(run)


def test_a_stopped_run_is_repeated_as_far_as_it_came(runs: Path) -> None:
    run = ended(queue_run(runs), "stopped", epochs=2)
    assert '"stopped_after": 2' in "".join(cells(make_notebook(run)))


def test_a_child_run_is_not_given_away(runs: Path) -> None:
    run = replace(ended(queue_run(runs)), parent=BUNDLED)
    with pytest.raises(RunError, match="never given away"):
        make_notebook(run)


def test_pictures_that_are_gone_are_a_sentence(runs: Path) -> None:
    run = replace(ended(queue_run(runs)), fingerprint="other")
    with pytest.raises(RunError, match="another selection"):
        make_notebook(run)


def test_the_executed_one_is_of_this_code_and_knows_no_machine() -> None:
    path = ASSETS / "fashion_mnist_cnn.ipynb"
    assert path.stat().st_size < 1_000_000
    ready: Any = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    nbformat.validate(ready)
    code = [cell for cell in ready.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    fresh = cells(make_notebook(open_run(BUNDLED)))
    changed = [a for a, b in zip((cell.source for cell in code), fresh, strict=True) if a != b]
    remedy = "the notebook's code has changed: python -m scripts.bundle_notebook makes it anew"
    assert [source.partition(" ")[0] for source in changed] == ["RUN"], remedy
    told = json.dumps([cell.outputs for cell in code])
    assert "Exactly the pictures of the app's training: yes" in told
    assert _largest_difference(code[-1].outputs[0]) < 1e-4
    for trace in ("/home/", "/root/", "/tmp/", "/work/", "site-packages", "Traceback"):
        assert trace not in told


def test_the_pictures_it_shows_are_in_the_sample(full_data: Path) -> None:
    full, sample = load(), load_sample()
    assert not full.is_sample
    for whole, part, count in ((full.train, sample.train, 6), (full.test, sample.test, 200)):
        shown = first_per_class(whole.labels, whole.indices, count)
        assert np.isin(whole.indices[shown], part.indices).all()


def _largest_difference(output: Mapping[str, str]) -> float:
    return float(output["text"].splitlines()[0].rpartition(" ")[2])


def test_a_spoiled_training_says_so_and_spoils_by_the_app_s_own_source(runs: Path) -> None:
    config = replace(IN_A_WORKER, spoiling=Spoiling(flip=0.1, hidden="Bag"))
    content = make_notebook(ended(queue_run(runs, config)))
    text = "\n".join(cells(content, "markdown"))
    assert "Its training data were spoiled: 10 % labels flipped, Bag hidden" in text.replace(
        "\\", ""
    )
    code = cells(content)
    for source in code:
        ast.parse(source)
    quoted = "\n\n\n".join(code)
    for name, source in (
        ("spoil", (ROOT / "fashion_model/data/spoil.py").read_text(encoding="utf-8")),
        ("as_shown", (ROOT / "fashion_model/data/batches.py").read_text(encoding="utf-8")),
    ):
        (node,) = (each for each in ast.parse(source).body if getattr(each, "name", "") == name)
        assert quoted.count(str(ast.get_source_segment(source, node))) == 1
    assert '"flip": 0.1' in quoted


def test_the_quoted_source_spoils_as_the_training_does(runs: Path) -> None:
    """Its definitions alone, run outside the library, flip the same labels."""
    config = replace(IN_A_WORKER, spoiling=Spoiling(flip=0.1, few="Bag", ground_of="Coat"))
    code = cells(make_notebook(ended(queue_run(runs, config))))
    needed = ("class TrainConfig", "CLASS_NAMES", "def sketch", "def augment", "def as_shown")
    names: dict[str, Any] = {"RUN": {"settings": config.to_dict()}, "np": np, "npt": np.typing}
    names |= {"NDArray": np.typing.NDArray, "Any": Any, "dataclass": dataclass, "fields": fields}
    names["ndimage"] = ndimage
    for word in needed:
        for source in code:
            if word in source:
                exec(compile(source, "cell", "exec"), names)
                break
    train = load_sample().train
    shown, positions = names["as_shown"](names["config"], names["Split"](**vars(train)))
    wanted, _ = batches.as_shown(config, train)
    assert np.array_equal(positions, np.arange(len(wanted)))
    assert np.array_equal(shown.labels, wanted.labels)
    assert np.array_equal(shown.images, wanted.images)
