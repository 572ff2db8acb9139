"""The command line in a process of its own without the start of Python: forked off a server that has imported it.

Two thirds of what a small command costs are imports, and the tests call thousands. A forked command has all that a shell
would give it: its own process, arguments, folder, environment, three streams, signals, exit code. Imports are all that has
happened in the server, and the package's own schemas and documents were read, as every second command does: nothing of a workspace. What
Python itself reads when it starts (`_READ_AT_START`) cannot be changed any more in a forked process: a call that changes it
is told so by `usable`, and starts Python. That the program starts by itself, and what it loads then, is in
`tests/cli/test_start.py` and `tests/cli/test_command_line.py`.

What a command starts itself to make or read a file (`fieldops.reports.children`) is forked off the same server, as it is
before any command: `run_module`.

Run as a program this file is the server.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import io
import json
import os
import pkgutil
import selectors
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stderr, suppress
from functools import cache, partial
from pathlib import Path
from typing import Any, NoReturn

import msgspec
from forked_program import write_program

from fieldops.reports import children
from fieldops.reports.children import run_module as start_module
from fieldops.structs import Struct

_READ_AT_START = ("PYTHON", "LANG", "LC_", "LD_")
# What commands import only when they need it; the rest is imported with our own modules.
_LATE = """
asyncio click.shell_completion concurrent.futures.thread cryptography.hazmat.primitives.asymmetric.ec
cryptography.hazmat.primitives.asymmetric.ed25519 cryptography.hazmat.primitives.asymmetric.rsa
cryptography.hazmat.primitives.asymmetric.padding jinja2 jsonschema jsonschema_rs msgspec.json openpyxl openpyxl.cell
openpyxl.styles openpyxl.utils paramiko referencing rich.console rich.progress rich.table sqlite3 tempfile zoneinfo
"""
_COMMANDS, _KNOW, _OPEN = "fieldops.__main__", "know ", "open"
# Other modules that are run by themselves, and what they import that takes long: where one is asked for the first time, the
# server imports it for all that follow.
_WITH = {"fieldops.reports.typesetting": "weasyprint", "fieldops.reports.pdf_reading": "pypdf"}


def _read_at_start(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name.startswith(_READ_AT_START)}


class Asker:
    """The way to a server, for whoever holds the other end of its `control`; `began_with` is what Python read there."""

    def __init__(self, control: socket.socket, began_with: Mapping[str, str]) -> None:
        self._control, self._began_with = control, began_with
        self._turn = threading.Lock()

    def usable(self, environment: Mapping[str, str] | None = None) -> bool:
        """Whether a command that is called now, in `environment` (ours), finds the Python that it would start."""
        return _read_at_start(os.environ if environment is None else environment) == self._began_with

    def run(
        self,
        arguments: Iterable[str],
        stdin: str | None,
        seconds: float,
        folder: Path | None = None,
        environment: Mapping[str, str] | None = None,
        error_file: str | None = None,
    ) -> tuple[int, str, str]:
        """Run the command line of `arguments` in `folder` (here) and `environment` (ours), its standard input closed when
        `stdin` is None; its exit code, or minus the signal that ended it, and what it printed, unless its standard error
        goes to `error_file`. Raises TimeoutError when it takes longer than `seconds`, and ends it.
        """
        around = dict(os.environ if environment is None else environment)
        asked = [list(arguments), str(folder or Path.cwd()), around, stdin is None]
        code, *printed = self._asked(_COMMANDS, asked, (stdin or "").encode(), seconds, error_file)
        out, err = (io.TextIOWrapper(io.BytesIO(each), "utf-8", "replace").read() for each in printed)
        return code, out, err

    def run_module(self, module: str, argument: str, data: bytes, seconds: float) -> tuple[int, bytes, bytes]:
        """What `fieldops.reports.children.run_module` does."""
        asked = [[argument], str(Path.cwd()), dict(os.environ), False]
        try:
            return self._asked(module, asked, data, seconds)
        except TimeoutError:
            return -1, b"", b""

    def know(self, root: Path) -> None:
        """Have the server read and judge the workspace at `root` for all commands that are called in it from now on."""
        with self._turn:
            self._control.send(f"{_KNOW}{root}".encode())

    def end(self) -> None:
        """Ask nothing more; commands that run go on."""
        self._control.close()

    def open(self, door: Path) -> Path:
        """Have the server listen at `door`, a new file, to whoever may enter its folder."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listening:
            listening.bind(str(door))
            listening.listen(100)
            with self._turn:
                socket.send_fds(self._control, [_OPEN.encode()], [listening.fileno()])
        return door

    def program(self, folder: Path) -> Path:
        """A program `fieldops` in `folder`, a new one, for shells: it is forked off this server."""
        folder.mkdir(mode=0o700)
        door = self.open(folder / "door")
        return write_program(folder, sys.executable, door, _COMMANDS, self._began_with, _READ_AT_START)

    def _asked(
        self,
        module: str,
        asked: Sequence[object],
        given_it: bytes,
        seconds: float,
        error_file: str | None = None,
    ) -> tuple[int, bytes, bytes]:
        ours, theirs = socket.socketpair()
        (stdin_read, stdin_write), (out, out_write), (err, err_write) = os.pipe(), os.pipe(), os.pipe()
        if error_file is not None:
            os.close(err_write)
            err_write = os.open(error_file, os.O_WRONLY)
        given = [theirs.fileno(), stdin_read, out_write, err_write]
        with self._turn:
            socket.send_fds(self._control, [module.encode()], given)
        theirs.close()
        for descriptor in given[1:]:
            os.close(descriptor)
        with ours, ThreadPoolExecutor(4) as pool:
            printed = [pool.submit(_all_of, each) for each in (out, err)]
            pool.submit(_give, stdin_write, given_it)
            pool.submit(_give, os.dup(ours.fileno()), json.dumps(asked).encode() + b"\n")
            code = _ended(ours, time.monotonic() + seconds)
            return code, printed[0].result(), printed[1].result()


