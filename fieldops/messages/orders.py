"""Sentences about service orders: intake, dispatch, what is due next, closing, and what is refused."""

from __future__ import annotations

from collections.abc import Mapping

from fieldops.messages.sentence import Sentence

# What can be told of an order, as it reads in its history.
_EVENTS = {
    "reported": ("reported", "报修受理"),
    "answered": ("answered", "接听"),
    "responded": ("responded", "已响应"),
    "passed_on": ("passed on", "已转交"),
    "remote_started": ("remote work begun", "开始远程处理"),
    "remote_possible": ("found fixable remotely", "判定可远程解决"),
    "remote_impossible": ("found not fixable remotely", "判定无法远程解决"),
    "plan_given": ("plan given", "已出方案"),
    "decided": ("repair or replacement decided", "已确定维修或更换"),
    "departed": ("departed", "已出发"),
    "arrived": ("arrived", "到达现场"),
    "workaround": ("workaround in place", "已临时恢复"),
    "resolved": ("resolved", "已解决"),
    "report_given": ("report given", "已提交报告"),
    "document_given": ("document given", "已提交文件"),
    "confirmed": ("confirmed by the customer", "客户已确认"),
    "closed": ("closed", "已关闭"),
    "paused": ("clocks stopped", "暂停计时"),
    "resumed": ("clocks go on", "恢复计时"),
    "severity_changed": ("severity changed", "调整故障等级"),
    "reported_again": ("reported again", "客户再次报修"),
    "deadline_agreed": ("another deadline agreed", "另行商定时限"),
    "action_taken": ("measure taken", "已采取措施"),
    "engineer_unavailable": ("engineer unavailable", "工程师无法到场"),
    "still_unclear": ("still unclear", "仍不清楚如何处理"),
    "customer_complained": ("the customer complained", "客户投诉"),
    "escalated": ("escalated", "已升级"),
    "escalation_answered": ("escalation answered", "升级已答复"),
    "assigned": ("assigned", "已派单"),
    "accepted": ("accepted by the engineer", "工程师已接单"),
    "caller_confirmed": ("report confirmed by the customer", "报修已由指定人员确认"),
    "informed": ("informed", "已告知"),
    "password_reminded": ("customer reminded to change the password", "已提醒客户更换密码"),
    "notice_sent": ("notice sent", "通知已发出"),
    "record_given": ("record of the session handed in", "会话记录已提交"),
    "part_needed": ("part needed", "需要备件"),
    "damage_found": ("damage found", "发现设备损坏"),
    "repair_ordered": ("repair ordered", "已转维修单"),
    "part_used": ("part used", "已用备件"),
    "work_done": ("work done", "已处理"),
    "cause_found": ("cause found", "已查明原因"),
    "effect_found": ("effect established", "已查明影响"),
    "prevention_decided": ("prevention decided", "已定预防措施"),
    "reported_done": ("completion reported", "已报完工"),
    "step_done": ("step done", "已办理"),
    "approved": ("approved", "已批准"),
    "signed": ("sheet signed", "服务单已签字"),
    "reviewed": ("reviewed", "已审核"),
    "called_back": ("called back", "已回访"),
    "rejected": ("rejected", "审核未通过"),
    "signature_refused": ("the customer refuses to sign", "客户拒签"),
    "opinion_given": ("customer's opinion", "客户意见"),
}

