"""The words of an event log beside its events: what its keys may be called in Chinese, and what else than events it may tell.

An engineer without a line writes one file: what happened to the order, and, by the same clock, the remote sessions, swaps and
movements of parts. Those are for `order import` alone; what they need is with whoever records them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Literal, get_args

from fieldops.errors import Position
from fieldops.structs import Struct

# What keys may be called, in a file and as the heading of a column, beside their own names.
KEY_WORDS: Mapping[str, tuple[str, ...]] = {
    "order": ("服务单", "服务单号", "工单号", "单号", "order no", "ticket"),
    "contract": ("合同", "合同编号"),
    "asset": ("设备", "资产", "asset id"),
    "request": ("请求类型", "request type"),
    "severity": ("故障等级", "故障级别"),
    "kind": ("事项", "事件", "event"),
    "time": ("时间", "发生时间", "date", "at"),
    "by": ("岗位", "position"),
    "person": ("人员", "工程师", "engineer"),
    "reason": ("原因",),
    "evidence": ("凭据",),
    "note": ("备注", "说明", "remark"),
    "to": ("调整为",),
    "milestone": ("时限",),
    "due": ("商定时限",),
    "document": ("文件",),
    "action": ("措施",),
    "step": ("步骤",),
    "contact": ("客户人员", "客户联系人"),
    "satisfaction": ("满意度",),
    "about": ("投诉单", "投诉单号"),
}
# Keys of what is told beside the events, and of the file as a whole.
MORE_WORDS: Mapping[str, tuple[str, ...]] = {
    "events": ("经过", "事项清单"),
    "purpose": ("目的",),
    "permitted_by": ("授权人",),
    "until": ("截止", "截止时间"),
    "account": ("账号",),
    "override": ("越权原因",),
    "outcome": ("结果",),
    "done": ("处理内容",),
    "changes": ("变更",),
    "passwords_changed": ("已改密码",),
    "reminded": ("提醒改密码",),
    "swap": ("更换单", "更换单号"),
    "part": ("部件", "备件", "部件号", "备件号"),
    "serial_out": ("换下序列号", "拆下序列号"),
    "serial": ("序列号", "换上序列号"),
    "cause": ("故障原因",),
    "slot": ("槽位",),
    "result": ("检测结果", "返修结果"),
    "owner": ("归属",),
    "stock": ("备件库",),
    "quantity": ("数量",),
    "kept_as": ("用途",),
    "expires": ("有效期", "有效期至"),
}
_KEYS = {word: key for words in (KEY_WORDS, MORE_WORDS) for key, names in words.items() for word in names}

Family = Literal["session", "swap", "stock"]
_FAMILIES: Mapping[Family, tuple[str, ...]] = {
    "session": ("远程会话", "会话"),
    "swap": ("更换",),
    "stock": ("备件库", "出入库"),
}
_KIND = re.compile(
    rf"({'|'.join((*get_args(Family), *(word for words in _FAMILIES.values() for word in words)))})[\s_:：·-]*(\S.*)",
    re.I,
)


class Beside(Struct, frozen=True):
    """What a log tells beside the events of the order: of which kind (`family` and `kind`, as it was written), when, with which
    values, and where it stands; `place` says where each of them does.
    """

    family: Family
    kind: str
    at: datetime
    values: Mapping[str, object]
    place: Callable[[str], Position]


def beside_kind(text: str) -> tuple[Family, str] | None:
    """What is told by a kind such as ``swap carried_out``, ``session_opened`` or ``更换：批准``; None for any other."""
    found = _KIND.fullmatch(text.strip())
    if found is None:
        return None
    word = found[1].casefold()
    family = next(each for each, words in _FAMILIES.items() if word in (each, *words))
    return family, found[2].strip()


def keys_meant(keys: Iterable[str]) -> dict[str, str]:
    """The names of keys as they were written, by the keys that are meant; a second word for the same key stays as it is."""
    found: dict[str, str] = {}
    for key in keys:
        meant = _KEYS.get(key.strip(), key)
        found[key if meant in found else meant] = key
    return found
