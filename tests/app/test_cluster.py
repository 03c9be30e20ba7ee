"""Compare: an experiment may be sent to a cluster where the operator named one."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from fashion_model.cluster import address as addresses
from fashion_model.cluster.address import NOT_INSTALLED
from fashion_model.experiments.store import Experiment, list_experiments
from fashion_model.experiments.trials import read
from fashion_model.runs.event_log import append_event
from fashion_model.runs.events import Starting
from tests.app.conftest import Visit, words
from tests.app.test_compare import look, opened
from tests.tiny import batch, started

AGAIN = "The machine of the cluster that trained it was lost; it was tried once more."


@pytest.fixture
def listening(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of what could be the head of a cluster, with Ray installed."""
    addresses._answered.cache_clear()
    monkeypatch.setattr(addresses, "find_spec", lambda name: object())
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"127.0.0.1:{server.getsockname()[1]}"
        monkeypatch.setenv("RAY_ADDRESS", address)
        yield address


def plain_words(shown: str) -> str:
    """`shown` without the marks against Markdown."""
    return shown.replace("\\", "").replace("\u2060", "")


def asked(app: AppTest) -> Experiment:
    app.button(key="start_experiment").click().run()
    assert not app.exception
    (experiment,) = list_experiments()
    assert isinstance(experiment, Experiment)
    return experiment


def test_without_a_cluster_nobody_is_asked(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RAY_ADDRESS", raising=False)
    app = opened(visit, "luck")
    assert "The cluster" not in plain_words(words(app))
    assert not [each for each in app.segmented_control if each.key == "compare_where"]
    assert asked(app).cluster is None


def test_an_address_for_another_program_lets_this_computer_train_and_says_so(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RAY_ADDRESS", "auto")
    app = opened(visit, "luck")
    assert "RAY_ADDRESS can’t be used here." in plain_words(words(app))
    assert "So this computer trains." in plain_words(words(app))
    assert asked(app).cluster is None


@pytest.mark.parametrize("template", ["luck", "find"])
def test_it_is_sent_to_the_cluster(visit: Visit, listening: str, template: str) -> None:
    app = opened(visit, template)
    choice = app.segmented_control(key="compare_where")
    assert choice.label == "Trained by"
    assert choice.options == ["This computer", "The cluster"]
    assert choice.value == "The cluster"
    assert f"On the cluster at {listening} several are trained at the same time" in plain_words(
        choice.help
    )
    experiment = asked(app)
    assert experiment.cluster == listening
    app.run()
    assert f"on the cluster at {listening}" in plain_words(words(app))


def test_or_trained_here_all_the_same(visit: Visit, listening: str) -> None:
    app = opened(visit, "luck")
    app.segmented_control(key="compare_where").set_value("This computer").run()
    assert asked(app).cluster is None


def test_one_that_does_not_answer_is_said_before_anything_starts(
    visit: Visit, listening: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addresses, "answers", lambda address: False)
    app = opened(visit, "luck")
    assert (
        f"The cluster at {listening} does not answer: see that it runs and that this computer"
        " reaches it; docs/cluster.md says how. Or let this computer train."
    ) in plain_words(words(app))
    assert app.button(key="start_experiment").disabled
    app.segmented_control(key="compare_where").set_value("This computer").run()
    assert "does not answer" not in plain_words(words(app))
    assert not app.button(key="start_experiment").disabled


def test_without_ray_that_is_what_is_said(
    visit: Visit, listening: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addresses, "find_spec", lambda name: None)
    app = opened(visit, "luck")
    assert NOT_INSTALLED in plain_words(words(app))
    assert app.button(key="start_experiment").disabled


def test_a_training_that_was_tried_again_is_marked(visit: Visit, listening: str) -> None:
    experiment = asked(opened(visit, "luck"))
    run = next(trial.run for trial in read(experiment) if trial.run is not None)
    for event in (
        Starting(by="server"),
        started(run.config),
        batch(1),
        Starting(by="server", again=AGAIN),
    ):
        append_event(run.path / "events.jsonl", event)
    app = look(visit, experiment)
    assert f"1 training tried again. {AGAIN}" in plain_words(words(app))
