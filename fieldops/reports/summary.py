"""The page for the manager: a few sentences, what the customer is asked for, and what became of things since the last run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from fieldops.inspection.checks import Verdict, tally
from fieldops.records.comparison import Change, Comparison
from fieldops.records.coverage import Coverage
from fieldops.records.runs import Run
from fieldops.records.signing_events import RunConcluded
from fieldops.reports.judged import some_of
from fieldops.reports.manual_items import place_text, unfilled
from fieldops.reports.problems import FINDINGS, Problems, Undetermined, host_reason
from fieldops.reports.view import (
    ComparedView,
    Count,
    Fact,
    ProblemRow,
    RequestRow,
    UndeterminedRow,
)
from fieldops.reports.wording import NOTHING, Wording, clean, one_line

_BAR, _THINNEST = 1000, 8
# Names of hosts that are longer than this are told by their number.
_LONG = 60
# So many are named: silent hosts, what was not determined, what was fixed and where, what fills up.
_REASONED, _LACKING, _FIXED, _FIXED_HOSTS, _FILLING = 3, 3, 6, 3, 4
# Of a comparison, as a manager wants to hear it.
_COMPARED = (
    Change.NEW,
    Change.WORSE,
    Change.FOUND,
    Change.OPEN,
    Change.BETTER,
    Change.FIXED,
    Change.GONE,
    Change.UNSEEN,
    Change.UNKNOWN,
)


def sentences_of(run: Run, coverage: Coverage, problems: Problems, unknown: Undetermined, filling: Sequence[str], wording: Wording) -> tuple[str, ...]:  # fmt: skip
    """What is wrong, what is not known, what is to be done first, and what fills up (`filling`): a sentence each, the last one
    only where there is something. Who does it until when is said by `owners`.
    """
    return (
        _wrong(run, coverage, problems, wording),
        _not_known(run, coverage, unknown, wording),
        _to_do(coverage, problems, unknown, wording),
        *([wording.say("filling", all=_first(filling, wording))] if filling else []),
    )


def _first(told: Sequence[str], wording: Wording) -> str:
    """The first of some things, and how many more there are."""
    shown = list(told[:_FILLING])
    if len(told) > _FILLING:
        shown.append(wording.say("filling-more", n=len(told) - _FILLING))
    return wording.sentences(shown)


def _wrong(run: Run, coverage: Coverage, problems: Problems, wording: Wording) -> str:
    deviating = [row for row in problems.rows if row.verdict.code != Verdict.UNKNOWN]
    if not coverage.something:
        if not run.hosts:
            return wording.say("conclusion-nothing-filled")
        return wording.say("summary-nothing", asked=len(run.hosts))
    unseen = [row.number for row in problems.rows if row.verdict.code == Verdict.UNKNOWN]
    besides = (
        [wording.say("wrong-unseen", n=len(coverage.silent), rows=wording.numbers(unseen))] if unseen else []
    )
    if not deviating:
        return wording.together(wording.say("findings-none"), *besides)
    critical = sum(row.verdict.code == Verdict.CRIT for row in deviating)
    told = wording.say("wrong", n=len(deviating), crit=critical, warn=len(deviating) - critical)
    gravest = wording.say("gravest", problem=_named(deviating[0], wording))
    return wording.together(told, gravest, *besides)


def _named(row: ProblemRow, wording: Wording) -> str:
    """A problem in a few words: what, where, and the value that was found."""
    items = wording.say("item-of", check=row.check, item=row.items) if row.items else row.check
    hosts = row.hosts if len(row.hosts) <= _LONG else row.count
    return wording.say("problem-named", check=items, hosts=wording.behind(hosts), value=row.value)


def _not_known(run: Run, coverage: Coverage, unknown: Undetermined, wording: Wording) -> str:
    if not unknown.rows:
        return wording.say("all-known" if coverage.complete else "all-known-part")
    n = run.counts[Verdict.UNKNOWN]
    first, last = unknown.rows[0].number, unknown.rows[-1].number
    rows = str(first) if first == last else wording.say("range", first=first, last=last)
    parts = _parts(run, n, wording)
    told = [wording.say("not-known-of" if parts else "not-known", n=n, rows=rows, parts=parts)]
    if coverage.silent:
        told.append(wording.say("not-known-hosts", hosts=_silent(run, unknown, wording)))
    told += _lacking(unknown, wording)
    if lacking := unfilled(run, wording):
        code = "not-filled-why" if unknown.remarked else "not-filled"
        told.append(wording.say(code, n=len(lacking), items=wording.few(lacking, _LACKING)))
    return wording.together(*told)


def _lacking(unknown: Undetermined, wording: Wording) -> Iterator[str]:
    """What single checks could not find out, where, and why; of many kinds of reasons the first ones."""
    rows = [row for row in unknown.rows if row.number in unknown.of_checks]
    for row in rows[:_LACKING]:
        checks = row.checks if row.n <= _LACKING else wording.say("checks-count", n=row.n)
        told = {"hosts": row.hosts, "checks": checks, "row": row.number}
        yield wording.say("not-known-checks", **told, reason=one_line(row.reason))
    if others := [row.number for row in rows[_LACKING:]]:
        yield wording.say("not-known-others", rows=wording.numbers(others))


def _parts(run: Run, n: int, wording: Wording) -> str:
    """What is counted as not determined, where that is not of one kind: a host without any data is one, whatever it was asked."""
    silent, manual = sum(host.silent for host in run.hosts), len(unfilled(run, wording))
    counted = {"values": n - silent - manual, "manual": manual, "silent": silent}
    told = [wording.say(f"not-known-{kind}", n=each) for kind, each in counted.items() if each]
    return wording.sentences(told) if len(told) > 1 or silent else ""


def _silent(run: Run, unknown: Undetermined, wording: Wording) -> str:
    """The hosts of which nothing is known, each with the reason; of many the first, and where the others stand."""
    silent = [host for host in run.hosts if host.silent]
    told = [
        wording.say("reason-of", what=clean(host.host), reason=host_reason(host, wording))
        for host in silent[:_REASONED]
    ]
    if len(silent) > _REASONED:
        rows = wording.numbers([row.number for row in unknown.rows if row.number in unknown.of_hosts])
        told.append(wording.say("silent-more", n=len(silent) - _REASONED, rows=rows))
    return wording.sentences(told)


def _to_do(coverage: Coverage, problems: Problems, unknown: Undetermined, wording: Wording) -> str:
    """What comes first. That nothing is critical is said of what gave data only, and of nothing where nothing did."""
    critical = [row for row in problems.rows if row.verdict.code == Verdict.CRIT]
    if critical:
        first, rows = critical[0], wording.listed(str(row.number) for row in critical)
        code = "do-now" if len(critical) == 1 else "do-now-all"
        return wording.say(code, rows=rows, n=first.number, advice=first.advice)
    if problems.rows:
        whole = coverage.complete and not unknown.rows
        code = "do-planned" if whole else "do-planned-part" if coverage.something else "do-reach"
        return wording.say(code, n=problems.rows[0].number, advice=problems.rows[0].advice)
    return wording.say("do-unknown" if unknown.rows else "do-nothing")


def requests_of(unknown: Undetermined, conclusion: RunConcluded | None, wording: Wording) -> tuple[RequestRow, ...]:  # fmt: skip
    """What the customer is asked to do about what was not determined, and until when. No contract names a day for it: it is the
    one that was agreed when the run was concluded, or still to be agreed. What somebody there is to mend stands in the plan.
    """
    asked = {number: kind for kind, numbers in unknown.asked.items() for number in numbers}
    agreed = conclusion.requests_by if conclusion is not None else None
    day = wording.say("request-day") if agreed is None else agreed.isoformat()
    return tuple(
        RequestRow(
            row.number,
            _with_reason(_where(_briefly(row, wording), row.hosts, wording), row, wording),
            wording.say(f"asked.{asked[row.number]}"),
            day,
        )
        for row in unknown.rows
        if row.number in asked
    )


def _briefly(row: UndeterminedRow, wording: Wording) -> str:
    """The checks of a row; of more than a few only their number, as chapter 3 names them."""
    return row.checks if row.n <= _LACKING else wording.say("request-checks", n=row.n)


def _with_reason(what: str, row: UndeterminedRow, wording: Wording) -> str:
    """With why, where that is short enough for the table; chapter 3 has it for all."""
    reason = one_line(row.reason)
    return wording.say("request-reason", what=what, reason=reason) if len(reason) <= _LONG else what


def _where(what: str, hosts: str, wording: Wording) -> str:
    return wording.say("at-place", what=what, place=hosts)


def compared_view(compared: Comparison | None, wording: Wording) -> ComparedView:
    """What became of things since the last run of the same plan."""
    if compared is None:
        return ComparedView(wording.say("compared-none"), ())
    counts = tuple(
        Fact(wording.say(f"compared.{change}"), f"{compared.counts[change]:,}")
        for change in _COMPARED
        if compared.counts[change] or change in (Change.NEW, Change.OPEN, Change.FIXED)
    )
    values = {"day": wording.day(compared.old.started), "run": compared.old.id}
    for change in (Change.FIXED, Change.UNSEEN):
        if named := _became(compared, change, wording):
            counts = (*counts, Fact(wording.say(f"compared.{change}-are"), named))
    told = wording.say(f"compared-with.{compared.old.kind}", **values)
    if compared.other_machines:
        machines = wording.listed(compared.other_machines)
        told = wording.together(told, wording.say("compared-machines", hosts=machines))
    return ComparedView(told, counts)


def _became(compared: Comparison, change: Change, wording: Wording) -> str:
    """What has changed so: each check with its hosts, and hosts of which nothing is known; of many the first ones, and how
    many more there are.
    """
    playbook = compared.new.playbook
    titles = {check.id: wording.text(check.title) for check in playbook.checks}
    found: dict[str, dict[str, None]] = {}
    hosts: dict[str, None] = {}
    for each in compared.differences:
        if each.change is change and each.host is not None:
            name = place_text(each.host, compared.new, wording)
            if each.check is None:
                hosts[_with_before(name, _verdicts_of(each.host, compared), wording)] = None
            elif each.check in titles:
                if change is Change.UNSEEN and each.before is not None:
                    name = _with_before(name, Counter([each.before.verdict]), wording, "-at")
                found.setdefault(titles[each.check], {})[name] = None
    told = [
        wording.say("at-place", what=title, place=wording.few([*places], _FIXED_HOSTS))
        for title, places in found.items()
    ]
    if hosts:
        told.insert(0, wording.few([*hosts], _FIXED_HOSTS))
    return some_of(told, wording, _FIXED, more="and-more-checks")


def _verdicts_of(host: str, compared: Comparison) -> Counter[Verdict]:
    """How the values of a host stood in the earlier run."""
    records = (record for record in compared.old.hosts if record.host == host)
    return sum((tally(record.checks) for record in records), Counter[Verdict]())


def _with_before(name: str, stood: Counter[Verdict], wording: Wording, form: str = "") -> str:
    """What is not looked at any more, with how it stood when somebody did: what was in order leaves nothing open."""
    if deviating := sum(stood[verdict] for verdict in FINDINGS):
        return wording.say(f"unseen-open{form}", what=name, n=deviating)
    known = stood[Verdict.OK] and not stood[Verdict.UNKNOWN]
    return wording.say(f"unseen-fine{form}", what=name) if known else name


def counts_view(counts: Mapping[Verdict, int], order: tuple[Verdict, ...], wording: Wording) -> tuple[Count, ...]:  # fmt: skip
    """The verdicts worst first, with their segments of the bar; what exists at all is wide enough to be seen."""
    total = sum(counts.values())
    raw = [max(_BAR * counts[code] / total, _THINNEST) if counts[code] else 0.0 for code in order]
    ends, reached = [], 0.0
    for width in raw:
        reached += width * _BAR / (sum(raw) or 1)
        ends.append(round(reached))
    return tuple(
        Count(wording.verdict(code), f"{counts[code]:,}", _share(counts[code], total), start, end - start)
        for code, start, end in zip(order, [0, *ends], ends, strict=False)
    )


def _share(part: int, whole: int) -> str:
    if not whole:
        return NOTHING
    # Something there is must not read as nothing.
    return "< 0.1%" if 0 < part / whole < 0.001 else f"{100 * part / whole:.1f}%"
