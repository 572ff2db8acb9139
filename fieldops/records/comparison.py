"""Two runs compared that share a playbook: what is new, worse, better, fixed, still open, no longer looked at. Pure.

Lives here: what a difference between two recorded values means. What is not looked at any more is never "fixed", and
what was not looked at before is not "new". Does not live here: which runs are compared (`fieldops.actions.comparisons`), how it
is said (`fieldops.cli.run_diff`), what has grown since the last run (`fieldops.inspection.counters`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from enum import StrEnum
from itertools import chain

from fieldops.inspection.checks import Item, Verdict
from fieldops.inspection.readings import Reason
from fieldops.records.looks import Look, Side
from fieldops.records.runs import HostRecord, Run
from fieldops.records.snapshots import CheckSnapshot, PlaybookSnapshot
from fieldops.structs import Struct

# A number is a measurement and differs each time; in a check with one of these tags it is a fact, such as how many CPUs
# there are, or how many files a process may open.
FACTS = frozenset({"identity", "setting"})


class Change(StrEnum):
    """What became of a value since the older run; in the order in which people want to hear it. Public interface."""

    NEW = "new"  # a deviation where there was none
    WORSE = "worse"  # a warning that has become critical
    FOUND = "found"  # a deviation where nobody had looked
    UNSEEN = "unseen"  # no longer looked at, or not determined any more
    OPEN = "open"  # the same deviation still
    UNKNOWN = "unknown"  # not looked at or not determined, this time as before
    BETTER = "better"  # critical that has become a warning
    GONE = "gone"  # a deviation of something that is not there any more
    FIXED = "fixed"  # looked at, and in order now
    FACT = "fact"  # no deviation on either side, and not what it was


# What somebody should look into because of the newer run, and what it leaves open.
TURNED_BAD = frozenset({Change.NEW, Change.WORSE, Change.FOUND})
NOT_KNOWN = frozenset({Change.UNSEEN, Change.UNKNOWN})


class Difference(Struct, frozen=True):
    """What became of one value; `check` and `item` are None for a host as a whole, `host` for a check on all hosts.

    `before` and `after` are the judged values, None where there is none on that side, and of a check that is not
    determined any more the worst one before. `why` says why a value is not looked at or determined any more.
    `other_standard`: the check was judged by other criteria than before.
    """

    change: Change
    host: str | None = None
    check: str | None = None
    item: str | None = None
    before: Item | None = None
    after: Item | None = None
    why: Reason | None = None
    other_standard: bool = False


class Comparison(Struct, frozen=True):
    """Two runs and their differences: by what became of them, then by check in the playbook's order, then by host.

    `other_machines` are hosts that showed another host key than before: replaced, or set up anew.
    """

    old: Run
    new: Run
    differences: tuple[Difference, ...]
    other_machines: tuple[str, ...]

    @property
    def counts(self) -> dict[Change, int]:
        """How many differences there are of each kind; every kind has an entry."""
        counted = Counter(each.change for each in self.differences)
        return {change: counted[change] for change in Change}


def compare(old: Run, new: Run) -> Comparison:
    """What became of everything that `old` or `new` looked at.

    The caller sees to it that both are of one contract and share a playbook, and `old` is the earlier one. What only
    another playbook of the older one looked at is no matter of the newer one.
    """
    olds, news = _by_id(old), _by_id(new)
    order = {check.id: at for at, check in enumerate((*new.playbook.checks, *old.playbook.checks))}
    hosts = list(dict.fromkeys(chain(news, olds)))
    found, checks = list(_not_asked(old, new)), _Checks.of(old, new)
    for host in hosts:
        found += _of_host(host, Side(olds.get(host)), Side(news.get(host)), checks)
    changes, places = list(Change), {host: at for at, host in enumerate(hosts)}
    found.sort(
        key=lambda each: (
            changes.index(each.change),
            order.get(each.check or "", -1),
            places.get(each.host or "", -1),
        )
    )
    others = tuple(host for host in hosts if _is_other_machine(olds.get(host), news.get(host)))
    return Comparison(old, new, tuple(found), others)


def _not_asked(old: Run, new: Run) -> Iterator[Difference]:
    """The checks of its playbooks that the newer run left out on every host: one cause, one difference."""
    asked = {check.id for check in new.playbook.checks}
    for check in old.playbook.checks:
        if check.id not in asked and old.playbook.playbook_of(check.id) in new.playbook.playbooks:
            yield Difference(Change.UNSEEN, check=check.id, why=Reason("compare.check-not-asked"))


class _Checks(Struct, frozen=True):
    """What matters of the newer run's checks. `lists`: of those that list nothing but what is wrong. `of_hosts`: by host and
    check, where a playbook says something of its own of a host, whether it is judged otherwise than before. `both`: the
    hosts that both runs looked at.
    """

    asked: tuple[str, ...]
    lists: frozenset[str]
    facts: frozenset[str]
    other_standards: frozenset[str]
    of_hosts: Mapping[tuple[str, str], bool]
    both: frozenset[str]

    def judged_anew(self, host: str, check: str) -> bool:
        """Whether a check is judged on a host by another standard than before: only where there is a before."""
        # A run of some hosts records what is said of those only: of the others it tells no standard at all.
        return host in self.both and self.of_hosts.get((host, check), check in self.other_standards)

    @classmethod
    def of(cls, old: Run, new: Run) -> _Checks:
        checks = new.playbook.checks
        before = {check.id: _criteria(check) for check in old.playbook.checks}
        return cls(
            tuple(check.id for check in checks),
            frozenset(check.id for check in checks if check.empty == "ok"),
            frozenset(check.id for check in checks if FACTS.intersection(check.tags)),
            frozenset(
                check.id for check in checks if before.get(check.id, _criteria(check)) != _criteria(check)
            ),
            dict(_on_hosts(old.playbook, new.playbook)),
            frozenset(_by_id(old)).intersection(_by_id(new)),
        )


def _on_hosts(old: PlaybookSnapshot, new: PlaybookSnapshot) -> Iterator[tuple[tuple[str, str], bool]]:
    """By host and check, where either playbook says something of its own of a host: whether the criteria are others."""
    before, after = ({check.id: check for check in each.checks} for each in (old, new))
    for variant in (*old.variants, *new.variants):
        id = variant.check.id
        for host in variant.hosts if id in before and id in after else ():
            was, now = old.check_on(before[id], host), new.check_on(after[id], host)
            yield (host, id), _criteria(was) != _criteria(now)


def _by_id(run: Run) -> dict[str, HostRecord]:
    return {host.host: host for host in run.looked_at}


def _is_other_machine(before: HostRecord | None, after: HostRecord | None) -> bool:
    keys = [each.host_key for each in (before, after) if each is not None and each.host_key is not None]
    return len(keys) == 2 and keys[0] != keys[1]


def _criteria(check: CheckSnapshot) -> tuple[object, ...]:
    rows = (check.probe, check.value, check.each, check.where, check.skip)
    return (*rows, check.warn, check.crit, check.expect, check.otherwise, check.absent, check.empty)


def _of_host(host: str, before: Side, after: Side, checks: _Checks) -> Iterator[Difference]:
    # One cause, one difference: a host of which nothing is known any more is told once.
    if after.silent is not None:
        yield Difference(Change.UNKNOWN if before.silent else Change.UNSEEN, host, why=after.silent)
        return
    for check in checks.asked:
        why = after.undetermined(check)
        if after.is_not_meant(check) and before.undetermined(check):
            continue
        if why is None:
            yield from _of_check(host, check, before, after, checks)
        else:
            change = Change.UNKNOWN if before.undetermined(check) else Change.UNSEEN
            other = checks.judged_anew(host, check)
            yield Difference(change, host, check, None, before.worst(check), None, why, other)


def _of_check(host: str, check: str, before: Side, after: Side, checks: _Checks) -> Iterator[Difference]:
    for place in dict.fromkeys(chain(after.places(check), before.places(check))):
        was, now = before.look(check, place), after.look(check, place)
        change = _change(was, now, check in checks.lists, check in checks.facts)
        if change is not None:
            why = now.unseen if change in (Change.UNSEEN, Change.UNKNOWN) else None
            other = checks.judged_anew(host, check)
            yield Difference(change, host, check, place[0], was.item, now.item, why, other)


def _change(was: Look, now: Look, faults_only: bool, fact: bool) -> Change | None:
    """What became of a value; None where nothing did that anybody wants to hear.

    `faults_only`: the check lists nothing but what is wrong, so that what is not listed any more is in order.
    """
    if now.unseen is not None:
        return _unseen(was, now)
    if now.deviates:
        return _deviating(was, now)
    if was.deviates:
        return Change.GONE if now.is_gone(faults_only) else Change.FIXED
    if was.unseen is not None or not _are_facts(was.item, now.item, fact):
        return None
    return Change.FACT


def _unseen(was: Look, now: Look) -> Change | None:
    if was.unseen is None and was.item is not None:
        return Change.UNSEEN
    # A row that only the older run could not read is no row of this one.
    return Change.UNKNOWN if now.item is not None else None


def _deviating(was: Look, now: Look) -> Change:
    if was.unseen is not None:
        return Change.FOUND
    if not was.deviates:
        return Change.NEW
    assert was.item is not None  # it deviates
    assert now.item is not None
    if was.item.verdict is now.item.verdict:
        return Change.OPEN
    return Change.WORSE if now.item.verdict is Verdict.CRIT else Change.BETTER


def _are_facts(was: Item | None, now: Item | None, fact: bool) -> bool:
    """Whether two values without a deviation differ as facts do: a name, a version; an account that came or went."""
    if was is None or now is None:
        return was is not now
    measured = any(
        isinstance(each.value, int | float) and not isinstance(each.value, bool) for each in (was, now)
    )
    return was.value != now.value and (fact or not measured)
