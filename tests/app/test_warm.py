"""Whoever opens Training is expected to start one."""

from pathlib import Path

from fashion_model.workers.launch import last_prewarm_request
from tests.app.conftest import Visit


def test_only_training_lets_a_worker_warm_up(visit: Visit, runs: Path) -> None:
    app = visit("architecture")
    assert last_prewarm_request(runs) == 0
    app.switch_page("pages/training.py").run()
    assert last_prewarm_request(runs) > 0
