"""Rules for playbooks that a schema cannot say: checks name what is there, and criteria fit fields; of probes: `probe_rules`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from fieldops.contracts.instances import KINDS
from fieldops.contracts.model import Contract
from fieldops.documents.typed import text_of
from fieldops.documents.workspace import Document, Workspace, reference_problem
from fieldops.documents.yaml_text import Node
from fieldops.errors import Named, Problem
from fieldops.inspection import probe_rules
from fieldops.inspection.adapting import adapted
from fieldops.inspection.adapting_rules import base_of, changes_clash, changes_fit, extends_something
from fieldops.inspection.checks import units_of
from fieldops.inspection.criteria import (
    DATE,
    OF_ALL_ROWS,
    BadCriterion,
    Condition,
    Criterion,
    read_condition,
    read_left,
    read_limit,
)
from fieldops.inspection.load import probe_of
from fieldops.inspection.playbook import Field, Parse, Probe
from fieldops.inspection.soundness import always_holds, never_holds, weaker
from fieldops.inspection.standards import bound_wrong_way, strange_numbers
from fieldops.inspection.variable_rules import settings_fit, variables_fit
from fieldops.inspection.variables import Setting, Values, filled, named_rightly
from fieldops.structs import replaced


def adapts(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """playbook.*: what a playbook extends is there, and what it changes of it is, and fits."""
    if "extends" in document.data:
        id = str(document.data["extends"])
        yield from reference_problem(workspace, document, ("extends",), "Playbook", id)
        yield from extends_something(workspace, document)
    base = base_of(workspace, document)
    if base is not None:
        yield from changes_fit(document, base, partial(check_alone_fits, workspace))


def check_alone_fits(workspace: Workspace, alone: Document, check: Mapping[str, Any]) -> Iterator[Problem]:
    """What is wrong with a check that is changed, or the only one of a document; values stand in the place of its variables."""
    if "unit" in check:
        yield from _check_fits(alone, 0, judged_number(check, {}), answers_of(check))
        return
    probe = workspace.get("Probe", check["probe"]) if "probe" in check else None
    if probe is not None and (probe := workspace.judge(probe)).valid:
        yield from _check_fits(alone, 0, check, probe_of(probe))


def clashes(
    workspace: Workspace, playbook: Document, contract: Contract, settings: Sequence[Setting] = ()
) -> Iterator[Problem]:
    """What a playbook without mistakes of its own comes to on the hosts of a contract, where that contradicts itself, and what
    is wrong with what the contract sets of its variables.
    """
    fits = partial(check_alone_fits, workspace)
    yield from changes_clash(workspace, playbook, contract, fits)
    if settings:
        yield from settings_fit(workspace, playbook, contract, settings, fits)


def checks_fit(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """check.*: every check names an existing area, probe and fields, and judges with criteria that fit."""
    checks: Any = document.data.get("checks", ())
    base = base_of(workspace, document)
    if base is None:
        return
    areas: Any = document.data.get("areas", ())
    known_areas = [area["id"] for area in (*base.adapted.areas, *areas)]
    yield from _entries_stand_alone(document, known_areas)
    values = adapted((*base.documents, document)).defaults
    yield from variables_fit(workspace, document, base.adapted.variables)
    yield from _manual_fits(document, values)
    for index, check in enumerate(checks):
        yield from reference_problem(workspace, document, ("checks", index, "probe"), "Probe", check["probe"])
        found = workspace.get("Probe", check["probe"])
        found = workspace.judge(found) if found is not None and named_rightly(check, values) else None
        if found is not None and found.valid:
            yield from _check_fits(document, index, filled(check, values), probe_of(found))


def _entries_stand_alone(document: Document, areas: Sequence[str]) -> Iterator[Problem]:
    """Every check and manual item has an id of its own, and an area that is there."""
    data: Any = document.data
    first: dict[str, int] = {}
    for key in ("checks", "manual"):
        for index, each in enumerate(data.get(key, ())):
            here = document.position(key, index, "id")
            if each["id"] in first:
                values = {"field": Named("field.id"), "id": each["id"], "line": first[each["id"]]}
                yield Problem(here, "reference.doubled-entry", {**values, "advice": Named("advice.doubled")})
            first.setdefault(each["id"], here.line)
            if each["area"] not in areas:
                values = {"kind": Named("field.area"), "id": each["area"], "choices": ", ".join(areas)}
                yield Problem(document.position(key, index, "area"), "reference.dangling", values)


def _manual_fits(document: Document, values: Values) -> Iterator[Problem]:
    """What a number is judged by fits its unit, as of a check; no two choices have one id; `on` is said of hosts."""
    data: Any = document.data
    for index, item in enumerate(data.get("manual", ())):
        if "on" in item and (per := item.get("per", "visit")) not in ("host", "asset"):
            here = document.position("manual", index, "on", key=True)
            yield Problem(here, "playbook.on-without-hosts", {"per": per, "by": Named(f"filled-in.{per}")})
        if "unit" in item and named_rightly(item, values):
            node = document.node.at(("manual", index))
            checks = Node([item], node.place, children={0: node})
            tree = Node({"checks": [item]}, node.place, children={"checks": checks})
            yield from _check_fits(
                replaced(document, tree=tree), 0, judged_number(item, values), answers_of(item)
            )
        first: dict[str, int] = {}
        for at, choice in enumerate(item.get("choices", ())):
            here = document.position("manual", index, "choices", at, "id")
            if choice["id"] in first:
                doubled = {"field": Named("field.id"), "id": choice["id"], "line": first[choice["id"]]}
                yield Problem(here, "reference.doubled-entry", {**doubled, "advice": Named("advice.doubled")})
            first.setdefault(choice["id"], here.line)


def judged_number(item: Mapping[str, Any], values: Values) -> Mapping[str, Any]:
    """A manual item whose answer is a number, as a check of it."""
    return {**filled(item, values), "value": "value", "probe": item["id"]}


def answers_of(item: Mapping[str, Any]) -> Probe:
    """What yields the number of a manual item, as if a probe did."""
    fields = {"value": Field("number", item["unit"])}
    title = text_of(item["title"])
    return Probe(item["id"], title, "none", "", Parse("int"), fields)


def _goes_with(platform: str, wanted: object) -> bool:
    """Whether a playbook may hold a probe of that platform: its own, or in one for Linux what runs on a host."""
    return platform == wanted or (wanted == "linux" and platform in KINDS)


def _check_fits(document: Document, index: int, check: Mapping[str, Any], probe: Probe) -> Iterator[Problem]:
    if not any(
        key in check for key in ("warn", "crit", "expect", "info", "changed", "rate", "trend", "group")
    ):
        yield Problem(document.position("checks", index), "check.no-criterion")
    wanted = document.data.get("platform", probe.platform)
    if "none" not in (wanted, probe.platform) and not _goes_with(probe.platform, wanted):
        values = {"probe": probe.id, "platform": wanted, "other": probe.platform}
        yield Problem(document.position("checks", index, "probe"), "check.other-platform", values)
    if probe.several and "each" not in check:
        yield Problem(document.position("checks", index), "check.several-rows", {"probe": probe.id})
    units = units_of(probe)
    unknown = [key for key in ("value", "each") if key in check and check[key] not in units]
    for key in unknown:
        values = {"probe": probe.id, "field": check[key], "choices": ", ".join(units)}
        yield Problem(document.position("checks", index, key), "check.unknown-field", values)
    yield from _counter_fits(document, index, check, probe.id, units)
    yield from _words_fit(document, index, check, probe.id, units)
    if "value" not in unknown:
        read, wrong = _conditions(document, index, check, probe.id, units)
        yield from wrong.values()
        # What else does not fit a criterion that is wrong follows from it.
        if wrong.keys().isdisjoint(_CRITERIA):
            yield from _criteria_fit(document, index, check, read, units)
        yield from _rows_together(document, index, check, read, probe)
        yield from _missing_fits(document, index, check, read, probe)
        yield from _pace_fits(document, index, check, probe.id, units)


def _counter_fits(
    document: Document, index: int, check: Mapping[str, Any], probe: str, units: dict[str, str | None]
) -> Iterator[Problem]:
    """A counter counts in a number and begins somewhere that has a name."""
    for key, field in check.get("counter", {}).items():
        if key == "least":
            continue
        fitting = [name for name, unit in units.items() if (unit == "count") == (key == "count")]
        if field not in fitting or (key == "since" and units[field] is not None):
            choices = [name for name in fitting if key == "count" or units[name] is None]
            values = {"probe": probe, "field": field, "choices": ", ".join(choices)}
            yield Problem(document.position("checks", index, "counter", key), "check.unknown-field", values)


def _words_fit(
    document: Document, index: int, check: Mapping[str, Any], probe: str, units: dict[str, str | None]
) -> Iterator[Problem]:
    """The fields that the check's words fill in exist; a brace that opens nothing is one that does not."""
    for key in ("says", "called"):
        for name in {name for text in _texts(check.get(key, "")) for name in _placeholders(text)}:
            if name not in units:
                values = {"probe": probe, "field": name, "choices": ", ".join(units)}
                yield Problem(document.position("checks", index, key), "check.unknown-field", values)


