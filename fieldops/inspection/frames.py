"""From the script's bytes to one raw output per probe, as they arrive and in bounded memory.

Everything a host sends is hostile: what is outside a frame is noise, a frame without its end is no
result, and only the nonce of this run opens or closes a frame. Complete means the END line was seen with
as many frames as it announces.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from fieldops.inspection.root_login import RootLogin

KEPT_ERRORS = 4096
KEPT_NOISE = 4096
_LONGEST_MARK = 4096
_TRAILER = re.compile(rb"\nlen=([0-9]{1,8})\n\Z")
_COUNT = re.compile(r"[0-9]{1,6}", re.ASCII)
_MILLISECONDS = re.compile(r"[0-9]{1,9}", re.ASCII)
_EXIT_CODE = re.compile(rb"(?:\A|\n)rc=([0-9]{1,3})\Z")
# Errors and exit code of one probe, with the line that says how long they are.
_TAIL = 64 << 10


class ProbeEnd(StrEnum):
    """How a probe's command ended on the target."""

    OK = "ok"
    TIMEOUT = "timeout"
    ABSENT = "absent"  # the program is not there
    DIED = "died"
    UNFINISHED = "unfinished"  # the frame has no end


_WORDS = {end.value: end for end in ProbeEnd}


@dataclass(slots=True)
class RawOutput:
    """What one probe printed, and why it ended.

    `out` is at most the probe's cap, `cut` tells that there was more; `err` is the beginning of its error
    output; `exit_code` is None when the command did not end by itself; `ms` is the target's own measure.
    """

    probe: str
    out: bytes = b""
    err: bytes = b""
    exit_code: int | None = None
    why: ProbeEnd = ProbeEnd.UNFINISHED
    detail: str = ""
    ms: int = 0
    cut: bool = False


def frame_of(probe: str, sample: int) -> str:
    """The name of the frame of the first or second sample of a probe that is run twice."""
    return f"{probe}+{sample}"


def _is_first_sample(frame: str) -> bool:
    return frame.endswith("+1")


def probe_of_frame(frame: str) -> str:
    """The probe whose output the frame holds."""
    return frame.partition("+")[0]


def by_probe(outputs: Mapping[str, RawOutput]) -> dict[str, RawOutput]:
    """One output per probe from one per frame: two samples with a line ``--`` between, ended as the worse of them ended."""
    found: dict[str, RawOutput] = {}
    for frame, output in outputs.items():
        probe = probe_of_frame(frame)
        if frame == probe:
            found[probe] = output
        elif frame == frame_of(probe, 1):
            found[probe] = _both(probe, output, outputs.get(frame_of(probe, 2), RawOutput(probe)))
    return found


def _both(probe: str, first: RawOutput, second: RawOutput) -> RawOutput:
    worse = first if first.why is not ProbeEnd.OK else second
    line_end = b"" if first.out.endswith(b"\n") else b"\n"
    codes = {first.exit_code, second.exit_code} - {0}
    return RawOutput(
        probe,
        out=first.out + line_end + b"--\n" + second.out,
        err=(first.err + second.err)[:KEPT_ERRORS],
        # Two that differ are no code that could be a good one.
        exit_code=None if len(codes) > 1 else codes.pop() if codes else 0,
        why=worse.why,
        detail=worse.detail,
        ms=first.ms + second.ms,
        cut=first.cut or second.cut,
    )


class _Marks:
    """Splits a byte stream into marker lines of this run and what stands between them."""

    def __init__(self, nonce: str) -> None:
        self._start = b"\n@fo " + nonce.encode() + b" "
        # The stream begins as if a line had just ended. This line feed, like the one that ends a marker, may
        # begin the next marker but belongs to nobody's data.
        self._pending = b"\n"
        self._borrowed = True

    def feed(self, data: bytes) -> Iterator[tuple[bool, bytes]]:
        """Pairs (is marker, bytes): a marker's words, or raw bytes; the line feed before a marker is its own."""
        self._pending += data
        while True:
            at = self._pending.find(self._start)
            if at < 0:
                break
            yield from self._raw(at)
            line_end = self._pending.find(b"\n", 1, _LONGEST_MARK)
            if line_end < 0 and len(self._pending) < _LONGEST_MARK:
                return
            # A longer line is no marker of ours: its beginning counts as one, the rest as raw bytes.
            self._borrowed = line_end >= 0
            line_end = line_end if line_end >= 0 else _LONGEST_MARK
            mark, self._pending = self._pending[len(self._start) : line_end], self._pending[line_end:]
            yield True, mark
        keep = len(self._start) - 1
        if len(self._pending) > keep:
            yield from self._raw(len(self._pending) - keep)

    @property
    def rest(self) -> bytes:
        """What was kept because a marker could begin with it."""
        return self._pending[1:] if self._borrowed else self._pending

    def _raw(self, until: int) -> Iterator[tuple[bool, bytes]]:
        raw, self._pending = self._pending[:until], self._pending[until:]
        if self._borrowed and raw:
            raw, self._borrowed = raw[1:], False
        if raw:
            yield False, raw


@dataclass(slots=True)
class _Kept:
    """The beginning of a stream up to a limit, its last bytes, and how much there was."""

    limit: int
    head: bytearray = field(default_factory=bytearray)
    tail: bytes = b""
    total: int = 0

    def add(self, data: bytes) -> None:
        room = self.limit - len(self.head)
        if room > 0:
            self.head += data[:room]
        self.tail = (self.tail + data)[-_TAIL:]
        self.total += len(data)


