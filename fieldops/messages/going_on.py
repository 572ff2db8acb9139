"""Sentences about runs that go on after they were cut off, and about hosts that are asked again."""

from __future__ import annotations

from collections.abc import Mapping

from fieldops.messages.sentence import Sentence

SENTENCES: Mapping[str, Sentence] = {
    "resume.with-others": Sentence(
        "{options} cannot be given beside {option}: what is looked at is what the run was begun with",
        "{option} 不能与 {options} 同时使用：查什么以原来的运行为准",
        "leave them out, or begin a run of its own",
        "请去掉这些选项，或另外执行一次",
    ),
    "resume.other-kind": Sentence(
        "run {run} is of the other kind",
        "运行 {run} 属于另一类检查",
        "inspections go on with 'fieldops inspect', health checks with 'fieldops health'",
        "巡检用 fieldops inspect，健康检查用 fieldops health",
    ),
    "resume.other-contract": Sentence(
        "run {run} is one of the contract {contract}", "运行 {run} 属于合同 {contract}"
    ),
    "resume.finished": Sentence(
        "run {run} has ended: there is nothing to go on with",
        "运行 {run} 已经结束，没有未完成的主机",
        "ask hosts that gave nothing again with --retry-unreached {run}",
        "未连通的主机可用 --retry-unreached {run} 重新检查",
    ),
    "resume.concluded": Sentence(
        "run {run} has been concluded or signed: nothing is added to it any more",
        "运行 {run} 已作结论或已签字，不能再补充",
        "inspect the other hosts in a run of their own, with --limit",
        "其余主机请用 --limit 另外执行一次",
    ),
    "resume.changed": Sentence(
        "run {run} cannot go on: these documents are no longer what it was begun with: {files}",
        "运行 {run} 无法接着做：以下文件与开始时不同：{files}",
        "have them as they were (git), or inspect the other hosts in a run of their own, with --limit",
        "请用 git 恢复成开始时的内容，或用 --limit 对其余主机另外执行一次",
    ),
    "retry.cut-off": Sentence(
        "run {run} was cut off: its other hosts have not been asked yet",
        "运行 {run} 中断，其余主机尚未检查",
        "go on with it first: --resume {run}",
        "请先用 --resume {run} 接着做完",
    ),
    "retry.nothing": Sentence("run {run} has looked at all of its hosts", "运行 {run} 的主机均已完成检查"),
    "run.resumed": Sentence("cut off, and resumed at {at}", "曾中断，{at} 接着执行"),
    "run.old-algorithms": Sentence("old SSH algorithms allowed: {what}", "允许使用旧 SSH 算法：{what}"),
    "run.retries": Sentence("hosts that run {run} did not look at wholly", "补查运行 {run} 未完成的主机"),
}
