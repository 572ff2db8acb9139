"""What `--help` of `fieldops session` says in Chinese: its commands, and options that no other command has."""

from __future__ import annotations

COMMANDS = {
    "fieldops session": "服务单上的远程会话：谁授权、到何时、做了什么、改了什么。",
    "fieldops session open": """\
登记服务单上的一次远程会话开始：谁登录、用哪个账号、为了什么、客户由谁授权。

不在合同约定的访问时段内或没有客户授权的，说明原因后不予登记，巡检也是如此；确有必要时用 --override 说明原因。""",
    "fieldops session close": """\
登记会话结束：做了什么、逐条写明作了哪些变更、问题是否解决或移交给谁。

SESSION 为服务单号（只有一个未结束的会话时）或“服务单号/序号”。合同约定问题解决后才结束的，不得以未解决结束。""",
    "fieldops session show": "查看一次会话，或服务单的全部会话。",
    "fieldops session list": """\
列出全部合同或一份合同的远程会话，按开始时间排列。

退出码：0 正常；2 用法有误；3 有服务单未能判定。""",
}
OPTIONS = {
    "What is to be done.": "要做什么。",
    "Who logs in, by id or name; default: to whom the order is assigned.": "由谁登录，填写标识或姓名；默认为责任工程师。",
    "The position in which the work is done, for times that name one.": "以哪个岗位处理，用于对岗位有约定的时限。",
    "The account that is used; default: that of the contract.": "所用账号；默认为合同约定的账号。",
    "The equipment that is logged in to; default: what the order is about. May be given several times.": "登录哪台设备；默认为报修的设备。可多次使用。",
    "The customer's contact who allows it.": "由哪位客户联系人授权。",
    "Where the permission is written.": "授权的凭据。",
    "Until when it is allowed; default: the end of the agreed window.": "允许到何时；默认到约定访问时段结束。",
    "When it began; default: now.": "开始时间；默认为现在。",
    "Begin in spite of the contract; recorded and printed.": "不受合同限制仍予开始，填写理由；记录在案。",
    "How it ended.": "结束时问题是否解决。",
    "What was done.": "做了什么。",
    "A change of the customer's systems; may be given several times.": "对客户系统所作的一项变更；可多次使用。",
    "Nothing was changed.": "没有任何变更。",
    "To whom it is handed over.": "移交给谁。",
    "Whether the customer has changed the passwords since.": "客户此后是否已更换密码。",
    "Who at the customer was reminded to change the password.": "已提醒客户方的谁更换密码。",
    "When it ended; default: now.": "结束时间；默认为现在。",
    "Only sessions that have not ended.": "只列出未结束的会话。",
}