SENTENCES: Mapping[str, Sentence] = {
    **{f"order.event-{kind}": Sentence(en, zh) for kind, (en, zh) in _EVENTS.items()},
    # How far an order is.
    "order.stage-scope_unknown": Sentence("scope not known", "待核实范围"),
    "order.stage-needs_agreement": Sentence("to be agreed first", "合同外待商定"),
    "order.stage-to_dispatch": Sentence("to be dispatched", "待派单"),
    "order.stage-to_answer": Sentence("to be answered", "待答复"),
    "order.stage-assigned": Sentence("assigned", "已派单"),
    "order.stage-in_work": Sentence("in work", "处理中"),
    "order.stage-resolved": Sentence("resolved, not closed", "已解决，待关闭"),
    "order.stage-closed": Sentence("closed", "已关闭"),
    "order.stage-voided": Sentence("voided", "已作废"),
    "order.late": Sentence("{stage}, LATE", "{stage}，已超时"),
    # Intake.
    "order.in-term": Sentence(
        "reported on {day}, in the contract's term ({start} to {end})",
        "{day} 报修，在合同服务期内（{start} 至 {end}）",
    ),
    "order.out-of-term": Sentence(
        "reported on {day}, outside of the contract's term ({start} to {end})",
        "{day} 报修，不在合同服务期内（{start} 至 {end}）",
    ),
    "order.owed-for-life": Sentence("owed for life: {service}", "合同承诺终身提供：{service}"),
    "order.asset-of-contract": Sentence("{asset} is equipment of the contract", "“{asset}”为合同内设备"),
    "order.in-scope": Sentence("it is in the contract's scope, as was told", "据告知，属于合同服务范围"),
    "order.out-of-scope": Sentence("it is outside of the contract's scope", "不属于合同服务范围"),
    "order.scope-unknown": Sentence(
        "nobody has said what is affected, nor whether it is in the contract's scope: only opening an order says so, with --asset, or with --inside yes or no: open another one with it",
        "未说明报修对象，也未说明是否属于合同服务范围。这只能在开单时写明：请另开一单，并写 --asset，或写 --inside yes 或 no",
    ),
    "order.scope-of-what-is-affected-unknown": Sentence(
        "nobody has said whether {affected} is in the contract's scope: only opening an order says so, with --inside yes or no: open another one with it, and void this one (order void)",
        "未说明{affected}是否属于合同服务范围。这只能在开单时写明：请另开一单，写 --inside yes 或 no，并将本单作废（order void）",
    ),
    "order.caller-authorised": Sentence(
        "{caller} is named by the customer for reporting faults", "{caller}为客户指定的报修人员"
    ),
    "order.caller-unsaid": Sentence(
        "nobody has said who reports it: only those are served whom the customer has named for it",
        "未写明报修人：本合同只受理客户指定人员的报修",
    ),
    "order.caller-confirmed": Sentence(
        "{caller} is not among those whom the customer has named for reporting faults; confirmed since: {note}",
        "{caller}不在客户指定的报修人员之列，已由指定人员确认：{note}",
    ),
    "order.caller-confirmed-by": Sentence(
        "{caller} is not among those whom the customer has named for reporting faults; confirmed since by {who}",
        "{caller}不在客户指定的报修人员之列，已由{who}确认",
    ),
    "order.confirmed-by-nobody-named": Sentence(
        "the report is confirmed by somebody whom the customer has named for reporting faults, not by: {by}",
        "报修须由客户指定的报修人员确认，{by}不在其列",
        "name who of them has confirmed it: --by NAME, one of: {choices}",
        "请写明由谁确认：--by 姓名，可选：{choices}",
    ),
    "order.signed-without-acceptance": Sentence(
        "the sheet was signed by {who}, whom the customer has not named for acceptance; named are: {named}",
        "服务单由{who}签字，其职责中没有验收；客户指定的验收人：{named}",
    ),
    "order.do-confirm-caller": Sentence(
        "have the report confirmed by somebody whom the customer has named", "请客户指定人员确认报修"
    ),
    "order.caller-not-authorised": Sentence(
        "{caller} is not among those whom the customer has named for reporting faults: have it confirmed by one of them",
        "{caller}不在客户指定的报修人员之列：请由指定人员确认",
    ),
    "order.steps-owed": Sentence("has to be done first: {steps}", "须先办理：{steps}"),
    "order.approval-owed": Sentence("has to be approved by: {by}", "须经批准：{by}"),
    "order.any-approval-owed": Sentence(
        "the contract says nothing of work that it does not cover: somebody has to approve it",
        "合同未约定超出范围的工作如何处理：须有人批准",
    ),
    # How one is shown.
    "order.head": Sentence("order {order}, {contract}: {stage}", "服务单 {order}，{contract}：{stage}"),
    "order.fact": Sentence("{name}: {text}", "{name}：{text}"),
    "order.about": Sentence("{kind}: {what}", "{kind}：{what}"),
    "order.field-equipment": Sentence("equipment", "设备"),
    "order.field-site": Sentence("site", "地点"),
    "order.serial": Sentence("serial number {serial}", "序列号 {serial}"),
    "order.field-emergency": Sentence("emergency", "应急先行"),
    "order.emergency-first": Sentence(
        "work begins before anything is agreed", "先处理，商定、审批等手续事后补办"
    ),
    "order.field-about": Sentence("about", "报修对象"),
    "order.field-request": Sentence("request", "请求"),
    "order.field-question": Sentence("question", "咨询内容"),
    "order.field-complaint": Sentence("complaint", "投诉内容"),
    "order.about-no-complaint": Sentence(
        "only a complaint, or a repair of what was found damaged on site, is about another order, not: {request}",
        "只有投诉和现场发现损坏后的维修可以写明另一张服务单（--about），请求类型“{request}”不可以",
        "write --request complaint or the type that the contract names for damage (handling.found_damaged), or leave --about out",
        "请写 --request complaint 或合同约定的维修类型（handling.found_damaged），或不写 --about",
    ),
    "order.about-other-contract": Sentence(
        "{order} is an order of the contract {other}, not of {contract}",
        "{order} 是合同 {other} 的服务单，不属于合同 {contract}",
        "open the complaint under the contract of the order that it is about",
        "请在所投诉服务单的合同下登记投诉",
    ),
    "order.field-found-on": Sentence("found on", "发现于服务单"),
    "order.field-about-order": Sentence("complains of", "被投诉的服务单"),
    "order.field-complaints": Sentence("complaints", "投诉单"),
    "order.field-severity": Sentence("severity", "故障等级"),
    "order.field-channel": Sentence("came in by", "受理渠道"),
    "order.field-caller": Sentence("caller", "报修人"),
    "order.field-symptom": Sentence("symptom", "故障现象"),
    "order.field-environment": Sentence("environment", "环境"),
    "order.field-person": Sentence("assigned to", "责任工程师"),
    "order.no-times": Sentence("the contract promises no times for it", "合同对此没有约定时限"),
    "order.history": Sentence("what happened", "处理经过"),
    "order.told-line": Sentence("{at}  {what}", "{at}  {what}"),
    "order.told-line-with": Sentence("{at}  {what} ({details})", "{at}  {what}（{details}）"),
    "order.column-order": Sentence("order", "服务单"),
    "order.column-contract": Sentence("contract", "合同"),
    "order.column-reported": Sentence("reported", "报修时间"),
    "order.column-about": Sentence("about", "报修对象"),
    "order.column-stage": Sentence("state", "状态"),
    "order.column-person": Sentence("engineer", "工程师"),
    "order.column-next": Sentence("next", "下一步"),
    "order.column-due": Sentence("due", "时限"),
    "order.column-what": Sentence("what", "事项"),
    "order.approval-unasked": Sentence(
        "{order} is covered by the contract and needs no approval; a part that no warranty covers is approved by: fieldops swap approve SWAP --by POSITION",
        "{order} 在合同范围内，无须批准；不在质保内的换件用 fieldops swap approve 更换单 --by 岗位 批准",
    ),
    "order.resolved-in-pause": Sentence(
        "the clocks of {order} stand still since {since} and were not said to go on; if they did before it was solved: fieldops order log {order} resumed --at TIME",
        "{order} 自 {since} 起暂停计时，未登记恢复；解决前已恢复的，请补登：fieldops order log {order} 恢复计时 --at 时间",
    ),
    "order.columns-unread": Sentence(
        "columns that were not read, as their headings name nothing of an order, a session, a swap or a part: {headings}",
        "下列列名不属于服务单、远程会话、更换或备件的内容，未读取：{headings}",
    ),
    "order.stands": Sentence("{order} ({stage})", "{order}（{stage}）"),
    "order.stands-with": Sentence("{order} ({stage}, {person})", "{order}（{stage}，{person}）"),
    "order.column-command": Sentence("tell it by", "办好后登记"),
    "order.word-NAME": Sentence("NAME", "姓名"),
    "order.word-TEXT": Sentence("TEXT", "原因"),
    "order.word-FILE": Sentence("FILE", "文件"),
    "order.word-TIME": Sentence("TIME", "时间"),
    "order.next-until": Sentence(
        "to do by the end of {day}, what is late included", "{day} 当天结束前应办的，含已超时的"
    ),
    "order.day-past": Sentence(
        "{day} is over",
        "{day} 已过",
        "ask for today or a day to come; what was late then and is not done yet is late today",
        "请写今天或以后的日子；当时超时、至今未办的，今天也会列出",
    ),
    "order.column-who": Sentence("who", "责任人"),
    "order.none-such": Sentence("no such orders", "没有相应的服务单"),
    "order.none-without": Sentence("no trace of work without an order", "没有发现未开单先服务的情况"),
    "order.without-alone": Sentence(
        "--without-order lists work, and no orders: use it with a contract only",
        "--without-order 列出的不是服务单，只能与合同一起使用",
    ),
    "order.trace-work_before_order": Sentence("work first, order later", "先服务后开单"),
    "order.trace-part_without_order": Sentence("part without an order", "领用备件无单"),
    "order.trace-swap_without_order": Sentence("swap without an order", "更换部件无单"),
    "order.column-day": Sentence("day", "日期"),
    "order.column-trace": Sentence("how it is known", "依据"),
    "order.to-do-of": Sentence("{who}: {count}", "{who}：{count} 项"),
    "order.to-do-of-nobody": Sentence("not assigned yet", "尚未派单"),
    "order.to-do-of-position": Sentence("{position} ({people})", "{position}（{people}）"),
    "order.nothing-due": Sentence("nothing is due", "没有待办事项"),
    "order.unread": Sentence("order {order} is not judged: {what}", "服务单 {order} 未能判定：{what}"),
    "order.logged": Sentence("recorded of {order}: {what}, {at}", "已登记到 {order}：{what}，{at}"),
    "order.known-already": Sentence(
        "that is recorded of {order} already; nothing was added", "{order} 已有此记录，未重复登记"
    ),
    "order.work-without-order": Sentence(
        "line {line}: {kind} at {asset} on {time} names no order: somebody has worked without one, or its number is missing; open one with: fieldops order open CONTRACT --asset {asset}",
        "第 {line} 行：{time} {asset}“{kind}”未写服务单号：未开单先服务，或漏填编号；补开：fieldops order open CONTRACT --asset {asset}",
    ),
    "order.import-opened": Sentence(
        "order {order} opened, {count} {count:event|events} taken in",
        "已开服务单 {order}，导入 {count} 条记录",
    ),
    "order.import-added": Sentence(
        "{count} new {count:event|events} of {order} taken in", "服务单 {order} 新导入 {count} 条记录"
    ),
    # What is refused.
    "order.none": Sentence(
        "no service order is recorded here; open one with: fieldops order open CONTRACT",
        "此处还没有服务单；开单：fieldops order open CONTRACT",
    ),
    "order.no-such": Sentence(
        "there is no order {order}; the nearest: {choices}", "没有服务单 {order}；相近的有：{choices}"
    ),
    "order.of-customer": Sentence("{customer} (contract {contract})", "{customer}（合同 {contract}）"),
    "order.of-customers": Sentence("{customers}", "{customers}"),
    "order.asset-of-other": Sentence(
        "{asset} is no equipment of the contract {contract}: it is that of {other}",
        "{asset} 不是合同 {contract} 的设备，属于：{other}",
        "open the order for that contract; for something else of this customer write --affected and --inside yes or no",
        "请按该合同开单；如确为本客户的其他对象，请写 --affected，并写 --inside yes 或 no",
    ),
    "order.caller-of-other": Sentence(
        "{caller} is a contact of {other}: where the order was opened for the wrong customer, void it (order void {order}) and open another one",
        "{caller}是{other}的联系人。如果开错了客户，请将本单作废（order void {order}），另开一单",
    ),
    "order.no-such-asset": Sentence(
        "{asset} is no equipment of the contract; it has: {choices}. For something else write --affected and --inside yes or no",
        "合同内没有设备 {asset}；现有：{choices}。其他对象请写 --affected，并写 --inside yes 或 no",
    ),
    "order.number-taken": Sentence(
        "there is an order {order} already; show it with: fieldops order show {order}",
        "服务单 {order} 已存在；查看：fieldops order show {order}",
    ),
    "order.no-number": Sentence(
        "{order} is no number for an order: letters, digits, and - _ . between them",
        "{order} 不能作为服务单编号：只能用字母、数字及中间的 - _ .",
    ),
    "order.lacks": Sentence("{kind} also needs {option}", "登记“{kind}”还须写 {option}"),
    "order.lacks-one-of": Sentence(
        "{kind} also needs {option}", "登记“{kind}”还须写 {option}", "one of: {choices}", "可选：{choices}"
    ),
    "order.not-admitted": Sentence(
        "nothing was recorded of order {order}: {count} {count:thing|things} in the way",
        "服务单 {order} 未登记：有 {count} 处问题",
    ),
    "order.not-yet-dispatched": Sentence(
        "nobody may be sent for {order} yet: {why}", "{order} 尚不能派单：{why}"
    ),
    "order.step-before": Sentence(
        "{step} comes after {first}, which has not been done", "应先办理{first}，再办理{step}"
    ),
    "order.not-yet-closed": Sentence(
        "{order} cannot be closed yet: {missing}", "{order} 尚不能关闭：{missing}"
    ),
    "order.way-before": Sentence(
        "by the contract {first} comes before {way}, and nobody has tried it for {order}",
        "合同约定先{first}再{way}，{order} 尚未{first}",
        "do that first, or say why it cannot help: --note TEXT",
        "请先办理，或用 --note 说明为何不适用",
    ),
    "order.part-out": Sentence(
        "{part} {serial} was handed out of {stock} for this order ({person}) and is not said to be used: tell it with swap carry-out or part_used, or bring it back with fieldops stock return",
        "{part} {serial} 已为本服务单从 {stock} 领出（{person}），去向未登记：已用的请登记 swap carry-out 或“已用备件”，未用的请用 fieldops stock return 退库",
    ),
    "order.repair-by-opening": Sentence(
        "that a repair was ordered is told by opening the order for it",
        "转维修须通过另开服务单登记",
        "fieldops order open {contract} --request TYPE --about {order}",
        "请执行：fieldops order open {contract} --request 类型 --about {order}",
    ),
    "order.announced-late": Sentence(
        "asked for on {reported} to be there by {at}; the contract wants it announced {announced} before, so the earliest is {earliest}",
        "{reported} 提出、约定 {at} 前到场；合同要求提前 {announced}通知，最早可约 {earliest}",
    ),
    "order.unqualified": Sentence(
        "assigned to {person}, who does not hold what the contract asks for: {lacks}",
        "所派工程师{person}不具备合同要求的资质：{lacks}",
    ),
    "order.signed-by-other": Sentence(
        "signed by {by}, which the contract does not take in the place of the customer's signature",
        "{by}签字：合同不认可以此代替客户签字",
    ),
    "order.no-such-person": Sentence(
        "'{person}' is nobody of any team",
        "没有名为 {person} 的服务人员",
        "people: {choices}",
        "服务人员：{choices}",
    ),
    "order.not-the-customer": Sentence(
        "only the customer confirms that it is solved, not: {by}",
        "只有客户能确认已解决，{by}不能代为确认",
        "leave out --by when the customer has said so; the engineer's own report is reported_done",
        "客户已确认的，不写 --by 即可；工程师报完工的，请登记“已报完工”",
    ),
    "order.not-theirs-to-say": Sentence(
        "{kind}: that is for {asked} to say, not for: {by}",
        "“{kind}”只能由{asked}办理，{by}登记无效",
        "record it with --by {option} once {asked} has done it",
        "{asked}办理后，用 --by {option} 登记",
    ),
    "order.accepted-of-nobody": Sentence(
        "{order} had been assigned to nobody by {at}: there was nothing to accept",
        "{order} 在 {at} 尚未派单，无从接单",
        "record first to whom it was assigned, and when: order log {order} assigned --person PERSON --at TIME; or say who accepted it: --person PERSON",
        "请先登记派单：order log {order} 已派单 --person 人员 --at 时间；未经派单自行接单的，用 --person 写明是谁",
    ),
    "order.departed-after-arrival": Sentence(
        "setting out at {at} comes after the arrival at {first}",
        "{first} 已到达现场，不会在 {at} 才出发",
        "if it was another trip, say so with --note; if the arrival's time is wrong: order withdraw {order} arrived --reason TEXT",
        "再次上门的，用 --note 说明；到场时间登错的，先撤销：order withdraw {order} 到场 --reason 原因",
    ),
    "order.arrival-before-departure": Sentence(
        "an arrival at {first} comes before setting out at {at}",
        "{first} 到达现场，早于已登记的 {at} 出发",
        "give the time of the arrival with --at; if it was another trip, say so with --note; if setting out has the wrong time: order withdraw {order} departed --reason TEXT",
        "请用 --at 写明到场时间；再次上门的，用 --note 说明；出发时间登错的，先撤销：order withdraw {order} 出发 --reason 原因",
    ),
    "order.solution-before-that": Sentence(
        "a solution at {first} comes before what is recorded at {at}: {kind}",
        "{first} 解决，早于已登记的 {at}“{kind}”",
        "give the time of the solution with --at; if the other has the wrong time: order withdraw {order} EVENT --reason TEXT",
        "请用 --at 写明解决的时间；那一条登错的，先撤销：order withdraw {order} 事项 --reason 原因",
    ),
    "order.resolved-before-that": Sentence(
        "{order} had been resolved at {first}; at {at} that comes too late: {kind}",
        "{order} 已于 {first} 解决，{at} 不会再有“{kind}”",
        "if it happened before, say when: --at TIME; if the fault is back, record reported_again first; if it was not resolved: order withdraw {order} resolved --reason TEXT",
        "解决之前发生的，用 --at 写明时间；故障复发的，先登记“再次报修”；其实没有解决的，先撤销：order withdraw {order} 解决 --reason 原因",
    ),
    "order.swap-waits": Sentence(
        "a swap under {order} waits for its part: {swaps}",
        "{order} 还有更换未完成：{swaps}",
        "record the swap first: swap carry-out, or swap undo where it is not needed any more; or say with --note what has solved it",
        "请先登记更换：swap carry-out，不再需要的用 swap undo；未更换即已解决的，用 --note 说明是怎样解决的",
    ),
    "order.open-for-the-same-asset": Sentence(
        "{others} about {asset} is open, and not solved; if this is the same fault: fieldops order void {order} --instead {first} --reason TEXT",
        "{asset} 已有服务单尚未解决：{others}；如属同一故障：fieldops order void {order} --instead {first} --reason 原因",
    ),
    "order.opened-for-the-same-call": Sentence(
        "{others} was opened within the hour for the same call: same equipment, caller and words; if this is the same one: fieldops order void {order} --instead {first} --reason TEXT",
        "一小时内已有相同的报修 {others}（设备、报修人、内容都相同）；如属重复开单：fieldops order void {order} --instead {first} --reason 原因",
    ),
    "order.not-resolved": Sentence(
        "nothing of {order} has been resolved yet that the customer could confirm",
        "{order} 尚未解决，客户无从确认",
        "record first when it was resolved: order log {order} resolved --at TIME",
        "请先登记解决时间：order log {order} 已解决 --at 时间",
    ),
    "order.other-approver": Sentence(
        "{order} has to be approved by {asked}, not by {by}",
        "{order} 须由{asked}批准，{by}的批准无效",
        "record it with --by {option} once {asked} has approved",
        "{asked}批准后，用 --by {option} 登记",
    ),
    "order.closed-already": Sentence(
        "{order} was closed before that: {kind}",
        "{order} 在此之前已关闭，不能再登记“{kind}”",
        "if it happened before it was closed, say when: --at TIME; if the customer reports it again, record reported_again first",
        "关闭之前发生的，用 --at 写明时间；客户再次报修的，先登记“客户再次报修”",
    ),
    "order.pause-without-evidence": Sentence(
        "the contract counts a pause for this reason only with evidence: {reason}",
        "因“{reason}”暂停计时须附凭据，合同要求",
        "name it: --evidence TEXT or a file",
        "请用 --evidence 写明凭据或附上文件",
    ),
    "order.approval-before-steps": Sentence(
        "approval comes after {steps}, which have not been done",
        "须先办理{steps}，再行批准",
    ),
    "order.pause-not-allowed": Sentence(
        "the contract stops no clock for this reason: {reason}",
        "合同不允许因“{reason}”暂停计时",
        "it allows: {choices}; what else has happened is recorded with informed --note",
        "允许的原因：{choices}；其他情况可登记“已告知”，用 --note 说明",
    ),
    "order.reported-otherwise": Sentence(
        "order {order} was reported at {reported}; this file says another time. Give it a number of its own, or mend the file",
        "服务单 {order} 的报修时间为 {reported}，与此文件不一致。请另用编号，或更正文件",
    ),
    "order.export-what": Sentence(
        "say which orders: their numbers, or --contract for all of a contract",
        "请写服务单编号，或用 --contract 导出一份合同的全部服务单",
    ),
    "order.no-headings": Sentence(
        "{path} has no row of headings with order, kind and time",
        "{path} 中没有含服务单、事项、时间三列的表头",
        "call the columns order, contract, kind, time, by, person, reason, evidence, note, and so on",
        "列名可写：服务单、合同、事项、时间、岗位、人员、原因、凭据、备注等",
    ),
    "order.file-without-number": Sentence(
        "{path} does not say which order it is: add a line such as order: SO-20260905-001",
        "{path} 未写明是哪张服务单：请加一行，如 order: SO-20260905-001",
    ),
    "order.file-without-contract": Sentence(
        "{path} does not say which contract it is of: add a line contract: ID, or write --contract",
        "{path} 未写明属于哪份合同：请加一行 contract: 合同标识，或写 --contract",
    ),
}
