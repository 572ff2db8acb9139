"""What a remark leaves open: still to be confirmed, replaced by another device, not covered by the contract.

Only columns that nobody else reads are looked at; whether equipment is in use is told by `fieldops.spreadsheet.in_use`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from fieldops.spreadsheet.cells import Doubt, says_no, shown
from fieldops.spreadsheet.headings import Headings, Row
from fieldops.spreadsheet.remarks import folded, is_ditto

_SHORT = 60
_OPEN = re.compile(
    r"待(?:核实|核对|核查|确认|补充|补录|补$|查|定|完善|盘点)|存疑|疑似|不确定|未确认|未核实|看不清|无法识别|模糊|有误|信息错误|(?:登记|录入|填写|序列号|编号|sn)(?:错|不符|重复)|^重复(?!使用|利用)|重复(?:登记|录入)?$"
    r"|tobe(?:confirmed|checked|verified|determined)|(?<![a-z])tb[cd](?![a-z])|uncertain|notsure|unclear|doublecheck|duplicate|illegible|pleasecheck|pleaseconfirm|mismatch"
)
_REPLACED = re.compile(
    r"(?<!交)换机|整机(?:已?更换|已?替换)|更换(?:为|成|整机|新机(?!房|柜)|主机|主板)|(?:被|已)?替换(?:为|成|原|旧)|换为|换成|[新原旧](?:sn|序列号)|返厂更换"
    r"|replaced(?:by|with)|replacementfor|newsn|newserial|oldsn|oldserial|(?<![a-z])rma(?![a-z])"
)
_OUT_OF_SCOPE = re.compile(
    r"(?:不在|不属于?|不纳入|未纳入|不含在?|不包括在?|不需要?|无需|不用|非|不做|不参与)(?:本次|本期|本合同|合同|我方|我司)?(?:的)?(?:维保|运维|维护|服务(?!器)|本?合同|巡检)"
    r"|借测|借用|试用设备|样机|(?:outof|notin)(?:the)?(?:scope|contract)|not(?:covered|included)|excluded"
)
_ASKS_SCOPE = re.compile(
    r"纳入|维保范围|服务范围|合同范围|(?:是否|需要?)(?:维保|运维|维护|巡检)|inscope|covered"
)


def open_doubts(row: Row, headings: Headings) -> Iterator[Doubt]:
    """What remarks say that somebody has to settle first; the first such cell."""
    for column in headings.unread:
        cell = row[column] if column < len(row) else None
        if cell is None or cell.blank or column in headings.declined:
            continue
        text, title = folded(str(cell.value)), folded(headings.title(column))
        said = {"heading": headings.title(column), "value": shown(cell)}
        if is_ditto(text):
            yield Doubt("sheet.ditto", **said)
            return
        if _OUT_OF_SCOPE.search(text) or (_ASKS_SCOPE.search(title) and says_no(text)):
            yield Doubt("sheet.out-of-scope", **said)
            return
        if len(text) <= _SHORT and (_OPEN.search(text) or _REPLACED.search(text)):
            yield Doubt("sheet.to-settle", **said)
            return
