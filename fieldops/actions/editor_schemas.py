"""What editors get of the schemas: files that complete and check without a network. Who writes them: `workspaces`."""

from __future__ import annotations

import json

from fieldops.documents.schema import KINDS, schema_text


def schemas_for_editors() -> dict[str, object]:
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


def schemas_by_place() -> dict[str, object]:
    """Which schema a file has by its place, for VS Code; the first line of a file names its schema more exactly."""
    return {
        ".fieldops/schemas/settings.json": "fieldops.yaml",
        ".fieldops/schemas/playbook.json": "playbooks/*.yaml",
        ".fieldops/schemas/probe.json": "playbooks/probes/**/*.yaml",
        ".fieldops/schemas/document.json": "contracts/**/*.yaml",
    }
