"""A training that somebody else deletes while it is looked at: every page says so and goes on."""

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from fashion_model.runs import Run, discard_run, list_runs, open_run
from fashion_model.runs.directory import BUNDLED_PATH
from fashion_model.runs.event_log import append_event
from tests.app.conftest import Visit
from tests.app.conftest import words as escaped
from tests.tiny import make_event, queue_run, save

DELETED = "This training was deleted. You see the bundled model instead."
GONE = "There is no such training; it may have been deleted. You see the bundled model instead."
PAGES = ("training", "evaluation", "conclusion")  # those that show the chosen run


def words(app: AppTest) -> str:
    """Everything a visitor reads on the page, without the marks against Markdown."""
    return escaped(app).replace("\\", "")


@pytest.fixture
def finished(runs: Path) -> Run:
    """A finished run that can be deleted."""
    path = runs / "00000000-0000-4000-8000-000000000000"
    shutil.copytree(BUNDLED_PATH, path)
    return open_run(path.name)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("for_good", [False, True])
def test_a_deleted_training_is_deleted_not_damaged(
    visit: Visit, finished: Run, page: str, for_good: bool
) -> None:
    app = visit(page, finished.id)
    assert DELETED not in words(app)
    discard_run(finished)
    if for_good:
        shutil.rmtree(finished.path.parent / ".trash")
    app.run()
    assert not app.exception
    assert (GONE if for_good else DELETED) in words(app)
    assert "damaged" not in words(app)


def test_who_discards_a_training_reads_that_it_is_deleted(visit: Visit, runs: Path) -> None:
    run = queue_run(runs, name="Mine")
    append_event(run.path / "events.jsonl", make_event("starting", {"by": "server"}))
    append_event(run.path / "events.jsonl", make_event("paused", {"step": 0}))
    app = visit("training", run.id)
    app.button(key="discard").click().run()
    assert not app.exception
    assert "Deleted: Mine" in words(app)
    assert "damaged" not in words(app)
    assert "deleted" not in words(app).replace("Deleted: Mine", "")
    app.button(key="undo_delete").click().run()
    assert app.query_params["run"] == run.id
    assert next(each.id for each in list_runs(runs)) == run.id


def _deleted_twice() -> None:
    import streamlit as st

    from fashion_model.runs import RunSummary, list_runs
    from ui.models import actions
    from ui.state import JUST_DELETED

    own = [run for run in list_runs() if isinstance(run, RunSummary) and not run.bundled]
    for run in own * 2:
        actions.delete(run)
    deleted = JUST_DELETED.get()
    st.text(f"Offered back: {deleted.name if deleted else 'nothing'}")


def test_a_second_click_on_delete_leaves_the_way_back(finished: Run) -> None:
    app = AppTest.from_function(_deleted_twice).run()
    assert f"Offered back: {finished.name}" in words(app)
    assert not finished.path.exists()


def test_a_damaged_training_can_be_deleted_and_brought_back(visit: Visit, finished: Run) -> None:
    (finished.path / "config.json").write_text("null")
    app = visit("training")
    assert f"Damaged training {finished.id}" in words(app)
    assert "Its description is not one this app wrote." in words(app)
    app.button(key=f"delete_{finished.id}").click().run()
    assert not app.exception
    assert f"Deleted: damaged training {finished.id}" in words(app)
    assert not finished.path.exists()
    app.button(key="undo_delete").click().run()
    assert f"Damaged training {finished.id}" in words(app)


def test_nothing_is_offered_back_where_the_disk_is_nearly_full(
    visit: Visit, finished: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fashion_model.runs.store.free_bytes", lambda root: 1_000)
    app = visit("training")
    app.button(key=f"delete_{finished.id}").click().run()
    assert f"Deleted: {finished.name}" in words(app)
    assert "For good, because the disk is nearly full." in words(app)
    assert "undo_delete" not in [button.key for button in app.button]
    assert not [path for path in finished.path.parent.iterdir() if path.is_dir()]


def test_a_fault_of_the_queue_is_said_on_training(
    visit: Visit, runs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words_of_it = "A fault of the app keeps trainings from starting; its log tells more."
    monkeypatch.setattr("fashion_model.workers.scheduler._troubles", {runs: words_of_it})
    run = queue_run(runs)
    for chosen in (None, run.id):
        app = visit("training", chosen)
        assert f"Not every training can start just now. {words_of_it}" in words(app)
    assert "next in line" in words(app)


def test_why_a_training_was_set_aside_is_said(visit: Visit, runs: Path) -> None:
    run = queue_run(runs)
    full = "The disk is full: delete some trainings or free some space, then try again."
    for event in (
        make_event("starting", {"by": "server"}),
        make_event("suspended", {"step": 0, "reason": full}),
    ):
        append_event(run.path / "events.jsonl", event)
    save(run.path)
    app = visit("training", run.id)
    assert "This training was interrupted. The disk is full: delete some" in words(app)
    assert "What it has learned is saved: resume it" in words(app)
    assert "Resume" in [button.label for button in app.button]
