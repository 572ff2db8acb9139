"""fieldops completion, and what a shell is offered for a word: contracts, hosts, equipment, people, runs, codes and more."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fieldops.cli.commands import ASKED, Group, command
from fieldops.cli.output import print_line
from fieldops.documents.places import workspace_around
from fieldops.errors import ExitCode, FieldopsError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

SHELLS = ("bash", "zsh", "fish")
# What a value is, by what it is called in the help or by its option.
_CALLED = {
    "CONTRACT": "contract",
    "REV|CONTRACT": "contract",
    "CONTRACT|RUN": "contract",
    "CUSTOMER|CONTRACT": "contract",
    "--contract": "contract",
    "PLAYBOOK": "playbook",
    "--playbook": "playbook",
    "RUN": "run",
    "OLD": "run",
    "NEW": "run",
    "HOST": "host",
    "--host": "host",
    "--limit": "host",
    "PROBE": "probe",
    "FINDING": "finding",
    "--asset": "equipment",
    "--engineer": "engineer",
    "PERSON": "person",
    "PART_NO": "part",
    "TEAM": "team",
    "TEMPLATE": "template",
    "NAME=VALUE": "value",
    "CODE": "code",
}
# A word that also options have, for something else.
_ARGUMENTS = {"KIND": "kind"}
# What follows a name that ends so is typed at once.
_GOES_ON = "="


class KnownName(click.types.StringParamType):
    """A text that is the name of something in the workspace: the shell is offered what there is."""

    def __init__(self, what: str) -> None:
        self.what = what

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem[str]]:
        """The names that begin so; none where the workspace cannot be read: nobody asked for a message."""
        from click.shell_completion import CompletionItem

        from fieldops.actions.known_names import Line, known_names

        folder = workspace_around(Path(ctx.find_root().params.get("root") or "."))
        with suppress(FieldopsError, OSError):
            line = Line(_before(ctx, "contract"), _before(ctx, "template"))
            names = known_names(folder, self.what, line)
            return [CompletionItem(name) for name in names if name.startswith(incomplete)]
        return []


def _before(ctx: click.Context, what: str) -> str | None:
    """The contract, or what else, that stands on the line already."""
    for param in ctx.command.params:
        value = ctx.params.get(param.name or "")
        if isinstance(param.type, KnownName) and param.type.what == what and isinstance(value, str):
            return value
    return None


def offer_names(group: click.Group) -> None:
    """Let every parameter of the group's commands that names something of the workspace offer what there is."""
    for each in group.commands.values():
        if isinstance(each, click.Group):
            offer_names(each)
        for param in each.params:
            what = _named_by(param)
            if what is not None and isinstance(param.type, click.types.StringParamType):
                param.type = KnownName(what)


def _named_by(param: click.Parameter) -> str | None:
    """What a parameter names, as far as its name tells; brackets and dots only say whether and how often it is given."""
    name = (param.metavar or "").strip("[].")
    if isinstance(param, click.Argument):
        name = name or (param.name or "").upper()
        return _CALLED.get(name) or _ARGUMENTS.get(name)
    return next((_CALLED[one] for one in (name, *param.opts) if one in _CALLED), None)


def answer_shell(group: Group, asked: str) -> int:
    """Print what a shell asks for (what it has put into `ASKED`), and return the exit code."""
    from click.shell_completion import shell_complete

    offer_names(group)
    return shell_complete(group, {}, "fieldops", ASKED, asked)


@command()
@click.argument("shell", metavar="SHELL", type=click.Choice(SHELLS))
def completion(shell: str) -> int:
    """Print the script that lets SHELL (bash, zsh, fish) complete commands, options, contracts, hosts, runs and more.

    \b
    bash:  fieldops completion bash >> ~/.bashrc
    zsh:   fieldops completion zsh >> ~/.zshrc
    fish:  fieldops completion fish >> ~/.config/fish/config.fish

    New terminals complete by the Tab key then.
    """
    from click.shell_completion import get_completion_class

    form = get_completion_class(shell)
    assert form is not None  # click has all of SHELLS
    # Not `source()`, which asks for bash's version on the way: the script may be for another machine.
    maker = form(click.Group(), {}, "fieldops", ASKED)
    print_line(_completed(shell, maker.source_template) % maker.source_vars())
    return ExitCode.CLEAN


def _completed(shell: str, script: str) -> str:
    """Click's script with what it lacks for us."""
    if shell == "bash":
        # No space after `--set customer.name=`.
        return script.replace(
            "    return 0\n",
            f"    [[ ${{COMPREPLY[0]}} == *{_GOES_ON} ]] && compopt -o nospace 2>/dev/null\n    return 0\n",
        )
    if shell == "zsh":
        # A new .zshrc has not loaded zsh's completion yet.
        return script.replace(
            "    compdef %",
            "    (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }\n    compdef %",
        )
    return script
