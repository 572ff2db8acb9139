"""From playbook and contract to what runs on a host: probes, judges, and what the customer forbids."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Protocol

from fieldops.contracts.commands import command_words, denied_word
from fieldops.contracts.model import Asset, Contract
from fieldops.documents.choices import nearest
from fieldops.documents.workspace import Document
from fieldops.errors import Unanswerable
from fieldops.inspection.checks import CheckResult, Judge, judge_of
from fieldops.inspection.frames import RawOutput
from fieldops.inspection.load import playbook_of, probe_of
from fieldops.inspection.playbook import Check, Playbook, Probe
from fieldops.inspection.readings import Reading, Reason, Session, read_output
from fieldops.inspection.shell import SCRIPT_COMMANDS
from fieldops.inspection.together import together
from fieldops.structs import Struct

_IPV6 = re.compile(r"!?\[?[0-9A-Fa-f*?]{0,4}(:[0-9A-Fa-f*?.]{0,15}){2,}(%[A-Za-z0-9_.-]+)?\]?", re.ASCII)
_BRACKETS = str.maketrans("", "", "[]")


class Library(Protocol):
    """Where probes come from."""

    def need(self, kind: str, id: str) -> Document:
        """The document of that kind and id."""


class Plan(Struct, frozen=True):
    """What playbooks do on hosts: `judges` in report order, `probes` to run, each once.

    `parts` are the playbooks that take part, `playbook` is what they are together. `forbidden` are probes the
    contract's denied commands keep from running. `own`: the judges of hosts that have others than all of them;
    `unmeant`: checks that are for none of the hosts; `only`: the hosts of playbooks that are not for all
    (`fieldops.inspection.binding`).
    """

    playbook: Playbook
    parts: tuple[Playbook, ...]
    judges: tuple[Judge, ...]
    probes: tuple[Probe, ...]
    forbidden: Mapping[str, str]
    own: Mapping[str, tuple[Judge, ...]] = {}
    unmeant: tuple[Check, ...] = ()
    only: Mapping[str, tuple[str, ...]] = {}

    def judges_on(self, host: str | None) -> tuple[Judge, ...]:
        """The judges of a host (None: any), in report order."""
        return self.own.get(host or "", self.judges)

    def probes_on(self, host: str | None) -> tuple[Probe, ...]:
        """The probes that run on a host."""
        asked = {judge.check.probe for judge in self.judges_on(host)}
        return tuple(probe for probe in self.probes if probe.id in asked)

    def judge(
        self, outputs: Mapping[str, RawOutput], session: Session | None = None, host: str | None = None
    ) -> tuple[CheckResult, ...]:
        """The result of every check for the raw outputs of one `host` (None: any), which it gave in `session`."""
        readings = {
            probe.id: read_output(probe, outputs.get(probe.id), session) for probe in self.probes_on(host)
        }
        for probe_id, command in self.forbidden.items():
            readings[probe_id] = Reading(unknown=Reason("reading.forbidden", {"command": command}))
        return tuple(judge.judge(readings[judge.check.probe]) for judge in self.judges_on(host))


def make_plan(
    documents: Sequence[Document], library: Library, tags: Iterable[str] = (), denied: Iterable[str] = ()
) -> Plan:
    """The plan of judged Playbook documents: checks with any of `tags` (all without tags), minus denied commands.

    Raises Unanswerable where two of them have a check of one id.
    """
    parts = tuple(playbook_of(document) for document in documents)
    playbook = together(parts)
    wanted = set(tags)
    checks = [
        check for check in playbook.checks if not wanted or wanted & {*check.tags, check.id, check.area}
    ]
    probes: dict[str, Probe] = {}
    for check in checks:
        if check.probe not in probes:
            probes[check.probe] = probe_of(library.need("Probe", check.probe))
    refused = tuple(denied)
    forbidden = {probe.id: word for probe in probes.values() if (word := denied_by(probe, refused))}
    judges = tuple(judge_of(check, probes[check.probe]) for check in checks)
    allowed = tuple(probe for probe in probes.values() if probe.id not in forbidden)
    return Plan(playbook, parts, judges, allowed, forbidden)


def denied_by(probe: Probe, refused: tuple[str, ...]) -> str | None:
    """Which of the commands that the customer has `refused` keeps the probe from running; None where none does."""
    if not refused:
        return None
    # Without its own programs the script cannot run a probe at all.
    return denied_word(refused, command_words(probe.run, probe.needs, probe.sudo) | SCRIPT_COMMANDS)


def choose_hosts(contract: Contract, limit: str | None) -> tuple[Asset, ...]:
    """The contract's assets that have a host and match `limit`.

    `limit` is one or more patterns separated by commas or colons, as in Ansible: shell wildcards over asset
    id, address and groups; a leading ``!`` takes hosts out again. None means all hosts, an empty text none.
    Raises Unanswerable for a pattern that matches no host: a misspelt one would look at less, or at more, than was meant.
    """
    hosts = tuple(asset for asset in contract.assets if asset.host is not None)
    if limit is None:
        return hosts
    patterns = list(_patterns(limit))
    wanted = [pattern for pattern in patterns if not pattern.startswith("!")]
    unwanted = [pattern[1:] for pattern in patterns if pattern.startswith("!")]
    for pattern in (*wanted, *unwanted):
        if not any(_matches(asset, [pattern]) for asset in hosts):
            raise _no_hosts(contract, pattern)
    chosen = tuple(
        asset
        for asset in hosts
        if (_matches(asset, wanted) if wanted else unwanted) and not _matches(asset, unwanted)
    )
    if not chosen:
        raise _no_hosts(contract, limit)
    return chosen


def _no_hosts(contract: Contract, limit: str) -> Unanswerable:
    known = nearest(limit, (asset.id for asset in contract.assets if asset.host))
    return Unanswerable("inspect.no-hosts", contract=contract.id, limit=limit, choices=known)


def _patterns(limit: str) -> Iterator[str]:
    """The patterns of a limit; the colons of an IPv6 address separate nothing."""
    for part in limit.split(","):
        address = _IPV6.fullmatch(part.strip()) is not None
        for pattern in [part.translate(_BRACKETS)] if address else part.split(":"):
            if pattern.strip():
                yield pattern.strip()


def _matches(asset: Asset, patterns: list[str]) -> bool:
    names = [asset.id, *((asset.host.address, *asset.host.groups) if asset.host else ())]
    return any(pattern == "all" or fnmatchcase(name, pattern) for name in names for pattern in patterns)
