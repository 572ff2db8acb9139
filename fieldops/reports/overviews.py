"""Hosts beside each other: the matrix of hosts and areas, how full things are, and what each area tells. Pure.

Only what deviates or differs has a row of its own; the annex has every value.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from fieldops.inspection.checks import Verdict, tally
from fieldops.inspection.criteria import BadCriterion, read_criterion
from fieldops.records.history import History
from fieldops.records.run_events import HostStatus
from fieldops.records.runs import HostRecord, Run
from fieldops.records.snapshots import AreaSnapshot, CheckSnapshot
from fieldops.reports.deviations import standards_text
from fieldops.reports.following import is_soon_full, times_left
from fieldops.reports.judged import ORDER, Judged, hosts_of
from fieldops.reports.manual_items import is_place, place_text
from fieldops.reports.problems import Problems, Undetermined, Values
from fieldops.reports.view import AreaRow, AreaView, BarView, ChartView, MatrixCell, MatrixRow
from fieldops.reports.wording import MARKS, Wording, clean
from fieldops.structs import Struct, replaced

# A check with this tag says how full something is, in percent; one with the other records what hosts are.
_CAPACITY, _FACTS = "capacity", "identity"
_DRAWN, _LEAST_DRAWN, _GROUPS, _FEW = 12, 3, 4, 3
_BAR = 1000
# Of its limit, in which case a chart is drawn.
_NEAR = 0.8
_SHOWN = (Verdict.CRIT, Verdict.WARN, Verdict.UNKNOWN)


# --- hosts and areas -------------------------------------------------------------------------------------


def used_areas(run: Run) -> list[AreaSnapshot]:
    """The areas that have a check in this run, in the playbook's order."""
    used = {check.area for check in run.playbook.checks}
    return [area for area in run.playbook.areas if area.id in used]


def matrix_areas(run: Run) -> list[AreaSnapshot]:
    """The areas in which hosts are looked at: what people look at elsewhere has a table of its own, and would be dashes here.
    Where there is no host it is all areas.
    """
    on_hosts = {check.id for host in run.looked_at if not is_place(host.host, run) for check in host.checks}
    if not on_hosts:
        return used_areas(run)
    used = {check.area for check in run.playbook.checks if check.id in on_hosts}
    return [area for area in used_areas(run) if area.id in used]


def matrix_of(run: Run, problems: Problems, wording: Wording) -> tuple[MatrixRow, ...]:
    """Every host of the run with the verdicts of each area, and behind them the places where people looked, each with its
    verdicts in one cell; where there is no host, the places with those of each area.
    """
    assets = {asset.id: asset for asset in run.contract.assets}
    area_of = {check.id: check.area for check in run.playbook.checks}
    areas = [area.id for area in matrix_areas(run)]
    rows = []
    hosts = [each for each in run.looked_at if not is_place(each.host, run)]
    for host in hosts or run.looked_at:
        asset = assets.get(host.host)
        cells = () if host.silent else tuple(_cells(host, areas, area_of))
        name = wording.text(asset.name) if asset is not None and asset.name is not None else ""
        status = "" if host.status is HostStatus.DONE else wording.say(f"status.{host.status}")
        rows.append(MatrixRow(place_text(host.host, run, wording), name, status, cells))
    if hosts:
        places = (each for each in run.looked_at if is_place(each.host, run))
        rows += [_of_place(each, run, problems, wording) for each in places]
    return tuple(rows)


def _of_place(place: HostRecord, run: Run, problems: Problems, wording: Wording) -> MatrixRow:
    """A place where people looked: how often each verdict, in which areas, and where the problems stand: what they say of
    hosts is in no mark of those hosts above.
    """
    counted = tally(place.checks)
    shown = [code for code in ORDER if counted[code]]
    ids = {check.id for check in place.checks}
    used = {check.area for check in run.playbook.checks if check.id in ids}
    titles = wording.listed(wording.text(area.title) for area in run.playbook.areas if area.id in used)
    marks = " ".join(f"{MARKS[code]}{counted[code]}" for code in shown)
    told = wording.say("at-place", what=marks, place=titles)
    found = {(check.id, check.verdict) for check in place.checks}
    if rows := sorted(number for key, number in problems.numbers.items() if key in found):
        told = wording.say("matrix-place", told=told, rows=wording.numbers(rows))
    cell = MatrixCell(shown[0], told)
    return MatrixRow(place_text(place.host, run, wording), wording.say("manual-items"), "", (cell,))


