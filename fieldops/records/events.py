"""Everything that is recorded, as one frozen dataclass per type of event.

Each has the name and the version under which it stands in the log (`TYPE`, `VERSION`). Changing a field changes the
format: raise the version, add a decoder for the old one (`fieldops.records.codecs`) and make a new golden store. How
events are written and read is `codecs`; what they tell together is `fieldops.records.runs`, `visits` and `findings`.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from fieldops.errors import BY_BUNDLE
from fieldops.inspection.checks import CheckResult
from fieldops.inspection.frames import ProbeEnd
from fieldops.inspection.readings import Reason
from fieldops.records.answers import ManualAnswered
from fieldops.records.host_access import HostAccess
from fieldops.records.order_events import OrderEvent
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
from fieldops.records.stock_events import StockMoved
from fieldops.records.swap_events import SwapEvent
from fieldops.structs import Struct

# Where events of visits stand, one stream per contract; a run's events stand under the run's id.
VISITS = "visits/"
# Where people's words about findings stand, one stream per contract.
FINDINGS = "findings/"


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


class RenderedFile(Struct, frozen=True):
    """A file that was made of a run: its name, the SHA-256 of its bytes, and how many they are."""

    name: str
    sha256: str
    size: int


class RunConcluded(Struct, frozen=True):
    """An engineer of the run says what it comes to. From now on it can be signed, with the files made of it.

    `version` is 1, and one more for each correction, of which `corrects` says why; the one before is superseded then.
    Last days that were agreed: `again_by` to look again at what could not be determined, `requests_by` for what the customer does before.
    """

    TYPE: ClassVar[str] = "run.concluded"
    VERSION: ClassVar[int] = 2

    run: str
    version: int
    by: PersonSnapshot
    at: datetime
    assessment: str
    remarks: str = ""
    corrects: str = ""
    files: tuple[RenderedFile, ...] = ()
    requests_by: date | None = None
    again_by: date | None = None


class SignerRole(StrEnum):
    """As what somebody signs."""

    ENGINEER = "engineer"


class RunSigned(Struct, frozen=True):
    """Somebody signed a version of a run. `intent` is the text that was signed, `signature` the SSH signature of it.

    Nothing here is true because it is recorded: `fieldops.records.signing` judges it.
    """

    TYPE: ClassVar[str] = "run.signed"
    VERSION: ClassVar[int] = 1

    run: str
    version: int
    role: SignerRole
    signer: PersonSnapshot
    intent: str
    signature: str
    at: datetime


class ConfirmationWay(StrEnum):
    """How a report was confirmed: by a key of the customer's, by a signed paper of which a scan is kept, or by a manager of the
    service company where the contract lets that stand for the customer. B6
    """

    SIGNATURE = "signature"
    SCAN = "scan"
    MANAGER = "manager"


class RunConfirmed(Struct, frozen=True):
    """The customer confirmed a version of a run, or a manager in the customer's place. B6 G6

    `by` is the name of the customer's contact, or the id of the manager; `day` when, as they say. `manifest` is the SHA-256
    of the manifest of what was confirmed. Of a signature there are `intent` (the text that was signed) and `signature`, of a
    paper the `scan`; `note` is what was said with it, `recorded_by` who of the team recorded it, where that was told.
    Nothing here is true because it is recorded: `fieldops.records.confirming` judges it.
    """

    TYPE: ClassVar[str] = "run.confirmed"
    VERSION: ClassVar[int] = 1

    run: str
    version: int
    way: ConfirmationWay
    by: str
    day: date
    at: datetime
    manifest: str
    intent: str = ""
    signature: str = ""
    scan: RenderedFile | None = None
    note: str = ""
    recorded_by: PersonSnapshot | None = None


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


class ObligationDone(Struct, frozen=True):
    """Somebody recorded at `at` that an occurrence of an obligation was done on `day`; `by` is a person of the team."""

    TYPE: ClassVar[str] = "obligation.done"
    VERSION: ClassVar[int] = 1

    occurrence: str
    day: date
    by: str | None
    note: str | None
    at: datetime


class ConsentGiven(Struct, frozen=True):
    """The customer's contact `by` allows sessions for a visit from `start` until `end` (not included). E1"""

    TYPE: ClassVar[str] = "consent.given"
    VERSION: ClassVar[int] = 1

    occurrence: str
    by: str
    start: datetime
    end: datetime
    at: datetime


class VisitMissed(Struct, frozen=True):
    """That these visits of a contract were missed was noticed at `at`, and has been said."""

    TYPE: ClassVar[str] = "visit.missed"
    VERSION: ClassVar[int] = 1

    contract: str
    occurrences: tuple[str, ...]
    at: datetime


class FindingPlace(Struct, frozen=True):
    """Where a deviation is: on which host, in which row of which check; `nth` of several rows of that name, from 0.

    With the contract this is what a finding is: the same in every run, and in every store.
    """

    contract: str
    host: str
    check: str
    item: str | None = None
    nth: int = 0


class FindingAssigned(Struct, frozen=True):
    """Somebody is to mend a finding until a day (included): an engineer, or a person `of_customer` (whose id is the name).

    `by` is the person of the team who said so, where that was told.
    """

    TYPE: ClassVar[str] = "finding.assigned"
    VERSION: ClassVar[int] = 1

    place: FindingPlace
    to: PersonSnapshot
    of_customer: bool
    until: date
    at: datetime
    by: PersonSnapshot | None = None
    note: str = ""


class FindingAccepted(Struct, frozen=True):
    """A person of the customer accepts a deviation until a day (included), with a reason. D2"""

    TYPE: ClassVar[str] = "finding.accepted"
    VERSION: ClassVar[int] = 1

    place: FindingPlace
    by: str
    until: date
    reason: str
    at: datetime


class FindingClosed(Struct, frozen=True):
    """A person of the team says that nothing more is to be done about a finding. That is no evidence that it is mended."""

    TYPE: ClassVar[str] = "finding.closed"
    VERSION: ClassVar[int] = 1

    place: FindingPlace
    by: PersonSnapshot
    reason: str
    at: datetime


FindingEvent = FindingAssigned | FindingAccepted | FindingClosed


class StoreMigrated(Struct, frozen=True):
    """A store of version `from_version` with `events` events became one of today's; `head` was its last hash."""

    TYPE: ClassVar[str] = "store.migrated"
    VERSION: ClassVar[int] = 1

    from_version: int
    events: int
    head: str
    at: datetime
    fieldops_version: str


# What is small is read whole wherever it is read.
SmallEvent = (
    RunCollected
    | RunResumed
    | RunFinished
    | ManualAnswered
    | RunConcluded
    | RunSigned
    | RunConfirmed
    | BlobsForgotten
    | ObligationDone
    | ConsentGiven
    | VisitMissed
    | FindingAssigned
    | FindingAccepted
    | FindingClosed
    | OrderEvent
    | StockMoved
    | SwapEvent
    | StoreMigrated
)
Event = RunStarted | HostFinished | SmallEvent


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


Outline = RunOutline | HostOutline | SmallEvent


def whole_seconds(moment: datetime) -> datetime:
    """`moment` as events keep it: to the second, with the offset it has, whatever its zone does later."""
    return datetime.fromisoformat(moment.isoformat(timespec="seconds"))


def visits_stream(occurrence: str) -> str:
    """The stream for what is recorded about an occurrence (``contract/…``) or a contract."""
    return VISITS + occurrence.partition("/")[0]


def findings_stream(contract: str) -> str:
    """The stream for what people say about the findings of a contract."""
    return FINDINGS + contract
