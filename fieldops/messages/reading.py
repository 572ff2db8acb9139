"""Sentences of a contract that is read back: `contract show`, `contract obligations`, and the words they share with others."""

from fieldops.messages.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    # --- durations, periods, prices, recurrences ------------------------------------------------
    "duration.s": Sentence("{count} s", "{count} 秒"),
    "duration.s-one": Sentence("{count} s", "{count} 秒"),
    "duration.m": Sentence("{count} min", "{count} 分钟"),
    "duration.m-one": Sentence("{count} min", "{count} 分钟"),
    "duration.h": Sentence("{count} h", "{count} 小时"),
    "duration.h-one": Sentence("{count} h", "{count} 小时"),
    "duration.d": Sentence("{count} days", "{count} 天"),
    "duration.d-one": Sentence("{count} day", "{count} 天"),
    "span.days": Sentence("{days} {days:day|days}", "{days} 天"),
    "span.days-hours": Sentence("{days} {days:day|days} {hours} h", "{days} 天 {hours} 小时"),
    "span.hours": Sentence("{hours} h", "{hours} 小时"),
    "span.hours-minutes": Sentence("{hours} h {minutes} min", "{hours} 小时 {minutes} 分钟"),
    "span.minutes": Sentence("{minutes} min", "{minutes} 分钟"),
    "span.seconds": Sentence("{seconds} s", "{seconds} 秒"),
    "duration.wd": Sentence("{count} working days", "{count} 个工作日"),
    "duration.wd-one": Sentence("{count} working day", "{count} 个工作日"),
    "period.day": Sentence("{count} days", "{count} 天"),
    "period.day-one": Sentence("{count} day", "{count} 天"),
    "period.week": Sentence("{count} weeks", "{count} 周"),
    "period.week-one": Sentence("{count} week", "{count} 周"),
    "period.month": Sentence("{count} months", "{count} 个月"),
    "period.month-one": Sentence("{count} month", "{count} 个月"),
    "period.year": Sentence("{count} years", "{count} 年"),
    "period.year-one": Sentence("{count} year", "{count} 年"),
    "word.as-written": Sentence("{text}", "{text}"),
    "price.unsaid": Sentence("not said", "未约定"),
    "recurrence.on-request": Sentence("on request", "按需"),
    "recurrence.occasion-within": Sentence("{occasion}, within {within}", "{occasion}，{within}内"),
    "recurrence.every": Sentence("every {period}", "每 {period}"),
    "every.day": Sentence("every day", "每天"),
    "every.week": Sentence("every week", "每周"),
    "every.month": Sentence("every month", "每月"),
    "every.year": Sentence("every year", "每年"),
    "recurrence.first": Sentence("{every}, first on {day}", "{every}一次，首次 {day}"),
    "recurrence.plain": Sentence("{every}", "{every}一次"),
    "recurrence.after": Sentence("{every} after: {event}", "自{event}起{every}一次"),
    "recurrence.lasting": Sentence("{every}, for {period}", "{every}，持续 {period}"),
    "recurrence.shift": Sentence("{every} ({shift})", "{every}（{shift}）"),
    # --- categories of assets that are no word for a column ----------------------------------------
    "category.network": Sentence("network equipment", "网络设备"),
    "category.application": Sentence("application", "应用系统"),
    "category.controller": Sentence("controller", "控制器"),
    "category.disk": Sentence("disk", "硬盘"),
    "category.gateway": Sentence("gateway", "网关"),
    "category.memory": Sentence("memory", "内存"),
    "category.power-supply": Sentence("power supply", "电源"),
    "category.terminal": Sentence("terminal", "终端"),
    # --- headings --------------------------------------------------------------------------------
    "show.parties": Sentence("Parties", "合同双方"),
    "show.term": Sentence("Term", "服务期"),
    "show.assets": Sentence("Assets", "资产"),
    "show.service-level": Sentence("Service level", "服务级别"),
    "show.warranties": Sentence("Warranty", "质保"),
    "show.after-warranty": Sentence("After warranty and for life", "质保期后与终身服务"),
    "show.visits": Sentence("Inspections and health checks", "巡检与健康检查"),
    "show.obligations": Sentence("Other obligations", "其他履约事项"),
    "show.access": Sentence("Access, confidentiality, retention", "访问、保密与保存"),
    "show.emergency": Sentence("Emergencies", "应急"),
    "show.quality": Sentence("Quality", "质量"),
    "show.upcoming": Sentence("Due in the next 12 months", "未来 12 个月到期事项"),
    # --- lines -----------------------------------------------------------------------------------
    "show.customer": Sentence("customer: {name}", "客户：{name}"),
    "show.contact": Sentence("{name}, {phone} ({duties})", "{name}，{phone}（{duties}）"),
    "show.contact-only": Sentence("{name}, {phone}", "{name}，{phone}"),
    "show.site-contact": Sentence("at {site}: {contact}", "{site}：{contact}"),
    "show.no-phone": Sentence("no phone number", "未留电话"),
    "show.account-manager": Sentence("account manager: {name}", "客户经理：{name}"),
    "show.vendor": Sentence("service company: {name}", "服务方：{name}"),
    "show.team": Sentence(
        "team: {name}, {count} {count:engineer|engineers}", "团队：{name}，工程师 {count} 名"
    ),
    "show.unit": Sentence("{kind}: {name}", "{kind}：{name}"),
    "show.term-days": Sentence(
        "service from {start} to {end}, both days included ({zone})",
        "服务期 {start} 至 {end}，首末日均包含（{zone}）",
    ),
    "show.state-upcoming": Sentence("on {day}: not begun yet", "{day}：尚未开始"),
    "show.state-in-force": Sentence(
        "on {day}: in force, {left} more {left:day|days}", "{day}：履行中，还有 {left} 天"
    ),
    "show.state-ended": Sentence("on {day}: ended {days} {days:day|days} ago", "{day}：已于 {days} 天前结束"),
    "show.begins": Sentence("service begins with: {event} ({day})", "服务开始标志：{event}（{day}）"),
    "show.begins-open": Sentence(
        "service begins with: {event}, which has no date yet", "服务开始标志：{event}（尚无日期）"
    ),
    "show.renewal": Sentence("renewal: {renewal}", "续约：{renewal}"),
    "show.renewal-for": Sentence(
        "renewal: {renewal}, for {period} each time", "续约：{renewal}，每次延续 {period}"
    ),
    "show.notice": Sentence("notice {notice} before the end", "须在到期前 {notice}通知"),
    "show.renewed": Sentence(
        "renewed tacitly {times}, the term agreed ended on {agreed}",
        "已自动延续 {times}，原定服务期至 {agreed}",
    ),
    "show.times-one": Sentence("once", "1 次"),
    "show.times": Sentence("{count} {count:time|times}", "{count} 次"),
    "show.next-notice": Sentence(
        "next day for notice: {day}, else it is renewed to {until}",
        "下一个通知截止日：{day}，逾期则自动延续至 {until}",
    ),
    "show.notice-given": Sentence(
        "notice against the renewal on {given} by the {by}: service ends on {end}",
        "{by}于 {given} 发出不续约通知：服务至 {end} 终止",
    ),
    "show.notice-void": Sentence(
        "notice against the renewal on {given} by the {by}: ends nothing",
        "{by}于 {given} 发出的不续约通知：不产生终止效果",
    ),
    "show.renewal-offered": Sentence("a renewal is never refused", "不拒绝续约"),
    "show.same-response": Sentence(
        "response times and quality stay the same outside warranty", "质保期外响应时间和服务质量不变"
    ),
    "show.activities": Sentence("with the customer: {activities}", "与客户共同完成：{activities}"),
    "show.consultation-first": Sentence(
        "possible faults are fixed only after talking to the customer", "发现隐患先与客户沟通再处理"
    ),
    "show.order-required": Sentence("no work without a service order", "先开服务单后服务"),
    "show.not-covered": Sentence("work that is not covered: first {steps}", "超出范围的工作须先：{steps}"),
    "show.handling-strict": Sentence(
        "a fault is handled in this order, and not otherwise without a reason: {steps}",
        "故障处理顺序：{steps}；不按顺序的须说明原因",
    ),
    "show.qualified": Sentence(
        "who works on equipment of the category {category} holds: {holds}",
        "处理{category}的工程师须具备资质：{holds}",
    ),
    "show.handling": Sentence("a fault is handled in this order: {steps}", "故障处理顺序：{steps}"),
    "show.level": Sentence("by: {title}", "依据：{title}"),
    "show.amendment": Sentence("amended from {day} on: {why}", "自 {day} 起变更：{why}"),
    "show.amendment-later": Sentence(
        "will be amended from {day} on: {why}", "将自 {day} 起变更：{why}（尚未生效）"
    ),
    "show.handover-missing": Sentence("hand-over: missing are {documents}", "移交文件缺少：{documents}"),
    "show.handover-complete": Sentence(
        "hand-over: all {count} {count:document|documents} received", "移交文件 {count} 份已全部收到"
    ),
    "show.whole-contract": Sentence("whole contract", "整个合同"),
    "show.batch": Sentence("batch {batch}", "批次 {batch}"),
    "show.asset-count": Sentence("{count} assets", "{count} 台/套"),
    "show.asset-count-one": Sentence("1 asset", "1 台/套"),
    "show.asset-count-hardware": Sentence("{count} {count:asset|assets}", "{count} 台"),
    "show.asset-count-software": Sentence("{count} {count:asset|assets}", "{count} 套"),
    "show.event": Sentence("{event}: {day} ({scope})", "{event}：{day}（{scope}）"),
    "show.event-deemed": Sentence(
        "{event}: deemed given on {day} if the customer does not act ({scope})",
        "{event}：客户未处理时于 {day} 视为通过（{scope}）",
    ),
    "show.event-open": Sentence("{event}: not dated yet ({scope})", "{event}：尚无日期（{scope}）"),
    "show.category": Sentence(
        "{category}: {assets}, of which {hosts} can be inspected",
        "{category}：{assets}，其中 {hosts} 台可巡检",
    ),
    "show.site": Sentence("site {name}: {assets}", "地点“{name}”：{assets}"),
    "show.any-severity": Sentence("any severity", "所有等级"),
    "show.grading-scopes": Sentence("scope: {name}", "影响范围：{name}"),
    "show.grading-urgencies": Sentence("urgency: {name}", "紧急程度：{name}"),
    "show.graded": Sentence("{scope}, {urgency}: {severity}", "{scope}，{urgency}：定为{severity}"),
    "show.best-effort": Sentence("as soon as possible", "尽快"),
    "show.within": Sentence("within {duration} ({clock})", "{duration}内（{clock}）"),
    "show.at-the-latest": Sentence("{within}, at the latest {duration}", "{within}，最迟 {duration}"),
    "show.of-severity": Sentence("{request}, {severity}", "{request}，{severity}"),
    "show.of-severities": Sentence("{request} ({severities})", "{request}（{severities}）"),
    "show.milestone": Sentence("{what}: {milestone} {within}", "{what}：{milestone}，{within}"),
    "show.milestone-when": Sentence(
        "{what}: {milestone} {within}, {when}", "{what}：{milestone}，{within}，条件：{when}"
    ),
    "show.override": Sentence(
        "for this contract: {said}",
        "本合同特别约定：{said}",
    ),
    "show.replaced": Sentence(
        "{said} (does not hold: replaced by what is agreed for this contract)",
        "{said}（不适用，以本合同特别约定为准）",
    ),
    "show.overdue": Sentence(
        "{what}: {milestone} not reached after {after}: {action}",
        "{what}：{after}内仍未{milestone}的：{action}",
    ),
    "show.overdue-its-time": Sentence(
        "{what}: {milestone} not reached in its time: {action}",
        "{what}：未在规定时限内{milestone}的：{action}",
    ),
    "show.answers": Sentence("{to}, who answers within {within}", "{to}（{within}内答复）"),
    "show.escalation-first": Sentence("{when}: ask the {to}", "{when}的：升级到{to}"),
    "show.escalation": Sentence("then: ask the {to}", "其后：升级到{to}"),
    "show.document": Sentence(
        "{what}: {document} within {within} after: {after}", "{what}：{after}后 {within}内提交{document}"
    ),
    "show.closing": Sentence("an order is closed with: {needed}", "关闭服务单须有：{needed}"),
    "show.customer_signature": Sentence("the customer's signature", "客户签字"),
    "show.manager_review": Sentence("the manager's review", "经理审核"),
    "show.quality_call_back": Sentence("a quality call-back", "质量回访"),
    "show.pause": Sentence("clocks may stop for: {reason}", "允许暂停计时：{reason}"),
    "show.cover": Sentence(
        "{title}: {assets}, from {start} to {end}, both included ({rule})",
        "{title}：{assets}，{start} 至 {end}（含首末日，{rule}）",
    ),
    "show.cover-amended": Sentence(
        "{title}: {assets}, from {start} to {end}; by these terms until {own}, but an amendment changes them",
        "{title}：{assets}，{start} 至 {end}；按现行条款至 {own}，此前由变更协议改变",
    ),
    "show.cover-ended": Sentence(
        "{title}: {assets}, ended on {end} (from {start}, {rule})",
        "{title}：{assets}，已于 {end} 届满（{start} 起，{rule}）",
    ),
    "show.cover-unknown": Sentence(
        "{title}: {assets}, days not known while these have no date: {events}",
        "{title}：{assets}，起止未定，缺少日期：{events}",
    ),
    "show.borne": Sentence(
        "{title}: {period}, covers {causes}; the service company bears parts {parts}%, labour {labour}%, travel {travel}%",
        "{title}：{period}，质保范围：{causes}；服务方承担备件 {parts}%、人工 {labour}%、差旅 {travel}%",
    ),
    "show.uncovered": Sentence(
        "{title}: not covered are {causes}", "{title}：以下原因不在质保范围：{causes}"
    ),
    "show.uncovered-unpriced": Sentence(
        "{title}: not covered are {causes}; no price is agreed for: {unsaid} (settled before work begins)",
        "{title}：以下原因不在质保范围：{causes}；其中未约定费用的：{unsaid}（开工前另行商定）",
    ),
    "show.exclusion": Sentence(
        "exclusion: {cause}: labour {labour}, parts {parts}, travel {travel}",
        "除外情形：{cause}，人工{labour}，备件{parts}，差旅{travel}",
    ),
    "show.no-time": Sentence("no time promised", "未约定时限"),
    "show.remedy": Sentence("remedy: {remedy}, {within}", "措施：{remedy}，{within}"),
    "show.remedy-when": Sentence("remedy {when}: {remedy}, {within}", "{when}的措施：{remedy}，{within}"),
    "swap.longer-of": Sentence(
        "rest of the warranty, but at least {minimum} from the swap", "剩余质保与自更换之日起 {minimum}取长"
    ),
    "show.swap": Sentence("a swapped part: {policy}", "更换的部件：{policy}"),
    "show.upgrades": Sentence("upgrades: minor {minor}, major {major}", "升级：小版本{minor}，大版本{major}"),
    "show.after-prices": Sentence(
        "outside warranty: labour {labour}, parts {parts}, travel {travel}",
        "质保期外：人工{labour}，备件{parts}，差旅{travel}",
    ),
    "show.lifelong": Sentence("free for life: {name}", "终身免费：{name}"),
    "show.lifelong-limits": Sentence("free for life: {name} ({limits})", "终身免费：{name}（{limits}）"),
    "show.inspection": Sentence(
        "{title}: {when}, by {engineers} {engineers:engineer|engineers}, playbook {playbook}",
        "{title}：{when}，{engineers} 名工程师，方案 {playbook}",
    ),
    "show.inspection-by-people": Sentence(
        "{title}: {when}, by {engineers} {engineers:engineer|engineers} in person, without a program",
        "{title}：{when}，{engineers} 名工程师上门人工巡检",
    ),
    "show.health_check": Sentence(
        "{title}: {when}, unattended, playbook {playbook}", "{title}：{when}，自动执行，方案 {playbook}"
    ),
    "show.visit-count": Sentence(
        "that is {count} {count:visit|visits} from {first} to {last}, the last on {until}",
        "{first} 至 {last} 共 {count} 次，末次 {until}",
    ),
    "show.obligation": Sentence("{title}: {when}", "{title}：{when}"),
    "show.jump-host": Sentence(
        "jump host {id} ({address}, port {port}): {count} {count:host lies|hosts lie} behind it",
        "跳板机 {id}（{address}，端口 {port}）：其后有 {count} 台主机",
    ),
    "show.jump-host-behind": Sentence(
        "jump host {id} ({address}, port {port}), reached through {via}: {count} {count:host lies|hosts lie} behind it",
        "跳板机 {id}（{address}，端口 {port}），经 {via} 到达：其后有 {count} 台主机",
    ),
    "show.offline-hosts": Sentence(
        "inspected offline, by a file that is carried there: {count} {count:host|hosts} ({hosts})",
        "须离线巡检（携带脚本到现场执行）：{count} 台主机（{hosts}）",
    ),
    "show.consent": Sentence("the customer's consent: {consent}", "客户授权：{consent}"),
    "show.consent-evidence": Sentence("given in writing: {evidence}", "书面授权：{evidence}"),
    "show.window": Sentence("sessions only on {days}, {hours}", "仅限{days} {hours} 访问"),
    "show.works-window": Sentence("works: {days}, {hours} only", "仅限{days} {hours} 施工"),
    "show.denied": Sentence("commands that are never run: {commands}", "禁用命令：{commands}"),
    "show.load-guard": Sentence(
        "left alone: a host whose load for each processor is {load} or more, or whose available memory is below {memory}",
        "负载过高的主机不巡检：每个处理器的负载达到 {load}，或可用内存低于 {memory}",
    ),
    "show.rotate": Sentence(
        "after a password was used the customer is reminded to change it", "使用密码之后提醒客户更换"
    ),
    "show.confidential": Sentence("disclosed about the customer: {discloses}", "客户信息披露：{discloses}"),
    "show.kept": Sentence("{records}: kept for {keep} from: {since}", "{records}：自{since}起保存 {keep}"),
    "show.flow": Sentence("flow: {steps}", "流程：{steps}"),
    "show.liaison": Sentence(
        "liaison ({side}): {name}, phone {phone}", "联络人（{side}）：{name}，电话 {phone}"
    ),
    "show.drills": Sentence("drill {every}", "{every}演练一次"),
    "show.revision": Sentence("plan revised {every}", "{every}修订一次预案"),
    "show.sample": Sentence(
        "{percent}% of the service projects are audited {every}",
        "{every}抽查 {percent}% 的服务项目",
    ),
    "show.review": Sentence(
        "external review over {count} {count:indicator|indicators} {every}",
        "{every}按 {count} 项指标进行外部评审",
    ),
    "show.target": Sentence("service compliance at least {percent}%", "服务达标率不低于 {percent}%"),
    "show.due": Sentence("{day}  {title}", "{day}  {title}"),
    "show.due-provisional": Sentence(
        "{day}  {title} (provisional: public holidays of that year are not decreed yet)",
        "{day}  {title}（暂定：该年放假安排尚未公布）",
    ),
    "show.due-times": Sentence(
        "{day}  {title}, then {count} {count:time|times} in all until {last}",
        "{day}  {title}，至 {last} 共 {count} 次",
    ),
    "show.due-times-provisional": Sentence(
        "{day}  {title}, then {count} {count:time|times} in all until {last} ({provisional} of them provisional: public holidays"
        " of those years are not decreed yet)",
        "{day}  {title}，至 {last} 共 {count} 次（其中 {provisional} 次暂定：相应年份的放假安排尚未公布）",
    ),
    # --- obligations -------------------------------------------------------------------------------
    "obligation.notice-never": Sentence("notice of the end of the contract", "合同到期通知"),
    "obligation.notice-tacit": Sentence(
        "last day to give notice against the renewal", "不续约通知的最后一天"
    ),
    "obligation.notice-express": Sentence("offer the renewal", "提出续约方案"),
    "obligation.end-never": Sentence("last day of service", "服务最后一天"),
    "obligation.end-tacit": Sentence("last day of the term; it is renewed tacitly", "服务期末日，自动续约"),
    "obligation.end-express": Sentence(
        "last day of service unless it is renewed", "服务最后一天（未续约则终止）"
    ),
    "obligation.end-noticed": Sentence(
        "last day of service; notice was given on {given} by the {by}",
        "服务最后一天（{by}已于 {given} 发出不续约通知）",
    ),
    "obligation.warranty-end": Sentence("{warranty} of {assets} ends", "“{warranty}”届满（{assets}）"),
    "obligation.qualification-end": Sentence(
        "qualification of {person} ends: {qualification}", "{person}的资质“{qualification}”到期"
    ),
    # --- commands ----------------------------------------------------------------------------------
    "contract.column-id": Sentence("contract", "合同"),
    "contract.column-customer": Sentence("customer", "客户"),
    "contract.column-start": Sentence("first day", "首日"),
    "contract.column-end": Sentence("last day", "末日"),
    "contract.column-notice": Sentence("notice by", "通知截止日"),
    "contract.column-state": Sentence("state", "状态"),
    "contract.column-assets": Sentence("assets", "资产数"),
    "contract.state-upcoming": Sentence("not begun", "未开始"),
    "contract.state-in-force": Sentence("in force", "履行中"),
    "contract.state-renewed": Sentence("in force, renewed", "履行中（已自动延续）"),
    "contract.state-ended": Sentence("ended", "已结束"),
    "contract.broken": Sentence(
        "{path} has mistakes and is not listed; see: fieldops validate",
        "{path} 有错误，未列出；请运行 fieldops validate",
    ),
    "obligations.times": Sentence(
        "{first} … {last}, {count} {count:time|times}", "{first} … {last}，共 {count} 次"
    ),
    "obligations.column-day": Sentence("due", "到期日"),
    "obligations.column-contract": Sentence("contract", "合同"),
    "obligations.column-title": Sentence("what", "事项"),
    "obligations.column-window": Sentence("may be done", "可完成时段"),
    "obligations.column-clause": Sentence("clause", "条款位置"),
    "obligations.broken": Sentence(
        "contract {id} is left out because of mistakes in {paths}; see: fieldops validate",
        "合同 {id} 因 {paths} 有错误而未列出；请运行 fieldops validate",
    ),
    "obligations.broken-file": Sentence(
        "{path} cannot be read; if a contract stands in it, it is left out; see: fieldops validate",
        "{path} 无法读取，其中若有合同则未列出；请运行 fieldops validate",
    ),
    "obligations.provisional": Sentence(
        "* provisional: the public holidays of that year are not decreed yet", "* 暂定：该年放假安排尚未公布"
    ),
    "obligations.days-out-of-order": Sentence(
        "the last day {last} is before the first day {first}", "末日 {last} 早于首日 {first}"
    ),
    "usage.no-such-date": Sentence(
        "'{value}' is no date", "{value} 不是有效日期", "write it as 2026-03-31", "请写成 2026-03-31"
    ),
    "contract.none": Sentence("there is no contract in this workspace", "该工作区没有合同"),
    "obligations.nothing": Sentence("nothing falls due in these days", "这段时间内没有到期事项"),
}
