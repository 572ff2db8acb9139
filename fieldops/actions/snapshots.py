"""Taking snapshots: from today's documents to what a run keeps of them (`fieldops.records.snapshots`)."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from datetime import date

from fieldops.contracts.agreement import asset_documents
from fieldops.contracts.model import Asset, Contract, Host, Person, Team
from fieldops.contracts.terms import timeline_of
from fieldops.documents.lineage import lineage
from fieldops.documents.workspace import Document, Workspace
from fieldops.inspection.binding import manual_assets, manual_hosts
from fieldops.inspection.instances import preamble_of
from fieldops.inspection.load import probe_of
from fieldops.inspection.plan import Plan
from fieldops.inspection.playbook import Check, Deviation, ManualItem, Playbook, Probe
from fieldops.inspection.shell import command_line
from fieldops.messages.text import Text
from fieldops.records.manual import judged_word
from fieldops.records.snapshots import (
    AreaSnapshot,
    AssetSnapshot,
    CheckHeading,
    CheckSnapshot,
    CheckVariant,
    ChoiceSnapshot,
    ContactSnapshot,
    ContractSnapshot,
    DeviationSnapshot,
    DocumentSnapshot,
    HostSnapshot,
    ManualSnapshot,
    OldAlgorithmsSnapshot,
    PartSnapshot,
    PersonSnapshot,
    PlaceSnapshot,
    PlaybookSnapshot,
    ProbeSnapshot,
    SiteSnapshot,
    TeamSnapshot,
    TermOverridden,
    TermSnapshot,
)

# The place of what is filled in once, and before the id of a site; no asset has such an id.
VISIT, SITE = "@", "@"


def contract_snapshot(contract: Contract, document: Document, day: date) -> ContractSnapshot:
    """The contract in `document` (with the equipment of all its files) by the terms in force on `day`."""
    terms = timeline_of(contract).on(day).contract
    sites = {site.id: site.name for site in terms.sites}
    return ContractSnapshot(
        id=terms.id,
        title=terms.title,
        number=terms.number,
        language=terms.language,
        time_zone=terms.time_zone,
        customer=terms.customer.name,
        vendor=terms.vendor.name,
        hotline=terms.vendor.hotline,
        term=term_snapshot(contract, document, day),
        contacts=tuple(
            ContactSnapshot(one.name, one.title, one.phone, one.email) for one in terms.customer.contacts
        ),
        scope=terms.scope,
        out_of_scope=terms.out_of_scope,
        sites=tuple(SiteSnapshot(id, name) for id, name in sites.items()),
        assets=tuple(_asset(asset, sites.get(asset.site or "")) for asset in terms.assets),
    )


def term_snapshot(contract: Contract, document: Document, day: date) -> TermSnapshot:
    """The term in force on `day`, and where it stands."""
    terms = timeline_of(contract).on(day)
    _, _, clause = terms.clause("term")
    position = document.position(*clause)
    amended = clause[0] == "amendments" and isinstance(clause[1], int)
    return TermSnapshot(
        start=terms.contract.term.start,
        end=terms.contract.term.end,
        clause=clause,
        amendment=contract.amendments[int(clause[1])].id if amended else None,
        path=position.path,
        line=position.line,
    )


def _asset(asset: Asset, site: Text | None) -> AssetSnapshot:
    return AssetSnapshot(
        id=asset.id,
        name=asset.name,
        serial=asset.serial,
        model=asset.model,
        category=asset.category,
        site=site,
        location=asset.location,
        host=_host(asset.host) if asset.host is not None else None,
    )


def _host(host: Host) -> HostSnapshot:
    old = host.old_algorithms
    kept = OldAlgorithmsSnapshot(old.allow, old.reason, old.until) if old is not None else None
    return HostSnapshot(host.address, host.port, host.transport, host.platform, host.groups, kept)


def team_snapshot(team: Team, engineers: Sequence[str]) -> TeamSnapshot:
    """The team, and those of its people who inspect."""
    return TeamSnapshot(team.id, team.name, tuple(_person(id, team.person(id)) for id in engineers))


def _person(id: str, person: Person | None) -> PersonSnapshot:
    if person is None:
        return PersonSnapshot(id, Text(id, id))
    return PersonSnapshot(id, person.name, person.title)


def owed_places(
    plan: Plan, contract: Contract, hosts: Sequence[Asset], bound_to: Mapping[str, Collection[str]] = {}
) -> dict[str, tuple[PlaceSnapshot, ...]]:
    """Where each manual item of the plan is to be filled in, by its id: the hosts or equipment that it is for, the sites, or
    once in all. `bound_to`: the equipment of playbooks that the contract names for a part of it only.
    """
    names = {asset.id: asset.name for asset in hosts}
    others = tuple(asset for asset in contract.assets if asset.host is None)
    sites = tuple(PlaceSnapshot(f"{SITE}{site.id}", site.name) for site in contract.sites)
    once = (PlaceSnapshot(VISIT),)
    found = {}
    for item in plan.manual:
        if item.per == "host":
            found[item.id] = tuple(PlaceSnapshot(id, names[id]) for id in manual_hosts(plan, item, hosts))
        elif item.per == "asset":
            meant = manual_assets(plan, item, hosts, others, bound_to)
            found[item.id] = tuple(PlaceSnapshot(asset.id, asset.name) for asset in meant)
        else:
            found[item.id] = (sites or once) if item.per == "site" else once
        found[item.id] = tuple(each for each in found[item.id] if plan.item_on(item, each.id).asked)
    return found


def playbook_snapshot(
    plan: Plan, workspace: Workspace, owed: Mapping[str, tuple[PlaceSnapshot, ...]] = {}
) -> PlaybookSnapshot:
    """The playbook as the plan carries it out; the probes are those of the workspace. `owed`: where its manual items are to
    be filled in; one that is to be nowhere is for nothing of this run.
    """
    playbook = plan.playbook
    chosen = [judge.check for judge in plan.judges]
    filled = [item for item in plan.manual if owed.get(item.id)]
    unmeant: tuple[Check | ManualItem, ...] = (
        *plan.unmeant,
        *(each for each in plan.manual if each not in filled),
    )
    every: tuple[Check | ManualItem, ...] = (*playbook.checks, *playbook.manual)
    ids = {check.id for check in chosen} | {item.id for item in plan.manual}
    used = sorted({check.probe for check in chosen})
    probes = (probe_of(workspace.need("Probe", id)) for id in used)
    return PlaybookSnapshot(
        id=playbook.id,
        title=playbook.title,
        platform=playbook.platform,
        method=playbook.method,
        areas=tuple(AreaSnapshot(area.id, area.title) for area in playbook.areas),
        checks=(*(_check(check) for check in chosen), *(_manual_check(item) for item in filled)),
        probes=(
            *(_session(kind) for kind in plan.kinds if preamble_of(kind)),
            *(_probe(probe.on(plan.platforms.values()), plan.forbidden.get(probe.id)) for probe in probes),
            *(_probe(each, None) for each in plan.first_logins),
        ),
        left_out=tuple(
            CheckHeading(check.id, check.title, check.area)
            for check in every
            if check.id not in ids and check not in unmeant
        ),
        parts=tuple(_part(each, ids, plan) for each in plan.parts)
        if len(plan.parts) > 1 or plan.only
        else (),
        unmeant=tuple(CheckHeading(check.id, check.title, check.area) for check in unmeant),
        variants=(*_variants(plan), *_item_variants(plan, filled, owed)),
        deviations=deviation_snapshots(plan),
        manual=tuple(
            _manual(each, places) for item in filled for each, places in _as_asked(plan, item, owed[item.id])
        ),
    )


def _as_asked(
    plan: Plan, item: ManualItem, places: Sequence[PlaceSnapshot]
) -> list[tuple[ManualItem, tuple[PlaceSnapshot, ...]]]:
    """A manual item in each way in which it is asked, with the places where it is asked so."""
    found: dict[ManualItem, list[PlaceSnapshot]] = {}
    for place in places:
        found.setdefault(plan.item_on(item, place.id), []).append(place)
    return [(each, tuple(listed)) for each, listed in found.items()]


def _item_variants(
    plan: Plan, items: Sequence[ManualItem], owed: Mapping[str, tuple[PlaceSnapshot, ...]]
) -> Iterator[CheckVariant]:
    """The manual items that are judged otherwise of some equipment."""
    for item in items:
        for each, places in _as_asked(plan, item, owed[item.id]):
            if (kept := _manual_check(each)) != _manual_check(item):
                yield CheckVariant(kept, tuple(place.id for place in places))


def _manual(item: ManualItem, places: tuple[PlaceSnapshot, ...]) -> ManualSnapshot:
    choices = tuple(ChoiceSnapshot(each.id, each.title, each.result) for each in item.choices)
    if item.form == "judged" and not item.na:
        choices = tuple(
            ChoiceSnapshot(each, judged_word(each), "ok" if each == "ok" else item.otherwise)
            for each in ("ok", "not-ok")
        )
    return ManualSnapshot(item.id, item.look, places, item.form, item.unit, choices, item.photo)


def _manual_check(item: ManualItem) -> CheckSnapshot:
    """A manual item as the report explains it: a check whose value no probe yields."""
    return CheckSnapshot(
        id=item.id,
        title=item.title,
        area=item.area,
        probe="",
        value="value",
        standard=item.standard,
        advice=item.advice,
        warn=item.warn,
        crit=item.crit,
        expect=item.expect,
        otherwise=item.otherwise,
        info=item.form == "text",
        tags=item.tags,
    )


def _variants(plan: Plan) -> Iterator[CheckVariant]:
    """The checks that are judged otherwise on some hosts, in the order of the report; hosts alike together."""
    usual = {judge.check.id: judge.check for judge in plan.judges}
    found: dict[str, list[tuple[CheckSnapshot, list[str]]]] = {id: [] for id in usual}
    for host, judges in plan.own.items():
        for check in (judge.check for judge in judges if judge.check != usual[judge.check.id]):
            kept, known = _check(check), found[check.id]
            alike = next((hosts for other, hosts in known if other == kept), None)
            if alike is None:
                known.append((kept, [host]))
            else:
                alike.append(host)
    return (CheckVariant(check, tuple(hosts)) for known in found.values() for check, hosts in known)


def deviation_snapshots(plan: Plan) -> tuple[DeviationSnapshot, ...]:
    """Where the plan's playbooks deviate from those that they extend, with the hosts of the plan."""
    return tuple(_deviation(each, plan) for each in plan.deviations)


