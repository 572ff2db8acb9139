"""What every playbook does to a machine: nothing is written but pipes, and only the local sockets are used that a customer is told of."""

from __future__ import annotations

import fnmatch
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from accounts import ACCOUNT, account
from conftest import lacking, require
from properties import workspace as shipped

sys.path.insert(0, str(Path(__file__).parent))
from tracing import Deed, deeds

from fieldops.documents.typed import Text
from fieldops.documents.workspace import Workspace
from fieldops.inspection.instances import unbound
from fieldops.inspection.load import probe_of
from fieldops.inspection.plan import make_plan
from fieldops.inspection.playbook import Field, Parse, Probe
from fieldops.inspection.shell import compile_script

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("accounts")]

ROOT = Path(__file__).parents[2]
EVERY = "every probe"
# What people look at alone has no script.
OF_PEOPLE = {"room"}
PLAYBOOKS = [*sorted({file.stem for file in (ROOT / "playbooks").glob("*.yaml")} - OF_PEOPLE), EVERY]
SHELLS = {"dash": "dash", "bash": "bash", "mksh": "mksh", "busybox": "busybox"}
NONCE = "0123456789abcdef"


@cache
def library() -> Workspace:
    return shipped()


def script_of(playbook: str) -> bytes:
    """The script of all that a playbook asks of a host, or of all probes that there are."""
    if playbook == EVERY:
        written = tuple(probe_of(document) for document in library().of_kind("Probe"))
    else:
        written = make_plan([library().need("Playbook", playbook)], library()).probes
    # Databases and middleware: by instances at the usual places, whether there is one or not.
    probes = tuple(unbound(written))
    assert len(probes) > 1
    return compile_script(probes).with_nonce(NONCE)


@contextmanager
def _called_sh(shell: str) -> Iterator[tuple[str, ...]]:
    """The words that start a shell which finds itself as `sh`, for anybody."""
    with tempfile.TemporaryDirectory(prefix="fieldops-test-") as folder:
        Path(folder).chmod(0o755)
        Path(folder, "sh").symlink_to(require(SHELLS[shell]))
        path = f"PATH={folder}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        yield (require("env"), "-i", path, f"{folder}/sh", "-s")


