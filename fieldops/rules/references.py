"""Rules about names: what refers to something refers to what exists, and nothing has the name of something else."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from fieldops.contracts.versions import written_roots
from fieldops.contracts.wording import word
from fieldops.documents.choices import nearest
from fieldops.documents.references import references
from fieldops.documents.schema import kind_title
from fieldops.documents.workspace import Document, Workspace
from fieldops.documents.yaml_text import Path
from fieldops.errors import Named, Problem
from fieldops.rules.estate import once
from fieldops.rules.rule import Rule, look_up, problem, warning
from fieldops.rules.sections import borne, equipment, ids_at, is_true, names_at, sections, texts_at

# Documents whose titles are read for one hint.
_NAMES_LOOKED_UP = 200


def references_exist(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """reference.dangling: each document that is referred to exists."""
    if document.kind in ("Playbook", "Probe"):
        return  # fieldops.inspection.rules speaks about these.
    for each in references(document):
        if workspace.get(each.kind, each.id) is None and not workspace.cannot_be_read(each.kind, each.id):
            choices = nearest(each.id, workspace.ids(each.kind), once(workspace, _document_names, each.kind))
            values = {"kind": kind_title(each.kind), "id": each.id, "choices": choices}
            yield problem(document, each.path, "reference.dangling", **values)


def _document_names(workspace: Workspace, kind: str) -> dict[str, str]:
    """The id of each of the workspace's documents of a kind by its title or name."""
    places = [(key, *more) for key in ("name", "title") for more in ((), ("zh-CN",), ("en",))]
    return {
        name: document.id
        for document in islice(workspace.of_kind(kind), _NAMES_LOOKED_UP)
        for place in places
        if (name := document.text(*place)) is not None
    }


