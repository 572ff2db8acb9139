"""What `--help` of `fieldops swap` says in Chinese: its commands, and options that no other command has."""

from __future__ import annotations

COMMANDS = {
    "fieldops swap": "部件更换：提出、批准、办理更换；代用机、返厂、故障件检测。",
    "fieldops swap propose": """\
为服务单提出更换部件，并说明是否在质保内、依据哪一条、应向客户提供什么。

退出码：0 在质保内；1 不在质保内；2 用法有误（未登记）；3 不能判定；4 不予受理。""",
    "fieldops swap approve": """\
批准更换：不在质保内的，须先办完合同规定的步骤，再由合同指定的岗位批准。

不能判定的不予批准：请先补充缺少的情况。""",
    "fieldops swap carry-out": """\
登记部件已更换及换上部件的序列号；此后各项判定均以此为准。

从未入库的序列号，只要已为此领出备件或库中有可用的，一律不予登记；部件确从别处来的，用 --reason 写明。""",
    "fieldops swap undo": "撤销更换：尚未办理的撤回；已办理的视同未更换。",
    "fieldops swap log": """\
登记其他事项：EVENT 为 assessed（已判断原因）、loaner_out（代用机已借出）、loaner_back（代用机已收回）、unit_received（旧件已收回）、sent_to_maker（已返厂）、back_from_maker（返修件到货）、examined（已检测）、warned（已发预警）、signed（更换单已签字）、refused（不予更换），写中文亦可。

不可能发生的、当前还不能办理的，说明原因后不予登记。""",
    "fieldops swap show": """\
查看一次更换：质保判定、应向客户提供什么、尚待办理的事项、经过。

退出码：0 没有待办事项；1 有待办事项；2 用法有误；3 不能判定。""",
    "fieldops swap patch": """\
以补丁形式显示合同文件中还缺少哪些已办理的更换；注释和排版不变。

合入之前，各项判定以记录为准。

退出码：0 没有缺少，或已写入；1 有缺少；2 用法有误。""",
    "fieldops swap list": "列出全部合同、一份合同或一张服务单的更换。",
}
OPTIONS = {
    "The equipment, by id, serial or name; default: the order's.": "设备，填标识、序列号或名称；默认为服务单所写的设备。",
    "The part that failed, by number or name.": "故障部件，填备件号或名称。",
    "Serial number of the part to take out.": "要换下的部件的序列号。",
    "Where the part sits, where no list of parts says it.": "部件的安装位置，部件清单未写明时填写。",
    "Who proposes it, by id or name.": "由谁提出，填标识或姓名。",
    "Who approves it, by position, such as sales.": "由哪个岗位批准，如 sales（销售）。",
    "Serial number of the part put in.": "换上部件的序列号。",
    "Its number, where it is another than before.": "换上部件的备件号，与换下的不同时填写。",
    "Why it is undone.": "撤销的原因。",
    "Serial number of what was lent, put in or came back.": "借出、换上或返回的那件的序列号。",
    "Why the part failed, as is known now.": "故障原因，按现在所知填写。",
    "What the examination found, or what the maker did.": "检测结论，或厂家的处理结果。",
    "Whose the unit is at the maker: customer, company or maker.": "返厂期间归谁：customer 客户、company 服务方、maker 厂家。",
    "Last day of the warranty that a unit came back with.": "返回件所带质保的最后一天。",
    "Why it is from no store, such as: the maker brought it along.": "部件不出自备件库的原因，如：厂家携带。",
    "Why it is refused or undone, or from no store.": "不予更换、撤销，或部件不出自备件库的原因。",
    "Write the files, instead of showing the change.": "直接写入文件，而不只是显示。",
    "Only those of this order.": "只列出该服务单的。",
    "Only those that are not carried out, refused or undone.": "只列出尚未办结的。",
}
