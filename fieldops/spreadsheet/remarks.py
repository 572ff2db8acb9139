"""What stands in a list of equipment and is no equipment: totals, quantities, signatures, notes, references.

Every function takes a text as `folded` leaves it, so that spaces, width and case are only looks.
"""

from __future__ import annotations

import re
from itertools import pairwise

_UNITS = r"(?:[台套个件块只条组部批项张架片根]|pcs?|sets?|units?)"
_TOTAL_WORD = r"(?:[^0-9a-z()]{0,8}|第[0-9]+页)(?:合计|总计|小计|共计|总数|总共)(?:数量|台数|套数)?|汇总(?:数量|台数|套数)?|(?:sub|grand)?total|sum"
_QUANTITY = re.compile(
    rf"(?:共|{_TOTAL_WORD})?:?[0-9]+(?:\.0+)?(?:{_UNITS}(?:/{_UNITS}|\({_UNITS}\))?(?:[0-9]+{_UNITS})?)"
)
_TOTAL = re.compile(rf"(?:{_TOTAL_WORD})(?:\([^()]*\))?:?(?:[0-9]+(?:\.0+)?{_UNITS}?)?")
# What else ends a list or heads a part of it.
_END = re.compile(
    r"[-=*]*endof(?:report|list|file|export)[-=*]*|\(?[0-9]+(?:rows?|records?|items?)(?:affected)?\)?|(?:以下|此行以下|本行以下)(?:空白|无正文|无内容)|(?:本页|表格)?(?:完|结束)"
)
_TITLE = re.compile(r"(?:[一二三四五六七八九十]+[、.]|附[表件][0-9一二三四五六七八九十]*[:.、]?).+")
_TOTAL_START = ("合计", "总计", "小计", "共计", "总数", "汇总")
# Who made, looked over and signed the list, when, and what else there is to say: the word alone or before a colon.
_SIGNATURE = re.compile(
    r"(?:制表|打印|导出|生成|制作|移交|接收|交接|领用|提交|报送|编制|填表|填报|制单|审核|复核|审批|审定|批准|校对|核对|签字|签名|签章|盖章|签收|负责|经办|经手|联系"
    r"|日期|时间|备注|附注|注|说明|甲方|乙方|客户|单位|部门)"
    r"(?:人|员|人员|单位|部门|代表|日期|时间|说明|签字|签章|盖章|确认)*(?:\([^()]*\))?(?::.*)?"
    r"|(?:第[0-9]+页)?[,，/]?(?:共[0-9]+页)?(?<=页)|page:?[0-9]+(?:(?:of|/)[0-9]+)?|(?:printed|generated|exported|created)(?:on|at|by)?(?::.*)?"
    r"|(?:prepared|checked|approved|signed)by(?::.*)?|(?:signature|date|remarks?|notes?)(?::.*)?",
    re.DOTALL,
)
_REFERENCE = re.compile(
    r"(?:详|参|另|请)?见.*|参照.*|同(?:上|左|前|下)|〃|ditto|sameasabove|see(?:the)?(?:attach|appendix|annex).*",
    re.DOTALL,
)
_HAN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff]")


# Full-width signs of ASCII, and the spaces that are no ordinary ones.
_NARROW: dict[int, int | str] = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    0x3000: " ",
    0xA0: " ",
}


def halfwidth(text: str) -> str:
    """The same with full-width ASCII (ＳＮ－１) as ASCII, and every space an ordinary one."""
    return text if text.isascii() else text.translate(_NARROW)


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


def is_end(text: str) -> bool:
    """Whether it ends a list or heads a part of it, alone in its row: 以下空白, 二、备件清单."""
    return bool(_END.fullmatch(text) or _TITLE.fullmatch(text))


def is_example(text: str) -> bool:
    """Whether it marks a row of a form as its example: 示例, 例：, Example."""
    return bool(_EXAMPLE.fullmatch(text))


_EXAMPLE = re.compile(
    r"[(\[【]?(?:填写|填表|填报)?(?:示例|样例|范例|举例|例子?|例如)(?:行|数据)?[)\]】]?(?::.*)?|(?:example|sample)s?(?:row|data)?(?::.*)?"
)
_DITTO = re.compile(
    r"同(?:上|前|左)(?:行|格|栏|表)?|[仝〃々]上?|如?上同|如上|[\"'“”″〃‘’′`]{1,2}|-?[\"″〃]-?|ditto|dito|do\.?|idem|(?:same)?asabove|seeabove|[↑↓→←⬆|…]+"
)


def is_ditto(text: str) -> bool:
    """Whether it stands for another cell, mostly the one above; which that is, a merged or hidden row makes doubtful."""
    return bool(_DITTO.fullmatch(text))


