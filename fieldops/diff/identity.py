"""By what two entries of a list are the same entry, before and after."""

from __future__ import annotations

from dataclasses import is_dataclass

from fieldops.contracts.model import (
    Acceptance,
    AgreedDeadline,
    CataloguePart,
    Contact,
    DatedEvent,
    Downtime,
    Exclusion,
    HandoverDocument,
    Liaison,
    LifelongService,
    Milestone,
    OpenDays,
    Override,
    Part,
    Remedy,
    RetainedRecords,
    StockItem,
    Swap,
    WarrantyUse,
    Window,
)
from fieldops.contracts.model.service import Channel, DocumentDue, Notice, Overdue, Pause
from fieldops.contracts.model.team import RosterException

_BY: dict[type, tuple[str, ...]] = {
    Acceptance: ("event", "batch"),
    AgreedDeadline: ("order", "milestone"),
    CataloguePart: ("part_no",),
    Channel: ("kind", "address"),
    Contact: ("name",),
    DatedEvent: ("event",),
    DocumentDue: ("document", "request"),
    Downtime: ("start",),
    Exclusion: ("cause",),
    HandoverDocument: ("document",),
    Liaison: ("side", "name"),
    LifelongService: ("service",),
    Milestone: ("request", "severity", "milestone", "when"),
    Notice: ("notice",),
    OpenDays: ("days",),
    Overdue: ("request", "severity", "milestone", "action"),
    Override: ("request", "severity", "milestone"),
    Pause: ("reason",),
    Remedy: ("kind", "when"),
    RetainedRecords: ("records",),
    RosterException: ("start", "end"),
    StockItem: ("part_no", "kept_as"),
    Swap: ("date", "removed_serial", "installed_serial"),
    WarrantyUse: ("terms",),
    Window: ("days", "hours"),
}


def identifying(entry: object) -> tuple[str, ...]:
    """The names of the properties that tell an entry from the others of its list."""
    if isinstance(entry, Part):
        return ("slot",) if entry.slot else ("serial",) if entry.serial else ("part_no",)
    return _BY.get(type(entry), ("id",))


def identity(entry: object) -> object:
    """What makes an entry the same one before and after; equal for two that cannot be told apart."""
    if not is_dataclass(entry):
        return entry
    return tuple((name, _plain(getattr(entry, name))) for name in identifying(entry))


def _plain(value: object) -> object:
    # Lists of words are sets: another order is the same entry.
    return tuple(sorted(map(str, value))) if isinstance(value, tuple) else value
