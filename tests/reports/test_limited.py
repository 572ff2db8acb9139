import subprocess
import sys
from pathlib import Path

import pytest

from fieldops.reports.limited import TooLong, starved

ROOT = Path(__file__).parents[2]


# Takes memory by ever smaller pieces until there is none of any size, and holds it.
FULL = """
import sys
from fieldops.reports.limited import give_back_memory, limit

limit(60, 8)
sizes = [1 << 16, 4096, 1024, *range(512, 0, -16)]
held, n = None, 0
while True:
    try:
        while True:
            held = (held, bytes(sizes[n]))
    except MemoryError:
        n += 1
        if n == len(sizes):
            break
try:
    give_back_memory()
except MemoryError:
    held = None
    print("none left")
else:
    print(len(bytes(1 << 20)))
"""


def test_where_no_memory_is_left_there_is_enough_to_say_so() -> None:
    done = subprocess.run([sys.executable, "-c", FULL], capture_output=True, text=True, cwd=ROOT, check=False)
    assert (done.stdout, done.returncode) == ("1048576\n", 0), done.stderr


def chained(met: BaseException) -> BaseException:
    try:
        try:
            raise met
        except BaseException:
            raise OSError("no picture") from None
    except OSError as error:
        return error


@pytest.mark.parametrize("met", [MemoryError(), TooLong(), RecursionError()])
def test_what_a_library_made_of_too_little_memory_or_time_is_known(met: BaseException) -> None:
    assert starved(met)
    assert starved(chained(met))


def test_other_errors_are_no_lack() -> None:
    assert not starved(chained(ValueError()))
