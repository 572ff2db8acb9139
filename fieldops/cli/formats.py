"""What `validate` prints for CI services: GitHub, GitLab, SARIF and JUnit.

Each function takes the whole result and returns the whole report as UTF-8. File names and values come from
strangers: every text goes through `one_line` or the escaping that the format's document asks for.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

from fieldops import __version__
from fieldops.actions.manual import explain, listed_codes
from fieldops.actions.validation import Validation
from fieldops.cli.output import command_data, inert, inert_json, with_advice
from fieldops.documents.places import repository_top
from fieldops.errors import Named, Position, Problem, Severity
from fieldops.messages import CATALOGUE, in_general, one_line, printable, say, say_problem, say_value
from fieldops.rules.accepted import Accepted

# --- texts and places that several formats share ---------------------------------------------------------


def _said(problem: Problem, language: str) -> str:
    """The message and its hint in one line."""
    return with_advice(*say_problem(problem, language), language)


def _accepted(each: Accepted, language: str) -> str:
    """The message of an accepted warning, with the reason and the last day."""
    message, _ = say_problem(each.problem, language)
    why = say("validate.accepted-until", language, {"until": each.until, "reason": each.reason})
    return f"{message} ({one_line(why)})"


def _json(data: object) -> bytes:
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, indent=2)
    return f"{inert_json(text)}\n".encode()


def _naming(root: Path) -> Callable[[str], str]:
    """How a shown path is named in the repository of the workspace at `root`; absolute for a file outside of it.

    These services match files by that name. Without a repository it is relative to the workspace.
    """
    here = os.path.abspath(root)
    top = repository_top(root) or here

    @cache
    def name(path: str) -> str:
        # A file from outside the workspace is shown as it was named, from the current folder.
        inside = os.path.join(here, path)
        outside = not os.path.lexists(inside) and os.path.lexists(path)
        file = os.path.abspath(path) if outside else inside
        below = Path(os.path.relpath(file, top))
        return file if below.parts[0] == ".." else below.as_posix()

    return name


_PLACE = re.compile(r":[0-9]+:[0-9]+$")
# What a value says about other places and documents: it changes although the problem stays the same one.
_CONTEXT = frozenset({"line", "column", "choices", "near", "users"})


def _identity(path: str, problem: Problem) -> str:
    """What makes a problem the same one after lines have moved: its file, code and values, as JSON."""
    values = {name: _plain(value) for name, value in problem.values.items() if name not in _CONTEXT}
    # Words inside of words may be texts in two languages: both halves say which one is meant.
    return json.dumps([path, problem.code, values], sort_keys=True, default=repr)


def _plain(value: object) -> object:
    if isinstance(value, Named):
        return value.as_data()
    if isinstance(value, Position):
        return value.path
    text = value if isinstance(value, str) else repr(value)
    return _PLACE.sub("", text)


def fingerprints(problems: Sequence[Problem], name: Callable[[str], str]) -> list[str]:
    """A SHA-256 in hex for each problem: of its file, code and values, and its number among those that are alike.

    Stable while lines move, independent of the language, and each is there once (GitLab drops the second of two).
    """
    seen: Counter[str] = Counter()
    found = []
    for problem in problems:
        identity = _identity(name(problem.position.path), problem)
        seen[identity] += 1
        found.append(hashlib.sha256(f"{identity}{seen[identity]}".encode()).hexdigest())
    return found


# --- GitHub ----------------------------------------------------------------------------------------------


def _property(text: str) -> str:
    return command_data(printable(text)).replace(":", "%3A").replace(",", "%2C")


_GITHUB_KIND = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def github(
    result: Validation, language: str, root: Path, strict: bool = False, accepted: bool = False
) -> bytes:
    """Workflow commands that become annotations, errors first (a step shows ten of each kind), then a summary.

    The form and its escaping are those of the runner's ActionCommand: ``%``, CR and LF in the message, ``:`` and
    ``,`` too in a property. A warning stays one when `strict` makes the job fail; the summary is then an error that
    says why. Accepted warnings are notices.
    """
    name = _naming(root)
    lines = [
        _annotation(_GITHUB_KIND[each.severity], each, _said(each, language), name)
        for each in result.problems
    ]
    if accepted:
        lines += [
            _annotation("notice", each.problem, _accepted(each, language), name) for each in result.accepted
        ]
    lines += [
        f"::warning title=fieldops::{command_data(say_value(each, language))}" for each in result.notices
    ]
    by_warnings = result.fails(strict) and not result.errors
    said = say_value(result.summary(strict), language)
    lines.append(f"::{'error' if by_warnings else 'notice'} title=fieldops::{command_data(said)}")
    return "".join(f"{line}\n" for line in lines).encode("utf-8")


def _annotation(kind: str, problem: Problem, message: str, name: Callable[[str], str]) -> str:
    path = name(problem.position.path)
    place = f"file={_property(path)},line={problem.position.line},col={problem.position.column}"
    return f"::{kind} {place},title={_property(problem.code)}::{command_data(message)}"


# --- GitLab ----------------------------------------------------------------------------------------------

_GITLAB_SEVERITY = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}


def gitlab(result: Validation, language: str, root: Path, accepted: bool = False) -> bytes:
    """A Code Quality report: the fields that GitLab's documentation lists, a JSON array without byte order mark.

    Errors are major, warnings minor, accepted ones info: none makes a job fail, its exit code does.
    """
    name = _naming(root)
    told = [(each, _said(each, language), _GITLAB_SEVERITY[each.severity]) for each in result.problems]
    if accepted:
        told += [(each.problem, _accepted(each, language), "info") for each in result.accepted]
    marks = fingerprints([problem for problem, _, _ in told], name)
    return _json(
        [
            {
                "description": said,
                "check_name": problem.code,
                "fingerprint": mark,
                "severity": severity,
                "location": {
                    "path": one_line(name(problem.position.path)),
                    "lines": {"begin": problem.position.line},
                },
            }
            for (problem, said, severity), mark in zip(told, marks, strict=True)
        ]
    )


# --- SARIF -----------------------------------------------------------------------------------------------

_SARIF_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
# ``[text](target)`` is a link in a message of SARIF (§3.11.6); a backslash makes it text.
_SARIF_LINK = re.compile(r"\[(?=[^\]]*\]\()")


def sarif(result: Validation, language: str, root: Path, accepted: bool = False) -> bytes:
    """A SARIF 2.1.0 log (OASIS standard) with one run; files are named relative to the repository.

    An accepted warning has a suppression (§3.35), with its reason.
    """
    name = _naming(root)
    told: list[tuple[Problem, Accepted | None]] = [(each, None) for each in result.problems]
    if accepted:
        told += [(each.problem, each) for each in result.accepted]
    marks = fingerprints([problem for problem, _ in told], name)
    rules = list(dict.fromkeys(problem.code for problem, _ in told))
    results = [
        {
            **_sarif_result(problem, language, name(problem.position.path), rules.index(problem.code), mark),
            **_suppressed(entry, language),
        }
        for (problem, entry), mark in zip(told, marks, strict=True)
    ]
    driver = {
        "name": "fieldops",
        "version": __version__,
        "rules": [_sarif_rule(code, language) for code in rules],
    }
    # Columns count characters (§3.14.17), not the UTF-16 units that SARIF would assume.
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return _json({"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]})


def _suppressed(entry: Accepted | None, language: str) -> Mapping[str, object]:
    if entry is None:
        return {}
    # Written in the file itself, or in fieldops.yaml for all files.
    kind = "inSource" if entry.entry.path == entry.problem.position.path else "external"
    why = say("validate.accepted-until", language, {"until": entry.until, "reason": entry.reason})
    return {"suppressions": [{"kind": kind, "status": "accepted", "justification": one_line(why)}]}


def _sarif_rule(code: str, language: str) -> Mapping[str, object]:
    """A rule's texts are its sentence and hint with the values left open; code scanning asks for all three, and shows the
    manual's entry. No address of a page is given (helpUri): we have none that every copy of fieldops could name.
    """
    blank: Mapping[str, str] = defaultdict(lambda: "…")
    sentence = in_general(CATALOGUE[code].text(language)).format_map(blank)
    advice = CATALOGUE[code].advice(language)
    help_text = sentence if advice is None else in_general(advice).format_map(blank)
    return {
        "id": code,
        "shortDescription": {"text": sentence},
        "fullDescription": {"text": sentence},
        "help": {"text": help_text, "markdown": _entry_markdown(code, language, help_text)},
    }


def _entry_markdown(code: str, language: str, advice: str) -> str:
    """The manual's entry for a code, as `explain` shows it: the advice, why, a wrong and a right example."""
    entry = explain(code) if code in listed_codes() else None
    parts = [advice]
    if entry is not None and entry.bad:
        examples = (("explain.bad", entry.bad), ("explain.good", entry.good))
        shown = [f"**{say(name, language)}**\n\n```yaml\n{text.rstrip()}\n```" for name, text in examples]
        parts += [entry.why.say(language), *shown]
    return "\n\n".join([*parts, f"`fieldops explain {code}`"])


