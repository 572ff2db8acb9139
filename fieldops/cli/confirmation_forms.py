"""How confirmations on record are shown: as lines, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fieldops.cli.json_forms import error_data, instant_data
from fieldops.cli.output import Session
from fieldops.contracts.wording import moment_with_offset
from fieldops.messages import say_error

if TYPE_CHECKING:
    from fieldops.records.confirming import JudgedConfirmation


def confirmation_lines(session: Session, one: JudgedConfirmation) -> Iterator[str]:
    """A confirmation on record, with what is wrong with it."""
    confirmed = one.confirmed
    values: dict[str, object] = {"by": confirmed.by, "day": confirmed.day.isoformat(), "note": confirmed.note}
    if one.text is not None:
        values |= {"time": moment_with_offset(one.text.time), "key": one.fingerprint}
    if confirmed.scan is not None:
        values |= {"sha256": confirmed.scan.sha256}
    if one.counts:
        yield session.paint(session.say(f"confirmation.line.{confirmed.way}", **values), "OK")
        return
    yield session.paint(session.say("confirmation.invalid", by=confirmed.by), "CRIT")
    for fault in one.faults:
        sentence, advice = say_error(fault, session.language)
        yield f"    {sentence}"
        if advice:
            yield f"    {session.label('word.hint')}{advice}"


def confirmation_data(one: JudgedConfirmation, language: str) -> dict[str, object]:
    """The same as JSON (public interface)."""
    confirmed = one.confirmed
    scan = confirmed.scan
    return {
        "way": confirmed.way,
        "by": confirmed.by,
        "day": confirmed.day.isoformat(),
        "recorded_at": instant_data(confirmed.at),
        "recorded_by": confirmed.recorded_by.id if confirmed.recorded_by is not None else None,
        "note": confirmed.note or None,
        "key": one.fingerprint or None,
        "scan": {"name": scan.name, "sha256": scan.sha256, "size": scan.size} if scan is not None else None,
        "counts": one.counts,
        "faults": [error_data(fault, language) for fault in one.faults],
    }
