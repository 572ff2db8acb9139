"""What was owed and what was done, in words: the coverage of a run, what it left out by name, what was overridden.

Lives here: the sentences that a report, `run show` and the terminal share. Does not live here: the counting
(`fieldops.records.coverage`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fieldops.messages import edition_of, say
from fieldops.records.coverage import Coverage
from fieldops.records.machines import OneMachine
from fieldops.records.runs import Run
from fieldops.records.signing_events import RunConcluded
from fieldops.records.snapshots import CheckHeading, PlaybookSnapshot
from fieldops.reports.manual_items import place_text, unfilled
from fieldops.reports.view import ConclusionView, Fact
from fieldops.reports.wording import Wording, clean

# So many hosts or items are named; how many more there are is said.
_NAMED = 6


def coverage_text(coverage: Coverage, wording: Wording) -> str:
    """How much was done of what there is, such as "1 of 4 hosts, 13 of 56 checks"."""
    hosts = _of("host", len(coverage.done), coverage.hosts, wording)
    if coverage.lacking:
        hosts = wording.say("coverage.lacking", hosts=hosts, n=len(coverage.lacking))
    if coverage.partial:
        hosts = wording.say("coverage.partial", hosts=hosts, n=len(coverage.partial))
    carried_out = coverage.carried_out
    if coverage.all_checks is None:
        checks = wording.say("coverage.checks-known", done=carried_out)
    else:
        checks = _of("check", carried_out, coverage.all_checks, wording)
    if coverage.lost and coverage.reached:
        checks = wording.say("coverage.results", checks=checks, **_results(coverage))
    told = wording.say("coverage.line", hosts=hosts, checks=checks)
    if coverage.manual:
        filled = wording.say("coverage.manual", done=coverage.manual_filled, all=coverage.manual)
        asked = coverage.hosts or coverage.all_checks
        told = wording.say("coverage.line", hosts=told, checks=filled) if asked else filled
    if not coverage.beyond:
        return told
    name = "coverage.beyond-one" if len(coverage.beyond) == 1 else "coverage.beyond"
    return wording.say(name, told=told, n=len(coverage.beyond))


def _of(what: str, done: int, all: int, wording: Wording) -> str:
    return wording.say(f"coverage.{what}" if all == 1 else f"coverage.{what}s", done=done, all=all)


def scope_text(run: Run, coverage: Coverage, wording: Wording) -> str:
    """The contract's equipment against what was inspected, by name where something is missing; the checks, the manual items,
    and what is out of scope: all that tells whether everything was looked at.
    """
    told = [_equipment(run, coverage, wording)] if run.contract.assets else []
    if coverage.reached:
        told.append(_checks(coverage, wording))
    if coverage.manual:
        items = wording.few(unfilled(run, wording), _NAMED)
        code = "scope.manual-open" if items else "scope.manual"
        told.append(wording.say(code, done=coverage.manual_filled, all=coverage.manual, items=items))
    if run.contract.out_of_scope:
        listed = wording.listed(map(wording.text, run.contract.out_of_scope))
        told.append(wording.say("scope.out", things=listed))
    return wording.together(*told)


def _checks(coverage: Coverage, wording: Wording) -> str:
    """How many checks of the plan were carried out, how many results are there of those that are owed, and which hosts lack
    the others.
    """
    if coverage.all_checks is None:
        told = wording.say("coverage.checks-known", done=coverage.checks)
    else:
        told = _of("check", coverage.checks, coverage.all_checks, wording)
    if not coverage.lost:
        return wording.say("scope.checks", checks=told)
    # The hosts with as many: what is said must add up to what is missing, host by host.
    grouped: dict[int, list[str]] = {}
    for host, n in sorted(coverage.lost.items(), key=lambda each: -each[1]):
        grouped.setdefault(n, []).append(clean(host))
    lacking = []
    for n, hosts in grouped.items():
        code = "scope.lost-all" if set(hosts) <= set(coverage.silent) else "scope.lost"
        code = f"{code}-each" if len(hosts) > 1 else code
        lacking.append(wording.say(code, hosts=wording.behind(wording.few(hosts, _NAMED)), n=n))
    return wording.say("scope.results", checks=told, **_results(coverage), lacking=wording.sentences(lacking))


def _results(coverage: Coverage) -> dict[str, str]:
    """How many results there are of those that are owed."""
    got = coverage.results - sum(coverage.lost.values())
    return {"got": f"{got:,}", "owed": f"{coverage.results:,}"}


def _equipment(run: Run, coverage: Coverage, wording: Wording) -> str:
    """How many pieces of equipment the contract has, and what became of each; of what is not whole the names."""
    hosts = {asset.id for asset in run.contract.assets if asset.host is not None}
    by_people = [
        place.host for place in run.manual if place.host not in hosts and run.contract.asset(place.host)
    ]
    lacking = (*coverage.lacking, *coverage.partial)
    whole = len(coverage.done) - len(coverage.lacking)
    left = (*coverage.not_asked, *(asset.id for asset in coverage.beyond))
    kinds = (("lacking", lacking), ("silent", coverage.silent), ("left", left), ("people", by_people))
    parts = [wording.say("scope.whole", n=whole)] if coverage.hosts else []
    parts += [
        wording.say(f"scope.{name}", n=len(ids), names=wording.few([*map(clean, ids)], _NAMED))
        for name, ids in kinds
        if ids
    ]
    if not parts:
        parts = [wording.say("scope.none")]
    return wording.say("scope.equipment", n=len(run.contract.assets), parts=wording.sentences(parts))


def not_done(run: Run, coverage: Coverage, wording: Wording) -> tuple[Fact, ...]:
    """What the run left out, by name: hosts not asked or not reached, equipment, checks; empty where nothing was."""
    beyond = [
        f"{asset.id} ({wording.text(asset.name)})" if asset.name else asset.id for asset in coverage.beyond
    ]
    named: tuple[tuple[str, Sequence[str]], ...] = (
        ("left-alone", coverage.left_alone),
        ("gave-nothing", [id for id in coverage.silent if id not in coverage.left_alone]),
        ("gave-part", coverage.partial),
        ("gave-gaps", _gaps(coverage)),
        ("not-asked", coverage.not_asked),
        ("beyond", beyond),
        ("not-filled-in", unfilled(run, wording)),
    )
    facts = [
        Fact(wording.say(name), wording.listed(clean(each) for each in ids)) for name, ids in named if ids
    ]
    facts += [
        Fact(wording.say("checks-not-run"), told)
        for told in _by_area(run.playbook, coverage.checks_left_out, wording)
    ]
    facts += [
        Fact(wording.say("checks-unmeant"), told)
        for told in _by_area(run.playbook, coverage.checks_unmeant, wording)
    ]
    return tuple(facts)


def _gaps(coverage: Coverage) -> list[str]:
    """The hosts that were gone through with gaps, each with how many checks have no result there."""
    return [f"{host} ({coverage.lost[host]})" for host in coverage.lacking]


def _by_area(playbook: PlaybookSnapshot, left_out: Sequence[CheckHeading], wording: Wording) -> Iterator[str]:
    """The checks left out, one line for each area; of an area that was left out whole no check is named."""
    carried_out = {check.area for check in playbook.checks}
    for area in playbook.areas:
        checks = [wording.text(check.title) for check in left_out if check.area == area.id]
        if checks and area.id not in carried_out:
            yield wording.say("whole-area", area=wording.text(area.title))
        elif checks:
            named = wording.listed(checks)
            yield wording.say("of-area", area=wording.text(area.title), checks=named)


def looked_at(run: Run, wording: Wording) -> Iterator[Fact]:
    """Which playbook looked at which hosts, or at which places by people alone, where they are several or not for all."""
    hosts = [host.host for host in run.hosts]
    by_people = {item.id: item.places for item in run.playbook.manual}
    for part in run.playbook.parts:
        if part.checks and by_people.keys() >= set(part.checks):
            places = {place.id: None for id in part.checks for place in by_people[id]}
            yield Fact(
                wording.text(part.title), wording.listed(place_text(each, run, wording) for each in places)
            )
            continue
        of = hosts if part.hosts is None else [host for host in hosts if host in part.hosts]
        told = wording.say("all-hosts") if len(of) == len(hosts) > 1 else wording.listed(map(clean, of))
        yield Fact(wording.text(part.title), told or wording.say("none-of-them"))


def old_algorithms(run: Run, wording: Wording) -> Iterator[str]:
    """Which of the run's hosts were allowed algorithms of SSH that are no longer safe: which, why, and until when."""
    for host in run.hosts:
        asset = run.contract.asset(host.host)
        old = asset.host.old_algorithms if asset is not None and asset.host is not None else None
        if old is not None:
            values = {"host": clean(host.host), "names": ", ".join(old.allow), "reason": clean(old.reason)}
            code = "old-algorithms-of" if old.until is None else "old-algorithms-until"
            yield wording.say(code, **values, until=old.until)


