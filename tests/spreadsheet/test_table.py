"""What is exported is known when it is imported."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from lists import doubts, judged, vocabulary

from fieldops.documents.characters import STRANGE
from fieldops.spreadsheet.assets import differences, values_of
from fieldops.spreadsheet.cells import Cell
from fieldops.spreadsheet.serials import near_key
from fieldops.spreadsheet.table import table_of

# No file of a contract holds what nobody sees.
_TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp", "Cn")),
    min_size=1,
    max_size=12,
).filter(lambda text: not STRANGE.search(text))

_WORDS = _TEXT | st.sampled_from(["无", "-", "=1+1", "'x", " x ", "TBD", "是", "2026-01-02", "合计"])

_DAYS = st.dates(date(1940, 1, 1), date(2026, 12, 31)).map(date.isoformat)

_ASSET = st.fixed_dictionaries(
    {
        "id": st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,2}", fullmatch=True),
        "category": st.sampled_from(["server", "crypto-device", "rack"]),
    },
    optional={
        "name": _WORDS | st.dictionaries(st.sampled_from(["zh-CN", "en"]), _WORDS, min_size=1),
        "serial": _WORDS,
        "model": _WORDS,
        "key_equipment": st.booleans(),
        "site": st.sampled_from(["hq", "east"]),
        "location": _WORDS,
        "batch": st.sampled_from(["batch-1", "b2"]),
        "events": st.lists(
            st.fixed_dictionaries(
                {"event": st.sampled_from(["delivery", "installation"]), "date": _DAYS},
                optional={"evidence": _WORDS},
            ),
            max_size=3,
        ),
        "parts": st.lists(
            st.fixed_dictionaries(
                {"part_no": _WORDS}, optional={"serial": _WORDS, "category": st.just("disk")}
            ),
            max_size=2,
        ),
        "host": st.fixed_dictionaries(
            {"address": st.just("192.0.2.1")},
            optional={
                "port": st.integers(1, 65535),
                "groups": st.lists(st.sampled_from(["a", "b"]), unique=True),
                "login": st.just({"user": "u", "method": "agent"}),
            },
        ),
        "swaps": st.just(
            [{"date": "2026-01-01", "part_no": "p", "removed_serial": "1", "installed_serial": "2"}]
        ),
    },
)


_ASKED = {
    "sheet.address-twice",
    "sheet.any-table",
    "sheet.row-number",
    "sheet.no-serial",
    "sheet.days-out-of-order",
}


@given(st.lists(_ASSET, max_size=4, unique_by=lambda each: each["id"]), st.sampled_from(["zh-CN", "en"]))
def test_what_is_exported_is_known_when_it_is_imported(assets: list[dict[str, Any]], language: str) -> None:
    own = vocabulary(language=language)
    serials = [each["serial"] for each in assets if "serial" in each]
    if not assets or len(set(serials)) < len(serials):
        return
    # Of new serials that differ in leading zeros only, the second is doubtful.
    if len({near_key(serial) for serial in serials}) < len(serials):
        return
    table = table_of(assets, own)
    rows = [[Cell(text or None, typed=False) for text in row] for row in table.rows]
    found = judged(list(table.headings), *rows, known=tuple(assets), own=own)
    assert doubts(found) == []
    assert (found.unchanged, found.new, found.skipped) == (len(assets), [], [])
    fresh = judged(list(table.headings), *rows, own=own)
    # What the contract has may still be such that a list would be asked about it.
    assert {code for _, code in doubts(fresh)} <= _ASKED
    asked = {row for row, _ in doubts(fresh)}
    taken = [asset for row, asset in enumerate(assets, start=2) if row not in asked]
    for new, asset in zip(fresh.new, taken, strict=True):
        assert list(differences(values_of(asset), values_of(new.asset))) == []


def test_what_looks_garbled_in_the_contract_is_exported_and_known() -> None:
    asset: dict[str, Any] = {"id": "a", "name": "Â¡", "serial": "Ã¼1", "category": "server"}
    table = table_of([asset], vocabulary())
    rows = [[Cell(text or None, typed=False) for text in row] for row in table.rows]
    found = judged(list(table.headings), *rows, known=(asset,))
    assert (found.unchanged, doubts(found)) == (1, [])
