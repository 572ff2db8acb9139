"""The archive of one run, file by file: which files it has, and what those say that follow from the run's record. Pure.

A customer checks it with `sha256sum` and `ssh-keygen` alone: SHA256SUMS names all other files, each signature lies beside
what was signed, and that names manifest and report by hash. Packing is `zips`; what is wrong with one that came from
elsewhere is `received`; the words of its README are in `fieldops.reports.readme`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from hashlib import sha256

from fieldops.errors import FieldopsError
from fieldops.messages import LANGUAGES
from fieldops.records.allowed_signers import is_dated
from fieldops.records.codecs import Decoded, evidence_of
from fieldops.records.confirming import JudgedConfirmation
from fieldops.records.forgetting import forgotten_of
from fieldops.records.intents import CONFIRMATION_NAMESPACE, RELEASE_NAMESPACE, RUN_NAMESPACE
from fieldops.records.keyholders import Register, customer_of
from fieldops.records.manifest import manifest_of
from fieldops.records.signing import JudgedSignature, SignedVersion, Signing
from fieldops.records.signing_events import ConfirmationWay
from fieldops.records.zips import BadArchive, is_plain_name

RECORD, MANIFEST, SIGNERS = "record.jsonl", "manifest.json", "allowed_signers"
SUMS, SEAL = "SHA256SUMS", "SHA256SUMS.sig"
READMES = {language: f"README.{language}.txt" for language in LANGUAGES}
PAGES = "pages/"
# What every archive has; SHA256SUMS does not name itself, nor its own signature.
FIXED = frozenset((RECORD, MANIFEST, SIGNERS, SUMS, *READMES.values()))

_PAGE = re.compile(r"pages/[^/]+\.(html|pdf|docx|xlsx|csv|md|json)")
_PERSON = re.compile(r"[a-z0-9-]+", re.ASCII)
_ENDING = re.compile(r"[a-z]{3,4}", re.ASCII)
_SUM = re.compile(r"([0-9a-f]{64})  (.+)")
# From a signed text to lines that `sha256sum -c` reads: the manifest, and each file that is named with its hash.
_NAMED = r"""grep -ohE '"manifest":"[0-9a-f]{{64}}|"name":"[^"]*","sha256":"[0-9a-f]{{64}}' {files} | sed -E 's/^"manifest":"(.*)/\1  {manifest}/; s/^"name":"([^"]*)","sha256":"(.*)/\2  \1/' | sha256sum -c"""


def recorded_files(
    events: Sequence[Decoded], signing: Signing, blob: Callable[[str], bytes]
) -> dict[str, bytes]:
    """The files that follow from a run's record: of each version of its conclusion the manifest, the report's content, and
    the signatures with what they sign; of a run that nobody concluded the manifest only.

    Raises BadArchive for a name that no file can have, and what `blob` raises.
    """
    files: dict[str, bytes] = {}
    gone = forgotten_of(one.event for one in events)
    for version in signing.versions:
        for name, raw in _of_version(version, blob, gone):
            if name in files or not is_plain_name(name):
                raise BadArchive("archive.bad-name", name)
            files[name] = raw
    if not signing.versions and (manifest := manifest_of(events)) is not None:
        files[MANIFEST] = manifest.raw
    return files


def folder_of(version: SignedVersion) -> str:
    """Where in the archive the files of a version are: in front, or below versions/ where a later one took its place."""
    return f"versions/{version.conclusion.version}/" if version.superseded else ""


def proof_of(version: SignedVersion) -> Iterator[tuple[str, bytes]]:
    """What is signed of a version and its signatures: the manifest, and each signature with the text that it signs, by name."""
    yield MANIFEST, version.manifest.raw
    for each in version.signatures:
        name = signature_name(each)
        yield name, each.signed.intent.encode("utf-8", "replace")
        yield f"{name}.sig", each.signed.signature.encode("utf-8", "replace")


def _of_version(
    version: SignedVersion, blob: Callable[[str], bytes], gone: Container[str]
) -> Iterator[tuple[str, bytes]]:
    folder = folder_of(version)
    for file in version.conclusion.files:
        if "/" in file.name:
            raise BadArchive("archive.bad-name", file.name)
        yield folder + file.name, blob(file.sha256)
    yield from ((folder + name, raw) for name, raw in proof_of(version))
    for one in version.confirmations:
        scan = one.confirmed.scan
        if scan is None or scan.sha256 not in gone:
            yield from _of_confirmation(folder, one, blob)


def _of_confirmation(
    folder: str, one: JudgedConfirmation, blob: Callable[[str], bytes]
) -> Iterator[tuple[str, bytes]]:
    """The scan, or what was signed and the signature. Of several of one way each has a name of its own, by its hash."""
    name, confirmed = folder + confirmation_name(one), one.confirmed
    if confirmed.scan is not None:
        yield name, blob(confirmed.scan.sha256)
        return
    yield name, confirmed.intent.encode("utf-8", "replace")
    yield f"{name}.sig", confirmed.signature.encode("utf-8", "replace")


def confirmation_name(one: JudgedConfirmation) -> str:
    """The file of a confirmation, in the folder of its version."""
    confirmed, digest = one.confirmed, evidence_of(one.confirmed)[:8]
    ending = confirmed.scan.name.rpartition(".")[2] if confirmed.scan is not None else "json"
    if not _ENDING.fullmatch(ending):
        raise BadArchive("archive.bad-name", ending)
    return f"confirmation/{confirmed.way}-{digest}.{ending}"


def principal_of(one: JudgedConfirmation, contract: str) -> str:
    """Under which name the keys of whoever confirmed stand in the list of keys."""
    return one.confirmed.by if one.confirmed.way is ConfirmationWay.MANAGER else customer_of(contract)


def signature_name(signature: JudgedSignature) -> str:
    """The file with what somebody signed, in the folder of its version; the signature is beside it, with .sig behind."""
    id = signature.signed.signer.id
    # It stands in commands that people type.
    if not _PERSON.fullmatch(id):
        raise BadArchive("archive.bad-name", id)
    return f"signatures/{id}.json"


def is_foreign(signature: JudgedSignature) -> bool:
    """Whether the signature is of a kind that ssh-keygen does not know."""
    return signature.signed.signature.startswith("{")


def is_page(name: str) -> bool:
    """Whether that is the name of a page that was made of the run: those do not follow from the record."""
    return _PAGE.fullmatch(name) is not None


def sums_of(files: Mapping[str, bytes]) -> bytes:
    """SHA256SUMS over all the files, as `sha256sum` writes it."""
    return "".join(f"{sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)).encode()


def read_sums(raw: bytes) -> dict[str, str]:
    """The SHA-256 of each file that it names. Raises FieldopsError for a text of another form."""
    try:
        *lines, end = raw.decode("utf-8").split("\n")
        found = [_SUM.fullmatch(line) for line in lines]
    except UnicodeDecodeError as error:
        raise FieldopsError("archive.sums-unreadable") from error
    named = {each[2]: each[1] for each in found if each is not None}
    if end or len(named) != len(lines):
        raise FieldopsError("archive.sums-unreadable")
    return named


# --- how a customer checks it -----------------------------------------------------------------------------


def sums_command() -> str:
    """Are all files what was packed?"""
    return f"sha256sum -c {SUMS}"


def signature_command(signature: JudgedSignature, register: Register) -> str:
    """Did this person sign that text? A key that holds on some days only is asked for the time that the signer claims."""
    name, signer = signature_name(signature), signature.signed.signer.id
    if is_foreign(signature):
        return f"cat {name}.sig"
    keys = register[signer].keys if signer in register else ()
    time = ""
    if signature.intent is not None and any(is_dated(key) for key in keys):
        time = f" -O verify-time={signature.intent.time:%Y%m%d%H%M%S}"
    return f"ssh-keygen -Y verify -f {SIGNERS} -I {signer} -n {RUN_NAMESPACE}{time} -s {name}.sig < {name}"


def confirmation_command(one: JudgedConfirmation, contract: str, register: Register) -> str:
    """Did the customer sign that text? Of a scan there is nothing to be asked but its checksum."""
    name, signer = confirmation_name(one), principal_of(one, contract)
    if signer != customer_of(contract) and not _PERSON.fullmatch(signer):
        raise BadArchive("archive.bad-name", signer)
    keys = register[signer].keys if signer in register else ()
    time = ""
    if one.text is not None and any(is_dated(key) for key in keys):
        time = f" -O verify-time={one.text.time:%Y%m%d%H%M%S}"
    return f"ssh-keygen -Y verify -f {SIGNERS} -I {signer} -n {CONFIRMATION_NAMESPACE}{time} -s {name}.sig < {name}"


def named_command(
    signatures: Sequence[JudgedSignature], confirmations: Sequence[JudgedConfirmation] = ()
) -> str:
    """Are record and report what those texts name?"""
    texts = [signature_name(each) for each in signatures]
    texts += [confirmation_name(each) for each in confirmations if each.confirmed.scan is None]
    return _NAMED.format(files=" ".join(texts), manifest=MANIFEST)


def seal_command(person: str) -> str:
    """Did this person make the pages and the rest of the archive?"""
    return f"ssh-keygen -Y verify -f {SIGNERS} -I {person} -n {RELEASE_NAMESPACE} -s {SEAL} < {SUMS}"
