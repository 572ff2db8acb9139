"""Making a workspace."""

from __future__ import annotations

import json
from pathlib import Path

from fieldops.documents.schema import KINDS, schema_text
from fieldops.documents.workspace import shipped_folder
from fieldops.errors import UsageError

_SETTINGS = """# yaml-language-server: $schema=.fieldops/schemas/settings.json
apiVersion: fieldops/v1
kind: Settings
# language: zh-CN     # language of messages; without it, the locale's
# store: .fieldops/records.sqlite     # where runs and evidence are kept
"""
_IGNORED = """# Records and evidence stay out of git; the schemas for editors are shared.
.fieldops/*
!.fieldops/schemas/
reports/
"""


def make_workspace(folder: Path, examples: bool = True) -> None:
    """Make a workspace in `folder`, which must be new or empty. Raises UsageError when it is not.

    The schemas are copied below .fieldops/ so that editors complete and check without a network.
    """
    refuse_used(folder)
    for name in ("contracts", "playbooks/probes", "templates", ".fieldops/schemas", ".vscode"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "fieldops.yaml").write_text(_SETTINGS, "utf-8")
    (folder / ".gitignore").write_text(_IGNORED, "utf-8")
    for schema in ("common.json", *KINDS.values()):
        (folder / ".fieldops" / "schemas" / schema).write_text(schema_text(schema), "utf-8")
    settings = json.dumps({"yaml.schemas": _editor_schemas()}, indent=2)
    (folder / ".vscode" / "settings.json").write_text(settings + "\n", "utf-8")
    if examples:
        for file in sorted(shipped_folder("contracts").glob("*.yaml")):
            copy_example(file.name, folder)


def refuse_used(folder: Path) -> None:
    """Raise UsageError when `folder` is there and not empty."""
    if folder.exists() and any(folder.iterdir()):
        raise UsageError("init.not-empty", path=str(folder))


def copy_example(name: str, folder: Path) -> None:
    """Copy a shipped contract or team into the workspace `folder`, with the schema's place there."""
    text = (shipped_folder("contracts") / name).read_text("utf-8")
    text = text.replace("../fieldops/documents/schemas/", "../.fieldops/schemas/")
    (folder / "contracts" / name).write_text(text, "utf-8")


def _editor_schemas() -> dict[str, str]:
    # Contracts name their schema in their first line; these globs serve new files.
    return {
        ".fieldops/schemas/settings.json": "fieldops.yaml",
        ".fieldops/schemas/playbook.json": "playbooks/*.yaml",
        ".fieldops/schemas/probe.json": "playbooks/probes/**/*.yaml",
    }