def _texts(data: object) -> list[str]:
    return [str(text) for text in data.values()] if isinstance(data, dict) else [str(data)]


def _placeholders(text: str) -> list[str]:
    named = re.findall(r"\{([^{}]*)\}", text)
    return [*named, *re.findall(r"[{}]", re.sub(r"\{[^{}]*\}", "", text))]


_CRITERIA = ("warn", "crit", "expect")
# What decides nothing: a criterion that no value meets, or every value; a `where` that lets nothing through; a `skip` all.
_DECIDES = {"where": (never_holds,), "skip": (always_holds,)}


def _conditions(
    document: Document, index: int, check: Mapping[str, Any], probe: str, units: dict[str, str | None]
) -> tuple[dict[str, Condition], dict[str, Problem]]:
    """The check's criteria and conditions that can be read, and what is wrong with them one by one, both by their key."""
    read: dict[str, Condition] = {}
    wrong: dict[str, Problem] = {}
    for key in (*_CRITERIA, "where", "skip"):
        if key not in check:
            continue
        place = document.position("checks", index, key)
        try:
            about = check["value"] if key in _CRITERIA else None
            read[key] = read_condition(check[key], units, about, exact=True)
        except BadCriterion as error:
            values = {"probe": probe, "choices": ", ".join(units), **error.values}
            wrong[key] = Problem(place, error.code, values)
            continue
        if any(idle(read[key], units) for idle in _DECIDES.get(key, (never_holds, always_holds))):
            wrong[key] = Problem(place, "check.asserts-nothing", {"key": key, "text": check[key]})
    return read, wrong


