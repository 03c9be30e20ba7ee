"""Conclusion: the story of a run in every state it can be in, and what to take home."""

import json
import time
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from fashion_model.runs import Run, open_run
from fashion_model.runs.event_log import append_event
from fashion_model.runs.events import to_dict
from fashion_model.words import plain
from tests.app.conftest import Visit, words
from tests.tiny import make_event, queue_run


def downloads(app: AppTest) -> dict[str, Any]:
    """The download buttons by their labels."""
    return {each.proto.label: each.proto for each in app.get("download_button")}


def look(app: AppTest, name: str) -> AppTest:
    """Choose what to look at below the first screen."""
    return app.segmented_control(key="conclusion_looks").set_value(name).run()


def rewrite(run: Run, *kept: str, ending: dict[str, Any], kind: str) -> None:
    """Give `run` another end: only its events of the kinds `kept`, then one of `kind`."""
    events = [to_dict(each) for each in run.events if each.kind in kept]
    last = {**ending, "event": kind, "time": time.time()}
    lines = [json.dumps(each) for each in [*events, last]]
    changed = run.path / "changed"
    changed.write_text("\n".join(lines) + "\n")
    changed.replace(run.path / "events.jsonl")
    (run.path / "manifest.json").unlink(missing_ok=True)


def _ending(run: Run) -> dict[str, Any]:
    assert run.ending is not None
    return to_dict(run.ending)


def reshape(run: Run, *figures: tuple[float, float, float, float]) -> None:
    """Give `run` another curve: of training loss and accuracy, and the same of validation."""
    names = ("loss", "accuracy", "validation_loss", "validation_accuracy")
    rows = iter(figures)
    lines = [
        json.dumps(to_dict(each) | dict(zip(names, next(rows), strict=True)))
        if each.kind == "epoch"
        else json.dumps(to_dict(each))
        for each in run.events
    ]
    (run.path / "events.jsonl").write_text("\n".join(lines) + "\n")
    (run.path / "manifest.json").unlink()


def test_the_bundled_run(visit: Visit) -> None:
    app = visit("conclusion")
    assert "**93.5 %**" in words(app)
    assert "**35 of 40 right** after epoch 1" in words(app)
    assert "**36 of 40 right** after epoch 11" in words(app)
    assert list(downloads(app)) == ["Notebook"]
    assert "11 of 12" in [metric.value for metric in look(app, "The numbers").metric]
    told = words(look(app, "People and other networks"))
    assert "**83.5 %**" in told
    assert "35 published networks" in told
    assert len(app.get("vega_lite_chart")) == 1
    assert "Hardest for it is **Shirt**" in words(look(app, "Its mistakes"))
    assert list(downloads(look(app, "Take it home"))) == [
        "Notebook",
        "Keras model",
        "LiteRT model",
        "Settings",
        "One page",
        "One that has been run already",
    ]


def test_an_own_run_with_a_dangerous_name(visit: Visit, trained: Run) -> None:
    app = visit("conclusion", trained.id)
    told = words(app)
    assert f"**{plain(trained.name)}**" in told
    assert "<b>" not in told
    assert "bundled sample only" in words(look(app, "People and other networks"))
    assert "<b>" not in words(app)
    assert not app.error
    assert not app.warning
    assert len(downloads(look(app, "Take it home"))) == 6


@pytest.mark.parametrize("wish", [None, "pause"])
def test_an_unfinished_run_says_what_to_do(wish: str | None, visit: Visit, runs: Any) -> None:
    run = queue_run(runs)
    if wish:
        append_event(run.path / "events.jsonl", make_event("starting", {"by": "server"}))
        append_event(run.path / "events.jsonl", make_event("suspended", {"step": 3}))
    app = visit("conclusion", run.id)
    assert "let it finish, or stop it and keep the best" in words(app)
    assert not downloads(app)
    assert not app.metric
    app.button(key="to_training").click().run()
    assert not app.exception
    assert app.title[0].value == "Train a network"


