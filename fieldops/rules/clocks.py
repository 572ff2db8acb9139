"""Rules about times that do not fit each other. Nothing is said about times that cannot be compared.

Comparable are two times on the same clock, counted from the same moment, both in minutes and hours or both in
working days. Most findings are warnings: the signed paper may really contradict itself, and then has to be read
by a person.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, permutations

from fieldops.contracts.precedence import OPPOSITE, Scope, general_scope
from fieldops.contracts.versions import beside
from fieldops.contracts.wording import duration, word
from fieldops.dates.periods import parse_duration
from fieldops.documents.workspace import Document, Workspace
from fieldops.documents.yaml_text import Path
from fieldops.errors import Named, Problem
from fieldops.rules.rule import Rule, look_at, problem, told_once, warning
from fieldops.rules.sections import ids_at, is_true
from fieldops.structs import Struct, replaced

# (earlier, later): the first of two is never due after the second.
_ORDER = (
    ("answer", "respond"),
    ("respond", "remote"),
    ("respond", "onsite"),
    ("respond", "workaround"),
    ("respond", "resolve"),
    ("depart", "onsite"),
    ("remote", "resolve"),
    ("plan", "resolve"),
    ("onsite", "resolve"),
    ("workaround", "resolve"),
)
# What is fixed from afar needs nobody on the way.
_ON_THE_WAY = frozenset({"depart", "onsite"})


class _Promise(Struct, frozen=True):
    """One entry of `milestones` (or an override of it), as far as it is there, and where it stands."""

    document: Document
    place: Path
    request: str
    severity: str | None
    milestone: str
    when: str | None
    by: str | None
    within: str | None
    latest: str | None
    best_effort: bool
    clock: str | None
    counted_from: str

    @property
    def value(self) -> tuple[object, ...]:
        """What is promised."""
        return self.within, self.latest, self.best_effort, self.clock, self.counted_from


def _promises(document: Document) -> list[_Promise]:
    found = []
    for at in document.entries("milestones"):
        place = ("milestones", at)
        request, milestone = document.text(*place, "request"), document.text(*place, "milestone")
        if request is not None and milestone is not None:
            found.append(
                _Promise(
                    document,
                    place,
                    request,
                    document.text(*place, "severity"),
                    milestone,
                    document.text(*place, "when"),
                    document.text(*place, "by"),
                    document.text(*place, "within"),
                    document.text(*place, "at_the_latest"),
                    is_true(document, *place, "best_effort"),
                    document.text(*place, "clock"),
                    document.text(*place, "counted_from") or "reported",
                )
            )
    return found


def _longer(one: str | None, other: str | None, clock: str | None) -> bool:
    """Whether the first of two durations on the same clock is longer; no where they cannot be compared."""
    first, second = parse_duration(one or ""), parse_duration(other or "")
    if one is None or other is None or first is None or second is None:
        return False
    if bool(first.working_days) != bool(second.working_days):
        return False
    # A day of a clock that runs in service hours is not 24 of its hours.
    if clock != "always" and not first.working_days and (one[-1] == "d") != (other[-1] == "d"):
        return False
    return (first.working_days, first.seconds) > (second.working_days, second.seconds)


def _same_clock(one: _Promise, other: _Promise) -> bool:
    return one.clock is not None and (one.clock, one.counted_from) == (other.clock, other.counted_from)


def said_once(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """service-level.two-values, service-level.said-twice (warnings): one milestone is promised once. A1

    The first stands at both places. Two entries for different people (`by`) are two promises.
    """
    groups: dict[tuple[str | None, ...], list[_Promise]] = {}
    for each in _promises(document):
        groups.setdefault((each.request, each.severity, each.milestone, each.when), []).append(each)
    for group in groups.values():
        for at, other in enumerate(group):
            one = next((each for each in group[:at] if not _for_others(each, other)), None)
            if one is None:
                continue
            if one.value == other.value:
                values = {"milestone": _milestone(one.milestone), "line": document.position(*one.place).line}
                yield warning(document, other.place, "service-level.said-twice", **values)
                continue
            for here, there in ((one, other), (other, one)):
                told = {
                    "milestone": _milestone(here.milestone),
                    "value": _shown(here),
                    "other": _shown(there),
                    "line": document.position(*there.place).line,
                }
                yield warning(document, here.place, "service-level.two-values", **told)


def _for_others(one: _Promise, other: _Promise) -> bool:
    return one.by is not None and other.by is not None and one.by != other.by


def _shown(promise: _Promise) -> tuple[Named, ...]:
    if promise.within is None:
        return (word("best-effort"),) if promise.best_effort else (word("not-said"),)
    shown = [duration(promise.within)]
    shown += [word(promise.clock, "clock")] if promise.clock else []
    if promise.latest:
        shown.append(Named("promise.at-the-latest", latest=duration(promise.latest)))
    if promise.counted_from != "reported":
        shown.append(Named("promise.counted-from", event=word(promise.counted_from)))
    return tuple(shown)


def _milestone(name: str | None) -> Named | str:
    return word(name, "milestone") if name else "-"


def latest_is_later(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """service-level.latest-before-within: the outer limit is not before the inner one."""
    for each in _promises(document):
        if _longer(each.within, each.latest, each.clock):
            yield _latest_before(each, (*each.place, "at_the_latest"))


def _latest_before(each: _Promise, place: Path) -> Problem:
    values = {"within": duration(each.within or ""), "latest": duration(each.latest or "")}
    return problem(each.document, place, "service-level.latest-before-within", **values)


def milestones_in_order(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """service-level.milestones-out-of-order (warning): nothing is due after what it has to come before."""
    for early, late in _wrong_pairs(_promises(document), ids_at(document, "severities")):
        yield _wrong_order(early, late, early)


@told_once
def overrides_in_order(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """service-level.milestones-out-of-order (warning), service-level.latest-before-within: the same, with the times that
    a contract changes. The outer limit stays the service level's.
    """
    for listed, named_at in beside(document, "service_level_overrides", "service_level"):
        changes = document.entries(*listed)
        level = look_at(workspace, "ServiceLevel", document.text(*named_at)) if changes else None
        if level is None:
            continue
        promises = _promises(level)
        for at in sorted(changes, key=lambda at: document.text(*listed, at, "severity") is not None):
            promises = list(_changed(promises, document, (*listed, at)))
        for each in promises:
            if each.document is document and _longer(each.within, each.latest, each.clock):
                yield _latest_before(each, (*each.place, "within"))
        for early, late in _wrong_pairs(promises, ids_at(level, "severities")):
            own = [each for each in (early, late) if each.document is document]
            if own:
                yield _wrong_order(early, late, own[0])


def _changed(promises: list[_Promise], document: Document, place: Path) -> Iterator[_Promise]:
    """The promises with one override in force: it changes what holds for its severity, or for all."""
    severity = document.text(*place, "severity")
    asked = document.text(*place, "request"), document.text(*place, "milestone")
    meant = [each for each in promises if (each.request, each.milestone) == asked]
    yield from (each for each in promises if each not in meant or severity not in (None, each.severity))
    holding = list(_beside(meant, severity)) if severity is not None else meant
    for each in holding:
        scope = each.severity, each.when, each.by
        limits = {one.latest for one in holding if (one.severity, one.when, one.by) == scope}
        yield replaced(
            each,
            document=document,
            place=place,
            severity=severity or each.severity,
            within=document.text(*place, "within"),
            # What the service level says two things of is not kept, as `sla` has it.
            latest=each.latest if len(limits) == 1 else None,
            clock=document.text(*place, "clock") or each.clock,
        )


def _wrong_pairs(promises: list[_Promise], severities: list[str]) -> Iterator[tuple[_Promise, _Promise]]:
    """(earlier, later) for each two that hold together and are due in the wrong order, each pair of places once."""
    requests: dict[str, list[_Promise]] = {}
    for each in promises:
        requests.setdefault(each.request, []).append(each)
    told: set[tuple[Path, Path]] = set()
    for asked in requests.values():
        for severity in (*severities, None):
            for early, late in permutations(_holding(asked, severity), 2):
                if _out_of_order(early, late) and (early.place, late.place) not in told:
                    told.add((early.place, late.place))
                    yield early, late


def _wrong_order(early: _Promise, late: _Promise, told_at: _Promise) -> Problem:
    other = late if told_at is early else early
    values = {
        "milestone": _milestone(early.milestone),
        "within": duration(early.within or ""),
        "other": _milestone(late.milestone),
        "value": duration(late.within or ""),
        "place": str(other.document.position(*other.place)),
    }
    place = (*told_at.place, "within")
    return warning(told_at.document, place, "service-level.milestones-out-of-order", **values)


def _holding(promises: list[_Promise], severity: str | None) -> list[_Promise]:
    """What holds for that severity: its own times, else those for all. Of what is said twice, the first."""
    found: dict[tuple[str | None, ...], _Promise] = {}
    for each in _beside(promises, severity):
        found.setdefault((each.milestone, each.when, each.by), each)
    return list(found.values())


def _beside(promises: list[_Promise], severity: str | None) -> Iterator[_Promise]:
    own = [each for each in promises if severity is not None and each.severity == severity]
    for each in promises:
        if each.severity is not None:
            yield from (each,) if each.severity == severity else ()
            continue
        scopes = (Scope(one.when, one.by) for one in own if one.milestone == each.milestone)
        scope = general_scope(Scope(each.when, each.by), scopes)
        if scope is not None:
            yield replaced(each, when=scope.when)


def _out_of_order(early: _Promise, late: _Promise) -> bool:
    if (early.milestone, late.milestone) not in _ORDER or not _same_clock(early, late):
        return False
    conditions = {early.when, late.when}
    if early.when is not None and OPPOSITE.get(early.when) == late.when:
        return False
    if "remotely_fixable" in conditions and _ON_THE_WAY & {early.milestone, late.milestone}:
        return False
    return _longer(early.within, late.within, early.clock)


def graver_is_faster(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """service-level.graver-is-slower (warning): a graver severity waits no longer than a lighter one. A5"""
    rank = {id: at for at, id in enumerate(ids_at(document, "severities"))}
    groups: dict[tuple[str | None, ...], dict[str, _Promise]] = {}
    for each in _promises(document):
        if each.severity in rank:
            key = (each.request, each.milestone, each.when, each.by)
            # Of what is said twice, the first.
            groups.setdefault(key, {}).setdefault(each.severity, each)
    for group in groups.values():
        ordered = sorted(group.values(), key=lambda each: rank[each.severity or ""])
        for grave, light in combinations(ordered, 2):
            if _same_clock(grave, light) and _longer(grave.within, light.within, grave.clock):
                values = {
                    "severity": grave.severity,
                    "within": duration(grave.within or ""),
                    "lighter": light.severity,
                    "value": duration(light.within or ""),
                    "milestone": _milestone(grave.milestone),
                }
                place = (*grave.place, "within")
                yield warning(document, place, "service-level.graver-is-slower", **values)


RULES: dict[str, tuple[Rule, ...]] = {
    "ServiceLevel": (said_once, latest_is_later, milestones_in_order, graver_is_faster),
    "Contract": (overrides_in_order,),
}