def nothing_left_out(coverage: Coverage, wording: Wording) -> str:
    """The sentence for a run that left out nothing it is known of."""
    return wording.say("not-done-unknown" if coverage.all_checks is None else "not-done-none")


def overridden(run: Run, wording: Wording) -> tuple[str, ...]:
    """In spite of what the run was begun, each in a sentence, and the reason given; empty where nothing stood against it."""
    override = run.request.override
    if override is None:
        return ()
    refused = [wording.reason(each.code, each.values) for each in override.refused]
    return (*refused, wording.say("override-reason", reason=clean(override.reason)))


def conclusion_text(coverage: Coverage, wording: Wording) -> str:
    """What whoever writes the conclusion must not say beyond; empty where everything was inspected."""
    if not coverage.something:
        return nothing_known(coverage, wording)
    if coverage.complete and not coverage.beyond and not coverage.lacking:
        return ""
    return wording.say("conclusion-part", coverage=coverage_text(coverage, wording))


def nothing_known(coverage: Coverage, wording: Wording) -> str:
    """That a run says nothing, as no host gave anything and nobody filled in anything."""
    return wording.say("conclusion-nothing" if coverage.hosts else "conclusion-nothing-filled")


def assessed(conclusion: RunConcluded | None, wording: Wording) -> ConclusionView | None:
    """What an engineer wrote that the run comes to; None before somebody did."""
    if conclusion is None:
        return None
    corrects = wording.say("corrects", version=conclusion.version, reason=clean(conclusion.corrects))
    person = wording.text(conclusion.by.name)
    return ConclusionView(
        assessment=_paragraphs(edition_of(conclusion.assessment, wording.language)),
        remarks=_paragraphs(edition_of(conclusion.remarks, wording.language)),
        by=wording.say("concluded-by", person=person, time=wording.time(conclusion.at)),
        corrects=corrects if conclusion.corrects else "",
    )


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(clean(line.strip()) for line in text.splitlines() if line.strip())


def machine_text(machine: OneMachine, language: str) -> str:
    """That one machine stands under several assets, and by what it was known."""
    how = "" if machine.key is not None else "-here" if machine.here else "-boot"
    code = f"run.one-machine{how}"
    return say(code, language, {"hosts": ", ".join(machine.hosts), "key": machine.key})
