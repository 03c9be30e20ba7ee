"""A setting that makes no sense is said when the server starts."""

from pathlib import Path

import pytest

from fashion_model.workers.scheduler import Scheduler


@pytest.mark.parametrize("value", ["0", "-1", "two", "1.5"])
@pytest.mark.parametrize("name", ["FASHION_MAX_RUNNING", "FASHION_RUNS_MB"])
def test_a_wrong_number_is_said(
    name: str, value: str, runs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ValueError, match=f"{name} must be a whole number of at least 1"):
        Scheduler(runs).start()


def test_a_wrong_switch_is_said(runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FASHION_WARM_WORKER", "no")
    with pytest.raises(ValueError, match="FASHION_WARM_WORKER must be 0 or 1"):
        Scheduler(runs).start()
