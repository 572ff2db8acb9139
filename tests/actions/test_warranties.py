"""The warranty actions: the workspace then and now, lists, files of claims, gaps of a customer."""

from __future__ import annotations

import subprocess
import tracemalloc
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from fieldops.actions.claim_files import answers, claim_of, day_or_time
from fieldops.actions.warranties import check_claim, end_of, find_gaps, list_warranties
from fieldops.contracts.model.warranty import CAUSES
from fieldops.contracts.standing import Standing
from fieldops.contracts.wording import word
from fieldops.documents.workspace import load_workspace
from fieldops.errors import FieldopsError, UsageError
from fieldops.messages import say_value
from fieldops.warranty.claim import Claim
from tests.conftest import Workspace

NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
ROOT = Path(__file__).parents[2]
WARRANTY = """\
apiVersion: fieldops/v1
kind: Warranty
id: basic
title: t
covers: hardware
start: {trigger: event, event: final_acceptance}
period: 12 months
period_rule: corresponding_date
parts: 100
labour: 100
travel: 100
causes: [normal]
"""
MORE = """\
warranties: [{terms: basic}]
acceptances: [{event: final_acceptance, date: 2026-03-01}]
"""


@pytest.fixture
def acme(workspace: Workspace) -> Workspace:
    workspace.write("contracts/basic.yaml", WARRANTY)
    workspace.contract([{"id": "db-1", "serial": "SN-1", "category": "server"}], more=MORE)
    return workspace


def test_what_the_repository_said_at_a_revision(acme: Workspace) -> None:
    def git(*arguments: str) -> None:
        named = ("-c", "user.name=t", "-c", "user.email=t@example.org")
        subprocess.run(["git", "-C", str(acme.root), *named, *arguments], check=True, capture_output=True)

    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "one")
    acme.write("contracts/basic.yaml", WARRANTY.replace("12 months", "6 months"))
    claim = Claim("SN-1", "normal", date(2026, 10, 1))
    desk, now = check_claim(acme.root, "acme", claim, NOW)
    then, before = check_claim(acme.root, "acme", claim, NOW, known_at="HEAD")
    assert (now.outcome, before.outcome) == ("not_covered", "covered")
    assert desk.revision is None
    assert then.revision is not None
    assert len(then.revision) == 40
    reason = next(each for each in before.reasons if each.rule == "warranty")
    assert then.position(reason.inner[1].clause or ("", "", ())).path == "contracts/basic.yaml"


def test_warranties_by_their_last_day_and_those_that_expire() -> None:
    def listed(contract: str | None = None, expiring: str | None = None) -> list[Standing]:
        return [one.standing for one in list_warranties(ROOT, NOW, contract, expiring).warranties]

    found = listed("device-platform")
    ends = [one.end for one in found if one.end]
    assert ends == sorted(ends)
    assert found[0].days_left == 55  # until 2027-01-16
    soon = listed(expiring="90d")
    assert {one.contract for one in soon} == {"device-platform"}
    assert {str(one.end) for one in soon} == {"2027-01-16"}
    assert listed(expiring="54d") == []
    assert len(listed(expiring="55d")) == len(soon)


def test_a_time_to_look_ahead() -> None:
    assert end_of(date(2026, 1, 31), "1 month") == date(2026, 2, 28)
    for wrong in ("90", "2wd", "3h", "soon"):
        with pytest.raises(UsageError, match="no-such-time"):
            end_of(date(2026, 1, 31), wrong)


def test_gaps_by_customer_name_in_either_language_or_contract(acme: Workspace) -> None:
    by_name = find_gaps(ROOT, "滨海新能源集团有限公司")
    assert [one.finding for one in find_gaps(ROOT, "binhai new energy")[0]] == [
        one.finding for one in by_name[0]
    ]
    assert by_name[1] == ["managed-service"]
    found = {(one.finding.asset.id, one.finding.kind, str(one.finding.start)) for one in by_name[0]}
    # Hardware until 2028-03-19, software from the deemed final acceptance on 2026-05-20, the term ends on 2028-03-31.
    assert ("app-01", "ends_before_contract", "2028-03-20") in found
    assert ("erp", "gap", "2026-04-01") in found
    with pytest.raises(UsageError) as refused:
        find_gaps(acme.root, "Acmee")
    assert "Acme" in str(refused.value.values["choices"])


