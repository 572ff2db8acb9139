"""Sessions with network devices, by both transports: what they are sent, what comes back, and why a device says nothing."""

from __future__ import annotations

import sys
import threading
import time
from contextlib import nullcontext
from pathlib import Path

import pytest
from conftest import require

sys.path.insert(0, str(Path(__file__).parent))
from devices import PAGER_OFF, Device, running

from fieldops.actions.loopback import LoopbackServer
from fieldops.documents.typed import text_of
from fieldops.errors import Unreachable
from fieldops.inspection.devices.session import DeviceSession
from fieldops.inspection.playbook import Parse, Probe, text_of_commands
from fieldops.transport.hostkeys import HostKey, read_pins
from fieldops.transport.openssh import OpenSsh
from fieldops.transport.ssh import Ssh
from fieldops.transport.target import KeyFile, Limits, Password, Target, Transport

PATIENT = Limits(connect=60, banner=60, auth=60, silence=120, total=300)
LONG = "\n".join(f"line {number}" for number in range(1, 18))
PROMPTS = {
    "vrp": "<HUAWEI>",
    "comware": "<H3C>",
    "ios": "Switch#",
}


@pytest.fixture(params=["ssh", "openssh"])
def way(request: pytest.FixtureRequest, tmp_path: Path) -> Transport:
    if request.param == "ssh":
        return Ssh()
    (tmp_path / "ssh_config").write_text("", "utf-8")
    return OpenSsh(require("ssh"), str(tmp_path / "ssh_config"))


@pytest.fixture(scope="module")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> str:
    import paramiko

    path = tmp_path_factory.mktemp("key") / "key"
    paramiko.RSAKey.generate(2048).write_private_key_file(str(path))
    return str(path)


def _probe(platform: str, *commands: str) -> Probe:
    by_platform = {platform: commands}
    run = text_of_commands(by_platform)
    return Probe("p", text_of("p"), "network", run, Parse("lines"), {}, commands=by_platform)


def _pin(line: str) -> HostKey:
    return next(iter(read_pins(f"host {line}"))).key


def _asked(
    way: Transport, device: Device, probe: Probe, key_file: str, limits: Limits = PATIENT
) -> tuple[DeviceSession, Unreachable | None]:
    session = DeviceSession(device.platform, [probe], time.monotonic)
    with running(device) as (port, line):
        target = Target(
            "127.0.0.1", port, "watch", KeyFile(key_file), pins=(_pin(line),), contract="c", terminal=True
        )
        try:
            way.run_script(target, b"", session, limits, threading.Event())
        except Unreachable as failure:
            return session, failure
    return session, None


def _command(platform: str, rest: str = "version") -> str:
    return f"{'show' if platform == 'ios' else 'display'} {rest}"


@pytest.mark.parametrize("platform", ["vrp", "comware", "ios"])
@pytest.mark.parametrize("drip", [0, 1])
def test_a_device_is_sent_its_commands_and_nothing_else(
    way: Transport, key_file: str, platform: str, drip: int
) -> None:
    commands = (_command(platform), _command(platform, "clock"))
    device = Device(platform, PROMPTS[platform], {commands[0]: LONG, commands[1]: "12:00"}, drip=drip)
    session, failure = _asked(way, device, _probe(platform, *commands), key_file)
    assert failure is None
    assert session.complete
    assert device.lines == [PAGER_OFF[platform], *commands]
    assert (device.keys, device.answers) == ([], [])
    said = f"@ {platform}: {commands[0]}\n{LONG}\n@ {platform}: {commands[1]}\n12:00\n"
    assert session.outputs["p"].out.decode() == said


@pytest.mark.parametrize("platform", ["vrp", "comware", "ios"])
def test_where_the_pager_cannot_be_turned_off_each_page_is_turned_by_one_space(
    way: Transport, key_file: str, platform: str
) -> None:
    command = _command(platform)
    device = Device(platform, PROMPTS[platform], {command: LONG}, takes_pager_off=False, drip=3)
    session, failure = _asked(way, device, _probe(platform, command), key_file)
    assert failure is None
    assert device.keys == [b" "] * 3
    assert session.outputs["p"].out.decode() == f"@ {platform}: {command}\n{LONG}\n"


