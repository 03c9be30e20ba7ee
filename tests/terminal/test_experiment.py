"""`experiment`: several trainings at once, from a terminal."""

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from fashion_model.cluster.address import NOT_INSTALLED
from fashion_model.experiments.store import Experiment, list_experiments
from fashion_model.runs import open_run
from tests.terminal.conftest import Verbs, terminal

TINY = (
    *("--set", "epochs=1", "--set", "share=0.05", "--set", "threads=1"),
    *("--set", 'blocks=[{"filters": 4}]', "--set", "dense=[8]"),
)


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.slow
def test_a_line_up_ends_with_its_verdict(runs: Path) -> None:
    asked = ("experiment", "line-up", *TINY, "--vary", "dropout=0,0.5", "--seeds", "2", "--json")
    done = terminal(runs, *asked)
    assert done.returncode == 0, done.stderr
    *events, last = lines(done.stdout)
    assert len(last["runs"]) == 4
    assert {event["run"] for event in events} == set(last["runs"])
    assert last["experiment"] == list_experiments()[0].id
    assert last.keys() >= {"winner", "verdict", "difference", "interval", "p"}
    assert last["winner"] in (None, last["chosen"])
    tested = {run_id: open_run(run_id).test_accuracy for run_id in last["runs"]}
    assert last["test_accuracy"] is not None
    assert {run_id: share for run_id, share in tested.items() if share is not None} == {
        last["chosen"]: last["test_accuracy"]
    }


@pytest.mark.slow
def test_luck_is_said_in_words(runs: Path) -> None:
    done = terminal(runs, "experiment", "luck", *TINY, "--seeds", "2")
    assert done.returncode == 0, done.stderr
    assert "How much is luck? 2 trainings, in turns." in done.stdout
    assert "over two seeds" in done.stdout
    assert "By chance alone" in done.stdout


@pytest.mark.slow
def test_a_search_ends_with_the_same_last_line(runs: Path) -> None:
    ranges = ("--vary", "learning_rate=0.0001..0.05", "--vary", "optimizer=adam,sgd")
    done = terminal(runs, "experiment", "search", *TINY, *ranges, "--trials", "3", "--json")
    assert done.returncode == 0, done.stderr
    *events, last = lines(done.stdout)
    assert {event["run"] for event in events} == set(last["runs"])
    assert len(last["runs"]) in (3, 9)  # with three fresh seeds of two, where one was better
    assert last.keys() >= {"winner", "chosen", "verdict", "difference", "interval", "p"}
    assert last["winner"] in (None, last["chosen"])
    assert last["test_accuracy"] == open_run(last["chosen"]).test_accuracy is not None
    (asked,) = list_experiments()
    assert isinstance(asked, Experiment)
    assert asked.design.search is not None
    assert asked.design.search.over


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (("line-up",), "Choose what is to vary."),
        (("line-up", "--vary", "dropout"), "must look like dropout=0,0.3"),
        (("line-up", "--vary", "dropout=0.1"), "at least two values"),
        (("line-up", "--vary", "nothing=1,2"), "nothing that can vary"),
        (("line-up", "--vary", "dropout=a,b"), "must be a number"),
        (("luck", "--seeds", "1"), "at least two seeds"),
        (("luck", "--vary", "dropout=0,1"), "Only a line-up varies"),
        (("luck", "--trials", "3"), "Only a search has --minutes, --trials or --sampler."),
        (("search", "--trials", "3", "--minutes", "2"), "--minutes or --trials, not both"),
        (("search", "--vary", "dropout"), "must look like dropout=0..0.5"),
        (("search", "--vary", "dropout=a..b"), "must go from one number to another"),
        (("search", "--vary", "dropout=0.5..0.1"), "from a lower to a higher value"),
        (("search", "--vary", "nothing=0..1"), "nothing that can vary"),
        (("search", "--vary", "learning_rate=0..1"), "must be between 1e-06 and 1"),
        (("search", "--seeds", "2"), "from fresh seeds by itself"),
        (("race", "--preset", "quick"), "Name the two of a race"),
        (("race", "--preset", "quick", "--preset", "quick"), "one and the same"),
        (("luck", "--preset", "quick", "--preset", "deep"), "anything else takes one"),
    ],
)
def test_what_is_no_experiment_is_one_sentence(
    asked: tuple[str, ...], words: str, verbs: Verbs, runs: Path
) -> None:
    done = verbs("experiment", *asked)
    assert done.exit_code == 2
    assert words in " ".join(done.output.split())
    assert list_experiments() == []


def test_a_cluster_that_can_not_be_used_is_said_before_anything_is_made(runs: Path) -> None:
    done = terminal(runs, "experiment", "luck", "--ray", "auto")
    assert done.returncode == 2
    assert "a computer and a port, like 192.168.1.10:6379, not 'auto'" in done.stderr
    nobody = "127.0.0.1:1"
    done = terminal(runs, "experiment", "luck", "--ray", nobody)
    assert done.returncode == 1
    installed = find_spec("ray") is not None
    said = f"The cluster at {nobody} does not answer" if installed else NOT_INSTALLED
    assert done.stderr.startswith(f"Error: {said}")
    assert list_experiments() == []
