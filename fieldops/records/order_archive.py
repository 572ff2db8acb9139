"""The archive of one order, file by file: what follows from its record, and what is wrong with one that came from elsewhere. Pure.

Made and packed as the archive of a run is (`archive`, `zips`): the order's stream as an export, the stream of its contract's
swaps where it has some, what the stores have moved for it (each line stands in the chain of the order's export by its leaf,
as the movements of other orders are nobody else's business), every file that was handed in, its signature beside it, the documents, whose keys are whose, and a
README. A customer checks it with `sha256sum` and `ssh-keygen` alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

import msgspec

from fieldops.errors import FieldopsError
from fieldops.records.archive import READMES, RECORD, SEAL, SIGNERS, SUMS
from fieldops.records.canonical import canonical
from fieldops.records.chain import own_leaf
from fieldops.records.codecs import Decoded, decode, decoded, handed_in_with, outline
from fieldops.records.export import LostBlob, OpenedExport
from fieldops.records.handed_in import HandedIn
from fieldops.records.order_events import ORDERS, OrderOpened, OrderTold
from fieldops.records.received import Misfit, opened_record, other_than, record_faults, sum_faults
from fieldops.records.recorded import Recorded
from fieldops.records.session_events import SessionOpened
from fieldops.records.stock_events import STOCK, StockMoved
from fieldops.records.swap_events import SWAPS, SwapProposed, SwapTold
from fieldops.records.zips import unpacked
from fieldops.structs import Struct, as_mapping

SWAPS_RECORD = "swaps.jsonl"
MOVEMENTS = "movements.jsonl"
EVIDENCE = "evidence/"
_FIXED = frozenset((RECORD, SIGNERS, SUMS, *READMES.values()))
# What an archive may have beside what follows from its record.
_BESIDE = _FIXED | {SWAPS_RECORD, MOVEMENTS, SEAL}
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,5}", re.ASCII)


class Handed(Struct, frozen=True):
    """A file that was handed in: under which name the archive has it, with what it was told, and the signature beside it."""

    name: str
    file: HandedIn
    told: OrderTold | SwapTold | SessionOpened
    signature: HandedIn | None = None


class ReceivedOrder(Struct, frozen=True):
    """An archive of an order that was taken apart: what its record holds, and all that is wrong with it.

    `swaps` is the record of the contract's swaps, None where the order has none; `movements` are those of the stores for it.
    """

    files: Mapping[str, bytes]
    faults: tuple[Misfit, ...]
    opened: OrderOpened | None = None
    handed: tuple[Handed, ...] = ()
    record: OpenedExport | None = None
    swaps: OpenedExport | None = None
    movements: tuple[Decoded, ...] = ()

    @property
    def events(self) -> int:
        """How many events of the order the record has."""
        return self.record.found.events if self.record is not None else 0

    @property
    def head(self) -> str:
        """How far the sender's record store went."""
        return str(self.record.head) if self.record is not None else ""


def is_order_archive(files: Mapping[str, bytes]) -> bool:
    """Whether these are the files of an order's archive, by what its record says of itself."""
    return f'"stream":"{ORDERS}'.encode() in files.get(RECORD, b"").split(b"\n", 1)[0]


def handed_in(order: str, record: OpenedExport, swaps: OpenedExport | None) -> Iterator[Handed]:
    """The files that were handed in with an order, its sessions and its swaps, each once."""
    own: set[str] = set()
    seen: set[tuple[str, str | None]] = set()
    exports = [record, *([swaps] if swaps is not None else [])]
    for export in exports:
        for one in decoded(export.events, export.blob):
            event = one.event
            if isinstance(event, SwapProposed) and event.order == order:
                own.add(event.swap)
            if not isinstance(event, OrderTold | SwapTold | SessionOpened) or event.file is None:
                continue
            if isinstance(event, SwapTold) and event.swap not in own:
                continue
            signature = None if isinstance(event, SessionOpened) else event.signature
            key = (event.file.sha256, signature.sha256 if signature is not None else None)
            if key not in seen:
                seen.add(key)
                yield Handed(name_of(event.file), event.file, event, signature)


def name_of(file: HandedIn) -> str:
    """Under which name an archive has a file that was handed in: it stands in commands that people type."""
    ending = PurePosixPath(file.name).suffix
    return f"{EVIDENCE}{file.sha256[:8]}{ending if _ENDING.fullmatch(ending) else ''}"


def evidence_files(
    order: str, record: OpenedExport, swaps: OpenedExport | None, gone: frozenset[str]
) -> dict[str, bytes]:
    """The files that follow from the record: what was handed in, and its signatures; without what was deleted in its time."""
    files: dict[str, bytes] = {}
    for each in handed_in(order, record, swaps):
        for name, file in ((each.name, each.file), (f"{each.name}.sig", each.signature)):
            if file is not None and file.sha256 not in gone:
                files[name] = _blob(file.sha256, record, swaps)
    return files