# --- files of claims -------------------------------------------------------------------------------------


def outcomes(acme: Workspace, name: str, content: str | bytes, contract: str | None = "acme") -> list[str]:
    """The outcome or the error's code of each line, after its number."""
    file = acme.root / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    found = []
    for one in answers(load_workspace(acme.root, judged=False), file, NOW, contract):
        shown = one.error.code if one.error else one.decision.outcome if one.decision else "?"
        found.append(f"{one.line} {shown}")
    return found


def test_csv_a_bad_line_is_told_and_the_others_go_on(acme: Workspace) -> None:
    csv = """\
asset,cause,day,part_no
SN-1,normal,2026-05-01,
SN-1,normal,2027-03-02,

SN-9,normal,2026-05-01,
SN-1,misus,2026-05-01,
SN-1,normal,2026-05-01
SN-1,normal,2026-02-30,
SN-1,"normal,2026-05-01,
SN-1,unknown,2026-05-01T23:30+08:00,
SN-1,normal,2026-05-01,,x
SN-1,,2026-05-01,
"""
    assert outcomes(acme, "claims.csv", csv) == [
        "2 covered",
        "3 not_covered",
        "5 warranty.unknown-asset",
        "6 warranty.unknown-cause",
        "7 warranty.column-missing",
        "8 warranty.no-such-day",
        "9 warranty.no-csv",
        "10 undetermined",
        "11 warranty.column-extra",
        "12 warranty.field-missing",
    ]


def test_json_lines_also_without_a_name_that_tells(acme: Workspace) -> None:
    lines = """\
{"contract": "acme", "asset": "SN-1", "cause": "normal", "at": "2026-05-01"}
{"contract": "none", "asset": "SN-1", "cause": "normal", "at": "2026-05-01"}
{"asset": "SN-1", "cause": "normal", "at": "2026-05-01"}
{"contract": "acme", "asset": "SN-1", "cause": "normal"}
{"contract": "acme", "asset": 7, "cause": "normal", "at": "2026-05-01"}
{"contract": "acme", "asset": "SN-1", "cause": "normal", "at": "2026-05-01", "colour": "red"}
{"contract": "acme", "asset": "SN-1", "cause": "normal", "at": "2026-05-01", "remotely_fixable": "maybe"}
["acme"]
{"contract":
{"contract": "acme", "asset": "SN-1", "cause": "misuse", "at": "2026-05-01", "remotely_fixable": true}
"""
    for name in ("claims.jsonl", "claims"):
        assert outcomes(acme, name, lines, None) == [
            "1 covered",
            "2 reference.dangling",
            "3 warranty.field-missing",
            "4 warranty.no-day",
            "5 warranty.not-a-text",
            "6 warranty.unknown-field",
            "7 warranty.not-yes-or-no",
            "8 warranty.no-json",
            "9 warranty.no-json",
            "10 not_covered",
        ]


def test_a_spreadsheet_of_china_is_read(acme: Workspace) -> None:
    text = "合同,序列号,原因,日期\r\nacme,SN-1,normal,2026-05-01\r\n"
    for encoding in ("utf-8-sig", "gb18030"):
        assert outcomes(acme, "claims.csv", text.encode(encoding), None) == ["2 covered"]


def test_a_header_that_lacks_a_column_ends_the_batch_before_it_begins(acme: Workspace) -> None:
    for header, code in (
        ("asset,cause", "column-missing"),
        ("asset,cause,day,colour", "unknown-column"),
        ("asset,asset,cause,day", "column-doubled"),
    ):
        with pytest.raises(UsageError, match=code):
            outcomes(acme, "claims.csv", f"{header}\n")
    with pytest.raises(UsageError, match="column-missing"):
        outcomes(acme, "claims.csv", "asset,cause,day\n", contract=None)
    with pytest.raises(FieldopsError, match="file-unreadable"):
        list(answers(load_workspace(acme.root), acme.root / "none.csv", NOW))


