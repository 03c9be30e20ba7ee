"""A spoiled training says so wherever it is shown; its damage is seen, and its lies are found."""

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from fashion_model.config import Spoiling
from fashion_model.runs import Run, open_run
from tests.app.conftest import Visit, words
from tests.tiny import IN_A_WORKER, queue_run, train_in_worker

SAID = "Its training data were spoiled: 20 % labels flipped, Bag hidden."


@pytest.fixture(scope="module")
def _spoiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("spoiled")
    spoiling = Spoiling(flip=0.2, hidden="Bag")
    run = queue_run(root, replace(IN_A_WORKER, spoiling=spoiling), name="Mine")
    train_in_worker(run)
    return run.path


@pytest.fixture
def spoiled(_spoiled: Path, runs: Path) -> Run:
    """A finished training on spoiled data, of this test's own."""
    shutil.copytree(_spoiled, runs / _spoiled.name)
    return open_run(_spoiled.name)


def said(text: str) -> str:
    return text.replace("\\", "")


@pytest.mark.parametrize("page", ["training", "evaluation", "conclusion"])
def test_every_page_says_what_was_spoiled(page: str, visit: Visit, spoiled: Run) -> None:
    app = visit(page, spoiled.id)
    assert SAID in said(words(app))
    if page == "training":
        assert "20 % labels flipped · Bag hidden" in said(words(app))  # in the list
    else:
        assert any("spoiled data" in option for option in app.selectbox[0].options)


@pytest.mark.parametrize("page", ["training", "evaluation", "conclusion"])
def test_of_others_it_is_not_said(page: str, visit: Visit, trained: Run) -> None:
    assert "were spoiled" not in words(visit(page, trained.id))


def test_one_that_waits_says_so_too(visit: Visit, runs: Path) -> None:
    config = replace(IN_A_WORKER, spoiling=Spoiling(flip=0.2, hidden="Bag"))
    assert SAID in said(words(visit("training", queue_run(runs, config).id)))


def test_the_damage_beside_the_same_without(visit: Visit, trained: Run, spoiled: Run) -> None:
    app = visit("evaluation", spoiled.id)
    app.segmented_control(key="evaluation_look").set_value("The damage").run()
    assert not app.exception
    read = said(words(app))
    assert "Of the same 2,000 clean test pictures it gets" in read
    assert "only the data differ" in read
    assert "It hurts Bag most: of 200 pictures it finds 0 %" in read
    assert not [each for each in app.button if each.key == "plan_unspoiled"]
    app.query_params["run"] = trained.id
    app.session_state["chosen_run"] = trained.id
    app.run()  # that look is not one of its own
    assert not app.exception
    assert app.segmented_control(key="evaluation_look").value == "Confusion matrix"


def test_where_there_is_none_it_is_planned(visit: Visit, spoiled: Run) -> None:
    app = visit("evaluation", spoiled.id)
    app.segmented_control(key="evaluation_look").set_value("The damage").run()
    assert "another network" in words(app)
    app.button(key="plan_unspoiled").click().run()
    assert not app.exception
    assert app.session_state["spoiling_flip"] == 0
    assert app.session_state["spoiling_hidden"] == "none"
    assert app.session_state["share"] == IN_A_WORKER.share


def test_lies_are_found_and_counted(visit: Visit, spoiled: Run) -> None:
    app = visit("evaluation", spoiled.id)
    app.segmented_control(key="evaluation_look").set_value("The damage").run()
    app.button(key="find_lies").click().run(timeout=120)
    assert not app.exception
    read = said(words(app))
    shown = re.search(r"Of (\d+) pictures, (\d+) carry a flipped label", read)
    assert shown is not None
    assert int(shown[2]) == round(0.2 * int(shown[1]))
    precise = re.search(r"\*\*5 %\*\* most suspicious, \d+ pictures, \*\*(\d+) %\*\* truly", read)
    assert precise is not None
    assert int(precise[1]) > 40  # chance: 20
