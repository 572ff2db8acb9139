"""The machine fieldops runs on: the same script by ``sh -s`` through pipes, with the same limits."""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
import threading
from functools import partial
from typing import ClassVar

from fieldops.errors import Unreachable, system_error
from fieldops.structs import Struct
from fieldops.transport.target import Deadline, Limits, Sink, Target
from fieldops.transport.watchdog import Watchdog

_WATCHDOG = Watchdog()


class Local(Struct, frozen=True):
    """This machine: `shell` with the argument -s reads the script."""

    shell: tuple[str, ...] = ("/bin/sh",)
    logs_in: ClassVar[bool] = False

    def run_script(
        self, target: Target, script: bytes, sink: Sink, limits: Limits, cancelled: threading.Event
    ) -> None:
        """Run `script` here and feed its bytes to `sink`. Raises Unreachable when a limit is passed."""
        deadline = Deadline(target, limits, cancelled)
        with _started(self.shell, target) as process:
            try:
                deadline.answering()
                write(process, script, deadline)
                read(process, sink, deadline)
            finally:
                # TERM first: the script's own trap ends its probes and its ticker.
                _end(process, sink.ended)


def _started(shell: tuple[str, ...], target: Target) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            [*shell, "-s"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except OSError as error:
        raise Unreachable("no-shell", address=target.address, detail=system_error(error)) from error


def read(process: subprocess.Popen[bytes], sink: Sink, deadline: Deadline) -> None:
    """Feed what a process says to `sink`, and write what it answers, until the script or the process has ended.

    Raises Unreachable.
    """
    assert process.stdout is not None  # pipes were asked for
    assert process.stderr is not None
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ, sink.feed)
        selector.register(process.stderr, selectors.EVENT_READ, sink.feed_errors)
        talks = True
        while selector.get_map() and not sink.ended:
            talks = talks and _talk(process, sink, deadline)
            for key, _ in selector.select(deadline.left()):
                data = os.read(key.fd, 1 << 16)
                if data:
                    key.data(data)
                    deadline.heard()
                    deadline.check_size(sink)
                else:
                    selector.unregister(key.fileobj)


def _talk(process: subprocess.Popen[bytes], sink: Sink, deadline: Deadline) -> bool:
    """Write what is to be written now; whether there may be more."""
    said = sink.answer()
    if said is None:
        assert process.stdin is not None  # a pipe was asked for
        with contextlib.suppress(BrokenPipeError):
            process.stdin.close()
    elif said:
        write(process, said, deadline)
    return said is not None


def write(process: subprocess.Popen[bytes], text: bytes, deadline: Deadline) -> None:
    """Give the process some of its input; one that reads no more has none of it, one that does not read is killed in time."""
    assert process.stdin is not None  # a pipe was asked for
    kill = partial(_signal, process, signal.SIGKILL)
    with contextlib.suppress(BrokenPipeError), _WATCHDOG.watching(deadline, kill):
        process.stdin.write(text)
        process.stdin.flush()


def _end(process: subprocess.Popen[bytes], ended: bool) -> None:
    """End the shell: it may take a moment for what it has begun, unless it is late already."""
    for sent, seconds in ((None, 2 if ended else 0), (signal.SIGTERM, 0.8), (signal.SIGKILL, 2)):
        if sent is not None:
            _signal(process, sent)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=seconds)
            return


def _signal(process: subprocess.Popen[bytes], sent: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, sent)
