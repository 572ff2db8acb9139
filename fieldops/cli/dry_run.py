"""What `inspect` and `health` would do: the hosts of a limit, and every command on each. Nothing is connected."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldops.cli.output import Session, print_json, print_line
from fieldops.errors import UsageError, system_error

if TYPE_CHECKING:
    from fieldops.actions.inspection import Prepared


def limit_of(values: Sequence[str]) -> str | None:
    """The patterns of --limit as one; None where none is given. ``@FILE`` stands for the patterns in a file, one in each line.

    Empty lines and those that begin with # are no patterns; a file without any chooses no host. Raises UsageError for a
    file that cannot be read.
    """
    patterns = [each for value in values for each in (_in_file(value[1:]) if value[:1] == "@" else [value])]
    return ",".join(patterns) if values else None


def _in_file(name: str) -> list[str]:
    try:
        lines = Path(name).read_text("utf-8-sig").splitlines()
    except OSError as error:
        raise UsageError("inspect.limit-file", path=name, detail=system_error(error)) from error
    except UnicodeDecodeError as error:
        raise UsageError("inspect.limit-file-text", path=name) from error
    return [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]


def print_hosts(contract: str, prepared: Prepared, form: str) -> None:
    """The ids of the hosts, one in each line, or as JSON."""
    listed = [asset.id for asset in prepared.hosts]
    if form == "json":
        print_json({"contract": contract, "hosts": listed})
    else:
        print_line("\n".join(listed))


def print_dry_run(session: Session, prepared: Prepared, form: str) -> None:
    """Every command that would run, host by host, as text or JSON."""
    from fieldops.actions.playbooks import commands_of
    from fieldops.contracts.ways import BUNDLE

    plan, forbidden = prepared.plan, dict(prepared.plan.forbidden)
    hosts = {asset.id: asset.host for asset in prepared.hosts if asset.host is not None}
    if form == "json":
        listed = [
            {
                "host": id,
                "address": host.address,
                "transport": host.transport,
                "commands": commands_of(plan, id),
            }
            for id, host in hosts.items()
        ]
        print_json({"contract": prepared.contract.id, "hosts": listed, "forbidden": forbidden})
        return
    for id, host in hosts.items():
        commands = commands_of(plan, id)
        print_line(session.say("inspect.would-run", host=id, address=host.address, count=len(commands)))
        if host.transport == BUNDLE:
            print_line(session.say("inspect.would-be-carried", host=id, contract=prepared.contract.id))
        for command in commands:
            print_command(session, command)
    for probe, word in forbidden.items():
        session.note("inspect.would-not-run", probe=probe, command=word)


def print_command(session: Session, command: dict[str, Any]) -> None:
    """A command with a line above it: its probe, its time limit, whether it runs twice."""
    twice = f"  {session.say('word.twice')}" if command["twice"] else ""
    print_line(f"# {command['probe']}  {session.say('word.timeout')} {command['timeout']} s{twice}")
    print_line(f"{command['command']}\n".rstrip("\n") + "\n")
