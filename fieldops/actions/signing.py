"""Concluding, signing and verifying a recorded inspection."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from fieldops.actions.contracts import open_workspace
from fieldops.actions.needed import VISITS, need_agreement
from fieldops.actions.runs import Wanted, present_store, run_id
from fieldops.contracts.agreement import Agreement
from fieldops.contracts.model import SigningKey, Team
from fieldops.errors import FieldopsError, Refused, UsageError
from fieldops.messages import LANGUAGES
from fieldops.records.codecs import decode, encode
from fieldops.records.events import (
    RenderedFile,
    RunConcluded,
    RunKind,
    RunSigned,
    RunStarted,
    SignerRole,
    whole_seconds,
)
from fieldops.records.intents import RUN_NAMESPACE, Intent
from fieldops.records.log import RUNS, Log, run_stream
from fieldops.records.reading import insist_on_name
from fieldops.records.recorded import Recorded
from fieldops.records.runs import Run, run_of
from fieldops.records.signing import (
    JudgedSignature,
    Register,
    Registered,
    RegisteredKey,
    SignedVersion,
    Signing,
    judge_new,
    signing_of,
)
from fieldops.records.snapshots import PersonSnapshot
from fieldops.reports.build import build_report
from fieldops.reports.signatures import content_of
from fieldops.schedule.admission import unqualified
from fieldops.structs import replaced
from fieldops.transport.signing import Signer
from fieldops.transport.sshsig import key_fingerprint, public_blob

_SHOWN = 5

FindSigner = Callable[[Sequence[bytes]], Signer]
"""Finds a signer for one of these public keys (blobs)."""


@dataclass(frozen=True, slots=True)
class SignedRun:
    """A run with its signatures."""

    run: Run
    signing: Signing


@dataclass(frozen=True, slots=True)
class NewConclusion:
    """What an engineer says that a run comes to. `correct`: why a conclusion that is there is not the last word."""

    by: str
    assessment: str
    remarks: str = ""
    correct: str | None = None


def conclude(root: Path, wanted: Wanted, new: NewConclusion, now: datetime) -> SignedRun:
    """Record what the run comes to, with the report's content in both languages: from now on it can be signed.

    Raises Refused for a run that is not signed (a health check, one that was cut off, one that is concluded already),
    UsageError for somebody who did not do it or an empty text, Conflict where somebody else wrote meanwhile.
    """
    with closing(present_store(root)) as log:
        opened = _open(root, log, wanted)
        _refuse_unsignable(opened.told)
        person = _engineer(opened.told.run, new.by)
        current = opened.told.signing.current
        _refuse_second(opened.told, new, current)
        if not new.assessment.strip():
            raise UsageError("sign.blank")
        event = RunConcluded(
            run=opened.told.run.id,
            version=current.conclusion.version + 1 if current else 1,
            by=person,
            at=_local(opened.told.run, now),
            assessment=new.assessment.strip(),
            remarks=new.remarks.strip(),
            corrects=(new.correct or "").strip(),
        )
        contents = {
            f"report.{language}.json": content_of(build_report(opened.told.run, language, event))
            for language in LANGUAGES
        }
        event = _with_files(event, contents)
        log.append(opened.stream, [encode(event)], len(opened.events), contents.values())
        return _open(root, log, Wanted(opened.told.run.id)).told


def sign(root: Path, wanted: Wanted, person: str, find: FindSigner, now: datetime) -> JudgedSignature:
    """Sign the version of a run that holds, as one of its engineers, and record it; returns the signature.

    `find` is given the keys that the team has of the person. Raises Refused with the reason why this person may not
    sign it with that key, UsageError for somebody who did not do it or whose key nobody knows, CannotSign where the key
    does not sign, Conflict where somebody else wrote meanwhile.
    """
    with closing(present_store(root)) as log:
        opened = _open(root, log, wanted)
        _refuse_unsignable(opened.told)
        run, version = opened.told.run, opened.told.signing.current
        signer_person = _engineer(run, person)
        if version is None:
            raise Refused("sign.not-concluded", run=run.id)
        agreement = _agreement(root, run)
        register = register_of(agreement, run.begun)
        signer = find(_keys_of(agreement, signer_person.id, run))
        intent = Intent(
            run=run.id,
            version=version.conclusion.version,
            manifest=version.manifest.sha256,
            files=version.conclusion.files,
            role=SignerRole.ENGINEER,
            signer=signer_person.id,
            name=signer_person.name.say(run.contract.language),
            key=key_fingerprint(signer.key),
            time=_local(run, now),
            log=log.head(),
        )
        refused = judge_new(intent, signer.key, run.begun, register, version)
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
        _refuse_bad(opened, event, register, log)
        log.append(opened.stream, [encode(event)], len(opened.events))
        signed = _open(root, log, Wanted(run.id)).told.signing.current
        assert signed is not None  # it has just been signed
        return signed.signatures[-1]


def signed_run(root: Path, wanted: Wanted) -> SignedRun:
    """A run with what its signatures are worth, by the team's document in this workspace.

    Where that cannot be read no signature counts, and each says why. Raises what `find_run` raises.
    """
    with closing(present_store(root)) as log:
        return _open(root, log, wanted).told


def content(root: Path, wanted: Wanted, language: str | None) -> tuple[SignedRun, bytes | None]:
    """The same, with the signed content of its report in `language`, else the contract's; None before somebody concluded it."""
    with closing(present_store(root)) as log:
        told = _open(root, log, wanted).told
        version = told.signing.current
        name = f"report.{language or told.run.contract.language}.json"
        files = version.conclusion.files if version else ()
        found = next((each for each in files if each.name == name), None)
        return told, log.blob(found.sha256) if found else None


