"""Who signed for an archive as a whole, of a run or an order: lines for a terminal, and JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fieldops.cli.json_forms import error_data
from fieldops.cli.output import Session
from fieldops.messages import say_error

if TYPE_CHECKING:
    from fieldops.records.received import Seal


def seal_lines(session: Session, seal: Seal | None) -> Iterator[str]:
    """What the signature over the checksums proves, or that there is none."""
    if seal is None:
        yield session.say("archive.unsealed")
    elif seal.faults:
        yield session.paint(session.say("archive.bad-seal"), "CRIT")
        for fault in seal.faults:
            yield f"    {say_error(fault, session.language)[0]}"
    else:
        yield session.say("archive.sealed", person=seal.person, key=seal.fingerprint)


def seal_data(session: Session, seal: Seal | None) -> dict[str, object] | None:
    """The same as JSON (public interface); None where nobody signed for it."""
    if seal is None:
        return None
    faults = [error_data(fault, session.language) for fault in seal.faults]
    return {
        "person": seal.person or None,
        "key": seal.fingerprint or None,
        "counts": not faults,
        "faults": faults,
    }
