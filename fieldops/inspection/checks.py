"""From facts to verdicts: one check, one reading, one result with a verdict per item.

Nothing here can turn "could not look" into OK: an unknown reading, a missing value or no rows at all
is UNKNOWN unless the check says otherwise in so many words (`absent`, `empty`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

from fieldops.inspection.criteria import Condition, Criterion, Value, read_condition, read_criterion
from fieldops.inspection.playbook import Check, Probe
from fieldops.inspection.readings import Cell, Reading, Reason, Row
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


# From worst to best: a check is as bad as its worst item.
_WORST_FIRST = (Verdict.CRIT, Verdict.UNKNOWN, Verdict.WARN, Verdict.OK, Verdict.INFO, Verdict.NA)
FINDINGS = frozenset({Verdict.WARN, Verdict.CRIT, Verdict.UNKNOWN})


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


class Judge(Struct, frozen=True):
    """A check with its criteria read for the fields of its probe. `whole`: the field that a counter's value is a share of."""

    check: Check
    unit: str | None
    warn: Criterion | None = None
    crit: Criterion | None = None
    expect: Criterion | None = None
    where: Condition | None = None
    skip: Condition | None = None
    whole: str | None = None

    def judge(self, reading: Reading) -> CheckResult:
        """The check's result for a probe's facts."""
        check = self.check
        if reading.unknown is not None:
            return self._nothing(
                check.absent if reading.unknown.code == "reading.absent" else "unknown", reading.unknown
            )
        rows = [row for row in reading.rows if self._wanted(row)]
        if not rows:
            return self._nothing(check.empty, self._why_nothing())
        items = tuple(self._item(row) for row in rows)
        return CheckResult(check.id, worst(item.verdict for item in items), items)

    def _wanted(self, row: Row) -> bool:
        """Whether the row is judged; one whose fields were not read is, where what was read does not speak against it."""
        if self.where is None and self.skip is None:
            return True
        known = {name: cell for name, cell in row.items() if not isinstance(cell, Reason)}
        if self.where is not None and not self.where.may_hold(known):
            return False
        return self.skip is None or not self.skip.holds(known)

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

    def _why_nothing(self) -> Reason:
        if self.check.nothing is not None:
            return Reason("reading.nothing", _both(self.check.nothing))
        return Reason("reading.no-data" if self.check.empty == "unknown" else "reading.no-rows")

    def _nothing(self, rule: str, reason: Reason) -> CheckResult:
        verdict = {"unknown": Verdict.UNKNOWN, "na": Verdict.NA, "ok": Verdict.OK}[rule]
        return CheckResult(self.check.id, verdict, (), reason)

    def _item(self, row: Row) -> Item:
        value, unread = row.get(self.check.value), self._unread(row)
        called = row.get(self.check.each) if self.check.each is not None else None
        name = None if called is None or isinstance(called, Reason) else str(called)
        if unread is not None or isinstance(value, Reason):
            return Item(name, None, self.unit, Verdict.UNKNOWN, unread)
        if value is None:
            missing = (
                Reason("reading.nothing", _both(self.check.nothing))
                if self.check.info and self.check.nothing is not None
                else Reason("reading.field-missing", {"field": self.check.value})
            )
            # A field the probe need not have is nothing recorded, but also nothing missing.
            verdict = Verdict.NA if self.check.info else Verdict.UNKNOWN
            return Item(name, None, self.unit, verdict, missing)
        return Item(name, value, self.unit, self.verdict_of(value), self._in_words(row, value))

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
        plain = _plain(cell)
        word = self.check.words.get(plain)
        return plain if word is None else _both(word)[language]

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

    def verdict_of(self, value: Value) -> Verdict:
        """What the criteria say about `value`, in the unit of the check's field."""
        if self.check.info:
            return Verdict.INFO
        if self.crit is not None and self.crit.holds(value):
            return Verdict.CRIT
        if self.warn is not None and self.warn.holds(value):
            return Verdict.WARN
        if self.expect is not None and not self.expect.holds(value):
            return Verdict.WARN if self.check.otherwise == "warn" else Verdict.CRIT
        return Verdict.OK


def _both(text: Text) -> dict[str, str]:
    """A text in both languages, as values of a sentence that says it in the reader's."""
    return {"zh": text.say("zh-CN"), "en": text.say("en")}


def _plain(cell: Cell) -> str:
    if cell is None or isinstance(cell, Reason):
        return "?"
    return f"{cell:g}" if isinstance(cell, float) else str(cell)


def judge_of(check: Check, probe: Probe) -> Judge:
    """The judge of `check` over the facts of `probe`. Raises BadCriterion or KeyError for an unknown field."""
    units = units_of(probe)
    unit = units[check.value]

    def criterion(text: str | None) -> Criterion | None:
        return None if text is None else read_criterion(text, check.value, unit)

    def condition(text: str | None) -> Condition | None:
        return None if text is None else read_condition(text, units)

    counter, share = check.counter, probe.fields[check.value].share
    counted = counter is not None and share is not None and share.part == counter.count
    return Judge(
        check,
        unit,
        criterion(check.warn),
        criterion(check.crit),
        criterion(check.expect),
        condition(check.where),
        condition(check.skip),
        share.whole if share is not None and counted else None,
    )


def units_of(probe: Probe) -> dict[str, str | None]:
    """The probe's fields with their units; None is a text field."""
    return {name: (known.unit if known.type == "number" else None) for name, known in probe.fields.items()}
