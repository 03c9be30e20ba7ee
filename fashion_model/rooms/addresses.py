"""Under which addresses other devices may reach this computer: no question leaves it."""

import socket
import struct
import sys
from contextlib import suppress
from ipaddress import IPv4Address

_ELSEWHERE = "192.0.2.1"  # nobody's, by RFC 5737; a datagram socket that connects sends nothing
_ASK_ADDRESS = 0x8915  # SIOCGIFADDR, on Linux


def local_addresses() -> list[str]:
    """Return the IPv4 addresses of this computer in its networks, the likeliest first."""
    found = [*_on_the_way_out(), *sorted({*_of_interfaces(), *_of_the_name()}, key=_rank)]
    return [each for each in dict.fromkeys(found) if _is_usable(each)]


def _on_the_way_out() -> list[str]:
    """Where packets to the world leave; nothing where no network goes there, as in many a hall."""
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect((_ELSEWHERE, 9))
        return [str(probe.getsockname()[0])]
    return []


def _of_interfaces() -> list[str]:
    if sys.platform != "linux":
        return []
    from fcntl import ioctl

    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        for _, name in socket.if_nameindex():
            with suppress(OSError):  # one without an address
                told = ioctl(probe, _ASK_ADDRESS, struct.pack("256s", name.encode()[:15]))
                found.append(socket.inet_ntoa(told[20:24]))
    return found


def _of_the_name() -> list[str]:
    with suppress(OSError):
        told = socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
        return [str(each[4][0]) for each in told]
    return []


def _is_usable(text: str) -> bool:
    address = IPv4Address(text)
    return not (address.is_loopback or address.is_link_local or address.is_unspecified)


def _rank(text: str) -> tuple[int, int]:
    """Those of homes and schools before those that containers get."""
    order = ("192.168.", "10.")
    place = next((at for at, begin in enumerate(order) if text.startswith(begin)), len(order))
    return place, int(IPv4Address(text))
