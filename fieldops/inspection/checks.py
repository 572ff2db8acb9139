"""From facts to verdicts: one check, one reading, one result with a verdict per item.

Nothing here can turn "could not look" into OK: an unknown reading, a missing value or no rows at all
is UNKNOWN unless the check says otherwise in so many words (`absent`, `empty`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

from fieldops.inspection.criteria import (
    DATE,
    OF_ALL_ROWS,
    BadCriterion,
    Condition,
    Criterion,
    Other,
    Value,
    read_condition,
    read_left,
    read_limit,
    seconds_left,
)
from fieldops.inspection.playbook import Check, Probe
from fieldops.inspection.readings import NO_CLOCK, Cell, Reading, Reason, Row
from fieldops.messages import Text
from fieldops.structs import Struct


class Verdict(StrEnum):
    """What a check says about a value."""

    OK = "OK"
    WARN = "WARN"
    CRIT = "CRIT"
    UNKNOWN = "UNKNOWN"
    NA = "NA"
    INFO = "INFO"


# The host has no such command: a program is not there, its system knows of none, or a version not of what is asked.
_LACKING = frozenset({"reading.absent", "reading.no-command", "reading.not-on-version"})
# From worst to best: a check is as bad as its worst item.
_WORST_FIRST = (Verdict.CRIT, Verdict.UNKNOWN, Verdict.WARN, Verdict.OK, Verdict.INFO, Verdict.NA)
FINDINGS = frozenset({Verdict.WARN, Verdict.CRIT, Verdict.UNKNOWN})
_GROUPED_FROM = 1000


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """The worst of `verdicts`; of none at all: UNKNOWN."""
    return min(verdicts, key=_WORST_FIRST.index, default=Verdict.UNKNOWN)


class Item(Struct, frozen=True):
    """One judged value: which row (None where there is only one), value, unit, verdict.

    `reason` says why the value is unknown or, where there is one, what it means in words.
    """

    item: str | None
    value: Value | None
    unit: str | None
    verdict: Verdict
    reason: Reason | None = None


class CheckResult(Struct, frozen=True):
    """A check's verdict on one host. `reason` is set when there is nothing to judge."""

    id: str
    verdict: Verdict
    items: tuple[Item, ...] = ()
    reason: Reason | None = None


def tally(results: Iterable[CheckResult]) -> Counter[Verdict]:
    """How many judged rows have each verdict; a check without rows counts once.

    A check's own verdict is its worst row's: counted by it, a warning would hide behind a row that was not read.
    """
    return Counter(
        verdict
        for result in results
        for verdict in ([item.verdict for item in result.items] or [result.verdict])
    )


class Levels(Struct, frozen=True):
    """From where on something is a warning, and from where on critical."""

    warn: Criterion | None = None
    crit: Criterion | None = None

    @property
    def worst(self) -> Verdict:
        """The gravest that it can come to."""
        return Verdict.WARN if self.crit is None else Verdict.CRIT

    def verdict_of(self, value: float) -> Verdict:
        """What it says about `value`."""
        if self.crit is not None and self.crit.holds(value):
            return Verdict.CRIT
        return Verdict.WARN if self.warn is not None and self.warn.holds(value) else Verdict.OK


