"""fieldops playbook list, show, export, commands."""

from __future__ import annotations

from pathlib import Path

import click

from fieldops.cli.commands import group
from fieldops.cli.dry_run import print_command
from fieldops.cli.files import OutputFile, file_for
from fieldops.cli.output import Session, form_option, print_json, print_line
from fieldops.cli.tables import print_table
from fieldops.errors import ExitCode


@group()
def playbook() -> None:
    """Playbooks: what inspections check."""


@playbook.command("list")
@form_option
@click.pass_obj
def list_playbooks(session: Session, form: str) -> int:
    """List the playbooks of the workspace and those that ship with fieldops."""
    from fieldops.actions.playbooks import playbooks

    found = playbooks(session.folder)
    if form == "json":
        listed = [
            {
                "id": each.id,
                "title": each.title.say(session.language),
                "platform": each.platform,
                "checks": len(each.checks),
                "manual": len(each.manual),
            }
            for each in found
        ]
        print_json({"playbooks": listed})
    else:
        headings = [session.say(f"word.{name}") for name in ("playbook", "title", "checks", "manual")]
        rows = [
            [each.id, each.title.say(session.language), str(len(each.checks)), str(len(each.manual))]
            for each in found
        ]
        print_table(session, headings, rows)
    return ExitCode.CLEAN


@playbook.command("show")
@click.argument("id", metavar="PLAYBOOK")
@form_option
@click.pass_obj
def show_playbook(session: Session, id: str, form: str) -> int:
    """Show the checks of PLAYBOOK with their standards, and what engineers are to look at."""
    from fieldops.actions.playbooks import plan_of
    from fieldops.cli.playbook_forms import print_plan, shown_data

    plan = plan_of(session.folder, id)
    if form == "json":
        print_json({"id": id, **shown_data(plan, session.language)})
    else:
        print_plan(session, plan)
    return ExitCode.CLEAN


@playbook.command("export")
@click.argument("id", metavar="PLAYBOOK")
@click.argument("file", type=OutputFile(".yaml", ".yml"), default="-")
@click.pass_obj
def export_playbook(session: Session, id: str, file: Path) -> int:
    """Write PLAYBOOK with all that it takes over from others as one YAML text, to FILE or standard output."""
    from fieldops.actions.playbooks import export_of

    text = export_of(session.folder, id, session.language)
    with file_for(file, f"{id}.yaml") as path:
        path.write_text(text, "utf-8")
    return ExitCode.CLEAN


@playbook.command("sudoers")
@click.argument("id", metavar="PLAYBOOK")
@click.option(
    "--user", metavar="NAME", default="inspector", show_default=True, help="The login on the hosts."
)
@click.option(
    "--contract",
    metavar="ID",
    help="Leave out what this contract forbids; add the accounts of its instances.",
)
@click.pass_obj
def show_sudoers(session: Session, id: str, user: str, contract: str | None) -> int:
    """Print the lines of sudoers by which a login may run as root what PLAYBOOK needs, and nothing else.

    With --contract also those for the accounts (system_account) as which clients of its databases run.
    For the customer's administrator: for a file in /etc/sudoers.d, which 'visudo -c' checks.
    """
    from fieldops.actions.playbooks import instance_accounts, plan_of, sudoers_of
    from fieldops.cli.playbook_forms import instances_text, sudoers_text
    from fieldops.contracts.instances import WITH_LOGIN

    plan = plan_of(session.folder if contract is None else session.root, id, contract)
    lines = list(sudoers_text(session, id, user, sudoers_of(plan)))
    if contract is not None:
        lines += instances_text(session, user, instance_accounts(session.root, plan, contract))
    elif WITH_LOGIN.intersection(plan.kinds):
        lines += ["", f"# {session.say('sudoers.which-instances')}"]
    print_line("\n".join(lines))
    return ExitCode.CLEAN


@playbook.command("commands")
@click.argument("id", metavar="PLAYBOOK")
@click.option("--contract", metavar="ID", help="Leave out what this contract forbids.")
@click.option("--script", is_flag=True, help="Print the whole script that is sent to a host.")
@form_option
@click.pass_obj
def show_commands(session: Session, id: str, contract: str | None, script: bool, form: str) -> int:
    """Print every command that PLAYBOOK runs on a host, for the customer to read beforehand."""
    from fieldops.actions.playbooks import commands_of, plan_of, script_of

    plan = plan_of(session.folder if contract is None else session.root, id, contract)
    if script:
        print_line(script_of(session.folder, plan, contract))
        return ExitCode.CLEAN
    commands = commands_of(plan)
    if form == "json":
        print_json({"id": id, "commands": commands, "forbidden": dict(plan.forbidden)})
        return ExitCode.CLEAN
    for each in commands:
        print_command(session, each)
    return ExitCode.CLEAN
