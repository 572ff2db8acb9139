"""What every reader promises whatever a host prints: rows, or Unreadable, and nothing else."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from properties import workspace as shipped

from fieldops.documents.yaml_text import read_yaml
from fieldops.inspection.load import probe_of
from fieldops.inspection.raw import Unreadable
from fieldops.inspection.reader_fields import fields_of
from fieldops.inspection.readers import READERS, reader

ROOT = Path(__file__).parents[2]


@cache
def outputs() -> dict[str, list[str]]:
    """The recorded outputs for each reader; read when a test asks for them, not by each worker."""
    found: dict[str, list[str]] = {}
    for document in shipped().of_kind("Probe"):
        name = probe_of(document).parse.reader
        for file in sorted((ROOT / "tests/data/probes" / document.id).glob("*.yaml")):
            node, _ = read_yaml(file.read_bytes(), file.name)
            assert node is not None
            assert isinstance(node.data, dict)
            found.setdefault(name, []).append(str(node.data["output"]))
    return found


@cache
def words() -> list[str]:
    return sorted({word for found in outputs().values() for output in found for word in output.split()})


@st.composite
def mutilated(draw: st.DrawFn, name: str) -> str:
    """A recorded output for the reader with lines cut, doubled, moved, or words of other outputs in them."""
    lines = draw(st.sampled_from(outputs()[name])).splitlines() or [""]
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(lines) - 1))
        kind = draw(st.sampled_from(("cut", "double", "word", "swap", "blank", "number")))
        other = draw(st.integers(0, len(lines) - 1))
        if kind == "cut":
            lines[at] = lines[at][: draw(st.integers(0, len(lines[at])))]
        elif kind == "double":
            lines.insert(at, lines[other])
        elif kind == "word":
            line = lines[at].split(" ")
            line[draw(st.integers(0, len(line) - 1))] = draw(st.sampled_from(words()))
            lines[at] = " ".join(line)
        elif kind == "number":
            number = draw(st.sampled_from(("-1", "9" * 5000, str(2**64 - 1), "1e400", "nan")))
            lines[at] = re.sub("[0-9]+", lambda _, number=number: number, lines[at])
        elif kind == "swap":
            lines[at], lines[other] = lines[other], lines[at]
        else:
            lines[at] = " "
    return "\n".join(lines)


@pytest.mark.parametrize("name", sorted(READERS))
@given(data=st.data())
@settings(deadline=None)
def test_a_reader_gives_rows_or_says_that_it_cannot(name: str, data: st.DataObject) -> None:
    text = data.draw(st.one_of(mutilated(name), st.text(max_size=200)))
    with suppress(Unreadable):
        for row in reader(name)(text):
            assert isinstance(row, Unreadable) or all(isinstance(field, str) for field in row)


@pytest.mark.parametrize("name", sorted(READERS))
def test_what_a_reader_can_give_is_what_it_gives_of_recorded_outputs(name: str) -> None:
    """One that is not said would be refused in a probe of one's own; one that never comes would be accepted."""
    given: set[str] = set()
    for text in outputs()[name]:
        with suppress(Unreadable):
            given.update(
                field for row in reader(name)(text) if not isinstance(row, Unreadable) for field in row
            )
    assert fields_of(name) is None or set(fields_of(name) or ()) == given