def _deviation(deviation: Deviation, plan: Plan) -> DeviationSnapshot:
    return DeviationSnapshot(
        check=deviation.check,
        title=deviation.title,
        playbook=deviation.playbook,
        reason=deviation.reason,
        terms=tuple(TermOverridden(each.name, each.was, each.now) for each in deviation.terms),
        hosts=plan.hosts_of(deviation),
        left_out=deviation.left_out,
    )


def _session(kind: str) -> ProbeSnapshot:
    """What probes of a kind of instances call."""
    return ProbeSnapshot(f"{kind}-session", None, preamble_of(kind))


def _part(playbook: Playbook, carried_out: Container[str], plan: Plan) -> PartSnapshot:
    checks = tuple(id for id in playbook.names if id in carried_out)
    return PartSnapshot(playbook.id, playbook.title, checks, plan.only.get(playbook.id))


def _check(check: Check) -> CheckSnapshot:
    return CheckSnapshot(
        id=check.id,
        title=check.title,
        area=check.area,
        probe=check.probe,
        value=check.value,
        standard=check.standard,
        advice=check.advice,
        each=check.each,
        where=check.where,
        skip=check.skip,
        warn=check.written.get("warn"),
        crit=check.written.get("crit"),
        expect=check.written.get("expect"),
        otherwise=check.otherwise,
        info=check.info,
        absent=check.absent,
        empty=check.empty,
        tags=check.tags,
    )


