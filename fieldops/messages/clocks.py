"""Sentences about times that do not fit, and about calendars: rules across fields and files."""

from fieldops.messages.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    # --- times that do not fit ---------------------------------------------------------------------
    "text.chinese-quotes": Sentence(
        "the quotes “ ” ‘ ’ are part of this value: YAML does not know them",
        "中文引号（“ ” ‘ ’）会成为值的一部分，YAML 不把它当引号",
        "write {text}; the quotes of YAML are '…'",
        "请写成 {text}；需要引号时用半角 '…'",
    ),
    "text.full-width": Sentence(
        "'{text}' has digits or letters of full width; nobody who searches for it finds it",
        "{text} 含有全角数字或字母，查找和比对时会对不上",
        "write {meant}",
        "请改为半角：{meant}",
    ),
    "text.read-alike": Sentence(
        "'{text}' is read like '{near}' ({other}): only case, signs or letters that look alike differ (O and 0, I and 1)",
        "{text} 与 {near}（{other}）看起来是同一个号码，只差在大小写、符号或形似字符（O 与 0、I 与 1）",
        "compare both with the type plate; of one thing written twice delete one",
        "请与铭牌核对；同一台设备重复登记的，请删除一条",
    ),
    "text.filler": Sentence(
        "'{text}' only fills the place of '{key}'; it would be read as a real value",
        "{key} 写成了“{text}”，会被当成真实内容",
        "leave the line out, or write TBD while it is still to be agreed",
        "没有就删除此行；尚未商定的请写 TBD",
    ),
    "text.one-language": Sentence(
        "the text is given in {language} only; reports in the other language print it as it is",
        "只写了{language}，另一种语言的报告里也会原样印出",
        "add '{missing}: …' beside it; a text that is meant for both is written without a language, as title: TEXT",
        "请补上 {missing}: …；两种语言共用的，不必注明语言，直接写 title: 文字",
    ),
    "language.zh-CN": Sentence("Chinese", "中文"),
    "language.en": Sentence("English", "英文"),
    "promise.at-the-latest": Sentence("at the latest after {latest}", "最迟 {latest}"),
    "promise.counted-from": Sentence("counted from: {event}", "自“{event}”起算"),
    "service-level.two-values": Sentence(
        "'{milestone}' is promised here with {value}, on line {line} with {other}",
        "此处承诺“{milestone}”为 {value}，第 {line} 行却为 {other}",
        "agree with the customer which one holds; tell the cases apart with 'severity' or 'when'",
        "请与客户确认以哪个为准；情形不同的请用 severity 或 when 区分",
    ),
    "service-level.said-twice": Sentence(
        "'{milestone}' is promised twice with the same time; the first is on line {line}",
        "“{milestone}”的同一承诺重复，第一次在第 {line} 行",
        "keep one of them",
        "请只保留一条",
    ),
    "service-level.latest-before-within": Sentence(
        "at the latest after {latest}, which is before {within}",
        "最晚时限 {latest} 早于时限 {within}",
        "'at_the_latest' is the outer limit: exchange the two, or leave it out",
        "at_the_latest 是最外层的时限，请对调两者或删除",
    ),
    "service-level.milestones-out-of-order": Sentence(
        "'{milestone}' within {within} may come later than '{other}' within {value} ({place})",
        "“{milestone}”的时限 {within} 晚于“{other}”的时限 {value}（{place}）",
        "check both times in the signed paper",
        "请对照纸质合同核对两个时限",
    ),
    "service-level.graver-is-slower": Sentence(
        "'{milestone}' takes {within} for the graver severity '{severity}', but {value} for '{lighter}'",
        "等级较重的 {severity} 的“{milestone}”时限为 {within}，较轻的 {lighter} 却为 {value}",
        "check both times, and that 'severities' lists the gravest first",
        "请核对两个时限，并确认 severities 按从重到轻排列",
    ),
    # --- calendars ---------------------------------------------------------------------------------
    "calendar.empty-span": Sentence(
        "the span '{span}' has no length",
        "时段 {span} 的长度为零",
        "write 00:00-24:00 for a whole day",
        "全天请写 00:00-24:00",
    ),
    "calendar.spans-overlap": Sentence(
        "the span '{span}' overlaps '{other}' on line {line}",
        "时段 {span} 与第 {line} 行的 {other} 重叠",
        "write each weekday's spans one after the other; one that ends before it begins reaches into the next day",
        "同一天的时段请前后相接；结束早于开始的时段会延续到次日",
    ),
    "calendar.no-workday": Sentence(
        "the calendar '{id}' has no open hours; no working day would ever come",
        "日历 {id} 没有工作时间，永远等不到工作日",
        "add 'weekly', or name a calendar that has it and takes its holidays from this one",
        "请添加 weekly，或改用带有 weekly 并引用该节假日的日历",
    ),
    "calendar.make-up-hours-closed": Sentence(
        "make-up working days take the hours of '{day}', which is never open",
        "调休上班日采用 {day} 的工作时间，但这一天不上班",
        "name an open weekday with 'make_up_hours'",
        "请在 make_up_hours 中填写有工作时间的星期",
    ),
    "calendar.off-and-workday": Sentence(
        "{day} is listed as a day off and as a make-up working day",
        "{day} 既列为放假日又列为调休上班日",
        "look it up in the notice named by 'source'",
        "请对照 source 所列的通知核对",
    ),
    "calendar.outside-year": Sentence(
        "{day} is not in the year {year}",
        "{day} 不在 {year} 年",
        "put it into the calendar of its own year",
        "请写入该日期所属年份的日历",
    ),
    "calendar.workday-anyway": Sentence(
        "{day} ({weekday}) is a working day anyway",
        "{day}（{weekday}）本来就是工作日",
        "make-up days are weekends as a rule; look it up in the notice named by 'source'",
        "调休上班日通常是周末，请对照 source 所列的通知核对",
    ),
    "calendar.holidays-without-year": Sentence(
        "the calendar '{id}' does not say for which year its holidays are",
        "日历 {id} 没有写明其节假日属于哪一年",
        "name calendars with 'year', such as cn-2026",
        "请引用带有 year 的日历，如 cn-2026",
    ),
    "calendar.year-twice": Sentence(
        "the holidays of {year} come from '{id}' and from '{other}'",
        "{year} 年的节假日同时来自 {id} 和 {other}",
        "keep one calendar for each year",
        "每年请只保留一份",
    ),
    "calendar.year-incomplete": Sentence(
        "{count} {count:day|days} off are all that is listed for {year}; no year has so few, so it counts as not decreed yet",
        "{year} 年只列了 {count} 天放假，不可能完整，该年视为尚未公布",
        "list every day of the notice; while there is none delete this calendar: deadlines of the year say that they are provisional",
        "请按放假通知逐日列全；通知公布之前请删除本日历，该年的期限会标明为暂定",
    ),
    "calendar.years-open": Sentence(
        "the holidays of {years} are not known yet: deadlines and due days there are provisional ({users})",
        "{years} 年的放假安排尚未公布，这些年份的期限和到期日为暂定（{users}）",
        "nothing is to be done before they are decreed (about November of the year before); then add the year's calendar",
        "公布之前（约上年 11 月）无须处理；公布后请补充该年日历",
    ),
    "calendar.years-missing": Sentence(
        "working days are counted by this calendar in {years} ({users}), but it has no holidays of these years",
        "合同 {users} 在 {years} 年按本日历计算工作日，但日历中没有这些年份的节假日",
        "deadlines there are provisional; add the year's calendar once its holidays are decreed (about November)",
        "这些年份的时限为暂定；放假安排公布后（约每年 11 月）请补充该年日历",
    ),
}
