"""What events tell about visits: which runs served them, what people recorded as done, who consented. Pure.

`VisitLog` takes outlines, which are read without the large parts of a record, and can go on from where it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from datetime import datetime

from fieldops.records.answers import ManualAnswered
from fieldops.records.events import Outline
from fieldops.records.run_events import (
    HostOutline,
    HostStatus,
    PlayedPart,
    RunCollected,
    RunFinished,
    RunKind,
    RunOutline,
    is_to_be_carried,
)
from fieldops.records.signing_events import RunConcluded
from fieldops.records.visit_events import ConsentGiven, ObligationDone, VisitMissed
from fieldops.structs import Struct

DONE, CONSENT, MISSED = ObligationDone.TYPE, ConsentGiven.TYPE, VisitMissed.TYPE


class Consent(Struct, frozen=True):
    """That the customer allowed sessions for one visit, from `start` until `end` (not included)."""

    occurrence: str
    by: str
    start: datetime
    end: datetime


@dataclass(slots=True)
class Attempt:
    """One run as far as visits ask: `estate` are the (id, category) of all hosts the contract had then.

    `groups` of the hosts that have some.

    `serves` is the occurrence it was begun for, None for a run that somebody began by hand. `parts` are its playbooks. `done` are the hosts that
    were looked at wholly; `heard` all that have ended. What is recorded after the run's end is not heard, but for what
    people look at: of what is `owed` by them, (place, item), they have `filled` some. A run by people alone is `walked` once
    it is `concluded` and they have filled in something. The results of `carried` hosts are to be carried here, those of `brought`
    are being taken in.
    """

    run: str
    started: datetime
    serves: str | None
    hosts: tuple[str, ...]
    estate: tuple[tuple[str, str | None], ...]
    parts: tuple[PlayedPart, ...] = ()
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    done: set[str] = field(default_factory=set)
    heard: set[str] = field(default_factory=set)
    ended: bool = False
    owed: frozenset[tuple[str, str]] = frozenset()
    filled: set[tuple[str, str]] = field(default_factory=set)
    concluded: bool = False
    carried: set[str] = field(default_factory=set)
    brought: set[str] = field(default_factory=set)

    @property
    def cut_off(self) -> bool:
        """Whether hosts were asked for whose end was never recorded."""
        return not self.heard.issuperset(self.hosts)

    @property
    def by_people(self) -> bool:
        """Whether no host was asked: people looked at everything, and fill it in."""
        return not self.hosts

    def done_by(self, playbook: str) -> set[str]:
        """The hosts that were looked at wholly by that playbook; all that there were where nothing was to be asked of any,
        as people looked at everything (`walked` tells whether they have).
        """
        part = next((each for each in self.parts if each.playbook == playbook), None)
        if part is None:
            return set()
        if self.by_people:
            return {id for id, _ in self.estate}
        return self.done if part.hosts is None else self.done.intersection(part.hosts)

    @property
    def walked(self) -> bool:
        """Whether people have looked at everything alone: with the conclusion, and not before."""
        return self.by_people and self.settled_by_conclusion

    @property
    def given_up(self) -> bool:
        """Whether people alone were to look, and it was concluded before anybody had: nothing can be filled in any more."""
        return self.by_people and self.concluded and not self.filled

    @property
    def settled_by_conclusion(self) -> bool:
        """Whether those who filled in something have concluded it: what they left open then, stays open."""
        return self.concluded and bool(self.filled)

    @property
    def settled(self) -> Set[tuple[str, str]]:
        """What of the owed needs nobody any more."""
        return self.owed if self.settled_by_conclusion else self.filled

    @property
    def awaited(self) -> Set[str]:
        """The hosts whose results may still be carried into it."""
        return frozenset() if self.concluded else self.carried

    def hear(self, told: HostOutline) -> None:
        """Take the end of a host; the first one counts, but for what is carried here later."""
        if told.host in self.carried & self.brought:
            self.carried.remove(told.host)
        elif self.ended or told.host in self.heard:
            return
        elif is_to_be_carried(told):
            self.carried.add(told.host)
        self.heard.add(told.host)
        if told.status is HostStatus.DONE:
            self.done.add(told.host)


@dataclass(slots=True)
class VisitLog:
    """All of it, folded from the events up to `seq`; feed it what has come since.

    `begun` are all runs. `by_hand` has the runs that were begun for no visit and looked at all of a playbook, by
    contract, kind and playbook: one of several playbooks stands under each.
    """

    seq: int = 0
    begun: list[RunOutline] = field(default_factory=list)
    attempts: dict[str, Attempt] = field(default_factory=dict)
    serving: dict[str, list[Attempt]] = field(default_factory=dict)
    by_hand: dict[tuple[str, RunKind, str], list[Attempt]] = field(default_factory=dict)
    recorded: dict[str, ObligationDone] = field(default_factory=dict)
    consents: dict[str, list[Consent]] = field(default_factory=dict)
    missed: set[str] = field(default_factory=set)

    def feed(self, outlines: Iterable[tuple[int, str, Outline]]) -> None:
        """Take (number, stream, outline of an event) in the order of the log."""
        for seq, stream, told in outlines:
            self.seq = seq
            match told:
                case RunOutline() if stream not in self.attempts:
                    self._begin(stream, told)
                case HostOutline() if stream in self.attempts:
                    self.attempts[stream].hear(told)
                case RunCollected() if stream in self.attempts and not self.attempts[stream].concluded:
                    self.attempts[stream].brought.update(one.host for one in told.hosts)
                case RunFinished() if stream in self.attempts:
                    self.attempts[stream].ended = True
                case ManualAnswered() if stream in self.attempts and not self.attempts[stream].concluded:
                    self.attempts[stream].filled.add((told.place, told.result.id))
                case RunConcluded() if stream in self.attempts:
                    self.attempts[stream].concluded = True
                case ObligationDone():
                    # Somebody who was wrong records it again: the last word counts.
                    self.recorded[told.occurrence] = told
                case ConsentGiven():
                    consent = Consent(told.occurrence, told.by, told.start, told.end)
                    self.consents.setdefault(told.occurrence, []).append(consent)
                case VisitMissed():
                    self.missed.update(told.occurrences)
                case _:
                    pass

    def _begin(self, stream: str, begun: RunOutline) -> None:
        attempt = Attempt(
            begun.run,
            begun.started,
            begun.serves,
            begun.hosts,
            begun.estate,
            begun.played,
            dict(begun.groups),
            owed=frozenset(begun.owed),
        )
        self.attempts[stream] = attempt
        self.begun.append(begun)
        if begun.serves is not None:
            self.serving.setdefault(begun.serves, []).append(attempt)
        elif not begun.partial:
            for playbook in begun.playbooks:
                self.by_hand.setdefault((begun.contract, begun.kind, playbook), []).append(attempt)
