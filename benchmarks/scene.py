"""What every contender works on: one real OpenSSH server, many host names for it, the same commands."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fieldops.actions.loopback import LoopbackServer

COMMAND = "cat /proc/loadavg"
COMMANDS = 20
PLAYBOOK = "twenty-commands"


def addresses_in(network: str, count: int) -> tuple[str, ...]:
    """The first addresses of a network of loopback, of which the first three numbers are given."""
    return tuple(f"{network}.{number}" for number in range(1, count + 1))


# As many as one sshd listens on. Different hosts have different addresses, and who limits connections does it per address.
ADDRESSES = addresses_in("127.0.0", 16)

_TEAM = """\
apiVersion: fieldops/v1
kind: Team
id: team
name: Team
people:
  - {id: one, name: One, roles: [engineer]}
  - {id: two, name: Two, roles: [engineer]}
"""
_CONTRACT = """\
apiVersion: fieldops/v1
kind: Contract
id: @ID@
title: {zh-CN: 信息系统运维服务合同, en: Operation of the information system}
customer:
  name: {zh-CN: 某某单位, en: Some customer}
  contacts: [{name: 陈立, phone: 0571-5550-0101, email: chen.li@example.org}]
vendor: {name: {zh-CN: 某某公司, en: Some company}, hotline: 400-555-0170}
team: team
language: zh-CN
time_zone: Asia/Shanghai
term: {start: 2026-01-01, end: 2099-12-31}
scope:
  - {zh-CN: 操作系统、存储、网络、时间与安全基线, en: 'Operating system, storage, network, time and security baseline'}
"""
_ASSET = """\
  - id: server-@N@
    name: {zh-CN: 业务系统服务器, en: Business server}
    serial: 'SN-@ID@-@N@'
    model: 2U rack server
    category: server
    location: {zh-CN: 一号机房, en: Machine room 1}
"""
_HOST = """\
Host h{number:02d}-*
  HostName {address}
"""
_SSH = """\
Host *
  Port {port}
  User {user}
  IdentityFile {key}
  IdentitiesOnly yes
  HostKeyAlias loopback
  UserKnownHostsFile {folder}/known_hosts
  GlobalKnownHostsFile /dev/null
  StrictHostKeyChecking yes
  BatchMode yes
"""


@dataclass(frozen=True)
class Scene:
    """The server, and the folder in which the contenders' files lie.

    `addresses`: where hosts are; `servers`: the process ids of the servers that answer there; `own_machines`: whether each is a
    machine of its own.
    """

    server: LoopbackServer
    folder: Path
    addresses: Sequence[str]
    servers: Sequence[int]
    own_machines: bool = False

    @property
    def ssh_config(self) -> Path:
        """An OpenSSH configuration in which every host name is the server."""
        return self.folder / "ssh_config"

    def host_names(self, count: int) -> list[str]:
        """The names of the first `count` hosts: h, the number of the host's address, and its own number."""
        return [f"h{number % len(self.addresses):02d}-{number:04d}" for number in range(count)]

    def address_of(self, name: str) -> str:
        """The address of the host with that name."""
        return self.addresses[int(name[1:3])]


def more_addresses() -> list[str]:
    """Lines for sshd_config: the server listens on all of ADDRESSES."""
    return [f"ListenAddress {address}" for address in ADDRESSES[1:]]


def set_scene(server: LoopbackServer, folder: Path, addresses: Sequence[str] = ADDRESSES) -> Scene:
    """Write the OpenSSH configuration and pin the server's key."""
    scene = Scene(server, folder, addresses, (int((server.folder / "sshd.pid").read_text("utf-8")),))
    key = (server.folder / "host_key.pub").read_text("utf-8")
    names = ",".join(["loopback", *(f"[{address}]:{server.port}" for address in addresses)])
    (folder / "known_hosts").write_text(f"{names} {key}", "utf-8")
    values = {"port": server.port, "user": server.user, "key": server.key_file, "folder": folder}
    hosts = "".join(_HOST.format(number=number, address=each) for number, each in enumerate(addresses))
    scene.ssh_config.write_text(hosts + _SSH.format(**values), "utf-8")
    return scene