def _criteria_fit(
    document: Document,
    index: int,
    check: Mapping[str, Any],
    read: dict[str, Condition],
    units: dict[str, str | None],
) -> Iterator[Problem]:
    single = {
        key: read[key].parts[0] for key in ("warn", "crit") if key in read and len(read[key].parts) == 1
    }
    fields = {field for field, _ in single.values()}
    if len(single) == 2 and len(fields) == 1 and weaker(single["crit"][1], single["warn"][1]):
        values = {"crit": check["crit"], "warn": check["warn"]}
        yield Problem(document.position("checks", index, "crit"), "check.crit-weaker", values)
    for key in _CRITERIA:
        if "counter" in check and key in read and set(read[key].fields) != {check["value"]}:
            yield Problem(document.position("checks", index, key), "check.counter-alone", {"key": key})
    unit = units[check["value"]]
    # The standard may name the numbers of all criteria in the value's own unit.
    named = {
        key: [criterion for field, criterion in read[key].parts if units[field] == unit]
        for key in _CRITERIA
        if key in read
    }
    if unit is not None and named:
        yield from _standard_fits(document, index, check, named, "s" if unit == DATE else unit)


def _rows_together(
    document: Document, index: int, check: Mapping[str, Any], read: dict[str, Condition], probe: Probe
) -> Iterator[Problem]:
    """check.rows-together: what is said of all rows together is expected, of a probe that has several."""
    alone = probe.several and "warn" not in read and "crit" not in read
    for key in read:
        over_all = any(criterion.operator in OF_ALL_ROWS for _, criterion in read[key].parts)
        if over_all and (key != "expect" or not alone):
            yield Problem(
                document.position("checks", index, key), "check.rows-together", {"text": check[key]}
            )


