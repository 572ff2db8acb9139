"""Every promise of the catalogue has a row, is expressed by data (not by a remark), and the page says so."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from fieldops.documents.yaml_text import Node, read_yaml

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def promises() -> ModuleType:
    """tools/promises.py, which is no package."""
    spec = importlib.util.spec_from_file_location("promises", ROOT / "tools" / "promises.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["promises"] = module
    spec.loader.exec_module(module)
    return module


def data_lines(path: Path) -> set[int]:
    """The lines on which a key or a value of the document begins."""
    node, problems = read_yaml(path.read_bytes(), path.name)
    assert node is not None
    assert not problems
    lines: set[int] = set()
    waiting = [node]
    while waiting:
        here: Node = waiting.pop()
        lines.add(here.place[0])
        lines.update(here.key_place((step,))[0] for step in here.children if isinstance(step, str))
        waiting.extend(here.children.values())
    return lines


def test_the_catalogue_is_whole(promises: ModuleType) -> None:
    counts = {"A": 8, "B": 12, "C": 12, "D": 6, "E": 4, "F": 5, "G": 7, "H": 7}
    assert list(promises.IDS) == [f"{area}{n}" for area, count in counts.items() for n in range(1, count + 1)]
    assert set(promises.PROMISES) == set(promises.IDS)


def test_every_promise_is_expressed_by_data(promises: ModuleType) -> None:
    lines: dict[str, set[int]] = {}
    expressed = set()
    for id, place in promises.marked_lines():
        known = lines.setdefault(place.path, data_lines(ROOT / place.path))
        assert place.line in known, f"{place.path}:{place.line} marks {id} on a line without data"
        expressed.add(id)
    assert expressed == set(promises.IDS)


def test_rows_name_commands_that_exist(promises: ModuleType) -> None:
    assert list(promises.unkept(promises.places())) == []


def test_every_claim_is_shown_by_a_test(promises: ModuleType) -> None:
    assert list(promises.unshown(promises.shown())) == []


@pytest.mark.parametrize(
    ("test", "shows"),
    [
        ('@pytest.mark.shows("sla status", "A1")\ndef test_x():\n    assert 1', True),
        ('@every_claim("sla status")\ndef test_x(promise):\n    assert 1', True),
        ('@pytest.mark.shows("sla status", "A2")\ndef test_x():\n    assert 1', False),
        ('@pytest.mark.shows("sla deadlines", "A1")\ndef test_x():\n    assert 1', False),
        ('@pytest.mark.shows("sla status")\ndef test_x():\n    assert 1', False),
        ('@pytest.mark.shows("sla status", "A1")\ndef test_x():\n    pass', False),
        ('@pytest.mark.skip\n@pytest.mark.shows("sla status", "A1")\ndef test_x():\n    assert 1', False),
        ('@pytest.mark.long\n@pytest.mark.shows("sla status", "A1")\ndef test_x():\n    assert 1', False),
        ('# @pytest.mark.shows("sla status", "A1")\ndef test_x():\n    assert 1', False),
    ],
)
def test_only_a_test_that_runs_and_asserts_shows_a_claim(
    promises: ModuleType, tmp_path: Path, test: str, shows: bool
) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests/test_some.py").write_text(test, "utf-8")
    told = list(promises.unshown(promises.shown(tmp_path)))
    assert ("A1: that 'sla status' acts on it is shown by no test" not in told) == shows


def test_what_is_shown_and_not_claimed_is_told(promises: ModuleType) -> None:
    told = list(promises.unshown([promises.Shown("warranty check", ("A1",), "tests/test_x.py::test_x")]))
    assert "tests/test_x.py::test_x shows 'warranty check' for A1, which the table does not claim" in told


def test_the_page_is_current(promises: ModuleType) -> None:
    assert promises.PAGE.read_text("utf-8") == promises.page(promises.places(), promises.shown()), (
        "run tools/promises.py"
    )


def test_a_remark_alone_expresses_nothing(promises: ModuleType, tmp_path: Path) -> None:
    folder = tmp_path / "contracts"
    folder.mkdir()
    (folder / "some.yaml").write_text("# A1\n  # A2 A3\nid: some # A4 A5\ntitle: 'no # B1'\n", "utf-8")
    found = {
        id: [place.line for place in places] for id, places in promises.places(tmp_path).items() if places
    }
    assert found == {"A4": [3], "A5": [3]}


def test_what_is_missing_is_told(promises: ModuleType) -> None:
    told = list(promises.unkept({"A1": [], "Z9": []}))
    assert "A1 is expressed nowhere: no line of data ends in '# A1'" in told
    assert "Z9 is no promise of the catalogue" in told
