"""Which comparison with earlier runs a check asks for: of its counts, values, growth or trend. Pure.

What each means is in `counters`, `changes` and `trending`; which earlier runs are the right ones is
`fieldops.records.earlier`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from fieldops.inspection import changes, counters, trending
from fieldops.inspection.checks import CheckResult, Judge
from fieldops.inspection.compared import Earlier, was_read


def compare(judge: Judge, result: CheckResult, past: Sequence[Earlier], at: datetime) -> CheckResult:
    """The result with what has come since earlier runs, in words and in the verdict; `at` is when the host was asked.

    `past` begins with the run to compare with; for a trend the others follow.
    """
    check = judge.check
    if not was_read(result):
        return result
    if check.trend is not None:
        # A limit that is reached needs no past.
        return trending.compare_trend(judge, result, past, at)
    if not past:
        return result
    if check.counter is not None:
        return counters.compare(judge, result, past[0])
    if check.changed is not None:
        return changes.compare_values(judge, result, past[0])
    return changes.compare_rate(judge, result, past[0], at) if check.rate is not None else result
