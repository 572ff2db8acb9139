"""What runs on which host: patterns of --limit, tags, and the commands a customer forbids."""

from __future__ import annotations

from typing import Any

import pytest

from fieldops.contracts.model import Asset, Contract, Customer, Host, Term, Vendor
from fieldops.documents.typed import Text
from fieldops.documents.workspace import Document
from fieldops.documents.yaml_text import Node
from fieldops.errors import Unanswerable
from fieldops.inspection.checks import Verdict
from fieldops.inspection.frames import RawOutput
from fieldops.inspection.plan import choose_hosts, make_plan

T = Text("t", "t")
ASSETS = (
    Asset("db-1", host=Host("10.0.0.1", groups=("db", "east"))),
    Asset("db-2", host=Host("10.0.0.2", groups=("db", "west"))),
    Asset("web-1", host=Host("web.example", groups=("east",))),
    Asset("cable"),
)


def _contract(assets: tuple[Asset, ...]) -> Contract:
    from datetime import date

    term = Term(date(2026, 1, 1), date(2026, 12, 31))
    return Contract(
        "v", "Contract", "c", T, Customer(T), Vendor(T), "t", "en", "Asia/Shanghai", term, assets=assets
    )


@pytest.mark.parametrize(
    ("limit", "chosen"),
    [
        (None, "db-1 db-2 web-1"),
        ("all", "db-1 db-2 web-1"),
        ("*", "db-1 db-2 web-1"),
        ("db-1", "db-1"),
        ("db", "db-1 db-2"),
        ("db-*", "db-1 db-2"),
        ("db-[13]", "db-1"),
        ("east,db-2", "db-1 db-2 web-1"),
        ("east:db-2", "db-1 db-2 web-1"),
        ("10.0.0.?", "db-1 db-2"),
        ("web.example", "web-1"),
        ("!db", "web-1"),
        ("all:!db-1", "db-2 web-1"),
        ("east, !web-*", "db-1"),
    ],
)
def test_limit(limit: str | None, chosen: str) -> None:
    assert " ".join(asset.id for asset in choose_hosts(_contract(ASSETS), limit)) == chosen


@pytest.mark.parametrize(
    "limit",
    # An empty variable on the command line must not mean "every host of the customer".
    ["db:!db", "!all", "DB-1", "cable", "db-", "", " , :", "!", "db-1,nope", "all,!nope"],
)
def test_a_limit_that_leaves_nothing_or_names_what_is_not_there_is_refused(limit: str) -> None:
    with pytest.raises(Unanswerable) as refused:
        choose_hosts(_contract(ASSETS), limit)
    assert refused.value.code == "inspect.no-hosts"


@pytest.mark.parametrize("address", ["fe80::1%eth0", "2001:db8::5", "::1"])
def test_the_colons_of_an_address_separate_nothing(address: str) -> None:
    assets = (*ASSETS, Asset("v6", host=Host(address)))
    for limit in (address, f"[{address}]", f"db-1,{address}"):
        chosen = [asset.id for asset in choose_hosts(_contract(assets), limit)]
        assert chosen == (["db-1", "v6"] if "db-1" in limit else ["v6"])
    assert "v6" not in [asset.id for asset in choose_hosts(_contract(assets), f"all,!{address}")]


class Library:
    """Probes by id: the command each runs."""

    def __init__(self, **runs: dict[str, Any]) -> None:
        self.runs = runs

    def need(self, kind: str, id: str) -> Document:
        assert kind == "Probe"
        data = {
            "id": id,
            "title": id,
            "platform": "linux",
            "parse": {"with": "lines"},
            "fields": {"line": {"type": "text"}},
        }
        return Document(f"{id}.yaml", kind, id, Node({**data, **self.runs[id]}, (1, 1)))


