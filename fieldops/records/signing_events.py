"""What people put their names to: the conclusion of a run, its signatures, and its confirmation by the customer.

They stand in the stream of their run. Does not live here: the texts that are signed (`fieldops.records.intents`), and
whether a signature or a confirmation holds (`fieldops.records.signing`, `fieldops.records.confirming`).
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from fieldops.records.snapshots import PersonSnapshot
from fieldops.structs import Struct


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