# What fills a cell that must not stay empty, in any case and width.
_FILLER = re.compile(
    r"null|nil|none|n/?a|nan|undefined|unknown|tba|todo|test|x+|0+|\*+|#+|\.+|未知|不详|不明|暂无|没有|空|待查|待核实|待补录|未提供|无序列号|无sn|无编号"
    r"|(?:no|without)(?:sn|serial)|0?1234567?8?9?0?|no(?:t(?:available|applicable|specified|provided|known|set)|nespecified)"
    r"|s/?n|no(?:tag|s/?n|label|serial(?:no|number)?|number)?|temp(?:orary)?|vm|virtual(?:machine)?|dummy|placeholder|pending|required|optional|mandatory|string|text|number|integer|varchar.*|n\.a\.?"
    r"|(?:临时|自编|虚拟|未知|unknown|dummy|null|x{3,}).*[0-9]|tb[da][-_]?[0-9]{0,4}|.*[0-9a-z]x{4,}|([0-9])\1{5,}"
    # What a main board says that nobody has given a number.
    r"|tobefilled(?:by|in)?(?:o\.?e\.?m\.?)?|(?:system|chassis|baseboard|board)?serialnumber|defaultstring|invalid|oem"
)
# What a database writes for nothing.
_NULL = re.compile(r"[(\[<]?(?:null|nil|none|nan|undefined)[)\]>]?|\\n")
_UNKNOWN = re.compile(
    r"unknown|tba|todo|0+|x{2,}|\*+|#+|\.+|未知|不详|不明|不清楚|待查|待核实|待核对|待补录|未提供|not(?:available|specified|provided|known)"
    r"|tobefilled(?:by|in)?(?:o\.?e\.?m\.?)?|defaultstring"
)
# Marks around the number, as quotation marks or the stars of a bar code.
_MARKED = re.compile(r"[^0-9a-z\u2e80-\u9fff].*|.*[^0-9a-z\u2e80-\u9fff)\]】+#]")
# A label before the number, or a remark behind it.
_LABEL = re.compile(
    r"(?:s/n|sn[:#]|(?:serial|系列|序列|出厂|机身|整机)(?:no\.?|number|号|编号)?[:#]|[\u4e00-\u9fff]+:).+"
)
_SAID = "[已待旧新原坏损换备停废修借疑误错改主从虚]"
_REMARK = re.compile(
    rf".*[0-9a-z].*(?:[?!]|[(\[【](?:[^()]*{_SAID}[^()]*|old|new|spare|broken|replaced|tbc|virtual|main|backup)[)\]】]"
    rf"|{_SAID}[\u4e00-\u9fff]*|[\u4e00-\u9fff]+{_SAID})"
)
# An address, an e-mail, a day: what slips in from the next column.
_NEXT_COLUMN = re.compile(
    r"[0-9]{1,2}/[0-9]{1,2}(?:/[0-9]{2,4})?|[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?|https?:.*|www\..*|[0-9]{1,3}(?:\.[0-9]{1,3}){3}|[^@]+@[^@]+\.[a-z]+|[0-9]{4}(?:-[0-9]{1,2}-[0-9]{1,2}|/[0-9]{1,2}/[0-9]{1,2}|年[0-9]{1,2}月(?:[0-9]{1,2}日)?)"
)
_RANGE = re.compile(
    r"(?P<first>[0-9a-z][0-9a-z._/-]*?[0-9]+)(?:~+|～|至|到|→|\.{2,}|…+|—+|–+|--+|to(?=[0-9a-z]))(?P<last>[0-9a-z._/-]*[0-9]+)"
)
_HYPHENS = re.compile(r"(?P<stem>[a-z][0-9a-z]*?)(?P<first>[0-9]{2,})-(?P=stem)(?P<last>[0-9]{2,})")
_SEVERAL = re.compile(
    rf"等(?:共)?[0-9一二两三四五六七八九十]*{_UNITS}?|[(\[]?(?:共|计)?[2-9][0-9]*{_UNITS}[)\]]?$|[(\[](?:共|计)?1[0-9]+{_UNITS}[)\]]$"
    r"|(?<=[\u2e80-\u9fff)])x(?!86$|64$)(?:[2-9]|1[0-9])[0-9]*$|(?<=.)[*×](?:[2-9]|1[0-9])[0-9]*$|若干|[一整]批|全[套部]|^(?:[2-9]|[1-9][0-9]+|[两二三四五六七八九十几数多]+)[台套](?!位)"
)
# SN010-015, SN001/SN002/SN003, SN001/002: the same letters, as many digits, counted on.
_NUMBERED_NAME = re.compile(r"[0-9]+[#号]?[~～至到][0-9]+|[0-9]+[#号]-[0-9]+[#号]")
_COUNTED = re.compile(r"(?P<stem>[a-z][0-9a-z-]*?)(?P<first>[0-9]{3,})(?P<sign>[-/])(?P<rest>[0-9a-z/-]+)")
_MOST = 200
# No number of a device is longer; a hostile cell shall not cost the square of its length.
_LONGEST = 128


def is_legend(text: str) -> bool:
    """Whether it says what colours mean: 标红的为报废设备, Yellow = spare."""
    return bool(_LEGEND.search(text))


_LEGEND = re.compile(
    r"(?:[红黄灰绿蓝橙紫]色?|标色|底色|颜色|高亮|加粗)(?:字体|底色|标[记注识]|填充|部分|单元格)*的?(?:设备|行|部分)?(?:为|表示|代表|是|即|:|=)"
    r"|(?:red|yellow|gr[ae]y|green|blue|orange|highlight(?:ed)?|colou?red)(?:(?:rows?|cells?|lines?|items?)(?:=|:|means?|are|is|indicates?)|=|:|means?)"
)


