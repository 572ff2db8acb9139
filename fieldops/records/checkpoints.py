"""Checkpoints: how far a log went once, signed and kept outside of it; and what they say of the log today. Pure.

Whoever owns the store can cut it or write it anew, and its chain still holds. Three lines in the form of C2SP's checkpoints
(origin, number of events, the last link in base64), signed with a key that is no engineer's and kept in git, say what was
there; so does each signed report, whose signed text names number and link too. Where the files are is not here.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Sequence

from fieldops.contracts.public_keys import key_fingerprint
from fieldops.errors import FieldopsError
from fieldops.records.intents import Intent, read_intent
from fieldops.records.recorded import Head
from fieldops.records.signing_events import RunSigned
from fieldops.structs import Struct
from fieldops.transport.sshsig import read_signature, verifies

CHECKPOINT_NAMESPACE = "checkpoint@fieldops"
_ORIGIN = "fieldops/"
_OF_CHECKPOINT = ("checkpoint.truncated", "checkpoint.rewritten")
_OF_SIGNED = ("signed.truncated", "signed.rewritten")
_FORM = re.compile(r"fieldops/([^\n]{1,200})\n(0|[1-9][0-9]{0,17})\n([A-Za-z0-9+/]{43}=)\n", re.ASCII)
HeadAt = Callable[[int], Head]
"""The head that a log had at a size; one of a smaller size where it has not so many events."""


class Told(Struct, frozen=True):
    """What is asked of a log: the number of its events, its head at a size, and whether a run is what was signed of it."""

    size: int
    head_at: HeadAt
    is_same: Callable[[RunSigned], bool]


class Checkpoint(Struct, frozen=True):
    """How far the log of a workspace went: the workspace's id, the number of events and the last link."""

    workspace: str
    head: Head

    @property
    def raw(self) -> bytes:
        """The three lines, as they are signed."""
        link = base64.b64encode(bytes.fromhex(self.head.link)).decode()
        return f"{_ORIGIN}{self.workspace}\n{self.head.size}\n{link}\n".encode()


class CheckpointKey(Struct, frozen=True):
    """A key that may sign checkpoints, by its blob. One that was lost signed none behind `last_size` events."""

    blob: bytes
    last_size: int | None = None


class Trust(Struct, frozen=True):
    """What makes a checkpoint one of this workspace: its id, and the keys that may sign."""

    workspace: str | None
    keys: tuple[CheckpointKey, ...] = ()


class KeptCheckpoint(Struct, frozen=True):
    """A checkpoint as its files have it; None for a file that is not there. `replaced`: git's history has another one."""

    name: str
    text: str | None
    signature: str | None
    replaced: bool = False


class CheckpointReport(Struct, frozen=True):
    """What checkpoints and signed reports say of a log: how many there are of each, the last checkpoint that the log
    fulfils, how many events stand behind that one, and everything that is wrong.

    `elsewhere`: how many signatures of runs that are what was signed name a head that is none of this log. They were made in
    another store (`run import`), or what else is in this one was written anew: only a checkpoint tells.
    """

    checkpoints: int
    signed: int
    last: Head | None
    behind: int
    elsewhere: int
    faults: tuple[FieldopsError, ...]


def read_checkpoint(text: str) -> Checkpoint:
    """The checkpoint that was written as `text`. Raises FieldopsError for one that is none."""
    found = _FORM.fullmatch(text)
    try:
        link = base64.b64decode(found[3], validate=True) if found is not None else b""
    except binascii.Error:
        link = b""
    if found is None or len(link) != 32:
        raise FieldopsError("checkpoint.unreadable")
    checkpoint = Checkpoint(found[1], Head(int(found[2]), link.hex()))
    # The last character of base64 has bits that say nothing: read in two ways it would mean two things.
    if checkpoint.raw != text.encode():
        raise FieldopsError("checkpoint.unreadable")
    return checkpoint


