"""The customer's confirmation of a signed inspection: the text to sign, and recording a signature or a scan."""

from __future__ import annotations

import hashlib
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

from fieldops.actions.contracts import open_workspace
from fieldops.actions.finding import recorded, team_member
from fieldops.actions.handed_in import read_scan, read_text
from fieldops.actions.needed import TIMES, need_agreement
from fieldops.actions.opened_runs import OpenedRun, local_time, open_run
from fieldops.actions.registers import agreement_of, register_of
from fieldops.actions.runs import Wanted, present_store
from fieldops.actions.signing import FindSigner, SignedRun, keys_of
from fieldops.contracts.agreement import Agreement
from fieldops.contracts.model.team import ENGINEERS
from fieldops.errors import Refused, UsageError
from fieldops.records.codecs import encode, evidence_of
from fieldops.records.confirming import JudgedConfirmation, key_holder_faults
from fieldops.records.intents import CONFIRMATION_NAMESPACE, Confirmation, read_confirmation
from fieldops.records.keyholders import Register
from fieldops.records.log import Log
from fieldops.records.signing import SignedVersion
from fieldops.records.signing_events import ConfirmationWay, RenderedFile, RunConfirmed
from fieldops.records.snapshots import PersonSnapshot
from fieldops.structs import Struct
from fieldops.transport.sshsig import public_blob

_MANAGER = "manager_signature"


class Confirming(Struct, frozen=True):
    """Who confirms: a contact of the customer by name; or a manager of the team in the customer's place (`manager`), by id or
    name, saying why (`note`).
    """

    by: str
    manager: bool = False
    note: str = ""


class Paper(Struct, frozen=True):
    """A signed paper: the file with its scan, the day that stands on it, and who of the team records it, where that is told."""

    file: Path
    day: date
    recorded_by: str | None = None


class Recorded(Struct, frozen=True):
    """A confirmation on record. `new` is False where the same stood there already; `superseded` where it is of a version that
    was corrected since.
    """

    told: SignedRun
    confirmation: JudgedConfirmation
    new: bool
    superseded: bool


def confirmation_text(root: Path, wanted: Wanted, who: Confirming, now: datetime) -> str:
    """The text that the customer signs, of the version that holds. Nothing is recorded.

    Raises UsageError for somebody who is no contact of the customer, Refused for a run that is not signed by two yet.
    """
    with closing(present_store(root)) as log:
        return _Desk(root, log, wanted, now).text(who).raw.decode("utf-8")


def confirm(root: Path, wanted: Wanted, who: Confirming, find: FindSigner, now: datetime) -> Recorded:
    """Sign the version that holds as the customer and record it. `find` is given the contact's keys, or the manager's.

    Raises what `confirmation_text` raises, and Refused with the reason why that key does not confirm it.
    """
    with closing(present_store(root)) as log:
        desk = _Desk(root, log, wanted, now)
        text = desk.text(who)
        if (found := desk.standing(text.version, text.way)) is not None:
            return desk.again(found)
        signer = find(desk.keys(who))
        faults = tuple(key_holder_faults(text, signer.key, desk.opened.run.begun.outline, desk.register))
        if faults:
            raise faults[0]
        return desk.record(_signed(text, signer.sign(text.raw, CONFIRMATION_NAMESPACE), desk.now))


def take_confirmation(root: Path, wanted: Wanted, file: Path, now: datetime) -> Recorded:
    """Record what the customer signed elsewhere: `file` has the text, the file beside it with ``.sig`` behind its name the
    signature. It may be of a version that was corrected since, and is recorded as one of that.

    Raises FieldopsError for files that cannot be read, Refused where the signature confirms nothing of this run.
    """
    text, signature = read_text(file), read_text(file.with_name(f"{file.name}.sig"))
    said = read_confirmation(text)
    with closing(present_store(root)) as log:
        desk = _Desk(root, log, wanted, now)
        if said.way is ConfirmationWay.MANAGER:
            desk.insist_on_manager_allowed()
        return desk.record(_signed(said, signature, desk.now))


def attach_scan(root: Path, wanted: Wanted, by: str, paper: Paper, now: datetime) -> Recorded:
    """Record the scan of a paper that a contact of the customer signed, for the version that holds.

    Raises UsageError for a file that is no PDF, JPEG or PNG, for one that is too large, for a day on which that cannot have
    been, and for somebody who is no contact of the customer; Refused where it is confirmed by another paper.
    """
    raw, ending = read_scan(paper.file)
    with closing(present_store(root)) as log:
        desk = _Desk(root, log, wanted, now)
        version = desk.version()
        contact = desk.contact(by)
        _insist_on_day(paper.day, version, desk.now)
        name = f"confirmation-{version.conclusion.version}.{ending}"
        event = RunConfirmed(
            run=desk.opened.run.id,
            version=version.conclusion.version,
            way=ConfirmationWay.SCAN,
            by=contact,
            day=paper.day,
            at=desk.now,
            manifest=version.manifest.sha256,
            scan=RenderedFile(name, hashlib.sha256(raw).hexdigest(), len(raw)),
            recorded_by=desk.recorder(paper.recorded_by),
        )
        return desk.record(event, raw)


