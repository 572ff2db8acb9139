"""What people fill in by hand: the answers to the manual items of a run, as they are recorded.

Does not live here: how an answer is read and judged (`fieldops.records.manual`), what of it counts (`fieldops.records.runs`).
"""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from fieldops.inspection.checks import CheckResult
from fieldops.records.snapshots import PersonSnapshot
from fieldops.structs import Struct


class Photo(Struct, frozen=True):
    """A photo that came with an answer: its name, the SHA-256 of its bytes, and how many they are."""

    name: str
    sha256: str
    size: int


class ManualAnswered(Struct, frozen=True):
    """An engineer of the run filled in a manual item at a place (`PlaceSnapshot`), before the run was concluded.

    `result` is the answer as it was judged then. A later answer to the same corrects it; the earlier one stays on record.
    `note` is what was said with it; `photos` are kept byte for byte, as they were handed in.
    """

    TYPE: ClassVar[str] = "manual.answered"
    VERSION: ClassVar[int] = 1

    run: str
    place: str
    result: CheckResult
    by: PersonSnapshot
    at: datetime
    note: str = ""
    photos: tuple[Photo, ...] = ()
