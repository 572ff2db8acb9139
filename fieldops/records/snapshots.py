"""What a report needs to know about its time, kept as it was: the contract, the team, the playbook, the request.

A snapshot is part of a recorded event and is read for ever, so nothing here follows today's documents: a new field of
a contract appears here only when a report needs it, and then the event's version goes up. Texts stay in both languages.
How snapshots are taken from documents is `fieldops.actions.snapshots`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from fieldops.inspection.carried import CarriedAs, Summed
from fieldops.inspection.readings import Reason
from fieldops.messages.text import Text
from fieldops.structs import Struct


class DocumentSnapshot(Struct, frozen=True):
    """A whole document as it was read: its kind and id, the file in the workspace, and the SHA-256 of its bytes."""

    kind: str
    id: str
    path: str
    sha256: str
    size: int


class TermSnapshot(Struct, frozen=True):
    """The term in force on the run's day, both days included, and the clause it comes from.

    `clause` is the path within the contract; `amendment` the id of the amendment that it stands in. `path` and `line`
    name the place in the workspace's files; records of version 1 did not keep them.
    """

    start: date
    end: date
    clause: tuple[str | int, ...] = ("term",)
    amendment: str | None = None
    path: str | None = None
    line: int | None = None


class ContactSnapshot(Struct, frozen=True):
    """A person of the customer."""

    name: str
    title: Text | None = None
    phone: str | None = None
    email: str | None = None


class SiteSnapshot(Struct, frozen=True):
    """A place where equipment stands."""

    id: str
    name: Text


class OldAlgorithmsSnapshot(Struct, frozen=True):
    """Algorithms of SSH that are no longer safe and were allowed for a host, why, and until which day (included)."""

    allow: tuple[str, ...]
    reason: str
    until: date | None = None


class HostSnapshot(Struct, frozen=True):
    """How an asset was reached. Records before version 7 knew no old algorithms."""

    address: str
    port: int = 22
    transport: str = "ssh"
    platform: str = "linux"
    groups: tuple[str, ...] = ()
    old_algorithms: OldAlgorithmsSnapshot | None = None


class AssetSnapshot(Struct, frozen=True):
    """One piece of the contract's equipment; `host` is None for one that no inspection can reach.

    `site` is the name of its site, `location` where it stands there.
    """

    id: str
    name: Text | None = None
    serial: str | None = None
    model: str | None = None
    category: str | None = None
    site: Text | None = None
    location: Text | None = None
    host: HostSnapshot | None = None


class ContractSnapshot(Struct, frozen=True):
    """What the report says about the contract. `assets` are all of its equipment, in the contract's order."""

    id: str
    title: Text
    number: str | None
    language: str
    time_zone: str
    customer: Text
    vendor: Text
    hotline: str | None
    term: TermSnapshot
    contacts: tuple[ContactSnapshot, ...] = ()
    scope: tuple[Text, ...] = ()
    out_of_scope: tuple[Text, ...] = ()
    sites: tuple[SiteSnapshot, ...] = ()
    assets: tuple[AssetSnapshot, ...] = ()

    def asset(self, id: str) -> AssetSnapshot | None:
        """The asset with that id."""
        return next((asset for asset in self.assets if asset.id == id), None)


class PersonSnapshot(Struct, frozen=True):
    """One of those who inspected, as the team named them that day."""

    id: str
    name: Text
    title: Text | None = None


class TeamSnapshot(Struct, frozen=True):
    """The team, and of its people those who inspected, in their order."""

    id: str
    name: Text
    engineers: tuple[PersonSnapshot, ...] = ()


class AreaSnapshot(Struct, frozen=True):
    """A chapter of the report."""

    id: str
    title: Text


class CheckSnapshot(Struct, frozen=True):
    """A check as the report explains it, with the criteria it was judged by as they were written."""

    id: str
    title: Text
    area: str
    probe: str
    value: str
    standard: Text
    advice: Text | None = None
    each: str | None = None
    where: str | None = None
    skip: str | None = None
    warn: str | None = None
    crit: str | None = None
    expect: str | None = None
    otherwise: str = "crit"
    info: bool = False
    absent: str = "unknown"
    empty: str = "unknown"
    tags: tuple[str, ...] = ()


class ChoiceSnapshot(Struct, frozen=True):
    """One of the answers to choose from; `result` is "ok", "warn", "crit" or "na"."""

    id: str
    title: Text
    result: str


class PlaceSnapshot(Struct, frozen=True):
    """Where a manual item is to be filled in: a host (the id of its asset), a site or the whole visit (with ``@``)."""

    id: str
    name: Text | None = None


class ManualSnapshot(Struct, frozen=True):
    """What a person looks at, beside the check of that id in the playbook: where it is owed, and in which form it is answered.

    `form` is "judged", "number", "choice" or "text"; `photo` says when one is wanted: "not-ok", "always" or None. Of what is
    judged `choices` are the answers that are taken where these are not all. An item that is asked in several ways is there
    once for each, with other places.
    """

    id: str
    look: Text
    places: tuple[PlaceSnapshot, ...]
    form: str = "judged"
    unit: str | None = None
    choices: tuple[ChoiceSnapshot, ...] = ()
    photo: str | None = None


class CheckHeading(Struct, frozen=True):
    """A check of the playbook that this run left out."""

    id: str
    title: Text
    area: str


class CheckVariant(Struct, frozen=True):
    """A check as it was judged on these hosts of the run, where the playbook says it of them otherwise than of the others."""

    check: CheckSnapshot
    hosts: tuple[str, ...]


