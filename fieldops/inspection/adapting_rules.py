"""What is wrong with a playbook that adapts another one, and with its changes on the hosts of a contract.

Lives here: circles, changes of what is not there or of nothing, two changes that contradict each other. Does not live
here: whether criteria fit the fields of a probe, which is the same for every check (`rules`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from fieldops.contracts.model import Asset, Contract
from fieldops.documents.choices import nearest
from fieldops.documents.lineage import circle, lineage
from fieldops.documents.workspace import Document, Workspace
from fieldops.documents.yaml_text import Node
from fieldops.errors import Named, Position, Problem
from fieldops.inspection.adapting import (
    KINDS,
    NONE,
    OF_CHECKS,
    OF_ITEMS,
    Adapted,
    Data,
    Place,
    adapted,
    is_criterion,
    is_narrow,
    kind_of_check,
    over,
    said_of,
)
from fieldops.inspection.variables import filled, named_rightly
from fieldops.structs import Struct, replaced

# What is to be done about two entries of one name.
DOUBLED = Named("advice.doubled")
# Says what is wrong with the only check of a document.
Fits = Callable[[Document, Data], Iterator[Problem]]


class Base(Struct, frozen=True):
    """What a playbook extends, where that can be told: the playbooks before it, and what they come to."""

    documents: tuple[Document, ...]
    adapted: Adapted


def base_of(workspace: Workspace, document: Document) -> Base | None:
    """What a playbook extends; None where something of that is missing, wrong in itself, or the playbook itself."""
    chain = lineage(workspace, document)
    judged = tuple(workspace.judge(each) for each in chain[:-1])
    if chain[0].text("extends") is not None or not all(each.valid for each in judged):
        return None
    return Base(judged, adapted(judged))


def extends_something(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """playbook.extends-circle: no playbook extends itself, be it through another one."""
    ids = circle(lineage(workspace, document))
    if document.id in ids:
        yield Problem(document.position("extends"), "playbook.extends-circle", {"ids": " → ".join(ids)})


def changes_fit(document: Document, base: Base, fits: Fits) -> Iterator[Problem]:
    """playbook.*: every change names a check that is there, changes something, and leaves a check that judges rightly."""
    found = adapted((*base.documents, document))
    own = {each["id"]: each for key in ("checks", "manual") for each in _list(document, key)}
    known = {**base.adapted.titled, **own}
    yield from _names_checks(document, known)
    yield from _new_names(document, base.adapted)
    changes = _list(document, "override")
    mixed = {
        id for id in known for each in changes if each["check"] == id and _of_another_kind(each, known[id])
    }
    for index, change in enumerate(changes):
        check = known.get(change["check"])
        if change["check"] in own and not is_narrow(change):
            here = document.position("override", index, "check")
            yield Problem(here, "playbook.override-own", {"check": change["check"]})
        if check is not None:
            yield from _changes(document, index, check)
            # What is said of some hosts goes over all that is said of all.
            for_all = found.titled.get(change["check"])
            if for_all is not None and change["check"] not in mixed:
                changed = over(for_all, [change]) if is_narrow(change) else for_all
                if named_rightly(changed, found.defaults):
                    changed = filled(changed, found.defaults)
                    yield from fits(_as_if_written(document, index, changed), changed)
    yield from _contradicting(document)
    if base.documents and not found.titled:
        yield Problem(document.position("without"), "playbook.nothing-left", {"id": base.documents[-1].id})


def _list(document: Document, key: str) -> list[Any]:
    data: Any = document.data
    return list(data.get(key, ()))


def _as_if_written(document: Document, index: int, check: Data) -> Document:
    """A document with the changed check alone, whose keys stand where the change says them; what it takes over stands where
    the change names the check.
    """
    change = document.node.at(("override", index))
    node = Node(check, change.at(("check",)).place, change.keys, change.children)
    checks = Node([check], node.place, children={0: node})
    return replaced(document, tree=Node({"checks": [check]}, node.place, children={"checks": checks}))


def _names_checks(document: Document, known: Collection[str]) -> Iterator[Problem]:
    """What is left out or judged otherwise is a check or a manual item."""
    gone: dict[str, int] = {}
    for index, each in enumerate(_list(document, "without")):
        here = document.position("without", index, "check")
        yield from _known(each["check"], known, here)
        if each["check"] in gone:
            values = {"field": Named("field.check"), "id": each["check"], "line": gone[each["check"]]}
            yield Problem(here, "reference.doubled-entry", {**values, "advice": DOUBLED})
        gone.setdefault(each["check"], here.line)
    for index, each in enumerate(_list(document, "override")):
        here = document.position("override", index, "check")
        yield from _known(each["check"], known, here)
        if each["check"] in gone:
            values = {"check": each["check"], "line": gone[each["check"]]}
            yield Problem(here, "playbook.override-left-out", values)


def _known(check: str, known: Collection[str], here: Position) -> Iterator[Problem]:
    if check not in known:
        values = {"kind": Named("field.check"), "id": check, "choices": nearest(check, known)}
        yield Problem(here, "reference.dangling", values)


def _new_names(document: Document, base: Adapted) -> Iterator[Problem]:
    """playbook.already-there: what a playbook has of its own has not the id of what it takes over."""
    taken = {"areas": {area["id"] for area in base.areas}, "checks": base.titled, "manual": base.titled}
    for key, known in taken.items():
        for index, each in enumerate(_list(document, key)):
            if each["id"] in known:
                values = {"id": each["id"], "playbook": document.text("extends")}
                code = "areas" if key == "areas" else "checks"
                yield Problem(document.position(key, index, "id"), f"playbook.already-there.{code}", values)


def _changes(document: Document, index: int, check: Data) -> Iterator[Problem]:
    """playbook.override-nothing, playbook.override-recorded, playbook.override-kind, playbook.override-same."""
    change = _list(document, "override")[index]
    said, kind = said_of(change), kind_of_check(check)
    here = document.position("override", index, "check")
    others = _of_another_kind(change, check)
    if kind == "info" and others:
        yield Problem(here, "playbook.override-recorded", {"check": check["id"]})
    elif not said:
        yield Problem(here, "playbook.override-nothing", {"check": check["id"]})
    else:
        more = () if "look" not in check else (*((key,) for key in OF_ITEMS), ("standard",), ("advice",))
        choices = ", ".join(".".join(place) for place in (*KINDS[kind], *more))
        for place in others:
            values = {"check": check["id"], "key": ".".join(place), "kind": kind, "choices": choices}
            where = document.position("override", index, *place)
            yield Problem(where, "playbook.override-kind", {**values, "by": Named(f"kind-of-check.{kind}")})
        if is_narrow(change) and (per := check.get("per", "visit")) in ("visit", "site") and "look" in check:
            values = {"per": per, "by": Named(f"filled-in.{per}")}
            key = "hosts" if "hosts" in change else "groups"
            where = document.position("override", index, key, key=True)
            yield Problem(where, "playbook.on-without-hosts", values)
    known = said_of(check)
    for place in (place for place in said if place not in others):
        if said[place] == known.get(place, _LEFT_OUT.get(place[0], NONE)):
            values = {"check": check["id"], "key": ".".join(place), "value": _short(said[place])}
            yield Problem(document.position("override", index, *place), "playbook.override-same", values)


def _of_another_kind(change: Data, check: Data) -> list[Place]:
    """What a change says of how a check judges that judges in another way. It would be another check: what earlier runs
    say of its id, and findings, are about this one.
    """
    kind = kind_of_check(check)
    # What a missing field means is said only where a row is judged by itself.
    alone: tuple[str, ...] = () if kind == "warn" else ("missing",)
    alone = (*OF_CHECKS,) if "look" in check else (*alone, *OF_ITEMS)
    said = (place for place in said_of(change) if is_criterion(place) or place[0] in alone)
    return [place for place in said if place not in KINDS[kind]]


# What holds where a check does not say it.
_LEFT_OUT = {
    "na": True,
    "asked": True,
    "otherwise": "crit",
    "absent": "unknown",
    "empty": "unknown",
    "missing": "unknown",
}


def _short(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return next(iter(value.values())) if isinstance(value, dict) else str(value)


# --- two changes ------------------------------------------------------------------------------------------


def _contradicting(document: Document) -> Iterator[Problem]:
    """playbook.override-twice: no two changes say the same property of a check for the same hosts."""
    changes = list(enumerate(_list(document, "override")))
    for (_, first), (at, second) in combinations(changes, 2):
        for place in _both_say(first, second):
            if _same_hosts(first, second):
                line = document.position("override", changes.index((_, first)), *place).line
                values = {"check": second["check"], "key": ".".join(place), "line": line}
                yield Problem(document.position("override", at, *place), "playbook.override-twice", values)


def _both_say(first: Data, second: Data) -> list[Place]:
    if first["check"] != second["check"]:
        return []
    said = said_of(second)
    return [place for place in said_of(first) if place in said]


def _same_hosts(first: Data, second: Data) -> bool:
    """Whether both are said of all, of one host or of one group, whatever hosts a group has."""
    if not is_narrow(first) or not is_narrow(second):
        return is_narrow(first) == is_narrow(second)
    return any(set(first.get(key, ())) & set(second.get(key, ())) for key in ("hosts", "groups"))


def changes_clash(
    workspace: Workspace, playbook: Document, contract: Contract, fits: Fits
) -> Iterator[Problem]:
    """playbook.override-clash, playbook.override-reversed: what holds for each of a contract's hosts follows from the playbook.

    The playbook and what it extends are without mistakes of their own.
    """
    chain = lineage(workspace, playbook)
    found = adapted(chain)
    if found.narrow:
        hosts = [asset for asset in contract.assets if asset.host is not None]
        yield from _once(_clashes(chain, hosts))
        yield from _once(_reversed(chain, found, hosts, fits))


def _once(problems: Iterator[Problem]) -> Iterator[Problem]:
    """Of one place and code the first: a clash on a hundred hosts is one."""
    told: set[tuple[Position, str]] = set()
    for each in problems:
        if (each.position, each.code) not in told:
            told.add((each.position, each.code))
            yield each


def _groups(asset: Asset) -> tuple[str, ...]:
    return asset.host.groups if asset.host is not None else ()


def _clashes(chain: Sequence[Document], hosts: Sequence[Asset]) -> Iterator[Problem]:
    """Two changes for different groups of one playbook, and a host that is in both and in no change of its own."""
    for document in chain:
        changes = list(enumerate(_list(document, "override")))
        for (at, first), (later, second) in combinations(changes, 2):
            for place in _both_say(first, second):
                if said_of(first)[place] == said_of(second)[place] or _same_hosts(first, second):
                    continue
                for asset in hosts:
                    if _is_of_both(first, second, asset) and not _settled(changes, first, place, asset):
                        line = document.position("override", at, *place).line
                        key = ".".join(place)
                        values = {"check": first["check"], "key": key, "host": asset.id, "line": line}
                        here = document.position("override", later, *place)
                        yield Problem(here, "playbook.override-clash", values)


def _is_of_both(first: Data, second: Data, asset: Asset) -> bool:
    """Whether both changes hold for a host by its groups."""
    return all(
        asset.id not in each.get("hosts", ()) and set(_groups(asset)) & set(each.get("groups", ()))
        for each in (first, second)
    )


def _settled(changes: Sequence[tuple[int, Data]], change: Data, place: Place, asset: Asset) -> bool:
    """Whether something is said of the host itself, which goes before both."""
    return any(
        each["check"] == change["check"] and place in said_of(each) and asset.id in each.get("hosts", ())
        for _, each in changes
    )


def _reversed(
    chain: Sequence[Document], found: Adapted, hosts: Sequence[Asset], fits: Fits
) -> Iterator[Problem]:
    """Changes of which each is right, and which together make crit weaker than warn on a host."""
    for id in dict.fromkeys(each["check"] for each in found.narrow if each["check"] in found.titled):
        for asset in hosts:
            check = found.check_on(id, asset.id, _groups(asset))
            alone = replaced(chain[-1], tree=Node({"checks": [check]}, (1, 1)))
            wrong = check != found.for_all(id) and {each.code for each in fits(alone, check)}
            if wrong and "check.crit-weaker" in wrong:
                levels = check.get(kind_of_check(check))
                held = levels if isinstance(levels, Mapping) else check
                values = {name: held[name] for name in ("crit", "warn")}
                here = _last_change(chain, id)
                yield Problem(here, "playbook.override-reversed", {**values, "check": id, "host": asset.id})


def _last_change(chain: Sequence[Document], check: str) -> Position:
    """Where the last change of a check stands."""
    places = [
        document.position("override", index, "check")
        for document in chain
        for index, each in enumerate(_list(document, "override"))
        if each["check"] == check
    ]
    return places[-1]
