"""Bodies of version 1, as commits 4d05128 and 2582603 wrote them: whole documents, checks and evidence inside.

From each the event of today is made. What those versions did not record is None or empty, never guessed: tags before
there were visits, a `limit` (the hosts left out tell the same), files and lines. Nothing here follows today's
documents: the forms of that time are frozen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from fieldops.contracts.versions import Change, version_on, versions_of
from fieldops.inspection.checks import CheckResult, Item, Verdict
from fieldops.inspection.frames import ProbeEnd
from fieldops.inspection.readings import Reason
from fieldops.messages.text import Text
from fieldops.records.plain import Json, revived
from fieldops.records.run_events import (
    Evidence,
    HostFinished,
    HostOutline,
    HostStatus,
    RunKind,
    RunOutline,
    RunStarted,
)
from fieldops.records.snapshots import (
    AreaSnapshot,
    AssetSnapshot,
    CheckHeading,
    CheckSnapshot,
    ContactSnapshot,
    ContractSnapshot,
    HostSnapshot,
    PersonSnapshot,
    PlaybookSnapshot,
    ProbeSnapshot,
    RequestSnapshot,
    SiteSnapshot,
    TeamSnapshot,
    TermSnapshot,
)

_SECONDS = {"s": 1, "m": 60}
_BYTES = {"KiB": 1 << 10, "MiB": 1 << 20, "B": 1}


def run_started(body: Json) -> RunStarted:
    """A run's beginning."""
    started = datetime.fromisoformat(body["started"])
    contract = _contract(body["contract"], started.date())
    asked = tuple(body["hosts"])
    left = tuple(asset.id for asset in contract.assets if asset.host is not None and asset.id not in asked)
    return RunStarted(
        run=body["run"],
        kind=RunKind(body["kind"]),
        started=started,
        fieldops_version=body["fieldops_version"],
        engineers=tuple(body["engineers"]),
        hosts=asked,
        request=RequestSnapshot(tags=tuple(body.get("tags", ())), left_out=left, serves=body.get("serves")),
        contract=contract,
        team=_team(body["team"], body["engineers"]),
        playbook=_playbook(body),
    )


def run_outline(body: Json) -> RunOutline:
    """The same for lists and visits, without a look at what is large."""
    assets = body["contract"].get("assets", ())
    return RunOutline(
        run=body["run"],
        kind=RunKind(body["kind"]),
        started=datetime.fromisoformat(body["started"]),
        contract=body["contract"]["id"],
        playbook=body["playbook"]["id"],
        engineers=tuple(body["engineers"]),
        hosts=tuple(body["hosts"]),
        serves=body.get("serves"),
        partial=bool(body.get("tags")),
        estate=tuple((asset["id"], asset.get("category")) for asset in assets if "host" in asset),
    )


def host_finished(body: Json) -> HostFinished:
    """A host's end."""
    failure = body["reason"]
    return HostFinished(
        host=body["host"],
        status=HostStatus(body["status"]),
        started=datetime.fromisoformat(body["started"]),
        # Seconds were kept with three decimals.
        ms=round(body["seconds"] * 1000),
        failure=Reason(failure, revived(body["reason_values"])) if failure else None,
        host_key=body["host_key"],
        left_running=tuple(body["left_running"]),
        checks=tuple(_check_result(check) for check in body["checks"]),
        evidence=tuple(_evidence(each) for each in body["evidence"]),
    )


def _evidence(data: Json) -> Evidence:
    # What a host said of its probe's end was written down as it came; judged it was as died.
    known = data["why"] in set(ProbeEnd)
    return Evidence(**{**data, "why": ProbeEnd(data["why"]) if known else ProbeEnd.DIED})


def host_outline(body: Json) -> HostOutline:
    """The same for visits."""
    return HostOutline(body["host"], HostStatus(body["status"]))


# --- the contract --------------------------------------------------------------------------------------


def _contract(data: Json, day: date) -> ContractSnapshot:
    sites = {site["id"]: _text(site["name"]) for site in data.get("sites", ())}
    return ContractSnapshot(
        id=data["id"],
        title=_text(data["title"]),
        number=data.get("number"),
        language=data["language"],
        time_zone=data["time_zone"],
        customer=_text(data["customer"]["name"]),
        vendor=_text(data["vendor"]["name"]),
        hotline=data["vendor"].get("hotline"),
        term=_term(data, day),
        contacts=tuple(_contacts(data["customer"])),
        scope=tuple(_text(each) for each in data.get("scope", ())),
        out_of_scope=tuple(_text(each) for each in data.get("out_of_scope", ())),
        sites=tuple(SiteSnapshot(id, name) for id, name in sites.items()),
        assets=tuple(_asset(asset, sites) for asset in data.get("assets", ())),
    )


def _term(data: Json, day: date) -> TermSnapshot:
    """The term in force on the day: amendments of 2582603 take the place of the signed one."""
    amendments = data.get("amendments", ())
    version = version_on(versions_of(_changes(amendments)), day)
    at = version.standing.get("term")
    if at is None:
        return _days(data["term"], ("term",), None)
    return _days(amendments[at]["sets"]["term"], version.place("term"), amendments[at]["id"])


