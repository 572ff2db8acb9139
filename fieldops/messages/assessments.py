"""Sentences of the quarterly assessment of service orders: what is counted, and the notices that count."""

from fieldops.messages.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "sample.no-month": Sentence(
        "{text} is no month", "{text} 不是月份", "write it as 2026-10", "请按 2026-10 的格式写"
    ),
    "sample.not-over": Sentence(
        "nothing is drawn of {month} before it is over, on {last}",
        "{month} 尚未结束（{last} 止），不能抽取",
        "name a month that is over",
        "请写已结束的月份",
    ),
    "sample.not-promised": Sentence(
        "the contract {contract} promises no audit of a part of the work (quality.sample)",
        "合同 {contract} 未约定抽查审核（quality.sample）",
    ),
    "sample.of-which-contract": Sentence(
        "orders are drawn by what a contract promises",
        "抽取比例以合同约定为准",
        "name the contract before the options",
        "请指定一份合同",
    ),
    "sample.drawn": Sentence("{month}: {drawn} of {count} drawn", "{month}：{count} 张中抽取 {drawn} 张"),
    "assessment.which-quarter": Sentence(
        "the contracts are in different time zones and not in the same quarter: {choices}",
        "各合同所在时区不同，此刻不在同一季度：{choices}",
        "say which one with --quarter, or name a contract",
        "请用 --quarter 写明季度，或指定一份合同",
    ),
    "assessment.no-quarter": Sentence(
        "{text} is no quarter", "{text} 不是季度", "write it as 2026Q1", "请按 2026Q1 的格式写"
    ),
    "assessment.title": Sentence("Quarterly assessment", "季度考核表"),
    "assessment.field-quarter": Sentence("Quarter", "季度"),
    "assessment.counted": Sentence("Orders and times", "服务单与时限"),
    "assessment.happened": Sentence("Notices, complaints and reviews", "通知、投诉与审核"),
    "assessment.notices-due": Sentence("Notices for orders that stayed open", "长期未关闭的服务单通知"),
    "assessment.no-notices": Sentence("No order has earned a notice.", "没有因长期未关闭应发的通知。"),
    "assessment.of-what": Sentence(
        "a paper is the assessment of one contract",
        "考核表按合同出具",
        "name the contract: fieldops order assessment CONTRACT --output FILE",
        "请写明合同：fieldops order assessment 合同 --output 文件",
    ),
    "assessment.head": Sentence("quarterly assessment {quarter}", "{quarter} 季度考核"),
    "assessment.nothing": Sentence("nothing happened in {quarter}", "{quarter} 没有可考核的服务单"),
    "assessment.notices": Sentence("notices for orders that stayed open", "长期未关闭的服务单通知"),
    "assessment.nobody": Sentence("nobody assigned", "未派单"),
    "assessment.not-sent": Sentence("NOT SENT", "未发出"),
    "assessment.column-contract": Sentence("contract", "合同"),
    "assessment.column-person": Sentence("engineer", "工程师"),
    "assessment.column-orders": Sentence("orders", "服务单"),
    "assessment.column-closed": Sentence("closed", "已关闭"),
    "assessment.column-kept": Sentence("kept", "按时"),
    "assessment.column-missed": Sentence("missed", "超时"),
    "assessment.column-undetermined": Sentence("unclear", "未确定"),
    "assessment.column-notices": Sentence("notices", "通知"),
    "assessment.column-entered": Sentence("entered", "计入考核"),
    "assessment.column-complaints": Sentence("complaints", "投诉"),
    "assessment.column-call_backs": Sentence("call-backs", "回访"),
    "assessment.column-rejected": Sentence("rejected", "审核退回"),
    "assessment.column-signatures_refused": Sentence("refused to sign", "客户拒签"),
    "assessment.column-voided": Sentence("voided", "作废"),
    "assessment.column-order": Sentence("order", "服务单"),
    "assessment.column-notice": Sentence("notice", "通知"),
    "assessment.column-due": Sentence("due since", "应发时间"),
    "assessment.column-sent": Sentence("sent", "发出时间"),
    "assessment.column-entered_in": Sentence("entered in", "计入"),
}