def judge_log(
    kept: Sequence[KeptCheckpoint],
    signed: Sequence[RunSigned],
    trust: Trust,
    log: Told,
) -> CheckpointReport:
    """What is wrong with a log by its checkpoints and by what was signed of its runs.

    Every checkpoint that is validly signed must be a beginning of the log; so must what a signed text names, where the run
    is not what was signed any more.
    """
    faults: list[FieldopsError] = []
    fulfilled: list[Head] = []
    for one in kept:
        try:
            head = _valid(one, trust).head
            insist_on_beginning(head, log.head_at, _OF_CHECKPOINT, name=one.name)
            fulfilled.append(head)
        except FieldopsError as fault:
            faults.append(fault)
    elsewhere = 0
    for each in signed:
        try:
            _insist_on_signed(each, log.head_at)
        except FieldopsError as fault:
            if log.is_same(each):
                elsewhere += 1
            else:
                faults.append(fault)
    last = max(fulfilled, key=lambda head: head.size, default=None)
    behind = log.size - last.size if last is not None else log.size
    return CheckpointReport(len(kept), len(signed), last, behind, elsewhere, tuple(faults))


def insist_on_beginning(head: Head, head_at: HeadAt, codes: tuple[str, str], **values: object) -> None:
    """Raise FieldopsError where a log does not begin with what `head` stands for: it was cut, or written anew.

    `codes` are those of the two, `values` what their sentences say beside.
    """
    found = head_at(head.size)
    if found == head:
        return
    if found.size < head.size:
        missing = head.size - found.size
        raise FieldopsError(codes[0], **values, size=head.size, found=found.size, missing=missing)
    raise FieldopsError(codes[1], **values, size=head.size)


def _valid(kept: KeptCheckpoint, trust: Trust) -> Checkpoint:
    """What a kept checkpoint says. Raises FieldopsError with the reason for which it says nothing."""
    if kept.text is None:
        raise FieldopsError("checkpoint.removed", name=kept.name)
    if kept.replaced:
        raise FieldopsError("checkpoint.replaced", name=kept.name)
    try:
        checkpoint = read_checkpoint(kept.text)
    except FieldopsError as error:
        raise FieldopsError("checkpoint.unreadable-file", name=kept.name) from error
    if str(checkpoint.head.size) != kept.name:
        raise FieldopsError("checkpoint.misnamed", name=kept.name, size=checkpoint.head.size)
    if checkpoint.workspace != trust.workspace:
        told = {"found": checkpoint.workspace, "wanted": trust.workspace or "-"}
        raise FieldopsError("checkpoint.other-workspace", name=kept.name, **told)
    if kept.signature is None:
        raise FieldopsError("checkpoint.unsigned", name=kept.name)
    _insist_on_signature(kept.name, kept.signature, checkpoint, trust.keys)
    return checkpoint


def _insist_on_signature(name: str, text: str, checkpoint: Checkpoint, keys: Sequence[CheckpointKey]) -> None:
    try:
        signature = read_signature(text)
    except FieldopsError as error:
        raise FieldopsError("checkpoint.bad-signature", name=name) from error
    if signature.namespace != CHECKPOINT_NAMESPACE:
        told = {"namespace": signature.namespace, "wanted": CHECKPOINT_NAMESPACE}
        raise FieldopsError("checkpoint.other-namespace", name=name, **told)
    if not verifies(signature, checkpoint.raw):
        raise FieldopsError("checkpoint.bad-signature", name=name)
    known = next((key for key in keys if key.blob == signature.key), None)
    if known is None:
        raise FieldopsError("checkpoint.unknown-key", name=name, key=key_fingerprint(signature.key))
    if known.last_size is not None and checkpoint.head.size > known.last_size:
        told = {"key": key_fingerprint(known.blob), "last": str(known.last_size)}
        raise FieldopsError("checkpoint.key-ended", name=name, **told)


def _insist_on_signed(signed: RunSigned, head_at: HeadAt) -> None:
    """Raise FieldopsError where the log does not begin with what was signed; a signature that is none of its text proves
    nothing about the log either.
    """
    try:
        intent = read_intent(signed.intent)
    except FieldopsError:
        return
    try:
        insist_on_beginning(intent.log, head_at, _OF_SIGNED, run=intent.run, person=intent.signer)
    except FieldopsError:
        # Asked last: it costs more than all the rest.
        if _is_of_its_text(signed, intent):
            raise


def _is_of_its_text(signed: RunSigned, intent: Intent) -> bool:
    try:
        return verifies(read_signature(signed.signature), intent.raw)
    except FieldopsError:
        return False
