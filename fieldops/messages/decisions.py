"""Sentences about warranty decisions: the rules tested, the outcome, what would change it; and the warranty commands."""

from fieldops.messages.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    # --- words -----------------------------------------------------------------------------------
    "outcome.covered": Sentence("covered", "属于质保范围"),
    "outcome.service-covered": Sentence("covered by a free service", "属于免费服务范围"),
    "outcome.service-not_covered": Sentence("not covered by a free service", "不属于免费服务范围"),
    "outcome.service-undetermined": Sentence("undetermined", "无法判定"),
    "outcome.not_covered": Sentence("not covered", "不属于质保范围"),
    "outcome.undetermined": Sentence("undetermined", "无法判定"),
    "cost.parts": Sentence("parts", "备件费"),
    "cost.labour": Sentence("labour", "人工费"),
    "cost.travel": Sentence("travel", "差旅费"),
    "cost.experts": Sentence("experts", "专家服务费"),
    "fact.cause": Sentence("the cause", "故障原因"),
    "fact.day": Sentence("the day", "日期"),
    "fact.part_no": Sentence("the part number", "备件号"),
    "fact.part_serial": Sentence("the part's serial number", "部件序列号"),
    "fact.fault_in": Sentence("hardware or software", "硬件或软件故障"),
    "fact.consumable": Sentence("the part is a consumable", "部件属于耗材"),
    "fact.part_category": Sentence("the part's category", "部件类别"),
    "fact.upgrade": Sentence("the kind of upgrade", "升级类型"),
    "fact.service": Sentence("the service", "服务项目"),
    "fact.delivered_scope": Sentence("it was delivered under this contract", "属于本合同交付范围"),
    "fact.governing": Sentence("the warranty that takes precedence", "优先适用的质保条款"),
    "fact.downtime_end": Sentence("the end of the downtime", "停机结束日期"),
    "fact.public_holidays": Sentence("the public holidays of that year", "当年的法定节假日安排"),
    "fact.event": Sentence("the day of: {event}", "{event}的日期"),
    "decision.yes": Sentence("yes", "是"),
    "decision.no": Sentence("no", "否"),
    "decision.none": Sentence("none", "无"),
    "decision.unknown-day": Sentence("a day that is not known", "未知日期"),
    "decision.upgrade-minor": Sentence("a patch or minor version", "补丁或小版本升级"),
    "decision.upgrade-major": Sentence("a major version", "大版本升级"),
    "decision.remedy-within": Sentence("{remedy} within {within}", "{within}内{remedy}"),
    "decision.remedy-until": Sentence("{remedy}, {until}", "{remedy}，{until}"),
    # --- why -------------------------------------------------------------------------------------
    "why.cause-covered": Sentence("the warranty covers this cause", "质保条款覆盖该原因"),
    "why.cause-excluded": Sentence("the warranty excludes this cause", "该原因属于质保除外情形"),
    "why.cause-unnamed": Sentence("the warranty does not name this cause", "质保条款未列入该原因"),
    "why.upgrade-priced": Sentence("the warranty says what an upgrade costs", "质保条款约定了升级费用"),
    "why.upgrade-unsaid": Sentence("the warranty says nothing about such upgrades", "质保条款未约定此类升级"),
    "why.ended": Sentence("the warranty has ended", "质保期已满"),
    "why.not-started": Sentence("the warranty has not started", "质保期尚未开始"),
    "why.no-warranty": Sentence("no warranty holds for it", "没有适用的质保条款"),
    "why.part-absent": Sentence("the part is not built in on that day", "该部件当日不在设备中"),
    "why.ambiguous": Sentence(
        "two warranties hold and neither takes precedence", "两份质保条款同时适用且优先级相同"
    ),
    "why.missing": Sentence("a fact is missing", "缺少事实"),
    "why.service-owed": Sentence("the contract promises this service for life", "合同承诺终身提供该服务"),
    "why.service-unnamed": Sentence("the contract does not promise this service", "合同未承诺该服务"),
    "why.service-out-of-scope": Sentence("it was not delivered under this contract", "不属于本合同交付范围"),
    # --- the claim -------------------------------------------------------------------------------
    "decision.asked.day": Sentence("asked about {day} ({zone})", "判定日期 {day}（{zone}）"),
    "decision.asked.time": Sentence("{time} is {day} in {zone}", "{time} 在 {zone} 为 {day}"),
    "decision.future.day": Sentence(
        "{day} has not come yet (today is {today}); what happens until then may change the answer",
        "{day} 尚未到来（今天是 {today}），其间的变化可能影响判定",
    ),
    "decision.terms-of.day": Sentence("by the terms in force on {day}", "按 {day} 生效的条款判定"),
    "decision.asset.listed": Sentence(
        "'{asset}' (serial number {serial}) is equipment of the contract {contract}",
        "{asset}（序列号 {serial}）属于合同 {contract} 的设备",
    ),
    "decision.amendment.applies": Sentence(
        "the amendment {id} applies from {day}", "变更协议 {id} 自 {day} 起生效"
    ),
    "decision.term.within": Sentence("the service runs from {start} to {end}", "服务期为 {start} 至 {end}"),
    "decision.term.before": Sentence(
        "the service begins on {start} only (to {end}); a warranty keeps its own days",
        "服务期自 {start} 才开始（至 {end}）；质保按其自身起止日期计算",
    ),
    "decision.term.after": Sentence(
        "the contract has expired (service from {start} to {end}); a warranty keeps its own days",
        "合同已到期（服务期 {start} 至 {end}）；质保按其自身起止日期计算",
    ),
    # --- the part --------------------------------------------------------------------------------
    "decision.part.present": Sentence(
        "part {part} (serial number {serial}, category {category})",
        "部件 {part}（序列号 {serial}，类别 {category}）",
    ),
    "decision.part.absent": Sentence(
        "part {part} (serial number {serial}) is not built in on that day",
        "部件 {part}（序列号 {serial}）当日不在设备中",
    ),
    "decision.part.several": Sentence(
        "several parts have the number {part}: {serials}", "多个部件的备件号为 {part}：{serials}"
    ),
    "decision.swap.done": Sentence("{new} replaced {old} on {day}", "{day} 以 {new} 更换 {old}"),
    "decision.consumable.yes": Sentence(
        "part {part} (serial number {serial}) is a consumable: wear is expected and no warranty case",
        "部件 {part}（序列号 {serial}）为耗材，正常损耗不属于质保范围",
    ),
    "decision.consumable.unknown": Sentence(
        "no catalogue tells whether part {part} (serial number {serial}) is a consumable",
        "备件目录未说明部件 {part}（序列号 {serial}）是否为耗材",
    ),
    # --- warranties ------------------------------------------------------------------------------
    "decision.scope.none": Sentence(
        "no warranty of the contract holds for this equipment", "合同中没有适用于该设备的质保条款"
    ),
    "decision.scope.kind": Sentence(
        "{title} ({terms}) is for {covers}", "{title}（{terms}）仅适用于{covers}"
    ),
    "decision.scope.category": Sentence(
        "{title} ({terms}) is for parts of these categories only: {categories}",
        "{title}（{terms}）仅适用于以下类别的部件：{categories}",
    ),
    "decision.warranty.candidate-alone": Sentence("{title} ({terms})", "{title}（{terms}）"),
    "decision.warranty.candidate": Sentence(
        "{title} ({terms}, precedence {precedence})", "{title}（{terms}，优先级 {precedence}）"
    ),
    "decision.start.date": Sentence("it starts on the fixed day {day}", "自固定日期 {day} 起算"),
    "decision.start.event": Sentence("{event}: {day}", "{event}：{day}"),
    "decision.start.claimed": Sentence("{event}: {day}, as the claim says", "{event}：{day}（按申请所述）"),
    "decision.start.deemed": Sentence(
        "{event} counts as given on {day}: {after} after: {begin}",
        "{event}视为于 {day} 完成：自{begin}起 {after}",
    ),
    "decision.start.unknown": Sentence("the day of the event is not recorded: {event}", "未记录{event}日期"),
    "decision.start.awaited": Sentence(
        "not started: the contract waits for the {event}, which has no date yet", "尚未起算：{event}尚无日期"
    ),
    "decision.start.latest": Sentence(
        "it starts on the last of these: {events}", "以下列事件中最晚者起算：{events}"
    ),
    "decision.period.until": Sentence(
        "{period} by the rule '{rule}' end on {day}", "{period}，{rule}，至 {day}"
    ),
    "decision.period.unknown": Sentence(
        "{period} by the rule '{rule}', from a day that is not known", "{period}，{rule}，起算日未知"
    ),
    "decision.downtime.added": Sentence(
        "days of downtime caused by the service company are added: {count}", "服务方造成的停机顺延 {count} 天"
    ),
    "decision.downtime.open": Sentence(
        "a downtime caused by the service company has no recorded end", "服务方造成的停机没有结束日期记录"
    ),
    "decision.downtime.days": Sentence("down from {start} to {end}", "停机 {start} 至 {end}"),
    "decision.cap.until": Sentence(
        "at the latest {period} after {event}: {day}", "最迟至{event}后 {period}：{day}"
    ),
    "decision.cap.unknown": Sentence(
        "at the latest {period} after {event}, whose day is not known", "最迟至{event}后 {period}，该日期未知"
    ),
    "decision.rollover.moved": Sentence(
        "{old} is no working day; the last day moves to {day}", "{old} 非工作日，最后一天顺延至 {day}"
    ),
    "decision.rollover.provisional": Sentence(
        "the last day {day} is provisional: the public holidays are not decreed yet",
        "最后一天 {day} 为暂定：当年法定节假日安排尚未公布",
    ),
    "decision.swapped.unsaid": Sentence(
        "nothing is agreed for swapped parts: covered as the unit is", "未约定更换部件的质保：与整机一致"
    ),
    "decision.swapped.by-policy": Sentence(
        "swapped parts: {policy}; this one is covered from {start} to {end}",
        "更换部件：{policy}；该部件质保 {start} 至 {end}",
    ),
    "decision.day.within": Sentence(
        "the day lies within {start} to {end}, both included", "该日在 {start} 至 {end}（含首末两日）之内"
    ),
    "decision.day.before": Sentence(
        "the day lies before the cover ({start} to {end})", "该日早于质保期（{start} 至 {end}）"
    ),
    "decision.day.after": Sentence(
        "the day lies after the cover ({start} to {end})", "该日晚于质保期（{start} 至 {end}）"
    ),
    "decision.day.unknown": Sentence(
        "whether the day is covered is not known without: {facts}",
        "缺少以下事实，无法判断该日是否在质保期内：{facts}",
    ),
    # --- the decision ----------------------------------------------------------------------------
    "decision.precedence.highest": Sentence(
        "{terms} decides: it has the highest precedence ({precedence})",
        "以 {terms} 为准：其优先级最高（{precedence}）",
    ),
    "decision.precedence.ambiguous": Sentence(
        "several warranties hold with the same precedence, none is chosen: {warranties}",
        "多份质保条款同时适用且优先级相同，不作选择：{warranties}",
    ),
    "decision.cause.covered": Sentence("the cause is covered: {cause}", "原因在质保范围内：{cause}"),
    "decision.cause.excluded": Sentence("the cause is excluded: {cause}", "原因属于除外情形：{cause}"),
    "decision.cause.unnamed": Sentence(
        "the warranty does not name the cause: {cause}", "质保条款未列入该原因：{cause}"
    ),
    "decision.cause.unknown": Sentence(
        "the cause is not known; covered would be: {covered}", "原因不明；质保范围内的原因为：{covered}"
    ),
    "decision.upgrade.priced": Sentence(
        "the warranty says who pays for {kind}", "质保条款约定了{kind}的费用"
    ),
    "decision.upgrade.unsaid": Sentence("the warranty says nothing about {kind}", "质保条款未约定{kind}"),
    "decision.upgrade.handed-over": Sentence("handed over with it: {papers}", "一并移交：{papers}"),
    "decision.afterwards.agreed": Sentence(
        "the contract says who pays after the warranty", "合同约定了质保期满后的费用"
    ),
    "decision.afterwards.unsaid": Sentence(
        "nothing is agreed for the time after the warranty: settle the fee before work begins",
        "未约定质保期满后的费用：开工前另行商定",
    ),
    "decision.afterwards.not-yet": Sentence(
        "nothing is agreed for a day without warranty: settle the fee before work begins",
        "未约定质保期开始前或无质保时的费用：开工前另行商定",
    ),
    "decision.afterwards.none": Sentence(
        "the contract has prices for the time after a warranty, and does not say that they hold where none covers this:"
        " settle the fee before work begins",
        "合同约定了质保期满后的收费，但未写明是否适用于没有质保条款的对象：开工前另行商定费用",
    ),
    "decision.afterwards.same-response": Sentence(
        "response times and quality stay the same", "响应时限和服务质量不变"
    ),
    "decision.before-work.steps": Sentence("before work begins: {steps}", "开工前须先：{steps}"),
    "decision.approval.by": Sentence("approved by: {by}", "批准人：{by}"),
    "decision.cost.percent": Sentence(
        "{cost}: the service company bears {percent}%", "{cost}：服务方承担 {percent}%"
    ),
    "decision.cost.price": Sentence("{cost}: {price}", "{cost}：{price}"),
    "decision.cost.unsaid": Sentence(
        "{cost}: nothing is agreed, settle the fee before work begins", "{cost}：未约定，开工前另行商定"
    ),
    "decision.cost.perhaps": Sentence(
        "{cost}: {price} once a warranty has ended; whether also here, the contract does not say",
        "{cost}：质保期满后为{price}；本对象是否适用，合同未写明",
    ),
    "decision.cost.open": Sentence("{cost}: depends on what is missing", "{cost}：取决于所缺事实"),
    "decision.remedy.offered": Sentence("remedy: {remedy}", "质保措施：{remedy}"),
    "decision.remedy.if": Sentence("remedy, {when}: {remedy}", "质保措施（{when}）：{remedy}"),
    "decision.replaced.promises": Sentence(
        "once new equipment is supplied, the faulty unit is dealt with as promised",
        "提供新设备后，按承诺对故障件进行检测、查因或预警",
    ),
    "decision.lifelong.stays": Sentence("stays available for life: {name}", "终身提供：{name}"),
    "decision.service.unnamed": Sentence(
        "the contract does not promise for life: {service}", "合同未承诺终身提供：{service}"
    ),
    "decision.service.owed": Sentence("promised for life: {name}", "承诺终身提供：{name}"),
    "decision.service.limit": Sentence("limit: {limit}", "限制：{limit}"),
    "decision.service.delivered-scope": Sentence(
        "only for what was delivered under this contract", "仅限本合同交付范围"
    ),
    "decision.outcome.decided": Sentence("{outcome}: {why}", "{outcome}：{why}"),
    "decision.outcome.missing": Sentence("{outcome}; not known: {facts}", "{outcome}；尚不清楚：{facts}"),
    # --- flips -----------------------------------------------------------------------------------
    "decision.flip.from": Sentence("from {day} on: {outcome}", "自 {day} 起：{outcome}"),
    "decision.flip.between": Sentence("from {first} to {last}: {outcome}", "{first} 至 {last}：{outcome}"),
    "decision.flip.until": Sentence("until {day}: {outcome}", "{day} 及以前：{outcome}"),
    "decision.flip.fact": Sentence("{fact} = {value}: {outcome}", "{fact}：{value} → {outcome}"),
    # --- mistakes --------------------------------------------------------------------------------
    "warranty.unknown-asset": Sentence(
        "the contract {contract} has no equipment '{asset}'",
        "合同 {contract} 中没有设备 {asset}",
        "by serial number or id, the nearest are: {choices}",
        "可用序列号或资产标识，相近的有：{choices}",
    ),
    "warranty.ambiguous-asset": Sentence(
        "'{asset}' names several pieces of equipment",
        "{asset} 对应多台设备",
        "name one by its id: {choices}",
        "请改用资产标识：{choices}",
    ),
    "warranty.unknown-part": Sentence(
        "'{asset}' has no part '{part}', and no catalogue lists one that fits it",
        "{asset} 没有部件 {part}，备件目录中也没有适用的该部件",
        "give its part number (in brackets); known: {choices}",
        "请写备件号（括号中）；该设备的部件：{choices}",
    ),
    "warranty.unknown-serial": Sentence(
        "no part with the serial number '{serial}' was ever in '{asset}'",
        "{asset} 中从未有过序列号为 {serial} 的部件",
        "look at the label and give the serial number (in brackets); built in: {choices}",
        "请核对标签，填写序列号（括号中）；现装有：{choices}",
    ),
    "warranty.part-of-other-number": Sentence(
        "the part '{serial}' of '{asset}' has the part number {found}, not {part}",
        "{asset} 的部件 {serial} 备件号为 {found}，不是 {part}",
        "leave the part number out, or write {found}",
        "请改为 {found}，或不写备件号",
    ),
    "warranty.unknown-cause": Sentence(
        "there is no cause '{value}'", "没有原因 {value}", "choose one of: {choices}", "可选：{choices}"
    ),
    "warranty.cause-means": Sentence("{cause} ({id}: {means})", "{cause}（{id}：{means}）"),
    "warranty.unknown-service": Sentence(
        "there is no lifelong service '{value}'",
        "没有终身服务 {value}",
        "choose one of: {choices}",
        "可选：{choices}",
    ),
    "warranty.unknown-upgrade": Sentence(
        "there is no kind of upgrade '{value}'",
        "没有升级类型 {value}",
        "choose one of: {choices}",
        "可选：{choices}",
    ),
    "warranty.unknown-fault-in": Sentence(
        "a fault is in hardware or software, not in '{value}'",
        "故障只能属于硬件或软件，不能是 {value}",
        "choose one of: {choices}",
        "可选：{choices}",
    ),
    "warranty.unknown-event": Sentence(
        "there is no event '{value}' that starts a warranty",
        "没有可作起算的事件 {value}",
        "choose one of: {choices}",
        "可选：{choices}",
    ),
    "warranty.unknown-governing": Sentence(
        "the contract has no warranty '{value}'",
        "合同没有质保条款 {value}",
        "known: {choices}",
        "已有：{choices}",
    ),
    "warranty.no-day": Sentence(
        "the claim has no day",
        "申请没有日期",
        "give the day of the fault, such as 2026-03-01",
        "请写明故障日期，如 2026-03-01",
    ),
    "warranty.time-without-zone": Sentence(
        "{time} does not say its time zone",
        "{time} 未注明时区",
        "write the day alone, or the time with its offset, such as 2026-03-01T08:00+08:00",
        "请只写日期，或注明时区，如 2026-03-01T08:00+08:00",
    ),
    "warranty.no-such-day": Sentence(
        "'{value}' is no day",
        "{value} 不是日期",
        "write a day such as 2026-03-01, or a time such as 2026-03-01T08:00+08:00",
        "请写日期如 2026-03-01，或时间如 2026-03-01T08:00+08:00",
    ),
    "warranty.nothing-asked": Sentence(
        "nothing is asked",
        "未说明要判定什么",
        "give --upgrade, --service, or --cause with one of: {causes}",
        "请给出 --upgrade、--service 或 --cause；可选的原因：{causes}",
    ),
    "warranty.no-event-day": Sentence(
        "'{value}' is no event with a day",
        "{value} 不是“事件=日期”",
        "write it as final_acceptance=2026-03-01",
        "请写成 final_acceptance=2026-03-01",
    ),
    "warranty.no-such-time": Sentence(
        "'{value}' is no time in days, weeks, months or years",
        "{value} 不是以日、周、月、年表示的时间",
        "write it as 90d or '3 months'",
        "请写成 90d 或 '3 months'",
    ),
    "warranty.unknown-customer": Sentence(
        "no contract has the customer or the id '{name}'",
        "没有客户或合同名为 {name}",
        "known: {choices}",
        "已有：{choices}",
    ),
    # --- batches ---------------------------------------------------------------------------------
    "warranty.file-unreadable": Sentence("{path} cannot be read: {detail}", "无法读取 {path}：{detail}"),
    "warranty.field-missing": Sentence(
        "the line does not give: {field}",
        "该行缺少 {field}",
        "every claim needs contract, asset, cause and day",
        "每条申请须有 contract、asset、cause 和 day",
    ),
    "warranty.unknown-field": Sentence(
        "there is no field '{field}'", "没有字段 {field}", "known: {choices}", "可用：{choices}"
    ),
    "warranty.not-a-text": Sentence(
        "{field} is no text: {value}", "{field} 不是文本：{value}", "put it in quotes", "请加引号"
    ),
    "warranty.not-yes-or-no": Sentence(
        "{field} is neither yes nor no: '{value}'",
        "{field} 不是 yes 或 no：{value}",
        "leave it empty when it is not known",
        "不清楚时请留空",
    ),
    "warranty.line-too-long": Sentence(
        "the line is longer than {limit} bytes",
        "该行超过 {limit} 字节",
        "write one claim per line",
        "请每行写一条申请",
    ),
    "warranty.no-json": Sentence(
        "the line is no JSON object: {detail}",
        "该行不是 JSON 对象：{detail}",
        "write one object per line",
        "请每行写一个对象",
    ),
    "warranty.no-csv": Sentence(
        "the line is no CSV: {detail}",
        "该行不是 CSV：{detail}",
        "close the quotes within the line",
        "请在同一行内写完引号",
    ),
    "warranty.unknown-column": Sentence(
        "there is no column '{column}'", "没有列 {column}", "known: {choices}", "可用：{choices}"
    ),
    "warranty.column-missing": Sentence(
        "the column '{column}' is missing", "缺少列 {column}", "columns: {columns}", "列：{columns}"
    ),
    "warranty.column-extra": Sentence(
        "there are more cells than columns, from '{value}' on",
        "单元格多于列数，自 {value} 起",
        "columns: {columns}",
        "列：{columns}",
    ),
    "warranty.column-doubled": Sentence("the column '{column}' stands twice", "列 {column} 重复"),
    "warranty.batch-done": Sentence("lines: {total}; failed: {failed}", "共 {total} 行，失败 {failed} 行"),
    # --- what the commands show --------------------------------------------------------------------
    "warranty.heading": Sentence("{asset} on {day}: {outcome}", "{asset}（{day}）：{outcome}"),
    "warranty.would-change": Sentence("What would change it:", "以下事实会改变判定："),
    "warranty.column-contract": Sentence("contract", "合同"),
    "warranty.column-asset": Sentence("asset", "资产"),
    "warranty.column-serial": Sentence("serial number", "序列号"),
    "warranty.column-warranty": Sentence("warranty", "质保条款"),
    "warranty.column-start": Sentence("first day", "起始日"),
    "warranty.column-end": Sentence("last day", "截止日"),
    "warranty.column-days_left": Sentence("days left", "剩余天数"),
    "warranty.column-state": Sentence("state", "状态"),
    "warranty.column-kind": Sentence("finding", "发现"),
    "warranty.column-warranties": Sentence("warranties", "质保条款"),
    "warranty.column-place": Sentence("clause", "条款位置"),
    "warranty.state-active": Sentence("running", "质保中"),
    "warranty.state-upcoming": Sentence("not started", "未开始"),
    "warranty.state-awaited": Sentence("not started, waits for: {events}", "未起算，待{events}"),
    "warranty.state-ended": Sentence("ended", "已到期"),
    "warranty.state-unknown": Sentence("unknown", "未知"),
    "warranty.gap-none": Sentence("no warranty", "无质保"),
    "warranty.gap-gap": Sentence("uncovered days", "未覆盖的日期"),
    "warranty.gap-ends_before_contract": Sentence("ends before the contract", "质保先于合同到期"),
    "warranty.gap-double": Sentence("covered twice", "重复覆盖"),
    "warranty.gap-unknown": Sentence("dates not known", "日期未知"),
    "warranty.no-gaps": Sentence("the cover fits the contracts", "质保与合同一致，没有缺口或重复"),
    "warranty.provisional": Sentence(
        "* provisional: the public holidays of that year are not decreed yet",
        "* 暂定：当年法定节假日安排尚未公布",
    ),
    "warranty.none-listed": Sentence("no warranty covers any equipment here", "这里没有任何设备有质保"),
    "warranty.none-expiring": Sentence("no warranty ends within that time", "这段时间内没有质保到期"),
    "warranty.unknown-dates": Sentence(
        "warranties with dates that are not known: {count}", "日期未知的质保：{count} 项"
    ),
}
