"""Rules about what ships with fieldops: whether a name means that, or the workspace's own document, must not be chance.

Lives here: own documents that take the place of a packaged one, or were meant to. What changed since a revision is told
by `validate` (fieldops.actions.since).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import PurePosixPath

from fieldops.documents.references import references
from fieldops.documents.workspace import Document, Workspace, packaged, packaged_ids
from fieldops.errors import Problem
from fieldops.rules.rule import Rule, warning
from fieldops.rules.sections import has

# So much alike are two ids of which one is probably a slip for the other.
_ALIKE = 0.8
# The kinds that refer to what is packaged.
_REFERRING = ("Contract", "ServiceLevel", "Calendar", "Playbook")


def says_the_same(one: Document, other: Document) -> bool:
    """Whether two documents differ in their titles at most: nobody notices which of them is meant."""
    first, second = (
        {name: value for name, value in each.data.items() if name != "title"} for each in (one, other)
    )
    return first == second


def no_packaged_id(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """document.instead-of-packaged (warning): what is the workspace's own has not the id of what ships with fieldops.

    Once its file is renamed, moved or deleted, whatever refers to it would mean the packaged one, without a word.
    """
    other = packaged(document.kind, document.id)
    if other is not None and not says_the_same(document, other):
        yield warning(document, ("id",), "document.instead-of-packaged", id=document.id)


def not_beside_packaged(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """document.beside-packaged (warning): nothing refers to it, but something to a packaged one that it may be meant for.

    It may be where the ids are alike, where its file has the name of the packaged one, or where both are calendars of
    working hours. Not looked for anew when only another document changes: what a name meant before is told by itself.
    """
    candidates = [id for id in packaged_ids(document.kind) if _may_be_meant(document, id)]
    if packaged(document.kind, document.id) is not None or not candidates:
        return
    if any(_refer(workspace, document.kind, document.id)):
        return
    for id in candidates:
        if (document.kind, id) in workspace.documents:
            continue
        users = list(_refer(workspace, document.kind, id))
        if users:
            values = {"id": document.id, "packaged": id, "count": len(users), "first": users[0].path}
            yield warning(document, ("id",), "document.beside-packaged", **values)
            return


def _may_be_meant(document: Document, id: str) -> bool:
    if PurePosixPath(document.path).stem == id:
        return True
    if _alike(document.id, id) and not _numbered(document.id, id):
        return True
    other = packaged(document.kind, id) if document.kind == "Calendar" else None
    return other is not None and has(document, "weekly") and has(other, "weekly")


def _alike(one: str, other: str) -> bool:
    """Whether one of them is probably a slip for the other. Each document is held against all that ships: the cheap bounds first."""
    matcher = SequenceMatcher(None, one, other)
    return all(ratio() >= _ALIKE for ratio in (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio))


def _numbered(one: str, other: str) -> bool:
    """Whether two ids differ in their numbers: cn-2027 is not meant for cn-2026."""
    return re.findall("[0-9]+", one) != re.findall("[0-9]+", other)


def _refer(workspace: Workspace, kind: str, id: str) -> Iterator[Document]:
    """The workspace's own documents that refer to that one."""
    written = re.compile(rb"(?<![A-Za-z0-9-])%s(?![A-Za-z0-9-])" % re.escape(id).encode())
    for each in workspace.documents.values():
        # Looked for in the text first, so that no tree is built of thousands of documents.
        if each.kind in _REFERRING and written.search(each.raw) and _names(each, kind, id):
            yield each


def _names(document: Document, kind: str, id: str) -> bool:
    return document.readable and any((each.kind, each.id) == (kind, id) for each in references(document))


_NAMED: tuple[Rule, ...] = (no_packaged_id, not_beside_packaged)
# A probe with the id of a packaged one is how the packaged playbooks are made to ask something else.
RULES: dict[str, tuple[Rule, ...]] = {
    "Calendar": _NAMED,
    "Playbook": _NAMED,
    "Probe": (not_beside_packaged,),
}
