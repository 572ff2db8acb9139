"""Commands and groups of click with our habits: no option is dropped silently, help is shown in the reader's language."""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from copy import copy
from importlib import import_module
from typing import Any

import click

from fieldops.cli.help_form import Context
from fieldops.cli.output import Session
from fieldops.errors import UsageError
from fieldops.messages.help import described, translated

# The environment variable by which the script of a shell asks for words (`fieldops.cli.completion`).
ASKED = "_FIELDOPS_COMPLETE"


class Unopened(MutableMapping[str, click.Command]):
    """The commands of a group, by name; the module of one is imported when that command is asked for."""

    def __init__(self, modules: Mapping[str, str]) -> None:
        """`modules`: by the name of a command the module in which it is the attribute of that name."""
        self._modules = dict(modules)
        self._open: dict[str, click.Command] = {}

    def __getitem__(self, name: str) -> click.Command:
        if name not in self._open:
            found = getattr(import_module(self._modules[name]), name)
            assert isinstance(found, click.Command)
            self._open[name] = found
        return self._open[name]

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._open[name] = command

    def __delitem__(self, name: str) -> None:
        self._open.pop(name, None)
        self._modules.pop(name, None)

    def __iter__(self) -> Iterator[str]:
        return iter({**self._modules, **self._open})

    def __len__(self) -> int:
        return len({**self._modules, **self._open})


class Command(click.Command):
    """A command whose options are given once, or add up, and whose help is in the language of the session."""

    context_class = Context

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click's, but an option that takes one value and is given twice is refused instead of the first being forgotten."""
        refuse_twice(self, ctx, args)
        return super().parse_args(ctx, args[:-1] if waits_for_value(self, ctx, args) else args)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The help, in the language of the session."""
        write_help(self, ctx, formatter)


class Group(click.Group):
    """The same for a group: its commands and groups are of these classes, too."""

    context_class = Context
    command_class = Command
    group_class = type

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click's, but what was given is kept for whoever says what was probably meant (`usage`)."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError:
            ctx.args = list(args)
            raise

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As that of `Command`."""
        refuse_twice(self, ctx, args)
        return super().parse_args(ctx, args)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The help, in the language of the session."""
        write_help(self, ctx, formatter)


def command(name: str | None = None) -> Callable[[Callable[..., Any]], Command]:
    """What `click.command` is, for a command by itself."""
    return click.command(name, cls=Command)


def group() -> Callable[[Callable[..., Any]], Group]:
    """What `click.group` is, for a group by itself."""
    return click.group(cls=Group)


def refuse_twice(command: click.Command, ctx: click.Context, args: Sequence[str]) -> None:
    """Raise UsageError for an option that is given more than once and whose values do not add up."""
    if ctx.resilient_parsing:
        return
    _, _, given = command.make_parser(ctx).parse_args(args=list(args))
    counted = Counter(id(each) for each in given)
    for each in given:
        single = isinstance(each, click.Option) and not (each.multiple or each.count or each.is_flag)
        if single and counted[id(each)] > 1:
            raise UsageError("usage.given-twice", name=" / ".join(each.opts))


def waits_for_value(command: click.Command, ctx: click.Context, args: Sequence[str]) -> bool:
    """Whether a shell asks what may follow the last option. Click then gives up on the whole line, the contract on it
    included, because the option lacks its value.
    """
    last = args[-1] if ctx.resilient_parsing and args else ""
    options = (each for each in command.params if isinstance(each, click.Option) and not each.is_flag)
    return any(last in each.opts for each in options)


class Worded(click.Choice[str]):
    """A choice that may be given by its id, or by the word for it in either language: yes, 是."""

    def __init__(self, choices: Sequence[str], field: str = "") -> None:
        super().__init__(choices)
        self._field = field

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The choice that is meant."""
        from fieldops.contracts.spoken import meant, named

        found = meant(str(value), named([str(each) for each in self.choices], self._field))
        return str(super().convert(found or value, param, ctx))


# --- help ----------------------------------------------------------------------------------------------


def write_help(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    """Usage, what the command does, its options and commands, as `--help` shows them."""
    language = language_of(ctx)
    formatter.write_usage(ctx.command_path, usage_of(command, ctx), prefix=translated("Usage: ", language))
    if text := told(command, ctx.command_path, language):
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(text)
    if options := list(_options(command, ctx, language)):
        with formatter.section(translated("Options", language)):
            formatter.write_dl(options)
    if commands := list(_commands(command, ctx, language)):
        with formatter.section(translated("Commands", language)):
            formatter.write_dl(commands)


def usage_of(command: click.Command, ctx: click.Context) -> str:
    """What stands behind the command's name."""
    language = language_of(ctx)
    return " ".join(translated(piece, language) for piece in command.collect_usage_pieces(ctx))


def language_of(ctx: click.Context) -> str:
    """The language of the session that the command line was begun with; English where it has none."""
    session = ctx.find_root().obj
    return session.language if isinstance(session, Session) else "en"


def _options(command: click.Command, ctx: click.Context, language: str) -> Iterator[tuple[str, str]]:
    for param in command.get_params(ctx):
        if not isinstance(param, click.Option):
            continue
        spoken = copy(param)
        spoken.help = translated(param.help or "", language)
        record = spoken.get_help_record(ctx)
        if record is not None:
            names, help = record
            for word in ("[default: ", "; default: ", "required]"):
                help = help.replace(word, translated(word, language))
            yield names, help


def _commands(command: click.Command, ctx: click.Context, language: str) -> Iterator[tuple[str, str]]:
    if not isinstance(command, click.Group):
        return
    for name in command.list_commands(ctx):
        found = command.get_command(ctx, name)
        if found is not None and not found.hidden:
            yield name, told(found, f"{ctx.command_path} {name}", language).partition("\n\n")[0]


def told(command: click.Command, path: str, language: str) -> str:
    """What a command does; `path` is how it is called, ``fieldops contract diff``."""
    return described(path, language) or inspect.cleandoc(command.help or "")
