"""Sentences about findings: how each stands, what people said of it, and what is refused."""

from __future__ import annotations

from collections.abc import Mapping

from fieldops.messages.sentence import Sentence

SENTENCES: Mapping[str, Sentence] = {
    "finding.state-open": Sentence("open", "待整改"),
    "finding.state-assigned": Sentence("assigned", "整改中"),
    "finding.state-accepted": Sentence("accepted", "客户同意暂不整改"),
    "finding.state-closed": Sentence("closed", "已关闭"),
    "finding.state-gone": Sentence("not there any more", "对象已不存在"),
    "finding.state-fixed": Sentence("fixed", "已整改"),
    "finding.is-open": Sentence("open since {since}", "{since} 发现，待整改"),
    "finding.is-assigned": Sentence("to be fixed by {to} by {until}", "由{to}负责整改，期限 {until}"),
    "finding.is-accepted": Sentence(
        "accepted by {by} on {on}, until {until}: {reason}",
        "客户{by}于 {on} 同意暂不整改，至 {until}：{reason}",
    ),
    "finding.is-closed": Sentence(
        "closed by {by} on {day}, not seen in order: {reason}", "{by}于 {day} 关闭，未经复查确认：{reason}"
    ),
    "finding.is-gone": Sentence("not there any more on {day} ({run})", "{day} 复查时对象已不存在（{run}）"),
    "finding.is-fixed": Sentence("fixed: in order on {day} ({run})", "已整改，{day} 复查正常（{run}）"),
    "finding.is-late": Sentence("late, was due on {due}", "已逾期，期限为 {due}"),
    "finding.ran-out": Sentence("what {by} accepted ran out on {until}", "客户{by}同意的期限 {until} 已过"),
    "finding.outgrown": Sentence(
        "{by} accepted it as a warning, and it is critical now", "客户{by}同意时为警告，现已升为严重"
    ),
    "finding.recurring": Sentence(
        "recurring, {times} times since {first}", "重复出现，自 {first} 以来第 {times} 次"
    ),
    "finding.unseen": Sentence("not seen since {day}: {why}", "{day} 之后未能复查：{why}"),
    "finding.now": Sentence("{id}  {what}: {state}", "{id}  {what}：{state}"),
    "finding.none": Sentence("no findings", "没有相应的问题"),
    "finding.counts": Sentence(
        "{count} {count:finding|findings}, {open} open, {late} late",
        "共 {count} 个问题，待整改 {open} 个，其中逾期 {late} 个",
    ),
    "finding.unplaced": Sentence(
        "{count} {count:entry|entries} about findings of {contract} that no run in this store has seen",
        "{contract} 有 {count} 条登记，其问题不在本记录库的任何一次运行中",
    ),
    "finding.unreadable-run": Sentence(
        "{run} cannot be read, and what it saw is not in the answer: {what}",
        "{run} 无法读取，其结果未计入：{what}",
    ),
    "finding.choice": Sentence("{id} ({host} {check} {item})", "{id}（{host} {check} {item}）"),
    "finding.unknown": Sentence(
        "there is no finding '{id}'",
        "没有编号为“{id}”的问题",
        "did you mean one of these? {choices}; fieldops finding list shows all",
        "是否是其中之一：{choices}；全部问题见 fieldops finding list",
    ),
    "finding.ambiguous": Sentence(
        "the ids of several findings begin with '{id}'",
        "有多个问题的编号以“{id}”开头",
        "type more of it: {choices}",
        "请多写几位：{choices}",
    ),
    "finding.over": Sentence(
        "nothing is to be done about {id} any more: {state}",
        "{id} 无需再处理：{state}",
        "when a later run sees it again, it is open again",
        "以后的运行再次查到时会重新列为待整改",
    ),
    "finding.day-passed": Sentence(
        "{day} has passed; today is {today}",
        "{day} 已过，今天是 {today}",
        "name a day that is still to come",
        "请写今天或以后的日期",
    ),
    "finding.no-reason": Sentence("a reason is needed", "必须写明理由"),
    "finding.no-contact": Sentence(
        "'{name}' is no contact of the customer",
        "“{name}”不是客户联系人",
        "only the customer accepts a deviation; the contract names as contacts: {choices}",
        "只有客户能同意暂不整改；合同中的客户联系人：{choices}",
    ),
    "finding.no-such": Sentence(
        "no run has looked at a {what} '{name}'",
        "没有任何运行查过{what}“{name}”",
        "recorded are: {choices}",
        "有记录的：{choices}",
    ),
    "finding.step-seen": Sentence("found", "发现"),
    "finding.step-worse": Sentence("worse", "恶化"),
    "finding.step-better": Sentence("better", "减轻"),
    "finding.step-fixed": Sentence("in order", "复查正常"),
    "finding.step-gone": Sentence("not there any more", "对象已不存在"),
    "finding.step-assigned": Sentence("assigned", "指派整改"),
    "finding.step-accepted": Sentence("accepted", "客户同意暂不整改"),
    "finding.step-closed": Sentence("closed", "人工关闭"),
    "finding.said-assigned": Sentence("{to}, until {until}", "{to}，期限 {until}"),
    "finding.said-by": Sentence("said by {by}", "登记人{by}"),
    "finding.said-accepted": Sentence("{by}, until {until}: {reason}", "{by}，至 {until}：{reason}"),
    "finding.said-closed": Sentence("{by}: {reason}", "{by}：{reason}"),
    "finding.standard": Sentence("standard", "标准"),
    "finding.advice": Sentence("advice", "整改建议"),
    "finding.column-id": Sentence("id", "编号"),
    "finding.column-state": Sentence("state", "状态"),
    "finding.column-when": Sentence("when", "时间"),
    "finding.column-what": Sentence("what", "事项"),
    "finding.column-run": Sentence("run or person", "运行或人员"),
}
