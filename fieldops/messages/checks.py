"""Sentences about facts and verdicts: why something is unknown, and the names of the verdicts."""

from fieldops.messages.sentence import Sentence

SENTENCES = {
    "reading.missing": Sentence("the host's answer ended before this probe", "执行该采集项前主机已停止应答"),
    "reading.absent": Sentence(
        "the command '{command}' does not exist on the host", "主机上没有命令 {command}"
    ),
    "reading.no-instance": Sentence(
        "no instance of the kind {kind} is recorded for the host", "该主机没有登记 {kind} 类实例"
    ),
    "reading.no-command": Sentence(
        "there is no command for it on this system ({platform}) that only reads and shows no configuration",
        "该系统（{platform}）没有只读且不显示配置内容的命令可查询此项",
    ),
    "reading.not-on-version": Sentence("version {version} has no {what}", "版本 {version} 不提供 {what}"),
    "reading.refused-command": Sentence(
        "the device did not take the command '{command}': {said}",
        "设备不接受命令 {command}：{said}",
    ),
    "reading.timeout": Sentence(
        "the command did not finish within {seconds} s and was stopped",
        "命令在 {seconds} 秒内未完成，已被终止",
    ),
    "reading.cut": Sentence(
        "the output is longer than {cap} bytes and was cut off", "输出超过 {cap} 字节，已截断"
    ),
    "reading.timeout-after": Sentence(
        "the command was stopped after {seconds} s; what it had not yet printed is unknown",
        "命令运行 {seconds} 秒后被终止，其后的内容未采集到",
    ),
    "reading.cut-after": Sentence(
        "the output was cut off after {cap} bytes; what comes behind is unknown",
        "输出超过 {cap} 字节被截断，其后的内容未采集到",
    ),
    "reading.more-lines": Sentence(
        "{count} more {count:line|lines} of the output were not understood", "输出中另有 {count} 行无法识别"
    ),
    "reading.impossible-share": Sentence(
        "'{field}' would be {found}%: the host's numbers cannot be true",
        "{field} 计算结果为 {found}%，主机给出的数据不可信",
    ),
    "reading.below-zero": Sentence(
        "'{field}' is {found}, and a size or a speed is never below zero: the host's numbers cannot be true",
        "{field} 为 {found}，容量和速率不会小于 0，主机给出的数据不可信",
    ),
    "reading.died": Sentence(
        "the command was ended by a signal or a syntax error: {said}", "命令被信号终止或有语法错误：{said}"
    ),
    "reading.sudo": Sentence(
        "root rights were refused: {said}",
        "未获得 root 权限：{said}",
        "allow this command for the login in sudoers (NOPASSWD), see 'fieldops playbook commands', or give sudo's password: -K, or 'sudo' of the login",
        "请在 sudoers 中为登录账号放行该命令（NOPASSWD），命令见 fieldops playbook commands；或提供 sudo 密码：-K，或在 login 中写 sudo",
    ),
    "reading.exit-code": Sentence("the command ended with code {code}: {said}", "命令返回码 {code}：{said}"),
    "reading.forbidden": Sentence(
        "the contract forbids the command '{command}'", "合同禁止执行命令 {command}"
    ),
    "reading.line": Sentence(
        "this line of the output was not understood: {line}", "输出中有无法识别的行：{line}"
    ),
    "reading.no-answer": Sentence(
        "{path} did not answer within {seconds} s: a disk or a network mount on the way may be dead",
        "{path} 在 {seconds} 秒内无响应：该路径上的磁盘或网络挂载可能已失效",
    ),
    "reading.raid-absent": Sentence(
        "there is a RAID card ({card}), and its tool {command} is not installed",
        "有 RAID 卡（{card}），但未安装其管理工具 {command}",
    ),
    "reading.raid-no-tool": Sentence(
        "there is a RAID card ({card}) of a kind that fieldops has no tool for",
        "有 RAID 卡（{card}），尚无可用于该型号的查询工具",
    ),
    "reading.raid-one-asked": Sentence(
        "there are several cards of this kind, and arcconf is asked about the first: look at {card} by hand",
        "该类 RAID 卡有多块，arcconf 只查询了第一块；请人工查看 {card}",
    ),
    "reading.raid-no-driver": Sentence(
        "there is a RAID card ({card}) that the kernel has no driver for",
        "有 RAID 卡（{card}），但内核未加载其驱动",
    ),
    "reading.refused": Sentence("asking for it failed: {said}", "查询失败：{said}"),
    "reading.not-json": Sentence("the output is not the expected JSON", "输出不是预期的 JSON"),
    "reading.field-missing": Sentence("the output lacks '{field}'", "主机未提供 {field}"),
    "reading.not-a-number": Sentence("'{field}' is no number: {found}", "{field} 不是数字：{found}"),
    "reading.not-a-date": Sentence(
        "'{field}' is no date: {found}",
        "{field} 不是可识别的日期：{found}",
        "let the command print it in ISO 8601 (date -u +%FT%TZ, stat -c %y) or as seconds since 1970 (stat -c %Y)",
        "请让命令按 ISO 8601 输出（date -u +%FT%TZ、stat -c %y），或输出 1970 年以来的秒数（stat -c %Y）",
    ),
    "reading.no-zone": Sentence(
        "in which time zone '{field}' is remains unsure: {found}",
        "无法确定 {field} 的时区：{found}",
        "write 'zone' at the probe's field, or let the command print an offset",
        "请在采集项的字段中写 zone，或让命令输出带时差的时间",
    ),
    "reading.no-share": Sentence(
        "'{field}' cannot be computed from '{part}' and '{whole}'", "无法由 {part} 和 {whole} 计算 {field}"
    ),
    "reading.no-interval": Sentence("the two measurements do not differ", "两次测量之间没有变化"),
    "reading.hidden-processes": Sentence(
        "the login may not look at the processes of others", "登录账号无权查看其他用户的进程"
    ),
    "reading.no-time-tool": Sentence(
        "the time service {service} runs, but no tool on the host tells its state",
        "时间服务 {service} 正在运行，但主机上没有工具可查询其状态",
    ),
    "reading.no-clock": Sentence("it was not recorded when the host was asked", "未记录向主机查询的时刻"),
    "reading.carried-clock": Sentence(
        "the result was carried here by hand: no clock was beside the host's to compare it with",
        "离线采集，当时没有可比对的时钟",
    ),
    "reading.not-running": Sentence("the instance is not running", "该实例未在运行"),
    "reading.no-status-page": Sentence(
        "what came is no page of {page}: it is switched off, or lies at another url",
        "返回的内容不是 {page} 状态页：未启用，或地址不对",
    ),
    "reading.no-log": Sentence(
        "the server has no {kind} log open as a file",
        "服务没有以文件形式写入 {kind} 日志",
    ),
    "reading.log-failed": Sentence("the log could not be read: {log}", "日志无法读取：{log}"),
    "reading.log-short": Sentence(
        "the log could be read back to {first} only; what was before is not known (turned over, or too much)",
        "日志只能读到 {first}，此前的情况未知（已轮转，或日志量过大）",
    ),
    "reading.log-lost": Sentence(
        "the kernel log holds the last {hours} {hours:hour|hours} of {days} {days:day|days} since the start; what was before is not known",
        "内核日志仅存最近 {hours} 小时（系统已运行 {days} 天），此前的情况未知",
    ),
    "reading.log-lost-hour": Sentence(
        "the kernel log holds less than the last hour (up for {days} {days:day|days}); what was before is not known",
        "内核日志仅存最近不足 1 小时（系统已运行 {days} 天），此前的情况未知",
    ),
    "reading.log-lost-day": Sentence(
        "the kernel log holds the last {hours} {hours:hour|hours} only, not all since the start today; what was before is not known",
        "内核日志仅存最近 {hours} 小时，未保存到开机时（系统运行不足 1 天），此前的情况未知",
    ),
    "reading.log-format": Sentence(
        "the format of this log is not known ({odd} {odd:line|lines} at its end)",
        "该日志的格式无法识别（末尾有 {odd} 行）",
    ),
    "reading.no-counters": Sentence(
        "the JVM keeps no counters (-XX:-UsePerfData or +PerfDisableSharedMem, or /tmp/hsperfdata_ACCOUNT belongs to another"
        " account), or is no HotSpot",
        "该 JVM 没有运行计数器（启用了 -XX:-UsePerfData 或 +PerfDisableSharedMem，或目录 /tmp/hsperfdata_ACCOUNT 属于其他账号），"
        "或者不是 HotSpot",
    ),
    "reading.unknown-collector": Sentence(
        "how this collector divides the heap is not known: {policy}",
        "不清楚该垃圾收集器如何划分堆：{policy}",
    ),
    "reading.other-node": Sentence(
        "another node answered: it listens at {ports}, not at {port}",
        "应答的是另一个节点：其监听端口为 {ports}，不是 {port}",
    ),
    "reading.more-hosts": Sentence(
        "not looked at: {count} more virtual {count:host|hosts}",
        "另有 {count} 个虚拟主机（vhost）未查看",
    ),
    "reading.empty-log": Sentence(
        "the kernel log is empty (cleared, or not shown to this system): it says nothing about faults",
        "内核日志为空（已被清除，或该系统无法查看），无法判断有无故障",
    ),
    "reading.raid-controller": Sentence(
        "only the tool of this RAID card tells whether its arrays are whole: not looked at",
        "阵列是否完整须用该 RAID 卡的管理工具查看，本次未检查",
    ),
    "reading.lvm-copies": Sentence(
        "only LVM's own tools tell root whether all copies are whole: not looked at",
        "LVM 卷的各副本是否完整须由 root 用 LVM 工具查看，本次未检查",
    ),
    "reading.no-data": Sentence("the host gave no data for this check", "主机未返回该检查项的数据"),
    "reading.no-rows": Sentence("the host has nothing of the kind", "该主机没有此类对象"),
    "reading.missing-well": Sentence(
        "the host gives no '{field}', which the check takes as in order",
        "主机未提供 {field}，按检查项规定不作要求",
    ),
    "reading.missing-fault": Sentence(
        "the host gives no '{field}', which must be there", "主机未提供 {field}，而该项必须有"
    ),
    "reading.expected": Sentence("expected, and not there: {value}", "应有而没有：{value}"),
    "reading.not-expected": Sentence(
        "too much: expected are only {expected}", "多出的一项：应当只有 {expected}"
    ),
    "reading.days-left": Sentence(
        "{days} {days:day|days} left, by the clock of the inspecting machine", "按巡检机时钟，还剩 {days} 天"
    ),
    "reading.days-ago": Sentence(
        "{days} {days:day|days} ago, by the clock of the inspecting machine", "按巡检机时钟，已过去 {days} 天"
    ),
    "reading.first-time": Sentence(
        "not enough data: no earlier inspection of this host to compare with; recorded for the next one",
        "数据不足：该主机没有可比较的以往记录，本次已记录，供下次比较",
    ),
    "reading.unchanged": Sentence("as it was on {when}", "与 {when} 检查时相同"),
    "reading.changed-new": Sentence("was not there on {when}", "{when} 检查时还没有"),
    "reading.changed-gone": Sentence(
        "no longer there; on {when} it was: {before}", "现已没有，{when} 检查时为：{before}"
    ),
    "reading.changed-value": Sentence("on {when} it was: {before}", "{when} 检查时为：{before}"),
    "reading.change-unsure": Sentence(
        "not enough data: on {when} the list was not read whole, so nobody knows what is new or gone",
        "数据不足：{when} 检查时未读全，无法判断有无增减",
    ),
    "reading.rate-day": Sentence("{amount} a day since {when}", "{when} 检查以来平均每天增加 {amount}"),
    "reading.rate-hour": Sentence("{amount} an hour since {when}", "{when} 检查以来平均每小时增加 {amount}"),
    "reading.rate-anew": Sentence(
        "not enough data: counted anew since {when}", "数据不足：{when} 检查后已重新计数"
    ),
    "reading.rate-too-soon": Sentence(
        "not enough data: the last look was less than a minute before (on {when})",
        "数据不足：距上次检查（{when}）不足一分钟",
    ),
    "reading.trend-fills": Sentence(
        "{days} {days:day|days} left until {limit} ({earliest} to {latest} days, by values of {points} days)",
        "按 {points} 天的数据，约 {days} 天后达到 {limit}（{earliest} 至 {latest} 天）",
    ),
    "reading.trend-reached": Sentence("{limit} is reached", "已达到 {limit}"),
    "reading.trend-steady": Sentence(
        "{limit} is not reached within ten years, by values of {points} days",
        "按 {points} 天的数据，十年内不会达到 {limit}",
    ),
    "reading.trend-unsure": Sentence(
        "the values of {points} days go up and down as much as they grow: {limit} is reached in {earliest} days at the soonest, or never",
        "{points} 天的数据起伏与增长相当，最快 {earliest} 天后达到 {limit}，也可能达不到",
    ),
    "reading.trend-few": Sentence(
        "not enough data for a trend up to {limit}: values of {points} {points:day|days}; at least {least} within {days} {days:day|days} or more are needed",
        "数据不足，无法估计何时达到 {limit}：目前有 {points} 天的数据，至少需要 {least} 天且跨 {days} 天以上",
    ),
    "reading.group-waits": Sentence(
        "not judged yet: compared with the other hosts when all have answered",
        "尚未判断：待所有主机采集完毕后相互比较",
    ),
    "reading.group-same": Sentence("the same on all {count} {count:host|hosts}", "{count} 台主机一致"),
    "reading.group-most": Sentence(
        "as on most hosts ({count}); not the same: {others}",
        "与多数主机（{count} 台）一致；不同的有：{others}",
    ),
    "reading.group-odd": Sentence(
        "on most hosts ({count}) it is: {usual}", "多数主机（{count} 台）为：{usual}"
    ),
    "reading.group-lacks": Sentence(
        "not on this host; on most hosts ({count}) it is: {usual}",
        "该主机没有，多数主机（{count} 台）为：{usual}",
    ),
    "reading.group-tie": Sentence(
        "the hosts do not agree, and there is no sure majority: {values}",
        "各主机不一致，且没有确定的多数：{values}",
    ),
    "reading.group-unsure": Sentence(
        "the same on {count} {count:host|hosts}, but not known of: {others}",
        "已知的 {count} 台主机一致，但下列主机未采集到：{others}",
    ),
    "reading.group-alone": Sentence(
        "not enough data: no other host to compare with", "数据不足：没有其他主机可比较"
    ),
    "reading.group-none": Sentence(
        "this host is in none of the groups that are compared", "该主机不属于要比较的主机组"
    ),
    "reading.nothing": Sentence("{en}", "{zh}"),
    "reading.says": Sentence("{en}", "{zh}"),
    "reading.counter": Sentence("{en} (counted since the start)", "{zh}（自启动以来累计）"),
    "reading.counter-same": Sentence(
        "{en} (counted since the start; none since {when})", "{zh}（自启动以来累计，{when} 检查后未增加）"
    ),
    "reading.counter-old": Sentence(
        "{en} (counted since the start; none since {when}, so one level lower)",
        "{zh}（自启动以来累计，{when} 检查后未增加，降一级判定）",
    ),
    "reading.counter-grown": Sentence(
        "{en} (counted since the start; {growth:,} of them since {when})",
        "{zh}（自启动以来累计，其中 {growth:,} 为 {when} 检查后新增）",
    ),
    "reading.counter-part": Sentence(
        "{en} (counted since the start; since {when}: {growth:,} of {total:,}, {share}%)",
        "{zh}（自启动以来累计；{when} 检查后新增 {growth:,}，同期总数 {total:,}，占 {share}%）",
    ),
    # As runs have recorded it that did not keep the total.
    "reading.counter-share": Sentence(
        "{en} (counted since the start; {growth:,} of them since {when}, {share}% of the total since then)",
        "{zh}（自启动以来累计，其中 {growth:,} 为 {when} 检查后新增，占其后总数的 {share}%）",
    ),
    "reading.counter-new": Sentence("{en} (all of it since {when})", "{zh}（均为 {when} 检查后新出现）"),
    "reading.counter-anew": Sentence(
        "{en} (counted anew since {when}: restarted, set back, older lines lost, or another member stands by)",
        "{zh}（{when} 检查后已重新计数：主机重启、计数清零、旧日志被覆盖或主备切换）",
    ),
    "reading.counter-few": Sentence(
        "only {basis:,} counted so far, fewer than {least:,}: too few to judge a share",
        "目前总数仅 {basis:,}，不足 {least:,}，占比不作判断",
    ),
    "reading.word": Sentence("{en}", "{zh}"),
    "verdict.OK": Sentence("normal", "正常"),
    "verdict.WARN": Sentence("warning", "警告"),
    "verdict.CRIT": Sentence("critical", "严重"),
    "verdict.UNKNOWN": Sentence("not determined", "未采集到"),
    "verdict.NA": Sentence("not applicable", "不涉及"),
    "verdict.INFO": Sentence("recorded", "仅记录"),
}
