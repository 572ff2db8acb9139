"""Which programs a shell text runs; whether a contract denies one of them.

A name counts where it stands as a command: behind a pipe, in `$(…)`, behind `sudo -n`, `xargs` or `find -exec`, in the
text of `sh -c`, with a folder before it. Where that cannot be told for certain (a command from a variable, an
interpreter's program, text that is no shell) every word counts that is written there: a check that is left out
without need is better than a command that the customer has forbidden. How shell text is read: `shell_text`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress

from fieldops.contracts.shell_text import Command, NotUnderstood, Output, Word, simple_commands
from fieldops.structs import Struct

# Programs and builtins that run nothing of what they are given: their arguments are data.
# fmt: off
_PLAIN = frozenset({
    ":", "[", "[[", "basename", "break", "cat", "cd", "chronyc", "cksum", "comm", "continue", "cut", "date",
    "df", "dirname", "dmesg", "du", "echo", "egrep", "ethtool", "exit", "expr", "false", "fgrep", "free",
    "getconf", "getent", "getopts", "grep", "head", "hostname", "id", "join", "journalctl", "kill", "ls",
    "lsblk", "lscpu", "lsmod", "lspci", "md5sum", "netstat", "nl", "paste", "printf", "ps", "pwd", "read",
    "readlink", "readonly", "realpath", "return", "seq", "set", "sha256sum", "shift", "sleep", "ss", "stat",
    "sysctl", "systemctl", "tail", "tee", "test", "timedatectl", "touch", "tr", "true", "tty", "type",
    "ulimit", "umask", "uname", "uniq", "unset", "uptime", "wait", "wc", "which", "who", "whoami",
})
# fmt: on
SHELLS = frozenset({"sh", "ash", "bash", "dash", "ksh", "ksh93", "mksh", "zsh"})
# Programs that run the command behind their options: the options that take a value, those that take none, and how many
# words come before the command. With any other option nothing is certain.
CARRIERS: dict[str, tuple[str, str, int]] = {
    "as_root": ("", "", 0),
    "builtin": ("", "", 0),
    "busybox": ("", "", 0),
    "chroot": ("", "", 1),
    "chrt": ("DPT", "abdefiormv", 1),
    "command": ("", "p", 0),
    "coproc": ("", "", 0),
    "doas": ("Cu", "Ln", 0),
    "env": ("Cu", "0iv", 0),
    "exec": ("a", "cl", 0),
    "flock": ("Ew", "enosux", 1),
    "ionice": ("cn", "t", 0),
    "ltrace": ("abeloPux", "cfhirStV", 0),
    "nice": ("n", "0123456789", 0),
    "nohup": ("", "", 0),
    "nsenter": ("", "aCFimnpTuU", 0),
    "pkexec": ("", "", 0),
    "setsid": ("", "cfw", 0),
    "stdbuf": ("eio", "", 0),
    "strace": ("abeEIoOpPsSuXz", "cCdDfFhiknqrtTvVwxyYZ", 0),
    "sudo": ("CDRTUghprtu", "ABEHPSbkn", 0),
    "taskset": ("", "acp", 1),
    "time": ("fo", "pv", 0),
    "timeout": ("ks", "fpv", 1),
    "toybox": ("", "", 0),
    "unshare": ("RSw", "cCfimnprTuU", 0),
    "watch": ("dn", "bceghptvwx", 0),
    "xargs": ("EILPadns", "0oprtx", 0),
}
# They run a shell's text or a command as somebody else.
_OTHERS = frozenset({"su", "runuser"})
# With these options they only tell about a command, or do something else.
_ASKING = {"command": frozenset("vV"), "sudo": frozenset("lvK")}
_EXECUTING = frozenset({"-exec", "-execdir", "-ok", "-okdir"})
_ASSIGNMENT = re.compile(r"[A-Za-z_][A-Za-z0-9_]*=", re.ASCII)
_MENTION = re.compile(r"[A-Za-z0-9_.+/-]+", re.ASCII)
_VARIABLE = re.compile(r"\$\{?([A-Za-z_][A-Za-z0-9_]*)", re.ASCII)
_PIECES = re.compile(r"[.+-]+")


def command_words(script: str, needs: Iterable[str] = (), sudo: bool = False) -> frozenset[str]:
    """The names, without folders, of the programs that a probe runs or may run.

    `script` is what it runs in a shell, `needs` what it cannot do without, `sudo` whether it is run by sudo.
    """
    finder = _Finder()
    try:
        finder.script(script, 0)
    except (NotUnderstood, RecursionError):
        finder.unclear = True
    found = finder.found | {_base(each) for each in needs} | ({"sudo"} if sudo else set())
    return frozenset(found | _mentioned(script) if finder.unclear else found)


class Program(Struct, frozen=True):
    """A program that is run: its name as it is written, its arguments, and the here-documents that it reads.

    Where an expansion says the name, there is one for each word that is written where the name comes from, and `written` is
    how the command is. Of the arguments of `kill` those that are children of the shell are ``$!``.
    """

    name: str
    arguments: tuple[str, ...]
    inputs: tuple[str, ...] = ()
    written: str = ""


def programs_run(script: str) -> tuple[tuple[Program, ...], tuple[Output, ...]]:
    """Each program that a shell text runs, and each output that it opens; both in the order of the text.

    What carries others (`sudo`, `sh -c`, `find -exec`) stands before what it runs. Of a text that cannot be read it is what
    could be read: nothing proves that more is not run.
    """
    finder = _Finder()
    with suppress(NotUnderstood, RecursionError):
        finder.script(script, 0)
    return tuple(finder.programs), tuple(finder.outputs)


def denied_word(denied: Iterable[str], words: Iterable[str]) -> str | None:
    """The first of the `denied` commands that is among `words`; None when all may be run."""
    known = frozenset(words)
    return next((each for each in denied if _base(each) in known), None)


def _base(path: str) -> str:
    return path.rsplit("/", 1)[-1]


def _mentioned(text: str) -> set[str]:
    """Every word written in `text` that could be a command's name, also where quotes or line ends divide it."""
    joined = re.sub(r"\\\n|['\"\\]", "", text)
    words = {_base(word) for each in (text, joined) for word in _MENTION.findall(each)}
    return words | {piece for word in words for piece in _PIECES.split(word)}


