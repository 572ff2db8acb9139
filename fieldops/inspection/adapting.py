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
from fieldops.inspection.variables import Setting, Value, Values, filled, names_in, shown, value_of
from fieldops.messages import say
from fieldops.messages.text import Text
from fieldops.structs import Struct, replaced

Data = Mapping[str, Any]

# A property of a check, or one inside of it.
Place = tuple[str, ...]

# By what a check judges. Each of these kinds has properties that go with no other.
KINDS: Mapping[str, tuple[Place, ...]] = {
    "warn": (("warn",), ("crit",), ("expect",), ("otherwise",)),
    "changed": (("changed",),),
    "rate": (("rate", "warn"), ("rate", "crit")),
    "trend": (("trend", "warn"), ("trend", "crit"), ("trend", "reaches")),
    "group": (("otherwise",),),
    "info": (),
    # Of manual items by the form in which they are answered.
    "judged": (("otherwise",), ("na",)),
    "number": (("warn",), ("crit",), ("expect",), ("otherwise",)),
    "choice": (),
    "text": (),
}
_FORMS = ("judged", "number", "choice", "text")
# Of checks alone; of manual items alone, whatever form they have; of both.
OF_CHECKS = ("where", "skip", "absent", "empty", "missing")
OF_ITEMS = ("look", "photo", "asked")
_OF_ANY = (*OF_CHECKS, *OF_ITEMS, "standard", "advice")
# What of a check may be changed; what it looks at may not: it would be another check of the same name.
CHANGEABLE = ("warn", "crit", "expect", "changed", "rate", "trend", "otherwise", "na", *_OF_ANY)
# These hold properties of their own, of which a change says some and leaves the others as they are.
_HOLDING = ("rate", "trend", "missing")
# What judges; a rate or a trend without one of its own judges nothing.
_LEVELS = ("warn", "crit")
# In the place of a criterion or condition: it falls away.
NONE = "none"


class Adapted(Struct, frozen=True):
    """What a playbook comes to with all that it extends: areas and checks in order, and the changes that hold for some hosts
    only (`narrow`, each with the playbook that says it), in the order in which one goes over the other.

    All of these name variables as they are written. `variables` are those of the playbooks, `settings` what a contract sets
    of them, that which goes over the others last; `deviations` are what the playbooks change.
    """

    areas: tuple[Data, ...] = ()
    checks: Mapping[str, Data] = {}
    narrow: tuple[Data, ...] = ()
    deviations: tuple[Deviation, ...] = ()
    manual: tuple[Data, ...] = ()
    variables: Mapping[str, Data] = {}
    settings: tuple[Setting, ...] = ()

    @property
    def titled(self) -> Mapping[str, Data]:
        """Its checks and its manual items by id."""
        return {**self.checks, **{item["id"]: item for item in self.manual}}

    @property
    def defaults(self) -> Values:
        """The variables' values as the playbooks say them."""
        return values_of(self.variables)

    def values_on(self, asset: str | None) -> Values:
        """The variables' values for an asset of the contract; None: where nothing is said of single ones."""
        return {**self.defaults, **{each.name: each.value for each in self.settings if each.is_for(asset)}}

    def for_all(self, id: str) -> Data:
        """The check or manual item as it holds where nothing is said of single hosts."""
        return filled(self.titled[id], self.values_on(None))

    def check_on(self, id: str, host: str, groups: Collection[str]) -> Data:
        """The check or manual item as it holds for a host or other equipment of these groups."""
        return filled(self.written_on(id, host, groups), self.values_on(host))

    def written_on(self, id: str, host: str, groups: Collection[str]) -> Data:
        """The same with the names of variables as they are written."""
        return over(self.titled[id], _for_host(self.narrow, id, host, groups))

    @property
    def varying(self) -> tuple[str, ...]:
        """The ids of the checks and manual items that may hold otherwise for some hosts or other equipment."""
        said = {each["check"] for each in self.narrow}
        names = {each.name for each in self.settings if each.assets is not None}
        return tuple(id for id, each in self.titled.items() if id in said or names & names_in(each).keys())

    @property
    def told(self) -> tuple[Deviation, ...]:
        """What the playbooks change of those that they extend, then what the contract sets."""
        return (*self.deviations, *(each for setting in self.settings for each in _set(self, setting)))


def adapted(chain: Sequence[Document], settings: Sequence[Setting] = ()) -> Adapted:
    """What the last of these judged playbooks comes to, each of which extends the one before it, with what a contract sets
    of their variables: the last one that is for a host goes over the others.
    """
    found = Adapted()
    for document in chain:
        found = _extended(found, document)
    order = [document.id for document in chain]
    mine = [each for each in settings if each.playbook in order and each.name in found.variables]
    mine.sort(key=lambda each: (each.nearness, order.index(each.playbook)))
    return replaced(found, settings=tuple(mine))


