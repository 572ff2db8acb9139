"""What stands in a list of equipment and is no equipment: totals, quantities, signatures, notes, references.

Every function takes a text as `folded` leaves it, so that spaces, width and case are only looks.
"""

from __future__ import annotations

import re

_UNITS = r"(?:[台套个件块只条组部批项张架片根]|pcs?|sets?|units?)"
_TOTAL_WORD = (
    r"(?:本页|本表|设备)?(?:合计|总计|小计|共计|总数|汇总|总共)(?:数量|台数|套数)?|(?:sub|grand)?total|sum"
)
_QUANTITY = re.compile(
    rf"(?:共|{_TOTAL_WORD})?:?[0-9]+(?:\.0+)?(?:{_UNITS}(?:/{_UNITS}|\({_UNITS}\))?(?:[0-9]+{_UNITS})?)"
)
_TOTAL = re.compile(rf"(?:{_TOTAL_WORD})(?:\([^()]*\))?:?(?:[0-9]+(?:\.0+)?{_UNITS}?)?")
_TOTAL_START = ("合计", "总计", "小计", "共计", "总数", "汇总")
# Who made, looked over and signed the list, when, and what else there is to say: the word alone or before a colon.
_SIGNATURE = re.compile(
    r"(?:制表|编制|填表|填报|制单|审核|复核|审批|审定|批准|校对|核对|签字|签名|签章|盖章|签收|负责|经办|经手|联系"
    r"|日期|时间|备注|附注|注|说明|甲方|乙方|客户|单位|部门)"
    r"(?:人|员|人员|单位|部门|代表|日期|时间|说明|签字|签章|盖章|确认)*(?:\([^()]*\))?(?::.*)?"
    r"|(?:prepared|checked|approved|signed)by(?::.*)?|(?:signature|date|remarks?|notes?)(?::.*)?",
    re.DOTALL,
)
_REFERENCE = re.compile(
    r"(?:详|参|另|请)?见.*|参照.*|同(?:上|左|前|下)|〃|ditto|sameasabove|see(?:the)?(?:attach|appendix|annex).*",
    re.DOTALL,
)
_HAN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff]")


def halfwidth(text: str) -> str:
    """The same with full-width ASCII (ＳＮ－１) as ASCII, and every space an ordinary one."""
    wide = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    return text.translate({**wide, 0x3000: " ", 0xA0: " "})


def folded(text: str) -> str:
    """A text without what is only looks: spaces, line breaks, full width, case."""
    return "".join(halfwidth(text).split()).casefold()


def is_quantity(text: str) -> bool:
    """Whether it counts something: 30台, 1台/套, 共3套, 合计30台."""
    return bool(_QUANTITY.fullmatch(text))


def is_total(text: str) -> bool:
    """Whether it is the word for a sum and nothing else: 合计, 小计（台）, Total."""
    return bool(_TOTAL.fullmatch(text))


def begins_total(text: str) -> bool:
    """Whether it begins with the word for a sum; 汇总交换机 does too, so alone this proves nothing."""
    return text.startswith(_TOTAL_START)


def is_signature(text: str) -> bool:
    """Whether it is about who made the list, when, or a note below it: 制表：张三, 审核人, 日期：2026-11-01, 备注."""
    return bool(_SIGNATURE.fullmatch(text))


def is_reference(text: str) -> bool:
    """Whether it only points elsewhere: 详见附件, 见清单, 同上."""
    return bool(_REFERENCE.fullmatch(text))


def is_ditto(text: str) -> bool:
    """Whether it stands for the cell above; which cell that is, a merged or hidden row makes doubtful."""
    return text in ("同上", "〃", "ditto", "sameasabove")


# What fills a cell that must not stay empty, in any case and width.
_FILLER = re.compile(
    r"null|nil|none|n/?a|nan|undefined|unknown|tba|todo|test|x+|0+|\*+|#+|\.+|未知|不详|不明|暂无|没有|空|待查|待核实|待补录|未提供|无序列号|无sn|无编号"
    r"|(?:no|without)(?:sn|serial)|1234567?8?9?0?"
)
_RANGE = re.compile(
    r"(?P<first>[0-9a-z][0-9a-z._/-]*?[0-9]+)(?:~+|～|至|到|→|\.{2,}|…+|—+|–+|--+|to(?=[0-9a-z]))(?P<last>[0-9a-z._/-]*[0-9]+)"
)
_HYPHENS = re.compile(r"(?P<stem>[a-z][0-9a-z]*?)(?P<first>[0-9]{2,})-(?P=stem)(?P<last>[0-9]{2,})")
_SEVERAL = re.compile(
    rf"等(?:共)?[0-9一二两三四五六七八九十]*{_UNITS}?|[(\[]?(?:共|计)?[2-9][0-9]*{_UNITS}[)\]]?$|[(\[](?:共|计)?1[0-9]+{_UNITS}[)\]]$"
    r"|(?<=[\u2e80-\u9fff)])x(?:[2-9]|1[0-9])[0-9]*$|(?<=.)[*×](?:[2-9]|1[0-9])[0-9]*$|若干|多台|全部"
)
_OUT_OF_USE = re.compile(
    r"报废|退役|停用|拆除|下架|已退|丢失|遗失|调出|转出|出售|捐赠|封存|闲置|注销|返厂未回"
    r"|scrap|retired|disposed|decommission|writtenoff|outofuse|outofservice|stolen|lost|sold|obsolete|returnedtovendor"
)
_STILL_IN_USE = re.compile(
    r"(?:未|不|无|非|拟)(?:报废|退役|停用|拆除|下架|丢失|封存|闲置)|not(?:scrapped|retired|disposed|decommissioned)|inuse"
)


def is_filler(text: str) -> bool:
    """Whether it only fills the cell: NULL, none, xxx, 000000, 未知."""
    return bool(_FILLER.fullmatch(text))


def is_range(text: str) -> bool:
    """Whether it stands for several: RG-01~RG-05, SN001至SN009, SN001-SN009."""
    return bool(_RANGE.fullmatch(text) or _HYPHENS.fullmatch(text))


def tells_several(text: str) -> bool:
    """Whether a name or number says that it is several: 服务器等5台, 交换机(2台), R740 ×3."""
    return bool(_SEVERAL.search(text)) or is_range(text)


def is_out_of_use(text: str) -> bool:
    """Whether it says that the equipment is no longer used: 已报废, retired; not 未报废."""
    return bool(_OUT_OF_USE.search(_STILL_IN_USE.sub("", text)))


def may_be_serial(text: str) -> bool:
    """Whether a serial number can read like this: no quantity, no note, and not Han characters or signs alone."""
    if is_quantity(text) or is_total(text) or is_signature(text) or is_reference(text):
        return False
    return any(sign.isalnum() for sign in _HAN.sub("", text))
