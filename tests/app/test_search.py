"""Compare: a search, from its question over its trials to its verdict."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from fashion_model.config import PRESETS
from fashion_model.experiments.journal import DAMAGED, MENDED, keep_importance
from fashion_model.experiments.search import Range
from fashion_model.experiments.store import (
    Experiment,
    change_search,
    create_trials,
    list_experiments,
    open_experiment,
)
from fashion_model.experiments.trials import read
from fashion_model.runs import RunSummary
from tests.app.conftest import Visit, words
from tests.app.test_compare import look, opened, plain_words
from tests.experiments.made import begin, end
from tests.experiments.test_search import make, try_out

QUICK = PRESETS["quick"]


def started(app: AppTest) -> Experiment:
    app.button(key="start_experiment").click().run()
    assert not app.exception
    (experiment,) = list_experiments()
    assert isinstance(experiment, Experiment)
    return experiment


def progress(app: AppTest) -> str:
    return " ".join(each.proto.text for each in app.get("progress"))


def test_the_best_within_a_minute(visit: Visit) -> None:
    app = opened(visit, "find")
    said = plain_words(words(app))
    assert "**Learning rate** from 0.0005 to 0.03" in said
    assert "**Varied pictures** off or on" in said
    assert "**60 seconds of training**; then the best is trained again from 3 fresh seeds" in said
    experiment = started(app)
    search = experiment.design.search
    assert search is not None
    assert (search.seconds, search.trials) == (60.0, None)
    assert experiment.question == "The best within 60 seconds"


def test_a_small_one(visit: Visit) -> None:
    app = opened(visit, "find")
    app.segmented_control(key="find_goal").set_value("small").run()
    app.segmented_control(key="find_trials").set_value(4).run()
    search = started(app).design.search
    assert search is not None
    assert (search.trials, search.most_parameters) == (4, 100_000)


def test_a_guess_is_what_has_to_be_beaten(visit: Visit) -> None:
    app = opened(visit, "find")
    app.segmented_control(key="find_goal").set_value("guess").run()
    app.text_input(key="find_guess_learning_rate").set_value("high").run()
    assert "“high” is no number: type one" in plain_words(words(app))
    assert app.button(key="start_experiment").disabled
    app.text_input(key="find_guess_learning_rate").set_value("0.3").run()
    experiment = started(app)
    assert experiment.design.base == replace(QUICK, learning_rate=0.3, threads=_threads(experiment))
    (first,) = read(experiment)
    assert first.run is not None
    assert first.run.config.learning_rate == 0.3


def _threads(experiment: Experiment) -> int:
    return experiment.design.base.threads


def test_ranges_can_be_changed(visit: Visit) -> None:
    app = opened(visit, "find")
    app.text_input(key="find_from_learning_rate").set_value("0.001").run()
    app.text_input(key="find_to_dropout").set_value("0.3").run()
    said = plain_words(words(app))
    assert "**Learning rate** from 0.001 to 0.03" in said
    assert "**Dropout** from 0 to 0.3" in said
    for typed, sentence in (
        ("high", "“high” is no number: type one, like"),
        ("0.2", "Learning rate: the range must go from a lower to a higher value."),
        ("2", "Learning rate goes from 1e-06 to 1."),
    ):
        app.text_input(key="find_from_learning_rate").set_value(typed).run()
        assert sentence in plain_words(" ".join(each.value for each in app.error))
        assert app.button(key="start_experiment").disabled
    app.text_input(key="find_from_learning_rate").set_value("").run()
    search = started(app).design.search
    assert search is not None
    assert search.space["learning_rate"] == Range(0.0005, 0.03)
    assert search.space["dropout"] == Range(0.0, 0.3)


def test_nothing_to_search_is_said(visit: Visit) -> None:
    app = opened(visit, "find")
    app.multiselect(key="find_keys_seconds").set_value([]).run()
    assert "Choose at least one setting to search." in plain_words(words(app))
    assert app.button(key="start_experiment").disabled


def test_a_search_under_way(visit: Visit, runs: Path) -> None:
    experiment = try_out(make(runs), 0.7, 0.85)
    app = look(visit, experiment)
    assert "2 of 4 trials done · best so far 85.0 %" in progress(app)
    assert "A trial that is behind half of the others is given up." in words(app)
    app.button(key="all_stop").click().run()
    search = open_experiment(experiment.id, runs).design.search
    assert search is not None
    assert search.stopped


def test_what_keeps_it_from_its_next_trial_is_said(
    visit: Visit, runs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    experiment = try_out(make(runs), 0.7, 0.85)
    monkeypatch.setenv("FASHION_RUNS_MB", "1")
    app = look(visit, experiment)
    said = plain_words(" ".join(each.value for each in app.warning))
    assert re.search(
        r"The runs already use \d+ of 1 MB: delete some, then try again\. "
        r"Then the search goes on by itself\.",
        said,
    )
    monkeypatch.delenv("FASHION_RUNS_MB")
    app.run()
    assert not app.warning
    assert "It is next in line and starts by itself." in plain_words(words(app))


def test_that_hardly_any_network_is_small_enough_is_said(visit: Visit, runs: Path) -> None:
    experiment = try_out(make(runs), 0.8, 0.7)
    search = experiment.design.search
    assert search is not None
    change_search(experiment, replace(search, exhausted=True, over=True))
    app = look(visit, experiment)
    said = plain_words(words(app))
    assert "hardly any other network in these ranges is small enough" in said
    assert "Nothing better was found: of 2 trials" in said


def found(runs: Path) -> Experiment:
    """A search that is over, and whose find was trained from fresh seeds."""
    experiment = try_out(make(runs), 0.70, 0.95, 0.80, 0.75)
    search, rival = experiment.design.search, _trials(experiment)[1].config
    assert search is not None
    over = change_search(experiment, replace(search, over=True), rival)
    create_trials(over, over.design.trainings)
    fresh = [trial.run for trial in read(over) if trial.variant is not None and trial.run]
    for run, share in zip(fresh, (0.70, 0.80, 0.71, 0.81, 0.72, 0.82), strict=True):
        begin(run, epochs=[share])
        end(run, share, test=0.8 if share == 0.82 else None)
    return over


def _trials(experiment: Experiment) -> list[RunSummary]:
    return [each.run for each in read(experiment) if each.variant is None and each.run]


def test_its_verdict_and_its_pictures(visit: Visit, runs: Path) -> None:
    experiment = found(runs)
    keep_importance(experiment.path, {"dropout": 0.25, "learning_rate": 0.75})
    app = look(visit, experiment)
    said = plain_words(words(app))
    assert "The best found is better than what you had" in said
    assert "Best of 4 trials: Trial 2: rate 0.002, no dropout, 95.0 %." in said
    assert "the verdict counts fresh seeds only" in said
    for shown in ("All settings", "One setting", "What mattered", "Best so far"):
        app.segmented_control(key="search_look").set_value(shown).run()
        assert not app.exception
    app.segmented_control(key="search_look").set_value("All settings").run()
    second = _trials(experiment)[1]
    app.selectbox(key="search_open").set_value(second.id).run()
    assert app.query_params["run"] == second.id


def test_it_can_go_on(visit: Visit, runs: Path) -> None:
    experiment = found(runs)
    app = look(visit, experiment)
    app.button(key="search_more").click().run()
    assert not app.exception
    search = open_experiment(experiment.id, runs).design.search
    assert search is not None
    assert (search.trials, search.over) == (14, False)
    assert "4 of 14 trials done" in progress(app)


def test_a_journal_that_was_damaged_is_told(visit: Visit, runs: Path) -> None:
    experiment = found(runs)
    (experiment.path / DAMAGED).write_bytes(b"?")
    app = look(visit, experiment)
    assert MENDED in plain_words(words(app))


@pytest.mark.parametrize("key", ["space", "sampler"])
def test_a_damaged_search_keeps_its_trials(visit: Visit, runs: Path, key: str) -> None:
    experiment = found(runs)
    file = experiment.path / "config.json"
    stored = json.loads(file.read_text())
    stored["search"][key] = "?"
    file.write_text(json.dumps(stored))
    app = visit("compare")
    assert "Its description is not one this app wrote. Its trainings are still there." in (
        plain_words(words(app))
    )
