"""Taking a run, or what is new of it, from an archive into this workspace's store."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

from fieldops.actions.archives import read_archive
from fieldops.actions.registers import agreement_of, register_of
from fieldops.actions.settings import open_store
from fieldops.contracts.agreement import Agreement
from fieldops.errors import FieldopsError, Refused, UsageError
from fieldops.records.codecs import Decoded, blobs_of, decoded, once_of
from fieldops.records.export import OpenedExport
from fieldops.records.forgetting import forgotten_of
from fieldops.records.keyholders import Register
from fieldops.records.log import Log, Part, run_stream
from fieldops.records.merging import LeftOut, merge
from fieldops.records.order_archive import is_order_archive
from fieldops.records.received import Misfit, Record, seal_of
from fieldops.records.recorded import Encoded
from fieldops.records.run_events import RunKind
from fieldops.records.runs import Run
from fieldops.records.signing import Signing, signing_of
from fieldops.structs import Struct


class FaultyArchive(FieldopsError):
    """An archive with something wrong in it: nothing of it is taken in. `faults` says what."""

    def __init__(self, path: Path, faults: tuple[Misfit, ...]) -> None:
        super().__init__("import.faulty", path=str(path), count=len(faults))
        self.faults = faults


class Imported(Struct, frozen=True):
    """What was taken in: the types of the events in their order (none: all was here), what was not taken and why, and how
    far the run is signed here now.
    """

    run: str
    kind: RunKind
    taken: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    signing: Signing


def import_archive(root: Path, file: Path, today: date) -> Imported:
    """Take in what is new of the archive's run; what is here already changes nothing.

    Raises FaultyArchive, UsageError for the archive of an order, Refused for the run of a contract that is not this workspace's, for one that tells of a run here in
    another way, and for one that nobody of the team vouches for; FieldopsError where contract and team cannot be read,
    Conflict where somebody else wrote meanwhile.
    """
    archive = read_archive(file)
    if is_order_archive(archive.files):
        raise UsageError("import.of-order", path=str(file))
    record = archive.record
    if archive.faults or record is None:
        raise FaultyArchive(file, archive.faults)
    agreement = agreement_of(root, record.run.contract.id)
    _insist_on_contract(agreement, record.run)
    register = register_of(agreement, record.run.begun.outline)
    seal = seal_of(archive.files, register, today)
    sealed = seal is not None and not seal.faults
    with closing(open_store(root)) as log:
        stream = run_stream(record.run.id)
        here = tuple(decoded(log.read(stream), log.blob))
        merged = merge(here, record.events, _signing(record.events, register), sealed)
        if merged.new:
            insist_on_evidence(merged.new, record.events)
            _append(log, stream, len(here), merged.new, record)
        now = tuple(decoded(log.read(stream), log.blob))
    taken = tuple(one.recorded.type for one in merged.new)
    return Imported(record.run.id, record.run.kind, taken, merged.left_out, _signing(now, register))


def insist_on_evidence(new: Sequence[Decoded], told: Sequence[Decoded]) -> None:
    """Raise Refused where the sender, by what the archive tells, has deleted evidence of what would be new here: each store keeps
    what it took in until its own time is over.
    """
    gone = forgotten_of(one.event for one in told)
    if any(ref.sha256 in gone for one in new for ref in blobs_of(one)):
        raise Refused("import.forgotten")


def _append(log: Log, stream: str, expected: int, new: tuple[Decoded, ...], record: Record) -> None:
    """All of it or nothing, with what the events name."""
    part = part_of(stream, new, expected, record.export)
    log.append(part.stream, part.events, part.expected, part.blobs, again=True)


def part_of(stream: str, new: Sequence[Decoded], expected: int, export: OpenedExport) -> Part:
    """What is to be added to a stream: the events word for word, with what they name. Raises LostBlob."""
    named = sorted({ref.sha256 for one in new for ref in blobs_of(one)})
    return Part(stream, encoded_again(new), expected, tuple(export.blob(digest) for digest in named))


def encoded_again(events: Sequence[Decoded]) -> tuple[Encoded, ...]:
    """The events as they were written, to be appended word for word."""
    return tuple(
        Encoded(one.recorded.type, one.recorded.version, one.recorded.body, once_of(one.event))
        for one in events
    )


def _signing(events: tuple[Decoded, ...], register: Register) -> Signing:
    found = signing_of(events, register)
    assert found is not None  # they begin a run
    return found


def _insist_on_contract(agreement: Agreement, run: Run) -> None:
    """Raise Refused where the contract of that id is another customer's: two workspaces may have called theirs the same."""
    ours, theirs = agreement.terms_on(run.started.date()).contract.customer.name, run.contract.customer
    if ours != theirs:
        raise Refused("import.other-contract", contract=run.contract.id, ours=ours, theirs=theirs)
