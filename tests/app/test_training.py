"""Training: settings, start, controls, list."""

import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from fashion_model.config import ConvBlock
from fashion_model.data import load_sample
from fashion_model.learning_curve.diagnosis import best_epoch
from fashion_model.runs import BUNDLED, Run, RunSummary, create_run, list_runs, open_run
from fashion_model.runs.directory import lock_run
from fashion_model.runs.event_log import append_event
from fashion_model.words import percent, plain
from tests.app.conftest import Visit, words
from tests.tiny import IN_A_WORKER, epoch, make_event, queue_run, started, train_in_worker
from ui import plan
from ui.elements.whole_number import field_key
from ui.models import resources
from ui.state import DRAWING_PIXELS
from ui.training import replay

SLIDERS: dict[str, list[Any]] = {
    "epochs": [3, 40, 7],
    "dropout": [0.1, 0.5, 0.0],
    "share": [0.5, 0.05, 1],
    "label_smoothing": [0.1, 0.02, 0.2],
    "averaging": [50, 500, 10],
    "patience": [2, 9, 4],
    "flip": [0.5, 1, 0.05],
    "shift": [1.0, 8.0, 0.5],
    "rotation": [5.0, 45.0, 2.0],
    "zoom": [0.1, 0.5, 0.01],
    "erasing": [0.1, 1, 0.15],
    "sketches": [0.3, 1, 0.05],
    "momentum": [0.5, 0.99, 0.0],
}


@pytest.mark.parametrize("all_pictures", [False, True])
def test_quick_takes_fewer_epochs_where_all_pictures_are_there(
    all_pictures: bool, visit: Visit, request: pytest.FixtureRequest
) -> None:
    if all_pictures:
        request.getfixturevalue("full_data")
    resources.read_data_again()
    resources.dataset_if_ready(60)
    app = visit("training")
    app.radio(key="preset").set_value("quick").run()
    assert app.slider(key="epochs").value == (3 if all_pictures else 6)
    app.radio(key="preset").set_value("broad").run()
    assert app.slider(key="epochs").value == 3
    app.radio(key="preset").set_value("quick").run()
    assert app.slider(key="epochs").value == (3 if all_pictures else 6)
    assert not any("Kept" in each.value for each in app.markdown)
    resources.read_data_again()


@pytest.mark.parametrize("key", SLIDERS)
def test_sliders_keep_every_change(key: str, visit: Visit) -> None:
    app = visit("training")
    app.toggle(key="early_stopping").set_value(True)
    app.selectbox(key="optimizer").set_value("sgd").run()
    for value in SLIDERS[key]:
        app.slider(key=key).set_value(value).run()
        assert app.slider(key=key).value == value
    _leave_and_return(app)
    assert app.slider(key=key).value == SLIDERS[key][-1]


@pytest.mark.parametrize(
    ("kind", "key", "values"),
    [
        ("select_slider", "learning_rate", [0.01, 0.0001, 0.002]),
        ("select_slider", "batch_size", [16, 512, 64]),
        ("selectbox", "optimizer", ["sgd", "rmsprop", "adamw"]),
        ("selectbox", "schedule", ["cosine", "one-cycle", "constant"]),
        ("selectbox", "activation", ["tanh", "sigmoid", "gelu"]),
        ("selectbox", "precision", ["mixed", "float32", "mixed"]),
        ("toggle", "early_stopping", [True, False, True]),
        ("toggle", "follow_drawing", [True, False, True]),
        ("text_input", "seed_typed", ["2", "77", "5"]),
        ("text_input", "threads_typed", ["1", "4", "2"]),
        ("text_input", "run_name", ["A", "B", "C"]),
        ("radio", "preset", ["deep", "quick", "deep"]),
    ],
)
def test_other_settings_keep_every_change(
    kind: str, key: str, values: list[Any], visit: Visit
) -> None:
    app = visit("training")
    for value in values:
        getattr(app, kind)(key=key).set_value(value).run()
        assert getattr(app, kind)(key=key).value == value
    _leave_and_return(app)
    assert getattr(app, kind)(key=key).value == values[-1]


def _leave_and_return(app: Any) -> None:
    app.switch_page("pages/classify.py").run()
    app.switch_page("pages/training.py").run()
    assert not app.exception


def test_a_preset_sets_everything_and_reset_brings_it_back(visit: Visit) -> None:
    app = visit("training")
    app.radio(key="preset").set_value("deep").run()
    deep = app.slider(key="epochs").value
    app.slider(key="epochs").set_value(99).run()
    app.button(key="reset_settings").click().run()
    assert app.slider(key="epochs").value == deep