class FrameReader:
    """Reads the output of one script run. Feed bytes as they come, then look at `outputs`.

    `busy`: why the script ran nothing, in its own words. `begun`: something of our script's was seen, so that a shell runs it; `said`: the beginning of what the host said else.
    """

    def __init__(
        self,
        nonce: str,
        caps: Mapping[str, int],
        on_rest: Callable[[], object] = lambda: None,
        root: RootLogin | None = None,
        secrets: bytes | None = None,
    ) -> None:
        """`caps`: the frames of the script, in order, with their output caps in bytes; `on_rest` is called when the host
        begins to rest; `root`: how the script becomes root, where that takes a password; `secrets`: what it is given when
        it asks for the passwords of instances, None where it does not.
        """
        self.outputs: dict[str, RawOutput] = {}
        self.left_running: tuple[str, ...] = ()
        self.noise = bytearray()
        self.begun = False
        self.ended = False
        # What the host carries too much of, and how much, where it is left alone for that.
        self.busy: tuple[str, ...] = ()
        self.received = 0
        self._caps = dict(caps)
        self._marks = _Marks(nonce)
        self._body: _Kept | None = None
        self._open: str | None = None
        self._on_rest = on_rest
        self._root, self._in_root, self._of_root = root, False, 0
        self._secrets, self._asked = secrets, False
        # The frames before the quiet second, where the script has one.
        self._before_rest = max(
            (at for at, frame in enumerate(caps, 1) if _is_first_sample(frame)), default=0
        )

    @property
    def resting(self) -> bool:
        """Whether the host waits, as far as we have heard: all first samples are there, and no second one has begun."""
        return self._open is None and not self.ended and len(self.outputs) == self._before_rest > 0

    @property
    def complete(self) -> bool:
        """Whether the script ran to its end and every frame it announced was read."""
        return self.ended and len(self.outputs) == len(self._caps)

    @property
    def said(self) -> bytes:
        """The noise, to its last byte when nothing more comes."""
        return bytes(self.noise) + (self._marks.rest if self._body is None else b"")

    def feed(self, data: bytes) -> None:
        """Take bytes of standard output."""
        self.received += len(data)
        for is_mark, part in self._marks.feed(data):
            if is_mark:
                self._mark(part)
            elif self._body is not None:
                self._body.add(part)
            else:
                self._hear(part)
        if self._root is not None and self._root.listens and self._body is None:
            self._root.look(self._marks.rest)

    def answer(self) -> bytes | None:
        """What the script is to be sent now on its standard input; None when nothing is to come any more."""
        if self._secrets is not None:
            if not self._asked:
                return b""
            secrets, self._secrets = self._secrets, None
            return secrets
        return self._root.answer() if self._root is not None else None

    def feed_errors(self, data: bytes) -> None:
        """Take bytes of standard error: noise, for the script's own is closed."""
        self.received += len(data)
        self._hear(data)

    def _hear(self, data: bytes) -> None:
        if self._root is not None and self._root.listens:
            self._root.hear(data)
            return
        self.noise += data[: max(0, KEPT_NOISE - len(self.noise))]

    def _mark(self, mark: bytes) -> None:
        self.begun = True
        words = mark.split()
        kind, id = _word(words, 0), _word(words, 1)
        if kind == "B" and id in self._caps and id not in self.outputs:
            self._open, self._body = id, _Kept(self._caps[id] + 1)
        elif kind == "E" and self._body is not None and id == self._open:
            self.outputs[id] = _output(id, self._body, self._caps[id], words)
            self._open = self._body = None
            if self.resting:
                self._on_rest()
        elif kind == "BUSY" and not self.outputs:
            self.busy = tuple(_word(words, at) for at in range(1, len(words)))
        elif kind == "SECRETS" and not self._in_root:
            self._asked = True
        elif kind == "SUDO" and self._root is not None:
            self._in_root = True
            self._root.begin()
        elif kind == "SUDO-END" and self._root is not None:
            self._in_root = False
            self._root.end()
        elif kind == "END":
            if self._in_root:
                # The root shell's own: the script goes on when it has ended.
                self._of_root = int(id) if _COUNT.fullmatch(id) else -1
            else:
                self.ended = _COUNT.fullmatch(id) is not None and int(id) + self._of_root == len(self._caps)
            left = (probe_of_frame(_word(words, at)) for at in range(2, len(words)))
            self.left_running = tuple(dict.fromkeys((*self.left_running, *left)))


def _output(id: str, body: _Kept, cap: int, words: list[bytes]) -> RawOutput:
    # A host that sends another word has not run our script to its end.
    why = _WORDS.get(_word(words, 2), ProbeEnd.DIED)
    ended = why in (ProbeEnd.OK, ProbeEnd.TIMEOUT)
    size, err, code = _trailer(body) if ended else (body.total, b"", None)
    return RawOutput(
        id,
        out=bytes(body.head[: min(size, cap)]),
        err=err[:KEPT_ERRORS].strip(b"\n"),
        # Of a command that was stopped the code is that of its end.
        exit_code=code if why is ProbeEnd.OK else None,
        why=why,
        detail=_word(words, 4),
        ms=int(_word(words, 3)) if _MILLISECONDS.fullmatch(_word(words, 3)) else 0,
        cut=size > cap,
    )


def _trailer(body: _Kept) -> tuple[int, bytes, int | None]:
    """Bytes of output, errors and exit code of a frame; no exit code when its last lines are not as they should be."""
    length = _TRAILER.search(body.tail)
    if length is None:
        return body.total, b"", None
    told = body.tail[: length.start()]
    start = len(told) - int(length[1])
    if start < 1 or told[start - 1 : start] != b"\n":
        return body.total, b"", None
    told = told[start:]
    code = _EXIT_CODE.search(told)
    size = body.total - (len(body.tail) - start) - 1
    return size, told[: code.start()] if code else told, int(code[1]) if code else None


def _word(words: list[bytes], at: int) -> str:
    return words[at].decode("ascii", "replace") if at < len(words) else ""
