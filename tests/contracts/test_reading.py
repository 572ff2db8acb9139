"""A contract that is read back says all of it: no property of an example can change without a word of `contract show`.

Acceptance 4 of issue 10. Each property of each example contract, and of what it refers to, is changed in turn to
something else that the schema accepts; what is said must change in both languages. Documents' own names (`id`, `kind`,
`contract`) are left out: to change them is to refer to something else.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from conftest import again
from properties import (
    DAY,
    EXAMPLES,
    Change,
    agreement,
    changes,
    contract,
    used_documents,
    with_data,
    workspace,
)

from fieldops.actions.contracts import with_stocks
from fieldops.contracts.agreement import Agreement
from fieldops.contracts.model import Override
from fieldops.contracts.reading.line import Line, Section
from fieldops.contracts.reading.whole import _PARTS, read_back, terms_read_back
from fieldops.contracts.versions import AMENDABLE
from fieldops.documents.workspace import Document
from fieldops.messages import LANGUAGES, say, say_value
from fieldops.structs import replaced


def heard(sections: list[Section], language: str) -> str:
    return _said(_in_order(sections), language)


def heard_alike(before: list[Section], after: list[Section], language: str) -> bool:
    """Whether the same is heard of both. To say it takes longest: equal lines at the beginning and at the end are left out."""
    one, other = _in_order(before), _in_order(after)
    while one and other and one[-1] == other[-1]:
        one.pop()
        other.pop()
    pairs = enumerate(zip(one, other, strict=False))
    same = next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))
    return _said(one[same:], language) == _said(other[same:], language)


def _in_order(sections: list[Section]) -> list[str | Line]:
    """Headings and lines as they follow each other."""
    return [each for section in sections for each in (section.heading, *section.lines)]


def _said(found: list[str | Line], language: str) -> str:
    return "\n".join(
        say(one, language)
        if isinstance(one, str)
        else f"{say_value(one.whole, language)} {one.article} {one.id}"
        for one in found
    )


def silent(id: str, documents: list[Document], base: Document, seen: set[object] | None) -> list[Change]:
    """The changes of these documents of the example (whose contract is `base`) after which the same is said as before."""
    before = agreement(id, base)
    return [
        replaced(change, data={})
        for document in documents
        for change in changes(document, seen)
        if unheard(before, agreement(id, base, with_data(document, change.data)), change.languages)
    ]


def sentences(agreed: Agreement, day: date) -> list[Section]:
    """What is said of each thing in a sentence made for it; to these is added what no sentence tells."""
    in_force = agreed.terms_on(day)
    return [Section(heading, tuple(say_it(agreed, in_force, day))) for heading, say_it in _PARTS]


# What takes longer is asked only where what comes before it tells no difference: what no sentence tells, and what falls due.
_WAYS = (sentences, terms_read_back, read_back)
_before: dict[int, tuple[Agreement, dict[object, list[Section]]]] = {}


def unheard(before: Agreement, after: Agreement, languages: Iterable[str]) -> list[str]:
    """The languages in which the same is said of both; what was said of one `before` is kept, as many are compared with it."""
    _, said = _before.setdefault(id(before), (before, {}))
    alike = list(languages)
    for say_it in _WAYS:
        if alike:
            if say_it not in said:
                said[say_it] = say_it(before, DAY)
            one, other = said[say_it], say_it(after, DAY)
            alike = [language for language in alike if heard_alike(one, other, language)]
    return alike


def test_no_property_of_an_example_changes_without_a_word() -> None:
    seen: set[object] = set()
    for id in EXAMPLES:
        assert silent(id, used_documents(id), contract(id), seen) == []
    assert len(seen) > 500


@pytest.mark.long
@pytest.mark.parametrize("id", EXAMPLES)
def test_no_property_of_an_example_changes_without_a_word_wherever_it_stands(id: str) -> None:
    assert silent(id, used_documents(id), contract(id), None) == []


def amended(id: str, applies_from: date) -> Document:
    """The example with all that an amendment can set moved into one."""
    signed = contract(id)
    sets = {name: signed.data[name] for name in AMENDABLE if name in signed.data}
    amendment = {
        "id": "all",
        "date": "2026-06-01",
        "applies_from": applies_from.isoformat(),
        "rationale": {"zh-CN": "原因", "en": "why"},
        "deadlines": [{"order": "O-1", "milestone": "resolve", "due": "2026-06-20"}],
    }
    return with_data(signed, {**signed.data, "amendments": [{**amendment, "sets": sets}]})


def test_no_property_of_a_store_of_spares_changes_without_a_word() -> None:
    """What is kept ready for a contract, and that a customer is told nothing of it."""
    shelf, id, key = workspace(), "device-platform", ("Stock", "device-stock")
    store, seen = shelf.documents[key], set[object]()
    said = {
        language: heard(read_back(with_stocks(shelf, agreement(id)), DAY), language) for language in LANGUAGES
    }
    for change in changes(store, seen):
        other = replaced(shelf, documents={**shelf.documents, key: with_data(store, change.data)})
        after = read_back(with_stocks(other, agreement(id)), DAY)
        for language in change.languages:
            assert heard(after, language) != said[language], change.where
    assert len(seen) >= 5
    outside = read_back(with_stocks(shelf, agreement(id)), DAY, for_customer=True)
    assert outside == read_back(agreement(id), DAY, for_customer=True)


@again
@pytest.mark.parametrize("applies_from", [DAY - timedelta(days=30), DAY + timedelta(days=30)])
def test_no_property_of_an_amendment_changes_without_a_word(applies_from: date) -> None:
    """What is in force, and what will be; and what the amendment says of itself."""
    seen: set[object] = set()
    for id in EXAMPLES:
        document = amended(id, applies_from)
        before = agreement(id, document)
        for change in changes(document, seen, ("amendments", 0)):
            # A section that the amendment does not set is as it was signed: here the same.
            if change.where[2:3] == ("sets",) and len(change.where) < 5:
                continue
            after = agreement(id, with_data(document, change.data))
            assert unheard(before, after, change.languages) == [], change.where
    assert len(seen) > 100
    told = {each[0][3] for each in seen if isinstance(each, tuple) and len(each[0]) > 3}
    assert told >= {"date", "rationale", "deadlines", "sets"}


@again
def test_no_property_of_what_only_an_amendment_refers_to_changes_without_a_word() -> None:
    seen: set[object] = set()
    for id in EXAMPLES:
        document = amended(id, DAY - timedelta(days=30))
        bare = with_data(
            document,
            {name: each for name, each in document.data.items() if name not in AMENDABLE or name == "term"},
        )
        found = agreement(id, bare)
        kinds = ("ServiceLevel", "Warranty")
        documents = [each for each in found.documents.values() if each.kind in kinds]
        assert {each.kind for each in documents} == set(kinds)
        assert silent(id, documents, bare, seen) == []
    assert len(seen) > 100


def test_all_that_contracts_refer_to_is_changed() -> None:
    """The parts' catalogues are no part of it: they belong to stocks, which name the contracts that they are kept for."""
    kinds = {document.kind for id in EXAMPLES for document in used_documents(id)}
    assert kinds == {"Contract", "Assets", "Team", "ServiceLevel", "Warranty", "Calendar", "EmergencyPlan"}
    assert all(contract(id).data.get("sites") for id in EXAMPLES if id != "archive-digitisation")


