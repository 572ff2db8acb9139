"""Checks with recorded outputs, one file each (tests/data/checks/operators, compared, groups), made of judged documents."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fieldops.documents.judging import check_schema
from fieldops.documents.workspace import Document, Workspace
from fieldops.documents.yaml_text import Node, read_yaml
from fieldops.inspection.checks import Judge, judge_of
from fieldops.inspection.load import playbook_of, probe_of
from fieldops.inspection.playbook import Probe

HEAD = {"apiVersion": "fieldops/v1", "title": {"zh-CN": "项", "en": "thing"}, "platform": "linux"}


def told(file: Path) -> dict[str, Any]:
    node, problems = read_yaml(file.read_bytes(), file.name)
    assert node is not None
    assert not problems
    assert isinstance(node.data, dict)
    return node.data


def made(data: dict[str, Any]) -> tuple[Judge, Probe]:
    """The check of a file, of documents that the schemas accept."""
    several = data.get("several", True)
    table = {"with": "table", "columns": list(data["fields"]), "separator": ","}
    probe = {
        **HEAD,
        "kind": "Probe",
        "id": "p",
        "run": "x",
        "several": several,
        "parse": table,
        "fields": data["fields"],
    }
    check = {
        "id": "c",
        "title": "t",
        "area": "a",
        "probe": "p",
        "standard": "s",
        "advice": "x",
        **data["check"],
    }
    playbook = {
        **HEAD,
        "kind": "Playbook",
        "id": "b",
        "areas": [{"id": "a", "title": "A"}],
        "checks": [check],
    }
    for document in (probe, playbook):
        assert check_schema(Node(document, (1, 1)), "x.yaml")[1] == []
    typed = probe_of(Document("p.yaml", "Probe", "p", Node(probe, (1, 1))))
    book = Document("b.yaml", "Playbook", "b", Node(playbook, (1, 1)))
    checks = playbook_of(book, Workspace(Path())).checks
    return judge_of(checks[0], typed), typed