class Forker(Asker):
    """The server and the way to it; it ends with the process that made it, whatever happens to that.

    Its commands find the Python that starts in `environment` (ours), by way of the command `through`.
    """

    def __init__(self, environment: Mapping[str, str] | None = None, through: Sequence[str] = ()) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        begun_in = os.environ if environment is None else environment
        super().__init__(ours, _read_at_start(begun_in))
        with theirs:
            command = [*through, sys.executable, __file__]
            self.process = subprocess.Popen(
                command, stdin=theirs, stdout=subprocess.DEVNULL, cwd="/", env=begun_in
            )

    def end(self) -> None:
        """End the server, too."""
        super().end()
        self.process.wait()


_doors: list[str] = []


def share(door: str) -> None:
    """Have `shared_forker` ask the server that listens at `door`: to make one takes two seconds, and each worker needs it."""
    _doors.append(door)


@cache
def shared_forker() -> Asker:
    """The one of this run, for whoever asks for nothing special; of this process, where no other is shared."""
    if not _doors:
        return Forker()
    way = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    way.connect(_doors[-1])
    return Asker(way, _read_at_start(os.environ))


def forking(asker: Callable[[], Asker]) -> Callable[[str, str, bytes, float], tuple[int, bytes, bytes]]:
    """What `fieldops.reports.children.run_module` does, forked where that may be."""

    def run_module(module: str, argument: str, data: bytes, seconds: float) -> tuple[int, bytes, bytes]:
        way = asker()
        return (way.run_module if way.usable() else start_module)(module, argument, data, seconds)

    return run_module


def _all_of(descriptor: int) -> bytes:
    with open(descriptor, "rb") as file:
        return file.read()


def _give(descriptor: int, data: bytes) -> None:
    # A command may end without having read what it was given.
    with suppress(BrokenPipeError), open(descriptor, "wb", buffering=0) as file:
        while data:
            data = data[file.write(data) :]


def _ended(conversation: socket.socket, ends: float) -> int:
    """The exit code. First comes the number of the process, so that it can be ended."""
    answers = conversation.makefile("r")
    process = int(answers.readline())
    conversation.settimeout(max(ends - time.monotonic(), 0.001))
    try:
        return int(answers.readline())
    except TimeoutError:
        os.kill(process, signal.SIGKILL)
        raise


# --- the server ------------------------------------------------------------------------------------------


def _import_all() -> None:
    import fieldops

    for module in pkgutil.walk_packages(fieldops.__path__, "fieldops."):
        # What needs a package that is not installed says so when it is asked for.
        with suppress(ModuleNotFoundError):
            importlib.import_module(module.name)
    for name in _LATE.split():
        importlib.import_module(name)
    _read_schemas()
    _read_shipped()
    _compile_templates()
    _know_types(Struct)
    # Many tests have a copy of the example contracts.
    importlib.import_module("known").know(Path(__file__).parents[1], frozenset({"playbooks"}))


def _read_schemas() -> None:
    """Have the package's schemas ready, each by a document that says no more than its kind."""
    from fieldops.documents.judging import check_schema
    from fieldops.documents.references import references
    from fieldops.documents.schema import KINDS
    from fieldops.documents.workspace import Document
    from fieldops.documents.yaml_text import Node

    for kind in KINDS:
        node = Node({"kind": kind}, (1, 1))
        check_schema(node, kind)
        list(references(Document(kind, kind, kind, node)))


def _read_shipped() -> None:
    """Have the shipped documents ready: rules ask for dozens of them wherever a contract names a shipped playbook."""
    from fieldops.documents.workspace import packaged, packaged_ids

    for kind in ("Calendar", "Playbook", "Probe"):
        for id in packaged_ids(kind):
            packaged(kind, id)


def _know_types(kind: type[Struct]) -> None:
    """Have what msgspec finds out of each class when it is first asked for one."""
    for each in kind.__subclasses__():
        # Not all are read from data.
        with suppress(msgspec.ValidationError, TypeError, NameError):
            msgspec.convert({}, each)
        _know_types(each)


