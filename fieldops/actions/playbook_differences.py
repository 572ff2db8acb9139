"""What inspections by a playbook judge otherwise than before: each check, for the hosts that it is changed for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from fieldops.diff import Clause, Difference, Group
from fieldops.documents.typed import text_of
from fieldops.documents.workspace import Document
from fieldops.errors import Named
from fieldops.inspection.adapting import Adapted, adapted, over
from fieldops.inspection.variables import filled

# What judges; the rest of a check is told by its title alone.
_CRITERIA = ("warn", "crit", "expect", "changed", "rate", "trend", "group", "otherwise")
_GROUP = Group("Playbook", "checks")
# A check, and the hosts and groups that it is said for; none: all.
_Place = tuple[str, tuple[str, ...], tuple[str, ...]]


def playbook_differences(before: Sequence[Document], after: Sequence[Document]) -> Iterator[Difference]:
    """The checks that are new, gone, or judge otherwise; both playbooks with what they extend, the one they are about last."""
    was, now = _judged(before), _judged(after)
    for place in dict.fromkeys((*now, *was)):
        old, new = was.get(place), now.get(place)
        # A change for some hosts that is new or gone: against what holds for all there.
        base = (place[0], (), ())
        said = _told(old or was.get(base)), _told(new or now.get(base))
        if old != new and said[0] != said[1]:
            yield _difference(place, (new or old or {})["title"], said, (before[-1], after[-1]))


def _difference(
    place: _Place, title: object, said: tuple[str | None, str | None], documents: tuple[Document, Document]
) -> Difference:
    _, hosts, groups = place
    narrow = [Named("diff.for-hosts", names=", ".join(hosts))] if hosts else []
    narrow += [Named("diff.for-groups", names=", ".join(groups))] if groups else []
    old, new = (each if each is not None else Named("diff.not-checked") for each in said)
    values: dict[str, object] = {"check": text_of(title), "old": old, "new": new}
    code = "diff.playbook.check"
    if narrow:
        code, values = "diff.playbook.check-for", {**values, "where": tuple(narrow)}
    clauses = Clause(documents[0], ()), Clause(documents[1], ())
    return Difference(code, values, _GROUP, *clauses, said[0], said[1])


def _judged(chain: Sequence[Document]) -> dict[_Place, Mapping[str, Any]]:
    """Each check and manual item as it holds for all, then each change for some hosts on top of that."""
    found: Adapted = adapted(chain)
    judged: dict[_Place, Mapping[str, Any]] = {(id, (), ()): found.for_all(id) for id in found.titled}
    for change in found.narrow:
        place = (change["check"], tuple(change.get("hosts", ())), tuple(change.get("groups", ())))
        judged[place] = filled(over(found.titled[change["check"]], [change]), found.defaults)
    return judged


def _told(check: Mapping[str, Any] | None) -> str | None:
    """By what a check judges, as it is written; None where there is none."""
    if check is None:
        return None
    return "; ".join(_criterion(key, check[key]) for key in _CRITERIA if key in check) or "-"


def _criterion(key: str, value: object) -> str:
    if isinstance(value, Mapping):
        return f"{key} " + ", ".join(f"{name}: {inner}" for name, inner in value.items())
    return f"{key} {value}"