def test_another_preset_leaves_what_the_visitor_set_and_can_be_undone(visit: Visit) -> None:
    app = visit("training")
    app.slider(key="epochs").set_value(40)
    app.slider(key="share").set_value(0.5).run()
    app.radio(key="preset").set_value("deep").run()
    assert (app.slider(key="epochs").value, app.slider(key="share").value) == (40, 0.5)
    assert app.select_slider(key="learning_rate").value == 0.01
    told = words(app)
    assert "learning rate 0.001 → **0.01**" in told
    assert "Kept, because you set it: epochs 40, share of the training pictures 50 %" in told
    app.button(key="undo_preset").click().run()
    assert app.radio(key="preset").value == "classic"
    assert app.select_slider(key="learning_rate").value == 0.001
    assert (app.slider(key="epochs").value, app.slider(key="share").value) == (40, 0.5)
    assert "Kept, because" not in words(app)
    app.radio(key="preset").set_value("quick").run()
    app.radio(key="preset").set_value("deep").run()  # what is kept is kept on the way, too
    assert app.slider(key="epochs").value == 40
    app.button(key="take_all").click().run()
    assert (app.slider(key="epochs").value, app.slider(key="share").value) == (12, 1.0)
    assert app.radio(key="preset").value == "deep"


def test_start_puts_the_asked_training_in_line(visit: Visit, runs: Path) -> None:
    app = visit("training")
    app.slider(key="epochs").set_value(3).run()
    app.slider(key="flip").set_value(0.5).run()
    app.text_input(key="run_name").set_value("*Mine* <b>[x](http://y)</b>").run()
    app.button(key="start_training").click().run()
    assert not app.exception
    (run,) = [each for each in list_runs() if isinstance(each, RunSummary) and not each.bundled]
    assert (run.config.epochs, run.config.augmentation.flip, run.sample) == (3, 0.5, True)
    assert app.query_params["run"] == run.id
    assert "next in line" in words(app)
    assert run.name in [each.value for each in app.text]
    assert not any("<b>" in each.value for each in [*app.markdown, *app.caption])


def _own_names() -> list[str]:
    runs = [each for each in list_runs() if isinstance(each, RunSummary) and not each.bundled]
    return [run.name for run in sorted(runs, key=lambda run: run.created)]


def test_a_name_says_what_is_special_unless_the_visitor_types_one(visit: Visit) -> None:
    app = visit("training")
    for rate in (0.002, 0.001, 0.01):
        app.select_slider(key="learning_rate").set_value(rate).run()
    assert app.text_input(key="run_name").placeholder == "Classic, rate 0.01"
    app.button(key="start_training").click().run()
    for name in ("  ", "Mine", "*Ours*"):
        app.text_input(key="run_name").set_value(name).run()
        assert app.text_input(key="run_name").value == name
    app.button(key="start_training").click().run()
    assert app.text_input(key="run_name").value == ""  # it was for that one
    app.text_input(key="seed_typed").set_value("3").run()
    app.button(key="start_training").click().run()
    assert not app.exception
    assert _own_names() == ["Classic, rate 0.01", "*Ours*", "Classic, rate 0.01, seed 3"]


def test_who_waits_in_line_watches_the_one_that_is_trained(visit: Visit, runs: Path) -> None:
    first = queue_run(runs, name="*First*")
    lock = lock_run(first.path)
    for event in (make_event("starting", {"by": "server"}), started(first.config), epoch(1)):
        append_event(first.path / "events.jsonl", event)
    second = queue_run(runs, name="Second")
    app = visit("training", second.id)
    assert "next in line" in words(app)
    assert "Meanwhile" in words(app)
    assert {"*First*", "Second"} <= {each.value for each in app.text}
    assert any("Epoch 1 of" in each.proto.text for each in app.get("progress"))
    assert len(app.get("vega_lite_chart")) == 1
    app.button(key="look_at_running").click().run()
    assert app.query_params["run"] == first.id
    lock.release()


EVERYTHING: dict[str, Any] = {
    "activation": "tanh",
    "dropout": 0.15,
    "optimizer": "sgd",
    "momentum": 0.5,
    "learning_rate": 0.02,
    "schedule": "cosine",
    "batch_size": 64,
    "epochs": 7,
    "label_smoothing": 0.03,
    "averaging": 40,
    "precision": "mixed",
    "patience": 3,
    "share": 0.25,
    "seed": 11,
    "threads": 1,
    "flip": 0.35,
    "shift": 1.5,
    "rotation": 4.0,
    "zoom": 0.06,
    "erasing": 0.2,
    "sketches": 0.1,
    "spoiling_flip": 0.15,
    "spoiling_which": "shirts",
    "spoiling_hidden": "Bag",
    "spoiling_few": "Coat",
    "spoiling_kept": 20,
    "spoiling_ground_of": "Sandal",
    "spoiling_ground": "dark",
}


