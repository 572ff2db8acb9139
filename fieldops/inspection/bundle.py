"""An inspection of one host as a file, to be carried to it: what it says of itself, and the text that a shell runs there. Pure.

The text is `script/bundle.sh` around the script that SSH would send. What comes back is read by `carried`; who may have
one, and what becomes of it, is `fieldops.actions.bundles`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import msgspec

from fieldops.inspection.playbook import Probe
from fieldops.inspection.shell import Script, quote, script_source
from fieldops.structs import Struct

FORMAT = "fieldops-result 1 "
"""How a result begins; what the bundle says of itself follows on the same line."""
# What the text runs besides its probes and what `shell` says; without them it does without. `docs/what-runs.md` names them.
BUNDLE_COMMANDS = ("date", "tee", "sha256sum", "cksum")
SUMS = ("sha256sum", "cksum")
_ID = re.compile(r"[0-9a-f]{16}", re.ASCII)


class Bundle(Struct, frozen=True):
    """What a bundle says of itself; the host sends it back in front of all it has to say.

    `id`: the number that marks the lines of this bundle (the nonce of its script). `made` by the person `by`; to be run
    at `planned`, for which it was asked whether the contract allows it, up to `ends` where a window ends (None: at any
    time); to be taken in until `until`. `script`: the SHA-256 of the script without its number; `playbook_documents`: that
    of the playbooks with their probes. `override`: why it was made in spite of what stands against it.
    """

    id: str
    contract: str
    host: str
    playbooks: tuple[str, ...]
    engineers: tuple[str, ...]
    tags: tuple[str, ...]
    by: str
    made: datetime
    planned: datetime
    ends: datetime | None
    until: datetime
    script: str
    playbook_documents: str
    fieldops: str
    override: str | None = None


def header_of(bundle: Bundle) -> str:
    """The bundle's own words on one line: JSON in ASCII, which no editor and no transfer changes but for its line end."""
    return json.dumps(msgspec.to_builtins(bundle), ensure_ascii=True, sort_keys=True)


def bundle_of(header: str | bytes) -> Bundle | None:
    """The bundle that such a line tells of; None for a line that is none."""
    try:
        found = msgspec.json.decode(header, type=Bundle)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    moments = (found.made, found.planned, found.until, found.ends or found.until)
    return found if _ID.fullmatch(found.id) and all(map(_is_moment, moments)) else None


def _is_moment(moment: datetime) -> bool:
    """Whether it is an instant that every zone has a day for."""
    return moment.tzinfo is not None and 2000 <= moment.year < 2300


def script_digest(script: Script) -> str:
    """The SHA-256 of the script without the number that differs from host to host."""
    return hashlib.sha256(script.with_nonce("")).hexdigest()


def documents_digest(documents: Iterable[tuple[str, str, bytes]]) -> str:
    """The SHA-256 over documents, each as its kind, its id and the bytes of its file; their order does not matter."""
    lines = sorted(f"{kind} {id} {hashlib.sha256(raw).hexdigest()}\n" for kind, id, raw in documents)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


class BundleWords(Struct, frozen=True):
    """What the text says to whoever runs it: how it is used, that it begins and has ended, and what went wrong."""

    usage: str
    begins: str
    ended: str
    exists: str
    failed: str


def bundle_text(bundle: Bundle, script: Script, words: BundleWords, denied: Sequence[str] = ()) -> bytes:
    """The text to be run on the host by any POSIX shell; it does without the programs in `denied`."""
    sums = () if "tee" in denied else tuple(each for each in SUMS if each not in denied)
    fillings: Mapping[str, str] = {
        "USAGE": quote(words.usage),
        "BEGINS": quote(words.begins),
        "ENDED": quote(words.ended),
        "EXISTS": quote(words.exists),
        "FAILED": quote(words.failed),
        "NONCE": bundle.id,
        "HEADER": quote(FORMAT + header_of(bundle)),
        "CLOCK": ":" if "date" in denied else "date +%s",
        "SUMS": " ".join(sums),
        "SCRIPT": script.with_nonce(bundle.id).decode(),
    }
    # In one go: what is filled in is looked at by nobody for more to fill in.
    return re.sub("@([A-Z]+)@", lambda found: fillings[found[1]], script_source("bundle.sh")).encode()


def longest_seconds(probes: Iterable[Probe]) -> int:
    """How long the host may take at most when every probe runs into its time limit, in seconds."""
    return sum((each.timeout + 1) * (2 if each.twice else 1) for each in probes) + 2
