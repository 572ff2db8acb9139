"""Write docs/promises.md: what service contracts promise, where the examples express it, which command acts on it.

Usage: python tools/promises.py          write the page
       python tools/promises.py --check  fail when the page is out of date, a promise has no row or no place, or a command
                                         is said to act on a promise and no test shows it

A line of contracts/ or templates/contracts/ serves a promise when it ends in a comment such as ``# A1`` or ``# A1 B5``.
A test shows that a command acts on promises when it is marked ``@pytest.mark.shows("sla deadlines", "A1", "A5")``, or
``@every_claim("contract show")`` (tests/promises/claims.py): then it runs once for each promise of which that is claimed.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "promises.md"
FOLDERS = ("contracts", "templates/contracts")

AREAS = {
    "A": ("Response and resolution", "响应与解决时限", 8),
    "B": ("Requests, dispatch, closing", "受理、派单与关闭", 12),
    "C": ("Warranty and cover", "质保与服务范围", 12),
    "D": ("Inspections and health checks", "巡检与健康检查", 6),
    "E": ("Remote access", "远程访问", 4),
    "F": ("Emergencies", "应急", 5),
    "G": ("Quality", "质量", 7),
    "H": ("Duties towards the customer", "对客户的义务", 7),
}
IDS = tuple(f"{area}{number}" for area, (_, _, count) in AREAS.items() for number in range(1, count + 1))

_DEADLINES = "sla deadlines"
_STATUS = "sla status"
_COVER = "warranty check"
_DONE = "schedule done"
_RUN = "schedule run"
_OPEN = "order open"
_LOG = "order log"
_LOG_IN = "session open"
_LOG_OUT = "session close"
_PAPERS = "order documents"
_ORDERS = "carrying it out, with service orders"
_MARKED = re.compile(r"(?P<data>\s*[^\s#].*?)\s+# (?P<ids>[A-H][0-9]{1,2}(?: [A-H][0-9]{1,2})*)")


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise in our own words. `acts`: the commands that act on it; `later`: what none of them does yet."""

    en: str
    zh: str
    acts: tuple[str, ...] = ("validate",)
    later: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """That a test shows what a command does for these promises; `ids` is empty for all of which that is claimed."""

    command: str
    ids: tuple[str, ...]
    test: str


@dataclass(frozen=True, slots=True)
class Place:
    """A line that expresses a promise; `path` is relative to the repository."""

    path: str
    line: int


