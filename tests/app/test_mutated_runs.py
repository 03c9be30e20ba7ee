"""Run directories with something wrong in them: every page is drawn, with any of them chosen."""

import json
import random
from pathlib import Path

import pytest

from fashion_model.runs import DamagedRun, list_runs
from tests.app.conftest import Visit, words
from tests.faults.test_mutated_runs import (
    JSON_FILES,
    STRANGE,
    packed,
    places,
    put,
    signed,
    whole_run,
)

MANY = 40
PAGES = ("training", "evaluation", "conclusion", "classify")


@pytest.fixture
def mutated(runs: Path, tmp_path: Path) -> list[str]:
    """The ids of many runs that each say something strange somewhere, checksums right."""
    whole = whole_run(tmp_path)
    chance = random.Random(1)
    ids = [f"{number:08d}-0000-4000-8000-000000000000" for number in range(MANY)]
    for run_id in ids:
        whole.write(runs / run_id)
        name = chance.choice(JSON_FILES)
        lines = (runs / run_id / name).read_bytes().splitlines()
        lines = lines if name == "events.jsonl" else [b"\n".join(lines)]
        number = chance.randrange(len(lines))
        value = json.loads(lines[number])
        changed = put(value, chance.choice(places(value)), chance.choice([..., *STRANGE]))
        (runs / run_id / name).write_bytes(
            b"\n".join([*lines[:number], packed(changed), *lines[number + 1 :], b""])
        )
        signed(runs / run_id)
    return ids


def test_every_page_is_drawn_with_any_of_them(visit: Visit, runs: Path, mutated: list[str]) -> None:
    listed = list_runs(runs)
    assert MANY / 4 < sum(isinstance(each, DamagedRun) for each in listed) < MANY
    for page in PAGES:
        app = visit(page)
        for run_id in mutated[PAGES.index(page) :: len(PAGES)]:
            app.query_params["run"] = run_id
            app.run()
            assert not app.exception, (page, run_id)
            assert "Something went wrong" not in words(app), (page, run_id)
