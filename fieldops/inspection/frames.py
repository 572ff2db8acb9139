"""From the script's bytes to one raw output per probe, as they arrive and in bounded memory.

Everything a host sends is hostile: what is outside a frame is noise, a frame without its end is no
result, and only the nonce of this run opens or closes a frame. Complete means the END line was seen with
as many frames as it announces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

KEPT_ERRORS = 4096
KEPT_NOISE = 4096
_LONGEST_MARK = 4096
_TAIL = 32
_EXIT_CODE = re.compile(rb"(?:\A|\n)rc=([0-9]{1,3})\s*\Z")


@dataclass(slots=True)
class RawOutput:
    """What one probe printed. `why` is ok, timeout, absent, died or (without an end) unfinished.

    `out` is at most the probe's cap, `cut` tells that there was more; `err` is the beginning of its error
    output; `exit_code` is None when the command did not end by itself; `ms` is the target's own measure.
    """

    probe: str
    out: bytes = b""
    err: bytes = b""
    exit_code: int | None = None
    why: str = "unfinished"
    detail: str = ""
    ms: int = 0
    cut: bool = False


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

    def _raw(self, until: int) -> Iterator[tuple[bool, bytes]]:
        raw, self._pending = self._pending[:until], self._pending[until:]
        if self._borrowed and raw:
            raw, self._borrowed = raw[1:], False
        if raw:
            yield False, raw

    def rest(self) -> bytes:
        """What has come since the last marker or raw bytes and can be neither yet."""
        return self._pending[1:] if self._borrowed else self._pending


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
    """Reads the two streams of one script run. Feed bytes as they come, then look at `outputs`."""

    def __init__(self, nonce: str, caps: Mapping[str, int]) -> None:
        """`caps`: the probes of the script, in order, with their output caps in bytes."""
        self.outputs: dict[str, RawOutput] = {}
        self.left_running: tuple[str, ...] = ()
        self.noise = bytearray()
        self.ended = False
        self._caps = dict(caps)
        self._out, self._err = _Marks(nonce), _Marks(nonce)
        self._body: _Kept | None = None
        self._open: str | None = None
        self._errors: dict[str, _Kept] = {}
        self._errors_of: str | None = None
        self._errors_ended = False
        self._closed = 0
        self.received = 0

    @property
    def complete(self) -> bool:
        """Whether the script ran to its end and every frame it announced was read."""
        return self.ended and self._closed == len(self._caps)

    @property
    def drained(self) -> bool:
        """Whether both streams have shown their END: nothing more will come."""
        return self.ended and self._errors_ended

    def feed_out(self, data: bytes) -> list[RawOutput]:
        """Take bytes of standard output; the frames that end in them."""
        self.received += len(data)
        done: list[RawOutput] = []
        for is_mark, part in self._out.feed(data):
            if is_mark:
                done.extend(self._mark(part))
            elif self._body is not None:
                self._body.add(part)
            elif len(self.noise) < KEPT_NOISE:
                self.noise += part[: KEPT_NOISE - len(self.noise)]
        return done

    def feed_err(self, data: bytes) -> None:
        """Take bytes of standard error."""
        self.received += len(data)
        for is_mark, part in self._err.feed(data):
            if is_mark:
                words = part.split()
                self._errors_ended = _word(words, 0) == "END"
                self._errors_of = _word(words, 1)
            else:
                self._keep_error(part)

    def finish(self) -> dict[str, RawOutput]:
        """The outputs by probe, once both streams have ended; probes without a whole frame are missing."""
        self._keep_error(self._err.rest())
        for probe, output in self.outputs.items():
            kept = self._errors.get(probe)
            if kept is None:
                continue
            code = _EXIT_CODE.search(kept.tail)
            if code:
                output.exit_code = int(code[1])
                kept.head = kept.head[: max(0, kept.total - len(kept.tail) + code.start())]
            output.err = bytes(kept.head).strip(b"\n")
        return self.outputs

    def _keep_error(self, data: bytes) -> None:
        if self._errors_of in self._caps:
            self._errors.setdefault(self._errors_of, _Kept(KEPT_ERRORS)).add(data)
        elif len(self.noise) < KEPT_NOISE:
            self.noise += data[: KEPT_NOISE - len(self.noise)]

    def _mark(self, mark: bytes) -> Iterator[RawOutput]:
        words = mark.split()
        kind, id = _word(words, 0), _word(words, 1)
        if kind == "B" and id in self._caps and id not in self.outputs:
            self._open, self._body = id, _Kept(self._caps[id] + 1)
        elif kind == "E" and self._body is not None and id == self._open:
            yield self._close(id, self._body, words)
        elif kind == "END":
            self.ended = id == str(len(self._caps))
            self.left_running = tuple(_word(words, at) for at in range(2, len(words)))

    def _close(self, id: str, body: _Kept, words: list[bytes]) -> RawOutput:
        cut = body.total > self._caps[id]
        output = RawOutput(
            id,
            out=bytes(body.head[: self._caps[id]]),
            why=_word(words, 2),
            ms=max(0, int(_word(words, 3))) if _word(words, 3).isdecimal() else 0,
            detail=_word(words, 4),
            cut=cut,
        )
        self.outputs[id] = output
        self._open = self._body = None
        self._closed += 1
        return output


def _word(words: list[bytes], at: int) -> str:
    return words[at].decode("ascii", "replace") if at < len(words) else ""
