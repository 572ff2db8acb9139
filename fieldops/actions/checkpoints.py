"""Checkpoints of the workspace's record store: making one, the files in which they are kept, and holding the store against them."""

from __future__ import annotations

import os
import re
import shlex
import warnings
from collections.abc import Callable, Collection, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

from fieldops.actions.revisions import commit_files, committed_ids, id_of
from fieldops.actions.rights import write_whole
from fieldops.actions.runs import present_store
from fieldops.actions.settings import Settings, read_settings
from fieldops.contracts.public_keys import key_fingerprint
from fieldops.documents.links import inside
from fieldops.documents.workspace import load_workspace
from fieldops.errors import FieldopsError, Named, Notice, Refused, Unusable, UsageError
from fieldops.records.checkpoints import (
    CHECKPOINT_NAMESPACE,
    Checkpoint,
    CheckpointKey,
    CheckpointReport,
    KeptCheckpoint,
    Told,
    Trust,
    judge_log,
)
from fieldops.records.codecs import UnknownEvent, decoded, outline
from fieldops.records.intents import read_intent
from fieldops.records.log import Broken, Log, run_stream
from fieldops.records.manifest import manifest_of
from fieldops.records.recorded import Head
from fieldops.records.signing_events import RunSigned
from fieldops.records.sqlite import SqliteLog
from fieldops.records.verification import verify_log
from fieldops.rules.keys import owners_of_keys
from fieldops.structs import Struct
from fieldops.transport.programs import run_program
from fieldops.transport.signing import Signer, key_file_signer
from fieldops.transport.sshsig import public_blob

CHECKPOINTS = "records/checkpoints"
_NAME = re.compile(r"(0|[1-9][0-9]{0,17})(?:\.sig)?", re.ASCII)
# A checkpoint and its signature are short; a file that pretends to be one may be endless.
_LONGEST = 64 * 1024
_STAMP_SECONDS = 60.0
_STAMP_COMMAND = "FIELDOPS_TIMESTAMP_COMMAND"

FindSigner = Callable[[Sequence[bytes]], Signer]
"""Finds a signer for one of these public keys (blobs)."""


class MadeCheckpoint(Struct, frozen=True):
    """A checkpoint that is there now: its file and those beside it, whether it was there before, and why it has no time
    stamp although one was wanted.
    """

    checkpoint: Checkpoint
    files: tuple[Path, ...]
    was_there: bool
    committed: bool = False
    unstamped: FieldopsError | None = None


def make_checkpoint(root: Path, find: FindSigner, commit: bool = False) -> MadeCheckpoint:
    """Sign how far the record store goes, and keep that in the workspace; with `commit` in its git history, too.

    `find` is given the keys that the settings name. Raises UsageError where these name none, Broken for a store that was
    changed, FieldopsError for one that contradicts a checkpoint: whoever signed that would hide it. Refused for
    a key that signs for a person. CannotSign.
    """
    with closing(present_store(root)) as log:
        return _made(root, log, find, commit)


def checkpoint_after_run(root: Path, log: SqliteLog, key: str) -> None:
    """Make one with the key file that the settings name. A run does not fail for it: what stands against it is said."""
    try:
        made = _made(root, log, robot_signer(root, key), False)
    except FieldopsError as error:
        warnings.warn(Notice("checkpoint.not-made", what=Named(error.code, **error.values)), stacklevel=2)
        return
    if made.unstamped is not None:
        warnings.warn(
            Notice("checkpoint.unstamped", what=Named(made.unstamped.code, **made.unstamped.values)),
            stacklevel=2,
        )
    warnings.warn(Notice("checkpoint.made-after-run", path=str(made.files[0])), stacklevel=2)


def robot_signer(root: Path, named: str) -> FindSigner:
    """The signer of the key file in the settings; nobody is asked for a passphrase."""
    try:
        path = Path(named).expanduser()
    except RuntimeError:  # nobody has that name, or no home
        path = Path(named)
    return lambda keys: key_file_signer(path if path.is_absolute() else root / path, asks=False)


def judge_store(root: Path, log: Log) -> CheckpointReport:
    """What the checkpoints of the workspace, and the reports that were signed, say of its record store."""
    signed = []
    for event in log.since(0, (RunSigned.TYPE,)):
        try:
            told = outline(event.type, event.version, event.body)
        except UnknownEvent:
            continue
        if isinstance(told, RunSigned):
            signed.append(told)
    asked = Told(log.head().size, log.head, partial(_is_same, log))
    return judge_log(kept_checkpoints(root), signed, trust_of(read_settings(root)), asked)


def _is_same(log: Log, signed: RunSigned) -> bool:
    """Whether the run is what was signed, wherever that was: by its whole record."""
    try:
        events = decoded(log.read(run_stream(signed.run)), log.blob)
        manifest = manifest_of(events, signed.version)
        return manifest is not None and manifest.sha256 == read_intent(signed.intent).manifest
    except FieldopsError:
        return False


