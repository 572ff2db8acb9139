"""Corrections of brackets and of what stands between them, in a text that is no YAML."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fieldops.documents.key_names import key_names
from fieldops.documents.yaml_broken import Broken, Repair

_CLOSERS = {"[": "]", "{": "}"}
_WIDE = str.maketrans("｛｝［］【】，：", "{}[][],:")
_WIDE_BRACKETS = re.compile("[｛｝［］【】]")
_WRONG_SEPARATOR = re.compile(r"\s*([，、；;])\s*(?=[\"']?[A-Za-z_][\w-]*[\"']?\s*[:：]|[\[{\"'])")
_GAP = re.compile(
    r"(?<=[^\s,{\[:])(\s+)(?=[\"']?([A-Za-z_][\w-]*)[\"']?\s*:(?:\s|$))|(?<=[\]}'\"])(\s*)(?=[\[{'\"])"
)
_COMMAS = re.compile(r"[,，]\s*([,，]\s*)|[\[{]\s*([,，]\s*)")
_ALONE = re.compile(r"(?<=[\s\[{,])([A-Za-z_][\w-]*):(?=[,}\]])")
_REST_OF_KEY = re.compile(r"(\s*)([^\s:,\[\]{}'\"#][^:,\[\]{}'\"#]*?)?\s*:")
_BEGIN_OF_KEY = re.compile(
    r"""(?:^|(?<=[\[{,\s]))('[^']*'|"[^"]*"|[^\s,\[\]{}'"#][^,\[\]{}'"#:]*?)\s*(?:\s#.*)?$"""
)
_LINES = 40
_NESTED = 3


def brackets(broken: Broken) -> Iterator[Repair]:
    """The corrections of brackets, commas and colons inside of them."""
    yield from _wide(broken)
    if not broken.opened:
        yield from _not_opened(broken)
        return
    start = broken.opened[-1]
    for way in (
        _separators,
        _colons_alone,
        _over_lines,
        _commas_twice,
        _gaps,
        _other_closer,
        _closed,
        _colon_in_entry,
    ):
        yield from way(broken, start)


def _wide(broken: Broken) -> Iterator[Repair]:
    """Brackets of full width."""
    for line in broken.suspects:
        text, start = broken.lines[line], broken.starts[line]
        if found := _WIDE_BRACKETS.search(text):
            ascii = found[0].translate(_WIDE)
            spaced = re.sub("[，：]", lambda sign: sign[0].translate(_WIDE) + " ", text).translate(_WIDE)
            edit = (start, start + len(text), re.sub(r"([,:])  +", r"\1 ", spaced))
            yield broken.repair(start + found.start(), "yaml.full-width", [edit], sign=found[0], ascii=ascii)


def _not_opened(broken: Broken) -> Iterator[Repair]:
    """A bracket that closes what nothing has opened: one too many, or the first is missing."""
    for line in broken.suspects[:2]:
        text, start = broken.lines[line], broken.starts[line]
        for found in re.finditer(r"[\]}]", text):
            at = start + found.start()
            if _depth(text[: found.end()], found[0]) < 0:
                yield broken.repair(at, "yaml.bracket-extra", [(at, at + 1, "")], sign=found[0])
        closer = re.search(r"([\]}])\s*(?:#.*)?$", text)
        value = re.match(r"(\s*(?:-\s+)*(?:[\w-]+:\s+)?)(?=[^\s\[{])", text)
        if closer and value and _depth(text, closer[1]) < 0:
            opener = next(key for key, sign in _CLOSERS.items() if sign == closer[1])
            dashes = re.match(r"\s*(?:-\s+)*", text)
            for first in (dashes.end() if dashes else 0, value.end()):
                at = start + first
                yield broken.repair(at, "yaml.bracket-missing", [(at, at, opener)], sign=opener)


def _depth(text: str, closer: str) -> int:
    opener = next(key for key, sign in _CLOSERS.items() if sign == closer)
    return text.count(opener) - text.count(closer)


def _outside_quotes(broken: Broken, at: int) -> bool:
    return not any(each.style in ("'", '"') and each.start <= at < each.end for each in broken.tokens)


def _end(broken: Broken) -> int:
    return broken.end(broken.line_of(broken.at))


def _separators(broken: Broken, start: int) -> Iterator[Repair]:
    """Another sign in the place of the comma between two entries."""
    found = [
        each
        for each in _WRONG_SEPARATOR.finditer(broken.text, start, _end(broken))
        if _outside_quotes(broken, each.start(1))
    ]
    if not found:
        return
    for chosen in (found, found[-1:], found[:1]):
        edits = [(each.start(), each.end(), ", ") for each in chosen]
        sign = chosen[0][1]
        code = "yaml.comma-missing" if sign == ";" else "yaml.full-width"
        values = {"found": sign} if sign == ";" else {"sign": sign, "ascii": ","}
        yield broken.repair(chosen[0].start(1), code, edits, **values)


def _colons_alone(broken: Broken, start: int) -> Iterator[Repair]:
    """A key with its colon and nothing behind it: the parser takes the colon for the end of a text."""
    found = [
        each
        for each in _ALONE.finditer(broken.text, start, _end(broken))
        if _outside_quotes(broken, each.start())
    ]
    if found:
        edits = [(each.end(), each.end(), " ") for each in found]
        yield broken.repair(found[0].end() - 1, "yaml.space-after-colon", edits, key=found[0][1])


def _over_lines(broken: Broken, start: int) -> Iterator[Repair]:
    """A key of which a part stands in the line above; put together in the line of its colon, so that all lines stay."""
    line = broken.line_of(broken.at)
    key = _REST_OF_KEY.match(broken.lines[line])
    above = _BEGIN_OF_KEY.search(broken.lines[line - 1]) if line else None
    if key and above and start < broken.starts[line]:
        begin, end = (broken.starts[line - 1] + at for at in above.span(1))
        first = broken.starts[line] + key.end(1)
        edits = [(begin, end, ""), (first, first, broken.text[begin:end] + (" " if key[2] else ""))]
        colon = broken.starts[line] + key.end()
        edits += [(colon, colon, " ")] if not broken.text[colon : colon + 1].isspace() else []
        yield broken.repair(begin, "yaml.key-over-lines", edits)


def _commas_twice(broken: Broken, start: int) -> Iterator[Repair]:
    for found in _COMMAS.finditer(broken.text, start, _end(broken)):
        group = 1 if found[1] else 2
        at = found.start(group)
        yield broken.repair(at, "yaml.comma-twice", [(at, found.end(group), "")])


def _gaps(broken: Broken, start: int) -> Iterator[Repair]:
    """A comma that is missing: before a key that fieldops knows, or between two brackets or quotes."""
    found = [
        each
        for each in _GAP.finditer(broken.text, start, _end(broken))
        if _outside_quotes(broken, each.start())
    ]
    for each in reversed(found):
        if each[2] is None or each[2] in key_names():
            code = "yaml.comma-missing"
            instead = "," if each[0] else ", "
            yield broken.repair(each.start(), code, [(each.start(), each.start(), instead)], found="")


def _other_closer(broken: Broken, start: int) -> Iterator[Repair]:
    """A bracket that is closed by the other kind, or whose own is missing before that of the one around it."""
    wanted = _CLOSERS[broken.text[start]]
    sign = broken.text[broken.at : broken.at + 1]
    line = broken.line_of(start)
    for found in re.finditer(r"\s*,\s*(?=([A-Za-z_][\w-]*):(?:\s|$))", broken.lines[line]):
        at = broken.starts[line] + found.start()
        if at > start and found[1] in key_names() and broken.text[start] == "[":
            yield broken.repair(start, "yaml.unclosed-bracket", [(at, at, wanted)], sign=broken.text[start])
    if sign in ("]", "}") and sign != wanted:
        if len(broken.opened) > 1:
            yield broken.repair(
                start, "yaml.unclosed-bracket", [(broken.at, broken.at, wanted)], sign=broken.text[start]
            )
        yield broken.repair(
            broken.at, "yaml.bracket-other", [(broken.at, broken.at + 1, wanted)], sign=sign, wanted=wanted
        )


def _closed(broken: Broken, start: int) -> Iterator[Repair]:
    """The bracket closed at the end of its line, or of one of the next."""
    first = broken.line_of(start)
    for line in range(first, min(broken.line_of(broken.at) + 1, first + _LINES)):
        if line > first and not broken.says(line):
            continue
        text = broken.lines[line]
        comment = re.search(r"\s+#", text)
        bare = text[: comment.start()] if comment else text
        end = broken.starts[line] + len(bare.rstrip().rstrip(",，").rstrip())
        stop = broken.starts[line] + len(bare.rstrip())
        for count in range(1, min(len(broken.opened), _NESTED) + 1):
            closers = "".join(_CLOSERS[broken.text[at]] for at in reversed(broken.opened[-count:]))
            opening = broken.opened[-count]
            if end > opening:
                edit = (end, stop, closers)
                yield broken.repair(opening, "yaml.unclosed-bracket", [edit], sign=broken.text[opening])


def _colon_in_entry(broken: Broken, start: int) -> Iterator[Repair]:
    """A colon with a space behind it in a text between brackets."""
    line = broken.line_of(broken.at)
    end = broken.end(line)
    for found in re.finditer(
        r"(?<=:)\s+([^\s'\"\[{,][^,\[\]{}]*?:(?:\s|$)[^,\[\]{}]*)", broken.text[start:end]
    ):
        first, last = start + found.start(1), start + found.start(1) + len(found[1].rstrip())
        inner = broken.text[first:last]
        colon = re.search(r":(?:\s|$)", inner)
        if colon:
            text = inner.replace("'", "''")
            yield broken.repair(first + colon.start(), "yaml.colon-in-text", [(first, last, f"'{text}'")])
