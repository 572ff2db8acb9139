"""Sentences about playbooks and probes: criteria that do not fit, parsers that yield no field, checks that judge nothing."""

from fieldops.messages.sentence import Sentence

SENTENCES = {
    "probe.bad-regex": Sentence(
        "the regular expression cannot be compiled: {detail}",
        "正则表达式无法编译：{detail}",
        "it is one of Python, in single quotes: '^(?P<queue>[a-z]+) +(?P<depth>[0-9]+)$' gives the fields queue and depth; a sign that stands for itself has a backslash in front: \\( \\[ \\. \\*",
        "使用 Python 的正则表达式，写在单引号里：'^(?P<queue>[a-z]+) +(?P<depth>[0-9]+)$' 取出字段 queue 和 depth；表示字符本身的符号前要加反斜杠：\\( \\[ \\. \\*",
    ),
    "probe.unknown-reader": Sentence(
        "there is no reader named '{name}'",
        "没有名为 {name} 的内置解析器",
        "known: {choices}; what each reads and gives: docs/reference/readers.md",
        "可用：{choices}；各自读什么、给出什么见 docs/reference/readers.md",
    ),
    "parse.no-groups": Sentence(
        "nothing, as the pattern names no group; write what becomes a field as (?P<name>…)",
        "没有任何字段，因为正则表达式中没有命名分组；要取的部分请写成 (?P<字段名>…)",
    ),
    "probe.setting-unused": Sentence(
        "'{key}' means nothing to the parser '{with}'",
        "解析方式为 {with} 时，{key} 不起作用",
        "leave it out, or write 'with:' one of those that have it: {others}",
        "请删去，或将 with 改为用得到它的解析方式：{others}",
    ),
    "probe.changes-host": Sentence(
        "'{command}' changes the machine, or runs what does not stand in the text; a probe only reads",
        "“{command}”会改动主机，或执行文本中没有写出的命令；采集项只能读取",
        "read the state without changing it, and redirect output to /dev/null or nowhere; what has to be changed is done under a service order, not by an inspection",
        "只读取状态，不作改动，输出除 /dev/null 外不要重定向到文件；需要改动的，另开服务单处理，不得在巡检中进行",
    ),
    "probe.device-command": Sentence(
        "'{command}' is never sent to a device of the system {platform}",
        "{command} 不在 {platform} 设备允许发送的命令之列",
        "only commands that begin with '{verb}' and neither print the configuration nor run for long are: words of letters, digits and / . : _ - with one space between",
        "只发送以 {verb} 开头、不显示配置内容且不会长时间占用设备的命令；只含字母、数字和 / . : _ -，单词之间一个空格",
    ),
    "check.other-platform": Sentence(
        "the playbook is for {platform}, but the probe '{probe}' asks {other}",
        "巡检方案适用于 {platform}，而采集项 {probe} 适用于 {other}",
        "use a probe of the same platform, or put the check into a playbook of its own",
        "请改用同一平台的采集项，或将该检查项放入单独的巡检方案",
    ),
    "probe.field-not-produced": Sentence(
        "the field '{field}' is not produced by 'parse'",
        "parse 不会产生字段 {field}",
        "produced: {choices}",
        "会产生：{choices}",
    ),
    "check.bad-criterion": Sentence(
        "'{text}' is not a criterion",
        "{text} 不是合法的判据",
        "write an operator and a value, such as '>= 80%', '== running', 'in [a, b]', 'outside 10..40', 'contains error'; several are joined by 'and'",
        "请写运算符和值，如 '>= 80%'、'== running'、'in [a, b]'、'outside 10..40'、'contains error'；多项之间用 and 连接",
    ),
    "check.not-a-text": Sentence(
        "'{field}' is no text; {operator} looks into text only", "{field} 不是文本，{operator} 只用于文本"
    ),
    "check.bare-field": Sentence(
        "'{text}' is no value, but '{field}' is a field of the probe",
        "{text} 不是数值；{field} 是采集项的字段",
        "to compare with a field, write its name in curly braces; a factor may follow, such as * 80%",
        "要与字段比较，请把字段名写在花括号内，后面可写倍数，如 * 80%",
    ),
    "check.other-unit": Sentence(
        "'{field}' cannot be compared with '{other}', which is of another kind or unit",
        "{field} 不能与 {other} 比较，两者的类型或单位不同",
        "compare fields of the same unit; a factor ('* 80%', '* 2') goes with numbers only",
        "只能比较单位相同的字段；“* 80%”、“* 2”之类的倍数只用于数字",
    ),
    "check.not-a-distance": Sentence(
        "'{text}' says nothing of a date: '{field}' is one",
        "{field} 是日期，判据不能写 {text}",
        "write how far the day may be away: '< 30d left' (to go), '> 7d ago' (gone by)",
        "请写与该日期的距离：'< 30d left' 表示距到期不足 30 天，'> 7d ago' 表示已过去超过 7 天",
    ),
    "check.rows-together": Sentence(
        "'{text}' is about all rows together: it stands alone, as 'expect', and the probe must have several rows",
        "{text} 是对所有行整体的要求，只能单独写在 expect 中，且采集项须产生多行",
    ),
    "check.asserts-nothing": Sentence(
        "'{key}: {text}' decides nothing: whatever the value is, the result is the same",
        "{key}: {text} 不起作用：无论取值如何，结果都一样",
        "write a limit that a value can be on both sides of, or leave it out",
        "请写取值有可能达到、也有可能达不到的界限；不需要则删去",
    ),
    "check.never-missing": Sentence(
        "'missing' says what it means without '{field}', which is never missing here, or which the check does not look at",
        "missing 写了缺少 {field} 时的结果，但该字段不会缺少，或该检查项用不到它",
        "of the probe '{probe}' may be missing: {choices} (fields with 'optional: true')",
        "采集项 {probe} 中可能缺少的字段（optional: true）：{choices}",
    ),
    "check.trend-limit": Sentence(
        "'trend' does not say which value of '{field}' is the limit",
        "trend 没有写明 {field} 的上限",
        "write it as 'reaches', such as '>= 95%'; only of percents all of it is meant without",
        "请用 reaches 写明，如 '>= 95%'；只有百分比可以不写，即 100%",
    ),
    "check.bad-limit": Sentence(
        "'{text}' is no limit that a value comes up to",
        "{text} 不是会逐渐达到的界限",
        "write '>= 95%' or '< 5GiB' for the value, '< 60d left' for the days",
        "数值写 '>= 95%'、'< 5GiB'，天数写 '< 60d left'",
    ),
    "check.counter-alone": Sentence(
        "with 'counter', what came since the last inspection is judged: '{key}' can be about the value alone",
        "写了 counter 时，判断的是上次巡检后新增的部分，{key} 只能针对该数值本身",
    ),
    "probe.unknown-zone": Sentence(
        "the time zone '{zone}' does not exist",
        "时区 {zone} 不存在",
        "write a name of the tz database, such as Asia/Shanghai or UTC",
        "请写 tz 数据库中的名称，如 Asia/Shanghai、UTC",
    ),
    "check.bad-condition": Sentence(
        "'{text}' is not a condition",
        "{text} 不是合法的条件",
        "write 'field operator value', joined by 'and'",
        "请写“字段 运算符 值”，用 and 连接",
    ),
    "check.unknown-field": Sentence(
        "the probe '{probe}' has no field '{field}'",
        "采集项 {probe} 没有字段 {field}",
        "it has: {choices}",
        "已有：{choices}",
    ),
    "check.not-a-number": Sentence(
        "'{field}' is text; {operator} compares numbers only", "{field} 是文本，{operator} 只能比较数字"
    ),
    "check.unit-mismatch": Sentence(
        "the value '{text}' does not fit the unit of '{field}' ({unit})",
        "{text} 与 {field} 的单位（{unit}）不符",
        "write: {examples}",
        "请写：{examples}",
    ),
    "check.no-unit": Sentence(
        "'{text}' has no unit, and '{field}' is in {unit}",
        "{text} 没有写单位，而 {field} 的单位是 {unit}",
        "write: {examples}",
        "请写：{examples}",
    ),
    "check.crit-weaker": Sentence(
        "crit '{crit}' is reached no later than warn '{warn}': the warning would never be seen",
        "严重阈值（crit {crit}）不比警告阈值（warn {warn}）更严，警告永远不会出现",
        "crit must be the stricter of the two",
        "严重阈值须比警告阈值更严",
    ),
    "check.standard-contradicts": Sentence(
        "the standard says {number}, the check judges by: {criteria}",
        "标准中写的是 {number}，而判据为：{criteria}",
        "write the number that is judged by, or correct the criterion: the report prints both",
        "请写明实际使用的数值，或修改判据；报告会同时列出两者",
    ),
    "check.standard-wrong-way": Sentence(
        "by '{words}' the standard says just those values to be in order with which the check finds fault: {criteria}",
        "按标准中的“{words}”，正常的恰好是判据认为有问题的值：{criteria}",
        "'warn: > 5' goes with 'at most 5', 'warn: < 5' with 'at least 5'; where the words say what is wrong, say so beside them: 'more than 5 is a warning'",
        "warn: > 5 对应“不超过 5”，warn: < 5 对应“不低于 5”；写的是有问题的情形时，请同时写明级别，如“超过 5 为警告”",
    ),
    "check.no-criterion": Sentence(
        "the check judges nothing: it has neither warn, crit, expect, changed, rate, trend, group nor 'info: true'",
        "该检查项没有任何判据：缺少 warn、crit、expect、changed、rate、trend、group 或 info: true",
        "write from where on it is a finding, such as warn: '>= 80%', or what must be, such as expect: '== running'; 'info: true' where it is only to be recorded",
        "请写明达到多少算问题，如 warn: '>= 80%'，或应当怎样，如 expect: '== running'；只记录不判断则写 info: true",
    ),
    "check.several-rows": Sentence(
        "the probe '{probe}' yields several rows: say with 'each' which field names a row",
        "采集项 {probe} 会产生多行，请用 each 指定以哪个字段区分各行",
    ),
}
