"""What a cell says below the heading serial number; how serial numbers are compared.

Other texts, days and numbers are read by `fieldops.spreadsheet.cells`.
"""

from __future__ import annotations

import re

from fieldops.documents.characters import code_point
from fieldops.spreadsheet.cells import Cell, Doubt, serial_in
from fieldops.spreadsheet.remarks import (
    are_several_numbers,
    folded,
    halfwidth,
    holds_remark,
    is_counted,
    is_filler,
    is_garbled,
    may_be_serial,
    tells_several,
)

_ZEROS = re.compile(r"0{2,}", re.ASCII)
# Full-width digits, capital and small letters, and the signs that serial numbers have, as a Chinese keyboard writes them.
_WIDE_ALNUM = {
    code: code - 0xFEE0
    for first, last in ("０９", "ＡＺ", "ａｚ")
    for code in range(ord(first), ord(last) + 1)
} | {ord("－"): ord("-"), ord("＿"): ord("_"), ord("．"): ord("."), ord("／"): ord("/")}
# Greek and Cyrillic letters, of which many look like Latin ones, and all dashes that are no hyphen of a keyboard.
_LOOK_ALIKE = re.compile("[\u0370-\u03ff\u0400-\u052f\u2010-\u2015\u2212\ufe58\ufe63]")
# What stands between several numbers in one cell.
_PARTED = re.compile(r"\s*[\s+&|/\\和与及]\s*")
_LATIN = re.compile("[0-9A-Za-z]")


def serial_number_in(cell: Cell, numbers: bool = False) -> str | None:
    """The serial number of a device or part: as written, but for full-width letters, digits and hyphens, and outer spaces.

    Excel has dropped the leading zeros of a number long before we see it, so a number cell is doubtful, unless its
    format shows zeros in front (0000000000) or `numbers`: the customer has confirmed that none is missing.
    Doubt, too, for what is no serial number or more than one: 30台, 制表：张三, SN：A1, A1（旧）.
    """
    number = cell.typed and isinstance(cell.value, int | float) and not isinstance(cell.value, bool)
    if number and not cell.trouble and _ZEROS.fullmatch(cell.format):
        written: str | None = _padded(cell)
    else:
        written = serial_in(cell)
        if number and written is not None and not numbers:
            raise Doubt("sheet.number-serial", value=written)
    if written is None:
        return None
    if isinstance(cell.value, str):
        written = cell.value.translate(_WIDE_ALNUM).strip()
    _refuse_others(written)
    return written


def _refuse_others(written: str) -> None:
    """Doubt for what is none, several, or not all of it the number."""
    text = folded(written)
    if is_garbled(written):
        raise Doubt("sheet.garbled")
    if re.search("[,;，；、]", written):
        raise Doubt("sheet.several-values")
    if not may_be_serial(text):
        raise Doubt("sheet.no-serial")
    if tells_several(text) or is_counted(text):
        raise Doubt("sheet.range")
    if are_several_numbers(_PARTED.split(halfwidth(written).casefold())):
        raise Doubt("sheet.several-values")
    if is_filler(text):
        raise Doubt("sheet.filler")
    found = _LOOK_ALIKE.search(written)
    if found is not None and _LATIN.search(written):
        raise Doubt("sheet.look-alike", sign=found[0], point=code_point(found[0]))
    if holds_remark(text):
        raise Doubt("sheet.more-than-number")


def _padded(cell: Cell) -> str:
    """A number as its format of zeros shows it. Doubt where the zeros are fewer than the digits: one more may be lost."""
    digits = serial_in(Cell(cell.value))
    if digits is None or len(digits) > len(cell.format):
        raise Doubt("sheet.number-serial", value=digits)
    return digits.zfill(len(cell.format))


def near_key(serial: str) -> str:
    """Serial numbers of equal keys may be one: they differ only in leading zeros, full-width signs, case or spaces."""
    return folded(serial).lstrip("0")
