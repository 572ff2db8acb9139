"""Archives of one run: made in a workspace, and verified anywhere. Taking one in is `importing`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import date
from enum import StrEnum
from pathlib import Path

from fieldops.actions.finding import team_member
from fieldops.actions.handed_in import first_bytes
from fieldops.actions.registers import agreement_of, register_of, register_or_none, signers_text
from fieldops.actions.reports import ReportForm, report_of
from fieldops.actions.rights import write_whole
from fieldops.actions.runs import Wanted, present_store, run_id, unknown_run
from fieldops.actions.signing import FindSigner, SignedRun, keys_of, named_contents
from fieldops.contracts.agreement import Agreement
from fieldops.contracts.model.team import Person
from fieldops.errors import FieldopsError, Unusable
from fieldops.messages import LANGUAGES
from fieldops.records.allowed_signers import allowed_signers, read_register, read_signers
from fieldops.records.archive import (
    PAGES,
    READMES,
    RECORD,
    SEAL,
    SIGNERS,
    SUMS,
    principal_of,
    recorded_files,
    sums_of,
)
from fieldops.records.export import export_lines
from fieldops.records.intents import RELEASE_NAMESPACE, RUN_NAMESPACE
from fieldops.records.keyholders import Register, Registered
from fieldops.records.log import run_stream
from fieldops.records.received import Misfit, Received, Record, Seal, read_record, received, seal_of
from fieldops.records.runs import Run
from fieldops.records.signing import Signing, signing_of
from fieldops.records.zips import LARGEST, BadArchive, packed
from fieldops.reports.readme import Subject, readme
from fieldops.structs import Struct
from fieldops.transport.foreign import is_foreign_key


class Sealing(Struct, frozen=True):
    """Who signs for the whole archive, by id or name, and how the signer is found among the person's keys."""

    person: str
    find: FindSigner


class MadeArchive(Struct, frozen=True):
    """An archive: of which run, how far that is signed, the files in it, and its bytes."""

    run: str
    signing: Signing
    files: tuple[str, ...]
    raw: bytes


def make_archive(
    root: Path, wanted: Wanted, sealing: Sealing | None = None, also: Sequence[ReportForm] = ()
) -> MadeArchive:
    """The archive of a run as it stands on record, its report as a page and in the forms `also`; the same record and documents
    give the same bytes (a PDF: with the same fonts).

    Raises UsageError for a run that is not there, Broken when one of its events was changed, what `agreement_of` raises
    where the contract or its team cannot be read, FieldopsError when the pages cannot be made, and what `sealing` raises.
    """
    raw = _exported(root, wanted)
    record = read_record(raw)
    agreement = agreement_of(root, record.run.contract.id)
    register = register_of(agreement, record.run.begun.outline)
    signing = signing_of(record.events, register)
    assert signing is not None  # it is a run
    sealer = sealer_of(agreement, sealing)
    subject = Subject(record.run, signing, register, sealer.id if sealer is not None else None)
    files = {
        RECORD: raw,
        **recorded_files(record.events, signing, record.export.blob),
        **_pages(root, record, signing, also),
        SIGNERS: allowed_signers(_named(subject)).encode(),
        **{name: readme(subject, language).encode() for language, name in READMES.items()},
    }
    files[SUMS] = sums_of(files)
    files |= sealed(files[SUMS], agreement, sealing)
    return MadeArchive(record.run.id, signing, tuple(sorted(files)), packed(files))


def sealer_of(agreement: Agreement, sealing: Sealing | None) -> Person | None:
    """Who of the team signs for an archive; None where nobody does. Raises UsageError for somebody who is not of the team."""
    return team_member(agreement, sealing.person) if sealing is not None else None


def sealed(sums: bytes, agreement: Agreement, sealing: Sealing | None) -> dict[str, bytes]:
    """The file with the signature over the checksums `sums`; none where nobody signs. Raises what `sealing` raises."""
    if sealing is None:
        return {}
    person = team_member(agreement, sealing.person)
    # Whoever checks the archive has ssh-keygen only.
    signer = sealing.find([key for key in keys_of(agreement, person.id) if not is_foreign_key(key)])
    return {SEAL: signer.sign(sums, RELEASE_NAMESPACE).encode()}


def write_archive(raw: bytes, file: Path) -> None:
    """Write the bytes of an archive; the file appears whole or not at all. Raises Unusable."""
    try:
        write_whole(file, [raw])
    except OSError as error:
        raise Unusable(str(file), error) from error


def _exported(root: Path, wanted: Wanted) -> bytes:
    with closing(present_store(root)) as log:
        id = run_id(log, wanted)
        if not log.read(run_stream(id)):
            raise unknown_run(log, id)
        return "".join(f"{line}\n" for line in export_lines(log, run_stream(id))).encode()


