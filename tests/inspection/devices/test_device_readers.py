"""The readers of network devices, given what no device should say: they tell that they do not understand it, and nothing worse."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from properties import workspace as shipped

from fieldops.documents.yaml_text import read_yaml
from fieldops.inspection.frames import ProbeEnd, RawOutput
from fieldops.inspection.load import probe_of
from fieldops.inspection.raw import Unreadable
from fieldops.inspection.readers import READERS, reader
from fieldops.inspection.readings import read_output

ROOT = Path(__file__).parents[3]
FILES = sorted((ROOT / "tests/data/probes").glob("network-*/*.yaml"))
PROBES = {
    each.id: probe_of(each) for each in shipped().of_kind("Probe") if each.data["platform"] == "network"
}


def _output(file: Path) -> str:
    node, _ = read_yaml(file.read_bytes(), file.name)
    assert node is not None
    data: Any = node.data
    return str(data["output"])


OUTPUTS = [(file.parent.name, _output(file)) for file in FILES]
_ODD = st.sampled_from(
    ["²", "٣", "9" * 5000, "1.2.3", "-", "--", "", "\t", "NaN", "1e999", "%", ":", "@ ios: show x"]
)


@given(st.sampled_from(OUTPUTS), st.lists(st.tuples(st.integers(0, 400), _ODD), min_size=1, max_size=4))
def test_a_word_that_was_damaged_is_told_and_never_ends_an_inspection(
    recorded: tuple[str, str], damage: list[tuple[int, str]]
) -> None:
    id, output = recorded
    words = output.split(" ")
    for at, odd in damage:
        words[at % len(words)] = odd
    raw = RawOutput(id, out=" ".join(words).encode(), exit_code=0, why=ProbeEnd.OK)
    reading = read_output(PROBES[id], raw)
    assert (reading.unknown is None) or not reading.rows


@pytest.mark.parametrize("name", [name for name in READERS if name.startswith("device-")])
@given(text=st.text(alphabet="@vrpios: \n0123456789.-%[]()abcXYZ/", max_size=200))
def test_no_text_makes_a_reader_fail(name: str, text: str) -> None:
    for platform in ("vrp", "comware", "ios"):
        with suppress(Unreadable):
            reader(name)(f"@ {platform}: display version\n{text}")


@pytest.mark.parametrize(("id", "output"), OUTPUTS, ids=[f"{file.parent.name}/{file.stem}" for file in FILES])
def test_a_device_of_which_no_command_was_taken_is_unknown(id: str, output: str) -> None:
    lines = [line for line in output.splitlines() if line.startswith("@ ")]
    refused = "".join(f"{line}\n% Invalid input detected at '^' marker.\n" for line in lines)
    raw = RawOutput(id, out=refused.encode(), exit_code=0, why=ProbeEnd.OK)
    reading = read_output(PROBES[id], raw)
    assert reading.unknown is not None
    assert reading.unknown.code == "reading.refused-command"
