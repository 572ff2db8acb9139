"""What the record store tells about visits: which runs served them, what people recorded as done, who consented.

Plain events beside those of runs, in the same hash chain. This module is the only place that knows their shape.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from fieldops.records.run import HOST_FINISHED, STARTED, Json

# The name under which these events stand where those of a run have the run's id.
SCHEDULE = "schedule"
DONE, CONSENT, MISSED = "obligation.done", "consent.given", "visit.missed"


@dataclass(frozen=True, slots=True)
class Consent:
    """That the customer allowed sessions for one visit, from `start` until `end` (not included)."""

    occurrence: str
    by: str
    start: datetime
    end: datetime


@dataclass(slots=True)
class Attempt:
    """One run as far as visits ask: `estate` are the (id, category) of all hosts the contract had then.

    `serves` is the occurrence it was begun for, None for a run that somebody began by hand. `partial`: only some of
    the playbook's checks (--tags). `done` are the hosts that were looked at wholly; `heard` all that have ended.
    """

    run: str
    kind: str
    contract: str
    playbook: str
    started: datetime
    serves: str | None
    partial: bool
    hosts: tuple[str, ...]
    estate: tuple[tuple[str, str | None], ...]
    done: set[str] = field(default_factory=set)
    heard: set[str] = field(default_factory=set)

    @property
    def cut_off(self) -> bool:
        """Whether hosts were asked for whose end was never recorded."""
        return not self.heard.issuperset(self.hosts)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a person recorded: done on `day`."""

    occurrence: str
    day: date
    by: str | None
    note: str | None


@dataclass(slots=True)
class VisitLog:
    """All of it, folded from the events up to `seq`; feed it what has come since."""

    seq: int = 0
    attempts: dict[str, Attempt] = field(default_factory=dict)
    serving: dict[str, list[Attempt]] = field(default_factory=dict)
    by_hand: dict[tuple[str, str, str], list[Attempt]] = field(default_factory=dict)
    recorded: dict[str, Recorded] = field(default_factory=dict)
    consents: dict[str, list[Consent]] = field(default_factory=dict)
    missed: set[str] = field(default_factory=set)

    def feed(self, events: Iterable[tuple[int, str, str, Json]]) -> None:
        """Take (number, run, kind, body) events in their order, as `Store.visit_events` gives them."""
        for seq, run, kind, body in events:
            self.seq = seq
            if kind == STARTED:
                self._begin(body)
            elif kind == HOST_FINISHED and run in self.attempts:
                self._host(self.attempts[run], body)
            elif kind == DONE:
                # Somebody who was wrong records it again: the last word counts.
                day = date.fromisoformat(body["day"])
                self.recorded[body["occurrence"]] = Recorded(
                    body["occurrence"], day, body["by"], body["note"]
                )
            elif kind == CONSENT:
                self.consents.setdefault(body["occurrence"], []).append(_consent(body))
            elif kind == MISSED:
                self.missed.update(body["occurrences"])

    def _begin(self, body: Json) -> None:
        attempt = Attempt(
            run=body["run"],
            kind=body["kind"],
            contract=body["contract"],
            playbook=body["playbook"],
            started=datetime.fromisoformat(body["started"]),
            serves=body["serves"],
            partial=bool(body["tags"]),
            hosts=tuple(body["hosts"]),
            estate=tuple((id, category) for id, category in body["estate"]),
        )
        self.attempts[attempt.run] = attempt
        if attempt.serves is not None:
            self.serving.setdefault(attempt.serves, []).append(attempt)
        elif not attempt.partial:
            key = (attempt.contract, attempt.kind, attempt.playbook)
            self.by_hand.setdefault(key, []).append(attempt)

    def _host(self, attempt: Attempt, body: Json) -> None:
        attempt.heard.add(body["host"])
        if body["status"] == "done":
            attempt.done.add(body["host"])


def done_event(occurrence: str, day: date, by: str | None, note: str | None, at: datetime) -> Json:
    """The event that something was done on `day`, recorded at `at`."""
    return {
        "occurrence": occurrence,
        "day": day.isoformat(),
        "by": by,
        "note": note,
        "at": at.isoformat(timespec="seconds"),
    }


def consent_event(consent: Consent, at: datetime) -> Json:
    """The event that the customer consented, recorded at `at`."""
    return {
        "occurrence": consent.occurrence,
        "by": consent.by,
        "start": consent.start.isoformat(timespec="seconds"),
        "end": consent.end.isoformat(timespec="seconds"),
        "at": at.isoformat(timespec="seconds"),
    }


def missed_event(contract: str, occurrences: Iterable[str], at: datetime) -> Json:
    """The event that visits of a contract were missed, noticed at `at`."""
    return {
        "contract": contract,
        "occurrences": list(occurrences),
        "at": at.isoformat(timespec="seconds"),
    }


def _consent(body: Json) -> Consent:
    start, end = datetime.fromisoformat(body["start"]), datetime.fromisoformat(body["end"])
    return Consent(body["occurrence"], body["by"], start, end)