def write_inspection(scene: Scene, hosts: int, program: str, through_jump: bool = False) -> Path:
    """A workspace with that many hosts, all of them the server, and a playbook of twenty commands.

    `through_jump`: they are reached through a jump host, which is the server, too.
    """
    root = scene.folder / f"hosts-{hosts}{'-behind' if through_jump else ''}"
    login = {"user": scene.server.user, "method": "key_file", "key_file": str(scene.server.key_file)}
    port = scene.server.port
    assets = [
        {"id": name, "host": {"address": scene.address_of(name), "port": port}}
        for name in scene.host_names(hosts)
    ]
    access = {"consent": "standing", "login": login}
    if through_jump:
        access |= {"jump": "gate", "jump_hosts": [{"id": "gate", "address": "127.0.0.1", "port": port}]}
    contract = f"access: {json.dumps(access)}\nassets: {json.dumps(assets)}\n"
    _write(root / "contracts/team.yaml", _TEAM)
    _write(root / "contracts/bench.yaml", _CONTRACT.replace("@ID@", "bench") + contract)
    numbers = [f"{number:02d}" for number in range(1, COMMANDS + 1)]
    for number in numbers:
        _write(root / f"playbooks/probes/load-{number}.yaml", json.dumps(_probe(number)))
    _write(root / f"playbooks/{PLAYBOOK}.yaml", json.dumps(_playbook(numbers)))
    # One host per address is enough.
    limit = ",".join(scene.host_names(min(hosts, len(scene.addresses))))
    pin = [program, "-C", str(root), "hosts", "pin", "bench", "--limit", limit, "--yes"]
    subprocess.run(pin, check=True, capture_output=True)
    return root


def _probe(number: str) -> dict[str, object]:
    columns = ["one", "five", "fifteen", "tasks", "last"]
    return {
        "apiVersion": "fieldops/v1",
        "kind": "Probe",
        "id": f"load-{number}",
        "title": f"Load {number}",
        "platform": "linux",
        "run": COMMAND,
        "bounded": True,
        "parse": {"with": "table", "columns": columns},
        "fields": {
            name: {"type": "text"} if name == "tasks" else {"type": "number", "unit": "count"}
            for name in columns
        },
    }


def _playbook(numbers: list[str]) -> dict[str, object]:
    check = {"area": "all", "title": "t", "standard": "s", "advice": "a", "value": "fifteen"}
    bounds = {"warn": ">= 1000", "crit": ">= 2000"}
    return {
        "apiVersion": "fieldops/v1",
        "kind": "Playbook",
        "id": PLAYBOOK,
        "title": "Twenty commands",
        "platform": "linux",
        "areas": [{"id": "all", "title": "All"}],
        "checks": [
            {"id": f"load-{number}", "probe": f"load-{number}", **check, **bounds} for number in numbers
        ],
    }


def write_contracts(folder: Path, count: int) -> list[Path]:
    """A workspace of `count` contracts of about 3 KB; the contracts' files."""
    _write(folder / "contracts/team.yaml", _TEAM)
    assets = "assets:\n" + "".join(_ASSET.replace("@N@", str(number)) for number in range(100, 112))
    files = []
    for number in range(count):
        files.append(folder / f"contracts/bench-{number:04d}.yaml")
        _write(files[-1], (_CONTRACT + assets).replace("@ID@", f"bench-{number:04d}"))
    return files


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def login_shell() -> str:
    """Whose shell the commands of the peers go through, in words."""
    if os.geteuid() == 0:
        return "/bin/sh of a temporary account without start-up files"
    return f"{os.environ.get('SHELL', 'unknown')} with your own start-up files"
