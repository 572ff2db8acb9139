"""What is said when two runs are compared."""

from __future__ import annotations

from collections.abc import Mapping

from fieldops.messages.sentence import Sentence

SENTENCES: Mapping[str, Sentence] = {
    "compare.old": Sentence("before: {run}  {kind}  {when}", "上次：{run}  {kind}  {when}"),
    "compare.new": Sentence("now:    {run}  {kind}  {when}", "本次：{run}  {kind}  {when}"),
    "compare.other-machines": Sentence(
        "another host key than before (replaced or set up anew?): {hosts}",
        "主机密钥与上次不同（是否更换过设备或重装过系统）：{hosts}",
    ),
    "compare.heading": Sentence("{change} ({count})", "{change}（{count}）"),
    "compare.new-deviation": Sentence("new", "新出现"),
    "compare.worse": Sentence("worse", "恶化"),
    "compare.found": Sentence("found now, not looked at before", "本次发现，上次未查"),
    "compare.unseen": Sentence("no longer looked at or determined", "上次已查，本次未查或未确定"),
    "compare.open": Sentence("still open", "仍未整改"),
    "compare.unknown": Sentence("not looked at or determined, as before", "两次均未查或未确定"),
    "compare.better": Sentence("better", "减轻"),
    "compare.gone": Sentence("not there any more", "对象已不存在"),
    "compare.fixed": Sentence("fixed", "已整改"),
    "compare.fact": Sentence("changed facts", "情况变化"),
    "compare.none": Sentence("nothing is different", "两次结果没有差异"),
    "compare.nothing": Sentence("-", "无"),
    "compare.all-hosts": Sentence("all hosts", "全部主机"),
    "compare.other-standard": Sentence("(judged by another standard)", "（判定标准已变）"),
    "compare.column.host": Sentence("host", "主机"),
    "compare.column.check": Sentence("check", "检查项"),
    "compare.column.item": Sentence("item", "对象"),
    "compare.column.before": Sentence("before", "上次"),
    "compare.column.after": Sentence("now", "本次"),
    "compare.host-not-asked": Sentence("the host was not part of this run", "本次未包含该主机"),
    "compare.check-not-asked": Sentence("the check was not part of this run", "本次未包含该检查项"),
    "compare.check-not-meant": Sentence("the check was not for this host", "该检查项不适用于这台主机"),
    "compare.host-cut-off": Sentence("the host broke off before this check", "该主机的检查中断，未查到此项"),
    "compare.undetermined": Sentence("not determined", "未能确定"),
    "compare.list-not-whole": Sentence(
        "not in the list any more, and the list could not be read whole",
        "清单中已没有该对象，但清单未能完整读取",
    ),
    "compare.no-earlier": Sentence(
        "there is no earlier run of {contract} with {playbook} ({kind}) to compare {run} with",
        "{contract} 在 {run} 之前没有同一方案（{playbook}）的{kind}可供对比",
        "name the two runs: fieldops run diff OLD NEW; fieldops run list shows them",
        "请写明两次运行：fieldops run diff 旧 新；编号见 fieldops run list",
    ),
    "compare.same-run": Sentence(
        "a run cannot be compared with itself: {run}",
        "不能将 {run} 与自身对比",
        "name another run; fieldops run list shows them",
        "请写另一次运行的编号；编号见 fieldops run list",
    ),
    "compare.not-alike": Sentence(
        "the runs are of different {what}s: {old} and {new}",
        "两次运行的{what}不同：{old} 与 {new}",
        "only runs of one contract with one playbook can be compared",
        "只能对比同一合同、同一方案的两次运行",
    ),
    "compare.order": Sentence(
        "{old} began after {new}",
        "{old} 的开始时间晚于 {new}",
        "name the earlier run first: fieldops run diff {new} {old}",
        "请先写较早的一次：fieldops run diff {new} {old}",
    ),
}