def trust_of(settings: Settings) -> Trust:
    """Which checkpoints are this workspace's."""
    keys = []
    for line, last_size in settings.checkpoint_keys:
        try:
            keys.append(CheckpointKey(public_blob(line), last_size))
        except ValueError:
            continue
    return Trust(settings.workspace, tuple(keys))


def kept_checkpoints(root: Path) -> list[KeptCheckpoint]:
    """The checkpoints of the workspace by size, also those of which git or a signature tells that they were there.

    Raises LeadsOut, FieldopsError for a file that cannot be read.
    """
    folder = inside(root, root / CHECKPOINTS)
    try:
        names = os.listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        names = []
    except OSError as error:
        raise Unusable(str(folder), error) from error
    committed = committed_ids(root, CHECKPOINTS)
    names += committed
    sizes = sorted({found[1] for name in names if (found := _NAME.fullmatch(name))}, key=int)
    return [_kept(folder / size, committed.get(size, set())) for size in sizes]


def _kept(file: Path, ids: Collection[str]) -> KeptCheckpoint:
    """A checkpoint, and whether it is another than the one that git has had."""
    text = _text(file)
    replaced = text is not None and any(each != id_of(text.encode(), each) for each in ids)
    return KeptCheckpoint(file.name, text, _text(file.with_name(f"{file.name}.sig")), replaced)


def _text(path: Path) -> str | None:
    """What stands in a file, None where there is none; what is no text is that of no checkpoint."""
    try:
        with path.open("rb") as file:
            return file.read(_LONGEST).decode("utf-8", "replace")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Unusable(str(path), error) from error


# --- making one ------------------------------------------------------------------------------------------


def _made(root: Path, log: SqliteLog, find: FindSigner, commit: bool) -> MadeCheckpoint:
    settings = read_settings(root)
    trust = trust_of(settings)
    if settings.workspace is None or not trust.keys:
        raise UsageError("checkpoint.no-settings")
    checkpoint = Checkpoint(settings.workspace, _sound_head(root, log))
    folder = inside(root, root / CHECKPOINTS)
    file = folder / str(checkpoint.head.size)
    files: tuple[Path, ...] = (file, folder / f"{file.name}.sig")
    was_there = all(each.exists() for each in files)
    unstamped = None
    if not was_there:
        _write(files, checkpoint, _signature(root, checkpoint, find, trust))
        unstamped = _stamped(root, file)
    stamp = file.with_name(f"{file.name}.tsr")
    files = (*files, stamp) if stamp.exists() else files
    if commit:
        commit_files(root, files, f"Checkpoint of the record store: {checkpoint.head.size} events")
    return MadeCheckpoint(checkpoint, files, was_there, commit, unstamped)


def _sound_head(root: Path, log: SqliteLog) -> Head:
    """How far a store goes with which nothing is wrong."""
    verdict = verify_log(log)
    for fault in verdict.faults:
        raise Broken(log.place, fault)
    for error in judge_store(root, log).faults:
        # One whose signature is not there is made anew.
        if error.code != "checkpoint.unsigned" or error.values["name"] != str(verdict.head.size):
            raise error
    return verdict.head


def _signature(root: Path, checkpoint: Checkpoint, find: FindSigner, trust: Trust) -> str:
    signer = find([key.blob for key in trust.keys])
    if signer.key not in {key.blob for key in trust.keys if key.last_size is None}:
        raise Refused("checkpoint.foreign-key", key=key_fingerprint(signer.key))
    # Settings that nobody validated may name the key of somebody who writes the record. D1
    for words, person in owners_of_keys(load_workspace(root, judged=False)).items():
        if _blob(words) == signer.key:
            raise Refused("checkpoint.key-of-person", person=person)
    return signer.sign(checkpoint.raw, CHECKPOINT_NAMESPACE)


def _blob(words: str) -> bytes | None:
    try:
        return public_blob(words)
    except ValueError:
        return None


def _write(files: Sequence[Path], checkpoint: Checkpoint, signature: str) -> None:
    try:
        files[0].parent.mkdir(parents=True, exist_ok=True)
        # The signature last: a checkpoint without one is made anew.
        for file, raw in zip(files, (checkpoint.raw, signature.encode()), strict=True):
            write_whole(file, [raw])
    except OSError as error:
        raise Unusable(str(files[0]), error) from error


def _stamped(root: Path, file: Path) -> FieldopsError | None:
    """Have a time stamp made for a file, where this machine has a command for that; why there is none.

    Not a setting of the workspace: what somebody else committed must start no program here.
    """
    try:
        command = shlex.split(os.environ.get(_STAMP_COMMAND, ""))
        if not command:
            return None
        run_program([*command, str(file.resolve())], root, _STAMP_SECONDS)
    except ValueError as error:
        return FieldopsError("program.failed", command=_STAMP_COMMAND, detail=str(error))
    except FieldopsError as error:
        return error
    stamp = file.with_name(f"{file.name}.tsr")
    return None if stamp.exists() else FieldopsError("checkpoint.no-stamp", path=str(stamp))
