"""The text of a recorded case: what a probe printed on a host, with the facts and verdicts that were read out of it. Pure.

What is written reads back as the same; reading is `cases`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping

from fieldops.documents.yaml_text import read_yaml
from fieldops.inspection.frames import RawOutput
from fieldops.inspection.playbook import Probe
from fieldops.inspection.readings import Cell, Reading, Reason, decoded

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./-]*", re.ASCII)
# Words that YAML, or somebody's older YAML, takes for something else.
_TAKEN = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
# What often is nobody's to read: an address, a password, a key, somebody's account in a mail address or a path.
_PRIVATE = re.compile(
    r"\b(?:[0-9]{1,3}\.){3}[0-9]{1,3}\b"
    r"|(?i:passw|secret|token|private key|community|authorization)"
    r"|\b(?i:[0-9a-f]{2}:){5}(?i:[0-9a-f]{2})\b"
    r"|[\w.+-]+@[\w-]+\.[\w.]+"
    r"|\$(?:1|2[aby]|5|6|y)\$\S+"
    r"|/home/\w+"
)


def case_text(
    system: str,
    probe: Probe,
    output: RawOutput,
    asked: int | None,
    reading: Reading,
    verdicts: Mapping[str, Mapping[str, str]],
    note: str,
) -> str:
    """The text of the file; `note` is a comment at its top, `asked` when the host was asked in seconds since 1970 (None: not known),
    `verdicts` those of the checks by playbook and id.
    """
    lines = [f"# {note}", f"system: {_scalar(system)}"]
    if asked is not None:
        lines.append(f"asked: {asked}")
    lines += _block("command", probe.run)
    lines += _block("output", decoded(output.out))
    if output.err:
        lines += _block("error", decoded(output.err))
    if output.exit_code:
        lines.append(f"exit_code: {output.exit_code}")
    lines += _facts(reading)
    if verdicts:
        lines.append("verdicts:")
    for playbook, of_checks in verdicts.items():
        told = ", ".join(f"{check}: {verdict}" for check, verdict in of_checks.items())
        lines.append(f"  {playbook}: {{ {told} }}")
    return "".join(f"{line}\n" for line in lines)


def private_lines(text: str) -> list[tuple[int, str]]:
    """The lines, counted from 1, in which something stands that often is not to be handed on: addresses, passwords, names."""
    return [(at, line) for at, line in enumerate(text.split("\n"), 1) if _PRIVATE.search(line)]


def _facts(reading: Reading) -> Iterator[str]:
    if reading.unknown is not None:
        yield f"unknown: {reading.unknown.code}"
        return
    yield "facts:" if reading.rows else "facts: []"
    for row in reading.rows:
        for at, (name, cell) in enumerate(row.items()):
            yield f"  {'  ' if at else '- '}{name}: {_cell(cell)}"


def _cell(cell: Cell) -> str:
    if isinstance(cell, Reason):
        return f"{{ unknown: {cell.code} }}"
    if cell is None:
        return "null"
    return _scalar(cell) if isinstance(cell, str) else str(cell)


def _scalar(text: str) -> str:
    """A text on one line, in quotes where it is more than a word."""
    plain = _PLAIN.fullmatch(text) and text.lower() not in _TAKEN
    return text if plain else _quoted(text)


def _quoted(text: str) -> str:
    # What JSON escapes YAML does; of what JSON leaves as it is some is a line end to YAML 1.1, or seen by nobody.
    shown = json.dumps(text, ensure_ascii=False)
    return "".join(sign if sign.isprintable() else json.dumps(sign)[1:-1] for sign in shown)


def _block(key: str, text: str) -> Iterable[str]:
    """A text over several lines as it is; one that cannot stand so, in quotes."""
    mark = (
        "|2" if text.endswith("\n") and not text.endswith("\n\n") else "|2+" if text.endswith("\n") else "|2-"
    )
    lines = text.removesuffix("\n").split("\n")
    written = [f"{key}: {mark}", *(f"  {line}" if line else "" for line in lines)]
    whole = "\n".join(written) + "\n"
    node, problems = read_yaml(whole.encode("utf-8", "replace"), "")
    stands = node is not None and not problems and node.data == {key: text}
    return written if text.strip() and stands else [f"{key}: {_quoted(text)}"]
