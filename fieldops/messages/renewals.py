"""Sentences about renewing a contract: what was written, what was not carried over, what is still open."""

from fieldops.messages.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "new.from-what": Sentence(
        "a new contract is made from a template or from the contract that it continues; nothing was written",
        "新建合同须指明用哪个模板，或续自哪份合同；未写入任何文件",
        "say one of both: --from TEMPLATE, or --from-contract CONTRACT",
        "请二选一：--from 模板，或 --from-contract 原合同",
    ),
    "renew.made": Sentence(
        "contract {id} written: it continues {predecessor} from {start} to {end}; {count} {count:point is|points are} open "
        "(above); first days of visits are moved into the new term; compare both once the TBD are filled in: fieldops contract diff {id} --with-predecessor",
        "合同 {id} 已生成，续自 {predecessor}，服务期 {start} 至 {end}；还有 {count} 处需要处理（见上）；巡检等的首次日期已顺延至新服务期；"
        "填完 TBD 后可与原合同比较：fieldops contract diff {id} --with-predecessor",
    ),
    "renew.store": Sentence(
        "{path} names the new contract too: the spare parts are kept for both",
        "{path} 已写上新合同：备件同时为两份合同备货",
    ),
    "renew.store-open": Sentence(
        "{path} keeps spare parts for the old contract only: add the new one to its contracts",
        "{path} 只为原合同备货：请在其 contracts 中加上新合同",
    ),
    "renew.left-out": Sentence("not carried over: {what}", "未带入新合同：{what}"),
    "renew.amendments": Sentence("{count} {count:amendment|amendments}", "变更协议 {count} 份"),
    "renew.amendments-folded": Sentence(
        "{count} {count:amendment|amendments}; what they set is the text of the new contract",
        "变更协议 {count} 份，其约定已写入新合同正文",
    ),
    "renew.notices": Sentence("{count} {count:notice|notices} against renewal", "不续约通知 {count} 份"),
    "renew.accepts": Sentence(
        "{count} accepted {count:warning|warnings}: somebody has to look anew",
        "已接受的警告 {count} 条，需重新核对",
    ),
    "renew.swaps": Sentence(
        "{count} replaced {count:part|parts} of the equipment; they stay with the old contract",
        "备件更换记录 {count} 条，保留在原合同中",
    ),
    "renew.handover": Sentence(
        "the days on which {count} {count:document was|documents were} handed over",
        "{count} 份移交文件的接收日期",
    ),
    "renew.number": Sentence("the contract number {value}", "合同编号 {value}"),
    "renew.signed": Sentence("the day of signature {value}", "签订日期 {value}"),
    "renew.text": Sentence(
        "the contract's text could not be carried over",
        "合同文本无法沿用",
        "Copy the file by hand, or make the contract from a template.",
        "请手工复制该文件，或按模板新建。",
    ),
    "renew.text-of": Sentence(
        "{path} is written in a way that could not be carried over; nothing was written",
        "{path} 的写法无法沿用，未写入任何内容",
        "Copy the file by hand, change id and term, and name the old contract as 'predecessor'.",
        "请手工复制该文件，修改 id 和 term，并以 predecessor 注明原合同。",
    ),
}
