"""What `fieldops verify` says of a document of an order: lines for a terminal, and JSON."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from fieldops.cli.json_forms import error_data
from fieldops.cli.output import Session, now, print_json, print_line
from fieldops.errors import ExitCode
from fieldops.messages import CATALOGUE, say_error

if TYPE_CHECKING:
    from fieldops.actions.verified_papers import HandedInWith, VerifiedPaper


def verified_order_paper(session: Session, file: Path, signers: Path | None, form: str) -> int | None:
    """Verify a document of an order, say what is proven, and return the exit code: 0 proven, 1 not signed, a signature that does
    not count, or no document of the record; 3 where nobody says whose the key is, or whether it is what was recorded. None
    for a file that is no such document: neither signed, nor known to the record.
    """
    from fieldops.actions.verified_papers import Standing, may_be_paper, verify_paper
    from fieldops.documents.places import is_workspace

    if not may_be_paper(file):
        return None
    workspace = session.folder if is_workspace(session.folder) else None
    told = verify_paper(file, signers, workspace, now())
    if told.standing is Standing.UNSIGNED and not told.is_known and file.suffix.lower() == ".pdf":
        return None
    if form == "json":
        print_json(_data(session, told, file, signers))
    else:
        for line in _lines(session, told, file, signers):
            print_line(line)
    return _exit_code(told)


def _exit_code(told: VerifiedPaper) -> int:
    from fieldops.actions.verified_papers import Standing

    if told.standing in (Standing.REFUSED, Standing.UNSIGNED) or (told.looked and not told.is_known):
        return ExitCode.FINDINGS
    if told.paper is not None and not told.paper.is_current and not told.on_record:
        return ExitCode.FINDINGS
    unknown = told.standing is Standing.UNDETERMINED or not told.is_known
    return ExitCode.INCOMPLETE if unknown else ExitCode.CLEAN


def _lines(session: Session, told: VerifiedPaper, file: Path, signers: Path | None) -> Iterator[str]:
    yield _what(session, told, file)
    for each in told.on_record:
        yield session.say("paper.verify-handed-in", **_told(session, each))
    yield from _signature(session, told, signers)
    yield session.say("paper.verify-not-proven")


def _what(session: Session, told: VerifiedPaper, file: Path) -> str:
    """Which document it is, and whether it says what is recorded."""
    values = {"path": str(file), "order": told.order or "-"}
    if told.paper is not None:
        paper = told.paper.paper
        code = "paper.verify-current" if told.paper.is_current else "paper.verify-older"
        what = " ".join(each for each in (paper.title, paper.version) if each)
        said = session.say(code, **values, what=what, until=paper.foot[0])
        return session.paint(said, "OK" if told.paper.is_current else "WARN")
    if told.on_record:
        return session.say("paper.verify-kept-only", **values)
    if not told.looked:
        return session.say("paper.verify-no-record", **values)
    code = "paper.verify-otherwise" if told.order is not None else "paper.verify-unknown"
    return session.paint(session.say(code, **values), "CRIT")


def _told(session: Session, each: HandedInWith) -> dict[str, object]:
    code = f"{'swap' if each.swap else 'order'}.event-{each.kind}"
    kind = session.say(code) if code in CATALOGUE else each.kind
    return {"order": each.swap or each.order, "kind": kind, "at": each.time.strftime("%Y-%m-%d %H:%M")}


def _signature(session: Session, told: VerifiedPaper, signers: Path | None) -> Iterator[str]:
    from fieldops.actions.verified_papers import Standing

    if told.kept:
        yield session.say("paper.verify-kept-signature")
    if told.standing is Standing.UNSIGNED:
        yield session.paint(session.say("paper.verify-unsigned"), "WARN")
        return
    if told.fault is not None and told.standing is Standing.REFUSED:
        why, advice = say_error(told.fault, session.language)
        yield session.paint(session.say("paper.verify-refused", why=why), "CRIT")
        if advice:
            yield f"    {session.label('word.hint')}{advice}"
        return
    if told.signer is None:
        yield session.paint(session.say("paper.verify-whose", key=told.key), "UNKNOWN")
        return
    source = "given" if signers is not None else "contract"
    values = {"person": told.signer.name, "key": told.signer.key, "path": str(signers)}
    yield session.paint(session.say(f"paper.verify-signed-{source}", **values), "OK")
    day = "today" if told.judged_today else "recorded"
    yield session.say(f"paper.verify-day-{day}", day=told.day.isoformat())


def _data(session: Session, told: VerifiedPaper, file: Path, signers: Path | None) -> dict[str, object]:
    """The same as JSON (public interface)."""
    paper = told.paper.paper if told.paper is not None else None
    found = {
        "path": str(file),
        "sha256": told.sha256,
        "order": told.order,
        "kind": paper.kind.replace("-", "_") if paper is not None else None,
        "language": paper.language if paper is not None else None,
        "version": (paper.version or None) if paper is not None else None,
        "current": told.paper.is_current if told.paper is not None else None,
        "handed_in": [
            {"order": each.order, "swap": each.swap, "event": each.kind, "time": each.time.isoformat()}
            for each in told.on_record
        ],
        "signature": told.standing,
        "signature_kept": told.kept,
        "person": told.signer.name if told.signer is not None else None,
        "key": told.key,
        "judged_by": told.day.isoformat(),
        "keys_from": "contract" if told.source == "team" else told.source,
        "allowed_signers": str(signers) if signers is not None else None,
        "fault": error_data(told.fault, session.language) if told.fault is not None else None,
    }
    return {
        "run": None,
        "state": None,
        "versions": [],
        "archive": None,
        "pdf": None,
        "paper": found,
        "order": None,
    }