def register_of(agreement: Agreement, begun: RunStarted) -> Register:
    """The people of the contract's team with their keys, and what they lacked on the day of the run."""
    lacks = unqualified(agreement, begun)
    team: Team | None = agreement.team
    return {
        person.id: Registered(
            person.id, tuple(_registered(key) for key in person.signing_keys), lacks.get(person.id, ())
        )
        for person in (team.people if team else ())
    }


def _registered(key: SigningKey) -> RegisteredKey:
    return RegisteredKey(public_blob(key.key), key.valid_from, key.valid_until, key.revoked_from)


# --- the run as it stands on record ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Opened:
    """A run's stream, its events as they were read, and what they tell."""

    stream: str
    events: Sequence[Recorded]
    told: SignedRun


def _open(root: Path, log: Log, wanted: Wanted) -> _Opened:
    stream = run_stream(run_id(log, wanted))
    events = log.read(stream)
    told = [decode(each.type, each.version, each.body, log.blob) for each in events]
    run = run_of(told, head=events[-1].link) if events else None
    if run is None:
        known = [each.name.removeprefix(RUNS) for each in log.streams(RUNS, _SHOWN)]
        raise UsageError("run.unknown", run=wanted.id, choices=", ".join(known))
    insist_on_name(run, stream)
    signing = signing_of(events, log.blob, _register(root, run))
    assert signing is not None  # it begins a run
    return _Opened(stream, events, SignedRun(run, signing))


def _register(root: Path, run: Run) -> Register | None:
    """Whose keys are whose by today's documents; None where they cannot be read."""
    try:
        return register_of(_agreement(root, run), run.begun)
    except FieldopsError:
        return None


def _agreement(root: Path, run: Run) -> Agreement:
    return need_agreement(open_workspace(root, judged=False), run.contract.id, VISITS)


def _keys_of(agreement: Agreement, id: str, run: Run) -> list[bytes]:
    person = agreement.team.person(id) if agreement.team is not None else None
    keys = [public_blob(key.key) for key in person.signing_keys] if person is not None else []
    if not keys:
        team = agreement.team.id if agreement.team is not None else "-"
        raise UsageError("sign.no-keys", person=id, team=team)
    return keys


def _engineer(run: Run, name: str) -> PersonSnapshot:
    """The engineer of the run with that id or name."""
    for person in run.team.engineers:
        if name in (person.id, person.name.zh, person.name.en):
            return person
    choices = ", ".join(person.id for person in run.team.engineers) or "-"
    raise Refused("sign.not-of-run", person=name, choices=choices)


def _refuse_unsignable(told: SignedRun) -> None:
    if told.run.kind is not RunKind.INSPECTION:
        raise Refused("sign.health-check", run=told.run.id)
    if told.run.finished is None:
        raise Refused("sign.unfinished", run=told.run.id)


def _refuse_second(told: SignedRun, new: NewConclusion, current: SignedVersion | None) -> None:
    if current is None and new.correct is not None:
        raise UsageError("sign.nothing-to-correct", run=told.run.id)
    if current is not None and not (new.correct or "").strip():
        values = {"version": current.conclusion.version, "person": current.conclusion.by.id}
        raise Refused("sign.concluded-already", run=told.run.id, **values)


def _refuse_bad(opened: _Opened, event: RunSigned, register: Register, log: Log) -> None:
    """What the key made is judged as it will be judged ever after, before anything is recorded."""
    made = encode(event)
    last = opened.events[-1]
    position, number = last.position + 1, last.number + 1
    recorded = Recorded(position, opened.stream, number, made.type, made.version, made.body, "", "")
    signing = signing_of([*opened.events, recorded], log.blob, register)
    version = signing.current if signing else None
    if version is None or not version.signatures[-1].counts:
        raise FieldopsError("sign.not-verified")


def _with_files(event: RunConcluded, contents: dict[str, bytes]) -> RunConcluded:
    files = tuple(
        RenderedFile(name, hashlib.sha256(raw).hexdigest(), len(raw)) for name, raw in contents.items()
    )
    return replaced(event, files=files)


def _local(run: Run, now: datetime) -> datetime:
    return whole_seconds(now.astimezone(ZoneInfo(run.contract.time_zone)))
