"""What stands on every file of a report: titles, marks, the names of people, facts about the record. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from fieldops.contracts.model.team import ENGINEERS
from fieldops.messages import CATALOGUE
from fieldops.records.coverage import coverage_of
from fieldops.records.run_events import RunKind
from fieldops.records.runs import Run
from fieldops.records.snapshots import PersonSnapshot, TermSnapshot
from fieldops.reports.owed import coverage_text
from fieldops.reports.view import Fact, Signer
from fieldops.reports.wording import NOTHING, Wording, clean, hash_text


def words_of(wording: Wording) -> Mapping[str, str]:
    """The labels a template may use: every sentence of reports that has nothing to fill in."""
    names = [code.removeprefix("report.") for code in CATALOGUE if code.startswith("report.")]
    return {name: wording.say(name) for name in names if "{" not in CATALOGUE[f"report.{name}"].en}


def marks_of(run: Run, wording: Wording) -> tuple[str, ...]:
    """What a reader must know before anything else."""
    names = () if run.signable else ("health-check",)
    names = names if run.finished else (*names, "unfinished")
    return tuple(wording.say(f"mark.{name}") for name in names)


def head_of(run: Run, wording: Wording) -> str:
    """The name on every page; empty where it could leave its place."""
    # It stands in the style sheet, where HTML escapes mean nothing: only plain ids may go there.
    safe = re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,79}", run.id)
    return wording.say("page.head", run=run.id) if safe else ""


def dates_of(run: Run, wording: Wording) -> str:
    """The days of the inspection, in the contract's time zone."""
    ends = [run.finished] if run.finished else [host.started for host in run.hosts if host.started]
    days = sorted({(wording.local(each).date(), wording.day(each)) for each in [run.started, *ends] if each})
    first, last = days[0][1], days[-1][1]
    return first if first == last else wording.say("until", start=first, end=last)


def signers_of(run: Run, wording: Wording) -> tuple[Signer, ...]:
    """The engineers in their roles; an inspection always has room for two."""
    people: list[PersonSnapshot | None] = [*run.team.engineers]
    if run.kind is RunKind.INSPECTION:
        people += [None] * (ENGINEERS - len(people))
    roles = ("first", "second")
    return tuple(_signer(person, roles[min(at, 1)], run, wording) for at, person in enumerate(people))


def _signer(person: PersonSnapshot | None, role: str, run: Run, wording: Wording) -> Signer:
    """Who has that role. Of whoever reviews it is said where they have inspected something themselves."""
    named = wording.say(f"role.{role}")
    if person is None:
        return Signer("", named, "", "")
    title = wording.text(person.title) if person.title is not None else ""
    own = len({(each.place, each.result.id) for each in run.answers if each.by.id == person.id})
    if own and role == "second":
        title = wording.sentences(part for part in (title, wording.say("also-inspected", n=own)) if part)
    return Signer(clean(person.id), named, wording.text(person.name), title)


def cover_of(run: Run, signers: tuple[Signer, ...], wording: Wording) -> tuple[Fact, ...]:
    """What stands on the cover."""
    contract = run.contract
    return (
        Fact(wording.say("contract"), wording.text(contract.title)),
        Fact(wording.say("contract-number"), clean(contract.number or NOTHING)),
        Fact(wording.say(f"date.{run.kind}"), dates_of(run, wording)),
        Fact(wording.say("coverage"), coverage_text(coverage_of(run), wording)),
        Fact(wording.say("number"), wording.say("number-edition", run=clean(run.id))),
        *(Fact(signer.role, signer.name or NOTHING) for signer in signers),
    )


def record_facts(run: Run, wording: Wording) -> tuple[Fact, ...]:
    """What ties a file to the record: the run, its days and the hash of everything recorded of it."""
    return (
        Fact(wording.say("number"), clean(run.id)),
        Fact(wording.say("customer"), wording.text(run.contract.customer)),
        Fact(wording.say(f"date.{run.kind}"), dates_of(run, wording)),
        Fact(wording.say("time-zone"), wording.zone_text(run.started)),
        Fact(wording.say("chain-head"), hash_text(clean(run.head)) or NOTHING),
        Fact(wording.say("version"), f"fieldops {clean(run.begun.fieldops_version)}"),
    )


def document_of(run: Run, wording: Wording) -> tuple[Fact, ...]:
    """Who stands behind the report, and what it was made of."""
    contract = run.contract
    contact = next(iter(contract.contacts), None)
    return (
        Fact(wording.say("vendor"), wording.text(contract.vendor)),
        Fact(wording.say("team"), wording.text(run.team.name)),
        Fact(wording.say("contact"), clean(contact.name) if contact else NOTHING),
        Fact(wording.say("term"), _term(contract.term, wording)),
        *(Fact(wording.say("playbook"), f"{title} ({id})") for id, title in _playbooks(run, wording)),
        *(fact for fact in record_facts(run, wording) if fact.label != wording.say("customer")),
        Fact(wording.say("editions"), wording.say("editions-are")),
    )


def _playbooks(run: Run, wording: Wording) -> list[tuple[str, str]]:
    """The id and title of every playbook that took part."""
    parts = [(part.id, part.title) for part in run.playbook.parts] or [(run.playbook.id, run.playbook.title)]
    return [(clean(id), wording.text(title)) for id, title in parts]


def _term(term: TermSnapshot, wording: Wording) -> str:
    """The term in force on the run's day, with the amendment that set it."""
    days = wording.say("until", start=term.start, end=term.end)
    if term.amendment is None:
        return days
    return wording.say("term-amended", term=days, amendment=clean(term.amendment))