def _changes(amendments: Sequence[Json]) -> Iterator[Change]:
    for at, one in enumerate(amendments):
        applies_from, agreed = (date.fromisoformat(one[name]) for name in ("applies_from", "date"))
        yield Change(at, applies_from, agreed, frozenset(one.get("sets", {})))


def _days(term: Json, clause: tuple[str | int, ...], amendment: str | None) -> TermSnapshot:
    start, end = date.fromisoformat(term["start"]), date.fromisoformat(term["end"])
    return TermSnapshot(start, end, clause, amendment)


def _contacts(customer: Json) -> Iterator[ContactSnapshot]:
    # One `contact` in 4d05128, a list of `contacts` in 2582603.
    one = customer.get("contact")
    for each in [one] if one else customer.get("contacts", ()):
        title = _text(each["title"]) if "title" in each else None
        yield ContactSnapshot(each["name"], title, each.get("phone"), each.get("email"))


def _asset(data: Json, sites: Mapping[str, Text]) -> AssetSnapshot:
    # A `site` was a text in 4d05128, and is the id of one in 2582603.
    site = data.get("site")
    host = data.get("host")
    return AssetSnapshot(
        id=data["id"],
        name=_optional(data.get("name")),
        serial=data.get("serial"),
        model=data.get("model"),
        category=data.get("category"),
        site=sites[site] if isinstance(site, str) and site in sites else _optional(site),
        location=_optional(data.get("location")),
        host=_host(host) if host is not None else None,
    )


def _host(data: Json) -> HostSnapshot:
    return HostSnapshot(
        address=data["address"],
        port=data.get("port", 22),
        transport=data.get("transport", "ssh"),
        platform=data.get("platform", "linux"),
        groups=tuple(data.get("groups", ())),
    )


# --- team and playbook ---------------------------------------------------------------------------------


def _team(data: Json, engineers: list[str]) -> TeamSnapshot:
    people = {person["id"]: person for person in data["people"]}
    return TeamSnapshot(
        data["id"], _text(data["name"]), tuple(_person(id, people.get(id)) for id in engineers)
    )


def _person(id: str, data: Json | None) -> PersonSnapshot:
    if data is None:
        return PersonSnapshot(id, Text(id, id))
    return PersonSnapshot(id, _text(data["name"]), _optional(data.get("title")))


def _playbook(body: Json) -> PlaybookSnapshot:
    data = body["playbook"]
    # Only the checks of the run were kept; whether there were others was told by its tags, from 2582603 on.
    complete: tuple[CheckHeading, ...] | None = () if "serves" in body and "tags" not in body else None
    return PlaybookSnapshot(
        id=data["id"],
        title=_text(data["title"]),
        platform=data["platform"],
        method=_optional(data.get("method")),
        areas=tuple(AreaSnapshot(area["id"], _text(area["title"])) for area in data["areas"]),
        checks=tuple(_check(check) for check in data["checks"]),
        probes=tuple(_probes(body)),
        left_out=complete,
    )


def _check(data: Json) -> CheckSnapshot:
    texts = {name: _optional(data.get(name)) for name in ("title", "standard", "advice")}
    return CheckSnapshot(**{**data, **texts, "tags": tuple(data.get("tags", ()))})


def _probes(body: Json) -> Iterator[ProbeSnapshot]:
    documents = {probe["id"]: probe for probe in body["probes"]}
    for id in sorted({*body["commands"], *body["forbidden"]}):
        data = documents.get(id, {})
        yield ProbeSnapshot(
            id=id,
            title=_optional(data.get("title")),
            command=body["commands"].get(id),
            forbidden=body["forbidden"].get(id),
            sudo=data.get("sudo", False),
            timeout=_measure(data.get("timeout", "10s"), _SECONDS),
            cap=_measure(data.get("cap", "64KiB"), _BYTES),
        )


def _measure(written: str, units: Mapping[str, int]) -> int:
    unit = next(unit for unit in units if written.endswith(unit))
    return int(written.removesuffix(unit)) * units[unit]


# --- results -------------------------------------------------------------------------------------------


def _check_result(data: Json) -> CheckResult:
    return CheckResult(
        data["id"], Verdict(data["verdict"]), tuple(_item(item) for item in data["items"]), _reason(data)
    )


def _item(data: Json) -> Item:
    return Item(data["item"], data["value"], data["unit"], Verdict(data["verdict"]), _reason(data))


def _reason(data: Json) -> Reason | None:
    return Reason(data["reason"], revived(data["reason_values"])) if data.get("reason") else None


# --- texts ---------------------------------------------------------------------------------------------


def _text(data: Any) -> Text:
    """A text of a document of that time: a string, or one in either or both languages."""
    if isinstance(data, dict):
        zh, en = str(data.get("zh-CN", "")), str(data.get("en", ""))
        return Text(zh or en, en or zh)
    return Text(str(data), str(data))


def _optional(data: Any) -> Text | None:
    return None if data is None else _text(data)
