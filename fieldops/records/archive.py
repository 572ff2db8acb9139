"""The archive of one run, file by file: which files it has, and what those say that follow from the run's record. Pure.

A customer checks it with `sha256sum` and `ssh-keygen` alone: SHA256SUMS names all other files, each signature lies beside
what was signed, and that names manifest and report by hash. Packing is `zips`; what is wrong with one that came from
elsewhere is `received`; the words of its README are in `fieldops.reports.readme`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256

from fieldops.errors import FieldopsError
from fieldops.messages import LANGUAGES
from fieldops.records.allowed_signers import is_dated
from fieldops.records.codecs import Decoded
from fieldops.records.intents import RELEASE_NAMESPACE, RUN_NAMESPACE
from fieldops.records.manifest import manifest_of
from fieldops.records.signing import JudgedSignature, Register, SignedVersion, Signing
from fieldops.records.zips import BadArchive, is_plain_name

RECORD, MANIFEST, SIGNERS = "record.jsonl", "manifest.json", "allowed_signers"
SUMS, SEAL = "SHA256SUMS", "SHA256SUMS.sig"
READMES = {language: f"README.{language}.txt" for language in LANGUAGES}
PAGES = "pages/"
# What every archive has; SHA256SUMS does not name itself, nor its own signature.
FIXED = frozenset((RECORD, MANIFEST, SIGNERS, SUMS, *READMES.values()))

_PAGE = re.compile(r"pages/[^/]+\.(html|pdf|docx|xlsx|csv|md|json)")
_PERSON = re.compile(r"[a-z0-9-]+", re.ASCII)
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
    for version in signing.versions:
        for name, raw in _of_version(version, blob):
            if name in files or not is_plain_name(name):
                raise BadArchive("archive.bad-name", name)
            files[name] = raw
    if not signing.versions and (manifest := manifest_of(events)) is not None:
        files[MANIFEST] = manifest.raw
    return files


def folder_of(version: SignedVersion) -> str:
    """Where in the archive the files of a version are: in front, or below versions/ where a later one took its place."""
    return f"versions/{version.conclusion.version}/" if version.superseded else ""


def _of_version(version: SignedVersion, blob: Callable[[str], bytes]) -> Iterator[tuple[str, bytes]]:
    folder = folder_of(version)
    yield folder + MANIFEST, version.manifest.raw
    for file in version.conclusion.files:
        if "/" in file.name:
            raise BadArchive("archive.bad-name", file.name)
        yield folder + file.name, blob(file.sha256)
    for each in version.signatures:
        name = folder + signature_name(each)
        yield name, each.signed.intent.encode("utf-8", "replace")
        yield f"{name}.sig", each.signed.signature.encode("utf-8", "replace")


def signature_name(signature: JudgedSignature) -> str:
    """The file with what somebody signed, in the folder of its version; the signature is beside it, with .sig behind."""
    id = signature.signed.signer.id
    # It stands in commands that people type.
    if not _PERSON.fullmatch(id):
        raise BadArchive("archive.bad-name", id)
    return f"signatures/{id}.json"


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
    keys = register[signer].keys if signer in register else ()
    time = ""
    if signature.intent is not None and any(is_dated(key) for key in keys):
        time = f" -O verify-time={signature.intent.time:%Y%m%d%H%M%S}"
    return f"ssh-keygen -Y verify -f {SIGNERS} -I {signer} -n {RUN_NAMESPACE}{time} -s {name}.sig < {name}"


def named_command(signatures: Sequence[JudgedSignature]) -> str:
    """Are record and report what those texts name?"""
    return _NAMED.format(files=" ".join(map(signature_name, signatures)), manifest=MANIFEST)


def seal_command(person: str) -> str:
    """Did this person make the pages and the rest of the archive?"""
    return f"ssh-keygen -Y verify -f {SIGNERS} -I {person} -n {RELEASE_NAMESPACE} -s {SEAL} < {SUMS}"
