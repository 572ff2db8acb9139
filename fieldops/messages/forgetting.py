"""What is said when evidence is deleted after the agreed time, and of what was deleted."""

from __future__ import annotations

from collections.abc import Mapping

from fieldops.messages.sentence import Sentence

SENTENCES: Mapping[str, Sentence] = {
    "record.forgotten": Sentence(
        "this was deleted on {day} as agreed: it had to be kept until {until}; deleted by {person}, on record in {run}",
        "该内容已于 {day} 按约定删除（保存期至 {until}），由 {person} 删除，删除记录见 {run}",
    ),
    "record.forgotten-outputs": Sentence(
        "{count} {count:output or scan|outputs and scans} deleted on {day} as agreed (kept until {until})",
        "{count} 份原始输出或扫描件已于 {day} 按约定删除（保存期至 {until}）",
    ),
    "records.forgotten": Sentence(
        "{count} {count:piece|pieces} of evidence deleted as agreed, on record in the chain; nothing of it counts as lost",
        "{count} 份证据已按约定删除，删除情况记录在链中，不算缺失",
    ),
    "forget.done": Sentence(
        "{run}: {count} {count:output or scan|outputs and scans} deleted; they had to be kept until {until}",
        "{run}：已删除 {count} 份原始输出或扫描件（保存期至 {until}）",
    ),
    "forget.would": Sentence(
        "{run}: {count} {count:output or scan|outputs and scans} would be deleted; they had to be kept until {until}",
        "{run}：将删除 {count} 份原始输出或扫描件（保存期至 {until}）",
    ),
    "forget.done-order": Sentence(
        "{order}: {count} {count:file or signature|files and signatures} deleted; they had to be kept until {until}",
        "{order}：已删除 {count} 份凭据文件（含签名；保存期至 {until}）",
    ),
    "forget.would-order": Sentence(
        "{order}: {count} {count:file or signature|files and signatures} would be deleted; they had to be kept until {until}",
        "{order}：将删除 {count} 份凭据文件（含签名；保存期至 {until}）",
    ),
    "forget.kept-order": Sentence("{order}: kept; {why}", "{order}：保留；{why}"),
    "forget.order-open": Sentence(
        "{order} is not closed: its evidence is kept", "{order} 尚未关闭，凭据须保留"
    ),
    "forget.nothing-agreed-order": Sentence(
        "the contract '{contract}' does not say how long the evidence of {order} is kept, so it is kept",
        "合同“{contract}”未约定 {order} 的凭据保存多久，因此予以保留",
        "agreed it stands in the contract's retention: records: service_sheets, keep: 3 years, counted_from: creation",
        "如有约定，应写入合同的 retention：records: service_sheets，keep: 3 years，counted_from: creation",
    ),
    "forget.kept": Sentence("{run}: kept until {until}", "{run}：须保存至 {until}"),
    "forget.kept-without-end": Sentence(
        "{run}: kept, as the contract does not say how long", "{run}：保留，合同未约定保存期限"
    ),
    "forget.scans-without-end": Sentence(
        "{run}: {count} {count:scan|scans} kept for ever, as the contract agrees no time for service_sheets, review_records or service_file",
        "{run}：{count} 份扫描件一直保留，合同未约定 service_sheets、review_records 或 service_file 的保存期限",
    ),
    "forget.nothing": Sentence("nothing was to be deleted", "没有需要删除的内容"),
    "forget.copies": Sentence(
        "copies of the store (backups, records.before-….sqlite, archives that were handed out) still hold it",
        "备份、records.before-….sqlite 副本及已交出的存档中仍有这些内容，请另行处理",
    ),
    "forget.not-given-back": Sentence(
        "deleted and overwritten, but the file could not be made smaller now",
        "已删除并覆盖，但暂时无法缩小记录库文件",
        "it needs as much room again for a moment; call the same command again",
        "缩小时需临时占用同样大小的空间；请稍后再次执行本命令",
    ),
    "forget.which": Sentence(
        "say which: one run or order, or all before a day",
        "请指明：某一次运行或某张服务单，或某日之前的全部",
        "fieldops records forget RUN, or an order's number, or --before DATE",
        "fieldops records forget 运行编号或服务单编号，或 --before 日期",
    ),
    "forget.too-early": Sentence(
        "the evidence of {run} is to be kept until {until}",
        "{run} 的证据须保存至 {until}",
        "call this again after that day",
        "请在该日之后再执行",
    ),
    "forget.nothing-agreed": Sentence(
        "the contract '{contract}' does not say how long the evidence of {run} is kept, so it is kept",
        "合同“{contract}”未约定 {run} 的证据保存多久，因此予以保留",
        "agreed it stands in the contract's retention: records: inspection_evidence, keep: 3 years, counted_from: creation",
        "如有约定，应写入合同的 retention：records: inspection_evidence，keep: 3 years，counted_from: creation",
    ),
    "import.forgotten": Sentence(
        "the sender has deleted evidence of this run after its time: it cannot be taken in as a whole record",
        "发送方已按期删除该次运行的部分证据，无法作为完整记录收入",
        "keep the archive as a file: fieldops verify FILE reads it",
        "请将存档作为文件保存，需要时核对：fieldops verify 文件",
    ),
}
