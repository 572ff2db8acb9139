"""The record store as a whole: verifying it, handing out one run of it, verifying what was handed out, taking results in."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from fieldops.actions.checkpoints import judge_store
from fieldops.actions.rights import write_whole
from fieldops.actions.runs import Wanted, present_store, run_id, unknown_run
from fieldops.actions.settings import open_store
from fieldops.errors import FieldopsError, Unusable, system_error
from fieldops.records.chain import Verdict
from fieldops.records.checkpoints import CheckpointReport
from fieldops.records.export import Export, export_lines, verify_export
from fieldops.records.intents import Intent, read_intent
from fieldops.records.keeping import take_in
from fieldops.records.log import RUNS, run_stream
from fieldops.records.recorded import Head
from fieldops.records.verification import forgotten_by_stream, lost_blobs, verify_log
from fieldops.structs import Struct
from fieldops.transport.sshsig import read_signature, verifies


@dataclass(frozen=True, slots=True)
class Exported:
    """What was handed out: which run, where it was written, the head of the log it leads to."""

    run: str
    path: Path
    head: Head


class Verified(Struct, frozen=True):
    """What was found: of the chain, of the evidence that it names, and by what others keep of it.

    `not_again`: so many events at the beginning were looked at by an earlier verification, and not by this one.
    """

    verdict: Verdict
    lost: tuple[FieldopsError, ...]
    kept: CheckpointReport
    forgotten: int = 0
    not_again: int = 0

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not (self.verdict.faults or self.lost or self.kept.faults)


def verify_records(
    root: Path, head: Head | None = None, *, evidence: bool = False, only_new: bool = False
) -> Verified:
    """Follow the chain of the workspace's records, or `only_new` of it: from where the last verification came to. `evidence`:
    say also what cannot be read of the evidence that they name. Every checkpoint and signed report must be a beginning of it.

    Raises UsageError when there is no record store.
    """
    with closing(present_store(root)) as log:
        not_again = log.verified().size if only_new else 0
        verdict = verify_log(log, head, whole=not only_new)
        lost = tuple(error for _, error in lost_blobs(log)) if evidence and not verdict.faults else ()
        forgotten = sum(map(len, forgotten_by_stream(log).values()))
        return Verified(verdict, lost, judge_store(root, log), forgotten, not_again)


def signed_head(file: Path) -> Intent:
    """What somebody signed, from the file with the signed text (of an archive, say); the signature in ``FILE.sig`` is
    checked where there is one. Its `log` is a head of the store in which it was signed.

    Raises FieldopsError for a file that is none, or that its signature is not one of.
    """
    beside = file.with_name(f"{file.name}.sig")
    try:
        raw = file.read_bytes()
        signature = beside.read_text("utf-8", "replace") if beside.exists() else None
    except OSError as error:
        raise FieldopsError("file.not-readable", path=str(file), detail=system_error(error)) from error
    intent = read_intent(raw.decode("utf-8", "replace"))
    if signature is not None and not verifies(read_signature(signature), raw):
        raise FieldopsError("signature.bad")
    return intent


def export_run(root: Path, wanted: Wanted, file: Path) -> Exported:
    """Write one run to `file`, so that it can be verified without the others' data.

    The file appears whole or not at all. Raises UsageError for an unknown run, Broken when one of its events was
    changed, FieldopsError when the file cannot be written.
    """
    with closing(present_store(root)) as log:
        known = [each.name.removeprefix(RUNS) for each in log.streams(RUNS)]
        id = run_id(log, wanted)
        if id not in known:
            raise unknown_run(log, id)
        try:
            write_whole(file, (f"{line}\n".encode() for line in export_lines(log, run_stream(id))))
        except OSError as error:
            raise Unusable(str(file), error) from error
        return Exported(id, file, log.head())


def verify_file(file: Path, head: Head | None = None) -> Export:
    """Verify a run that was handed out. Raises FieldopsError for a file that is none or cannot be read."""
    try:
        with file.open(encoding="utf-8", newline="\n") as lines:
            return verify_export(lines, head)
    except OSError as error:
        raise FieldopsError("file.not-readable", path=str(file), detail=system_error(error)) from error
    except UnicodeDecodeError as error:
        raise FieldopsError("export.unreadable", line=1) from error


def take_in_file(root: Path, file: Path) -> None:
    """Take results in that were kept at a place where no command looks. What became of it is said as a notice."""
    with closing(open_store(root)) as log:
        take_in(log, [file])
