"""A playbook with all that it extends as the text of one playbook that stands for itself: to read, to hand over. Pure.

What is taken over unchanged keeps its lines, comments included; what was changed is written anew, with the reason above it.
Changes that hold for some hosts only stay changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from fieldops.documents.appending import entry_text
from fieldops.documents.workspace import Document
from fieldops.inspection.adapting import Adapted, Data, adapted
from fieldops.inspection.variables import names_in
from fieldops.messages import say

_HEAD = ("apiVersion", "kind", "id", "title", "platform", "method")
# An entry of a list of checks stands so deep.
_DEPTH = 2


def exported(chain: Sequence[Document], language: str) -> str:
    """The text of the last of these judged playbooks, each of which extends the one before it; comments in `language`."""
    last = chain[-1]
    if len(chain) == 1:
        return last.raw.decode("utf-8-sig")
    found = adapted(chain)
    named = {"id": last.id, "playbooks": ", ".join(each.id for each in chain[:-1])}
    head: dict[str, Any] = {}
    for each in chain:
        head.update({key: each.data[key] for key in _HEAD if key in each.data})
    lines = [
        f"# {say('exported.head', language, named)}",
        *(f"{key}: {entry_text(head[key], key)}" for key in _HEAD if key in head),
        "areas:",
        *(f"  - {entry_text(dict(area))}" for area in found.areas),
        *_variables(found),
        *_narrow(found.narrow),
        *(("checks:", *_checks(chain, found, language)) if found.checks else ()),
        *_manual(found.manual),
    ]
    return "\n".join(lines) + "\n"


def _variables(found: Adapted) -> Iterator[str]:
    """The variables with the values that they come to, but those that only what is left out names. The text stands for itself:
    there is nothing to give a reason for.
    """
    named = {name for each in (*found.titled.values(), *found.narrow) for name in names_in(each)}
    if named:
        yield "vars:"
    for name, each in found.variables.items():
        if name in named:
            yield f"  {name}: {entry_text({key: each[key] for key in ('value', 'title') if key in each})}"


def _narrow(changes: Iterable[Data]) -> Iterator[str]:
    listed = list(changes)
    if listed:
        yield "override:"
        yield from (f"  - {entry_text(dict(each))}" for each in listed)


def _manual(items: Sequence[Data]) -> Iterator[str]:
    if items:
        yield "manual:"
        yield from (f"  - {entry_text(dict(each))}" for each in items)


def _checks(chain: Sequence[Document], found: Adapted, language: str) -> Iterator[str]:
    """The checks, an empty line before each."""
    written = {
        check["id"]: (document, at) for document in chain for at, check in enumerate(_listed(document))
    }
    for id, check in found.checks.items():
        document, at = written[id]
        yield ""
        lines = _as_written(document, at) if check == _listed(document)[at] else None
        yield from lines if lines is not None else _anew(check, found, language)


def _listed(document: Document) -> list[Data]:
    data: Any = document.data
    return list(data.get("checks", ()))


def _as_written(document: Document, at: int) -> list[str] | None:
    """The lines of an entry in its file, with the comments above it; None where it does not have lines of its own."""
    lines = document.raw.decode("utf-8-sig").splitlines()
    line, column = document.node.at(("checks", at)).place
    before = lines[line - 1][: column - 1]
    if before.strip() != "-":
        return None
    dash = before.index("-")
    end = line
    while end < len(lines) and (
        not lines[end].strip() or _indent(lines[end]) > dash or _is_comment(lines[end])
    ):
        end += 1
    while end > line and (
        not lines[end - 1].strip() or (_is_comment(lines[end - 1]) and _indent(lines[end - 1]) <= dash)
    ):
        end -= 1
    start = line - 1
    while start and _is_comment(lines[start - 1]) and _indent(lines[start - 1]) == dash:
        start -= 1
    return [_moved(each, _DEPTH - dash) for each in lines[start:end]]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith("#")


def _moved(line: str, by: int) -> str:
    """The line so much deeper; never less deep than it is."""
    if not line.strip():
        return ""
    return " " * by + line if by >= 0 else line[min(-by, _indent(line)) :]


def _anew(check: Data, found: Adapted, language: str) -> Iterator[str]:
    """A changed check, and why it was changed."""
    for each in found.deviations:
        if each.check == check["id"] and not each.hosts and not each.groups:
            yield f"  # {each.playbook}: {' '.join(each.reason.say(language).split())}"
    for at, (key, value) in enumerate(_plain(check).items()):
        yield f"  {'  ' if at else '- '}{key}: {entry_text(value, key)}"


def _plain(check: Data) -> Mapping[str, Any]:
    return {"id": check["id"], **check}
