"""Whether the hosts of a group agree (`group: consistent`): judged over what was recorded of each, when all are in. Pure.

Each host records its own values, with the mark that they are not judged yet; a host alone cannot know. So nothing more
needs to be recorded, and a run that was cut off says what it is: not judged. What is odd is odd against the majority; a tie
has none, and a host of which nothing is known may turn it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from fieldops.inspection.checks import CheckResult, Item, Verdict, plain, worst
from fieldops.inspection.compared import is_unread
from fieldops.inspection.readings import Reason
from fieldops.structs import Struct, replaced

WAITS = "reading.group-waits"
# A sentence names so many hosts; the report has a row for each.
_NAMED = 10
# The values of the rows with one name, on one host; none where there is no such row.
_Values = tuple[str, ...]


class Asked(Struct, frozen=True):
    """What a check asks of the hosts: the groups that agree each for itself (none: all hosts), and what is said otherwise.

    `on`: the check is for hosts of these groups only (none: for all).
    """

    groups: tuple[str, ...]
    fault: Verdict
    on: tuple[str, ...] = ()


class Answer(Struct, frozen=True):
    """What one host says to a check; `result` is None where nothing is known of the host."""

    host: str
    groups: tuple[str, ...]
    result: CheckResult | None


def asked_of(results: Iterable[CheckResult | None]) -> Asked | None:
    """What a check asks of the hosts, as it was recorded with the first value that waits; None where none does."""
    for result in results:
        # A value that waits is not determined.
        if result is None or result.verdict is not Verdict.UNKNOWN:
            continue
        for reason in _reasons(result):
            if reason.code == WAITS:
                fault = Verdict.WARN if reason.values.get("otherwise") == "warn" else Verdict.CRIT
                return Asked(_words(reason, "groups"), fault, _words(reason, "on"))
    return None


def _words(reason: Reason, name: str) -> tuple[str, ...]:
    return tuple(str(reason.values.get(name, "")).split())


def _reasons(result: CheckResult) -> Iterator[Reason]:
    if result.reason is not None:
        yield result.reason
    yield from (item.reason for item in result.items if item.reason is not None)


def agreed(asked: Asked, answers: Sequence[Answer]) -> dict[str, CheckResult]:
    """The results of the hosts by id, judged against each other; of hosts of which nothing is known there is none."""
    tables = {group: _Table(asked, answers, group) for group in asked.groups or (None,)}
    # Groups that nobody is in are probably misspelt: then nothing is compared, and nobody is outside either.
    nobody = bool(asked.groups) and not any(table.members for table in tables.values())
    outside = Verdict.UNKNOWN if nobody else Verdict.NA
    found: dict[str, CheckResult] = {}
    for answer in answers:
        if answer.result is not None and _waits(answer.result):
            mine = [table for group, table in tables.items() if group is None or group in answer.groups]
            judged = [table.judged(answer.host, answer.result) for table in mine]
            found[answer.host] = _gravest(judged) if judged else _outside(answer.result, outside)
    return found


def _waits(result: CheckResult) -> bool:
    return any(reason.code == WAITS for reason in _reasons(result))


def _gravest(results: Sequence[CheckResult]) -> CheckResult:
    order = {verdict: at for at, verdict in enumerate((Verdict.CRIT, Verdict.UNKNOWN, Verdict.WARN))}
    return min(results, key=lambda each: order.get(each.verdict, len(order)))


def _outside(result: CheckResult, verdict: Verdict) -> CheckResult:
    """Of a host in none of the groups."""
    reason = Reason("reading.group-none")
    items = tuple(
        item if is_unread(item) else replaced(item, verdict=verdict, reason=reason) for item in result.items
    )
    return CheckResult(
        result.id,
        worst(each.verdict for each in items) if items else verdict,
        items,
        None if items else reason,
    )


# --- one host among the others ---------------------------------------------------------------------------------


class _Table:
    """The values of one group's hosts by the names of the rows: what is said of one value is worked out once."""

    def __init__(self, asked: Asked, answers: Iterable[Answer], group: str | None) -> None:
        self._fault = asked.fault
        self.members = [each for each in answers if _belongs(asked, each, group)]
        self._rows: dict[str | None, dict[str, list[Item]]] = {}
        for member in self.members:
            for item in member.result.items if member.result is not None else ():
                self._rows.setdefault(item.item, {}).setdefault(member.host, []).append(item)
        # Of these hosts a row that they do not have is one that is not there.
        self._whole = {each.host for each in self.members if each.result is not None and _whole(each.result)}
        self._known: dict[str | None, tuple[dict[str, _Values], list[str]]] = {}
        self._said: dict[tuple[str | None, _Values], tuple[Verdict, Reason]] = {}

    def judged(self, host: str, result: CheckResult) -> CheckResult:
        """The result of one of the hosts, judged against the others."""
        items = [item if is_unread(item) else self._judged(item, host) for item in result.items]
        if host in self._whole:
            items += self._lacking(result, host)
        if items:
            return CheckResult(result.id, worst(item.verdict for item in items), tuple(items))
        verdict, reason = _same(
            len(self._whole), [each.host for each in self.members if each.host not in self._whole]
        )
        return CheckResult(result.id, verdict, (), reason)

    def _judged(self, item: Item, host: str) -> Item:
        verdict, reason = self._verdict(item.item, host)
        return replaced(item, verdict=verdict, reason=reason)

    def _lacking(self, result: CheckResult, host: str) -> Iterator[Item]:
        """The rows that most others have and this host has not."""
        here = {item.item for item in result.items}
        for name, rows in self._rows.items():
            if name not in here and not all(is_unread(item) for items in rows.values() for item in items):
                verdict, reason = self._verdict(name, host)
                if verdict is not Verdict.OK:
                    yield Item(name, None, None, verdict, reason)

    def _verdict(self, name: str | None, host: str) -> tuple[Verdict, Reason]:
        if name not in self._known:
            self._known[name] = self._values_of(name)
        known, unknown = self._known[name]
        if host not in known:  # of two rows with this name one could not be read
            return Verdict.UNKNOWN, Reason("reading.group-unsure", {"count": len(known), "others": host})
        place = name, known[host]
        if place not in self._said:
            self._said[place] = _verdict(self._fault, known[host], known, unknown)
        return self._said[place]

    def _values_of(self, name: str | None) -> tuple[dict[str, _Values], list[str]]:
        """The values of the rows of that name by host, and the hosts of which they are not known."""
        known: dict[str, _Values] = {}
        unknown: list[str] = []
        for member in self.members:
            rows = self._rows.get(name, {}).get(member.host, [])
            if not (rows or member.host in self._whole) or any(map(is_unread, rows)):
                unknown.append(member.host)
            else:
                known[member.host] = tuple(sorted(plain(item.value) for item in rows))
        return known, unknown


