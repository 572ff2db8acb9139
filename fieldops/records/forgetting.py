"""Evidence that was deleted when the agreed time was over: which may be, and what a missing blob is therefore. Pure.

The event that deletes a blob stands in the stream of the run that named it, so the chain tells who deleted what, when and why,
and an export of the run alone can tell it. Only outputs of hosts, photos and scans of papers are ever deleted: what was judged, the
documents and what was signed stay, and a run that lacks one of those is damaged whatever an event says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from fieldops.errors import ExitCode, FieldopsError
from fieldops.records.answers import ManualAnswered
from fieldops.records.codecs import Decoded, blobs_of
from fieldops.records.events import Event
from fieldops.records.handed_in import EvidenceForgotten
from fieldops.records.order_events import OrderTold
from fieldops.records.run_events import BlobsForgotten, HostFinished
from fieldops.records.session_events import SessionOpened
from fieldops.records.signing_events import RunConfirmed
from fieldops.records.swap_events import SwapTold
from fieldops.structs import Struct

# The events whose evidence may be deleted.
FORGETTABLE = (
    HostFinished.TYPE,
    ManualAnswered.TYPE,
    RunConfirmed.TYPE,
    OrderTold.TYPE,
    SessionOpened.TYPE,
    SwapTold.TYPE,
)
DELETIONS = (BlobsForgotten.TYPE, EvidenceForgotten.TYPE)
Deletion = BlobsForgotten | EvidenceForgotten
"""The events that delete evidence: of a run, of an order."""


class Gone(FieldopsError):
    """Evidence that was deleted as agreed: nothing is damaged, and it cannot be shown (exit 3)."""

    exit_code = ExitCode.INCOMPLETE

    def __init__(self, event: Deletion) -> None:
        whose = event.run if isinstance(event, BlobsForgotten) else event.order
        values = {"run": whose, "day": event.at.date().isoformat(), "until": event.until.isoformat()}
        super().__init__("record.forgotten", **values, person=event.by.id)


class Evidence(Struct, frozen=True):
    """What of a run may be deleted in its time, by SHA-256: what hosts printed and photos that were taken, and scans of papers."""

    outputs: frozenset[str]
    scans: frozenset[str]


def evidence_of_run(events: Sequence[Decoded]) -> Evidence:
    """The evidence of a run. What is named as something else, too, is none."""
    outputs: set[str] = set()
    scans: set[str] = set()
    kept: set[str] = set()
    for one in events:
        named = {ref.sha256 for ref in blobs_of(one)}
        own: set[str] = set()
        if isinstance(one.event, HostFinished):
            own = {digest for each in one.event.evidence for digest in (each.out_sha256, each.err_sha256)}
            outputs |= own
        elif isinstance(one.event, ManualAnswered):
            own = {photo.sha256 for photo in one.event.photos}
            outputs |= own
        elif isinstance(one.event, RunConfirmed) and one.event.scan is not None:
            own = {one.event.scan.sha256}
            scans |= own
        kept |= named - own
    return Evidence(frozenset(outputs - kept), frozenset(scans - kept))


def forgotten_of(events: Iterable[Event]) -> Mapping[str, Deletion]:
    """What was deleted as agreed, by SHA-256. What was deleted before its time counts for nothing: it is missing."""
    found: dict[str, Deletion] = {}
    for event in events:
        if isinstance(event, Deletion) and event.at.date() > event.until:
            for digest in event.blobs:
                found.setdefault(digest, event)
    return found
