"""A text that is no YAML: where the parser gave up, its lines, its tokens up to there, and corrections of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import yaml

Place = tuple[int, int]
# From, to (indexes of the text), and what shall stand there.
Edit = tuple[int, int, str]

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Repair:
    """A correction: where the mistake is told, its code and values, and the text with it.

    `line` and `column` (from 0): where the text is changed first.
    """

    at: int
    code: str
    text: str
    line: int
    column: int
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Token:
    """A token: the name of its class, its span, and how a scalar is quoted (None: it is not)."""

    name: str
    start: int
    end: int
    style: str | None = None


def complaint_of(error: yaml.YAMLError) -> str:
    """What the parser says, in its own words."""
    return f"{getattr(error, 'context', None) or ''} {getattr(error, 'problem', None) or ''}".strip()


class Broken:
    """One text that cannot be read: `at` is where the parser gave up, `began` where what it read there began."""

    def __init__(self, text: str, at: int, began: int, complaint: str) -> None:
        self.text, self.complaint = text, complaint
        self.at, self.began = min(at, len(text)), min(began, len(text))

    @classmethod
    def of(cls, error: yaml.YAMLError, text: str) -> Broken:
        """The text with the parser's complaint about it."""
        mark: Any = getattr(error, "problem_mark", None)
        opened: Any = getattr(error, "context_mark", None)
        at = (mark or opened).index if mark or opened else 0
        return cls(text, at, opened.index if opened else at, complaint_of(error))

    @classmethod
    def in_text(cls, text: str) -> Broken | None:
        """What is wrong with a text; None when it can be read."""
        loader = _Loader(text)
        try:
            while loader.get_event() is not None:
                pass
        except yaml.YAMLError as error:
            return cls.of(error, text)
        return None

    @cached_property
    def lines(self) -> list[str]:
        """The lines without their ends."""
        return [line.removesuffix("\r") for line in self.text.split("\n")]

    @cached_property
    def starts(self) -> list[int]:
        """Where each line begins."""
        found = [0]
        for line in self.text.split("\n")[:-1]:
            found.append(found[-1] + len(line) + 1)
        return found

    @property
    def line(self) -> int:
        """The number (from 0) of the line in which the parser gave up; of the last one that says something at the end."""
        at = self.line_of(self.at)
        while at > 0 and self.at >= len(self.text.rstrip()) and not self.lines[at].strip():
            at -= 1
        return at

    def line_of(self, at: int) -> int:
        """The number (from 0) of the line with that index."""
        return bisect_right(self.starts, at) - 1

    def place(self, at: int) -> Place:
        """Line and column from 1."""
        line = self.line_of(at)
        return line + 1, at - self.starts[line] + 1

    def end(self, line: int) -> int:
        """Where the line ends, before its line feed."""
        return self.starts[line] + len(self.lines[line])

    @cached_property
    def suspects(self) -> list[int]:
        """The lines that are looked at: where it gave up, the one before that says something, where it began."""
        found = [self.line]
        before = next((at for at in range(self.line - 1, -1, -1) if self.says(at)), None)
        began = self.line_of(self.began)
        for each in (before, began, next((at for at in range(began - 1, -1, -1) if self.says(at)), None)):
            if each is not None and each not in found:
                found.append(each)
        return found

    def says(self, line: int) -> bool:
        """Whether more than a comment stands in the line."""
        said = self.lines[line].strip()
        return bool(said) and not said.startswith("#")

    @cached_property
    def tokens(self) -> list[Token]:
        """The tokens up to where the parser gave up."""
        found: list[Token] = []
        try:
            for token in yaml.scan(self.text, Loader=_Loader):
                start, end = token.start_mark.index, token.end_mark.index
                if start > self.at:
                    break
                name = type(token).__name__.removesuffix("Token")
                found.append(Token(name, start, end, getattr(token, "style", None)))
        except yaml.YAMLError:
            pass  # What was read up to there is what is looked at.
        return found

    @cached_property
    def opened(self) -> list[int]:
        """The brackets that are open where it gave up, the innermost last."""
        stack: list[int] = []
        for token in self.tokens:
            if token.start >= self.at:
                break
            if token.name in ("FlowSequenceStart", "FlowMappingStart"):
                stack.append(token.start)
            elif token.name in ("FlowSequenceEnd", "FlowMappingEnd") and stack:
                stack.pop()
        return stack

    def repair(self, at: int, code: str, edits: Sequence[Edit], **values: object) -> Repair:
        """The correction that makes these changes."""
        made: list[str] = []
        last = 0
        ordered = sorted(edits)
        for start, end, instead in ordered:
            made += (self.text[last:start], instead)
            last = end
        line, column = self.place(ordered[0][0])
        return Repair(at, code, "".join([*made, self.text[last:]]), line - 1, column - 1, values)
