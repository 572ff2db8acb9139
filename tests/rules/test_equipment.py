"""What the manual's examples do not say about equipment."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import fieldops
from fieldops.actions.validation import validate
from fieldops.errors import Severity
from fieldops.rules.equipment import is_address

HEAD = "apiVersion: fieldops/v1\nkind: %s\nid: %s\n"
TERM = "term: {start: %s, end: %s}\n"


def codes(root: Path, *documents: tuple[str, str, str]) -> list[tuple[str, str]]:
    """File and code of each problem of assets, parts and stocks; the documents may fail their schema."""
    (root / "contracts").mkdir()
    for kind, id, text in documents:
        (root / "contracts" / f"{id}.yaml").write_text(HEAD % (kind, id) + text, "utf-8")
    return [
        (Path(one.position.path).stem, one.code)
        for one in validate(root).problems
        if one.code.split(".")[0] in ("asset", "part", "stock")
    ]


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("192.0.2.11", True),
        ("2001:db8::1", True),
        ("::1", True),
        ("2001:db8::", True),
        ("::ffff:192.0.2.1", True),
        ("fe80::1%eth0", True),
        ("fe80::1%", False),
        ("192.0.2.1%eth0", False),
        (":", False),
        ("localhost", True),
        ("db-1.example.org", True),
        ("db_1.example.org.", True),
        ("3com.example", True),
        ("300.1.1.1", False),
        ("192.0.2", False),
        ("192.0.2.011", False),
        ("12345", False),
        ("host:22", False),
        ("192.0.2.1-5", False),  # a range is several
        ("192.0.2.1-5.example.org", True),
        ("a..b", False),
        ("-a.b", False),
        ("a-.b", False),
        ("x" * 64 + ".org", False),
        ("", False),
    ],
)
def test_addresses(text: str, good: bool) -> None:
    assert is_address(text) is good


@pytest.mark.parametrize(("address", "good"), [("db-1.example.org.", True), ("db-1.example.org..", False)])
def test_the_schema_takes_a_name_with_a_dot_behind_it_as_ssh_does(address: str, good: bool) -> None:
    file = Path(fieldops.__file__).with_name("documents") / "schemas/common.json"
    pattern = json.loads(file.read_text("utf-8"))["$defs"]["hostAddress"]["pattern"]
    assert (re.search(pattern, address) is not None) is good


def assets(*entries: str) -> str:
    return "assets:\n" + "".join(f"  - {entry}\n" for entry in entries)


def test_what_is_doubled_across_files_is_told_at_both_places(tmp_path: Path) -> None:
    found = codes(
        tmp_path,
        ("Contract", "acme", assets("{id: a, serial: S1}")),
        ("Assets", "more", "contract: acme\n" + assets("{id: a, serial: S1}")),
    )
    assert found == [
        ("acme", "asset.doubled-id"),
        ("acme", "asset.doubled-serial"),
        ("more", "asset.doubled-id"),
        ("more", "asset.doubled-serial"),
    ]


@pytest.mark.parametrize(
    ("second", "told"), [(("2026-12-31", "2027-12-31"), True), (("2027-01-01", "2027-12-31"), False)]
)
def test_a_device_in_two_contracts_is_told_at_both_while_the_terms_overlap(
    second: tuple[str, str], told: bool, tmp_path: Path
) -> None:
    found = codes(
        tmp_path,
        ("Contract", "one", TERM % ("2026-01-01", "2026-12-31") + assets("{id: a, serial: '007'}")),
        ("Contract", "two", TERM % second),
        ("Assets", "more", "contract: two\n" + assets('{id: b, "serial": "007"}')),
    )
    both = [("more", "asset.serial-in-two-contracts"), ("one", "asset.serial-in-two-contracts")]
    assert found == (both if told else [])


def test_an_extended_term_overlaps_too(tmp_path: Path) -> None:
    amended = "amendments: [{id: x, sets: {term: {start: 2026-01-01, end: 2027-06-30}}}]\n"
    found = codes(
        tmp_path,
        ("Contract", "one", TERM % ("2026-01-01", "2026-12-31") + amended + assets("{id: a, serial: S1}")),
        ("Contract", "two", TERM % ("2027-01-01", "2027-12-31") + assets("{id: a, serial: S1}")),
    )
    assert len(found) == 2


def test_a_device_that_is_paid_for_twice_is_a_warning(tmp_path: Path) -> None:
    term = TERM % ("2026-01-01", "2026-12-31")
    codes(tmp_path, *(("Contract", id, term + assets("{id: a, serial: S1}")) for id in ("one", "two")))
    problems = [one for one in validate(tmp_path).problems if one.code == "asset.serial-in-two-contracts"]
    assert {one.severity for one in problems} == {Severity.WARNING}
    assert {str(one.values["contract"]) for one in problems} == {"one", "two"}


@pytest.mark.parametrize(
    ("swaps", "parts", "expected"),
    [
        # A part that was put back is in again.
        (["A-B", "B-A"], ["A"], []),
        (["A-B", "B-C", "C-D"], ["D"], []),
        (["A-B", "B-C"], ["B"], ["part.removed-still-listed", "part.installed-not-listed"]),
        (["A-B"], [], []),
        (["A-B", "A-C"], ["B", "C"], ["part.removed-twice"]),
    ],
)
def test_the_chain_of_swaps(swaps: list[str], parts: list[str], expected: list[str], tmp_path: Path) -> None:
    entries = [
        f"{{date: 2026-0{number}-01, part_no: P1, removed_serial: {swap[0]}, installed_serial: {swap[2]}}}"
        for number, swap in enumerate(swaps, start=1)
    ]
    listed = ", ".join(f"{{part_no: P1, serial: {serial}}}" for serial in parts)
    asset = f"{{id: a, parts: [{listed}], swaps: [{', '.join(entries)}]}}"
    assert [code for _, code in codes(tmp_path, ("Contract", "acme", assets(asset)))] == expected


def test_an_open_downtime_overlaps_all_that_begin_later(tmp_path: Path) -> None:
    downtimes = (
        "{start: 2026-05-01, caused_by: vendor}, {start: 2026-03-01, end: 2026-04-30, caused_by: vendor},"
        " {start: 2027-01-01, end: 2027-01-02, caused_by: vendor}"
    )
    found = codes(tmp_path, ("Contract", "acme", assets(f"{{id: a, downtimes: [{downtimes}]}}")))
    assert found == [("acme", "asset.downtimes-overlap")]


def test_a_part_fits_where_any_catalogue_says_so(tmp_path: Path) -> None:
    found = codes(
        tmp_path,
        (
            "Contract",
            "acme",
            assets("{id: a, model: R2, parts: [{part_no: P1}]}", "{id: b, parts: [{part_no: P1}]}"),
        ),
        ("PartCatalogue", "c1", "parts: [{part_no: P1, models: [R1]}]\n"),
        ("PartCatalogue", "c2", "parts: [{part_no: P1, models: [R2]}]\n"),
    )
    assert found == []


def test_what_lies_in_two_stocks_is_told_at_both(tmp_path: Path) -> None:
    items = "items: [{part_no: P1, kept_as: spare, quantity: 1, serials: [D1]}]\n"
    found = codes(tmp_path, ("Stock", "east", items), ("Stock", "west", items))
    assert found == [("east", "stock.doubled-serial"), ("west", "stock.doubled-serial")]
