"""The session over a device's command line, byte by byte: what it sends, where it hangs up, what it has heard."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldops.contracts.device_commands import PAGER_OFF, is_allowed
from fieldops.documents.typed import text_of
from fieldops.inspection.devices.session import DeviceSession
from fieldops.inspection.frames import ProbeEnd
from fieldops.inspection.playbook import Parse, Probe, text_of_commands

MORE = b"  ---- More ----"
WIPED = b"\x1b[42D" + b" " * 42 + b"\x1b[42D"


def probe(id: str = "p", cap: int = 4096, **commands: tuple[str, ...]) -> Probe:
    run = text_of_commands(commands)
    return Probe(id, text_of(id), "network", run, Parse("lines"), {}, cap=cap, commands=commands)


class Talk:
    """A session and a clock that goes on by a second whenever it is asked what to send."""

    def __init__(self, platform: str, *probes: Probe) -> None:
        self.seconds = 0.0
        self.session = DeviceSession(platform, probes, lambda: self.seconds)
        self.sent: list[bytes] = []

    def hears(self, data: bytes, chunk: int = 1 << 16) -> bytes:
        """Feed `data` in pieces of `chunk` bytes; all that was sent meanwhile."""
        before = len(self.sent)
        for at in range(0, len(data), chunk):
            self.session.feed(data[at : at + chunk])
            self._take()
        self.seconds += 1
        self._take()
        return b"".join(self.sent[before:])

    def _take(self) -> None:
        said = self.session.answer()
        assert said is not None
        if said:
            self.sent.append(said)

    def dialogue(self, prompt: bytes, answers: Sequence[bytes], chunk: int = 1 << 16) -> list[bytes]:
        """Greet with `prompt`, then echo each command and give the next of `answers`; the commands that came."""
        commands = []
        command = self.hears(b"Info: welcome\r\n" + prompt, chunk)
        for answer in answers:
            commands.append(command)
            command = self.hears(command.replace(b"\n", b"\r\n") + answer + b"\r\n" + prompt, chunk)
        return [each for each in [*commands, command] if each]


@pytest.mark.parametrize(
    ("platform", "prompt"),
    [
        ("vrp", b"<HUAWEI>"),
        ("vrp", b"HRP_M<FW-01>"),
        ("vrp", b"(HRP_S)<FW-01>"),
        ("vrp", "<核心交换机>".encode("gb18030")),
        ("vrp", b"[~HUAWEI]"),
        ("comware", b"<H3C>"),
        ("comware", b"[H3C]"),
        ("comware", b"RBM_P<FW>"),
        ("ios", b"Switch#"),
        ("ios", b"sw-2.floor3>"),
    ],
)
@pytest.mark.parametrize("chunk", [1, 7, 1 << 16])
def test_each_command_is_sent_at_the_prompt_and_its_output_is_kept(
    platform: str, prompt: bytes, chunk: int
) -> None:
    command = "show version" if platform == "ios" else "display version"
    talk = Talk(platform, probe(**{platform: (command,)}))
    sent = talk.dialogue(prompt, [b"Info: ok", b"Version 5.170"], chunk)
    assert sent == [PAGER_OFF[platform].encode() + b"\n", command.encode() + b"\n"]
    assert talk.session.complete
    assert talk.session.outputs["p"].out == f"@ {platform}: {command}\nVersion 5.170\n".encode()
    assert talk.session.outputs["p"].why is ProbeEnd.OK


@pytest.mark.parametrize(
    ("mark", "wiped"),
    [
        (MORE, WIPED),
        (b"---- More ----", b"\x1b[16D" + b" " * 16 + b"\x1b[16D"),
        (b"---- More ( Press 'Q' to break ) ----", b"\r" + b" " * 40 + b"\r"),
        (b" --More-- ", b"\b" * 9 + b" " * 8 + b"\b" * 9),
    ],
)
@pytest.mark.parametrize("chunk", [1, 5, 1 << 16])
def test_a_page_is_turned_once_by_a_space_and_leaves_nothing_behind(
    mark: bytes, wiped: bytes, chunk: int
) -> None:
    talk = Talk("vrp", probe(vrp=("display version",)))
    talk.dialogue(b"<S>", [b""])
    assert talk.hears(b"display version\r\none\r\n" + mark, chunk) == b" "
    assert talk.hears(wiped + b"two\r\n" + mark, chunk) == b" "
    assert talk.hears(wiped + b"three\r\n<S>", chunk) == b""
    assert talk.session.outputs["p"].out == b"@ vrp: display version\none\ntwo\nthree\n"


@pytest.mark.parametrize(
    "question",
    [
        b"Warning: The initial password poses security risks.\r\nThe password needs to be changed. Change now? [Y/N]:",
        b"The current configuration will be written to the device. Are you sure? [Y/N]",
        "是否保存当前配置？[Y/N]：".encode("gb18030"),
        b"Proceed with reload? [confirm]",
        b"System configuration has been modified. Save? [yes/no]: ",
        b"Continue (y/n)?",
        b"Please Press ENTER.",
        b"There are security risks in the configuration file. Continue? [y/n]:",
    ],
)
@pytest.mark.parametrize("when", ["greeting", "behind a command"])
def test_a_question_is_hung_up_on_and_nothing_is_sent(question: bytes, when: str) -> None:
    talk = Talk("vrp", probe(vrp=("display version",)))
    if when == "behind a command":
        talk.dialogue(b"<S>", [b""])
    assert talk.hears(question) == b""
    assert talk.session.ended
    assert not talk.session.complete
    assert question.splitlines()[-1].rstrip() in talk.session.question
    assert "p" not in talk.session.outputs


@pytest.mark.parametrize(
    "words", [b"Enter old password:", b"Which file?", "新密码：".encode(), "确认吗？".encode("gb18030")]
)
def test_what_may_be_a_question_gets_nothing_and_is_told_when_nothing_follows(words: bytes) -> None:
    talk = Talk("vrp", probe(vrp=("display version",)))
    talk.dialogue(b"<S>", [b""])
    assert talk.hears(b"display version\r\n" + words) == b""
    assert not talk.session.ended
    assert words in talk.session.perhaps_asked


def test_a_line_that_looks_like_a_prompt_in_the_greeting_is_not_believed_while_more_comes() -> None:
    talk = Talk("vrp", probe(vrp=("display version",)))
    talk.session.feed(b"<NOTICE>")
    assert talk.session.answer() == b""
    assert talk.hears(b" read it.\r\nChange the password now? [Y/N]:") == b""
    assert talk.session.question


def test_a_prompt_inside_of_an_output_ends_nothing_that_is_not_told() -> None:
    talk = Talk("vrp", probe("a", vrp=("display logbuffer",)), probe("b", vrp=("display clock",)))
    talk.dialogue(b"<S>", [b""])
    # A log line that begins with the prompt, cut into pieces just there.
    assert talk.hears(b"display logbuffer\r\nfirst\r\n<S>") == b"display clock\n"
    assert talk.hears(b"display users was typed\r\nlast\r\n<S>display clock\r\n12:00\r\n<S>") == b""
    assert talk.session.complete
    assert talk.session.outputs["a"].out.splitlines()[1:] == [
        b"first",
        b"<S>display users was typed",
        b"last",
    ]
    assert talk.session.outputs["b"].out == b"@ vrp: display clock\n12:00\n"


def test_a_prompt_inside_of_the_last_output_is_not_believed_while_more_comes() -> None:
    talk = Talk("vrp", probe("a", vrp=("display logbuffer",)), probe("none", ios=("show clock",)))
    talk.dialogue(b"<S>", [b""])
    talk.session.feed(b"display logbuffer\r\nfirst\r\n<S>")
    assert talk.session.answer() == b""
    assert not talk.session.ended
    talk.hears(b"display users was typed\r\nlast\r\n<S>")
    assert talk.session.complete
    assert talk.session.outputs["a"].out.splitlines()[1:] == [
        b"first",
        b"<S>display users was typed",
        b"last",
    ]


def test_what_goes_on_behind_a_false_prompt_is_given_back_whatever_stands_between() -> None:
    talk = Talk(
        "vrp",
        probe("a", vrp=("display logbuffer",)),
        probe("none", ios=("show clock",)),
        probe("b", vrp=("display clock",)),
    )
    talk.dialogue(b"<S>", [b""])
    talk.hears(b"display logbuffer\r\nfirst\r\n<S>")
    talk.hears(b"typed\r\nlast\r\n<S>display clock\r\n12:00\r\n<S>")
    assert talk.session.outputs["a"].out.splitlines()[1:] == [b"first", b"<S>typed", b"last"]


def test_without_its_echo_no_command_counts_as_answered() -> None:
    talk = Talk("vrp", probe(vrp=("display version",)))
    talk.hears(b"<S>")
    assert talk.hears(b"\r\n<S>") == b""
    assert not talk.session.ended


def test_a_command_that_is_not_on_the_list_is_never_sent() -> None:
    talk = Talk("vrp", probe("bad", vrp=("reboot",)), probe("good", vrp=("display version",)))
    sent = talk.dialogue(b"<S>", [b"", b"x"])
    assert sent == [b"screen-length 0 temporary\n", b"display version\n"]
    assert talk.session.outputs["bad"].why is ProbeEnd.DIED


def test_a_probe_without_commands_for_the_system_says_so() -> None:
    talk = Talk("comware", probe(vrp=("display version",)))
    talk.dialogue(b"<H3C>", [b""])
    assert talk.session.complete
    assert (talk.session.outputs["p"].why, talk.session.outputs["p"].detail) == (ProbeEnd.ABSENT, "comware")


def test_an_output_beyond_its_cap_is_cut_and_the_next_command_comes_all_the_same() -> None:
    talk = Talk("ios", probe("a", cap=1000, ios=("show logging",)), probe("b", ios=("show clock",)))
    talk.dialogue(b"Switch#", [b""])
    assert talk.hears(b"show logging\r\n" + b"line\r\n" * 10_000 + b"Switch#", 4096) == b"show clock\n"
    assert talk.session.outputs["a"].cut
    assert len(talk.session.outputs["a"].out) <= 1000


def test_pages_without_end_are_ended() -> None:
    talk = Talk("vrp", probe(vrp=("display version",)))
    talk.dialogue(b"<S>", [b""])
    talk.hears(b"display version\r\n")
    for _ in range(2001):
        talk.hears(b"\r\nx\r\n" + MORE)
    assert talk.session.ended
    assert not talk.session.complete


@pytest.mark.parametrize(
    ("platform", "command", "allowed"),
    [
        ("vrp", "display version", True),
        ("vrp", "display saved-configuration time", True),
        ("vrp", "display saved-configuration", False),
        ("vrp", "display current-configuration", False),
        ("vrp", "display cur", False),
        ("vrp", "display c", False),
        ("vrp", "display diag", False),
        ("vrp", "display version | include x", False),
        ("vrp", "display  version", False),
        ("vrp", "display version\nreboot", False),
        ("vrp", "display version ?", False),
        ("vrp", "system-view", False),
        ("vrp", "show version", False),
        ("vrp", "save", False),
        ("comware", "screen-length disable", True),
        ("vrp", "screen-length disable", False),
        ("ios", "terminal length 0", True),
        ("ios", "terminal monitor", False),
        ("ios", "show running-config", False),
        ("ios", "show run", False),
        ("ios", "show RUN", False),
        ("ios", "show tech-support", False),
        ("ios", "show start", False),
        ("ios", "show interfaces transceiver", True),
        ("linux", "display version", False),
    ],
)
def test_only_what_tells_without_the_configuration_is_on_the_list(
    platform: str, command: str, allowed: bool
) -> None:
    assert is_allowed(platform, command) is allowed


@given(st.text(max_size=60))
def test_nothing_with_other_characters_is_on_the_list(rest: str) -> None:
    command = f"display {rest}"
    if is_allowed("vrp", command):
        assert command.isascii()
        assert not set(command) & set("|>?;&\t\r\n\x03`$'\"")


@given(st.lists(st.binary(max_size=40), max_size=12), st.sampled_from(["vrp", "comware", "ios"]))
def test_whatever_a_device_sends_it_only_ever_gets_what_is_on_the_list(
    said: list[bytes], platform: str
) -> None:
    command = "show clock" if platform == "ios" else "display clock"
    talk = Talk(platform, probe(**{platform: (command,)}))
    for data in said:
        talk.hears(data)
    assert set(talk.sent) <= {PAGER_OFF[platform].encode() + b"\n", command.encode() + b"\n", b" "}
