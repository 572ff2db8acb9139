"""One contract with everything it refers to, as typed values, and the terms in force on a day.

Lives here: putting documents together. Does not live here: judging them (rules) or deciding from them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from fieldops.contracts.model import (
    Asset,
    Calendar,
    Contract,
    EmergencyPlan,
    NewTerms,
    ServiceLevel,
    Team,
    Warranty,
)
from fieldops.dates.workdays import WorkCalendar, week_of
from fieldops.documents.typed import fill
from fieldops.documents.workspace import Document, Workspace
from fieldops.documents.yaml_text import Path

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Agreement:
    """A contract and what it refers to. `contract.assets` holds the equipment of all files.

    What is referred to but is not there, or not valid, is None or absent: validation says so. `asset_places`
    tells for each asset in which document and where in it the entry stands.
    """

    document: Document
    contract: Contract
    team: Team | None
    service_level: ServiceLevel | None
    service_levels: Mapping[str, ServiceLevel]
    warranties: Mapping[str, Warranty]
    calendars: Mapping[str, WorkCalendar]
    plan: EmergencyPlan | None
    documents: Mapping[tuple[str, str], Document]
    asset_places: tuple[tuple[Document, Path], ...]

    @property
    def calendar(self) -> WorkCalendar | None:
        """The contract's own calendar."""
        return self.calendars.get(self.contract.calendar or "")


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
    found: dict[tuple[str, str], Document] = {("Contract", document.id): document}

    def get(kind: str, model: type[T], id: str | None) -> T | None:
        named = workspace.get(kind, id) if id else None
        if named is None or not workspace.judge(named).valid:
            return None
        found[kind, named.id] = named
        return fill(model, named.data)

    versions = [contract, *(terms_on(contract, amendment.applies_from) for amendment in contract.amendments)]
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
    files = [document, *asset_documents(workspace, document.id)]
    places = tuple((file, ("assets", index)) for file in files for index in file.entries("assets"))
    return Agreement(
        document=document,
        contract=contract,
        team=get("Team", Team, contract.team),
        service_level=levels.get(contract.service_level or ""),
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
        decreed_years=frozenset(part.year for part in parts if part.year),
        make_up_hours=calendar.make_up_hours,
    )


def terms_on(contract: Contract, day: date) -> Contract:
    """The contract as in force on `day`: each amendment that applies by then replaces whole sections, in the order
    in which they apply (and were signed, for the same day).
    """
    in_force = [one for one in contract.amendments if one.applies_from <= day and one.sets is not None]
    for amendment in sorted(in_force, key=lambda one: (one.applies_from, one.date)):
        changes = {name: getattr(amendment.sets, name) for name in NewTerms.__slots__}
        contract = replace(contract, **{name: new for name, new in changes.items() if new is not None})
    return contract


def asset_of(contract: Contract, name: str) -> Asset | None:
    """The asset with that id or serial number."""
    return next((asset for asset in contract.assets if name in (asset.id, asset.serial)), None)