def _blob(digest: str, *exports: OpenedExport | None) -> bytes:
    for export in exports:
        if export is not None and digest in export.blobs:
            return export.blob(digest)
    raise LostBlob(digest)


def received_order(data: bytes) -> ReceivedOrder:
    """The archive with these bytes. Raises BadArchive for one that is not taken apart; everything else is in `faults`."""
    files = unpacked(data)
    faults = list(sum_faults(files, _FIXED, {SUMS, SEAL}))
    try:
        record = _export(files, RECORD, ORDERS)
        swaps = _export(files, SWAPS_RECORD, SWAPS) if SWAPS_RECORD in files else None
        assert record is not None
        opened = next(each.event for each in decoded(record.events, record.blob))
        if not isinstance(opened, OrderOpened) or record.found.stream != ORDERS + opened.order:
            raise FieldopsError("archive.no-order")
        faults += record_faults(RECORD, record)
        faults += record_faults(SWAPS_RECORD, swaps) if swaps is not None else ()
        faults += _other_than_recorded(files, opened.order, record, swaps)
        movements = tuple(_movements(files.get(MOVEMENTS, b""), opened.order, record, faults))
        handed = tuple(handed_in(opened.order, record, swaps))
        return ReceivedOrder(files, tuple(faults), opened, handed, record, swaps, movements)
    except (FieldopsError, StopIteration) as error:
        told = error if isinstance(error, FieldopsError) else FieldopsError("archive.no-order")
        return ReceivedOrder(files, (*faults, Misfit(RECORD, told)))


def _export(files: Mapping[str, bytes], name: str, stream: str) -> OpenedExport:
    """A record in the archive. Raises FieldopsError for what is none, or another stream's."""
    found = opened_record(files.get(name, b""))
    if not found.found.stream.startswith(stream) or any(_of_another(each, found) for each in found.events):
        raise FieldopsError("archive.no-order")
    return found


def _of_another(event: Recorded, export: OpenedExport) -> bool:
    return event.stream != export.found.stream


def _other_than_recorded(
    files: Mapping[str, bytes], order: str, record: OpenedExport, swaps: OpenedExport | None
) -> Iterator[Misfit]:
    """Evidence that is not what was recorded, or lacks though nothing says that it was deleted; files that nobody put there."""
    lost = {*record.found.lost, *(swaps.found.lost if swaps is not None else ())}
    blobs = {*record.blobs, *(swaps.blobs if swaps is not None else ())}
    named = {
        file.sha256
        for export in (record, swaps)
        if export is not None
        for one in decoded(export.events, export.blob)
        for file in handed_in_with(one.event)
    }
    wanted = evidence_files(order, record, swaps, frozenset((named - blobs) | lost))
    yield from other_than(files, wanted, _BESIDE)


# --- what the stores have moved for it ----------------------------------------------------------------------


def is_moved_for(moved: StockMoved, order: str) -> bool:
    """Whether parts were moved for the order, or for one of its swaps, whose numbers are the order's and a count."""
    return moved.order == order or (moved.swap is not None and moved.swap.rpartition("-S")[0] == order)


def movement_lines(events: Iterable[Recorded], order: str, since: int) -> bytes:
    """What of the stores' stream belongs to the order, a line each, as far as it stands behind `since` in the log."""
    lines = (
        f"{canonical(as_mapping(each))}\n"
        for each in events
        if each.position > since and _is_movement_of(each, order)
    )
    return "".join(lines).encode()


def _is_movement_of(event: Recorded, order: str) -> bool:
    told = outline(event.type, event.version, event.body)
    return isinstance(told, StockMoved) and is_moved_for(told, order)


def _movements(raw: bytes, order: str, record: OpenedExport, faults: list[Misfit]) -> Iterator[Decoded]:
    """The movements in an archive; what is none of this order, or does not stand in the chain where it says, is a fault."""
    leaves = {each.position: each.leaf for each in record.entries} if raw else {}
    last = 0
    for number, line in enumerate(raw.splitlines(), 1):
        try:
            event = msgspec.json.decode(line, type=Recorded)
        except (msgspec.DecodeError, ValueError, RecursionError):
            faults.append(Misfit(MOVEMENTS, FieldopsError("export.unreadable", line=number)))
            continue
        stands = event.leaf == own_leaf(event) == leaves.get(event.position) and event.position > last
        if event.stream != STOCK or not stands or not _is_movement_of(event, order):
            faults.append(Misfit(MOVEMENTS, FieldopsError("order-archive.strange-movement", line=number)))
            continue
        last = event.position
        yield Decoded(event, decode(event.type, event.version, event.body, record.blob))
