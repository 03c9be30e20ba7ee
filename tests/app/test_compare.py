"""Compare: questions, all trainings of one at once, its verdict."""

import errno
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
import pytest
from streamlit.testing.v1 import AppTest

from fashion_model.config import PRESETS
from fashion_model.experiments.design import Design
from fashion_model.experiments.store import Experiment, list_experiments, open_experiment
from fashion_model.experiments.templates import TEMPLATES, race
from fashion_model.experiments.trials import read
from fashion_model.os_errors import FULL
from fashion_model.runs import discard_run, list_runs, open_run
from fashion_model.runs.directory import is_id, lock_run
from fashion_model.runs.event_log import append_event
from fashion_model.runs.events import Failed, Paused, Suspended
from fashion_model.words import percent, plain, unbroken
from tests.app.conftest import Visit, words
from tests.experiments.made import DESIGN, begin, end, finish, make, runs_in_order
from tests.faults.test_mutated_runs import signed
from tests.tiny import save

QUICK = PRESETS["quick"]
RATES = Design(
    "line-up", "Which learning rate?", QUICK, {"learning_rate": (0.001, 0.005, 0.02)}, seeds=(1, 2)
)


def look(visit: Visit, experiment: Experiment) -> AppTest:
    """Compare with `experiment` in the address."""
    app = visit("compare")
    app.query_params["experiment"] = experiment.id
    app.run()
    assert not app.exception
    return app


def opened(visit: Visit, question: str) -> AppTest:
    """Compare with one question open."""
    app = visit("compare")
    app.button(key=f"question_{question}").click().run()
    assert not app.exception
    return app


def plain_words(shown: str) -> str:
    """`shown` without the marks against Markdown."""
    return shown.replace("\\", "")


def keys(app: AppTest) -> set[str]:
    return {str(button.key) for button in app.button}


def charts(app: AppTest) -> list[str]:
    """The first words that stand for each chart."""
    return [each.proto.alt.split(" of ")[0] for each in app.get("vega_lite_chart")]


def started(visit: Visit, question: str) -> Experiment:
    """Open a question and start it as it is."""
    app = opened(visit, question)
    app.button(key="start_experiment").click().run()
    assert not app.exception
    assert not app.error
    (experiment,) = list_experiments()
    assert isinstance(experiment, Experiment)
    assert app.query_params["experiment"] == experiment.id
    assert experiment.question in words(app)
    return experiment


def test_empty_it_offers_every_question(visit: Visit) -> None:
    app = visit("compare")
    assert app.title[0].value == "Which is better?"
    offered = {key.removeprefix("question_") for key in keys(app) if key.startswith("question_")}
    assert offered == {*TEMPLATES, "find", "race"}
    assert "experiment" not in app.query_params


@pytest.mark.parametrize("question", [*TEMPLATES, "race"])
def test_every_question_opens_and_can_be_started(question: str, visit: Visit) -> None:
    app = opened(visit, question)
    assert not app.error
    assert not app.button(key="start_experiment").disabled
    assert "training" in words(app)
    app.button(key="all_questions").click().run()
    assert "question_luck" in keys(app)


