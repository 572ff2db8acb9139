"""The judged values of a run, one by one, and in words: which hosts, which range. Rows made of them live elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from fieldops.inspection.checks import CheckResult, Verdict
from fieldops.inspection.counters import decided_by
from fieldops.inspection.criteria import Value
from fieldops.inspection.readings import Reason
from fieldops.records.runs import HostRecord, Run
from fieldops.reports.manual_items import is_place, place_text
from fieldops.reports.wording import Wording, clean, one_line
from fieldops.structs import Struct

# Worst first, as tallies and tables show them.
ORDER = (Verdict.CRIT, Verdict.WARN, Verdict.UNKNOWN, Verdict.OK, Verdict.INFO, Verdict.NA)
# A row names so many hosts, values or checks; how many more there are it says, and the annex has them all.
_NAMED = 10


class Judged(Struct, frozen=True):
    """One judged value of a record: an item, or the whole check where it has none."""

    host: str
    check: str
    item: str
    value: Value | None
    unit: str | None
    verdict: Verdict
    reason: Reason | None


def judged(host: HostRecord, check: CheckResult) -> Iterator[Judged]:
    """The judged values of one check on one host."""
    for item in check.items:
        name = one_line(item.item or "")
        yield Judged(host.host, check.id, name, item.value, item.unit, item.verdict, item.reason)
    if not check.items:
        yield Judged(host.host, check.id, "", None, None, check.verdict, check.reason)


def by_check(run: Run) -> dict[str, list[Judged]]:
    """Every judged value of the run by check, in the playbook's order; of one check the hosts in order."""
    found: dict[str, list[Judged]] = {check.id: [] for check in run.playbook.checks}
    for host in run.looked_at:
        for check in host.checks:
            found[check.id].extend(judged(host, check))
    return found


def hosts_of(values: Iterable[Judged]) -> list[str]:
    """The hosts of these values, each once."""
    return list(dict.fromkeys(each.host for each in values))


def some_of(names: Sequence[str], wording: Wording, most: int = _NAMED, more: str = "and-more") -> str:
    """Names in a row; of many the first ones, and how many more there are, by the sentence `more`."""
    shown = [clean(name) for name in names]
    if len(shown) <= most + 1:
        return wording.listed(shown)
    return wording.say(more, names=wording.behind(wording.listed(shown[:most])), n=len(shown) - most)


def hosts_text(names: Sequence[str], run: Run, wording: Wording) -> str:
    """The hosts by name, or that it is all of the run."""
    if len(names) == len(run.hosts) > 3 and set(names) == {host.host for host in run.hosts}:
        return wording.say("all-hosts")
    more = "and-more" if any(is_place(each, run) for each in names) else "and-more-hosts"
    return some_of([place_text(name, run, wording) for name in names], wording, more=more)


def count_text(names: Sequence[str], run: Run, wording: Wording) -> str:
    """How many hosts they are, or places where people look."""
    places = any(is_place(each, run) for each in names)
    return wording.say("places-count" if places else "hosts-count", n=len(names))


def range_text(values: Sequence[Judged], wording: Wording) -> str:
    """What the values are: of numbers from where to where, of words each once."""
    texts = list(dict.fromkeys(wording.judged(each.value, each.unit, each.reason)[0] for each in values))
    numbers = [each for each in values if isinstance(each.value, int | float)]
    if len(texts) > 1 and len(numbers) == len(values):
        ends = sorted(numbers, key=lambda each: float(decided_by(each.value, each.reason) or 0))
        first, last = (wording.judged(each.value, each.unit, each.reason)[0] for each in (ends[0], ends[-1]))
        return wording.say("range", first=first, last=last)
    return some_of([text for text in texts if text], wording, 3)