class _Desk:
    """A run that is open to be confirmed, with the contract's people."""

    def __init__(self, root: Path, log: Log, wanted: Wanted, now: datetime) -> None:
        self._log, self._root = log, root
        self.opened: OpenedRun = open_run(log, wanted)
        run = self.opened.run
        if not run.signable:
            raise Refused("sign.health-check", run=run.id)
        self.agreement: Agreement = agreement_of(root, run.contract.id)
        self.register: Register = register_of(self.agreement, run.begun.outline)
        self.signing = self.opened.signing(self.register)
        self.now = local_time(now, run.contract.time_zone)

    def version(self, number: int | None = None) -> SignedVersion:
        """The version that holds, or that with a number. Raises Refused where two engineers have not signed it."""
        run = self.opened.run.id
        found = [each for each in self.signing.versions if number in (None, each.conclusion.version)]
        if not found:
            code = "sign.not-concluded" if number is None else "confirmation.no-version"
            raise Refused(code, run=run, version=number)
        if len(found[-1].counting) < ENGINEERS:
            raise Refused("confirmation.not-final", run=run, version=found[-1].conclusion.version)
        return found[-1]

    def text(self, who: Confirming) -> Confirmation:
        """What is to be signed by whom."""
        version = self.version()
        run = self.opened.run
        if who.manager:
            self.insist_on_manager_allowed()
        return Confirmation(
            run=run.id,
            version=version.conclusion.version,
            manifest=version.manifest.sha256,
            files=version.conclusion.files,
            contract=run.contract.id,
            customer=run.contract.customer.say(run.contract.language),
            way=ConfirmationWay.MANAGER if who.manager else ConfirmationWay.SIGNATURE,
            by=team_member(self.agreement, who.by).id if who.manager else self.contact(who.by),
            time=self.now,
            note=who.note.strip(),
        )

    def contact(self, name: str) -> str:
        """The contact of the customer of that name. Raises UsageError."""
        contacts = [each.name for each in self.agreement.signed.customer.contacts]
        if name.strip() not in contacts:
            raise UsageError("confirmation.no-contact", name=name, choices=", ".join(contacts) or "-")
        return name.strip()

    def keys(self, who: Confirming) -> list[bytes]:
        """The public keys of whoever confirms. Raises UsageError where the documents have none."""
        if who.manager:
            return keys_of(self.agreement, team_member(self.agreement, who.by).id)
        contacts = self.agreement.signed.customer.contacts
        keys = [
            public_blob(key.key) for one in contacts if one.name == who.by.strip() for key in one.signing_keys
        ]
        if not keys:
            raise UsageError("confirmation.no-keys", name=who.by, contract=self.agreement.id)
        return keys

    def recorder(self, name: str | None) -> PersonSnapshot | None:
        """Who of the team records it. Raises UsageError for somebody who is not of it."""
        return recorded(team_member(self.agreement, name)) if name is not None else None

    def standing(self, version: int, way: ConfirmationWay) -> JudgedConfirmation | None:
        """The confirmation in that way that the version has already, and that counts."""
        found = next(each for each in self.signing.versions if each.conclusion.version == version)
        return next((one for one in found.confirmations if one.counts and one.confirmed.way is way), None)

    def record(self, event: RunConfirmed, *blobs: bytes) -> Recorded:
        """Judge the confirmation as it will be judged ever after, and record it, where it is not on record already."""
        version = self.version(event.version)
        same = [one for one in version.confirmations if _is_same(one.confirmed, event)]
        if same:
            return self.again(same[0])
        if event.way is ConfirmationWay.SCAN and self.standing(event.version, event.way) is not None:
            raise Refused("confirmation.other-scan", run=event.run, version=event.version)
        told = self.opened.with_event(event, self.register)
        made = next(each for each in told.versions if each.conclusion.version == event.version).confirmations[
            -1
        ]
        if made.faults:
            raise made.faults[0]
        self._log.append(self.opened.stream, [encode(event)], len(self.opened.events), blobs)
        return Recorded(SignedRun(self.opened.run, told), made, True, version.superseded)

    def again(self, one: JudgedConfirmation) -> Recorded:
        """What stands on record already: nothing changes."""
        version = self.version(one.confirmed.version)
        return Recorded(SignedRun(self.opened.run, self.signing), one, False, version.superseded)

    def insist_on_manager_allowed(self) -> None:
        """Raise Refused where the contract does not let a manager sign in the customer's place on the run's day. B6"""
        run = self.opened.run
        # What visits and signatures need of a contract has no service level.
        agreement = need_agreement(open_workspace(self._root, judged=False), run.contract.id, TIMES)
        level = agreement.level(agreement.terms_on(run.started.date()).contract)
        closing = level.closing if level is not None else None
        if closing is None or _MANAGER not in closing.without_customer_signature:
            raise Refused("confirmation.manager-not-agreed", contract=self.agreement.id)


def _signed(text: Confirmation, signature: str, at: datetime) -> RunConfirmed:
    return RunConfirmed(
        run=text.run,
        version=text.version,
        way=text.way,
        by=text.by,
        day=text.time.date(),
        at=at,
        manifest=text.manifest,
        intent=text.raw.decode("utf-8"),
        signature=signature,
        note=text.note,
    )


def _is_same(one: RunConfirmed, other: RunConfirmed) -> bool:
    return one.way is other.way and evidence_of(one) == evidence_of(other)


def _insist_on_day(day: date, version: SignedVersion, now: datetime) -> None:
    """Raise UsageError where nobody can have signed the paper that day: before there was a conclusion, or still to come."""
    first = version.conclusion.at.date()
    if not first <= day <= now.date():
        raise UsageError("confirmation.bad-day", day=day.isoformat(), first=first.isoformat())
