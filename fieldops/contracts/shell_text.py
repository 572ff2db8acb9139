"""Shell text taken apart into the simple commands in it; for `commands`, which tells what they run.

Whatever depth a command stands at (after a pipe, in `$(…)`, in a loop, in a here-document's text) it is found. Text
that is not read here just as every POSIX shell reads it raises NotUnderstood: a command that is overlooked is worse
than a text that is refused. Nothing is judged here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from fieldops.structs import Struct

_BREAKS = " \t\n;&|<>()"
_REDIRECTION = re.compile(r"[0-9]*(<<-|<<<|<<|>>|<>|<&|>&|>\||<|>)")
_ASSIGNMENT = re.compile(r"[A-Za-z_][A-Za-z0-9_]*=", re.ASCII)
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*|[0-9@*#?$!-]", re.ASCII)
_KEYWORD = re.compile(r"[a-z{}!]+(?=[ \t\n;&|<>()]|\\\n|\Z)")
_PLAIN = re.compile(r"[A-Za-z0-9_./:,=+%@^~#-]+", re.ASCII)
_PLAIN_IN_QUOTES = re.compile(r'[^"\\$`]+')
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
# Words after which another command begins, and words after which a compound command is over.
_OPENING = frozenset({"if", "then", "elif", "else", "while", "until", "do", "!", "{"})
_CLOSING = frozenset({"fi", "done", "}"})
_DEEPEST = 40


class NotUnderstood(Exception):
    """The text is not shell, or shells differ about it, or it is deeper than anybody writes."""


class Word(Struct, frozen=True):
    """One word of a command: `text` without quotes and expansions.

    `fixed`: the shell makes just `text` of it. `raw` is how it was written.
    """

    text: str
    fixed: bool
    raw: str


class Output(Struct, frozen=True):
    """A redirection that opens something for writing, or, by `>&`, a descriptor that it is a copy of."""

    operator: str
    target: Word


@dataclass(slots=True)
class Command:
    """A simple command: the values it is given in its environment, its words, its here-documents, and where its output goes.

    Of a compound command with an output of its own (`done > x`) there is one that has nothing else, and of a loop one that has
    only `given`: by the name of a variable the values it takes, here and by an assignment.
    """

    environment: list[Word] = field(default_factory=list)
    given: list[tuple[str, Word]] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    inputs: list[str] = field(default_factory=list)
    outputs: list[Output] = field(default_factory=list)


@dataclass(slots=True)
class _HereDocument:
    end: str
    tabs_go: bool
    quoted: bool
    command: Command


def simple_commands(text: str, depth: int = 0) -> list[Command]:
    """Every simple command in `text`, those in substitutions included. Raises NotUnderstood."""
    if _CONTROL.search(text):
        raise NotUnderstood
    reader = _Reader(text, depth)
    reader.whole()
    return reader.found


class _Reader:
    """A place in a text, and the commands found so far."""

    def __init__(self, text: str, depth: int) -> None:
        self.text, self.at, self.depth = text, 0, depth
        self.found: list[Command] = []
        self.waiting: list[_HereDocument] = []

    # --- characters ----------------------------------------------------------------------------------------

    def _ahead(self, text: str) -> bool:
        return self.text.startswith(text, self.at)

    def _take(self, *choices: str) -> str:
        """The first of `choices` that stands here, passed over; an empty text when none does."""
        for choice in choices:
            if self._ahead(choice):
                self.at += len(choice)
                return choice
        return ""

    def _demand(self, text: str) -> None:
        if not self._take(text):
            raise NotUnderstood

    def _next(self) -> str:
        if self.at >= len(self.text):
            raise NotUnderstood
        self.at += 1
        return self.text[self.at - 1]

    def _blanks(self) -> None:
        """Pass over blanks, continued lines and a comment."""
        while self._take(" ", "\t", "\\\n"):
            pass
        if self._ahead("#"):
            end = self.text.find("\n", self.at)
            self.at = len(self.text) if end < 0 else end

    def _lines(self) -> None:
        """Pass over blanks and line ends, with the here-documents that begin behind one."""
        self._blanks()
        while self._take("\n"):
            for document in self.waiting:
                self._here_document(document)
            self.waiting.clear()
            self._blanks()

    # --- commands ------------------------------------------------------------------------------------------

    def whole(self) -> None:
        """Read the whole text as commands."""
        self.commands_until("")
        if self.waiting:
            raise NotUnderstood

    def commands_until(self, end: str) -> None:
        """Read commands up to `end`: a closing parenthesis, ";;" or "esac" of a case, or the end of the text."""
        self.depth += 1
        if self.depth > _DEEPEST:
            raise NotUnderstood
        while not self._ended(end):
            if self._take("("):
                self.commands_until(")")
                self._after_compound()
            elif not self._take("&&", "||", "&", ";", "|"):
                self._command(end)
        self.depth -= 1

    def _ended(self, end: str) -> bool:
        self._lines()
        if end == ";;" and (self._ahead(";;") or self._keyword("esac")):
            return True
        if self._ahead(";;"):
            raise NotUnderstood
        if self.at >= len(self.text):
            if end:
                raise NotUnderstood
            return True
        if self._ahead(")"):
            if end != ")":
                raise NotUnderstood
            self.at += 1
            return True
        return False

    def _keyword(self, *choices: str) -> str:
        """Which of these reserved words stands here; not passed over."""
        match = _KEYWORD.match(self.text, self.at)
        return match[0] if match and match[0] in choices else ""

    def _command(self, end: str) -> None:
        if word := self._keyword(*_OPENING):
            self.at += len(word)
        elif word := self._keyword(*_CLOSING):
            self.at += len(word)
            self._after_compound()
        elif self._keyword("for"):
            self.at += 3
            self._loop()
        elif self._keyword("case"):
            self.at += 4
            self._case()
        else:
            self._simple()

    def _after_compound(self) -> None:
        # Only redirections may follow.
        command = self._rest(Command())
        if command.words:
            raise NotUnderstood
        if command.outputs:
            self.found.append(command)

    def _loop(self) -> None:
        self._blanks()
        name = self._word()
        self._lines()
        if self._keyword("in"):
            self.at += 2
            values = self._rest(Command()).words
            self.found.append(Command(given=[(name.text, value) for value in values]))

    def _case(self) -> None:
        self._blanks()
        self._word()
        self._lines()
        if not self._keyword("in"):
            raise NotUnderstood
        self.at += 2
        while True:
            self._lines()
            if self._keyword("esac"):
                self.at += 4
                return self._after_compound()
            self._take("(")
            self._pattern()
            self.commands_until(";;")
            self._take(";;")

    def _pattern(self) -> None:
        while True:
            self._blanks()
            self._word()
            self._blanks()
            if not self._take("|"):
                return self._demand(")")

    def _simple(self) -> None:
        command = self._rest(Command())
        self._blanks()
        if self._ahead("("):
            # A function: its body is the next command.
            if len(command.words) != 1 or command.environment:
                raise NotUnderstood
            self.at += 1
            self._blanks()
            self._demand(")")
            return
        self.found.append(command)

    def _rest(self, command: Command) -> Command:
        """Read words and redirections into `command`."""
        while True:
            self._blanks()
            if self._redirection(command):
                continue
            if self.at >= len(self.text) or self.text[self.at] in _BREAKS:
                return command
            start = self.at
            word = self._word()
            given = _ASSIGNMENT.match(self.text, start) if not command.words else None
            if given:
                value = Word(word.text[len(given[0]) :], word.fixed, word.raw[len(given[0]) :])
                command.environment.append(value)
                command.given.append((given[0][:-1], value))
            else:
                command.words.append(word)

    def _redirection(self, command: Command) -> bool:
        match = _REDIRECTION.match(self.text, self.at)
        if match is None:
            return False
        self.at = match.end()
        self._blanks()
        word = self._word()
        if match[1] in ("<<", "<<-"):
            quoted = any(letter in word.raw for letter in "'\"\\")
            if not quoted and not word.fixed:
                raise NotUnderstood
            self.waiting.append(_HereDocument(word.text, match[1] == "<<-", quoted, command))
        elif ">" in match[1]:
            command.outputs.append(Output(match[1], word))
        return True

    def _here_document(self, document: _HereDocument) -> None:
        lines: list[str] = []
        while True:
            if self.at >= len(self.text):
                raise NotUnderstood
            end = self.text.find("\n", self.at)
            end = len(self.text) if end < 0 else end
            line, self.at = self.text[self.at : end], end + 1
            line = line.lstrip("\t") if document.tabs_go else line
            if line == document.end:
                break
            if line.endswith("\\") and not document.quoted:
                # A continued line: whether the next one can end the text, shells see differently.
                raise NotUnderstood
            lines.append(line)
        body = "\n".join(lines)
        document.command.inputs.append(body)
        if not document.quoted:
            inside = self._inner(body)
            inside.expansions()

    # --- words ---------------------------------------------------------------------------------------------

    def _word(self) -> Word:
        """The word that stands here. Raises NotUnderstood when there is none."""
        start, text, fixed = self.at, "", True
        while self.at < len(self.text) and self.text[self.at] not in _BREAKS:
            if plain := _PLAIN.match(self.text, self.at):
                self.at = plain.end()
                text += plain[0]
                continue
            part, certain = self._part(self._next())
            text, fixed = text + part, fixed and certain
        raw = self.text[start : self.at]
        if not raw:
            raise NotUnderstood
        return Word(text, fixed or raw in ("[", "[["), raw)

    def _part(self, letter: str) -> tuple[str, bool]:
        """What the shell makes of one part of a word that begins with `letter`, and whether that is all it makes."""
        match letter:
            case "'":
                return self._up_to("'"), True
            case '"':
                return self._quoted()
            case "\\":
                following = self._next()
                return ("" if following == "\n" else following), True
            case "$" if self._ahead("'") or self._ahead('"'):
                raise NotUnderstood
            case "$" | "`":
                return self._expansion(letter, quoted=False)
        # Patterns become file names; braces several words, in some shells.
        return letter, letter not in "*?[{" or (letter == "{" and self._ahead("}"))

    def _up_to(self, end: str) -> str:
        found = self.text.find(end, self.at)
        if found < 0:
            raise NotUnderstood
        text, self.at = self.text[self.at : found], found + len(end)
        return text

    def _quoted(self) -> tuple[str, bool]:
        text, fixed = "", True
        while True:
            if plain := _PLAIN_IN_QUOTES.match(self.text, self.at):
                self.at = plain.end()
                text += plain[0]
            letter = self._next()
            if letter == '"':
                break
            part, certain = self._in_quotes(letter)
            text, fixed = text + part, fixed and certain
        return text, fixed

    def _in_quotes(self, letter: str) -> tuple[str, bool]:
        if letter == "\\":
            following = self._next()
            if following == "\n":
                return "", True
            return (following if following in '$`"\\' else f"\\{following}"), True
        if letter in "$`":
            return self._expansion(letter, quoted=True)
        return letter, True

    def expansions(self) -> None:
        """Read all of the text as what stands between double quotes, for the commands in it."""
        while self.at < len(self.text):
            letter = self._next()
            if letter != "\\":
                self._in_quotes(letter)
            elif self.at < len(self.text):
                self.at += 1

    def _expansion(self, letter: str, quoted: bool) -> tuple[str, bool]:
        if letter == "`":
            self._backquoted(quoted)
        elif self._take("(("):
            self._arithmetic()
        elif self._take("("):
            self.commands_until(")")
        elif self._take("{"):
            self._braces(quoted)
        elif match := _NAME.match(self.text, self.at):
            self.at = match.end()
        elif self._ahead("\\\n"):
            raise NotUnderstood
        else:
            return "$", True
        return "", False

    def _backquoted(self, quoted: bool) -> None:
        inside = ""
        while (letter := self._next()) != "`":
            if letter == "\\":
                following = self._next()
                letter = following if following in ('$`\\"' if quoted else "$`\\") else f"\\{following}"
            inside += letter
        self._inner(inside).whole()

    def _inner(self, text: str) -> _Reader:
        """A reader of text that stands in this one; what it finds is found here, too."""
        inner = _Reader(text, self.depth)
        inner.found = self.found
        return inner

    def _arithmetic(self) -> None:
        open_ = 0
        while True:
            letter = self._next()
            if letter == "(":
                open_ += 1
            elif letter == ")" and open_:
                open_ -= 1
            elif letter == ")":
                # "$((" may also begin a substitution with a group in it.
                return self._demand(")")
            elif letter in "'\"\\":
                raise NotUnderstood
            else:
                self._in_quotes(letter)

    def _braces(self, quoted: bool) -> None:
        """An expansion such as ${name%pattern} up to its closing brace."""
        while (letter := self._next()) != "}":
            if letter == "'" and quoted:
                # Whether it quotes here depends on the operator and the shell.
                raise NotUnderstood
            self._part(letter)
