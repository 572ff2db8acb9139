"""A Chinese report says no state in English: each has its word, in place of the value and inside of sentences."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from properties import workspace as shipped

from fieldops.documents.yaml_text import read_yaml
from fieldops.inspection.checks import Item
from fieldops.inspection.frames import RawOutput
from fieldops.inspection.plan import Plan, make_plan
from fieldops.inspection.readings import Session
from fieldops.reports.wording import Wording

ROOT = Path(__file__).parents[2]
CASES = sorted((ROOT / "tests" / "data" / "probes").glob("*/*.yaml"))
ZH, EN = (Wording(language, ZoneInfo("Asia/Shanghai")) for language in ("zh-CN", "en"))
# What these show are names and versions, which are not translated; where there is none, that has a word.
NAMES = {
    *("hostname", "os-release", "kernel", "model", "addresses", "time-zone"),
    *("filesystem-left-out", "interfaces-left-out", "scheduled-jobs"),
    *("uid-0", "doubled-uid", "empty-passwords", "login-accounts", "failed-units", "restarting-units"),
    *("time-service", "log-service", "cron-service", "audit-service"),
}
NONE = {"none", "(none)", "-", "unknown"}
# A setting is quoted with the block of the file that it stands in.
QUOTED = re.compile(r"\w+ \(Match .+\)")


@cache
def plan() -> Plan:
    library = shipped()
    return make_plan((library.need("Playbook", "linux-standard"),), library)


def shown(file: Path) -> list[tuple[str, Item]]:
    """The judged values of a recorded output, each with the id of its check."""
    node, _ = read_yaml(file.read_bytes(), file.name)
    assert node is not None
    assert isinstance(node.data, dict)
    text, id = str(node.data["output"]), file.parent.name
    asked = float(node.data.get("asked") or 0)
    raw = RawOutput(id, out=text.encode(), exit_code=0, why="ok")
    of_probe = {judge.check.id for judge in plan().judges if judge.check.probe == id}
    results = plan().judge({id: raw}, Session(asked, asked))
    return [(result.id, item) for result in results if result.id in of_probe for item in result.items]


def test_every_state_has_a_word_in_chinese() -> None:
    judged = [(file, check, item) for file in CASES for check, item in shown(file)]
    assert len(judged) > 500
    without = [(str(file), check, item.value) for file, check, item in judged if not _in_chinese(check, item)]
    assert without == []


def _in_chinese(check: str, item: Item) -> bool:
    """Whether a reader of Chinese understands the value: it is no word, or a name, or said in Chinese."""
    if not isinstance(item.value, str) or QUOTED.fullmatch(item.value):
        return True
    value, _ = ZH.judged(item.value, item.unit, item.reason)
    return (check in NAMES and item.value not in NONE) or bool(re.search("[\u4e00-\u9fff]", value))


def test_states_inside_of_a_sentence_are_said_in_the_readers_language() -> None:
    folder = ROOT / "tests/data/probes/linux-password-expiry"
    notes = {
        (ZH.judged(item.value, item.unit, item.reason)[1], EN.judged(item.value, item.unit, item.reason)[1])
        for name in ("account", "healthy")
        for _, item in shown(folder / f"{name}.yaml")
        if item.value is not None
    }
    assert ("到期项：账号", "what expires: account") in notes
    assert ("到期项：口令", "what expires: password") in notes


def test_a_row_that_a_probe_calls_by_a_code_has_a_name_in_the_readers_language() -> None:
    rows = {
        (item.item, ZH.row(item.item, item.reason), EN.row(item.item, item.reason))
        for file in (ROOT / "tests/data/probes/linux-kernel-log").glob("*.yaml")
        for _, item in shown(file)
        # What the log does not hold any more has no kind.
        if item.item not in (None, "-")
    }
    assert ("ata", "ATA/SATA 磁盘错误", "ATA/SATA disk error") in rows
    for code, chinese, english in rows:
        assert re.search("[\u4e00-\u9fff]", chinese), code
        assert not re.search("[\u4e00-\u9fff]", english), code
    # Any other is called as the machine calls it.
    assert (ZH.row("/data", None), ZH.row("", None)) == ("/data", "")


def test_a_date_stands_in_the_zone_of_the_report_and_other_texts_as_they_are() -> None:
    """An annex said 01:36:05+00:00 below other times of Shanghai: the customer had to add eight hours."""
    wording = Wording("zh-CN", ZoneInfo("Asia/Shanghai"))
    assert wording.value("2026-11-30 01:36:05+00:00", None) == "2026-11-30 09:36:05"
    for text in ("2026-13-30 01:36:05+00:00", "2026-11-30", "2026-11-30 01:36:05", "12:00", ""):
        assert wording.value(text, None) in (text, "—")
