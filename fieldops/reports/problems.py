"""The problems of a run: what deviates in the same way is one, on however many hosts. And what could not be determined.

A problem is one check with one verdict; a host of which nothing is known, and a machine under several assets, are problems
as well. What has no result is told by the kind of its reason, as what helps against it is the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from fieldops.inspection.checks import Verdict
from fieldops.inspection.readings import Reason
from fieldops.records.comparison import Change, Comparison
from fieldops.records.history import History
from fieldops.records.run_events import HostStatus
from fieldops.records.runs import HostRecord, Run
from fieldops.records.signing_events import RunConcluded
from fieldops.records.snapshots import CheckSnapshot
from fieldops.records.trends import CAPACITY, MEMORY
from fieldops.reports.deviations import standards_text
from fieldops.reports.following import Followed, followed, growth_of
from fieldops.reports.judged import Judged, count_text, hosts_of, hosts_text, range_text, some_of
from fieldops.reports.limits import limit_text
from fieldops.reports.view import ProblemRow, UndeterminedRow
from fieldops.reports.wording import Wording, clean
from fieldops.structs import Struct, replaced

FINDINGS = (Verdict.CRIT, Verdict.WARN)
_NAMED_ITEMS, _NAMED_CHECKS, _REASONS, _NOTES = 4, 12, 3, 2
# What is told of a deviation that was looked at before, in this order.
_SINCE = (Change.NEW, Change.WORSE, Change.FOUND, Change.OPEN, Change.BETTER)
# What a check with one of these tags finds is a part that has failed, or what stands in for one: the next fault is an outage.
_UNCOVERED = frozenset({"redundancy", "replication", "hardware"})

Values = Mapping[str, list[Judged]]


class Problems(Struct, frozen=True):
    """All problems of a run, numbered, the worst first; and the first of them by the check that it is about.

    `of_customer` are the numbers of those that somebody of the customer is to mend; `settled` those that nobody has to be given,
    as the customer has accepted them, with who did until when; `missing` the hosts of which nobody has one that somebody
    has on others; `due` the first day on which each is due that somebody has.
    """

    rows: tuple[ProblemRow, ...]
    numbers: Mapping[tuple[str, str], int]
    """By check and verdict."""
    of_customer: tuple[int, ...] = ()
    settled: Mapping[int, str] = {}
    missing: Mapping[int, tuple[str, ...]] = {}
    due: Mapping[int, date] = {}
    waiting: Mapping[int, tuple[int, ...]] = {}
    """Hosts of which nothing is known, by number: what the customer is asked to do before they are inspected again."""


def problems_of(
    run: Run, values: Values, compared: Comparison | None, history: History, wording: Wording
) -> Problems:
    """Every CRIT, then every WARN, then machines that are doubled and hosts of which nothing is known, numbered."""
    told = list(_deviations(run, values, compared, history, wording))
    rows = [row for _, row, _ in told]
    if any(row.state for row in rows):  # beside what is followed, since when the others are open
        rows = [replaced(row, state=row.state or mending.fresh) for _, row, mending in told]
    rows += [*_machines(run, wording), *_silent(run, wording)]
    return Problems(
        tuple(replaced(row, number=at) for at, row in enumerate(rows, 1)),
        {place: number for number, (place, _, _) in enumerate(told, 1)},
        tuple(number for number, (_, _, mending) in enumerate(told, 1) if mending.of_customer),
        {number: mending.accepted for number, (_, _, mending) in enumerate(told, 1) if mending.accepted},
        {number: mending.missing for number, (_, _, mending) in enumerate(told, 1) if mending.missing},
        {number: mending.first for number, (_, _, mending) in enumerate(told, 1) if mending.first},
    )


def waiting_for(
    problems: Problems, unknown: Undetermined, conclusion: RunConcluded | None, wording: Wording
) -> Problems:
    """The problems, and of hosts of which nothing is known who inspects them again until when, and what has to be done first:
    where that is the customer's, the service company cannot begin before. Nobody else has to be given such a problem; it is
    one to be given where the customer is asked nothing and no day is agreed. Who concluded answers for the agreed one.
    """
    again_by = conclusion.again_by if conclusion is not None else None
    asked = {number for numbers in unknown.asked.values() for number in numbers}
    first = unknown.of_hosts if asked.issuperset(unknown.of_hosts) else ()
    numbers = [row.number for row in problems.rows if row.verdict.code == Verdict.UNKNOWN]
    if not numbers or not (first or again_by):
        return problems
    by = conclusion.by.name if conclusion is not None and again_by else None
    person = clean(wording.text(by)) if by is not None else wording.say("waits-person")
    owner = wording.say(
        "waits" if first else "waits-not", person=person, rows=wording.listed(map(str, first))
    )
    due = wording.say("due", day=again_by) if again_by else wording.say("waits-day")
    rows = tuple(
        replaced(row, owner=owner, due=due, state=wording.say("waits-state"))
        if row.number in numbers
        else row
        for row in problems.rows
    )
    return replaced(problems, rows=rows, waiting=dict.fromkeys(numbers, first))


def with_remarks(unknown: Undetermined, wording: Wording) -> Undetermined:
    """The rows, those of manual items with where it stands why nobody filled them in, as far as somebody said so."""
    open_items = unknown.asked.get("fill", ())
    rows = tuple(
        replaced(row, reason=wording.say("not-filled-remarks", reason=row.reason))
        if row.number in open_items
        else row
        for row in unknown.rows
    )
    return replaced(unknown, rows=rows, remarked=True)


def _deviations(
    run: Run, values: Values, compared: Comparison | None, history: History, wording: Wording
) -> Iterator[tuple[tuple[str, str], ProblemRow, Followed]]:
    since = _since(compared)
    for verdict in FINDINGS:
        found = []
        for check in run.playbook.checks:
            deviating = [each for each in values[check.id] if each.verdict is verdict]
            if deviating:
                found.append((check, deviating))
        # Of equal ones the playbook's order stays.
        for check, deviating in sorted(found, key=lambda each: (_urgency(each[0]), -len(hosts_of(each[1])))):
            changes = since.get((check.id, verdict), Counter())
            row = _deviation(run, check, deviating, changes, wording)
            mending = followed(deviating, history, wording)
            if growth := growth_of(deviating, history, wording):
                told = wording.say("limit-grows", limit=row.limit, growth=growth) if row.limit else growth
                row = replaced(row, limit=told)
            row = replaced(row, owner=mending.owner, due=mending.due, state=mending.state)
            yield (check.id, verdict), row, mending


def _urgency(check: CheckSnapshot) -> int:
    """How soon it may end in an outage, among problems of one verdict: first what stands without its redundancy or has
    failed, then what fills up, then everything else (on most hosts first). Chapter 2 says so above its table.
    """
    if CAPACITY in check.tags:
        return 2 if MEMORY in check.tags else 1
    return 2 if _UNCOVERED.isdisjoint(check.tags) else 0


def _deviation(
    run: Run, check: CheckSnapshot, values: list[Judged], changes: Counter[Change], wording: Wording
) -> ProblemRow:
    hosts = hosts_of(values)
    items = list(dict.fromkeys(wording.row(each.item, each.reason) for each in values if each.item))
    value, note = range_text(values, wording), _notes(values, wording)
    if note and any(check.id == item.id for item in run.playbook.manual):
        value, note = (
            wording.say("plan-found", check=value, value=note),
            "",
        )  # what people wrote is what was found
    return ProblemRow(
        number=0,
        check=wording.text(check.title),
        verdict=wording.verdict(values[0].verdict),
        count=count_text(hosts, run, wording),
        hosts=hosts_text(hosts, run, wording),
        items=some_of(items, wording, _NAMED_ITEMS),
        value=value,
        note=note,
        standard=standards_text(check, hosts, run, wording),
        advice=wording.sentences(_advice(check, hosts, run, wording)),
        since=_since_text(changes, wording),
        limit=limit_text(run.playbook.check_on(check, hosts[0]), values[0], wording),
    )


def _advice(check: CheckSnapshot, hosts: Sequence[str], run: Run, wording: Wording) -> list[str]:
    """What to do, each once: a playbook may say something else of some hosts."""
    return list(dict.fromkeys(wording.text(run.playbook.check_on(check, host).advice) for host in hosts))


def _notes(values: Sequence[Judged], wording: Wording) -> str:
    """What is said of the values, where it is said of all of them: else the values' own sentences are in the annex."""
    notes = list(dict.fromkeys(wording.judged(each.value, each.unit, each.reason)[1] for each in values))
    return wording.sentences(note for note in notes if note) if len(notes) <= _NOTES else ""


