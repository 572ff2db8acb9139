"""Runs as tests write them: of each host what each check said, in a few letters."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from hypothesis import strategies as st

from fieldops.inspection.checks import CheckResult, Item, Verdict, worst
from fieldops.inspection.readings import Reason
from fieldops.messages.text import Text
from fieldops.records.run_events import HostFinished, HostStatus, RunFinished, RunKind, RunStarted
from fieldops.records.runs import Run, run_of
from fieldops.records.snapshots import (
    CheckSnapshot,
    ContractSnapshot,
    PlaybookSnapshot,
    RequestSnapshot,
    TeamSnapshot,
    TermSnapshot,
)

AT = datetime(2026, 11, 27, 9, tzinfo=UTC)
NAME = Text("x", "x")
DISKS = CheckSnapshot("disks", NAME, "a", "df", "used", NAME, each="mount", warn=">= 80%", crit=">= 90%")
UNITS = CheckSnapshot("units", NAME, "a", "systemctl", "state", NAME, each="unit", empty="ok")
USERS = CheckSnapshot("users", NAME, "a", "passwd", "login", NAME, each="user", info=True, tags=("identity",))
PORTS = CheckSnapshot("ports", NAME, "a", "ss", "open", NAME, info=True)
CONTRACT = ContractSnapshot(
    "acme", NAME, None, "en", "UTC", NAME, NAME, None, TermSnapshot(AT.date(), AT.date())
)

# Of one host: check → rows (item, value), or the verdict of a check that has none. None: the host was not reached.
Values = Mapping[str, "dict[str, object] | Verdict"]
LETTERS = {
    "W": Verdict.WARN,
    "C": Verdict.CRIT,
    "?": Verdict.UNKNOWN,
    "o": Verdict.OK,
    "i": Verdict.INFO,
    "n": Verdict.NA,
}


def result(check: str, said: dict[str, object] | Verdict) -> CheckResult:
    if isinstance(said, Verdict):
        return CheckResult(check, said)
    items = tuple(item_of(name, value) for name, value in said.items())
    return CheckResult(check, worst(item.verdict for item in items), items)


def item_of(name: str, value: object) -> Item:
    """A row: `C95` is the value 95, judged critical; `i/bin/sh` a text that is recorded; `?` one that was not read."""
    letter, rest = str(value)[0], str(value)[1:]
    return Item(
        name, None if letter == "?" else float(rest) if rest.isdigit() else rest, None, LETTERS[letter]
    )


def run(
    hosts: Mapping[str, Values | None],
    checks: tuple[CheckSnapshot, ...] = (DISKS, UNITS, USERS),
    keys: Mapping[str, str] | None = None,
    at: datetime = AT,
    contract: ContractSnapshot = CONTRACT,
    id: str = "r",
) -> Run:
    playbook = PlaybookSnapshot("p", NAME, "linux", None, (), checks, ())
    begun = RunStarted(
        id,
        RunKind.INSPECTION,
        at,
        "1",
        (),
        tuple(hosts),
        RequestSnapshot(),
        contract,
        TeamSnapshot("t", NAME),
        playbook,
    )
    asked = {check.id for check in checks}
    events = [
        HostFinished(
            host,
            HostStatus.UNREACHABLE if values is None else HostStatus.DONE,
            at,
            1,
            Reason("connect-timeout", {"seconds": 5}) if values is None else None,
            (keys or {}).get(host),
            checks=tuple(result(check, said) for check, said in (values or {}).items() if check in asked),
        )
        for host, values in hosts.items()
    ]
    found = run_of([begun, *events, RunFinished(id, at)])
    assert found is not None
    return found


FINE: Values = {"disks": {"/": "o50"}, "units": Verdict.OK, "users": {"root": "i/bin/sh"}}


rows = st.dictionaries(
    st.sampled_from("abc"), st.sampled_from(["o1", "o2", "W8", "C9", "?", "iword"]), min_size=1
)
values = st.one_of(rows, st.sampled_from([Verdict.OK, Verdict.UNKNOWN, Verdict.NA]))
looks = st.one_of(st.none(), st.fixed_dictionaries({}, optional={"disks": values, "units": values}))
worlds = st.dictionaries(st.sampled_from(["h1", "h2"]), looks)
