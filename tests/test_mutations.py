"""No mutation of the shipped examples gives an exception, a place outside of the file, or endless work.

`make test` judges a few, the same each time; `make test-long` 20,000 of another seed each time.
``python -m tests.mutator --seed N --only NUMBER`` judges one again.
"""

from __future__ import annotations

import pytest
from conftest import again
from mutations import mutation
from mutator import Examination

from fieldops.actions.validation import validate
from fieldops.errors import by_place

# As they are the same each time, no more than it takes to reach what there is; the test of what they reach looks at more.
COUNT, PARTS, AT_MOST = 48, 6, 120
MANY, MANY_PARTS = 20_000, 80
SEED = 20261122


# What is judged once, and the examples that are read once, are there for all tests of one worker.
together = pytest.mark.xdist_group("mutations")


@pytest.fixture(scope="module")
def examination(tmp_path_factory: pytest.TempPathFactory) -> Examination:
    return Examination(tmp_path_factory.mktemp("examples"), SEED, commands_every=48, counted_every=16)


@pytest.fixture(scope="module")
def unmutated(examination: Examination) -> set[str]:
    """What a validation says of the examples as they are."""
    return set(map(str, validate(examination.root).problems))


@again
@together
@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_but_problems_comes_out(examination: Examination, part: int) -> None:
    assert wrong(examination, COUNT // PARTS, part) == []


@pytest.fixture(scope="module")
def other_examination(testrun_uid: str, tmp_path_factory: pytest.TempPathFactory) -> Examination:
    """All workers have one seed, and each run another."""
    seed = int(testrun_uid, 16) % 10**9
    return Examination(tmp_path_factory.mktemp("others"), seed, commands_every=200)


@pytest.mark.long
@pytest.mark.parametrize("part", range(MANY_PARTS))
def test_nothing_but_problems_comes_out_of_20_000_new_ones(other_examination: Examination, part: int) -> None:
    assert wrong(other_examination, MANY // MANY_PARTS, part) == []


def wrong(examination: Examination, count: int, part: int) -> list[str]:
    numbers = range(part * count, (part + 1) * count)
    return [f"seed {examination.seed}, {each}" for number in numbers for each in examination.judge(number)]


REACHED = {"yaml", "schema", "document", "reference", "contract", "warranty", "service-level"}


@again
@together
def test_the_mutations_reach_schemas_rules_and_valid_contracts(examination: Examination) -> None:
    """Otherwise the test above would be about nothing. Which mutation does what changes with every example."""

    def missing() -> set[str]:
        return REACHED - {code.split(".")[0] for code in examination.codes}

    for number in range(AT_MOST):
        examination.judge(number)
        if examination.still_valid > 10 and not missing():
            break
    assert examination.still_valid > 10
    assert missing() == set()


@again
@together
@pytest.mark.parametrize("number", range(0, 200, 40))
def test_judging_one_file_anew_finds_what_a_whole_validation_finds(
    examination: Examination, unmutated: set[str], number: int
) -> None:
    made = mutation(examination.corpus, SEED, number)
    try:
        for path, raw in made.files.items():
            (examination.root / path).write_bytes(raw)
        whole = validate(examination.root)
        affected = examination.affected_problems(made)
    finally:
        for path in made.files:
            (examination.root / path).write_bytes(examination.originals[path])
    # Whatever a whole validation (which lists errors first) says about the mutated files, and whatever is new in others.
    assert sorted(str(each) for each in whole.problems if each.position.path in made.files) == sorted(
        str(each) for each in by_place(affected) if each.position.path in made.files
    )
    # What lies beside documents (pinned keys, files that are not read) is looked at as a whole each time.
    documents = [each for each in whole.problems if each.position.path in examination.originals]
    new = set(map(str, documents)) - unmutated
    assert new <= {str(problem) for problem in affected}


@together
def test_a_mutation_is_the_same_each_time(examination: Examination) -> None:
    first, second = (mutation(examination.corpus, SEED, 17) for _ in range(2))
    assert first == second
    assert mutation(examination.corpus, SEED, 18) != first
