"""OpenSSH's list of keys: what is written is read again as the same, and by ssh-keygen itself."""

from __future__ import annotations

import base64
import subprocess
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from conftest import require
from hypothesis import given
from hypothesis import strategies as st

from fieldops.errors import FieldopsError
from fieldops.records.allowed_signers import allowed_signers, read_signers
from fieldops.records.intents import RELEASE_NAMESPACE, RUN_NAMESPACE
from fieldops.records.keyholders import Registered, RegisteredKey
from fieldops.structs import replaced

BLOB = b"\0\0\0\x0bssh-ed25519\0\0\0\x20" + b"k" * 32
KEY = f"ssh-ed25519 {base64.b64encode(BLOB).decode()}"
days = st.none() | st.dates(date(2000, 1, 2), date(2099, 1, 1))


def keys(text: str, namespace: str = RUN_NAMESPACE) -> dict[str, tuple[RegisteredKey, ...]]:
    return {id: person.keys for id, person in read_signers(text, namespace).items()}


@given(days, days, days)
def test_what_is_written_is_read_as_the_same(
    first: date | None, last: date | None, revoked: date | None
) -> None:
    key = RegisteredKey(BLOB, first, last, revoked)
    text = allowed_signers([Registered("li", (key,)), Registered("an", (RegisteredKey(BLOB),))])
    ends = [each for each in (last, revoked - timedelta(days=1) if revoked else None) if each]
    for namespace in (RUN_NAMESPACE, RELEASE_NAMESPACE):
        expected = RegisteredKey(BLOB, first, min(ends) if ends else None)
        assert keys(text, namespace) == {"an": (RegisteredKey(BLOB),), "li": (expected,)}
    assert keys(text, "git") == {"an": (), "li": ()}


@pytest.mark.parametrize(
    ("line", "first", "last"),
    [
        (f"li {KEY}", None, None),
        (f"  li   {KEY} a comment", None, None),
        (f'"li" namespaces="git,report@*" {KEY}', None, None),
        (f'li valid-after="20260301" {KEY}', date(2026, 3, 1), None),
        # Days are whole: what begins or ends within one counts from the next, or to the one before.
        (f'li valid-after="202603010900",valid-before="20260305" {KEY}', date(2026, 3, 2), date(2026, 3, 4)),
        (f'li valid-before="20260305235959" {KEY}', None, date(2026, 3, 5)),
        (
            f'li valid-after="20260301Z",valid-before="20260305235959Z" {KEY}',
            date(2026, 3, 2),
            date(2026, 3, 4),
        ),
    ],
)
def test_lines_of_others_are_read(line: str, first: date | None, last: date | None) -> None:
    assert keys(f"# keys\n\n{line}\n") == {"li": (RegisteredKey(BLOB, first, last),)}


def test_one_line_may_name_several_people() -> None:
    assert keys(f"li,an {KEY}\n") == {"li": (RegisteredKey(BLOB),), "an": (RegisteredKey(BLOB),)}


@pytest.mark.parametrize("options", ['namespaces="git"', 'namespaces="*,!report@fieldops"'])
def test_a_key_for_something_else_is_none(options: str) -> None:
    assert keys(f"li {options} {KEY}\n") == {"li": ()}


@pytest.mark.parametrize(
    "line",
    [
        "li",
        "li ssh-ed25519 AAAA",
        f"* {KEY}",
        f"!li {KEY}",
        f"li, {KEY}",
        f"li cert-authority {KEY}",
        f"li no-such-option {KEY}",
        f'li valid-after="tomorrow" {KEY}',
        f'li valid-after="20260231" {KEY}',
        f'li valid-after="202603019999" {KEY}',
    ],
)
def test_a_line_that_names_nobody_is_refused_with_its_number(line: str) -> None:
    with pytest.raises(FieldopsError) as error:
        read_signers(f"an {KEY}\n{line}\n", RUN_NAMESPACE)
    assert (error.value.code, error.value.values["line"]) == ("signers.unreadable", 2)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(FieldopsError):
        read_signers(text, RUN_NAMESPACE)


@pytest.mark.parametrize("zone", ["UTC", "Asia/Shanghai", "America/Los_Angeles"])
def test_ssh_keygen_counts_the_days_as_we_do_whatever_its_zone(tmp_path: Path, zone: str) -> None:
    require("ssh-keygen")
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    blob = base64.b64decode(key.with_suffix(".pub").read_text().split()[1])
    held = RegisteredKey(blob, date(2026, 3, 1), date(2026, 3, 5))
    ends = replaced(held, revoked=date(2026, 3, 4))
    sign = ["ssh-keygen", "-Y", "sign", "-f", str(key), "-n", RUN_NAMESPACE]
    (tmp_path / "sig").write_bytes(
        subprocess.run(sign, input=b"text", capture_output=True, check=True).stdout
    )
    for one, last in ((held, 5), (ends, 3)):
        (tmp_path / "list").write_text(allowed_signers([Registered("li", (one,))]))
        first, end = datetime(2026, 3, 1), datetime(2026, 3, last, 23, 59, 59)  # noqa: DTZ001 - as a clock shows it
        second = timedelta(seconds=1)
        for at, good in ((first - second, False), (first, True), (end, True), (end + second, False)):
            time = f"verify-time={at:%Y%m%d%H%M%S}"
            asked = [
                "ssh-keygen",
                "-Y",
                "verify",
                "-f",
                "list",
                "-I",
                "li",
                "-n",
                RUN_NAMESPACE,
                "-O",
                time,
                "-s",
                "sig",
            ]
            done = subprocess.run(
                asked, cwd=tmp_path, input=b"text", capture_output=True, env={"TZ": zone, "PATH": "/usr/bin"}
            )
            assert (done.returncode == 0) is good, (at, done.stderr)