@pytest.mark.parametrize(
    ("question", "kind", "key", "changes"),
    [
        ("learning_rate", "selectbox", "compare_base", ["classic", "planned", "deep"]),
        ("learning_rate", "segmented_control", "compare_seeds", [2, 5, 3]),
        (
            "learning_rate",
            "multiselect",
            "compare_values_learning_rate",
            [["0.001", "0.007"], ["0.002", "0.01", "0.3"], ["0.01", "1e-4"]],
        ),
        (
            "optimizer",
            "multiselect",
            "compare_varied",
            [["optimizer", "dropout"], ["share"], ["batch_size", "depth"]],
        ),
        ("race", "selectbox", "compare_left", ["deep", "broad", "planned"]),
        ("race", "selectbox", "compare_right", ["deep", "broad", "quick"]),
        ("luck", "segmented_control", "compare_seeds", [2, 4, 3]),
    ],
)
def test_a_question_keeps_every_change(
    question: str, kind: str, key: str, changes: list[Any], visit: Visit
) -> None:
    app = opened(visit, question)
    for value in changes:
        getattr(app, kind)(key=key).set_value(value).run()
        assert not app.exception
        assert app.session_state[key] == value
    app.switch_page("pages/classify.py").run()
    app.switch_page("pages/compare.py").run()
    assert app.session_state[key] == changes[-1]
    app.button(key="all_questions").click().run()
    app.button(key=f"question_{question}").click().run()
    assert app.session_state[key] == changes[-1]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (["0.005"], "Give at least two values"),
        ([], "Give at least two values"),
        (["0.005", "fast"], "“fast” is no number"),
        (["0.005", "7"], "Learning rate goes from 1e"),
        (["0.005", "nan"], "Learning rate goes from 1e"),
        (["0.005", "5e-3"], "Each value can be tried once"),
        (["0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7"], "Give at most 6 values"),
        (["0.005", "**<b>[x](http://y)"], r"\*\*\<b\>\[x\]\(http"),
    ],
)
def test_bad_values_get_a_sentence_and_stay(typed: list[str], sentence: str, visit: Visit) -> None:
    app = opened(visit, "learning_rate")
    app.multiselect(key="compare_values_learning_rate").set_value(typed).run()
    (error,) = app.error
    assert sentence in error.value
    assert app.button(key="start_experiment").disabled
    assert app.session_state["compare_values_learning_rate"] == typed
    app.multiselect(key="compare_values_learning_rate").set_value(["0,001", "0.01"]).run()
    assert not app.error
    assert not app.button(key="start_experiment").disabled


def test_shares_are_read_in_percent(visit: Visit) -> None:
    app = opened(visit, "share")
    app.multiselect(key="compare_values_share").set_value(["20 %", "0.5", "100", "5%"]).run()
    app.button(key="start_experiment").click().run()
    (experiment,) = list_experiments()
    assert isinstance(experiment, Experiment)
    assert experiment.design.varied == {"share": (0.05, 0.2, 0.5, 1.0)}


def test_what_cannot_go_together_is_said(visit: Visit) -> None:
    app = opened(visit, "optimizer")
    app.multiselect(key="compare_varied").set_value([]).run()
    assert "Choose what is to vary" in app.error[0].value
    app.multiselect(key="compare_varied").set_value(["momentum"]).run()
    assert "counts with sgd only" in app.error[0].value
    app.multiselect(key="compare_varied").set_value(["learning_rate", "batch_size"]).run()
    app.multiselect(key="compare_values_batch_size").set_value(["8", "16", "32", "64"]).run()
    assert "20 combinations are too many" in app.error[0].value
    app = opened(visit, "race")
    app.selectbox(key="compare_right").set_value("quick").run()
    assert "one and the same training" in app.error[0].value


def test_another_network_brings_its_own_values_unless_they_were_changed(visit: Visit) -> None:
    app = opened(visit, "learning_rate")
    assert "0.005" in app.session_state["compare_values_learning_rate"]
    app.selectbox(key="compare_base").set_value("classic").run()
    assert "0.001" in app.session_state["compare_values_learning_rate"]
    app.multiselect(key="compare_values_learning_rate").set_value(["0.1", "0.2"]).run()
    app.selectbox(key="compare_base").set_value("deep").run()
    assert app.session_state["compare_values_learning_rate"] == ["0.1", "0.2"]


def test_it_starts_with_what_is_planned(visit: Visit) -> None:
    app = visit("training")
    app.slider(key="epochs").set_value(3).run()
    app.switch_page("pages/compare.py").run()
    app.button(key="question_dropout").click().run()
    app.selectbox(key="compare_base").set_value("planned").run()
    app.button(key="start_experiment").click().run()
    (experiment,) = list_experiments()
    assert isinstance(experiment, Experiment)
    assert experiment.design.base.epochs == 3


def test_a_started_question_waits_in_line_and_survives_a_refresh(visit: Visit) -> None:
    experiment = started(visit, "augmentation")
    assert len(runs_in_order(experiment)) == 4
    app = look(visit, experiment)
    assert "0 of 4 trainings done" in _progress(app)
    assert "starts by itself" in words(app)
    assert {"all_stop", "discard_experiment", "new_question"} <= keys(app)
    assert "all_pause" not in keys(app)
    app.switch_page("pages/classify.py").run()
    app.query_params.clear()  # as Streamlit's own navigation does
    app.switch_page("pages/compare.py").run()
    assert app.query_params["experiment"] == experiment.id
    app.button(key="new_question").click().run()
    assert "question_luck" in keys(app)
    assert "experiment" not in app.query_params


