"""Sentences about what is to be done on service orders: what is due next, the emergency plan, and what closing still lacks."""

from __future__ import annotations

from collections.abc import Mapping

from fieldops.messages.sentence import Sentence

SENTENCES: Mapping[str, Sentence] = {
    # What is due.
    "order.reach": Sentence("{what}", "{what}"),
    "order.redo": Sentence(
        "put right what the review rejected, and report completion again", "按审核意见整改，完成后重新报完工"
    ),
    "order.redo-for": Sentence(
        "put right what the review rejected ({why}), and report completion again",
        "按审核意见（{why}）整改，完成后重新报完工",
    ),
    "order.get-part": Sentence("part needed: {part}", "备件：{part}"),
    "order.answer": Sentence("answer to the escalation: {to}", "答复升级：{to}"),
    "order.ask": Sentence("ask: {to} ({step})", "升级至：{to}（{step}）"),
    "order.enter": Sentence("enter when it was: {what}", "补登：{what}"),
    "order.if": Sentence("{what} (if {condition})", "{what}（如{condition}）"),
    "order.tell-customer": Sentence("tell the customer", "告知客户"),
    "order.tell": Sentence("tell: {who}", "通知{who}：本单已受理"),
    "order.tell-of-assignment": Sentence("tell: {who}", "派单通知{who}"),
    "order.send-notice": Sentence("send: {notice}", "发出：{notice}"),
    "order.inform": Sentence("tell the customer how it goes on with the experts", "向客户说明专家会诊进展"),
    "order.too-early": Sentence(
        "{way} came before {first}, which comes first by the contract",
        "未先{first}即{way}，不符合合同约定的处理顺序",
    ),
    # The emergency plan.
    "order.plan": Sentence(
        "emergency plan, {grade}: {response} (called: {groups})",
        "应急预案，{grade}：{response}（启动：{groups}）",
    ),
    "order.plan-flow": Sentence("steps done: {done}; open: {open}", "已完成：{done}；待办：{open}"),
    "order.report-lacks": Sentence("the report does not say: {what}", "报告尚缺：{what}"),
    "order.take-step": Sentence("{step}", "{step}"),
    "order.ask-for": Sentence("find out what the report lacks: {what}", "补问报告所缺内容：{what}"),
    "order.term-ended": Sentence(
        "reported on {reported}, within the term, which ended on {end}: what was promised for it is still owed; what is reported again, and parts that are not approved yet, have to be agreed",
        "{reported} 报修时仍在合同期内，合同已于 {end} 到期：本单原有的承诺继续履行；再次报修、尚未批准的换件须另行商定",
    ),
    "order.worked-before": Sentence(
        "entered afterwards: {what} was worked on on {day} ({who}), but the order, reported {reported}, was written down only {opened}, and not as an emergency (--emergency)",
        "补登：{day} 已开始处理{what}（{who}），服务单（报修 {reported}）到 {opened} 才登记，开单时未注明应急先行（--emergency）",
    ),
    "order.do-scope": Sentence("find out whether it is in the contract's scope", "核实是否属于合同服务范围"),
    "order.do-step": Sentence("{step}", "{step}"),
    "order.do-approval": Sentence("approval: {by}", "批准：{by}"),
    "order.do-assign": Sentence("assign an engineer", "派单给工程师"),
    "order.do-report": Sentence("the engineer has not reported completion", "报完工"),
    "order.do-signature": Sentence("the customer has not signed the service sheet", "请客户在服务单上签字"),
    "order.do-signature-or": Sentence(
        "the customer has not signed the service sheet; instead of that: {others}",
        "请客户在服务单上签字（客户不签的，可用{others}代替）",
    ),
    "order.do-review": Sentence("the manager has not reviewed the service sheet", "审核服务单并签字"),
    "order.do-document": Sentence("not handed over to the customer: {document}", "向客户提交{document}"),
    "order.do-confirmation": Sentence(
        "the customer has not confirmed that it is solved", "请客户确认问题已解决"
    ),
    "order.do-settled": Sentence("ask the customer whether the answer will do", "请客户确认是否认可处理结果"),
    "order.do-call-back": Sentence("quality has not called the customer back", "回访客户"),
    "order.do-close": Sentence("{what}", "{what}"),
    "order.due-by": Sentence("{what}, {at}", "{what}，{at}"),
    "order.when-late": Sentence("{at} LATE", "{at} 已超时"),
    "order.when-answer": Sentence("answer by {at}", "{at} 前须答复"),
    "order.when-past": Sentence("{at} over", "{at} 已过"),
    "order.when-paused": Sentence("clocks stand still: {reason}", "暂停计时：{reason}"),
    "order.when-open": Sentence("no time promised", "未约定时限"),
    # Closing.
    "order.owed-solution": Sentence("it is not solved", "尚未解决"),
    "order.owed-answer": Sentence("it is not answered", "尚未答复客户"),
    "order.owed-repair-order": Sentence(
        "no order for what was found damaged: {damaged} (open one: {request})",
        "现场发现的损坏尚未转维修：{damaged}（请另开“{request}”服务单）",
    ),
    "order.owed-report": Sentence("the engineer has not reported completion", "工程师尚未报完工"),
    "order.owed-report-again": Sentence(
        "the sheet was rejected: the engineer has to report completion again",
        "服务单审核未通过，工程师须重新报完工",
    ),
    "order.owed-report-anew": Sentence(
        "the sheet has changed since: the engineer has to report completion again",
        "此后服务单内容有改动，工程师须重新报完工",
    ),
    "order.owed-signature": Sentence("the customer has not signed the service sheet", "服务单尚无客户签字"),
    "order.owed-signature-or": Sentence(
        "the customer has not signed the service sheet; instead of that: {others}",
        "服务单尚无客户签字（可用{others}代替）",
    ),
    "order.owed-signature-anew": Sentence(
        "the customer has signed version {before} of the service sheet, not version {number}, which takes its place",
        "客户签的是服务单第 {before} 版，此后内容有改动，第 {number} 版须重新签字",
    ),
    "order.owed-signature-refused-or": Sentence(
        "the customer refuses to sign the service sheet ({who}: {why}); the contract takes instead: {others}",
        "客户拒签服务单（{who}：{why}）；按合同可代以：{others}",
    ),
    "order.owed-signature-refused": Sentence(
        "the customer refuses to sign the service sheet ({who}: {why}), and the contract takes nothing instead: to be settled with the customer",
        "客户拒签服务单（{who}：{why}），合同没有约定替代办法，须与客户协商解决",
    ),
    "order.refused-by-other": Sentence(
        "only the customer refuses to sign for the customer, not: {by}",
        "只有客户可以拒签，不能是{by}",
        "say who of the customer it was: --contact NAME; a sheet that the audit does not accept is rejected",
        "请用 --contact 写明是客户的哪位；我方审核不通过的请登记“审核未通过”",
    ),
    "order.refused-after-signing": Sentence(
        "the customer has signed this version of the sheet of {order}",
        "{order} 的这一版服务单客户已签字",
        "if that is not so, withdraw it first: fieldops order withdraw {order} signed --reason TEXT; a complaint afterwards is customer_complained",
        "其实没有签字的，请先撤销：fieldops order withdraw {order} 服务单已签字 --reason 原因；签字后有异议的，请登记“客户投诉”",
    ),
    "order.nobody-to-escalate": Sentence(
        "the contract does not say who is asked when a rejected sheet is escalated",
        "合同没有写明服务单审核未通过时升级到谁",
        "it may go: {choices}; or write a step with when: sheet_rejected under escalation in the service level",
        "可选：{choices}；或在服务级别的 escalation 中写一步 when: sheet_rejected",
    ),
    "order.owed-review": Sentence(
        "the manager has not reviewed the service sheet", "服务单尚未经经理审核签字"
    ),
    "order.owed-document": Sentence(
        "not handed over to the customer: {document}", "尚未提交客户：{document}"
    ),
    "order.owed-confirmation": Sentence(
        "the customer has not confirmed that it is solved", "客户尚未确认问题已解决"
    ),
    "order.owed-settled": Sentence(
        "the customer has not said that the answer will do", "客户尚未认可处理结果"
    ),
    "order.owed-call-back": Sentence("quality has not called the customer back", "质量部门尚未回访客户"),
}
