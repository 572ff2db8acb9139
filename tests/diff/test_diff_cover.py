"""Which days of cover change, and where that is written."""

from __future__ import annotations

from states import AMENDED, BASE, TODAY, Data, acme, codes, parsed, said

from fieldops.diff import Difference, differences


def test_days_an_asset_loses_inside_the_term() -> None:
    before = acme({})
    after = acme({"Contract": {"warranties": []}})
    told = differences(before, after, from_day=TODAY)
    lost = next(each for each in told if each.code == "diff.cover.lost")
    assert lost.new == {"assets": ["s1", "s2", "s3"], "days": [["2026-03-15", "2028-03-15"]]}


def test_a_warranty_line_cites_the_entry_it_follows_from() -> None:
    uses = [{"terms": "hardware", "categories": ["disk"]}, {"terms": "hardware", "categories": ["server"]}]
    before = acme({"Contract": {"warranties": uses}})
    moved = {"acceptances": [{"event": "final_acceptance", "date": "2026-04-01"}]}
    after = acme({"Contract": {"warranties": uses, **moved}})
    told = [each for each in differences(before, after, from_day=TODAY) if each.code[:10] == "diff.cover"]
    places = [(each.before and each.before.path, each.after and each.after.path) for each in told]
    assert [each.code for each in told] == ["diff.cover.moved", "diff.cover.lost"]
    assert places == [(("warranties", 1), ("warranties", 1))] * 2


def ended_in_2027(sets: Data) -> list[Difference]:
    amended = {**AMENDED, "sets": sets}
    return differences(acme({}), acme({"Contract": {"amendments": [amended]}}), from_day=TODAY)


def test_cover_that_an_amendment_ends_is_lost_from_its_day_on_and_not_before() -> None:
    lost = next(each for each in ended_in_2027({"warranties": []}) if each.code == "diff.cover.lost")
    assert lost.new == {"assets": ["s1", "s2", "s3"], "days": [["2027-01-01", "2028-03-15"]]}


def test_a_warranty_that_an_amendment_ends_cites_where_it_stood_and_the_amendment() -> None:
    end = next(each for each in ended_in_2027({"warranties": []}) if each.code == "diff.cover.end")
    assert (end.values["old"], end.values["new"]) == ("2028-03-15", "2026-12-31")
    assert end.before is not None
    assert end.after is not None
    assert (end.before.path, end.after.path) == (("warranties", 0), ("amendments", 0, "sets", "warranties"))


def test_cover_that_an_amendment_gives_cites_its_entry_there() -> None:
    before = acme({"Contract": {"warranties": []}})
    uses = [{"terms": "hardware", "assets": ["s2"]}]
    after = acme({"Contract": {"warranties": [], "amendments": [{**AMENDED, "sets": {"warranties": uses}}]}})
    new = next(each for each in differences(before, after, from_day=TODAY) if each.code == "diff.cover.new")
    assert new.new == {
        "warranty": "hardware",
        "assets": ["s2"],
        "days": [["2027-01-01", "2028-03-15"]],
        "waits_for": [],
    }
    assert new.before is None
    assert new.after is not None
    assert new.after.path == ("amendments", 0, "sets", "warranties", 0)


def test_a_term_that_an_amendment_moves_moves_the_cover_that_begins_with_it_only_from_then_on() -> None:
    by_start = {"Warranty": {"start": {"trigger": "event", "event": "contract_start"}, "period": "1 year"}}
    later = {
        **AMENDED,
        "applies_from": "2026-07-01",
        "sets": {"term": {"start": "2026-04-01", "end": "2028-12-31"}},
    }
    before, after = acme(by_start), acme({**by_start, "Contract": {"amendments": [later]}})
    told = said(differences(before, after, from_day=TODAY), "diff.cover")
    assert told == [
        "warranty of 3 assets of category server (A-1, A-2, A-3) now ends 2027-04-01 (was 2027-01-01; Hardware warranty)"
    ]


def test_an_asset_whose_warranty_waits_for_a_day_is_not_called_uncovered() -> None:
    waiting = {"Contract": {"acceptances": [{"event": "final_acceptance"}]}}
    told = codes(differences(acme({}), acme(waiting), from_day=TODAY))
    assert "diff.cover.unknown" in told
    assert "diff.cover.lost" not in told


def test_cover_that_goes_on_by_another_warranty_is_no_loss() -> None:
    longer = {**parsed(BASE)["Warranty"], "id": "longer", "period": "5 years"}
    uses = [{"terms": "longer", "categories": ["server"]}]
    after = acme(
        {
            "Warranty/longer": longer,
            "Contract": {"amendments": [{**AMENDED, "sets": {"warranties": uses}}]},
        }
    )
    told = differences(acme({}), after, from_day=TODAY)
    cover = {each.code: each.effect for each in told if each.code.startswith("diff.cover")}
    assert cover == {"diff.cover.end": "other", "diff.cover.new": "better"}
    ends = next(each.effect for each in ended_in_2027({"warranties": []}) if each.code == "diff.cover.end")
    assert ends == "worse"