def _belongs(asked: Asked, answer: Answer, group: str | None) -> bool:
    """Whether a host is one of the group, and has the thing at all. One of which nothing is known may have it."""
    if answer.result is None:
        applies = not asked.on or not set(asked.on).isdisjoint(answer.groups)
    else:
        applies = answer.result.verdict is not Verdict.NA
    return applies and (group is None or group in answer.groups)


def _whole(result: CheckResult) -> bool:
    """Whether all that the check looked at was read."""
    return _waits(result) and not any(is_unread(item) for item in result.items)


def _verdict(
    fault: Verdict, mine: _Values, known: Mapping[str, _Values], unknown: Sequence[str]
) -> tuple[Verdict, Reason]:
    """What is said of a host whose values are `mine`, among the `known` ones."""
    counted = Counter(known.values()).most_common()
    if len(counted) == 1:
        return _same(len(known), unknown)
    (usual, most), (_, next_most) = counted[:2]
    if most - next_most <= len(unknown):
        return fault, Reason("reading.group-tie", {"values": _listed(known)})
    told = {"count": most, "usual": _said(usual)}
    if mine == usual:
        odd = {name: values for name, values in known.items() if values != usual}
        return Verdict.OK, Reason("reading.group-most", {**told, "others": _listed(odd)})
    return fault, Reason("reading.group-odd" if mine else "reading.group-lacks", told)


def _same(count: int, unknown: Sequence[str]) -> tuple[Verdict, Reason]:
    if unknown:
        values: Mapping[str, object] = {"count": count, "others": _some(unknown)}
        return Verdict.UNKNOWN, Reason("reading.group-unsure", values)
    if count < 2:
        return Verdict.UNKNOWN, Reason("reading.group-alone")
    return Verdict.OK, Reason("reading.group-same", {"count": count})


def _said(values: _Values) -> str:
    return ", ".join(values) or "-"


def _listed(known: Mapping[str, _Values]) -> str:
    """Which value is on which hosts, the most frequent first."""
    hosts: dict[_Values, list[str]] = {}
    for host, values in known.items():
        hosts.setdefault(values, []).append(host)
    ordered = sorted(hosts.items(), key=lambda each: -len(each[1]))
    return "; ".join(f"{_said(values)} ({_some(names)})" for values, names in ordered)


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_NAMED])
    return shown if len(names) <= _NAMED else f"{shown}, … {len(names)}"
