"""Concluding, signing and verifying a recorded inspection."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from fieldops.actions.comparisons import compared_with_last
from fieldops.actions.histories import history_beside
from fieldops.actions.opened_runs import OpenedRun, engineer_of, local_time, open_run
from fieldops.actions.registers import agreement_of, register_of, register_or_none
from fieldops.actions.runs import Wanted, present_store
from fieldops.contracts.agreement import Agreement
from fieldops.contracts.public_keys import key_fingerprint
from fieldops.errors import FieldopsError, Refused, UsageError
from fieldops.messages import LANGUAGES
from fieldops.records.codecs import encode
from fieldops.records.findings import UNSETTLED, Finding
from fieldops.records.history import History
from fieldops.records.intents import RUN_NAMESPACE, Intent
from fieldops.records.run_events import RunKind
from fieldops.records.runs import Run
from fieldops.records.signing import Signing, judge_new
from fieldops.records.signing_events import RenderedFile, RunConcluded, RunSigned, SignerRole
from fieldops.structs import Struct, replaced
from fieldops.transport.signing import Signer
from fieldops.transport.sshsig import public_blob

if TYPE_CHECKING:
    from fieldops.reports.view import ReportView

FindSigner = Callable[[Sequence[bytes]], Signer]
"""Finds a signer for one of these public keys (blobs)."""


class SignedRun(Struct, frozen=True):
    """A run with its signatures."""

    run: Run
    signing: Signing


class Concluded(SignedRun, frozen=True):
    """A run that was concluded just now, and what its report leaves open: the findings that nobody was given, and whether a day
    is missing for what the customer is asked to do, and for looking again at what could not be determined.
    """

    unowned: tuple[Finding, ...] = ()
    no_requests_day: bool = False
    no_again_day: bool = False


class NewConclusion(Struct, frozen=True):
    """What an engineer says that a run comes to. `correct`: why a conclusion that is there is not the last word; `requests_by`
    and `again_by`: the last days for what the customer is asked to do, and for looking again at what could not be determined.
    """

    by: str
    assessment: str
    remarks: str = ""
    correct: str | None = None
    requests_by: date | None = None
    again_by: date | None = None


def conclude(root: Path, wanted: Wanted, new: NewConclusion, now: datetime) -> Concluded:
    """Record what the run comes to, with the report's content in both languages: from now on it can be signed.

    Raises Refused for a run that is not signed (a health check, one that was cut off, one that is concluded already),
    UsageError for somebody who did not do it, an empty text, or a day that has passed or is for nothing, Conflict where
    somebody else wrote meanwhile.
    """
    with closing(present_store(root)) as log:
        opened = open_run(log, wanted)
        run = opened.run
        _refuse_unsignable(run)
        person = engineer_of(run, new.by)
        current = opened.conclusion
        _refuse_second(run, new, current)
        if not new.assessment.strip():
            raise UsageError("sign.blank")
        event = RunConcluded(
            run=run.id,
            version=current.version + 1 if current else 1,
            by=person,
            at=local_time(now, run.contract.time_zone),
            assessment=new.assessment.strip(),
            remarks=new.remarks.strip(),
            corrects=(new.correct or "").strip(),
            requests_by=new.requests_by,
            again_by=new.again_by,
        )
        history = history_beside(root, run, event.at)
        reports = _reports(root, run, event, history)
        _insist_on_days(event, reports[LANGUAGES[0]])
        contents = dict(_contents(run, reports))
        event = _with_files(event, contents)
        log.append(opened.stream, [encode(event)], len(opened.events), contents.values())
        told = _signed(root, open_run(log, Wanted(run.id)))
    return Concluded(told.run, told.signing, *_left_open(run, event, history, reports[LANGUAGES[0]]))


def _reports(root: Path, run: Run, event: RunConcluded, history: History) -> Mapping[str, ReportView]:
    """The report of the run with that conclusion, in each language."""
    from fieldops.reports.build import build_report

    compared = compared_with_last(root, run)
    return {language: build_report(run, language, event, compared, history) for language in LANGUAGES}


def _contents(run: Run, reports: Mapping[str, ReportView]) -> Iterator[tuple[str, bytes]]:
    """What the engineers sign besides the record: the content of the report and of its annex, in each language."""
    from fieldops.reports.annexes import build_annex
    from fieldops.reports.signatures import content_of

    for language, report in reports.items():
        yield f"report.{language}.json", content_of(report)
        yield f"annex.{language}.json", content_of(build_annex(run, language))


def _insist_on_days(event: RunConcluded, report: ReportView) -> None:
    """Raises UsageError for a day that has passed, one for which nothing is left to do, and two in the wrong order."""
    today = event.at.date()
    for name, day, owed in (
        ("requests", event.requests_by, bool(report.requests)),
        ("again", event.again_by, bool(report.undetermined)),
    ):
        if day is not None and not owed:
            raise UsageError(f"sign.no-{name}", run=event.run)
        if day is not None and day < today:
            raise UsageError("finding.day-passed", day=day.isoformat(), today=today.isoformat())
    if event.requests_by is not None and event.again_by is not None and event.again_by < event.requests_by:
        raise UsageError("sign.days-order", requests=event.requests_by, again=event.again_by)


def _left_open(
    run: Run, event: RunConcluded, history: History, report: ReportView
) -> tuple[tuple[Finding, ...], bool, bool]:
    """What a report leaves open that says who does what until when: see `Concluded`."""
    unowned = tuple(
        each
        for each in history.findings.values()
        if each.last.run == run.id and each.assigned is None and each.state(history.day) in UNSETTLED
    )
    no_requests_day = bool(report.requests) and event.requests_by is None
    return unowned, no_requests_day, bool(report.undetermined) and event.again_by is None


def sign(root: Path, wanted: Wanted, person: str, find: FindSigner, now: datetime) -> SignedRun:
    """Sign the version of a run that holds, as one of its engineers, and record it; the new signature is its last.

    `find` is given the keys that the team has of the person. Raises Refused with the reason why this person may not
    sign it with that key, UsageError for somebody who did not do it or whose key nobody knows, CannotSign where the key
    does not sign, Conflict where somebody else wrote meanwhile.
    """
    with closing(present_store(root)) as log:
        opened = open_run(log, wanted)
        run = opened.run
        _refuse_unsignable(run)
        signer_person = engineer_of(run, person)
        if opened.conclusion is None:
            raise Refused("sign.not-concluded", run=run.id)
        agreement = agreement_of(root, run.contract.id)
        register = register_of(agreement, run.begun.outline)
        version = opened.signing(register).current
        assert version is not None  # it has a conclusion
        signer = find(keys_of(agreement, signer_person.id))
        intent = Intent(
            run=run.id,
            version=version.conclusion.version,
            manifest=version.manifest.sha256,
            files=version.conclusion.files,
            role=SignerRole.ENGINEER,
            signer=signer_person.id,
            name=signer_person.name.say(run.contract.language),
            key=key_fingerprint(signer.key),
            time=local_time(now, run.contract.time_zone),
            log=log.head(),
        )
        refused = judge_new(intent, signer.key, run.begun.outline, register, version)
        if refused:
            raise refused[0]
        text = signer.sign(intent.raw, RUN_NAMESPACE)
        event = RunSigned(
            run=run.id,
            version=intent.version,
            role=intent.role,
            signer=signer_person,
            intent=intent.raw.decode("utf-8"),
            signature=text,
            at=intent.time,
        )
        told = opened.with_event(event, register)
        if told.current is None or not told.current.signatures[-1].counts:
            raise _not_verified(told)
        log.append(opened.stream, [encode(event)], len(opened.events))
        return SignedRun(run, told)


def signed_run(root: Path, wanted: Wanted) -> SignedRun:
    """A run with what its signatures are worth, by the team's document in this workspace.

    Where that cannot be read no signature counts, and each says why. Raises what `find_run` raises.
    """
    with closing(present_store(root)) as log:
        return _signed(root, open_run(log, wanted))


def signed_contents(
    root: Path, wanted: Wanted, language: str | None
) -> tuple[SignedRun, Mapping[str, bytes]]:
    """The same, with what was signed of the pages in `language`, else the contract's: the content of the "report" and of
    the "annex"; nothing before somebody concluded it.
    """
    with closing(present_store(root)) as log:
        told = _signed(root, open_run(log, wanted))
        names = named_contents(told.signing, language or told.run.contract.language)
        return told, {part: log.blob(sha256) for part, sha256 in names.items()}


def named_contents(signing: Signing, language: str) -> Mapping[str, str]:
    """The hashes of what was signed of the pages in a language: of the "report" and of the "annex", as far as there are any."""
    files = signing.current.conclusion.files if signing.current else ()
    known = {file.name: file.sha256 for file in files}
    names = {part: f"{part}.{language}.json" for part in ("report", "annex")}
    return {part: known[name] for part, name in names.items() if name in known}


# --- who signs what ---------------------------------------------------------------------------------------


def _signed(root: Path, opened: OpenedRun) -> SignedRun:
    """The run with its signatures; the workspace's documents are read only where there is one to judge."""
    has_any = any(isinstance(one.event, RunSigned) for one in opened.events)
    register = register_or_none(root, opened.run.begun.outline) if has_any else None
    return SignedRun(opened.run, opened.signing(register))


