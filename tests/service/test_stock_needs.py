"""What contracts need of the stores: spares for key equipment, loaners that were promised, and who is left out."""

from __future__ import annotations

import shutil
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from service.stories import REPOSITORY

from fieldops.actions.stock import Asked, check, move
from fieldops.records.stock_events import Movement

NOW = datetime(2026, 9, 7, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
# After the warranty of the first batch.
LATER = datetime(2027, 5, 3, 9, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(REPOSITORY / "contracts", tmp_path / "contracts")
    return tmp_path


def told(
    root: Path, now: datetime = NOW, contract: str = "device-platform"
) -> set[tuple[str, str | None, str | None]]:
    return {(each.kind, each.model, each.part_no) for each, _ in check(root, now, contract).needs}


BEFORE = {
    ("no_loaner", "HL-N48", None),
    ("no_loaner", "HL-G10", None),
    ("no_part_listed", "HL-N48", None),
}


@pytest.mark.shows("stock check", "C6", "C8")
def test_what_is_promised_and_nobody_has(root: Path) -> None:
    assert told(root) == BEFORE
    (gateways,) = [each for each, _ in check(root, NOW, "device-platform").needs if each.model == "HL-G10"]
    assert gateways.assets == ("gateway-north", "gateway-lakeside")
    assert gateways.clause == ("Warranty", "device-hardware", ("remedies", 3))


def test_a_spare_that_is_put_aside_or_handed_out_is_none_for_the_next_fault(root: Path) -> None:
    asked = Asked(Movement.ISSUED, "device-stock", "PSU-800", quantity=2, reason="test", by="xu-ting")
    move(root, asked, NOW)
    lent = Asked(Movement.ISSUED, "device-stock", "S200-UNIT", reason="lent", by="xu-ting")
    move(root, lent, NOW)
    assert told(root) == BEFORE | {("no_spare", "HL-S200", "PSU-800"), ("no_loaner", "HL-S200", None)}
    move(root, Asked(Movement.RETURNED, "device-stock", serials=("HL-SV-240900",), by="xu-ting"), NOW)
    assert told(root) == BEFORE | {("no_spare", "HL-S200", "PSU-800")}


def test_a_warranty_that_is_over_promises_no_loaner(root: Path) -> None:
    assert ("no_loaner", "HL-N48", None) not in told(root, LATER)
    # The second batch is covered longer.
    assert ("no_loaner", "HL-G10", None) in told(root, LATER)


def test_without_a_store_it_is_told_once(root: Path) -> None:
    assert told(root, contract="managed-service") == {("no_store", None, None)}


def test_a_contract_with_mistakes_is_named_and_hides_no_other(root: Path) -> None:
    file = root / "contracts/managed-service.yaml"
    file.write_text(
        file.read_text("utf-8").replace("kind: Contract", "kind: Contract\nnonsense: 1", 1), "utf-8"
    )
    checked = check(root, NOW)
    assert [each.id for each in checked.left_out] == ["managed-service"]
    assert {each.contract for each, _ in checked.needs} >= {"device-platform"}


def test_what_is_over_in_a_store_is_told_to_its_contracts(root: Path) -> None:
    over = date(2026, 9, 1)
    asked = Asked(Movement.RECEIVED, "device-stock", "PSU-800", serials=("P1",), expires=over, by="xu-ting")
    move(root, asked, NOW)
    assert [(each.kind, each.serials) for each in check(root, NOW, "device-platform").warned] == [
        ("expired", ("P1",))
    ]
    assert check(root, NOW, "managed-service").warned == ()
