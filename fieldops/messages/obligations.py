"""Sentences about acceptances, inspections, obligations and emergency plans: rules across fields and files."""

from fieldops.messages.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    # --- acceptances and hand-over -----------------------------------------------------------------
    "contract.acceptance-doubled": Sentence(
        "'{event}' is there twice for the same assets; the first is on line {line}",
        "同一范围的 {event} 重复，第一次出现在第 {line} 行",
        "keep one, or say with 'batch' or 'assets' which equipment each is for",
        "请只保留一条，或用 batch、assets 注明各自适用的设备",
    ),
    "contract.start-is-the-term": Sentence(
        "the start of the contract is that of its term; this entry has no effect",
        "合同开始日以 term 的首日为准，此条不起作用",
        "remove it, and set 'term: start' where the day is another",
        "请删除；日期不同时请修改 term 的 start",
    ),
    "contract.acceptances-out-of-order": Sentence(
        "'{event}' on {day} lies before '{before}' on {other}",
        "{event}（{day}）早于 {before}（{other}）",
        "check both dates; warranties start on them",
        "请核对两个日期，质保以此起算",
    ),
    "contract.requested-later": Sentence(
        "asked for on {requested}, after it was given on {given}",
        "申请日期 {requested} 晚于通过日期 {given}",
        "check both dates",
        "请核对两个日期",
    ),
    "contract.accepted-after-deemed": Sentence(
        "'{event}' was given on {day}, after it was deemed given on {deemed}; {day} counts",
        "{event} 于 {day} 通过，晚于视为通过之日 {deemed}；以 {day} 为准",
        "where the signed paper lets the deemed day count, leave 'date' out",
        "若按纸质合同以视为通过之日为准，请不写 date",
    ),
    "contract.deemed-in-circle": Sentence(
        "'{event}' is deemed given from '{start}', which itself waits for it",
        "{event} 以 {start} 起算视为通过，而后者又以前者起算",
        "name an event with a date, or 'deemed_from: request'",
        "请改为有日期的事件，或写 deemed_from: request",
    ),
    "contract.deemed-without-start": Sentence(
        "'{event}' is deemed given some time after '{start}', but no day is known for that",
        "{event} 自 {start} 起算视为通过，但后者没有日期",
        "add its date ('requested' for request); until then no warranty starts by it",
        "请补充其日期（request 对应 requested），否则质保无法据此起算",
    ),
    "contract.handover-missing": Sentence(
        "the document '{name}' has not been handed over",
        "文件 {name} 尚未移交",
        "write 'received' with the day once it is there; service begins with a complete hand-over",
        "收到后请填写 received；移交齐全后服务才开始",
    ),
    "contract.handover-late": Sentence(
        "the document '{name}' was received on {day}, after the service began on {start}",
        "文件 {name} 于 {day} 收到，晚于服务首日 {start}",
        "check the day; service should begin with a complete hand-over",
        "请核对日期；移交齐全后服务才应开始",
    ),
    # --- inspections and obligations ---------------------------------------------------------------
    "schedule.too-few-engineers": Sentence(
        "an inspection with {count} {count:engineer|engineers}; at least two are needed",
        "巡检只安排 {count} 名工程师，至少需要两名",
        "write 'engineers: 2' or more; a 'health_check' needs nobody",
        "请写 engineers: 2 或以上；无人值守请用 health_check",
    ),
    "schedule.before-term": Sentence(
        "the first due date {day} is before the service begins on {start}",
        "首次日期 {day} 早于服务首日 {start}",
        "name the first due date within the term",
        "请填写服务期内的首次日期",
    ),
    "schedule.never-due": Sentence(
        "the first due date would be {day}, but this ends on {end}: it never falls due",
        "首次到期日为 {day}，但到 {end} 即已结束，永远不会到期",
        "write 'anchor' with a day in the term (without it the first is due when a whole 'every' is over), or check the term",
        "请用 anchor 写明服务期内的首次日期（不写则自首日起满一个 every 才首次到期），或核对服务期",
    ),
    "schedule.visits-differ": Sentence(
        "'{id}' falls due {count} {count:time|times} from {first} to {last}, but {every} fit {intervals} {intervals:time|times} into"
        " these days",
        "{first} 至 {last} 按每 {every}一次应为 {intervals} 次，而“{id}”实际只排到 {count} 次",
        "let the first fall due by {by}, such as 'anchor: {by}', or agree on the smaller number with the customer",
        "首次日期请不晚于 {by}，如写 anchor: {by}；确实约定了其他次数的，请与客户书面确认",
    ),
    "schedule.event-unknown": Sentence(
        "counted from '{event}', for which the contract has no date; nothing falls due yet",
        "自 {event} 起算，但合同没有该事件的日期，目前不会到期",
        "add the event to 'acceptances' for the whole contract once it has happened",
        "事件发生后请在 acceptances 中为整个合同补充日期",
    ),
    "schedule.window-too-wide": Sentence(
        "{window} early or late reaches the next due date: the interval is {every}",
        "可提前或延后 {window}，已达到下一次到期日（间隔 {every}）",
        "make it shorter than the interval, else nobody can tell which date was kept",
        "请短于间隔，否则无法判断完成的是哪一次",
    ),
    "schedule.no-calendar": Sentence(
        "due dates move to working days, but no calendar says which these are",
        "到期日按工作日顺延，但没有指定工作日历",
        "write 'calendar' here or in the contract, such as cn-office",
        "请在此处或合同中写 calendar，如 cn-office",
    ),
    "schedule.no-warranty": Sentence(
        "this falls due during the warranty, but there is none",
        "此项在质保期内到期，但没有质保条款",
        "add it under 'warranties', or write 'during: term'",
        "请在 warranties 中添加质保，或写 during: term",
    ),
    "schedule.check-twice": Sentence(
        "the playbooks {first} and {second} of this visit both have a check '{check}'",
        "同一次巡检的方案 {first} 与 {second} 都有检查项 {check}",
        "give the check another id in one of them, or name one of the two playbooks only",
        "请在其中一个方案中给该检查项换一个标识，或只保留其中一个方案",
    ),
    "schedule.no-host": Sentence(
        "the inspection '{id}' reaches no host: none of its assets has one",
        "巡检 {id} 没有可连接的主机：所含资产都没有 host",
        "add 'host' to an asset, or correct 'categories', 'groups' and 'assets' of the inspection; one that people make without any program"
        " has no 'playbook'",
        "请为资产添加 host，或更正该巡检的 categories、groups 和 assets；完全由工程师人工巡检的，请删去 playbook",
    ),
    # --- emergencies -------------------------------------------------------------------------------
    "emergency.unknown-member": Sentence(
        "the team '{team}' has no '{id}'",
        "团队 {team} 没有 {id}",
        "known: {choices}; people outside the team stand under 'contacts'",
        "已有：{choices}；团队之外的人员请写在 contacts 中",
    ),
    "emergency.empty-group": Sentence(
        "nobody is in the group '{id}'",
        "小组 {id} 没有成员",
        "name its people with 'members' (of the team) or 'contacts'",
        "请用 members（团队成员）或 contacts 写明人员",
    ),
    "emergency.unknown-group": Sentence(
        "the plan has no group '{id}'",
        "预案没有小组 {id}",
        "known: {choices}",
        "已有：{choices}",
    ),
    "emergency.unknown-grade": Sentence(
        "the plan has no grade '{id}'",
        "预案没有等级 {id}",
        "known: {choices}",
        "已有：{choices}",
    ),
    "emergency.not-reachable": Sentence(
        "the liaison group '{id}' is not reachable at any hour, and no other is",
        "联络组 {id} 不能 24 小时联络，也没有其他联络组可以",
        "write 'always_reachable: true' where that is so",
        "确能 24 小时联络的请写 always_reachable: true",
    ),
    "emergency.drill-missed": Sentence(
        "the drill on {day} came more than {every} after the one on {before}",
        "{day} 的演练距上次（{before}）超过 {every}",
        "add the drills that are missing, or tell the customer why none was held",
        "请补充漏记的演练，或向客户说明原因",
    ),
    "emergency.no-liaison": Sentence(
        "nobody of the side '{side}' is named who can be reached at any hour",
        "没有写明 {side} 一方的 24 小时联络人",
        "add one under 'liaisons' with 'side: {side}'",
        "请在 liaisons 中添加 side: {side} 的联络人",
    ),
    "emergency.not-scheduled": Sentence(
        "the plan '{plan}' promises '{kind}' every {every}, but no obligation carries it out",
        "预案 {plan} 承诺每 {every} 进行 {kind}，但没有相应的履约事项",
        "add an obligation 'kind: {kind}' with a schedule",
        "请添加 kind: {kind} 的履约事项并写明周期",
    ),
    "emergency.scheduled-too-rarely": Sentence(
        "'{kind}' every {interval} is rarer than the plan '{plan}' promises (every {every})",
        "{kind} 每 {interval} 一次，少于预案 {plan} 承诺的每 {every} 一次",
        "shorten the interval, or correct the plan with the customer",
        "请缩短间隔，或与客户一起修订预案",
    ),
}
