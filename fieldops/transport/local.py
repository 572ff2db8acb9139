"""The machine fieldops runs on: the same script by ``sh -s`` through pipes, with the same limits."""

from __future__ import annotations

import subprocess
import threading
from typing import ClassVar

from fieldops.errors import Unreachable, system_error
from fieldops.structs import Struct
from fieldops.transport.processes import end, read, started, write
from fieldops.transport.target import Deadline, Limits, Sink, Target


class Local(Struct, frozen=True):
    """This machine: `shell` with the argument -s reads the script."""

    shell: tuple[str, ...] = ("/bin/sh",)
    logs_in: ClassVar[bool] = False

    def run_script(
        self, target: Target, script: bytes, sink: Sink, limits: Limits, cancelled: threading.Event
    ) -> None:
        """Run `script` here and feed its bytes to `sink`. Raises Unreachable when a limit is passed."""
        deadline = Deadline(target, limits, cancelled)
        with _shell(self.shell, target) as process:
            try:
                deadline.answering()
                write(process, script, deadline)
                read(process, sink, deadline)
            finally:
                # TERM first: the script's own trap ends its probes and its ticker.
                end(process, sink.ended)


def _shell(shell: tuple[str, ...], target: Target) -> subprocess.Popen[bytes]:
    try:
        return started([*shell, "-s"])
    except OSError as error:
        raise Unreachable("no-shell", address=target.address, detail=system_error(error)) from error
