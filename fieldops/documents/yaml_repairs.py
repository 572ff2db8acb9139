"""Corrections of a text that is no YAML, the likely ones first: one function for each kind of mistake.

Each looks at the few lines around the place where the parser gave up, and says what it would change. Whether the text
can be read then is tried elsewhere. Brackets and what stands between them have a module of their own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from fieldops.documents.key_names import key_names
from fieldops.documents.yaml_brackets import brackets
from fieldops.documents.yaml_broken import Broken, Repair
from fieldops.documents.yaml_indents import indents

_Way = Callable[[Broken], Iterator[Repair]]

# A line's indentation and dashes, its key and what is between them and the value.
_VALUE = re.compile(r"(\s*(?:-\s+)*(?:(?:[^\s:#'\"\[\]{},&*!|>%@`-][^:#]*?|'[^']*'|\"[^\"]*\"):\s+)?)(\S.*)")
_KEYED = re.compile(r"(\s*(?:-\s+)*[^\s:#'\"\[\]{},&*!|>%@`][^:#]*?:\s+)(\S.*)")
_TABS = re.compile(r"[ \t]*\t[ \t]*(?=\S)|[ -]*-\t[ \t]*(?=\S)")
_COMMENT_SIGNS = re.compile(r"\s*(//+|/\*+|\*/|--(?!-)\s?|;+|<!--|＃)")
_RULER = re.compile(r"\s*([-=*_~#+.－—＝·]{3,})\s*$")
_BULLET = re.compile(
    r"(\s*)(?:([•·●○◦▪■◆–—－＊]|[*+](?=\s))\s*|([0-9]{1,3}(?:[.)](?=\s)|[、）．])|[(（][0-9]{1,3}[)）])\s*)(?=\S)"
)
_DASH = re.compile(r"(\s*(?:- +)*)-(?=[^\s-])")
_SIGN_FOR_COLON = re.compile(r"(\s*(?:- +)*[\"']?([A-Za-z_][\w-]*)[\"']?)\s*([：；;=＝])\s*")
_COLON_ALONE = re.compile(r"(\s*(?:- +)*[\"']?([A-Za-z_][\w-]*)[\"']?:)(?=[^\s:])")
# The same in quotes: nobody puts anything else in front of a colon.
_KEY_ALONE = re.compile(r"(\s*(?:- +)*(?:'([^'\n]+)'|\"([^\"\n]+)\"):)(?=[^\s:,\]}])")
_WORD = re.compile(r"(\s*(?:- +)*)([A-Za-z_][\w-]*)(?:(\s+)(?=[^\s:#])|(\s*)(?:#.*)?$)")
_LIST_BEHIND = re.compile(r"(\s*(?:-\s+)*[\w-]+:)\s+(-)\s+([^\s#].*)")
# Blank lines above that are looked at.
_BLANKS = 20
_BEHIND = re.compile(r"[}\]'\"](\s*[，,;；、。.]+)\s*(?:#.*)?$")
_RESERVED = re.compile(r"[@`%&*!|>?][^\s]?")
_TEMPLATE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|<%.*?%>")


def repairs(broken: Broken) -> Iterator[Repair]:
    """The corrections worth trying, each once."""
    seen: set[str] = set()
    for way in _WAYS:
        for repair in way(broken):
            if repair.text not in seen and repair.text != broken.text:
                seen.add(repair.text)
                yield repair


def quoted(text: str) -> str:
    """The text in quotes in which it stays what it is."""
    if "'" in text and '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"


def value_end(line: str, start: int) -> int:
    """Where the value that begins at `start` ends: before a comment and the spaces in front of it."""
    comment = re.search(r"\s#", line[start:])
    end = start + comment.start() if comment else len(line)
    return start + len(line[start:end].rstrip())


def _escapes(broken: Broken) -> Iterator[Repair]:
    """A backslash in double quotes is an escape; in single quotes it is a backslash."""
    if "escape" not in broken.complaint and "hexdecimal" not in broken.complaint:
        return
    line = broken.line_of(broken.began)
    text, start = broken.lines[line], broken.began - broken.starts[line]
    for end in (found.end() for found in re.finditer('"', text) if found.start() > start):
        single = "'" + text[start + 1 : end - 1].replace("'", "''") + "'"
        yield broken.repair(broken.at, "yaml.backslash", [(broken.began, broken.starts[line] + end, single)])


def _templates(broken: Broken) -> Iterator[Repair]:
    """A template's placeholder that nothing has filled in."""
    for line in broken.suspects:
        text, start = broken.lines[line], broken.starts[line]
        value = _VALUE.match(text)
        for found in _TEMPLATE.finditer(text):
            begin, end = found.span()
            first = value.start(2) if value else begin
            if value and (first == begin or (first < begin and text[first] not in "[{'\"")):
                begin, end = first, value_end(text, first)
            for first, last in ((begin, end), found.span()):
                edit = (start + first, start + last, quoted(text[first:last]))
                yield broken.repair(start + found.start(), "yaml.template", [edit])


