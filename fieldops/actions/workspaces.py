"""Making a workspace."""

from __future__ import annotations

import json
import re
from pathlib import Path

from fieldops.documents.schema import KINDS, schema_text
from fieldops.documents.workspace import shipped_folder
from fieldops.errors import UsageError

_COPIED = (".yaml", ".known_hosts")
_HOLIDAYS = re.compile(r"cn-[0-9]{4}[.]yaml", re.ASCII)
_SETTINGS = """# yaml-language-server: $schema=.fieldops/schemas/settings.json
apiVersion: fieldops/v1
kind: Settings
# language: zh-CN     # language of messages; without it, the locale's
# store: .fieldops/records.sqlite     # where runs and evidence are kept
# store_patience: 2m     # how long to wait while another program has it in use
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
    for name, schema in _editor_files().items():
        text = json.dumps(schema, ensure_ascii=False, indent=2)
        (folder / ".fieldops" / "schemas" / name).write_text(text + "\n", "utf-8")
    settings = json.dumps({"yaml.schemas": _editor_schemas()}, indent=2)
    (folder / ".vscode" / "settings.json").write_text(settings + "\n", "utf-8")
    if examples:
        for name in example_files():
            copy_example(name, folder)


def refuse_used(folder: Path) -> None:
    """Raise UsageError when `folder` is there and not empty."""
    if folder.exists() and any(folder.iterdir()):
        raise UsageError("init.not-empty", path=str(folder))


def example_files() -> list[str]:
    """The shipped contracts and what they refer to, with their pinned host keys, as paths below contracts/.

    Without the public holidays of a year: those that ship are found without a copy, and a copy would hide a later
    version of fieldops whose year was corrected.
    """
    shipped = shipped_folder("contracts")
    files = (file.relative_to(shipped) for suffix in _COPIED for file in shipped.rglob(f"*{suffix}"))
    return sorted(file.as_posix() for file in files if not _HOLIDAYS.fullmatch(file.name))


def copy_example(name: str, folder: Path) -> None:
    """Copy the file `name` below the shipped contracts/ to the workspace `folder`, with the schema's place there."""
    text = (shipped_folder("contracts") / name).read_text("utf-8")
    text = text.replace("../fieldops/documents/schemas/", "../.fieldops/schemas/")
    copy = folder / "contracts" / name
    copy.parent.mkdir(parents=True, exist_ok=True)
    copy.write_text(text, "utf-8")


def _editor_files() -> dict[str, object]:
    """The schemas as editors want them, by file name; document.json asks the `kind` which of them holds."""
    files = {name: _without_notes(json.loads(schema_text(name))) for name in ("common.json", *KINDS.values())}
    files["document.json"] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Document 文档",
        "type": "object",
        "properties": {
            "apiVersion": {"$ref": "common.json#/$defs/apiVersion"},
            "kind": {"title": "Kind 类型", "enum": list(KINDS)},
        },
        "required": ["apiVersion", "kind"],
        "allOf": [
            {"if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]}, "then": {"$ref": name}}
            for kind, name in KINDS.items()
        ],
    }
    return files


def _without_notes(schema: object) -> object:
    # Beside a $ref the language server takes x-… for a constraint and no longer sees the type behind it.
    if isinstance(schema, dict):
        return {key: _without_notes(value) for key, value in schema.items() if not key.startswith("x-")}
    return [_without_notes(entry) for entry in schema] if isinstance(schema, list) else schema


def _editor_schemas() -> dict[str, object]:
    # For new files; the first line of a file names its schema more exactly.
    return {
        ".fieldops/schemas/settings.json": "fieldops.yaml",
        ".fieldops/schemas/playbook.json": "playbooks/*.yaml",
        ".fieldops/schemas/probe.json": "playbooks/probes/**/*.yaml",
        ".fieldops/schemas/document.json": "contracts/**/*.yaml",
    }
