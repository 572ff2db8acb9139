"""Words and sentences of a report on who mends its problems until when, and who looks again at what is not known."""

from __future__ import annotations

from collections.abc import Mapping

from fieldops.messages.sentence import Sentence

SENTENCES: Mapping[str, Sentence] = {
    "report.who-given": Sentence(
        "{n} {n:problem has|problems have} an owner; see the table “Who does what by when”.",
        "已有 {n} 个问题指派了整改责任人，详见“整改计划”。",
    ),
    "report.who-customer": Sentence("{customer} is to fix no. {rows}.", "序号 {rows} 由{customer}整改。"),
    "report.who-first": Sentence(
        "The first deadline is {day}, for no. {rows}.", "最早到期的是序号 {rows}，期限 {day}。"
    ),
    "report.who-open": Sentence(
        "No owner yet for no. {rows}: {vendor} and {customer} are to agree on an owner and a due date when this report is handed over.",
        "序号 {rows} 尚未指派整改责任人：请{vendor}与{customer}在交付本报告时商定整改责任人和期限。",
    ),
    "report.who-waits": Sentence(
        "No. {rows}: to be inspected again by {vendor} once what no. {asked} asks for has been done; the day is to be agreed at handover.",
        "序号 {rows}：待序号 {asked} 所列事项办妥后，由{vendor}补检，时间在交付报告时商定。",
    ),
    "report.who-again": Sentence(
        "Not determined (no. {rows}): to be inspected again by {vendor} by {day}.",
        "未采集到的内容（序号 {rows}）由{vendor}补检，期限 {day}。",
    ),
    "report.who-before": Sentence(
        "Before that, {customer} is to do what no. {rows} asks for, by {day}.",
        "补检前请{customer}办妥序号 {rows} 所列事项，期限 {day}。",
    ),
    "report.who-before-open": Sentence(
        "Before that, {customer} is to do what no. {rows} asks for; the day is to be agreed at handover.",
        "补检前请{customer}办妥序号 {rows} 所列事项，时间在交付报告时商定。",
    ),
    "report.waits": Sentence(
        "{person} (service company), after no. {rows} (customer)", "{person}（服务方），待客户办妥序号 {rows}"
    ),
    "report.waits-not": Sentence("{person} (service company)", "{person}（服务方）"),
    "report.due-of": Sentence("{day} ({hosts})", "{day}（{hosts}）"),
    "report.waits-person": Sentence("an engineer", "工程师"),
    "report.waits-day": Sentence("day to be agreed at handover", "时间交付报告时商定"),
    "report.waits-state": Sentence("not inspected yet", "待补检"),
    "report.who-accepted": Sentence(
        "Accepted by the customer for the time being: no. {rows} (reason and dates in chapter 2).",
        "客户同意暂不整改：序号 {rows}（日期、期限和原因见第 2 章）。",
    ),
    "report.request-day": Sentence("to be agreed at handover", "交付报告时商定"),
    "report.party-person": Sentence("{party} ({person})", "{party}（{person}）"),
}
