"""What the parser lets pass although it is no YAML 1.2, so that other programs read something else, or a comment is lost.

Found by yaml-test-suite. The closing bracket of a list over several lines may stand in the first column: everybody
writes it there, and it means the same everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from fieldops.documents.characters import cut
from fieldops.errors import Named

Place = tuple[int, int]
Mistake = tuple[Place, str, dict[str, object]]

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# A comment right behind a quote, bracket or comma; ? and - alone in brackets; a dash deeper than the one above. Whether it
# is one is told by tokens. One expression for all of them would be slower than four.
_HASH = re.compile(r"""["'\]},|>0-9+-]#""")
_MARK = re.compile(r"[\[{,]\s*\?\S")
_DASH = re.compile(r"[\[{,]\s*-\s*[,\]}]")
_DEEPER_DASH = re.compile(r"""(?m)^( *)- (?![\[{'"|>])[^\n:#]+\n\1 +- """)
# The head of a block text behind which more than one blank line follows, and a directive that runs into a comment.
_BLANK_BLOCK = re.compile(r"(?m)[|>][+-]?\n *\n +\n")
_DIRECTIVE = re.compile(r"\A%YAML [0-9.]+(#)")
# The end of a line that begins a block text.
_HEAD = re.compile(r"[|>][+-]?[0-9]?[+-]?(?: +#[^\n]*)?\Z")
_NEXT_DASH = re.compile(r"[^\n]*\n *(- )")


def may_be_loose(text: str) -> bool:
    """Whether there may be something to find; nearly always there is not."""
    return bool(
        _HASH.search(text)
        or ("?" in text and _MARK.search(text))
        or _DASH.search(text)
        or _DEEPER_DASH.search(text)
        or _BLANK_BLOCK.search(text)
        or _DIRECTIVE.match(text)
    )


def loose_mistakes(text: str) -> list[Mistake]:
    """The mistakes that the parser does not complain of in a text that it can read."""
    return list(_found(text))


def _found(text: str) -> Iterator[Mistake]:
    before = ""
    if directive := _DIRECTIVE.match(text):
        yield _mistake(text, directive.start(1), "yaml.comment-behind-quotes", " ")
    for token in yaml.scan(text, Loader=_Loader):
        name = type(token).__name__
        mark: Any = token.start_mark
        start, end = mark.index, token.end_mark.index
        quoted = isinstance(token, yaml.ScalarToken) and token.style in ("'", '"')
        ends = quoted or name in ("FlowSequenceEndToken", "FlowMappingEndToken", "FlowEntryToken")
        if ends and text[end : end + 1] == "#":
            yield _mistake(text, end, "yaml.comment-behind-quotes", " ")
        elif isinstance(token, yaml.ScalarToken) and token.style in ("|", ">"):
            behind = re.compile(r"[|>][+-]?[0-9]?[+-]?#").match(text, start)
            if behind:
                yield _mistake(text, behind.end() - 1, "yaml.comment-behind-quotes", " ")
            elif not token.value.strip("\n"):
                yield from _deeper_blanks(text, start)
        elif (
            isinstance(token, yaml.ScalarToken)
            and token.plain
            and (dash := _NEXT_DASH.match(text, start, end))
        ):
            yield _folded(text, start, dash)
        elif (name == "KeyToken" and re.compile(r"\?[^\s?]").match(text, start)) or (
            isinstance(token, yaml.ScalarToken) and token.plain and token.value == "-" and "Flow" in before
        ):
            yield _mistake(text, start, "yaml.reserved-character", "")
        before = name


def _deeper_blanks(text: str, start: int) -> Iterator[Mistake]:
    """Of an empty block text the blank line that is deeper than one above it: nobody knows how deep the text was to be."""
    first = text.find("\n", start) + 1
    number, least = text.count("\n", 0, first) + 1, None
    for line in text[first:].split("\n"):
        if line.strip(" ") or not line:
            return
        if least is not None and len(line) > least:
            yield (number, 1), "yaml.blank-line", {}
            return
        least, number = len(line), number + 1


def _folded(text: str, start: int, dash: re.Match[str]) -> Mistake:
    """Told at the second dash, with its line as deep as the first one."""
    first = text.rfind("\n", 0, start) + 1
    depth = len(text[first:start]) - len(text[first:start].lstrip(" "))
    line = text[dash.start(1) :].split("\n", 1)[0].rstrip()
    place = (text.count("\n", 0, dash.start(1)) + 1, dash.start(1) - text.rfind("\n", 0, dash.start(1)))
    return place, "yaml.folded-list", {"shown": Named("form.line", line=cut(" " * depth + line))}


def _mistake(text: str, at: int, code: str, inserted: str) -> Mistake:
    first = text.rfind("\n", 0, at) + 1
    last = text.find("\n", at)
    line, column = text[first : last if last >= 0 else len(text)].rstrip(), at - first
    if inserted:
        line = f"{line[:column]}{inserted}{line[column:]}"
    else:
        end = next((at for at in range(column, len(line)) if line[at] in " \t:,]}"), len(line))
        line = f"{line[:column]}'{line[column:end]}'{line[end:]}"
    values = {"sign": text[at], "shown": Named("form.line", line=cut(line))}
    return (text.count("\n", 0, at) + 1, column + 1), code, values


def badly_indented(text: str, start: int, end: int) -> Mistake | None:
    """The first line of what goes over several lines (from `start` to `end`) that is not deeper than the line it begins in.

    Where it begins its line, as deep is enough. Behind spaces that are enough a tab is one more space.
    """
    first = text.rfind("\n", 0, start) + 1
    before = text[first:start]
    depth = len(before) - len(before.lstrip(" "))
    if depth and not before.strip(" "):
        depth -= 1
    at = first
    while 0 <= (at := text.find("\n", at) + 1) <= end and at:
        stop = text.find("\n", at)
        line = text[at : stop if stop >= 0 else len(text)]
        said = line.lstrip(" \t")
        own = len(line) - len(line.lstrip(" "))
        place = (text.count("\n", 0, at) + 1, own + 1)
        if own <= depth and said and line[own : own + 1] == "\t":
            return place, "yaml.tab", {"shown": Named("form.line", line=cut(" " * (depth + 2) + said))}
        if own <= depth and said.strip() and said[0] not in "]}#":
            shown = Named("form.line", line=cut(" " * (depth + 2) + said))
            return place, "yaml.indentation", {"shown": shown}
    return None


def without_blank_tab(error: yaml.YAMLError, text: str) -> str | None:
    """The text with nothing on the line where the parser gave up, if only a tab is on it: a blank line for YAML, not for it.

    In a block text, or right below its head, it may be the text.
    """
    mark: Any = getattr(error, "problem_mark", None)
    if mark is None or "block scalar" in (getattr(error, "context", None) or ""):
        return None
    first = text.rfind("\n", 0, mark.index) + 1
    last = text.find("\n", first)
    last = len(text) if last < 0 else last
    blank = text[first:last].removesuffix("\r")
    if "\t" not in blank or blank.strip(" \t") or _HEAD.search(text[:first].rstrip()):
        return None
    return text[:first] + text[first + len(blank) :]