def test_everything_on_the_form_is_trained(visit: Visit, runs: Path) -> None:
    app = visit("training")
    before = plan_of(app)
    app.toggle(key="early_stopping").set_value(True)
    app.slider(key="spoiling_flip").set_value(0.5)  # these four let others count
    app.selectbox(key="spoiling_few").set_value("Bag")
    app.selectbox(key="spoiling_ground_of").set_value("Bag")
    app.selectbox(key="optimizer").set_value("sgd").run()
    widgets: dict[Any, Any] = {each.key: each for kind in KINDS for each in app.get(kind)}
    typed = {key for key in EVERYTHING if field_key(key) in widgets}
    assert typed == {"seed", "threads"}
    assert {plan.widget_key(key) for key in plan.ON_FORM} == EVERYTHING.keys()
    for key, value in EVERYTHING.items():
        assert before[key] != value
        if key in typed:
            widgets[field_key(key)].set_value(str(value))
        else:
            widgets[key].set_value(value)
    app.run()
    app.button(key="start_training").click().run()
    settings = open_run(app.query_params["run"]).config.to_dict()
    spoiled = {f"spoiling_{name}": value for name, value in settings["spoiling"].items()}
    assert {**settings, **settings["augmentation"], **spoiled}.items() >= EVERYTHING.items()


KINDS = ("slider", "select_slider", "selectbox", "text_input")


def plan_of(app: AppTest) -> dict[str, Any]:
    """What the widgets hold."""
    return {name: app.session_state[name] for name in map(plan.widget_key, plan.ON_FORM)}


def test_a_setting_outlasts_being_switched_off_in_the_same_moment(visit: Visit) -> None:
    app = visit("training")
    app.toggle(key="early_stopping").set_value(True)
    app.selectbox(key="optimizer").set_value("sgd").run()
    app.slider(key="patience").set_value(9)  # both reach the server in one message
    app.toggle(key="early_stopping").set_value(False)
    app.slider(key="momentum").set_value(0.5)
    app.selectbox(key="optimizer").set_value("adam").run()
    assert app.slider(key="patience").disabled
    assert app.slider(key="momentum").disabled
    _leave_and_return(app)
    assert (app.slider(key="patience").value, app.slider(key="momentum").value) == (9, 0.5)
    app.toggle(key="early_stopping").set_value(True)
    app.selectbox(key="optimizer").set_value("sgd").run()
    app.button(key="start_training").click().run()
    config = open_run(app.query_params["run"]).config
    assert (config.patience, config.momentum) == (9, 0.5)


def test_an_own_network_is_told_and_can_be_left_and_taken_again(visit: Visit) -> None:
    app = visit("training")
    own = plan.Network((ConvBlock(8),), (16,), "relu", 0.1)
    app.session_state[plan.OWN_NETWORK.key] = own
    app.run()
    app.button(key="take_own_network").click().run()
    assert "Your own network" in words(app)
    assert app.slider(key="dropout").value == 0.1
    app.button(key="take_preset_network").click().run()
    assert "Your own network" not in words(app)
    app.button(key="take_own_network").click().run()
    app.button(key="start_training").click().run()
    assert open_run(app.query_params["run"]).config.blocks == own.blocks


def test_the_time_is_a_guess_until_something_was_trained(visit: Visit, trained: Run) -> None:
    assert "judging by an earlier training on this machine" in words(visit("training"))
    shutil.rmtree(trained.path)
    assert "a guess, because nothing has been trained on this machine yet" in words(
        visit("training")
    )


def test_a_drawing_is_kept_with_its_training(visit: Visit) -> None:
    app = visit("training")
    drawn = np.full((280, 280, 4), 255, np.uint8)
    drawn[60:220, 90:190, :3] = 0
    app.session_state[DRAWING_PIXELS.key] = drawn
    app.toggle(key="follow_drawing").set_value(True).run()
    assert "kept with the training" in words(app)
    app.button(key="start_training").click().run()
    assert not app.exception
    watched = open_run(app.query_params["run"]).watched
    assert watched is not None
    assert watched.shape == (1, 28, 28)
    assert watched.max() > 200