def told() -> list[tuple[set[str], list[str]]]:
    """What the page for customers says of local sockets: programs ("any" is one), and patterns of what they speak to."""
    page = (ROOT / "docs" / "what-runs.md").read_text("utf-8")
    table = page.partition("## Local sockets")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|", table, re.MULTILINE)
    return [
        (set(re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)*", who)), re.findall("`([^`]+)`", which))
        for who, which in rows
    ]


def timestamps() -> list[str]:
    """Patterns of the files that, as the page says, sudo itself makes or touches where it refuses."""
    page = (ROOT / "docs" / "what-runs.md").read_text("utf-8")
    (row,) = re.findall(r"^\| `sudo -n` .*$", page, re.MULTILINE)
    return [path.replace("ACCOUNT", "*") for path in re.findall(r"timestamp file \(`([^`]+)`", row)]


def _is_timestamp(deed: Deed) -> bool:
    """Whether sudo keeps its own account of whom it has refused: a file that it opens in a folder, writes or makes empty."""
    found = re.match(r'(?:openat\([0-9]+<([^>]*)>, "([^"/]+)"|(?:write|ftruncate)\([0-9]+<([^>]*)>)', deed.to)
    if deed.program != "sudo" or found is None:
        return False
    path = found[3] or f"{found[1]}/{found[2]}"
    return any(
        fnmatch.fnmatchcase(path, pattern) and path.count("/") == pattern.count("/")
        for pattern in timestamps()
    )


def _is_told(deed: Deed) -> bool:
    # Who makes a socket of its own also sets its mode, and removes it.
    own = [f"binds unix {path}" for path in re.findall('"([^"]*)"', deed.to)]
    named = [deed.to] if deed.what == "talks" else own if deed.what == "changes" else []
    return any(
        (deed.program in programs or "any" in programs)
        and any(fnmatch.fnmatchcase(each, pattern) for each in named for pattern in patterns)
        for programs, patterns in told()
    )


def wrong(found: set[Deed]) -> list[Deed]:
    """The deeds that are none of what customers are told of."""
    return sorted(deed for deed in found if not (_is_told(deed) or _is_timestamp(deed)))


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("playbook", PLAYBOOKS)
def test_no_playbook_writes_or_speaks_to_anything_that_customers_are_not_told_of(
    playbook: str, shell: str
) -> None:
    with _called_sh(shell) as words:
        assert wrong(deeds(script_of(playbook), words)) == []


@pytest.mark.parametrize("playbook", PLAYBOOKS)
def test_nor_for_an_account_without_rights(playbook: str) -> None:
    if os.geteuid() != 0:
        lacking("root makes the account")
    with (
        tempfile.TemporaryDirectory(prefix="fieldops-test-") as home,
        account(f"{ACCOUNT}-trace", Path(home)) as person,
        _called_sh("dash") as words,
    ):
        assert wrong(deeds(script_of(playbook), words, person.pw_name)) == []


def test_of_a_socket_of_its_own_only_the_place_that_customers_are_told_of_is_let_pass() -> None:
    own = Deed("chronyc", "changes", 'unlink("/run/chrony/chronyc.7.sock") = 0')
    others = {
        Deed("chronyc", "changes", 'unlink("/etc/passwd") = 0'),
        Deed("chronyc", "writes", 'openat(AT_FDCWD, "/run/chrony/chronyc.7.sock", O_WRONLY) = 3'),
        Deed("ip", "changes", 'unlink("/run/chrony/chronyc.7.sock") = 0'),
        Deed("ip", "talks", "inet 192.0.2.1"),
    }
    assert wrong({own, *others}) == sorted(others)


def test_of_sudo_only_its_own_timestamp_that_customers_are_told_of_is_let_pass() -> None:
    assert timestamps() == ["/run/sudo/ts/*"]
    own = {
        Deed("sudo", "writes", 'openat(6</run/sudo/ts>, "li", O_RDWR|O_CREAT, 0600) = 7</run/sudo/ts/li>'),
        Deed("sudo", "writes", 'write(7</run/sudo/ts/li>, "8", 56) = 56'),
        Deed("sudo", "changes", "ftruncate(7</run/sudo/ts/li>, 0) = 0"),
    }
    others = {
        Deed("sudo", "writes", 'write(7</run/sudo/ts/li/x>, "8", 56) = 56'),
        Deed("sudo", "writes", 'openat(6</run/sudo/ts>, "../li", O_RDWR|O_CREAT, 0600) = 7'),
        Deed("sudo", "writes", 'write(7</etc/sudoers>, "8", 56) = 56'),
        Deed("sudo", "changes", 'unlink("/run/sudo/ts/li") = 0'),
        Deed("tee", "writes", 'write(7</run/sudo/ts/li>, "8", 56) = 56'),
    }
    assert wrong(own | others) == sorted(others)


def test_what_writes_changes_or_speaks_is_found(tmp_path: Path) -> None:
    """The same look at probes that do what none may."""
    connects = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(('192.0.2.1', 9))"
    listens = "import socket; socket.create_server(('127.0.0.1', 0))"
    bad = [
        _probe("writes", f"echo x >{tmp_path}/written"),
        _probe("appends", f"echo x | tee -a {tmp_path}/appended"),
        _probe("removes", f"rm -f {tmp_path}/nothing-of-that-name"),
        _probe("makes", f"mkdir {tmp_path}/made"),
        _probe("touches", f"touch -c {tmp_path}"),
        _probe("is-refused", "echo x >/proc/version"),
        _probe("connects", f'{sys.executable} -c "{connects}"'),
        _probe("listens", f'{sys.executable} -c "{listens}"'),
    ]
    with _called_sh("dash") as words:
        found = wrong(deeds(compile_script(bad).with_nonce(NONCE), words))
    texts = [f"{deed.program} {deed.what} {deed.to}" for deed in found]
    python = Path(sys.executable).name
    for start, rest in (
        ("sh writes open", "/written"),
        ("tee writes open", "/appended"),
        ("rm changes unlink", "/nothing-of-that-name"),
        ("mkdir changes mkdir", "/made"),
        ("touch changes utime", str(tmp_path)),
        ("sh writes open", "/proc/version"),
        (f"{python} talks inet 192.0.2.1", ""),
        (f"{python} talks binds inet 127.0.0.1", ""),
        (f"{python} talks listens", ""),
    ):
        assert any(text.startswith(start) and rest in text for text in texts), (start, rest, texts)


def _probe(id: str, run: str) -> Probe:
    return Probe(
        id, Text(id, id), "linux", run, Parse("lines"), {"line": Field("text")}, several=True, timeout=60
    )