def test_a_line_says_where_it_stands_in_the_paper_and_in_the_file() -> None:
    found = agreement("archive-digitisation")
    lines = [line for section in read_back(found, DAY) for line in section.lines]
    by_sentence = {say_value(line.said, "zh-CN"): line for line in lines}
    respond = by_sentence["故障报修，所有等级：响应，5 分钟内（7×24 小时）"]
    assert respond.article == "第 3 条"
    assert found.position(respond.clause).path == "contracts/service-levels/archive-support.yaml"
    # What is said of a whole section holds for the entries in it.
    assert by_sentence["另约定（受理）：紧急可先处理"].article == "第 2 条"


def test_conditions_belong_to_what_is_promised() -> None:
    sections = read_back(agreement("device-platform"), DAY)
    said = heard(sections, "zh-CN")
    assert "故障，一般故障：解决，1 小时内（7×24 小时），条件：可远程修复" in said
    assert "返厂维修期间的措施：代用机，未约定时限；提供至：至修复件返回；性能相同" in said
    assert "重大故障：平台中断，或一个站点以上的终端不可用" in said
    assert "热线 400-555-0171，7×24 小时" in said
    assert "when when" not in heard(sections, "en")
    assert "1 assets" not in heard(sections, "en")


def test_a_warranty_says_which_causes_it_does_not_cover_also_those_it_does_not_name() -> None:
    chinese = heard(read_back(agreement("device-platform"), DAY), "zh-CN")
    assert (
        "设备硬件质保：以下原因不在质保范围：安装不当、使用不当、人为损坏、外部原因、耗材正常损耗、擅自改动、不可抗力；"
        "其中未约定费用的：安装不当、耗材正常损耗、擅自改动、不可抗力（开工前另行商定）"
    ) in chinese


def test_somebody_without_a_phone_is_said_to_have_none() -> None:
    team = agreement("device-platform").team
    assert team is not None
    someone = replaced(team.people[0], phone=None)
    without = replaced(agreement("device-platform"), team=replaced(team, people=(someone, *team.people[1:])))
    assert "phone no phone" not in heard(read_back(without, DAY), "en")
    assert ", no phone number" in heard(read_back(without, DAY), "en")
    assert "，未留电话" in heard(read_back(without, DAY), "zh-CN")


