"""A program on this machine that is fed a script and listened to: its pipes, its limits, and its end with all it has started.

Which program, and what its end means, is the business of the transports that use this.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
from collections.abc import Mapping, Sequence
from functools import partial

from fieldops.transport.target import Deadline, Sink
from fieldops.transport.watchdog import Watchdog

_WATCHDOG = Watchdog()


def started(words: Sequence[str], environment: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
    """The program, with pipes, in a session of its own: what it starts can be ended with it. Raises OSError."""
    return subprocess.Popen(
        words,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        env=environment,
    )


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


def end(process: subprocess.Popen[bytes], ended: bool) -> None:
    """End the program: it may take a moment for what it has begun, unless it is late already."""
    for sent, seconds in ((None, 2 if ended else 0), (signal.SIGTERM, 0.8), (signal.SIGKILL, 2)):
        if sent is not None:
            _signal(process, sent)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=seconds)
            return


def end_group(process: subprocess.Popen[bytes]) -> None:
    """End what a program that has ended has left behind of its own."""
    _signal(process, signal.SIGKILL)


def _signal(process: subprocess.Popen[bytes], sent: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, sent)
