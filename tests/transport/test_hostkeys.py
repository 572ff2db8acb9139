"""known_hosts lines: which key a host may show, checked against OpenSSH's own tools."""

from __future__ import annotations

import base64
import subprocess
from pathlib import Path

import pytest
from conftest import require
from effort import calls

from fieldops.transport.hostkeys import HostKey, Pinned, merge_pins, pin_line, read_pins

A = HostKey("ssh-ed25519", b"\0\0\0\x0bssh-ed25519-A")
B = HostKey("ssh-ed25519", b"\0\0\0\x0bssh-ed25519-B")
KEY_A, KEY_B = (f"ssh-ed25519 {base64.b64encode(key.blob).decode()}" for key in (A, B))


@pytest.mark.parametrize(
    ("text", "address", "port", "keys"),
    [
        (f"h {KEY_A}", "h", 22, [A]),
        (f"h {KEY_A}", "h", 2222, []),
        (f"[h]:2222 {KEY_A}", "h", 2222, [A]),
        (f"[h]:2222 {KEY_A}", "h", 22, []),
        (f"h {KEY_A}\nh {KEY_B}\n", "h", 22, [A, B]),
        (f"g,h,10.0.0.1 {KEY_A} comment of many words", "h", 22, [A]),
        (f"2001:db8::1 {KEY_A}", "2001:db8::1", 22, [A]),
        (f"[2001:db8::1]:2222 {KEY_A}", "2001:db8::1", 2222, [A]),
        (f"\r\n# h {KEY_B}\r\nh {KEY_A}\r\n", "h", 22, [A]),
        (f"  h\t{KEY_A}  ", "h", 22, [A]),
        # names are whole names
        (f"host {KEY_A}", "h", 22, []),
        (f"h {KEY_A}", "host", 22, []),
        # wildcards, and ! before what is excepted, wherever it stands in the line; letters' size does not matter
        (f"*.example {KEY_A}", "a.example", 22, [A]),
        (f"*.example {KEY_A}", "example", 22, []),
        (f"*.example,!b.example {KEY_A}", "b.example", 22, []),
        (f"!b.example,*.example {KEY_A}", "a.example", 22, [A]),
        (f"*,!10.0.0.? {KEY_A}", "10.0.0.1", 22, []),
        (f"*,!10.0.0.? {KEY_A}", "10.0.0.11", 22, [A]),
        (f"!h {KEY_A}", "g", 22, []),
        (f"[*.example]:2222 {KEY_A}", "a.example", 2222, [A]),
        (f"[1-3] {KEY_A}", "2", 22, []),
        (f"Host.Example {KEY_A}", "hOST.example", 22, [A]),
        (f"fe80::1%eth0 {KEY_A}", "fe80::1%eth0", 22, [A]),
        (f"fe80::1%eth0 {KEY_A}", "fe80::1%eth1", 22, []),
        # a revoked key is revoked for every host, wherever its line stands
        (f"h {KEY_A}\n@revoked other {KEY_A}\nh {KEY_B}", "h", 22, [B]),
        (f"@revoked h {KEY_A}", "h", 22, []),
        # no pins: authorities, comments, broken lines; the lines around them count
        (f"@cert-authority h {KEY_A}", "h", 22, []),
        (f"@unknown h {KEY_A}", "h", 22, []),
        (f"h\nh ssh-ed25519\nh ssh-ed25519 !!!\nh ssh-ed25519 AAA\nh {KEY_A}", "h", 22, [A]),
        (f"h ssh-ed25519 中文\nh {KEY_A}", "h", 22, [A]),
        (f"|1|x {KEY_A}\n|1|a|b|c {KEY_A}\n|1|中|文 {KEY_A}\n|2|a|b {KEY_A}", "h", 22, []),
        (f"# comment\u2028h {KEY_A}\n# and\x0bh {KEY_A}\n# too\x85h {KEY_A}", "h", 22, []),
        ("", "h", 22, []),
    ],
)
def test_which_keys_a_host_may_show(text: str, address: str, port: int, keys: list[HostKey]) -> None:
    assert list(Pinned(read_pins(text)).keys_for(address, port)) == keys


def test_a_host_is_found_without_trying_the_lines_of_all_others() -> None:
    def tried(hosts: int) -> int:
        pins = Pinned(read_pins("".join(f"h{number},10.0.0.{number} {KEY_A}\n" for number in range(hosts))))
        return calls(lambda: pins.keys_for("h1", 22))

    assert tried(200) == tried(100)


def test_keys_are_given_in_the_order_of_their_lines_whatever_the_lines_look_like() -> None:
    pins = Pinned(read_pins(f"* {KEY_B}\nH,other {KEY_A}\nh {KEY_B}"))
    assert pins.keys_for("h", 22) == (B, A, B)
    assert pins.keys_for("OTHER", 22) == (B, A)


