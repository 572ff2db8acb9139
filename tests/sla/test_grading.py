"""Scope and urgency give the severity that the service level says, and nothing is picked where it says none."""

from __future__ import annotations

import pytest
from properties import agreement

from fieldops.contracts.model import ServiceLevel
from fieldops.contracts.model.service import GradedSeverity
from fieldops.sla.grading import graded
from fieldops.sla.timetable import NotPromised
from fieldops.structs import replaced


def level_of(id: str) -> ServiceLevel:
    example = agreement(id)
    level = example.level(example.signed)
    assert level is not None
    return level


LEVEL = level_of("managed-service")


@pytest.mark.parametrize(
    ("scope", "urgency", "severity"),
    [
        ("core", "urgent", "level-1"),
        ("core", "usual", "level-2"),
        ("part", "urgent", "level-2"),
        ("影响部分功能使用", "It can wait", "level-3"),
        ("single", "急需恢复", "level-3"),
    ],
)
def test_each_scope_with_each_urgency_has_its_severity_by_id_or_name(
    scope: str, urgency: str, severity: str
) -> None:
    assert graded(LEVEL, scope, urgency) == severity


def only(*severities: GradedSeverity) -> ServiceLevel:
    assert LEVEL.grading is not None
    return replaced(LEVEL, grading=replaced(LEVEL.grading, severities=severities))


@pytest.mark.parametrize(
    ("level", "scope", "urgency", "code"),
    [
        (LEVEL, "everything", "urgent", "deadline.no-such-scope"),
        (LEVEL, "core", "now", "deadline.no-such-urgency"),
        (only(GradedSeverity("core", "urgent", "level-1")), "core", "usual", "deadline.grade-unsaid"),
        (level_of("device-platform"), "core", "urgent", "deadline.not-graded-so"),
    ],
)
def test_what_is_not_said_is_no_severity(level: ServiceLevel, scope: str, urgency: str, code: str) -> None:
    with pytest.raises(NotPromised) as told:
        graded(level, scope, urgency)
    assert told.value.code == code
