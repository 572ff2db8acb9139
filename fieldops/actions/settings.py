"""The optional settings of a workspace, and the record store they name.

Every door to the records is here: whoever opens the store takes in what other processes had to leave beside it.
"""

from __future__ import annotations

import glob
import os
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from contextvars import ContextVar
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from fieldops.actions.rights import tighten
from fieldops.dates.periods import parse_duration
from fieldops.documents.links import inside, read_whole
from fieldops.documents.places import SETTINGS_FILE
from fieldops.documents.yaml_text import read_yaml
from fieldops.structs import Struct

if TYPE_CHECKING:
    from fieldops.records.keeping import Keeper
    from fieldops.records.sqlite import SqliteLog

_OWN_FOLDER = ".fieldops"
_DEFAULT_STORE = f"{_OWN_FOLDER}/records.sqlite"
_DEFAULT_PATIENCE = 120
# A run does not stand still for a store in use: it goes on after this many seconds, and tries again so often.
_GO_ON, _AGAIN = 2.0, 5.0


# The store in which what is recorded just now is recorded together.
_TOGETHER: ContextVar[SqliteLog | None] = ContextVar("recorded_together", default=None)


class Settings(Struct, frozen=True):
    """The settings of fieldops.yaml; every one has a default."""

    language: str | None = None
    store: str = _DEFAULT_STORE
    store_patience: int = _DEFAULT_PATIENCE
    """Seconds to wait for a record store that another program has in use."""
    adopted_from: date = date.min
    """The first day from which records are kept; what was over before it counts as past, not as missed."""
    workspace: str | None = None
    """What the workspace is called in its checkpoints."""
    checkpoint_keys: tuple[tuple[str, int | None], ...] = ()
    """The public keys that may sign them, as lines; behind a lost one the size of the last that it signed."""
    checkpoint_key: str | None = None
    """The private key that signs one after each inspection."""
    not_read: tuple[str, ...] = ()
    """Folders whose documents are not read on purpose, relative to the workspace."""


def read_settings(root: Path) -> Settings:
    """The settings of the workspace at `root`. What is wrong with the file is `validate`'s to say, not ours.

    Raises LeadsOut for a file that is a link to somewhere else.
    """
    file = root / SETTINGS_FILE
    if not file.is_symlink() and not file.exists():
        return Settings()
    try:
        node, _ = read_yaml(read_whole(inside(root, file)), SETTINGS_FILE)
    except OSError:
        return Settings()
    data = node.data if node is not None and isinstance(node.data, dict) else {}
    language, store, patience = data.get("language"), data.get("store"), data.get("store_patience")
    named, key_file = data.get("workspace"), data.get("checkpoint_key")
    duration = parse_duration(patience) if isinstance(patience, str) else None
    return Settings(
        language=language if language in ("zh-CN", "en") else None,
        store=store if isinstance(store, str) and store else _DEFAULT_STORE,
        not_read=_texts(data.get("not_read")),
        adopted_from=_day(data.get("adopted_from")),
        workspace=named if isinstance(named, str) and named else None,
        checkpoint_keys=tuple(_keys(data.get("checkpoint_keys"))),
        checkpoint_key=key_file if isinstance(key_file, str) and key_file else None,
        store_patience=(duration.seconds if duration is not None else 0) or _DEFAULT_PATIENCE,
    )


def _texts(listed: object) -> tuple[str, ...]:
    return tuple(each for each in listed if isinstance(each, str)) if isinstance(listed, list) else ()


def _keys(listed: object) -> Iterator[tuple[str, int | None]]:
    for each in listed if isinstance(listed, list) else ():
        if isinstance(each, dict) and isinstance(each.get("key"), str):
            # One whose end cannot be read has signed nothing.
            last = each.get("last_size")
            yield each["key"], last if last is None or isinstance(last, int) else -1


def _day(text: object) -> date:
    try:
        return date.fromisoformat(text) if isinstance(text, str) else date.min
    except ValueError:
        return date.min


def store_path(root: Path) -> Path:
    """Where the workspace's record store is: an absolute path means what it says, any other stays in the workspace.

    Raises LeadsOut.
    """
    named = Path(read_settings(root).store)
    return named if named.is_absolute() else inside(root, root / named)


def lock_file(root: Path, contract: str) -> Path:
    """The file whose lock is the contract's. Raises LeadsOut where the folder of locks is a link to somewhere else."""
    folder = store_path(root).parent
    return inside(folder, folder / "locks" / f"{contract}.lock")


def open_store(root: Path) -> SqliteLog:
    """The workspace's record store, made when absent. Raises what `open_sqlite` raises."""
    # Every command reads settings; only some need SQLite and what records are made of.
    from fieldops.records.keeping import take_in
    from fieldops.records.spool import spool_files
    from fieldops.records.sqlite import open_sqlite

    path, patience = store_path(root), read_settings(root).store_patience
    held = _TOGETHER.get()
    if held is not None and held.path == path.resolve():
        return held
    _keep_private(root, path)
    log = open_sqlite(path, datetime.now(UTC), patience)
    try:
        take_in(log, spool_files(path, _spool_folders(path)))
    except BaseException:
        log.close()
        raise
    return log


@contextmanager
def recorded_together(root: Path) -> Iterator[None]:
    """Whatever is recorded within, by whichever action, is on the disk at its end, or, where something is raised, nothing of it.

    Raises what `open_store` raises.
    """
    with closing(open_store(root)) as log, log.together():
        token = _TOGETHER.set(log)
        try:
            yield
        finally:
            _TOGETHER.reset(token)


def _keep_private(root: Path, store: Path) -> None:
    """The store, the copies and locks beside it, and the workspace's folder for them are nobody else's to read.

    A folder elsewhere, which somebody named for the store, may hold what is not ours: it stays as it is.
    """
    if store.parent == root / _OWN_FOLDER:
        tighten(store.parent)
    tighten(store)
    if store.parent.is_dir():
        for beside in sorted(
            store.parent.glob(f"{glob.escape(store.stem)}.before-*{glob.escape(store.suffix)}")
        ):
            tighten(beside)


def open_keeper(root: Path) -> Keeper:
    """What a run is recorded with: into the workspace's store, or beside it while that cannot be written."""
    from fieldops.records.keeping import Keeper, Patience
    from fieldops.records.spool import Spool
    from fieldops.records.sqlite import open_sqlite

    path, patience = store_path(root), read_settings(root).store_patience
    _keep_private(root, path)
    short = min(patience, _GO_ON)

    def opening(make_new: bool) -> SqliteLog:
        return open_sqlite(path, datetime.now(UTC), short, make_new, quiet=True)

    return Keeper(opening, Spool(path, _spool_folders(path)), Patience(min(patience, _AGAIN), patience))


def _spool_folders(path: Path) -> tuple[Path, ...]:
    from fieldops.records.spool import spool_folders

    state = Path(os.environ.get("XDG_STATE_HOME") or ".")
    if not state.is_absolute():
        state = Path("/nonexistent")
        with suppress(RuntimeError):  # an account without a home
            state = Path.home() / ".local" / "state"
    return spool_folders(path, state, Path(tempfile.gettempdir()))