class TermOverridden(Struct, frozen=True):
    """One property of a check (`warn`, `standard`, ...) that is another than in the playbook that is extended; None: there is none."""

    name: str
    was: Text | None
    now: Text | None


class DeviationSnapshot(Struct, frozen=True):
    """Where `playbook` deviates from the one that it extends, and why: a check that it leaves out, or judges by other terms.

    `hosts` are those of the run for which it holds; None: for all.
    """

    check: str
    title: Text
    playbook: str
    reason: Text
    terms: tuple[TermOverridden, ...] = ()
    hosts: tuple[str, ...] | None = None
    left_out: bool = False


class ProbeSnapshot(Struct, frozen=True):
    """A probe as it ran: `command` exactly as it was sent; None where the contract forbids it, naming `forbidden`.

    `timeout` in seconds, `cap` in bytes. `account`: as which it ran by sudo, None for the login; what a version of
    `RunStarted` before 8 says of `sudo` alone was root, or an account that was not kept.
    """

    id: str
    title: Text | None
    command: str | None
    forbidden: str | None = None
    sudo: bool = False
    timeout: int = 10
    cap: int = 65536
    account: str | None = None


class PartSnapshot(Struct, frozen=True):
    """One of several playbooks that a run put together, with the ids of its checks that were carried out.

    `hosts` are those of the run that it was for; None: all of them.
    """

    id: str
    title: Text
    checks: tuple[str, ...]
    hosts: tuple[str, ...] | None = None


class PlaybookSnapshot(Struct, frozen=True):
    """The playbook as far as it was carried out; `parts` where it is several, or for some of the hosts only.

    `checks` are those of this run in the order of the report, `probes` those they ask. `left_out` are the playbook's
    other checks (--tags); None where that was not recorded (version 1). `unmeant` are checks that are for none of the
    run's hosts. `variants` are the checks that were judged otherwise on some hosts; `deviations` what the playbook changes
    of those that it extends. `manual` are the manual items, each of which is one of the `checks`, too.
    """

    id: str
    title: Text
    platform: str
    method: Text | None
    areas: tuple[AreaSnapshot, ...]
    checks: tuple[CheckSnapshot, ...]
    probes: tuple[ProbeSnapshot, ...]
    left_out: tuple[CheckHeading, ...] | None = ()
    parts: tuple[PartSnapshot, ...] = ()
    unmeant: tuple[CheckHeading, ...] = ()
    variants: tuple[CheckVariant, ...] = ()
    deviations: tuple[DeviationSnapshot, ...] = ()
    manual: tuple[ManualSnapshot, ...] = ()

    @property
    def asked(self) -> tuple[CheckSnapshot, ...]:
        """The checks that programs carried out: all but those that people fill in."""
        by_hand = {item.id for item in self.manual}
        return tuple(check for check in self.checks if check.id not in by_hand)

    @property
    def playbooks(self) -> tuple[str, ...]:
        """The ids of the playbooks that took part."""
        return tuple(part.id for part in self.parts) or (self.id,)

    def playbook_of(self, check: str) -> str:
        """The id of the playbook that a check of this run comes from."""
        return next((part.id for part in self.parts if check in part.checks), self.id)

    def meant(self, check: str, hosts: Iterable[str]) -> list[str]:
        """Those of the hosts that the playbook of a check is for."""
        of = next((part.hosts for part in self.parts if check in part.checks), None)
        return [host for host in hosts if of is None or host in of]

    def check_on(self, check: CheckSnapshot, host: str) -> CheckSnapshot:
        """One of the checks, as it was judged on a host."""
        if not self.variants:
            return check
        found = (each.check for each in self.variants if each.check.id == check.id and host in each.hosts)
        return next(found, check)

    def probe(self, id: str) -> ProbeSnapshot | None:
        """The probe with that id."""
        return next((probe for probe in self.probes if probe.id == id), None)


class OverrideSnapshot(Struct, frozen=True):
    """That somebody began a run in spite of `refused`, and the `reason` given: codes of the catalogue with their values."""

    reason: str
    refused: tuple[Reason, ...]


class RequestSnapshot(Struct, frozen=True):
    """What was asked for: `limit` and `tags` as given, `hosts` the assets named by id (None: not restricted so).

    `left_out` are the contract's hosts that the run did not ask for; `serves` is the occurrence of an obligation that
    it was begun for. `limit` was not recorded in version 1; `left_out` tells the same there. `override` is None where
    nothing stood against the run (and in versions before 3, where nobody looked). `retries` is the run whose hosts that
    gave nothing are asked again.
    """

    limit: str | None = None
    tags: tuple[str, ...] = ()
    hosts: tuple[str, ...] | None = None
    left_out: tuple[str, ...] = ()
    serves: str | None = None
    override: OverrideSnapshot | None = None
    retries: str | None = None


class CollectedHost(Struct, frozen=True):
    """One host's result as it was carried here: from which bundle, made when and by whom of the engineers.

    `known`: whether this workspace had a note of the bundle. `sha256` is that of the result, as the host gave it; `undone`
    what was done to it on its way. `began`, `ended`, `name`, `serial` are what the machine said of itself; `doubts` what does
    not fit: codes with their values.
    """

    host: str
    bundle: str
    by: str
    made: datetime
    known: bool
    sha256: str
    summed: Summed
    undone: tuple[CarriedAs, ...] = ()
    began: datetime | None = None
    ended: datetime | None = None
    name: str = ""
    serial: str = ""
    doubts: tuple[Reason, ...] = ()
