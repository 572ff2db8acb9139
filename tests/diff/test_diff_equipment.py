"""How assets that come, go and change are named and counted."""

from __future__ import annotations

from states import TODAY, acme, said

from fieldops.diff import differences
from fieldops.messages import say


def test_many_serials_are_counted() -> None:
    assets = [{"id": f"n{number}", "serial": f"N-{number}", "category": "node"} for number in range(49)]
    told = differences(
        acme({"Contract": {"assets": []}}), acme({"Contract": {"assets": assets}}), from_day=TODAY
    )
    said = say(told[0].code, "en", told[0].values)
    assert said.startswith("added: 49 assets of category node (N-0, N-1, ")
    assert said.endswith("N-11, and 37 more)")


def test_assets_that_come_are_named_by_serial_and_name_and_their_category_in_words() -> None:
    added = [
        {"id": "a1", "serial": "X-1", "name": {"zh-CN": "核心", "en": "Core"}, "category": "switch"},
        {"id": "a2", "serial": "X-2", "category": "switch"},
    ]
    before, after = acme({"Contract": {"assets": []}}), acme({"Contract": {"assets": added}})
    told = differences(before, after, from_day=TODAY)
    assert said(told, "diff.assets", "zh-CN") == ["增加：交换机类资产 2 项（“核心”X-1、X-2）"]
    assert said(told, "diff.assets") == ['added: 2 assets of category switch ("Core" X-1, X-2)']
