"""What somebody probably did when a text is no YAML: the parser's complaint, looked at with the text around it.

The parser says where it gave up, often lines after the mistake; a reader is told where to look.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

Place = tuple[int, int]
Mistake = tuple[Place, str, dict[str, object]]

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# What the parser complains about, in its words, and our sentence for it.
_SYNTAX = (
    ("cannot start any token", "yaml.reserved-character"),
    ("found a tab character", "yaml.tab"),
    ("mapping values are not allowed", "yaml.colon-in-text"),
    ("could not find expected ':'", "yaml.colon-missing"),
    ("expected <block end>", "yaml.indentation"),
    ("did not find expected key", "yaml.indentation"),
    ("did not find expected '-' indicator", "yaml.indentation"),
    ("block sequence entries are not allowed", "yaml.indentation"),
    ("unexpected end of stream", "yaml.unclosed-quote"),
    ("expected ',' or", "yaml.unclosed-bracket"),
)
_DASH = re.compile(r"\s*(-)[^\s-]")
_KEY = re.compile("\\s*(?:- )?([A-Za-z_]+)\uff1a")
_FULL_WIDTH = re.compile("[\uff0c\uff1a]")
_ASCII = {"\uff0c": ",", "\uff1a": ":"}


def syntax_mistake(error: yaml.YAMLError, text: str) -> Mistake:
    """Line and column from 1, the code and the values of the sentence for what the parser found in `text`."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    place = _place(mark) if mark else (1, 1)
    said = f"{getattr(error, 'context', None) or ''} {getattr(error, 'problem', None) or ''}".strip()
    code = next((code for words, code in _SYNTAX if words in said), None)
    if code is None or mark is None:
        return place, code or "yaml.syntax", {"detail": said or type(error).__name__}
    opened = getattr(error, "context_mark", None)
    if code == "yaml.reserved-character":
        return _no_token(text, mark, place)
    # The parser gives up on a later line; the key, or the quote, is where it began.
    if code in ("yaml.colon-missing", "yaml.unclosed-quote") and opened:
        return _place(opened), code, {}
    return _looked_at(text, mark, place, code)


def _place(mark: Any) -> Place:
    return mark.line + 1, mark.column + 1


def _no_token(text: str, mark: Any, place: Place) -> Mistake:
    sign = text[mark.index : mark.index + 1]
    if sign in ("\t", ""):
        return place, "yaml.tab", {}
    return place, "yaml.reserved-character", {"sign": sign}


def _looked_at(text: str, mark: Any, place: Place, code: str) -> Mistake:
    line = text.split("\n")[mark.line] if mark.line <= text.count("\n") else ""
    above = text.split("\n")[mark.line - 1] if mark.line else ""
    if code == "yaml.colon-in-text" and (key := _KEY.match(above)):
        # Without its colon the line above goes on in this one.
        return (place[0] - 1, key.start(1) + 1), "yaml.colon-missing", {}
    if dash := _DASH.match(line):
        return (place[0], dash.start(1) + 1), "yaml.space-after-dash", {}
    if code in ("yaml.indentation", "yaml.unclosed-bracket"):
        quote = _quote_before(text, mark)
        if quote is not None:
            return quote, "yaml.unclosed-quote", {}
    sign = list(_FULL_WIDTH.finditer(line[: mark.column]))
    if code == "yaml.unclosed-bracket" and sign:
        values: dict[str, object] = {"sign": sign[-1][0], "ascii": _ASCII[sign[-1][0]]}
        return (place[0], sign[-1].start() + 1), "yaml.full-width", values
    return place, code, {}


def _quote_before(text: str, mark: Any) -> Place | None:
    """Where the text in quotes begins that ends where the parser gave up, when it has swallowed lines with keys.

    A quote that is never closed ends at the next one, lines below.
    """
    found = None
    try:
        for token in yaml.scan(text, Loader=_Loader):
            if token.start_mark.index >= mark.index:
                break
            found = token
    except yaml.YAMLError:
        pass  # What was read up to there is what is looked at.
    quoted = isinstance(found, yaml.ScalarToken) and found.style in ("'", '"')
    if found is None or not quoted or found.end_mark.index < mark.index - 1:
        return None
    swallowed = text[found.start_mark.index : found.end_mark.index]
    return _place(found.start_mark) if re.search(r"\n[^\n]*:", swallowed) else None