_VALIDATE, _SHOW, _DUE = "validate", "contract show", "contract obligations"
PROMISES: dict[str, Promise] = {
    "A1": Promise(
        "Answer in minutes, be on site in an hour, fix in hours; a way around where it takes longer",
        "分钟级响应、一小时到场、数小时修复，超时提供临时替代",
        (_VALIDATE, _SHOW, _DEADLINES, _STATUS),
    ),
    "A2": Promise(
        "Common and major faults, remote or on site, each with its time; experts plan and supervise",
        "一般与重大故障分别约定远程与现场时限，专家制定并督导方案",
        (_VALIDATE, _SHOW, _DEADLINES, _DONE),
    ),
    "A3": Promise(
        "Repair or replace is decided in time; a new deadline is agreed in writing",
        "限时决定维修或更换，延期须书面约定",
        (_VALIDATE, _SHOW, _DEADLINES, _STATUS, _DONE),
    ),
    "A4": Promise(
        "A template with parameters; nothing unfilled becomes a contract",
        "合同模板的参数须填写完整方可生效",
        ("contract new", _VALIDATE, _DEADLINES),
    ),
    "A5": Promise(
        "Three severities with their times, and an analysis report after each fault",
        "三级故障各有时限，每次故障后提交分析报告",
        (_VALIDATE, _SHOW, _DEADLINES, _STATUS, _PAPERS, _LOG),
    ),
    "A6": Promise(
        "Consultations: picked up in seconds, answered in and outside office hours, passed on to experts",
        "咨询的接听、工作时间内外的答复与技术问题转交时限",
        (_VALIDATE, _SHOW, _DEADLINES, _STATUS),
    ),
    "A7": Promise(
        "A hotline at any hour with a fair roster; other clocks know working days and public holidays",
        "全天候热线与公平轮值，其余时限按工作日和法定节假日计算",
        (_VALIDATE, _SHOW, "contract contacts", "team on-duty", _DEADLINES, _OPEN),
    ),
    "A8": Promise(
        "The contract names its own severities, each with a plan",
        "故障等级由合同自定，各有应对预案",
        (_VALIDATE, _SHOW, _DEADLINES),
    ),
    "B1": Promise(
        "One intake by many channels; no work without an order, except in an emergency",
        "统一受理、先开单后服务，紧急情况可先处理后补报",
        (_VALIDATE, _SHOW, _DONE, _OPEN, "order list", "order import"),
    ),
    "B2": Promise(
        "What an order says, and who is told at once",
        "服务单应载内容及即时通知",
        (_VALIDATE, _SHOW, _OPEN, _LOG, _PAPERS),
    ),
    "B3": Promise(
        "What is not covered is agreed and priced before work begins",
        "超出范围的工作先确认、议价再派单",
        (_VALIDATE, _SHOW, _COVER, _OPEN, _PAPERS),
    ),
    "B4": Promise(
        "A ladder of people to ask when the engineer is not available",
        "工程师无法到场时的告知与逐级升级",
        (_VALIDATE, _SHOW, _STATUS, _LOG),
    ),
    "B5": Promise(
        "Completion is reported at once; orders that stay open are chased",
        "完工即报，长期未关闭的服务单发催办通知",
        (_VALIDATE, _SHOW, _STATUS, _LOG, "order next", "order assessment", _PAPERS),
    ),
    "B6": Promise(
        "The sheet is signed, reviewed and followed by a call-back",
        "服务单签字、审核与质量回访",
        (_VALIDATE, _SHOW, _DONE, _LOG),
    ),
    "B7": Promise(
        "Remote first, then on site, then the expert panel",
        "先远程、再现场、后专家会诊",
        (_VALIDATE, _SHOW, _DONE, _LOG),
    ),
    "B8": Promise(
        "What a fault record holds, and who gets it",
        "故障记录的内容与去向",
        (_VALIDATE, _SHOW, _PAPERS, _LOG),
    ),
    "B9": Promise(
        "Work outside the scope needs approval first",
        "范围外工作须事先批准",
        (_VALIDATE, _SHOW, _COVER, _OPEN),
    ),
    "B10": Promise(
        "Complaints have a channel of their own and never close by themselves",
        "投诉单独受理，不自动关闭",
        (_VALIDATE, _SHOW, _OPEN, _LOG),
    ),
    "B11": Promise(
        "Each type of request has its own times",
        "各类请求各有时限",
        (_VALIDATE, _SHOW, _DEADLINES, _LOG),
    ),
    "B12": Promise(
        "Equipment found damaged on site is recorded with a picture and repaired by an order of its own",
        "现场发现设备损坏：拍照留证，另开维修单限时处理",
        (_VALIDATE, _SHOW, _DONE, _OPEN, _LOG, "order next", _PAPERS),
    ),
    "C1": Promise(
        "Warranty from completion: normal use and defects are free",
        "竣工验收起质保，正常使用损坏与质量缺陷免费",
        (_VALIDATE, _SHOW, _DUE, _COVER),
    ),
    "C2": Promise(
        "Misuse and outside causes in part, human damage not",
        "使用不当与外因部分收费，人为损坏除外",
        (_VALIDATE, _SHOW, _COVER),
    ),
    "C3": Promise(
        "Hardware and software have different warranties; afterwards the customer pays",
        "软硬件质保期不同，期满后由客户付费",
        (_VALIDATE, _SHOW, _DUE, _COVER, _DONE),
    ),
    "C4": Promise(
        "Years from final acceptance, for quality and installation",
        "终验起若干年，覆盖产品质量与安装",
        (_VALIDATE, _COVER),
    ),
    "C5": Promise(
        "Some services stay free for life, within what was delivered",
        "交付范围内的终身免费服务",
        (_VALIDATE, _SHOW, _COVER, _DONE, _OPEN),
    ),
    "C6": Promise(
        "A loaner or equal replacement bridges a repair",
        "维修期间提供同等性能的代用设备",
        (_VALIDATE, _SHOW, _COVER, "stock check", "swap log"),
    ),
    "C7": Promise(
        "New equipment where nothing else helps in time; the faulty unit is examined",
        "限时无解即换新，故障件检测并预警",
        (_VALIDATE, _SHOW, _COVER, _DONE, "swap propose"),
    ),
    "C8": Promise(
        "Spare parts are kept ready",
        "备件库常备",
        (_VALIDATE, _SHOW, _COVER, "stock issue", "stock low", "stock check", "swap carry-out"),
    ),
    "C9": Promise(
        "The same service outside warranty, for money",
        "质保期外同等服务、按约收费",
        (_VALIDATE, _SHOW, _COVER),
    ),
    "C10": Promise("A renewal is always offered", "到期不拒绝续约", (_VALIDATE, _SHOW, _DUE)),
    "C11": Promise(
        "Upgrades and patches, with media and manuals",
        "升级与补丁，附介质和手册",
        (_VALIDATE, _SHOW, _DUE, _COVER, _DONE),
    ),
    "C12": Promise(
        "Service and warranty start with the acceptance that the contract names, and not before",
        "服务与质保自合同约定的验收（如初验）起算，未验收不起算",
        (_VALIDATE, _SHOW, _COVER, "warranty list"),
    ),
    "D1": Promise(
        "Regular inspections by two professional engineers, with a report",
        "两名专业工程师定期巡检并出具报告",
        (_VALIDATE, _SHOW, _DUE, "inspect", "sign", "verify", "report", _RUN, _DONE, "run confirm"),
    ),
    "D2": Promise(
        "Tuning, diagnosis and advice during the inspection; repairs after talking to the customer",
        "巡检中的调优、诊断与建议，隐患先沟通后处理",
        (_VALIDATE, _SHOW, _DUE, _DONE),
        "the record of what was done, with service orders",
    ),
    "D3": Promise(
        "Every quarter or half-year, and health checks in between",
        "季度或半年巡检，其间不定期健康检查",
        (_VALIDATE, _SHOW, _DUE, _RUN, _DONE),
    ),
    "D4": Promise(
        "Daily maintenance: checks, optimisation, configuration, backups",
        "日常维护：检查、优化、配置协助与备份",
        (_VALIDATE, _SHOW, _DUE, _DONE),
    ),
    "D5": Promise(
        "A fault is looked for on others of its kind; faults are summarised every day",
        "故障举一反三排查同类设备，每日汇总",
        (_VALIDATE, _SHOW, _DUE, _DONE, "similar"),
    ),
    "D6": Promise(
        "Follow-up calls and visits, recorded", "电话与现场回访并记录", (_VALIDATE, _SHOW, _DUE, _DONE)
    ),
    "E1": Promise(
        "Remote access only with permission, for the agreed time",
        "经授权、在约定时段内远程访问",
        (_VALIDATE, _SHOW, "inspect", _RUN, _LOG_IN),
    ),
    "E2": Promise(
        "Passwords are kept safe and changed afterwards",
        "口令妥善保管、用后更换",
        (_VALIDATE, _SHOW, _DONE, "run show", "report", _LOG_IN, _LOG_OUT),
    ),
    "E3": Promise(
        "A session ends when the problem is solved; development gets the record",
        "问题解决方结束会话，记录提交研发测试",
        (_VALIDATE, _SHOW, "run show", _LOG_OUT),
    ),
    "E4": Promise(
        "Every change is on record",
        "变更均有记录",
        (_VALIDATE, _SHOW, _DONE, "run show", _LOG_OUT, _PAPERS),
    ),
    "F1": Promise(
        "Named groups and liaisons of both sides at any hour",
        "应急小组与双方全天候联络人",
        (_VALIDATE, _SHOW),
    ),
    "F2": Promise(
        "Risks are identified and graded, each grade has a plan",
        "风险识别分级、按级预案",
        (_VALIDATE, _SHOW, _DUE, _DONE),
    ),
    "F3": Promise(
        "The steps from the report to support on site",
        "从报告到现场支援的流程",
        (_VALIDATE, _SHOW, "order next"),
    ),
    "F4": Promise("Drills and revisions of the plan", "定期演练与预案修订", (_VALIDATE, _SHOW, _DUE, _DONE)),
    "F5": Promise(
        "Grave faults are followed to zero, repeats are measured",
        "故障归零与重复率考核",
        (_VALIDATE, _SHOW, _DUE, _DEADLINES, _DONE),
        "following corrective actions",
    ),
    "G1": Promise(
        "A random part of the work is audited",
        "随机抽查审核",
        (_VALIDATE, _SHOW, _DUE, _DONE, "order list"),
    ),
    "G2": Promise(
        "An external review over many indicators",
        "多指标外部评审",
        (_VALIDATE, _SHOW, _DUE, _DONE),
    ),
    "G3": Promise(
        "Call-backs and satisfaction surveys",
        "回访与满意度调查",
        (_VALIDATE, _SHOW, _DUE, _DONE, "order report"),
        "counting what surveys without an order come to",
    ),
    "G4": Promise(
        "A compliance target and no severe accidents",
        "服务达标率与零重大事故",
        (_VALIDATE, _SHOW, "order report"),
        "which faults were severe accidents",
    ),
    "G5": Promise(
        "Two-person checks, milestone acceptances, tracking after acceptance",
        "双人复核、阶段验收与验收后跟踪",
        (_VALIDATE, _SHOW, _DUE, _DONE),
        "holding back what is not accepted",
    ),
    "G6": Promise(
        "Double log and double confirmation",
        "双日志与双确认",
        (_VALIDATE, _SHOW, _DUE, _DONE),
        "holding back what is not confirmed",
    ),
    "G7": Promise(
        "A complete service file of each customer", "完整的客户服务档案", (_VALIDATE, _SHOW, _DONE), _ORDERS
    ),
    "H1": Promise(
        "Demands are asked for and listed each month",
        "每月需求回访与需求清单",
        (_VALIDATE, _SHOW, _DUE, _DONE),
    ),
    "H2": Promise(
        "A periodic work report over all calls",
        "定期工作报告",
        (_VALIDATE, _SHOW, _DUE, _DONE, "order report"),
    ),
    "H3": Promise("Training of the customer's people", "客户培训", (_VALIDATE, _SHOW, _DUE, _DONE)),
    "H4": Promise(
        "Service begins with a complete hand-over",
        "资料移交齐全后开始服务",
        (_VALIDATE, _SHOW, _DUE, _DONE),
    ),
    "H5": Promise(
        "Free consultation and news of products",
        "免费咨询与产品资讯",
        (_VALIDATE, _SHOW, _DUE, _DONE),
    ),
    "H6": Promise("Nothing about the customer is disclosed", "客户信息保密", (_VALIDATE, _SHOW)),
    "H7": Promise(
        "Experts come and guide works on site, announced in time",
        "扩容、割接、演练等由专业人员到场指导，提前约定",
        (_VALIDATE, _SHOW, _DONE, _OPEN, _LOG, "order show"),
    ),
}


