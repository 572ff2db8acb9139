"""Entries put into a list at any depth: everything else of the text stays, and it says just what it should."""

from __future__ import annotations

import pytest

from fieldops.documents.inserting import with_entry
from fieldops.documents.yaml_text import read_yaml

ENTRY = {"date": "2026-05-01", "part_no": "P", "removed_serial": "2", "installed_serial": "9"}
LINE = "{date: 2026-05-01, part_no: P, removed_serial: '2', installed_serial: '9'}"
BLOCK = """\
assets: # all of them
  - id: a
    parts:
      - {part_no: P, serial: '2'} # in slot 0
    # What was replaced.
    swaps:
      - {date: 2026-01-01, part_no: P, removed_serial: '1', installed_serial: '2'} # C8
      # The second one.
      - {date: 2026-06-01, part_no: P, removed_serial: '2', installed_serial: '3'}
    site: s # where
  - {id: b, serial: X}
"""


@pytest.mark.parametrize(
    ("at", "before", "after"),
    [
        (0, "    swaps:", "      - {date: 2026-01-01"),
        (1, "      - {date: 2026-01-01", "      # The second one."),
        (2, "      - {date: 2026-06-01", "    site: s # where"),
    ],
)
def test_in_a_block_it_stands_on_a_line_of_its_own(at: int, before: str, after: str) -> None:
    lines = with_entry(BLOCK, ("assets", 0, "swaps"), at, ENTRY, "parts").split("\n")
    place = lines.index(f"      - {LINE}")
    assert lines[place - 1].startswith(before)
    assert lines[place + 1].startswith(after)
    assert lines[:place] + lines[place + 1 :] == BLOCK.split("\n")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("assets:\n  - {id: a, swaps: [{n: 1}, {n: 2}]} # x\n", "[{n: 1}, " + LINE + ", {n: 2}]} # x\n"),
        ("assets:\n  - {id: a, swaps: []} # x\n", "swaps: [" + LINE + "]} # x\n"),
        ("assets: [{id: a, parts: [{n: 1}], x: 1}]\n", "parts: [{n: 1}], swaps: [" + LINE + "], x: 1}]\n"),
    ],
)
def test_between_brackets_it_stays_there(text: str, expected: str) -> None:
    assert with_entry(text, ("assets", 0, "swaps"), 1, ENTRY, "parts").endswith(expected)


@pytest.mark.parametrize("eol", ["\n", "\r\n"])
@pytest.mark.parametrize("end", ["", "\n"])
def test_a_list_that_is_not_there_comes_behind_the_parts(eol: str, end: str) -> None:
    text = "assets:\n  - id: a\n    parts: # kept\n      - {part_no: P} # slot\n    site: s" + end
    written = with_entry(text.replace("\n", eol), ("assets", 0, "swaps"), 0, ENTRY, "parts")
    assert f"# slot{eol}    swaps:{eol}      - {LINE}{eol}    site: s" in written
    assert written.count("\r\n") in (0, written.count("\n"))


def test_a_list_comes_last_where_there_are_no_parts() -> None:
    text = "assets:\n- id: a\n  serial: X # on the back"
    assert with_entry(text, ("assets", 0, "swaps"), 0, ENTRY, "parts") == (
        f"{text}\n  swaps:\n    - {LINE}\n"
    )


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_what_is_written_says_what_it_should(mark: str) -> None:
    written = with_entry(mark + BLOCK, ("assets", 0, "swaps"), 1, ENTRY, "parts")
    node, problems = read_yaml(written.encode(), "x.yaml")
    assert node is not None
    assert problems == []
    swaps = node.at(("assets", 0, "swaps")).data
    assert isinstance(swaps, list)
    assert swaps[1] == ENTRY
    assert len(swaps) == 3


@pytest.mark.parametrize("path", [("assets", 7, "swaps"), ("other", 0, "swaps"), ("assets", 0, "site")])
def test_where_there_is_no_such_list_that_is_said(path: tuple[str | int, ...]) -> None:
    with pytest.raises(ValueError, match=r"assets|other"):
        with_entry(BLOCK, path, 0, ENTRY, "parts")
