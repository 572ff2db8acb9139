"""One mistake is told once: what follows from it is not told beside it, what stands for itself is."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldops.documents.judging import check_schema
from fieldops.documents.yaml_text import read_yaml

ROOT = Path(__file__).parents[2]


def codes(file: str, *changes: tuple[str, str]) -> list[str]:
    text = (ROOT / file).read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    node, problems = read_yaml(text.encode(), file)
    assert node is not None
    assert problems == []
    return sorted(each.code for each in check_schema(node, file)[1])


CALENDAR, MEMORY = "contracts/calendars/cn-2026.yaml", "playbooks/probes/linux/linux-memory.yaml"
PORTAL, ARCHIVE = (f"contracts/service-levels/{name}-support.yaml" for name in ("portal", "archive"))


@pytest.mark.parametrize(
    ("file", "change", "code"),
    [
        (CALENDAR, ("source:", "sourrce:"), "schema.unknown-key-near"),  # needed by other keys
        (
            MEMORY,
            ("ordinary: { type: number", "ordinary: { type: nubmer"),
            "schema.enum-near",
        ),  # allows a unit
        (PORTAL, ("best_effort: true", "best_effort: 对"), "schema.type"),  # needs no time
        (ARCHIVE, ("answers_within", "ansewrs_within"), "schema.unknown-key-near"),  # needed by the next step
    ],
)
def test_what_follows_from_a_mistake_is_not_told_beside_it(
    file: str, change: tuple[str, str], code: str
) -> None:
    assert codes(file, change) == [code]


def test_a_mistake_beside_another_is_told() -> None:
    assert codes(CALENDAR, ("source:", "sourrce:"), ("year: 2026", "year: soon")) == [
        "schema.type",
        "schema.unknown-key-near",
    ]
    assert codes(MEMORY, ("ordinary: { type: number", "ordinary: { type: nubmer, colour: red")) == [
        "schema.enum-near",
        "schema.unknown-key",
    ]


def test_a_key_beside_its_misspelt_double_is_not_renamed_over_it() -> None:
    assert codes(CALENDAR, ("source:", "sourrce: x\nsource:")) == ["schema.unknown-key-near"]
