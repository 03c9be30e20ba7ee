"""Under which addresses phones find the room, and the code that holds one."""

import io
from collections.abc import Iterator
from ipaddress import IPv4Address

import numpy as np
import pytest
import segno
from PIL import Image
from streamlit import config

from fashion_model.rooms import Refused, addresses
from tests.rooms.made import TROUSERS, new_id
from ui.room import asked, opening, registry

OPTIONS = ("server.address", "server.port", "server.baseUrlPath", "server.sslCertFile")


@pytest.fixture(autouse=True)
def _as_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Two networks, no page, and the server's own options afterwards."""
    before = {name: config.get_option(name) for name in OPTIONS}
    monkeypatch.delenv("FASHION_HOSTS", raising=False)
    monkeypatch.setattr(opening, "local_addresses", lambda: ["192.168.1.5", "10.0.0.7"])
    monkeypatch.setattr(opening, "_typed", lambda: None)
    config.set_option("server.port", 8501)
    yield
    for name, value in before.items():
        config.set_option(name, value)


@pytest.mark.parametrize("listens", [None, "", "0.0.0.0", "::"])
def test_every_network_of_the_computer_is_offered(listens: str | None) -> None:
    config.set_option("server.address", listens)
    assert opening.addresses() == ["http://192.168.1.5:8501/room", "http://10.0.0.7:8501/room"]


def test_a_server_for_one_address_offers_that_one() -> None:
    config.set_option("server.address", "10.0.0.7")
    assert opening.addresses() == ["http://10.0.0.7:8501/room"]


def test_a_server_for_this_computer_offers_nothing_else() -> None:
    config.set_option("server.address", "localhost")
    assert opening.addresses() == ["http://127.0.0.1:8501/room"]


def test_the_address_the_presenter_typed_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "_typed", lambda: "https://class.example.org")
    monkeypatch.setenv("FASHION_HOSTS", "class.example.org,*.example.org,localhost")
    config.set_option("server.baseUrlPath", "fashion/")
    assert opening.addresses() == [
        "https://class.example.org/fashion/room",
        "http://192.168.1.5:8501/fashion/room",
        "http://10.0.0.7:8501/fashion/room",
        "http://class.example.org:8501/fashion/room",
    ]


def test_without_any_network_it_is_this_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "local_addresses", lambda: [])
    assert opening.addresses() == ["http://127.0.0.1:8501/room"]


def test_real_addresses_are_none_of_this_computer_alone() -> None:
    for each in addresses.local_addresses():
        assert not IPv4Address(each).is_loopback
        assert not IPv4Address(each).is_link_local


def test_the_code_holds_the_address_with_its_quiet_margin() -> None:
    address = f"http://192.168.1.5:8501/room#{new_id()}"
    pixels = np.asarray(Image.open(io.BytesIO(opening.code(address))).convert("L"))
    modules = pixels[6::12, 6::12] < 128
    assert not modules[:4].any()
    assert not modules[:, -4:].any()
    expected = np.array(
        [[bool(each) for each in row] for row in segno.make(address, error="m").matrix]
    )
    np.testing.assert_array_equal(modules[4:-4, 4:-4], expected)


def test_a_room_whose_network_was_deleted_says_so_once(runs: object) -> None:
    room = registry.rooms().open("owner", "no-such-run")
    phone = new_id()
    room.join(phone)
    sent = {
        "key": room.opening.key,
        "phone": phone,
        "drawing": new_id(),
        "round": 0,
        "strokes": TROUSERS,
    }
    with pytest.raises(Refused, match="The network that answers here was deleted"):
        asked.draw(sent, "")
    assert not room.shown()
    registry.rooms().stop()