def _tabs(broken: Broken) -> Iterator[Repair]:
    """Tabs in the indentation; the same width for all of them."""
    found = [
        (line, tabs) for line, text in enumerate(broken.lines) if "\t" in text and (tabs := _TABS.match(text))
    ]
    here = [line for line, _ in found if line in broken.suspects]
    if not here:
        return
    tab = broken.starts[min(here)] + broken.lines[min(here)].index("\t")
    for width in (2, 4, 8, 3, 1):
        edits = [
            (broken.starts[line], broken.starts[line] + tabs.end(), tabs[0].replace("\t", " " * width))
            for line, tabs in found
        ]
        yield broken.repair(tab, "yaml.tab", edits)
    for line, tabs in found:
        before = next((at for at in range(line - 1, -1, -1) if broken.says(at)), None)
        if line in here and before is not None:
            above = broken.lines[before]
            for depth in (len(above) - len(above.lstrip()), len(above) - len(above.lstrip()) + 2):
                edit = (broken.starts[line], broken.starts[line] + tabs.end(), " " * depth)
                yield broken.repair(tab, "yaml.tab", [edit])


def _comments(broken: Broken) -> Iterator[Repair]:
    """A comment as other languages write it, and a line that only divides."""
    for line in broken.suspects:
        text, start = broken.lines[line], broken.starts[line]
        if text.rstrip() in ("...", "---"):
            continue
        if ruler := _RULER.match(text):
            yield broken.repair(
                start + ruler.start(1),
                "yaml.divider",
                [(start + ruler.start(1), start + ruler.start(1), "# ")],
            )
        elif sign := _COMMENT_SIGNS.match(text):
            rest = re.sub(r"\s*(?:\*/|-->)\s*$", "", text[sign.end() :])
            edit = (start + sign.start(1), start + len(text), f"# {rest.strip()}")
            yield broken.repair(start + sign.start(1), "yaml.comment", [edit], sign=sign[1].strip())


def _ends(broken: Broken) -> Iterator[Repair]:
    """Three dots end a document; what follows is none any more."""
    last = broken.line_of(broken.at)
    for line in [at for at in range(last, -1, -1) if broken.lines[at].rstrip() == "..."][:1]:
        start = broken.starts[line]
        yield broken.repair(start, "yaml.document-end", [(start, start + len(broken.lines[line]), "")])


def _behind(broken: Broken) -> Iterator[Repair]:
    """A comma or stop behind a bracket or quote, where the line ends the entry."""
    for line in broken.suspects:
        found = _BEHIND.search(broken.lines[line])
        if found:
            start = broken.starts[line]
            edit = (start + found.start(1), start + found.end(1), "")
            at = start + found.end(1) - len(found[1].lstrip())
            yield broken.repair(at, "yaml.behind", [edit], sign=found[1].strip())


def _unclosed_quotes(broken: Broken) -> Iterator[Repair]:
    """A quote that is not closed where its text ends: it swallows everything up to the next one."""
    opened = [
        each.start
        for each in broken.tokens
        if each.style in ("'", '"') and _may_be_open(broken, each.start, each.end)
    ]
    if "quoted scalar" in broken.complaint and broken.began not in opened:
        opened.append(broken.began)
    for start in opened[:4] + opened[4:][-4:]:
        line = broken.line_of(start)
        column, text = start - broken.starts[line], broken.lines[line]
        end = value_end(text, column)
        # Before the next key of a mapping, before the brackets at the end, else wherever something may end.
        signs = [
            column + found.start()
            for sign in (r"\s*,\s*[\w-]+:\s", r"\s*[\]}][\s\]},]*$", r"\s*[,\]}]|\s*:(?=\s)")
            for found in re.finditer(sign, text[column:end])
        ]
        in_flow = bool(re.search(r"[\[{]", text[:column])) or any(at < start for at in broken.opened)
        for place in [*signs, end] if in_flow else [end, *signs]:
            at = broken.starts[line] + place
            if place > column:
                yield broken.repair(start, "yaml.unclosed-quote", [(at, at, text[column])])


