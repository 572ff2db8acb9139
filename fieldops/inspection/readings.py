"""From a probe's raw output to facts: rows of named, typed values, or the reason why there are none.

A row has exactly the probe's fields. What cannot be read is never left out silently, and costs no more than itself: a
row or a cell that was not understood holds the `Reason` in place of the value, and so does one more row for what lies
behind a cap or a time limit. Only where the output as a whole says nothing is the reading unknown.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping

from fieldops.inspection.criteria import Value
from fieldops.inspection.frames import RawOutput
from fieldops.inspection.host_dates import read_date
from fieldops.inspection.playbook import Field, Parse, Probe
from fieldops.inspection.raw import RawRow, RawRows, Unreadable
from fieldops.inspection.readers import LINE_BY_LINE, reader
from fieldops.messages import printable
from fieldops.structs import Struct, field

# The code of what only a clock tells, where nobody knows when the host was asked.
NO_CLOCK = "reading.no-clock"
_NUMBER = re.compile(r"-?[0-9]{1,20}(?:\.[0-9]{1,9})?", re.ASCII)
_MOST_TEXT = 2000
# A host may send a whole output of nonsense; that many rows say so as well as all of them.
_MOST_UNREAD = 20
# The line where JSON begins; one that says [warning] does not.
_JSON_BEGIN = re.compile(r"^[ \t]*(?:\{|\[\s*(?:[\[\]{\"0-9-]|$))", re.MULTILINE)
# What rounding may put a share above 100 or below 0, in percent.
# Units of sizes and speeds.
_NEVER_BELOW_ZERO = ("B", "Mbps")
_ROUNDING = 0.1
# What shells put before their own errors: the name that the script gives its workers (bash: "environment"), the function
# and where in the text it was.
_SHELL_PREFIX = re.compile(
    r"\A(?:E: )?(?:environment: line [0-9]+: |fieldops(?:\[[0-9]+\])?: (?:(?:[0-9]+|line [0-9]+|eval|\w+\[[0-9]+\]): )*)",
    re.ASCII,
)


class Reason(Struct, frozen=True):
    """Why something is unknown: a code below ``reading.`` of the catalogue, and its values."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)


Cell = Value | None | Reason
Row = Mapping[str, Cell]


class Reading(Struct, frozen=True):
    """A probe's facts, or why they are unknown: just one of the two is set. `asked` is when, by our clock, in seconds since 1970."""

    rows: tuple[Row, ...] = ()
    unknown: Reason | None = None
    asked: float | None = None


class Session(Struct, frozen=True):
    """When the host was asked, by the clock of this machine, in seconds since 1970.

    With `asked` it was at some moment in between, which nobody here saw: that is what the host's own clock said of it.
    """

    began: float
    ended: float
    asked: float | None = None


def read_output(probe: Probe, raw: RawOutput | None, session: Session | None = None) -> Reading:
    """The facts in `raw`; None means that the probe's frame never came. `session` tells when the host was asked."""
    reason = _not_readable(probe, raw)
    if raw is None or (reason is not None and not _begins_readable(probe, raw)):
        return Reading(unknown=reason)
    text = decoded(raw.out if reason is None else raw.out[: raw.out.rfind(b"\n") + 1])
    try:
        parsed = PARSERS[probe.parse.with_](text, probe.parse)
        rows = list(_rows(parsed, probe, session))
    except Unreadable as error:
        return Reading(unknown=reason or _reason(error))
    if rows and reason is None and all(_unread(row) for row in rows):
        return Reading(unknown=_unread(rows[0]))
    rows = list(_few_unread(rows, probe.fields))
    if reason is not None:
        rows.append(_all_cells(Reason(_AFTER[reason.code], reason.values), probe.fields))
    return Reading(tuple(rows), asked=session.ended if session is not None else None)


# What is said of the rows behind a cap or a time limit, beside those that came before it.
_AFTER = {"reading.timeout": "reading.timeout-after", "reading.cut": "reading.cut-after"}


def _begins_readable(probe: Probe, raw: RawOutput) -> bool:
    """Whether the whole lines of an output that was cut off or stopped stand for themselves."""
    parse = probe.parse
    by_line = parse.with_ in ("table", "regex", "lines") or parse.reader in LINE_BY_LINE
    return probe.several and by_line and (raw.cut or raw.why == "timeout") and b"\n" in raw.out