def _progress(app: AppTest) -> str:
    return " ".join(each.proto.text for each in app.get("progress"))


def _begun(runs: Path, design: Design, epochs: Sequence[float]) -> tuple[Experiment, list[Any]]:
    """An experiment whose trainings all have a worker and so many epochs."""
    experiment = make(runs, design)
    locks = [lock_run(run.path) for run in runs_in_order(experiment)]
    for run in runs_in_order(experiment):
        begin(run, epochs=epochs)
    return experiment, locks


def test_watching_shows_all_curves(runs: Path, visit: Visit) -> None:
    for epochs in ((), (0.7, 0.8)):
        experiment, locks = _begun(runs, RATES, epochs)
        app = look(visit, experiment)
        assert not app.error
        assert charts(app) == ["Chart"]
        assert {"all_pause", "all_stop"} <= keys(app)
        for along in ("by second", "by epoch", "by second"):
            app.segmented_control(key="compare_along").set_value(along).run()
            assert not app.exception
            assert app.session_state["compare_along"] == along
        assert charts(app) == ["Chart"]
        for lock in locks:
            lock.release()


def test_two_settings_fill_a_map(runs: Path, visit: Visit) -> None:
    varied = {"learning_rate": (0.001, 0.01), "optimizer": ("sgd", "adam")}
    experiment, locks = _begun(runs, replace(RATES, varied=varied), (0.7,))
    end(runs_in_order(experiment)[0], 0.7)
    app = look(visit, experiment)
    assert charts(app) == ["Map"]
    assert not app.error
    for lock in locks:
        lock.release()


def test_paused_it_can_be_resumed_and_stopped(runs: Path, visit: Visit) -> None:
    experiment, locks = _begun(runs, DESIGN, (0.7,))
    app = look(visit, experiment)
    app.button(key="all_pause").click().run()
    for run in runs_in_order(experiment):
        assert run.command is not None
        assert run.command[0] == "pause"
        append_event(run.path / "events.jsonl", Paused(step=10))
    app = look(visit, experiment)
    assert "all_pause" not in keys(app)
    app.button(key="all_resume").click().run()
    assert all(run.command and run.command[0] == "resume" for run in runs_in_order(experiment))
    for lock in locks:
        lock.release()


def test_stopped_before_it_began_there_is_nothing_to_compare(runs: Path, visit: Visit) -> None:
    experiment = make(runs)
    app = look(visit, experiment)
    app.button(key="all_stop").click().run()
    app.run()
    assert not app.exception
    assert "nothing to compare" in words(app)
    assert "use_settings" not in keys(app)


def test_discarded_and_brought_back(runs: Path, visit: Visit) -> None:
    experiment = make(runs)
    app = look(visit, experiment)
    app.button(key="discard_experiment").click().run()
    app.run()
    assert list_experiments() == []
    assert [run for run in list_runs() if run.id != "bundled"] == []
    assert "experiment" not in app.query_params
    app.button(key="undo_discard").click().run()
    assert list_experiments() == [experiment]
    assert len(runs_in_order(experiment)) == 2
    assert app.query_params["experiment"] == experiment.id


def test_interrupted_and_failed_are_said(runs: Path, visit: Visit) -> None:
    experiment, locks = _begun(runs, DESIGN, (0.7,))
    for lock in locks:
        lock.release()
    failed = runs_in_order(experiment)[1]
    append_event(failed.path / "events.jsonl", Failed(reason="It *burnt* down."))
    app = look(visit, experiment)
    assert "1 training interrupted" in app.warning[0].value
    assert r"It \*burnt\* down" in app.error[0].value
    assert "all_resume" in keys(app)


@pytest.mark.parametrize(
    ("reached", "said", "more"),
    [
        ([0.80, 0.85, 0.88, 0.801, 0.852, 0.881], "0.02 is best", False),
        ([0.870, 0.872, 0.874, 0.874, 0.872, 0.870], "can't be told apart", True),
    ],
)
def test_a_line_up_ends_with_a_verdict(
    reached: list[float], said: str, more: bool, runs: Path, visit: Visit
) -> None:
    experiment = finish(make(runs, RATES), reached)
    app = look(visit, experiment)
    assert not app.error
    assert said in words(app).replace("\\", "")
    assert "The best of many looks better than it is" in words(app)
    assert sorted(charts(app))[0] == "Chart"
    assert len(charts(app)) == 2
    assert {"use_settings", "open_winner"} <= keys(app)
    if more and "more_seeds" in keys(app):
        app.button(key="more_seeds").click().run()
        assert not app.exception
        assert len(open_experiment(experiment.id).design.seeds) > 2


