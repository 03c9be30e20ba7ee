"""All runs as rows: sorted, grouped, and as CSV."""

import csv
import io
import statistics
from dataclasses import replace
from pathlib import Path

import pytest

from fashion_model.config import PRESETS, TrainConfig, with_values
from fashion_model.runs import BUNDLED, DamagedRun, RunSummary, list_runs, open_run
from fashion_model.runs.events import Finished
from fashion_model.runs.table import COLUMNS, SORTS, Row, by_settings, rows, sort, to_csv, to_dict
from tests.tiny import queue_run

QUICK = PRESETS["quick"]
DAMAGED: RunSummary | DamagedRun = DamagedRun("x", Path("x"), "Its config.json is missing.")


def made(
    name: str, config: TrainConfig = QUICK, reached: float | None = None, created: float = 1.0
) -> RunSummary:
    """A run of `config` that ended with `reached`, or has not ended."""
    run = open_run(BUNDLED)
    said = Finished(reason="Done.", test_accuracy=0.1, validation_accuracy=reached)
    ending = None if reached is None else said
    summary = replace(run.summary, ending=ending, own_seconds=60 * created)
    return replace(run, id=name, name=name, config=config, created=created, summary=summary)


def names(found: list[Row]) -> list[str]:
    return [row.name for row in found]


def test_a_row_says_what_a_run_was_and_what_it_cost() -> None:
    (row,) = rows([open_run(BUNDLED)])
    run = open_run(BUNDLED)
    assert row.told == "Deep"
    assert row.accuracy == run.validation_accuracy
    assert run.started is not None
    assert row.parameters == run.started.parameters
    assert row.seconds == pytest.approx(sum(each.seconds for each in run.curve.epochs))
    assert row.speed is not None
    assert 1_000 < row.speed < 10_000
    assert row.group is None


def test_the_best_on_validation_comes_first_and_damage_last() -> None:
    found = rows(
        [
            made("new", created=9.0),
            DAMAGED,
            made("worse", reached=0.8),
            made("best", reached=0.9),
            made("old", created=2.0),
        ]
    )
    assert names(found) == ["best", "worse", "new", "old", "Damaged training x"]
    assert found[-1].special == "Its config.json is missing."
    assert found[-1].state == "damaged"


@pytest.mark.parametrize(
    ("by", "order"),
    [
        ("validation_accuracy", "A b c"),
        ("created", "c A b"),
        ("name", "A b c"),
        ("seconds", "b A c"),
        ("parameters", "A c b"),
        ("multiply_adds", "A c b"),
        ("pictures_a_second", "c A b"),
    ],
)
def test_every_order(by: str, order: str) -> None:
    small = replace(QUICK, dense=())
    runs = [made("b", QUICK, 0.8, 1.0), DAMAGED, made("A", small, 0.9, 2.0)]
    found = rows([*runs, made("c", QUICK, created=3.0)])
    shown = names(sort(found, by))
    assert shown[-1] == "Damaged training x"
    assert shown[:-1] == order.split()
    assert by in SORTS


def test_runs_that_differ_in_their_seed_only_are_a_group() -> None:
    reached = [0.85, 0.86, 0.9]
    runs = [made(f"s{n}", replace(QUICK, seed=n), share) for n, share in enumerate(reached, 1)]
    other = made("other", replace(QUICK, dropout=0.5), 0.95)
    found = {row.name: row for row in rows([*runs, other, made("waits", replace(QUICK, seed=9))])}
    group = found["s1"].group
    assert group is not None
    assert group.n == 3
    assert group.mean == pytest.approx(statistics.fmean(reached))
    assert group.sd == pytest.approx(statistics.stdev(reached))
    assert found["waits"].group == group
    assert found["other"].group is None
    merged = by_settings(list(found.values()))
    assert [(row.name, len(row.runs)) for row in merged] == [
        ("Quick: dropout 0.5", 1),
        ("Quick", 4),
    ]
    assert merged[1].accuracy == pytest.approx(group.mean)
    assert merged[1].ids[0] == "s3"


def test_other_pictures_or_own_ones_are_no_group() -> None:
    one: RunSummary = made("one", reached=0.9)
    two: RunSummary = made("two", replace(QUICK, seed=2), 0.8)
    assert rows([one, two])[0].group is not None
    assert rows([one, replace(two, sample=True)])[0].group is None
    child = replace(two, parent="one")
    assert rows([one, child])[0].group is None
    assert rows([child])[0].told == "Quick: seed 2, own pictures"
    assert len(by_settings(rows([one, child, DAMAGED]))) == 3


def test_a_group_is_as_lively_as_its_liveliest(runs: Path) -> None:
    waiting = queue_run(runs, QUICK)
    ended = replace(made("ended", reached=0.9), sample=True, fingerprint=waiting.fingerprint)
    (row,) = by_settings(rows([ended, waiting]))
    assert row.state == "queued"


def test_the_csv_can_be_read_back() -> None:
    hostile = 'a,"b"\n=1+1'
    runs = [made(hostile, reached=0.875), made("=HYPERLINK(1)"), DAMAGED]
    read = list(csv.DictReader(io.StringIO(to_csv(rows(runs)))))
    assert tuple(read[0]) == COLUMNS == tuple(to_dict(rows(runs)[0]))
    assert read[0]["name"] == hostile
    assert read[0]["validation_accuracy"] == "0.875"
    assert read[1]["name"] == "'=HYPERLINK(1)"
    assert read[1]["validation_accuracy"] == ""
    assert read[2]["special"] == "Its config.json is missing."
    assert read[0]["created"].startswith(("1970-01-01T", "1969-12-31T"))


def test_there_is_no_test_column(runs: Path) -> None:
    queue_run(runs)
    assert not any("test" in column for column in COLUMNS)
    assert len(rows(list_runs())) == 2


def test_what_differs_is_in_words() -> None:
    config = replace(with_values(QUICK, {"augmentation.sketches": 0.3}), seed=3)
    assert rows([made("x", config)])[0].told == "Quick: 30 % redrawn, seed 3"
