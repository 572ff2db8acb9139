"""One cell and what it says: text, serial number, id, yes or no, day, number, JSON."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from fieldops.documents.characters import ODD_SPACE, UNSEEN, code_point, is_needed, name_of
from fieldops.documents.schema import UNFILLED
from fieldops.rules.equipment import is_address
from fieldops.spreadsheet.remarks import (
    counts_on,
    folded,
    halfwidth,
    is_ditto,
    is_filler,
    is_garbled,
    is_null,
    is_range,
    is_several_of_model,
    is_unknown,
    points_elsewhere,
    tells_several,
)

Value = object
_SHOWN = 60

# How people write that there is nothing, and that something is still to come.
_NOTHING = {"", "/", "\\", "-", "--", "—", "——", "无", "n/a", "#n/a"}
_LATER = {"tbd", "待定", "待补", "待补充", "待确认", "?", "？"}
_YES = {"是", "√", "✓", "✔", "☑", "y", "yes", "true", "1", "关键"}
_NO = {"否", "×", "✗", "✘", "☐", "n", "no", "false", "0", "非关键", "不是"}

# A number format that shows an integer as it is; others add zeros, signs, separators or words.
_PLAIN_FORMAT = re.compile(r"(?:General|@|[#0])(?:_[ )])?(?:;.*)?|G/通用格式", re.ASCII)
_ADDRESSES = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}", re.ASCII)
_SCIENTIFIC = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?[eE][+][0-9]+", re.ASCII)
_IDIOM = re.compile(r"=\"([^\"]*)\"|['’‘`](.+)")
# Excel keeps 15 digits of a number and writes zeros for the others.
_DIGITS = 15
_ROUNDED = re.compile(r"[1-9][0-9]{14}0+", re.ASCII)
_DAY = re.compile(
    r"([0-9]{4})(?:-([0-9]{1,2})-([0-9]{1,2})|/([0-9]{1,2})/([0-9]{1,2})|\.([0-9]{1,2})\.([0-9]{1,2})"
    r"|年([0-9]{1,2})月([0-9]{1,2})[日号]?|([0-9]{2})([0-9]{2}))(?:[T ]*[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.0+)?)?)?",
    re.ASCII,
)
_UNSURE_DAY = re.compile(r"[0-9]{1,2}[-/.年][0-9]{1,2}[-/.月][0-9]{1,4}日?", re.ASCII)
_MONTHS = {
    name: at
    for at, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], start=1
    )
}
_NAMED_DAY = re.compile(
    r"([A-Za-z]{3,9})\.?[ -]+([0-9]{1,2})(?:st|nd|rd|th)?,?[ -]+([0-9]{4})|([0-9]{1,2})(?:st|nd|rd|th)?[ -]+([A-Za-z]{3,9})\.?,?[ -]+([0-9]{4})",
    re.ASCII,
)
# Texts, locales and escaped signs inside of a number format.
_NOT_OF_DAYS = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_YEARS = range(1950, 2200)
# What a program writes that counts seconds and was given none.
_EPOCH = date(1970, 1, 1)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]")
_CJK = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
_BREAK_IN_CHINESE = re.compile(rf"(?<=[{_CJK}])[ \t]*\n[ \t]*(?=[{_CJK}])")
_SPACES = re.compile(r"[ \t\n\r\u00a0\u3000]+")
_ID_SEPARATOR = re.compile(r"[-_./ \\#]+")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
MAX_ID = 64
_ONE = re.compile(r"1(?:\.0)? ?\w?")
_PROPERTY = re.compile(r"[A-Za-z][A-Za-z_-]*", re.ASCII)
_DEPTH = 8


class Doubt(Exception):
    """What a row says is not certain, so the row is not imported: a code of the catalogue and its values."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code, values)
        self.code, self.values = code, values


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as the file holds it.

    `value` is str, int, float, bool, date, datetime or None; `format` Excel's number format. `trouble`: "formula"
    (without a stored result) or "error" (#REF! and the like). Not `typed`: from a text file, where all is text.
    `struck`: all or part of it is struck through. `coloured`: it has a colour of its own, behind it or as its letters'.
    `comment`: what somebody has noted at the cell.
    """

    value: Value = None
    format: str = "General"
    trouble: str = ""
    typed: bool = True
    struck: bool = False
    coloured: bool = False
    comment: str = ""

    @property
    def blank(self) -> bool:
        """Whether nothing at all stands here."""
        return not self.trouble and (self.value is None or not str(self.value).strip())


def shown(cell: Cell) -> str:
    """The cell's value for a message, cut when it is long."""
    text = str(cell.value) if cell.value is not None else ""
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def tidy(text: str) -> str:
    """Text for people without the line breaks and spaces that only fitted it into its cell."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _SPACES.sub(" ", _BREAK_IN_CHINESE.sub("", text)).strip()


def name_in(cell: Cell) -> str | None:
    """What an asset is called; Doubt where the name says that there are several: 服务器等5台, 交换机(2台)."""
    text = text_in(cell)
    if text is not None and (tells_several(folded(text)) or counts_on(folded(text))):
        raise Doubt("sheet.range")
    return text


def text_in(cell: Cell) -> str | None:
    """The text in the cell; None where it is blank or says that there is nothing. Doubt for 未知 and xxx."""
    written = _told(_written(cell))
    return None if written is None else tidy(written)


def model_in(cell: Cell) -> str | None:
    """A model or part number, as written like a serial number; what a database writes for nothing is nothing."""
    written = _told(serial_in(cell))
    if written is not None and is_several_of_model(folded(written)):
        raise Doubt("sheet.range")
    return written


def _told(written: str | None) -> str | None:
    """The same, None where a database has written NULL. Doubt where somebody has to find out first: 未知, xxx."""
    if written is None or is_null(folded(written)):
        return None
    if is_garbled(written):
        raise Doubt("sheet.garbled")
    text = folded(written)
    if is_unknown(text):
        raise Doubt("sheet.filler")
    if points_elsewhere(text):
        raise Doubt("sheet.ditto")
    if text.endswith("?"):
        raise Doubt("sheet.later")
    return written


def serial_in(cell: Cell) -> str | None:
    """A number of letters and digits: as written, but for full-width characters and outer spaces."""
    written = _written(cell)
    if written is None:
        return None
    if (inner := ODD_SPACE.search(written.strip())) is not None:
        # Two serial numbers that look the same would be two devices.
        raise _invisible(written.strip(), inner)
    written = halfwidth(written).strip()
    if "\n" in written:
        raise Doubt("sheet.several-values")
    rounded = not cell.typed and _ROUNDED.fullmatch(written)
    if idiom := _IDIOM.fullmatch(written):
        # How people keep Excel from taking a text for a number, seen where it is not Excel that reads it.
        raise Doubt("sheet.idiom", near=idiom[1] if idiom[1] is not None else idiom[2])
    if _SCIENTIFIC.fullmatch(written) or rounded:
        raise Doubt("sheet.changed-number")
    return written


def address_in(cell: Cell) -> str | None:
    """The address of a host as written, in half width."""
    written = text_in(cell)
    if written is None:
        return None
    # Half a stop of Chinese input between two numbers: what is meant is certain to people, not to us.
    if re.search("[\u3002\uff61]", written):
        near = halfwidth(written.replace("\u3002", ".").replace("\uff61", "."))
        raise Doubt("sheet.address-stop", near=near)
    written = serial_in(cell)
    if written is not None and len(_ADDRESSES.findall(written)) > 1:
        raise Doubt("sheet.several-addresses")
    # Told here too, so that a wrong address is not called another one than the contract's.
    if written is not None and not is_address(written):
        raise Doubt("asset.bad-address", address=written)
    return written


def id_in(cell: Cell) -> str | None:
    """An id: letters in lower case, what separates them a hyphen (ZC_2024/001 is zc-2024-001)."""
    written = serial_in(cell)
    if written is None:
        return None
    if is_range(folded(written)):
        raise Doubt("sheet.range")
    if (
        re.fullmatch("[a-z/]{3,}", folded(written))
        and folded(written) != "test"
        and is_filler(folded(written))
    ):
        raise Doubt("sheet.filler")
    made = _ID_SEPARATOR.sub("-", written.lower()).strip("-")
    if not is_id(made):
        raise Doubt("sheet.bad-id")
    return made


def is_id(text: str) -> bool:
    """Whether a text can be the id of something."""
    return len(text) <= MAX_ID and bool(_ID.fullmatch(text))


def says_no(text: str) -> bool:
    """Whether a text, folded, is a plain no: 否, ×, no, 0."""
    return text in _NO


def says_yes(text: str) -> bool:
    """Whether a text, folded, is a plain yes: 是, √, yes, 1."""
    return text in _YES


def yes_in(cell: Cell) -> bool | None:
    """Yes or no."""
    if isinstance(cell.value, bool) and not cell.trouble:
        return cell.value
    written = text_in(cell)
    if written is None:
        # Where a tick is the question, a dash is the answer: no tick.
        return None
    word = halfwidth(written).lower()
    if word in _YES or word in _NO:
        return word in _YES
    raise Doubt("sheet.bad-yes")


def port_in(cell: Cell) -> int | None:
    """The port of a host: 1 to 65535."""
    written = serial_in(cell)
    if written is None:
        return None
    if not re.fullmatch(r"0|[1-9][0-9]{0,8}", written, re.ASCII):
        raise Doubt("sheet.bad-port")
    port = int(written)
    if not 1 <= port <= 65535:
        raise Doubt("sheet.bad-port")
    return port


def day_in(cell: Cell) -> str | None:
    """A day as 2026-03-15. Two-digit years and 03/04/2026 mean two things, so they are doubtful."""
    if not cell.trouble and isinstance(cell.value, date):
        found = cell.value.date() if isinstance(cell.value, datetime) else cell.value
        if not _shows_day(cell.format):
            # Somebody has typed Mar-26 or 3-1, and Excel has made up the day or the year.
            raise Doubt("sheet.day-partly-shown", value=found.isoformat(), format=cell.format)
        return _sane(found)
    if not cell.trouble and isinstance(cell.value, int | float) and not isinstance(cell.value, bool):
        if not _DAY.fullmatch(str(cell.value)):
            raise Doubt("sheet.number-for-day")
        return _day(str(cell.value))
    written = _written(cell)
    return None if written is None else _day(halfwidth(written).strip())


def _shows_day(format: str) -> bool:
    """Whether a number format shows year and day; General and the like leave it to the program, which shows both."""
    letters = _NOT_OF_DAYS.sub("", format.partition(";")[0]).lower()
    if not re.search("[ymdeg]", letters.replace("general", "")):
        return True
    return bool(re.search("[yeg]", letters)) and "d" in letters


def _day(written: str) -> str:
    if named := _NAMED_DAY.fullmatch(written):
        written = _numbered(named)
    together = re.sub(r"(?<=[年月]) +| +(?=[年月日])", "", written)
    found = _DAY.fullmatch(together)
    if found is None:
        raise Doubt("sheet.unsure-day" if _UNSURE_DAY.fullmatch(together) else "sheet.bad-day")
    year, month, day = (int(part) for part in found.groups() if part is not None)
    try:
        return _sane(date(year, month, day))
    except ValueError:
        raise Doubt("sheet.bad-day") from None


def _numbered(named: re.Match[str]) -> str:
    """``Mar 1, 2026`` or ``1 March 2026`` in figures; a word that is no month stays what it is."""
    month, day, year = (named[1], named[2], named[3]) if named[1] else (named[5], named[4], named[6])
    number = _MONTHS.get(month.lower()[:3])
    whole = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "sept",
    ]
    known = number is not None and (month.lower() in whole or len(month) == 3)
    return f"{year}-{number}-{day}" if known else named[0]


def _sane(day: date) -> str:
    if day.year not in _YEARS:
        raise Doubt("sheet.bad-day")
    if day == _EPOCH:
        raise Doubt("sheet.filler")
    return day.isoformat()


def words_in(cell: Cell) -> list[str] | None:
    """Several words with separators between them, such as the groups of a host."""
    written = text_in(cell)
    if written is None:
        return None
    return [word for word in re.split(r"[,;、，；\s]+", written) if word]


def one_in(cell: Cell) -> None:
    """How many there are: one, or nothing is said. Several in one row have several serial numbers, so they are doubtful."""
    written = serial_in(cell)
    if written is not None and not _ONE.fullmatch(written):
        raise Doubt("sheet.several-assets")


def json_in(cell: Cell) -> dict[str, object] | None:
    """The mapping written as JSON: what an export keeps that has no column. Doubt for what YAML could not hold."""
    written = _written(cell)
    if written is None:
        return None
    try:
        found = json.loads(written, parse_constant=_refuse, parse_float=_refuse, parse_int=_small)
        _refuse_strange(found, 0)
    except (ValueError, RecursionError):
        raise Doubt("sheet.bad-json") from None
    if not isinstance(found, dict):
        raise Doubt("sheet.bad-json")
    return found


def _refuse(text: str) -> object:
    raise ValueError(text)


def _small(text: str) -> int:
    if len(text) > _DIGITS:
        raise ValueError(text)
    return int(text)


def _refuse_strange(data: object, depth: int) -> None:
    """ValueError for controls in texts, keys that no property has, and more depth than an asset has."""
    strange = isinstance(data, str) and (_CONTROL.search(data.replace("\n", "")) or UNSEEN.search(data))
    if depth > _DEPTH or strange:
        raise ValueError(depth)
    if isinstance(data, dict):
        for key, value in data.items():
            if not _PROPERTY.fullmatch(key):
                raise ValueError(key)
            _refuse_strange(value, depth + 1)
    elif isinstance(data, list):
        for value in data:
            _refuse_strange(value, depth + 1)


def _written(cell: Cell) -> str | None:
    """The text of a cell that should hold text; a number only where its text is certain."""
    if cell.trouble:
        raise Doubt("sheet.no-result" if cell.trouble == "formula" else "sheet.error-value")
    if cell.value is None:
        return None
    if isinstance(cell.value, str):
        return _text(cell.value)
    if isinstance(cell.value, int | float) and not isinstance(cell.value, bool):
        return _number(cell.value, cell.format)
    # A serial such as 1-2 that Excel has turned into a day, a tick box, a time of day.
    raise Doubt("sheet.not-text")


def _text(value: str) -> str | None:
    word = halfwidth(value).strip().lower()
    if word in _NOTHING:
        return None
    if is_ditto(folded(value)):
        raise Doubt("sheet.ditto")
    if word in _LATER or value.strip() == UNFILLED:
        raise Doubt("sheet.later")
    if _CONTROL.search(value.replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "")):
        raise Doubt("sheet.control-character")
    unseen = next((found for found in UNSEEN.finditer(value) if not is_needed(value, found.start())), None)
    if unseen is not None:
        raise _invisible(value, unseen)
    return value.replace("\r\n", "\n").replace("\r", "\n")


def _invisible(text: str, found: re.Match[str]) -> Doubt:
    """The doubt about a character nobody sees, or a space that is none, at its place in the text."""
    sign = found[0]
    return Doubt(
        "sheet.invisible-character",
        sign=code_point(sign),
        name=name_of(sign),
        at=len(text[: found.start()].lstrip()) + 1,
    )


def _number(value: float, format: str) -> str:
    if value != value or value in (float("inf"), float("-inf")) or value != int(value):
        raise Doubt("sheet.changed-number")
    text = str(int(value))
    if value < 0 or len(text) > _DIGITS:
        raise Doubt("sheet.changed-number")
    if not _PLAIN_FORMAT.fullmatch(format):
        raise Doubt("sheet.number-format", format=format)
    return text


Reading = Callable[[Cell], object]
READINGS: dict[str, Reading] = {
    "text": text_in,
    "name": name_in,
    "model": model_in,
    "address": address_in,
    "id": id_in,
    "yes": yes_in,
    "port": port_in,
    "day": day_in,
    "words": words_in,
    "one": one_in,
    "json": json_in,
}
