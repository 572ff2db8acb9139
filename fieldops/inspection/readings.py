"""From a probe's raw output to facts: rows of named, typed values, or the reason why there are none.

A row has exactly the probe's fields. What cannot be read is never left out silently: the whole reading
becomes unknown, with a reason that names the line or the field.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from fieldops.inspection.criteria import Value
from fieldops.inspection.frames import RawOutput
from fieldops.inspection.playbook import Field, Parse, Probe
from fieldops.inspection.readers import READERS, Unreadable
from fieldops.messages import printable

Row = Mapping[str, Value | None]
RawRow = Mapping[str, object]

_NUMBER = re.compile(r"-?[0-9]{1,20}(?:\.[0-9]{1,9})?", re.ASCII)
_MOST_TEXT = 2000
# What shells put before their own errors: the name that the script gives its workers (bash: "environment"), the function
# and where in the text it was.
_SHELL_PREFIX = re.compile(
    r"\A(?:E: )?(?:environment: line [0-9]+: |fieldops(?:\[[0-9]+\])?: (?:(?:[0-9]+|line [0-9]+|eval|\w+\[[0-9]+\]): )*)",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is unknown: a code below ``reading.`` of the catalogue, and its values."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """A probe's facts, or why they are unknown. Just one of the two is set."""

    rows: tuple[Row, ...] = ()
    unknown: Reason | None = None


def read_output(probe: Probe, raw: RawOutput | None) -> Reading:
    """The facts in `raw`; None means that the probe's frame never came."""
    reason = _not_readable(probe, raw)
    if raw is None or reason is not None:
        return Reading(unknown=reason)
    try:
        rows = PARSERS[probe.parse.with_](_text(raw.out), probe.parse)
        return Reading(tuple(_typed(row, probe.fields) for row in rows))
    except Unreadable as error:
        return Reading(unknown=Reason(error.code, error.values))


def _not_readable(probe: Probe, raw: RawOutput | None) -> Reason | None:
    if raw is None or raw.why == "unfinished":
        return Reason("reading.missing")
    if raw.why == "absent":
        return Reason("reading.absent", {"command": printable(raw.detail)})
    if raw.why == "timeout":
        return Reason("reading.timeout", {"seconds": probe.timeout})
    if raw.cut:
        return Reason("reading.cut", {"cap": probe.cap})
    said = _first_line(raw.err)
    if raw.why != "ok" or raw.exit_code is None:
        return Reason("reading.died", {"said": said or "-"})
    if probe.sudo and raw.exit_code in (1, 127) and "sudo" in said:
        # Its first line often complains of the host's name only.
        return Reason("reading.sudo", {"said": _all_lines(raw.err)})
    if raw.exit_code not in probe.exit_codes:
        return Reason("reading.exit-code", {"code": raw.exit_code, "said": said or "-"})
    return None


def _first_line(raw: bytes) -> str:
    first = printable(_text(raw)).strip().split("\n", 1)[0]
    return _SHELL_PREFIX.sub("", first)[:200]


def _all_lines(raw: bytes) -> str:
    lines = [_SHELL_PREFIX.sub("", line.strip()) for line in printable(_text(raw)).split("\n")]
    return " / ".join(line for line in lines if line)[:400]


def _text(raw: bytes) -> str:
    """Bytes as text: UTF-8, else GB18030 (old Chinese systems), else UTF-8 with replacement marks."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "replace")


# --- parsers: text to rows of text ---------------------------------------------------------------------


def _kv(text: str, parse: Parse) -> list[RawRow]:
    separator = parse.separator or "="
    row: dict[str, object] = {}
    for line in text.splitlines():
        key, found, value = line.partition(separator)
        if found:
            row.setdefault(key.strip(), value.strip())
    return [row]


def _table(text: str, parse: Parse) -> list[RawRow]:
    rows: list[RawRow] = []
    for line in text.splitlines()[parse.skip_lines :]:
        if not line.strip():
            continue
        cells = [cell.strip() for cell in line.strip().split(parse.separator, len(parse.columns) - 1)]
        if len(cells) < len(parse.columns):
            raise Unreadable("reading.line", line=line)
        rows.append(dict(zip(parse.columns, cells, strict=True)))
    return rows


def _regex(text: str, parse: Parse) -> list[RawRow]:
    pattern = re.compile(parse.pattern, re.ASCII)
    rows: list[RawRow] = []
    for line in text.splitlines():
        match = pattern.search(line)
        if match:
            rows.append(match.groupdict())
        elif line.strip() and parse.unmatched == "error":
            raise Unreadable("reading.line", line=line)
    return rows


def _json(text: str, parse: Parse) -> list[RawRow]:
    try:
        data = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise Unreadable("reading.not-json") from None
    for key in parse.rows:
        if not isinstance(data, dict) or key not in data:
            raise Unreadable("reading.field-missing", field=key)
        data = data[key]
    rows = data if isinstance(data, list) else [data]
    if not all(isinstance(row, dict) for row in rows):
        raise Unreadable("reading.not-json")
    return rows


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _lines(text: str, parse: Parse) -> list[RawRow]:
    return [{"line": line.strip()} for line in text.splitlines()[parse.skip_lines :] if line.strip()]


def _int(text: str, parse: Parse) -> list[RawRow]:
    return [{"value": text.strip()}]


def _reader(text: str, parse: Parse) -> list[RawRow]:
    return list(READERS[parse.reader](text))


PARSERS: dict[str, Callable[[str, Parse], list[RawRow]]] = {
    "kv": _kv,
    "table": _table,
    "regex": _regex,
    "json": _json,
    "lines": _lines,
    "int": _int,
    "reader": _reader,
}


# --- rows of text to rows of typed facts ------------------------------------------------------------------


def _typed(raw: RawRow, fields: Mapping[str, Field]) -> Row:
    row: dict[str, Value | None] = {}
    for name, wanted in fields.items():
        if wanted.share is None:
            row[name] = _value(raw.get(wanted.from_ or name), name, wanted)
    for name, wanted in fields.items():
        if wanted.share is not None:
            row[name] = _percent(row, name, wanted)
    return row


def _value(raw: object, name: str, wanted: Field) -> Value | None:
    text = "" if raw is None else printable(str(raw))
    if text == "":
        if wanted.optional:
            return None
        raise Unreadable("reading.field-missing", field=name)
    if wanted.type == "text":
        return text[:_MOST_TEXT]
    text = text.strip()
    if wanted.suffix:
        text = text.removesuffix(wanted.suffix).strip()
    if not _NUMBER.fullmatch(text):
        raise Unreadable("reading.not-a-number", field=name, found=str(raw)[:80])
    number = float(text) if "." in text else int(text)
    return number * wanted.scale


def _percent(row: Row, name: str, wanted: Field) -> Value | None:
    share = wanted.share
    assert share is not None  # the caller has looked
    part, whole = row.get(share.part), row.get(share.whole)
    if isinstance(part, str | None) or isinstance(whole, str | None) or whole <= 0:
        if wanted.optional:
            return None
        raise Unreadable("reading.no-share", field=name, part=share.part, whole=share.whole)
    percent = 100 * part / whole
    return round(100 - percent if share.complement else percent, 1)
