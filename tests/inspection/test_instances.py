"""Databases and middleware on a host: which probes run for which instance, what is judged, and where a password goes.

Real servers are in tests/inspection/test_real_databases.py; here the client is a small script that tells what it was given.
"""

from __future__ import annotations

import shutil
import threading
from pathlib import Path
from typing import Any

import pytest
from conftest import require
from test_binding import book, on
from test_plan import T

from fieldops.contracts.model import Asset, Host, Instance, InstanceLogin
from fieldops.documents.workspace import Document
from fieldops.documents.yaml_text import Node
from fieldops.inspection.binding import bound
from fieldops.inspection.checks import CheckResult, Verdict
from fieldops.inspection.frames import FrameReader, ProbeEnd, RawOutput, by_probe
from fieldops.inspection.instances import (
    bound_to,
    preamble_of,
    read_instance,
    secret_lines,
    trial,
    unbound,
    with_instances,
)
from fieldops.inspection.plan import Plan, make_plan
from fieldops.inspection.playbook import Field, Parse, Probe
from fieldops.inspection.shell import command_line, compile_script, compile_with_login
from fieldops.messages import say
from fieldops.transport.local import Local
from fieldops.transport.target import Limits, Target

PEER = InstanceLogin("peer", system_account="postgres")
PASSWORD = InstanceLogin("password", "inspector")
ERP, CRM = Instance("erp-db", "mysql"), Instance("crm-db", "mysql", port=3307, login=PASSWORD)
ARCHIVE = Instance("archive", "postgresql", login=PEER)
HOSTS = (
    Asset("erp-01", host=Host("10.0.0.1", instances=(ERP, CRM, ARCHIVE))),
    Asset("web-01", host=Host("10.0.0.2")),
)
VERSION = Probe("version", T, "mysql", "sql 'SELECT VERSION()'", Parse("kv"), {"version": Field("text")})
NONCE = "0123456789abcdef"


def probe_document(id: str, platform: str, **more: Any) -> Document:
    data = {
        "apiVersion": "fieldops/v1",
        "kind": "Probe",
        "id": id,
        "title": "t",
        "platform": platform,
        "run": "sql 'SELECT 1'" if platform != "linux" else "uname",
        "parse": {"with": "kv"},
        "fields": {"a": {"type": "number", "unit": "count"}, "name": {"type": "text", "optional": True}},
        **more,
    }
    return Document(f"{id}.yaml", "Probe", id, Node(data, (1, 1)))


class Library:
    def __init__(self) -> None:
        several = {"several": True, "parse": {"with": "table", "columns": ["name", "a"]}}
        made = (
            probe_document("my", "mysql"),
            probe_document("users", "mysql", **several),
            probe_document("pg", "postgresql"),
            probe_document("os", "linux"),
        )
        self.documents = {each.id: each for each in made}

    def need(self, kind: str, id: str) -> Document:
        return self.documents[id]

    def get(self, kind: str, id: str) -> Document | None:
        return self.documents.get(id)


def plan(*checks: dict[str, Any], platform: str = "linux", denied: tuple[str, ...] = ()) -> Plan:
    judged = [{"value": "a", "crit": "> 5", "info": False, **check} for check in checks]
    document = book("b", *judged, platform=platform)
    return bound(make_plan((document,), Library(), denied=denied, hosts=HOSTS), HOSTS, {})


# --- who is asked what -----------------------------------------------------------------------------------------


def test_a_probe_runs_once_for_each_instance_of_its_kind_and_the_first_login_before_it() -> None:
    made = plan({"probe": "my"}, {"probe": "os"}, {"probe": "pg"})
    assert on(made, "erp-01") == "b-0 b-1 b-2 / os @erp-db my@erp-db @crm-db my@crm-db @archive pg@archive"
    assert on(made, "web-01") == "b-1 / os"


def test_a_playbook_for_a_product_is_for_the_hosts_that_have_it() -> None:
    made = plan({"probe": "my"}, platform="mysql")
    assert (on(made, "erp-01"), on(made, "web-01")) == ("b-0 / @erp-db my@erp-db @crm-db my@crm-db", " / ")
    assert [check.id for check in plan({"probe": "my"}, platform="oracle").unmeant] == ["b-0"]


@pytest.mark.parametrize("denied", ["mysql", "mariadb"])
def test_who_denies_the_client_denies_what_asks_by_it(denied: str) -> None:
    made = plan({"probe": "my"}, {"probe": "pg"}, denied=(denied,))
    assert on(made, "erp-01") == "b-0 b-1 / @archive pg@archive"
    (result, _) = made.judge({}, host="erp-01")
    assert result.reason is not None
    assert (result.verdict, result.reason.code) == (Verdict.UNKNOWN, "reading.forbidden")


