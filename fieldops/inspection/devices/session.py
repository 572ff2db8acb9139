"""A session over the command line of a device, as what takes its bytes and says what it is sent next. No I/O.

It sends a command of the list (`fieldops.contracts.device_commands`) where it sees the device's prompt, a space where it
sees the mark of the pager, and nothing else, ever. Where the device asks anything it is hung up on. What a command has
printed stands between its echo and the next prompt; a prompt inside of an output is found out by the echo that does not
follow it. Why: docs/decisions/2026-11-28-devices.md.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence

from fieldops.contracts.device_commands import PAGER_OFF, is_allowed
from fieldops.inspection.devices.sections import section
from fieldops.inspection.devices.terminal import lines_of, shown
from fieldops.inspection.frames import KEPT_NOISE, ProbeEnd, RawOutput
from fieldops.inspection.playbook import Probe

# Of what is not kept the end, in which prompts, questions and the pager's mark are looked for.
_TAIL = 4096
_MOST_PAGES = 2000
_HRP = rb"(?:\(?(?:HRP|RBM)_[A-Z]{1,2}\)?)?"
_PROMPTS = {
    "vrp": re.compile(_HRP + rb"(?:<[^<>\[\]\r\n]{1,128}>|\[[^<>\[\]\r\n]{1,128}\])"),
    "comware": re.compile(_HRP + rb"(?:<[^<>\[\]\r\n]{1,128}>|\[[^<>\[\]\r\n]{1,128}\])"),
    "ios": re.compile(rb"[A-Za-z0-9][^\s#>()]{0,127}(?:\([^\s()]{1,64}\))?[#>]"),
}
_PAGER = re.compile(rb"-{2,4} ?More ?(?:\([^()]{1,60}\))? ?-{2,4}")
# Questions by their form, whatever they are about; what only may be one is a question when nothing follows it.
_MARK = rb"(?:[:?.]|\xef\xbc[\x9a\x9f]|\xa3[\xba\xbf])"
_QUESTION = re.compile(
    rb"(?:[\[(] ?y(?:es)? ?[/|] ?no?\b[^\])]{0,20}[\])]|[\[(]confirm[\])]|press (?:any key|enter|return)[^\r\n]{0,40})(?: |"
    + _MARK
    + rb")*\Z",
    re.I,
)
_PERHAPS = re.compile(rb"(?:[:?\]]|\xef\xbc[\x9a\x9f]|\xa3[\xba\xbf])\Z")
# The first prompt is believed when nothing has followed it for so long: a greeting may hold what looks like one.
_SETTLED = 0.5


class _Step:
    """One command under way: what has come since it was sent, at most `limit` bytes of it, and its end."""

    def __init__(self, probe: str | None, command: str, limit: int) -> None:
        self.probe, self.command, self.limit = probe, command, limit
        self.began = 0.0
        self.head = bytearray()
        self.tail = b""
        self.total = self.looked = self.echo_begins = self.pages = 0
        self.echo_ends: int | None = None

    def add(self, data: bytes) -> None:
        room = self.limit - len(self.head)
        self.head += data[: max(0, room)]
        self.tail = (self.tail + data)[-_TAIL:]
        self.total += len(data)

    @property
    def cut(self) -> bool:
        return self.total > self.limit

    @property
    def waiting(self) -> bytes:
        """The last line, which has no end yet, as it is shown."""
        return shown(self.tail[self.tail.rfind(b"\n") + 1 :])


def _key(line: bytes) -> bytes:
    return b"".join(line.split())


class DeviceSession:
    """Asks a device of `platform` the commands of `probes`, one after the other.

    `outputs`: what each probe's commands printed, under a line that names each (`sections`). `question`: what the device
    asked when it was hung up on, in its own bytes. `clock` returns seconds that only go forward.
    """

    resting = False
    busy: tuple[str, ...] = ()
    left_running: tuple[str, ...] = ()

    def __init__(self, platform: str, probes: Sequence[Probe], clock: Callable[[], float]) -> None:
        self.outputs: dict[str, RawOutput] = {}
        self.received = 0
        self.begun = self.ended = False
        self.question = b""
        self._platform, self._clock = platform, clock
        self._probes = {probe.id: probe for probe in probes}
        self._steps = deque(self._planned())
        self._step = _Step(None, "", KEPT_NOISE)
        self._prompt = b""
        self._to_send = b""
        self._heard = 0.0
        self._answered: str | None = None

    def _planned(self) -> Iterator[_Step]:
        yield _Step(None, PAGER_OFF[self._platform], KEPT_NOISE)
        for probe in self._probes.values():
            for command in probe.commands.get(self._platform, ()):
                if is_allowed(self._platform, command):
                    yield _Step(probe.id, command, probe.cap)

    def _note_unsent(self) -> None:
        """What is sent nothing says so: there is no command for this system, or one that is not on the list."""
        for probe in self._probes.values():
            commands = probe.commands.get(self._platform, ())
            strange = [each for each in commands if not is_allowed(self._platform, each)]
            if not commands:
                self.outputs[probe.id] = RawOutput(probe.id, why=ProbeEnd.ABSENT, detail=self._platform)
            elif strange:
                said = f"not sent: {strange[0]}".encode()
                self.outputs[probe.id] = RawOutput(probe.id, err=said, why=ProbeEnd.DIED)

    @property
    def complete(self) -> bool:
        """Whether every command was answered."""
        return self.ended and not self.question

    @property
    def said(self) -> bytes:
        """The last lines that came, as they are shown."""
        return b"\n".join(line for line in lines_of(self._step.tail)[-4:] if line)

    @property
    def perhaps_asked(self) -> bytes:
        """What the device waits for behind, if that can be a question."""
        waiting = self._step.waiting
        return self.said if _PERHAPS.search(waiting) and not self._is_prompt(waiting) else b""

    def feed(self, data: bytes) -> None:
        """Take what the device sends."""
        self.received += len(data)
        if self.ended:
            return
        step = self._step
        step.add(data)
        self._heard = self._clock()
        waiting = step.waiting
        if _QUESTION.search(waiting):
            self.question, self.ended = self.said, True
        elif _PAGER.fullmatch(waiting.strip()):
            self._turn_page()
        elif self.begun:
            self._look_for_echo()
            # Behind the last command nothing would tell that its output went on: that prompt is believed when it is quiet.
            if step.echo_ends is not None and self._steps and self._is_ours(waiting):
                self._close()
                self._send_next(waiting)

    def feed_errors(self, data: bytes) -> None:
        """A terminal has no second stream: what comes there belongs to whatever carries it."""
        self.received += len(data)

    def answer(self) -> bytes | None:
        """What the device is to be sent now; asked again and again, also while nothing comes."""
        if not self.ended and self._clock() - self._heard >= _SETTLED:
            self._settle()
        sent, self._to_send = self._to_send, b""
        return sent

    def _settle(self) -> None:
        """The device is quiet: the prompt that stands there is one, be it the first or the last."""
        step, waiting = self._step, self._step.waiting
        if not self.begun and self._is_prompt(waiting):
            self.begun = True
            self._note_unsent()
            self._send_next(waiting)
        elif self.begun and not self._steps and step.echo_ends is not None and self._is_ours(waiting):
            self._close()
            self.ended = True

    def _turn_page(self) -> None:
        step = self._step
        if not self.begun:
            # Nothing of ours is on its way yet: whose pages these are nobody knows.
            return
        step.pages += 1
        if step.pages > _MOST_PAGES:
            self.question, self.ended = self.said, True
            return
        step.tail = b""
        self._to_send = b" "

    def _is_prompt(self, line: bytes) -> bool:
        return _PROMPTS[self._platform].fullmatch(line.strip()) is not None

    def _is_ours(self, line: bytes) -> bool:
        """Whether the line is the prompt of this device: of two that stand in for each other the mark may change."""
        return self._is_prompt(line) and _bare(line) == _bare(self._prompt)

    def _look_for_echo(self) -> None:
        """Find the line with the prompt and the command behind it; what came before belongs to what ran before."""
        step = self._step
        while step.echo_ends is None and (end := step.head.find(b"\n", step.looked)) >= 0:
            line = shown(bytes(step.head[step.looked : end]))
            found = self._prompt_before(line, step.command)
            if found:
                self._prompt = self._prompt or found
                step.echo_begins, step.echo_ends = step.looked, end + 1
            step.looked = end + 1

    def _prompt_before(self, line: bytes, command: str) -> bytes:
        """The prompt in a line that is a prompt and the command; nothing where it is another line."""
        typed = _key(command.encode("ascii"))
        key = _key(line)
        prompt = key[: len(key) - len(typed)]
        if not key.endswith(typed) or not self._is_prompt(prompt):
            return b""
        return prompt if not self._prompt or _bare(prompt) == _bare(self._prompt) else b""

    def _send_next(self, prompt: bytes) -> None:
        """Send the next command; the prompt that stands there already belongs to its echo."""
        self._step = step = self._steps.popleft()
        step.began = self._clock()
        step.add(prompt)
        self._to_send = step.command.encode("ascii") + b"\n"

    def _close(self) -> None:
        """The step's prompt has come: its output is whole."""
        step = self._step
        assert step.echo_ends is not None  # the caller has looked
        self._give_back(bytes(step.head[: step.echo_begins]))
        if step.probe is None:
            return
        self._answered = step.probe
        raw = bytes(step.head[step.echo_ends :])
        text = section(
            self._platform, step.command, lines_of(raw[: raw.rfind(b"\n") + 1] if not step.cut else raw)
        )
        output = self.outputs.setdefault(step.probe, RawOutput(step.probe, exit_code=0, why=ProbeEnd.OK))
        if output.why is ProbeEnd.OK:
            output.out += text
            output.ms += round((self._clock() - step.began) * 1000)
            output.cut = output.cut or step.cut or len(output.out) > step.limit
            output.out = output.out[: step.limit]

    def _give_back(self, before: bytes) -> None:
        """What stands before an echo belongs to the command before: a line of it looked like the prompt."""
        lines = [line for line in lines_of(before) if line and not self._is_ours(line)]
        last = self.outputs.get(self._answered or "")
        if lines and last is not None:
            last.out += b"\n".join([*lines, b""])


def _bare(prompt: bytes) -> bytes:
    return re.sub(rb"\A" + _HRP, b"", _key(prompt))