def account_manager_known(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """reference.dangling, contract.manager-without-role: the account manager is one of the team, with that role."""
    team = look_up(workspace, "Team", document.text("team"))
    person = document.text("account_manager")
    if team is None or person is None:
        return
    place = ("account_manager",)
    for at in team.entries("people"):
        if team.text("people", at, "id") == person:
            roles = [role for _, role in texts_at(team, "people", at, "roles")]
            if roles and "account_manager" not in roles:
                yield warning(document, place, "contract.manager-without-role", id=person, team=team.id)
            return
    choices = nearest(person, ids_at(team, "people"), names_at(team, "people"))
    values = {"kind": Named("person.title"), "id": person, "choices": choices}
    yield problem(document, place, "reference.dangling", **values)


# Which role a position of the service company needs somebody to have; of the others a team's document says nothing.
_HELD_BY = {
    **dict.fromkeys(("engineer", "senior_engineer", "expert_panel"), "engineer"),
    "account_manager": "account_manager",
    **dict.fromkeys(("department_manager", "maintenance_director", "general_manager"), "manager"),
}


def approvers_there(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """contract.no-approver (warning): somebody can give the approvals and reviews that the service level asks for. B3 B6 B9"""
    team = look_up(workspace, "Team", document.text("team"))
    level = look_up(workspace, "ServiceLevel", document.text("service_level"))
    if team is None or level is None:
        return
    people = team.entries("people")
    roles = [[role for _, role in texts_at(team, "people", at, "roles")] for at in people]
    # Where somebody has none, the team is what has to be mended first.
    held = {role for each in roles for role in each} if all(roles) else set(_HELD_BY.values())
    asked = [(("not_covered", "approved_by"), level.text("not_covered", "approved_by"))]
    if is_true(level, "closing", "manager_review"):
        asked.append((("closing", "manager_review"), "department_manager"))
    for place, position in asked:
        if position == "customer":
            lacks = not document.entries("customer", "contacts")
        else:
            lacks = bool(people) and position in _HELD_BY and _HELD_BY[position] not in held
        if lacks:
            values = {"by": word(position or ""), "team": team.id, "where": level.position(*place)}
            yield warning(document, ("service_level",), "contract.no-approver", **values)


# --- inside one contract -----------------------------------------------------------------------------


def sites_exist(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """contract.unknown-site: an asset stands at one of its contract's sites."""
    contract = (
        document if document.kind == "Contract" else look_up(workspace, "Contract", document.text("contract"))
    )
    if contract is None:
        return
    known: list[str] | None = None
    for index in document.entries("assets"):
        site = document.text("assets", index, "site")
        if site is None:
            continue
        known = ids_at(contract, "sites") if known is None else known
        if site not in known:
            choices = nearest(site, known, names_at(contract, "sites"))
            yield problem(
                document, ("assets", index, "site"), "contract.unknown-site", id=site, choices=choices
            )


# The sections whose entries are for a part of the equipment.
_CHOOSING = ("warranties", "inspections", "vars")


def assets_exist(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """contract.unknown-asset: warranties, inspections, variables and acceptances name assets of the contract."""
    named = [found for name in _CHOOSING for found in _listed(document, name, "assets")]
    for index in document.entries("acceptances"):
        named += texts_at(document, "acceptances", index, "assets")
    known = borne(workspace, document, "id", (id for _, id in named))
    choices = sorted(known)
    for place, id in named:
        if id not in known:
            yield problem(document, place, "contract.unknown-asset", id=id, choices=nearest(id, choices))


def batches_exist(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """contract.unknown-batch: the batch of an acceptance is one of some asset."""
    named = [
        (at, id)
        for at in document.entries("acceptances")
        if (id := document.text("acceptances", at, "batch"))
    ]
    known = borne(workspace, document, "batch", (id for _, id in named))
    choices = sorted(known)
    for at, id in named:
        if id not in known:
            place = ("acceptances", at, "batch")
            yield problem(document, place, "contract.unknown-batch", id=id, choices=nearest(id, choices))


def categories_used(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """contract.empty-category (warning): some asset is of each category that a warranty, inspection or variable is for."""
    named = [found for name in _CHOOSING for found in _listed(document, name, "categories")]
    known = borne(workspace, document, "category", (category for _, category in named))
    choices = sorted(known)
    for place, category in named:
        if category not in known:
            near = nearest(category, choices)
            yield warning(document, place, "contract.empty-category", category=category, choices=near)


def groups_used(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """contract.empty-group (warning): some host is in each group that a visit's playbook or a variable is for, or that lies behind a jump host.

    Where that is so of none of the groups, there is no host (`schedule.no-host`), or nothing lies behind (`access.jump-unused`);
    of variables nothing else tells it.
    """
    named = [
        (*place, "playbooks", at)
        for place in sections(document, "inspections")
        for at in document.entries(*place, "playbooks")
    ]
    named += sections(document, "vars")
    named += [("access", "jump_hosts", at) for at in document.entries("access", "jump_hosts")]
    listed = [("vars" in place, list(texts_at(document, *place, "groups"))) for place in named]
    if not any(groups for _, groups in listed):
        return
    known = {
        name: None
        for file, asset in equipment(workspace, document)
        for _, name in texts_at(file, *asset, "host", "groups")
    }
    for alone, groups in listed:
        if alone or any(name in known for _, name in groups):
            for place, name in groups:
                if name not in known:
                    near = nearest(name, known)
                    yield warning(document, place, "contract.empty-group", group=name, choices=near)


def _listed(document: Document, section: str, field: str) -> Iterator[tuple[Path, str]]:
    for place in sections(document, section):
        yield from texts_at(document, *place, field)
        # A visit says for which part of the equipment each of its playbooks is.
        for at in document.entries(*place, "playbooks"):
            yield from texts_at(document, *place, "playbooks", at, field)


# --- doubled names -----------------------------------------------------------------------------------

# The lists whose entries must differ in a field, by kind of document; in contracts also those of amendments.
_UNIQUE: dict[str, tuple[tuple[Path, str], ...]] = {
    "Contract": (
        (("assets",), "id"),
        (("assets",), "serial"),
        (("sites",), "id"),
        (("amendments",), "id"),
        (("inspections",), "id"),
        (("obligations",), "id"),
        (("quality", "indicators"), "id"),
        (("access", "jump_hosts"), "id"),
    ),
    "Assets": ((("assets",), "id"), (("assets",), "serial")),
    "Team": ((("people",), "id"),),
    "ServiceLevel": ((("severities",), "id"), (("requests",), "id"), (("escalation",), "id")),
    "EmergencyPlan": ((("groups",), "id"), (("grades",), "id"), (("risks",), "id")),
}

# Of every kind; no amendment has one.
_ACCEPTS: tuple[Path, str] = (("accepts",), "code")


def entries_unique(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """reference.doubled-entry: what is told apart by its id (or serial number) has one of its own."""
    for root in written_roots(document):
        for listed, field in (*_UNIQUE.get(document.kind, ()), _ACCEPTS):
            first: dict[str, int] = {}
            for index in document.entries(*root, *listed):
                place = (*root, *listed, index, field)
                value = document.text(*place)
                if value is None:
                    continue
                if value in first:
                    advice = Named("advice.doubled" if field == "id" else f"advice.doubled-{field}")
                    values = {
                        "field": Named(f"field.{field}"),
                        "id": value,
                        "line": first[value],
                        "advice": advice,
                    }
                    yield problem(document, place, "reference.doubled-entry", **values)
                first.setdefault(value, document.position(*place).line)


RULES: dict[str, tuple[Rule, ...]] = {
    "*": (references_exist, entries_unique),
    "Contract": (
        account_manager_known,
        approvers_there,
        sites_exist,
        assets_exist,
        batches_exist,
        categories_used,
        groups_used,
    ),
    "Assets": (sites_exist,),
}
