"""The page for the manager: grade, sentences, and what became of things since the last run."""

from __future__ import annotations

import pytest
from sample_run import check, contract, host, item, playbook, run_with, sample_run, unknown

from fieldops.messages import LANGUAGES, say
from fieldops.records.comparison import compare
from fieldops.records.coverage import coverage_of
from fieldops.records.runs import Run
from fieldops.reports.build import build_report
from fieldops.reports.grade import GRADES, grade_of
from fieldops.reports.problems import ASKED
from fieldops.structs import replaced

NONE, D, C, B, A = GRADES


def run_of(*verdicts: str, hosts: int | None = None) -> Run:
    """A host for each text of verdicts, a letter for each value; an empty one was not reached; `hosts` are agreed."""
    codes = {"o": "OK", "w": "WARN", "c": "CRIT"}
    told = []
    for n, letters in enumerate(verdicts):
        rows = [item(at, codes[each], "%", f"/{at}") for at, each in enumerate(letters) if each != "u"]
        checks = [check("filesystem-usage", "OK", *rows)] if rows else []
        checks += [unknown("load", "reading.timeout", seconds=9) for each in letters if each == "u"]
        told.append(host(f"h{n}", "done" if letters else "unreachable", checks, [], **({} if letters else {"reason": "silent"})))  # fmt: skip
    return run_with(told, contract=contract([f"h{n}" for n in range(hosts or len(verdicts))]))


@pytest.mark.parametrize(
    ("verdicts", "hosts", "grade"),
    [
        (["o" * 40, "o" * 40], None, A),
        (["o" * 39 + "w"] * 2, None, A),
        (["o" * 8 + "ww"], None, B),
        (["o" * 9 + "c"], None, C),
        (["o" * 9 + "c", *["o"] * 30], None, C),
        (["oc", "oc"], None, D),
        (["oc", "oc", *["o"] * 18], None, C),
        (["oc", "oc", *["o"] * 17], None, D),
        (["o", "o", ""], None, C),
        (["o", "o"], 3, C),
        (["o" * 8 + "uu"], None, C),
        (["o", "", ""], None, NONE),
        (["o"], 3, NONE),
        (["ouu"], None, NONE),
        (["u"], None, NONE),
        ([""], None, NONE),
    ],
)
def test_the_grade_is_the_first_rule_that_holds_and_never_better_for_what_is_not_known(
    verdicts: list[str], hosts: int | None, grade: str
) -> None:
    run = run_of(*verdicts, hosts=hosts)
    assert grade_of(run, coverage_of(run)) == grade


def test_a_machine_under_several_assets_weighs_once_and_as_the_worst_of_them() -> None:
    def grade(*verdicts: str, same: int) -> str:
        run = run_of(*verdicts)
        hosts = [replaced(each, host_key="one") if at < same else each for at, each in enumerate(run.hosts)]
        run = replaced(run, hosts=tuple(hosts))
        assert [len(each.hosts) for each in run.one_machine] == ([same] if same else [])
        return grade_of(run, coverage_of(run))

    # Critical on one machine, whatever number of names it has, is not critical on several.
    assert grade("oc", "oc", same=0) == D
    assert grade("oc", "oc", same=2) == C
    assert grade("oc", "oc", "oc", same=2) == D
    # Its warnings do not count twice, and a good result under one name hides no bad one under another.
    assert grade("o" * 18 + "w", "o" * 18 + "w", same=2) == B
    assert grade("o" * 60 + "w", "o" * 61, same=2) == A
    assert grade("o" * 60, "o" * 59 + "c", same=2) == C
    # What gave no result under one name has none, though it has one under another: never better for it.
    assert grade("ouu", "ooo", same=2) == C


@pytest.mark.parametrize(
    ("verdicts", "shares"),
    [
        (["oc", "oc", *["o"] * 17], "2 of 19 hosts with data = 10.5%"),
        (
            # The worst case counts a host of which something only is not known, too.
            ["oc", "oc", *["o"] * 16, "ou", ""],
            "2 of 19 hosts with data = 10.5%; once the missing data of 2 hosts are in: C (2 of 20 = 10%) at best, D (4 of 20 = 20%) at worst",
        ),
        (["o" * 8 + "ww"], "warnings on 2 of 10 values judged = 20%"),
        (
            ["o", "o", ""],
            "1 of 3 hosts with data missing; 1 of 3 values not determined = 33.3%; once the missing data of 1 host are in: A at best, C (1 of 3 = 33.3%) at worst",
        ),
        (["o", "", ""], "1 of 3 hosts returned data; 1 values judged, 2 not determined"),
        (["o" * 40], "0 of 40 values not determined = 0%; warnings on 0 of 40 values judged = 0%"),
    ],
)
def test_the_shares_by_which_the_grade_was_found_stand_at_its_rule(verdicts: list[str], shares: str) -> None:
    grade = build_report(run_of(*verdicts), "en").grade
    told = [rule.rule.partition(" — this time: ")[2] for rule in grade.rules]
    assert told == [shares if rule.holds else "" for rule in grade.rules]


