"""What a script does to its machine, by strace: what it writes outside of pipes, what it changes, what it connects to.

Each call that is refused counts as well: what was tried is a fault on a machine where it works.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from conftest import lacking, require

_WRITING = {"write", "writev", "pwrite64", "pwritev", "pwritev2", "sendfile", "splice", "tee", "vmsplice", "copy_file_range"}  # fmt: skip
_OPENING = {"open", "openat", "openat2", "creat"}
_TALKING = {"socket", "connect", "bind", "listen", "sendto", "sendmsg", "sendmmsg"}
_CHANGING = {
    *("unlink", "unlinkat", "rename", "renameat", "renameat2", "mkdir", "mkdirat", "rmdir", "link", "linkat"),
    *("symlink", "symlinkat", "mknod", "mknodat", "truncate", "ftruncate", "fallocate", "utime", "utimes"),
    *("utimensat", "futimesat", "chmod", "fchmod", "fchmodat", "chown", "fchown", "lchown", "fchownat"),
    *(
        "setxattr",
        "lsetxattr",
        "fsetxattr",
        "removexattr",
        "lremovexattr",
        "fremovexattr",
        "mount",
        "umount2",
    ),
    *("pivot_root", "swapon", "swapoff", "sethostname", "setdomainname", "settimeofday", "clock_settime"),
    *(
        "init_module",
        "finit_module",
        "delete_module",
        "kexec_load",
        "reboot",
        "quotactl",
        "acct",
    ),
}
# "?": a machine of another kind may have no call of that name.
_TRACED = ",".join(f"?{name}" for name in sorted({"execve"} | _WRITING | _OPENING | _TALKING | _CHANGING))
_CALL = re.compile(r"^(\w+)\((.*)$")
_PROGRAM = re.compile(r'^"([^"]*)"')
_TO = re.compile(r"^[0-9]+<([^>]*)>")
# What keeps nothing: the terminal is the caller's own, and there is none here.
_NOTHING = ("/dev/null", "/dev/tty")
_UNIX = re.compile(r'sun_path=@?"([^"]*)"')
_PEER = re.compile(r'(?:inet_addr\(|inet_pton\(AF_INET6, )"([^"]*)"')


@dataclass(frozen=True, order=True)
class Deed:
    """Something that a program did, or tried: `what` is `writes`, `changes` or `talks`, `to` the file, the call or the socket."""

    program: str
    what: str
    to: str


def deeds(script: bytes, shell: tuple[str, ...], account: str | None = None) -> set[Deed]:
    """What happens when a shell reads the script; as root, or as an account. Skips where nothing may be traced."""
    with tempfile.TemporaryDirectory(prefix="fieldops-test-") as name:
        folder = Path(name)
        folder.chmod(0o777)
        user = ("-u", account) if account else ()
        # A file for each process: what two do at the same time is not mixed up in one line.
        options = ("-ff", "-qq", "-y", "-s", "256", "-e", f"trace={_TRACED}", "-e", "signal=none")
        words = (require("strace"), *options, "-o", f"{folder}/trace", *user, *shell)
        done = subprocess.run(words, input=script, capture_output=True, check=False, cwd="/")
        files = list(folder.glob("trace.*"))
        if not files or not done.stdout:
            lacking(f"strace may trace nothing here: {done.stderr[-200:].decode('utf-8', 'replace')}")
        return {deed for file in files for deed in _of_process(file)}


def _of_process(file: Path) -> Iterator[Deed]:
    # A process that has not become a program yet is a shell.
    program = "sh"
    for line in file.read_text("utf-8", "replace").splitlines():
        if (call := _CALL.match(line)) is None:
            continue
        name, rest = call[1], call[2]
        if name == "execve":
            if rest.endswith(" = 0") and (found := _PROGRAM.match(rest)):
                program = os.path.basename(found[1])
            continue
        for what, to in _seen(name, rest):
            yield Deed(program, what, to)


def _seen(name: str, rest: str) -> Iterator[tuple[str, str]]:
    if name in _CHANGING:
        yield "changes", f"{name}({rest}"
    elif name in _OPENING:
        flags = re.search(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND", rest) or name == "creat"
        if flags and not any(f'"{path}"' in rest for path in _NOTHING):
            yield "writes", f"{name}({rest}"
    elif name in _WRITING:
        to = _TO.match(rest)
        if to is None or not (
            to[1].startswith(("pipe:[", "socket:[", "NETLINK", "UNIX")) or _is_nothing(to[1])
        ):
            yield "writes", f"{name}({rest}"
    elif name in _TALKING:
        yield from (("talks", to) for to in _sockets(name, rest))


def _is_nothing(path: str) -> bool:
    return path.split("<")[0] in _NOTHING


def _sockets(name: str, rest: str) -> Iterator[str]:
    """What is spoken to: `netlink` (the kernel), `unix PATH`, `inet ADDRESS`; `binds` and `listens` where it is to be spoken to."""
    binds = "binds " if name == "bind" else ""
    if name == "socket":
        family = rest.split(",")[0]
        if family not in ("AF_UNIX", "AF_NETLINK", "AF_INET", "AF_INET6") or (
            "SOCK_RAW" in rest and family != "AF_NETLINK"
        ):
            yield f"socket({rest}"
    elif name == "listen":
        yield f"listens {rest}"
    elif "AF_NETLINK" in rest or "NETLINK" in rest.split(">")[0]:
        yield "netlink"
    elif unix := _UNIX.search(rest):
        yield f"{binds}unix {unix[1]}"
    elif peer := _PEER.search(rest):
        yield f"{binds}inet {peer[1]}"