def _may_be_open(broken: Broken, start: int, end: int) -> bool:
    """Whether the text in quotes goes over lines, or ends right before the parser gave up."""
    return broken.line_of(start) != broken.line_of(end) or broken.at - 3 <= end <= broken.at


def _quotes_inside(broken: Broken) -> Iterator[Repair]:
    """A quote inside of a text in the same quotes, or a text that goes on behind its quotes."""
    for line in broken.suspects[:3]:
        text, start = broken.lines[line], broken.starts[line]
        for opening in re.finditer(r"(?:(?<=^)|(?<=[\s\[{,]))['\"]", text):
            sign, first = opening[0], opening.start()
            closings = [at.start() for at in re.finditer(re.escape(sign), text) if at.start() > first]
            for last in closings[1:]:
                inner = text[first + 1 : last]
                # What looks like an end is none of a text that goes on.
                if re.search(re.escape(sign) + r"\s*[,:}\]]", inner):
                    break
                yield broken.repair(
                    start + closings[0], "yaml.quote-in-quotes",
                    [(start + first, start + last + 1, _requoted(inner, sign))],
                )  # fmt: skip
            value = _VALUE.match(text)
            if _KEY_ALONE.match(text):
                continue
            if value and value.start(2) == first and closings:
                end = value_end(text, first)
                edit = (start + first, start + end, quoted(text[first:end]))
                yield broken.repair(start + closings[0] + 1, "yaml.text-behind-quotes", [edit])


def _requoted(inner: str, sign: str) -> str:
    if sign == "'":
        return quoted(inner.replace("''", "'"))
    return quoted(inner) if "\\" not in inner else '"' + re.sub(r'(?<!\\)"', r'\\"', inner) + '"'


def _beginnings(broken: Broken) -> Iterator[Repair]:
    """What a line begins with: a dash without its space, another bullet."""
    for line in broken.suspects:
        text, start = broken.lines[line], broken.starts[line]
        if dash := _DASH.match(text):
            at = start + dash.end()
            yield broken.repair(at - 1, "yaml.space-after-dash", [(at, at, " ")])
        if bullet := _BULLET.match(text):
            sign = bullet[2] or bullet[3] or text[bullet.end(1) : bullet.end()].strip()
            begin = start + bullet.end(1)
            alike = [(start + bullet.end(1), start + bullet.end(), "- ")]
            yield broken.repair(begin, "yaml.bullet", alike, sign=sign.strip())
            yield broken.repair(begin, "yaml.bullet", list(_all_bullets(broken)), sign=sign.strip())


def _all_bullets(broken: Broken) -> Iterator[tuple[int, int, str]]:
    for line, text in enumerate(broken.lines):
        if bullet := _BULLET.match(text):
            yield broken.starts[line] + bullet.end(1), broken.starts[line] + bullet.end(), "- "


def _colons(broken: Broken) -> Iterator[Repair]:
    """Another sign in the place of the colon behind a key, or no space behind it."""
    for line in broken.suspects:
        text, start = broken.lines[line], broken.starts[line]
        if (found := _SIGN_FOR_COLON.match(text)) and (found[2] in key_names() or found[3] == "："):
            edit = (start + found.end(1), start + found.end(), ": ")
            at = start + found.start(3)
            if found[3] in "：；＝":
                yield broken.repair(at, "yaml.full-width", [edit], sign=found[3], ascii=":")
            else:
                yield broken.repair(at, "yaml.colon-missing", [edit], key=found[2])
        alone = _KEY_ALONE.match(text) or _COLON_ALONE.match(text)
        if alone and (alone.re is _KEY_ALONE or alone[2] in key_names()):
            at, key = start + alone.end(1), next(filter(None, alone.groups()[1:]))
            yield broken.repair(at - 1, "yaml.space-after-colon", [(at, at, " ")], key=key)


