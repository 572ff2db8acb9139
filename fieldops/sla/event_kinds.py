"""The kinds of event that may be told of an order: what each needs, what it reaches, and by which words it is called. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from fieldops.contracts.spoken import meant, near
from fieldops.errors import Named

# What an event reaches; the others only say that something happened.
REACHES = {
    "answered": "answer",
    "responded": "respond",
    "passed_on": "pass_on",
    "remote_started": "remote",
    "plan_given": "plan",
    "decided": "decide",
    "departed": "depart",
    "arrived": "onsite",
    "workaround": "workaround",
    "resolved": "resolve",
    "report_given": "report",
}
# What people say for it every day, beside the word that is shown.
_EVERYDAY = {
    "报修": "reported",
    "派单": "assigned",
    "接单": "accepted",
    "响应": "responded",
    "出发": "departed",
    "到场": "arrived",
    "已到场": "arrived",
    "到达": "arrived",
    "暂停": "paused",
    "恢复": "resumed",
    "临时恢复": "workaround",
    "解决": "resolved",
    "修好": "resolved",
    "修好了": "resolved",
    "已修好": "resolved",
    "已修复": "resolved",
    "报告完工": "reported_done",
    "无法远程": "remote_impossible",
    "完工": "reported_done",
    "可远程解决": "remote_possible",
    "远程可处理": "remote_possible",
    "无法远程解决": "remote_impossible",
    "远程无法处理": "remote_impossible",
    "备件": "part_needed",
    "缺件": "part_needed",
    "设备损坏": "damage_found",
    "转维修": "repair_ordered",
    "签字": "signed",
    "拒签": "signature_refused",
    "客户拒绝签字": "signature_refused",
    "满意度": "opinion_given",
    "客户评价": "opinion_given",
    "审核": "reviewed",
    "回访": "called_back",
    "退回": "rejected",
    "升级": "escalated",
    "告知": "informed",
    "通知": "informed",
    "关单": "closed",
    "关闭": "closed",
    "投诉": "customer_complained",
    "on site": "arrived",
    "done": "resolved",
}
# As many as a hint has, and those that it has where nothing is near.
_HINTED = 6
_COMMONEST = ("assigned", "accepted", "responded", "arrived", "part_needed", "resolved")
# Kind of event to the keys it must have, beside its time.
KINDS: Mapping[str, tuple[str, ...]] = {
    "reported": (),
    **dict.fromkeys(REACHES, ()),
    # What is found out about the fault after it was reported; the last word holds.
    "remote_possible": (),
    "remote_impossible": (),
    "document_given": ("document",),
    "confirmed": (),
    "closed": (),
    "paused": ("reason",),
    "resumed": (),
    "severity_changed": ("to",),
    "reported_again": (),
    "deadline_agreed": ("milestone", "due"),
    "action_taken": ("action",),
    "engineer_unavailable": (),
    "still_unclear": (),
    "customer_complained": (),
    "escalated": ("step",),
    "escalation_answered": ("step",),
    # What happens to an order between its times; `fieldops.service` says what each of them needs and allows.
    "assigned": ("person",),
    "accepted": (),
    "informed": (),
    "caller_confirmed": (),
    "password_reminded": (),
    "notice_sent": ("document",),
    "record_given": ("to",),
    "part_needed": (),
    "part_used": ("note",),
    # Equipment that is found damaged at the customer's, with a picture of it; and the order by which it is repaired.
    "damage_found": ("note", "evidence"),
    "repair_ordered": ("about",),
    # What the papers of an order say of the work itself. A5, B8
    "work_done": ("note",),
    "cause_found": ("note",),
    "effect_found": ("note",),
    "prevention_decided": ("note",),
    "reported_done": (),
    "step_done": ("step",),
    "approved": ("by",),
    "signed": ("evidence",),
    # The customer does not sign the sheet, and why; what the customer thinks of the work. B6
    "signature_refused": ("note",),
    "opinion_given": (),
    "reviewed": ("by",),
    "called_back": (),
    "rejected": ("to",),
}
# What ends a pause: the customer who reports again is not waited for any more.
ENDS_PAUSE = ("resumed", "reported_again")


def kind_meant(text: str) -> str | None:
    """The kind of event that is meant: by its id, the word that is shown for it in either language, or an everyday one."""
    names = {kind: Named(f"order.event-{kind}") for kind in KINDS}
    # In Chinese 报完工 is as good as 已报完工.
    found = next((found for each in (text, f"已{text.strip()}") if (found := meant(each, names))), None)
    return found if found is not None else _EVERYDAY.get(text.strip())


def kinds_offered(text: str) -> tuple[Named, ...]:
    """The kinds of event that somebody probably means who wrote `text`, then the commonest, for a hint.

    All of them, by what they are about, are in the help of `order log`.
    """
    names = {kind: Named(f"order.event-{kind}") for kind in KINDS}
    said = [_EVERYDAY[each] for each in _EVERYDAY if set(each) & set(text)] if not text.isascii() else []
    found = [*dict.fromkeys((*near(text, names), *said)), *_COMMONEST][:_HINTED]
    return tuple(Named("choices.word", id=id, name=names[id]) for id in dict.fromkeys(found))