def _since(compared: Comparison | None) -> Mapping[tuple[str, str], Counter[Change]]:
    """What became of the values of a check with a verdict since the last run."""
    found: dict[tuple[str, str], Counter[Change]] = {}
    for each in compared.differences if compared is not None else ():
        if each.check is not None and each.after is not None and each.change in _SINCE:
            found.setdefault((each.check, each.after.verdict), Counter())[each.change] += 1
    return found


def _since_text(changes: Counter[Change], wording: Wording) -> str:
    return wording.listed(
        wording.say(f"since.{change}", n=changes[change]) for change in _SINCE if changes[change]
    )


def _machines(run: Run, wording: Wording) -> Iterator[ProblemRow]:
    """The machines that stand under several assets."""
    for each in run.one_machine:
        same = (
            wording.say("finding-machine-key", key=clean(each.key))
            if each.key is not None
            else wording.say("finding-machine-here" if each.here else "finding-machine-boot")
        )
        yield _of_hosts("machine", each.hosts, same, Verdict.WARN, run, wording)


def _silent(run: Run, wording: Wording) -> Iterator[ProblemRow]:
    """The hosts of which nothing is known."""
    for status in (HostStatus.UNREACHABLE, HostStatus.PENDING):
        hosts = [host.host for host in run.hosts if host.status is status and not host.to_be_carried]
        if hosts:
            yield _of_hosts("host", hosts, wording.say(f"status.{status}"), Verdict.UNKNOWN, run, wording)
    if offline := [host.host for host in run.hosts if host.to_be_carried]:
        yield _of_hosts("offline", offline, wording.say("offline-awaited"), Verdict.UNKNOWN, run, wording)


