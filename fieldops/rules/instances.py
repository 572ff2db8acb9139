"""Rules about databases and middleware on hosts: each is one of its host, is reached in one way, and can be logged in to."""

from __future__ import annotations

from collections.abc import Iterator

from fieldops.contracts.instances import KINDS, comes_by_network, knows_peers, needs_account
from fieldops.documents.lineage import lineage, probes_named
from fieldops.documents.workspace import Document, Workspace
from fieldops.documents.yaml_text import Path
from fieldops.errors import Problem
from fieldops.rules.estate import once
from fieldops.rules.rule import Rule, look_at, problem, warning
from fieldops.rules.sections import equipment, has, number_at, sections


def _hosts(document: Document) -> Iterator[Path]:
    for at in document.entries("assets"):
        yield ("assets", at, "host")


def _instances(document: Document) -> Iterator[tuple[Path, str]]:
    """Place and kind of each instance."""
    for host in _hosts(document):
        for at in document.entries(*host, "instances"):
            place = (*host, "instances", at)
            if (kind := document.text(*place, "kind")) in KINDS:
                yield place, kind


def named_once(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """instance.doubled-id: no two instances of one host have one id; their values would be taken for each other's."""
    for host in _hosts(document):
        first: dict[str, int] = {}
        for at in document.entries(*host, "instances"):
            place = (*host, "instances", at, "id")
            if (id := document.text(*place)) is None:
                continue
            if id in first:
                yield problem(document, place, "instance.doubled-id", id=id, line=first[id])
            first.setdefault(id, document.position(*place).line)


def on_servers(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """instance.on-device: instances run on servers; a network device runs no client that could ask one."""
    for host in _hosts(document):
        platform = document.text(*host, "platform") or "linux"
        if document.entries(*host, "instances") and platform != "linux":
            yield problem(document, (*host, "instances"), "instance.on-device", platform=platform)


def reached_in_one_way(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """instance.two-ways: an instance is reached by its socket or by its address."""
    for place, _ in _instances(document):
        if has(document, *place, "socket") and has(document, *place, "address"):
            yield problem(document, (*place, "socket"), "instance.two-ways")


def logins_complete(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """instance.no-account: a password belongs to an account, where the product has accounts.

    instance.no-peer, instance.peer-by-network: the account of the operating system is enough only for a product that asks
    for it, and by a local way. instance.password-as-account: a password is given to a client of the login itself.
    """
    for place, kind in _instances(document):
        login, method = (*place, "login"), document.text(*place, "login", "method")
        if method == "password":
            if needs_account(kind) and not has(document, *login, "account"):
                yield problem(document, (*login, "method"), "instance.no-account", kind=kind)
            if has(document, *login, "system_account"):
                yield problem(document, (*login, "system_account"), "instance.password-as-account")
        elif method == "peer" and not knows_peers(kind):
            yield problem(document, (*login, "method"), "instance.no-peer", kind=kind)
        elif method == "peer" and _asks_for_peers(kind) and _by_network(document, place, kind):
            yield problem(document, (*login, "method"), "instance.peer-by-network", kind=kind)


def _asks_for_peers(kind: str) -> bool:
    """Whether it is the product that learns the account; of others it is only as whom a client runs."""
    return needs_account(kind)


def _by_network(document: Document, place: Path, kind: str) -> bool:
    return comes_by_network(
        kind, document.text(*place, "address"), number_at(document, *place, "port")
    ) and not has(document, *place, "socket")


def recorded_where_asked(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """instance.none-recorded (warning): of what a visit's playbook asks for, an instance is recorded for some host.

    A playbook for products of several kinds is for hosts that have some of them.
    """
    wanted = list(_kinds_asked(workspace, document))
    if not wanted:
        return
    recorded = {
        file.text(*asset, "host", "instances", at, "kind")
        for file, asset in equipment(workspace, document)
        for at in file.entries(*asset, "host", "instances")
    }
    for place, playbook, kinds in wanted:
        for kind in () if recorded.intersection(kinds) else kinds:
            yield warning(document, place, "instance.none-recorded", playbook=playbook, kind=kind)


def _kinds_asked(workspace: Workspace, document: Document) -> Iterator[tuple[Path, str, tuple[str, ...]]]:
    for inspection in sections(document, "inspections"):
        listed = (*inspection, "playbooks")
        for use in (inspection, *((*listed, at) for at in document.entries(*listed))):
            id = document.text(*use, "playbook")
            if id is not None and look_at(workspace, "Playbook", id) is not None:
                known = once(workspace, _no_kinds_yet)
                if id not in known:
                    known[id] = _kinds_of(workspace, id)
                if known[id]:
                    yield (*use, "playbook"), id, known[id]


def _no_kinds_yet(workspace: Workspace) -> dict[str, tuple[str, ...]]:
    """The kinds of instances that playbooks ask, by their ids: filled as contracts name them."""
    return {}


def _kinds_of(workspace: Workspace, playbook: str) -> tuple[str, ...]:
    """The kinds of instances that the probes of a playbook ask."""
    chain = lineage(workspace, workspace.need("Playbook", playbook))
    named = sorted(frozenset[str]().union(*map(probes_named, chain)))
    probes = (look_at(workspace, "Probe", name) for name in named)
    platforms = {probe.text("platform") for probe in probes if probe is not None}
    return tuple(sorted(KINDS & platforms))


_RULES: tuple[Rule, ...] = (named_once, on_servers, reached_in_one_way, logins_complete)
RULES: dict[str, tuple[Rule, ...]] = {"Contract": (*_RULES, recorded_where_asked), "Assets": _RULES}
