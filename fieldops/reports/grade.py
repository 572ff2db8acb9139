"""The grade of a run, with its rules and the shares that it was found by. Pure.

The rules are printed beside the grade and asked from the worst on: the first that holds. What is not known is never a reason
for a better one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from fieldops.inspection.checks import Verdict, tally
from fieldops.records.coverage import Coverage
from fieldops.records.runs import HostRecord, Run
from fieldops.reports.judged import ORDER, judged
from fieldops.reports.view import GradeRule, GradeView
from fieldops.reports.wording import NOTHING, Wording
from fieldops.structs import Struct, replaced

# In the order in which they are asked; the letters are printed.
GRADES = ("none", "d", "c", "b", "a")
_LETTERS = {"none": NOTHING, "a": "A", "b": "B", "c": "C", "d": "D"}
# Shares in percent, as the printed rules say them: of hosts, of judged values, of results.
CRITICAL_HOSTS, WARNINGS, UNKNOWN = 10, 5, 10


class _Told(Struct, frozen=True):
    """What the grade is found from: numbers of machines and of other places where people look, and of results by verdict.

    `reached` counts both; `answered` machines only, as the rule says it of the `critical` ones; `lacking` are hosts of the
    contract without all their data, `silent` those of them that were asked and gave none; `gaps` gave some, and something of
    them is not determined, on `spared` of these nothing critical was found.
    """

    hosts: int
    reached: int
    answered: int
    critical: int
    lacking: int
    silent: int
    gaps: int
    spared: int
    counts: Mapping[Verdict, int]

    @property
    def judged(self) -> int:
        return sum(self.counts[each] for each in (Verdict.OK, Verdict.WARN, Verdict.CRIT))


def grade_of(run: Run, coverage: Coverage) -> str:
    """The grade of a run: "a" to "d", or "none" where too little is known for one.

    A machine that stands under several assets counts once, each of its results as the worst of them.
    """
    return next(_holding(_told(run, coverage)), "a")


def _told(run: Run, coverage: Coverage) -> _Told:
    asked = {host.host for host in run.hosts}
    places = [place for place in run.manual if place.host not in asked]
    seen = [place for place in places if any(check.reason is None for check in place.checks)]
    by_machine = [(hosts[0].host, _worst(hosts)) for hosts in _machines(run)]
    machines = [results for _, results in by_machine]
    gaps = [results for host, results in by_machine if host in asked and Verdict.UNKNOWN in results]
    counts = Counter(verdict for results in machines for verdict in results)
    counts[Verdict.UNKNOWN] += sum(host.silent for host in run.hosts)
    counts[Verdict.WARN] += len(run.one_machine)
    twice = sum(len(each.hosts) - 1 for each in run.one_machine)
    return _Told(
        hosts=coverage.hosts - twice + len(places),
        reached=coverage.reached - twice + len(seen),
        answered=coverage.reached - twice,
        critical=sum(Verdict.CRIT in results for results in machines),
        lacking=len(coverage.silent) + len(coverage.partial) + len(coverage.not_asked),
        silent=sum(host.silent for host in run.hosts),
        gaps=len(gaps),
        spared=sum(Verdict.CRIT not in results for results in gaps),
        counts={verdict: counts[verdict] for verdict in Verdict},
    )


def _machines(run: Run) -> Iterator[list[HostRecord]]:
    """The hosts of the run, those together behind which one machine was found."""
    first = {host: each.hosts[0] for each in run.one_machine for host in each.hosts}
    grouped: dict[str, list[HostRecord]] = {}
    for host in run.looked_at:
        grouped.setdefault(first.get(host.host, host.host), []).append(host)
    yield from grouped.values()


def _worst(hosts: Sequence[HostRecord]) -> list[Verdict]:
    """The results of one machine: of what was judged under several of its names, the worst."""
    if len(hosts) == 1:
        return list(tally(hosts[0].checks).elements())
    found: dict[tuple[str, str, int], list[Verdict]] = {}
    for host in hosts:
        seen: Counter[tuple[str, str]] = Counter()  # two rows may have one name
        for each in (each for check in host.checks for each in judged(host, check)):
            row = (each.check, each.item)
            found.setdefault((*row, seen[row]), []).append(each.verdict)
            seen[row] += 1
    return [min(verdicts, key=ORDER.index) for verdicts in found.values()]


def _holding(told: _Told) -> Iterator[str]:
    """The grades whose rule holds, in the order in which they are asked."""
    unknown = told.counts[Verdict.UNKNOWN]
    if told.judged == 0 or 2 * told.reached < told.hosts or unknown > told.judged:
        yield "none"
    if told.critical > 1 and 100 * told.critical > CRITICAL_HOSTS * told.answered:
        yield "d"
    if told.critical or told.lacking or 100 * unknown > UNKNOWN * (told.judged + unknown):
        yield "c"
    if 100 * told.counts[Verdict.WARN] > WARNINGS * told.judged:
        yield "b"


def grade_view(run: Run, coverage: Coverage, wording: Wording) -> GradeView:
    """The grade with all rules; behind the one that holds, the shares that it was found by."""
    told = _told(run, coverage)
    given = next(_holding(told), "a")
    return GradeView(
        _LETTERS[given],
        wording.say(f"grade.{given}"),
        tuple(
            GradeRule(
                _LETTERS[each], wording.say(f"grade.{each}"), _rule(each, given, told, wording), each == given
            )
            for each in GRADES
        ),
    )


def _rule(grade: str, given: str, told: _Told, wording: Wording) -> str:
    limits = {"critical": CRITICAL_HOSTS, "warnings": WARNINGS, "unknown": UNKNOWN}
    rule = wording.say(f"grade-rule.{grade}", **limits)
    if grade != given:
        return rule
    shares = wording.sentences([*_shares(grade, told, wording), *_range(grade, told, wording)])
    return wording.say("grade-here", rule=rule, shares=shares)


def _shares(grade: str, told: _Told, wording: Wording) -> Iterator[str]:
    """The numbers of this run behind a rule: for the best one those of the rules that did not hold."""
    unknown, warnings = told.counts[Verdict.UNKNOWN], told.counts[Verdict.WARN]
    if grade == "none":
        numbers = {
            "reached": told.reached,
            "hosts": told.hosts,
            "judged": f"{told.judged:,}",
            "unknown": unknown,
        }
        yield wording.say("grade-share.none", **numbers)
        return
    if grade == "d" or (grade == "c" and told.critical):
        yield _share("critical", told.critical, told.answered, wording)
    if grade == "c" and told.lacking:
        yield wording.say("grade-share.incomplete", n=told.lacking, hosts=told.hosts)
    if grade in ("c", "a"):
        yield _share("unknown", unknown, told.judged + unknown, wording)
    if grade in ("b", "a"):
        yield _share("warnings", warnings, told.judged, wording)


def _range(grade: str, told: _Told, wording: Wording) -> Iterator[str]:
    """What the grade could be once all hosts gave data and everything on them is determined, where a host without data could
    change it: nothing more is wrong with any of them, or something critical is on each.
    """
    if grade == "none" or not told.silent:
        return
    best, worst = _determined(told, critical=0), _determined(told, critical=told.silent + told.spared)
    if {grade} != {next(_holding(each), "a") for each in (best, worst)}:
        cases = {"best": _case(best, wording), "worst": _case(worst, wording)}
        yield wording.say("grade-range", n=told.silent + told.gaps, **cases)


def _determined(told: _Told, critical: int) -> _Told:
    """The same with everything determined, something critical on so many more hosts. A silent host is taken to have as many
    values as the others have on average; all that was missing is in order but for the critical ones.
    """
    own = told.silent * max(told.judged // max(told.answered, 1), 1)
    counts = Counter(told.counts)
    missing = counts[Verdict.UNKNOWN] - told.silent + own
    counts[Verdict.UNKNOWN] = 0
    counts[Verdict.CRIT] += critical
    counts[Verdict.OK] += missing - critical
    return replaced(
        told,
        reached=told.reached + told.silent,
        answered=told.answered + told.silent,
        critical=told.critical + critical,
        lacking=told.lacking - told.silent,
        silent=0,
        counts=counts,
    )


def _case(told: _Told, wording: Wording) -> str:
    """A grade, and the share of critical hosts where there are such."""
    letter = _LETTERS[next(_holding(told), "a")]
    if not told.critical:
        return letter
    percent = wording.value(100 * told.critical / told.answered, "%")
    share = wording.say("grade-case-share", part=told.critical, whole=told.answered, percent=percent)
    return wording.say("grade-case", letter=letter, share=share)


def _share(name: str, part: int, whole: int, wording: Wording) -> str:
    """A part of something, in percent: with enough digits to stay on its side of the limit."""
    percent = wording.value(100 * part / whole, "%") if whole else NOTHING
    values = {"part": f"{part:,}", "whole": f"{whole:,}", "percent": percent}
    return wording.say(f"grade-share.{name}", **values)
