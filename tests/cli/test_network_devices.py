"""One visit over a Linux host and six network devices: what each is sent, what is judged of it, and the report of them all.

The devices say what tests/data/probes holds of three makers in two versions each; their servers are `tests/transport/devices.py`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from conftest import Ran, Workspace

sys.path.insert(0, str(Path(__file__).parents[1] / "transport"))
from devices import PAGER_OFF, Device, running

from fieldops.contracts.device_commands import is_allowed
from fieldops.documents.yaml_text import read_yaml

RECORDED = Path(__file__).parents[1] / "data/probes"
ENGINEERS = ("--engineer", "zhang", "--engineer", "li")
BOTH = ("--playbook", "test", "--playbook", "network")
PROMPTS = {
    "vrp-5": "<access-01>",
    "vrp-8": "HRP_M<leaf-01>",
    "comware-5": "<access-02>",
    "comware-7": "[core-02]",
    "ios-12": "access-03>",
    "ios-xe": "core-03#",
}
# What no recording of that device is there for is taken from another of its maker.
IN_PLACE = {("network-neighbours", "ios-xe"): "ios-15", ("network-ntp", "ios-xe"): "ios-12"}


def _says(name: str) -> dict[str, str]:
    """What the device answers, by command, out of the recorded outputs."""
    found: dict[str, str] = {}
    for folder in sorted(RECORDED.glob("network-*")):
        file = folder / f"{IN_PLACE.get((folder.name, name), name)}.yaml"
        if file.exists():
            node, _ = read_yaml(file.read_bytes(), file.name)
            assert node is not None
            data: Any = node.data
            for part in re.split(r"(?m)^@ \w+: ", data["output"])[1:]:
                command, _, said = part.partition("\n")
                found[command] = said
    return found


def _device(name: str, **more: Any) -> Device:
    return Device(name.split("-")[0], PROMPTS[name], _says(name), **more)


class Site:
    """A workspace with a contract over these devices and this machine, while their servers run."""

    def __init__(self, workspace: Workspace, devices: dict[str, Device], servers: ExitStack) -> None:
        self.workspace, self.devices = workspace, devices
        (workspace.root / "secret.txt").write_text("right")
        login = {"user": "watch", "method": "password_command", "password_command": ["cat", "secret.txt"]}
        assets: list[dict[str, Any]] = [
            {"id": "server", "host": {"address": "127.0.0.1", "transport": "local"}}
        ]
        pins = []
        for name, device in devices.items():
            port, key = servers.enter_context(running(device))
            host = {"address": "127.0.0.1", "port": port, "platform": device.platform, "login": login}
            assets.append({"id": name, "host": host})
            pins.append(f"[127.0.0.1]:{port} {key}")
        workspace.contract(assets)
        workspace.write("contracts/acme.known_hosts", "\n".join(pins) + "\n")
        workspace.probe("name", "echo fine")
        workspace.playbook([{"probe": "name", "expect": "== fine"}])

    def run(self, *arguments: str, language: str = "en") -> Ran:
        return self.workspace.run(*arguments, language=language)


@pytest.fixture
def servers() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def _verdicts(host: dict[str, Any]) -> dict[str, str]:
    return {check["id"]: check["verdict"] for check in host["checks"]}


def test_one_visit_over_a_server_and_devices_of_three_makers_is_one_report(
    workspace: Workspace, servers: ExitStack
) -> None:
    devices = {name: _device(name, takes_pager_off=name != "vrp-5") for name in PROMPTS}
    site = Site(workspace, devices, servers)
    ran = site.run("inspect", "acme", *BOTH, *ENGINEERS, "-o", "json")
    hosts = {host["host"]: host for host in ran.json["hosts"]}
    assert {name: host["status"] for name, host in hosts.items()} == dict.fromkeys(
        ["server", *PROMPTS], "done"
    )
    # Each has the checks of what it is, and no others.
    assert _verdicts(hosts["server"]) == {"name": "OK"}
    for name in PROMPTS:
        found = _verdicts(hosts[name])
        assert "name" not in found
        for check in ("device-uptime", "device-cpu", "device-memory", "device-fans", "device-temperature",
                      "device-optics", "device-time", "device-log"):  # fmt: skip
            assert (name, check, found[check]) == (name, check, "OK")
        assert found["device-alarms"] == ("OK" if name.startswith("vrp") else "NA")
        assert found["device-version"] == "UNKNOWN"  # the first time is no comparison
        device = devices[name]
        assert all(is_allowed(device.platform, line) for line in device.lines)
        assert device.lines[0] == PAGER_OFF[device.platform]
        assert device.answers == []
    assert devices["vrp-5"].keys
    assert set(devices["vrp-5"].keys) == {b" "}
    assert _verdicts(hosts["vrp-5"])["device-config-saved"] == "OK"
    assert _verdicts(hosts["comware-7"])["device-config-saved"] == "UNKNOWN"
    for language, words in (("en", "Fans"), ("zh-CN", "风扇状态")):
        file = workspace.root / f"{language}.html"
        report = site.run("report", "latest", "--lang", language, "--output", str(file))
        assert report.code == 0, report.err
        assert words in file.read_text("utf-8")
        annex = file.with_name(f"{language}-annex.html").read_text("utf-8")
        assert "S5720-28X-SI-AC" in annex
        assert "display cpu-usage" in annex
    # The second time there is something to compare with.
    site.devices["vrp-5"].says = _says("vrp-5") | {
        "display interface brief": _says("vrp-5")["display interface brief"].replace(
            "GigabitEthernet0/0/1        up    up  ", "GigabitEthernet0/0/1        down  down"
        )
    }
    again = site.run("inspect", "acme", *BOTH, *ENGINEERS, "--limit", "vrp-5", "-o", "json")
    (host,) = again.json["hosts"]
    found = _verdicts(host)
    assert (found["device-version"], found["device-link"]) == ("OK", "WARN")


def test_a_dry_run_shows_exactly_what_each_would_be_sent(workspace: Workspace, servers: ExitStack) -> None:
    site = Site(workspace, {"ios-12": _device("ios-12"), "comware-7": _device("comware-7")}, servers)
    ran = site.run("inspect", "acme", *BOTH, *ENGINEERS, "--dry-run", "-o", "json")
    commands = {
        host["host"]: [line for each in host["commands"] for line in each["command"].splitlines()]
        for host in ran.json["hosts"]
    }
    assert commands["server"] == ["echo fine"]
    assert all(each.startswith("show ") for each in commands["ios-12"][1:])
    assert all(each.startswith("display ") for each in commands["comware-7"][1:])
    assert site.devices["ios-12"].lines == []
    assert site.run("inspect", "acme", *BOTH, *ENGINEERS, "-o", "json").code in (0, 1, 3)
    for name, device in site.devices.items():
        assert device.lines == commands[name]


@pytest.mark.parametrize(("language", "says"), [("en", "hung up on"), ("zh-CN", "未作任何应答")])
def test_a_device_that_asks_is_told_in_its_own_words(
    workspace: Workspace, servers: ExitStack, language: str, says: str
) -> None:
    asks = {"login": "The password needs to be changed. Change now? [Y/N]:"}
    site = Site(workspace, {"vrp-5": _device("vrp-5", asks=asks)}, servers)
    ran = site.run("inspect", "acme", "--playbook", "network", *ENGINEERS, language=language)
    assert says in ran.out + ran.err
    assert "Change now? [Y/N]" in ran.out + ran.err
    assert (site.devices["vrp-5"].lines, site.devices["vrp-5"].answers) == ([], [])


def test_a_device_that_is_not_what_the_contract_says_is_undetermined_throughout(
    workspace: Workspace, servers: ExitStack
) -> None:
    device = _device("ios-12")
    device.platform, device.prompt = "comware", "<access-03>"
    site = Site(workspace, {"ios-12": device}, servers)
    ran = site.run("inspect", "acme", "--playbook", "network", *ENGINEERS, "-o", "json")
    (host,) = ran.json["hosts"]
    assert set(_verdicts(host).values()) <= {"UNKNOWN", "NA"}


def test_what_only_runs_in_a_shell_is_refused_for_devices(workspace: Workspace, servers: ExitStack) -> None:
    site = Site(workspace, {"vrp-5": _device("vrp-5")}, servers)
    bundle = site.run("bundle", "make", "acme", "--playbook", "network", "--limit", "vrp-5", *ENGINEERS)
    assert (bundle.code, "network device" in bundle.err) == (2, True)
    script = site.run("playbook", "commands", "network", "--script")
    assert (script.code, "--script" in script.err) == (2, True)
    tried = site.run("probe", "try", "name", "--host", "vrp-5")
    assert (tried.code, "vrp" in tried.err) == (2, True)
    assert site.devices["vrp-5"].lines == []


def test_the_platform_of_a_device_goes_with_no_transport_but_ssh(workspace: Workspace) -> None:
    workspace.contract(
        [{"id": "s", "host": {"address": "127.0.0.1", "transport": "local", "platform": "vrp"}}]
    )
    assert workspace.run("validate").code == 1


def test_a_command_that_the_customer_denies_is_not_sent(workspace: Workspace) -> None:
    denied = "access: {consent: standing, login: {user: watch, method: prompt}, denied_commands: [display logbuffer, show logging]}\n"
    host = {"address": "192.0.2.1", "platform": "vrp"}
    workspace.contract([{"id": "s", "host": host}], more=denied)
    ran = workspace.run("inspect", "acme", "--playbook", "network", *ENGINEERS, "--dry-run", "-o", "json")
    assert ran.json["forbidden"] == {"network-log": "display logbuffer"}
    assert "network-log" not in {each["probe"] for each in ran.json["hosts"][0]["commands"]}
