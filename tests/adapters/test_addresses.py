"""Only the public internet, whatever an address is dressed up as."""

import pytest

from app.adapters.addresses import is_public, plain_host


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",  # noqa: S104  (an address that is refused, not one to listen on)
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "100.100.100.200",
        "192.0.0.192",
        "168.63.129.16",
        "192.88.99.1",
        "192.0.2.1",
        "198.18.0.1",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::808:808",
        "2002:7f00:1::",
        "2002:a9fe:a9fe::1",
        "2001:0:7f00:1::",
        "fe80::1",
        "fe80::1%eth0",
        "2606:4700::1111%eth0",
        "fc00::1",
        "fd00:ec2::254",
        "fec0::1",
        "ff02::1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "2001:db8::1",
        "4000::1",
        "not an address",
        "",
    ],
)
def test_what_is_not_the_public_internet_is_refused(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_what_is_public_is_not(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "host",
    [
        "2130706433",
        "0x7f000001",
        "0x7f.0.0.1",
        "0177.0.0.1",
        "127.1",
        "127.0.1",
        "1.2.3.4.5",
        "１２７.1",
        "example.0x7f",
        "fe80::1%25eth0",
        "a b.example",
        "exam\x00ple.org",
        "-example.org",
        "example..org",
        "a" * 64 + ".org",
        "a." * 130 + "org",
        "",
        ".",
        "[::1",
    ],
)
def test_odd_names_and_numbers_are_no_hosts(host: str) -> None:
    assert plain_host(host) is None


@pytest.mark.parametrize(
    ("host", "plain"),
    [
        ("Example.ORG", "example.org"),
        ("example.org.", "example.org"),
        ("münchen.example", "xn--mnchen-3ya.example"),
        ("８.８.８.８", "8.8.8.8"),
        ("2606:4700:0::1111", "2606:4700::1111"),
    ],
)
def test_hosts_are_written_in_one_way(host: str, plain: str) -> None:
    assert plain_host(host) == plain