def marked_lines(root: Path = ROOT) -> Iterator[tuple[str, Place]]:
    """Each promise id behind a line of data in the examples and templates, with its place, in order of the files."""
    for folder in FOLDERS:
        for file in sorted((root / folder).rglob("*.yaml")):
            path = file.relative_to(root).as_posix()
            for number, line in enumerate(file.read_text("utf-8").split("\n"), start=1):
                found = _MARKED.fullmatch(line)
                for id in found["ids"].split() if found else ():
                    yield id, Place(path, number)


def places(root: Path = ROOT) -> dict[str, list[Place]]:
    """Where each promise is expressed; every id of the catalogue has a list."""
    found: dict[str, list[Place]] = {id: [] for id in IDS}
    for id, place in marked_lines(root):
        found.setdefault(id, []).append(place)
    return found


def shown(root: Path = ROOT) -> list[Shown]:
    """What the tests show, by their marks. A test that is skipped, may fail, is not run each time or asserts nothing shows
    nothing.
    """
    found: list[Shown] = []
    for file in sorted((root / "tests").rglob("test_*.py")):
        text = file.read_text("utf-8")
        if "shows(" in text or "every_claim(" in text:
            name = file.relative_to(root).as_posix()
            functions = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef))
            found += [one for each in functions for one in _shown_by(each, f"{name}::{each.name}")]
    return found


