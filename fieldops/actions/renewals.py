"""Renewing a contract: a new one from the old one's files, for the period that follows; comments are kept.

Lives here: the files. Does not live here: what goes on and what does not (fieldops.contracts.successor).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from fieldops.actions.contracts import open_workspace, stocks_of, today_in
from fieldops.actions.needed import MEANING, need_agreement
from fieldops.actions.new_contracts import check_new_id
from fieldops.actions.validation import validate
from fieldops.contracts.agreement import Agreement
from fieldops.contracts.successor import ANEW, Successor, anchors_of, data_of, successor_of, swapped
from fieldops.documents.appending import entry_text
from fieldops.documents.editing import block_of, moved_out, with_scalar, without
from fieldops.documents.links import inside
from fieldops.documents.schema import UNFILLED
from fieldops.documents.workspace import Document
from fieldops.documents.yaml_text import Node, read_yaml
from fieldops.documents.yaml_text import Path as Where
from fieldops.errors import Named, Problem, UsageError


@dataclass(frozen=True, slots=True)
class Renewed:
    """The new files with what remains to be done, the days of the new term, and what was not carried over."""

    files: tuple[Path, ...]
    problems: tuple[Problem, ...]
    predecessor: str
    start: date
    end: date
    left_out: tuple[Named, ...]
    stores: tuple[Named, ...] = ()
    """What became of the stores that keep spares for the old contract."""


def renew_contract(root: Path, id: str, old: str, now: datetime) -> Renewed:
    """Write the contract `id` that continues `old` (an id, number, title or customer) when its term is over.

    The terms in force at its end go on, amendments folded in. Not carried over, and said: amendments and notices, number and
    signature, replaced parts, the days on which documents were handed over. Raises what `new_contract` raises for an id,
    UsageError for an unknown contract, InvalidDocuments for one with mistakes.
    """
    workspace = open_workspace(root, judged=False)
    agreement = need_agreement(workspace, old, MEANING)
    files = {document.path: document for document, _ in agreement.asset_places}
    assets = [each for each in files.values() if each.kind == "Assets"]
    names = [f"{id}.yaml", *(f"{id}-{_suffix(each, agreement.id)}.yaml" for each in assets)]
    targets = [inside(root, root / "contracts" / name) for name in names]
    check_new_id(workspace, id, targets)
    new = successor_of(agreement, id, today_in(agreement.signed, now))
    texts = [_contract_text(root, agreement.document, new)]
    texts += [_assets_text(root, each, agreement.id, id) for each in assets]
    stores = [each for each in stocks_of(workspace, agreement.id) if each.entries("contracts")]
    kept = [(each.path, _store_text(root, each, agreement.id, id)) for each in stores]
    for path, text in kept:
        if text is not None:
            inside(root, root / path).write_text(text, "utf-8")
    for target, text in zip(targets, texts, strict=True):
        target.write_text(text, "utf-8")
    problems = validate(root, targets).problems
    return Renewed(
        tuple(targets),
        tuple(problems),
        agreement.id,
        new.start,
        new.end,
        tuple(_left_out(agreement, new, assets)),
        tuple(Named("renew.store-open" if text is None else "renew.store", path=path) for path, text in kept),
    )


def _suffix(assets: Document, contract: str) -> str:
    return assets.id.removeprefix(f"{contract}-")


def _left_out(old: Agreement, new: Successor, assets: list[Document]) -> list[Named]:
    """What is not in the new contract, in words."""
    data: Any = old.document.data
    papers = [path for path in new.left_out if path[0] == "handover"]
    counted = {
        "renew.amendments-folded" if new.sections else "renew.amendments": len(data.get("amendments", ())),
        "renew.notices": len(data.get("notices", ())),
        "renew.accepts": sum(len(one.entries("accepts")) for one in (old.document, *assets)),
        "renew.swaps": sum(_swaps(one) for one in (old.document, *assets)),
        "renew.handover": len(papers),
    }
    found = [Named(code, count=count) for code, count in counted.items() if count]
    return [*found, *(Named(f"renew.{name}", value=data[name]) for name in ANEW if name in data)]


def _swaps(document: Document) -> int:
    entries: Any = document.data.get("assets", ())
    return sum(len(each.get("swaps", ())) for each in entries)


# --- texts -------------------------------------------------------------------------------------------------


def _contract_text(root: Path, old: Document, new: Successor) -> str:
    text = (root / old.path).read_text("utf-8")
    for name, path in new.sections.items():
        text = _with_section(text, name, path, old)
    for path in new.left_out:
        text = without(text, _read(text), path)
    if "predecessor" in old.data:
        text = without(text, _read(text), ("predecessor",))
    values: dict[Where, str] = {
        ("id",): f"{new.id}\npredecessor: {old.id}",
        **{(name,): UNFILLED for name in ANEW if name in old.data},
    }
    values |= {("term", "start"): new.start.isoformat(), ("term", "end"): new.end.isoformat()}
    expected = data_of(old.data, new)
    values |= {where: str(value) for where, value in anchors_of(expected)}
    for where, value in values.items():
        text = with_scalar(text, _read(text), where, value)
    return _checked(text, expected, old.path)


def _with_section(text: str, name: str, path: Where, old: Document) -> str:
    """The text with the section that an amendment has set in the place of the signed one."""
    node = _read(text)
    data: Any = old.data
    block = moved_out(text, node, path)
    if block is None:
        block = f"{name}: {entry_text(data['amendments'][path[1]]['sets'][name])}"
    lines = text.split("\n")
    first, last = block_of(text, node, (name,)) if name in old.data else (len(lines), len(lines))
    return "\n".join([*lines[:first], block, *lines[last:]])


def _assets_text(root: Path, old: Document, contract: str, id: str) -> str:
    text = (root / old.path).read_text("utf-8")
    data: Any = old.data
    expected: dict[str, Any] = {**data, "id": f"{id}-{_suffix(old, contract)}", "contract": id}
    expected["assets"] = [{name: each[name] for name in each if name != "swaps"} for each in data["assets"]]
    for index in swapped(data):
        text = without(text, _read(text), ("assets", index, "swaps"))
    if expected.pop("accepts", None):
        text = without(text, _read(text), ("accepts",))
    for name in ("id", "contract"):
        text = with_scalar(text, _read(text), (name,), expected[name])
    return _checked(text, expected, old.path)


def _store_text(root: Path, store: Document, contract: str, id: str) -> str | None:
    """The text of a store that is kept for the new contract, too; None where its way of writing does not let that in."""
    text = (root / store.path).read_text("utf-8")
    data: Any = store.data
    expected = {**data, "contracts": [*data["contracts"], id]}
    last = len(data["contracts"]) - 1
    line = store.position("contracts", last).column - 3
    for more in (f", {id}", f"\n{' ' * max(line, 0)}- {id}"):
        written = with_scalar(text, _read(text), ("contracts", last), f"{data['contracts'][last]}{more}")
        node, problems = read_yaml(written.encode(), store.path)
        if node is not None and not problems and node.data == expected:
            return written
    return None


def _read(text: str) -> Node:
    node, _ = read_yaml(text.encode(), "")
    if node is None:
        raise UsageError("renew.text")
    return node


def _checked(text: str, expected: dict[str, object], path: str) -> str:
    """The text, if it says what it should: an unusual way of writing is no reason to write something else."""
    node, problems = read_yaml(text.encode(), path)
    if node is None or problems or node.data != expected:
        raise UsageError("renew.text-of", path=path)
    return text