class _Finder:
    """The commands found so far, `programs` those with arguments, `outputs` what they open for writing.

    `unclear`: there is one of which nobody knows what it runs.
    """

    def __init__(self) -> None:
        self.found: set[str] = set()
        self.programs: list[Program] = []
        self.outputs: list[Output] = []
        self.values: dict[str, list[Word]] = {}
        self.unclear = False

    def script(self, text: str, depth: int) -> None:
        """Every command of a shell text. Raises NotUnderstood."""
        commands = simple_commands(text, depth)
        for name, value in (given for command in commands for given in command.given):
            self.values.setdefault(name, []).append(value)
        for command in commands:
            self.outputs.extend(command.outputs)
            for value in command.environment:
                # Of `PAGER=less man` the value is run, too.
                self.found |= _mentioned(value.text)
            if any(not value.fixed for value in command.environment):
                self.unclear |= bool(command.words) and _base(command.words[0].text) not in _PLAIN
            self._run(command.words, command, depth + 1)

    def _run(self, words: Sequence[Word], command: Command, depth: int) -> None:
        """`words` are a program and its arguments."""
        if not words:
            return
        name, rest = _base(words[0].text), words[1:]
        if not words[0].fixed:
            self.unclear = True
            self._named_elsewhere(words, command)
            return
        self.found.add(name)
        arguments = tuple("$!" if name == "kill" and self._is_child(word) else word.text for word in rest)
        self.programs.append(Program(words[0].text, arguments, tuple(command.inputs)))
        if name in SHELLS:
            self._shell(rest, command, depth)
        elif name in CARRIERS:
            self._carried(name, rest, command, depth)
        elif name == "find":
            self._find(rest, command, depth)
        elif name == "eval":
            self._text(rest, depth)
        elif name == "alias":
            for word in rest:
                self._text([Word(word.text.partition("=")[2], word.fixed, word.raw)], depth)
        elif name in _OTHERS:
            self._as_other(rest, command, depth)
        elif name == "trap":
            for word in rest:
                self._text([word], depth)
        elif name not in _PLAIN:
            self._anything(rest, command)

    def _text(self, words: Sequence[Word], depth: int) -> None:
        """`words` are a shell text."""
        if all(word.fixed for word in words):
            self.script(" ".join(word.text for word in words), depth)
            return
        self.unclear = True
        for word in words:
            if word.raw[:1] == word.raw[-1:] == '"':
                # What stands between double quotes is read again, its expansions unknown.
                with suppress(NotUnderstood):
                    self.script(re.sub(r'\\(["\\$`])', r"\1", word.raw[1:-1]), depth + 1)
            self._named_elsewhere([word], Command())

    def _named_elsewhere(self, words: Sequence[Word], command: Command) -> None:
        """A command whose name an expansion says: any word that is written where it comes from may be the name."""
        arguments = [word.text for word in words[1:]]
        written = " ".join(word.raw for word in words)
        for name in self._sources(words[0]):
            program = Program(name[0], (*name[1:], *arguments), tuple(command.inputs), written)
            self.programs.append(program)

    def _sources(self, word: Word) -> Iterator[list[str]]:
        """The texts from which an expansion makes its words, each from any of its words on."""
        behind = _base(word.raw).rstrip('"')
        if "/" in word.raw and _MENTION.fullmatch(behind):
            # Only the folder is said elsewhere: "$HOME/bin/x".
            yield [behind]
            return
        texts = [word.raw] if re.search(r"\$\(|`", word.raw) else []
        for name in _VARIABLE.findall(word.raw):
            texts += [value.text if value.fixed else value.raw for value in self.values.get(name, ())]
        for text in texts:
            found = _MENTION.findall(text)
            yield from (found[at:] for at in range(len(found)))

    def _is_child(self, word: Word) -> bool:
        """Whether an argument of `kill` is a process that the text itself has started, or the shell."""
        if word.raw.startswith("%") or word.raw.strip('"') in ("$!", "$$"):
            return True
        names = _VARIABLE.findall(word.raw)
        values = [value.raw for name in names for value in self.values.get(name, ())]
        made_of = re.compile(rf"(?:\$!|\$\{{?(?:{'|'.join(names)})\}}?|[\s\"'])*") if names else None
        return made_of is not None and any(values) and all(map(made_of.fullmatch, values))

    def _shell(self, words: Sequence[Word], command: Command, depth: int) -> None:
        """A shell: its -c text; or a file, or what it reads, and nobody knows what stands there."""
        flags, at = self._options("", words)
        if "c" in flags and words[at:]:
            self._text(words[at : at + 1], depth)
        elif not words[at:]:
            for text in command.inputs:
                self.script(text, depth)
        self.unclear |= not flags <= set("cefnuvx") or "c" not in flags or bool(command.inputs)

    def _as_other(self, words: Sequence[Word], command: Command, depth: int) -> None:
        """`su` and `runuser`: a shell text behind -c, or, behind -- of runuser, a command. What else they run nobody knows."""
        self._anything(words, command)
        for text in command.inputs:
            self.script(text, depth)
        for at, word in enumerate(words[:-1]):
            if word.raw == "--":
                self._run(words[at + 1 :], command, depth + 1)
                return
            if word.text in ("-c", "--command", "-lc"):
                self._text(words[at + 1 : at + 2], depth)

    def _carried(self, name: str, words: Sequence[Word], command: Command, depth: int) -> None:
        """A program that runs the command behind its options."""
        valued, harmless, before = CARRIERS[name]
        flags, at = self._options(valued, words)
        if flags & _ASKING.get(name, frozenset()):
            return
        self.unclear |= not flags <= set(harmless)
        if name == "watch" or (name == "env" and "S" in flags):
            self._text(words[at:], depth)
            return
        at += before
        while name in ("env", "sudo") and at < len(words) and _ASSIGNMENT.match(words[at].raw):
            self._may_run(words[at])
            at += 1
        if name == "xargs" and words[at:]:
            # What it reads becomes arguments of the command.
            self.unclear |= _base(words[at].text) not in _PLAIN
        self._run(words[at:], command, depth + 1)

    def _options(self, valued: str, words: Sequence[Word]) -> tuple[set[str], int]:
        """The letters of the options that `words` begin with, and how many words they are; `valued` take a value.

        A long option is the letter -: whether it takes a value is not known.
        """
        flags: set[str] = set()
        at = 0
        while at < len(words) and words[at].text[:1] in ("-", "+") and words[at].text != "-":
            word = words[at]
            at += 1
            if word.raw == "--":
                break
            self.unclear |= not word.fixed
            for place, letter in enumerate(word.text[1:], 1):
                if letter in valued:
                    at += place == len(word.text) - 1
                    break
                flags.add(letter)
        return flags, at

    def _find(self, words: Sequence[Word], command: Command, depth: int) -> None:
        for at, word in enumerate(words):
            if word.text in _EXECUTING:
                end = next((i for i, each in enumerate(words) if i > at and each.text in (";", "+")), None)
                self._run(words[at + 1 : end], command, depth + 1)
            # Of an expansion without quotes any words may come.
            self.unclear |= not word.fixed and word.raw[0] == "$"

    def _anything(self, words: Iterable[Word], command: Command) -> None:
        """Arguments of a program that is not known here: it may run each word of them."""
        for word in words:
            self._may_run(word)
        for text in command.inputs:
            self.found |= _mentioned(text)

    def _may_run(self, word: Word) -> None:
        self.found |= _mentioned(word.raw)
        self.unclear |= not word.fixed