def is_filler(text: str) -> bool:
    """Whether it only fills the cell: NULL, none, xxx, 000000, 未知."""
    return bool(_FILLER.fullmatch(text))


def is_range(text: str) -> bool:
    """Whether it stands for several: RG-01~RG-05, SN001至SN009, SN001-SN009."""
    return bool(_RANGE.fullmatch(text) or _HYPHENS.fullmatch(text))


def is_counted(text: str) -> bool:
    """Whether a serial number stands for several that count on: SN010-015, SN001/002. Hosts may be called sw01-02."""
    found = _COUNTED.fullmatch(text) if len(text) <= _LONGEST else None
    if found is None:
        return False
    parts = [part.removeprefix(found["stem"]) for part in found["rest"].split(found["sign"])]
    if not all(part.isdigit() and len(part) == len(found["first"]) for part in parts):
        return False
    numbers = [int(found["first"]), *map(int, parts)]
    if found["sign"] == "-":
        return len(parts) == 1 and 0 < numbers[1] - numbers[0] <= _MOST
    return all(later == before + 1 for before, later in pairwise(numbers))


def tells_several(text: str) -> bool:
    """Whether a name or number says that it is several: 服务器等5台, 交换机(2台), R740 ×3."""
    return bool(_SEVERAL.search(text)) or is_range(text)


def may_be_serial(text: str) -> bool:
    """Whether a serial number can read like this: no quantity, no note, and not Han characters or signs alone."""
    if is_quantity(text) or is_total(text) or is_signature(text) or is_reference(text):
        return False
    if _NEXT_COLUMN.fullmatch(text):
        return False
    return any(sign.isalnum() for sign in _HAN.sub("", text))


_ELSEWHERE = re.compile(
    r"(?:详见|参见|另见|请见|见|如|同|详)(?:附件|附表|附录|附图|清单|配置|下[表图文]|上[表图文]|备注|合同|铭牌|图|说明).*|see(?:the)?(?:attach|appendix|annex|list|below|label).*"
)
_SEVERAL_OF_MODEL = re.compile(
    rf".+[(\[](?:共|计)?(?:[2-9]|1[0-9]+){_UNITS}[)\]]|[^/+*×]{{2,12}}[*×](?:[2-9]|1[0-9])(?:{_UNITS})?|.*[0-9a-z]等(?:[0-9]*{_UNITS})?"
)


def points_elsewhere(text: str) -> bool:
    """Whether a name or model only says where it is written: 见附件, 详见配置清单."""
    return bool(_ELSEWHERE.fullmatch(text))


def is_several_of_model(text: str) -> bool:
    """Whether a model says how many of it: R740（2台）, R740×2, R740等."""
    return bool(_SEVERAL_OF_MODEL.fullmatch(text))


def is_null(text: str) -> bool:
    """Whether a database has written it for nothing: NULL, (null), \\N."""
    return bool(_NULL.fullmatch(text))


def is_unknown(text: str) -> bool:
    """Whether it says, in any column, that somebody has yet to find out: 未知, unknown, xxx."""
    return bool(_UNKNOWN.fullmatch(text))


def holds_remark(text: str) -> bool:
    """Whether a serial number's cell holds more than the number: SN：A1, A1（旧）, A1?, A1已更换."""
    return bool(_LABEL.match(text) or _MARKED.fullmatch(text) or _REMARK.fullmatch(text[-_LONGEST:]))


def are_several_numbers(parts: list[str]) -> bool:
    """Whether the parts of a cell are numbers of a kind: as long, beginning alike, each with a digit."""
    return (
        len(parts) > 1
        and len({len(part) for part in parts}) == 1
        and len(parts[0]) >= 5
        and len({part[:2] for part in parts}) == 1
        and all(re.search("[0-9]", part) for part in parts)
    )


def counts_on(text: str) -> bool:
    """Whether a name counts several: 服务器1~5, 1#-3#终端."""
    return bool(_NUMBERED_NAME.search(text))


def is_garbled(text: str) -> bool:
    """Whether a text was read in a wrong encoding before it came here: a sign for what was lost, or UTF-8 read as another.

    Text that was written in another encoding hardly ever happens to be UTF-8 as well, and then of Han characters alone.
    """
    if "\ufffd" in text or "锟斤拷" in text:
        return True
    if text.isascii():
        return False
    return any(_was_utf8(text, encoding) for encoding in ("cp1252", "latin-1", "gb18030"))


def _was_utf8(text: str, encoding: str) -> bool:
    try:
        meant = text.encode(encoding).decode("utf-8")
    except UnicodeError:
        return False
    return encoding != "gb18030" or (bool(_HAN.search(meant)) and not _NO_CHINESE.search(meant))


# Letters of other writings, as two bytes of a Chinese text make them by chance.
_NO_CHINESE = re.compile("[\u0080-\u1fff]")
