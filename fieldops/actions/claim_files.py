"""A file full of claims, CSV or JSON lines, read one line at a time and decided one by one.

A line that is wrong gives an error with its line number, reason and way out; the lines after it are decided all the same.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from fieldops.actions.warranties import Desk, decide_at, open_desk
from fieldops.contracts.model.shared import HAPPENINGS
from fieldops.documents.choices import nearest
from fieldops.documents.workspace import Workspace
from fieldops.errors import FieldopsError, UsageError, system_error
from fieldops.warranty.claim import (
    CLAIMED_CAUSES,
    SERVICES,
    UPGRADES,
    WARES,
    Claim,
    Word,
    known_word,
)
from fieldops.warranty.decision import Decision

# No claim is longer; a file without line ends must not fill the memory.
_LONGEST = 64 * 1024
_WORDS = ("cause", "fault_in", "upgrade", "service")
_TEXTS = ("asset", "part_no", "part_serial", "part_category", "governing")
_YES_NO = ("remotely_fixable", "in_factory", "solution_in_time", "consumable", "delivered_scope")
_DAYS = ("day", "downtime_end")
# What every claim needs comes first.
COLUMNS = tuple(
    dict.fromkeys(("contract", "asset", "cause", "day", *_TEXTS, *_WORDS, *_YES_NO, *_DAYS)),
)
# What people call the columns; the names of the command's options, and Chinese.
_ALSO = {
    "at": "day",
    "date": "day",
    "part": "part_no",
    "serial": "asset",
    "remote_fixable": "remotely_fixable",
    "合同": "contract",
    "合同编号": "contract",
    "资产": "asset",
    "设备": "asset",
    "序列号": "asset",
    "原因": "cause",
    "故障原因": "cause",
    "日期": "day",
    "故障日期": "day",
    "备件号": "part_no",
    "部件序列号": "part_serial",
    "故障类型": "fault_in",
    "耗材": "consumable",
    "可远程解决": "remotely_fixable",
}
# Words of people for what is not known, and for kinds of versions; all others are those that decisions are told in.
_PEOPLE_SAY = {
    "不明": "unknown",
    "未知": "unknown",
    "原因不明": "unknown",
    "not known": "unknown",
    "小版本": "minor",
    "大版本": "major",
    "硬件故障": "hardware",
    "软件故障": "software",
}
# A day as Excel writes it into a CSV file, with a time or without: the year stands first, so nothing is unsure.
_EXCEL = re.compile(
    r"([0-9]{4})(?:/([0-9]{1,2})/([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})日)(?: +([0-9]{1,2})(:[0-9]{2}(?::[0-9]{2})?))?"
)
_SAID = {
    "yes": True,
    "true": True,
    "1": True,
    "是": True,
    "no": False,
    "false": False,
    "0": False,
    "否": False,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one line: a decision, or the error that its line has."""

    line: int
    desk: Desk | None = None
    decision: Decision | None = None
    error: FieldopsError | None = None


def answers(
    workspace: Workspace, file: Path, now: datetime, contract: str | None = None, revision: str | None = None
) -> Iterator[Answer]:
    """The answer to each line of `file`, in its order; empty lines have none.

    `contract`: for lines that name none. Raises UsageError before the first answer when the file cannot be read, or
    a CSV file lacks a column that every claim needs.
    """
    desks: dict[str, Desk | FieldopsError] = {}
    try:
        with file.open("rb") as stream:
            for line, data in _lines(stream, file, contract is not None):
                yield _answer(workspace, line, data, now, contract, revision, desks)
    except OSError as error:
        raise UsageError("warranty.file-unreadable", path=str(file), detail=system_error(error)) from error


def _answer(
    workspace: Workspace,
    line: int,
    data: Mapping[str, object] | FieldopsError,
    now: datetime,
    contract: str | None,
    revision: str | None,
    desks: dict[str, Desk | FieldopsError],
) -> Answer:
    if isinstance(data, FieldopsError):
        return Answer(line, error=data)
    try:
        id = _text(data, "contract") or contract
        if id is None:
            raise UsageError("warranty.field-missing", field="contract")
        desk = _desk(workspace, id, revision, desks)
        decision = decide_at(desk, claim_of(data), now)
    except FieldopsError as error:
        return Answer(line, error=error)
    return Answer(line, desk, decision)


