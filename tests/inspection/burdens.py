"""Burdens that a real host may have, put on this machine in namespaces of their own: `python burdens.py KIND COMMAND...`.

Started below `unshare --mount --net --pid --fork --mount-proc` by root, it makes the burden, runs the command, and ends
with its exit code. With the namespaces everything goes that was made, but control groups: these are removed. What a
machine does not allow is said on standard error, exit code `NOT_HERE`.
"""

from __future__ import annotations

import ctypes
import mmap
import os
import select
import signal
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

MOUNTS, PROCESSES, ZOMBIES, CONTAINERS = 65_000, 16_000, 12_000, 500
NOT_HERE = 77
# Names of services that hosts are asked for: one each runs in the containers, none on the host.
INSIDE = ("crond", "rsyslogd", "auditd", "chronyd")

_LIBC = ctypes.CDLL(None, use_errno=True)
_MS_BIND = 4096
_CLONE_VM, _CLONE_NEWPID, _SIGCHLD = 0x100, 0x20000000, 17
_PR_SET_NAME = 15
_STACK = 4096


def _called(result: int, what: str) -> int:
    if result < 0:
        raise OSError(ctypes.get_errno(), f"{what}: {os.strerror(ctypes.get_errno())}")
    return result


def _mount(source: str, target: Path, kind: str, flags: int = 0, options: str = "") -> None:
    words = [text.encode() for text in (source, str(target), kind)]
    _called(_LIBC.mount(*words, ctypes.c_ulong(flags), options.encode()), f"mount {kind}")


def _directory(path: Path) -> Path:
    path.mkdir(parents=True)
    return path


# --- a file system that never answers ---------------------------------------------------------------------

# linux/fuse.h
_LOOKUP, _GETATTR, _INIT, _INTERRUPT = 1, 3, 26, 36
_REQUEST = struct.Struct("<IIQQIIII")
_ATTRIBUTES = struct.Struct("<QQQQQQIIIIIIIIII")


def _serve(device: int, hung: int) -> None:
    """Answer for a folder `inside` until something can be read from `hung`; from then on take questions and answer none.

    Questions cannot be taken back either ("not implemented"): who has asked waits in state D, and no signal ends it.
    """
    while True:
        question = os.read(device, 1 << 18)
        _, code, unique, node, *_ = _REQUEST.unpack_from(question)
        folder = _ATTRIBUTES.pack(
            2 if code == _LOOKUP else node, 0, 0, 0, 0, 0, 0, 0, 0, 0o40755, 2, 0, 0, 0, 4096, 0
        )
        answers = {
            _INIT: struct.pack("<IIIIHHI", 7, 19, 0, 0, 0, 0, 4096) + bytes(40),
            # No answer is kept: each look at the folder asks again.
            _LOOKUP: struct.pack("<QQQQII", 2, 0, 0, 0, 0, 0) + folder,
            _GETATTR: struct.pack("<QII", 0, 0, 0) + folder,
        }
        if _readable(hung) and code != _INTERRUPT:
            continue
        answer = answers.get(code, b"")
        error = 0 if answer else -38
        os.write(device, struct.pack("<IiQ", 16 + len(answer), error, unique) + answer)


def _readable(pipe: int) -> bool:
    return bool(select.select([pipe], [], [], 0)[0])


def _silent(source: str, target: Path, kind: str, hung: int, leaving: ExitStack) -> None:
    """Mount a file system of ours; who serves it dies with the namespace, and with that all who wait have an answer."""
    device = os.open("/dev/fuse", os.O_RDWR | os.O_CLOEXEC)
    options = f"fd={device},rootmode=40000,user_id=0,group_id=0,allow_other"
    _mount(source, target, kind, 0, options + (",blksize=4096" if kind == "fuseblk" else ""))
    server = os.fork()
    if server == 0:
        _serve(device, hung)
    os.close(device)
    leaving.callback(os.kill, server, signal.SIGKILL)


def hung(root: Path, leaving: ExitStack) -> None:
    """A network file system in user space, a disk below it, and a disk, that do not answer; and a program that waits."""
    if not os.path.exists("/dev/fuse"):
        raise OSError("there is no /dev/fuse")
    told, tell = os.pipe()
    _silent("server:/share", _directory(root / "share"), "fuse.sshfs", told, leaving)
    _silent(_disk(root, leaving), root / "share/inside", "fuseblk", told, leaving)
    _silent(_disk(root, leaving), _directory(root / "disk"), "fuseblk", told, leaving)
    os.write(tell, b"x")
    _until(lambda: _is_held(root / "share/inside"))


