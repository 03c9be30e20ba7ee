"""A training is whose browser began it; the operator may change all; on show nobody may."""

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest

from fashion_model import pace
from fashion_model.data import load_sample
from fashion_model.experiments.design import Design
from fashion_model.experiments.store import add_seeds, create_experiment
from fashion_model.files import sha256
from fashion_model.pace import A_MINUTE, Pace
from fashion_model.runs import Command, Run, RunError, create_run, list_runs, open_run
from fashion_model.runs.store import READ_ONLY, rename_run
from fashion_model.runs.visitor import Visitor, fingerprint
from tests.app.conftest import Visit, words
from tests.experiments.made import runs_in_order
from tests.tiny import IN_A_WORKER
from ui import visitor
from ui.compare import actions as compare_actions
from ui.models import actions

ONE, OTHER = Visitor(fingerprint("1" * 64)), Visitor(fingerprint("2" * 64))


def queue(root: Path, whose: Visitor | None) -> Run:
    fingerprint = load_sample().fingerprint
    return create_run(
        IN_A_WORKER, "A run", dataset_fingerprint=fingerprint, sample=True, visitor=whose, root=root
    )


@pytest.fixture
def passworded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server with an operator, looked at by visitor ONE."""
    monkeypatch.setenv("FASHION_ADMIN_PASSWORD", "open sesame")
    monkeypatch.setattr(visitor, "current", lambda: ONE)
    monkeypatch.setattr(visitor, "_tried", Pace(visitor.TRIES, A_MINUTE))


ACTS: dict[str, Callable[[Run], None]] = {
    "stop": lambda run: actions.ask(run.id, Command.STOP),
    "delete": lambda run: actions.delete(run),
    "end its process": lambda run: actions.end_process(run.id),
    "rename": lambda run: actions.rename(run.id, "no widget"),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.usefixtures("passworded")
def test_what_another_began_can_not_be_changed(runs: Path, act: str) -> None:
    for whose in (OTHER, None):
        run = queue(runs, whose)
        before = {path: sha256(path) for path in run.path.iterdir()}
        with pytest.raises(RunError) as refused:
            ACTS[act](run)
        assert str(refused.value) == (
            "This training is another visitor’s: only they and the operator can change it."
        )
        assert {path: sha256(path) for path in run.path.iterdir()} == before


@pytest.mark.usefixtures("passworded")
def test_a_question_of_another_can_not_be_changed(runs: Path) -> None:
    design = Design("line-up", "Which?", IN_A_WORKER, {"dropout": (0.1, 0.4)})
    fingerprint = load_sample().fingerprint
    asked = create_experiment(
        design, dataset_fingerprint=fingerprint, sample=True, visitor=OTHER, root=runs
    )
    for act in (
        partial(compare_actions.ask, asked.id, Command.STOP),
        partial(compare_actions.discard, asked),
        partial(compare_actions.more_seeds, asked.id, 1),
    ):
        with pytest.raises(RunError, match="another visitor’s"):
            act()
    assert [run.owner for run in runs_in_order(asked)] == [OTHER.owner] * 2
    add_seeds(asked, 1, OTHER)
    assert {run.owner for run in runs_in_order(asked)} == {OTHER.owner}


@pytest.mark.usefixtures("passworded")
def test_the_own_one_can_be_changed_and_another_s_only_looked_at(runs: Path, visit: Visit) -> None:
    own, other = queue(runs, ONE), queue(runs, OTHER)
    app = visit("training", other.id)
    assert "A run" in words(app)
    keys = {button.key for button in app.button}
    assert f"delete_{own.id}" in keys
    assert f"delete_{other.id}" not in keys
    assert "discard" not in keys
    app = visit("training", own.id)
    app.button(key="discard").click().run()
    assert [run.id for run in list_runs(runs)] == [other.id, "bundled"]


def test_at_home_nobody_notices(runs: Path, visit: Visit) -> None:
    for whose in (ONE, None):
        run = queue(runs, whose)
        app = visit("training", run.id)
        assert "operator_password" not in [each.key for each in app.text_input]
        app.button(key="discard").click().run()
        assert run.id not in [each.id for each in list_runs(runs)]


@pytest.mark.usefixtures("passworded")
def test_the_password_makes_an_operator(
    runs: Path, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = queue(runs, OTHER)
    app = visit("training", run.id)
    for typed, said in [("open", visitor.WRONG)] * 5 + [("open sesame", visitor.TOO_OFTEN)]:
        app.text_input(key="operator_password").set_value(typed).run()
        assert said in [each.value.replace("\\", "") for each in app.error]
        assert app.text_input(key="operator_password").value == ""
    later = time.monotonic() + A_MINUTE
    monkeypatch.setattr(pace, "time", SimpleNamespace(monotonic=lambda: later))
    app.text_input(key="operator_password").set_value("open sesame").run()
    assert "You are the operator" in words(app)
    app.button(key="discard").click().run()
    assert run.id not in [each.id for each in list_runs(runs)]


def test_one_visitor_does_not_fill_the_line(runs: Path) -> None:
    queue(runs, ONE)
    queue(runs, ONE)
    with pytest.raises(RunError) as refused:
        queue(runs, ONE)
    assert str(refused.value) == (
        "2 trainings of yours wait already, and others want to train, too: stop one, or wait until"
        " one begins."
    )
    queue(runs, OTHER)
    queue(runs, replace(ONE, limited=False))


def test_one_visitor_does_not_fill_the_disk(runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FASHION_VISITOR_MB", "21")
    run = queue(runs, ONE)
    (run.path / "model.keras").write_bytes(bytes(2_000_000))
    with pytest.raises(RunError, match=r"Your trainings already use \d of 21 MB, which is a vis"):
        queue(runs, ONE)
    queue(runs, OTHER)


def test_a_public_show(runs: Path, visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    run = queue(runs, None)
    monkeypatch.setenv("FASHION_READ_ONLY", "1")
    app = visit("training", run.id)
    assert READ_ONLY in words(app).replace("\\", "")
    assert app.button(key="start_training").disabled
    for act in ACTS.values():
        with pytest.raises(RunError, match="Here the app is on show"):
            act(open_run(run.id))
    app = visit("classify")
    assert not app.exception
    assert not (runs / ".expected").exists()


def test_a_secret_can_not_be_told_from_its_run(runs: Path) -> None:
    secret = "ab" * 32
    run = queue(runs, Visitor(fingerprint(secret)))
    assert run.owner == fingerprint(secret)
    assert not any(secret.encode() in path.read_bytes() for path in run.path.iterdir())


@pytest.mark.usefixtures("passworded")
def test_where_trainings_are_private_only_the_own_are_seen(
    runs: Path, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, other = named(queue(runs, ONE), "Mine"), named(queue(runs, OTHER), "Theirs")
    terminals = named(queue(runs, None), "From a terminal")
    monkeypatch.setenv("FASHION_PRIVATE", "1")
    for page in ("training", "evaluation", "conclusion", "classify", "compare"):
        for hidden in (other, terminals):
            app = visit(page, hidden.id)
            everything = f"{words(app)} {[each.options for each in app.selectbox]}"
            assert "Theirs" not in everything
            assert "From a terminal" not in everything
    app = visit("training", other.id)
    assert (
        "This training is another visitor’s, and here all see their own alone. You see the bundled "
        "model instead."
    ) in words(app).replace("\\", "")
    assert f"open_{own.id}" in {button.key for button in app.button}
    assert "Mine" in words(visit("training", own.id))

    app = visit("training")
    app.text_input(key="operator_password").set_value("open sesame").run()
    assert {f"open_{run.id}" for run in (own, other, terminals)} <= {b.key for b in app.button}


@pytest.mark.usefixtures("passworded")
def test_where_trainings_are_private_a_question_is_not_seen(
    runs: Path, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    design = Design("line-up", "Whose question?", IN_A_WORKER, {"dropout": (0.1, 0.4)})
    asked = create_experiment(
        design,
        dataset_fingerprint=load_sample().fingerprint,
        sample=True,
        visitor=OTHER,
        root=runs,
    )
    assert "Whose question?" in words(visit("compare"))
    monkeypatch.setenv("FASHION_PRIVATE", "1")
    app = visit("compare")
    assert "Whose question?" not in words(app)
    app.query_params["experiment"] = asked.id
    app.run()
    assert "Whose question?" not in words(app)
    said = "This experiment is another visitor’s, and here all see their own alone."
    assert said in words(app).replace("\\", "")


def named(run: Run, name: str) -> Run:
    rename_run(run, name)
    return open_run(run.id)