def _not_verified(told: Signing) -> FieldopsError:
    """What to say of a signature that would not count; of one that nobody here can verify, just that."""
    faults = told.current.signatures[-1].faults if told.current is not None else ()
    open_ones = (fault for fault in faults if fault.code == "signature.not-verified-here")
    return next(open_ones, FieldopsError("sign.not-verified"))


def keys_of(agreement: Agreement, id: str) -> list[bytes]:
    """The public keys that the team has of a person. Raises UsageError where there are none."""
    person = agreement.team.person(id) if agreement.team is not None else None
    keys = [public_blob(key.key) for key in person.signing_keys] if person is not None else []
    if not keys:
        team = agreement.team.id if agreement.team is not None else "-"
        raise UsageError("sign.no-keys", person=id, team=team)
    return keys


def _refuse_unsignable(run: Run) -> None:
    if run.kind is not RunKind.INSPECTION:
        raise Refused("sign.health-check", run=run.id)
    if run.finished is None:
        raise Refused("sign.unfinished", run=run.id)


def _refuse_second(run: Run, new: NewConclusion, current: RunConcluded | None) -> None:
    if current is None and new.correct is not None:
        raise UsageError("sign.nothing-to-correct", run=run.id)
    if current is not None and not (new.correct or "").strip():
        raise Refused("sign.concluded-already", run=run.id, version=current.version, person=current.by.id)


def _with_files(event: RunConcluded, contents: dict[str, bytes]) -> RunConcluded:
    files = tuple(
        RenderedFile(name, hashlib.sha256(raw).hexdigest(), len(raw)) for name, raw in contents.items()
    )
    return replaced(event, files=files)
