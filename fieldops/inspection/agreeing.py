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
    """What a check asks of the hosts: the groups that agree each for itself (none: all hosts), and what is said otherwise."""

    groups: tuple[str, ...]
    fault: Verdict


class Answer(Struct, frozen=True):
    """What one host says to a check; `result` is None where nothing is known of the host."""

    host: str
    groups: tuple[str, ...]
    result: CheckResult | None


def asked_of(results: Iterable[CheckResult | None]) -> Asked | None:
    """What a check asks of the hosts, as it was recorded with the first value that waits; None where none does."""
    for result in results:
        # A value that waits is not determined; only one that is missing and must not be is worse.
        if result is None or result.verdict not in (Verdict.UNKNOWN, Verdict.CRIT):
            continue
        for reason in _reasons(result):
            if reason.code == WAITS:
                groups, fault = reason.values.get("groups"), reason.values.get("otherwise")
                return Asked(
                    tuple(str(groups or "").split()), Verdict.WARN if fault == "warn" else Verdict.CRIT
                )
    return None


def _reasons(result: CheckResult) -> Iterator[Reason]:
    if result.reason is not None:
        yield result.reason
    yield from (item.reason for item in result.items if item.reason is not None)


def agreed(asked: Asked, answers: Sequence[Answer]) -> dict[str, CheckResult]:
    """The results of the hosts by id, judged against each other; of hosts of which nothing is known there is none."""
    found: dict[str, CheckResult] = {}
    for answer in answers:
        if answer.result is None or not _waits(answer.result):
            continue
        groups = [each for each in asked.groups if each in answer.groups] if asked.groups else [None]
        judged = [
            _in_group(asked, answer, [each for each in answers if _belongs(each, group)]) for group in groups
        ]
        # Groups that nobody is in are probably misspelt: then nothing is compared, and nobody is outside either.
        nobody = not any(each in one.groups for one in answers for each in asked.groups)
        outside = Verdict.UNKNOWN if nobody else Verdict.NA
        found[answer.host] = _gravest(judged) if judged else _outside(answer.result, outside)
    return found


def _waits(result: CheckResult) -> bool:
    return any(reason.code == WAITS for reason in _reasons(result))


def _belongs(answer: Answer, group: str | None) -> bool:
    """Whether a host is one of the group, and has the thing at all."""
    applies = answer.result is None or answer.result.verdict is not Verdict.NA
    return applies and (group is None or group in answer.groups)


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


def _in_group(asked: Asked, answer: Answer, members: Sequence[Answer]) -> CheckResult:
    result = answer.result
    assert result is not None  # the caller has looked
    items = [item if is_unread(item) else _judged(asked, item, answer.host, members) for item in result.items]
    if not any(is_unread(item) for item in result.items):
        items += _lacking(asked, result, answer.host, members)
    if not items:
        return CheckResult(result.id, *_empty(members))
    return CheckResult(result.id, worst(item.verdict for item in items), tuple(items))


def _empty(members: Sequence[Answer]) -> tuple[Verdict, tuple[Item, ...], Reason]:
    """Of a list that is empty here, and on every host that was read."""
    unknown = [each.host for each in members if each.result is None or not _whole(each.result)]
    verdict, reason = _same(len(members) - len(unknown), unknown)
    return verdict, (), reason


def _whole(result: CheckResult) -> bool:
    """Whether all that the check looked at was read."""
    return _waits(result) and not any(is_unread(item) for item in result.items)


def _values_of(answers: Sequence[Answer], name: str | None) -> tuple[dict[str, _Values], list[str]]:
    """The values of the rows of that name by host, and the hosts of which they are not known."""
    known: dict[str, _Values] = {}
    unknown: list[str] = []
    for answer in answers:
        items = answer.result.items if answer.result is not None else ()
        rows = [item for item in items if item.item == name]
        if answer.result is None or not (rows or _whole(answer.result)) or any(map(is_unread, rows)):
            unknown.append(answer.host)
        else:
            known[answer.host] = tuple(sorted(plain(item.value) for item in rows))
    return known, unknown


def _judged(asked: Asked, item: Item, host: str, members: Sequence[Answer]) -> Item:
    verdict, reason = _verdict(asked, host, *_values_of(members, item.item))
    return replaced(item, verdict=verdict, reason=reason)


def _lacking(asked: Asked, result: CheckResult, host: str, members: Sequence[Answer]) -> Iterator[Item]:
    """The rows that most others have and this host has not."""
    here = {item.item for item in result.items}
    elsewhere = dict.fromkeys(
        item.item
        for each in members
        if each.result is not None
        for item in each.result.items
        if item.item not in here and not is_unread(item)
    )
    for name in elsewhere:
        verdict, reason = _verdict(asked, host, *_values_of(members, name))
        if verdict is not Verdict.OK:
            yield Item(name, None, None, verdict, reason)


def _verdict(
    asked: Asked, host: str, known: Mapping[str, _Values], unknown: Sequence[str]
) -> tuple[Verdict, Reason]:
    """What is said of a host whose values are among the `known` ones."""
    counted = Counter(known.values()).most_common()
    if len(counted) == 1:
        return _same(len(known), unknown)
    (usual, most), (_, next_most) = counted[:2]
    if most - next_most <= len(unknown):
        return asked.fault, Reason("reading.group-tie", {"values": _listed(known)})
    told = {"count": most, "usual": _said(usual)}
    if known[host] == usual:
        odd = {name: values for name, values in known.items() if values != usual}
        return Verdict.OK, Reason("reading.group-most", {**told, "others": _listed(odd)})
    return asked.fault, Reason("reading.group-odd" if known[host] else "reading.group-lacks", told)


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
