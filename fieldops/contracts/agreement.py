"""One contract with everything it refers to, as typed values.

Lives here: putting documents together. Does not live here: which terms are in force (terms), judging documents (rules)
or deciding from them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar
from zoneinfo import ZoneInfo

from fieldops.contracts.model import (
    Asset,
    Calendar,
    Contract,
    EmergencyPlan,
    ServiceLevel,
    Team,
    Warranty,
)
from fieldops.contracts.reasons import Clause
from fieldops.contracts.terms import Terms, Timeline, timeline_of
from fieldops.dates.workdays import FEWEST_DAYS_OFF, WorkCalendar, week_of
from fieldops.documents.typed import fill
from fieldops.documents.workspace import Document, Workspace
from fieldops.documents.yaml_text import Path
from fieldops.errors import Position

T = TypeVar("T")


@dataclass(frozen=True)
class Agreement:
    """A contract and what it refers to, by all its terms, whenever they are in force.

    `signed` is the contract as it was signed: what it promises on a day is asked of `terms_on`. Its `assets` hold the
    equipment of all files. What is referred to but is not there, or not valid, is None or absent: validation says so.
    `asset_places` tells for each asset in which document and where in it the entry stands; these documents are among
    `documents`, too.
    """

    document: Document
    signed: Contract
    team: Team | None
    service_levels: Mapping[str, ServiceLevel]
    warranties: Mapping[str, Warranty]
    calendars: Mapping[str, WorkCalendar]
    plan: EmergencyPlan | None
    documents: Mapping[tuple[str, str], Document]
    asset_places: tuple[tuple[Document, Path], ...]

    # What no amendment can change:

    @property
    def id(self) -> str:
        """The contract's id."""
        return self.signed.id

    def printed(self, clause: Clause) -> str | None:
        """The number by which the contract's documents print a clause, such as "Art. 3"; None where none is written."""
        kind, id, path = clause
        document, found = self.documents.get((kind, id)), None
        data: object = document.node.data if document is not None else None
        for key in path:
            if isinstance(data, dict):
                data = data.get(key)
            else:
                data = (
                    data[key] if isinstance(data, list) and isinstance(key, int) and key < len(data) else None
                )
            if isinstance(data, dict) and data.get("clause"):
                found = str(data["clause"])
        return found

    @property
    def assets(self) -> tuple[Asset, ...]:
        """The equipment of all files."""
        return self.signed.assets

    @property
    def calendar(self) -> WorkCalendar | None:
        """The contract's own calendar."""
        return self.calendars.get(self.signed.calendar or "")

    @cached_property
    def zone(self) -> ZoneInfo:
        """The contract's time zone."""
        return ZoneInfo(self.signed.time_zone)

    # What is in force:

    @cached_property
    def timeline(self) -> Timeline:
        """What the contract says over time."""
        return timeline_of(self.signed, ((file.kind, file.id, path) for file, path in self.asset_places))

    def terms_on(self, day: date) -> Terms:
        """What the contract says on `day`."""
        return self.timeline.on(day)

    def level(self, terms: Contract) -> ServiceLevel | None:
        """The service level by these terms."""
        return self.service_levels.get(terms.service_level or "")

    def position(self, clause: Clause) -> Position:
        """The file:line:column of a clause."""
        kind, id, path = clause
        return self.documents[kind, id].position(*path)


def asset_documents(workspace: Workspace, contract: str) -> Iterator[Document]:
    """The Assets documents of that contract, by id."""
    yield from workspace.naming("Assets", "contract", contract)


def contract_data(workspace: Workspace, document: Document) -> dict[str, object]:
    """The contract's plain data with the equipment of its Assets documents appended to `assets`."""
    data = dict(document.data)
    entries = [
        *_entries(document),
        *(e for more in asset_documents(workspace, document.id) for e in _entries(more)),
    ]
    if entries:
        data["assets"] = entries
    return data


def _entries(document: Document) -> list[object]:
    assets = document.data.get("assets")
    return list(assets) if isinstance(assets, list) else []


def contract_of(workspace: Workspace, document: Document) -> Contract:
    """The typed contract with the equipment of all its files. The documents must be valid."""
    return fill(Contract, contract_data(workspace, document))


def agreement_of(workspace: Workspace, document: Document) -> Agreement:
    """The contract in `document` (which must be valid) with everything it refers to."""
    contract = contract_of(workspace, document)
    files = [document, *asset_documents(workspace, document.id)]
    found = {(file.kind, file.id): file for file in files}

    def get(kind: str, model: type[T], id: str | None) -> T | None:
        named = workspace.get(kind, id) if id else None
        if named is None or not workspace.judge(named).valid:
            return None
        found[kind, named.id] = named
        return fill(model, named.data)

    versions = [terms.contract for terms in timeline_of(contract).written()]
    level_ids = {version.service_level for version in versions if version.service_level}
    levels = {id: level for id in sorted(level_ids) if (level := get("ServiceLevel", ServiceLevel, id))}
    uses = {use.terms for version in versions for use in version.warranties}
    warranties = {id: terms for id in sorted(uses) if (terms := get("Warranty", Warranty, id))}
    calendars: dict[str, WorkCalendar] = {}
    for id in sorted(_calendar_ids(versions, levels)):
        calendar = get("Calendar", Calendar, id)
        if calendar is not None:
            holidays = [more for named in calendar.holidays if (more := get("Calendar", Calendar, named))]
            calendars[id] = work_calendar(calendar, holidays)
    places = tuple((file, ("assets", index)) for file in files for index in file.entries("assets"))
    return Agreement(
        document=document,
        signed=contract,
        team=get("Team", Team, contract.team),
        service_levels=levels,
        warranties=warranties,
        calendars=calendars,
        plan=get("EmergencyPlan", EmergencyPlan, contract.emergency.plan if contract.emergency else None),
        documents=found,
        asset_places=places,
    )


def _calendar_ids(versions: list[Contract], levels: Mapping[str, ServiceLevel]) -> set[str]:
    named = {version.calendar for version in versions}
    named |= {level.service_hours for level in levels.values()}
    for version in versions:
        schedules = [entry.schedule for entry in version.inspections]
        schedules += [entry.schedule for entry in version.obligations]
        named |= {schedule.calendar for schedule in schedules if schedule}
    return {id for id in named if id}


def work_calendar(calendar: Calendar, holidays: list[Calendar]) -> WorkCalendar:
    """The working days of `calendar`, with the days of the `holidays` calendars it names added to its own."""
    parts = [calendar, *holidays]
    return WorkCalendar(
        weekly=week_of((entry.days, entry.open) for entry in calendar.weekly),
        days_off=frozenset(day for part in parts for day in part.day_off),
        make_up_workdays=frozenset(day for part in parts for day in part.make_up_workday),
        # A placeholder decrees nothing: until all days are there, deadlines of the year are provisional.
        decreed_years=frozenset(
            part.year for part in parts if part.year and len(part.day_off) >= FEWEST_DAYS_OFF
        ),
        make_up_hours=calendar.make_up_hours,
    )


def asset_of(contract: Contract, name: str) -> Asset | None:
    """The asset with that id or serial number, else with that name; None where there is none, or the name is that of
    several.
    """
    found = [asset for asset in contract.assets if name in (asset.id, asset.serial)]
    found = found or [asset for asset in contract.assets if name in called(asset)]
    return found[0] if len(found) == 1 else None


def called(asset: Asset) -> tuple[str, ...]:
    """What people call an asset, in each language."""
    return () if asset.name is None else (asset.name.zh, asset.name.en)
