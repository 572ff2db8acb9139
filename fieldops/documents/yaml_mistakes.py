"""What somebody probably did when a text is no YAML: the smallest correction that makes it readable names the mistake.

The parser says where it gave up, often lines after the mistake, and why in words of its own. Here corrections are
tried one after the other (`yaml_repairs` makes them, the likely ones first); the one with which the text can be read
tells place, cause and what the line should say. What a text with it says is never used, only told.
"""

from __future__ import annotations

import re

import yaml

from fieldops.documents.yaml_broken import Broken, Repair
from fieldops.documents.yaml_repairs import repairs
from fieldops.errors import Named

Place = tuple[int, int]
Mistake = tuple[Place, str, dict[str, object]]

# Mistakes told of one text; whoever has made more corrects these first.
_MOST = 5
# Corrections tried for one mistake, and the size of all texts that are read for it.
_TRIED = 120
_READ = 4_000_000
_WIDTH = 300

# What the parser complains about, in its words, and our sentence, where no correction of ours helps.
_SYNTAX = (
    ("tab character", "yaml.tab"),
    ("mapping values are not allowed", "yaml.colon-in-text"),
    ("could not find expected ':'", "yaml.colon-missing"),
    ("expected <block end>", "yaml.indentation"),
    ("did not find expected key", "yaml.indentation"),
    ("did not find expected '-' indicator", "yaml.indentation"),
    ("block sequence entries are not allowed", "yaml.indentation"),
    ("unexpected end of stream", "yaml.unclosed-quote"),
    ("expected ',' or", "yaml.unclosed-bracket"),
)


def syntax_mistakes(error: yaml.YAMLError, text: str) -> tuple[list[Mistake], str | None]:
    """What is wrong with `text`, and the text that was meant, None where it cannot be told."""
    found: list[Mistake] = []
    broken: Broken | None = Broken.of(error, text)
    left = _READ
    while broken is not None:
        repair, left, after = _best(broken, left)
        if repair is None or len(found) == _MOST:
            # Behind a correction that helps only so far anything may be its consequence.
            return found or [_as_said(broken)], None
        found.append(_mistake(broken, repair))
        text, broken = repair.text, after
    return found, text


def _best(broken: Broken, left: int) -> tuple[Repair | None, int, Broken | None]:
    """The first correction with which the text can be read, or the one that leads furthest; what is then left to read."""
    best: tuple[Repair | None, Broken | None] = (None, None)
    furthest = broken.line
    for tried, repair in enumerate(repairs(broken)):
        if tried >= _TRIED or left < len(broken.text):
            break
        left -= len(broken.text)
        after = Broken.in_text(repair.text)
        if after is None:
            return repair, left, None
        # What is unclosed leads to the end of the text.
        if after.line > furthest and after.at < len(after.text.rstrip()):
            best, furthest = (repair, after), after.line
    return best[0], left, best[1]


def _mistake(broken: Broken, repair: Repair) -> Mistake:
    return (
        broken.place(repair.at),
        repair.code,
        {**repair.values, "shown": Named("form.line", line=_corrected(broken, repair))},
    )


def _corrected(broken: Broken, repair: Repair) -> str:
    """The first line that the correction changes, as it should be."""
    line = repair.line
    written = repair.text.split("\n", line + 1)[line].rstrip()
    if len(written) <= _WIDTH:
        return written
    column = max(repair.column - _WIDTH // 2, 0)
    return ("…" if column else "") + written[column : column + _WIDTH] + "…"


def _as_said(broken: Broken) -> Mistake:
    """The parser's own complaint and place, in our words."""
    code = next((code for words, code in _SYNTAX if words in broken.complaint), "yaml.syntax")
    at = broken.began if code in ("yaml.colon-missing", "yaml.unclosed-quote") else broken.at
    line = broken.lines[broken.line_of(at)].strip()
    sign = broken.text[broken.opened[-1]] if broken.opened else "[ / {"
    return broken.place(at), code, {"shown": "", "found": line[:_WIDTH], "sign": sign}


# --- merges that were left to be done ---------------------------------------------------------------------

_MARKS = re.compile(r"^(<{7}|={7}|\|{7}|>{7})(?: .*)?\r?$", re.MULTILINE)
# Editors indent them with the lines around. To YAML they then go on with the text above, so all three must be there; in a
# text that is written in lines of its own (| or >) they may be quoted.
_INDENTED = re.compile(r"^[ \t]*(<{7}|={7}|\|{7}|>{7})(?: .*)?\r?$", re.MULTILINE)
_ALL_THREE = ("<" * 7, "=" * 7, ">" * 7)
_BLOCK = re.compile(r"[|>][-+0-9]*[ \t]*(?:#.*)?\r?$")


def _is_indented(text: str) -> bool:
    """Whether the marks of a merge are there, indented, and not quoted in a text."""
    found = list(_INDENTED.finditer(text))
    if not {match[1] for match in found}.issuperset(_ALL_THREE):
        return False
    indent = found[0].start(1) - found[0].start()
    above = reversed(text[: found[0].start()].split("\n"))
    owner = next((line for line in above if line.strip() and len(line) - len(line.lstrip()) < indent), "")
    return _BLOCK.search(owner) is None


def merge_conflicts(text: str) -> tuple[str, list[Mistake]]:
    """The text as it was on our side of each unfinished merge, and a mistake for each."""
    kept: list[str] = []
    found: list[Mistake] = []
    ours, inside = True, False
    marks = _INDENTED if _is_indented(text) else _MARKS
    for number, line in enumerate(text.split("\n"), start=1):
        mark = marks.match(line)
        sign = mark[1][0] if mark else ""
        # A line of equals signs alone may be something else.
        if not sign or (sign in "=|" and not inside):
            kept.append(line if ours else "")
            continue
        if sign == "<" or not inside:
            found.append(((number, 1), "yaml.merge-conflict", {"mark": mark[0].strip() if mark else ""}))
        inside, ours = sign != ">", sign in "<>"
        kept.append("")
    return "\n".join(kept), found
