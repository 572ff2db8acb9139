"""Sentences about swaps: what happens to them, what they owe, and what is refused."""

from __future__ import annotations

from collections.abc import Mapping

from fieldops.messages.sentence import Sentence

# What can be told of a swap, as it reads in its history.
_EVENTS = {
    "proposed": ("proposed", "提出更换"),
    "assessed": ("cause assessed", "已判断原因"),
    "approved": ("approved", "已批准"),
    "refused": ("refused", "不予更换"),
    "carried_out": ("part replaced", "已更换"),
    "undone": ("undone", "已撤销"),
    "signed": ("swap form signed", "更换单已签字"),
    "loaner_out": ("loan equipment handed over", "代用机已借出"),
    "loaner_back": ("loan equipment back", "代用机已收回"),
    "unit_received": ("old part received", "旧件已收回"),
    "sent_to_maker": ("sent to the maker", "已返厂"),
    "back_from_maker": ("back from the maker", "返修件到货"),
    "examined": ("examined", "已检测"),
    "warned": ("warning issued", "已发预警"),
}
_STATES = {
    "proposed": ("proposed, not approved", "待批准"),
    "approved": ("approved, not carried out", "已批准，待更换"),
    "refused": ("refused", "不予更换"),
    "carried_out": ("carried out", "已更换"),
    "repaired": ("repaired by the maker, not swapped", "返厂修复，未更换"),
    "undone": ("undone", "已撤销"),
}
# Whose a unit is while it is with the maker, and what the maker did with it.
_WORDS = {
    "customer": ("the customer's", "物权归客户"),
    "company": ("the service company's", "物权归服务方"),
    "maker": ("the maker's", "物权归厂家"),
    "repaired": ("repaired", "已修复"),
    "replaced": ("replaced by another unit", "换新返还"),
    "written_off": ("written off", "报废"),
}
# The same as the guide and the help call them.
_SHORT = {
    "customer": ("customer", "客户"),
    "company": ("company", "服务方"),
    "maker": ("maker", "厂家"),
    "repaired": ("repair", "修复"),
    "replaced": ("replacement", "换新"),
    "written_off": ("scrapped", "报废出账"),
}

