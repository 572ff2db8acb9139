"""What a value means that somebody sets in a template: it reads back as it was meant, whatever characters it has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldops.contracts.template import Assignment, WrongValues, assigned, meant, part_of_text

CONTRACT = """\
apiVersion: fieldops/v1
kind: Contract
id: c
title: TBD # the title
customer: {name: TBD, contacts: [{name: TBD, phone: TBD}]}
inspections:
  - {id: q, kind: inspection, engineers: TBD, report: TBD, schedule: {every: TBD, anchor: TBD}}
"""


@given(st.text().map(str.strip).filter(lambda text: text and text[0] not in "'\""))
def test_a_text_reads_back_as_it_was_typed_or_is_told_at_the_option(text: str) -> None:
    setting = [Assignment("title", text), Assignment("customer.name", text)]
    try:
        parts, _ = assigned([part_of_text("contract", CONTRACT, "contract.yaml")], setting)
    except WrongValues as refused:
        places = {each.position for each in refused.problems}
    else:
        places = set()
    if places:
        assert places == {each.position for each in setting}
        return
    data = parts[0].document.data
    assert data["title"] == text
    assert data["customer"] == {"name": text, "contacts": [{"name": "TBD", "phone": "TBD"}]}
    assert "# the title" in parts[0].text


@pytest.mark.parametrize(
    ("path", "written", "value"),
    [
        (("customer", "contacts", 0, "phone"), "13800000000", "13800000000"),
        (("customer", "contacts", 0, "phone"), "'13800000000'", "13800000000"),
        (("title",), '"a: b"', "a: b"),
        (("title",), "a # b", "a # b"),
        (("title",), "true", "true"),
        (("inspections", 0, "engineers"), "3", 3),
        (("inspections", 0, "engineers"), "'3'", "3"),
        (("inspections", 0, "engineers"), "two", "two"),
        (("inspections", 0, "report"), "true", True),
        (("inspections", 0, "report"), "yes", "yes"),
        (("inspections", 0, "schedule", "every"), "3 months", "3 months"),
    ],
)
def test_a_value_means_what_can_stand_there(path: tuple[str | int, ...], written: str, value: object) -> None:
    assert meant(part_of_text("contract", CONTRACT, "contract.yaml"), path, written) == value


@pytest.mark.parametrize("value", ["A\u200b", "医院\u3000", "a\u00ad", "\ufeffx", "a\udcffb"])
def test_characters_nobody_sees_are_told_at_the_option(value: str) -> None:
    parts = [part_of_text("contract", CONTRACT, "contract.yaml")]
    with pytest.raises(WrongValues) as refused:
        assigned(parts, [Assignment("title", value)])
    assert {str(each.position) for each in refused.value.problems} == {f"--set title={value}"}


def test_values_are_written_as_people_write_them() -> None:
    given = {
        "customer.contacts.0.phone": "021-5550-0101",
        "inspections.q.schedule.every": "3 months",
        "inspections.q.schedule.anchor": "2026-03-02",
    }
    parts, _ = assigned(
        [part_of_text("contract", CONTRACT, "contract.yaml")],
        [Assignment(name, value) for name, value in given.items()],
    )
    assert "phone: 021-5550-0101}" in parts[0].text
    assert "{every: 3 months, anchor: 2026-03-02}" in parts[0].text
