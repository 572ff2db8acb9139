"""Words and sentences of a report's grade: its rules, and what it hangs on."""

from __future__ import annotations

from collections.abc import Mapping

from fieldops.messages.sentence import Sentence

SENTENCES: Mapping[str, Sentence] = {
    "report.grade": Sentence("Overall grade", "总体评价"),
    "report.grade-rules": Sentence(
        "The first rule from the top that applies sets the grade; a machine listed as several assets counts once",
        "评价规则（自上而下，首条符合者为准；同一台设备登记为多项资产的，按一台计）",
    ),
    "report.grade.none": Sentence("not graded", "不予评级"),
    "report.grade.a": Sentence("excellent", "优"),
    "report.grade.b": Sentence("good", "良"),
    "report.grade.c": Sentence("fair", "中"),
    "report.grade.d": Sentence("poor", "差"),
    "report.grade-rule.none": Sentence(
        "fewer than half of the hosts returned data, or fewer values could be judged than could not",
        "取得数据的主机不到合同主机的一半，或未采集到的检查值多于已判定的检查值",
    ),
    "report.grade-rule.d": Sentence(
        "critical problems on more than one host, and on over {critical}% of the hosts with data",
        "存在严重问题的主机多于一台，且超过取得数据的主机的 {critical}%",
    ),
    "report.grade-rule.c": Sentence(
        "any critical problem, any host with data missing, or over {unknown}% of values not determined",
        "存在严重问题，或合同主机未全部完成巡检，或未采集到的检查值超过全部检查值的 {unknown}%",
    ),
    "report.grade-rule.b": Sentence(
        "warnings on more than {warnings}% of the values judged",
        "警告的检查值超过已判定检查值的 {warnings}%",
    ),
    "report.grade-here": Sentence("{rule} — this time: {shares}", "{rule}——本次：{shares}"),
    "report.grade-range": Sentence(
        "once the missing data of {n} {n:host|hosts} are in: {best} at best, {worst} at worst",
        "数据不全的 {n} 台主机补检后，最好为 {best}，最差为 {worst}",
    ),
    "report.grade-case": Sentence("{letter} ({share})", "{letter}（{share}）"),
    "report.grade-case-share": Sentence("{part} of {whole} = {percent}", "{part}/{whole} 台 = {percent}"),
    "report.grade-share.none": Sentence(
        "{reached} of {hosts} hosts returned data; {judged} values judged, {unknown} not determined",
        "{reached}/{hosts} 台取得数据；已判定检查值 {judged} 个，未采集到 {unknown} 个",
    ),
    "report.grade-share.critical": Sentence(
        "{part} of {whole} hosts with data = {percent}",
        "存在严重问题的主机 {part}/{whole} 台 = {percent}",
    ),
    "report.grade-share.incomplete": Sentence(
        "{n} of {hosts} hosts with data missing", "{n}/{hosts} 台主机未完成巡检"
    ),
    "report.grade-share.unknown": Sentence(
        "{part} of {whole} values not determined = {percent}",
        "未采集到的检查值 {part}/{whole} 个 = {percent}",
    ),
    "report.grade-share.warnings": Sentence(
        "warnings on {part} of {whole} values judged = {percent}",
        "警告的检查值 {part}/{whole} 个 = {percent}",
    ),
    "report.grade-rule.a": Sentence("none of the above", "以上情况均不存在"),
}