class Judge(Struct, frozen=True):
    """A check with its criteria read for the fields of its probe. `whole`: the field that a counter's value is a share of.

    `unit` is None for a text and for a date. `pace`: how fast it may grow (a day or an hour), or how many seconds may be
    left until it `reaches` its limit. `platform`: what its probe is for.
    """

    check: Check
    unit: str | None
    warn: Condition | None = None
    crit: Condition | None = None
    expect: Condition | None = None
    where: Condition | None = None
    skip: Condition | None = None
    whole: str | None = None
    pace: Levels = Levels()
    reaches: Criterion | None = None
    platform: str = "linux"

    def judge(self, reading: Reading) -> CheckResult:
        """The check's result for a probe's facts."""
        check = self.check
        if reading.unknown is not None:
            return self._nothing(
                check.absent if reading.unknown.code in _LACKING else "unknown", reading.unknown
            )
        rows = [row for row in reading.rows if self._wanted(row, reading.asked)]
        # An empty list that is in order as such still lacks what is expected in it.
        if not rows and not (check.empty == "ok" and self._listed is not None):
            return self._nothing(*self._if_empty())
        items = (*(self._item(row, reading.asked) for row in rows), *self._lacking(rows))
        return CheckResult(check.id, worst(item.verdict for item in items), items)

    @property
    def _listed(self) -> Criterion | None:
        """The criterion about all rows together."""
        criterion = self.expect.parts[0][1] if self.expect is not None else None
        return criterion if criterion is not None and criterion.operator in OF_ALL_ROWS else None

    @property
    def _otherwise(self) -> Verdict:
        return Verdict.WARN if self.check.otherwise == "warn" else Verdict.CRIT

    def _lacking(self, rows: Sequence[Row]) -> Iterator[Item]:
        """What a list must have and has not; where a row was not read, nobody knows."""
        if self._listed is None:
            return
        found = [row.get(self.check.value) for row in rows]
        unread = next((cell for cell in found if isinstance(cell, Reason)), None)
        unread = unread or next((why for row in rows if (why := self._unread(row)) is not None), None)
        for value in self._listed.values:
            if value in found or isinstance(value, Other):
                continue
            verdict = self._otherwise if unread is None else Verdict.UNKNOWN
            reason = Reason("reading.expected", {"value": plain(value)}) if unread is None else unread
            yield Item(plain(value), None, self.unit, verdict, reason)

    def _wanted(self, row: Row, asked: float | None) -> bool:
        """Whether the row is judged; one whose fields were not read is, where what was read does not speak against it."""
        if self.where is None and self.skip is None:
            return True
        known = {
            name: cell
            for name, cell in row.items()
            if not isinstance(cell, Reason) and not (cell is None and name in self.check.missing)
        }
        if self.where is not None and not self.where.may_hold(known, asked):
            return False
        return self.skip is None or not self.skip.holds(known, asked)

    def _unread(self, row: Row) -> Reason | None:
        """Why the row cannot be judged: the first of the fields that matter which could not be read."""
        cell = row.get(self.check.value)
        if isinstance(cell, Reason):
            return cell
        conditions = [each.fields for each in (self.where, self.skip) if each is not None]
        return next(
            (cell for names in conditions for name in names if isinstance(cell := row.get(name), Reason)),
            None,
        )

    def _if_empty(self) -> tuple[str, Reason]:
        waits = self._waits({})
        if waits is not None and self.check.empty != "unknown":
            return "unknown", waits
        return self.check.empty, self._why_nothing()

    def _why_nothing(self) -> Reason:
        if self.check.nothing is not None:
            return Reason("reading.nothing", _both(self.check.nothing))
        return Reason("reading.no-data" if self.check.empty == "unknown" else "reading.no-rows")

    def _nothing(self, rule: str, reason: Reason) -> CheckResult:
        verdict = {"unknown": Verdict.UNKNOWN, "na": Verdict.NA, "ok": Verdict.OK}[rule]
        return CheckResult(self.check.id, verdict, (), reason)

    def _item(self, row: Row, asked: float | None) -> Item:
        value, unread = row.get(self.check.value), self._unread(row)
        called = row.get(self.check.each) if self.check.each is not None else None
        name = None if called is None or isinstance(called, Reason) else str(called)
        if unread is not None or isinstance(value, Reason):
            lacking = self.check.absent == "na" and unread is not None and unread.code in _LACKING
            return Item(name, None, self.unit, Verdict.NA if lacking else Verdict.UNKNOWN, unread)
        if value is None:
            return self._without_value(name)
        if (waits := self._waits(row)) is not None:
            return Item(name, value, self.unit, Verdict.UNKNOWN, waits)
        if (few := self._few(row)) is not None:
            return Item(name, value, self.unit, Verdict.NA, few)
        verdict, why = self._judged(row, asked)
        said = why or self._in_words(row, value) or self._days(value, asked)
        return Item(name, value, self.unit, verdict, said)

    def _without_value(self, name: str | None) -> Item:
        if not self.check.info:
            verdict, reason = self._missing([self.check.value])
        elif self.check.nothing is not None:
            verdict, reason = Verdict.NA, Reason("reading.nothing", _both(self.check.nothing))
        else:
            # A field the probe need not have is nothing recorded, but also nothing missing.
            verdict, reason = Verdict.NA, Reason("reading.field-missing", {"field": self.check.value})
        return Item(name, None, self.unit, verdict, reason)

    def _missing(self, fields: Iterable[str]) -> tuple[Verdict, Reason]:
        """What the check says of these fields that the output lacks: the worst of it."""
        found = [(_MISSING[self.check.missing.get(name, "unknown")], name) for name in fields]
        verdict, name = min(found, key=lambda each: _WORST_FIRST.index(each[0]))
        code = {Verdict.UNKNOWN: "field-missing", Verdict.OK: "missing-well", Verdict.NA: "missing-well"}
        return verdict, Reason(f"reading.{code.get(verdict, 'missing-fault')}", {"field": name})

    def _judged(self, row: Row, asked: float | None) -> tuple[Verdict, Reason | None]:
        """What the criteria say about a row, the gravest first; and why, where they depend on what is not known."""
        if self.check.info:
            return Verdict.INFO, None
        found: list[tuple[Verdict, Reason | None]] = [*self._missing_conditions(row)]
        for condition, held, verdict in (
            (self.crit, True, Verdict.CRIT),
            (self.warn, True, Verdict.WARN),
            (self.expect, False, self._otherwise),
        ):
            result = condition.test(row, asked) if condition is not None else not held
            if condition is not None and result is None:
                found.append(self._undecided(condition, row))
            elif result is held:
                found.append((verdict, self._too_much(condition)))
                break
        return min(found, key=lambda each: _WORST_FIRST.index(each[0]), default=(Verdict.OK, None))

    def _missing_conditions(self, row: Row) -> Iterator[tuple[Verdict, Reason]]:
        """What the check says of a row of which it is not known whether it is meant: a field of `where` or `skip` is missing."""
        conditions = [each for each in (self.where, self.skip) if each is not None]
        names = dict.fromkeys(name for each in conditions for name in each.fields)
        for name in names:
            if name in self.check.missing and row.get(name) is None:
                yield self._missing([name])

    def _undecided(self, condition: Condition, row: Row) -> tuple[Verdict, Reason]:
        """Why nobody knows whether a condition holds: what was not read, what is missing, or that no clock was read."""
        cells = {name: row.get(name) for name in condition.fields}
        for cell in cells.values():
            if isinstance(cell, Reason):
                return Verdict.UNKNOWN, cell
        missing = [name for name, cell in cells.items() if cell is None]
        return self._missing(missing) if missing else (Verdict.UNKNOWN, Reason(NO_CLOCK))

    def _too_much(self, condition: Condition | None) -> Reason | None:
        """Of a value that does not belong into a list: that, unless the check has its own words."""
        if condition is None or condition is not self.expect or self._listed is None or self.check.says:
            return None
        expected = ", ".join(plain(each) for each in self._listed.values if not isinstance(each, Other))
        return Reason("reading.not-expected", {"expected": expected})

    def _days(self, value: Value, asked: float | None) -> Reason | None:
        """How many days a date is away, where that is what is judged."""
        criteria = (each for each in (self.warn, self.crit, self.expect) if each is not None)
        if asked is None or not any(each.asks_clock_about(self.check.value) for each in criteria):
            return None
        left = seconds_left(str(value), asked)
        return Reason(
            "reading.days-left" if left >= 0 else "reading.days-ago", {"days": int(abs(left) // 86400)}
        )

    def _in_words(self, row: Row, value: Value) -> Reason | None:
        """What the check says about the value: its word, a sentence with the row's values filled in, or both; and what
        readers call the row.

        With it a counter's count is recorded, by which the next run compares.
        """
        word = self.check.words.get(str(value))
        if self.check.says is None:
            return None if word is None else Reason("reading.word", _both(word))
        values: dict[str, object] = {**self._filled(self.check.says, row)}
        if self.check.called is not None:
            values["named"] = self._filled(self.check.called, row)
        if word is not None:
            values["word"] = _both(word)
        counted = self._counted(row)
        return Reason("reading.counter" if counted else "reading.says", {**values, **counted})

    def _filled(self, text: Text, row: Row) -> dict[str, str]:
        """A text with the row's values, in both languages."""
        return {
            language: said.format_map({name: self._said(cell, language) for name, cell in row.items()})
            for language, said in _both(text).items()
        }

    def _said(self, cell: Cell, language: str) -> str:
        """A field's value inside of a sentence: the word for it where the check has one."""
        said = plain(cell)
        word = self.check.words.get(said)
        return _grouped(cell) if word is None else _both(word)[language]

    def _counted(self, row: Row) -> dict[str, object]:
        counter = self.check.counter
        if counter is None or not isinstance(count := row.get(counter.count), int):
            return {}
        whole, since = row.get(self.whole or ""), row.get(counter.since)
        return {
            "count": count,
            "of": whole if isinstance(whole, int) else None,
            "since": since if isinstance(since, str) else None,
        }

    def _few(self, row: Row) -> Reason | None:
        """Of a counter with too little in it to judge: that, with what the next run compares with."""
        counted, counter = self._counted(row), self.check.counter
        basis = counted.get("count") if counted.get("of") is None else counted["of"]
        if counter is None or not isinstance(basis, int) or basis >= counter.least:
            return None
        return Reason("reading.counter-few", {**counted, "basis": basis, "least": counter.least})

    def _waits(self, row: Row) -> Reason | None:
        """Of a check that is judged by other runs or by other hosts: that it has not been yet."""
        if self.check.compared:
            return Reason("reading.first-time", self._since(row))
        if self.check.group is None:
            return None
        on = self.check.on.groups if self.check.on is not None else ()
        values = {
            "groups": " ".join(self.check.groups),
            "on": " ".join(on),
            "otherwise": self.check.otherwise,
        }
        return Reason("reading.group-waits", values)

    def _since(self, row: Row) -> dict[str, object]:
        """From where the value of a rate counts: recorded with it for the next run."""
        rate = self.check.rate
        since = row.get(rate.since) if rate is not None and rate.since is not None else None
        return {"since": since} if isinstance(since, str) else {}

    def verdict_of(self, value: Value) -> Verdict:
        """What the criteria say about `value`, in the unit of the check's field, where they are about nothing else."""
        return self._judged({self.check.value: value}, None)[0]


# What a check may say of a field that is missing.
_MISSING = {
    "unknown": Verdict.UNKNOWN,
    "ok": Verdict.OK,
    "na": Verdict.NA,
    "warn": Verdict.WARN,
    "crit": Verdict.CRIT,
}


def _both(text: Text) -> dict[str, str]:
    """A text in both languages, as values of a sentence that says it in the reader's."""
    return {"zh": text.say("zh-CN"), "en": text.say("en")}


def plain(cell: Cell) -> str:
    """A field's value inside of a sentence."""
    if cell is None or isinstance(cell, Reason):
        return "?"
    return f"{cell:g}" if isinstance(cell, float) else str(cell)


def _grouped(cell: Cell) -> str:
    """A field's value as people read it. A field of numbers always counts or measures (what names something is a text),
    so its thousands are set off, as everywhere in a report.
    """
    if isinstance(cell, int | float) and abs(cell) >= _GROUPED_FROM:
        return f"{cell:,.0f}"
    return plain(cell)


def judge_of(check: Check, probe: Probe) -> Judge:
    """The judge of `check` over the facts of `probe`. Raises BadCriterion or KeyError for an unknown field."""
    units = units_of(probe)
    unit = units[check.value]

    def condition(text: str | None, value: str | None = None) -> Condition | None:
        return None if text is None else read_condition(text, units, value)

    counter, share = check.counter, probe.fields[check.value].share
    counted = counter is not None and share is not None and share.part == counter.count
    return Judge(
        check,
        None if unit == DATE else unit,
        condition(check.warn, check.value),
        condition(check.crit, check.value),
        condition(check.expect, check.value),
        condition(check.where),
        condition(check.skip),
        share.whole if share is not None and counted else None,
        _pace(check, unit),
        _reaches(check, unit),
        probe.platform,
    )


def _pace(check: Check, unit: str | None) -> Levels:
    if check.rate is not None:
        levels = (check.rate.warn, check.rate.crit)
        return Levels(*(None if text is None else read_limit(text, check.value, unit) for text in levels))
    if check.trend is not None:
        levels = (check.trend.warn, check.trend.crit)
        return Levels(*(None if text is None else read_left(text) for text in levels))
    return Levels()


def _reaches(check: Check, unit: str | None) -> Criterion | None:
    """The limit of a trend: of percents all of it, where nothing else is said."""
    if check.trend is None:
        return None
    text = check.trend.reaches or (">= 100%" if unit == "%" else None)
    if text is None:
        raise BadCriterion("check.trend-limit", field=check.value)
    return read_limit(text, check.value, unit)


def units_of(probe: Probe) -> dict[str, str | None]:
    """The probe's fields with their units; None is a text field, DATE a date."""
    return {
        name: DATE if known.type == "date" else known.unit if known.type == "number" else None
        for name, known in probe.fields.items()
    }