def test_a_host_without_data_is_one_result_that_is_not_determined_and_the_number_says_so() -> None:
    view = build_report(run_of("ooou", ""), "en")
    assert view.sentences[1].startswith(
        "2 points could not be determined (1 value on hosts that were reached; 1 host that returned no data, counted as one)"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_rule_of_the_grade_is_printed_beside_it(language: str) -> None:
    grade = build_report(sample_run(), language).grade
    (holding,) = [rule for rule in grade.rules if rule.holds]
    assert (holding.grade, holding.word) == (grade.grade, grade.word) == ("C", holding.word)
    assert len({rule.rule for rule in grade.rules}) == len(GRADES)


def test_sentences_say_what_is_wrong_what_is_not_known_what_to_do_and_a_table_what_the_customer_is_asked_for() -> (
    None
):
    view = build_report(sample_run(), "en")
    wrong, lost, first, who = view.sentences
    rows = {row.action: row.number for row in view.undetermined}
    asked = {row.number: (row.what, row.action, row.due) for row in view.requests}
    for what, begins, about in (
        (
            "Make sure that the host is on",
            "Check that the host is switched on",
            "all checks (core-app-02): 10.20.0.14 port 22 does not answer within 10 s",
        ),
        (
            "Grant the inspection account sudo without a password for its commands (annex C)",
            "Grant the inspection",
            "Accounts without password (core-db-02): root rights were refused: sudo asks for a password",
        ),
    ):
        (number,) = [number for action, number in rows.items() if action.startswith(begins)]
        assert asked[number][0] == about
        assert asked[number][1].startswith(what)
        assert asked[number][2] == "to be agreed at handover"
    assert wrong.startswith("3 problems were found: 1 critical, 2 warnings. Most serious: File system usage")
    assert lost.startswith("8 points could not be determined")
    assert (
        "Nothing at all is known about core-app-02 (10.20.0.14 port 22 does not answer within 10 s)." in lost
    )
    # Which checks that were, and why; of many kinds of reasons the first ones.
    assert (
        "Missing on core-db-01: State of the RAID array (the contract forbids the command 'megacli'; no. 9)."
        in lost
    )
    assert lost.endswith("For other reasons: no. 10.")
    assert first.startswith("Act now on no. 1: Clean up logs")
    assert who.startswith("No owner yet for no. 1")
    assert "agree on an owner and a due date" in who


def test_every_critical_problem_is_named_and_owners_are_told_of_the_problems_that_were_counted() -> None:
    wrong = [check(each, "CRIT", item(99, "CRIT", "%", "/")) for each in ("filesystem-usage", "load")]
    told = [host("h0", "done", wrong, []), host("h1", "unreachable", [], [], reason="silent")]
    view = build_report(run_with(told, contract=contract(["h0", "h1"])), "en")
    found, _, first, again, who = view.sentences
    assert found.startswith("2 problems were found")
    assert found.endswith("In addition, 1 host was not inspected (no. 3).")
    assert first.startswith("Act now on no. 1, 2, starting with no. 1: ")
    assert who.startswith("No owner yet for no. 1, 2: ")
    # What the customer has to do first has its number in the same place, and nobody has to be given the host before.
    assert again.startswith(
        "No. 3: to be inspected again by Farshore Services Ltd. once what no. 4 asks for has been done"
    )
    assert view.requests[0].number == 4
    assert "after no. 4 (customer)" in view.plan.rows[2].owner


def test_nothing_wrong_is_said_only_of_what_was_looked_at() -> None:
    fine = build_report(run_of("oo"), "en").sentences
    assert fine[0] == "Among the values obtained, none deviates from its standard."
    assert fine[2] == "There is nothing to put right."
    lost = build_report(run_of("ooou"), "en").sentences
    assert "find out what could not be determined" in lost[2]
    assert "not known whether all is well" in lost[1]


def test_what_became_of_things_since_the_last_run_stands_on_the_page_and_at_each_problem() -> None:
    before, now = run_of("occ"), run_of("wcoc")
    view = build_report(now, "en", None, compare(before, now))
    told = {fact.label: fact.value for fact in view.compared.counts}
    assert told == {
        "new": "2",
        "still open": "1",
        "fixed": "1",
        "what was fixed:": "File system usage (h0)",
    }
    assert "2026-06-18" in view.compared.sentence
    assert [(row.verdict.code, row.since) for row in view.problems] == [
        ("CRIT", "1 new, 1 still open"),
        ("WARN", "1 new"),
    ]


def test_without_an_earlier_run_it_says_that_nothing_was_compared() -> None:
    view = build_report(run_of("o"), "zh-CN")
    assert (view.compared.counts, view.compared.sentence) == ((), "没有可供对比的同方案历史记录。")


def test_where_nothing_is_asked_of_the_customer_there_is_no_table_of_it() -> None:
    assert build_report(run_of("oo"), "en").requests == ()
    assert build_report(run_of("ooou"), "en").requests == ()  # a timeout is ours to look at again


def test_of_many_hosts_that_were_not_reached_the_first_are_named_with_their_cause() -> None:
    told = [host(f"h{n}", "unreachable", [], [], reason="silent") for n in range(5)]
    told.append(host("h9", "done", [check("load", "OK", item(0.1, "OK", "count"))], []))
    lost = build_report(run_with(told, contract=contract([each["host"] for each in told])), "en").sentences[1]
    assert "h0 (" in lost
    assert "h2 (" in lost
    assert lost.endswith("and 2 more, see no. 2.")


def test_the_limit_that_a_number_has_passed_stands_beside_it() -> None:
    book = playbook()
    for each in book["checks"]:
        if each["id"] == "filesystem-usage":
            each |= {"warn": ">= 80%", "crit": ">= 90%"}
    rows = build_report(sample_run(playbook=book), "en").problems
    assert [(row.value, row.limit) for row in rows if row.check == "File system usage"] == [
        ("96.5%", "(Critical: ≥90%)"),
        ("83.2%", "(Warning: ≥80%)"),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ASKED)
def test_whatever_is_asked_of_the_customer_has_words_in_both_tables(kind: str, language: str) -> None:
    assert say(f"report.action.{kind}", language) != say(f"report.asked.{kind}", language)


def test_every_host_that_was_not_inspected_is_counted_though_they_share_a_row() -> None:
    view = build_report(run_of("oc", "", ""), "en")
    assert "In addition, 2 hosts were not inspected (no. 2)." in view.sentences[0]
