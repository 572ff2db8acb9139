"""How the schedule and what became of visits are printed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from fieldops.cli.json_forms import clause_data, day_data, instant_data
from fieldops.cli.output import Session
from fieldops.contracts.wording import moment_with_offset
from fieldops.messages import say_error

if TYPE_CHECKING:
    from fieldops.actions.schedules import Scheduled
    from fieldops.actions.visiting import Outcome
    from fieldops.contracts.obligations import DueObligation


def scheduled_data(session: Session, found: Scheduled) -> dict[str, Any]:
    """A line of the schedule as JSON (public interface)."""
    standing = found.standing
    due, completion = standing.due, standing.completion
    return {
        "contract": found.agreement.id,
        "id": due.id,
        "key": due.key,
        "number": due.number,
        "kind": due.kind,
        "title": session.value(due.title),
        "day": day_data(due.day),
        "earliest": day_data(due.earliest),
        "latest": day_data(due.latest),
        "state": standing.state,
        "provisional": due.provisional,
        "done": day_data(completion.day) if completion else None,
        "late": standing.late,
        "runs": list(standing.runs),
        "reports": [{"run": run, "state": state} for run, state in found.reports.items()],
        "by": completion.by if completion else None,
        "note": completion.note if completion else None,
        "unreached": list(standing.unreached),
        "awaited": list(standing.awaited),
        "clause": clause_data(due.clause, found.position),
    }


def grouped(rows: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """What comes day after day and stands the same is one line of the table."""
    groups: list[list[dict[str, Any]]] = []
    latest: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        group = latest.get(row["id"])
        if group is not None and _goes_on(group[-1], row):
            group.append(row)
        else:
            latest[row["id"]] = group = [row]
            groups.append(group)
    return groups


def _goes_on(before: dict[str, Any], row: dict[str, Any]) -> bool:
    days = date.fromisoformat(row["day"]) - date.fromisoformat(before["day"])
    alike = ("state", "done", "by", "note", "unreached") if row["state"] != "planned" else ("state",)
    same = all(before[name] == row[name] for name in alike if row["state"] != "done" or name == "state")
    return same and days.days <= 7


def table_row(session: Session, times: list[dict[str, Any]]) -> list[str]:
    """One line of the table for occurrences that stand the same."""
    row = times[0]
    day = f"{row['day']}{' *' if row['provisional'] else ''}"
    if len(times) > 1:
        day = session.say("obligations.times", first=row["day"], last=times[-1]["day"], count=len(times))
    window = (
        "" if row["earliest"] == row["latest"] or len(times) > 1 else f"{row['earliest']} … {row['latest']}"
    )
    state = session.say(f"visit.state-{row['state']}")
    done = "" if len(times) > 1 else _done(session, row)
    place = f"{row['clause']['file']}:{row['clause']['line']}"
    return [day, row["contract"], row["title"], window, state, done, place]


def _done(session: Session, row: dict[str, Any]) -> str:
    if row["unreached"]:
        code = "visit.awaits-hosts" if row["awaited"] else "visit.lacks-hosts"
        return session.say(code, hosts=", ".join(row["unreached"]), awaited=", ".join(row["awaited"]))
    if row["done"] is None:
        runs = ", ".join(row["runs"])
        return session.say("visit.to-conclude", runs=runs) if runs else ""
    who = ", ".join(row["runs"]) or " ".join(text for text in (row["by"], row["note"]) if text)
    code = "visit.done-late" if row["late"] else "visit.done-on"
    told = session.say(code, day=row["done"], who=who)
    open_reports = [each for each in row["reports"] if each["state"] != "final"]
    if not open_reports:
        return told
    states = dict.fromkeys(session.say(f"signing.state.{each['state']}") for each in open_reports)
    return session.say("visit.report-open", done=told, states=", ".join(states))


# --- what became of visits -----------------------------------------------------------------------------


def outcome_lines(session: Session, outcome: Outcome) -> list[str]:
    """What became of a visit, for people; and the runs that were cut off before, with the command that goes on with each."""
    again = "health" if outcome.due is not None and outcome.due.kind == "health_check" else "inspect"
    cut_off = (
        session.say("visit.run-cut-off", run=run, command=again, contract=outcome.contract)
        for run in outcome.cut_off
    )
    return [*_outcome_lines(session, outcome), *(f"    {line}" for line in cut_off)]


def _outcome_lines(session: Session, outcome: Outcome) -> list[str]:
    from fieldops.actions.visiting import Result

    due = outcome.due
    values: dict[str, object] = {
        "id": due.key if due is not None else outcome.contract,
        "contract": outcome.contract,
        "run": outcome.run.id if outcome.run is not None else "",
        "hosts": ", ".join(outcome.hosts),
        "latest": due.latest.isoformat() if due is not None else "",
        "until": moment_with_offset(outcome.until) if outcome.until else "",
    }
    match outcome.result:
        case Result.MISSED:
            return [_missed_line(session, times) for times in _by_obligation(outcome.missed)]
        case Result.BUSY:
            return [session.say("visit.run-busy", **values)]
        case Result.REFUSED:
            return _refusal_lines(session, outcome, values)
        case Result.WAITING:
            code = "visit.run-waiting" if outcome.until else "visit.run-waiting-in-vain"
            return [session.say(code, **values)]
        case Result.WOULD_RUN:
            return [session.say("visit.run-would", **values), *_engineer_lines(session, outcome)]
        case Result.INCOMPLETE:
            values["hosts"] = ", ".join(outcome.unreached)
            return [session.say("visit.run-incomplete", **values), *_engineer_lines(session, outcome)]
        case Result.DONE:
            return [session.say("visit.run-done", **values), *_engineer_lines(session, outcome)]


def _refusal_lines(session: Session, outcome: Outcome, values: dict[str, object]) -> list[str]:
    assert outcome.reason is not None  # what is refused has one
    message, hint = say_error(outcome.reason, session.language)
    lines = [session.say("visit.run-refused", **values, reason=message)]
    return [*lines, f"    {session.label('word.hint')}{hint}"] if hint else lines


def _engineer_lines(session: Session, outcome: Outcome) -> list[str]:
    if not outcome.engineers:
        return []
    return [f"    {session.say('visit.run-assigned', engineers=', '.join(outcome.engineers))}"]


def _by_obligation(missed: Iterable[DueObligation]) -> list[list[DueObligation]]:
    groups: dict[str, list[DueObligation]] = {}
    for due in missed:
        groups.setdefault(due.id, []).append(due)
    return list(groups.values())


def _missed_line(session: Session, times: list[DueObligation]) -> str:
    first, last = times[0], times[-1]
    if len(times) == 1:
        return session.say("visit.run-missed", id=first.key, day=first.day)
    return session.say("visit.run-missed-many", id=first.id, count=len(times), first=first.day, last=last.day)


def outcome_data(session: Session, outcome: Outcome) -> dict[str, Any]:
    """What became of a visit as JSON (public interface)."""
    due, reason = outcome.due, outcome.reason
    return {
        "contract": outcome.contract,
        "result": outcome.result,
        "key": due.key if due else None,
        "kind": due.kind if due else None,
        "day": day_data(due.day) if due else None,
        "latest": day_data(due.latest) if due else None,
        "run": outcome.run.id if outcome.run else None,
        "hosts": list(outcome.hosts),
        "unreached": list(outcome.unreached),
        "engineers": list(outcome.engineers),
        "unqualified": [{"person": gap.person, "qualification": gap.qualification} for gap in outcome.gaps],
        "until": instant_data(outcome.until),
        "code": reason.code if reason else None,
        "reason": say_error(reason, session.language)[0] if reason else None,
        "missed": [due.key for due in outcome.missed],
        "cut_off": list(outcome.cut_off),
    }
