"""The program `fieldops` for shells that tests run: it has the command forked off a server (`forked`) and is what that is:
its streams, folder, environment and exit code. Where the shell changes what Python reads at its start, Python is started.

Not for who ends it by a signal: that ends this program, and not the command.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

_PROGRAM = """\
#!{python} -IS
import json, os, socket, sys
# As it was before Python itself added to it what it makes of a locale that there is not.
with open("/proc/self/environ", encoding="utf-8", errors="surrogateescape") as file:
    given = dict(each.split("=", 1) for each in file.read().split("\\0") if "=" in each)
if {{name: value for name, value in given.items() if name.startswith({read_at_start!r})}} != {began_with!r}:
    os.execv({python!r}, [{python!r}, "-m", "fieldops", *sys.argv[1:]])
control = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
control.connect({door!r})
ours, theirs = socket.socketpair()
socket.send_fds(control, [{module!r}], [theirs.fileno(), 0, 1, 2])
theirs.close()
ours.sendall(json.dumps([sys.argv[1:], os.getcwd(), dict(os.environ), False]).encode() + b"\\n")
answers = ours.makefile()
process, code = int(answers.readline()), int(answers.readline())
if code < 0:
    os.kill(os.getpid(), -code)
sys.exit(code)
"""


def write_program(
    folder: Path,
    python: str,
    door: Path,
    module: str,
    began_with: Mapping[str, str],
    read_at_start: tuple[str, ...],
) -> Path:
    """Write the program into `folder`; its server listens at `door`, and was begun where Python read `began_with`."""
    program = folder / "fieldops"
    values = {"python": python, "door": str(door), "module": module.encode(), "began_with": dict(began_with)}
    program.write_text(_PROGRAM.format(**values, read_at_start=read_at_start), "utf-8")
    program.chmod(0o755)
    return program
