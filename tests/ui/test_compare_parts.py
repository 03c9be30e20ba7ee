"""What Compare reckons before it draws: values in words, lines and their names, time left."""

from pathlib import Path

import pytest

from fashion_model.config import PRESETS, ConfigError
from fashion_model.experiments.design import Design
from fashion_model.experiments.trials import read
from fashion_model.experiments.varying import VARYING
from tests.experiments.made import DESIGN, begin, end, make, runs_in_order
from ui.compare import heat_map, values
from ui.experiments import curves, lines
from ui.experiments.lines import Line, Point

QUICK = PRESETS["quick"]


def line(variant: int, *reached: float, seed: int = 1) -> Line:
    """A line with an epoch each second that reached so much."""
    points = tuple(Point(float(n), float(n), each) for n, each in enumerate(reached, 1))
    return Line(variant, seed, (Point(0.5, 0.5, 0.3),), points, ())


@pytest.mark.parametrize("key", VARYING)
def test_every_value_is_read_as_it_is_written(key: str) -> None:
    words = values.first(key, QUICK)
    assert len(words) >= 2
    assert [values.word(key, value) for value in values.read(key, words)] == list(words)
    assert set(words) <= set(values.offered(key, QUICK))


@pytest.mark.parametrize(
    ("key", "typed", "read_as"),
    [
        ("learning_rate", ("0,01", "1e-3"), (0.001, 0.01)),
        ("share", ("50", "0.1", "5 %", "1"), (0.05, 0.1, 0.5, 1.0)),
        ("batch_size", ("64", " 32 "), (32, 64)),
        ("patience", ("never", "3"), (3, None)),
        ("augmentation", ("on", "off"), (False, True)),
    ],
)
def test_numbers_are_read_as_people_type_them(
    key: str, typed: tuple[str, ...], read_as: tuple[object, ...]
) -> None:
    assert values.read(key, typed) == read_as


@pytest.mark.parametrize(
    ("key", "typed", "sentence"),
    [
        ("batch_size", "32.5", "Batch size is a whole number"),
        ("batch_size", "64.000", "Batch size is a whole number"),
        ("batch_size", "inf", "from 8 to 1024"),
        ("share", "200 %", "from 1 % to 100 %"),
        ("dropout", "", "is no number: type one, like 0.9"),
        ("optimizer", "magic", "must be one of"),
    ],
)
def test_what_is_no_value_gets_a_sentence(key: str, typed: str, sentence: str) -> None:
    with pytest.raises(ConfigError, match=sentence):
        values.read(key, [typed])


def test_names_are_moved_apart_and_stay_inside() -> None:
    placed = curves.apart([0.9, 0.9, 0.5, 0.89], 0.05, 0.0, 0.9)
    assert placed == pytest.approx([0.85, 0.9, 0.5, 0.8])
    assert curves.apart([0.1, 0.3], 0.05, 0.0, 1.0) == [0.1, 0.3]


def test_seeds_of_one_make_a_mean_and_a_band() -> None:
    table, ends = curves.table(
        [line(0, 0.7, 0.8), line(0, 0.74, seed=2), line(1, 0.6, 0.65)], ["a", "b"], curves.EPOCHS
    )
    rows = table.to_pylist()
    means = [row for row in rows if row["part"] == "mean" and row["name"] == "a"]
    assert [round(row["y"], 3) for row in means] == [0.72, 0.8]
    assert (round(means[0]["low"], 3), round(means[0]["high"], 3)) == (0.7, 0.74)
    assert ends == pytest.approx((0.6, 0.8))
    assert [row["text"] for row in rows if row["part"] == "name"] == ["a: 80.0 %", "b: 65.0 %"]


def test_before_the_first_epoch_there_are_training_pictures() -> None:
    young = Line(0, 1, (Point(0.1, 0.2, 0.3), Point(0.2, 0.4, 0.5)), (), ())
    table, ends = curves.table([young], ["a"], curves.SECONDS)
    assert ends == (0.0, 1.0)
    assert [row["text"] for row in table.to_pylist() if row["part"] == "name"] == ["a: 50 %"]
    assert curves.title_of([young]) == "Training pictures named right"
    assert curves.title_of([young, line(0, 0.5)]) == "Validation pictures named right"


def test_the_axis_of_seconds_grows_in_large_steps() -> None:
    for seconds, until in ((3, 10.0), (11, 20.0), (21, 50.0), (51, 100.0), (130, 200.0)):
        long = Line(0, 1, (), (Point(1.0, float(seconds), 0.5),), ())
        assert curves.until([long], 6, curves.SECONDS) == until
    assert curves.until([], 6, curves.EPOCHS) == 6


def test_a_map_says_what_is_not_there_yet_and_what_goes_on() -> None:
    varied = {"learning_rate": (0.001, 0.01), "optimizer": ("sgd", "adam")}
    design = Design("line-up", "Which?", QUICK, varied)
    table = heat_map.table(design, [line(0, 0.7), line(3, 0.8, 0.79)], [True, False, False, False])
    assert table["text"].to_pylist() == ["70.0 %", "–", "–", "80.0 % …"]
    assert table["down"].to_pylist() == ["0.001", "0.001", "0.01", "0.01"]


def test_time_shared_by_turns_counts_once(runs: Path) -> None:
    a, b = (Line(0, n, (), (), ((0.0, 10.0), (20.0, 25.0))) for n in (1, 2))
    late = Line(0, 3, (), (), ((5.0, 12.0),))
    assert lines.seconds_active([a, b, late]) == 17.0
    experiment = make(runs, DESIGN)
    trials = read(experiment)
    assert lines.read(trials) == []
    assert lines.seconds_left(trials, []) is None
    first, _ = runs_in_order(experiment)
    begin(first, epochs=(0.7, 0.8, 0.8))
    end(first, 0.8)
    trials = read(experiment)
    (seen,) = lines.read(trials)
    assert [point.accuracy for point in seen.epochs] == [0.7, 0.8, 0.8]
    left = lines.seconds_left(trials, [seen])
    assert left == pytest.approx(lines.seconds_active([seen]), rel=0.01)  # one of two is done
