"""What is found for a workspace is found once, and forgotten with it."""

from __future__ import annotations

import gc
from pathlib import Path
from weakref import ref

import pytest

from fieldops.documents.workspace import Workspace, load_workspace
from fieldops.rules import check_rules
from fieldops.rules.estate import once, serial_places

CONTRACT = """\
apiVersion: fieldops/v1
kind: Contract
id: %s
title: t
customer: {name: c}
vendor: {name: v}
team: team
language: zh-CN
time_zone: Asia/Shanghai
term: {start: 2026-01-01, end: 2026-12-31}
warranties: [{terms: gone}]
assets: [{id: a, serial: S1}, {id: b, parts: [{part_no: P1, serial: "S2"}]}]
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "contracts").mkdir()
    for id in ("one", "two"):
        (tmp_path / "contracts" / f"{id}.yaml").write_text(CONTRACT % id, "utf-8")
    return load_workspace(tmp_path)


def test_an_answer_is_kept_until_another_is_asked_for_or_documents_are_added(workspace: Workspace) -> None:
    asked: list[str] = []

    def make(_: Workspace, key: str) -> str:
        asked.append(key)
        return key.upper()

    assert [once(workspace, make, key) for key in ("a", "a", "b", "b")] == ["A", "A", "B", "B"]
    assert asked == ["a", "b"]
    file = workspace.root / "contracts" / "three.yaml"
    file.write_text(CONTRACT % "three", "utf-8")
    workspace.add(file)
    assert once(workspace, make, "b") == "B"
    assert asked == ["a", "b", "b"]


def test_a_workspace_is_not_kept_by_what_was_found_in_it(tmp_path: Path) -> None:
    (tmp_path / "contracts").mkdir()
    (tmp_path / "contracts" / "one.yaml").write_text(CONTRACT % "one", "utf-8")
    loaded = load_workspace(tmp_path)
    check_rules(loaded, loaded.need("Contract", "one"))
    gone = ref(loaded)
    del loaded
    gc.collect()
    assert gone() is None


def test_serial_numbers_are_found_wherever_they_stand(workspace: Workspace) -> None:
    first = workspace.need("Contract", "one")
    places = [(document.id, kind) for document, _, kind in serial_places(workspace, "S1")]
    assert places == [("one", "asset"), ("two", "asset")]
    places = [(document.id, kind) for document, _, kind in serial_places(workspace, "S2", first)]
    assert places == [("two", "part")]
    assert list(serial_places(workspace, "S3")) == []
