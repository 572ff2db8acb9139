"""What OpenSSH's client is told: a configuration of ours before the user's, the pinned keys, the command line. Files in a
folder of ours on this machine as long as a connection lasts; no secret is in any of them.

Starting it is `openssh`'s business, what it would do the business of `openssh_plan`.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fieldops.structs import Struct
from fieldops.transport.credentials import no_credentials
from fieldops.transport.hostkeys import pin_line, read_pins
from fieldops.transport.target import AgentKey, KeyFile, Limits, Password, Target

# The name under which the target's keys stand, whatever a user's ssh_config makes of its address.
ALIAS = "fieldops-target"
# First in the file, so that no ssh_config can change it, and for jump hosts too, which ssh reaches with the same file:
# nobody is asked, no key is believed that is not pinned, no connection of somebody else's is used or left open, and a jump
# host's ssh says why it fails.
CONFIG = """\
Host *
  BatchMode yes
  StrictHostKeyChecking yes
  UserKnownHostsFile "{folder}/known_hosts"
  GlobalKnownHostsFile /dev/null
  KnownHostsCommand none
  VerifyHostKeyDNS no
  UpdateHostKeys no
  CheckHostIP no
  HashKnownHosts no
  PasswordAuthentication no
  KbdInteractiveAuthentication no
  ForwardAgent no
  ForwardX11 no
  PermitLocalCommand no
  ClearAllForwardings yes
  ControlMaster no
  ControlPath none
  RequestTTY no
  RemoteCommand none
  Tunnel no
  ForkAfterAuthentication no
  StdinNull no
  SessionType default
  ConnectionAttempts 1
  ConnectTimeout {seconds}
  LogLevel INFO
Include {own}
Include /etc/ssh/ssh_config
"""
# Which option takes an algorithm that ssh no longer offers by itself.
OPTIONS = {
    "ssh-rsa": ("HostKeyAlgorithms", "PubkeyAcceptedAlgorithms"),
    "ssh-dss": ("HostKeyAlgorithms", "PubkeyAcceptedAlgorithms"),
    "diffie-hellman-group14-sha1": ("KexAlgorithms",),
    "diffie-hellman-group1-sha1": ("KexAlgorithms",),
    "diffie-hellman-group-exchange-sha1": ("KexAlgorithms",),
    "aes128-cbc": ("Ciphers",),
    "aes256-cbc": ("Ciphers",),
    "3des-cbc": ("Ciphers",),
    "hmac-md5": ("MACs",),
}
_LISTING = ("ssh-add", "-L")


# What clients before that version do not know, and stumble over; the user's ssh_config cannot have it there either.
_SINCE = {
    "RemoteCommand": (7, 6),
    "KnownHostsCommand": (8, 5),
    "ForkAfterAuthentication": (8, 7),
    "SessionType": (8, 7),
    "StdinNull": (8, 7),
}
_RENAMED = {"PubkeyAcceptedAlgorithms": ("PubkeyAcceptedKeyTypes", (8, 5))}
_VERSION = re.compile(r"OpenSSH_(?:for_Windows_)?(\d+)\.(\d+)")
Version = tuple[int, ...]
NEWEST: Version = (99, 0)


class Client(Struct, frozen=True):
    """The ssh of this machine: the program, its version, and the ssh_config of whoever runs it."""

    program: str = "ssh"
    version: Version = NEWEST
    own_config: str = "~/.ssh/config"

    @property
    def config(self) -> str:
        """Our part of the configuration, without what this version does not know."""
        unknown = {name for name, since in _SINCE.items() if self.version < since}
        lines = [line for line in CONFIG.splitlines() if (line.split() or [""])[0] not in unknown]
        return "\n".join(lines) + "\n"

    def option(self, name: str) -> str:
        """What this version calls an option."""
        former, since = _RENAMED.get(name, (name, ()))
        return former if self.version < since else name


def version_of(words: str) -> Version:
    """The version in what ``ssh -V`` says; the newest where it says none."""
    found = _VERSION.search(words)
    return (int(found[1]), int(found[2])) if found else NEWEST


class Files(Struct, frozen=True):
    """A folder of ours, on this machine, as long as the connection lasts."""

    folder: Path

    @property
    def known_hosts(self) -> Path:
        """The pinned keys."""
        return self.folder / "known_hosts"

    @property
    def config(self) -> Path:
        """What ssh is told before the user's ssh_config."""
        return self.folder / "config"

    @property
    def log(self) -> Path:
        """What ssh logs."""
        return self.folder / "log"

    def log_text(self) -> str:
        """What ssh has logged so far, at most a megabyte of it."""
        with self.log.open("rb") as file:
            return file.read(1 << 20).decode("utf-8", "replace")