def _is_held(path: Path) -> bool:
    """Whether a process that asks for `path` is held by the kernel (D). One that is told to end before it has asked just ends."""
    asking = subprocess.Popen(["stat", path], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    _until(lambda: asking.poll() is not None or b") S " in Path(f"/proc/{asking.pid}/stat").read_bytes())
    asking.terminate()
    _until(lambda: asking.poll() is not None or b") D " in Path(f"/proc/{asking.pid}/stat").read_bytes())
    return asking.poll() is None


def _disk(root: Path, leaving: ExitStack) -> str:
    """A block device."""
    image = root / f"image{time.monotonic_ns()}"
    with image.open("wb") as file:
        file.truncate(1 << 20)
    done = subprocess.run(["losetup", "--find", "--show", image], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise OSError(f"no block device: {done.stderr.strip()}")
    device = done.stdout.strip()
    leaving.callback(subprocess.run, ["losetup", "--detach", device], check=False)
    return device


def _stats() -> list[bytes]:
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            found.append(path.read_bytes())
    return found


def _until(true: Callable[[], bool]) -> None:
    for _ in range(600):
        if true():
            return
        time.sleep(0.1)
    raise SystemExit("the burden was not there after a minute")


# --- many of something ------------------------------------------------------------------------------------


def mounts(root: Path, leaving: ExitStack) -> None:
    """65,000 mounts as Kubernetes makes them: secrets in memory, and folders of the disk."""
    # Each bind looks at all mounts below its source: these have none.
    disk, memory = Path(__file__).parent, _directory(root / "secrets")
    _mount("tmpfs", memory, "tmpfs", 0, "size=64k")
    pods = _directory(root / "var/lib/kubelet/pods")
    for number in range(MOUNTS):
        kind = "secret" if number % 2 else "empty-dir"
        target = pods / f"{number:08x}-1111-4222-8333-444455556666.volumes.kubernetes.io~{kind}"
        target.mkdir()
        _mount(str(memory if number % 2 else disk), target, "", _MS_BIND)


def processes(root: Path, leaving: ExitStack) -> None:
    """16,000 processes, most of them ended and never collected."""
    if os.fork() == 0:
        _beget(ZOMBIES, _LIBC._exit)
        _beget(PROCESSES - ZOMBIES, _LIBC.pause)
        signal.pause()
    _until(lambda: b"".join(_stats()).count(b") Z ") == ZOMBIES)


def _beget(count: int, what: Any, flags: int = 0) -> None:
    """Processes that call `what` of the C library. They share this one's memory: each costs little more than its stack."""
    memory = mmap.mmap(-1, count * _STACK)
    begin = ctypes.addressof(ctypes.c_char.from_buffer(memory))
    _KEPT.append(memory)
    call = ctypes.cast(what, ctypes.c_void_p)
    for number in range(1, count + 1):
        top = ctypes.c_void_p(begin + number * _STACK - 64)
        _called(_LIBC.clone(call, top, _CLONE_VM | _SIGCHLD | flags, None), "clone")


_KEPT: list[mmap.mmap] = []


def containers(root: Path, leaving: ExitStack) -> None:
    """500 containers: layers, shared memory, interfaces on a bridge, control groups, and services inside."""
    folder = root / "var/lib/docker"
    for part in ("lower", "upper", "work"):
        _directory(folder / part)
    names = [f"{number:064x}" for number in range(CONTAINERS)]
    for name in names:
        for part in ("upper", "work"):
            _directory(folder / part / name)
        options = f"lowerdir={folder}/lower,upperdir={folder}/upper/{name},workdir={folder}/work/{name}"
        _mount("overlay", _directory(folder / f"overlay2/{name}/merged"), "overlay", 0, options)
        _mount("shm", _directory(folder / f"containers/{name}/mounts/shm"), "tmpfs", 0, "size=64k")
    _interfaces()
    _control_groups(names, leaving)
    for number in range(CONTAINERS):
        _LIBC.prctl(_PR_SET_NAME, INSIDE[number % len(INSIDE)].encode(), 0, 0, 0)
        _beget(1, _LIBC.pause, _CLONE_NEWPID)
    _LIBC.prctl(_PR_SET_NAME, b"dockerd", 0, 0, 0)


def _interfaces() -> None:
    # The other ends lie where no host looks: in a network of their own.
    inside = subprocess.Popen(["unshare", "--net", "sleep", "infinity"], stdin=subprocess.DEVNULL)
    ours = os.readlink("/proc/self/ns/net")
    _until(lambda: os.readlink(f"/proc/{inside.pid}/ns/net") != ours)
    lines = ["link add docker0 type bridge", "link set docker0 up", "addr add 172.17.0.1/16 dev docker0"]
    for number in range(CONTAINERS):
        name = f"veth{number:07x}"
        lines.append(f"link add {name} type veth peer name c{number} netns {inside.pid}")
        lines.append(f"link set {name} master docker0 up")
    subprocess.run(["ip", "-batch", "-"], input="\n".join(lines), text=True, check=True)


def _control_groups(names: list[str], leaving: ExitStack) -> None:
    """Where the machine lets us: with a group for each container in the first tree that can be written."""
    for tree in (Path("/sys/fs/cgroup/pids"), Path("/sys/fs/cgroup")):
        mine = tree / f"docker-{os.getpid()}-{time.monotonic_ns()}"
        with suppress(OSError):
            mine.mkdir()
            leaving.callback(os.rmdir, mine)
            for name in names:
                (mine / name).mkdir()
                leaving.callback(os.rmdir, mine / name)
            return


def none(root: Path, leaving: ExitStack) -> None:
    """Nothing: what the others are compared with."""


BURDENS = {each.__name__: each for each in (none, hung, mounts, processes, containers)}


def main(kind: str, *command: str) -> int:
    """Make the burden, run the command; its exit code."""
    with ExitStack() as leaving:
        # In memory and in this namespace alone.
        root = Path(tempfile.mkdtemp(prefix="fieldops-burden-"))
        leaving.callback(os.rmdir, root)
        _mount("burden", root, "tmpfs", 0, "mode=755")
        leaving.callback(subprocess.run, ["umount", "-l", root], check=False)
        subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
        try:
            BURDENS[kind](root, leaving)
        except OSError as error:
            print(error, file=sys.stderr)
            return NOT_HERE
        return _run(command)


def _run(command: tuple[str, ...]) -> int:
    """Run the command as the first process of a machine does: what its parent has left is collected, too."""
    wanted = subprocess.Popen(command).pid
    while True:
        pid, status = os.wait()
        if pid == wanted:
            return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    code = main(*sys.argv[1:])
    sys.stdout.flush()
    os._exit(code)
