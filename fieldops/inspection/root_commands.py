"""What of a probe runs as root, word for word, and the lines of sudoers that allow just that. Pure.

A probe that needs root is either one plain command, which sudo is given as it is; or a text in which single commands are
run as root by ``as_root`` and all else by the login; or a text that is run whole by a shell as root. A line of sudoers
can allow the first two, command by command, and not the third: who may run a shell as root may run everything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from fieldops.contracts.shell_text import Command, NotUnderstood, simple_commands
from fieldops.inspection.playbook import Probe

AS_ROOT = "as_root"
# Where commands lie that are named without a folder; sudo takes a place that is not there for another command.
_FOLDERS = ("/usr/bin", "/bin", "/usr/sbin", "/sbin")
_MENTIONED = re.compile(rf"(?<![\w-]){AS_ROOT}(?![\w-])")
# What means more than itself in the arguments of a line: to its reader, and to the comparison with wildcards.
_READ = frozenset(",:=#\t ")
_COMPARED = frozenset("*?[]!^")

Words = tuple[str, ...]


def root_commands(probe: Probe) -> tuple[Words, ...] | None:
    """The commands that the probe runs as root, each once, by words; None where it is a whole shell text."""
    try:
        commands = simple_commands(probe.run)
    except (NotUnderstood, RecursionError):
        return None
    if not uses_as_root(probe.run):
        return (_words(commands[0]),) if len(commands) == 1 and _is_alone(commands[0], probe.run) else None
    named = [each for each in commands if each.words and each.words[0].text == AS_ROOT]
    if not named or not all(_is_fixed(each) for each in named) or _mentions(commands) > len(named):
        return None
    return tuple(dict.fromkeys(_words(each)[1:] for each in named))


def uses_as_root(run: str) -> bool:
    """Whether the text says itself what of it runs as root."""
    return _MENTIONED.search(run) is not None


def _mentions(commands: list[Command]) -> int:
    """How often the word stands anywhere: behind xargs, say, nobody knows what it would run."""
    return sum(
        AS_ROOT in each.text for command in commands for each in (*command.words, *command.environment)
    )


def _is_fixed(command: Command) -> bool:
    return len(command.words) > 1 and not command.environment and all(each.fixed for each in command.words)


def _is_alone(command: Command, run: str) -> bool:
    """Whether the text is this command and nothing else: no redirection, no variable, nothing behind it."""
    written = " ".join(each.raw for each in command.words)
    return bool(command.words) and all(each.fixed for each in command.words) and written == run.strip()


def _words(command: Command) -> Words:
    return tuple(each.text for each in command.words)


def sudoers_commands(probe: Probe) -> tuple[str, ...] | None:
    """The probe's commands as a line of sudoers names them; None where none can: a shell, line breaks, other alphabets."""
    commands = root_commands(probe)
    if commands is None or not all(_can_be_named(word) for words in commands for word in words):
        return None
    return tuple(line for words in commands for line in _named(words))


def _can_be_named(word: str) -> bool:
    return word.isascii() and word.isprintable() and bool(word)


def _named(words: Words) -> Iterator[str]:
    command, arguments = words[0], words[1:]
    folders = ("",) if command.startswith("/") else tuple(f"{folder}/" for folder in _FOLDERS)
    # Without arguments in a line any would be allowed.
    told = " ".join(_escaped(each) for each in arguments) if arguments else '""'
    yield from (f"{_escaped(folder + command)} {told}" for folder in folders)


def _escaped(word: str) -> str:
    return "".join(_escaped_sign(sign) for sign in word)


def _escaped_sign(sign: str) -> str:
    if sign == "\\":
        # Once for the reader, once for the comparison.
        return "\\" * 4
    return f"\\{sign}" if sign in _READ or sign in _COMPARED else sign