def test_what_waits_for_no_login_has_no_trial() -> None:
    page = Probe("page", T, "nginx", 'http_get "$instance_url"')
    (only,) = with_instances([page], [Instance("front", "nginx", url="http://127.0.0.1/s?a=b&c")])
    assert only.id == "page@front"
    assert "instance_url='http://127.0.0.1/s?a=b&c'" in command_line(only)


# --- what it is sent -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("instance", "told"),
    [
        (ERP, "instance_address= instance_port= instance_socket="),
        (CRM, "instance_address='127.0.0.1' instance_port='3307'"),
        (Instance("a", "mysql", address="db.local"), "instance_address='db.local' instance_port= "),
        (Instance("a", "mysql", socket="/s'; reboot; '"), r"instance_socket='/s'\''; reboot; '\'''"),
        # By TCP PostgreSQL would not learn who it is; the port is in the name of the socket, too.
        (Instance("a", "postgresql", port=5433, login=PEER), "instance_address= instance_port='5433'"),
        (Instance("a", "postgresql", port=5433, login=PASSWORD), "instance_address='127.0.0.1'"),
    ],
)
def test_the_values_of_an_instance_are_words_of_the_shell(instance: Instance, told: str) -> None:
    assert told in bound_to(VERSION, instance).told


def test_the_system_account_runs_it_with_all_that_it_calls() -> None:
    made = bound_to(VERSION, ARCHIVE)
    assert command_line(made).startswith("sudo -n -u postgres sh -c 'instance_id=")
    assert 'psql "$@"' in made.preamble
    assert "standard input" not in preamble_of("redis")


def test_a_script_asks_for_passwords_only_where_an_instance_has_one() -> None:
    def script(*instances: Instance) -> str:
        return compile_script(with_instances([VERSION], instances)).with_nonce(NONCE).decode()

    assert " SECRETS" in script(CRM)
    assert " SECRETS" not in script(ERP)
    assert "@SECRETS@" not in script(ERP)
    # The root shell, which sudo starts, is given none.
    root = compile_with_login([*with_instances([VERSION], [CRM]), bound_to(VERSION, ARCHIVE)]).root
    assert root is not None
    assert b" SECRETS" not in root.with_nonce(NONCE)


def test_passwords_are_given_when_they_are_asked_for_and_once() -> None:
    reader = FrameReader(NONCE, {}, secrets=secret_lines({"crm-db": "x y"}))
    assert reader.answer() == b""
    reader.feed(b"\n@fo 0000000000000000 SECRETS\n")
    assert reader.answer() == b""
    reader.feed(f"\n@fo {NONCE} SECRETS\n\n".encode())
    assert reader.answer() == b"crm-db x y\n\n"
    assert reader.answer() is None


def test_without_instances_in_a_contract_a_product_is_shown_by_one_that_nothing_is_known_of() -> None:
    assert [probe.id for probe in unbound([VERSION])] == ["@any-mysql", "version@any-mysql"]


# --- what is judged --------------------------------------------------------------------------------------------


def said(id: str, out: bytes = b"", code: int = 0, err: bytes = b"") -> tuple[str, RawOutput]:
    return id, RawOutput(id, out, err, code, ProbeEnd.OK)


def closed(id: str) -> tuple[str, RawOutput]:
    return id, RawOutput(id, why=ProbeEnd.ABSENT, detail=f"@{id.partition('@')[2]}")


def rows(result: CheckResult) -> list[str]:
    return [f"{item.item}={item.value} {item.verdict}" for item in result.items]


REFUSED = b"Enter password: ERROR 1045 (28000): Access denied for user 'inspector'@'localhost'"


def test_each_instance_is_judged_by_itself_and_one_that_is_down_says_why() -> None:
    made = plan({"probe": "my"})
    outputs = dict([said("my@erp-db", b"a=9\n"), said("@crm-db", code=1, err=REFUSED), closed("my@crm-db")])
    (result,) = made.judge(outputs, host="erp-01")
    assert rows(result) == ["erp-db=9 CRIT", "crm-db=None UNKNOWN"]
    assert result.verdict is Verdict.CRIT
    reason = result.items[1].reason
    assert reason is not None
    assert "ERROR 1045 (28000): Access denied" in say(reason.code, "en", reason.values)
    assert "Enter password" not in say(reason.code, "en", reason.values)


def test_an_answer_that_never_came_is_unknown_for_that_instance_alone() -> None:
    (result,) = plan({"probe": "my"}).judge(dict([said("my@crm-db", b"a=1\n")]), host="erp-01")
    assert rows(result) == ["erp-db=None UNKNOWN", "crm-db=1 OK"]