def _of_hosts(
    name: str, hosts: Sequence[str], value: str, verdict: Verdict, run: Run, wording: Wording
) -> ProblemRow:
    return ProblemRow(
        number=0,
        check=wording.say(f"finding-{name}"),
        verdict=wording.verdict(verdict),
        count=count_text(hosts, run, wording),
        hosts=hosts_text(hosts, run, wording),
        items="",
        value=value,
        note="",
        standard=wording.say(f"finding-{name}-standard"),
        advice=wording.say(f"finding-{name}-advice"),
        since="",
    )


# --- not determined --------------------------------------------------------------------------------------


class _Lost(Struct, frozen=True):
    """Something of one host that has no result, and why: a check by id and name, or all that the host was asked for."""

    host: str
    check: str | None
    named: str
    reason: Reason
    told: str


class Undetermined(Struct, frozen=True):
    """What has no result, one row for each kind of reason: hosts as a whole first, then single checks.

    `numbers` are the rows in which a check stands, by its id; `asked` the rows by what the customer is asked for, where it
    is asked for something; `of_hosts` those of hosts as a whole, `of_checks` those of checks that commands ask for. `remarked`:
    remarks of the conclusion may say why manual items were not filled in.
    """

    rows: tuple[UndeterminedRow, ...]
    numbers: Mapping[str, tuple[int, ...]]
    asked: Mapping[str, tuple[int, ...]]
    of_hosts: tuple[int, ...] = ()
    of_checks: tuple[int, ...] = ()
    remarked: bool = False


def undetermined_of(run: Run, values: Values, wording: Wording, first: int) -> Undetermined:
    """Everything that has no result; rows are numbered from `first` on."""
    grouped: dict[str, list[_Lost]] = {}
    for each in [*_lost_hosts(run, wording), *_lost_values(run, values, wording)]:
        grouped.setdefault(each.reason.code, []).append(each)
    numbers: dict[str, dict[int, None]] = {}
    for at, group in enumerate(grouped.values(), first):
        for each in group:
            if each.check is not None:
                numbers.setdefault(each.check, {})[at] = None
    asked: dict[str, list[int]] = {}
    for at, code in enumerate(grouped, first):
        if (kind := _asked_for(code)) is not None:
            asked.setdefault(kind, []).append(at)
    rows = tuple(_undetermined(at, group, run, wording) for at, group in enumerate(grouped.values(), first))
    return Undetermined(
        rows,
        {check: tuple(of_check) for check, of_check in numbers.items()},
        {kind: tuple(of_kind) for kind, of_kind in asked.items()},
        tuple(
            at
            for at, (code, _) in enumerate(grouped.items(), first)
            if not code.startswith(("reading.", "manual."))
        ),
        tuple(at for at, (code, _) in enumerate(grouped.items(), first) if code.startswith("reading.")),
    )


