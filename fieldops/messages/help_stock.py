"""What `--help` of `fieldops stock` says in Chinese: its commands, and options that no other command has."""

from __future__ import annotations

COMMANDS = {
    "fieldops stock": "备件库：入库、出库、预留、盘点，查看库存和缺货。",
    "fieldops stock receive": """\
登记备件入库。

序列号已在别处的不予登记，并说明在哪里。""",
    "fieldops stock reserve": """\
为服务单预留备件，他人不能领用。

不写 --serial 时先取最早到期的。退出码 4：可用数量不足。""",
    "fieldops stock release": "取消为服务单预留的备件；不写数量和序列号时全部取消。",
    "fieldops stock issue": """\
为服务单发放备件：先发为其预留的，再发最早到期的。

退出码 4：可用数量不足，或该件已为他人预留、已过期。""",
    "fieldops stock return": "登记退库：代用机归还，或领出未用的备件。",
    "fieldops stock move": "将备件调拨到另一个备件库；已预留的不动。",
    "fieldops stock count": """\
登记盘点结果，此后以盘点数为准。

请写全找到的序列号，或只写数量。退出码 1：与账面不符。""",
    "fieldops stock scrap": "备件报废出账：损坏或过期。",
    "fieldops stock list": """\
列出各备件库的库存：在库、预留、可用数量和最低库存。

退出码：0 正常；2 用法有误；3 有备件库的文件有错误。""",
    "fieldops stock low": """\
列出备件库的问题：低于最低库存、过期或即将到期、预留过久。

退出码：0 没有问题；1 有问题；2 用法有误；3 有备件库的文件有错误。""",
    "fieldops stock check": """\
对照合同核对库存：关键设备有无备件，约定的代用机有无库存。

退出码：0 齐备；1 有缺；2 用法有误；3 有合同或备件库的文件有错误。""",
    "fieldops stock show": "查看一种备件在各库的情况、为谁预留、哪些出库未退；或查看某个序列号在哪里。",
    "fieldops stock import": """\
按库管员的清单（.xlsx 或 .csv）盘点：首次建账，或全库盘点。

清单须有备件一列（备件号或名称），以及数量或序列号一列。要么全部登记，要么都不登记；不清楚的行会指出来。清单未列的备件保持原账。

退出码：0 已登记，或与账面一致；2 用法有误，或有行不清楚。""",
    "fieldops stock log": "按登记顺序列出出入库记录：何时、什么、经办人、用途和原因。",
}
OPTIONS = {
    "What the parts are kept as.": "用途：spare 备件，loaner 代用机。",
    "How many; default: 1, or one per --serial.": "数量；默认为 1，写了 --serial 的按序列号个数。",
    "The serial number of a piece; several times.": "序列号，可写多次。",
    "Who does it, by id or name.": "经办人，填写标识或姓名。",
    "The service order that it is for.": "用于哪张服务单。",
    "Why.": "原因。",
    "The last day on which they may be used.": "有效期的最后一天。",
    "The delivery note; the same delivery told again is recorded once.": "送货单号；同一批到货重复登记时只记一次。",
    "Who takes them.": "领用人。",
    "The other store.": "调入的备件库。",
    "Only the stores that are kept for this contract.": "只列出为该合同备货的备件库。",
    "Only this part.": "只列出该备件。",
    "Only what happened to this serial number.": "只列出该序列号的记录。",
    "The sheet of a workbook.": "工作簿中的工作表。",
    "Only say what would be recorded.": "只说明将登记什么，不实际登记。",
    "Only what is for this service order.": "只列出用于该服务单的记录。",
}
