"""fieldops schedule on the command line: what it prints, its exit codes, calendar files, units, the loop."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from datetime import date
from pathlib import Path
from textwrap import indent

import icalendar
import pytest
from conftest import Workspace, require

from fieldops.contracts.agreement import agreement_of
from fieldops.contracts.obligations import DueObligation, due_between
from fieldops.documents.workspace import load_workspace
from fieldops.messages import say_value
from fieldops.reports.units import units

ROOT = Path(__file__).parents[2]
OBLIGATIONS = """\
obligations:
  - {id: call, kind: follow_up_call, title: {zh-CN: 电话回访；季度, en: Call}, schedule: {every: 3 months, anchor: 2026-01-31, early: 5 days}}
"""
DAILY = "inspections:\n  - {id: daily, kind: health_check, playbook: test, schedule: {every: 1 days, anchor: 2026-03-01}}\n"


@pytest.fixture
def examples(workspace: Workspace) -> Workspace:
    (workspace.root / "contracts/team.yaml").unlink()
    shutil.copytree(ROOT / "contracts", workspace.root / "contracts", dirs_exist_ok=True)
    return workspace


@pytest.fixture
def daily(on_sshd: Workspace) -> Workspace:
    """A host on a real server whose health is checked each day from 2026-03-01 on."""
    on_sshd.probe("load", "echo 95", parse={"with": "int"}, fields={"value": {"type": "number", "unit": "%"}})
    on_sshd.playbook([{"probe": "load", "value": "value", "warn": ">= 80%", "crit": ">= 90%"}])
    file = on_sshd.root / "contracts/acme.yaml"
    file.write_text(file.read_text("utf-8") + DAILY, "utf-8")
    return on_sshd


# --- run, list, done -----------------------------------------------------------------------------------


def test_run_does_what_is_due_once_and_list_tells_the_run(daily: Workspace) -> None:
    ran = daily.run("schedule", "run", "--now", "2026-03-01T08:00", "-o", "json")
    assert ran.code == 1, ran.err  # a finding
    (outcome,) = ran.json["outcomes"]
    assert (outcome["result"], outcome["key"], outcome["unreached"]) == (
        "done",
        "acme/inspections/daily/0",
        [],
    )
    again = daily.run("schedule", "run", "--now", "2026-03-01T23:59")
    assert (again.code, again.out, again.err) == (0, "", "nothing is due\n")
    listed = daily.run("schedule", "list", "--from", "2026-03-01", "--to", "2026-03-02", "-o", "json")
    rows = [(row["day"], row["state"], row["runs"]) for row in listed.json["schedule"]]
    assert rows == [("2026-03-01", "done", [outcome["run"]]), ("2026-03-02", "missed", [])]
    table = daily.run("schedule", "list", "--from", "2026-03-01", "--to", "2026-03-02", language="zh-CN").out
    assert "已完成" in table
    assert "已错过" in table
    shown = daily.run("run", "show", outcome["run"], "-o", "json")
    assert shown.json["kind"] == outcome["kind"] == "health_check"


def test_a_clock_that_is_behind_the_records_is_said_and_nothing_is_done_twice(workspace: Workspace) -> None:
    assets = [{"id": "here", "host": {"address": "localhost", "transport": "local"}}]
    workspace.probe("word", "echo fine")
    workspace.playbook([{"probe": "word", "expect": "== fine"}])
    workspace.contract(assets, more=DAILY)
    ahead = workspace.run("schedule", "run", "--now", "2026-03-02T08:00", "-o", "json")
    assert [each["result"] for each in ahead.json["outcomes"]] == ["done", "missed"]
    assert ahead.json["clock_behind"] is None
    again = workspace.run("schedule", "run", "--now", "2026-03-02T07:00")
    assert (again.code, again.out) == (3, "")
    assert "the clock is behind the records" in again.err
    assert "2026-03-02 08:00+08:00" in again.err
    # The day before was recorded as missed, too early; it is done all the same.
    back = workspace.run("schedule", "run", "--now", "2026-03-01T08:00", language="zh-CN")
    assert (back.code, "acme/inspections/daily/0：已完成" in back.out) == (3, True)
    assert "本机时钟早于记录" in back.err
    right = workspace.run("schedule", "run", "--now", "2026-03-01T09:00")
    assert (right.code, right.err) == (0, "nothing is due\n")


def test_run_reports_a_host_that_is_not_reached_and_what_was_missed(workspace: Workspace) -> None:
    assets = [{"id": "gone", "host": {"address": "127.0.0.1", "port": 1}}]
    login = {"user": "u", "method": "key_file", "key_file": "nowhere"}
    workspace.probe("word", "echo fine")
    workspace.playbook([{"probe": "word", "expect": "== fine"}])
    workspace.contract(assets, login, DAILY)
    ran = workspace.run("schedule", "run", "--now", "2026-03-01T08:00")
    assert ran.code == 3
    assert "not reached: gone" in ran.out
    later = workspace.run("schedule", "run", "--now", "2026-03-03T00:01", "--contract", "acme")
    assert later.code == 3
    assert "acme/inspections/daily: missed 2 times, due 2026-03-01 … 2026-03-02" in later.out


def test_refusals_have_exit_4_and_a_way_out(workspace: Workspace) -> None:
    assets = [{"id": "h", "host": {"address": "192.0.2.1"}}]
    workspace.probe("word", "echo fine")
    workspace.playbook([{"probe": "word", "expect": "== fine"}])
    workspace.contract(assets, {"user": "u", "method": "agent"}, DAILY)
    file = workspace.root / "contracts/acme.yaml"
    text = file.read_text("utf-8").replace('"standing"', '"per_visit"')
    contacts = "customer: {name: Acme, contacts: [{name: 沈洁, duties: [consent]}]}"
    file.write_text(text.replace("customer: {name: Acme}", contacts), "utf-8")
    ran = workspace.run("schedule", "run", "--now", "2026-03-01T08:00", language="zh-CN")
    assert ran.code == 4
    assert "没有客户对本次访问的授权记录" in ran.out
    assert "schedule consent acme/inspections/daily/0 --by" in ran.out
    consent = workspace.run("schedule", "consent", "acme/inspections/daily/0", "--by", "沈洁", "-o", "json")
    assert (consent.code, consent.json["start"], consent.json["end"]) == (
        0,
        "2026-03-01T00:00:00+08:00",
        "2026-03-02T00:00:00+08:00",
    )
    would = workspace.run("schedule", "run", "--now", "2026-03-01T08:00", "--dry-run")
    assert (would.code, "would run on h" in would.out) == (0, True)


def test_done_says_what_was_recorded(workspace: Workspace) -> None:
    workspace.contract([], more=OBLIGATIONS)
    done = workspace.run(
        "schedule", "done", "acme/obligations/call", "--on", "2026-01-28", "--by", "zhang", "--note", "好"
    )
    assert (done.code, done.out) == (
        0,
        "recorded: acme/obligations/call/0 (due 2026-01-31) was done on 2026-01-28\n",
    )
    again = ("schedule", "done", "acme/obligations/call", "--on", "2026-01-29")
    assert (
        workspace.run(*again, language="zh-CN").out
        == "已更正：acme/obligations/call/0（到期日 2026-01-31）于 2026-01-29 完成；此前登记的是：2026-01-28、zhang、好\n"
    )
    back = workspace.run("schedule", "done", "acme/obligations/call", "--on", "2026-01-28", "-o", "json").json
    assert (back["done"], back["by"], back["note"], back["corrects"]) == (
        "2026-01-28",
        "zhang",
        "好",
        "2026-01-29",
    )
    listed = workspace.run("schedule", "list", "--from", "2026-01-01", "--to", "2026-01-31", "-o", "json")
    (row,) = listed.json["schedule"]
    assert (row["state"], row["done"], row["by"], row["note"], row["late"]) == (
        "done",
        "2026-01-28",
        "zhang",
        "好",
        False,
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ("done", "acme/obligations/call", "--on", "yesterday"),
        ("done", "acme/obligations/none", "--on", "2026-01-31"),
        ("run", "--now", "noon"),
        ("run", "--contract", "amce"),
        ("list", "--contract", "amce"),
        ("list", "--from", "2026-02-01", "--to", "2026-01-01"),
        ("ics", "--from", "2026-02-01", "--to", "2026-01-01"),
        ("watch", "--every", "often"),
        ("install", "--every", "2wd"),
        ("consent", "acme/obligations/call/0", "--by", "Shen"),
    ],
)
def test_wrong_use_is_exit_2_with_a_hint(workspace: Workspace, arguments: tuple[str, ...]) -> None:
    workspace.contract([], more=OBLIGATIONS)
    for language in ("en", "zh-CN"):
        ran = workspace.run("schedule", *arguments, language=language)
        assert (ran.code, ran.out) == (2, ""), ran.err


# --- calendar files ------------------------------------------------------------------------------------


def test_a_calendar_program_reads_the_same_days(examples: Workspace) -> None:
    """Read back with a client library of its own: every obligation, once, on its day, all day long."""
    span = ("--from", "2026-03-01", "--to", "2027-02-28")
    asked = ("schedule", "ics", "--daily", *span, "--contract", "device-platform")
    text = examples.run(*asked, language="zh-CN").out
    calendar = icalendar.Calendar.from_ical(text)
    events = list(calendar.walk("VEVENT"))
    documents = load_workspace(ROOT)
    agreement = agreement_of(documents, documents.need("Contract", "device-platform"))
    wanted = due_between(agreement, date(2026, 3, 1), date(2027, 2, 28))
    assert sorted((event.decoded("dtstart"), str(event["summary"])) for event in events) == sorted(
        (due.day, f"{agreement.signed.customer.name.say('zh-CN')}：{_title(due)}") for due in wanted
    )
    assert len({str(event["uid"]) for event in events}) == len(wanted) > 200
    assert {str(event["transp"]) for event in events} == {"TRANSPARENT"}
    assert all(type(event.decoded("dtstart")) is date for event in events)
    first = next(event for event in events if "inspections/quarterly" in event["uid"])
    assert "contracts/device-platform.yaml:" in first["description"]
    assert first["categories"].cats == ["巡检"]
    status = {str(event["uid"]): str(event["status"]) for event in events}
    # The holidays of 2027 are not decreed yet.
    assert status["device-platform/obligations/site-visit/1@fieldops"] == "CONFIRMED"
    assert status["device-platform/obligations/site-visit/2@fieldops"] == "TENTATIVE"


def test_a_calendar_tells_who_comes_where_and_reminds_of_it_without_a_flood_of_days(
    examples: Workspace,
) -> None:
    span = ("--from", "2026-11-01", "--to", "2027-10-31")
    asked = ("schedule", "ics", *span, "--contract", "managed-service")
    text = examples.run(*asked, language="zh-CN").out
    events = list(icalendar.Calendar.from_ical(text).walk("VEVENT"))
    assert not [event for event in events if "daily-log" in event["uid"] or "daily-check" in event["uid"]]
    assert examples.run(*asked, "--daily").out.count("BEGIN:VEVENT") > len(events) + 700
    monthly = next(event for event in events if "inspections/monthly/7@" in event["uid"])
    assert str(monthly["location"]) == "集团数据中心（滨海市前海路 100 号）、海上风场升压站（惠东县港口镇）"
    assert "执行：" in monthly["description"]
    assert [str(alarm["action"]) for alarm in monthly.walk("VALARM")] == ["DISPLAY"]
    listed = next(event for event in events if "obligations/demand-list/" in event["uid"])
    assert "执行：客户经理 蔡莹" in listed["description"]


def events(
    examples: Workspace, *asked: str, language: str = "zh-CN", last: str = "2027-10-31"
) -> list[icalendar.Event]:
    ran = examples.run("schedule", "ics", "--from", "2026-11-01", "--to", last, *asked, language=language)
    assert ran.code == 0, ran.err
    return list(icalendar.Calendar.from_ical(ran.out).walk("VEVENT"))


def test_those_who_come_stand_in_the_calendar_with_their_addresses(examples: Workspace) -> None:
    found = events(examples, "--contract", "managed-service", "--kind", "inspection")
    visit = next(event for event in found if "inspections/monthly/8@" in event["uid"])
    come = [(str(person), person.params["CN"]) for person in visit["attendee"]]
    assert come == [("mailto:fu.rong@example.org", "傅蓉"), ("mailto:deng.yan@example.org", "邓岩")]
    assert visit["organizer"].params["CN"] == "蔡莹"
    english = events(examples, "--contract", "managed-service", "--kind", "inspection", language="en")
    visit = next(event for event in english if "inspections/monthly/8@" in event["uid"])
    assert [person.params["CN"] for person in visit["attendee"]] == ["Fu Rong", "Deng Yan"]


def test_a_calendar_of_some_kinds_or_of_one_person(examples: Workspace) -> None:
    everything = events(examples)
    by_id, by_word = (events(examples, "--kind", kind) for kind in ("training", "培训"))
    assert by_id == by_word
    assert {event["categories"].cats[0] for event in by_id} == {"培训"}
    two = events(examples, "--kind", "training", "--kind", "survey")
    assert len(by_id) < len(two) < len(everything)
    of_one = events(examples, "--person", "傅蓉")
    assert of_one == events(examples, "--person", "fu-rong")
    assert len(of_one) > 3
    for event in of_one:
        assert "傅蓉" in f"{event['summary']}{event['description']}"
    of_manager = events(examples, "--person", "cai-ying")
    assert 0 < len(events(examples, "--person", "cai-ying", "--kind", "demand_list")) < len(of_manager)


def test_whether_the_service_goes_on_is_the_account_managers_affair(examples: Workspace) -> None:
    of_manager = events(examples, "--person", "蔡莹", last="2029-12-31")
    ends = [one for one in of_manager if one["categories"].cats[0] in ("合同到期", "续约通知")]
    assert {str(one["categories"].cats[0]) for one in ends} == {"合同到期", "续约通知"}
    for one in ends:
        assert "执行：客户经理 蔡莹" in one["description"]
        assert one["organizer"].params["CN"] == "蔡莹"
    # Others are not concerned.
    others = events(examples, "--person", "傅蓉", last="2029-12-31")
    assert not [one for one in others if one["categories"].cats[0] in ("合同到期", "续约通知")]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("--kind", "inspektion"), ("inspektion", "inspection")),
        (("--person", "fu-rang"), ("fu-rang", "fu-rong")),
    ],
)
def test_an_unknown_kind_or_person_is_exit_2_with_the_nearest(
    examples: Workspace, asked: tuple[str, str], said: tuple[str, str]
) -> None:
    for language in ("en", "zh-CN"):
        ran = examples.run("schedule", "ics", *asked, language=language)
        assert (ran.code, ran.out) == (2, "")
        assert all(word in ran.err for word in said), ran.err


def test_a_calendar_taken_in_again_changes_what_moved_and_cancels_what_is_off(examples: Workspace) -> None:
    asked = ("--contract", "managed-service", "--kind", "inspection")
    before = {str(event["uid"]): event for event in events(examples, *asked)}
    file = examples.root / "contracts/managed-service.yaml"
    text = file.read_text("utf-8")
    section = text[text.index("inspections:") : text.index("emergency:")]
    moved = section.replace("every: 1 month, anchor: 2026-04-22", "every: 3 months, anchor: 2027-02-10")
    agreed = "amendments:\n  - id: rarer\n    date: 2026-12-01\n    applies_from: 2027-01-01\n"
    agreed += "    rationale: 改为季度\n    sets:\n" + indent(moved, " " * 6)
    file.write_text(text.replace("service_level:", f"{agreed}service_level:", 1), "utf-8")
    after = {str(event["uid"]): event for event in events(examples, *asked)}
    assert before.keys() < after.keys()
    off = {uid for uid, event in after.items() if event["status"] == "CANCELLED"}
    assert off == {uid for uid in before if before[uid].decoded("dtstart") >= date(2027, 1, 1)}
    assert all(after[uid]["sequence"] > before[uid]["sequence"] for uid in before)


def _title(due: DueObligation) -> str:
    return say_value(due.title, "zh-CN")


def test_the_file_keeps_to_the_form_of_rfc_5545(examples: Workspace) -> None:
    span = ("--from", "2026-03-01", "--to", "2026-06-30")
    command = ("schedule", "ics", *span)
    once, twice = examples.run(*command).out, examples.run(*command).out
    assert once == twice  # nothing tells when it was written
    process = examples.start(*command, stdout=-1)
    raw, _ = process.communicate()
    lines = raw.split(b"\r\n")
    assert lines[-1] == b""
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(len(line) for line in lines) <= 75
    for line in lines:
        line.decode("utf-8")  # no letter is cut in two
    assert any(line.startswith(b" ") for line in lines)
    assert len(icalendar.Calendar.from_ical(raw).walk("VEVENT")) > 50


def test_texts_with_commas_and_backslashes_come_back_as_they_were(workspace: Workspace) -> None:
    title = '回访, 甲; 乙\\\\n:丙 \\"x\\"'
    workspace.contract([], more=OBLIGATIONS.replace("{zh-CN: 电话回访；季度, en: Call}", f'"{title}"'))
    text = workspace.run(
        "schedule", "ics", "--from", "2026-01-01", "--to", "2026-02-01", language="zh-CN"
    ).out
    (event,) = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert str(event["summary"]) == 'Acme：回访, 甲; 乙\\n:丙 "x"'
    assert "\n" in event["description"]


# --- mistakes ------------------------------------------------------------------------------------------


def test_a_contract_with_a_mistake_is_left_out_of_list_and_calendar_with_a_word(workspace: Workspace) -> None:
    workspace.contract([], more=OBLIGATIONS)
    workspace.write("contracts/typo.yaml", "apiVersion: fieldops/v1\nkind: Contract\nid: typo\ntirle: x\n")
    workspace.write("contracts/torn.yaml", "a: [\n")
    span = ("--from", "2026-01-01", "--to", "2026-01-31")
    for command in (("list", *span), ("ics", *span), ("list", *span, "-o", "json")):
        ran = workspace.run("schedule", *command)
        assert (ran.code, "2026-01-31" in ran.out or "20260131" in ran.out) == (1, True)
        assert "contract typo is left out because of mistakes in contracts/typo.yaml" in ran.err
        assert "contracts/torn.yaml cannot be read" in ran.err
    assert ran.json["broken"] == [
        {"contract": None, "paths": ["contracts/torn.yaml"]},
        {"contract": "typo", "paths": ["contracts/typo.yaml"]},
    ]
    assert workspace.run("schedule", "list", *span, "--contract", "acme").code == 0
    run = workspace.run("schedule", "run", "--now", "2026-01-01T08:00", "--dry-run")
    assert (run.code, "typo: not done" in run.out, "contracts/torn.yaml" in run.err) == (4, True, True)


@pytest.mark.parametrize("command", ["list", "ics", "run"])
def test_where_there_is_no_workspace_the_schedule_says_so(tmp_path: Path, command: str) -> None:
    nowhere = Workspace(tmp_path)
    shutil.rmtree(tmp_path / "contracts")
    ran = nowhere.run("schedule", command)
    assert (ran.code, ran.out) == (2, ""), ran.err


# --- systemd -------------------------------------------------------------------------------------------


def test_systemd_accepts_the_units(workspace: Workspace, tmp_path: Path) -> None:
    analyze = require("systemd-analyze")
    odd = tmp_path / "a $HOME %h 合同 'b"
    workspace.root.rename(odd)
    workspace.root = odd
    into = tmp_path / "units"
    into.mkdir()
    made = workspace.run("schedule", "install", "--every", "15m", "--into", str(into))
    assert made.code == 0, made.err
    assert _verified(analyze, into, tmp_path) == (0, "")


def test_units_of_ones_own_systemd_need_nothing_it_lacks_and_lingering_is_named(workspace: Workspace) -> None:
    made = workspace.run("schedule", "install", "--user", "--every", "15m")
    assert "# ~/.config/systemd/user/fieldops-schedule.timer" in made.out
    assert "OnUnitInactiveSec=900s" in made.out
    assert "User=" not in made.out
    assert "network-online.target" not in made.out
    assert "loginctl enable-linger" in made.err
    system = workspace.run("schedule", "install")
    assert "Wants=network-online.target" in system.out
    assert "linger" not in system.err


def test_units_of_another_workspace_are_left_alone(workspace: Workspace, tmp_path: Path) -> None:
    into = tmp_path / "units"
    into.mkdir()
    for folder in ("acme", "other 合同", "acme"):
        workspace.root = workspace.root.rename(tmp_path / folder)
        assert workspace.run("schedule", "install", "--into", str(into)).code == 0
    first, second = sorted(into.glob("*.service"), key=lambda file: len(file.name))
    assert first.name == "fieldops-schedule.service"
    assert f'"{tmp_path / "acme"}"' in first.read_text("utf-8")
    assert re.fullmatch(r"fieldops-schedule-other-[0-9a-f]{6}\.service", second.name)
    assert f'"{tmp_path / "other 合同"}"' in second.read_text("utf-8")
    assert second.with_suffix(".timer").exists()


def test_old_systemd_is_given_no_prefix_it_does_not_know(workspace: Workspace) -> None:
    """`:` came with systemd 244; a doubled dollar sign is a plain one in every version."""
    service, _ = units(["/usr/bin/fieldops", "-C", "/srv/$HOME 100%"], 60, "root")
    assert 'ExecStart="/usr/bin/fieldops" "-C" "/srv/$$HOME 100%%"\n' in service.text
    odd, _ = units(["/opt/$x/fieldops"], 60, "root")
    assert 'ExecStart="/usr/bin/env" "/opt/$$x/fieldops"\n' in odd.text


def test_systemd_starts_the_command_with_the_words_as_they_are(tmp_path: Path) -> None:
    """Read back by systemd itself; a program with a quote in its name is started by env."""
    analyze = require("systemd-analyze")
    program = tmp_path / 'odd "name" $x %h'
    program.write_text("#!/bin/sh\n", "utf-8")
    program.chmod(0o755)
    for unit in units([str(program), "a b", "100% \\ $HOME", '"'], 60, "root", "odd"):
        (tmp_path / Path(unit.path).name).write_text(unit.text, "utf-8")
    assert _verified(analyze, tmp_path, tmp_path, "odd") == (0, "")


def _verified(analyze: str, folder: Path, home: Path, name: str = "fieldops-schedule") -> tuple[int, str]:
    files = [str(folder / f"{name}.{kind}") for kind in ("service", "timer")]
    environment = {**os.environ, "XDG_RUNTIME_DIR": str(home)}
    done = subprocess.run([analyze, "verify", *files], capture_output=True, text=True, env=environment)
    # Of our files: the machine's own units are not ours to judge.
    said = [line for line in done.stderr.splitlines() if name in line]
    return done.returncode, "\n".join(said)


# --- the loop ------------------------------------------------------------------------------------------


def test_watch_goes_on_until_ctrl_c(workspace: Workspace) -> None:
    workspace.contract([], more=OBLIGATIONS)
    process = workspace.start("--lang", "en", "schedule", "watch", "--every", "1s", stdout=-1, stderr=-1)
    assert process.stderr is not None
    assert b"looking every 1s" in process.stderr.readline()
    assert process.poll() is None
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=300)
    assert process.returncode == 130