def _pages(root: Path, record: Record, signing: Signing, also: Sequence[ReportForm]) -> dict[str, bytes]:
    """The report with its annexes in each language, as `fieldops report` makes them of the same record."""
    told = SignedRun(record.run, signing)
    pages: dict[str, bytes] = {}
    for language in LANGUAGES:
        names = named_contents(signing, language)
        contents = {part: record.export.blob(sha256) for part, sha256 in names.items()}
        # In an archive the customer's name is no part of a file's: it goes through programs that know ASCII only.
        made = report_of(root, told, contents, language, f"{record.run.id}.{language}.html")
        pages |= {f"{PAGES}{file.name}": file.data for file in (made.page, *made.annexes)}
        for form in also:
            # It names the same annexes by the same hashes.
            other = report_of(root, told, contents, language, f"{record.run.id}.{language}.{form}", form)
            pages[f"{PAGES}{other.page.name}"] = other.page.data
    return pages


def _named(subject: Subject) -> list[Registered]:
    """The people whose keys somebody needs to check the archive, and nobody else's."""
    signers = {each.signed.signer.id for version in subject.signing.versions for each in version.signatures}
    confirmers = {
        principal_of(each, subject.run.contract.id)
        for version in subject.signing.versions
        for each in version.confirmations
    }
    wanted = {*subject.run.engineers, *signers, *confirmers, subject.sealed_by}
    return [person for id, person in subject.register.items() if id in wanted]


# --- verifying one ---------------------------------------------------------------------------------------


class Source(StrEnum):
    """Where the keys come from by which signatures are judged."""

    GIVEN = "given"
    TEAM = "team"
    ARCHIVE = "archive"


class Verified(Struct, frozen=True):
    """What an archive was found to be. `signing` and `run` are None where its record cannot be read.

    `source`: whose word it is that these keys are those of these people; where that is the archive's own, nothing is
    proven of it. `register` are the people and their keys by that word.
    """

    archive: Received
    source: Source
    register: Register
    run: Run | None = None
    signing: Signing | None = None
    seal: Seal | None = None

    @property
    def faults(self) -> tuple[Misfit, ...]:
        """What is wrong with it, file by file."""
        return self.archive.faults


def read_archive(file: Path) -> Received:
    """The archive in a file; one that is not taken apart is just that fault. Raises FieldopsError for a file that cannot be read."""
    data = first_bytes(file, LARGEST)
    try:
        return received(data)
    except BadArchive as error:
        return Received({}, (Misfit(error.place or file.name, error),))


def verify_archive(file: Path, signers: Path | None, workspace: Path | None, today: date) -> Verified:
    """Say what an archive is worth: by the keys of the list `signers`, else by those of the team in `workspace`, else by
    those that came with it, which proves nothing about whose they are.

    Raises FieldopsError for a file or list that cannot be read.
    """
    archive = read_archive(file)
    run = archive.record.run if archive.record is not None else None
    source, lists = _believed(archive, run, signers, workspace)
    signing = signing_of(archive.record.events, lists[RUN_NAMESPACE]) if archive.record is not None else None
    seal = seal_of(archive.files, lists[RELEASE_NAMESPACE], today)
    return Verified(archive, source, lists[RUN_NAMESPACE], run, signing, seal)


def _believed(
    archive: Received, run: Run | None, signers: Path | None, workspace: Path | None
) -> tuple[Source, Mapping[str, Register]]:
    """Whose keys are whose, for each namespace, and by whose word."""
    if signers is not None:
        return Source.GIVEN, listed_signers(signers)
    if (
        workspace is not None
        and run is not None
        and (team := register_or_none(workspace, run.begun.outline)) is not None
    ):
        return Source.TEAM, {RUN_NAMESPACE: team, RELEASE_NAMESPACE: team}
    try:
        return Source.ARCHIVE, _listed(archive.files.get(SIGNERS, b"").decode("utf-8", "replace"))
    except FieldopsError:
        # Nobody is named by a list that cannot be read; that it was changed is told by its checksum.
        return Source.ARCHIVE, _listed("")


def _listed(text: str) -> Mapping[str, Register]:
    return {RUN_NAMESPACE: read_register(text), RELEASE_NAMESPACE: read_signers(text, RELEASE_NAMESPACE)}


def listed_signers(signers: Path) -> Mapping[str, Register]:
    """The people and keys of a list of OpenSSH's, by what the keys are for. Raises FieldopsError for one that cannot be read."""
    return _listed(signers_text(signers))
