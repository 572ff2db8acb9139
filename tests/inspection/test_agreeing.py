"""Whether hosts agree, on recorded outputs of several: tests/data/checks/groups."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from effort import calls, examples
from hypothesis import given
from hypothesis import strategies as st
from recorded_checks import made, told

from fieldops.inspection.agreeing import Answer, agreed, asked_of
from fieldops.inspection.checks import CheckResult, Verdict
from fieldops.inspection.frames import RawOutput
from fieldops.inspection.readings import Reason, read_output
from fieldops.messages import LANGUAGES, say

FOLDER = Path(__file__).parents[1] / "data/checks/groups"
FILES = sorted(FOLDER.glob("*.yaml"))
FIELDS = {"name": {"type": "text"}, "used": {"type": "text"}, "more": {"type": "text", "optional": True}}


def judged(data: dict[str, Any], hosts: dict[str, str | None]) -> dict[str, CheckResult]:
    judge, probe = made({"fields": FIELDS, **data})

    def result(lines: str) -> CheckResult:
        out = "".join(f"{line}\n" for line in lines.split(";") if line)
        return judge.judge(read_output(probe, RawOutput("p", out=out.encode(), exit_code=0, why="ok")))

    groups = data.get("groups", {})
    answers = [
        Answer(host, tuple(groups.get(host, ())), None if lines is None else result(lines))
        for host, lines in hosts.items()
    ]
    asked = asked_of(answer.result for answer in answers)
    alone = {answer.host: answer.result for answer in answers if answer.result is not None}
    assert all(each.verdict is not Verdict.OK for each in alone.values()), "a host alone cannot know"
    return {**alone, **(agreed(asked, answers) if asked is not None else {})}


def reasons(results: dict[str, CheckResult]) -> list[Reason]:
    found = [each for result in results.values() for each in (result, *result.items)]
    return [each.reason for each in found if each.reason is not None]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_hosts_are_judged_against_each_other(file: Path) -> None:
    data = told(file)
    for case in data["cases"]:
        results = judged(data, case["hosts"])
        verdicts = {host: str(result.verdict) for host, result in results.items()}
        assert (case["hosts"], verdicts) == (case["hosts"], case["verdicts"])
        matching = [each for each in reasons(results) if each.code == case["reason"]]
        assert matching, (case, results)
        said = [say(each.code, language, each.values) for each in matching for language in LANGUAGES]
        assert all("{" not in each and case.get("says", "") in each for each in said)


def test_what_waits_is_judged_by_the_fold_whatever_order_the_hosts_come_in() -> None:
    data = told(FOLDER / "consistent.yaml")
    hosts = {"a": "ntp,1,", "b": "ntp,2,", "c": "ntp,1,", "d": None}
    turned = dict(reversed(hosts.items()))
    one, other = judged(data, hosts), judged(data, turned)
    assert {host: each.verdict for host, each in one.items()} == {
        host: each.verdict for host, each in other.items()
    }


@examples(80)
@given(
    st.dictionaries(
        st.sampled_from("abcde"), st.sampled_from(["v,1,", "v,2,", "v,1,;w,1,", "", "!", None]), min_size=1
    )
)
def test_no_group_with_a_host_that_was_not_read_is_said_to_agree(hosts: dict[str, str | None]) -> None:
    results = judged(told(FOLDER / "consistent.yaml"), hosts)
    unread = any(lines in ("!", None) for lines in hosts.values())
    if unread or len(hosts) < 2:
        assert "reading.group-same" not in {each.code for each in reasons(results)}
    if len(set(hosts.values())) == 1 and not unread and len(hosts) > 1:
        assert {each.verdict for each in results.values()} == {Verdict.OK}
    if len({lines for lines in hosts.values() if lines not in ("!", None)}) > 1:
        assert not all(each.verdict is Verdict.OK for each in results.values())


def test_many_hosts_are_looked_at_once_and_not_each_by_each() -> None:
    data = told(FOLDER / "consistent.yaml")

    def effort(count: int) -> int:
        hosts = {f"h{at}": "a,1,;b,2,;c,3," for at in range(count)}
        return calls(lambda: judged(data, {**hosts, "odd": "a,9,"}))

    assert effort(400) < 5 * effort(100)
