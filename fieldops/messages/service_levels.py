"""Sentences about what service levels name, and what is missing in them: rules across fields and files."""

from fieldops.messages.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "service-level.unknown-request": Sentence(
        "the service level '{level}' has no request type '{id}'",
        "服务级别 {level} 没有请求类型 {id}",
        "known: {choices}",
        "已有：{choices}",
    ),
    "service-level.unknown-grading": Sentence(
        "'{id}' is not defined in 'grading'",
        "grading 中没有定义 {id}",
        "known: {choices}",
        "已有：{choices}",
    ),
    "service-level.graded-twice": Sentence(
        "the scope '{scope}' with the urgency '{urgency}' has a severity already in line {line}",
        "影响范围 {scope} 与紧急程度 {urgency} 的等级已在第 {line} 行写明",
        "keep one of the two",
        "请只保留一处",
    ),
    "service-level.grading-incomplete": Sentence(
        "no severity is said for: {missing}",
        "以下组合没有写明等级：{missing}",
        "say a severity for each scope with each urgency",
        "请为每种影响范围与紧急程度的组合写明等级",
    ),
    "service-level.unknown-severity": Sentence(
        "the service level '{level}' has no severity '{id}'",
        "服务级别 {level} 没有故障等级 {id}",
        "known: {choices}",
        "已有：{choices}",
    ),
    "service-level.unknown-grade": Sentence(
        "the plan '{plan}' has no grade '{id}', for which the severity '{severity}' of the service level "
        "'{level}' stands",
        "预案 {plan} 没有等级 {id}，而服务级别 {level} 的故障等级 {severity} 对应该等级",
        "grades of the plan: {choices}",
        "预案已有等级：{choices}",
    ),
    "service-level.missing": Sentence(
        "there are other times, but no service level that they could change",
        "写了特别时限，但合同没有服务级别",
        "name the service level with 'service_level'",
        "请用 service_level 指定服务级别",
    ),
    "service-level.no-severities": Sentence(
        "the request '{request}' is graded, but there are no severities",
        "请求 {request} 区分等级，但没有定义故障等级",
        "list them under 'severities', the gravest first, or remove 'graded'",
        "请在 severities 中从重到轻列出，或删除 graded",
    ),
    "service-level.not-graded": Sentence(
        "the request '{request}' is not graded; it never has this severity",
        "请求 {request} 不区分等级，不会有该故障等级",
        "write 'graded: true' at the request, or leave the severity out",
        "请在该请求上写 graded: true，或去掉 severity",
    ),
    "service-level.no-response": Sentence(
        "no time is promised to respond to '{request}' of the severity '{severity}'",
        "没有承诺 {request} 在等级 {severity} 下的响应时限",
        "add a milestone 'respond' for it; 'best_effort: true' says that no time is promised",
        "请添加 respond 时限；确实未承诺时间的写 best_effort: true",
    ),
    "service-level.no-times": Sentence(
        "nothing is promised for the request '{request}'",
        "请求 {request} 没有任何时限",
        "add its milestones, or remove the request type",
        "请添加时限，或删除该请求类型",
    ),
    "service-level.no-such-milestone": Sentence(
        "the service level '{level}' promises no '{milestone}' for this request ({request})",
        "服务级别 {level} 没有为该请求（{request}）承诺 {milestone}",
        "add the milestone to the service level, or correct the request, severity or milestone here",
        "请在服务级别中添加该时限，或更正此处的请求、等级或时限类型",
    ),
    "service-level.override-doubled": Sentence(
        "the same milestone is changed twice; the first is on line {line}",
        "同一时限被修改两次，第一次在第 {line} 行",
        "keep one of them",
        "请只保留一条",
    ),
    "service-level.pause-doubled": Sentence(
        "the reason '{reason}' stops the same clock twice; the first is on line {line}",
        "暂停原因 {reason} 对同一时限重复，第一次在第 {line} 行",
        "keep one entry for each reason, or separate their milestones",
        "每个原因请只保留一条，或区分各自的时限",
    ),
    "service-level.notices-out-of-order": Sentence(
        "this notice comes after {after}, no later than the one before it ({before})",
        "此通知在 {after} 后发出，不晚于上一条（{before}）",
        "list the notices by time, the earliest first",
        "请按时间先后排列",
    ),
    "service-level.nobody-to-escalate": Sentence(
        "a rejected sheet may be escalated, and no ladder says who is asked then",
        "审核未通过的服务单可以升级处理，但没有写明升级到谁",
        "write a step under escalation such as {{id: sheet-rejected, when: sheet_rejected, to: general_manager}}, or leave out escalate",
        "请在 escalation 中写一步，如 {{id: sheet-rejected, when: sheet_rejected, to: general_manager}}；不升级的，请删去 escalate",
    ),
    "service-level.complaint-closes-itself": Sentence(
        "a complaint may be closed by somebody other than the customer",
        "投诉可以由客户以外的人关闭",
        "write 'closed_by: customer'",
        "请写 closed_by: customer",
    ),
    "service-level.nobody-at-night": Sentence(
        "'{milestone}' is promised at any hour, but every channel is open in service hours only",
        "承诺全天候 {milestone}，但所有受理渠道都只在服务时间开放",
        "write 'hours: always' at the hotline, or count the time in service hours",
        "请将热线写为 hours: always，或改按服务时间计时",
    ),
    "service-level.document-doubled": Sentence(
        "'{name}' is due twice after the same event; the first is on line {line}",
        "{name} 在同一事件之后重复要求，第一次在第 {line} 行",
        "keep one of them, or tell them apart with 'severities'",
        "请只保留一条，或用 severities 区分",
    ),
    "service-level.unknown-step": Sentence(
        "the ladder has no step '{id}'",
        "升级路径没有步骤 {id}",
        "known: {choices}",
        "已有：{choices}",
    ),
    "service-level.endless-ladder": Sentence(
        "the step '{id}' follows upon itself; the ladder never ends",
        "步骤 {id} 又回到自身，升级路径没有终点",
        "remove 'next' at the step that decides",
        "请删除最终决定者那一步的 next",
    ),
    "service-level.unreachable-step": Sentence(
        "nothing leads to the step '{id}'",
        "没有任何条件会进入步骤 {id}",
        "write 'when' if a ladder begins with it, or name it as 'next' of another step",
        "若为路径第一步请写 when，否则请在另一步的 next 中引用",
    ),
    "service-level.trigger-inside": Sentence(
        "the step '{id}' follows upon another and has a 'when' of its own",
        "步骤 {id} 是另一步的后续，却又写了 when",
        "write 'when' at the first step of a ladder only; use two steps where both are meant",
        "when 只写在路径的第一步；两者都需要时请分为两步",
    ),
    "service-level.no-service-hours": Sentence(
        "service hours or working days are counted (service level '{level}'), but no calendar says which these are",
        "按服务时间或工作日计时（服务级别 {level}），但没有指定工作日历",
        "write 'calendar' in the contract, such as cn-office, or 'service_hours' in the service level",
        "请在合同中写 calendar（如 cn-office），或在服务级别中写 service_hours",
    ),
}
