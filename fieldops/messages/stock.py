"""Sentences about the spare-parts stores: what was moved, what lies where, what is short, and what is refused."""

from __future__ import annotations

from collections.abc import Mapping

from fieldops.messages.sentence import Sentence

# What was done, in a column.
_KINDS = {
    "opened": ("opening", "建账"),
    "received": ("received", "入库"),
    "reserved": ("put aside", "预留"),
    "released": ("given back", "取消预留"),
    "issued": ("issued", "出库"),
    "returned": ("returned", "退库"),
    "moved": ("moved", "调拨"),
    "counted": ("counted", "盘点"),
    "scrapped": ("scrapped", "报废"),
}

SENTENCES: Mapping[str, Sentence] = {
    # Where a serial number is.
    "stock.lies": Sentence("it lies in {stock} as {part_no}", "在备件库 {stock} 中，备件号 {part_no}"),
    "stock.issued-for": Sentence(
        "it was issued from {stock} on {day} for {target}", "{day} 已从 {stock} 出库，用于 {target}"
    ),
    "stock.built-in": Sentence(
        "it is built into {asset} of {contract} ({at})", "已装在合同 {contract} 的设备 {asset} 上（{at}）"
    ),
    "stock.is-equipment": Sentence(
        "it is the equipment {asset} of {contract} ({at})", "是合同 {contract} 的设备 {asset} 本身（{at}）"
    ),
    # What is refused.
    "stock.contradiction": Sentence(
        "the record of the stores contradicts itself: a movement of {part_no} in {stock}, written down at {at}, takes what does not lie there",
        "备件库的记录自相矛盾：{stock} 中 {part_no} 于 {at} 登记的变动，取走了并不在库的备件",
        "look at what was recorded with: fieldops stock log {stock}; and verify the records with: fieldops records verify --all",
        "查看记录：fieldops stock log {stock}；并校验记录：fieldops records verify --all",
    ),
    "stock.no-such": Sentence(
        "there is no store '{stock}'; there are: {choices}", "没有备件库“{stock}”；现有：{choices}"
    ),
    "stock.no-such-part": Sentence(
        "'{part_no}' is not in the catalogue of {stock}; the nearest: {choices}",
        "{stock} 的备件目录中没有“{part_no}”；相近的有：{choices}",
        "correct it, or add the part to the catalogue",
        "请更正，或将该备件补入备件目录",
    ),
    "stock.which-part": Sentence(
        "nobody said which part: name its number, or a serial number that is known here; parts of the catalogue: {choices}",
        "没有说明是哪种备件：请写备件号，或已登记的序列号；目录中有：{choices}",
    ),
    "stock.kept-as-what": Sentence(
        "'{part_no}' is kept both as spare and as loaner: say which with --as",
        "“{part_no}”既有备件也有代用机：请用 --as 说明",
    ),
    "stock.unknown-serial": Sentence(
        "no serial number '{serial}' lies in {stock}", "{stock} 中没有序列号“{serial}”"
    ),
    "stock.unknown-serial-near": Sentence(
        "no serial number '{serial}' lies in {stock}",
        "{stock} 中没有序列号“{serial}”",
        "there lie: {choices}",
        "库中有：{choices}",
    ),
    "stock.serial-elsewhere": Sentence(
        "the serial number '{serial}' is elsewhere: {where}",
        "序列号“{serial}”在别处：{where}",
        "look at the label again; what was issued and not built in comes back with: fieldops stock return",
        "请核对标签；已出库而未装机的，请用 fieldops stock return 退库",
    ),
    "stock.serial-missing": Sentence(
        "the serial number '{serial}' was missing at the count of {day}; what was found again is counted: fieldops stock count",
        "序列号“{serial}”在 {day} 盘点时缺失；重新找到的，请用 fieldops stock count 盘点入账",
    ),
    "stock.serial-scrapped": Sentence(
        "the serial number '{serial}' was scrapped on {day}; what is there all the same is counted: fieldops stock count",
        "序列号“{serial}”已于 {day} 报废；实物仍在库的，请用 fieldops stock count 盘点入账",
    ),
    "stock.serial-twice": Sentence("the serial number '{serial}' was told twice", "序列号“{serial}”写了两次"),
    "stock.serial-empty": Sentence("a serial number is empty", "序列号为空"),
    "stock.no-quantity": Sentence(
        "{quantity} is no number of parts to move: at least 1", "{quantity} 不能作为数量：至少为 1"
    ),
    "stock.quantity-of-serials": Sentence(
        "the quantity is {quantity}, but {serials} serial {serials:number was|numbers were} told",
        "数量为 {quantity}，序列号却有 {serials} 个",
        "leave the quantity out, or tell every serial number",
        "不写数量，或写全序列号",
    ),
    "stock.for-what": Sentence(
        "nobody said what it is put aside for: --order ORDER", "没有说明为谁预留：请写 --order 服务单"
    ),
    "stock.issued-for-what": Sentence(
        "nobody said what it is issued for: --order ORDER, or --reason why without an order",
        "没有说明出库用途：请写 --order 服务单；没有服务单的，请写 --reason 原因",
    ),
    "stock.order-closed": Sentence(
        "order {order} is closed: nothing is put aside or handed out for it any more",
        "服务单 {order} 已关闭，不能再为它预留或领用备件",
        "record that the customer reports the fault again, or open another order",
        "请登记客户再次报修，或另开服务单",
    ),
    "stock.no-reason": Sentence("say with --reason why it is scrapped", "请用 --reason 写明报废原因"),
    "stock.future": Sentence("{at} lies in the future; it is now {now}", "{at} 尚未到来；现在是 {now}"),
    "stock.not-enough": Sentence(
        "there are not {quantity} of '{part_no}' to be had in {stock}: {free} {free:is|are} free of {lying}, {reserved} put aside for others, {expired} past the last day of use",
        "{stock} 中“{part_no}”不足 {quantity} 件：在库 {lying} 件，可用 {free} 件，已为他人预留 {reserved} 件，过期 {expired} 件",
        "see for whom it is put aside, and where else it lies, with: fieldops stock show {part_no}",
        "查看为谁预留、别处是否有货：fieldops stock show {part_no}",
    ),
    "stock.reserved-already": Sentence(
        "'{serial}' has been put aside for {target} since {day} already",
        "“{serial}”已于 {day} 为本单（{target}）预留",
        "hand it out with: fieldops stock issue {stock} --serial {serial} --order {target} --by PERSON",
        "直接领用即可：fieldops stock issue {stock} --serial {serial} --order {target} --by 经办人",
    ),
    "stock.reserved-for": Sentence(
        "'{serial}' has been put aside for {target} since {day}",
        "“{serial}”已于 {day} 为 {target} 预留",
        "take another one, or give it back first with: fieldops stock release",
        "请另取一件，或先取消预留：fieldops stock release",
    ),
    "stock.not-reserved": Sentence(
        "for {target} {quantity} of '{part_no}' {quantity:is|are} put aside, and not what was told",
        "为 {target} 预留的“{part_no}”为 {quantity} 件，与所写不符",
    ),
    "stock.expired": Sentence(
        "'{serial}' could be used until {day}",
        "“{serial}”的使用期限到 {day} 为止",
        "take another one, and scrap this one with: fieldops stock scrap",
        "请另取一件，并将其报废：fieldops stock scrap",
    ),
    "stock.not-out": Sentence(
        "'{serial}' is not out, so it cannot come back; where it is: {where}",
        "“{serial}”并未出库，不能退库；现在：{where}",
    ),
    "stock.returned-built-in": Sentence(
        "'{serial}' is built into {asset} ({at}): take it out there first",
        "“{serial}”已装在设备 {asset} 上（{at}）：请先在资产清单中移除",
    ),
    "stock.returned-swapped": Sentence(
        "'{serial}' has not come back: {where}",
        "“{serial}”并未退回：{where}",
        "take it out by a swap of its own; a swap told by mistake: fieldops swap undo; a loaner: fieldops swap log SWAP loaner_back",
        "要取下，请另行更换；登错的更换用 fieldops swap undo 撤销；代用机收回的，请用 fieldops swap log 登记“代用机已收回”",
    ),
    "stock.before-order": Sentence(
        "{at} is before {order} was reported ({reported})",
        "{at} 早于 {order} 的报修时间（{reported}）",
        "give the time at which it was done with --at",
        "请用 --at 写明实际时间",
    ),
    "stock.out-otherwise": Sentence(
        "'{serial}' is out for something else: {where}", "“{serial}”出库另有用途：{where}"
    ),
    "stock.less-is-out": Sentence(
        "of '{part_no}' {out} {out:is|are} out, so {quantity} cannot come back",
        "“{part_no}”出库未退的只有 {out} 件，不能退库 {quantity} 件",
    ),
    "stock.count-what": Sentence(
        "say how many were found (--quantity), or which serial numbers (--serial)",
        "请写盘点到的数量（--quantity），或逐个写序列号（--serial）",
    ),
    "stock.count-serials": Sentence(
        "{quantity} of '{part_no}' were found where the books have {expected}: say which, with --serial for each that is there; the books have {serials}",
        "“{part_no}”盘点到 {quantity} 件，账面 {expected} 件：请逐个用 --serial 写明在库的序列号；账面有 {serials}",
    ),
    "stock.move-where": Sentence("say with --to which store it is moved to", "请用 --to 写明移到哪个备件库"),
    "stock.there-already": Sentence("it lies in {stock} already", "本来就在 {stock}"),
    "stock.nobody-knows": Sentence(
        "'{what}' is no part of a catalogue, and no serial number that was ever in a store; the nearest parts: {choices}",
        "“{what}”既不是备件目录中的备件，也不是曾经入库的序列号；相近的备件有：{choices}",
    ),
    "stock.left-out": Sentence(
        "the store {stock} is left out: {path} or its catalogue has mistakes; see fieldops validate",
        "备件库 {stock} 未列出：{path} 或其备件目录有错误；请运行 fieldops validate",
    ),
    # Lists.
    "stock.not-counted": Sentence(
        "nothing of {path} was recorded: {count} {count:row is|rows are} unclear",
        "{path} 未登记：有 {count} 处需要先核对",
        "mend these cells, and import the list again",
        "请更正这些单元格后重新导入",
    ),
    "stock.row": Sentence("{what}", "{what}"),
    "stock.row-without-part": Sentence(
        "{heading}: no part is named in this row", "{heading}：该行没有备件号或名称"
    ),
    "stock.row-without-quantity": Sentence(
        "{heading}: neither how many, nor a serial number", "{heading}：既没有数量，也没有序列号"
    ),
    "stock.row-no-number": Sentence("{heading}: '{value}' is no number", "{heading}：“{value}”不是数量"),
    "stock.row-quantity-of-serials": Sentence(
        "{heading}: {quantity}, but {serials} serial {serials:number|numbers}",
        "{heading}：数量为 {quantity}，序列号却有 {serials} 个",
    ),
    "stock.row-kept-as": Sentence(
        "{heading}: '{value}' is neither spare nor loaner", "{heading}：“{value}”既不是备件，也不是代用机"
    ),
    "stock.empty-list": Sentence(
        "{path} has no rows below its headings ({sheet})", "{path} 的表头下面没有内容（{sheet}）"
    ),
    "stock.several-sheets": Sentence(
        "several sheets are lists of parts: {choices}; say which with --sheet",
        "有多个工作表是备件清单：{choices}；请用 --sheet 指定",
    ),
    "stock.no-headings": Sentence(
        "no row of headings found in {sheet}: a column for the part (part number or name) and one for how many (quantity) or which (serial number)",
        "在 {sheet} 中未找到表头：须有备件号或名称一列，以及数量或序列号一列",
    ),
    "stock.as-booked": Sentence("all is as the books say; nothing was recorded", "与账面一致，未登记"),
    "stock.not-named": Sentence(
        "the list does not name, so it stays as it is: {parts}", "清单未列、保持原账的有：{parts}"
    ),
    "stock.dry-run": Sentence("only looked at: nothing was recorded", "仅试算，未登记"),
    # What was done.
    **{f"stock.kind-{kind}": Sentence(en, zh) for kind, (en, zh) in _KINDS.items()},
    "stock.did-opened": Sentence(
        "{quantity} of {part_no} in {stock}, as its document said", "{stock} 建账：{part_no} {quantity} 件"
    ),
    "stock.did-received": Sentence(
        "{quantity} of {part_no} received into {stock}", "{stock} 入库：{part_no} {quantity} 件"
    ),
    "stock.did-reserved": Sentence(
        "{quantity} of {part_no} in {stock} put aside for {target}",
        "{stock} 预留：{part_no} {quantity} 件，用于 {target}",
    ),
    "stock.did-released": Sentence(
        "{quantity} of {part_no} in {stock} no longer put aside for {target}",
        "{stock} 取消预留：{part_no} {quantity} 件，原用于 {target}",
    ),
    "stock.did-issued": Sentence(
        "{quantity} of {part_no} issued from {stock} for {target}",
        "{stock} 出库：{part_no} {quantity} 件，用于 {target}",
    ),
    "stock.did-returned": Sentence(
        "{quantity} of {part_no} returned to {stock}", "{stock} 退库：{part_no} {quantity} 件"
    ),
    "stock.did-moved": Sentence(
        "{quantity} of {part_no} moved from {stock} to {to}", "{part_no} {quantity} 件由 {stock} 调拨到 {to}"
    ),
    "stock.did-counted": Sentence(
        "{quantity} of {part_no} counted in {stock}; the books had {expected}: {difference}",
        "{stock} 盘点：{part_no} 实有 {quantity} 件，账面 {expected} 件，差异 {difference}",
    ),
    "stock.count-missing": Sentence("missing: {serials}", "少：{serials}"),
    "stock.count-surplus": Sentence("too many: {serials}", "多：{serials}"),
    "stock.count-unheard": Sentence(
        "never in a store before: {serials}. Look at the label: a number that was read wrong is put right by counting again",
        "从未入库：{serials}。请核对标签；序列号抄错的，重新盘点即可更正",
    ),
    "stock.did-scrapped": Sentence(
        "{quantity} of {part_no} in {stock} scrapped: {target}",
        "{stock} 报废：{part_no} {quantity} 件，{target}",
    ),
    "stock.with-serials": Sentence("{what} ({serials})", "{what}（{serials}）"),
    "stock.now": Sentence(
        "{part_no} in {stock}: {quantity} there, {reserved} put aside",
        "{stock} 的 {part_no}：在库 {quantity} 件，其中预留 {reserved} 件",
    ),
    "stock.now-below": Sentence(
        "{part_no} in {stock}: {free} left, fewer than the minimum of {minimum}; order more",
        "{stock} 的 {part_no} 可用 {free} 件，低于最低库存 {minimum} 件，请补货",
    ),
    "stock.known-already": Sentence(
        "that delivery is recorded already; nothing was added", "该批到货已登记，未重复登记"
    ),
    # What lies where.
    "stock.where": Sentence("{serial}: {where}", "{serial}：{where}"),
    "stock.nowhere": Sentence("in no store any more", "已不在任何备件库"),
    "stock.shelf": Sentence(
        "{part_no} {name} in {stock}, kept as {kept}: {quantity} there, {reserved} put aside, {free} free",
        "{stock}：{part_no} {name}（{kept}），在库 {quantity} 件，预留 {reserved} 件，可用 {free} 件",
    ),
    "stock.lot": Sentence("{quantity} without serial numbers", "{quantity} 件，无序列号"),
    "stock.lot-until": Sentence(
        "{quantity} without serial numbers, to be used until {expires}",
        "{quantity} 件，无序列号，有效期至 {expires}",
    ),
    "stock.piece": Sentence("{quantity} × serial {serial}", "{quantity} 件，序列号 {serial}"),
    "stock.piece-until": Sentence(
        "{quantity} × serial {serial}, to be used until {expires}",
        "{quantity} 件，序列号 {serial}，有效期至 {expires}",
    ),
    "stock.aside": Sentence(
        "{quantity} put aside for {target} since {since} ({serials})",
        "预留 {quantity} 件，用于 {target}，自 {since} 起（{serials}）",
    ),
    "stock.out": Sentence(
        "{quantity} out for {target} since {since} ({serials})",
        "出库未退 {quantity} 件，用于 {target}，自 {since} 起（{serials}）",
    ),
    "stock.installed": Sentence("installed: {serial}, {where}", "已装机：{serial}，{where}"),
    "stock.nothing-kept": Sentence("nothing lies in a store", "没有库存"),
    "stock.nothing-wrong": Sentence("nothing is wrong in the stores", "备件库一切正常"),
    "stock.nothing-moved": Sentence("nothing was moved", "没有出入库记录"),
    "stock.column-stock": Sentence("store", "备件库"),
    "stock.column-part_no": Sentence("part number", "备件号"),
    "stock.column-name": Sentence("name", "名称"),
    "stock.column-kept_as": Sentence("kept as", "用途"),
    "stock.column-on_hand": Sentence("there", "在库"),
    "stock.column-reserved": Sentence("put aside", "预留"),
    "stock.column-free": Sentence("free", "可用"),
    "stock.column-minimum": Sentence("minimum", "最低库存"),
    "stock.column-installed": Sentence("installed", "已装机"),
    "stock.column-out": Sentence("out", "出库未退"),
    "stock.column-alarm": Sentence("what", "问题"),
    "stock.column-details": Sentence("details", "说明"),
    "stock.column-time": Sentence("time", "时间"),
    "stock.column-kind": Sentence("what", "变动"),
    "stock.column-quantity": Sentence("number", "数量"),
    "stock.column-serials": Sentence("serial numbers", "序列号"),
    "stock.column-by": Sentence("by", "经办人"),
    "stock.column-target": Sentence("for", "用于"),
    "stock.column-reason": Sentence("why", "原因"),
    "stock.column-contract": Sentence("contract", "合同"),
    "stock.column-need": Sentence("what is missing", "缺少"),
    "stock.column-model": Sentence("model", "型号"),
    "stock.column-assets": Sentence("equipment", "设备"),
    "stock.column-clause": Sentence("by", "依据"),
    "stock.nothing-needed": Sentence(
        "the stores have what the contracts need", "合同要求的备件和代用机均有库存"
    ),
    "stock.need-no_store": Sentence("a store that is kept for it", "没有为其备货的备件库"),
    "stock.need-no_spare": Sentence("a spare for key equipment", "关键设备的备件"),
    "stock.need-no_part_listed": Sentence(
        "which parts it has: no catalogue lists them", "备件目录中没有该型号的部件"
    ),
    "stock.need-no_loaner": Sentence("a loaner that was promised", "约定的代用机"),
    # What is wrong.
    "stock.alarm-below_minimum": Sentence("too few", "低于最低库存"),
    "stock.alarm-expired": Sentence("past the last day of use", "已过期"),
    "stock.alarm-expires_soon": Sentence("near the last day of use", "即将到期"),
    "stock.alarm-no_expiry": Sentence("last day of use unknown", "有效期未知"),
    "stock.alarm-reserved_too_long": Sentence("put aside for too long", "预留过久"),
    "stock.alarm-reserved_and_missing": Sentence("put aside, and not there", "已预留但不在库"),
    "stock.details-below_minimum": Sentence(
        "{quantity} free, the minimum is {minimum}", "可用 {quantity} 件，最低库存 {minimum} 件"
    ),
    "stock.details-expired": Sentence(
        "{quantity} could be used until {limit} ({serials})", "{quantity} 件有效期至 {limit}（{serials}）"
    ),
    "stock.details-expires_soon": Sentence(
        "{quantity} can be used until {limit} ({serials})", "{quantity} 件有效期至 {limit}（{serials}）"
    ),
    "stock.details-no_expiry": Sentence(
        "of {quantity} nobody knows until when they can be used ({serials}); count them with --expires",
        "{quantity} 件未登记有效期（{serials}）；请盘点并写 --expires",
    ),
    "stock.details-reserved_too_long": Sentence(
        "{quantity} put aside for {target} since {since}, at most until {limit} ({serials})",
        "{quantity} 件为 {target} 预留，自 {since} 起，最迟到 {limit}（{serials}）",
    ),
    "stock.details-reserved_and_missing": Sentence(
        "{quantity} more are put aside than lie there", "预留数比在库数多 {quantity} 件"
    ),
}
