"""Bodies that commits 4d05128 and 2582603 wrote become today's events; what they did not record stays unknown."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import pytest

from fieldops.errors import Named
from fieldops.inspection.checks import CheckResult, Item, Verdict
from fieldops.inspection.frames import ProbeEnd
from fieldops.inspection.readings import Reason
from fieldops.messages.text import Text
from fieldops.records.codecs import decode, named_blobs, outline
from fieldops.records.run_events import (
    Evidence,
    HostFinished,
    HostOutline,
    HostStatus,
    RunFinished,
    RunKind,
    RunOutline,
    RunStarted,
)
from fieldops.records.snapshots import (
    AssetSnapshot,
    ContactSnapshot,
    HostSnapshot,
    ProbeSnapshot,
    SiteSnapshot,
    TermSnapshot,
)
from fieldops.records.visit_events import ConsentGiven, ObligationDone, VisitMissed

Json = dict[str, Any]

# As 4d05128 wrote a contract: one contact, a site in words.
EARLY: Json = {
    "apiVersion": "fieldops/v1",
    "kind": "Contract",
    "id": "acme",
    "title": {"zh-CN": "维护合同", "en": "Maintenance"},
    "customer": {"name": "Acme", "contact": {"name": "Shen", "phone": "123"}},
    "vendor": {"name": "We", "hotline": "400"},
    "team": "team",
    "language": "zh-CN",
    "time_zone": "Asia/Shanghai",
    "term": {"start": "2026-01-01", "end": "2026-12-31"},
    "assets": [
        {"id": "h1", "site": {"zh-CN": "机房", "en": "Room"}, "host": {"address": "192.0.2.1", "groups": ["db"]}},
        {"id": "h2", "category": "server", "host": {"address": "192.0.2.2", "port": 2222, "transport": "local"}},
        {"id": "printer", "model": "P1", "serial": "S1"},
    ],
}  # fmt: skip
# As 2582603 wrote one: contacts, sites by id, amendments.
LATE: Json = {
    **EARLY,
    "number": "A-1",
    "customer": {"name": "Acme", "contacts": [{"name": "Shen", "title": "CIO", "duties": ["consent"]}]},
    "sites": [{"id": "dc", "name": {"zh-CN": "机房", "en": "Room"}}],
    "assets": [{"id": "h1", "site": "dc", "location": "A3", "host": {"address": "192.0.2.1"}}],
    "amendments": [
        {"id": "later", "date": "2026-06-01", "applies_from": "2026-09-01", "sets": {"term": {"start": "2026-01-01", "end": "2028-12-31"}}},
        {"id": "first", "date": "2026-01-05", "applies_from": "2026-02-01", "sets": {"term": {"start": "2026-01-01", "end": "2027-12-31"}}},
        {"id": "other", "date": "2026-02-05", "applies_from": "2026-02-20", "sets": {"obligations": []}},
    ],
}  # fmt: skip
START: Json = {
    "run": "r1",
    "kind": "inspection",
    "started": "2026-03-01T09:00:00+08:00",
    "contract": EARLY,
    "team": {
        "id": "team",
        "name": "Team",
        "people": [{"id": "zhang", "name": "Zhang", "roles": ["engineer"], "title": "Senior"}],
    },
    "playbook": {
        "apiVersion": "fieldops/v1",
        "kind": "Playbook",
        "id": "p",
        "title": "Standard",
        "platform": "linux",
        "areas": [{"id": "a", "title": "Area"}],
        "checks": [{"id": "c", "title": "Check", "area": "a", "probe": "df", "value": "used", "standard": "low", "warn": ">= 80%", "tags": ["disk"]}],
    },
    "probes": [
        {"id": "df", "title": {"en": "Disks"}, "sudo": True, "timeout": "2m", "cap": "1MiB"},
        {"id": "raid", "title": "RAID"},
    ],
    "commands": {"df": "df -P"},
    "forbidden": {"raid": "megacli"},
    "engineers": ["zhang", "gone"],
    "hosts": ["h1"],
    "fieldops_version": "0.1.0",
}  # fmt: skip


def read(type: str, body: Json) -> Any:
    def no_blob(sha256: str) -> bytes:
        raise AssertionError("version 1 has no blobs but outputs")

    return decode(type, 1, json.dumps(body), no_blob)


def started(**more: Any) -> RunStarted:
    event = read("run.started", {**START, **more})
    assert isinstance(event, RunStarted)
    return event


def test_a_run_of_before_there_were_visits() -> None:
    event = started()
    assert (event.run, event.kind, event.engineers) == ("r1", RunKind.INSPECTION, ("zhang", "gone"))
    assert event.started == datetime.fromisoformat("2026-03-01T09:00:00+08:00")
    assert event.contract.contacts == (ContactSnapshot("Shen", None, "123"),)
    assert event.contract.term == TermSnapshot(date(2026, 1, 1), date(2026, 12, 31))
    assert event.contract.assets == (
        AssetSnapshot("h1", site=Text("机房", "Room"), host=HostSnapshot("192.0.2.1", groups=("db",))),
        AssetSnapshot("h2", category="server", host=HostSnapshot("192.0.2.2", 2222, "local")),
        AssetSnapshot("printer", model="P1", serial="S1"),
    )
    assert event.request.left_out == ("h2",)
    assert event.request.serves is None
    assert event.playbook.left_out is None


def test_a_run_that_served_a_visit() -> None:
    event = started(contract=LATE, serves="acme/inspections/q/0")
    assert event.contract.number == "A-1"
    assert event.contract.contacts == (ContactSnapshot("Shen", Text("CIO", "CIO")),)
    assert event.contract.sites == (SiteSnapshot("dc", Text("机房", "Room")),)
    (asset,) = event.contract.assets
    assert (asset.site, asset.location) == (Text("机房", "Room"), Text("A3", "A3"))
    assert event.request.serves == "acme/inspections/q/0"
    assert event.playbook.left_out == ()
    assert started(tags=["disk"], serves="k").playbook.left_out is None


@pytest.mark.parametrize(
    ("day", "end", "clause", "amendment"),
    [
        ("2026-01-31", date(2026, 12, 31), ("term",), None),
        ("2026-02-01", date(2027, 12, 31), ("amendments", 1, "sets", "term"), "first"),
        ("2026-02-21", date(2027, 12, 31), ("amendments", 1, "sets", "term"), "first"),
        ("2026-09-01", date(2028, 12, 31), ("amendments", 0, "sets", "term"), "later"),
    ],
)
def test_the_term_is_that_of_the_runs_day(day: str, end: date, clause: Any, amendment: str | None) -> None:
    term = started(contract=LATE, started=f"{day}T09:00:00+08:00").contract.term
    assert term == TermSnapshot(date(2026, 1, 1), end, clause, amendment)


def test_team_playbook_and_commands_are_as_they_were() -> None:
    event = started()
    known, gone = event.team.engineers
    assert (known.name, known.title) == (Text("Zhang", "Zhang"), Text("Senior", "Senior"))
    assert (gone.id, gone.name) == ("gone", Text("gone", "gone"))
    assert event.playbook.probes == (
        ProbeSnapshot("df", Text("Disks", "Disks"), "df -P", None, True, 120, 1 << 20),
        ProbeSnapshot("raid", Text("RAID", "RAID"), None, "megacli"),
    )
    (check,) = event.playbook.checks
    assert (check.standard, check.warn, check.tags) == (Text("low", "low"), ">= 80%", ("disk",))


def test_lists_and_visits_get_the_same_without_the_rest() -> None:
    found = outline("run.started", 1, json.dumps({**START, "tags": ["disk"], "serves": "k"}))
    assert isinstance(found, RunOutline)
    assert (found.contract, found.playbook, found.serves, found.partial) == ("acme", "p", "k", True)
    assert found.estate == (("h1", None), ("h2", "server"))


HOST: Json = {
    "host": "h1",
    "status": "partial",
    "reason": "no-credentials",
    "reason_values": {"address": "192.0.2.1", "detail": {"codes": ["credentials.no-login"], "values": {}}},
    "started": "2026-03-01T09:00:01+08:00",
    "seconds": 1.005,
    "host_key": "ssh-ed25519 SHA256:x",
    "checks": [
        {
            "id": "c",
            "verdict": "WARN",
            "items": [
                {"item": "/", "value": 83.2, "unit": "%", "verdict": "WARN"},
                {
                    "item": None,
                    "value": None,
                    "unit": None,
                    "verdict": "UNKNOWN",
                    "reason": "reading.field-missing",
                    "reason_values": {"field": "used"},
                },
            ],
        },
        {
            "id": "d",
            "verdict": "NA",
            "items": [],
            "reason": "reading.absent",
            "reason_values": {"command": "x"},
        },
    ],
    "evidence": [
        {
            "probe": "df",
            "why": "timeout",
            "exit_code": None,
            "ms": 12,
            "cut": True,
            "out_sha256": "a" * 64,
            "out_size": 5,
            "err_sha256": "b" * 64,
            "err_size": 0,
        }
    ],
    "left_running": ["df"],
}


def test_a_host_comes_with_its_results_typed() -> None:
    event = read("host.finished", HOST)
    assert event == HostFinished(
        host="h1",
        status=HostStatus.PARTIAL,
        started=datetime.fromisoformat("2026-03-01T09:00:01+08:00"),
        ms=1005,
        failure=Reason("no-credentials", {"address": "192.0.2.1", "detail": Named("credentials.no-login")}),
        host_key="ssh-ed25519 SHA256:x",
        left_running=("df",),
        checks=(
            CheckResult(
                "c",
                Verdict.WARN,
                (
                    Item("/", 83.2, "%", Verdict.WARN),
                    Item(
                        None, None, None, Verdict.UNKNOWN, Reason("reading.field-missing", {"field": "used"})
                    ),
                ),
            ),
            CheckResult("d", Verdict.NA, (), Reason("reading.absent", {"command": "x"})),
        ),
        evidence=(Evidence("df", ProbeEnd.TIMEOUT, None, 12, True, "a" * 64, 5, "b" * 64, 0),),
    )
    assert outline("host.finished", 1, json.dumps(HOST)) == HostOutline("h1", HostStatus.PARTIAL)
    named = named_blobs("host.finished", 1, json.dumps(HOST), {}.__getitem__)
    assert [(each.sha256[0], each.size) for each in named] == [("a", 5), ("b", 0)]


@pytest.mark.parametrize("ms", [0, 1, 999, 1005, 2750, 300_123])
def test_seconds_are_the_same_number_again(ms: int) -> None:
    assert read("host.finished", {**HOST, "seconds": ms / 1000}).ms == ms


def test_the_small_events_of_version_1() -> None:
    at = datetime.fromisoformat("2026-03-20T08:00:00+08:00")
    told = at.isoformat(timespec="seconds")
    assert read("run.finished", {"run": "r1", "finished": told}) == RunFinished("r1", at)
    done = {"occurrence": "a/0", "day": "2026-03-01", "by": None, "note": "x", "at": told}
    assert read("obligation.done", done) == ObligationDone("a/0", date(2026, 3, 1), None, "x", at)
    consent = {"occurrence": "a/0", "by": "Shen", "start": told, "end": told, "at": told}
    assert read("consent.given", consent) == ConsentGiven("a/0", "Shen", at, at, at)
    missed = {"contract": "a", "occurrences": ["a/0"], "at": told}
    assert read("visit.missed", missed) == VisitMissed("a", ("a/0",), at)
