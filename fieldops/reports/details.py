"""The chapters made of results: problems, hosts not reached, and one section per check."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import count

from fieldops.inspection.checks import CheckResult, Verdict
from fieldops.inspection.criteria import Value
from fieldops.inspection.readings import Reason
from fieldops.records.events import HostStatus
from fieldops.records.runs import HostRecord, Run
from fieldops.records.snapshots import CheckSnapshot, PlaybookSnapshot
from fieldops.reports.view import AreaView, CheckView, Finding, ResultRow, Undetermined, Unreached
from fieldops.reports.wording import NOTHING, Wording, clean, one_line
from fieldops.structs import Struct, replaced

# Worst first, as tallies and tables show them.
ORDER = (Verdict.CRIT, Verdict.WARN, Verdict.UNKNOWN, Verdict.OK, Verdict.INFO, Verdict.NA)
# Hosts that are not done, in the order in which the report names them.
_UNREACHED = (HostStatus.UNREACHABLE, HostStatus.PARTIAL, HostStatus.PENDING)
_FINDINGS = (Verdict.CRIT, Verdict.WARN)
_COMMAND_LINES, _COMMAND_LETTERS = 3, 240


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


def all_judged(run: Run) -> list[Judged]:
    """Every judged value of the run: checks in the playbook's order, and of one check the hosts in order."""
    place = {check.id: at for at, check in enumerate(run.playbook.checks)}
    found = [each for host in run.hosts for check in host.checks for each in judged(host, check)]
    return sorted(found, key=lambda each: place[each.check])


def findings_of(run: Run, values: list[Judged], wording: Wording) -> tuple[Finding, ...]:
    """Every CRIT, then every WARN, then the machines that are doubled and the hosts of which nothing is known, numbered."""
    found = [*_deviations(run.playbook, values, wording), *_machines(run, wording), *_silent(run, wording)]
    return tuple(replaced(each, number=number) for number, each in enumerate(found, 1))


def _deviations(playbook: PlaybookSnapshot, values: list[Judged], wording: Wording) -> Iterator[Finding]:
    checks = {check.id: check for check in playbook.checks}
    worst_first = [each for code in _FINDINGS for each in values if each.verdict is code]
    verdicts = {code: wording.verdict(code) for code in _FINDINGS}
    for each in worst_first:
        value, note = wording.judged(each.value, each.unit, each.reason)
        yield Finding(
            0,
            each.host,
            wording.text(checks[each.check].title),
            wording.row(each.item, each.reason),
            value,
            wording.text(checks[each.check].standard),
            verdicts[each.verdict],
            wording.text(checks[each.check].advice),
            note,
        )


def _machines(run: Run, wording: Wording) -> Iterator[Finding]:
    """The machines that stand under several assets."""
    for each in run.one_machine:
        yield Finding(
            0,
            wording.listed(clean(host) for host in each.hosts),
            wording.say("finding-machine"),
            "",
            wording.say("finding-machine-key", key=clean(each.key))
            if each.key is not None
            else wording.say("finding-machine-boot"),
            wording.say("finding-machine-standard"),
            wording.verdict(Verdict.WARN),
            wording.say("finding-machine-advice"),
        )


def _silent(run: Run, wording: Wording) -> Iterator[Finding]:
    """The hosts of which nothing is known."""
    for host in run.hosts:
        if host.silent:
            yield Finding(
                0,
                host.host,
                wording.say("finding-host"),
                "",
                wording.say(f"status.{host.status}"),
                wording.say("finding-host-standard"),
                wording.verdict(Verdict.UNKNOWN),
                wording.say("finding-host-advice"),
            )


