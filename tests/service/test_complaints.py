"""A complaint is told of the order that it is about, is settled by a word, and asks for none of a repair's formalities. B10"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from conftest import run_fieldops
from service.stories import Desk, instant, to_do

from fieldops.actions.order_corrections import void
from fieldops.actions.order_files import export_lines
from fieldops.errors import FieldopsError
from fieldops.messages import say_value
from fieldops.service.assessment import assessed, quarter_of

REPAIR = "SO-20261009-001"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A repair by Deng Yan, which the customer is not content with."""
    desk = Desk(tmp_path, "managed-service")
    desk.call("2026-10-09T09:00", scope="core", urgency="urgent", asset="app-01")
    desk.tell("2026-10-09T09:05", "assigned", person="deng-yan")
    return desk


def complain(desk: Desk, at: str = "2026-10-09T10:00", **given: Any) -> None:
    call = {"request": "complaint", "caller": "顾楠", "symptom": "nobody called back", "about": REPAIR}
    desk.call(at, **{**call, **given})


def counted(desk: Desk, at: str) -> dict[tuple[str | None, str | None], dict[str, int]]:
    """By engineer and position."""
    rows, _ = assessed(
        [(each.standing, each.agreement) for each in desk.everything(at)], quarter_of("2026Q4")
    )
    return {
        (row.person, row.position): {name: count for name, count in row.counts.items() if count}
        for row in rows
    }


def lacking(desk: Desk, at: str) -> list[str]:
    return [say_value(each.said, "en") for each in desk.show(at).standing.owed]


def test_both_orders_name_each_other(desk: Desk) -> None:
    complain(desk)
    assert desk.show("2026-10-09T10:01").order.opened.about == REPAIR
    complaint, desk.order = desk.order, REPAIR
    repair = desk.show("2026-10-09T10:01").order
    assert repair.complaints == (complaint,)
    told = repair.last("customer_complained")
    assert told is not None
    assert (told.contact, told.note, told.about) == ("顾楠", "nobody called back", complaint)
    assert f'"about": "{complaint}"' in list(export_lines(repair))[-1]


def test_it_is_closed_by_an_answer_that_the_customer_takes(desk: Desk) -> None:
    complain(desk)
    at = "2026-10-09T10:05"
    assert lacking(desk, at) == ["it is not answered", "the customer has not said that the answer will do"]
    desk.tell("2026-10-09T10:10", "responded", by="quality")
    desk.tell("2026-10-09T10:30", "resolved", by="quality", note="called back, apologised")
    assert to_do(desk.show("2026-10-09T10:31")) == ["ask the customer whether the answer will do"]
    view = desk.tell("2026-10-09T10:40", "confirmed", by="顾楠")
    assert view.standing.stage == "closed"


def test_where_somebody_was_sent_for_it_there_is_a_sheet(desk: Desk) -> None:
    complain(desk)
    desk.tell("2026-10-09T11:00", "assigned", person="deng-yan")
    desk.tell("2026-10-09T12:00", "arrived")
    desk.tell("2026-10-09T12:30", "resolved")
    assert "the engineer has not reported completion" in lacking(desk, "2026-10-09T12:31")


def test_nobody_waits_to_be_sent_for_it_after_the_term_either(desk: Desk) -> None:
    desk.call("2028-05-08T10:00", request="complaint", symptom="the bill is wrong")
    assert "assign an engineer" not in to_do(desk.show("2028-05-08T10:05"))


def test_it_counts_once_for_the_engineer_of_the_order_that_it_is_about(desk: Desk) -> None:
    complain(desk)
    found = counted(desk, "2026-10-09T10:01")
    assert found["deng-yan", None]["complaints"] == 1
    # The complaint is an order of the quality department's, and waits for no engineer.
    assert found[None, "quality"] == {"orders": 1}
    void(desk.root, desk.order, "the other order", None, None, instant("2026-10-09T10:02"))
    assert "complaints" not in counted(desk, "2026-10-09T10:03")["deng-yan", None]


def test_who_voids_it_hears_what_the_other_order_still_has(desk: Desk) -> None:
    complain(desk, "2026-10-09T10:00")
    done = run_fieldops("order", "void", desk.order, "--reason", "twice", folder=desk.root)
    assert f"fieldops order withdraw {REPAIR} customer_complained --reason TEXT" in done.err


def test_one_about_no_order_counts_by_itself(desk: Desk) -> None:
    complain(desk, about=None)
    assert counted(desk, "2026-10-09T10:01")[None, "quality"]["complaints"] == 1


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"about": "SO-20261009-009"}, "order.no-such"),
        ({"request": "consultation"}, "order.about-no-complaint"),
        # Before that was reported.
        ({"at": "2026-10-09T08:00", "written": "2026-10-09T10:00"}, "log.before-report"),
    ],
)
def test_what_it_cannot_be_about_is_refused_and_nothing_is_written(
    desk: Desk, given: dict[str, Any], code: str
) -> None:
    with pytest.raises(FieldopsError) as found:
        complain(desk, **given)
    assert found.value.code == code
    assert [each.order.id for each in desk.everything("2026-10-09T12:00")] == [REPAIR]


def test_an_order_of_another_contract_is_refused(desk: Desk) -> None:
    desk.contract = "archive-digitisation"
    with pytest.raises(FieldopsError) as found:
        complain(desk)
    assert found.value.code == "order.about-other-contract"
