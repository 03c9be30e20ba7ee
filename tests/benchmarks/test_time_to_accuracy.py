"""`python -m benchmarks time-to-accuracy`: what it understands, and what it refuses in words."""

from pathlib import Path
from typing import Any

import pytest

from benchmarks.time_to_accuracy.task import STOCK
from fashion_model.config import PRESETS, preset_for
from tests.terminal.conftest import Verbs

TARGETS = ("--targets", "0.93", "--targets", "0.90", "--targets", "0.93")
WORDS = ("time-to-accuracy",)


def test_help_lists_its_options(verbs: Verbs) -> None:
    shown = verbs(*WORDS, "--help").stdout
    assert all(option in shown for option in ("--targets", "--presets", "--seeds", "--into"))
    assert "0.9, 0.92, 0.93" in shown


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--targets", "90"), "from 0.5 to 0.99, such as 0.92"),
        (("--targets", "0.9", "--targets", "1"), "from 0.5 to 0.99, such as 0.92"),
        (("--targets", "nan"), "from 0.5 to 0.99, such as 0.92"),
        (("--targets", "many"), "not a valid float"),
        (("--targets",), "requires an argument"),
        (("--seeds", "0"), "1<=x<=20"),
        (("--presets", "quick", "--presets", "stock"), "'stock' is not one of"),
        (("0.9",), "unexpected extra argument"),
    ],
)
def test_it_refuses_nonsense(verbs: Verbs, words: tuple[str, ...], said: str) -> None:
    done = verbs(*WORDS, *words)
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr.replace("\n", " ")


def test_it_wants_the_full_data(verbs: Verbs, tmp_path: Path) -> None:
    done = verbs(*WORDS, "--into", str(tmp_path / "results"))
    assert (done.exit_code, done.stdout) == (1, "")
    assert "data --download" in done.stderr


@pytest.mark.usefixtures("full_data")
def test_a_folder_that_cannot_be_written_is_said_at_once(verbs: Verbs, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = verbs(*WORDS, "--into", str(tmp_path / "file" / "results"))
    assert (done.exit_code, done.stdout) == (1, "")
    assert "The results can't be written" in done.stderr
    assert "1 of" not in done.stderr


@pytest.mark.usefixtures("full_data")
def test_it_times_what_is_asked_with_the_presets_as_shipped(
    verbs: Verbs, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []

    def report(*arguments: Any) -> dict[str, Any]:
        asked.extend(arguments)
        return {"targets": arguments[1]}

    monkeypatch.setattr("benchmarks.time_to_accuracy.report.report", report)
    done = verbs(*WORDS, *TARGETS, "--seeds", "2")
    assert done.stdout == '{"targets": [0.9, 0.93]}\n'
    recipes, targets, seeds, into = asked[:4]
    assert (targets, seeds, into) == ([0.9, 0.93], 2, None)
    assert recipes.pop(STOCK).stop_at == 0.93
    assert recipes == {name: preset_for(name, sample=False) for name in PRESETS}
