"""The choice of a training: names are the visitors' and often the same, choices are not."""

import shutil
from pathlib import Path

import pytest

from fashion_model.runs import open_run
from fashion_model.runs.directory import BUNDLED_PATH
from tests.app.conftest import Visit


@pytest.mark.parametrize("page", ["evaluation", "conclusion"])
def test_of_trainings_that_read_alike_the_chosen_one_stays(
    visit: Visit, runs: Path, page: str
) -> None:
    twins = [runs / f"{number:08d}-0000-4000-8000-000000000000" for number in range(3)]
    for path in twins:
        shutil.copytree(BUNDLED_PATH, path)
    for path in twins:
        app = visit(page, path.name)
        app.run()  # the browser sends back what it was shown
        assert app.query_params["run"] == path.name
        options = app.selectbox(key="run_picker").options
        assert len(set(options)) == len(options) == 4
        name, state, when, *_ = options[0].split(" · ")
        assert f"{name} · {state}" == "Deep, on all pictures · 94.1 % on validation"
        assert ":" in when
        assert open_run(path.name).name == name
