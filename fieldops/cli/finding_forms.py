"""How findings are shown: rows of a table, the life of one, Markdown, and JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from fieldops.cli.json_forms import day_data, instant_data
from fieldops.cli.output import Session, print_line
from fieldops.cli.tables import print_table
from fieldops.contracts.wording import moment_with_offset
from fieldops.inspection.checks import Item
from fieldops.messages import Text, edition_of, say_recorded
from fieldops.records.finding_events import FindingAccepted, FindingAssigned, FindingClosed, FindingEvent
from fieldops.records.findings import Finding, Findings, State, Step
from fieldops.records.snapshots import PersonSnapshot
from fieldops.reports.finding_words import standing_words
from fieldops.reports.markdown import table_lines
from fieldops.reports.wording import Wording
from fieldops.structs import Struct

_STATES = list(State)


class Line(Struct, frozen=True):
    """A finding with its contract's findings, and the day that it is there."""

    found: Findings
    finding: Finding
    day: date

    @property
    def zone(self) -> ZoneInfo:
        """The contract's time zone."""
        return ZoneInfo(self.found.time_zone)

    @property
    def order(self) -> tuple[object, ...]:
        """What is late comes first, then by state, then critical before warnings, then the oldest."""
        state = _STATES.index(self.finding.state(self.day))
        critical = self.finding.deviation.verdict != "CRIT"
        return not self.finding.late(self.day), state, critical, self.found.contract, self.finding.place.host


def print_lines(session: Session, lines: Sequence[Line]) -> None:
    """A table of findings."""
    names = ("verdict", "host", "check", "item")
    headings = [session.say("finding.column-id"), *(session.say(f"word.{name}") for name in names)]
    several = len({line.found.contract for line in lines}) > 1
    if several:
        headings.insert(1, session.say("word.contract"))
    headings.append(session.say("finding.column-state"))
    rows = []
    for line in lines:
        id, *others = _cells(session, line)
        rows.append([id, line.found.contract, *others] if several else [id, *others])
    print_table(session, headings, rows)


def _cells(session: Session, line: Line) -> list[str]:
    finding = line.finding
    place = finding.place
    return [
        finding.id,
        _judged(session, line.found, finding.deviation),
        place.host,
        _check(session, finding),
        _row(session, line),
        standing_words(finding, line.day, line.zone, session.language),
    ]


def what_words(session: Session, line: Line) -> str:
    """Where a finding is, in one line: host, check and row."""
    return " ".join(
        filter(None, (line.finding.place.host, _check(session, line.finding), _row(session, line)))
    )


def _check(session: Session, finding: Finding) -> str:
    return finding.check.title.say(session.language) if session.language == "zh-CN" else finding.place.check


def _row(session: Session, line: Line) -> str:
    return _wording(session, line.found).row(line.finding.place.item or "", line.finding.deviation.reason)


def _wording(session: Session, found: Findings) -> Wording:
    return Wording(session.language, ZoneInfo(found.time_zone))


def _judged(session: Session, found: Findings, item: Item) -> str:
    value, note = _wording(session, found).judged(item.value, item.unit, item.reason)
    verdict = session.say(f"verdict.{item.verdict}") if session.language == "zh-CN" else item.verdict.value
    return " ".join(filter(None, (verdict, value or note)))


# --- one finding -------------------------------------------------------------------------------------------


def print_finding(session: Session, line: Line) -> None:
    """One finding with its life."""
    finding = line.finding
    print_line(f"{finding.id}  {line.found.contract}  {what_words(session, line)}")
    title = finding.check.title.say(session.language)
    print_line(f"{title}  {_judged(session, line.found, finding.deviation)}")
    print_line(standing_words(finding, line.day, line.zone, session.language))
    print_line(f"{session.label('finding.standard')}{finding.check.standard.say(session.language)}")
    if finding.check.advice is not None:
        print_line(f"{session.label('finding.advice')}{finding.check.advice.say(session.language)}")
    print_line()
    headings = [session.say(f"finding.column-{name}") for name in ("when", "what")]
    headings += [session.say("word.value"), session.say("finding.column-run")]
    print_table(session, headings, [_step_cells(session, line, step) for step in finding.steps])


def _step_cells(session: Session, line: Line, step: Step) -> list[str]:
    value = _judged(session, line.found, step.item) if step.item is not None else ""
    who = step.run or (_said(session, step.said) if step.said is not None else "")
    return [moment_with_offset(step.at), session.say(f"finding.step-{step.kind}"), value, who]


