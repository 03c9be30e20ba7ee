"""What the page says of a run, and which runs become one."""

from dataclasses import replace
from pathlib import Path

import pytest

from fashion_model.runs import BUNDLED, Run, RunError, open_run
from fashion_model.runs.events import Started
from fashion_model.take_home import file_name, make_page, why_not
from fashion_model.take_home.page import MOST_PARAMETERS, how, put_together
from fashion_model.take_home.weights import read_layers
from tests.tiny import queue_run

MOST_BYTES = 400_000


@pytest.fixture(scope="module")
def bundled() -> Run:
    """The training that comes with the app."""
    return open_run(BUNDLED)


def test_it_is_one_small_file_that_says_what_it_is(bundled: Run) -> None:
    page = make_page(bundled).decode()
    assert len(page) <= MOST_BYTES
    assert "src=" not in page
    assert "http" not in page.replace("http-equiv", "")
    assert how(bundled) in page
    assert how(bundled).endswith(
        "it was shown 55,000 pictures of the collection Fashion-MNIST, 12 times. It has 193,194 "
        "parameters. Of test pictures that it was never shown it names 93.5 % rightly. It was "
        "never shown drawings, so what it says of yours is a guess."
    )
    assert file_name(bundled) == "fashion_bundled.html"


def test_one_that_was_taught_own_pictures_says_so(bundled: Run) -> None:
    events = [
        replace(event, parent="a", own_pictures=4) if isinstance(event, Started) else event
        for event in bundled.events
    ]
    said = how(replace(bundled, parent="a", events=events))
    assert "it went on from another training and was shown 4 pictures of somebody’s own." in said
    assert "Fashion-MNIST" not in said
    assert "never shown drawings" not in said, "its own pictures may have been drawings"


def test_a_network_that_is_too_large_says_so(bundled: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert why_not(bundled) is None
    monkeypatch.setattr("fashion_model.take_home.page.MOST_PARAMETERS", 190_000)
    words = (
        "This network has 193,194 parameters, and a page holds at most 190,000: train a smaller "
        "one, such as the preset Quick."
    )
    assert why_not(bundled) == words
    with pytest.raises(RunError) as refused:
        make_page(bundled)
    assert str(refused.value) == words
    assert MOST_PARAMETERS * 4 / 3 < MOST_BYTES


def test_an_unfinished_training_says_when(tmp_path: Path) -> None:
    run = queue_run(tmp_path)
    assert why_not(run) == "Take it home as one page when its training has ended."


def test_an_ended_training_without_its_network_says_so(bundled: Run, tmp_path: Path) -> None:
    run = replace(bundled, path=tmp_path)
    assert why_not(run) == "The model of this run is missing; please choose another run."
    with pytest.raises(RunError, match="is missing"):
        make_page(run)


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "__SCRIPT__", "__WEIGHTS__ & co"])
def test_a_name_is_text(name: str, bundled: Run) -> None:
    assert bundled.model_path is not None
    layers = read_layers(bundled.model_path, bundled.config)
    page = put_together(name, "How.", layers, 1.0).decode()
    plain = put_together("A name", "How.", layers, 1.0).decode()
    assert page.count("<script") == plain.count("<script")
    assert len(page) < len(plain) + 200


def test_weights_are_rounded_to_half_a_step(bundled: Run) -> None:
    assert bundled.model_path is not None
    layers = read_layers(bundled.model_path, bundled.config)
    assert [layer.weights.shape[0] for layer in layers] == [32, 64, 64, 128, 10]
    assert [layer.pooling for layer in layers] == ["max", "", "max", "", ""]
    assert [layer.activation for layer in layers] == ["relu"] * 4 + ["softmax"]
    for layer in layers:
        assert abs(layer.weights.reshape(len(layer.weights), -1)).max(axis=1).min() == 127
        assert (layer.steps > 0).all()
