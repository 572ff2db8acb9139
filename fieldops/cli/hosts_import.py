"""fieldops hosts import."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fieldops.cli.commands import command
from fieldops.cli.output import Session, form_option, print_json, print_line
from fieldops.cli.tables import print_table
from fieldops.errors import ExitCode
from fieldops.messages import hint

if TYPE_CHECKING:
    from fieldops.actions.inventories import ImportedHosts
    from fieldops.inventory.listed import Remark
    from fieldops.inventory.taking import Taken


@command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("contract")
@click.option(
    "-l",
    "--limit",
    multiple=True,
    metavar="PATTERN",
    help="Only hosts whose name or group in the inventory matches; '*' and ',' as in Ansible.",
)
@click.option(
    "--category", metavar="ID", help="The category of all of them, such as server; left out: none is written."
)
@click.option("--dry-run", is_flag=True, help="Only tell what would be imported; write nothing.")
@form_option
@click.pass_obj
def import_command(
    session: Session,
    file: Path,
    contract: str,
    limit: tuple[str, ...],
    category: str | None,
    dry_run: bool,
    form: str,
) -> int:
    """Add the hosts of the Ansible inventory FILE (INI, YAML, or the JSON of ansible-inventory --list) to CONTRACT.

    Hosts, groups, ranges, ports and users are read, and group_vars and host_vars beside the file. No password and
    nothing of a vault is written into the contract. What is not taken over is told line by line; hosts that
    the contract has stay as they are written.

    \b
    Try first:      fieldops hosts import hosts.ini acme --dry-run
    One group:      fieldops hosts import hosts.ini acme -l web

    Exit codes: 0 every host is imported or known, 1 hosts were left out, 2 wrong use.
    """
    from fieldops.actions.inventories import import_hosts

    patterns = [each.strip() for text in limit for each in text.split(",") if each.strip()]
    done = import_hosts(session.root, file, contract, patterns, category, dry_run)
    if form == "json":
        print_json(_data(session, done))
    else:
        _show(session, done, contract, category)
    return ExitCode.FINDINGS if done.left_out else ExitCode.CLEAN


def _show(session: Session, done: ImportedHosts, contract: str, category: str | None) -> None:
    for remark in done.remarks:
        said, advice = _said(session, remark)
        code = "inventory.left-out" if remark.host is not None else "inventory.remark"
        place = remark.place
        print_line(session.say(code, path=place.path, line=place.line, host=remark.host, message=said))
        if advice:
            print_line(f"    {session.label('word.hint')}{advice}")
    if done.hosts:
        print_table(
            session,
            [session.say(f"word.{name}") for name in ("host", "address")]
            + [session.say("inventory.groups"), session.say("inventory.login")],
            [_row(each) for each in done.hosts],
        )
    counts = {"imported": len(done.hosts), "unchanged": done.unchanged, "left": len(done.left_out)}
    code = "nothing-new" if not done.hosts else "would-import" if done.dry_run else "imported"
    session.note(f"inventory.{code}", path=", ".join(done.paths), **counts)
    if done.hosts and category is None:
        session.note("inventory.no-category")
    if done.hosts and not done.dry_run:
        session.note("inventory.pin-next", contract=contract)


def _row(taken: Taken) -> Sequence[str]:
    host = taken.asset["host"]
    login = host.get("login", {})
    by = " ".join(
        str(each) for each in (login.get("user"), login.get("key_file") or login.get("method")) if each
    )
    return [
        str(taken.asset["id"]),
        f"{host['address']}:{host.get('port', 22)}" if host.get("transport") != "local" else "local",
        ", ".join(host.get("groups", ())) or "-",
        by or "-",
    ]


def _said(session: Session, remark: Remark) -> tuple[str, str | None]:
    values = {
        name: ", ".join(each) if isinstance(each, list) else each for name, each in remark.values.items()
    }
    return session.say(remark.code, **values), hint(remark.code, session.language, values)


def _data(session: Session, done: ImportedHosts) -> dict[str, object]:
    remarks = []
    for remark in done.remarks:
        said, advice = _said(session, remark)
        place = {"place": f"{remark.place.path}:{remark.place.line}"}
        remarks.append(
            {**place, "code": remark.code, "message": said, "hint": advice, "left_out": remark.host}
        )
    return {
        "dry_run": done.dry_run,
        "imported": len(done.hosts),
        "unchanged": done.unchanged,
        "left_out": list(done.left_out),
        "hosts": [
            {"name": each.name, "place": f"{each.place.path}:{each.place.line}", "asset": dict(each.asset)}
            for each in done.hosts
        ],
        "remarks": remarks,
        "paths": list(done.paths),
    }
