"""Sentences of `fieldops sla`: deadlines with their reasons, event logs, the state of an order."""

from fieldops.messages.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "deadline.city-by-sites": Sentence(
        "all sites of the contract say: {city}; for another place give --same-city",
        "按合同中的地点计算：{city}；地点不同时请用 --same-city 指明",
    ),
    # --- what is promised ------------------------------------------------------------------------------
    "deadline.promise": Sentence(
        "{what} within {within} of {event} ({clock})", "{event}后 {within}内：{what}（{clock}）"
    ),
    "deadline.promise-latest": Sentence(
        "{what} within {within} of {event}, at the latest {latest} ({clock})",
        "{event}后 {within}内：{what}，最迟 {latest}（{clock}）",
    ),
    "deadline.promise-best-effort": Sentence("{what} as soon as possible", "尽快：{what}"),
    "deadline.action": Sentence(
        "{what}, if {of} is not reached within {after} of the report ({clock})",
        "报修后 {after}内未完成“{of}”时的措施：{what}（{clock}）",
    ),
    "deadline.action-at-once": Sentence(
        "{what}, as soon as the time for {of} is over", "“{of}”超时后的措施：{what}"
    ),
    "deadline.detail": Sentence("in the contract's words: {detail}", "合同表述：{detail}"),
    # --- how it is counted -----------------------------------------------------------------------------
    "deadline.condition-holds": Sentence("applies: {condition}", "适用：{condition}"),
    "deadline.condition-fails": Sentence(
        "does not apply: not the case: {condition}", "不适用：不属于“{condition}”"
    ),
    "deadline.condition-unknown": Sentence(
        "applies only if: {condition}; nobody has said so yet", "仅在“{condition}”时适用，目前未知"
    ),
    "deadline.counted-from": Sentence("counted from {event}: {at}", "自{event}起算：{at}"),
    "deadline.next-opening": Sentence(
        "outside service hours; counting begins at the next opening: {at}",
        "不在服务时间内，自下一次开始服务时起算：{at}",
    ),
    "deadline.working-days": Sentence(
        "ends with working day {count} of calendar {calendar}; the day it begins on is not counted",
        "至日历 {calendar} 的第 {count} 个工作日结束，当日不计入",
    ),
    "deadline.pause-counted": Sentence(
        "the clock stood still: {begin} to {end}", "暂停计时：{begin} 至 {end}"
    ),
    "deadline.now": Sentence("now", "现在"),
    "deadline.due": Sentence("due {at}", "截止时间 {at}"),
    "deadline.provisional": Sentence(
        "provisional: calendar {calendar} does not have the public holidays of all years on the way",
        "暂定：日历 {calendar} 尚缺所经年份的法定节假日安排",
    ),
    "deadline.contradiction": Sentence(
        "the service level promises this twice with different times; both are listed",
        "服务级别对此有两个不同的时限，均已列出",
    ),
    "deadline.agreed": Sentence(
        "both sides agreed a new deadline on {day}: {at}", "双方于 {day} 约定新时限：{at}"
    ),
    "deadline.agreed-with": Sentence("agreed with {who} on {day}: {at}", "{day} 与{who}商定：{at}"),
    # --- why there is no time --------------------------------------------------------------------------
    "deadline.best-effort": Sentence(
        "as soon as possible: no time is promised, so nothing can be late",
        "尽快完成：未承诺具体时限，不产生超时",
    ),
    "deadline.not-begun": Sentence(
        "counted from {event}, which has not happened yet", "自{event}起算，尚未发生"
    ),
    "deadline.no-time-to-miss": Sentence(
        "{of} has no time here that could be missed", "此处“{of}”没有可超过的时限"
    ),
    "deadline.paused": Sentence("the clock stands still", "计时暂停中"),
    "deadline.no-calendar": Sentence(
        "neither the service level nor the contract names a calendar to count by",
        "服务级别和合同均未指定用于计时的日历",
    ),
    "deadline.no-working-day": Sentence("the calendar has no working day at all", "日历中没有任何工作日"),
    "deadline.too-far": Sentence(
        "more than a hundred years on, or later than any date", "在一百年之后，或超出可表示的日期范围"
    ),
    # --- an order --------------------------------------------------------------------------------------
    "deadline.who-unknown": Sentence(
        "several people have to reach this ({milestone}), and the log does not say who did: write 'by'",
        "该项（{milestone}）由多个岗位分别完成，事件记录未写明完成人，请补写 by",
    ),
    "deadline.pause-not-allowed": Sentence(
        "the pause from {at} does not stop any clock: the contract does not allow it for {reason}",
        "{at} 的暂停不停止计时：合同未约定可因“{reason}”暂停",
    ),
    "deadline.pause-without-evidence": Sentence(
        "the pause from {at} ({reason}) does not count: the contract asks for evidence, and the log names none",
        "{at} 的暂停（{reason}）不予计算：合同要求凭据，而事件记录未写明",
    ),
    "deadline.pause-without-evidence-for": Sentence(
        "the pause from {at} ({reason}) does not count for {milestones}: the contract asks for evidence there, and the "
        "log names none",
        "{at} 的暂停（{reason}）对{milestones}不予计算：合同就此要求凭据，而事件记录未写明",
    ),
    "deadline.severity-changed": Sentence(
        "severity {severity} since {at}: what was not reached by then is counted from the report by its times",
        "自 {at} 起故障等级为{severity}：此前未完成的各项，按该等级的时限自报修起重新计算",
    ),
    "deadline.came-back": Sentence(
        "reported again {at}: what was done before does not count as resolved; the clock runs from the first report",
        "{at} 再次报修：此前的处理不视为解决，仍自首次报修起算",
    ),
    "deadline.later-amendment": Sentence(
        "an amendment changed these times from {day} on; for this order those in force at its report hold",
        "自 {day} 起有补充约定变更时限；本单适用报修时有效的条款",
    ),
    # --- refusals --------------------------------------------------------------------------------------
    "deadline.not-in-force": Sentence(
        "contract {contract} is not in force on {day}: its term is {start} to {end}",
        "合同 {contract} 在 {day} 不在服务期内：服务期为 {start} 至 {end}",
        "nothing is promised on that day; ask sales, or record the new term as an amendment",
        "该日没有服务承诺；请与销售确认，或将新的服务期写入 amendments",
    ),
    "deadline.no-service-level": Sentence(
        "contract {contract} has no service level in force on {day}, so nothing is promised in time",
        "合同 {contract} 在 {day} 没有有效的服务级别，未承诺任何时限",
        "name one with service_level",
        "请用 service_level 指定",
    ),
    "deadline.no-such-request": Sentence(
        "'{request}' is no request type of this service level",
        "服务级别中没有请求类型“{request}”",
        "one of: {choices}",
        "可选：{choices}",
    ),
    "deadline.no-such-severity": Sentence(
        "'{severity}' is no severity of this service level",
        "服务级别中没有故障等级“{severity}”",
        "one of: {choices}",
        "可选：{choices}",
    ),
    "deadline.no-such-scope": Sentence(
        "'{text}' is no scope of this service level",
        "服务级别中没有影响范围“{text}”",
        "one of: {choices}",
        "可选：{choices}",
    ),
    "deadline.no-such-urgency": Sentence(
        "'{text}' is no urgency of this service level",
        "服务级别中没有紧急程度“{text}”",
        "one of: {choices}",
        "可选：{choices}",
    ),
    "deadline.not-graded-so": Sentence(
        "the service level '{level}' does not grade by scope and urgency",
        "服务级别 {level} 没有按影响范围和紧急程度分级",
        "say the severity with --severity, or add 'grading' to the service level",
        "请用 --severity 写明等级，或在服务级别中补充 grading",
    ),
    "deadline.grade-unsaid": Sentence(
        "'{level}' says no severity for the scope '{scope}' with the urgency '{urgency}'",
        "{level} 没有写明影响范围“{scope}”、紧急程度“{urgency}”时的等级",
        "add it to 'grading.severities', or say the severity with --severity",
        "请在 grading.severities 中补充，或用 --severity 写明等级",
    ),
    "deadline.scope-and-urgency": Sentence(
        "the severity follows from --scope and --urgency together, or is said with --severity",
        "等级由 --scope 和 --urgency 一起得出，或用 --severity 写明，两者取其一",
        "write both of the two, or only --severity",
        "请同时写前两项，或只写 --severity",
    ),
    "deadline.graded": Sentence(
        "by scope and urgency the severity is: {severity}", "按影响范围和紧急程度，故障等级为：{severity}"
    ),
    "sla.why": Sentence("{what}: {due} ({state})", "{what}：{due}（{state}）"),
    "sla.explained": Sentence("{what}: {due}", "{what}：{due}"),
    "deadline.severity": Sentence("{id} ({name}: {criteria})", "{id}（{name}：{criteria}）"),
    "deadline.severity-needed": Sentence(
        "requests of type {request} are graded: name the severity",
        "{request}须定级：请写明故障等级",
        "one of: {choices}",
        "可选：{choices}",
    ),
    "deadline.no-such-milestone": Sentence(
        "nothing called '{milestone}' is promised for such a report",
        "此类请求没有名为“{milestone}”的时限",
        "one of: {choices}",
        "可选：{choices}",
    ),
    "deadline.no-such-time": Sentence(
        "'{value}' is no time",
        "“{value}”不是有效的时间",
        "write it like 2026-02-13T17:20, or with an offset like 2026-02-13T17:20+08:00",
        "请写成 2026-02-13T17:20，或带时差 2026-02-13T17:20+08:00",
    ),
    "deadline.skipped-time": Sentence(
        "the clocks of {zone} never show '{value}': summer time begins then",
        "{zone} 的时钟没有“{value}”这一时刻：当时夏令时开始",
        "write it with an offset, such as +02:00",
        "请写明时差，如 +02:00",
    ),
    "deadline.doubled-time": Sentence(
        "the clocks of {zone} show '{value}' twice: summer time ends then",
        "{zone} 的时钟两次出现“{value}”：当时夏令时结束",
        "write it with an offset, such as +02:00",
        "请写明时差，如 +02:00",
    ),
    "deadline.severity-ignored": Sentence(
        "requests of type {request} are not graded; the severity plays no part",
        "{request} 类请求不分级，故障等级不起作用",
    ),
    # --- the event log ---------------------------------------------------------------------------------
    "log.invalid": Sentence(
        "the event log {path} has {count} {count:error|errors}, so nothing was computed",
        "事件记录 {path} 有 {count} 处错误，未作计算",
    ),
    "log.not-readable": Sentence(
        "cannot read the event log {path}: {detail}", "无法读取事件记录 {path}：{detail}"
    ),
    "log.no-events": Sentence(
        "there are no events here",
        "此处没有事件",
        "a log has a list 'events', the first one of kind reported",
        "事件记录须有 events 列表，第一个事件为 reported",
    ),
    "log.no-mapping": Sentence(
        "an event is a mapping with 'time' and 'kind'", "每个事件须写成键值对，含 time 和 kind"
    ),
    "log.no-json": Sentence(
        "this line is no JSON object with each key once", "该行不是 JSON 对象，或有重复的键"
    ),
    "log.unknown-key": Sentence(
        "'{key}' is not known here", "不认识的键“{key}”", "one of: {choices}", "可选：{choices}"
    ),
    "log.session-opened": Sentence("opened", "开始"),
    "log.session-closed": Sentence("closed", "结束"),
    "log.unknown-word": Sentence(
        "'{key}' cannot be '{value}'",
        "{key} 不能填“{value}”",
        "one of: {choices}",
        "可填：{choices}",
    ),
    "log.no-number": Sentence(
        "'{key}' must be a whole number, not '{value}'", "{key} 须为整数，不能是“{value}”"
    ),
    "log.which-swap": Sentence(
        "which swap of the order is meant?",
        "未写明是该单的哪一笔更换",
        "write swap: NUMBER, one of: {choices}",
        "请写 swap: 更换单号，可填：{choices}",
    ),
    "log.beside": Sentence(
        "'{kind}' is no event of an order's clocks: sessions, swaps and parts are taken in with the order",
        "“{kind}”不是服务单计时的事项：会话、更换和出入库随服务单一并导入",
        "take the file in with fieldops order import FILE",
        "请改用：fieldops order import FILE",
    ),
    "log.unknown-kind": Sentence(
        "'{kind}' is no kind of event",
        "没有“{kind}”这种事件",
        "such as: {choices}; all of them: fieldops order log --help",
        "如：{choices}。全部事件见 fieldops order log --help",
    ),
    "log.no-value": Sentence(
        "{key} cannot be '{value}': the contract has none for this order",
        "{key} 不能写“{value}”：合同对此类服务单没有约定",
    ),
    "log.unknown-value": Sentence(
        "'{value}' is no known {what} here ({key})",
        "{what}（{key}）中没有“{value}”",
        "one of: {choices}",
        "可选：{choices}",
    ),
    "log.key-by": Sentence("position or person", "岗位或人员"),
    "log.key-reason": Sentence("reason", "暂停原因"),
    "log.key-to": Sentence("destination", "去向或等级"),
    "log.key-step": Sentence("step", "步骤"),
    "log.key-document": Sentence("document", "文件"),
    "log.key-milestone": Sentence("milestone", "时限"),
    "log.key-action": Sentence("measure", "措施"),
    "log.key-person": Sentence("person", "人员"),
    "log.key-satisfaction": Sentence("satisfaction", "满意度"),
    "log.satisfaction-elsewhere": Sentence(
        "satisfaction is what the customer says of the work; it is not told with: {kind}",
        "“{kind}”不能登记满意度",
        "tell it with opinion_given, signed, called_back or confirmed",
        "满意度请随“客户意见”“服务单已签字”“已回访”或“客户已确认”登记",
    ),
    "log.about-elsewhere": Sentence(
        "only a complaint and a repair are handled under an order of their own; that is not told with: {kind}",
        "“{kind}”不能登记另一张服务单",
        "tell it with customer_complained; or open the complaint with order open --request complaint --about ORDER",
        "投诉单请随“客户投诉”登记；也可用 order open --request complaint --about 服务单 开单",
    ),
    "log.opinion-empty": Sentence(
        "the customer's opinion lacks what the customer thinks",
        "客户意见未写内容",
        "say how content the customer is (satisfaction), or what was said (note), or both",
        "请写满意度（satisfaction）或意见（note），也可都写",
    ),
    "log.before-report": Sentence(
        "this event ({at}) is earlier than the report ({before})",
        "该事项（{at}）早于报修时间（{before}）",
        "correct its time; where the order was reported earlier than was written down, correct that first: fieldops order correct ORDER --reported TIME --reason TEXT",
        "请更正时间；如报修时间写错，请先更正：fieldops order correct 服务单 --reported 时间 --reason 原因",
    ),
    "log.missing": Sentence("an event of kind {kind} needs '{key}'", "{kind} 事件须写明 {key}"),
    "log.no-text": Sentence("'{key}' must be a text", "{key} 须为文本"),
    "log.facts": Sentence(
        "facts are true or false, and one of: {choices}", "facts 的值为 true 或 false，可写：{choices}"
    ),
    "log.other-order": Sentence(
        "'{key}' is {found} here and {first} on the first line: one file holds one order",
        "{key} 此处为 {found}，首行为 {first}：一个文件只记一张服务单",
    ),
    "log.other-contract": Sentence(
        "this log is of contract {found}, not of {contract}", "该事件记录属于合同 {found}，不是 {contract}"
    ),
    "log.no-such-asset": Sentence(
        "the contract has no asset '{asset}'",
        "合同中没有资产“{asset}”",
        "one of: {choices}",
        "可选：{choices}",
    ),
    "log.report-first": Sentence(
        "the first event must be of kind reported", "第一个事件须为 reported（报修）"
    ),
    "log.reported-twice": Sentence(
        "an order is reported once",
        "一张服务单只能有一次 reported",
        "when the customer reports the same fault again: reported_again",
        "客户就同一故障再次报修的，请登记“客户再次报修”",
    ),
    "log.out-of-order": Sentence(
        "this event ({at}) is earlier than the one before it ({before})",
        "该事件（{at}）早于前一事件（{before}）",
        "write events in the order in which they happened",
        "请按发生的先后顺序书写",
    ),
    "log.future": Sentence(
        "this event ({at}) is later than now ({now})",
        "该事件（{at}）晚于当前时间（{now}）",
        "correct the time: only what has happened is recorded",
        "请更正时间：只登记已经发生的事项",
    ),
    "log.paused-twice": Sentence(
        "the clocks stand still already",
        "计时已处于暂停状态",
        "write 'resumed' before the next pause",
        "请先登记“恢复计时”，再登记下一次暂停",
    ),
    "log.not-paused": Sentence("resumed, but nothing was paused", "当前未暂停，无须恢复计时"),
    # --- tables and lines ------------------------------------------------------------------------------
    "sla.column-what": Sentence("what", "事项"),
    "sla.column-due": Sentence("due", "截止时间"),
    "sla.column-clock": Sentence("clock", "计时方式"),
    "sla.column-condition": Sentence("only if", "适用条件"),
    "sla.column-state": Sentence("state", "状态"),
    "sla.column-clause": Sentence("clause", "条款"),
    "sla.column-day": Sentence("day", "日期"),
    "sla.column-kind": Sentence("kind of day", "类别"),
    "sla.column-open": Sentence("counted", "计入时段"),
    "sla.column-counted": Sentence("time", "计入时长"),
    "sla.column-total": Sentence("total", "累计"),
    "sla.kind-at_the_latest": Sentence("{what} (at the latest)", "{what}（最迟）"),
    "sla.kind-action": Sentence("{what} (if missed)", "{what}（超时措施）"),
    "sla.provisional": Sentence(
        "* provisional: the public holidays of a year on the way are not decreed yet",
        "* 暂定：所经年份的法定节假日安排尚未公布",
    ),
    "sla.head": Sentence(
        "{contract}: reported {at} ({zone}), terms of {day}",
        "{contract}：报修 {at}（{zone}），适用 {day} 的条款",
    ),
    "sla.order": Sentence("order {order}, {contract}, at {at}", "服务单 {order}，{contract}，截至 {at}"),
    "sla.day-workday": Sentence("working day", "工作日"),
    "sla.day-make_up_workday": Sentence("make-up working day", "调休上班日"),
    "sla.day-day_off": Sentence("day off", "放假"),
    "sla.day-closed": Sentence("not worked", "休息日"),
    "sla.day-any": Sentence("at any hour", "全天候"),
    "sla.number": Sentence("working day {number}", "第 {number} 个工作日"),
    "sla.not-counted": Sentence("not counted", "不计入"),
    "sla.state-met": Sentence("met, {by} early", "已达成，提前 {by}"),
    "sla.state-late": Sentence("LATE by {by}", "超时 {by}"),
    "sla.state-running": Sentence("running, {by} left", "计时中，剩余 {by}"),
    "sla.state-paused": Sentence("paused, {by} left on its clock", "暂停，计时剩余 {by}"),
    "sla.state-paused-days": Sentence(
        "paused, {days} {days:working day|working days} left on its clock", "暂停，还剩 {days} 个工作日"
    ),
    "sla.paused-for": Sentence("{state}: {reason}", "{state}，{reason}"),
    "sla.state-standing": Sentence("paused", "暂停"),
    "sla.state-waiting": Sentence("not begun", "未开始"),
    "sla.state-due": Sentence("to be done now", "须立即执行"),
    "sla.state-best_effort": Sentence("as soon as possible", "尽快"),
    "sla.state-not_applicable": Sentence("does not apply", "不适用"),
    "sla.state-undetermined": Sentence("UNDETERMINED", "无法确定"),
    "sla.state-done": Sentence("done", "已完成"),
    "sla.if-holds": Sentence("{state}; if it applies: {if_holds}", "{state}是否适用；如适用：{if_holds}"),
    "sla.step-ladder": Sentence("{at}: {to} is asked ({cause})", "{at}：升级至{to}（{cause}）"),
    "sla.step-tells": Sentence("{at}: {to} tells the customer ({cause})", "{at}：{to}告知客户（{cause}）"),
    "sla.step-missed": Sentence(
        "{at}: {to} is asked ({milestone}: {cause})", "{at}：升级至{to}（{milestone}{cause}）"
    ),
    "sla.step-notice": Sentence("{at}: {notice}, the order is not closed", "{at}：{notice}（服务单未关闭）"),
    "sla.next": Sentence("next: {step}", "下一步：{step}"),
    "sla.closed": Sentence("closed {at}", "已于 {at} 关闭"),
}
