"""A host that no network reaches: its script is carried there as a file (a bundle), and the result back. Nothing is connected here."""

from __future__ import annotations

import threading
from typing import ClassVar

from fieldops.errors import BY_BUNDLE, Unreachable
from fieldops.structs import Struct
from fieldops.transport.target import Limits, Sink, Target


def to_be_carried(address: str, contract: str, host: str) -> Unreachable:
    """Why nothing is known of such a host yet, and by its id what is owed for it."""
    return Unreachable(BY_BUNDLE, address=address, contract=contract, host=host)


class ByHand(Struct, frozen=True):
    """Never connects: what is owed is a bundle, which is made and taken in by commands of their own."""

    logs_in: ClassVar[bool] = False

    def run_script(
        self, target: Target, script: bytes, sink: Sink, limits: Limits, cancelled: threading.Event
    ) -> None:
        """Raise Unreachable with the reason ``by-bundle``."""
        raise to_be_carried(target.address, target.contract, target.address)
