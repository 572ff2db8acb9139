"""Sentences about trends: what fills up, the days that are left, and why nothing can be said."""

from __future__ import annotations

from collections.abc import Mapping

from fieldops.messages.sentence import Sentence

SENTENCES: Mapping[str, Sentence] = {
    "trend.title": Sentence(
        "{contract}, {runs} {runs:run|runs}, as of {day}", "{contract}，{runs} 次运行，截至 {day}"
    ),
    "trend.none": Sentence(
        "no run has looked at anything that fills up",
        "没有任何运行查过会用满的对象",
        "checks with the tag 'capacity' are looked at",
        "只计算带 capacity 标签的检查项",
    ),
    "trend.column-month": Sentence("in 30 days", "每 30 天"),
    "trend.column-warn": Sentence("days to warning", "距警告天数"),
    "trend.column-crit": Sentence("days to critical", "距严重天数"),
    "trend.column-full": Sentence("days to full", "距用满天数"),
    "trend.column-data": Sentence("data", "数据"),
    "trend.value": Sentence("{value} ({day})", "{value}（{day}）"),
    "trend.days": Sentence("{days} ({least}-{most})", "{days}（{least}～{most}）"),
    "trend.days-open": Sentence("{days} ({least} or more)", "{days}（至少 {least}）"),
    "trend.far": Sentence("more than 2 years", "2 年以上"),
    "trend.reached": Sentence("reached", "已达到"),
    "trend.points": Sentence("{points} {points:day|days} since {since}", "{since} 以来 {points} 天"),
    "trend.confidence": Sentence("{percent}%", "置信度 {percent}%"),
    "trend.fills": Sentence("filling up: {count}", "持续增长：{count} 项"),
    "trend.steady": Sentence(
        "no further limit within ten years: {count}", "十年内不会达到新的限值：{count} 项"
    ),
    "trend.uncertain": Sentence(
        "not enough data, it goes up and down as much as it grows: {count}",
        "数据不足，波动不小于增长：{count} 项",
    ),
    "trend.too_few": Sentence(
        "not enough data, fewer than three days: {count}", "数据不足，不到三天有数据：{count} 项"
    ),
    "trend.too_short": Sentence(
        "not enough data, less than a week: {count}", "数据不足，时间跨度不到一周：{count} 项"
    ),
    "trend.why-steady": Sentence("no further limit within ten years", "十年内不会达到新的限值"),
    "trend.why-uncertain": Sentence("goes up and down as much as it grows", "波动不小于增长"),
    "trend.why-too_few": Sentence("not enough data", "数据不足三天"),
    "trend.why-too_short": Sentence("less than a week", "跨度不到一周"),
    "trend.restart-step": Sentence(
        "emptied, enlarged or filled at once before", "此前有过清理、扩容或一次性写入"
    ),
    "trend.restart-other_machine": Sentence("another machine before", "此前是另一台设备"),
    "trend.restart-other_check": Sentence("measured in another way before", "此前的采集方式不同"),
    "trend.method": Sentence(
        "a straight line through the last value of each day (Theil-Sen); in brackets the days at the soonest and at the latest, with how often such an interval holds",
        "按每天最后一个值拟合直线（Theil-Sen 法）；括号内为最早和最迟的天数，置信度是该区间成立的把握",
    ),
}