@contextmanager
def files_for(target: Target, limits: Limits, client: Client) -> Iterator[Files]:
    """The files for one connection, until the block ends. Raises Unreachable where a login cannot be had this way."""
    with tempfile.TemporaryDirectory(prefix="fieldops-ssh-") as name:
        files = Files(Path(name))
        way = way_of(target)
        # The keys under our names for target and jump hosts; what a user's ssh_config leads through, under its own.
        lines = [pin_line(ALIAS, 22, key) for key in target.pins]
        lines += [
            pin_line(_jump_name(number), 22, key) for number, jump in enumerate(way) for key in jump.pins
        ]
        files.known_hosts.write_text("\n".join([*lines, target.known_hosts]) + "\n", "utf-8")
        blocks = "".join(_block(number, jump, target, files) for number, jump in enumerate(way))
        seconds = max(1, round(limits.connect))
        ours = client.config.format(folder=name, seconds=seconds, own=client.own_config)
        files.config.write_text(blocks + ours, "utf-8")
        files.log.write_bytes(b"")
        yield files


def way_of(target: Target) -> list[Target]:
    """The contract's own jump hosts on the way, the outermost first."""
    return [*way_of(target.via), target.via] if target.via is not None else []


def _block(number: int, jump: Target, target: Target, files: Files) -> str:
    """A jump host of the contract, under a name of ours."""
    before = _jump_name(number - 1) if number else "none"
    options = {
        "HostName": _plain(jump.address),
        "Port": str(jump.port),
        "HostKeyAlias": _jump_name(number),
        "ProxyJump": before,
    }
    if jump.user:
        options["User"] = jump.user
    if (key := _key_of(jump, target, files)) is not None:
        options |= {"IdentitiesOnly": "yes", "IdentityFile": f'"{_plain(key)}"'}
    lines = [f"Host {_jump_name(number)}", *(f"  {name} {value}" for name, value in options.items())]
    return "\n".join(lines) + "\n"


def _jump_name(number: int) -> str:
    return f"fieldops-jump-{number}"


def _plain(text: str) -> str:
    """As ssh reads it where a % begins something to fill in."""
    return text.replace("%", "%%")


def words_for(client: Client, target: Target, files: Files) -> list[str]:
    """The command line up to the address. No secret is in it; paths of keys are this machine's own."""
    words = [client.program, "-F", str(files.config), "-E", str(files.log)]
    # A terminal there without one here; nothing that we send may be taken for a command to ssh itself.
    words += ["-tt", "-e", "none"] if target.terminal else ["-T"]
    words += ["-o", "LogLevel=DEBUG1", "-o", f"HostKeyAlias={ALIAS}"]
    if (key := _key_of(target, target, files)) is not None:
        # Not by -i, which looks for a file of that very name, with both signs where a % is doubled.
        words += ["-o", "IdentitiesOnly=yes", "-o", f'IdentityFile="{_plain(key)}"']
    # What the contract says holds: its jump hosts, or that there are none.
    if jumps := way_of(target):
        words += ["-o", f"ProxyJump={_jump_name(len(jumps) - 1)}"]
    elif target.direct:
        words += ["-o", "ProxyJump=none"]
    for option, algorithms in _added(target.old_algorithms).items():
        words += ["-o", f"{client.option(option)}=+{','.join(algorithms)}"]
    if target.port != 22:
        words += ["-p", str(target.port)]
    if target.user:
        words += ["-l", target.user]
    return [*words, target.address]


def _added(algorithms: tuple[str, ...]) -> dict[str, list[str]]:
    """What each option offers besides what ssh offers by itself."""
    added: dict[str, list[str]] = {}
    for algorithm in algorithms:
        for option in OPTIONS[algorithm]:
            added.setdefault(option, []).append(algorithm)
    return added


def _key_of(server: Target, target: Target, files: Files) -> str | None:
    """The file of the key that opens `server` on the way to `target`; None leaves it to ssh: the agent, certificates, security keys."""
    match server.credential:
        case KeyFile(path):
            if not os.path.exists(path):
                raise no_credentials(target.address, "credentials.key-file-missing", path=path)
            return path
        case AgentKey(None) | None:
            return None
        case AgentKey(fingerprint):
            return str(_public_key(fingerprint, target, files))
        case Password():
            raise no_credentials(target.address, "credentials.openssh-key")


def _public_key(fingerprint: str | None, target: Target, files: Files) -> Path:
    """A file with the public key that the agent holds: that is how ssh is told which of its keys to use."""
    try:
        done = subprocess.run(_LISTING, capture_output=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        raise no_credentials(target.address, "credentials.agent-silent") from None
    for line in done.stdout.decode("utf-8", "replace").splitlines():
        # The same three words as in known_hosts, without the host.
        for pin in read_pins(f"agent {line}"):
            if pin.key.fingerprint == fingerprint:
                path = files.folder / f"agent-{len(list(files.folder.glob('agent-*')))}.pub"
                path.write_text(line + "\n", "utf-8")
                return path
    raise no_credentials(target.address, "credentials.agent-key-missing", key=fingerprint)
