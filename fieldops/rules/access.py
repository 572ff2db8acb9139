"""Rules about remote access: consent, windows, passwords that are changed afterwards, denied commands."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from fieldops.contracts.commands import command_words
from fieldops.contracts.device_commands import VERBS, device_words
from fieldops.contracts.instances import CLIENTS
from fieldops.contracts.versions import written_roots
from fieldops.contracts.ways import way_to_host
from fieldops.documents.lineage import lineage, probes_named
from fieldops.documents.workspace import Document, Workspace
from fieldops.documents.yaml_text import Path
from fieldops.errors import Problem
from fieldops.rules.estate import agreement, once
from fieldops.rules.rule import Rule, look_at, look_up, problem, told_once, warning
from fieldops.rules.sections import equipment, has, is_true, sections, texts_at
from fieldops.structs import Struct


def consent_agreed(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """access.no-consent (warning): where engineers log in, the contract says how the customer allows it. E1"""
    if has(document, "access", "consent"):
        return
    if document.text("access", "login", "user") is not None:
        yield warning(document, ("access", "login"), "access.no-consent")
        return
    host = next(_remote_hosts(workspace, document), None)
    if host is not None:
        place = host[1] if host[0] is document else ()
        yield warning(document, ("access",) if has(document, "access") else place, "access.no-consent")


def _remote_hosts(workspace: Workspace, document: Document) -> Iterator[tuple[Document, Path]]:
    for file, asset in equipment(workspace, document):
        place = (*asset, "host")
        if file.text(*place, "address") is not None and file.text(*place, "transport") != "local":
            yield file, place


def somebody_may_consent(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """access.nobody-may-consent (warning): where consent is asked for each time, a contact may give it. E1"""
    if document.text("access", "consent") != "per_visit":
        return
    contacts = document.entries("customer", "contacts")
    duties = [
        duty
        for contact in contacts
        for _, duty in texts_at(document, "customer", "contacts", contact, "duties")
    ]
    if "consent" not in duties:
        yield warning(document, ("access", "consent"), "access.nobody-may-consent")


@told_once
def somebody_may_call(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """access.nobody-may-call: where only authorised callers are served, a contact of the customer is one. B1"""
    contacts = document.entries("customer", "contacts")
    for contact in contacts:
        duties = (duty for _, duty in texts_at(document, "customer", "contacts", contact, "duties"))
        if "reporting" in duties:
            return
    for root in written_roots(document):
        level = look_at(workspace, "ServiceLevel", document.text(*root, "service_level"))
        if level is not None and is_true(level, "intake", "only_authorised_callers"):
            yield problem(document, (*root, "service_level"), "access.nobody-may-call", level=level.id)


def windows_open(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """access.window-empty: a window, of sessions or of works, is open for some time. E1"""
    for section in ("access", "works"):
        for index in document.entries(section, "windows"):
            place: Path = (section, "windows", index, "hours")
            begin, _, end = (document.text(*place) or "").partition("-")
            if begin and begin == end:
                yield problem(document, place, "access.window-empty", hours=document.text(*place))


def sessions_end(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """access.no-window-to-end (warning): a session that ends with the window has one. E3"""
    if document.text("access", "session_ends") == "window" and not document.entries("access", "windows"):
        yield warning(document, ("access", "session_ends"), "access.no-window-to-end")


def passwords_changed(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """access.no-rotation (warning): where passwords are used, of hosts or instances, it is agreed that the customer is reminded to change them. E2"""
    if is_true(document, "access", "rotate_credentials_after_use"):
        return
    logins: list[tuple[Document, Path]] = [(document, ("access", "login"))]
    logins += [
        (document, ("access", "jump_hosts", at, "login")) for at in document.entries("access", "jump_hosts")
    ]
    logins += [(file, (*host, "login")) for file, host in _remote_hosts(workspace, document)]
    for file, login in logins:
        for way in (login, (*login, "sudo")):
            if file.text(*way, "method") in ("password_command", "prompt"):
                place = (*way, "method") if file is document else ("access",)
                yield warning(document, place, "access.no-rotation", user=file.text(*login, "user") or "-")
                return
    for file, login in _instance_logins(workspace, document):
        if file.text(*login, "method") == "password":
            place = (*login, "method") if file is document else ("access",)
            user = file.text(*login, "account") or "-"
            yield warning(document, place, "access.no-rotation", user=user)
            return


def _instance_logins(workspace: Workspace, document: Document) -> Iterator[tuple[Document, Path]]:
    """How the databases and middleware of all hosts are logged in to."""
    for file, asset in equipment(workspace, document):
        for at in file.entries(*asset, "host", "instances"):
            yield file, (*asset, "host", "instances", at, "login")


class _Known(Struct, frozen=True):
    """A login that `openssh` would use: where it is told, whose it is, and where it is written."""

    place: Path
    name: str
    jump: bool
    file: Document
    login: Path


def _logins_of_openssh(workspace: Workspace, document: Document) -> Iterator[_Known]:
    """Of the hosts of transport openssh, and of the contract's jump hosts on the way to them."""
    shared: Path = ("access", "login")
    for file, host in _remote_hosts(workspace, document):
        if file.text(*host, "transport") == "openssh":
            name, own = file.text(*host, "address") or "-", has(file, *host, "login")
            place = (*host, "transport") if file is document else ("access",)
            yield _Known(place, name, False, *((file, (*host, "login")) if own else (document, shared)))
    before = _before_openssh(workspace, document)
    for at in document.entries("access", "jump_hosts"):
        jump: Path = ("access", "jump_hosts", at)
        if (id := document.text(*jump, "id")) in before:
            login = (*jump, "login") if has(document, *jump, "login") else shared
            yield _Known((*jump, "id"), id or "-", True, document, login)