def test_what_was_left_out_without_a_failed_login_is_not_believed() -> None:
    outputs = dict([said("@erp-db"), closed("my@erp-db")])
    reading = read_instance(VERSION, ERP, {**outputs, "version@erp-db": outputs["my@erp-db"]}, None)
    assert reading.unknown is not None
    assert reading.unknown.code == "reading.missing"


def test_rows_of_an_instance_stand_behind_its_name() -> None:
    check = {"probe": "users", "each": "name", "called": "{name}!", "says": "{a}"}
    outputs = dict([said("users@erp-db", b"root 1\napp 9\n"), said("users@crm-db", b"root 2\n")])
    (result,) = plan(check).judge(outputs, host="erp-01")
    assert rows(result) == ["erp-db: root=1 OK", "erp-db: app=9 CRIT", "crm-db: root=2 OK"]
    reason = result.items[0].reason
    assert reason is not None
    assert reason.values["named"] == {"zh": "erp-db: root!", "en": "erp-db: root!"}


def test_an_empty_list_has_no_row_where_lists_are_compared_with_earlier_ones() -> None:
    check = {"probe": "users", "each": "name", "changed": "warn", "crit": None, "empty": "ok"}
    made = plan({key: value for key, value in check.items() if value is not None})
    outputs = dict([said("users@erp-db", b"root 1\n"), said("users@crm-db")])
    (result,) = made.judge(outputs, host="erp-01")
    assert [item.item for item in result.items] == ["erp-db: root"]


# --- where a password goes -------------------------------------------------------------------------------------

SECRET = r"""a\nb "c" 'd' $e `f` \\ %s"""
# Tells on its way out what it was given, and looks for that in what everybody on the machine can see.
CLIENT = """#!/bin/sh
echo "$*" >>"$0.calls"
IFS= read -r given
found=$(printf '%s\\n' "$given" | grep -l -a -F -f - /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null)
[ "$given" != wrong ] || { echo "Enter password: ERROR 1045: denied" >&2; exit 1; }
printf 'given=%s\\nfound=%s\\n' "$given" "$found"
"""
SHELLS = {"dash": "dash", "bash": "bash", "mksh": "mksh", "ksh93": "ksh93", "busybox": "busybox"}


def asked(shell: str, folder: Path, secret: str, *probes: Probe) -> dict[str, RawOutput]:
    """What the probes say of CRM in that shell, whose `mysql` is the client above."""
    (folder / "sh").symlink_to(require(SHELLS[shell]))
    (folder / "mysql").write_text(CLIENT, "utf-8")
    (folder / "mysql").chmod(0o755)
    script = compile_script(with_instances(probes, [CRM]))
    reader = FrameReader(NONCE, script.caps, secrets=secret_lines({"crm-db": secret, "erp-db": "other"}))
    words = (require("env"), f"PATH={folder}:/usr/bin:/bin", str(folder / "sh"))
    limits = Limits(silence=600, total=600)
    Local(words).run_script(Target("local"), script.with_nonce(NONCE), reader, limits, threading.Event())
    assert reader.complete
    return by_probe(reader.outputs)


@pytest.mark.parametrize("shell", SHELLS)
def test_a_password_reaches_the_client_as_it_is_and_nobody_else(shell: str, tmp_path: Path) -> None:
    curious = Probe("curious", T, "mysql", 'echo "[$_secrets]"; env; set -- $0 "$@"; echo "[$*]"')
    outputs = asked(shell, tmp_path, SECRET, VERSION, curious)
    assert outputs["version@crm-db"].out.decode() == f"given={SECRET}\nfound=\n"
    told = outputs["curious@crm-db"].out.decode()
    assert told.startswith("[]\n")
    assert SECRET not in told
    assert "other" not in told
    calls = (tmp_path / "mysql.calls").read_text("utf-8")
    assert calls.count("--no-defaults --batch") == 2
    assert SECRET not in calls


@pytest.mark.parametrize("shell", SHELLS)
def test_a_wrong_password_is_tried_once(shell: str, tmp_path: Path) -> None:
    outputs = asked(shell, tmp_path, "wrong", VERSION, VERSION_AGAIN)
    assert len((tmp_path / "mysql.calls").read_text("utf-8").splitlines()) == 1
    for probe in (VERSION, VERSION_AGAIN):
        unknown = read_instance(probe, CRM, outputs, None).unknown
        assert unknown is not None
        assert unknown.values["said"] == "ERROR 1045: denied"


VERSION_AGAIN = Probe("again", T, "mysql", VERSION.run, VERSION.parse, VERSION.fields)


def test_who_was_given_no_password_tries_nothing_with_one(tmp_path: Path) -> None:
    assert trial(CRM).secret
    outputs = asked("dash", tmp_path, "", VERSION)
    assert outputs["@crm-db"].err == b"no password was given for crm-db"
    assert not (tmp_path / "mysql.calls").exists()
    assert shutil.which("mysql", path=str(tmp_path))
