"""Rules for probes that a schema cannot say: parsers produce the fields, commands only read, what runs as root is plain."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from fieldops.contracts.changing_commands import changing_command
from fieldops.contracts.device_commands import VERBS, is_allowed
from fieldops.documents.choices import nearest
from fieldops.documents.workspace import Document, Workspace
from fieldops.errors import Named, Problem
from fieldops.inspection.load import probe_of
from fieldops.inspection.reader_fields import fields_of
from fieldops.inspection.readers import READERS
from fieldops.inspection.root_commands import root_commands, uses_as_root

# Which settings each parser has beside `with`.
_SETTINGS: Mapping[str, tuple[str, ...]] = {
    "kv": ("separator",),
    "table": ("columns", "separator", "skip_lines"),
    "regex": ("pattern", "unmatched"),
    "json": ("rows",),
    "lines": ("skip_lines",),
    "int": (),
    "reader": ("reader",),
}


def _settings_fit(document: Document, parse: Mapping[str, Any]) -> Iterator[Problem]:
    """probe.setting-unused: a setting of another parser would do nothing, and what was meant would not be done."""
    known = _SETTINGS[parse["with"]]
    for key in parse:
        if key != "with" and key not in known:
            others = ", ".join(name for name, settings in _SETTINGS.items() if key in settings)
            values = {"key": key, "with": parse["with"], "others": others}
            yield Problem(document.position("parse", key, key=True), "probe.setting-unused", values)


def probe_parses(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """probe.bad-regex, probe.unknown-reader, probe.field-not-produced: the parser can yield every field."""
    parse: Any = document.data["parse"]
    yield from _zones_exist(document)
    yield from _settings_fit(document, parse)
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
            values = {"name": parse["reader"], "choices": nearest(parse["reader"], sorted(READERS))}
            yield Problem(document.position("parse", "reader"), "probe.unknown-reader", values)
        case "reader":
            produced = fields_of(parse["reader"])
        case "table":
            produced = list(parse["columns"])
        case "lines":
            produced = ["line"]
        case "int":
            produced = ["value"]
    yield from _not_produced(document, produced)


def _zones_exist(document: Document) -> Iterator[Problem]:
    """probe.unknown-zone: the time zone of a date is one that the tz database knows."""
    fields: Any = document.data["fields"]
    for name, known in fields.items():
        if "zone" in known:
            try:
                ZoneInfo(known["zone"])
            except (OSError, ValueError, KeyError):
                place = document.position("fields", name, "zone")
                yield Problem(place, "probe.unknown-zone", {"zone": known["zone"]})


def as_root_fits(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """probe.as-root: what a text says to run as root by `as_root` is said word for word, and the probe needs root."""
    run, sudo = str(document.data.get("run", "")), document.data.get("sudo", False)
    if uses_as_root(run) and (sudo is not True or root_commands(probe_of(document)) is None):
        code = "probe.as-root-not-plain" if sudo is True else "probe.as-root-without-sudo"
        yield Problem(document.position("run"), code)


def commands_allowed(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """probe.device-command: devices are only sent what is on the list in `fieldops.contracts.device_commands`."""
    commands: Any = document.data.get("commands", {})
    for platform, listed in commands.items():
        for at, command in enumerate(listed):
            if not is_allowed(platform, command):
                values = {"command": command, "platform": platform, "verb": VERBS[platform]}
                yield Problem(document.position("commands", platform, at), "probe.device-command", values)


def only_reads(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """probe.changes-host: a probe runs nothing that is known to change the machine. D1, E1"""
    if (found := changing_command(str(document.data.get("run", "")))) is not None:
        yield Problem(document.position("run"), "probe.changes-host", {"command": found})


def _not_produced(document: Document, produced: list[str] | None) -> Iterator[Problem]:
    """`produced` is None where the parser may yield any field (kv, json, some readers)."""
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
            choices = ", ".join(produced) or Named("parse.no-groups")
            values = {"field": known.get("from", name), "choices": choices}
            yield Problem(document.position("fields", name, key=True), "probe.field-not-produced", values)


RULES = (probe_parses, as_root_fits, commands_allowed, only_reads)