def _sarif_result(problem: Problem, language: str, path: str, rule: int, mark: str) -> Mapping[str, object]:
    region = {"startLine": problem.position.line, "startColumn": problem.position.column}
    return {
        "ruleId": problem.code,
        "ruleIndex": rule,
        "level": problem.severity.value,
        "message": {"text": _SARIF_LINK.sub(r"\\[", _said(problem, language))},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": _uri(path)}, "region": region}}],
        "partialFingerprints": {"fieldopsProblem/v1": mark},
    }


def _uri(path: str) -> str:
    """The path's own bytes as a relative URI reference (RFC 3986), or as a file URI when it is absolute."""
    escaped = quote(os.fsencode(path), safe="/")
    return f"file://{escaped}" if os.path.isabs(path) else escaped


# --- JUnit -----------------------------------------------------------------------------------------------

# What XML 1.0 (§2.2) has no way to write, besides what `one_line` has removed.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(result: Validation, language: str, strict: bool, accepted: bool = False) -> bytes:
    """One test case per file, in the form of the Jenkins JUnit schema (junit-10.xsd).

    A file with errors is one failure that lists them; its warnings are output, and failures when `strict`. Accepted
    ones are output.
    """
    of_file: dict[str, list[Problem]] = {path: [] for path in result.paths}
    for problem in result.problems:
        # Also of files that are none of the judged ones: nothing reads them.
        of_file.setdefault(problem.position.path, []).append(problem)
    put_up: dict[str, list[Accepted]] = {}
    for each in result.accepted if accepted else ():
        of_file.setdefault(each.problem.position.path, [])
        put_up.setdefault(each.problem.position.path, []).append(each)
    suites = ElementTree.Element("testsuites")
    suite = ElementTree.SubElement(suites, "testsuite", name="fieldops validate")
    failures = 0
    for path, found in of_file.items():
        weights = (Severity.ERROR, Severity.WARNING) if strict else (Severity.ERROR,)
        failing = [each for each in found if each.severity in weights]
        others = [each for each in found if each.severity not in weights]
        output = [*_xml_lines(others, language), *_xml_accepted(put_up.get(path, ()), language)]
        failures += bool(failing)
        add_case(suite, path, failing, output, language)
    counts = {"tests": str(len(of_file)), "failures": str(failures), "errors": "0"}
    suite.attrib.update(counts)
    suites.attrib.update(counts)
    ElementTree.indent(suites)
    report: bytes = ElementTree.tostring(suites, encoding="utf-8", xml_declaration=True)
    return report