def test_a_failed_run_says_why(visit: Visit, trained: Run) -> None:
    ending = {"reason": "The disk is *full*.", "test_accuracy": None}
    rewrite(trained, "starting", "started", ending=ending, kind="failed")
    app = visit("conclusion", trained.id)
    assert [each.value for each in app.error] == [plain("The disk is *full*.")]
    assert not downloads(app)


def test_a_stopped_run_is_told_and_repeated(visit: Visit, trained: Run) -> None:
    ending = {**_ending(trained), "reason": "Stopped; the best epoch so far is kept."}
    kept = ("starting", "started", "batch", "epoch", "artefact")
    rewrite(trained, *kept, ending=ending, kind="stopped")
    app = visit("conclusion", trained.id)
    assert plain("Stopped; the best epoch so far is kept.") in words(look(app, "The numbers"))
    assert "Notebook" in downloads(app)


def test_a_run_stopped_at_once_has_a_story_but_no_notebook(visit: Visit, trained: Run) -> None:
    kept = ("starting", "started", "batch", "artefact")
    rewrite(trained, *kept, ending=_ending(trained), kind="stopped")
    assert open_run(trained.id).curve.epochs == []
    app = visit("conclusion", trained.id)
    assert "Notebook" not in downloads(app)
    assert "before its first epoch was complete" in words(look(app, "Take it home"))
    assert "Keras model" in downloads(app)
    look(app, "The numbers")
    assert "Test accuracy" in [metric.label for metric in app.metric]
    assert "Best epoch" not in [metric.label for metric in app.metric]


def test_a_run_without_its_answers_still_has_a_story(visit: Visit, trained: Run) -> None:
    (trained.path / "predictions" / "test.npz").unlink()
    app = visit("conclusion", trained.id)
    assert "answers on the test pictures are gone" in words(app)
    assert app.segmented_control(key="conclusion_looks").options == [
        "The numbers",
        "Your seven questions",
        "Take it home",
    ]
    assert "Notebook" in downloads(app)


def test_files_are_named_by_the_app_alone(visit: Visit, trained: Run) -> None:
    app = look(visit("conclusion", trained.id), "Take it home")
    assert len(downloads(app)) == 6
    for button in downloads(app).values():
        assert "Tiny" not in str(button)
        assert str(trained.path) not in str(button)


def test_choosing_a_run_again_and_again(visit: Visit, trained: Run) -> None:
    app = visit("conclusion")
    for run_id in (trained.id, "bundled", trained.id):
        app.selectbox(key="run_picker").set_value(run_id).run()
        assert app.query_params["run"] == run_id
        assert ("93.5 %" in words(app)) == (run_id == "bundled")


def test_a_suggestion_is_planned(visit: Visit) -> None:
    app = visit("conclusion")
    assert app.button(key="plan_0").label == "Train it again with another seed"
    app.button(key="plan_0").click().run()
    assert not app.exception
    assert app.title[0].value == "Train a network"
    assert app.session_state["seed"] == 2


ENOUGH = "It had almost stopped getting better: more epochs would probably bring little."
MORE = "It was still getting better at the end: more epochs might help."
MEMORISED = "Since epoch 2 it mostly memorised: stopping there may do as well."
LONGER = "Train for 8 epochs"
FIRST = ((0.9, 0.7, 0.6, 0.78), (0.5, 0.85, 0.4, 0.87))


@pytest.mark.parametrize(
    ("rest", "training", "longer"),
    [
        (((0.4, 0.87, 0.39, 0.87), (0.39, 0.87, 0.38, 0.874)), ENOUGH, False),
        (((0.4, 0.87, 0.39, 0.88), (0.35, 0.89, 0.33, 0.91)), MORE, True),
        (((0.2, 0.93, 0.45, 0.87), (0.1, 0.97, 0.5, 0.87)), MEMORISED, False),
    ],
)
def test_training_and_conclusion_give_one_verdict(
    rest: tuple[Any, ...], training: str, longer: bool, visit: Visit, trained: Run
) -> None:
    reshape(trained, *FIRST, *rest)
    assert training in words(visit("training", trained.id))
    app = visit("conclusion", trained.id)
    offered = [button.label for button in app.button]
    assert (LONGER in offered) == ("It was still improving" in words(app)) == longer
