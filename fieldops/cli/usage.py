"""What is wrong with the command line itself, in the catalogue's words: click's own sentences are English only."""

from __future__ import annotations

import re

import click

from fieldops.cli.habits import OPTIONS, of_command
from fieldops.errors import UsageError

# Options of `fieldops` itself; behind a command nobody knows them.
_OF_FIELDOPS = ("-C", "--lang")


def usage_error(error: click.ClickException) -> UsageError:
    """The sentence, with its values, for a mistake that click has found."""
    if isinstance(error, click.NoSuchOption):
        return _no_such_option(error)
    if isinstance(error, click.MissingParameter):
        return UsageError("usage.missing-parameter", name=_name(error))
    if isinstance(error, click.BadParameter):
        return _bad_value(error)
    if isinstance(error, click.BadOptionUsage) and "requires an argument" in error.message:
        return UsageError("usage.option-needs-value", name=error.option_name)
    # The class for commands came late to click.
    command = getattr(error, "command_name", None) or _in_quotes(error.message, "No such command")
    if command:
        ctx = error.ctx if isinstance(error, click.UsageError) else None
        group = ctx.info_name if ctx is not None and ctx.parent is not None else None
        if code := of_command(command, group):
            return UsageError(code, name=command)
        if elsewhere := _called_elsewhere(command, ctx):
            return UsageError("usage.no-such-command-elsewhere", name=command, near=elsewhere)
        return _unknown(("usage.no-such-command", "usage.no-such-command-near"), command, error)
    if extra := re.fullmatch(r"Got unexpected extra arguments? \((.*)\)", error.message):
        return UsageError("usage.extra-argument", name=extra[1])
    if error.message.startswith("Missing command"):
        return UsageError("usage.missing-command")
    return UsageError("usage.other", detail=error.message)


def _no_such_option(error: click.NoSuchOption) -> UsageError:
    if error.option_name in _OF_FIELDOPS:
        return UsageError("usage.option-before-command", name=error.option_name)
    if code := OPTIONS.get(error.option_name):
        return UsageError(code, name=error.option_name)
    return _unknown(("usage.no-such-option", "usage.no-such-option-near"), error.option_name, error)


def _called_elsewhere(name: str, ctx: click.Context | None) -> tuple[str, ...]:
    """The commands that are called so in other groups, and those of this group that stand behind a word too many."""
    if ctx is None or not isinstance(ctx.command, click.Group):
        return ()
    behind = [word for word in ctx.args if word in ctx.command.commands]
    if behind:
        return (f"{ctx.command_path} {behind[0]} {name}",)
    root = ctx.find_root()
    groups = root.command.commands.items() if isinstance(root.command, click.Group) else ()
    return tuple(
        f"{root.command_path} {group} {name}"
        for group, each in groups
        if isinstance(each, click.Group) and name in each.commands
    )


def _unknown(codes: tuple[str, str], name: str, error: click.ClickException) -> UsageError:
    """The first code where nothing looks like it, else the second."""
    near = getattr(error, "possibilities", None)
    return UsageError(codes[1], name=name, near=", ".join(near)) if near else UsageError(codes[0], name=name)


def _in_quotes(message: str, begin: str) -> str:
    found = re.match(rf"{begin} '([^']*)'", message)
    return found[1] if found else ""


def _name(error: click.BadParameter) -> str:
    if error.param is None:
        return str(error.param_hint or "")
    if isinstance(error.param, click.Argument):
        # The brackets of the usage say that it may be left out; its name has none.
        return error.param.make_metavar(error.ctx).strip("[]") if error.ctx else str(error.param.name).upper()
    return " / ".join(error.param.opts)


def _bad_value(error: click.BadParameter) -> UsageError:
    kind = error.param.type if error.param is not None else None
    name = _name(error)
    if isinstance(kind, click.Choice):
        choices = ", ".join(str(choice) for choice in kind.choices)
        return UsageError("usage.no-such-choice", name=name, choices=choices)
    if isinstance(kind, click.Path) and "does not exist" in error.message:
        return UsageError("workspace.no-such-path", path=_last_quoted(error.message))
    if isinstance(kind, click.Path):
        return UsageError("usage.wrong-path", name=name, path=_last_quoted(error.message))
    if isinstance(kind, (click.IntRange, click.types.IntParamType)):
        bounds = getattr(kind, "min", None), getattr(kind, "max", None)
        if bounds != (None, None):
            low, high = ("…" if bound is None else bound for bound in bounds)
            return UsageError("usage.not-in-range", name=name, low=low, high=high)
        return UsageError("usage.not-whole", name=name)
    return UsageError("usage.bad-value", name=name, detail=error.message)


def _last_quoted(message: str) -> str:
    found: list[str] = re.findall(r"'([^']*)'", message)
    return found[-1] if found else ""
