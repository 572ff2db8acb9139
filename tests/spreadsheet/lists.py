"""Equipment lists as tests write them, and a contract that they belong to."""

from __future__ import annotations

from typing import Any

from fieldops.contracts.model import Contract
from fieldops.documents.typed import fill
from fieldops.spreadsheet.cells import Cell
from fieldops.spreadsheet.headings import Sheet, find_headings, mapping_of
from fieldops.spreadsheet.rows import Judged, judge_rows, known_asset
from fieldops.spreadsheet.vocabulary import Vocabulary, vocabulary_of, words_of

CONTRACT = {
    "apiVersion": "fieldops/v1",
    "kind": "Contract",
    "id": "acme",
    "title": "Acme",
    "customer": {"name": "Acme"},
    "vendor": {"name": "Vendor"},
    "team": "team",
    "language": "zh-CN",
    "time_zone": "Asia/Shanghai",
    "term": {"start": "2026-01-01", "end": "2026-12-31"},
    "sites": [
        {"id": "hq", "name": {"zh-CN": "总部机房", "en": "Headquarters"}},
        {"id": "east", "name": "分部机房"},
        {"id": "west", "name": "分部机房"},
    ],
    "assets": [{"id": "old", "category": "crypto-device"}],
}


def vocabulary(*words: str, **more: Any) -> Vocabulary:
    return vocabulary_of(fill(Contract, {**CONTRACT, **more}), words_of(words))


def sheet(*rows: list[Any]) -> Sheet:
    return Sheet("清单", tuple(tuple(v if isinstance(v, Cell) else Cell(v) for v in row) for row in rows))


def judged(
    *rows: list[Any],
    known: tuple[dict[str, Any], ...] = (),
    maps: tuple[str, ...] = (),
    own: Vocabulary | None = None,
) -> Judged:
    found = sheet(*rows)
    headings = find_headings(found, mapping_of(maps))
    there = [known_asset(entry, f"contracts/acme.yaml:{10 + at}") for at, entry in enumerate(known)]
    return judge_rows(found, headings, own or vocabulary(), there)


def doubts(found: Judged) -> list[tuple[int, str]]:
    return [(each.row, each.code) for each in found.doubtful]


KNOWN: dict[str, Any] = {
    "id": "scan-01",
    "name": {"zh-CN": "加工服务器", "en": "Scanning server"},
    "serial": "A1",
    "category": "server",
    "key_equipment": True,
    "events": [{"event": "delivery", "date": "2026-03-15", "evidence": "DN-1"}],
    "host": {"address": "192.0.2.1", "groups": ["archive"]},
}
