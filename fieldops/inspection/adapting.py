"""Playbooks that adapt another one (`extends`): which checks they come to, and what holds for single hosts. Pure.

Lives here: laying the changes of a playbook over what it extends, as plain data, and over one check for one host. Does
not live here: what is wrong with such a change (`adapting_rules`), and the documents' order (`fieldops.documents.lineage`).

The rule of precedence: what is said of a host goes before what is said of a group, that before what is said of all; of two
that are equally specific the playbook that extends goes before the one that it extends.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from fieldops.documents.typed import text_of
from fieldops.documents.workspace import Document
from fieldops.inspection.playbook import Deviation, Term
from fieldops.messages import say
from fieldops.structs import Struct

Data = Mapping[str, Any]

CRITERIA = ("warn", "crit", "expect")
# What of a check may be changed; what it looks at may not: it would be another check of the same name.
CHANGEABLE = (*CRITERIA, "otherwise", "where", "skip", "absent", "empty", "standard", "advice")
# In the place of a criterion or condition: it falls away.
NONE = "none"


class Adapted(Struct, frozen=True):
    """What a playbook comes to with all that it extends: areas and checks in order, and the changes that hold for some hosts
    only (`narrow`, each with the playbook that says it), in the order in which one goes over the other.
    """

    areas: tuple[Data, ...] = ()
    checks: Mapping[str, Data] = {}
    narrow: tuple[Data, ...] = ()
    deviations: tuple[Deviation, ...] = ()
    manual: tuple[Data, ...] = ()

    @property
    def titled(self) -> Mapping[str, Data]:
        """Its checks and its manual items by id."""
        return {**self.checks, **{item["id"]: item for item in self.manual}}

    def check_on(self, id: str, host: str, groups: Collection[str]) -> Data:
        """The check as it holds for a host of these groups."""
        return over(self.checks[id], _for_host(self.narrow, id, host, groups))


def adapted(chain: Sequence[Document]) -> Adapted:
    """What the last of these judged playbooks comes to; each extends the one before it."""
    found = Adapted()
    for document in chain:
        found = _extended(found, document)
    return found


def _extended(base: Adapted, document: Document) -> Adapted:
    """The base as one more playbook changes it."""
    data: Any = document.data
    without = {each["check"] for each in data.get("without", ())}
    own = {check["id"]: check for check in data.get("checks", ())}
    known = {**base.checks, **own}
    changes = [each for each in data.get("override", ()) if each["check"] in known]
    checks = {id: check for id, check in known.items() if id not in without}
    narrow = [each for each in base.narrow if each["check"] not in without]
    narrow += [each for each in changes if is_narrow(each)]
    for each in changes:
        if each["check"] in checks and not is_narrow(each):
            checks[each["check"]] = over(checks[each["check"]], [each])
    left_out = (_left_out(base, document.id, each) for each in data.get("without", ()))
    deviations = [each for each in base.deviations if each.check not in without]
    deviations += [
        _deviation(known[each["check"]], checks[each["check"]], document.id, each)
        for each in changes
        if each["check"] not in without
    ]
    deviations += [each for each in left_out if each is not None]
    areas = (*base.areas, *data.get("areas", ()))
    manual = (each for each in (*base.manual, *data.get("manual", ())) if each["id"] not in without)
    return Adapted(areas, checks, tuple(narrow), tuple(deviations), tuple(manual))


def is_narrow(change: Data) -> bool:
    """Whether a change holds for some hosts only."""
    return bool(change.get("hosts") or change.get("groups"))


def over(check: Data, changes: Sequence[Data]) -> Data:
    """The check with these changes, one over the other. Where its criteria become others and no change says its standard
    anew, the standard says the criteria: the old sentence would name numbers by which nobody judges.
    """
    new = dict(check)
    for change in changes:
        new.update({key: change[key] for key in CHANGEABLE if key in change})
        if "standard" not in change and any(key in change for key in (*CRITERIA, "otherwise")):
            new["standard"] = None
    new = {key: value for key, value in new.items() if value != NONE}
    if new["standard"] is None:
        new["standard"] = {language: _standard(new, language) for language in ("zh-CN", "en")}
    return new


def _standard(check: Data, language: str) -> str:
    """The criteria of a check as a sentence."""
    parts = [
        say(f"standard.{key}", language, {"criterion": check[key]})
        for key in ("warn", "crit")
        if key in check
    ]
    if "expect" in check:
        verdict = say(f"verdict.{str(check.get('otherwise', 'crit')).upper()}", language)
        values = {"criterion": check["expect"], "verdict": verdict}
        parts.append(say("standard.expect", language, values))
    mark = "; " if language == "en" else "；"
    return say("standard.agreed", language, {"criteria": mark.join(parts)})


def _for_host(narrow: Sequence[Data], id: str, host: str, groups: Collection[str]) -> list[Data]:
    """The changes of a check that hold for a host, those that go before others last."""
    mine = [each for each in narrow if each["check"] == id]
    of_host = [each for each in mine if host in each.get("hosts", ())]
    of_group = [
        each
        for each in mine
        if each not in of_host and any(group in groups for group in each.get("groups", ()))
    ]
    return [*of_group, *of_host]


def _deviation(check: Data, for_all: Data, playbook: str, change: Data) -> Deviation:
    """What a change of a check comes to: for some hosts it goes over what holds `for_all`."""
    now = over(for_all if is_narrow(change) else check, [change])
    return Deviation(
        check=check["id"],
        title=text_of(check["title"]),
        playbook=playbook,
        reason=text_of(change["reason"]),
        terms=tuple(_terms(check, now)),
        hosts=tuple(change.get("hosts", ())),
        groups=tuple(change.get("groups", ())),
    )


def _terms(before: Data, after: Data) -> Iterator[Term]:
    """What of a check is another than before."""
    for key in CHANGEABLE:
        was, now = (None if key not in each else text_of(each[key]) for each in (before, after))
        if was != now:
            yield Term(key, was, now)


def _left_out(base: Adapted, playbook: str, each: Data) -> Deviation | None:
    check = base.titled.get(each["check"])
    if check is None:
        return None
    title, reason = text_of(check["title"]), text_of(each["reason"])
    return Deviation(check["id"], title, playbook, reason, left_out=True)
