"""The names an operator gives the app stand in the addresses that visitors pass on."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from streamlit import config

from ui import hosts
from ui.training import link


@pytest.fixture(autouse=True)
def _on_every_network() -> Iterator[None]:
    before = config.get_option("server.address")
    config.set_option("server.address", "0.0.0.0")
    yield
    config.set_option("server.address", before)


def test_only_whole_names_of_other_computers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FASHION_HOSTS", "localhost,*.example.org,class.example.org,fd00::7,::1")
    assert hosts.named() == ["class.example.org", "[fd00::7]"]


def test_settings_to_pass_on_lead_where_the_app_is_served(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link, "get_internal_ip", lambda: "192.168.1.5")
    here = urlsplit("http://localhost:8501/training")
    assert link._host(here) == "192.168.1.5:8501"
    monkeypatch.setenv("FASHION_HOSTS", "class.example.org")
    assert link._host(here) == "class.example.org:8501"  # under its number nobody is let in