def _desk(
    workspace: Workspace, id: str, revision: str | None, desks: dict[str, Desk | FieldopsError]
) -> Desk:
    known = desks.get(id)
    if known is None:
        try:
            known = open_desk(workspace, id, revision)
        except FieldopsError as error:
            known = error
        # A file may name any number of contracts that do not exist.
        if isinstance(known, Desk) or len(desks) < 1000:
            desks[id] = known
    if isinstance(known, FieldopsError):
        raise known
    return known


# --- one claim -----------------------------------------------------------------------------------------


def claim_of(data: Mapping[str, object], need_day: bool = True) -> Claim:
    """The claim that the fields of a line mean.

    UsageError for a field that is missing, unknown or unreadable, ClaimError for a word that is none of the claim's.

    Without `need_day` the day may be left out; the claim then has none.
    """
    for name in data:
        if name not in COLUMNS and name != "events":
            raise UsageError("warranty.unknown-field", field=name, choices=nearest(name, COLUMNS))
    texts: dict[str, Any] = {name: _text(data, name) for name in _TEXTS}
    known: dict[str, Any] = {name: _yes_or_no(name, data.get(name)) for name in _YES_NO}
    asset = texts.pop("asset")
    if asset is None:
        raise UsageError("warranty.field-missing", field="asset")
    upgrade = _word(data, "upgrade", UPGRADES)
    service = _word(data, "service", SERVICES)
    cause = _word(data, "cause", CLAIMED_CAUSES)
    if cause is None and upgrade is None and service is None:
        raise UsageError("warranty.field-missing", field="cause")
    day = _text(data, "day")
    if day is None and need_day:
        raise UsageError("warranty.no-day")
    end = _text(data, "downtime_end")
    return Claim(
        asset,
        cause or "unknown",
        day_or_time(day) if day is not None else None,
        fault_in=_word(data, "fault_in", WARES),
        upgrade=upgrade,
        service=service,
        **texts,
        **known,
        events=_events(data.get("events")),
        downtime_end=plain_day(end) if end is not None else None,
    )


def _text(data: Mapping[str, object], name: str) -> str | None:
    value = data.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise UsageError("warranty.not-a-text", field=name, value=str(value))
    return value.strip() or None


def _word(data: Mapping[str, object], name: str, words: tuple[Word, ...]) -> Word | None:
    """The word that stands there, also in the words in which decisions are told, English or Chinese."""
    text = _text(data, name)
    if text is None:
        return None
    people_say = _PEOPLE_SAY.get(text.casefold(), text)
    return known_word(people_say if people_say in words else text, words, name)


def _yes_or_no(name: str, value: object) -> bool | None:
    if value is None or isinstance(value, bool):
        return value
    word = str(value).strip().casefold()
    if not word:
        return None
    if word not in _SAID:
        raise UsageError("warranty.not-yes-or-no", field=name, value=str(value))
    return _SAID[word]


def _events(value: object) -> tuple[tuple[str, date], ...]:
    if value is None:
        return ()
    if not isinstance(value, dict):
        raise UsageError("warranty.not-a-text", field="events", value=str(value))
    return tuple(
        (known_word(str(event), HAPPENINGS, "event"), plain_day(str(day)))
        for event, day in sorted(value.items())
    )


@lru_cache(maxsize=10_000)
def day_or_time(text: str) -> date | datetime:
    """The civil day or the time that a text means. UsageError for anything else. Without offset it is no instant yet."""
    text = _as_written(text)
    if len(text) <= len("2026-03-01"):
        return plain_day(text)
    plain_day(text[:10])
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise UsageError("warranty.no-such-day", value=text) from None