def values_of(variables: Mapping[str, Data]) -> Values:
    """The values that playbooks give these variables."""
    return {name: value_of(each["value"]) for name, each in variables.items()}


def _extended(base: Adapted, document: Document) -> Adapted:
    """The base as one more playbook changes it."""
    data: Any = document.data
    without = {each["check"] for each in data.get("without", ())}
    own = {check["id"]: check for check in data.get("checks", ())}
    items = {each["id"]: each for each in (*base.manual, *data.get("manual", ()))}
    known = {**base.checks, **own, **items}
    changes = [each for each in data.get("override", ()) if each["check"] in known]
    checks = {id: check for id, check in known.items() if id not in without}
    narrow = [each for each in base.narrow if each["check"] not in without]
    narrow += [each for each in changes if is_narrow(each)]
    for each in changes:
        if each["check"] in checks and not is_narrow(each):
            checks[each["check"]] = over(checks[each["check"]], [each])
    manual = [checks.pop(id) for id in items if id in checks]
    own_values = data.get("vars", {})
    # A variable that is given another value keeps its title.
    given = {name: {**base.variables.get(name, {}), **each} for name, each in own_values.items()}
    variables = {**base.variables, **given}
    areas = (*base.areas, *data.get("areas", ()))
    found = Adapted(areas, checks, tuple(narrow), (), tuple(manual), variables)
    deviations = [each for each in base.deviations if each.check not in without]
    deviations += _given_anew(base, found, document.id)
    deviations += [
        _deviation(known[each["check"]], found.titled[each["check"]], document.id, each, found.defaults)
        for each in changes
        if each["check"] not in without
    ]
    left_out = (_left_out(base, document.id, each) for each in data.get("without", ()))
    deviations += [each for each in left_out if each is not None]
    return replaced(found, deviations=tuple(deviations))


def said_of(data: Data) -> Mapping[Place, Any]:
    """What a check, or a change of one, says of all that may be changed."""
    found: dict[Place, Any] = {}
    for key in (key for key in CHANGEABLE if key in data):
        if key in _HOLDING:
            found.update({(key, name): value for name, value in data[key].items()})
        else:
            found[(key,)] = data[key]
    return found


def kind_of_check(check: Data) -> str:
    """By what a check judges, or in which form a manual item is answered: one of KINDS."""
    if "look" in check:
        return str(check.get("form", "judged"))
    return next((key for key in KINDS if key not in ("warn", *_FORMS) and key in check), "warn")


def is_criterion(place: Place) -> bool:
    """Whether it is a part of how a check judges: of one kind and not of the others."""
    return place[0] not in _OF_ANY


def is_narrow(change: Data) -> bool:
    """Whether a change holds for some hosts only."""
    return bool(change.get("hosts") or change.get("groups"))


def over(check: Data, changes: Sequence[Data]) -> Data:
    """The check with these changes, one over the other. Where its criteria become others and no change says its standard
    anew, the standard says the criteria: the old sentence would name numbers by which nobody judges.
    """
    new = dict(check)
    for change in changes:
        said = said_of(change)
        new.update(
            {key: _laid_over(new.get(key, {}), change[key], key) for key in CHANGEABLE if key in change}
        )
        if "standard" not in change and any(is_criterion(place) for place in said) and _has_criteria(new):
            new["standard"] = None
    new = {key: value for key, value in new.items() if value != NONE}
    if new["standard"] is None:
        new["standard"] = {language: _standard(new, language) for language in ("zh-CN", "en")}
    return new


def _has_criteria(check: Data) -> bool:
    """Whether a check or manual item judges by criteria: what a person calls in order is said by its standard alone."""
    return kind_of_check(check) not in ("judged", "choice", "text")


def _laid_over(before: Any, change: Any, key: str) -> Any:
    """What a property comes to. Of one that holds others only those that are said are changed; without any it falls away."""
    if key not in _HOLDING:
        return change
    left = {
        name: value
        for name, value in {**(before if before != NONE else {}), **change}.items()
        if value != NONE
    }
    judges = any(level in left for level in _LEVELS) if key in KINDS else bool(left)
    return left if judges else NONE