@pytest.mark.parametrize("sketches", [0.0, 0.5])
def test_a_drawing_is_compared_with_what_photos_alone_teach(
    sketches: float, visit: Visit, runs: Path
) -> None:
    varied = replace(IN_A_WORKER.augmentation, sketches=sketches)
    data = load_sample()
    run = create_run(
        replace(IN_A_WORKER, epochs=1, augmentation=varied),
        "*Drawn*",
        dataset_fingerprint=data.fingerprint,
        sample=True,
        watch=data.test.images[:1],
    )
    train_in_worker(run)
    told = words(visit("training", run.id))
    assert ("Before and after" in told) == (sketches > 0)
    assert ("Deep, on all pictures, learned from photos alone: **" in told) == (sketches > 0)
    assert (r"\*Drawn\*, learned with 50 % drawings: **" in told) == (sketches > 0)
    assert (" %, a guess." in told) == (sketches > 0)  # the bundled network's
    assert ("It was never shown drawings" in told) == (sketches == 0)
    assert ("its answers about yours are guesses" in told) == (sketches == 0)


def test_who_follows_a_drawing_is_told_of_drawings_before(visit: Visit) -> None:
    app = visit("training")
    assert "never shown drawings" not in words(app)
    app.toggle(key="follow_drawing").set_value(True).run()
    assert "never shown drawings" in words(app)
    app.button(key="plan_drawings").click().run()
    assert not app.exception
    assert "never shown drawings" not in words(app)
    assert app.slider(key="sketches").value == 0.3
    app.slider(key="sketches").set_value(0.0).run()
    assert "never shown drawings" in words(app)


