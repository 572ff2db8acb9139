"""Which assets of a run are one machine."""

from __future__ import annotations

from dataclasses import dataclass, field

from fieldops.inspection.checks import CheckResult, Item, Verdict
from fieldops.inspection.readings import Reason
from fieldops.messages.text import Text
from fieldops.records.machines import OneMachine, one_machine
from fieldops.records.snapshots import CheckSnapshot, PlaybookSnapshot

NAME = Text("x", "x")
CHECKS = (
    CheckSnapshot("name", NAME, "a", "linux-identity", "hostname", NAME),
    CheckSnapshot("drops", NAME, "a", "linux-interface-errors", "drops_percent", NAME),
)
PLAYBOOK = PlaybookSnapshot("p", NAME, "linux", None, (), CHECKS, ())
BOOT, OTHER = "1e652ff2-5fec-42f4-bbe2-bea6b6f89627", "7d4e1c52-6f0b-4a35-9c77-0d4c7b6f1a10"


@dataclass(frozen=True)
class Host:
    host: str
    host_key: str | None
    checks: tuple[CheckResult, ...] = field(default=())


def host(id: str, key: str | None, boot: str | None = None, name: str | None = None) -> Host:
    values = {"en": "0", "zh": "0", "count": 0, "of": None, "since": boot}
    counted = Item("em1", 0, "%", Verdict.OK, Reason("reading.counter", values))
    named = Item(None, name, None, Verdict.INFO)
    return Host(
        id, key, (CheckResult("name", Verdict.INFO, (named,)), CheckResult("drops", Verdict.OK, (counted,)))
    )


def test_one_key_is_one_machine() -> None:
    hosts = [host("a", "k1"), host("b", "k2"), host("c", "k1")]
    assert one_machine(hosts, PLAYBOOK) == (OneMachine(("a", "c"), "k1"),)


def test_two_servers_of_one_machine_are_found_by_its_boot_and_its_name() -> None:
    hosts = [host("a", "k1", f"{BOOT} em2", "web"), host("b", "k2", BOOT, "web")]
    assert one_machine(hosts, PLAYBOOK) == (OneMachine(("a", "b"), None),)


def test_what_is_one_by_its_key_and_by_its_boot_is_one() -> None:
    hosts = [host("a", "k1", BOOT, "web"), host("x", "k9"), host("b", "k2", BOOT, "web"), host("c", "k2")]
    assert one_machine(hosts, PLAYBOOK) == (OneMachine(("a", "b", "c"), None),)


def test_containers_clones_and_what_nothing_is_known_of_are_no_evidence() -> None:
    hosts = [
        host("a", "k1", BOOT, "web"),
        host("container", "k2", BOOT, "box"),
        host("clone", "k3", OTHER, "web"),
        host("unnamed", "k4", BOOT),
        host("unnamed-too", "k5", BOOT),
        host("not-booted", "k6", None, "web"),
        host("odd", "k7", "forever", "web"),
        host("odd-too", "k8", "forever", "web"),
        host("this-machine", None, BOOT, "web"),
    ]
    assert one_machine(hosts, PLAYBOOK) == ()


def test_assets_that_were_the_inspecting_machine_itself_are_one() -> None:
    """Two local assets were two hosts to the report, without a word."""
    hosts = [host("a", None), host("b", "k1", BOOT, "web"), host("c", None), host("d", None)]
    assert one_machine(hosts, PLAYBOOK, {"a", "c"}) == (OneMachine(("a", "c"), None, here=True),)
    assert one_machine(hosts, PLAYBOOK) == ()
    named = [host("a", None, BOOT, "web"), host("b", "k1", BOOT, "web")]
    assert one_machine(named, PLAYBOOK, {"a"}) == (OneMachine(("a", "b"), None),)