def _standard(check: Data, language: str) -> str:
    """The criteria of a check as a sentence."""
    parts = [*_levels_said(check, language)]
    otherwise = say(f"verdict.{str(check.get('otherwise', 'crit')).upper()}", language)
    if "expect" in check:
        values = {"criterion": check["expect"], "verdict": otherwise}
        parts.append(say("standard.expect", language, values))
    if "group" in check:
        parts.append(say("standard.group", language, {"verdict": otherwise}))
    if "changed" in check:
        verdict = say(f"verdict.{check['changed'].upper()}", language)
        parts.append(say("standard.changed", language, {"verdict": verdict}))
    mark = "; " if language == "en" else "；"
    return say("standard.agreed", language, {"criteria": mark.join(parts)})


def _spoken(criterion: str) -> str:
    """A criterion inside of a sentence, with the signs of a printed page."""
    return criterion.removesuffix(" left").replace(">=", "≥").replace("<=", "≤")


def _levels_said(check: Data, language: str) -> Iterator[str]:
    """From where on it is a warning, and from where on critical: of the value, its growth, or the days that it has left."""
    rate, trend = check.get("rate", {}), check.get("trend", {})
    until = {"limit": trend["reaches"]} if "reaches" in trend else {}
    pace = f"-rate-{rate.get('per')}"
    for holder, of, more in (
        (check, "", {}),
        (rate, pace, {}),
        (trend, "-until" if until else "-left", until),
    ):
        for level in (level for level in _LEVELS if level in holder):
            yield say(f"standard.{level}{of}", language, {"criterion": _spoken(holder[level]), **more})


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


def _deviation(check: Data, for_all: Data, playbook: str, change: Data, values: Values) -> Deviation:
    """What a change of a check comes to: for some hosts it goes over what holds `for_all`."""
    now = filled(over(for_all if is_narrow(change) else check, [change]), values)
    check = filled(check, values)
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
    was, now = said_of(before), said_of(after)
    for place in sorted({**was, **now}, key=lambda each: CHANGEABLE.index(each[0])):
        old, new = (None if place not in each else text_of(each[place]) for each in (was, now))
        if old != new:
            yield Term(".".join(place), old, new)


def _left_out(base: Adapted, playbook: str, each: Data) -> Deviation | None:
    check = base.titled.get(each["check"])
    if check is None:
        return None
    title, reason = text_of(check["title"]), text_of(each["reason"])
    # What nobody looks for any more, in the words in which it was to be.
    standard = filled(check, base.defaults).get("standard")
    terms = (Term("standard", text_of(standard), None),) if standard is not None else ()
    return Deviation(check["id"], title, playbook, reason, terms, left_out=True)


# --- variables that are given another value ----------------------------------------------------------------


def _given_anew(base: Adapted, found: Adapted, playbook: str) -> Iterator[Deviation]:
    """What it comes to that a playbook gives variables of those that it extends another value."""
    before = base.defaults
    for name, value in found.defaults.items():
        if name in before and before[name] != value:
            said = text_of(found.variables[name].get("reason", ""))
            reason = _why(found, "variable.given-anew", name, value, said)
            yield from _changed(
                found, name, {**found.defaults, name: before[name]}, value, playbook, reason, ()
            )


def _set(found: Adapted, setting: Setting) -> Iterator[Deviation]:
    """What it comes to that a contract sets a variable, against the value that the playbooks give it."""
    if setting.assets != ():
        where = {"path": setting.position.path, "line": setting.position.line}
        reason = _why(found, "variable.set", setting.name, setting.value, setting.reason, where)
        values = found.defaults
        hosts = setting.assets or ()
        yield from _changed(found, setting.name, values, setting.value, setting.playbook, reason, hosts)


def _why(
    found: Adapted, code: str, name: str, value: Value, reason: Text, where: Mapping[str, object] = {}
) -> Text:
    """Which variable was given which value, where, and why."""
    title = text_of(found.variables[name].get("title", name))
    told = {"value": shown(value), **where}
    return Text(
        *(
            say(code, each, {**told, "name": title.say(each), "reason": reason.say(each)})
            for each in ("zh-CN", "en")
        )
    )


def _changed(
    found: Adapted,
    name: str,
    before: Values,
    value: Value,
    playbook: str,
    reason: Text,
    hosts: tuple[str, ...],
) -> Iterator[Deviation]:
    """What another value of a variable changes of the checks and manual items that name it, also in changes for some hosts."""
    narrow = [over(found.titled[each["check"]], [each]) for each in found.narrow]
    told: set[tuple[Term, ...]] = set()
    for check in (*found.titled.values(), *narrow):
        if name in names_in(check):
            terms = tuple(_terms(filled(check, before), filled(check, {**before, name: value})))
            if terms and terms not in told:
                told.add(terms)
                yield Deviation(check["id"], text_of(check["title"]), playbook, reason, terms, hosts)
