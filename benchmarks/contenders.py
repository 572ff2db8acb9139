"""The contenders: how each is run, and how we know that it has done the work. Each fails loudly when not."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from measure import Cost, Sample, measure
from scene import COMMAND, COMMANDS, PLAYBOOK, Scene

import fieldops

PARALLEL = 20
_FORKS = 50

Watch = Callable[[Sample], object] | None


class NotDone(Exception):
    """A contender has not done the work; its time means nothing."""


class Fieldops:
    """The program under test."""

    def __init__(self, program: str) -> None:
        self.program = program

    def inspect(
        self,
        root: Path,
        hosts: int,
        playbook: str = PLAYBOOK,
        watch: Watch = None,
        verdicts: Mapping[str, str] | None = None,
    ) -> Cost:
        """Inspect `hosts` hosts of the workspace and record them in a new store; `verdicts`: what each must be given."""
        shutil.rmtree(root / ".fieldops", ignore_errors=True)
        command = [self.program, "-C", str(root), "inspect", "bench", "--playbook", playbook]
        command += ["--engineer", "one", "--engineer", "two", "--workers", str(PARALLEL), "-o", "json"]
        cost = measure(command, watch=watch)
        # All addresses are one server, which is a finding; what was done is counted below.
        _check(cost.code in (0, 1, 3), "fieldops", cost.out)
        told = _json(cost.out)
        done = [host for host in told["hosts"] if host["status"] == "done"]
        _check(len(done) == hosts, "fieldops", cost.out)
        if playbook == PLAYBOOK:
            _check(told["counts"]["OK"] == hosts * COMMANDS, "fieldops", str(told["counts"]))
        for host in done if verdicts is not None else []:
            given = {check["id"]: check["verdict"] for check in host["checks"]}
            _check(
                given == verdicts, "fieldops", f"{host['host']}: {given.items() ^ (verdicts or {}).items()}"
            )
        return cost

    def validate(self, root: Path, files: int, *paths: Path) -> Cost:
        """Validate a workspace, or only some of its files."""
        cost = measure([self.program, "-C", str(root), "validate", "-o", "json", *map(str, paths)])
        told = _json(cost.out) if cost.code == 0 else {}
        _check(told.get("files") == files and told.get("problems") == [], "fieldops", cost.out)
        return cost

    def help(self) -> Cost:
        """Print the help."""
        cost = measure([self.program, "--help"])
        _check(cost.code == 0 and "inspect" in cost.out, "fieldops", cost.out)
        return cost


class Ansible:
    """ansible-playbook at its fastest: raw tasks, pipelining, no facts, connections kept open.

    Without a terminal: an sshd that is not root cannot give one, and it would only cost more.
    """

    def __init__(self, program: str, scene: Scene, hosts: int) -> None:
        self._program, self._hosts = program, hosts
        self._folder = folder = scene.folder / "ansible"
        folder.mkdir()
        (folder / "inventory").write_text("\n".join(scene.host_names(hosts)) + "\n", "utf-8")
        tasks = [{"name": f"command {number}", "raw": COMMAND} for number in range(COMMANDS)]
        (folder / "play.yml").write_text(
            json.dumps([{"hosts": "all", "gather_facts": False, "tasks": tasks}]), "utf-8"
        )
        (folder / "ansible.cfg").write_text(
            f"[defaults]\nforks = {_FORKS}\nhome = {folder}\nlocal_tmp = {folder}/tmp\n"
            f"[connection]\npipelining = True\n"
            f"[ssh_connection]\ncontrol_path_dir = {folder}/cp\nusetty = False\n"
            f"ssh_args = -F {scene.ssh_config} -C -o ControlMaster=auto -o ControlPersist=60s\n",
            "utf-8",
        )

    def run(self, watch: Watch = None) -> Cost:
        """All commands on all hosts."""
        command = [self._program, "-i", str(self._folder / "inventory"), str(self._folder / "play.yml")]
        environment = {
            "ANSIBLE_CONFIG": str(self._folder / "ansible.cfg"),
            "LC_ALL": "C.UTF-8",
            "ANSIBLE_NOCOLOR": "1",
        }
        cost = measure(command, environment, watch)
        done = re.findall(rf"^h[\d-]+ +: ok={COMMANDS} .* unreachable=0 +failed=0 ", cost.out, re.M)
        _check(cost.code == 0 and len(done) == self._hosts, "ansible-playbook", cost.out)
        return cost


class Pyinfra:
    """pyinfra with its own defaults: all hosts in parallel, one server.shell operation per command."""

    def __init__(self, program: str, scene: Scene, hosts: int) -> None:
        self._program, self._names = program, scene.host_names(hosts)
        self._folder = folder = scene.folder / "pyinfra"
        folder.mkdir()
        server = scene.server
        data = {
            "ssh_port": server.port,
            "ssh_user": server.user,
            "ssh_key": str(server.key_file),
            "ssh_known_hosts_file": str(scene.folder / "known_hosts"),
            "ssh_strict_host_key_checking": "yes",
            "ssh_config_file": "/dev/null",
        }
        inventory = [(name, {**data, "ssh_hostname": scene.address_of(name)}) for name in self._names]
        (folder / "inventory.py").write_text(f"hosts = {inventory!r}\n", "utf-8")
        (folder / "deploy.py").write_text(
            "from pyinfra.operations import server\n\n"
            f"for number in range({COMMANDS}):\n"
            f"    server.shell(name=f'command {{number}}', commands=[{COMMAND!r}])\n",
            "utf-8",
        )

    def run(self, watch: Watch = None) -> Cost:
        """All commands on all hosts."""
        command = [self._program, "-y", str(self._folder / "inventory.py"), str(self._folder / "deploy.py")]
        cost = measure(command, {"LC_ALL": "C.UTF-8", "NO_COLOR": "1"}, watch)
        said = re.sub(r"\x1b\[[0-9;]*m", "", cost.out)
        done = Counter(re.findall(r"\[(h[\d-]+)\] +Success", said))
        whole = [done[name] for name in self._names] == [COMMANDS] * len(self._names)
        _check(cost.code == 0 and whole, "pyinfra", cost.out)
        return cost


def ssh_loop(scene: Scene, hosts: int) -> Cost:
    """``ssh HOST true`` for every host, PARALLEL at the same time."""
    return _for_each(scene, hosts, ["ssh", "-n", "-F", str(scene.ssh_config), "HOST", "true"])


def ssh_script_loop(scene: Scene, hosts: int, program: str, playbook: str) -> Cost:
    """The script of a playbook by ``ssh HOST sh`` for every host, PARALLEL at the same time; nothing is read out of it."""
    script = scene.folder / f"{playbook}.sh"
    script.write_text(measure([program, "playbook", "commands", playbook, "--script"]).out, "utf-8")
    one = f"ssh -F {scene.ssh_config} HOST sh <{script} | tail -n 1"
    cost = _for_each(scene, hosts, ["sh", "-c", one])
    _check(cost.out.count(" END ") == hosts, "ssh", cost.out)
    return cost


def _for_each(scene: Scene, hosts: int, command: list[str]) -> Cost:
    """A command for every host, in the place of whose name it says HOST."""
    names = scene.folder / f"names-{hosts}"
    names.write_text("".join(f"{name}\n" for name in scene.host_names(hosts)), "utf-8")
    cost = measure(["xargs", "-a", str(names), "-P", str(PARALLEL), "-I", "HOST", *command])
    # xargs ends with 123 when any of them has failed.
    _check(cost.code == 0, "ssh", cost.out)
    return cost


def ansible_version(program: str) -> Cost:
    """What a program that many start all day needs to begin."""
    cost = measure([program, "--version"])
    _check(cost.code == 0 and "core" in cost.out, "ansible", cost.out)
    return cost


def check_jsonschema(program: str, files: Sequence[Path]) -> Cost:
    """The same files against the same schema; fieldops checks also what no schema can say."""
    schema = Path(fieldops.__file__).parent / "documents/schemas/contract.json"
    # The base address lets it find common.json, which the schema refers to, beside it.
    command = [program, "--base-uri", schema.as_uri(), "--schemafile", str(schema)]
    cost = measure([*command, *map(str, files)])
    _check(cost.code == 0 and "validation done" in cost.out, "check-jsonschema", cost.out)
    return cost


def _json(out: str) -> dict[str, Any]:
    """The document on standard output, behind what was said on standard error meanwhile."""
    lines = out.splitlines(keepends=True)
    while lines and not lines[0].startswith("{"):
        del lines[0]
    found: dict[str, Any] = json.loads("".join(lines))
    return found


def _check(done: bool, who: str, out: str) -> None:
    if not done:
        raise NotDone(f"{who} has not done the work:\n{out[-4000:]}")
