"""What is said about records that cannot be read. What is said about the store itself is in `stores`."""

from __future__ import annotations

from collections.abc import Mapping

from fieldops.messages.sentence import Sentence

SENTENCES: Mapping[str, Sentence] = {
    "records.no-head": Sentence(
        "'{value}' is no head: it has the form SIZE:LINK, a number of events and 64 hexadecimal digits",
        "“{value}”不是链头：链头写作 SIZE:LINK，即事件数和 64 位十六进制数",
        "copy it whole, as 'fieldops records verify' or 'records export' printed it",
        "请完整抄录 fieldops records verify 或 records export 给出的链头",
    ),
    "record.newer-event": Sentence(
        "recorded by a newer fieldops: this one cannot read {type} version {version}",
        "由更新版本的 fieldops 记录：当前版本无法读取 {type} 第 {version} 版",
        "update fieldops; other runs can be read",
        "请升级 fieldops；其他巡检记录不受影响",
    ),
    "run.newer": Sentence(
        "{run} was recorded by a newer fieldops ({type} version {version}) and is left out",
        "{run} 由更新版本的 fieldops 记录（{type} 第 {version} 版），未列出",
    ),
    "record.misnamed-run": Sentence(
        "the record of run '{stream}' calls itself '{run}', which is not its name or cannot be one",
        "执行记录 {stream} 自称 {run}，与其名称不符或不是有效名称",
        "check the record store with 'fieldops doctor' and restore it from a backup if it is damaged",
        "请用 fieldops doctor 检查记录库；若已损坏，请从备份恢复",
    ),
    "record.unreadable-event": Sentence(
        "a record of {type} version {version} is not as fieldops writes it: {detail}",
        "{type} 第 {version} 版的记录与 fieldops 写入的格式不符：{detail}",
        "check the record store with 'fieldops doctor' and restore it from a backup if it is damaged",
        "请用 fieldops doctor 检查记录库；若已损坏，请从备份恢复",
    ),
    "run.no-such-host": Sentence(
        "run {run} has no host {host}",
        "运行 {run} 中没有主机 {host}",
        "its hosts: {choices}",
        "该次运行的主机：{choices}",
    ),
    "run.host-without-output": Sentence(
        "nothing is recorded of {host} in run {run}: the host gave no data",
        "运行 {run} 中没有 {host} 的输出：该主机未返回数据",
        "why: fieldops run show {run}",
        "原因请看 fieldops run show {run}",
    ),
    "run.no-such-output": Sentence(
        "there is no output of a probe {probe} on {host}",
        "{host} 上没有采集项 {probe} 的输出",
        "there is: {choices}",
        "已有：{choices}",
    ),
    "run.none-of-contract": Sentence(
        "no run of a contract {contract} is recorded",
        "没有合同 {contract} 的运行记录",
        "runs are recorded of: {choices}",
        "有运行记录的合同：{choices}",
    ),
}
