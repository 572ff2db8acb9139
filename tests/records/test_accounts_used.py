"""Whose password a run has used, and what it was let do with old servers."""

from __future__ import annotations

from datetime import datetime

from fieldops.contracts.model import Asset, Host, Instance, InstanceLogin
from fieldops.inspection.frames import ProbeEnd
from fieldops.records.accounts import accounts_used, instance_passwords_used, passwords_used
from fieldops.records.codecs import decode, encode
from fieldops.records.host_access import HostAccess, JumpAccess
from fieldops.records.run_events import Evidence, HostFinished, HostStatus
from fieldops.records.runs import Run, run_of
from tests.records.test_runs import started

AT = datetime.fromisoformat("2026-03-01T09:00:00+08:00")


def run(*accesses: HostAccess | None, status: HostStatus = HostStatus.DONE) -> Run:
    hosts = [f"h{number}" for number in range(1, len(accesses) + 1)]
    ended = [HostFinished(id, status, AT, 1, access=one) for id, one in zip(hosts, accesses, strict=True)]
    found = run_of([started(hosts=hosts), *ended])
    assert found is not None
    return found


def test_each_account_whose_password_was_used_is_named_with_its_hosts() -> None:
    used = passwords_used(
        run(HostAccess("ops", password=True), HostAccess("ops", sudo_password=True), HostAccess("key"))
    )
    assert [(each.user, each.hosts) for each in used] == [("ops", ("h1", "h2"))]


def test_the_password_of_a_jump_host_counts_once() -> None:
    jumps = (JumpAccess("gate", "me", True), JumpAccess("inner", "me"))
    used = passwords_used(run(HostAccess("ops", jumps=jumps), HostAccess("ops", jumps=jumps)))
    assert [(each.user, each.hosts) for each in used] == [("me", ("gate",))]


def test_nobody_is_reminded_of_a_host_that_was_not_entered() -> None:
    assert passwords_used(run(HostAccess("ops", password=True), status=HostStatus.UNREACHABLE)) == ()


def test_a_run_that_kept_no_accounts_has_none() -> None:
    found = run(None)
    assert (passwords_used(found), accounts_used(found)) == ((), ())


def test_the_password_of_a_database_that_was_taken_is_one_to_change_too() -> None:
    """What a run records of an instance is its first login, `@ID`; by which way it was, the contract says."""
    password, peer = InstanceLogin("password", "inspector"), InstanceLogin("peer")
    instances = (
        Instance("erp", "mysql", login=password),
        Instance("crm", "mysql", login=password),
        Instance("dwh", "oracle", login=peer),
        Instance("cache", "redis", login=InstanceLogin("password")),
        Instance("unasked", "postgresql", login=password),
    )
    assets = [Asset("h1", host=Host("192.0.2.1", instances=instances)), Asset("h2")]
    codes = {"@erp": 0, "@crm": 1, "@dwh": 0, "@cache": 0, "mysql-status@erp": 0}
    evidence = tuple(
        Evidence(probe, ProbeEnd.OK, code, 1, False, "0", 0, "0", 0) for probe, code in codes.items()
    )
    ended = HostFinished("h1", HostStatus.DONE, AT, 1, evidence=evidence)
    found = run_of([started(hosts=["h1"]), ended])
    assert found is not None
    used = instance_passwords_used(found, assets)
    assert [(each.user, each.hosts) for each in used] == [
        ("inspector", ("h1 erp",)),
        ("redis", ("h1 cache",)),
    ]


def test_what_is_recorded_of_the_way_is_read_back() -> None:
    way = HostAccess("ops", "openssh", (JumpAccess("gate", "me", True),), True, True)
    event = HostFinished("h1", HostStatus.DONE, AT, 1, access=way)
    made = encode(event)
    blobs = {f"{n}": raw for n, raw in enumerate(made.blobs)}
    assert decode(made.type, made.version, made.body, lambda sha: blobs["0"]) == event
