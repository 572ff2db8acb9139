"""Whether a row says that its equipment is no longer, or not yet, in use: 报废, retired, a No below 是否在用.

What the words of such a cell mean is decided here; which assets a row is about, in `fieldops.spreadsheet.rows`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from fieldops.spreadsheet.cells import Cell, Doubt, says_no, says_yes, shown
from fieldops.spreadsheet.headings import Headings, Row
from fieldops.spreadsheet.remarks import folded

# A longer text is a remark about many things: only what it says has happened counts.
_SHORT = 60
_GONE = (
    r"报废|退役|停用|拆除|下架|丢失|遗失|调出|转出|出售|捐赠|封存|闲置|注销|作废|核销|盘亏|销毁|变卖"
    r"|scrap|retired|disposed|decommission|writtenoff|writeoff|stolen|lost|sold(?!er)|obsolete|archived|destroyed|recycled|donated|dismissed"
)
_OUT_OF_USE = re.compile(
    _GONE
    + r"|已退|已卖|已还(?!原)|停运|不在用|拆机|找不到|未找到|未见(?:实物|设备)|盘点未见|实物不(?:在|存在)|不存在|无实物|有账无物|账实不符|返厂未回|退库|退货|待处置|不再使用|已(?:移交|归还|处置|停机|迁出|搬走)|outofuse|outofservice|notinuse|nolongerused|returnedtovendor"
)
_HAPPENED = re.compile(rf"已经?(?:被)?(?:{_GONE}|移交|归还|处置)")
_STILL_IN_USE = re.compile(
    rf"(?:未|不|无|非|拟)(?:{_GONE})|not(?:yet)?(?:scrapped|retired|disposed|decommissioned|archived|lost|obsolete)|inuse"
)
# What a column of states, and only that, says in a word of equipment that is not there or not at work.
_NOT_AT_WORK = re.compile(
    r"库存|在库|入库|备用库存|未到货|在途|未安装|待安装|未上架|待上架|未启用|待启用|未投运|未投用|未使用|未领用|待领用|停机|离线停用|借出|外借|移交|归还"
    r"|已?关机|已?断电|未上电|未通电|不用|已停|已?[损毁]?坏|有?故障|维修中|待修|送修|返修"
    r"|poweredoff|shutdown|offline|off|unused|notfound|returned|sentforrepair|inrepair|underrepair|broken|faulty|failed|dead|notworking|defective"
    r"|(?:计划|拟|待)(?:采购|购置|新增|报废|处置)?|已订购|采购中"
    r"|in(?:stock|store|ventory|transit)|stock(?:ed)?|stored?|storage|available|spare|onorder|ordered|planned|planning|pending(?:install)?|staged|staging"
    r"|implementation|implementing|readytodeploy|absent|missing|inactive|non-?active|disabled|notactive|replaced|removed|deinstalled|undeployed|0"
)
_STATE = re.compile(r"状态|状况|使用情况|state|status|lifecycle|availability")
_REMARK = re.compile(r"备注|说明|附注|remark|note|comment")
_IN_USE = re.compile(
    r"(?<![未不停])(?:在用|使用中|启用|投用|在役|在网)|in-?service|in-?use|active|enabled|deployed"
)
_SOME_DAY = re.compile(r"预计|计划|拟|应|年限|标准|规定|到期|planned|expected|estimated|due")
_DAY = re.compile(r"[0-9]{2,4}[-/.年][0-9]{1,2}(?:[-/.月][0-9]{1,2}日?|月)?.*")
# In a name or a place the word alone may belong to it: 报废车辆管理系统. In brackets or with 已 it does not.
_NAMED_GONE = re.compile(rf"[(\[【][^()]*(?:{_GONE})[^()]*[)\]】]|(?:已|待)(?:{_GONE})")
_PLACE_GONE = re.compile(rf"(?:待|已)?(?:{_GONE})")


def is_out_of_use(text: str) -> bool:
    """Whether a text, folded, says that the equipment is no longer used: 已报废, retired; not 未报废."""
    rest = _STILL_IN_USE.sub("", text)
    return bool((_OUT_OF_USE if len(text) <= _SHORT else _HAPPENED).search(rest))


def use_doubts(row: Row, headings: Headings) -> Iterator[Doubt]:
    """What a row says against its equipment being in use; the first such cell."""
    for column, cell in enumerate(row):
        if cell.blank:
            continue
        field = headings.fields.get(column)
        if field is None and cell.trouble and _is_about_use(_title(headings, column)):
            code = "sheet.no-result" if cell.trouble == "formula" else "sheet.error-value"
            yield Doubt(code, heading=headings.title(column), value=shown(cell))
            return
        text = folded(str(cell.value))
        if _says_so(_title(headings, column), cell, text) if field is None else _is_named_so(field, text):
            yield Doubt("sheet.out-of-use", heading=headings.title(column), value=shown(cell))
            return


def _title(headings: Headings, column: int) -> str:
    return folded(headings.title(column)).replace("_", "")


def _is_about_use(title: str) -> bool:
    return bool(_STATE.search(title) or _IN_USE.search(title) or is_out_of_use(title))


def _says_so(title: str, cell: Cell, text: str) -> bool:
    """Whether a cell that nobody reads says so: by its own words, or as the answer to its heading."""
    if _IN_USE.search(title) and says_no(text):
        return True
    if is_out_of_use(title) and not _SOME_DAY.search(title):
        return says_yes(text) or isinstance(cell.value, date) or bool(_DAY.fullmatch(text))
    if (_STATE.search(title) or _REMARK.search(title)) and _NOT_AT_WORK.fullmatch(text):
        return text != "0" or bool(_STATE.search(title))
    return is_out_of_use(text)


def _is_named_so(field: str, text: str) -> bool:
    kind = field.partition(".")[0]
    if kind == "location":
        return bool(_PLACE_GONE.match(text))
    return kind == "name" and bool(_NAMED_GONE.search(text))