def test_a_full_line_is_one_sentence(
    visit: Visit, runs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FASHION_QUEUE_LENGTH", "1")
    queue_run(runs)
    app = visit("training")
    app.button(key="start_training").click().run()
    assert not app.exception
    assert len(app.error) == 1
    assert "1 training waits already" in app.error[0].value


def test_a_finished_training_shows_curves_and_wall(visit: Visit, trained: Run) -> None:
    app = visit("training", trained.id)
    for quantity in ("loss", "accuracy", "loss"):
        app.segmented_control(key="curve_quantity").set_value(quantity).run()
        (chart,) = app.get("vega_lite_chart")
        assert f"Chart of the {quantity} over 4 epochs" in chart.proto.alt
    assert "of 40 pictures right" in words(app)
    assert "Finished after 4 epochs." in words(app)
    app.button(key="to_evaluation").click().run()
    assert app.query_params["run"] == trained.id
    assert app.title[0].value.startswith("What does it get right")


def test_the_outcome_of_a_training_can_be_shared(visit: Visit, trained: Run) -> None:
    app = visit("training", trained.id)
    first, best = trained.curve.epochs[0].wall, best_epoch(trained.curve.epochs).wall
    before, after = (
        sum(np.argmax(wall.probabilities, axis=1) == wall.labels) for wall in (first, best)
    )
    assert f"From {before} to {after} of 40" in words(app)
    right = f"{percent(trained.test_accuracy or 0)} of 2,000 test pictures right"
    assert plain(right) in words(app)
    app.session_state["share_outcome"] = True
    app.run()
    assert not app.exception
    (line,) = (each.value for each in app.code if each.value.startswith(trained.name))
    assert "best at" in line
    (card,) = app.image
    assert f"A card: {trained.name}" in card.proto.imgs[0].alt


def test_an_interrupted_training_can_be_resumed_or_discarded(visit: Visit, runs: Path) -> None:
    run = queue_run(runs)
    _begin(run)
    app = visit("training", run.id)
    assert "interrupted" in words(app)
    assert not app.button(key="wish_stop").disabled
    app.button(key="wish_resume").click().run()
    assert open_run(run.id).state == "queued"
    app = visit("training", run.id)
    app.button(key="discard").click().run()
    assert app.query_params["run"] == "bundled"
    app.button(key="undo_delete").click().run()
    assert open_run(run.id).name == run.name
    assert app.query_params["run"] == run.id


def test_rename_and_delete_from_the_list(visit: Visit, trained: Run) -> None:
    app = visit("training")
    for name in ("One", "Two", "Three"):
        app.text_input(key=f"name_{trained.id}").set_value(name).run()
        assert open_run(trained.id).name == name
    app.text_input(key=f"name_{trained.id}").set_value("  ").run()
    assert len(app.error) == 1
    app.button(key=f"open_{trained.id}").click().run()
    assert app.query_params["run"] == trained.id
    app.button(key=f"delete_{trained.id}").click().run()
    assert not trained.path.exists()
    assert app.query_params["run"] == "bundled"


def test_all_that_have_ended_are_moved_aside_at_once_and_come_back(
    visit: Visit, trained: Run, runs: Path
) -> None:
    shutil.copytree(trained.path, runs / "11111111-1111-4111-8111-111111111111")
    waiting = queue_run(runs, name="Waiting")
    app = visit("training", trained.id)
    app.button(key="clear_away").click().run()
    assert not app.exception
    assert [run.id for run in list_runs()] == [waiting.id, BUNDLED]
    assert app.query_params["run"] == BUNDLED
    assert "Deleted: 2 trainings" in words(app)
    app.button(key="undo_delete").click().run()
    assert len(list_runs()) == 4


def test_a_recorded_training_is_shown_as_if_live(visit: Visit) -> None:
    app = visit("training", BUNDLED)
    app.button(key="begin_replay").click().run()
    assert "recorded" in words(app)
    for speed in (1, 30, 5):
        app.segmented_control(key="replay_speed").set_value(speed).run()
        assert app.segmented_control(key="replay_speed").value == speed
        assert not app.exception
    (bar,) = app.get("progress")
    assert re.match(r"Epoch \d+ of 12 · ", bar.proto.text)
    app.button(key="replay_leave").click().run()
    assert "Finished after 12 epochs." in words(app)


def test_who_waits_too_long_is_offered_a_recorded_training(
    visit: Visit, runs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = queue_run(runs, name="Late")
    lock = lock_run(run.path)
    append_event(run.path / "events.jsonl", make_event("starting", {"by": "server"}))
    monkeypatch.setattr(replay, "LATE_SECONDS", -1.0)
    app = visit("training", run.id)
    app.button(key="begin_replay").click().run()
    assert plain("Late: Getting ready") in words(app)
    assert "Deep, on all pictures" in words(app)
    app.button(key="replay_leave").click().run()
    assert "recorded" not in words(app)
    lock.release()


def test_a_start_that_failed_is_told_and_a_recorded_training_offered(
    visit: Visit, runs: Path
) -> None:
    run = queue_run(runs, name="Broken")
    for kind, values in (("starting", {"by": "server"}), ("failed", {"reason": "No data."})):
        append_event(run.path / "events.jsonl", make_event(kind, values))
    app = visit("training", run.id)
    assert plain("No data.") in words(app)
    app.button(key="begin_replay").click().run()
    assert "Deep, on all pictures" in words(app)
    assert "recorded" in words(app)


def test_a_damaged_training_hides_no_other(visit: Visit, trained: Run, runs: Path) -> None:
    broken = runs / "11111111-1111-4111-8111-111111111111"
    broken.mkdir()
    (broken / "config.json").write_text("{", encoding="utf-8")
    app = visit("training")
    assert f"Damaged training {broken.name}" in words(app)
    assert not app.button(key=f"open_{trained.id}").disabled


def test_strays_whose_names_look_alike_are_all_listed(visit: Visit, runs: Path) -> None:
    names = ("x" * 100 + "1", "x" * 100 + "2", "a stray", "a  stray")
    for name in names:
        (runs / name).mkdir()
    app = visit("training")
    assert not app.error
    for shown in ("x" * 80, "a stray"):
        assert words(app).splitlines().count(f"Damaged training {shown}") == 2
    app.button(key=f"delete_{names[0]}").click().run()
    assert not app.exception
    assert f"Deleted: damaged training {'x' * 80}" in words(app)
    left = sorted(each.name for each in runs.iterdir() if each.name[0] != ".")
    assert left == ["a  stray", "a stray", names[1]]


def test_many_trainings_come_in_pages(visit: Visit, runs: Path) -> None:
    made = [queue_run(runs, name=f"Number {number}") for number in range(8)]
    app = visit("training")
    for page in (2, 1, 2):
        app.pagination[0].set_value(page).run()
        assert (made[0].name in words(app)) == (page == 1)
    app.pagination[0].set_value(1).run()
    app.button(key=f"delete_{made[0].id}").click().run()
    assert not app.exception
    assert not app.pagination


def _begin(run: Run) -> None:
    """Let it look as if a worker had begun and died."""
    started = {
        "parameters": 1,
        "layers": [],
        "batches_per_epoch": 10,
        "epochs": 4,
        "train_pictures": 320,
        "validation_pictures": 100,
        "batch_size": 32,
    }
    append_event(run.path / "events.jsonl", make_event("started", started))
