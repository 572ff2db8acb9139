"""Spreadsheets as people and other systems make them: what a careful clerk enters, asks about and passes over.

The files and what is expected of each, written by hand: tests/data/spreadsheets/README.md.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from conftest import CONTRACT, Workspace

from fieldops.actions.spreadsheets import Imported, export_assets, import_assets
from fieldops.documents.yaml_text import read_yaml
from fieldops.errors import FieldopsError
from fieldops.messages import CATALOGUE

FOLDER = Path(__file__).parents[1] / "data" / "spreadsheets"
CASES = sorted(FOLDER.glob("*.yaml"))
SITES = """\
sites:
  - {id: hq, name: {zh-CN: 总部机房, en: Headquarters}}
  - {id: dr, name: 灾备机房}
"""


@pytest.fixture
def acme(workspace: Workspace) -> Workspace:
    workspace.write("contracts/acme.yaml", CONTRACT + SITES)
    return workspace


def data_of(file: Path) -> Any:
    node, problems = read_yaml(file.read_bytes(), file.name)
    assert problems == []
    assert node is not None
    return node.data


def sheet_of(case: Path) -> Path:
    (found,) = (each for each in FOLDER.glob(f"{case.stem}.*") if each.suffix != ".yaml")
    return found


def load(acme: Workspace, file: Path, expected: Any) -> Imported:
    options = {name: expected[name] for name in ("mapping", "sheet") if name in expected}
    return import_assets(acme.root, file, "acme", **options)


def imported(acme: Workspace) -> list[dict[str, Any]]:
    """The assets as an expectation writes them: events by name, an id only where the list gives one."""
    file = acme.root / "contracts/assets/acme.yaml"
    made = data_of(file)["assets"] if file.exists() else []
    for each in made:
        if "events" in each:
            each["events"] = {entry["event"]: entry["date"] for entry in each["events"]}
    return list(made)


def without_made_ids(assets: list[dict[str, Any]], expected: list[dict[str, Any]]) -> list[dict[str, Any]]:
    given = {each["id"] for each in expected if "id" in each}
    return [{k: v for k, v in each.items() if k != "id" or v in given} for each in assets]


def left_out(done: Imported) -> list[dict[str, Any]]:
    codes: dict[int, set[str]] = defaultdict(set)
    for each in done.doubtful:
        codes[each.row].add(each.code)
    return [{"row": row, "codes": sorted(codes[row])} for row in sorted(codes)]


def test_there_are_sixty_files_and_each_is_told_of() -> None:
    assert len(CASES) >= 60
    sheets = {each.stem for each in FOLDER.iterdir() if each.suffix not in (".yaml", ".md")}
    assert sheets == {each.stem for each in CASES}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_spreadsheet_is_read_as_a_careful_clerk_reads_it(acme: Workspace, case: Path) -> None:
    expected = data_of(case)
    if "refused" in expected:
        assert expected["refused"] in CATALOGUE
        with pytest.raises(FieldopsError) as refused:
            load(acme, sheet_of(case), expected)
        assert refused.value.code == expected["refused"]
        assert imported(acme) == []
        return
    done = load(acme, sheet_of(case), expected)
    found = without_made_ids(imported(acme), expected["imported"])
    assert {"imported": found, "left_out": left_out(done), "skipped": list(done.skipped_rows)} == {
        name: expected[name] for name in ("imported", "left_out", "skipped")
    }


@pytest.mark.parametrize(
    "case", [each for each in CASES if data_of(each).get("imported")], ids=lambda case: case.stem
)
def test_what_was_imported_is_exported_and_known_again(acme: Workspace, tmp_path: Path, case: Path) -> None:
    expected = data_of(case)
    first = load(acme, sheet_of(case), expected)
    before = (acme.root / first.paths[0]).read_bytes()
    for name in ("out.xlsx", "out.csv"):
        assert export_assets(acme.root, "acme", tmp_path / name) == first.imported
        again = import_assets(acme.root, tmp_path / name, "acme")
        assert (again.imported, again.unchanged, left_out(again)) == (0, first.imported, [])
    # The list itself, too: nothing is imported twice, and the same is asked.
    again = load(acme, sheet_of(case), expected)
    assert (again.imported, again.unchanged) == (0, first.imported)
    assert left_out(again) == left_out(first)
    assert (acme.root / first.paths[0]).read_bytes() == before
