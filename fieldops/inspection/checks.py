"""From facts to verdicts: one check, one reading, one result with a verdict per item.

Nothing here can turn "could not look" into OK: an unknown reading, a missing value or no rows at all
is UNKNOWN unless the check says otherwise in so many words (`absent`, `empty`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from fieldops.inspection.criteria import Condition, Criterion, Value, read_condition, read_criterion
from fieldops.inspection.playbook import Check, Probe
from fieldops.inspection.readings import Reading, Reason, Row


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


@dataclass(frozen=True, slots=True)
class Item:
    """One judged value: which row (None where there is only one), value, unit, verdict, why it is unknown."""

    item: str | None
    value: Value | None
    unit: str | None
    verdict: Verdict
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class CheckResult:
    """A check's verdict on one host. `reason` is set when there is nothing to judge."""

    id: str
    verdict: Verdict
    items: tuple[Item, ...] = ()
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Judge:
    """A check with its criteria read for the fields of its probe."""

    check: Check
    unit: str | None
    warn: Criterion | None = None
    crit: Criterion | None = None
    expect: Criterion | None = None
    where: Condition | None = None
    skip: Condition | None = None

    def judge(self, reading: Reading) -> CheckResult:
        """The check's result for a probe's facts."""
        check = self.check
        if reading.unknown is not None:
            return self._nothing(
                check.absent if reading.unknown.code == "reading.absent" else "unknown", reading.unknown
            )
        rows = [row for row in reading.rows if self._wanted(row)]
        if not rows:
            return self._nothing(check.empty, Reason("reading.no-rows"))
        items = tuple(self._item(row) for row in rows)
        return CheckResult(check.id, worst(item.verdict for item in items), items)

    def _wanted(self, row: Row) -> bool:
        if self.where is not None and not self.where.holds(row):
            return False
        return self.skip is None or not self.skip.holds(row)

    def _nothing(self, rule: str, reason: Reason) -> CheckResult:
        verdict = {"unknown": Verdict.UNKNOWN, "na": Verdict.NA, "ok": Verdict.OK}[rule]
        return CheckResult(self.check.id, verdict, (), reason)

    def _item(self, row: Row) -> Item:
        value = row.get(self.check.value)
        name = None if self.check.each is None else str(row.get(self.check.each))
        if value is None:
            missing = Reason("reading.field-missing", {"field": self.check.value})
            # A field the probe need not have is nothing recorded, but also nothing missing.
            verdict = Verdict.NA if self.check.info else Verdict.UNKNOWN
            return Item(name, None, self.unit, verdict, missing)
        return Item(name, value, self.unit, self._verdict(value))

    def _verdict(self, value: Value) -> Verdict:
        if self.check.info:
            return Verdict.INFO
        if self.crit is not None and self.crit.holds(value):
            return Verdict.CRIT
        if self.warn is not None and self.warn.holds(value):
            return Verdict.WARN
        if self.expect is not None and not self.expect.holds(value):
            return Verdict.WARN if self.check.otherwise == "warn" else Verdict.CRIT
        return Verdict.OK


def judge_of(check: Check, probe: Probe) -> Judge:
    """The judge of `check` over the facts of `probe`. Raises BadCriterion or KeyError for an unknown field."""
    units = units_of(probe)
    unit = units[check.value]

    def criterion(text: str | None) -> Criterion | None:
        return None if text is None else read_criterion(text, check.value, unit)

    def condition(text: str | None) -> Condition | None:
        return None if text is None else read_condition(text, units)

    return Judge(
        check,
        unit,
        criterion(check.warn),
        criterion(check.crit),
        criterion(check.expect),
        condition(check.where),
        condition(check.skip),
    )


def units_of(probe: Probe) -> dict[str, str | None]:
    """The probe's fields with their units; None is a text field."""
    return {name: (known.unit if known.type == "number" else None) for name, known in probe.fields.items()}