def _probe(probe: Probe, forbidden: str | None) -> ProbeSnapshot:
    return ProbeSnapshot(
        id=probe.id,
        title=probe.title,
        command=command_line(probe) if forbidden is None else None,
        forbidden=forbidden,
        sudo=bool(probe.sudo),
        timeout=probe.timeout,
        cap=probe.cap,
        account=probe.account,
    )


def documents_of(workspace: Workspace, first: Sequence[Document], plan: Plan) -> tuple[Document, ...]:
    """Every document that a run is made of: the `first` ones, what these extend, the equipment's, and the probes, each once."""
    probes = sorted({judge.check.probe for judge in plan.judges})
    extended = [
        more for each in first if each.kind == "Playbook" for more in lineage(workspace, each)[-2::-1]
    ]
    equipment = (
        more
        for document in first
        if document.kind == "Contract"
        for more in asset_documents(workspace, document.id)
    )
    listed = (*first, *extended, *equipment, *(workspace.need("Probe", id) for id in probes))
    return tuple({(each.kind, each.id): each for each in listed}.values())


def document_snapshots(documents: Sequence[Document]) -> Iterator[DocumentSnapshot]:
    """Of each document the hash of its bytes; these are to be kept beside the event."""
    for one in documents:
        digest = hashlib.sha256(one.raw).hexdigest()
        yield DocumentSnapshot(one.kind, one.id, one.path, digest, len(one.raw))
