"""What is recorded of a run: its beginning, each host with its evidence, its end, and what was deleted of it later.

A run's events stand in a stream of their own, under the run's id. Here are their outlines, too: as much of the two large
events as lists and visits read. Does not live here: what people fill in by hand (`fieldops.records.answers`), conclusion,
signature and confirmation (`signing_events`), and what a run is after all that (`fieldops.records.runs`).
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from fieldops.errors import BY_BUNDLE
from fieldops.inspection.checks import CheckResult
from fieldops.inspection.frames import ProbeEnd
from fieldops.inspection.readings import Reason
from fieldops.records.host_access import HostAccess
from fieldops.records.snapshots import (
    CollectedHost,
    ContractSnapshot,
    DocumentSnapshot,
    OverrideSnapshot,
    PersonSnapshot,
    PlaybookSnapshot,
    RequestSnapshot,
    TeamSnapshot,
)
from fieldops.structs import Struct


class RunKind(StrEnum):
    """Whether a run is an inspection (scheduled, two engineers, signed) or a health check."""

    INSPECTION = "inspection"
    HEALTH_CHECK = "health-check"


class HostStatus(StrEnum):
    """How far a host of a run got. Pending is never recorded: it means that the host's event has not come."""

    DONE = "done"
    PARTIAL = "partial"
    UNREACHABLE = "unreachable"
    PENDING = "pending"


class Evidence(Struct, frozen=True):
    """What one probe printed on one host, by SHA-256 and size in bytes; `ms` is the target's own measure."""

    probe: str
    why: ProbeEnd
    exit_code: int | None
    ms: int
    cut: bool
    out_sha256: str
    out_size: int
    err_sha256: str
    err_size: int


class RunStarted(Struct, frozen=True):
    """A run begins: who inspects what, with which documents. Of `hosts` each ends with a `HostFinished`."""

    TYPE: ClassVar[str] = "run.started"
    VERSION: ClassVar[int] = 8

    run: str
    kind: RunKind
    started: datetime
    fieldops_version: str
    engineers: tuple[str, ...]
    hosts: tuple[str, ...]
    request: RequestSnapshot
    contract: ContractSnapshot
    team: TeamSnapshot
    playbook: PlaybookSnapshot
    documents: tuple[DocumentSnapshot, ...] = ()

    @property
    def outline(self) -> RunOutline:
        """Of all this what lists, visits and signatures ask."""
        return RunOutline(
            run=self.run,
            kind=self.kind,
            started=self.started,
            contract=self.contract.id,
            playbook=self.playbook.id,
            engineers=self.engineers,
            hosts=self.hosts,
            serves=self.request.serves,
            partial=bool(self.request.tags),
            estate=tuple((one.id, one.category) for one in self.contract.assets if one.host is not None),
            groups=tuple(
                (one.id, one.host.groups) for one in self.contract.assets if one.host and one.host.groups
            ),
            parts=tuple(PlayedPart(part.id, part.hosts) for part in self.playbook.parts),
            owed=tuple((place.id, item.id) for item in self.playbook.manual for place in item.places),
        )


class HostFinished(Struct, frozen=True):
    """One host of a run has ended: reached or not, what was judged, and the evidence.

    `access` is None where nobody had to log in, and in versions before 3. `failure` has a code such as ``connect-timeout`` (the catalogue's sentence is ``host.`` and the code) and the values
    of its sentence; None for a host that is done. `ms` is how long it took; `host_key` the key the host showed.
    """

    TYPE: ClassVar[str] = "host.finished"
    VERSION: ClassVar[int] = 3

    host: str
    status: HostStatus
    started: datetime
    ms: int
    failure: Reason | None = None
    host_key: str | None = None
    access: HostAccess | None = None
    left_running: tuple[str, ...] = ()
    checks: tuple[CheckResult, ...] = ()
    evidence: tuple[Evidence, ...] = ()


class RunCollected(Struct, frozen=True):
    """The results of a run were carried here by hand and taken in `at`: whoever brought them could have written them."""

    TYPE: ClassVar[str] = "run.collected"
    VERSION: ClassVar[int] = 1

    run: str
    at: datetime
    hosts: tuple[CollectedHost, ...]


class RunResumed(Struct, frozen=True):
    """A run that was cut off goes on with the `hosts` that have not ended, by the same documents.

    `override`: in spite of what it goes on, where something stands against it now.
    """

    TYPE: ClassVar[str] = "run.resumed"
    VERSION: ClassVar[int] = 1

    run: str
    at: datetime
    fieldops_version: str
    hosts: tuple[str, ...]
    override: OverrideSnapshot | None = None


class RunFinished(Struct, frozen=True):
    """All hosts of a run have ended."""

    TYPE: ClassVar[str] = "run.finished"
    VERSION: ClassVar[int] = 1

    run: str
    finished: datetime


class BlobsForgotten(Struct, frozen=True):
    """Evidence of a run was deleted when the agreed time was over (G5): `blobs` by SHA-256, outputs of hosts and scans. What was
    judged of it stays, and so does every event that names it.

    `until` is the last day on which it had to be kept, `reason` the clauses that say so, `by` who of the team deleted it.
    """

    TYPE: ClassVar[str] = "blobs.forgotten"
    VERSION: ClassVar[int] = 1

    run: str
    blobs: tuple[str, ...]
    until: date
    reason: str
    by: PersonSnapshot
    at: datetime


class PlayedPart(Struct, frozen=True):
    """A playbook that took part in a run, and for which of its hosts; None: for all."""

    playbook: str
    hosts: tuple[str, ...] | None = None


class RunOutline(Struct, frozen=True):
    """Of a `RunStarted` what lists, visits and signatures ask: `estate` are the (id, category) of all hosts the contract had then.

    `groups` are the (id, groups) of those that have some (not kept before version 4). `partial`: only some of the
    playbook's checks (--tags). `parts`: the playbooks, where they are several, or for some of the hosts only. `owed`: what
    people are to fill in, by (place, item); not kept before version 8.
    """

    run: str
    kind: RunKind
    started: datetime
    contract: str
    playbook: str
    engineers: tuple[str, ...]
    hosts: tuple[str, ...]
    serves: str | None
    partial: bool
    estate: tuple[tuple[str, str | None], ...]
    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()
    parts: tuple[PlayedPart, ...] = ()
    owed: tuple[tuple[str, str], ...] = ()

    @property
    def played(self) -> tuple[PlayedPart, ...]:
        """Every playbook that took part."""
        return self.parts or (PlayedPart(self.playbook),)

    @property
    def playbooks(self) -> tuple[str, ...]:
        """Their ids."""
        return tuple(part.playbook for part in self.played)


class FailureOutline(Struct, frozen=True):
    """Of a failure its code."""

    code: str


class HostOutline(Struct, frozen=True):
    """Of a `HostFinished` what visits ask."""

    host: str
    status: HostStatus
    failure: FailureOutline | None = None


def is_to_be_carried(told: HostFinished | HostOutline | None) -> bool:
    """Whether what was told of a host is only that its result is to be carried here: that may follow in the same run."""
    return told is not None and told.failure is not None and told.failure.code == BY_BUNDLE
