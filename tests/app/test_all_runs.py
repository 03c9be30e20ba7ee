"""All trainings in one table: filtered, grouped, ticked, compared, renamed, deleted."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from fashion_model.config import PRESETS, TrainConfig
from fashion_model.data import validation_labels
from fashion_model.runs import (
    BUNDLED,
    Command,
    DamagedRun,
    Run,
    RunSummary,
    list_runs,
    open_run,
    send_command,
)
from fashion_model.runs.event_log import append_event
from fashion_model.runs.events import Stopped
from tests.app.conftest import Visit, words
from tests.experiments.made import begin
from tests.tiny import begin_run, queue_run
from ui.compare import run_table

QUICK = PRESETS["quick"]
HOSTILE = "*Mine* <b>[x](http://y)</b> $a$ :red[z]"


def ended(root: Path, config: TrainConfig, name: str, reached: float) -> Run:
    """A training on the sample that ended with `reached`, with its answers."""
    run = begin_run(root, config, name)  # in line, a browser test's server would train it
    begin(run, epochs=[0.9 * reached, reached])
    labels = validation_labels(sample=True)
    chance = np.random.default_rng(round(1000 * reached))
    given = np.where(chance.random(len(labels)) < reached, labels, (labels + 1) % 10)
    answers = np.full((len(labels), 10), 0.02, np.float16)
    answers[np.arange(len(labels)), given] = 0.82
    (run.path / "predictions").mkdir(exist_ok=True)
    np.save(run.path / "predictions" / "validation-0002.npy", answers)
    said = Stopped(reason="Done.", validation_accuracy=reached, best_epoch=2)
    append_event(run.path / "events.jsonl", said)
    return open_run(run.id, root)


@pytest.fixture
def three(runs: Path) -> list[Run]:
    """Quick from two seeds, and Quick with dropout under a name that wants to be more."""
    return [
        ended(runs, QUICK, "Quick", 0.85),
        ended(runs, replace(QUICK, seed=2), "Quick, seed 2", 0.86),
        ended(runs, replace(QUICK, dropout=0.5), HOSTILE, 0.7),
    ]


def look(visit: Visit, *ticked: RunSummary) -> AppTest:
    """The table, with some trainings ticked."""
    app = visit("compare")
    app.button(key="all_trainings_card").click().run()
    tick(app, *ticked)
    return app


def tick(app: AppTest, *runs: RunSummary) -> None:
    """What a click on boxes leaves."""
    app.session_state["picked_runs"] = tuple(run.id for run in runs)
    app.run()
    assert not app.exception
    assert not app.error


def column(app: AppTest, name: str) -> list[Any]:
    (drawn,) = app.dataframe
    return list(drawn.value[name])


def keys(app: AppTest) -> set[str]:
    return {str(button.key) for button in app.button}


def facts(app: AppTest) -> str:
    """What is compared, side by side."""
    return next(str(each.proto.body) for each in app.get("html") if "<table" in each.proto.body)


def test_the_best_on_validation_comes_first_and_nothing_of_the_test(
    visit: Visit, three: list[Run], runs: Path
) -> None:
    queue_run(runs, name="Waits")
    (runs / "broken").mkdir()
    app = look(visit)
    names = ["Deep, on all pictures", "Quick, seed 2", "Quick", HOSTILE, "Waits"]
    assert column(app, "Name") == [*names, "Damaged training broken"]
    assert column(app, "Settings")[1:4] == ["Quick: seed 2", "Quick", "Quick: dropout 0.5"]
    assert column(app, "Seeds")[1] == "2: 85.5 ± 0.7 %"
    assert column(app, "State")[-2:] == ["waiting", "damaged"]
    assert "no name that this app gives" in column(app, "Settings")[-1]
    assert set(column(app, "Learned from")[:2]) == {"all pictures", "bundled sample"}
    assert not any("test" in name.casefold() for name in app.dataframe[0].value)
    assert "test" not in words(app).casefold().replace("tested", "")


def test_the_filter_keeps_every_change(visit: Visit, three: list[Run]) -> None:
    app = look(visit)
    for typed, left in (("dropout", 1), ("quick SEED", 1), ("nothing such", 0)):
        app.text_input(key="runs_find").set_value(typed).run()
        assert app.text_input(key="runs_find").value == typed
        assert len(column(app, "Name")) == left if left else not app.dataframe
    app.text_input(key="runs_find").set_value("").run()
    for presets, left in ((["Deep"], 1), (["Quick"], 3), (["Deep", "Quick"], 4)):
        app.get("button_group")
        app.session_state["runs_presets"] = presets
        app.run()
        assert len(column(app, "Name")) == left
    for states, left in ((["Under way"], 0), (["Failed"], 0), (["Ended"], 4)):
        app.session_state["runs_states"] = states
        app.run()
        assert (len(column(app, "Name")) if app.dataframe else 0) == left
    app.switch_page("pages/start.py").run()
    app.switch_page("pages/compare.py").run()
    assert app.session_state["runs_states"] == ["Ended"]
    assert app.session_state["runs_presets"] == ["Deep", "Quick"]


def test_two_ticked_are_compared(visit: Visit, three: list[Run]) -> None:
    app = look(visit, three[1], three[2])
    said = words(app)
    assert "**The settings\\.** " in said or "**The settings.**" in said
    assert "Dropout 0 is better than Dropout 0\\.5" in said
    assert "one seed each" in said
    assert "this network, A, is the better one" in said
    assert "group by settings to count them all" in said
    table = facts(app)
    assert "Dropout" in table
    assert "Learning rate" not in table
    assert "&lt;b&gt;[x](http://y)&lt;/b&gt;" in table
    assert "<b>[x]" not in table
    chart = app.get("vega_lite_chart")[-1]
    assert "A (0): 86.0 %; B (0.5): 70.0 %" in chart.proto.alt


def test_every_look_again_and_again(visit: Visit, three: list[Run]) -> None:
    app = look(visit, three[0], three[2])
    for name in ("Cost", "Disagreement", "Curves") * 2:
        app.segmented_control(key="runs_look").set_value(name).run()
        assert app.segmented_control(key="runs_look").value == name
        assert not app.exception
    for along in ("by second", "by epoch", "by second"):
        app.segmented_control(key="overlay_along").set_value(along).run()
        assert app.segmented_control(key="overlay_along").value == along
    app.segmented_control(key="runs_look").set_value("Cost").run()
    for cost in ("Parameters", "Multiply-adds", "Seconds"):
        app.segmented_control(key="cost_along").set_value(cost).run()
        assert app.segmented_control(key="cost_along").value == cost
    app.segmented_control(key="runs_look").set_value("Disagreement").run()
    tick(app, *three)  # three have no matrix
    assert app.segmented_control(key="runs_look").value == "Curves"


def test_where_two_disagree(visit: Visit, three: list[Run]) -> None:
    app = look(visit, three[0], three[2])
    app.segmented_control(key="runs_look").set_value("Disagreement").run()
    for cell, said in (
        ((6, 7), "A says Shirt, B says Sneaker"),
        ((6, 6), "Both say Shirt"),
        ((6, None), "A says Shirt"),
        ((None, None), "All pictures: 1,000 pictures"),
    ):
        app.session_state["disagree_cell"] = cell
        app.run()
        assert f"**{said}" in words(app)
        assert not app.exception
    app.session_state["disagree_enlarged"] = 5
    app.run()
    opened = words(app)
    assert opened.count("its label says") == 2
    app.run()  # closed, and it stays so
    assert "its label says" not in words(app)


def test_seeds_share_a_row(visit: Visit, three: list[Run]) -> None:
    app = look(visit)
    for grouped in (True, False, True):
        app.toggle(key="runs_grouped").set_value(grouped).run()
        assert app.toggle(key="runs_grouped").value is grouped
    assert column(app, "Settings") == ["Deep", "Quick", "Quick: dropout 0.5"]
    tick(app, *three)
    assert "two seeds and one" in words(app)
    assert "85.5 % ± 0.7 (2 seeds)" in facts(app)
    assert "Seed<" not in facts(app)
    assert "Rename" not in words(app)


def test_what_is_ticked_stays_ticked_while_rows_come_and_go(
    visit: Visit, three: list[Run], runs: Path
) -> None:
    app = look(visit, three[0])
    for typed in ("seed", "dropout", "deep"):  # all of them hide it
        app.text_input(key="runs_find").set_value(typed).run()
    assert app.session_state["picked_runs"] == (three[0].id,)
    assert "The filter hides 1 of them" in words(app)
    app.text_input(key="runs_find").set_value("").run()
    place = column(app, "Name").index("Quick")
    assert app.session_state[run_table.KEY]["selection"]["rows"] == [place]
    ended(runs, replace(QUICK, dropout=0.1), "Better", 0.9)
    app.run()
    assert column(app, "Name").index("Quick") == place + 1
    assert app.session_state[run_table.KEY]["selection"]["rows"] == [place + 1]
    app.button(key="untick").click().run()
    assert app.session_state[run_table.KEY]["selection"]["rows"] == []
    assert "picked_runs" not in app.session_state


def test_its_settings_are_planned(visit: Visit, three: list[Run]) -> None:
    app = look(visit, three[2])
    app.button(key="use_ticked").click().run()
    assert not app.exception
    assert app.slider(key="dropout").value == 0.5
    assert app.radio(key="preset").value == "quick"


def test_a_training_is_opened(visit: Visit, three: list[Run]) -> None:
    app = look(visit, three[2])
    app.button(key="open_ticked").click().run()
    assert app.query_params["run"] in (three[2].id, [three[2].id])


def test_rename_again_and_again(visit: Visit, three: list[Run]) -> None:
    app = look(visit, three[0])
    key = f"rename_{three[0].id}"
    for name in ("One", "<i>Two</i>", "Three"):
        app.text_input(key=key).set_value(name).run()
        assert name in column(app, "Name")
    app.text_input(key=key).set_value(" ").run()
    assert "at least one letter" in app.error[0].value
    assert "Three" in column(app, "Name")


def test_delete_several_and_undo(visit: Visit, three: list[Run], runs: Path) -> None:
    (runs / "broken").mkdir()
    app = look(visit, three[0], three[2])
    for _ in range(3):
        app.button(key="delete_ticked").click().run()
        assert not app.exception
        assert len(column(app, "Name")) == 3
        assert "delete_ticked" not in keys(app)  # nothing is ticked any more
        app.button(key="undo_delete").click().run()
        assert len(column(app, "Name")) == 5
        tick(app, three[0], three[2])
    app.session_state["picked_runs"] = ("broken",)
    app.run()
    app.button(key="delete_ticked").click().run()
    assert "Damaged training broken" not in column(app, "Name")


def test_the_bundled_one_stays(visit: Visit, three: list[Run]) -> None:
    app = look(visit, open_run(BUNDLED))
    assert app.button(key="delete_ticked").disabled
    tick(app, open_run(BUNDLED), three[0])
    app.button(key="delete_ticked").click().run()
    assert not app.exception
    assert {run.id for run in list_runs()} == {BUNDLED, three[1].id, three[2].id}


@pytest.mark.parametrize("broken", [["validation-0002.npy"], ["validation-0002.npy", "all"]])
def test_answers_that_are_damaged_or_gone(
    visit: Visit, three: list[Run], broken: Sequence[str]
) -> None:
    file = three[2].path / "predictions" / broken[0]
    if len(broken) > 1:
        file.unlink()
    else:
        file.write_bytes(b"damaged")
    app = look(visit, three[0], three[2])
    app.segmented_control(key="runs_look").set_value("Disagreement").run()
    assert not app.exception
    said = words(app)
    assert ("can't be read" in said) or ("not there" in said)
    assert "Dropout 0 is better" in said


def test_one_that_is_deleted_meanwhile(visit: Visit, three: list[Run], runs: Path) -> None:
    app = look(visit, three[0], three[1])
    three[0].path.rename(runs / ".gone")
    app.run()
    assert not app.exception
    assert "Tick two to six" in words(app)


def test_more_than_six_and_what_has_not_begun(visit: Visit, three: list[Run], runs: Path) -> None:
    waiting = [queue_run(runs, replace(QUICK, seed=seed), f"Waits {seed}") for seed in range(5)]
    app = look(visit, *three, *waiting)
    assert "Tick two to six" in words(app)
    assert "runs_look" not in {each.key for each in app.get("button_group")}
    tick(app, *waiting[:2])
    assert "None of them has begun yet" in words(app)
    assert "the same but for the seed" in words(app)
    for run in waiting:
        send_command(run, Command.STOP)
    app.run()
    assert not app.exception


def test_of_strays_that_look_alike_one_is_ticked(visit: Visit, runs: Path) -> None:
    for name in ("x" * 100 + "1", "x" * 100 + "2"):
        (runs / name).mkdir()
    damaged = [run for run in list_runs() if isinstance(run, DamagedRun)]
    app = visit("compare")
    app.button(key="all_trainings_card").click().run()
    app.session_state["picked_runs"] = (damaged[0].id,)
    app.run()
    (delete,) = [each for each in app.button if each.label.startswith("Delete")]
    assert delete.label == "Delete"
    delete.click().run()
    assert not app.exception
    assert [each.id for each in list_runs() if isinstance(each, DamagedRun)] == [damaged[1].id]