def _said(session: Session, said: FindingEvent) -> str:
    match said:
        case FindingAssigned():
            told = session.say("finding.said-assigned", to=said.to.name, until=said.until.isoformat())
            by = session.say("finding.said-by", by=said.by.name) if said.by is not None else ""
            return "  ".join(filter(None, (told, by, said.note)))
        case FindingAccepted():
            until = said.until.isoformat()
            return session.say(
                "finding.said-accepted",
                by=said.by,
                until=until,
                reason=edition_of(said.reason, session.language),
            )
        case FindingClosed():
            return session.say(
                "finding.said-closed", by=said.by.name, reason=edition_of(said.reason, session.language)
            )


# --- Markdown ----------------------------------------------------------------------------------------------


def markdown_lines(session: Session, lines: Sequence[Line]) -> Iterator[str]:
    """A table of findings for an issue, a wiki or a mail."""
    names = ("verdict", "host", "check", "item")
    headings = [session.say("finding.column-id"), *(session.say(f"word.{name}") for name in names)]
    headings.append(session.say("finding.column-state"))
    yield from table_lines(headings, (_cells(session, line) for line in lines))


# --- JSON --------------------------------------------------------------------------------------------------


def finding_data(session: Session, line: Line) -> dict[str, object]:
    """A finding as JSON (public interface)."""
    finding, place, day = line.finding, line.finding.place, line.day
    return {
        "id": finding.id,
        "contract": place.contract,
        "host": place.host,
        "check": place.check,
        "item": place.item,
        "title": finding.check.title.say(session.language),
        "state": finding.state(day),
        "late": finding.late(day),
        "due": day_data(finding.due),
        **_item_data(finding.deviation),
        "first_seen": instant_data(finding.first),
        "since": instant_data(finding.since),
        "times": finding.times,
        "last_look": {"run": finding.last.run, "at": instant_data(finding.last.at)},
        "not_seen": _unseen_data(session, finding),
        "assigned": _assigned_data(session, finding.assigned),
        "accepted": _accepted_data(finding.accepted),
        "closed": _closed_data(session, finding.closed),
        "message": standing_words(finding, day, line.zone, session.language),
    }


def history_data(session: Session, line: Line) -> dict[str, object]:
    """The same with its criteria and its life."""
    check = line.finding.check
    return {
        **finding_data(session, line),
        "standard": check.standard.say(session.language),
        "advice": check.advice.say(session.language) if check.advice is not None else None,
        "warn": check.warn,
        "crit": check.crit,
        "history": [_step_data(session, step) for step in line.finding.steps],
    }


def _step_data(session: Session, step: Step) -> dict[str, object]:
    said = step.said
    return {
        "kind": step.kind,
        "at": instant_data(step.at),
        "run": step.run,
        "value": step.item.value if step.item is not None else None,
        "verdict": step.item.verdict if step.item is not None else None,
        "assigned": _assigned_data(session, said if isinstance(said, FindingAssigned) else None),
        "accepted": _accepted_data(said if isinstance(said, FindingAccepted) else None),
        "closed": _closed_data(session, said if isinstance(said, FindingClosed) else None),
    }


def _item_data(item: Item) -> dict[str, object]:
    return {"verdict": item.verdict, "value": item.value, "unit": item.unit}


def _unseen_data(session: Session, finding: Finding) -> dict[str, object] | None:
    unseen = finding.unseen
    if unseen is None or unseen.why is None:
        return None
    message = say_recorded(unseen.why.code, session.language, unseen.why.values)[0]
    return {"run": unseen.run, "at": instant_data(unseen.at), "reason": unseen.why.code, "message": message}


def _assigned_data(session: Session, event: FindingAssigned | None) -> dict[str, object] | None:
    if event is None:
        return None
    return {
        "to": event.to.id,
        "name": _name(session, event.to),
        "of_customer": event.of_customer,
        "until": day_data(event.until),
        "by": event.by.id if event.by is not None else None,
        "at": instant_data(event.at),
        "note": event.note,
    }


def _accepted_data(event: FindingAccepted | None) -> dict[str, object] | None:
    if event is None:
        return None
    until, at = day_data(event.until), instant_data(event.at)
    return {"by": event.by, "until": until, "reason": event.reason, "at": at}


def _closed_data(session: Session, event: FindingClosed | None) -> dict[str, object] | None:
    if event is None:
        return None
    name = _name(session, event.by)
    return {"by": event.by.id, "name": name, "reason": event.reason, "at": instant_data(event.at)}


def _name(session: Session, person: PersonSnapshot) -> str:
    name: Text = person.name
    return name.say(session.language)
