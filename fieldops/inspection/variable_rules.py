"""What is wrong with variables: of a playbook by itself, and with what a contract sets of them.

An unknown or unused variable, a value that is more than a value, one of another type than the playbook's own, and a check
that no longer fits: each is told where it is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from fieldops.contracts.model import Asset, Contract
from fieldops.documents.choices import nearest
from fieldops.documents.lineage import lineage
from fieldops.documents.workspace import Document, Workspace
from fieldops.documents.yaml_text import Node, Path
from fieldops.errors import Named, Position, Problem
from fieldops.inspection.adapting import Adapted, adapted
from fieldops.inspection.variables import (
    CRITERIA,
    NAME,
    WORDS,
    Data,
    Setting,
    Value,
    Values,
    filled,
    is_value,
    kind_of,
    misplaced,
    names_in,
    shown,
    texts_in,
    value_of,
)
from fieldops.structs import replaced

# Says what is wrong with the only check of a document.
Fits = Callable[[Document, Data], Iterator[Problem]]

# Where checks and manual items, and changes of these, stand in a playbook.
_LISTS = ("checks", "manual", "override")


def variables_fit(workspace: Workspace, document: Document, taken: Mapping[str, Data]) -> Iterator[Problem]:
    """playbook.variable-*: every variable that a playbook names is there and stands where a value may, every one that it
    has is used and has a value; `taken`: those of the playbooks that it extends.
    """
    own: Any = document.data.get("vars", {})
    known = {**taken, **own}
    values = {name: value_of(each["value"]) for name, each in known.items()}
    used: set[str] = set()
    for root, entry in _entries(document):
        used |= names_in(entry).keys()
        yield from _named_rightly(document, root, entry, values)
    # What is taken over may name a variable that is given another value here.
    chain = lineage(workspace, document)
    used |= {name for each in chain for _, entry in _entries(each) for name in names_in(entry)}
    for name, variable in own.items():
        yield from _given_rightly(document, name, variable, taken.get(name))
        if name not in used:
            here = document.position("vars", name, key=True)
            yield Problem(here, "playbook.variable-unused", {"name": name})
    yield from _not_in_commands(workspace, document, known)


def _entries(document: Document) -> Iterator[tuple[Path, Data]]:
    data: Any = document.data
    for key in _LISTS:
        yield from (((key, at), entry) for at, entry in enumerate(data.get(key, ())))


def _named_rightly(document: Document, root: Path, entry: Data, values: Values) -> Iterator[Problem]:
    for path, text in texts_in(entry):
        for name in (name for name in NAME.findall(text) if name not in values):
            choices = nearest(name, values) if values else Named("variables.none")
            here = document.position(*root, *path)
            yield Problem(here, "playbook.variable-unknown", {"name": name, "choices": choices})
        if path in CRITERIA:
            for name in misplaced(text, values):
                given = values.get(name)
                code = "playbook.variable-list" if isinstance(given, tuple) else "playbook.variable-misplaced"
                yield Problem(document.position(*root, *path), code, {"name": name, "text": text})
    for path, text in _other_texts(entry):
        for name in NAME.findall(text):
            where = ", ".join(".".join(map(str, each)) for each in (*CRITERIA, *WORDS))
            values_ = {"name": name, "choices": where}
            yield Problem(document.position(*root, *path), "playbook.variable-elsewhere", values_)


def _other_texts(entry: object, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """The texts of an entry in which no variable is filled in."""
    if path in CRITERIA or path in WORDS:
        return
    if isinstance(entry, Mapping):
        for key, value in entry.items():
            yield from _other_texts(value, (*path, key))
    elif isinstance(entry, list | tuple):
        for at, value in enumerate(entry):
            yield from _other_texts(value, (*path, at))
    elif isinstance(entry, str):
        yield path, entry


def _given_rightly(document: Document, name: str, variable: Data, before: Data | None) -> Iterator[Problem]:
    """What a playbook gives as a value is one; where it is another than in what is extended, of the same type and with a reason."""
    value, here = value_of(variable["value"]), document.position("vars", name, "value")
    yield from _is_value(here, name, value)
    if before is not None:
        yield from _same_type(here, name, value, value_of(before["value"]))
        if "reason" not in variable:
            where = document.position("vars", name, key=True)
            yield Problem(where, "playbook.variable-no-reason", {"name": name})


def _is_value(here: Position, name: str, value: Value) -> Iterator[Problem]:
    if not is_value(value):
        yield Problem(here, "playbook.variable-no-value", {"name": name, "value": shown(value)})


def _same_type(here: Position, name: str, value: Value, before: Value) -> Iterator[Problem]:
    """A text may be anything that is one value; else a number stays a number of its kind of unit, and a list a list."""
    wanted, found = kind_of(before), kind_of(value)
    if is_value(value) and found != wanted and (wanted != "text" or found == "list"):
        values = {"name": name, "value": shown(value), "before": shown(before), "type": _type(wanted)}
        yield Problem(here, "playbook.variable-type", values)


def _type(kind: str) -> Named:
    name, _, unit = kind.partition(" in ")
    return Named("variable-type.unit", unit=unit) if unit else Named(f"variable-type.{name}")


def _not_in_commands(
    workspace: Workspace, document: Document, known: Mapping[str, Data]
) -> Iterator[Problem]:
    """playbook.variable-in-command: what a probe runs is the same everywhere; nothing is put into shell text."""
    data: Any = document.data
    for at, check in enumerate(data.get("checks", ())):
        probe = workspace.get("Probe", check["probe"])
        run = probe.text("run") if probe is not None else None
        for name in (name for name in NAME.findall(run or "") if name in known):
            here = document.position("checks", at, "probe")
            yield Problem(here, "playbook.variable-in-command", {"name": name, "probe": check["probe"]})


# --- what a contract sets -----------------------------------------------------------------------------------


def settings_fit(
    workspace: Workspace, playbook: Document, contract: Contract, settings: Sequence[Setting], fits: Fits
) -> Iterator[Problem]:
    """playbook.variable-*: what a contract sets is a variable of the playbook, of its type, said once for each asset, and
    leaves checks that judge rightly on each of them. The playbook and what it extends are without mistakes of their own.
    """
    chain = lineage(workspace, playbook)
    order = {document.id for document in chain}
    mine = [each for each in settings if each.playbook in order]
    found = adapted(chain, mine)
    wrong = [
        *(problem for each in mine if each.playbook == playbook.id for problem in _setting_fits(each, found)),
        *_said_twice(mine, contract),
    ]
    yield from wrong
    if not wrong:
        yield from _fit_together(chain[-1], found, contract, fits)


def _setting_fits(setting: Setting, found: Adapted) -> Iterator[Problem]:
    if setting.name not in found.variables:
        choices = nearest(setting.name, found.variables) if found.variables else Named("variables.none")
        values = {"name": setting.name, "playbook": setting.playbook, "choices": choices}
        yield Problem(setting.named, "playbook.variable-not-there", values)
        return
    yield from _is_value(setting.position, setting.name, setting.value)
    before = value_of(found.variables[setting.name]["value"])
    yield from _same_type(setting.position, setting.name, setting.value, before)


def _said_twice(settings: Sequence[Setting], contract: Contract) -> Iterator[Problem]:
    """Two settings of which none goes before the other, and an asset that both are for."""
    for first, second in combinations(settings, 2):
        alike = (first.playbook, first.name, first.nearness) == (
            second.playbook,
            second.name,
            second.nearness,
        )
        if not alike or first.value == second.value:
            continue
        line = first.position.line
        if not first.nearness:
            values = {"name": first.name, "line": line}
            yield Problem(second.position, "playbook.variable-twice", values)
        elif (asset := _unsettled(first, second, settings, contract.assets)) is not None:
            values = {"name": first.name, "line": line, "asset": asset}
            yield Problem(second.position, "playbook.variable-clash", values)


def _unsettled(
    first: Setting, second: Setting, settings: Sequence[Setting], assets: Sequence[Asset]
) -> str | None:
    """An asset that both are for, and of which nothing nearer is said."""
    nearer = [each for each in settings if each.name == first.name and each.nearness > first.nearness]
    return next(
        (
            asset.id
            for asset in assets
            if first.is_for(asset.id)
            and second.is_for(asset.id)
            and not any(each.is_for(asset.id) for each in nearer)
        ),
        None,
    )


def _fit_together(last: Document, found: Adapted, contract: Contract, fits: Fits) -> Iterator[Problem]:
    """playbook.variable-unfit: with all that is set, each check and item fits on each asset, at the setting that is nearest."""
    told: set[tuple[Position, str]] = set()
    for asset, settings in _unlike(found, contract.assets):
        for check, setting in _touched(found, settings, asset):
            alone = replaced(last, tree=Node({"checks": [check]}, (1, 1)))
            for problem in fits(alone, check):
                if (setting.position, check["id"]) not in told:
                    told.add((setting.position, check["id"]))
                    why = Named(problem.code, **problem.values)
                    values = {"name": setting.name, "value": shown(setting.value), "check": check["id"]}
                    yield Problem(setting.position, "playbook.variable-unfit", {**values, "why": why})


def _unlike(found: Adapted, assets: Sequence[Asset]) -> Iterator[tuple[Asset | None, list[Setting]]]:
    """Of the assets of which the same is said one, and None for all of which nothing is; each with what is set for it."""
    seen: set[object] = set()
    for asset in (None, *assets):
        id, groups = (asset.id, _groups(asset)) if asset is not None else (None, ())
        settings = [each for each in found.settings if each.is_for(id)]
        changes = (
            at
            for at, each in enumerate(found.narrow)
            if id in each.get("hosts", ()) or set(groups) & set(each.get("groups", ()))
        )
        key = (tuple(each.position for each in settings), tuple(changes))
        if settings and key not in seen:
            seen.add(key)
            yield asset, settings


def _groups(asset: Asset) -> tuple[str, ...]:
    return asset.host.groups if asset.host is not None else ()


def _touched(
    found: Adapted, settings: Sequence[Setting], asset: Asset | None
) -> Iterator[tuple[Data, Setting]]:
    """The checks and numbers of manual items that name what is set, as they hold for an asset, each with the setting."""
    host, groups = (asset.id, _groups(asset)) if asset is not None else ("", ())
    for id in found.titled:
        written = found.written_on(id, host, groups)
        named = names_in(written)
        setting = next((each for each in reversed(settings) if each.name in named), None)
        if setting is not None:
            yield filled(written, found.values_on(host)), setting