def test_two_that_cannot_be_told_apart_get_more_seeds(runs: Path, visit: Visit) -> None:
    experiment = finish(make(runs), [0.870, 0.876])
    app = look(visit, experiment)
    assert "Can't tell yet" in words(app).replace("\\", "")
    assert "The best of many" not in words(app)
    button = app.button(key="more_seeds")
    assert button.label.startswith("Train ")
    button.click().run()
    app.run()
    assert not app.exception
    grown = open_experiment(experiment.id)
    assert len(grown.design.seeds) > 1
    assert "of " + str(2 * len(grown.design.seeds)) + " trainings done" in _progress(app)


def test_luck_and_a_race_have_verdicts(runs: Path, visit: Visit) -> None:
    luck = finish(make(runs, TEMPLATES["luck"].design(QUICK)), [0.87, 0.875, 0.868, 0.871, 0.872])
    assert "Quick gets 87.1 % right" in words(look(visit, luck)).replace("\\", "")
    raced = make(runs, race(QUICK, PRESETS["broad"], ("Quick", "Broad")))
    app = look(visit, finish(raced, [0.85, 0.89]))
    assert "Broad is better than Quick" in words(app).replace("\\", "")
    assert not app.error


def test_settings_of_the_winner_are_planned(runs: Path, visit: Visit) -> None:
    experiment = finish(make(runs, RATES), [0.80, 0.85, 0.88, 0.801, 0.852, 0.881])
    app = look(visit, experiment)
    app.button(key="use_settings").click().run()
    assert not app.exception
    assert app.select_slider(key="learning_rate").value == 0.02
    assert app.radio(key="preset").value == "quick"
    app = look(visit, experiment)
    app.button(key="open_winner").click().run()
    assert not app.exception
    winner = open_run(app.query_params["run"])
    assert (winner.config.learning_rate, winner.config.seed) == (0.02, 2)


def test_the_chosen_one_says_how_it_did_on_the_test(runs: Path, visit: Visit) -> None:
    experiment = make(runs)
    for run, (reached, test) in zip(
        runs_in_order(experiment), [(0.8, None), (0.9, 0.887)], strict=True
    ):
        begin(run, epochs=[reached])
        end(run, reached, test)
    assert f"test pictures, asked once: {unbroken(percent(0.887))}" in words(
        look(visit, experiment)
    )


def test_deleted_trainings_do_not_count(runs: Path, visit: Visit) -> None:
    experiment = finish(make(runs, RATES), [0.80, 0.85, 0.88, 0.801, 0.852, 0.881])
    discard_run(runs_in_order(experiment)[2])
    app = look(visit, experiment)
    assert "1 training of it can’t be read any more" in words(app)
    assert "0.02 is best" in words(app).replace("\\", "")
    for run in runs_in_order(experiment):
        discard_run(run)
    app.run()
    assert not app.exception
    assert "nothing to compare" in words(app)


def test_earlier_questions_are_listed_opened_and_deleted(runs: Path, visit: Visit) -> None:
    told = finish(make(runs, RATES), [0.80, 0.85, 0.88, 0.801, 0.852, 0.881])
    waiting = make(runs)
    app = visit("compare")
    listed = words(app).replace("\\", "")
    assert "0.02 is best · 6 trainings" in listed
    assert "Which dropout?" in listed
    app.button(key=f"open_{told.id}").click().run()
    assert app.query_params["experiment"] == told.id
    app.button(key=f"delete_{waiting.id}").click().run()
    assert list_experiments() == [told]
    assert "Deleted: Which dropout?" in words(app)


def test_a_damaged_one_is_a_sentence_and_its_trainings_stay(runs: Path, visit: Visit) -> None:
    experiment = make(runs)
    (experiment.path / "config.json").write_text("{}")
    app = look(visit, experiment)
    assert "This experiment is damaged" in app.warning[0].value
    assert "question_luck" in keys(app)
    assert "Its trainings are still there" in words(app)
    app.button(key=f"delete_{experiment.id}").click().run()
    assert not app.exception
    assert list_experiments() == []
    assert len([run for run in list_runs() if run.id != "bundled"]) == 2