def add_case(
    suite: ElementTree.Element, path: str, failing: list[Problem], output: list[str], language: str
) -> None:
    """Add a file's test case, which fails where something is `failing`."""
    folder, _, name = xml_text(path).rpartition("/")
    case = ElementTree.SubElement(suite, "testcase", classname=folder or ".", name=name)
    if failing:
        first, more = xml_text(_said(failing[0], language)), len(failing) - 1
        message = f"{first} (+{more})" if more else first
        failure = ElementTree.SubElement(case, "failure", type=failing[0].code, message=message)
        failure.text = "\n".join(_xml_lines(failing, language))
    if output:
        ElementTree.SubElement(case, "system-out").text = "\n".join(output)


def _xml_accepted(accepted: Sequence[Accepted], language: str) -> Iterator[str]:
    for each in accepted:
        yield xml_text(f"{each.problem.position}: accepted[{each.problem.code}] {_accepted(each, language)}")


def _xml_lines(problems: Sequence[Problem], language: str) -> Iterator[str]:
    for problem in problems:
        text = f"{problem.position}: {problem.severity.value}[{problem.code}] {_said(problem, language)}"
        yield xml_text(text)


def xml_text(text: str) -> str:
    """`text` on one line and without what XML, or the runner of GitHub Actions, takes for its own."""
    return _NOT_XML.sub("", inert(one_line(text)))