def _cells(host: HostRecord, areas: Sequence[str], area_of: Mapping[str, str]) -> Iterator[MatrixCell]:
    for area in areas:
        counted = tally(check for check in host.checks if area_of[check.id] == area)
        shown = [code for code in _SHOWN if counted[code]]
        if shown:
            text = " ".join(f"{MARKS[code]}{counted[code]}" for code in shown)
            yield MatrixCell(shown[0], text)
        else:
            code = Verdict.OK if counted[Verdict.OK] else Verdict.INFO if counted else Verdict.NA
            yield MatrixCell(code, MARKS[code])


# --- how full things are ---------------------------------------------------------------------------------


def capacity_of(run: Run, values: Values, history: History, wording: Wording) -> tuple[ChartView, ...]:
    """A chart for each check that says how full something is and has numbers; of many bars the fullest. One that comes
    nowhere near its limit, and will not within a year, has no bars, only its sentence.
    """
    charts = (
        _chart(check, values[check.id], run, history, wording)
        for check in run.playbook.checks
        if _CAPACITY in check.tags and not check.info
    )
    return tuple(chart for chart in charts if chart.bars or chart.rest)


def _chart(check: CheckSnapshot, values: Sequence[Judged], run: Run, history: History, wording: Wording) -> ChartView:  # fmt: skip
    measured = [each for each in values if each.unit == "%" and isinstance(each.value, int | float)]
    fullest = sorted(measured, key=lambda each: -float(each.value or 0))
    warn, crit = _limit(check.warn, check.value), _limit(check.crit, check.value)
    limit = warn or crit or _BAR
    drawn = [each for each in fullest if _is_near(each, limit) or is_soon_full([each], history)][:_DRAWN]
    if drawn:
        drawn = fullest[: max(_LEAST_DRAWN, *(fullest.index(each) + 1 for each in drawn))]
    others, rest = fullest[len(drawn) :], ""
    if others:
        most = wording.value(others[0].value, "%")
        name = "chart-rest" if drawn else "chart-low" if others[0].value else "chart-zero"
        rest = wording.say(name, n=len(others), drawn=len(drawn), most=most)
    lasting = times_left(drawn, history, wording)
    bars = (_bar(each, run.playbook.check_on(check, each.host), wording) for each in drawn)
    told = (
        replaced(bar, left=left, host=place_text(each.host, run, wording))
        for bar, left, each in zip(bars, lasting, drawn, strict=True)
    )
    standard = standards_text(check, hosts_of(values), run, wording)
    return ChartView(wording.text(check.title), standard, tuple(told), rest)


def _is_near(value: Judged, limit: int) -> bool:
    """Whether it comes near a limit: what is far below is no picture worth."""
    return float(value.value or 0) * _BAR / 100 >= _NEAR * limit


def _bar(value: Judged, check: CheckSnapshot, wording: Wording) -> BarView:
    return BarView(
        host=clean(value.host),
        item=wording.row(value.item, value.reason),
        value=wording.value(value.value, "%"),
        width=max(0, min(_BAR, round(float(value.value or 0) * _BAR / 100))),
        code=value.verdict,
        warn=_limit(check.warn, check.value),
        crit=_limit(check.crit, check.value),
    )


def _limit(criterion: str | None, field: str) -> int | None:
    """The place of an upper limit in percent; None where the criterion is none, or of another kind."""
    if criterion is None:
        return None
    try:
        read = read_criterion(criterion, field, "%")
    except BadCriterion:
        return None
    limit = read.values[0]
    if read.operator not in (">", ">=") or not isinstance(limit, int | float):
        return None
    return max(0, min(_BAR, round(limit * _BAR / 100)))


# --- areas -----------------------------------------------------------------------------------------------


class _Sorted(Struct, frozen=True):
    """The checks of an area by what there is to be said of them: rows, and titles of those that have none."""

    rows: tuple[AreaRow, ...]
    fine: tuple[str, ...]
    recorded: tuple[str, ...]
    silent: tuple[str, ...]


def areas_of(
    run: Run, values: Values, problems: Problems, unknown: Undetermined, chapter: int, wording: Wording
) -> tuple[AreaView, ...]:
    """What each area tells, in the playbook's order."""
    return tuple(
        _area(f"{chapter}.{at}", area, run, values, _Numbers(problems, unknown), wording)
        for at, area in enumerate(used_areas(run), 1)
    )


class _Numbers(Struct, frozen=True):
    """Where problems stand, and what was not determined."""

    problems: Problems
    unknown: Undetermined

    def of(self, check: str, verdict: Verdict) -> tuple[int, ...]:
        if verdict is Verdict.UNKNOWN:
            return self.unknown.numbers.get(check, ())
        number = self.problems.numbers.get((check, verdict))
        return () if number is None else (number,)