SENTENCES: Mapping[str, Sentence] = {
    **{f"swap.event-{kind}": Sentence(en, zh) for kind, (en, zh) in _EVENTS.items()},
    **{f"swap.state-{state}": Sentence(en, zh) for state, (en, zh) in _STATES.items()},
    **{f"swap.word-{name}": Sentence(en, zh) for name, (en, zh) in _WORDS.items()},
    **{f"swap.short-{name}": Sentence(en, zh) for name, (en, zh) in _SHORT.items()},
    # How one is shown.
    "swap.out-since": Sentence(
        "{serial} was taken out on {day}: from the next day on nothing is decided about it any more, and the part in its place has a warranty of its own",
        "{serial} 已于 {day} 换下：次日起不再就它判定质保，换上的部件另行判定",
    ),
    "swap.warranted-until": Sentence("the maker vouches for it until {day}", "质保至 {day}"),
    "swap.to-store": Sentence(
        "it is the service company's: into a store with: fieldops stock receive STOCK {part} --serial {serial} --document TEXT --by PERSON",
        "物权归服务方，请办入库：fieldops stock receive 备件库 {part} --serial {serial} --document 单据 --by 经办人",
    ),
    "swap.decided": Sentence("decision: {decision}", "判定：{decision}"),
    "swap.head": Sentence(
        "swap {swap}: {part} {serial} in {asset}: {state}",
        "更换 {swap}：{asset} 的 {part}（{serial}）：{state}",
    ),
    "swap.remedies": Sentence("what the customer gets", "应向客户提供"),
    "swap.remedy": Sentence("{what}  [{where}]", "{what}  [{where}]"),
    "swap.remedy-until": Sentence("{what}, until {at}  [{where}]", "{what}，最迟 {at}  [{where}]"),
    "swap.remedy-if": Sentence("{what} if: {when}", "{what}（条件：{when}）"),
    "swap.owed": Sentence("still to be done", "尚待办理"),
    "swap.column-swap": Sentence("swap", "更换单"),
    "swap.column-asset": Sentence("equipment", "设备"),
    "swap.column-part": Sentence("part", "备件号"),
    "swap.column-out": Sentence("taken out", "换下"),
    "swap.column-in": Sentence("put in", "换上"),
    "swap.column-state": Sentence("state", "状态"),
    "swap.none-such": Sentence("no such swaps", "没有相应的更换"),
    "swap.known-already": Sentence(
        "that is recorded of {swap} already; nothing was added", "{swap} 已有此记录，未重复登记"
    ),
    "swap.patched": Sentence("{path}: written for {swaps}", "已写入 {path}：{swaps}"),
    "swap.nothing-to-patch": Sentence(
        "the contracts' files say everything that was swapped", "合同文件已写明全部更换，无需修改"
    ),
    "swap.by-hand": Sentence(
        "{path} is written in a way that cannot be changed safely: enter by hand what was swapped ({swaps})",
        "{path} 的写法无法安全地自动修改：请手工填写更换记录（{swaps}）",
    ),
    "swap.spares": Sentence("parts in the stores that fit", "备件库中可用的备件"),
    "swap.loaners": Sentence("equipment in the stores that may be lent", "备件库中可借的代用机"),
    "swap.fit": Sentence("{part}: {free} in {stock} ({serials})", "{part}：{stock}，{free} 件（{serials}）"),
    "swap.fit-uncounted": Sentence("{part}: {free} in {stock}", "{part}：{stock}，{free} 件"),
    "swap.no-spare": Sentence(
        "no part that fits lies in the stores that are kept for this contract",
        "服务本合同的备件库中没有可用的备件",
    ),
    "swap.alike": Sentence(
        "equipment like it, to be warned and looked at (fieldops similar does one check there now)",
        "同类设备，应预警并排查（fieldops similar 可立即执行该项检查）",
    ),
    "swap.alike-line": Sentence("{contract}: {asset} ({traits})", "{contract}：{asset}（{traits}）"),
    # What is owed.
    "swap.owed-proposed": Sentence(
        "{swap} is neither approved nor refused", "{swap} 尚未批准，也未作不予更换处理"
    ),
    "swap.owed-approved": Sentence("the part of {swap} has not been replaced", "{swap} 已批准，尚未更换"),
    "swap.owed-loaner": Sentence(
        "{swap}: the loan equipment {serial} is not back", "{swap}：代用机 {serial} 未收回"
    ),
    "swap.owed-adrift": Sentence(
        "{swap}: {serial} was handed out of {stock} for it and is not said to be anywhere: tell it with carry-out or loaner_out, or bring it back with: fieldops stock return {stock} --serial {serial} --by PERSON",
        "{swap}：{serial} 已从备件库 {stock} 领出，去向未登记：用 carry-out 或 loaner_out 登记，或退库：fieldops stock return {stock} --serial {serial} --by PERSON",
    ),
    "swap.owed-unit-back": Sentence(
        "{swap}: the customer's unit is not back from the maker", "{swap}：客户的返厂件未送回"
    ),
    "swap.owed-unit": Sentence("{swap}: the old part has not come back", "{swap}：旧件未收回"),
    "swap.owed-signature": Sentence(
        "{swap}: the swap form is not signed: {by}", "{swap}：更换单尚未签字：{by}"
    ),
    "swap.owed-examination": Sentence(
        "{swap}: the faulty part has not been examined", "{swap}：故障件尚未检测"
    ),
    "swap.owed-cause": Sentence("{swap}: its cause has not been found", "{swap}：故障原因尚未查明"),
    "swap.owed-warning": Sentence(
        "{swap}: users of the same equipment have not been warned", "{swap}：尚未向同类设备发出预警"
    ),
    # Where a serial number is.
    "swap.at-asset": Sentence("it is the equipment {asset} ({where})", "它是设备 {asset}（{where}）"),
    "swap.at-part": Sentence("it is built into {asset} ({where})", "它装在 {asset} 中（{where}）"),
    "swap.at-swapped": Sentence(
        "it was put into {asset} of {contract} by {swap}", "已由 {swap} 换装到 {contract} 的 {asset}"
    ),
    "swap.at-lent": Sentence(
        "it is lent in the place of {asset} of {contract} by {swap}",
        "已由 {swap} 借出，代用 {contract} 的 {asset}",
    ),
    "swap.out-of": Sentence(
        "it was taken out of {asset} of {contract} by {swap}", "已由 {swap} 从 {contract} 的 {asset} 换下"
    ),
    "swap.out-received": Sentence(
        "it was taken out of {asset} of {contract} by {swap} and has come back",
        "已由 {swap} 从 {contract} 的 {asset} 换下，旧件已收回",
    ),
    "swap.out-at-maker": Sentence(
        "it was taken out of {asset} of {contract} by {swap} and is with the maker",
        "已由 {swap} 从 {contract} 的 {asset} 换下，返厂中",
    ),
    "swap.came-from-maker": Sentence(
        "it came back from the maker by {swap} on {day}", "{day} 由 {swap} 返厂后送回"
    ),
    # What is refused.
    "swap.none": Sentence(
        "no swap is recorded here; propose one with: fieldops swap propose ORDER --part PART_NO --serial-out SERIAL",
        "此处还没有更换记录；提出更换：fieldops swap propose ORDER --part PART_NO --serial-out SERIAL",
    ),
    "swap.no-such": Sentence(
        "there is no swap {swap}; the nearest: {choices}", "没有更换 {swap}；相近的有：{choices}"
    ),
    "swap.order-closed": Sentence(
        "order {order} is closed: report the fault again, or open another order",
        "服务单 {order} 已关闭：请登记客户再次报修，或另开服务单",
    ),
    "swap.which-asset": Sentence(
        "order {order} names no equipment: write --asset, one of: {choices}",
        "服务单 {order} 未写明设备：请写 --asset，可选：{choices}",
    ),
    "swap.proposed-when": Sentence(
        "a swap for order {order} cannot be proposed at {at}: that is before its report ({reported}) or after now ({now})",
        "服务单 {order} 的更换不能在 {at} 提出：早于报修（{reported}）或晚于现在（{now}）",
    ),
    "swap.serial-elsewhere": Sentence(
        "{serial} is not in {asset}: {where}", "{serial} 不在 {asset} 中：{where}"
    ),
    "swap.not-there-now": Sentence(
        "{serial} is no longer in {asset}; of that part it has: {choices}",
        "{serial} 已不在 {asset} 中；该备件现有：{choices}",
    ),
    "swap.serial-in-use": Sentence(
        "{serial} cannot be used: {where}. Look at the label, or undo that first",
        "{serial} 不能使用：{where}。请核对标签，或先撤销该记录",
    ),
    "swap.same-serial": Sentence(
        "{serial} is the part that was taken out: write the serial number of the one that was put in",
        "{serial} 是换下的部件：请填换上部件的序列号",
    ),
    "swap.serial-not-issued": Sentence(
        "no store ever had {serial}; handed out for {order} and not accounted for: {issued}. Look at the label; a part that is from elsewhere, such as brought by the maker, is told with --reason TEXT",
        "{serial} 从未入库；为 {order} 领出、尚未登记去向的有：{issued}。请核对标签；部件确从别处来的（如厂家携带），请用 --reason 写明",
    ),
    "swap.serial-from-nowhere": Sentence(
        "no store ever had {serial}; for {swap} there lies: {lying}. Look at the label; a part that is from elsewhere, such as brought by the maker, is told with --reason TEXT",
        "{serial} 从未入库；可用于 {swap} 的库存有：{lying}。请核对标签；部件确从别处来的（如厂家携带），请用 --reason 写明",
    ),
    "swap.repaired-other": Sentence(
        "{serial} is not what went to the maker for {swap} ({sent}): a repaired unit has the number that it had; another one is told with --result replaced",
        "{swap} 返厂的是 {sent}，不是 {serial}：修复的返厂件序列号不变；换了另一件的，请写 --result 换新返还",
    ),
    "swap.replaced-same": Sentence(
        "{serial} is the unit that went to the maker for {swap}: what came back under its own number is told with --result repaired, or written_off",
        "{serial} 就是 {swap} 返厂的那件：原件返回的，请写 --result 已修复，或 --result 报废",
    ),
    "swap.unaccounted": Sentence(
        "handed out for the order and not accounted for", "为本服务单领出、去向未登记"
    ),
    "swap.unaccounted-line": Sentence(
        "{serial} ({part}) out of {stock} on {day}, {person}",
        "{serial}（{part}）：{day} 由 {person} 从 {stock} 领出",
    ),
    "swap.does-not-fit": Sentence(
        "no catalogue says that {part} fits the model {model}; what fits: {choices}",
        "备件目录中没有适用于型号 {model} 的 {part}；适用的有：{choices}",
    ),
    "swap.proposed-already": Sentence(
        "the swap of {serial} is proposed already: {swap}. Go on with that one, or take it back with: fieldops swap undo {swap} --reason TEXT",
        "{serial} 已提出更换：{swap}。请继续办理，或撤销：fieldops swap undo {swap} --reason 原因",
    ),
    "swap.unknown-kind": Sentence(
        "{kind} is nothing that can be told of a swap; there are: {choices}",
        "“{kind}”不是更换的登记事项；可选：{choices}",
    ),
    "swap.no-such-word": Sentence(
        "{value} is no word for {option}; there are: {choices}", "{option} 不能写 {value}；可选：{choices}"
    ),
    "swap.not-then": Sentence(
        "'{kind}' cannot be told of {swap} at {at}: it was {state} then. Possible was: {choices}",
        "{swap} 在 {at} 不能登记“{kind}”：当时状态为{state}。当时可登记：{choices}",
    ),
    "swap.over-then": Sentence(
        "'{kind}' cannot be told of {swap} at {at}: it was {state} then, and nothing more can be told of it",
        "{swap} 在 {at} 不能登记“{kind}”：当时状态为{state}，已办结，不再登记其他事项",
    ),
    "swap.undetermined": Sentence(
        "{swap} cannot be approved: it is undetermined whether it is covered. Missing: {missing}. Say the cause with: fieldops swap log {swap} assessed --cause CAUSE",
        "{swap} 不能批准：尚不能判定是否在质保内。缺少：{missing}。判断原因后登记：fieldops swap log {swap} 已判断原因 --cause 原因",
    ),
    "swap.steps-first": Sentence(
        "{swap} is not covered: what the contract wants first had not been done at {at}: {steps}. Record each with: fieldops order log {order} step_done --step STEP; the form to agree on: fieldops order documents {order} --kind work-contact --output FILE",
        "{swap} 不在质保内，须先办理（至 {at} 尚未办理）：{steps}。逐项登记：fieldops order log {order} 已办理 --step 步骤；工作联系单：fieldops order documents {order} --kind work-contact --output 文件",
    ),
    "swap.customer-approves": Sentence(
        "{swap} is approved by the service company, not by the customer: write --by with the position of who approves",
        "{swap} 由服务方批准，不由客户批准：请用 --by 写批准人的岗位",
    ),
    "swap.approved-already": Sentence(
        "{swap} was approved already: {by}, {day}", "{swap} 已批准，无须再次批准：{by}，{day}"
    ),
    "swap.other-approver": Sentence(
        "{swap} is not covered: the contract wants it approved by: {by}",
        "{swap} 不在质保内，合同规定由{by}批准",
    ),
    "swap.term-over": Sentence(
        "{swap} was approved while the contract was in force, which ended on {end}: have it approved again, or renew the contract",
        "{swap} 批准时合同有效，但合同已于 {end} 到期：请重新批准，或续签合同",
    ),
    "swap.unit-first": Sentence(
        "the old part of {swap} has to be back before a new one is sent [{where}]: record it with: fieldops swap log {swap} unit_received",
        "{swap} 须先收回旧件再换新件 [{where}]：收回后登记：fieldops swap log {swap} unit_received",
    ),
    "swap.in-the-files": Sentence(
        "{swap} stands in the contract's files already [{where}]: what is written there stays. If the part was taken out again, propose a swap of it",
        "{swap} 已写入合同文件 [{where}]，记录不得删除。如部件又被换下，请另行提出更换",
    ),
    "swap.other-than-issued": Sentence(
        "handed out for {order} and not put in: {serials}; was it that one? If so, undo this swap; if not, bring it back with fieldops stock return",
        "已为 {order} 出库而未装上：{serials}。装的如是它，请撤销本次更换重新登记；否则请用 fieldops stock return 退库",
    ),
    "swap.solved-by-it": Sentence(
        "{order} was resolved at {at}, after {swap} was carried out: what solved it cannot be taken back behind that",
        "{order} 已于 {at} 解决，在 {swap} 更换之后：不能只撤销更换",
        "if it was not resolved, withdraw that first: fieldops order withdraw {order} resolved --reason TEXT; the forms and sheets that were signed are to be signed anew then",
        "其实没有解决的，先撤销：fieldops order withdraw {order} 解决 --reason 原因；此后更换单、服务单须重新签字",
    ),
    "swap.built-upon": Sentence(
        "{swap} cannot be undone: what it put in was taken out again by {other}. Undo that first",
        "{swap} 不能撤销：其换上的部件又被 {other} 换下。请先撤销 {other}",
    ),
    "swap.contradicts": Sentence(
        "by {swap} {new} was put in the place of {out}; this says that {other} was. Correct the file, or undo the swap",
        "按 {swap}，{out} 由 {new} 换下；此处写的是 {other}。请更正文件，或撤销该更换",
    ),
}