def test_a_batch_needs_no_memory_for_what_it_has_done(acme: Workspace) -> None:
    def peak(lines: int) -> int:
        file = acme.root / "claims.csv"
        text = "".join(f"SN-1,normal,2026-05-{1 + at % 28:02},P{at}\n" for at in range(lines))
        file.write_text("asset,cause,day,part_no\n" + text)
        workspace = load_workspace(acme.root, judged=False)
        tracemalloc.start()
        count = sum(1 for _ in answers(workspace, file, NOW, "acme"))
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert count == lines
        return used

    assert peak(3000) < 1.5 * peak(300)


def test_a_line_without_end_is_refused_and_the_next_is_read(acme: Workspace) -> None:
    endless = "SN-1," + "x" * 200_000
    text = f"asset,cause,day\n{endless}\nSN-1,normal,2026-05-01\n"
    assert outcomes(acme, "claims.csv", text) == ["2 warranty.line-too-long", "3 covered"]


def test_days_are_written_in_one_way() -> None:
    for wrong in ("20260501", "2026-W10-1", "01.05.2026", "2026-5-1", ""):
        with pytest.raises(UsageError):
            day_or_time(wrong)
    assert day_or_time("2026-05-01") == date(2026, 5, 1)
    assert claim_of({"asset": "a", "upgrade": "minor", "day": "2026-05-01"}).cause == "unknown"


def test_what_would_help_comes_first_and_says_how_far_it_holds(acme: Workspace) -> None:
    _, told = check_claim(acme.root, "acme", Claim("SN-1", "normal", date(2026, 2, 1)), NOW)
    (day,) = [flip for flip in told.flips if flip.fact == "day"]
    assert (str(day.value), day.reach, str(day.through), day.outcome) == (
        "2026-03-01",
        "from",
        "2027-03-01",
        "covered",
    )
    assert say_value(day.said, "en") == "from 2026-03-01 to 2027-03-01: covered"


def test_a_local_time_is_one_of_the_contract_s_zone(acme: Workspace) -> None:
    for text, day in (("2027-03-01T23:59", "2027-03-01"), ("2027-03-01T23:59Z", "2027-03-02")):
        asked = claim_of({"asset": "SN-1", "cause": "normal", "day": text})
        _, told = check_claim(acme.root, "acme", asked, NOW)
        assert str(told.day) == day
    assert outcomes(acme, "claims.csv", "asset,cause,day\nSN-1,normal,2027-03-01T23:59\n") == ["2 covered"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2027/03/16", "2027-03-16"),
        ("2027/3/6", "2027-03-06"),
        ("2027年3月16日", "2027-03-16"),
        ("2027/3/16 8:30", "2027-03-16T08:30"),
        ("2027/3/16 23:59:30", "2027-03-16T23:59:30"),
    ],
)
def test_days_as_excel_writes_them_are_read(written: str, meant: str) -> None:
    assert day_or_time(written) == day_or_time(meant)


@pytest.mark.parametrize("unsure", ["3/16/2027", "16/03/2027", "27/3/16", "2027/13/1", "2027/3", "46097"])
def test_days_that_mean_two_things_or_none_are_refused(unsure: str) -> None:
    with pytest.raises(UsageError, match="no-such-day"):
        day_or_time(unsure)


def test_causes_are_read_in_the_words_in_which_they_are_told() -> None:
    for language in ("zh-CN", "en"):
        for cause in CAUSES:
            told = say_value(word(cause, "cause"), language)
            assert claim_of({"asset": "a", "cause": told, "day": "2026-05-01"}).cause == cause
    assert claim_of({"asset": "a", "cause": "原因不明", "day": "2026-05-01"}).cause == "unknown"
    kinds = claim_of({"asset": "a", "cause": "人为损坏", "fault_in": "硬件", "day": "2026-05-01"})
    assert (kinds.cause, kinds.fault_in) == ("human_damage", "hardware")
    with pytest.raises(FieldopsError, match="unknown-cause"):
        claim_of({"asset": "a", "cause": "坏了", "day": "2026-05-01"})