@pytest.mark.parametrize("asked", ["../../etc/passwd", "no-such", "*[x](http://y)*", " "])
def test_an_unknown_experiment_is_one_sentence(asked: str, visit: Visit) -> None:
    app = visit("compare")
    app.query_params["experiment"] = asked
    app.run()
    assert not app.exception
    (warning,) = app.warning
    assert "no such experiment" in warning.value
    assert "http" not in warning.value


def test_a_hostile_question_is_only_text(runs: Path, visit: Visit) -> None:
    hostile = "<script>alert(1)</script> **x** [y](http://z) $a$ :red[b]"
    experiment = finish(make(runs, replace(DESIGN, question=hostile)), [0.8, 0.9])
    app = look(visit, experiment)
    shown = [each.value for each in app.markdown if "alert" in each.value]
    assert shown
    assert all(r"\<script\>" in each and r"\[y\]" in each for each in shown)
    assert hostile in [each.value for each in app.text]


def test_a_full_disk_is_said_once_for_all(runs: Path, visit: Visit) -> None:
    experiment, locks = _begun(runs, DESIGN, (0.7,))
    for run, lock in zip(runs_in_order(experiment), locks, strict=True):
        append_event(run.path / "events.jsonl", Suspended(step=10, reason=FULL))
        save(run.path)
        lock.release()
    app = look(visit, experiment)
    assert [plain_words(each.value) for each in app.warning] == [
        f"2 trainings interrupted. {FULL} What they learned is saved: resume, or stop and keep the"
        " best so far."
    ]
    assert {"all_resume", "all_stop", "discard_experiment"} <= keys(app)


