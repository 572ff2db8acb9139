"""What `doctor` says of personal login settings: where they are, what is wrong with them, and for which hosts they hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Literal

from fieldops.actions.personal_logins import Personal, read_personal
from fieldops.contracts.agreement import agreement_of
from fieldops.contracts.logins import Chosen, LoginOptions, host_login, jump_login
from fieldops.contracts.model import Contract
from fieldops.contracts.ways import UNCONNECTED
from fieldops.documents.workspace import load_workspace
from fieldops.errors import FieldopsError, InvalidDocuments, Named
from fieldops.structs import Struct

_NAMED = 5


class LoginFinding(Struct, frozen=True):
    """One thing that was found, as `fieldops.actions.diagnosis` has them."""

    state: Literal["ok", "warning", "error"]
    code: str
    values: Mapping[str, object]


def login_findings(root: Path | None, file: Path, today: date) -> Iterator[LoginFinding]:
    """What is found of the settings in `file`, and for which hosts of the workspace at `root` they hold on a day."""
    try:
        personal = read_personal(file)
    except InvalidDocuments as wrong:
        for problem in wrong.problems:
            told = {"place": str(problem.position), "what": Named(problem.code, **problem.values)}
            yield LoginFinding("error", "doctor.logins-wrong", told)
        return
    except FieldopsError as wrong:
        yield LoginFinding("error", wrong.code, wrong.values)
        return
    if not personal.logins:
        yield LoginFinding("ok", "doctor.logins-none", {"path": personal.path})
        return
    yield LoginFinding("ok", "doctor.logins", {"path": personal.path, "count": len(personal.logins)})
    if root is not None:
        yield from _holding(root, personal, today)


def _chosen(contract: Contract, personal: Personal) -> Iterator[tuple[str, Chosen]]:
    """Every host and jump host of the contract, and how it is logged in to."""
    options = LoginOptions(personal=personal.logins)
    for jump in contract.access.jump_hosts:
        yield jump.id, jump_login(contract, jump, options)
    for asset in contract.assets:
        if asset.host is not None and asset.host.transport not in UNCONNECTED:
            yield asset.id, host_login(contract, asset, options)


def _holding(root: Path, personal: Personal, today: date) -> Iterator[LoginFinding]:
    workspace = load_workspace(root)
    used: set[int] = set()
    for document in workspace.of_kind("Contract"):
        found: dict[tuple[int, str], list[str]] = {}
        # A contract with mistakes is told as such.
        with suppress(FieldopsError):
            for name, chosen in _chosen(agreement_of(workspace, document).terms_on(today).contract, personal):
                if chosen.entry is not None:
                    user = chosen.login.user if chosen.login is not None else "-"
                    found.setdefault((chosen.entry, user), []).append(name)
        for (entry, user), names in found.items():
            used.add(entry)
            shown = ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")
            said = {"contract": document.id, "names": shown, "user": user}
            place = {"path": personal.path, "line": personal.lines[entry]}
            yield LoginFinding("ok", "doctor.logins-hold", {**said, **place})
    for entry, line in enumerate(personal.lines):
        if entry not in used:
            unused = {"path": personal.path, "line": line}
            yield LoginFinding("warning", "doctor.logins-hold-for-nothing", unused)
