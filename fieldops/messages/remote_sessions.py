"""Sentences about remote sessions on a service order: who was let in, what was done, what has to follow."""

from fieldops.messages.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    # What is refused.
    "session.no-administrator": Sentence(
        "{person} is not among those who alone may use administrator accounts such as '{account}'",
        "{person}不在合同指定的管理员之列，不能使用账号 {account}",
        "let one of them do it: {choices}; in an emergency: --override REASON",
        "请由指定人员登录：{choices}；紧急情况可用 --override 说明原因",
    ),
    "session.only-solved": Sentence(
        "by the contract {contract} a session ends only when the problem is solved",
        "合同 {contract} 约定问题解决后才结束远程会话",
        "go on, or hand it over: --outcome handed_over --to NAME",
        "请继续处理，或移交他人：--outcome handed_over --to 姓名",
    ),
    "session.open-already": Sentence(
        "{person} has a session open on this order: {session}",
        "{person}在此服务单上已有未结束的会话：{session}",
        "end it first: fieldops session close {session} --outcome … --done TEXT",
        "请先结束该会话：fieldops session close {session} --outcome … --done 处理内容",
    ),
    "session.no-account": Sentence(
        "the contract {contract} names no account to log in with",
        "合同 {contract} 未约定登录账号",
        "say which one was used: --account NAME",
        "请写明所用账号：--account 账号",
    ),
    "session.no-permission": Sentence(
        "nobody at the customer's is said to allow this session, which the contract {contract} asks for",
        "未写明客户方由谁同意本次会话，合同 {contract} 要求逐次征得同意",
        "ask {choices}, then: --permitted-by NAME, and --until TIME; in an emergency: --override REASON",
        "请征得 {choices} 同意，写 --permitted-by 姓名，并用 --until 写明到几点为止；紧急情况可用 --override 说明原因后执行",
    ),
    "session.until-cut": Sentence(
        "allowed until {until}, not until {wished}: then the agreed window of the contract {contract} ends (access.windows)",
        "只允许到 {until}，不是 {wished}：合同 {contract} 约定的访问时段到此结束（access.windows）",
    ),
    "session.ended-late": Sentence(
        "{session} ended at {ended}, after what the customer allowed (until {until})",
        "会话 {session} 于 {ended} 结束，超过客户允许的时间（至 {until}）",
    ),
    "session.solved-on-order": Sentence(
        "the session has solved it, and {order} does not say so yet: fieldops order log {order} resolved",
        "会话中问题已解决，{order} 尚未登记已解决：fieldops order log {order} 已解决",
    ),
    "session.go-on": Sentence(
        "go on with what was handed over in {session}", "接手远程会话 {session} 移交的工作"
    ),
    "session.until-when": Sentence(
        "{name} has allowed it, but nobody has said for how long",
        "{name}已同意，但未说明到几点为止",
        "say until when it is allowed: --until TIME",
        "请写明允许到何时：--until 时间",
    ),
    "session.who": Sentence(
        "nobody has said who logs in, and {order} is assigned to nobody",
        "未说明由谁登录，{order} 也尚未派单",
        "say it: --by PERSON",
        "请写明：--by 姓名",
    ),
    "session.no-such-asset": Sentence(
        "{asset} is no equipment of the contract; it has: {choices}",
        "合同内没有设备 {asset}；现有：{choices}",
    ),
    "session.changes-unsaid": Sentence(
        "nobody has said what was changed in session {session}",
        "未说明会话 {session} 中作了哪些变更",
        "name every change: --changed TEXT (as often as needed), or say --no-changes",
        "请逐条写明变更：--changed 内容（可多次使用）；没有变更请写 --no-changes",
    ),
    "session.handed-to": Sentence(
        "nobody has said to whom session {session} is handed over",
        "未说明会话 {session} 移交给谁",
        "say it: --to NAME",
        "请写明：--to 姓名",
    ),
    "session.handed-to-nobody": Sentence(
        "{person} is neither of the team nor a contact of the customer, so nobody would go on with it",
        "{person} 既不是服务团队的人员，也不是客户的联系人，移交后无人接手",
        "the team: {choices}; somebody of the maker: hand it over to who accompanies them, and name them in --done",
        "团队人员：{choices}；厂家人员接手的，请移交给陪同的人，并在 --done 中写明",
    ),
    "session.changes-and-none": Sentence(
        "--changed and --no-changes contradict each other", "--changed 与 --no-changes 不能同时使用"
    ),
    "session.not-handed": Sentence(
        "session {session} is handed over to somebody only with --outcome handed_over",
        "只有 --outcome handed_over 时才写移交给谁（会话 {session}）",
    ),
    "session.ends-early": Sentence(
        "session {session} began at {began}; it cannot have ended at {at}",
        "会话 {session} 于 {began} 开始，不可能在 {at} 结束",
    ),
    "session.closed-already": Sentence(
        "session {session} has ended already; show it with: fieldops session show {session}",
        "会话 {session} 已经结束；查看：fieldops session show {session}",
    ),
    "session.none-open": Sentence(
        "no session is open on {order}; open one with: fieldops session open {order} --purpose TEXT",
        "{order} 没有未结束的会话；开始会话：fieldops session open {order} --purpose 目的",
    ),
    "session.several-open": Sentence(
        "several sessions are open on {order}; say which one: {choices}",
        "{order} 有多个未结束的会话，请写明是哪一个：{choices}",
    ),
    "session.no-such": Sentence(
        "there is no session {session}; there are: {choices}", "没有会话 {session}；现有：{choices}"
    ),
    "session.none": Sentence("nobody has logged in for {order}", "{order} 没有远程会话"),
    "session.none-at-all": Sentence("no such sessions", "没有相应的远程会话"),
    # What is owed.
    "session.owed-close": Sentence("end the session {session}", "结束远程会话 {session}"),
    "session.owed-reminder": Sentence(
        "remind the customer to change the password used in {session}",
        "提醒客户更换会话 {session} 所用的密码",
    ),
    "session.owed-record": Sentence(
        "hand in the record of {session}: {to}", "提交会话 {session} 的记录：{to}"
    ),
    # How it is shown.
    "session.head-open": Sentence(
        "session {session}: OPEN since {begun}", "远程会话 {session}：{begun} 开始，未结束"
    ),
    "session.head-closed": Sentence(
        "session {session}: {begun} to {ended}, {outcome}",
        "远程会话 {session}：{begun} 至 {ended}，{outcome}",
    ),
    "value.outcome.solved": Sentence("solved", "问题已解决"),
    "value.outcome.handed_over": Sentence("handed over", "已移交"),
    "value.outcome.unsolved": Sentence("not solved", "未解决"),
    "session.outcome-open": Sentence("open", "进行中"),
    "session.fact": Sentence("{name}: {text}", "{name}：{text}"),
    "session.field-person": Sentence("engineer", "工程师"),
    "session.field-account": Sentence("account", "账号"),
    "session.field-assets": Sentence("equipment", "设备"),
    "session.field-purpose": Sentence("purpose", "目的"),
    "session.field-permitted_by": Sentence("allowed by", "客户授权人"),
    "session.field-evidence": Sentence("written in", "授权凭据"),
    "session.field-until": Sentence("allowed until", "授权截止"),
    "session.field-done": Sentence("done", "处理内容"),
    "session.field-changes": Sentence("changed", "变更"),
    "session.field-to": Sentence("handed over to", "移交给"),
    "session.field-passwords": Sentence("passwords", "密码"),
    "session.no-changes": Sentence("nothing", "无"),
    "session.passwords-changed": Sentence("changed by the customer", "客户已更换"),
    "session.passwords-kept": Sentence("not changed", "未更换"),
    "session.column-session": Sentence("session", "会话"),
    "session.column-person": Sentence("engineer", "工程师"),
    "session.column-begun": Sentence("began", "开始"),
    "session.column-ended": Sentence("ended", "结束"),
    "session.column-account": Sentence("account", "账号"),
    "session.column-permitted_by": Sentence("allowed by", "客户授权人"),
    "session.column-outcome": Sentence("state", "状态"),
    "session.column-changes": Sentence("changes", "变更数"),
}
