"""Work counted instead of timed: the same number on every machine, whatever else the machine does.

A test that must show that something does not take ever longer compares the calls for N with those for 2N, or with
a number that only a mistake would reach. How fast things are is measured in `benchmarks/`, beside others. What a property
that costs much may cost is said here too.
"""

from __future__ import annotations

import cProfile
from collections.abc import Callable
from types import FunctionType

from hypothesis import settings

_EXPLORING = 40


def examples(count: int) -> settings:
    """How many examples a costly property is tried with: as many in `make test`, forty times as many in `make test-long`."""
    exploring = settings.get_current_profile_name() == "explore"
    return settings(max_examples=count * _EXPLORING if exploring else count)


def calls(work: Callable[[], object]) -> int:
    """How many functions `work` called, those written in C and each step of a generator included."""
    profile = cProfile.Profile()
    profile.runcall(work)
    return sum(entry.callcount for entry in profile.getstats())


def calls_of(function: Callable[..., object], work: Callable[[], object]) -> int:
    """How often `work` called that one function, which is written in Python, in this thread."""
    profile = cProfile.Profile()
    profile.runcall(work)
    wanted = function.__code__ if isinstance(function, FunctionType) else None
    return sum(entry.callcount for entry in profile.getstats() if entry.code is wanted)
