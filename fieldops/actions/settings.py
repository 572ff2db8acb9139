"""The optional settings of a workspace, and the record store they name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from fieldops.documents.workspace import SETTINGS_FILE
from fieldops.documents.yaml_text import read_yaml

if TYPE_CHECKING:
    from fieldops.records.sqlite import SqliteLog

_DEFAULT_STORE = ".fieldops/records.sqlite"


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of fieldops.yaml; every one has a default."""

    language: str | None = None
    store: str = _DEFAULT_STORE


def read_settings(root: Path) -> Settings:
    """The settings of the workspace at `root`. What is wrong with the file is `validate`'s to say, not ours."""
    file = root / SETTINGS_FILE
    try:
        node, _ = read_yaml(file.read_bytes(), SETTINGS_FILE)
    except OSError:
        return Settings()
    data = node.data if node is not None and isinstance(node.data, dict) else {}
    language, store = data.get("language"), data.get("store")
    return Settings(
        language=language if language in ("zh-CN", "en") else None,
        store=store if isinstance(store, str) and store else _DEFAULT_STORE,
    )


def store_path(root: Path) -> Path:
    """Where the workspace's record store is."""
    return root / read_settings(root).store


def open_store(root: Path) -> SqliteLog:
    """The workspace's record store, made when absent. Raises what `open_sqlite` raises."""
    # Every command reads settings; only some need SQLite and what records are made of.
    from fieldops.records.sqlite import open_sqlite

    return open_sqlite(store_path(root), datetime.now(UTC))