def _lost_hosts(run: Run, wording: Wording) -> Iterator[_Lost]:
    for host in run.hosts:
        if host.status is not HostStatus.DONE:
            named = wording.say("whole-host" if host.silent else "part-of-host")
            yield _Lost(host.host, None, named, _of_host(host), host_reason(host, wording))


def _of_host(host: HostRecord) -> Reason:
    if host.failure is not None:
        return Reason(f"host.{host.failure.code}", host.failure.values)
    return Reason("report.pending-reason" if host.status is HostStatus.PENDING else "report.partial-reason")


def host_reason(host: HostRecord, wording: Wording) -> str:
    """Why a host was not inspected, or not completely."""
    if host.failure is not None:
        return wording.reason(f"host.{host.failure.code}", host.failure.values)
    return wording.say("pending-reason" if host.status is HostStatus.PENDING else "partial-reason")


def _lost_values(run: Run, values: Values, wording: Wording) -> Iterator[_Lost]:
    for check in run.playbook.checks:
        title = wording.text(check.title)
        for each in values[check.id]:
            if each.verdict is Verdict.UNKNOWN:
                why = each.reason or Reason("reading.missing")
                named = wording.say("item-of", check=title, item=each.item) if each.item else title
                yield _Lost(each.host, check.id, named, why, wording.reason(why.code, why.values))


def _undetermined(number: int, group: Sequence[_Lost], run: Run, wording: Wording) -> UndeterminedRow:
    hosts = list(dict.fromkeys(each.host for each in group))
    checks = list(dict.fromkeys(each.named for each in group))
    reasons = list(dict.fromkeys(each.told for each in group))
    return UndeterminedRow(
        number=number,
        checks=some_of(checks, wording, _NAMED_CHECKS),
        count=count_text(hosts, run, wording),
        hosts=hosts_text(hosts, run, wording),
        reason=_reasons(reasons, wording),
        action=action_for(group[0].reason.code, wording),
        n=len(checks),
    )


def _reasons(told: Sequence[str], wording: Wording) -> str:
    """The sentences of a kind of reason; of many the first ones, and how many more there are."""
    if len(told) <= _REASONS:
        return wording.sentences(told)
    named = wording.behind(wording.sentences(told[:_REASONS]))
    return wording.say("and-more", names=named, n=len(told) - _REASONS)


def action_for(code: str, wording: Wording) -> str:
    """What the customer can do about something that was not determined for that reason."""
    return wording.say(f"action.{_asked_for(code) or 'none'}")


def _asked_for(code: str) -> str | None:
    """The kind of what the customer is asked for; None: for nothing."""
    return next((kind for kind, codes in ASKED.items() if code in codes), None)


# What a customer can be asked for, by the codes of the reasons.
ASKED: Mapping[str, frozenset[str]] = {
    "sudo": frozenset({"reading.sudo", "reading.hidden-processes"}),
    "forbidden": frozenset({"reading.forbidden"}),
    "tool": frozenset({"reading.absent", "reading.no-time-tool"}),
    "fill": frozenset({"manual.not-filled-in"}),
    "by-hand": frozenset({
        "reading.no-command", "reading.raid-controller", "reading.lvm-copies",
        "reading.mysql-many-tables", "reading.mysql-stats-on-metadata", "reading.mysql-shared-tablespace",
    }),
    "rights": frozenset({"reading.instance-refused", "reading.mysql-sees-part"}),
    "network": frozenset(
        f"host.{each}"
        for each in (
            "connect-timeout", "connection-refused", "network", "no-banner", "not-ssh", "name-unknown",
            "name-timeout", "silent", "handshake-timeout", "turned-away",
            "jump-failed", "jump-forbids", "jump-full", "jump-no-answer", "jump-refused",
        )
    ),
    "login": frozenset(
        f"host.{each}"
        for each in (
            "auth-failed", "method-refused", "no-credentials", "password-expired", "second-factor", "banned",
            "no-shell", "no-prompt", "device-asks", "login-timeout", "hung-up-at-login", "second-factor-nobody", "second-factor-late",
            "second-factor-openssh",
        )
    ),
    "host-key": frozenset(f"host.{each}" for each in ("unknown-host-key", "changed-host-key", "revoked-host-key")),
    "again": frozenset({"host.window-closed", "host.interrupted", "host.deadline", "host.crowded", "host.jump-crowded", "host.left-alone-load", "host.left-alone-memory", "report.pending-reason", "report.partial-reason"}),
}  # fmt: skip