@pytest.fixture(scope="module")
def public_keys(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("keys")
    made = []
    for name, options in {"ed25519": [], "ecdsa": ["-b", "256"], "rsa": ["-b", "2048"]}.items():
        file = folder / name
        subprocess.run(
            [require("ssh-keygen"), "-q", "-t", name, *options, "-N", "", "-C", "a comment", "-f", file],
            check=True,
        )
        made.append(file.with_suffix(".pub"))
    return made


def test_fingerprints_are_those_of_ssh_keygen(public_keys: list[Path]) -> None:
    for file in public_keys:
        shown = subprocess.run(["ssh-keygen", "-lf", file], capture_output=True, text=True, check=True).stdout
        (pin,) = read_pins(f"h {file.read_text()}")
        assert pin.key.fingerprint == shown.split()[1]
        assert str(pin.key) == f"{file.read_text().split()[0]} {shown.split()[1]}"
        assert pin_line("h", 22, pin.key) == "h " + " ".join(file.read_text().split()[:2])


@pytest.mark.parametrize(("address", "port"), [("host.example", 22), ("10.0.0.1", 2222)])
def test_hashed_hosts_and_our_lines_as_openssh_reads_them(
    public_keys: list[Path], tmp_path: Path, address: str, port: int
) -> None:
    (pin,) = read_pins(f"h {public_keys[0].read_text()}")
    file = tmp_path / "known_hosts"
    file.write_text(pin_line(address, port, pin.key) + "\n")
    name = address if port == 22 else f"[{address}]:{port}"
    subprocess.run(["ssh-keygen", "-F", name, "-f", file], check=True, capture_output=True)
    subprocess.run(["ssh-keygen", "-H", "-f", file], check=True, capture_output=True)
    text = file.read_text()
    assert address not in text
    assert text.startswith("|1|")
    assert Pinned(read_pins(text)).keys_for(address, port) == (pin.key,)
    assert Pinned(read_pins(text)).keys_for(address, 23) == ()
    assert Pinned(read_pins(text)).keys_for("other", port) == ()
    # Pinning anew takes the hashed line's place.
    assert merge_pins(text, [(address, port, B)]) == pin_line(address, port, B) + "\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", f"h {KEY_B}\n"),
        (f"h {KEY_A}\n", f"h {KEY_B}\n"),
        (f"h {KEY_A}", f"h {KEY_B}\n"),
        (f"# ours\n\ng {KEY_A} c\nh {KEY_A}\n# end\n", f"# ours\n\ng {KEY_A} c\n# end\nh {KEY_B}\n"),
        # other hosts of the same line keep their key
        (f"g,h,i {KEY_A} c\n", f"g,i {KEY_A} c\nh {KEY_B}\n"),
        (f"@revoked h {KEY_A}\n", f"@revoked h {KEY_A}\nh {KEY_B}\n"),
        (f"@cert-authority h {KEY_A}\n", f"@cert-authority h {KEY_A}\nh {KEY_B}\n"),
        (f"[h]:2222 {KEY_A}\n", f"[h]:2222 {KEY_A}\nh {KEY_B}\n"),
        # a wildcard stays for the others
        (f"h* {KEY_A}\n", f"h*,!h {KEY_A}\nh {KEY_B}\n"),
        (f"h,!g {KEY_A}\n", f"h {KEY_B}\n"),
        ("h broken\n# a\u2028b\n", f"h broken\n# a\u2028b\nh {KEY_B}\n"),
    ],
)
def test_merge_replaces_only_what_was_asked(before: str, after: str) -> None:
    assert merge_pins(before, [("h", 22, B)]) == after
    assert merge_pins(after, [("h", 22, B)]) == after
    assert Pinned(read_pins(after)).keys_for("h", 22) == (B,)


def test_merge_of_several_keys_and_ports() -> None:
    text = merge_pins("", [("h", 22, A), ("h", 2222, B), ("g", 22, A)])
    assert text == f"h {KEY_A}\n[h]:2222 {KEY_B}\ng {KEY_A}\n"


@pytest.mark.parametrize(
    "line",
    [
        "*.example",
        "*.example,!b.example",
        "!b.example,*.example",
        "?.example",
        "[*.example]:2222",
        "A.Example",
        "!*,a.example",
        "a.example,b.exampl?",
    ],
)
def test_patterns_are_read_as_openssh_reads_them(public_keys: list[Path], tmp_path: Path, line: str) -> None:
    file = tmp_path / "known_hosts"
    file.write_text(f"{line} {public_keys[0].read_text()}")
    for address, port in (("a.example", 22), ("b.example", 22), ("c.d.example", 22), ("a.example", 2222)):
        name = address if port == 22 else f"[{address}]:{port}"
        found = subprocess.run(["ssh-keygen", "-F", name, "-f", file], capture_output=True, check=False)
        assert bool(Pinned(read_pins(file.read_text())).keys_for(address, port)) is (found.returncode == 0), (
            name
        )


def test_written_as_lines_what_is_revoked_is_so_for_every_host_and_pinned_for_none() -> None:
    good, stolen = HostKey("ssh-ed25519", b"good"), HostKey("ssh-ed25519", b"stolen")
    text = "\n".join(
        [pin_line("a", 22, stolen), pin_line("b", 22, good), f"@revoked {pin_line('c', 22, stolen)}"]
    )
    lines = Pinned(read_pins(text)).lines()
    assert lines.split("\n") == [f"@revoked {pin_line('*', 22, stolen)}", pin_line("b", 22, good)]
    assert Pinned(read_pins(lines)).revoked == {stolen}