def _before_openssh(workspace: Workspace, document: Document) -> frozenset[str]:
    """The ids of the jump hosts on the way to hosts of transport openssh; none while the contract cannot be taken apart."""
    agreed = agreement(workspace, document)
    if agreed is None:
        return frozenset()
    hosts = [one.host for one in agreed.assets if one.host is not None and one.host.transport == "openssh"]
    return frozenset(jump.id for host in hosts for jump in way_to_host(agreed.signed.access, host))


def keys_for_openssh(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """access.openssh-password, access.openssh-jump-password: a host of transport openssh and the jump hosts before it have
    logins with a key; that program asks nobody.
    """
    for one in _logins_of_openssh(workspace, document):
        if one.file.text(*one.login, "method") in ("password_command", "prompt"):
            if one.jump:
                yield problem(document, one.place, "access.openssh-jump-password", id=one.name)
            else:
                yield problem(document, one.place, "access.openssh-password", address=one.name)


def no_second_factor_by_openssh(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """access.openssh-second-factor: no login by openssh, at a host or a jump host before it, asks for a second factor."""
    for one in _logins_of_openssh(workspace, document):
        if is_true(one.file, *one.login, "second_factor"):
            yield problem(document, one.place, "access.openssh-second-factor", name=one.name)


def denied_commands_used(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """access.denied-unused (warning): no denied command only resembles one that the contract's inspections run.

    It is probably misspelt, and the one that was meant will be run. One that resembles none is denied as a precaution.
    """
    denied = list(texts_at(document, "access", "denied_commands"))
    named = {id for place in sections(document, "inspections") for id in _playbooks(document, place)}
    if not denied or not named or any(workspace.get("Playbook", id) is None for id in named):
        return
    words = once(workspace, _words_run, *sorted(named))
    for place, command in denied:
        name = command.rsplit("/", 1)[-1]
        near = [] if name in words else get_close_matches(name, words, n=1, cutoff=0.8)
        if near:
            yield warning(document, place, "access.denied-unused", command=command, near=near[0])


def _playbooks(document: Document, inspection: Path) -> Iterator[str]:
    """The ids of the playbooks that an inspection names."""
    listed = (*inspection, "playbooks")
    for place in (inspection, *((*listed, at) for at in document.entries(*listed))):
        if id := document.text(*place, "playbook"):
            yield id


def _words_run(workspace: Workspace, *playbooks: str) -> frozenset[str]:
    """Every command that the playbooks' probes run or may run, without folders."""
    words: set[str] = set()
    for id in playbooks:
        chain = lineage(workspace, workspace.need("Playbook", id))
        probes = frozenset().union(*map(probes_named, chain))
        for probe in (look_up(workspace, "Probe", name) for name in probes):
            if probe is not None:
                needs = [needed for _, needed in texts_at(probe, "needs")]
                needs += CLIENTS.get(probe.text("platform") or "", ())
                words |= command_words(probe.text("run") or "", needs, is_true(probe, "sudo"))
                words |= device_words(each for name in VERBS for _, each in texts_at(probe, "commands", name))
    return frozenset(words)


RULES: dict[str, tuple[Rule, ...]] = {
    "Contract": (
        consent_agreed,
        somebody_may_consent,
        somebody_may_call,
        windows_open,
        sessions_end,
        passwords_changed,
        keys_for_openssh,
        no_second_factor_by_openssh,
        denied_commands_used,
    ),
}
