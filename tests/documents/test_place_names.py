"""Names of places in a document: every place has one, which leads back to it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldops.documents.place_names import leaves, name_of, places_named

KEYS = st.sampled_from(["id", "name", "zh-CN", "with_line", "0"])
DATA = st.recursive(
    st.sampled_from(["a", "b", "0", "1", 3, None]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=12,
)


@given(DATA)
def test_every_place_is_found_by_its_name(data: object) -> None:
    for path in leaves(data):
        if path:
            assert path in places_named(data, name_of(data, path))


CONTRACT = {
    "customer": {"name": "A", "contacts": [{"name": "x"}, {"name": "y"}]},
    "assets": [{"id": "web", "serial": "1"}, {"id": "1", "serial": "2"}, {"id": "db", "serial": "3"}],
}


@pytest.mark.parametrize(
    ("name", "paths"),
    [
        ("customer.name", [("customer", "name")]),
        ("customer.contacts.1.name", [("customer", "contacts", 1, "name")]),
        ("customer.contacts[1].name", [("customer", "contacts", 1, "name")]),
        (
            "customer.contacts.*.name",
            [("customer", "contacts", 0, "name"), ("customer", "contacts", 1, "name")],
        ),
        ("assets.web.serial", [("assets", 0, "serial")]),
        ("assets[web].serial", [("assets", 0, "serial")]),
        # A number is where it stands, also where something is called so.
        ("assets.1.serial", [("assets", 1, "serial")]),
        ("assets.2.serial", [("assets", 2, "serial")]),
        ("assets.0.serial", [("assets", 0, "serial")]),
        ("assets.9.serial", []),
        ("customer.name.first", []),
        ("customers", []),
        ("", []),
        ("..", []),
    ],
)
def test_what_a_name_means(name: str, paths: list[tuple[str | int, ...]]) -> None:
    assert places_named(CONTRACT, name) == paths


def test_two_entries_of_one_id_are_called_by_their_numbers() -> None:
    data = {"people": [{"id": "a", "name": "x"}, {"id": "a", "name": "y"}]}
    assert [name_of(data, path) for path in leaves(data)] == [
        "people.0.id",
        "people.0.name",
        "people.1.id",
        "people.1.name",
    ]
