"""From playbook and contract to what runs on a host: probes, judges, and what the customer forbids."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Protocol

from fieldops.contracts.commands import command_words, denied_word
from fieldops.contracts.device_commands import device_words
from fieldops.contracts.instances import CLIENTS, KINDS, WITH_LOGIN
from fieldops.contracts.model import Asset, Contract, Instance, LoadGuard
from fieldops.documents.choices import nearest
from fieldops.documents.lineage import Shelf
from fieldops.documents.workspace import Document
from fieldops.errors import Unanswerable
from fieldops.inspection.adapting import Adapted
from fieldops.inspection.checks import CheckResult, Judge, judge_of
from fieldops.inspection.frames import RawOutput
from fieldops.inspection.instances import read_instance, trial, with_instances
from fieldops.inspection.instances import together as instances_together
from fieldops.inspection.load import adapted_by, check_of, item_of, playbook_of, probe_of
from fieldops.inspection.playbook import Bound, Check, Deviation, ManualItem, Playbook, Probe, size
from fieldops.inspection.readings import Reading, Reason, Session, read_output
from fieldops.inspection.shell import NICE, SCRIPT_COMMANDS, Manner
from fieldops.inspection.together import together
from fieldops.inspection.variables import Setting
from fieldops.structs import Struct

_IPV6 = re.compile(r"!?\[?[0-9A-Fa-f*?]{0,4}(:[0-9A-Fa-f*?.]{0,15}){2,}(%[A-Za-z0-9_.-]+)?\]?", re.ASCII)
_BRACKETS = str.maketrans("", "", "[]")


class Library(Shelf, Protocol):
    """Where probes come from, and playbooks that another one extends."""

    def need(self, kind: str, id: str) -> Document:
        """The document of that kind and id."""


class Plan(Struct, frozen=True):
    """What playbooks do on hosts: `judges` in report order, `probes` to run, each once.

    `parts` are the playbooks that take part, `playbook` is what they are together. `forbidden` are probes the
    contract's denied commands keep from running. `own`: the judges of hosts that have others than all of them;
    `unmeant`: checks that are for none of the hosts; `only`: the hosts of playbooks that are not for all
    (`fieldops.inspection.binding`). `deviations`: where the playbooks deviate from those that they extend; `groups`: of
    each host, and of equipment without one none; `varying`: the playbooks of manual items that may be others for some of these;
    `platforms`: what each host is; `instances`: the databases and middleware on each.
    """

    playbook: Playbook
    parts: tuple[Playbook, ...]
    judges: tuple[Judge, ...]
    probes: tuple[Probe, ...]
    forbidden: Mapping[str, str]
    own: Mapping[str, tuple[Judge, ...]] = {}
    unmeant: tuple[Check, ...] = ()
    only: Mapping[str, tuple[str, ...]] = {}
    deviations: tuple[Deviation, ...] = ()
    groups: Mapping[str, tuple[str, ...]] = {}
    manual: tuple[ManualItem, ...] = ()
    platforms: Mapping[str, str] = {}
    instances: Mapping[str, tuple[Instance, ...]] = {}
    varying: Mapping[str, Adapted] = {}

    @property
    def extends(self) -> tuple[str, ...]:
        """The ids of the playbooks that its playbooks extend."""
        return tuple(each.extends for each in self.parts if each.extends is not None)

    def hosts_of(self, deviation: Deviation) -> tuple[str, ...] | None:
        """The hosts for which a deviation is meant; None: for all."""
        if not deviation.hosts and not deviation.groups:
            return None
        named, wanted = set(deviation.hosts), set(deviation.groups)
        return tuple(host for host, groups in self.groups.items() if host in named or wanted & set(groups))

    def item_on(self, item: ManualItem, place: str) -> ManualItem:
        """A manual item as it is asked at a place: of equipment as the playbook and the contract say it of that."""
        if place not in self.groups or item.id not in self.varying:
            return item
        return item_of(self.varying[item.id].check_on(item.id, place, self.groups[place]))

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of instances that its probes ask."""
        return tuple(dict.fromkeys(probe.platform for probe in self.probes if probe.platform in KINDS))

    def judges_on(self, host: str | None) -> tuple[Judge, ...]:
        """The judges of a host (None: any), in report order."""
        return self.own.get(host or "", self.judges)

    def judges_by_check(self, host: str) -> Mapping[str, Judge]:
        """The judges of a host by the id of their check."""
        return {judge.check.id: judge for judge in self.judges_on(host)}

    def probes_on(self, host: str | None) -> tuple[Probe, ...]:
        """The probes that run on a host; of those for devices what is sent to one of its system."""
        platforms = self.platforms.values() if host is None else [self.platforms.get(host, "")]
        found = [probe.on(platforms) if self.platforms else probe for probe in self._wanted(host)]
        bound = with_instances(found, self.instances_on(host))
        usual = (probe for probe in found if host is None or probe.platform not in KINDS)
        return (*usual, *bound)

    def _wanted(self, host: str | None) -> list[Probe]:
        """The probes that the checks of a host ask, as they are written."""
        asked = {judge.check.probe for judge in self.judges_on(host)}
        return [probe for probe in self.probes if probe.id in asked]

    def instances_on(self, host: str | None) -> tuple[Instance, ...]:
        """The instances on a host, in the order of the contract; of any host: none."""
        return self.instances.get(host or "", ())

    @property
    def first_logins(self) -> tuple[Bound, ...]:
        """The first logins to the instances of all hosts, each that differs once."""
        asked = (each for host in self.instances for each in self.asked_on(host))
        found = (trial(each) for each in asked if each.kind in WITH_LOGIN)
        return tuple({(each.id, each.told): each for each in found}.values())

    def asked_on(self, host: str) -> tuple[Instance, ...]:
        """Of the instances on a host those of which a probe asks something."""
        kinds = {probe.platform for probe in self._wanted(host)}
        return tuple(each for each in self.instances_on(host) if each.kind in kinds)

    def judge(
        self, outputs: Mapping[str, RawOutput], session: Session | None = None, host: str | None = None
    ) -> tuple[CheckResult, ...]:
        """The result of every check for the raw outputs of one `host` (None: any), which it gave in `session`."""
        known = {probe.id: probe for probe in self.probes}
        forbidden = {
            probe: Reading(unknown=Reason("reading.forbidden", {"command": command}))
            for probe, command in self.forbidden.items()
        }
        readings = {
            probe.id: read_output(probe, outputs.get(probe.id), session)
            for probe in self.probes_on(host)
            if probe.platform not in KINDS
        } | forbidden
        found: list[CheckResult] = []
        for judge in self.judges_on(host):
            name = judge.check.probe
            if judge.platform not in KINDS or name in forbidden:
                found.append(judge.judge(readings[name]))
            else:
                mine = [each for each in self.instances_on(host) if each.kind == judge.platform]
                read = [(each, read_instance(known[name], each, outputs, session)) for each in mine]
                found.append(instances_together(judge, read))
        return tuple(found)


