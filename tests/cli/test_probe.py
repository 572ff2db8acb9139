"""Trying a probe: on output that is given, and on one host; nothing is recorded, and nothing is allowed that an inspection is not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import LASTING, Workspace

DISK = {
    "apiVersion": "fieldops/v1",
    "kind": "Probe",
    "id": "disk",
    "title": "disk",
    "platform": "linux",
    "run": "printf '/ 5%%\\n/data ?\\n'; echo oops >&2",
    "several": True,
    "parse": {"with": "table", "columns": ["mount", "used"]},
    "fields": {"mount": {"type": "text"}, "used": {"type": "number", "unit": "%", "suffix": "%"}},
}
HERE = {"id": "here", "host": {"address": "localhost", "transport": "local"}}
ROWS = [
    {"mount": "/", "used": 5},
    {
        "mount": "/data",
        "used": {"reason": "reading.not-a-number", "reason_values": {"field": "used", "found": "?"}},
    },
]


@pytest.fixture
def here(workspace: Workspace) -> Workspace:
    workspace.contract([HERE])
    return workspace


def _probe(tmp_path: Path, **changed: object) -> str:
    # Anywhere: it need not be part of the workspace yet.
    (tmp_path / "disk.yaml").write_text(json.dumps({**DISK, **changed}), "utf-8")
    return str(tmp_path / "disk.yaml")


def test_output_that_is_given_becomes_facts_without_any_workspace(tmp_path: Path) -> None:
    alone = Workspace(tmp_path / "alone")
    (alone.root / "contracts/team.yaml").unlink()
    (alone.root / "contracts").rmdir()
    ran = alone.run("probe", "parse", _probe(tmp_path), "-o", "json", stdin="/ 5%\n/data ?\n")
    assert (ran.code, ran.json["rows"], ran.json["host"]) == (3, ROWS, None)
    ran = alone.run("probe", "parse", _probe(tmp_path), stdin="/ 5%\n", language="zh-CN")
    assert ran.code == 0
    assert "5%" in ran.out
    assert "共 1 行" in ran.out


def test_a_probe_of_the_workspace_or_a_shipped_one_is_named_by_its_id(here: Workspace) -> None:
    here.probe("own", "echo x")
    assert here.run("probe", "parse", "own", "-o", "json", stdin="x\n").json["rows"] == [{"line": "x"}]
    assert here.run("probe", "parse", "linux-uptime", stdin="nonsense\n").code == 3
    ran = here.run("probe", "parse", "ow", stdin="")
    assert (ran.code, "own" in ran.err) == (2, True)


EXPIRY = {"run": "x", "parse": {"with": "int"}, "several": False}


@pytest.mark.parametrize("asked", ["1774918800", "2026-03-31T09:00+08:00", "2026/3/31 9:00+08:00"])
def test_a_moment_that_is_given_is_what_dates_are_read_against(tmp_path: Path, asked: str) -> None:
    number = {"type": "number", "unit": "s"}
    fields = {"value": number, "left": {**number, "until": "value"}}
    probe, day = _probe(tmp_path, **EXPIRY, fields=fields), str(1774918800 + 86400)
    alone = Workspace(tmp_path / "alone")
    ran = alone.run("probe", "parse", probe, "--asked", asked, "-o", "json", stdin=day)
    assert (ran.code, ran.json["rows"]) == (0, [{"value": int(day), "left": 86400}])
    ran = alone.run("probe", "parse", probe, stdin=day)
    assert (ran.code, "--asked TIME" in ran.err) == (3, True)


@pytest.mark.parametrize("asked", ["yesterday", "2026-03-31T09:00", "2026-03-31", "-5"])
def test_a_moment_of_which_the_zone_is_not_known_is_refused(tmp_path: Path, asked: str) -> None:
    ran = Workspace(tmp_path / "alone").run(
        "probe", "parse", _probe(tmp_path), "--asked", asked, stdin="/ 5%\n"
    )
    assert (ran.code, "2026-03-31T09:00+08:00" in ran.err) == (2, True)


def test_output_longer_than_the_cap_is_not_judged_whole(here: Workspace, tmp_path: Path) -> None:
    ran = here.run("probe", "parse", _probe(tmp_path, cap="1KiB"), "-o", "json", stdin="/ 5%\n" * 500)
    assert (ran.code, ran.json["cut"], len(ran.json["rows"])) == (3, True, 1024 // 5 + 1)


def test_one_host_is_asked_and_nothing_is_recorded(here: Workspace, tmp_path: Path) -> None:
    ran = here.run("probe", "try", _probe(tmp_path), "--host", "here", "-o", "json")
    assert (ran.code, ran.json["rows"], ran.json["errors"]) == (3, ROWS, "oops")
    assert (ran.json["why"], ran.json["exit_code"], ran.json["host"]) == ("ok", 0, "here")
    for language, said in (("en", "nothing was recorded"), ("zh-CN", "未作记录")):
        assert said in here.run("probe", "try", _probe(tmp_path), "--host", "here", language=language).out
    assert not list(here.root.glob(".fieldops/*.sqlite"))
    assert here.run("run", "list", "-o", "json").json["runs"] == []


def test_a_host_that_does_not_answer_is_told_as_by_an_inspection(here: Workspace, tmp_path: Path) -> None:
    here.contract(
        [{"id": "gone", "host": {"address": "127.0.0.1", "port": 1}}], {"user": "x", "method": "agent"}
    )
    ran = here.run("probe", "try", _probe(tmp_path), "--host", "gone", "-o", "json")
    assert (ran.code, ran.json["reason"], ran.json["rows"]) == (3, "connection-refused", [])
    assert "hint" in here.run("probe", "try", _probe(tmp_path), "--host", "gone").out


@pytest.mark.parametrize(
    ("access", "host", "said"),
    [
        ({"consent": "standing", "denied_commands": ["printf"]}, HERE["host"], "printf"),
        ({"consent": "per_visit"}, {"address": "127.0.0.1", "port": 1}, "consent"),
    ],
)
def test_what_the_contract_does_not_allow_is_refused(
    access: dict[str, object], host: dict[str, object], said: str, here: Workspace, tmp_path: Path
) -> None:
    contract = LASTING.replace("{name: Acme}", "{name: Acme, contacts: [{name: Shen, duties: [consent]}]}")
    more = f"access: {json.dumps(access)}\n"
    here.contract([{"id": "here", "host": host}], more=more, contract=contract)
    ran = here.run("probe", "try", _probe(tmp_path), "--host", "here")
    assert (ran.code, ran.out, said in ran.err) == (4, "", True)


def test_a_host_of_two_contracts_needs_the_contract(here: Workspace, tmp_path: Path) -> None:
    text = (here.root / "contracts/acme.yaml").read_text("utf-8")
    here.write("contracts/other.yaml", text.replace("id: acme", "id: other"))
    ran = here.run("probe", "try", _probe(tmp_path), "--host", "here")
    assert (ran.code, "--contract" in ran.err) == (2, True)
    assert here.run("probe", "try", _probe(tmp_path), "--host", "here", "--contract", "other").code == 3
    assert here.run("probe", "try", _probe(tmp_path), "--host", "nowhere").code == 2


def test_mistakes_of_the_file_are_told_where_they_are(here: Workspace, tmp_path: Path) -> None:
    ran = here.run("probe", "parse", _probe(tmp_path, parse={"with": "teble"}), stdin="")
    assert (ran.code, "disk.yaml:1:" in ran.err) == (1, True)
    wrong = _probe(tmp_path, fields={"mount": {"type": "text"}, "free": {"type": "text"}})
    assert "free" in here.run("probe", "try", wrong, "--host", "here").err
    ran = here.run("probe", "parse", str(here.root / "contracts/acme.yaml"), stdin="")
    assert (ran.code, "no probe" in ran.err) == (2, True)
    assert here.run("probe", "parse", "no/such.yaml", stdin="").code == 2
