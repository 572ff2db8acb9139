"""fieldops completion, and what a shell is offered for a word: contracts, hosts, equipment, playbooks, runs, engineers."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fieldops.cli.commands import ASKED, Group, command
from fieldops.cli.output import print_line
from fieldops.documents.places import is_workspace, workspace_around
from fieldops.errors import ExitCode, FieldopsError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

SHELLS = ("bash", "zsh", "fish")
# What a value is, by what it is called in the help or by its option.
_CALLED = {
    "CONTRACT": "contract",
    "[CONTRACT]": "contract",
    "--contract": "contract",
    "--from-contract": "contract",
    "PLAYBOOK": "playbook",
    "--playbook": "playbook",
    "RUN": "run",
    "--asset": "equipment",
    "--limit": "host",
    "--engineer": "engineer",
}


class KnownName(click.types.StringParamType):
    """A text that is the name of something in the workspace: the shell is offered what there is."""

    def __init__(self, what: str) -> None:
        self.what = what

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem[str]]:
        """The names that begin so; none where the workspace cannot be read: nobody asked for a message."""
        from click.shell_completion import CompletionItem

        from fieldops.actions.known_names import known_names

        folder = workspace_around(Path(ctx.find_root().params.get("root") or "."))
        if not is_workspace(folder):
            return []
        with suppress(FieldopsError, OSError):
            names = known_names(folder, self.what, _contract_before(ctx))
            return [CompletionItem(name) for name in names if name.startswith(incomplete)]
        return []


def _contract_before(ctx: click.Context) -> str | None:
    """The contract that stands on the line already."""
    for param in ctx.command.params:
        value = ctx.params.get(param.name or "")
        if isinstance(param.type, KnownName) and param.type.what == "contract" and isinstance(value, str):
            return value
    return None


def offer_names(group: click.Group) -> None:
    """Let every parameter of the group's commands that names something of the workspace offer what there is."""
    for each in group.commands.values():
        if isinstance(each, click.Group):
            offer_names(each)
        for param in each.params:
            called = (param.metavar, *param.opts)
            what = next((_CALLED[one] for one in called if one in _CALLED), None)
            if what is not None and isinstance(param.type, click.types.StringParamType):
                param.type = KnownName(what)


def answer_shell(group: Group, asked: str) -> int:
    """Print what a shell asks for (what it has put into `ASKED`), and return the exit code."""
    from click.shell_completion import shell_complete

    offer_names(group)
    return shell_complete(group, {}, "fieldops", ASKED, asked)


@command()
@click.argument("shell", metavar="SHELL", type=click.Choice(SHELLS))
def completion(shell: str) -> int:
    """Print the script that lets SHELL (bash, zsh, fish) complete commands, options, contracts, hosts, runs.

    \b
    bash:  fieldops completion bash >> ~/.bashrc
    zsh:   fieldops completion zsh >> ~/.zshrc
    fish:  fieldops completion fish > ~/.config/fish/completions/fieldops.fish
    """
    from click.shell_completion import get_completion_class

    form = get_completion_class(shell)
    assert form is not None  # click has all of SHELLS
    # Not `source()`, which asks for bash's version on the way: the script may be for another machine.
    maker = form(click.Group(), {}, "fieldops", ASKED)
    print_line(maker.source_template % maker.source_vars())
    return ExitCode.CLEAN