def undetermined_of(
    values: list[Judged], playbook: PlaybookSnapshot, wording: Wording, first: int
) -> tuple[Undetermined, ...]:
    """Every UNKNOWN, one line per host and reason: a host that broke off would fill pages otherwise."""
    titles = {check.id: wording.text(check.title) for check in playbook.checks}
    grouped: dict[tuple[str, str], list[str]] = {}
    for each in values:
        if each.verdict is Verdict.UNKNOWN:
            title = titles[each.check]
            named = wording.say("item-of", check=title, item=each.item) if each.item else title
            why = each.reason or Reason("reading.missing")
            grouped.setdefault((each.host, wording.reason(why.code, why.values)), []).append(named)
    numbers = count(first)
    return tuple(
        Undetermined(next(numbers), host, tuple(checks), reason) for (host, reason), checks in grouped.items()
    )


def unreached_of(run: Run, wording: Wording) -> tuple[Unreached, ...]:
    """Every host that is not done: unreachable first, then partial, then not started."""
    hosts = [host for status in _UNREACHED for host in run.hosts if host.status is status]
    addresses = {asset.id: asset.host.address for asset in run.contract.assets if asset.host is not None}
    return tuple(_unreached(host, addresses.get(host.host, NOTHING), wording) for host in hosts)


def _unreached(host: HostRecord, address: str, wording: Wording) -> Unreached:
    if host.failure is not None:
        reason = wording.reason(f"host.{host.failure.code}", host.failure.values)
    else:
        pending = host.status is HostStatus.PENDING
        reason = wording.say("pending-reason" if pending else "partial-reason")
    return Unreached(host.host, address, wording.say(f"status.{host.status}"), reason)


def areas_of(run: Run, values: list[Judged], wording: Wording) -> tuple[AreaView, ...]:
    """Chapters of checks in the playbook's order; areas without a check are left out."""
    playbook = run.playbook
    by_check: dict[str, list[Judged]] = {check.id: [] for check in playbook.checks}
    for each in values:
        by_check[each.check].append(each)
    used = [area for area in playbook.areas if any(check.area == area.id for check in playbook.checks)]
    areas = []
    for number, area in enumerate(used, 1):
        checks = [check for check in playbook.checks if check.area == area.id]
        views = tuple(
            _check(f"5.{number}.{at}", check, by_check[check.id], run, wording)
            for at, check in enumerate(checks, 1)
        )
        areas.append(AreaView(f"5.{number}", wording.text(area.title), f"area-{number}", views))
    return tuple(areas)


def _check(number: str, check: CheckSnapshot, values: list[Judged], run: Run, wording: Wording) -> CheckView:
    missing = len(run.hosts) - len({each.host for each in values})
    return CheckView(
        number=number,
        title=wording.text(check.title),
        standard=wording.text(check.standard),
        command=command_of(check.probe, run, wording),
        tally=_tally(values, wording),
        named=any(each.item for each in values),
        rows=tuple(_rows(values, wording)),
        missing=wording.say("missing", n=missing) if missing and values else "",
    )


def command_of(id: str, run: Run, wording: Wording) -> str:
    """The probe's command, long ones cut with a pointer to the annex."""
    probe = run.playbook.probe(id)
    if probe is not None and probe.forbidden is not None:
        return wording.say("command-forbidden", command=probe.forbidden)
    command = clean((probe.command if probe else None) or NOTHING).strip()
    short = "\n".join(command.splitlines()[:_COMMAND_LINES])[:_COMMAND_LETTERS]
    return command if short == command else f"{short} … {wording.say('see-annex', probe=id)}"


def _tally(values: list[Judged], wording: Wording) -> str:
    counted = Counter(each.verdict for each in values)
    return " · ".join(f"{wording.verdict(code).word} {counted[code]:,}" for code in ORDER if counted[code])


def _rows(values: list[Judged], wording: Wording) -> Iterator[ResultRow]:
    verdicts = {code: wording.verdict(code) for code in ORDER}
    above = None
    for each in values:
        value, note = wording.judged(each.value, each.unit, each.reason)
        yield ResultRow(
            each.host,
            each.host == above,
            wording.row(each.item, each.reason) or NOTHING,
            value,
            note,
            verdicts[each.verdict],
        )
        above = each.host
