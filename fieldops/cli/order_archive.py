"""Archives of orders on the command line: writing one, and what `fieldops verify` says of one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from fieldops.cli.files import OutputFile
from fieldops.cli.json_forms import error_data
from fieldops.cli.output import Session, now, print_json, print_line
from fieldops.cli.seals import seal_data, seal_lines
from fieldops.errors import ExitCode
from fieldops.messages import say_error

if TYPE_CHECKING:
    from fieldops.actions.archives import Sealing
    from fieldops.actions.importing import FaultyArchive
    from fieldops.actions.order_archives import JudgedFile, VerifiedOrder
    from fieldops.actions.order_files import Imported


def export_archive(session: Session, id: str, file: str, sealing: Sealing | None) -> int:
    """Write the archive of an order to a file (.zip), signed for as a whole by `sealing`."""
    from fieldops.actions.archives import write_archive
    from fieldops.actions.order_archives import make_order_archive

    path = OutputFile(".zip").convert(file, None, None)
    made = make_order_archive(session.root, id, now(), sealing)
    write_archive(made.raw, path)
    session.note("order-archive.written", order=made.order, path=str(path), count=len(made.files))
    return ExitCode.CLEAN


def imported_archive(session: Session, file: Path) -> Imported:
    """Take in the archive of an order. Raises what `import_order_archive` raises; what is wrong with the archive is said first."""
    from fieldops.actions.importing import FaultyArchive
    from fieldops.actions.order_importing import import_order_archive

    try:
        return import_order_archive(session.root, file, now())
    except FaultyArchive as faulty:
        say_faults(session, faulty)
        raise


def say_faults(session: Session, faulty: FaultyArchive) -> None:
    """Say what is wrong with an archive, file by file."""
    for fault in faulty.faults:
        what = say_error(fault.error, session.language)[0]
        session.note("archive.fault", place=fault.place, what=what)


def verified_archive(session: Session, file: Path, signers: Path | None, form: str) -> int | None:
    """Verify the archive of an order, say what it proves, and return the exit code: 1 where it is faulty, nobody of the customer
    has signed with a key, or a signature or that of the whole does not count; 3 where only the archive says whose the keys are. None for another
    archive.
    """
    from fieldops.actions.archives import Source
    from fieldops.actions.order_archives import is_archive_of_order, verify_order_archive
    from fieldops.documents.places import is_workspace

    if not is_archive_of_order(file):
        return None
    workspace = session.folder if is_workspace(session.folder) else None
    told = verify_order_archive(file, signers, workspace, now().date())
    if form == "json":
        print_json(_data(session, told, file, signers))
    else:
        for line in _lines(session, told, signers):
            print_line(line)
    counting = [each for each in told.signed if each.fault is None]
    is_forged = told.seal is not None and bool(told.seal.faults)
    if told.archive.faults or not counting or len(counting) != len(told.signed) or is_forged:
        return ExitCode.FINDINGS
    return ExitCode.INCOMPLETE if told.source is Source.ARCHIVE else ExitCode.CLEAN


def _lines(session: Session, told: VerifiedOrder, signers: Path | None) -> Iterator[str]:
    from fieldops.actions.archives import Source

    archive = told.archive
    if archive.opened is not None:
        opened = archive.opened
        yield session.say("order-archive.about", order=opened.order, contract=opened.contract)
    if archive.faults:
        for fault in archive.faults:
            what = say_error(fault.error, session.language)[0]
            yield session.paint(session.say("archive.fault", place=fault.place, what=what), "CRIT")
        yield session.say("archive.faulty", count=len(archive.faults))
        return
    values = {"files": len(archive.files), "events": archive.events, "head": archive.head}
    yield session.say("archive.whole", **values)
    if told.source is Source.ARCHIVE:
        yield session.say("order-archive.keys-own")
    else:
        code = "given" if told.source is Source.GIVEN else "contract"
        yield session.say(f"order-archive.keys-{code}", path=str(signers))
    if not told.signed:
        yield session.paint(session.say("order-archive.unsigned"), "WARN")
    for each in told.signed:
        yield _judged(session, each, told.source is Source.ARCHIVE)
    yield from seal_lines(session, told.seal)
    yield session.say("order-archive.not-proven")


def _judged(session: Session, each: JudgedFile, is_own: bool) -> str:
    values = {"file": each.handed.file.name, "name": each.handed.name, "key": each.key or "-"}
    if each.signer is None:
        assert each.fault is not None  # one of the two is there
        why = say_error(each.fault, session.language)[0]
        return session.paint(session.say("order-archive.refused", **values, why=why), "CRIT")
    code = "order-archive.signed-own" if is_own else "order-archive.signed"
    said = session.say(code, **values, person=each.signer.name, day=each.handed.told.time.date().isoformat())
    return session.paint(said, "UNKNOWN" if is_own else "OK")


def _data(session: Session, told: VerifiedOrder, file: Path, signers: Path | None) -> dict[str, object]:
    archive = told.archive
    found = {
        "path": str(file),
        "order": archive.opened.order if archive.opened is not None else None,
        "contract": archive.opened.contract if archive.opened is not None else None,
        "events": archive.events,
        "faults": [
            {"file": each.place, **error_data(each.error, session.language)} for each in archive.faults
        ],
        "keys_from": "contract" if told.source == "team" else told.source,
        "allowed_signers": str(signers) if signers is not None else None,
        "signatures": [
            {
                "file": each.handed.name,
                "person": each.signer.name if each.signer is not None else None,
                "key": each.key,
                "counts": each.fault is None,
                "fault": error_data(each.fault, session.language) if each.fault is not None else None,
            }
            for each in told.signed
        ],
        "sealed_by": seal_data(session, told.seal),
    }
    empty: dict[str, object] = {"run": None, "state": None, "versions": [], "archive": None, "pdf": None}
    return {**empty, "paper": None, "order": found}