def test_without_room_start_says_so_and_leaves_nothing(
    runs: Path, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write_nothing(path: Path, content: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    app = opened(visit, "dropout")
    for module in ("experiments.description", "runs.store"):  # nor the first training
        with monkeypatch.context() as full:
            full.setattr(f"fashion_model.{module}.write_atomically", write_nothing)
            app.button(key="start_experiment").click().run()
        assert not app.exception
        assert [plain_words(each.value) for each in app.error] == [FULL]
        assert list_experiments() == []
        assert [run.id for run in list_runs()] == ["bundled"]
        assert "experiment" not in app.query_params
    app.button(key="start_experiment").click().run()
    assert not app.error
    assert len(list_experiments()) == 1


def torn(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:200])


def emptied(file: Path) -> None:
    file.write_bytes(b"")


def a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def out_of_bounds(file: Path) -> None:
    """Says what no experiment could, as if this app had written it."""
    said = {**json.loads(file.read_bytes()), "varied": {"dropout": [0.1, 7]}}
    file.write_text(json.dumps(said))
    signed(file.parent)


def no_such_seed(file: Path) -> None:
    file.write_text(json.dumps({**json.loads(file.read_bytes()), "seeds": [-1]}))
    signed(file.parent)


@pytest.mark.parametrize("damage", [torn, emptied, a_folder, out_of_bounds, no_such_seed])
def test_however_it_is_damaged_it_harms_nothing_else(
    damage: Callable[[Path], None], runs: Path, visit: Visit
) -> None:
    whole = finish(make(runs, RATES), [0.80, 0.85, 0.88, 0.801, 0.852, 0.881])
    experiment = finish(make(runs), [0.8, 0.9])
    worse, better = runs_in_order(experiment)
    damage(experiment.path / "config.json")
    app = look(visit, experiment)
    assert [plain_words(each.value) for each in app.warning] == [
        "This experiment is damaged. Its description is not one this app wrote."
        " Its trainings are still there."
    ]
    assert not app.error
    assert "experiment" not in app.query_params
    listed = plain_words(words(app))
    assert f"Damaged question {experiment.id}" in listed
    assert whole.question in listed
    assert "0.02 is best · 6 trainings" in listed
    app.button(key="all_trainings_card").click().run()
    assert {worse.name, better.name} <= set(app.dataframe[0].value["Name"])
    app.session_state["picked_runs"] = (worse.id, better.id)
    app.run()
    assert not app.exception
    assert not app.error
    assert "Dropout 0.5 is better than Dropout 0" in plain_words(words(app))
    app.session_state["picked_runs"] = (better.id,)
    app.run()
    app.button(key="open_ticked").click().run()
    assert not app.exception
    assert app.query_params["run"] == better.id
    assert better.name in plain_words(words(app))


def test_damaged_ones_whose_names_look_alike_are_all_listed(runs: Path, visit: Visit) -> None:
    for name in ("x" * 100 + "1", "x" * 100 + "2"):
        (runs / "experiments" / name).mkdir(parents=True)
    app = visit("compare")
    assert not app.error
    assert words(app).count(f"Damaged question {'x' * 80}") == 2
    app.button(key=f"delete_{'x' * 100}1").click().run()
    assert [each.path.name for each in list_experiments()] == ["x" * 100 + "2"]


HOSTILE = ("<script>alert(1)</script>", "../../etc", "](javascript:x)", "$x$", "x" * 300)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_name_is_only_text(hostile: str, runs: Path, visit: Visit) -> None:
    raced = race(QUICK, PRESETS["broad"], (hostile, "Broad"))
    experiment = make(runs, replace(raced, question=hostile))
    experiment = finish(open_experiment(experiment.id), [0.89, 0.85])
    shown = hostile[:80]
    app = look(visit, experiment)
    assert plain(f"{shown} is better than Broad:") in words(app)
    assert f"**{plain(shown)}**" in [each.value for each in app.markdown]
    assert app.button(key="use_settings").help == f"Plans {plain(shown)} on Training."
    assert shown in [each.value for each in app.text]  # among those asked before
    curves, dots = app.get("vega_lite_chart")
    for chart in (curves, dots):
        assert f"{shown}: 89.0 %" in chart.proto.alt
        assert shown in names_in(chart)
    drawn = [*app.markdown, *app.caption, *app.warning, *app.error]
    assert not any(shown in each.value for each in drawn) or shown == plain(shown)
    assert not any(each.allow_html for each in [*app.markdown, *app.caption])

    app.button(key="new_question").click().run()
    app.button(key="all_trainings_card").click().run()
    names = [run.name for run in runs_in_order(experiment)]
    assert names == [f"{hostile}, seed 1"[:80], "Broad, seed 1"]
    assert set(names) <= set(app.dataframe[0].value["Name"])
    assert names[0] in names_in(app.get("vega_lite_chart")[-1])  # against what they cost
    app.session_state["picked_runs"] = tuple(run.id for run in runs_in_order(experiment))
    app.run()
    (facts,) = [each.proto.body for each in app.get("html") if "<table" in each.proto.body]
    assert escape(names[0]) in facts
    assert "<script" not in facts
    for key in ("delete_ticked", "leave_all_trainings", f"delete_{experiment.id}"):
        app.button(key=key).click().run()
        assert not app.exception
        assert not app.error
    assert f"Deleted: {shown}" in [each.value for each in app.text]
    app.button(key="undo_discard").click().run()
    assert [each.name for each in runs.parent.iterdir()] == ["runs"]
    folders = [each.name for each in runs.iterdir() if each.name[0] != "."]
    assert folders == ["experiments"]
    assert [each.name for each in (runs / "experiments").iterdir()] == [experiment.id]
    assert all(is_id(each.name) for each in (runs / ".trash").iterdir())


def names_in(chart: Any) -> set[str]:
    """What the things in a chart are called, which is data to it."""
    (data,) = chart.proto.datasets or [chart.proto]
    return set(pa.ipc.open_stream(data.data.data).read_all()["name"].to_pylist())


def test_without_the_table_of_chance_it_is_one_sentence(
    runs: Path, visit: Visit, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from fashion_model.experiments import result, spread

    result._reckon.cache_clear()
    broken = spread.read_table.__wrapped__
    monkeypatch.setattr(spread, "read_table", lambda: broken(tmp_path / "none.json"))
    experiment = finish(make(runs), [0.8, 0.9])
    app = look(visit, experiment)
    assert "table of chance" in app.error[0].value
    assert charts(app) == ["Chart"]


def test_every_trial_is_read_in_order(runs: Path) -> None:
    experiment = make(runs, RATES)
    assert [trial.seed for trial in read(experiment)] == [1, 1, 1, 2, 2, 2]
