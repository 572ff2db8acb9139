"""The limit that a value has passed, in a few words: what stands beside the value where a reader has no room for the standard."""

from __future__ import annotations

from fieldops.inspection.checks import Verdict
from fieldops.inspection.criteria import BadCriterion, read_criterion
from fieldops.records.snapshots import CheckSnapshot
from fieldops.reports.judged import Judged
from fieldops.reports.wording import Wording

_SIGNS = {">": ">", ">=": "≥", "<": "<", "<=": "≤"}


def limit_text(check: CheckSnapshot, value: Judged, wording: Wording) -> str:
    """The limit for the verdict of `value`, in brackets; empty where it is no number, or no number is what decides."""
    criterion = check.crit if value.verdict is Verdict.CRIT else check.warn
    if criterion is None or isinstance(value.value, str | bool) or value.value is None:
        return ""
    try:
        read = read_criterion(criterion, check.value, value.unit)
    except BadCriterion:
        return ""
    numbers = [wording.value(each, value.unit) for each in read.values if isinstance(each, int | float)]
    if len(numbers) != len(read.values):
        return ""  # it compares with another field
    said = wording.verdict(value.verdict).word
    if read.operator in _SIGNS:
        return wording.say("limit", verdict=said, bound=f"{_SIGNS[read.operator]}{numbers[0]}")
    if read.operator == "outside":
        return wording.say("limit-outside", verdict=said, first=numbers[0], last=numbers[1])
    return ""