def _pace_fits(
    document: Document, index: int, check: Mapping[str, Any], probe: str, units: dict[str, str | None]
) -> Iterator[Problem]:
    """The criteria of `rate` and `trend` fit the value, which is a number, and each other."""
    field = check["value"]
    for key in ("rate", "trend"):
        if key not in check:
            continue
        here = document.position("checks", index, key, key=True)
        if (unit := units[field]) is None or unit == DATE:
            yield Problem(here, "check.not-a-number", {"field": field, "operator": key})
            continue
        read: dict[str, Criterion] = {}
        for level in _LEVELS[key]:
            if level in check[key]:
                place = document.position("checks", index, key, level)
                try:
                    read[level] = _level(key, level, check[key][level], field, unit)
                except BadCriterion as error:
                    yield Problem(place, error.code, error.values)
        yield from _paces_agree(document, index, check, key, read)
        if key == "trend" and "reaches" not in check[key] and unit != "%":
            yield Problem(here, "check.trend-limit", {"field": field})
    since = check.get("rate", {}).get("since")
    if since is not None and units.get(since, DATE) is not None:
        choices = ", ".join(name for name, unit in units.items() if unit is None)
        values = {"probe": probe, "field": since, "choices": choices}
        yield Problem(document.position("checks", index, "rate", "since"), "check.unknown-field", values)


_LEVELS = {"rate": ("warn", "crit"), "trend": ("warn", "crit", "reaches")}


def _level(key: str, level: str, text: str, field: str, unit: str) -> Criterion:
    """A criterion of `rate` or `trend`. Raises BadCriterion."""
    if key == "trend" and level != "reaches":
        return read_left(text)
    found = read_limit(text, field, unit, exact=True)
    if level == "reaches" and never_holds(Condition(((field, found),)), {field: unit}):
        raise BadCriterion("check.asserts-nothing", key=level, text=text)
    return found


def _paces_agree(
    document: Document, index: int, check: Mapping[str, Any], key: str, read: dict[str, Criterion]
) -> Iterator[Problem]:
    if "warn" in read and "crit" in read and weaker(read["crit"], read["warn"]):
        values = {"crit": check[key]["crit"], "warn": check[key]["warn"]}
        yield Problem(document.position("checks", index, key, "crit"), "check.crit-weaker", values)


def _missing_fits(
    document: Document, index: int, check: Mapping[str, Any], read: dict[str, Condition], probe: Probe
) -> Iterator[Problem]:
    """check.never-missing: what a missing field means is said of one that may be missing and that the check looks at."""
    looked_at = {check["value"], *(name for condition in read.values() for name in condition.fields)}
    fitting = [name for name in sorted(looked_at) if name in probe.fields and probe.fields[name].optional]
    for field in check.get("missing", {}):
        if field not in fitting:
            values = {"field": field, "probe": probe.id, "choices": ", ".join(fitting) or "-"}
            yield Problem(
                document.position("checks", index, "missing", field, key=True), "check.never-missing", values
            )


def _standard_fits(
    document: Document, index: int, check: Mapping[str, Any], read: dict[str, list[Criterion]], unit: str
) -> Iterator[Problem]:
    """The standard's sentence says what the criteria judge by: the report prints both as if they agreed."""
    written = "; ".join(f"{key} {check[key]}" for key in read)
    faults = [each for key in ("warn", "crit") for each in read.get(key, ())]
    criteria = [each for found in read.values() for each in found]
    texts = check["standard"] if isinstance(check["standard"], dict) else {None: check["standard"]}
    for language, text in texts.items():
        place = ("standard",) if language is None else ("standard", language)
        position = document.position("checks", index, *place)
        for number in dict.fromkeys(strange_numbers(text, criteria, unit)):
            values = {"number": number, "criteria": written}
            yield Problem(position, "check.standard-contradicts", values)
        if "expect" not in read and (words := bound_wrong_way(text, faults)) is not None:
            values = {"criteria": written, "words": words}
            yield Problem(position, "check.standard-wrong-way", values)


RULES = {
    "Playbook": (adapts, checks_fit),
    "Probe": probe_rules.RULES,
}


def check_rules(workspace: Workspace, document: Document) -> list[Problem]:
    """What the rules of the document's kind say about it; nothing yet while it fails its schema."""
    if not document.valid:
        return []
    return [problem for rule in RULES.get(document.kind, ()) for problem in rule(workspace, document)]