@pytest.mark.parametrize(
    "asks",
    [
        {"login": "Warning: The initial password poses security risks.\r\nChange now? [Y/N]:"},
        {"display version": "是否保存当前配置？[Y/N]："},
        {"screen-length 0 temporary": "There are security risks. Continue? [y/n]:"},
    ],
)
def test_a_device_that_asks_gets_nothing(way: Transport, key_file: str, asks: dict[str, str]) -> None:
    device = Device("vrp", "HRP_M<FW>", {"display version": "x"}, asks=asks, encoding="gb18030")
    session, failure = _asked(way, device, _probe("vrp", "display version"), key_file)
    assert failure is None
    assert session.ended
    assert not session.complete
    assert session.question.decode("gb18030").rstrip("：:").endswith(("[Y/N]", "[y/n]"))
    assert device.answers == []
    assert set(device.lines) <= {PAGER_OFF["vrp"], "display version"}


def test_gb18030_and_a_prompt_in_chinese_come_through(way: Transport, key_file: str) -> None:
    device = Device("comware", "<核心交换机>", {"display version": "位置：三楼机房"}, encoding="gb18030")
    session, failure = _asked(way, device, _probe("comware", "display version"), key_file)
    assert failure is None
    assert "位置：三楼机房" in session.outputs["p"].out.decode("gb18030")


def test_a_command_that_hangs_ends_at_the_limit_and_what_came_before_is_kept(
    way: Transport, key_file: str
) -> None:
    device = Device("ios", "Switch>", {"show version": "Version 15.2"}, hangs="show clock")
    first, second = _probe("ios", "show version"), _probe("ios", "show clock")
    session = DeviceSession(
        "ios",
        [first, Probe("q", text_of("q"), "network", "", Parse("lines"), {}, commands=second.commands)],
        time.monotonic,
    )
    with running(device) as (port, line):
        target = Target("127.0.0.1", port, "watch", KeyFile(key_file), pins=(_pin(line),), terminal=True)
        with pytest.raises(Unreachable) as caught:
            way.run_script(target, b"", session, Limits(silence=3, total=120), threading.Event())
    assert caught.value.reason == "stalled"
    assert list(session.outputs) == ["p"]


def test_a_device_behind_a_jump_host_is_asked_through_it(
    way: Transport, key_file: str, sshd: LoopbackServer
) -> None:
    device = Device("vrp", "<HUAWEI>", {"display version": "Version 5.170"})
    session = DeviceSession("vrp", [_probe("vrp", "display version")], time.monotonic)
    host_key = _pin((sshd.folder / "host_key.pub").read_text("utf-8").strip())
    gate = Target("127.0.0.1", sshd.port, sshd.user, KeyFile(str(sshd.key_file)), (host_key,), name="gate")
    with running(device) as (port, line):
        target = Target(
            "127.0.0.1", port, "watch", KeyFile(key_file), pins=(_pin(line),), via=gate, terminal=True
        )
        shared = way.opened([target], PATIENT, threading.Event()) if isinstance(way, Ssh) else nullcontext()
        with shared:
            way.run_script(target, b"", session, PATIENT, threading.Event())
    assert session.complete
    assert device.lines == ["screen-length 0 temporary", "display version"]


def test_a_wrong_password_is_tried_once(key_file: str) -> None:
    device = Device("vrp", "<HUAWEI>")
    session = DeviceSession("vrp", [_probe("vrp", "display version")], time.monotonic)
    with running(device) as (port, line):
        target = Target("127.0.0.1", port, "watch", Password("wrong"), pins=(_pin(line),), terminal=True)
        with pytest.raises(Unreachable) as caught:
            Ssh().run_script(target, b"", session, PATIENT, threading.Event())
    assert caught.value.reason == "auth-failed"
    assert device.logins == ["wrong"]
    assert device.lines == []