def _not_readable(probe: Probe, raw: RawOutput | None) -> Reason | None:
    if raw is None or raw.why == "unfinished":
        return Reason("reading.missing")
    if raw.why == "absent" and probe.platform == "network":
        return Reason("reading.no-command", {"platform": printable(raw.detail)})
    if raw.why == "absent":
        return Reason("reading.absent", {"command": printable(raw.detail)})
    if raw.why == "timeout":
        return Reason("reading.timeout", {"seconds": probe.timeout})
    if raw.cut:
        return Reason("reading.cut", {"cap": probe.cap})
    said = _first_line(raw.err)
    if raw.why != "ok" or raw.exit_code is None:
        return Reason("reading.died", {"said": said or "-"})
    refused = "sudo" in said and raw.exit_code in (1, 127)
    # Behind a pipe the code is that of what waits for root's answer.
    refused = refused or (said.startswith("sudo:") and raw.exit_code not in probe.exit_codes)
    if probe.sudo and refused:
        # Its first line often complains of the host's name only.
        return Reason("reading.sudo", {"said": _all_lines(raw.err)})
    if raw.exit_code not in probe.exit_codes:
        return Reason("reading.exit-code", {"code": raw.exit_code, "said": said or "-"})
    return None


def _reason(error: Unreadable) -> Reason:
    return Reason(error.code, error.values)


def _first_line(raw: bytes) -> str:
    first = printable(decoded(raw)).strip().split("\n", 1)[0]
    return _SHELL_PREFIX.sub("", first)[:200]


def _all_lines(raw: bytes) -> str:
    lines = [_SHELL_PREFIX.sub("", line.strip()) for line in printable(decoded(raw)).split("\n")]
    return " / ".join(line for line in lines if line)[:400]


