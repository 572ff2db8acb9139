"""What a program of awk writes and runs, as far as its text tells. Pure.

`print` and `printf` redirect by a `>` or `>>` that stands in no parentheses (POSIX, awk, "Output Statements"), whatever stands
behind it; commands are run by `system(…)` and by `|`. Told are files that are written and commands that stand there as a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# A regular expression stands where no value is before the slash; a value ends with a letter, a digit, a quote or a bracket.
_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n]*)
    |(?P<text>"(?:[^"\\\n]|\\.)*")
    |(?P<word>[A-Za-z_][A-Za-z0-9_]*)
    |(?P<number>[0-9.]+)
    |(?P<other>>>|>=|\|\||&&|[^\s])
    |(?P<line>\n)
    |(?P<blank>[ \t\r\\]+)""",
    re.VERBOSE | re.ASCII | re.DOTALL,
)
_PATTERN = re.compile(r"/(?:\[\^?\]?[^\]\n]*\]|[^/\\\[\n]|\\.)*/", re.ASCII)
_PRINTS = frozenset({"print", "printf"})


def _tokens(program: str) -> Iterator[str]:
    """The tokens without comments and blanks; a pattern is one sign, as a text is."""
    at, before = 0, ""
    while at < len(program):
        if program[at] == "/" and not re.fullmatch(r'[\w".)\]$]+|".*"', before, re.ASCII | re.DOTALL):
            found = _PATTERN.match(program, at)
        else:
            found = None
        found = found or _TOKEN.match(program, at)
        assert found is not None  # one of its parts is any sign
        at = found.end()
        if found.lastgroup not in ("comment", "blank"):
            before = found[0]
            yield before


def outputs(program: str) -> tuple[list[str], list[str]]:
    """The files that the program writes, as they stand there (a text without its quotes), and the commands that it runs."""
    files: list[str] = []
    commands: list[str] = []
    tokens = [*_tokens(program), "", ""]
    depth: int | None = None  # of parentheses within a print statement; None: outside of one
    for at, sign in enumerate(tokens[:-2]):
        following = tokens[at + 1]
        if sign in _PRINTS:
            depth = 0
        elif sign in (";", "}", "\n"):
            depth = None
        elif depth is not None and sign in ("(", ")"):
            depth += 1 if sign == "(" else -1
        elif depth == 0 and sign in (">", ">>"):
            files.append(_unquoted(following))
        if (sign == "|" and following.startswith('"')) or (sign == "system" and following == "("):
            commands.append(_unquoted(following if sign == "|" else tokens[at + 2]))
        if sign.startswith('"') and following == "|" and tokens[at + 2] == "getline":
            commands.append(_unquoted(sign))
    return files, [each for each in commands if each]


def _unquoted(sign: str) -> str:
    """A text without quotes and escapes; of anything else itself."""
    return re.sub(r"\\(.)", r"\1", sign[1:-1]) if sign.startswith('"') else sign
