"""Texts of users inside of Markdown: shown as they are, never as markup, a mention, a reference, a link or HTML.

For the Markdown of GitHub and GitLab, whose services look for mentions and references in the finished text: there a
backslash does not help, but a character of no width does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from fieldops.messages import one_line

_INVISIBLE = "\u200b"
# An address of mail that stands by itself: as code it is no mention and no link, and can be copied as it is.
_MAIL = re.compile(
    r"(?<![^\s（(，,；;：:“、])([A-Za-z0-9][A-Za-z0-9._+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,})(?![^\s）)，,；;。、”])"
)
# What has a meaning inside a line.
_MARKUP = re.compile(r"([\\`*_\[\]|~$#])")
# What has a meaning at the beginning of one: a list, a quotation, an underline.
_BEGINS = re.compile(r"^(\s*)([-+=]|[0-9]+(?=[.)]))")
# @person, #1, !1, %milestone, &epic, ~label, ^alert, $snippet, also after a project's name.
_REFERENCE = re.compile(r"([@#!%&~^$])(?=[\w\[\"'/])")
_EMOJI = re.compile(r":(?=[\w+-]*[A-Za-z_][\w+-]*:)")
# Any scheme is a link for GitLab; an address of mail is one by its @, which is broken above.
_LINK = re.compile(r"(?i)(?=://)|(?<=mailto)(?=:)|(?<=xmpp)(?=:)|(?<=www)(?=[.])")


def escaped(text: str) -> str:
    """`text` on one line, so that it is shown as it is, wherever in a line it is put."""
    pieces = _MAIL.split(one_line(text).strip())
    shown = "".join(f"`{each}`" if at % 2 else _escaped(each) for at, each in enumerate(pieces))
    return _BEGINS.sub(_at_the_beginning, shown)


def table_lines(headings: Sequence[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """A table: its headings are our own words, the texts of its `rows` are shown as they are."""
    yield f"| {' | '.join(headings)} |"
    yield f"|{'---|' * len(headings)}"
    for row in rows:
        yield f"| {' | '.join(map(escaped, row))} |"


def _escaped(text: str) -> str:
    text = _LINK.sub(_INVISIBLE, text)
    text = _REFERENCE.sub(lambda found: found[0] + _INVISIBLE, text)
    text = _EMOJI.sub(":" + _INVISIBLE, text)
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _MARKUP.sub(r"\\\1", text)


def _at_the_beginning(found: re.Match[str]) -> str:
    # A number is no list when its point is escaped.
    return found[0] + "\\" if found[2][0].isdigit() else f"{found[1]}\\{found[2]}"


def code(text: str) -> str:
    """`text` on one line as a code span, whatever backquotes are in it (CommonMark 6.1)."""
    text = one_line(text)
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    padding = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{padding}{text}{padding}{fence}"