def _compile_templates() -> None:
    """Have the shipped templates compiled, whose code is the same wherever it is made: half of what a page takes."""
    from fieldops.documents.workspace import shipped_folder
    from fieldops.reports import rendering

    compiled: dict[object, Any] = {}
    compile_it = rendering._Sandbox.compile

    def compile_once(sandbox: Any, source: Any, *named: Any, **more: Any) -> Any:
        key = sandbox.trim_blocks, source, named, tuple(more.items())
        if key not in compiled:
            compiled[key] = compile_it(sandbox, source, *named, **more)
        return compiled[key]

    rendering._Sandbox.compile = compile_once  # type: ignore[method-assign]
    folder = shipped_folder("templates")
    for page in sorted(folder.glob("*.html.j2")):
        with redirect_stderr(io.StringIO()):
            sandbox = rendering._sandbox(rendering._Loader([folder], None))
            for each in (page.name, "report.css.j2"):
                sandbox.get_template(each)


def _serve(control: socket.socket) -> tuple[str, int, int, int, int]:
    """Fork for each request until nobody asks any more; returns in the forked process: the module that is asked for, and what
    came with the request.
    """
    waiting = selectors.DefaultSelector()
    waiting.register(control, selectors.EVENT_READ)
    while True:
        for key, _ in waiting.select():
            if key.data is not None:
                _tell(key.data)
                waiting.unregister(key.fd)
                os.close(key.fd)
                continue
            asking = key.fileobj
            assert isinstance(asking, socket.socket)
            if asking.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                waiting.register(asking.accept()[0], selectors.EVENT_READ)
                continue
            said, given, _, _ = socket.recv_fds(asking, 4096, 4)
            module = said.decode()
            if module.startswith(_KNOW):
                importlib.import_module("known").know(Path(module.removeprefix(_KNOW)))
                # As what was imported: common, as nobody writes to it.
                gc.collect()
                gc.freeze()
                continue
            if module == _OPEN:
                waiting.register(socket.socket(fileno=given[0]), selectors.EVENT_READ)
                continue
            if not given:
                if asking is control:
                    os._exit(0)
                waiting.unregister(asking)
                asking.close()
                continue
            conversation, stdin, out, err = given
            if module in _WITH:
                # Where it is lacking, or something that it needs, whoever asked for it says so.
                with suppress(ImportError, OSError):
                    importlib.import_module(_WITH[module])
            theirs, ours = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            if (child := os.fork()) == 0:
                # By those that own them: an owner forgotten would later close what has the number then.
                for other in waiting.get_map().values():
                    if other.data is not None:
                        other.data[1].close()
                        os.close(other.fd)
                    elif isinstance(other.fileobj, socket.socket):
                        other.fileobj.close()
                waiting.close()
                ours.close()
                children.run_module = forking(partial(Asker, theirs, _read_at_start(os.environ)))
                return module, conversation, stdin, out, err
            theirs.close()
            waiting.register(ours, selectors.EVENT_READ)
            for descriptor in (stdin, out, err):
                os.close(descriptor)
            asker = socket.socket(fileno=conversation)
            asker.sendall(f"{child}\n".encode())
            waiting.register(os.pidfd_open(child), selectors.EVENT_READ, (child, asker))


def _tell(child: tuple[int, socket.socket]) -> None:
    process, asker = child
    _, status = os.waitpid(process, 0)
    # Who has given up waiting is not told.
    with suppress(OSError):
        asker.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())
    asker.close()


def _become(module: str, conversation: int, stdin: int, out: int, err: int) -> None:
    """Make this process what a shell would have made of the request."""
    with open(conversation, "rb") as file:
        arguments, folder, environment, closed = json.loads(file.readline())
    for descriptor, number in ((stdin, 0), (out, 1), (err, 2)):
        os.dup2(descriptor, number)
        os.close(descriptor)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    sys.argv = [str(sys.modules[module].__file__), *arguments]
    sys.path[0] = folder
    sys.stdin, sys.stdout, sys.stderr = (_stream(number) for number in range(3))
    if closed:
        os.close(0)
        sys.stdin = sys.__stdin__ = None


def _stream(number: int) -> Any:
    before = (sys.__stdin__, sys.__stdout__, sys.__stderr__)[number]
    return open(
        number,
        "r" if number == 0 else "w",
        encoding=before.encoding,
        errors=before.errors,
        closefd=False,
        buffering=-1 if number < 2 else 1,
    )


def _run(module: str) -> int:
    """Run the module and flush what Python would flush. Only taking the modules down is left out, which is all for nothing."""
    code: object = 0
    try:
        getattr(sys.modules[module], "start" if module == _COMMANDS else "main")()
    except SystemExit as end:
        code = end.code
    threading._shutdown()
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    return code if isinstance(code, int) else int(code is not None)


def _main() -> NoReturn:
    _import_all()
    # What is never collected is never written to, and stays common.
    gc.collect()
    gc.freeze()
    # Commands leave little behind; to look for it at every 700 objects took a tenth of them.
    gc.set_threshold(50_000, 20, 20)
    module, *given = _serve(socket.socket(fileno=os.dup(0)))
    _become(module, *given)
    os._exit(_run(module))


if __name__ == "__main__":
    _main()
