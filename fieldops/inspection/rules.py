"""Rules for playbooks and probes that a schema cannot say: criteria fit fields, parsers produce them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from fieldops.documents.workspace import Document, Workspace, reference_problem
from fieldops.errors import Named, Problem
from fieldops.inspection.checks import units_of
from fieldops.inspection.criteria import BadCriterion, Criterion, read_condition, read_criterion, weaker
from fieldops.inspection.load import probe_of
from fieldops.inspection.playbook import Probe
from fieldops.inspection.readers import READERS
from fieldops.inspection.standards import bounds_wrong_way, strange_numbers


def probe_parses(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """probe.bad-regex, probe.unknown-reader, probe.field-not-produced: the parser can yield every field."""
    parse: Any = document.data["parse"]
    produced: list[str] | None = None
    match parse["with"]:
        case "regex":
            try:
                produced = list(re.compile(parse["pattern"], re.ASCII).groupindex)
            except (re.error, OverflowError, RecursionError) as error:
                yield Problem(
                    document.position("parse", "pattern"), "probe.bad-regex", {"detail": str(error)}
                )
        case "reader" if parse["reader"] not in READERS:
            values = {"name": parse["reader"], "choices": ", ".join(sorted(READERS))}
            yield Problem(document.position("parse", "reader"), "probe.unknown-reader", values)
        case "table":
            produced = list(parse["columns"])
        case "lines":
            produced = ["line"]
        case "int":
            produced = ["value"]
    yield from _not_produced(document, produced)


def _not_produced(document: Document, produced: list[str] | None) -> Iterator[Problem]:
    """`produced` is None where the parser may yield any field (kv, json, readers)."""
    fields: Any = document.data["fields"]
    for name, known in fields.items():
        if "share" in known:
            for part in ("part", "whole"):
                if known["share"][part] not in fields:
                    values = {"field": known["share"][part], "choices": ", ".join(fields)}
                    yield Problem(
                        document.position("fields", name, "share", part), "probe.field-not-produced", values
                    )
        elif moment := known.get("apart") or known.get("until"):
            if moment not in fields:
                key = "apart" if "apart" in known else "until"
                values = {"field": moment, "choices": ", ".join(fields)}
                yield Problem(document.position("fields", name, key), "probe.field-not-produced", values)
        elif produced is not None and known.get("from", name) not in produced:
            values = {"field": known.get("from", name), "choices": ", ".join(produced)}
            yield Problem(document.position("fields", name, key=True), "probe.field-not-produced", values)


def checks_fit(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """check.*: every check names an existing area, probe and fields, and judges with criteria that fit."""
    checks: Any = document.data["checks"]
    areas: Any = document.data["areas"]
    known_areas = [area["id"] for area in areas]
    first: dict[str, int] = {}
    for index, check in enumerate(checks):
        here = document.position("checks", index, "id")
        if check["id"] in first:
            values = {"field": Named("field.id"), "id": check["id"], "line": first[check["id"]]}
            values["advice"] = Named("advice.doubled")
            yield Problem(here, "reference.doubled-entry", values)
        first.setdefault(check["id"], here.line)
        if check["area"] not in known_areas:
            values = {"kind": "Area", "id": check["area"], "choices": ", ".join(known_areas)}
            yield Problem(document.position("checks", index, "area"), "reference.dangling", values)
        yield from reference_problem(workspace, document, ("checks", index, "probe"), "Probe", check["probe"])
        found = workspace.get("Probe", check["probe"])
        if found is not None and (found := workspace.judge(found)).valid:
            yield from _check_fits(document, index, check, probe_of(found))


def _check_fits(document: Document, index: int, check: dict[str, Any], probe: Probe) -> Iterator[Problem]:
    if not any(key in check for key in ("warn", "crit", "expect", "info")):
        yield Problem(document.position("checks", index), "check.no-criterion")
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
        yield from _criteria_fit(document, index, check, units)
    for name in ("where", "skip"):
        if name in check:
            try:
                read_condition(check[name], units)
            except BadCriterion as error:
                values = {"probe": probe.id, "choices": ", ".join(units), **error.values}
                yield Problem(document.position("checks", index, name), error.code, values)


def _counter_fits(
    document: Document, index: int, check: dict[str, Any], probe: str, units: dict[str, str | None]
) -> Iterator[Problem]:
    """A counter counts in a number and begins somewhere that has a name."""
    for key, field in check.get("counter", {}).items():
        fitting = [name for name, unit in units.items() if (unit == "count") == (key == "count")]
        if field not in fitting or (key == "since" and units[field] is not None):
            choices = [name for name in fitting if key == "count" or units[name] is None]
            values = {"probe": probe, "field": field, "choices": ", ".join(choices)}
            yield Problem(document.position("checks", index, "counter", key), "check.unknown-field", values)


def _words_fit(
    document: Document, index: int, check: dict[str, Any], probe: str, units: dict[str, str | None]
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


def _criteria_fit(
    document: Document, index: int, check: dict[str, Any], units: dict[str, str | None]
) -> Iterator[Problem]:
    read: dict[str, Criterion] = {}
    for key in ("warn", "crit", "expect"):
        if key not in check:
            continue
        try:
            read[key] = read_criterion(check[key], check["value"], units[check["value"]])
        except BadCriterion as error:
            yield Problem(document.position("checks", index, key), error.code, error.values)
    if "warn" in read and "crit" in read and weaker(read["crit"], read["warn"]):
        values = {"crit": check["crit"], "warn": check["warn"]}
        yield Problem(document.position("checks", index, "crit"), "check.crit-weaker", values)
    unit = units[check["value"]]
    if unit is not None and read:
        yield from _standard_fits(document, index, check, read, unit)


def _standard_fits(
    document: Document, index: int, check: dict[str, Any], read: dict[str, Criterion], unit: str
) -> Iterator[Problem]:
    """The standard's sentence says what the criteria judge by: the report prints both as if they agreed."""
    written = "; ".join(f"{key} {check[key]}" for key in read)
    faults = [read[key] for key in ("warn", "crit") if key in read]
    texts = check["standard"] if isinstance(check["standard"], dict) else {None: check["standard"]}
    for language, text in texts.items():
        place = ("standard",) if language is None else ("standard", language)
        position = document.position("checks", index, *place)
        for number in dict.fromkeys(strange_numbers(text, read.values(), unit)):
            values = {"number": number, "criteria": written}
            yield Problem(position, "check.standard-contradicts", values)
        if "expect" not in read and bounds_wrong_way(text, faults):
            yield Problem(position, "check.standard-wrong-way", {"criteria": written})


RULES = {"Playbook": (checks_fit,), "Probe": (probe_parses,)}


def check_rules(workspace: Workspace, document: Document) -> list[Problem]:
    """What the rules of the document's kind say about it; nothing yet while it fails its schema."""
    if not document.valid:
        return []
    return [problem for rule in RULES.get(document.kind, ()) for problem in rule(workspace, document)]
