"""What the system's ssh would do at a host, as it says itself (``ssh -G``) of the very configuration that it is given.

Nothing is connected. A `Match exec` of the user's ssh_config is run by ssh for this as it is for a login.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from fieldops.errors import Unreachable
from fieldops.structs import Struct
from fieldops.transport.credentials import no_credentials
from fieldops.transport.openssh_files import Client, Files, files_for, way_of, words_for
from fieldops.transport.target import AgentKey, Limits, Target
from fieldops.transport.words import words_of

_SECONDS = 10
_LISTS = (
    "hostkeyalgorithms",
    "pubkeyacceptedalgorithms",
    "pubkeyacceptedkeytypes",
    "kexalgorithms",
    "ciphers",
    "macs",
)
Said = Mapping[str, Sequence[str]]


class Plan(Struct, frozen=True):
    """As whom ssh logs in where, on which way, and with what.

    `jumps`: the outermost first, as the contract or the ssh_config calls them; `program`: what carries the connection in
    their place (ProxyCommand), by name. `keys`: key files and certificates that are there, by name, or the fingerprint of
    a key of the agent; `agent`: its other keys are offered, too. `added`: algorithms that ssh does not offer by itself.
    """

    user: str
    address: str
    port: int
    jumps: tuple[str, ...] = ()
    program: str | None = None
    keys: tuple[str, ...] = ()
    agent: bool = False
    added: tuple[str, ...] = ()


def usual_for(client: Client, target: Target) -> Said:
    """What ssh does where nobody has configured anything; of algorithms the same at every target. Raises as `plan_for`."""
    with files_for(target, Limits(), client) as files:
        return _said([client.program, "-G", "-F", "none", target.address], target, files)


def plan_for(client: Client, target: Target, usual: Said) -> Plan:
    """What ssh would do at `target`. Raises Unreachable where it would not even begin: no program, no key, a mistake in
    an ssh_config.
    """
    with files_for(target, Limits(), client) as files:
        words = words_for(client, target, files)
        return _plan(_said([words[0], "-G", *words[1:]], target, files), usual, target, files)


def _said(words: Sequence[str], target: Target, files: Files) -> Said:
    """What ssh prints of its configuration: option in small letters, and each of its values."""
    environment = {**os.environ, "LC_ALL": "C"}
    try:
        done = subprocess.run(
            words,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            env=environment,
            check=False,
        )
    except OSError:
        raise no_credentials(target.address, "credentials.no-ssh", program=words[0]) from None
    except subprocess.TimeoutExpired:
        raise Unreachable("ssh-config", address=target.address, detail=f"ssh -G: > {_SECONDS} s") from None
    if done.returncode != 0:
        detail = words_of(files.log_text().encode() + done.stderr)
        raise Unreachable("ssh-config", address=target.address, detail=detail)
    found: dict[str, list[str]] = {}
    for line in done.stdout.decode("utf-8", "replace").splitlines():
        name, _, value = line.partition(" ")
        found.setdefault(name.lower(), []).append(value)
    return found


def _plan(said: Said, usual: Said, target: Target, files: Files) -> Plan:
    command = _one(said, "proxycommand").split()
    return Plan(
        user=_one(said, "user") or target.user,
        address=_one(said, "hostname") or target.address,
        port=int(_one(said, "port") or target.port),
        jumps=_jumps(said, target),
        program=Path(command[0]).name if command else None,
        keys=tuple(dict.fromkeys(_keys(said, target, files))),
        agent=_one(said, "identitiesonly") != "yes" and _one(said, "identityagent") != "none",
        added=_added(said, usual),
    )


def _one(said: Said, name: str) -> str:
    """The option's only value; none is an empty one."""
    value = said.get(name, ("",))[0]
    return "" if value == "none" and name.startswith("proxy") else value


def _jumps(said: Said, target: Target) -> tuple[str, ...]:
    if own := way_of(target):
        return tuple(f"{jump.name} ({jump.address}:{jump.port})" for jump in own)
    return tuple(each for each in _one(said, "proxyjump").split(",") if each)


def _keys(said: Said, target: Target, files: Files) -> list[str]:
    """Files that are not there are left out as ssh does; one whose name ssh has yet to fill in is said as it stands."""
    named: list[str] = []
    for value in (*said.get("identityfile", ()), *said.get("certificatefile", ())):
        path = Path(os.path.expanduser(value.strip('"').replace("%%", "%")))
        if path.parent == files.folder and isinstance(target.credential, AgentKey):
            named.append(target.credential.fingerprint or path.name)
        elif "%" in value.replace("%%", "") or path.exists():
            named.append(path.name)
    return named


def _added(said: Said, usual: Said) -> tuple[str, ...]:
    """Whatever the reason is, the contract's exception or the user's own ssh_config."""
    found: dict[str, None] = {}
    for name in _LISTS:
        known = set(_one(usual, name).split(","))
        found |= dict.fromkeys(each for each in _one(said, name).split(",") if each and each not in known)
    return tuple(found)
