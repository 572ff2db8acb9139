"""Manual items from the playbook to the signed report: owed, filled in, corrected, concluded; findings like others."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_imports import export, other, take, taken
from tests.cli.test_sign import Signed
from tests.conftest import Ran, Workspace

JPEG = b"\xff\xd8\xff\xe0 a door that does not close"
ROOM = """\
apiVersion: fieldops/v1
kind: Playbook
id: rounds
title: Rounds
platform: none
areas: [{id: room, title: Room}]
manual:
  - {id: doors, title: {zh-CN: 机柜门, en: Doors}, area: room, look: Look., standard: Closed, advice: Close them, otherwise: warn, photo: not-ok}
  - {id: air, title: {zh-CN: 温度, en: Air}, area: room, look: Read., standard: At most 27 C, advice: Cool, form: number, unit: C, warn: '> 27C'}
  - {id: lights, title: {zh-CN: 告警灯, en: Lights}, area: room, look: Look., standard: None, advice: Order, per: host}
"""


class Rounds(Signed):
    """A workspace whose engineers look at a room, too."""

    def __init__(self, workspace: Workspace, folder: Path) -> None:
        super().__init__(workspace, folder)
        workspace.write("playbooks/rounds.yaml", ROOM)

    def look(self, *playbooks: str) -> Ran:
        named = [word for each in playbooks or ("rounds",) for word in ("--playbook", each)]
        return self.workspace.run(
            "inspect", "acme", *named, "--engineer", "zhang", "--engineer", "li", "-o", "json"
        )

    def fill(self, *more: str, by: str = "zhang") -> Ran:
        return self.workspace.run("run", "fill", "latest", "--engineer", by, *more)

    def shown(self) -> Any:
        return self.workspace.run("run", "show", "latest", "-o", "json").json

    def results(self) -> dict[str, tuple[str, object]]:
        return {each["item"]: (each["verdict"], each["value"]) for each in self.shown()["manual"]}


@pytest.fixture
def here(workspace: Workspace, tmp_path: Path) -> Rounds:
    return Rounds(workspace, tmp_path)


ALL = ("--item", "doors=ok", "--item", "air=24", "--item", "lights=合格")


def test_what_nobody_has_filled_in_is_not_known_and_is_said_everywhere(here: Rounds) -> None:
    ran = here.look()
    assert ran.code == 3
    assert ran.json["counts"]["UNKNOWN"] == 3
    assert (ran.json["coverage"]["manual"], ran.json["coverage"]["manual_filled_in"]) == (3, 0)
    assert "0 of 3 manual items filled in" in here.workspace.run("run", "show", "latest").out
    chinese = here.workspace.run("run", "show", "latest", language="zh-CN").out
    assert "人工检查项已填 0/3 项" in chinese
    assert "未填写" in chinese
    nagios = here.workspace.run("run", "show", "latest", "-o", "nagios")
    assert nagios.code == 3
    assert "doors" in nagios.out
    assert here.workspace.run("run", "show", "latest", "-o", "junit").out.count("<error") == 3


def test_a_run_of_people_alone_connects_nothing_and_can_be_all_in_order(here: Rounds) -> None:
    assert here.look().json["hosts"] == []
    ran = here.fill(*ALL)
    assert ran.code == 0, ran.err
    assert "3 of 3 manual items" in ran.err
    assert here.results() == {"doors": ("OK", "ok"), "air": ("OK", 24), "lights": ("OK", "ok")}
    assert here.shown()["counts"]["OK"] == 3
    report = here.workspace.run("report", "latest", "--lang", "en", "--output", str(here.folder / "r.html"))
    assert report.code == 0, report.err


def test_programs_and_people_are_one_run(here: Rounds) -> None:
    ran = here.look("test", "rounds")
    assert ran.code == 3
    assert [host["host"] for host in ran.json["hosts"]] == ["h1"]
    assert here.fill(*ALL).code == 0
    assert here.shown()["counts"]["UNKNOWN"] == 0


def test_what_is_not_in_order_is_a_finding_like_others(here: Rounds) -> None:
    here.look()
    here.fill(
        "--item", "doors=不合格", "--note", "doors=A03 后门锁坏", "--item", "lights=ok", "--item", "air=24"
    )
    found = here.workspace.run("finding", "list", "-o", "json").json["findings"]
    assert [(each["check"], each["verdict"]) for each in found] == [("doors", "WARN")]
    assert here.workspace.run("run", "show", "latest").out.count("A03 后门锁坏") == 1
    file = here.folder / "r.html"
    assert here.workspace.run("report", "latest", "--lang", "zh-CN", "--output", str(file)).code == 0
    text = file.read_text("utf-8")
    assert "人工检查项" in text
    assert "A03 后门锁坏" in text
    assert "Close them" in text  # the advice, among the problems
    here.look()
    here.fill(*ALL)
    assert here.workspace.run("finding", "list", "-o", "json").json["findings"][0]["state"] == "fixed"
    diff = here.workspace.run("run", "diff", "-o", "json").json
    assert [each["check"] for each in diff["differences"] if each["change"] == "fixed"] == ["doors"]


def test_a_later_answer_corrects_an_earlier_one_until_the_run_is_concluded(here: Rounds) -> None:
    here.look()
    here.fill(*ALL)
    assert here.fill("--item", "air=29", "--note", "air=fan stands", by="li").code == 0
    shown = next(each for each in here.shown()["manual"] if each["item"] == "air")
    assert (shown["value"], shown["verdict"], shown["by"]) == (29, "WARN", "li")
    again = here.fill("--item", "air=29", "--note", "air=fan stands", by="li")
    assert "0 answers recorded" in again.err
    here.conclude()
    refused = here.fill("--item", "air=24")
    assert refused.code == 4
    assert "concluded" in refused.err
    for person in here.keys:
        assert here.sign(person).code == 0
    assert here.workspace.run("verify", "latest").code == 0


@pytest.mark.parametrize(
    ("given", "code", "told"),
    [
        (("--item", "door=ok"), 2, "doors"),
        (("--item", "doors=maybe"), 2, "maybe"),
        (("--item", "doors=no"), 2, "note"),
        (("--item", "h2/lights=ok"), 2, "h1"),
        (("--item", "h2/lights=ok"), 2, "PLACE/ID=ANSWER"),
        (("--item", "h2/doors=ok"), 2, "on site"),
        (("--item", "air=hot"), 2, "number"),
        (("--item", "air"), 2, "ID=VALUE"),
        (("--note", "air=x"), 2, "no answer"),
        (("--item", "air=1", "--item", "air=2"), 2, "twice"),
        ((), 2, "--answers"),
    ],
)
def test_what_is_no_answer_records_nothing(
    here: Rounds, given: tuple[str, ...], code: int, told: str
) -> None:
    here.look()
    ran = here.fill(*given)
    assert (ran.code, told in ran.err) == (code, True), ran.err
    assert here.shown()["coverage"]["manual_filled_in"] == 0
    chinese = here.workspace.run("run", "fill", "latest", "--engineer", "zhang", *given, language="zh-CN")
    assert re.search("[一-鿿]", chinese.err)
    assert "on site" not in chinese.err


def test_only_an_engineer_of_the_run_fills_in(here: Rounds) -> None:
    here.look()
    assert here.fill(*ALL, by="wang").code == 4
    assert here.workspace.run("run", "fill", "latest", *ALL).code == 2


def test_a_photo_is_kept_byte_for_byte_by_its_hash(here: Rounds) -> None:
    here.look()
    photo = here.folder / "door.jpg"
    photo.write_bytes(JPEG)
    wanted = here.fill("--item", "doors=no", "--note", "doors=lock")
    assert "wants a photo" in wanted.err
    ran = here.fill("--item", "doors=no", "--note", "doors=lock", "--photo", f"doors={photo}")
    assert "wants a photo" not in ran.err
    kept = next(each for each in here.shown()["manual"] if each["item"] == "doors")["photos"]
    assert len(kept) == 1
    photo.write_bytes(b"GIF89a")
    assert here.fill("--item", "doors=no", "--note", "doors=x", "--photo", f"doors={photo}").code == 2
    assert here.workspace.run("records", "verify").code == 0


def test_the_form_is_filled_in_elsewhere_and_mistakes_in_it_have_their_place(here: Rounds) -> None:
    here.look()
    form = here.folder / "form.yaml"
    assert here.workspace.run("run", "fill", "latest", "--form", str(form), language="zh-CN").code == 0
    text = form.read_text("utf-8")
    assert "机柜门" in text
    unfilled = here.workspace.run("run", "fill", "latest", "--engineer", "li", "--answers", str(form))
    assert "0 of 3" in unfilled.err
    form.write_text(text.replace("answer:\n", "answer: 大概\n"), "utf-8")
    wrong = here.workspace.run("run", "fill", "latest", "--engineer", "li", "--answers", str(form))
    assert "correct the form" in wrong.err
    lines = [at for at, line in enumerate(form.read_text("utf-8").splitlines(), 1) if "大概" in line]
    assert [int(at) for at in re.findall(r"form\.yaml:(\d+):13", wrong.err)] == lines
    filled = text.replace("engineer:", "engineer: li #").replace("answer:\n", "answer: 合格\n")
    filled = filled.replace("answer: 合格", "answer: 24", 2).replace("answer: 24", "answer: 合格", 1)
    form.write_text(filled, "utf-8")
    ran = here.workspace.run("run", "fill", "latest", "--answers", str(form))
    assert ran.code == 0, ran.err


def test_answers_of_another_run_are_refused(here: Rounds) -> None:
    here.look()
    form = here.folder / "form.yaml"
    here.workspace.run("run", "fill", "latest", "--form", str(form))
    here.look()
    ran = here.workspace.run("run", "fill", "latest", "--engineer", "li", "--answers", str(form))
    assert "not of" in ran.err
    assert here.shown()["coverage"]["manual_filled_in"] == 0


def test_two_engineers_fill_in_on_two_machines_and_it_is_final_on_both(here: Rounds) -> None:
    there = other(here)
    here.look()
    here.fill("--item", "doors=ok")
    seal = ("--as", "zhang", "--key", str(here.folder / "zhang"))
    sent = export(here.workspace, here.folder / "half.zip", *seal)
    assert taken(take(there, sent)) == ["started", "finished", "manual.answered"]
    rest = ("--item", "air=24", "--item", "lights=ok")
    filled = there.run("run", "fill", "latest", "--kind", "inspection", "--engineer", "li", *rest)
    assert filled.code == 0, filled.err
    inspection = ("latest", "--kind", "inspection")
    there.run("run", "conclude", *inspection, "--by", "li", "--assessment", "Well.")
    there.run("sign", *inspection, "--as", "li", "--key", str(here.folder / "li"))
    back = export(there, here.folder / "back.zip")
    assert taken(take(here.workspace, back)) == ["manual.answered", "manual.answered", "concluded", "signed"]
    assert here.sign("zhang").code == 0
    assert here.workspace.run("verify", "latest").code == 0
    assert here.results()["air"] == ("OK", 24)


def test_other_answers_than_those_that_were_concluded_elsewhere_are_refused(here: Rounds) -> None:
    there = other(here)
    here.look()
    seal = ("--as", "zhang", "--key", str(here.folder / "zhang"))
    take(there, export(here.workspace, here.folder / "empty.zip", *seal))
    here.fill(*ALL)
    there.run("run", "conclude", "latest", "--kind", "inspection", "--by", "li", "--assessment", "Nothing.")
    refused = take(there, export(here.workspace, here.folder / "filled.zip", *seal))
    assert refused.code == 4


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["Doors", "host", "number", "applicable"]),
        ("zh-CN", ["机柜门", "每台主机一次", "数字", "不合格"]),
    ],
)
def test_the_items_are_shown_before_anybody_goes(here: Rounds, language: str, words: list[str]) -> None:
    shown = here.workspace.run("playbook", "show", "rounds", language=language)
    assert [word for word in words if word not in shown.out] == []
    assert not re.search("^(probe|采集项)", shown.out, re.M)
    listed = here.workspace.run("playbook", "list", "-o", "json").json["playbooks"]
    counts = {each["id"]: (each["checks"], each["manual"]) for each in listed}
    assert counts["rounds"] == (0, 3)
    assert counts["test"][1] == 0


def test_the_shipped_room_shows_all_its_items(here: Rounds) -> None:
    shown = here.workspace.run("playbook", "show", "room", "-o", "json").json
    assert (shown["checks"], len(shown["manual"])) == ([], 23)
    ups = next(each for each in shown["manual"] if each["id"] == "ups-alarms")
    assert [each["result"] for each in ups["choices"]] == ["ok", "warn", "crit", "crit", "na"]


def test_health_checks_owe_no_items(here: Rounds) -> None:
    ran = here.workspace.run("health", "acme", "--playbook", "rounds", "--playbook", "test", "-o", "json")
    assert ran.json["coverage"]["manual"] == 0
    assert "doors" in ran.json["coverage"]["checks_left_out"]


def test_a_number_that_somebody_read_is_in_the_figures_for_monitoring(here: Rounds) -> None:
    here.look()
    here.fill("--item", "air=29", "--note", "air=fan", "--item", "doors=ok", "--item", "lights=ok")
    told = here.workspace.run("run", "show", "latest", "-o", "prometheus").out.splitlines()
    assert 'fieldops_check_state{contract="acme",host="@",check="air"} 1' in told
    assert 'fieldops_check_value{contract="acme",host="@",check="air",item="",unit="C"} 29' in told