def _shown_by(function: ast.FunctionDef, test: str) -> Iterator[Shown]:
    marks = [ast.unparse(each) for each in function.decorator_list]
    asserts = any(isinstance(node, ast.Assert) for node in ast.walk(function))
    if not asserts or any(re.match(r"pytest\.mark\.(skip|xfail|long|real)", mark) for mark in marks):
        return
    for call in function.decorator_list:
        if isinstance(call, ast.Call):
            name = ast.unparse(call.func)
            words = [str(each.value) for each in call.args if isinstance(each, ast.Constant)]
            if name == "every_claim" or (name == "pytest.mark.shows" and len(words) > 1):
                yield Shown(words[0], tuple(words[1:]), test)


def unshown(tests: Iterable[Shown]) -> Iterator[str]:
    """What is claimed and no test shows, and what a test shows that is not claimed."""
    by_command: dict[str, list[Shown]] = {}
    for one in tests:
        by_command.setdefault(one.command, []).append(one)
        for id in one.ids:
            if id not in PROMISES or one.command not in PROMISES[id].acts:
                yield f"{one.test} shows '{one.command}' for {id}, which the table does not claim"
    for id, promise in PROMISES.items():
        for command in promise.acts:
            if not any(not one.ids or id in one.ids for one in by_command.get(command, ())):
                yield f"{id}: that '{command}' acts on it is shown by no test"