def decoded(raw: bytes) -> str:
    """Bytes as text: UTF-8 (with or without a byte order mark), else GB18030 (old Chinese systems), else UTF-8 with replacement marks."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding).replace("\r\n", "\n")
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "replace")


# --- parsers: text to rows of text ---------------------------------------------------------------------


def _kv(text: str, parse: Parse) -> RawRows:
    separator = parse.separator or "="
    row: dict[str, object] = {}
    for line in text.splitlines():
        key, found, value = line.partition(separator)
        if found:
            row.setdefault(key.strip(), value.strip())
    return [row]


def _table(text: str, parse: Parse) -> RawRows:
    rows: RawRows = []
    for line in text.splitlines()[parse.skip_lines :]:
        if not line.strip():
            continue
        cells = [cell.strip() for cell in line.strip().split(parse.separator, len(parse.columns) - 1)]
        if len(cells) < len(parse.columns):
            rows.append(Unreadable("reading.line", line=line))
        else:
            rows.append(dict(zip(parse.columns, cells, strict=True)))
    return rows


def _regex(text: str, parse: Parse) -> RawRows:
    pattern = re.compile(parse.pattern, re.ASCII)
    rows: RawRows = []
    for line in text.splitlines():
        match = pattern.search(line)
        if match:
            rows.append(match.groupdict())
        elif line.strip() and parse.unmatched == "error":
            rows.append(Unreadable("reading.line", line=line))
    return rows


def _json(text: str, parse: Parse) -> RawRows:
    data = _json_in(text)
    for key in parse.rows:
        if not isinstance(data, dict) or key not in data:
            raise Unreadable("reading.field-missing", field=key)
        data = data[key]
    rows = data if isinstance(data, list) else [data]
    return [row if isinstance(row, dict) else Unreadable("reading.not-json") for row in rows]


def _json_in(text: str) -> object:
    """The JSON value; lines before it (warnings) are passed over. NaN and whole numbers stay text: an odd one costs itself.

    Raises Unreadable.
    """
    begin = _JSON_BEGIN.search(text)
    try:
        return json.loads(text[begin.start() :] if begin else text, parse_constant=str, parse_int=str)
    except (ValueError, RecursionError):
        raise Unreadable("reading.not-json") from None


def _lines(text: str, parse: Parse) -> RawRows:
    return [{"line": line.strip()} for line in text.splitlines()[parse.skip_lines :] if line.strip()]


def _int(text: str, parse: Parse) -> RawRows:
    return [{"value": text.strip()}]


def _reader(text: str, parse: Parse) -> RawRows:
    return reader(parse.reader)(text)


PARSERS: dict[str, Callable[[str, Parse], RawRows]] = {
    "kv": _kv,
    "table": _table,
    "regex": _regex,
    "json": _json,
    "lines": _lines,
    "int": _int,
    "reader": _reader,
}


# --- rows of text to rows of typed facts ------------------------------------------------------------------


def _rows(parsed: RawRows, probe: Probe, session: Session | None) -> Iterator[Row]:
    """The parsed rows with typed cells. Raises Unreadable where the only row of a probe has an unreadable cell."""
    for raw in parsed:
        if not isinstance(raw, Unreadable):
            yield _typed(raw, probe, session)
        elif probe.several:
            yield _all_cells(_reason(raw), probe.fields)
        else:
            raise raw


def _all_cells(reason: Reason, fields: Mapping[str, Field]) -> Row:
    """A row that was not understood at all."""
    return dict.fromkeys(fields, reason)


def _unread(row: Row) -> Reason | None:
    """Why nothing of the row is known, or None."""
    first = next(iter(row.values()), None)
    return first if isinstance(first, Reason) and all(cell is first for cell in row.values()) else None


def _few_unread(rows: list[Row], fields: Mapping[str, Field]) -> Iterator[Row]:
    """The rows, but of those that were not understood the first ones and how many more there are."""
    unread = 0
    for row in rows:
        unread += _unread(row) is not None
        if unread <= _MOST_UNREAD or _unread(row) is None:
            yield row
    if unread > _MOST_UNREAD:
        yield _all_cells(Reason("reading.more-lines", {"count": unread - _MOST_UNREAD}), fields)


def _typed(raw: RawRow, probe: Probe, session: Session | None) -> Row:
    row: dict[str, Cell] = {}
    computed = {name: wanted for name, wanted in probe.fields.items() if _is_computed(wanted)}
    for name, wanted in probe.fields.items():
        if name not in computed:
            row[name] = _cell(raw.get(wanted.from_ or name), name, wanted, alone=not probe.several)
    for name, wanted in computed.items():
        row[name] = _percent(row, name, wanted) if wanted.share else _by_clock(row, wanted, session)
    return row


def _is_computed(wanted: Field) -> bool:
    return wanted.share is not None or wanted.apart is not None or wanted.until is not None


def _by_clock(row: Row, wanted: Field, session: Session | None) -> Cell:
    """A moment of the row against our own clock: how far it is from the time of asking, or still to go."""
    moment = row.get(wanted.apart or wanted.until or "")
    if not isinstance(moment, int | float):
        return moment if isinstance(moment, Reason) else None
    if session is None:
        return Reason(NO_CLOCK)
    if wanted.until is not None:
        return round(moment - (session.ended if session.asked is None else session.asked))
    # Whole seconds: what was said may be a second old when it is compared.
    apart = round(max(0.0, session.began - 1 - moment, moment - session.ended))
    return Reason("reading.carried-clock") if session.asked is not None and not apart else apart


def _cell(raw: object, name: str, wanted: Field, *, alone: bool) -> Cell:
    """The value of a field, or why there is none. In the only row of a probe (`alone`) that spoils the reading.

    A reader that puts an `Unreadable` in place of a value has looked: the other values stand.
    """
    if isinstance(raw, Unreadable):
        return _reason(raw)
    try:
        value = _value(raw, name, wanted)
    except Unreadable as error:
        if alone:
            raise
        return _reason(error)
    if wanted.unit == "%" and isinstance(value, int | float):
        return plausible_share(value, name)
    if wanted.unit in _NEVER_BELOW_ZERO and isinstance(value, int | float) and value < 0:
        return Reason("reading.below-zero", {"field": name, "found": f"{value:g}"})
    return value


def _value(raw: object, name: str, wanted: Field) -> Value | None:
    text = "" if raw is None else printable(str(raw))
    if text == "":
        if wanted.optional:
            return None
        raise Unreadable("reading.field-missing", field=name)
    if wanted.type == "text":
        return text[:_MOST_TEXT]
    text = text.strip()
    if wanted.type == "date":
        return read_date(text, name, wanted.zone)
    if wanted.suffix:
        text = text.removesuffix(wanted.suffix).strip()
    if not _NUMBER.fullmatch(text):
        raise Unreadable("reading.not-a-number", field=name, found=str(raw)[:80])
    number = float(text) if "." in text else int(text)
    return number * wanted.scale


def _percent(row: Row, name: str, wanted: Field) -> Cell:
    share = wanted.share
    assert share is not None  # the caller has looked
    part, whole = row.get(share.part), row.get(share.whole)
    for cell in (part, whole):
        if isinstance(cell, Reason):
            return cell
    if not isinstance(part, int | float) or not isinstance(whole, int | float) or whole <= 0:
        if wanted.optional:
            return None
        return Reason("reading.no-share", {"field": name, "part": share.part, "whole": share.whole})
    percent = 100 * part / whole
    return plausible_share(round(100 - percent if share.complement else percent, 1), name)


def plausible_share(percent: float, name: str) -> float | Reason:
    """The share itself; what rounding puts beyond 0 or 100 is that; what lies further out cannot be true of a whole."""
    if -_ROUNDING <= percent <= 100 + _ROUNDING:
        return min(max(percent, 0.0), 100.0)
    return Reason("reading.impossible-share", {"field": name, "found": f"{percent:.4g}"})
