"""The benchmarks' own verbs."""

import pytest

from benchmarks.__main__ import main
from tests.terminal.conftest import Verbs


@pytest.fixture
def verbs() -> Verbs:
    return Verbs(main)