def test_the_customer_is_not_told_how_the_service_company_logs_in() -> None:
    for_customer = heard(read_back(agreement("device-platform"), DAY, for_customer=True), "en")
    assert "inspector" not in for_customer
    assert "198.51.100.11" not in for_customer
    assert "SHA256:" not in for_customer
    assert "HL-SV-250101" in for_customer


@pytest.mark.parametrize("id", EXAMPLES)
def test_a_customer_hears_who_serves_the_contract_and_nothing_private(id: str) -> None:
    found = agreement(id)
    said = "\n".join(
        say_value(line.whole, language)
        for language in LANGUAGES
        for section in read_back(found, DAY, for_customer=True)
        for line in section.lines
    )
    staff = heard(read_back(found, DAY), "zh-CN")
    assert found.team is not None
    liaisons = {one.phone for one in found.signed.emergency.liaisons} if found.signed.emergency else set()
    for person in found.team.people:
        assert say_value(person.name, "zh-CN") in said
        private = [person.phone, person.email, *(one.number for one in person.qualifications)]
        for each in private:
            assert each is None or each in liaisons or each not in said
            assert each is None or each in staff
    internal = ["linux-standard", *(one.host.address for one in found.assets if one.host)]
    assert not [each for each in internal if each in said]
    assert f"合同标识：{found.id}" not in said
    assert "值班组" not in said
    chinese = heard(read_back(found, DAY, for_customer=True), "zh-CN")
    assert found.signed.vendor.hotline is None or chinese.count(found.signed.vendor.hotline) == 1


def test_what_the_contract_replaces_is_marked_and_its_own_time_keeps_the_condition_and_the_clock() -> None:
    found = agreement("device-platform")
    level = found.level(found.signed)
    assert level is not None
    remote = next(each for each in level.milestones if each.when == "remotely_fixable")
    own = Override(remote.request, remote.milestone, "2h", remote.severity)
    amended = replaced(found, signed=replaced(found.signed, service_level_overrides=(own,)))
    said = heard(read_back(amended, DAY), "zh-CN")
    before = "故障，一般故障：解决，1 小时内（7×24 小时），条件：可远程修复"
    assert f"{before}（不适用，以本合同特别约定为准）" in said
    assert f"本合同特别约定：{before.replace('1 小时内', '2 小时内')}" in said


@pytest.mark.parametrize(
    ("id", "language", "said"),
    [
        ("managed-service", "zh-CN", "召开问题归零分析会：发生故障、投诉或审核发现问题后，48 小时内"),
        ("managed-service", "en", "when a fault, a complaint or an audit shows a problem, within 48 h"),
        ("archive-digitisation", "zh-CN", "第一时间将报修信息上报派单专员确认：非工作时间接到报修时"),
        (
            "archive-digitisation",
            "en",
            "The dispatcher is told at once and confirms who goes: when a fault is reported",
        ),
    ],
)
def test_what_is_done_on_an_occasion_says_which_and_how_soon(id: str, language: str, said: str) -> None:
    assert said in heard(read_back(agreement(id), DAY), language)


@pytest.mark.parametrize(
    ("id", "language", "said"),
    [
        ("housing-fund-portal", "zh-CN", "服务开始标志：初验（2025-11-18）"),
        ("housing-fund-portal", "en", "service begins with: preliminary acceptance (2025-11-18)"),
        ("housing-fund-portal", "zh-CN", "仅限授权人员报修"),
        ("housing-fund-portal", "zh-CN", "质保提供方：原厂或其授权服务商"),
        ("managed-service", "zh-CN", "影响部分功能使用，急需恢复：定为二级"),
        ("managed-service", "zh-CN", "仅限每天 01:00-05:00 施工；值守：高级工程师"),
        ("managed-service", "en", "Standby system runs along"),
        ("managed-service", "zh-CN", "负责人：部门经理；完成时限：2026-06-30"),
        ("device-platform", "zh-CN", "服务梯队：专家评审和服务团队"),
        ("device-platform", "en", "Remote by: phone, e-mail, remote desktop, video"),
    ],
)
def test_what_the_sources_promise_is_said_in_words_of_the_trade(id: str, language: str, said: str) -> None:
    assert said in heard(read_back(agreement(id), DAY), language)


def test_an_event_that_service_begins_with_and_that_has_no_date_is_said_to_have_none() -> None:
    signed = contract("housing-fund-portal")
    data = {**signed.data, "acceptances": []}
    lines = read_back(agreement("housing-fund-portal", with_data(signed, data)), DAY)
    assert "preliminary acceptance, which has no date yet" in heard(lines, "en")


def test_a_customer_is_told_the_number_of_a_station_and_none_of_an_engineer() -> None:
    told = heard(read_back(agreement("device-platform"), DAY, for_customer=True), "en")
    assert "025-5550-0220" in told
    assert "025-5550-0211" not in told
