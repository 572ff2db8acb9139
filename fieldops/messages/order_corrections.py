"""Sentences about what was put right of a service order: corrected, withdrawn, voided, and what of that is refused."""

from __future__ import annotations

from collections.abc import Mapping

from fieldops.messages.sentence import Sentence

SENTENCES: Mapping[str, Sentence] = {
    # What was put right.
    "order.event-corrected": Sentence("corrected", "更正开单内容"),
    "order.corrected": Sentence("corrected on {on}: {what} ({why})", "{on} 更正：{what}（原因：{why}）"),
    "order.corrected-by": Sentence(
        "corrected on {on} by {by}: {what} ({why})", "{on} 由{by}更正：{what}（原因：{why}）"
    ),
    "order.corrected-field": Sentence("{name} {before} → {after}", "{name} {before} → {after}"),
    "order.no-longer-met": Sentence(
        "{what}: reached at {reached}; by what is corrected it was due at {due}, and is no longer kept",
        "{what}：{reached} 完成；更正后最迟为 {due}，不再算按时",
    ),
    "order.met-after-all": Sentence(
        "{what}: reached at {reached}; by what is corrected it was due at {due}, and is kept after all",
        "{what}：{reached} 完成；更正后最迟为 {due}，改为按时",
    ),
    "order.correct-nothing": Sentence(
        "nothing of {order} would be changed by that",
        "{order} 没有需要更正的内容",
        "say what is to stand there instead, such as --reported or --asset; fieldops order show {order} shows what does",
        "请写明更正后的内容，如 --reported、--asset；现有内容见 fieldops order show {order}",
    ),
    "order.correct-closed": Sentence(
        "{order} is closed",
        "{order} 已关闭",
        "withdraw first what has closed it (“{word}”): fieldops order withdraw {order} {first} --at {at} --reason TEXT",
        "请先撤销使本单关闭的“{word}”：fieldops order withdraw {order} {first} --at {at} --reason 原因",
    ),
    "order.correct-needed": Sentence(
        "what was told of {order} cannot be so then: {why}",
        "更正后 {order} 的登记不再成立：{why}",
        "withdraw first what was told wrongly: fieldops order withdraw {order} EVENT --reason TEXT",
        "请先撤销登错的事项：fieldops order withdraw {order} 事项 --reason 原因",
    ),
    "order.correct-customer": Sentence(
        "whose order it is cannot be corrected",
        "服务单的客户不能更正",
        "void it and open another one: fieldops order void {order} --reason TEXT, fieldops order open CONTRACT",
        "请作废本单后另开一单：fieldops order void {order} --reason 原因，fieldops order open 合同",
    ),
    "order.correct-other-customer": Sentence(
        "{asset} is no equipment of the contract {contract}: it is that of {other}",
        "{asset} 不是合同 {contract} 的设备，属于：{other}",
        "the customer cannot be corrected: void the order (fieldops order void {order} --reason TEXT) and open another one for that contract",
        "客户不能更正：请作废本单（fieldops order void {order} --reason 原因），按该合同另开一单",
    ),
    "order.correct-asset-or-affected": Sentence(
        "either --asset or --affected: what is affected is no equipment of the contract",
        "--asset 和 --affected 只能写一个：后者用于不是合同内设备的对象",
    ),
    "order.field-reported": Sentence("reported", "报修时间"),
    "order.field-scope": Sentence("reach", "影响范围"),
    "order.field-urgency": Sentence("urgency", "紧急程度"),
    "order.field-phone": Sentence("phone", "电话"),
    "order.field-asset": Sentence("equipment", "设备"),
    "order.field-affected": Sentence("affected", "报修对象"),
    "order.field-inside": Sentence("in the contract's scope", "属于服务范围"),
    "order.field-remotely_fixable": Sentence("fixable remotely", "能远程解决"),
    "order.field-same_city": Sentence("same city", "同城"),
    "order.field-technical_question": Sentence("technical question", "技术问题"),
    "order.field-hardware": Sentence("hardware fault", "硬件故障"),
    "order.field-voided": Sentence("Voided", "作废"),
    "order.voided-instead": Sentence("see {order}", "以 {order} 为准"),
    "order.withdrawn-what": Sentence("{what} ({details})", "{what}（{details}）"),
    "order.withdrawn-line": Sentence(
        "{at}  {what}: withdrawn {on} ({why})", "{at}  {what}：已于 {on} 撤销（{why}）"
    ),
    "order.withdraw-none": Sentence(
        "nothing of that kind was told of {order}: {kind}",
        "{order} 没有“{kind}”的记录",
        "fieldops order show {order} shows what was told",
        "查看处理经过：fieldops order show {order}",
    ),
    "order.withdraw-which": Sentence(
        "“{kind}” was told of {order} for these times: {times}",
        "{order} 的“{kind}”登记过以下时间：{times}",
        "name the one that is meant by --at",
        "请用 --at 写明撤销哪一条",
    ),
    "order.withdraw-which-of": Sentence(
        "“{kind}” was told of {order} several times for {at}: {choices}",
        "{order} 在 {at} 登记了不止一条“{kind}”：{choices}",
        "name the one that is meant by its number: --which NUMBER",
        "请用 --which 序号 写明撤销哪一条",
    ),
    "order.withdraw-choice": Sentence(
        "{number}. {what} (written down {at})", "{number}. {what}（{at} 录入）"
    ),
    "order.withdraw-closed": Sentence(
        "{order} is closed; “{kind}” was a part of what was closed",
        "{order} 已关闭，“{kind}”属于关闭时的内容",
        "withdraw first what has closed it (“{word}”): fieldops order withdraw {order} {first} --at {at} --reason TEXT",
        "请先撤销使本单关闭的“{word}”：fieldops order withdraw {order} {first} --at {at} --reason 原因",
    ),
    "order.withdraw-needed": Sentence(
        "without “{kind}” {order} cannot be what was told after it: {why}",
        "撤销“{kind}”后，{order} 后面的记录不再成立：{why}",
        "withdraw what came after it first",
        "请先撤销其后的记录",
    ),
    "order.was-withdrawn": Sentence(
        "the same was told of {order} before and withdrawn: {kind}",
        "{order} 的同一条“{kind}”登记过，已撤销",
        "if it was so after all, tell it with a --note",
        "如确属实，请加 --note 说明后再登记",
    ),
    "order.is-voided": Sentence(
        "{order} was voided: {reason}",
        "{order} 已作废：{reason}",
        "tell it of the order that is meant, or open one",
        "请登记到对应的服务单，没有的请另开一单",
    ),
    "order.void-itself": Sentence(
        "{order} cannot stand in its own place",
        "{order} 不能以自身为准",
        "name another order by --instead, or leave it out",
        "--instead 请写另一张服务单，或不写",
    ),
    "order.void-worked": Sentence(
        "somebody has worked on {order}: {said}",
        "{order} 已有人处理：{said}",
        "withdraw what is not so (fieldops order withdraw), or bring it to an end as any order",
        "记错的请先撤销（fieldops order withdraw）；确已处理的，请按流程办结",
    ),
    "order.void-complaint": Sentence(
        "{order} still has the complaint that was handled under {complaint}; if the customer did not complain: fieldops order withdraw {order} customer_complained --reason TEXT",
        "{order} 上仍记有“客户投诉”（{complaint}）；客户没有投诉的，请撤销：fieldops order withdraw {order} 客户投诉 --reason 原因",
    ),
    "order.void-session": Sentence("session {session}", "远程会话 {session}"),
    "order.void-issued": Sentence("{what} issued from the store", "{what} 已出库"),
    "order.void-swap": Sentence("swap {swap}", "更换单 {swap}"),
}
