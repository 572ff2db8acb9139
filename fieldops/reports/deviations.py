"""Where a playbook deviates from the one that it extends, in words: what the standard says, what holds here, for which
hosts, and why. Report, `run show` and `playbook show` share these. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fieldops.inspection.checks import Verdict
from fieldops.records.runs import Run
from fieldops.records.snapshots import CheckSnapshot, DeviationSnapshot, TermOverridden
from fieldops.reports.judged import hosts_text
from fieldops.reports.view import DeviationRow, DeviationsView
from fieldops.reports.wording import NOTHING, Wording, clean

# Their values are verdicts.
_VERDICTS = frozenset(("changed", "otherwise", "absent", "empty", "missing"))
# Each of their values is told in a sentence of its own; with what holds where none is written.
_SAID_WHOLE = {"na": "true", "asked": "true", "photo": "none"}
# What the sentence of the standard says already, where it is another one.
_IN_STANDARD = frozenset(("warn", "crit", "expect", "changed", "rate", "trend", "otherwise"))


def deviations_view(run: Run, wording: Wording) -> DeviationsView | None:
    """What the run's playbook changes of those that it extends; None where it changes nothing."""
    found = [row_of(each, _hosts(each, run, wording), wording) for each in run.playbook.deviations]
    if not found:
        return None
    words = head_of_deviations(wording)
    return DeviationsView(wording.say("deviations"), wording.say("deviations-note"), words, tuple(found))


def row_of(deviation: DeviationSnapshot, hosts: str, wording: Wording) -> DeviationRow:
    """One deviation in words; `hosts` says for which ones it holds."""
    return DeviationRow(
        check=wording.text(deviation.title),
        standard=_standard(deviation, wording),
        here=_here(deviation, wording),
        hosts=hosts,
        reason=wording.text(deviation.reason),
    )


def head_of_deviations(wording: Wording) -> tuple[str, ...]:
    """The heads of the columns of `row_of`."""
    names = ("check", "standard-says", "holds-here", "host", "reason")
    return tuple(wording.say(f"deviations-{name}") for name in names)


def _hosts(deviation: DeviationSnapshot, run: Run, wording: Wording) -> str:
    if deviation.hosts is None:
        return wording.say("all-hosts")
    # Where nobody is to look is no place of the run, and yet what the deviation is about.
    beside = {asset.id for asset in run.contract.assets if asset.host is None}
    known = [each for each in deviation.hosts if each in run.host_ids or each in beside]
    return hosts_text(known, run, wording) if known else wording.say("deviations-no-host")


def _standard(deviation: DeviationSnapshot, wording: Wording) -> str:
    return _said(deviation.terms, wording, before=True) or NOTHING


def _here(deviation: DeviationSnapshot, wording: Wording) -> str:
    if deviation.left_out:
        return wording.say("deviations-left-out")
    return _said(deviation.terms, wording, before=False)


def _said(terms: Iterable[TermOverridden], wording: Wording, before: bool) -> str:
    """The terms before or after; the standard's sentence stands for the criteria that it says."""
    listed = list(terms)
    standard = any(each.name == "standard" for each in listed)
    return wording.sentences(
        _term(each, wording, before)
        for each in listed
        if not (standard and each.name.partition(".")[0] in _IN_STANDARD)
    )


def _term(term: TermOverridden, wording: Wording, before: bool) -> str:
    text = term.was if before else term.now
    property, _, field = term.name.partition(".")
    if property in _SAID_WHOLE:
        value = _SAID_WHOLE[property] if text is None else text.en.lower()
        return wording.say(f"deviations-term.{property}.{value}")
    if text is None:
        said = wording.say("deviations-none")
    elif property in _VERDICTS:
        said = wording.verdict(Verdict(text.en.upper())).word
    else:
        said = wording.text(text)
    if property == "missing":
        return wording.say("deviations-term.missing", field=field, value=clean(said))
    return said if property == "standard" else wording.say(f"deviations-term.{term.name}", value=clean(said))


def standards_text(check: CheckSnapshot, hosts: Iterable[str], run: Run, wording: Wording) -> str:
    """The standard by which a check was judged on these hosts; where it is not one, each with its hosts."""
    found = list(_standards(check, hosts, run, wording))
    if len(found) < 2:
        return found[0][0] if found else wording.text(check.standard)
    return wording.sentences(
        wording.say("standard-of", standard=text, hosts=hosts_text(of, run, wording)) for text, of in found
    )


def _standards(
    check: CheckSnapshot, hosts: Iterable[str], run: Run, wording: Wording
) -> Iterator[tuple[str, list[str]]]:
    """Each standard with its hosts, in the order in which they come."""
    found: dict[str, list[str]] = {}
    for host in hosts:
        found.setdefault(wording.text(run.playbook.check_on(check, host).standard), []).append(host)
    yield from found.items()
