"""What linux-standard records is compared from run to run: accounts, ports, versions, hardware, settings."""

from __future__ import annotations

import pytest
from properties import workspace as shipped

from fieldops.inspection.checks import CheckResult, Item, Verdict
from fieldops.inspection.plan import Plan, make_plan
from fieldops.records.comparison import Change, compare
from fieldops.records.snapshots import CheckSnapshot
from fieldops.structs import replaced
from tests.records.worlds import NAME, run

# What differs each time that somebody looks, and says nothing when it does.
MEASURED = {"tcp-time-wait", "tcp-close-wait"}
# What people call a fact, by the checks that record it; judged ones change within what is in order, too.
KINDS = {
    "accounts": {"login-accounts", "uid-0", "doubled-uid", "empty-passwords"},
    "ports": {"listening-ports", "addresses"},
    "versions": {"os-release", "kernel"},
    "hardware": {"model", "cpu-count", "link-speed", "duplex", "hostname"},
    "settings": {
        "time-zone",
        "selinux",
        "huge-pages",
        "open-files-limit",
        "password-max-age",
        "ssh-root-login",
    },
    "what was left out": {"filesystem-left-out", "interfaces-left-out", "scheduled-jobs"},
}


@pytest.fixture(scope="module")
def plan() -> Plan:
    library = shipped()
    return make_plan((library.need("Playbook", "linux-standard"),), library)


def changed(plan: Plan, id: str) -> list[Change]:
    """What is said of a check whose value is another one, of the type that its probe gives."""
    check = next(each for each in plan.playbook.checks if each.id == id)
    probe = next(each for each in plan.probes if each.id == check.probe)
    number = probe.fields[check.value].type == "number"
    snapshot = CheckSnapshot(id, NAME, "a", check.probe, check.value, NAME, tags=check.tags, info=check.info)
    before, after = (
        replaced(one, hosts=(replaced(one.hosts[0], checks=(CheckResult(id, Verdict.OK, (item,)),)),))
        for one, item in (
            (run({"h": {}}, (snapshot,)), Item("x", 4 if number else "a", None, Verdict.OK)),
            (run({"h": {}}, (snapshot,)), Item("x", 2 if number else "b", None, Verdict.OK)),
        )
    )
    return [each.change for each in compare(before, after).differences]


@pytest.mark.parametrize("id", sorted(set().union(*KINDS.values())))
def test_a_fact_that_changes_is_told(plan: Plan, id: str) -> None:
    assert changed(plan, id) == [Change.FACT]


def test_of_everything_that_is_only_recorded_somebody_has_said_whether_it_is_a_fact(plan: Plan) -> None:
    recorded = {check.id for check in plan.playbook.checks if check.info}
    assert recorded - set().union(*KINDS.values()) - {"ssh-password-login"} == MEASURED
    for id in MEASURED:
        assert changed(plan, id) == []
