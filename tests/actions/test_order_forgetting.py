"""Evidence of orders is deleted when its time is over, on record: the order's own, of its sessions and its swaps."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from service.stories import instant
from service.swap_desk import SwapDesk, with_approved_disk

from fieldops.actions import order_evidence, swap_evidence
from fieldops.actions.order_forgetting import ForgottenOrders, forget_order, forget_orders_before
from fieldops.actions.order_telling import Word, tell
from fieldops.actions.remote_sessions import Wish, open_session
from fieldops.actions.settings import open_store
from fieldops.actions.swap_words import Word as SwapWord
from fieldops.actions.swaps import tell as tell_swap
from fieldops.errors import Refused
from fieldops.records.export import export_lines, verify_export
from fieldops.records.order_events import order_stream
from fieldops.records.verification import lost_blobs, verify_log

NOW, LATER = "2026-11-02T10:00", "2033-01-01T10:00"
FIVE_YEARS = "retention:\n  - {records: service_sheets, keep: 5 years, counted_from: creation}\n"


@pytest.fixture
def desk(tmp_path: Path) -> SwapDesk:
    """A desk with an order to which three files were handed in: with it, with a session and with a swap."""
    found = with_approved_disk(tmp_path)
    contract = found.root / "contracts" / "device-platform.yaml"
    text = contract.read_text("utf-8")
    at = text.index("retention:\n")
    contract.write_text(text[:at] + FIVE_YEARS + text[text.index("scope:\n", at) :], "utf-8")
    hand_in(found, "paper")
    told = order_evidence.evidence_of(str(file(found, "permission")))
    wish = Wish(
        "look",
        "lin-hao",
        permitted_by="沈洁",
        override="the customer asked",
        evidence=told.text,
        file=told.file,
    )
    open_session(found.root, found.order, wish, instant(NOW))
    word = SwapWord("unit_received", NOW, {"evidence": str(file(found, "unit"))})
    word = swap_evidence.with_evidence(found.root, found.swap, word, instant(NOW))
    tell_swap(found.root, found.swap, word, instant(NOW))
    return found


def file(desk: SwapDesk, what: str) -> Path:
    path = desk.root / f"{what}.pdf"
    path.write_bytes(f"%PDF-1.7 {what}".encode())
    return path


def hand_in(desk: SwapDesk, what: str) -> None:
    word = Word("informed", NOW, {"evidence": str(file(desk, what))})
    word = order_evidence.with_evidence(desk.root, desk.order, word, instant(NOW))
    tell(desk.root, desk.order, word, instant(NOW))


def kept(desk: SwapDesk) -> list[bytes | None]:
    return [each.raw for each in order_evidence.kept_files(desk.root, desk.order)]


def void_it(desk: SwapDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the order were over: what that needs is the subject of other tests."""
    monkeypatch.setattr("fieldops.actions.order_forgetting.is_closed", lambda *_: True)


def forget(desk: SwapDesk, at: str = LATER, only_say: bool = False) -> ForgottenOrders:
    return forget_order(desk.root, desk.order, "lin-hao", instant(at), only_say)


def sound(desk: SwapDesk) -> list[object]:
    with closing(open_store(desk.root)) as log:
        return [*verify_log(log).faults, *lost_blobs(log)]


def test_what_is_handed_in_with_sessions_and_swaps_is_kept_as_that_of_orders_is(desk: SwapDesk) -> None:
    assert kept(desk) == [b"%PDF-1.7 paper", b"%PDF-1.7 unit", b"%PDF-1.7 permission"]
    assert sound(desk) == []


def test_after_its_time_it_is_deleted_on_record_and_nothing_is_damaged(
    desk: SwapDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    void_it(desk, monkeypatch)
    assert [each.blobs for each in forget(desk, only_say=True).forgotten] == [3]
    assert None not in kept(desk)
    (done,) = forget(desk).forgotten
    assert (done.blobs, done.until.isoformat()) == (3, "2031-11-02")
    assert kept(desk) == [None, None, None]
    assert sound(desk) == []
    assert b"%PDF-1.7 unit" not in (desk.root / ".fieldops" / "records.sqlite").read_bytes()
    # Once more changes nothing, and the order alone still leads to the log's head.
    assert forget(desk).forgotten == ()
    with closing(open_store(desk.root)) as log:
        found = verify_export(export_lines(log, order_stream(desk.order)), log.head())
    assert (found.verdict.faults, found.lost, found.forgotten) == ((), (), 3)
    assert desk.show(LATER).order.forgotten[0].reason == "service_sheets 5 years"


def test_before_its_time_and_while_the_order_is_open_nothing_is_deleted(
    desk: SwapDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Refused, match="order-open"):
        forget(desk)
    void_it(desk, monkeypatch)
    with pytest.raises(Refused, match="too-early") as refused:
        forget(desk, "2031-11-02T10:00")
    assert refused.value.values["until"] == "2031-11-02"
    told = forget_orders_before(desk.root, instant(LATER).date(), "lin-hao", instant("2031-11-02T10:00"))
    assert [(each.order, each.why.code) for each in told.kept] == [(desk.order, "forget.too-early")]
    assert None not in kept(desk)


def test_what_another_order_needs_stays_in_the_store(desk: SwapDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    first = desk.order
    desk.call("2026-11-02T09:50", severity="common", asset="platform-01")
    hand_in(desk, "paper")
    second, desk.order = desk.order, first
    void_it(desk, monkeypatch)
    forget(desk)
    desk.order = second
    assert kept(desk) == [b"%PDF-1.7 paper"]
    assert sound(desk) == []
    forget(desk)
    assert b"%PDF-1.7 paper" not in (desk.root / ".fieldops" / "records.sqlite").read_bytes()
