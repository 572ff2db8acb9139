"""What a template may name: held against the view, and against templates with mistakes."""

from __future__ import annotations

import pytest
from jinja2 import Environment
from sample_run import sample_run

from fieldops.reports.build import build_report
from fieldops.reports.placeholders import Kind, placeholders, sample, unknown_names

WORDS = {"coverage": "Coverage", "host": "Host"}


def unknown(source: str) -> list[tuple[str, int, tuple[str, ...]]]:
    return [(each.name, each.line, each.nearest) for each in unknown_names(source, Environment(), WORDS)]


def test_every_name_of_the_view_is_listed_with_its_kind() -> None:
    found = {each.name: each for each in placeholders()}
    assert found["view.customer"].kind is Kind.TEXT
    assert found["view.problems"].kind is Kind.LIST
    assert found["view.problems[].verdict.word"].kind is Kind.TEXT
    assert found["view.grade.rules[].holds"].kind is Kind.FLAG
    assert found["view.problems[].number"].kind is Kind.NUMBER
    assert {name for name, each in found.items() if each.optional} >= {"view.signing", "view.assessed", "view.deviations"}  # fmt: skip


@pytest.mark.parametrize("name", [each.name for each in placeholders() if "[]" not in each.name])
def test_what_is_listed_is_there(name: str) -> None:
    parent, _, last = name.rpartition(".")
    view = build_report(sample_run(), "en")
    for step in parent.split(".")[1:]:
        view = getattr(view, step)
    assert last in ("view", "signing", "assessed", "deviations") or view is None or hasattr(view, last)


@pytest.mark.parametrize(
    ("source", "name", "line", "nearest"),
    [
        ("{{ view.custmer }}", "view.custmer", 1, ("view.customer",)),
        ("x\n{{ viw.customer }}", "viw", 2, ("view",)),
        ("{% for row in view.problems %}\n{{ row.chek }}{% endfor %}", "view.problems[].chek", 2, ("view.problems[].check",)),
        ("{% set s = view.signing %}{{ s.sate }}", "view.signing.sate", 1, ("view.signing.state",)),
        ("{{ view.problems[0].verdict.wrd }}", "view.problems[].verdict.wrd", 1, ("view.problems[].verdict.word",)),
        ("{{ view.problems|map(attribute='stat')|list }}", "view.problems[].stat", 1, ("view.problems[].state",)),
        ("{{ words['coverge'] }}", "words['coverge']", 1, ("coverage",)),
        ("{% if view.tite %}{% elif view.title %}{% else %}{% endif %}", "view.tite", 1, ("view.title",)),
        ("{% macro m(a) %}{{ a.b }}{{ c }}{% endmacro %}{{ m(1) }}", "c", 1, ()),
        ("{{ view.customer if nothing else '' }}", "nothing", 1, ()),
    ],
)  # fmt: skip
def test_a_name_that_is_not_there_is_told_with_its_line_and_the_nearest(
    source: str, name: str, line: int, nearest: tuple[str, ...]
) -> None:
    ((found, at, near),) = unknown(source)
    assert (found, at) == (name, line)
    assert set(nearest) <= set(near)


@pytest.mark.parametrize(
    "source",
    [
        "{{ view.title }}{{ words['host'] }}{{ view.signing.state if view.signing }}",
        "{% for a in view.areas if a.rows %}{% for r in a.rows %}{{ r.check }}{{ loop.index }}{% endfor %}{% endfor %}",
        "{% for a in view.problems|selectattr('note')|sort(attribute='number') %}{{ a.note }}{% endfor %}",
        "{% macro m(a) %}{{ a.anything }}{% endmacro %}{{ m(view) }}{% for i in range(3) %}{{ i }}{% endfor %}",
        "{% for a, b in view.words.items() %}{{ a }}{{ b }}{% endfor %}{{ view.empty_tables['problems'] }}",
        "{% set n = namespace(x=1) %}{{ n.x }}{{ view.title|upper|length }}",
    ],
)
def test_what_is_there_or_cannot_be_known_is_no_mistake(source: str) -> None:
    assert unknown(source) == []


def test_the_samples_are_views_and_have_all_or_next_to_nothing() -> None:
    full, empty = sample(WORDS, True), sample(WORDS, False)
    assert full.customer == "‹view.customer›"
    assert full.signing is not None
    assert (len(full.problems), full.signed) == (2, True)
    assert (empty.signing, empty.problems, empty.signed) == (None, (), False)