def playbook(*checks: dict[str, Any]) -> Document:
    common = {"title": "t", "area": "a", "value": "line", "standard": "s", "info": True}
    listed = [{**common, "id": f"c{at}", **check} for at, check in enumerate(checks)]
    data = {
        "id": "p",
        "title": "t",
        "platform": "linux",
        "areas": [{"id": "a", "title": "A"}],
        "checks": listed,
    }
    return Document("p.yaml", "Playbook", "p", Node(data, (1, 1)))


LIBRARY = Library(uname={"run": "uname -n"}, df={"run": "df -P"}, unused={"run": "x"})
CHECKS = (
    {"probe": "df", "tags": ["quick", "disk"]},
    {"probe": "uname", "area": "b"},
    {"probe": "df", "tags": ["slow"]},
)


@pytest.mark.parametrize(
    ("tags", "checks", "probes"),
    [
        ((), "c0 c1 c2", "df uname"),
        (("quick",), "c0", "df"),
        (("quick", "slow"), "c0 c2", "df"),
        (("b",), "c1", "uname"),
        (("c1",), "c1", "uname"),
        (("none",), "", ""),
    ],
)
def test_tags(tags: tuple[str, ...], checks: str, probes: str) -> None:
    plan = make_plan((playbook(*CHECKS),), LIBRARY, tags)
    assert " ".join(judge.check.id for judge in plan.judges) == checks
    assert " ".join(probe.id for probe in plan.probes) == probes


@pytest.mark.parametrize(
    ("run", "more", "denied", "hit"),
    [
        ("dmidecode -t 1", {}, ["dmidecode"], "dmidecode"),
        ("x; /usr/sbin/dmidecode", {}, ["dmidecode"], "dmidecode"),
        ("x; dmidecode", {}, ["/usr/sbin/dmidecode"], "/usr/sbin/dmidecode"),
        ("x=$(dmidecode)", {}, ["rm", "dmidecode"], "dmidecode"),
        ("a|dmidecode>b", {}, ["dmidecode"], "dmidecode"),
        ("'dmidecode'", {}, ["dmidecode"], "dmidecode"),
        ("x", {"needs": ["dmidecode"]}, ["dmidecode"], "dmidecode"),
        ("x", {"sudo": True}, ["sudo"], "sudo"),
        ("mydmidecode; dmidecode2", {}, ["dmidecode"], None),
        ("cat /proc/uptime", {}, ["uptime"], None),
        ("sh -c 'x; sudo -n dmidecode'", {}, ["dmidecode"], "dmidecode"),
        ("if [ dmidecode", {}, ["dmidecode"], None),
        ("x $(dmidecode", {}, ["dmidecode"], "dmidecode"),
        ("x", {}, [], None),
    ],
)
def test_denied_commands(run: str, more: dict[str, Any], denied: list[str], hit: str | None) -> None:
    library = Library(asked={"run": run, **more}, other={"run": "echo"})
    plan = make_plan((playbook({"probe": "asked"}, {"probe": "other"}),), library, denied=denied)
    assert dict(plan.forbidden) == ({} if hit is None else {"asked": hit})
    assert [probe.id for probe in plan.probes] == (["other"] if hit else ["asked", "other"])
    raw = {id: RawOutput(id, out=b"x", exit_code=0, why="ok") for id in ("asked", "other")}
    first, second = plan.judge(raw)
    assert second.verdict == Verdict.INFO
    # Even an output that came all the same is not used.
    assert first.verdict == (Verdict.UNKNOWN if hit else Verdict.INFO)
    assert hit is None or first.reason.code == "reading.forbidden"


@pytest.mark.parametrize("command", ["sh", "/usr/bin/head", "sleep"])
def test_without_the_scripts_own_programs_no_probe_is_run(command: str) -> None:
    plan = make_plan((playbook(*CHECKS),), LIBRARY, denied=[command])
    assert (dict(plan.forbidden), plan.probes) == ({"df": command, "uname": command}, ())


def test_a_probe_without_output_is_unknown() -> None:
    plan = make_plan((playbook(*CHECKS),), LIBRARY)
    assert {result.verdict for result in plan.judge({})} == {Verdict.UNKNOWN}