def page(found: dict[str, list[Place]], tests: Iterable[Shown]) -> str:
    """The page's text."""
    lines = [
        "# What service contracts promise",
        "",
        "<!-- Written by tools/promises.py; change that file or the examples, then run it. -->",
        "",
        "Five kinds of after-sales commitments, cut into single promises: an archive-digitisation firm, a device and",
        "platform vendor, a portal integrator, a template with blanks, and a managed-service firm. Each one is",
        "expressed by data of the examples, in lines that end in the promise's id. *Acted on by* names the commands of",
        "`fieldops` that check, plan, carry out or prove it today; *not yet* says what is left to people.",
    ]
    for area, (en, zh, count) in AREAS.items():
        lines += ["", f"## {area}. {en} {zh}", "", "| id | promise | expressed in | acted on by | not yet |"]
        lines += ["|---|---|---|---|---|"]
        lines += [_row(id, found[id]) for id in (f"{area}{number}" for number in range(1, count + 1))]
    lines += ["", "## What shows it", ""]
    lines += [
        "Each command of the column *acted on by* stands there because a test would fail without it.",
        "",
    ]
    lines += ["| command | promises | test |", "|---|---|---|"]
    lines += [_shown_row(one) for one in sorted(tests, key=lambda one: (one.command, one.ids, one.test))]
    return "\n".join(lines) + "\n"


def _row(id: str, found: list[Place]) -> str:
    promise = PROMISES[id]
    acts = ", ".join(f"`{command}`" for command in promise.acts)
    return f"| {id} | {promise.en}<br>{promise.zh} | {_links(found)} | {acts} | {promise.later} |"


def _shown_row(one: Shown) -> str:
    path, _, name = one.test.partition("::")
    ids = ", ".join(one.ids) or "each of which it is said"
    return f"| `{one.command}` | {ids} | [{name}](../{path}) |"


def _links(found: list[Place]) -> str:
    files: dict[str, list[int]] = {}
    for place in found:
        files.setdefault(place.path, []).append(place.line)
    return "<br>".join(
        f"{_shown(path)} " + ", ".join(_link(path, first, last) for first, last in _runs(numbers))
        for path, numbers in files.items()
    )


def _shown(path: str) -> str:
    file = Path(path)
    return f"{file.parent.name}/{file.name}"


def _runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """First and last of each run of lines that follow each other."""
    runs: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1] = runs[-1][0], number
        else:
            runs.append((number, number))
    return runs


def _link(path: str, first: int, last: int) -> str:
    if first == last:
        return f"[{first}](../{path}#L{first})"
    return f"[{first}-{last}](../{path}#L{first}-L{last})"


def unkept(found: dict[str, list[Place]]) -> Iterator[str]:
    """What is wrong with the table and the marks: rows and places that are missing, ids and commands nobody knows."""
    for id in IDS:
        if id not in PROMISES:
            yield f"{id} has no row in tools/promises.py"
        if not found.get(id):
            yield f"{id} is expressed nowhere: no line of data ends in '# {id}'"
    for id in sorted({*PROMISES, *found} - set(IDS)):
        where = ", ".join(f"{place.path}:{place.line}" for place in found.get(id, ()))
        yield f"{id} is no promise of the catalogue {where}".rstrip()
    for command in sorted({command for promise in PROMISES.values() for command in promise.acts}):
        if not _is_command(command.split()):
            yield f"there is no command 'fieldops {command}'"


def _is_command(words: list[str]) -> bool:
    from fieldops.cli.main import cli

    group: object = cli
    for word in words:
        group = getattr(group, "commands", {}).get(word)
    return group is not None


def main(arguments: list[str]) -> int:
    """Write or check the page; 1 when something is wrong."""
    found = places()
    tests = shown()
    problems = [*unkept(found), *unshown(tests)]
    if not problems and "--check" in arguments:
        current = PAGE.read_text("utf-8") if PAGE.is_file() else ""
        problems += (
            []
            if current == page(found, tests)
            else ["docs/promises.md is out of date: run tools/promises.py"]
        )
    elif not problems:
        PAGE.write_text(page(found, tests), "utf-8")
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
