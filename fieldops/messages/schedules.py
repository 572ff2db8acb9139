"""Sentences of the schedule: how visits stand, what became of them, why one was not done."""

from fieldops.messages.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    # --- how something stands
    "visit.state-done": Sentence("done", "已完成"),
    "visit.state-due": Sentence("due", "待完成"),
    "visit.state-in_window": Sentence("may be done", "可执行"),
    "visit.state-missed": Sentence("missed", "已错过"),
    "visit.state-planned": Sentence("planned", "计划中"),
    "visit.state-provisional": Sentence("provisional", "暂定"),
    "visit.state-past": Sentence("past", "已过"),
    "visit.column-state": Sentence("state", "状态"),
    "visit.column-done": Sentence("done", "完成情况"),
    "visit.done-on": Sentence("{day} {who}", "{day} {who}"),
    "visit.done-late": Sentence("{day}, late {who}", "{day}，逾期完成 {who}"),
    "visit.report-open": Sentence("{done}; report: {states}", "{done}；报告：{states}"),
    "visit.to-conclude": Sentence("to be filled in and concluded: {runs}", "待填写并下结论：{runs}"),
    "visit.lacks-hosts": Sentence("not reached: {hosts}", "未连通：{hosts}"),
    "visit.awaits-hosts": Sentence(
        "not reached: {hosts}; to be brought by bundle: {awaited}",
        "未连通：{hosts}；待带回离线结果：{awaited}",
    ),
    "visit.nothing": Sentence("nothing is due in these days", "该期间没有到期事项"),
    # --- recording
    "visit.recorded": Sentence(
        "recorded: {id} (due {due}) was done on {day}", "已登记：{id}（到期日 {due}）于 {day} 完成"
    ),
    "visit.corrected": Sentence(
        "corrected: {id} (due {due}) was done on {day}; recorded before: {before}",
        "已更正：{id}（到期日 {due}）于 {day} 完成；此前登记的是：{before}",
    ),
    "visit.consented": Sentence(
        "recorded: {by} allows sessions for {id} from {start} to {end}",
        "已登记：{by}同意接入，事项 {id}，自 {start} 至 {end}",
    ),
    "visit.unknown": Sentence(
        "there is no obligation '{id}'", "没有履约事项 {id}", "obligations: {choices}", "可选：{choices}"
    ),
    "visit.which": Sentence(
        "'{id}' names no single occurrence on {day}",
        "{id} 在 {day} 对应的不是唯一一次",
        "name one: {choices}",
        "请写明是哪一次：{choices}",
    ),
    "visit.which-visit": Sentence(
        "'{id}' means several visits",
        "{id} 对应不止一次巡检",
        "say which: {choices}",
        "请写明是哪一次：{choices}",
    ),
    "visit.no-such-visit": Sentence(
        "the contract has no visit '{id}' of this kind",
        "合同中没有 {id} 这次巡检",
        "'fieldops schedule list' shows them: {choices}",
        "可用 fieldops schedule list 查看：{choices}",
    ),
    "visit.by-people": Sentence(
        "{id} is made by people alone: the contract names no playbook for it",
        "{id} 由工程师人工完成，合同未规定巡检方案",
        "record it with 'fieldops schedule done', or name the playbook in the contract",
        "做完后用 fieldops schedule done 登记；要用程序采集的，请在合同中填写 playbook",
    ),
    "visit.is-done": Sentence(
        "{id} was done on {day}, by {runs}",
        "{id} 已于 {day} 完成，运行 {runs}",
        "to look once more, inspect without --visit",
        "要再查一次，请不带 --visit 执行",
    ),
    "visit.to-conclude-first": Sentence(
        "{id} has been begun: what people look at is to be filled in and concluded in {runs}",
        "{id} 已经开始，须在 {runs} 中填写人工检查项并下结论",
        "fieldops run fill RUN, then: fieldops run conclude RUN",
        "请执行 fieldops run fill RUN，再执行 fieldops run conclude RUN",
    ),
    "visit.opens-later": Sentence(
        "{id} may be made from {day} on; today is {today}",
        "{id} 自 {day} 起方可执行，今天是 {today}",
        "to look before that, inspect without --visit; a visit may be early where the contract says so with 'early'",
        "要提前查看，请不带 --visit 执行；约定可提前的，请在合同中填写 early",
    ),
    "visit.taken": Sentence(
        "visit {id}, due {day}: {playbooks} on {hosts} {hosts:host|hosts}, by {engineers}",
        "巡检 {id}，应于 {day} 完成：方案 {playbooks}，{hosts} 台主机，执行人 {engineers}",
    ),
    "visit.other-engineers": Sentence(
        "by {engineers}, as you say, in place of those on duty",
        "按指定由 {engineers} 执行，不取值班人员",
    ),
    "visit.other-playbooks": Sentence(
        "with {playbooks}, as you say; agreed for the visit: {agreed}",
        "按指定只用方案 {playbooks}；该次巡检约定的方案：{agreed}",
    ),
    "visit.limited": Sentence(
        "only the hosts that match {limit}; the others stay due",
        "只查与 {limit} 匹配的主机，其余主机仍待完成",
    ),
    "visit.not-served": Sentence(
        "the run does not count for {id}: it has other checks than those agreed",
        "检查内容与约定不同，本次运行不计入 {id}",
    ),
    "visit.future-day": Sentence(
        "{day} is not yet; today is {today}",
        "{day} 还没到；今天是 {today}",
        "record it on the day it was done",
        "请在实际完成后登记",
    ),
    "visit.too-early": Sentence(
        "{id} may be done from {earliest} on; {day} is before that",
        "{id} 自 {earliest} 起方可完成，{day} 过早",
        "look at the day, and name the occurrence that was done; {early}",
        "请核对日期，写明实际完成的是哪一次；{early}",
    ),
    "visit.early-visit": Sentence(
        "a visit may be early where the contract says so with 'early'",
        "巡检要提前做的，请在合同中用 early 约定",
    ),
    "visit.early-task": Sentence(
        "what was done before the service began, or in the interval before, does not count for this one",
        "服务期开始之前做的，或者属于上一周期的，不计入这一次",
    ),
    "visit.passes-by-itself": Sentence(
        "{id} is a day that comes by itself; nobody does it",
        "{id} 是自然到来的日期，无需完成",
        "write a notice against the renewal under 'notices' of the contract; anything else needs an amendment",
        "不续约通知请填写在合同的 notices 中；其他变更请签订变更协议",
    ),
    "visit.unknown-person": Sentence(
        "'{id}' is nobody of the contract's team",
        "合同的服务团队中没有 {id}",
        "people of the team: {choices}",
        "团队人员：{choices}",
    ),
    "visit.no-visit": Sentence(
        "{id} is no inspection and no health check; it needs no consent",
        "{id} 不是巡检或健康检查，无需授权",
        "name a visit; see: fieldops schedule list",
        "请写明巡检或健康检查，可用 fieldops schedule list 查看",
    ),
    "visit.may-not-consent": Sentence(
        "'{name}' is no contact of the customer with the duty consent",
        "{name} 不是负责授权（职责 consent）的客户联系人",
        "who may consent: {choices}",
        "可授权的联系人：{choices}",
    ),
    "visit.times-out-of-order": Sentence(
        "the consent would end ({end}) before it begins ({start})",
        "授权的结束时间（{end}）不晚于开始时间（{start}）",
        "give --from before --to",
        "--from 应早于 --to",
    ),
    "visit.no-such-time": Sentence(
        "'{value}' is no time",
        "{value} 不是有效时间",
        "write it as 2026-03-31T09:00 (in the contract's time zone) or 2026-03-31T09:00+08:00",
        "请写成 2026-03-31T09:00（按合同时区）或 2026-03-31T09:00+08:00",
    ),
    "visit.no-such-interval": Sentence(
        "'{value}' is no interval", "{value} 不是有效间隔", "write it as 5m or 1h", "请写成 5m 或 1h"
    ),
    # --- what became of a visit
    "visit.run-done": Sentence("{id}: done, recorded as {run}", "{id}：已完成，记录为 {run}"),
    "visit.run-incomplete": Sentence(
        "{id}: {run}; not reached: {hosts}; tried again until {latest}",
        "{id}：{run}；未连通：{hosts}；在 {latest} 之前会再次尝试",
    ),
    "visit.run-would": Sentence("{id}: would run on {hosts}", "{id}：将检查 {hosts}"),
    "visit.run-waiting": Sentence("{id}: waits until {until}", "{id}：等到 {until}"),
    "visit.run-waiting-in-vain": Sentence(
        "{id}: no access window, and no consent, leaves time until {latest}",
        "{id}：{latest} 之前没有获准访问的时段",
    ),
    "visit.run-refused": Sentence("{id}: not done: {reason}", "{id}：未执行：{reason}"),
    "visit.run-busy": Sentence("{contract}: another process is at it", "{contract}：另一个进程正在执行"),
    "visit.run-missed": Sentence("{id}: missed, due {day}", "{id}：已错过，到期日 {day}"),
    "visit.run-missed-many": Sentence(
        "{id}: missed {count} {count:time|times}, due {first} … {last}",
        "{id}：错过 {count} 次，到期日 {first} … {last}",
    ),
    "visit.run-assigned": Sentence("draft for {engineers}", "草稿，责任工程师：{engineers}"),
    "visit.run-cut-off": Sentence(
        "{run} was cut off before; to have all hosts in that run and its report: fieldops {command} {contract} --resume {run}",
        "{run} 此前中断；要让全部主机合在该次运行和同一份报告里，请执行：fieldops {command} {contract} --resume {run}",
    ),
    "visit.clock-behind": Sentence(
        "the clock is behind the records: the run recorded last began {latest}; what was done is not done again, but look at the clock",
        "本机时钟早于记录：最近记录的一次执行始于 {latest}；已完成的不会重复执行，请检查时钟",
    ),
    "visit.run-nothing": Sentence("nothing is due", "没有到期事项"),
    # --- why it was not done
    "visit.no-consent": Sentence(
        "the customer's consent for this visit is not on record",
        "没有客户对本次访问的授权记录",
        "ask {choices}, then: fieldops schedule consent {id} --by NAME",
        "请征得 {choices} 同意后登记：fieldops schedule consent {id} --by 姓名",
    ),
    "visit.consent-unsaid": Sentence(
        "the contract {contract} does not say how the customer consents to sessions",
        "合同 {contract} 未约定客户如何授权访问",
        "write access.consent: standing or per_visit",
        "请写明 access.consent：standing 或 per_visit",
    ),
    "visit.nobody-on-duty": Sentence(
        "an inspection needs {needed} {needed:engineer|engineers} on duty; on {day} the roster of {team} names: {found}",
        "巡检需要 {needed} 名值班工程师；{day} 团队 {team} 的值班表中有：{found}",
        "write duty_roster in the team's file, from this day or earlier on, or inspect by hand: fieldops inspect",
        "请在团队文件中填写 duty_roster（start 不晚于当天），或手动执行 fieldops inspect",
    ),
    "visit.too-few-on-duty": Sentence(
        "an inspection needs {needed} {needed:engineer|engineers} on duty; of those on duty on {day} in team {team} ({people}) {count} {count:is one|are}",
        "巡检需要 {needed} 名值班工程师；{day} 团队 {team} 值班的 {people} 中只有 {count} 名工程师",
        "put more engineers on duty: in the group of duty_roster, or as one of its exceptions for that day; or inspect by hand: fieldops inspect",
        "请在 duty_roster 的班组中增加工程师，或用 exceptions 另排当天的值班人员；也可手动执行 fieldops inspect",
    ),
    "visit.unqualified": Sentence(
        "an inspection is done by those who hold what the contract asks for; on {day} these on duty lack it: {found}",
        "巡检须由具备合同要求资质的人员执行；{day} 的值班工程师缺少资质：{found}",
        "put somebody on duty who holds it, or write the certificate in the team's file; in an emergency by hand: fieldops inspect --override REASON",
        "请安排具备资质的人员值班，或在团队文件中登记证书；紧急情况可手动执行 fieldops inspect，并用 --override 说明原因",
    ),
    "visit.no-host": Sentence(
        "no equipment of {id} has a host",
        "{id} 的资产都没有填写 host",
        "write the host of an asset, or record the visit: fieldops schedule done {id} --on DATE",
        "请填写资产的 host，或登记完成：fieldops schedule done {id} --on 日期",
    ),
    "visit.by-bundle": Sentence(
        "only offline hosts are left ({hosts}): the run that was begun waits for their results",
        "只剩离线主机（{hosts}）：已开始的巡检在等待其结果",
        "fieldops bundle make {contract} --limit HOST, then: fieldops bundle import RESULT; before the run is concluded",
        "请执行 fieldops bundle make {contract} --limit 主机，再用 fieldops bundle import 导入结果；须在下结论之前完成",
    ),
    "visit.nobody-types": Sentence(
        "the login asks a person for a password, and nobody is there",
        "登录方式要求人工输入密码，无人值守时无法执行",
        "inspect by hand: fieldops inspect {contract}, or agree on a key (access.login.method)",
        "请手动执行 fieldops inspect {contract}，或改用密钥登录（access.login.method）",
    ),
    "visit.no-lock": Sentence(
        "cannot make the lock file {path}: {detail}",
        "无法创建锁文件 {path}：{detail}",
        "let the user that runs fieldops write there",
        "请让运行 fieldops 的用户可写该目录",
    ),
    # --- for other programs
    "visit.calendar-name": Sentence("Service obligations", "服务履约日历"),
    "visit.kind-renewal": Sentence("end of the term", "合同到期"),
    "visit.kind-renewal_notice": Sentence("notice of renewal", "续约通知"),
    "visit.kind-warranty_end": Sentence("end of a warranty", "质保到期"),
    "visit.kind-qualification_end": Sentence("end of a qualification", "资质到期"),
    "visit.calendar-summary": Sentence("{customer}: {what}", "{customer}：{what}"),
    "visit.calendar-contract": Sentence("contract {contract}: {title}", "合同 {contract}：{title}"),
    "visit.calendar-window": Sentence(
        "may be done from {earliest} to {latest}", "可完成时段：{earliest} 至 {latest}"
    ),
    "visit.calendar-clause": Sentence("clause: {path}:{line}", "条款：{path}:{line}"),
    "visit.calendar-who": Sentence("by: {who}", "执行：{who}"),
    "visit.calendar-place": Sentence("{name}, {address}", "{name}（{address}）"),
    "visit.calendar-done": Sentence("done on {day}", "已于 {day} 完成"),
    "visit.unknown-kind": Sentence(
        "nothing of the kind '{name}' ever falls due",
        "没有“{name}”这一类到期事项",
        "such as: {choices}",
        "可填：{choices}",
    ),
    "visit.calendar-named": Sentence("{who} {name}", "{who} {name}"),
    "visit.calendar-provisional": Sentence(
        "provisional: depends on holidays not decreed yet or on the time before being done",
        "暂定：取决于尚未公布的节假日安排或上一次的完成日",
    ),
    "visit.unprintable-path": Sentence(
        "no unit file can hold the path '{path}'",
        "单元文件无法包含路径 {path}",
        "move the workspace to a folder with a plain name",
        "请把工作区移到名称普通的目录",
    ),
    "visit.no-account": Sentence(
        "{path} belongs to user number {number}, who has no name here",
        "{path} 属于编号 {number} 的用户，本机没有该用户",
        "give the workspace to a user of this machine, or use --user",
        "请把工作区交给本机用户，或使用 --user",
    ),
    "visit.install-next": Sentence(
        "write them to the files named above, then: systemctl {user}daemon-reload && systemctl {user}enable --now {timer}",
        "写入上述文件后执行：systemctl {user}daemon-reload && systemctl {user}enable --now {timer}",
    ),
    "visit.linger": Sentence(
        "your own systemd ends with your last session, and the visits with it: 'loginctl enable-linger' once keeps it running, also from boot",
        "您自己的 systemd 会随最后一次登录会话结束而停止，巡检也随之停止：请执行一次 loginctl enable-linger，使其持续运行并随开机启动",
    ),
    "visit.watching": Sentence(
        "looking every {every}; end with Ctrl-C", "每 {every} 检查一次；按 Ctrl-C 结束"
    ),
}
