"""The chapters made of results: problems, hosts not reached, and one section per check."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

from fieldops.contracts.model import Asset
from fieldops.inspection.playbook import Check, Playbook
from fieldops.records.run import HostRecord, Run
from fieldops.reports.view import AreaView, CheckView, Finding, ResultRow, Undetermined, Unreached
from fieldops.reports.wording import NOTHING, Wording, clean, one_line

# Worst first, as tallies and tables show them.
ORDER = ("CRIT", "WARN", "UNKNOWN", "OK", "INFO", "NA")
_COMMAND_LINES, _COMMAND_LETTERS = 3, 240


@dataclass(frozen=True, slots=True)
class Judged:
    """One judged value of a record: an item, or the whole check where it has none."""

    host: str
    check: str
    item: str
    value: object
    unit: str | None
    verdict: str
    reason: str | None
    reason_values: Mapping[str, object]


def judged(host: HostRecord, check: Mapping[str, Any]) -> Iterator[Judged]:
    """The judged values of one check on one host."""
    for part in check["items"] or (check,):
        yield Judged(
            host.host,
            check["id"],
            one_line(part.get("item") or ""),
            part.get("value"),
            part.get("unit"),
            part["verdict"],
            part.get("reason"),
            part.get("reason_values", {}),
        )


def all_judged(run: Run, playbook: Playbook) -> list[Judged]:
    """Every judged value of the run: checks in the playbook's order, and of one check the hosts in order."""
    place = {check.id: at for at, check in enumerate(playbook.checks)}
    found = [each for host in run.hosts for check in host.checks for each in judged(host, check)]
    return sorted(found, key=lambda each: place[each.check])


def findings_of(values: list[Judged], playbook: Playbook, wording: Wording) -> tuple[Finding, ...]:
    """Every CRIT, then every WARN, numbered."""
    checks = {check.id: check for check in playbook.checks}
    worst_first = [each for code in ("CRIT", "WARN") for each in values if each.verdict == code]
    verdicts = {code: wording.verdict(code) for code in ("CRIT", "WARN")}
    return tuple(
        Finding(
            number,
            each.host,
            wording.text(checks[each.check].title),
            each.item,
            wording.value(each.value, each.unit),
            wording.text(checks[each.check].standard),
            verdicts[each.verdict],
            wording.text(checks[each.check].advice),
        )
        for number, each in enumerate(worst_first, 1)
    )


def undetermined_of(
    values: list[Judged], playbook: Playbook, wording: Wording, first: int
) -> tuple[Undetermined, ...]:
    """Every UNKNOWN, one line per host and reason: a host that broke off would fill pages otherwise."""
    titles = {check.id: wording.text(check.title) for check in playbook.checks}
    grouped: dict[tuple[str, str, str], list[str]] = {}
    for each in values:
        if each.verdict == "UNKNOWN":
            title = titles[each.check]
            named = wording.say("item-of", check=title, item=each.item) if each.item else title
            reason, hint = wording.reason(each.reason or "reading.missing", each.reason_values)
            grouped.setdefault((each.host, reason, hint), []).append(named)
    numbers = count(first)
    return tuple(
        Undetermined(next(numbers), host, tuple(checks), reason, hint)
        for (host, reason, hint), checks in grouped.items()
    )


def unreached_of(run: Run, assets: Mapping[str, Asset], wording: Wording) -> tuple[Unreached, ...]:
    """Every host that is not done: unreachable first, then partial, then not started."""
    wanted = ("unreachable", "partial", "pending")
    hosts = [host for status in wanted for host in run.hosts if host.status == status]
    return tuple(_unreached(host, assets.get(host.host), wording) for host in hosts)


def _unreached(host: HostRecord, asset: Asset | None, wording: Wording) -> Unreached:
    address = asset.host.address if asset and asset.host else NOTHING
    if host.reason:
        reason, hint = wording.reason(f"host.{host.reason}", host.reason_values)
    else:
        reason, hint = wording.say("pending-reason" if host.status == "pending" else "partial-reason"), ""
    return Unreached(host.host, address, wording.say(f"status.{host.status}"), reason, hint)


def areas_of(run: Run, values: list[Judged], playbook: Playbook, wording: Wording) -> tuple[AreaView, ...]:
    """Chapters of checks in the playbook's order; areas without a check are left out."""
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


def _check(number: str, check: Check, values: list[Judged], run: Run, wording: Wording) -> CheckView:
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


def command_of(probe: str, run: Run, wording: Wording) -> str:
    """The probe's command, long ones cut with a pointer to the annex."""
    if probe in run.forbidden:
        return wording.say("command-forbidden", command=run.forbidden[probe])
    command = clean(run.commands.get(probe, NOTHING)).strip()
    short = "\n".join(command.splitlines()[:_COMMAND_LINES])[:_COMMAND_LETTERS]
    return command if short == command else f"{short} … {wording.say('see-annex', probe=probe)}"


def _tally(values: list[Judged], wording: Wording) -> str:
    counted = Counter(each.verdict for each in values)
    return " · ".join(f"{wording.verdict(code).word} {counted[code]:,}" for code in ORDER if counted[code])


def _rows(values: list[Judged], wording: Wording) -> Iterator[ResultRow]:
    verdicts = {code: wording.verdict(code) for code in ORDER}
    above = None
    for each in values:
        note = wording.reason(each.reason, each.reason_values)[0] if each.reason else ""
        value = "" if each.value is None and note else wording.value(each.value, each.unit)
        yield ResultRow(
            each.host, each.host == above, each.item or NOTHING, value, note, verdicts[each.verdict]
        )
        above = each.host
