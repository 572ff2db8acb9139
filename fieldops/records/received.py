"""An archive that came from elsewhere: whether it is one of ours, whole and true to itself, and what its record holds. Pure.

Nothing in it is believed. Each file must be named by SHA256SUMS and nothing else may be there; the record's chain is
followed; manifest, contents and signatures are made anew of the record and compared. Somebody who has written all of
that anew is only found by the signatures: what those are worth is `fieldops.records.signing`, by keys that the caller has.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from datetime import date
from hashlib import sha256

from fieldops.contracts.public_keys import key_fingerprint
from fieldops.errors import FieldopsError, Named, Refused
from fieldops.records.archive import FIXED, RECORD, SEAL, SUMS, is_page, read_sums, recorded_files
from fieldops.records.codecs import Decoded, decoded
from fieldops.records.export import OpenedExport, open_export
from fieldops.records.intents import RELEASE_NAMESPACE
from fieldops.records.keyholders import Register, is_customer, key_faults
from fieldops.records.reading import is_named_so
from fieldops.records.recorded import EMPTY, Head
from fieldops.records.runs import Run, run_of
from fieldops.records.signing import signing_of
from fieldops.records.zips import unpacked
from fieldops.structs import Struct
from fieldops.transport.sshsig import read_signature, verifies


class Misfit(Struct, frozen=True):
    """Something wrong with an archive, and the file in it."""

    place: str
    error: FieldopsError


class Record(Struct, frozen=True):
    """A run as an export tells it: its events as they were written and what they say, and the blobs that they name."""

    export: OpenedExport
    events: tuple[Decoded, ...]
    run: Run


class Received(Struct, frozen=True):
    """An archive that was taken apart, with all that is wrong with it; `record` is None where that cannot be read."""

    files: Mapping[str, bytes]
    faults: tuple[Misfit, ...]
    record: Record | None = None

    @property
    def head(self) -> Head:
        """How far the sender's record store went."""
        return self.record.export.head if self.record is not None else EMPTY


def received(data: bytes) -> Received:
    """The archive with these bytes. Raises BadArchive for one that is not taken apart; everything else is in `faults`."""
    files = unpacked(data)
    faults = list(sum_faults(files, FIXED, {SUMS, SEAL}))
    record: Record | None = None
    try:
        record = read_record(files.get(RECORD, b""))
    except FieldopsError as error:
        if RECORD in files:
            faults.append(Misfit(RECORD, error))
    if record is not None:
        faults += record_faults(RECORD, record.export)
        told = {fault.place for fault in faults}
        faults += (fault for fault in _other_than_recorded(files, record) if fault.place not in told)
    return Received(files, tuple(faults), record)


def read_record(raw: bytes) -> Record:
    """The run that an export holds, whatever is wrong with its chain. Raises FieldopsError for what is no export of a run."""
    export = opened_record(raw)
    events = tuple(decoded(export.events, export.blob))
    run = run_of((one.event for one in events), head=export.head.link)
    streams = {one.stream for one in export.events}
    if run is None or streams != {export.found.stream} or not is_named_so(run, export.found.stream):
        raise FieldopsError("archive.no-run")
    return Record(export, events, run)


def opened_record(raw: bytes) -> OpenedExport:
    """The export that a record in an archive is. Raises FieldopsError for what is none, with the line."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise FieldopsError("export.unreadable", line=raw[: error.start].count(b"\n") + 1) from error
    lines = text.split("\n")
    if lines.pop():
        raise FieldopsError("export.unreadable", line=len(lines) + 1)
    return open_export(lines)


def sum_faults(files: Mapping[str, bytes], fixed: Set[str], unsummed: Set[str]) -> Iterator[Misfit]:
    """What SHA256SUMS says otherwise, and what every such archive has (`fixed`) and this one lacks; but of `unsummed`."""
    try:
        if SUMS not in files:
            raise FieldopsError("archive.missing")
        named = read_sums(files[SUMS])
    except FieldopsError as error:
        yield Misfit(SUMS, error)
        return
    for name in sorted((fixed | named.keys() | files.keys()) - unsummed):
        if name not in files:
            yield Misfit(name, FieldopsError("archive.missing"))
        elif name not in named:
            yield Misfit(name, FieldopsError("archive.unnamed"))
        elif sha256(files[name]).hexdigest() != named[name]:
            yield Misfit(name, FieldopsError("archive.altered"))


def record_faults(place: str, export: OpenedExport) -> Iterator[Misfit]:
    """What is wrong with the chain of a record in the file `place`, and which of its blobs are not there."""
    for fault in export.found.verdict.faults:
        what = Named(f"chain.{fault.reason}")
        yield Misfit(place, FieldopsError("records.fault", seq=fault.position, what=what))
    for digest in export.found.lost:
        yield Misfit(place, FieldopsError("export.blob-lost", digest=digest))


def _other_than_recorded(files: Mapping[str, bytes], record: Record) -> Iterator[Misfit]:
    """Files that are not what follows from the record, and those that nobody put there."""
    signing = signing_of(record.events, None)
    assert signing is not None  # it is a run
    try:
        wanted = recorded_files(record.events, signing, record.export.blob)
    except FieldopsError as error:
        yield Misfit(RECORD, error)
        return
    yield from other_than(files, wanted, FIXED | {SEAL})


def other_than(files: Mapping[str, bytes], wanted: Mapping[str, bytes], beside: Set[str]) -> Iterator[Misfit]:
    """Files that are not the `wanted` ones, and those that are neither wanted nor a page nor among those `beside`."""
    for name in sorted(wanted.keys() | files.keys()):
        if name not in files:
            yield Misfit(name, FieldopsError("archive.missing"))
        elif name in wanted and files[name] != wanted[name]:
            yield Misfit(name, FieldopsError("archive.not-recorded"))
        elif name not in wanted and name not in beside and not is_page(name):
            yield Misfit(name, FieldopsError("archive.strange"))


# --- who made the archive --------------------------------------------------------------------------------


class Seal(Struct, frozen=True):
    """The signature over SHA256SUMS: whose it is, by which key, and why it does not count (nothing: it counts)."""

    person: str
    fingerprint: str
    faults: tuple[FieldopsError, ...]


def seal_of(files: Mapping[str, bytes], register: Register, today: date) -> Seal | None:
    """Who signed for all files of the archive, the pages among them; None where nobody did.

    It names no time, so the key must hold `today`.
    """
    if SEAL not in files:
        return None
    try:
        signature = read_signature(files[SEAL].decode("ascii", "replace"))
    except FieldopsError as error:
        return Seal("", "", (error,))
    key = key_fingerprint(signature.key)
    person = next(
        (
            each
            for each in register.values()
            if not is_customer(each.id) and signature.key in (one.blob for one in each.keys)
        ),
        None,
    )
    faults: list[FieldopsError] = []
    if signature.namespace != RELEASE_NAMESPACE:
        values = {"namespace": signature.namespace, "wanted": RELEASE_NAMESPACE}
        faults.append(Refused("signature.other-namespace", **values))
    if not verifies(signature, files.get(SUMS, b"")):
        faults.append(Refused("signature.bad"))
    if person is None:
        faults.append(Refused("archive.unknown-seal", key=key))
        return Seal("", key, tuple(faults))
    for known in person.keys:
        if known.blob == signature.key:
            faults += key_faults(person, known, today)
    return Seal(person.id, key, tuple(faults))
