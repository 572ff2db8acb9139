"""Mistakes planted into the examples are told once, where they are, by their cause, with a hint that gives what was meant.

`make test` plants a few, the same each time; `make test-long` 3,000 of another seed each time.
``python -m tests.planting --seed N`` prints what went wrong.
"""

from __future__ import annotations

import planting
import pytest
from mutations import Example
from planting import KINDS, Outcome, outcomes

from fieldops.documents.schema import KINDS as DOCUMENTS

SEED, COUNT = 20261128, 400
MANY = 3000


@pytest.fixture(scope="module")
def corpus() -> list[Example]:
    return planting.corpus()


def test_every_kind_of_document_has_one_to_plant_mistakes_into(corpus: list[Example]) -> None:
    assert {each.kind for each in corpus} == set(DOCUMENTS)
    # A template is still to be filled in.
    sound = [each for each in corpus if "templates" not in each.path]
    assert [each.path for each in sound if planting.found_in(each.raw)] == []


def wrong(found: list[Outcome]) -> list[str]:
    return [f"{each.kind} in {each.path}: {each.wrong}" for each in found if each.wrong]


def not_meant(found: list[Outcome]) -> list[str]:
    return [f"{each.kind} in {each.path}" for each in found if each.followed is False]


def test_planted_mistakes_are_told_where_they_are_by_their_cause(corpus: list[Example]) -> None:
    found = outcomes(corpus, SEED, range(COUNT))
    assert {each.kind for each in found} == set(KINDS)
    assert len(wrong(found)) <= COUNT // 100, wrong(found)
    followed = [each for each in found if each.followed is not None]
    assert len(followed) > COUNT // 2
    # Where a bracket of several was meant to be closed, only the writer knows.
    assert len(not_meant(found)) <= len(followed) // 50, not_meant(found)


@pytest.mark.long
def test_3_000_new_ones_too(corpus: list[Example], testrun_uid: str) -> None:
    found = outcomes(corpus, int(testrun_uid, 16) % 10**9, range(MANY))
    assert len(wrong(found)) <= MANY // 100, wrong(found)
    assert len(not_meant(found)) <= MANY // 50, not_meant(found)
