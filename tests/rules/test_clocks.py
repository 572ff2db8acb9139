"""Times that contradict each other are told, times that cannot be compared are not."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_manual import codes

RESPOND = "  - {request: incident, milestone: respond, within: 5m, clock: always}\n"


def level(*milestones: str) -> str:
    """A service level with a response within 5 minutes and these milestones."""
    entries = "".join(f"  - {{request: incident, {each}}}\n" for each in milestones)
    return (
        f"kind: ServiceLevel\nservice_hours: calendar\nmilestones:\n{RESPOND}{entries}---\nkind: Calendar\n"
    )


def test_two_values_are_told_at_both_places_as_warnings(tmp_path: Path) -> None:
    """A1: the signed paper promises 3 h, and 4 h elsewhere."""
    found = codes(
        level(
            "milestone: resolve, within: 3h, at_the_latest: 2wd, clock: always",
            "milestone: resolve, within: 4h, clock: always",
        ),
        tmp_path,
    )
    assert list(found) == ["service-level.two-values"]
    first, second = found["service-level.two-values"]
    assert ":5:" in first
    assert "'line': 6" in first
    assert ":6:" in second
    assert "'line': 5" in second


@pytest.mark.parametrize(
    "milestones",
    [
        # A2: under different conditions.
        ("milestone: resolve, within: 1h, clock: always, when: remotely_fixable", "milestone: onsite, within: 2h, clock: always, when: not_remotely_fixable"),
        # The own times of a severity take the place of those for all.
        ("milestone: resolve, within: 3h, clock: always", "milestone: resolve, severity: major, within: 1h, clock: always"),
        # A6: two people, two promises.
        ("milestone: answer, within: 30s, clock: always, by: hotline", "milestone: answer, within: 10s, clock: always, by: engineer"),
        # Working days and hours, and different clocks, cannot be compared.
        ("milestone: onsite, within: 20h, clock: always", "milestone: resolve, within: 2wd, clock: always"),
        ("milestone: onsite, within: 4h, clock: always", "milestone: resolve, within: 3h, clock: service_hours"),
        ("milestone: onsite, within: 10h, clock: service_hours", "milestone: resolve, within: 1d, clock: service_hours"),
        ("milestone: onsite, within: 4h, clock: always", "milestone: resolve, within: 3h, clock: always, counted_from: arrived"),
        ("milestone: resolve, within: 3h, at_the_latest: 2wd, clock: always",),
        ("milestone: resolve, best_effort: true, clock: always", "milestone: onsite, within: 4h, clock: always"),
    ],
)  # fmt: skip
def test_nothing_is_said_where_there_is_no_contradiction(milestones: tuple[str, ...], tmp_path: Path) -> None:
    assert codes(level(*milestones), tmp_path) == {}


@pytest.mark.parametrize(
    ("milestones", "code"),
    [
        (("milestone: onsite, within: 3wd, clock: always", "milestone: resolve, within: 2wd, clock: always"), "service-level.milestones-out-of-order"),
        (("milestone: workaround, within: 2d, clock: always", "milestone: resolve, within: 24h, clock: always"), "service-level.milestones-out-of-order"),
        (("milestone: answer, within: 600s, clock: always",), "service-level.milestones-out-of-order"),
        (("milestone: onsite, within: 4h, clock: always", "milestone: resolve, severity: major, within: 3h, clock: always"), "service-level.milestones-out-of-order"),
        (("milestone: resolve, within: 3wd, at_the_latest: 2wd, clock: always",), "service-level.latest-before-within"),
        (("milestone: plan, severity: major, within: 2d, clock: always", "milestone: plan, severity: minor, within: 25h, clock: always"), "service-level.graver-is-slower"),
    ],
)  # fmt: skip
def test_times_are_compared_in_one_unit(milestones: tuple[str, ...], code: str, tmp_path: Path) -> None:
    assert list(codes(level(*milestones), tmp_path)) == [code]


def test_a_changed_time_is_compared_with_the_others_of_the_service_level(tmp_path: Path) -> None:
    example = "service_level: servicelevel\nservice_level_overrides: [{request: incident, milestone: onsite, within: 4h}]\n---\n"
    promised = level(
        "milestone: onsite, within: 2h, clock: always", "milestone: resolve, within: 3h, clock: always"
    )
    found = codes(example + promised, tmp_path)
    assert list(found) == ["service-level.milestones-out-of-order"]
    assert found["service-level.milestones-out-of-order"][0].startswith(
        "contracts/0-contract-contract.yaml:2:"
    )
