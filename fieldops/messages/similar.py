"""Sentences about the same fault elsewhere: which equipment is alike, and who has looked at it."""

from __future__ import annotations

from collections.abc import Mapping

from fieldops.messages.sentence import Sentence

SENTENCES: Mapping[str, Sentence] = {
    "similar.fault": Sentence("{check} on {hosts} ({run})", "{hosts} 的 {check}（{run}）"),
    "similar.by": Sentence("alike is what has: {traits}", "按以下特征查找同类设备：{traits}"),
    "similar.model": Sentence("model {value}", "型号 {value}"),
    "similar.part": Sentence("part {value}", "部件 {value}"),
    "similar.software": Sentence("{value}", "{value}"),
    "similar.none": Sentence("no equipment of any contract is alike", "各合同中均没有同类设备"),
    "similar.no-traits": Sentence(
        "nothing is known by which others could be alike: neither model nor parts nor a recorded version",
        "没有可供比对的特征：型号、部件、软件版本均未登记，无法判断哪些设备属于同类",
    ),
    "similar.never": Sentence("never", "从未检查"),
    "similar.by-hand": Sentence(
        "never (no host: to be looked at on site)", "从未检查（未登记主机，需现场查看）"
    ),
    "similar.by-people": Sentence("never (people look at it on site)", "从未检查（人工检查项，需现场查看）"),
    "similar.before": Sentence("{at}, before the fault", "{at}（早于本次发现）"),
    "similar.waiting": Sentence(
        "{count} not known yet, {by_hand} of them on site only",
        "还有 {count} 台尚不清楚，其中 {by_hand} 台只能现场查看",
        "with --look the others are looked at now",
        "加 --look 可立即检查其余各台",
    ),
    "similar.waiting-for-people": Sentence(
        "{count} not known yet, to be looked at on site",
        "还有 {count} 台尚不清楚，需现场查看",
        "plan a visit, and fill in what was seen with 'fieldops run fill'",
        "请安排现场检查，结果用 fieldops run fill 填写",
    ),
    "similar.people-look": Sentence(
        "'{check}' is looked at by people: no program can do it from here",
        "{check} 是人工检查项，程序不能代为检查",
        "leave out --look: the list says where somebody has to look; fill in with 'fieldops run fill' what was seen",
        "请去掉 --look，列表会列出需要现场查看的设备；结果用 fieldops run fill 填写",
    ),
    "similar.no-device": Sentence(
        "'{check}' is filled in for a site or a whole visit: {run} names no equipment that has the fault",
        "{check} 按现场或整次巡检填写，{run} 中没有指明哪台设备有问题",
        "name a HOST to look for what is like it all the same",
        "写明 HOST，可直接查找与该主机同类的设备",
    ),
    "similar.not-now": Sentence("{contract}: cannot be looked at now", "{contract}：目前不能检查"),
    "similar.no-fault": Sentence(
        "{check} is a finding on no host of {run}",
        "{run} 中没有主机的 {check} 有问题",
        "name a HOST to look for what is like it all the same",
        "写明 HOST，可直接查找与该主机同类的设备",
    ),
    "similar.no-such-check": Sentence(
        "the run has no check {id}", "该次运行没有检查项 {id}", "known: {choices}", "有：{choices}"
    ),
    "similar.no-such-host": Sentence(
        "the run has no host {id}", "该次运行没有主机 {id}", "known: {choices}", "有：{choices}"
    ),
    "word.asset": Sentence("equipment", "设备"),
    "word.alike": Sentence("alike", "相同之处"),
    "word.looked-at": Sentence("looked at", "最近检查"),
}
