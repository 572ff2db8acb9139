"""Which values are the same however they are written, by what the schema says of them."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from states import Data, document, examples, leaves, parsed, state

from fieldops.contracts import model
from fieldops.contracts.model import Contract, EmergencyPlan, Part
from fieldops.diff import SHARED, document_differences
from fieldops.diff.changes import changes, told_by
from fieldops.documents.schema import forms_of
from fieldops.documents.typed import Model, fill
from fieldops.structs import fields_of

REVIEW = """\
review: {meeting_within: 48h, repeat_rate_before_percent: 12, repeat_rate_percent: '3.5'}
revision: {every: 1 year}
"""


def plan(text: str) -> EmergencyPlan:
    data = dict(state({}).documents["EmergencyPlan", "plan"].data)
    return fill(EmergencyPlan, {**data, **parsed(text)})


@pytest.mark.parametrize(
    "written",
    [
        "review: {meeting_within: 48h, repeat_rate_before_percent: '12.0', repeat_rate_percent: '3.5'}\nrevision: {every: 1 year}",
        "review: {meeting_within: 2d, repeat_rate_before_percent: 12, repeat_rate_percent: '3.50'}\nrevision: {every: 1 year}",
        "review: {meeting_within: 48h, repeat_rate_before_percent: 12, repeat_rate_percent: '3.5'}\nrevision: {every: 12 months}",
    ],
    ids=["decimal-of-a-whole-number", "duration-and-zeros-at-the-end", "period"],
)
def test_the_same_value_written_otherwise_is_no_change(written: str) -> None:
    assert list(changes("EmergencyPlan", plan(REVIEW), plan(written))) == []


@pytest.mark.parametrize(
    ("path", "new"),
    [
        (("review", "repeat_rate_before_percent"), "12.1"),
        (("review", "meeting_within"), "2wd"),
        (("revision", "every"), "365 days"),
    ],
)
def test_another_value_of_the_same_form_is_a_change(path: tuple[str, str], new: str) -> None:
    data = parsed(REVIEW)
    data[path[0]][path[1]] = new
    before = plan(REVIEW)
    after = fill(EmergencyPlan, {**state({}).documents["EmergencyPlan", "plan"].data, **data})
    assert [(each.after, each.new) for each in changes("EmergencyPlan", before, after)] == [(path, new)]


def test_a_text_that_looks_like_a_number_is_a_text() -> None:
    data = state({}).documents["Contract", "acme"].data
    old, new = (fill(Contract, {**data, "number": number}) for number in ("12", "12.0"))
    assert [each.after for each in changes("Contract", old, new)] == [("number",)]


_OTHERWISE = {
    "decimal": lambda text: text + "0" if "." in text else text + ".0",
    "duration": lambda text: f"{int(text[:-1]) * 60}m" if text[-1] == "h" else None,
    "service-duration": lambda text: f"{int(text[:-1]) * 60}m" if text[-1] == "h" else None,
    "period": lambda text: f"{int(text.split()[0]) * 12} months" if "year" in text else None,
}


def _written_otherwise(kind: str, data: Data) -> Iterator[tuple[tuple[str | int, ...], Data]]:
    for path, value in leaves(data):
        for form in forms_of(kind, path) & _OTHERWISE.keys():
            other = _OTHERWISE[form](str(value))
            if other is not None:
                changed = copy.deepcopy(data)
                inner: Any = changed
                for step in path[:-1]:
                    inner = inner[step]
                inner[path[-1]] = other
                yield path, changed


def test_no_other_way_of_writing_a_value_of_the_examples_is_a_change() -> None:
    tried = 0
    for (kind, _), one in sorted(examples().documents.items()):
        if kind in SHARED:
            for path, data in _written_otherwise(kind, one.data):
                new = document(data, one.path)
                assert new.valid, path
                assert document_differences(one, new) == [], path
                tried += 1
    assert tried > 20


def test_every_entry_of_a_list_can_be_told_from_the_others() -> None:
    models = [getattr(model, name) for name in model.__all__]
    seen: set[type] = set()
    while models:
        one = models.pop()
        if one in seen or not issubclass(one, Model):
            continue
        seen.add(one)
        for each in get_type_hints(one).values():
            inner = [*get_args(each), *(more for some in get_args(each) for more in get_args(some))]
            models += [some for some in (each, *inner) if isinstance(some, type)]
            listed = [some for some in (each, *get_args(each)) if get_origin(some) is tuple]
            for entry in (
                some
                for entries in listed
                for some in get_args(entries)
                if isinstance(some, type) and issubclass(some, Model)
            ):
                names = {"serial", "slot", "part_no"} if entry is Part else set(told_by(entry))
                assert names <= {field.name for field in fields_of(entry)}, (one, entry)