def make_plan(
    documents: Sequence[Document],
    library: Library,
    tags: Iterable[str] = (),
    denied: Iterable[str] = (),
    hosts: Iterable[Asset] = (),
    settings: Sequence[Setting] = (),
) -> Plan:
    """The plan of judged Playbook documents for these hosts: checks with any of `tags` (all without tags) and none of those
    that begin with ``!``, minus denied commands. `settings`: what the contract sets of their variables.

    Raises Unanswerable where two of them have a check of one id.
    """
    parts = tuple(playbook_of(document, library, settings) for document in documents)
    bases = [adapted_by(document, library, settings) for document in documents]
    playbook = together(parts)
    listed = tuple(tags)
    checks = [check for check in playbook.checks if is_chosen(check, listed)]
    probes: dict[str, Probe] = {}
    for check in checks:
        if check.probe not in probes:
            probes[check.probe] = probe_of(library.need("Probe", check.probe))
    refused = tuple(denied)
    forbidden = {probe.id: word for probe in probes.values() if (word := denied_by(probe, refused))}
    judges = tuple(judge_of(check, probes[check.probe]) for check in checks)
    allowed = tuple(probe for probe in probes.values() if probe.id not in forbidden)
    groups = {asset.id: asset.host.groups for asset in hosts if asset.host}
    own = dict(_own_judges(judges, bases, probes, groups))
    deviations = tuple(each for base in bases for each in base.told)
    return Plan(
        playbook,
        parts,
        judges,
        allowed,
        forbidden,
        own,
        deviations=deviations,
        groups=groups,
        manual=tuple(item for item in playbook.manual if is_chosen(item, listed)),
        platforms={asset.id: asset.host.platform for asset in hosts if asset.host},
        instances={asset.id: asset.host.instances for asset in hosts if asset.host},
        varying={id: base for base in bases for id in base.varying if id not in base.checks},
    )


def is_chosen(check: Check | ManualItem, tags: Iterable[str]) -> bool:
    """Whether the tags choose a check or manual item: by one of its tags, its id or its area; a leading ``!`` takes it out."""
    names = {*check.tags, check.id, check.area}
    wanted = {tag for tag in tags if not tag.startswith("!")}
    unwanted = {tag[1:] for tag in tags if tag.startswith("!")}
    return (not wanted or bool(wanted & names)) and not unwanted & names


def _own_judges(
    judges: tuple[Judge, ...],
    bases: Sequence[Adapted],
    probes: Mapping[str, Probe],
    hosts: Mapping[str, tuple[str, ...]],
) -> Iterator[tuple[str, tuple[Judge, ...]]]:
    """The judges of each host of which a playbook says something of its own."""
    base_of = {id: base for base in bases for id in base.varying if id in base.checks}
    for host, groups in hosts.items():
        own = {id: base.check_on(id, host, groups) for id, base in base_of.items()}
        if any(check != base_of[id].for_all(id) for id, check in own.items()):
            theirs = (own.get(judge.check.id) for judge in judges)
            yield (
                host,
                tuple(
                    judge if check is None else judge_of(check_of(check), probes[judge.check.probe])
                    for judge, check in zip(judges, theirs, strict=True)
                ),
            )


def denied_by(probe: Probe, refused: tuple[str, ...]) -> str | None:
    """Which of the commands that the customer has `refused` keeps the probe from running; None where none does."""
    if not refused:
        return None
    if probe.commands:
        sent = device_words(each for listed in probe.commands.values() for each in listed)
        return next((each for each in refused if each in sent), None)
    # Without its own programs the script cannot run a probe at all.
    clients = CLIENTS.get(probe.platform, ())
    words = command_words(probe.run, (*probe.needs, *clients), bool(probe.sudo))
    return denied_word(refused, words | SCRIPT_COMMANDS)


def manner_of(contract: Contract) -> Manner:
    """How gently the contract wants its hosts to be treated."""
    access = contract.access
    guard = access.load_guard or LoadGuard()
    return Manner(
        nice=denied_word(access.denied_commands, frozenset({NICE})) is None,
        most_load=guard.load or 0,
        least_memory=size(guard.memory) // 1024 if guard.memory else 0,
    )


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