def _missing_colons(broken: Broken) -> Iterator[Repair]:
    """A key that fieldops knows, and no colon."""
    yield from _without_colon(broken, known=True)


def _any_missing_colons(broken: Broken) -> Iterator[Repair]:
    yield from _without_colon(broken, known=False)


def _without_colon(broken: Broken, known: bool) -> Iterator[Repair]:
    for line in broken.suspects:
        word = _WORD.match(broken.lines[line])
        if word and (word[2] in key_names()) == known:
            begin = broken.starts[line] + word.start(2)
            at = broken.starts[line] + word.end(2)
            yield broken.repair(begin, "yaml.colon-missing", [(at, at, ":")], key=word[2])


def _reserved(broken: Broken) -> Iterator[Repair]:
    """A text that begins with a sign which means something to YAML."""
    for line in broken.suspects[:3]:
        text = broken.lines[line]
        value = _VALUE.match(text)
        if value and (_RESERVED.match(value[2]) or re.fullmatch(r"-\s*(?:#.*)?", value[2])):
            yield _in_quotes(broken, line, value.start(2), value_end(text, value.start(2)))
        for found in re.finditer(r"(?<=[\[{,\s])(?:[@`%&*!|>]|:(?=[^\s,\]}]))[^,\[\]{}]*", text):
            if re.search(r"[\[{,]\s*$|:\s+$", text[: found.start()]):
                yield _in_quotes(broken, line, found.start(), found.start() + len(found[0].rstrip()))


def _in_quotes(broken: Broken, line: int, first: int, last: int) -> Repair:
    start, text = broken.starts[line], broken.lines[line]
    edit = (start + first, start + last, quoted(text[first:last]))
    return broken.repair(start + first, "yaml.reserved-character", [edit], sign=text[first])


def _colon_in_text(broken: Broken) -> Iterator[Repair]:
    """A colon with a space behind it inside of a text."""
    for line in dict.fromkeys((broken.line_of(broken.at), *broken.suspects[:2])):
        text, start = broken.lines[line], broken.starts[line]
        keyed = _KEYED.match(text)
        inner = re.search(r":(?:\s|$)", keyed[2]) if keyed else None
        if keyed and inner and keyed[2][0] not in "[{'\"":
            first = keyed.start(2)
            colon = first + inner.start()
            edit = (
                start + first,
                start + value_end(text, first),
                quoted(text[first : value_end(text, first)]),
            )
            yield broken.repair(start + colon, "yaml.colon-in-text", [edit])


def _blank_lines(broken: Broken) -> Iterator[Repair]:
    """A blank line with more spaces than the block text below it."""
    above = broken.line - 1
    blank = [line for line in range(max(above - _BLANKS, 0), above + 1) if broken.lines[line].isspace()]
    if blank:
        edits = [(broken.starts[line], broken.end(line), "") for line in blank]
        yield broken.repair(broken.starts[blank[0]], "yaml.blank-line", edits)


def _lists_behind_keys(broken: Broken) -> Iterator[Repair]:
    """A list that begins in the line of its key."""
    for line in broken.suspects:
        text, start = broken.lines[line], broken.starts[line]
        found = _LIST_BEHIND.match(text)
        if found:
            dash = start + found.start(2)
            entry = text[found.start(3) : value_end(text, found.start(3))]
            plain = re.fullmatch(r"[\w.+/-][^,\[\]{}#:'\"]*", entry)
            edit = (dash, start + value_end(text, found.start(2)), f"[{entry if plain else quoted(entry)}]")
            yield broken.repair(dash, "yaml.list-behind-key", [edit])
            below = (start + found.end(1), dash, "\n" + " " * found.start(2))
            yield broken.repair(dash, "yaml.list-behind-key", [below])


_WAYS: tuple[_Way, ...] = (
    _escapes,
    _templates,
    _tabs,
    _blank_lines,
    _lists_behind_keys,
    _ends,
    _comments,
    _behind,
    _unclosed_quotes,
    brackets,
    _quotes_inside,
    _beginnings,
    _reserved,
    _colons,
    _missing_colons,
    _colon_in_text,
    indents,
    _any_missing_colons,
)
