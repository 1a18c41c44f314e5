"""Which addresses out there we may connect to: the public internet's, whatever they are dressed up as."""

import ipaddress
import re
import socket
from collections.abc import Callable, Sequence
from typing import Final

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Sequence[str]]
"""All the addresses of a host, as the system's resolver gives them; ``OSError`` where it has none."""

_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")
_UNICAST: Final = ipaddress.IPv6Network("2000::/3")
"""All of IPv6 that has been given out; what lies outside is local, or nobody's yet."""
_NOT_PAGES: Final = tuple(
    ipaddress.ip_network(one)
    for one in (
        "192.0.0.0/24",  # of protocols, and a cloud's metadata
        "192.88.99.0/24",  # relays into IPv6
        "168.63.129.16/32",  # a cloud's metadata, at an address that looks like any other
        "2001::/23",  # of protocols
        "3fff::/20",  # for examples
    )
)
"""Further ones on which there are no pages, whatever the Python that runs this knows of them."""
_NUMBERISH: Final = re.compile(r"(0x[0-9a-f]*|[0-9]+)", re.IGNORECASE)
_LABEL: Final = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
_HOST_CHARACTERS: Final = 253


def resolve(host: str, port: int) -> list[str]:
    """By the system's resolver."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def is_public(address: str) -> bool:
    """Whether ``address`` is on the public internet, and so is every address it stands for.

    IPv6 can carry an IPv4 address inside (mapped, 6to4, NAT64); Teredo's are refused altogether.
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    return _is_public(found)


def _is_public(address: Address) -> bool:
    if any(address.version == one.version and address in one for one in _NOT_PAGES):
        return False
    if isinstance(address, ipaddress.IPv4Address):
        return address.is_global and not address.is_multicast and not address.is_reserved
    if address.scope_id is not None:
        return False
    if inside := _inside(address):
        return all(_is_public(one) for one in inside)
    return address in _UNICAST and address.is_global


def _inside(address: ipaddress.IPv6Address) -> list[Address]:
    if address.ipv4_mapped is not None:
        return [address.ipv4_mapped]
    if address.sixtofour is not None:
        return [address.sixtofour]
    if address in _NAT64:
        return [ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)]
    return []


def plain_host(host: str) -> str | None:
    """A host as we ask for it: in ASCII and small letters, or ``None`` for what is none.

    An address of numbers only as the four that people write: "2130706433", "0x7f.1" and "127.1" are read as
    127.0.0.1 by some and as a name by others.
    """
    if ":" in host:
        try:
            return None if "%" in host else str(ipaddress.IPv6Address(host))
        except ValueError:
            return None
    try:
        name = host.rstrip(".").encode("idna").decode("ascii").lower() if len(host) <= 255 else ""
    except UnicodeError:
        return None
    labels = name.split(".")
    if len(name) > _HOST_CHARACTERS or not all(_LABEL.fullmatch(label) for label in labels):
        return None
    if _NUMBERISH.fullmatch(labels[-1]):
        try:
            return str(ipaddress.IPv4Address(name))
        except ValueError:
            return None
    return name