def plain_day(text: str) -> date:
    """The civil day that a text such as ``2026-03-01`` (or Excel's ``2026/3/1``) means. UsageError for anything else, also
    a week date.
    """
    written = _as_written(text)
    try:
        day = date.fromisoformat(written)
    except ValueError:
        day = None
    if day is None or day.isoformat() != written:
        raise UsageError("warranty.no-such-day", value=text)
    return day


def _as_written(text: str) -> str:
    """A day or time of a spreadsheet in the form that is read here; any other text as it is."""
    found = _EXCEL.fullmatch(text.strip())
    if found is None:
        return text
    year, *days, hour, minutes = found.groups()
    month, day = (part for part in days if part is not None)
    written = f"{year}-{month:0>2}-{day:0>2}"
    return f"{written}T{hour:0>2}{minutes}" if hour is not None else written


# --- lines ---------------------------------------------------------------------------------------------


def _lines(
    stream: BinaryIO, file: Path, has_contract: bool
) -> Iterator[tuple[int, Mapping[str, object] | FieldopsError]]:
    """Line number and fields of each line that is not empty, or what is wrong with the line."""
    header: list[str] | None = None
    is_json: bool | None = {".jsonl": True, ".ndjson": True, ".json": True, ".csv": False}.get(
        file.suffix.lower()
    )
    for number, raw in _raw_lines(stream):
        if isinstance(raw, FieldopsError):
            yield number, raw
            continue
        text = _decoded(raw)
        if not text.strip():
            continue
        if is_json is None:
            is_json = text.lstrip().startswith("{")
        if is_json:
            yield number, _json_fields(text)
        elif header is None:
            header = _header(text, has_contract)
        else:
            yield number, _csv_fields(text, header)


def _raw_lines(stream: BinaryIO) -> Iterator[tuple[int, bytes | FieldopsError]]:
    number = 0
    while raw := stream.readline(_LONGEST):
        number += 1
        if len(raw) < _LONGEST or raw.endswith(b"\n"):
            yield number, raw
            continue
        while rest := stream.readline(_LONGEST):
            if rest.endswith(b"\n"):
                break
        yield number, UsageError("warranty.line-too-long", limit=_LONGEST)


def _decoded(raw: bytes) -> str:
    """The line's text: UTF-8, else GB18030 as spreadsheet programs write it in China."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")


def _json_fields(text: str) -> Mapping[str, object] | FieldopsError:
    try:
        data = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError) as error:
        return UsageError("warranty.no-json", detail=str(error))
    if not isinstance(data, dict):
        return UsageError("warranty.no-json", detail=type(data).__name__)
    return {_ALSO.get(str(name), str(name)): value for name, value in data.items()}


def _header(text: str, has_contract: bool) -> list[str]:
    names = [_column(cell) for cell in _cells(text)]
    for name in names:
        if name not in COLUMNS:
            raise UsageError("warranty.unknown-column", column=name, choices=nearest(name, COLUMNS))
    for name in ("asset", "day", *(() if has_contract else ("contract",))):
        if name not in names:
            raise UsageError("warranty.column-missing", column=name, columns=", ".join(COLUMNS))
    doubled = next((name for name in names if names.count(name) > 1), None)
    if doubled is not None:
        raise UsageError("warranty.column-doubled", column=doubled)
    return names


def _column(cell: str) -> str:
    name = cell.strip().casefold().replace("-", "_").replace(" ", "_")
    return _ALSO.get(name, name)


def _cells(text: str) -> list[str]:
    try:
        return next(csv.reader([text.rstrip("\r\n")], strict=True))
    except (csv.Error, StopIteration) as error:
        raise UsageError("warranty.no-csv", detail=str(error)) from None


def _csv_fields(text: str, header: list[str]) -> Mapping[str, object] | FieldopsError:
    try:
        cells = _cells(text)
    except UsageError as error:
        return error
    if len(cells) < len(header):
        return UsageError("warranty.column-missing", column=header[len(cells)], columns=", ".join(header))
    if len(cells) > len(header):
        return UsageError("warranty.column-extra", value=cells[len(header)], columns=", ".join(header))
    return dict(zip(header, cells, strict=True))
