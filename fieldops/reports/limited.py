"""What a process that makes a file may take: time of the processor and memory. It limits itself, and says so a second before
the system ends it. Lives here: what that process does. Not here: who starts it (`children`).
"""

from __future__ import annotations

import faulthandler
import resource
import signal
from contextlib import suppress
from pathlib import Path

# Held until memory has run out: what failed is still in use then, and even to raise a limit takes a few objects.
_RESERVE = 4 << 20
_reserve = bytearray()


class TooLong(BaseException):
    """The processor's time is used up. No Exception: nothing on the way may take it for one of its own."""


def limit(seconds: int, megabytes: int) -> None:
    """Have the system end this process when it takes more; a second before, it is told."""
    with suppress(OSError, ValueError):  # a system that lacks one of them
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    _reserve.extend(bytes(_RESERVE))
    with suppress(OSError, ValueError):
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (_taken() + (megabytes << 20), hard))
    signal.signal(signal.SIGXCPU, _too_long)
    # What Python waits for in C hears no signal; this says where it is all the same.
    faulthandler.register(signal.SIGXCPU, all_threads=False, chain=True)


def give_back_memory() -> None:
    """Enough to say what happened. The first step takes none itself."""
    _reserve.clear()
    with suppress(OSError, ValueError):
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def starved(error: BaseException | None) -> bool:
    """Whether `error` came of too little memory or time: a library may make one of its own of what met it."""
    while error is not None:
        if isinstance(error, (TooLong, MemoryError, RecursionError)):
            return True
        error = error.__cause__ or error.__context__
    return False


def _taken() -> int:
    """The bytes of address space that this process has; 0 where nobody says."""
    with suppress(OSError):
        return int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
    return 0


def _too_long(number: int, frame: object) -> None:
    raise TooLong
