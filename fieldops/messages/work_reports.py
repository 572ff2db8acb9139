"""Words and sentences of the periodic work report of a contract, and what is refused of it."""

from fieldops.messages.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "work-report.not-promised": Sentence(
        "the contract {contract} promises no periodic work report (an obligation of the kind work_report with a schedule)",
        "合同 {contract} 未约定定期工作报告（obligations 中 kind 为 work_report 且写有 schedule 的一项）",
        "say the days with --from and --to",
        "请用 --from 和 --to 写明起止日期",
    ),
    "work-report.which": Sentence(
        "the contract {contract} promises several work reports: {choices}",
        "合同 {contract} 约定了多种工作报告：{choices}",
        "say which one with --obligation",
        "请用 --obligation 写明是哪一种",
    ),
    "work-report.no-such": Sentence(
        "the contract promises no work report {obligation}; there are: {choices}",
        "合同未约定工作报告 {obligation}；可选：{choices}",
    ),
    "work-report.none-ended": Sentence(
        "no period of {obligation} has ended by {today}",
        "截至 {today}，{obligation} 尚无已结束的周期",
        "say the days with --from and --to",
        "请用 --from 和 --to 写明起止日期",
    ),
    "work-report.one-day": Sentence(
        "a period has a first and a last day",
        "报告期须同时有起始日和截止日",
        "write both --from and --to, or neither",
        "--from 和 --to 请都写，或都不写",
    ),
    "work-report.in-future": Sentence(
        "nothing has happened yet from {first} on: today is {today}",
        "{first} 之后尚无记录：今天是 {today}",
        "write an earlier day with --from",
        "请用 --from 写更早的日期",
    ),
    "work-report.unreadable": Sentence(
        "{count} {count:run|runs} could not be read; their findings are missing",
        "有 {count} 次巡检记录无法读取，其中的问题未列入",
    ),
    "work-report.title": Sentence("Service work report", "售后服务工作报告"),
    "work-report.as-recorded": Sentence(
        "By the records as of {at} ({zone}).", "依据截至 {at}（{zone}）的记录生成。"
    ),
    "work-report.days": Sentence("{first} to {last}", "{first} 至 {last}"),
    "work-report.due": Sentence("{day} ({clause})", "{day}（{clause}）"),
    "work-report.field-customer": Sentence("customer", "客户"),
    "work-report.field-contract": Sentence("contract", "合同名称"),
    "work-report.field-number": Sentence("contract number", "合同编号"),
    "work-report.field-period": Sentence("period", "报告期"),
    "work-report.field-to": Sentence("for", "报送"),
    "work-report.field-made": Sentence("made on", "编制日期"),
    "work-report.field-due": Sentence("due on", "应提交日期"),
    "work-report.part-summary": Sentence("In short", "概况"),
    "work-report.part-recurring": Sentence("Recurring faults", "重复出现和带有普遍性的故障"),
    "work-report.part-counts": Sentence("Requests by type", "分类统计"),
    "work-report.part-reported": Sentence("Every request of the period", "本期受理明细"),
    "work-report.part-carried": Sentence("Still open from before", "上期结转"),
    "work-report.part-visits": Sentence("Visits and other duties of the period", "本期巡检及其他履约事项"),
    "work-report.part-findings": Sentence("What inspections found", "巡检发现的问题"),
    "work-report.part-parts": Sentence("Parts that were replaced", "更换部件"),
    "work-report.part-ahead": Sentence("What comes next", "下期安排"),
    "work-report.sum-requests": Sentence(
        "{reported} {reported:request was|requests were} reported; {carried} from before {carried:was|were} still open. Open now: {open}.",
        "本期受理 {reported} 件，上期结转 {carried} 件；目前未关闭 {open} 件。",
    ),
    "work-report.sum-times": Sentence(
        "Times of the contract: {kept} kept, {missed} missed, {undetermined} not determined.",
        "合同时限：按时 {kept} 项，超时 {missed} 项，未确定 {undetermined} 项。",
    ),
    "work-report.compliance-reached": Sentence(
        "Service compliance: {share}% of the times that could be judged; promised: {target}%, reached.",
        "服务达标率 {share}%（按可判定的时限计），约定 {target}%，达到。",
    ),
    "work-report.compliance-missed": Sentence(
        "Service compliance: {share}% of the times that could be judged; promised: {target}%, NOT reached.",
        "服务达标率 {share}%（按可判定的时限计），约定 {target}%，未达到。",
    ),
    "work-report.compliance-unknown": Sentence(
        "Service compliance: UNKNOWN, no time could be judged; promised: {target}%.",
        "服务达标率无法判定：本期没有可判定的时限；约定 {target}%。",
    ),
    "work-report.sum-satisfaction": Sentence(
        "How content customers were, by orders: {said}.", "客户满意度（按服务单计）：{said}。"
    ),
    "work-report.sum-findings": Sentence(
        "Inspections: {found} {found:finding|findings}, {open} still to be mended.",
        "巡检问题：{found} 项，待整改 {open} 项。",
    ),
    "work-report.none-recurring": Sentence("No fault came again.", "本期没有重复出现的故障。"),
    "work-report.none-reported": Sentence("Nothing was reported.", "本期没有受理请求。"),
    "work-report.more-findings": Sentence(
        "{count} more: fieldops finding list", "另有 {count} 项，见问题清单。"
    ),
    "work-report.of-category": Sentence("several of the kind: {category}", "{category}类多台设备"),
    "work-report.done-on": Sentence("done on {day}", "{day} 完成"),
    "work-report.done-late": Sentence("done late, on {day}", "{day} 完成（逾期）"),
    "work-report.done-of": Sentence("{done} of {of} done", "应做 {of} 次，完成 {done} 次"),
    "work-report.column-what": Sentence("what", "设备或类别"),
    "work-report.column-times": Sentence("times", "次数"),
    "work-report.column-orders": Sentence("orders", "服务单"),
    "work-report.column-cause": Sentence("cause and prevention", "原因与预防措施"),
    "work-report.column-request": Sentence("request", "请求类型"),
    "work-report.column-severity": Sentence("severity", "等级"),
    "work-report.column-reported": Sentence("reported", "受理"),
    "work-report.column-closed": Sentence("closed", "已关闭"),
    "work-report.column-kept": Sentence("times kept", "按时"),
    "work-report.column-missed": Sentence("times missed", "超时"),
    "work-report.column-undetermined": Sentence("unclear", "未确定"),
    "work-report.column-order": Sentence("order", "服务单"),
    "work-report.column-when": Sentence("reported at", "报修时间"),
    "work-report.column-equipment": Sentence("equipment", "设备"),
    "work-report.column-symptom": Sentence("symptom", "现象"),
    "work-report.column-result": Sentence("result", "处理结果"),
    "work-report.column-task": Sentence("what", "事项"),
    "work-report.column-due": Sentence("due on", "应完成"),
    "work-report.column-state": Sentence("state", "状态"),
    "work-report.column-host": Sentence("where", "设备"),
    "work-report.column-check": Sentence("what", "检查项"),
    "work-report.column-since": Sentence("since", "发现日期"),
    "work-report.column-day": Sentence("when", "更换时间"),
    "work-report.column-part": Sentence("part", "部件"),
    "work-report.column-serials": Sentence("serial numbers", "序列号"),
}