def _area(number: str, area: AreaSnapshot, run: Run, values: Values, numbers: _Numbers, wording: Wording) -> AreaView:  # fmt: skip
    checks = [check for check in run.playbook.checks if check.area == area.id]
    told = _sorted(checks, run, values, numbers, wording)
    by_hand = {item.id for item in run.playbook.manual}
    asked = [check for check in checks if check.id not in by_hand]
    lines = []
    for name, group in (("line", asked), ("places", [check for check in checks if check not in asked])):
        where = {each.host for check in group for each in values[check.id]}
        if group:
            lines.append(wording.say(f"area-{name}", hosts=len(where), checks=len(group)))
    lines += [
        wording.say(f"area-{name}", n=len(titles), checks=wording.listed(titles))
        for name, titles in (
            ("fine", told.fine),
            ("recorded", told.recorded),
            ("silent", told.silent),
        )
        if titles
    ]
    return AreaView(
        number, wording.text(area.title), f"area-{number.rpartition('.')[2]}", told.rows, tuple(lines)
    )


def absent_of(run: Run, values: Values, wording: Wording) -> str:
    """The checks that no host has anything for, of all areas in one sentence; empty where there are none."""
    absent = [
        wording.text(check.title)
        for check in run.playbook.checks
        if {each.verdict for each in values[check.id]} == {Verdict.NA}
    ]
    return wording.say("area-absent", n=len(absent), checks=wording.listed(absent)) if absent else ""


def _sorted(
    checks: Sequence[CheckSnapshot], run: Run, values: Values, numbers: _Numbers, wording: Wording
) -> _Sorted:
    rows: list[AreaRow] = []
    titles: dict[str, list[str]] = {"fine": [], "recorded": [], "silent": []}
    for check in checks:
        found = _found(check, run, values[check.id], numbers, wording)
        if found:
            rows.append(AreaRow(wording.text(check.title), found))
        elif (sort := _sort(values[check.id])) is not None:
            titles[sort].append(wording.text(check.title))
    return _Sorted(tuple(rows), **{name: tuple(listed) for name, listed in titles.items()})


def _sort(values: Sequence[Judged]) -> str | None:
    """What kind of check it is that neither deviates nor differs; None where no host has anything for it (`absent_of`)."""
    verdicts = {each.verdict for each in values}
    if not verdicts:
        return "silent"
    if Verdict.OK in verdicts:
        return "fine"
    return "recorded" if Verdict.INFO in verdicts else None


def _found(
    check: CheckSnapshot, run: Run, values: Sequence[Judged], numbers: _Numbers, wording: Wording
) -> str:
    """What there is to be said of a check: where it deviates or is not known, and facts that differ; empty for nothing."""
    told = []
    for verdict in _SHOWN:
        hosts = hosts_of(each for each in values if each.verdict is verdict)
        if hosts:
            rows = wording.listed(str(number) for number in numbers.of(check.id, verdict))
            name = "place-found" if any(is_place(each, run) for each in hosts) else "area-found"
            told.append(wording.say(f"{name}.{verdict}", n=len(hosts), rows=rows))
    return wording.sentences(told) if told else _facts(check, values, wording)


def _facts(check: CheckSnapshot, values: Sequence[Judged], wording: Wording) -> str:
    """What hosts are, such as the version of their system: what most have, and who has something else."""
    if not check.info or _FACTS not in check.tags or check.each is not None or not values:
        return ""
    groups: dict[str, list[str]] = {}
    for each in values:
        value, note = wording.judged(each.value, each.unit, each.reason)
        groups.setdefault(value or note, []).append(each.host)
    if len(groups) == 1:
        name = "fact-all" if any(each.value is not None for each in values) else "fact-none"
        return wording.say(name, value=next(iter(groups)))
    if len(groups) > _GROUPS and max(map(len, groups.values())) == 1:
        # A name, a serial number: nobody has what another has.
        return ""
    order = Counter({value: len(hosts) for value, hosts in groups.items()}).most_common()
    # One value more is not worth a word about it; of those that many hosts have no host is named, the annex has them.
    shown = order if len(order) == _GROUPS + 1 else order[:_GROUPS]
    told = [_fact(value, groups[value], wording) for value, _ in shown]
    if len(order) > len(shown):
        told.append(wording.say("fact-more", n=len(order) - len(shown)))
    return wording.sentences(told)


def _fact(value: str, hosts: Sequence[str], wording: Wording) -> str:
    if len(hosts) > _FEW:
        return wording.say("fact-many", value=value, n=len(hosts))
    return wording.say("fact-of", value=value, n=len(hosts), hosts=wording.listed(map(clean, hosts)))
