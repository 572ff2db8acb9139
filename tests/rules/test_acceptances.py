"""Acceptances of batches, of single assets and of the whole contract are told apart."""

from __future__ import annotations

from pathlib import Path

from test_manual import codes

ASSETS = "assets: [{id: a, batch: first}, {id: b, batch: second}]\n"


def test_the_same_event_of_two_batches_is_no_double(tmp_path: Path) -> None:
    example = """\
acceptances:
  - {event: final_acceptance, date: 2026-01-10, batch: first}
  - {event: final_acceptance, date: 2026-02-10, batch: second}
  - {event: final_acceptance, date: 2026-03-10}
"""
    assert codes(ASSETS + example, tmp_path) == {}


def test_entries_that_share_one_asset_are_a_double(tmp_path: Path) -> None:
    example = """\
acceptances:
  - {event: delivery, date: 2026-01-10, assets: [a, b]}
  - {event: delivery, date: 2026-02-10, assets: [b]}
"""
    assert len(codes(ASSETS + example, tmp_path)["contract.acceptance-doubled"]) == 1


def test_the_order_of_different_batches_does_not_matter(tmp_path: Path) -> None:
    example = """\
acceptances:
  - {event: final_acceptance, date: 2026-01-10, batch: first}
  - {event: delivery, date: 2026-02-10, batch: second}
"""
    assert codes(ASSETS + example, tmp_path) == {}


def test_an_event_deemed_from_a_date_of_one_asset_has_a_start(tmp_path: Path) -> None:
    example = """\
acceptances: [{event: final_acceptance, deemed_after: 90 days, deemed_from: delivery}]
assets: [{id: a, events: [{event: delivery, date: 2026-01-10}]}]
"""
    assert codes(example, tmp_path) == {}


def test_an_event_deemed_from_one_that_is_deemed_itself_is_no_circle(tmp_path: Path) -> None:
    example = """\
acceptances:
  - {event: preliminary_acceptance, requested: 2026-01-10, deemed_after: 30 days, deemed_from: request}
  - {event: final_acceptance, deemed_after: 90 days, deemed_from: preliminary_acceptance}
"""
    assert codes(example, tmp_path) == {}


def test_an_event_deemed_from_itself_is_a_circle(tmp_path: Path) -> None:
    example = "acceptances: [{event: installation, deemed_after: 30 days, deemed_from: installation}]\n"
    assert "contract.deemed-in-circle" in codes(example, tmp_path)
