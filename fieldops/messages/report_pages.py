"""Words and sentences of a report's pages: the page for the manager, problems, overviews, what belongs to the document.

What reports had before these pages, and the annex, is in `reports`.
"""

from __future__ import annotations

from collections.abc import Mapping

from fieldops.messages.sentence import Sentence

SENTENCES: Mapping[str, Sentence] = {
    "report.secrecy": Sentence(
        "Confidential: for the customer and the service company only", "保密：仅供客户和服务单位使用"
    ),
    "report.chapter.summary": Sentence("Management summary", "管理摘要"),
    "report.chapter.problems": Sentence("Problems and advice", "发现的问题与处理建议"),
    "report.chapter.undetermined": Sentence("Not determined", "未采集到的内容"),
    "report.chapter.hosts": Sentence("Hosts and areas", "主机与检查领域一览"),
    "report.chapter.capacity": Sentence("Capacity", "容量情况"),
    "report.chapter.areas": Sentence("Results by area", "分领域检查结果"),
    "report.chapter.scope": Sentence("Scope and method", "巡检范围与方法"),
    "report.chapter.document": Sentence("Document control", "文档信息"),
    # --- words of several pages --------------------------------------------------------------------
    "report.and-more": Sentence("{names} and {n} more (annex)", "{names}及另外 {n} 项（见附件）"),
    "report.and-more-hosts": Sentence("{names} and {n} more (annex)", "{names}及另外 {n} 台（见附件）"),
    "report.and-more-checks": Sentence("{names} and {n} more", "{names}及另外 {n} 项"),
    "report.all-hosts": Sentence("all hosts", "全部主机"),
    "report.places-count": Sentence("{n} {n:place|places}", "{n} 处"),
    "report.hosts-count": Sentence("{n} {n:host|hosts}", "{n} 台"),
    "report.range": Sentence("{first} – {last}", "{first}～{last}"),
    "report.since-look": Sentence("{value} since {when}", "{value}（{when} 检查后）"),
    "report.risk": Sentence("Result", "判定"),
    "report.hosts-affected": Sentence("Hosts affected", "涉及主机"),
    "report.found": Sentence("Found", "检查发现"),
    "report.advice-column": Sentence("Standard and advice", "标准与处理建议"),
    "report.action": Sentence("What you can do about it", "需客户配合的事项"),
    "report.bar-note": Sentence(
        "Counted by value: one check on one host may have several (one for each file system or account).",
        "按检查值计：一台主机的一个检查项可有多个值（如每个文件系统、每个账号）。",
    ),
    # --- three sentences ---------------------------------------------------------------------------
    "report.in-short": Sentence("In short", "要点"),
    "report.wrong-unseen": Sentence(
        "In addition, {n} {n:host was|hosts were} not inspected (no. {rows}).",
        "另有 {n} 台主机未能巡检（序号 {rows}）。",
    ),
    "report.wrong": Sentence(
        "{n} {n:problem was|problems were} found: {crit} critical, {warn} {warn:warning|warnings}.",
        "共发现 {n} 个问题：严重 {crit} 个，警告 {warn} 个。",
    ),
    "report.gravest": Sentence("Most serious: {problem}.", "其中最严重的是：{problem}。"),
    "report.problem-named": Sentence("{check} on {hosts}: {value}", "{hosts}的{check}，{value}"),
    "report.not-known": Sentence(
        "{n} {n:point|points} could not be determined, so it is not known whether all is well there (see no. {rows}, with what you can do about it).",
        "有 {n} 项未能采集到数据，不能判断是否正常（见序号 {rows}，含需客户配合的事项）。",
    ),
    "report.not-known-of": Sentence(
        "{n} {n:point|points} could not be determined ({parts}), so it is not known whether all is well there (see no. {rows}, with what you can do about it).",
        "有 {n} 项未能采集到数据（{parts}），不能判断是否正常（见序号 {rows}，含需客户配合的事项）。",
    ),
    "report.not-known-values": Sentence(
        "{n} {n:value|values} on hosts that were reached", "已连接主机的检查值 {n} 项"
    ),
    "report.not-known-manual": Sentence("{n} manual {n:item|items}", "人工检查项 {n} 项"),
    "report.not-known-silent": Sentence(
        "{n} {n:host that returned no data, counted as one|hosts that returned no data, counted as one each}",
        "未取得任何数据的主机 {n} 台，每台按 1 项计",
    ),
    "report.more-hosts": Sentence("{names} and {n} more", "{names}及另外 {n} 台"),
    "report.at-place": Sentence("{what} ({place})", "{what}（{place}）"),
    "report.reason-of": Sentence("{what} ({reason})", "{what}（{reason}）"),
    "report.not-known-checks": Sentence(
        "Missing on {hosts}: {checks} ({reason}; no. {row}).",
        "{hosts} 缺少：{checks}（{reason}；序号 {row}）。",
    ),
    "report.not-known-others": Sentence("For other reasons: no. {rows}.", "其他原因的见序号 {rows}。"),
    "report.checks-count": Sentence("{n} {n:check|checks}", "{n} 个检查项"),
    "report.silent-more": Sentence("and {n} more, see no. {rows}", "另有 {n} 台，见序号 {rows}"),
    "report.not-filled": Sentence(
        "{n} manual {n:item was|items were} not filled in: {items}.", "人工检查项有 {n} 项未填写：{items}。"
    ),
    "report.not-filled-why": Sentence(
        "{n} manual {n:item was|items were} not filled in (the remarks below say why): {items}.",
        "人工检查项有 {n} 项未填写（原因见下方备注）：{items}。",
    ),
    "report.not-known-hosts": Sentence(
        "Nothing at all is known about {hosts}.", "以下主机未取得任何数据，状态未知：{hosts}。"
    ),
    "report.all-known": Sentence(
        "Every host of the contract was inspected by every check, and everything was determined.",
        "合同内全部主机均已按全部检查项完成巡检，没有未采集到的内容。",
    ),
    "report.all-known-part": Sentence(
        "Everything that was asked for was determined; not everything was asked for (see 7.4).",
        "已安排的内容均已采集到数据；但并非全部内容均已安排（见 7.4）。",
    ),
    "report.asked.sudo": Sentence(
        "Grant the inspection account sudo without a password for its commands (annex C), or have these checked by hand",
        "为巡检账号配置相应命令（附件 C）的免密 sudo，或安排人工核查",
    ),
    "report.asked.forbidden": Sentence("Say whether the blocked command may run", "确认被禁用的命令能否放行"),
    "report.asked.tool": Sentence(
        "Say whether the missing program may be installed", "确认能否安装缺少的程序"
    ),
    "report.asked.fill": Sentence(
        "Agree a time for the engineers to check it on site", "确定可现场补检的时间，届时安排陪同"
    ),
    "report.asked.by-hand": Sentence("Have it checked with the vendor's own tool", "用厂商工具人工核查"),
    "report.asked.rights": Sentence(
        "Check the password and the read rights of the database account",
        "核对数据库巡检账号的口令和只读权限",
    ),
    "report.asked.network": Sentence(
        "Make sure that the host is on and can be reached", "确认主机已开机并开通网络访问"
    ),
    "report.asked.login": Sentence("Provide a login that works", "提供可正常登录的账号"),
    "report.asked.host-key": Sentence("Confirm the fingerprint of the host's key", "核对主机密钥指纹"),
    "report.asked.again": Sentence("Agree a time to inspect what was missed", "商定补检的时间"),
    "report.do-now": Sentence("Act now on no. {n}: {advice}", "请立即处理序号 {n}：{advice}"),
    "report.do-now-all": Sentence(
        "Act now on no. {rows}, starting with no. {n}: {advice}",
        "请立即处理序号 {rows}，首先是序号 {n}：{advice}",
    ),
    "report.do-planned": Sentence(
        "Nothing is critical; plan the work in the order of the list, starting with no. {n}: {advice}",
        "没有严重问题，请按顺序安排处理，首先是序号 {n}：{advice}",
    ),
    "report.do-planned-part": Sentence(
        "Nothing critical was found in the data obtained; plan the work in the order of the list, starting with no. {n}: {advice}",
        "在已取得数据的范围内未发现严重问题，请按顺序安排处理，首先是序号 {n}：{advice}",
    ),
    "report.do-reach": Sentence(
        "The state of the systems is not known; start with no. {n}: {advice}",
        "各系统状态未知，请首先处理序号 {n}：{advice}",
    ),
    "report.do-unknown": Sentence(
        "There is nothing to put right; please help us to find out what could not be determined.",
        "没有需要整改的问题；请配合补齐未采集到的内容。",
    ),
    "report.do-nothing": Sentence("There is nothing to put right.", "没有需要整改的问题。"),
    "report.filling": Sentence(
        "At the present rate of growth, within a year: {all}.", "按目前增速，一年内将达到阈值或用满：{all}。"
    ),
    "report.filling-more": Sentence(
        "and {n} more within a year, see chapter 5", "一年内另有 {n} 项，见第 5 章"
    ),
    "report.soon-full": Sentence("{what} {left}", "{what} {left}"),
    "report.limit": Sentence("({verdict}: {bound})", "（{verdict}阈值：{bound}）"),
    "report.limit-outside": Sentence(
        "({verdict}: outside {first} to {last})", "（{verdict}阈值：超出 {first}～{last}）"
    ),
    "report.requests": Sentence("What we need from you", "需客户配合的事项"),
    "report.request-what": Sentence("What it is about", "涉及内容"),
    "report.request-action": Sentence("What to do", "请客户办理"),
    "report.request-due": Sentence("By when", "期限"),
    "report.request-checks": Sentence("{n} {n:check|checks} named in chapter 3", "{n} 个检查项，见第 3 章"),
    "report.request-reason": Sentence("{what}: {reason}", "{what}，原因：{reason}"),
    # --- since the last run ------------------------------------------------------------------------
    "report.compared": Sentence("Since last time", "与上次对比"),
    "report.compared-none": Sentence(
        "No earlier run of this plan was compared.", "没有可供对比的同方案历史记录。"
    ),
    "report.compared-with.inspection": Sentence(
        "Compared with the inspection of {day} ({run}), counted by value:",
        "与 {day}的巡检（{run}）对比，按检查值计：",
    ),
    "report.compared-with.health-check": Sentence(
        "Compared with the health check of {day} ({run}), counted by value:",
        "与 {day}的健康检查（{run}）对比，按检查值计：",
    ),
    "report.compared-machines": Sentence(
        "Host key differs from last time (replaced or reinstalled?): {hosts}.",
        "主机密钥与上次不同（是否更换设备或重装系统）：{hosts}。",
    ),
    "report.compared.new": Sentence("new", "新出现"),
    "report.compared.worse": Sentence("worse", "恶化"),
    "report.compared.found": Sentence("not checked before", "上次未查"),
    "report.compared.open": Sentence("still open", "仍未整改"),
    "report.compared.better": Sentence("better", "减轻"),
    "report.compared.fixed": Sentence("fixed", "已整改"),
    "report.compared.fixed-are": Sentence("what was fixed:", "已整改的问题："),
    "report.compared.unseen-are": Sentence("not checked again:", "本次未能复查的："),
    "report.unseen-open": Sentence(
        "{what} ({n} {n:deviation|deviations} last time)", "{what}（上次有 {n} 项异常）"
    ),
    "report.unseen-fine": Sentence("{what} (normal last time)", "{what}（上次正常）"),
    "report.unseen-open-at": Sentence(
        "{what}, {n} {n:deviation|deviations} last time", "{what}，上次异常 {n} 项"
    ),
    "report.unseen-fine-at": Sentence("{what}, normal last time", "{what}，上次正常"),
    "report.compared.gone": Sentence("not there any more", "对象已不存在"),
    "report.compared.unknown": Sentence(
        "not determined, neither last time nor this time", "上次和本次均未采集到"
    ),
    "report.compared.unseen": Sentence("not checked again this time", "本次未能复查"),
    "report.mending": Sentence("Owner, due date, status", "整改责任人、期限、状态"),
    "report.nobody-yet": Sentence("no owner yet", "尚未指派"),
    "report.nobody-and": Sentence("no owner yet · {state}", "尚未指派 · {state}"),
    "report.accepted-until": Sentence(
        "no action until {until}: accepted by {by} (customer) on {on}",
        "{by}（客户）{on} 同意暂不整改，至 {until}",
    ),
    "report.plan": Sentence("Who does what by when", "整改计划"),
    "report.plan-found": Sentence("{check}: {value}", "{check}：{value}"),
    "report.plan-limit": Sentence("{found} {limit}", "{found}{limit}"),
    "report.plan-where": Sentence("Where", "涉及主机"),
    "report.plan-action": Sentence("Action", "处理措施"),
    "report.plan-who": Sentence("Owner, due date", "责任人、期限"),
    "report.plan-rest": Sentence(
        "and {n} more (no. {rows}), with action, owner and due date in chapter 2",
        "其余 {n} 个问题（序号 {rows}）的处理措施、责任人和期限见第 2 章",
    ),
    "report.order": Sentence(
        "Most urgent first: critical before warnings; within each, failed parts and lost redundancy, then what is filling up, then the rest by number of hosts.",
        "按紧急程度排列：先严重、后警告；同级中先列部件故障和失去冗余的，再列空间等将用满的，其余按涉及主机数由多到少排列。",
    ),
    "report.owner-vendor": Sentence("{person} (service company)", "{person}（服务方）"),
    "report.owner-customer": Sentence("{person} (customer)", "{person}（客户）"),
    "report.owner-part": Sentence(
        "{hosts}: no owner yet; others: {owners}", "{hosts}尚未指派；其余：{owners}"
    ),
    "report.due": Sentence("due {day}", "期限 {day}"),
    "report.due-late": Sentence("due {day}, late", "期限 {day}（已逾期）"),
    "report.state-of": Sentence("{state} ({n})", "{state}（{n} 处）"),
    "report.states-more": Sentence("otherwise ({n})", "其他（{n} 处）"),
    "report.carried": Sentence(
        "Still open from earlier inspections and not checked this time", "此前发现、本次未能复查的待整改问题"
    ),
    "report.carried-short": Sentence(
        "Still open from earlier inspections and not checked this time: {all} (end of chapter 2).",
        "此前发现、本次未能复查的问题：{all}，见第 2 章末。",
    ),
    "report.carried-open": Sentence("{what}, still to be fixed", "{what}，待整改"),
    "report.carried-accepted": Sentence(
        "{what}, accepted by the customer until {until}", "{what}，客户同意暂不整改至 {until}"
    ),
    "report.carried-more": Sentence(
        "and {n} more, tracked by the service company", "另有 {n} 项，由服务单位登记跟踪"
    ),
    "report.left": Sentence("Days left", "剩余天数"),
    "report.left-crit": Sentence("critical in {days} {days:day|days}", "预计 {days} 天后达到严重阈值"),
    "report.left-full": Sentence("full in {days} {days:day|days}", "预计 {days} 天后用满"),
    "report.left-warn": Sentence("warning in {days} {days:day|days}", "预计 {days} 天后达到警告阈值"),
    "report.left-between": Sentence("{left} ({least}–{most})", "{left}（{least}～{most} 天）"),
    "report.left-open": Sentence("{left} (at the earliest {least})", "{left}（最早 {least} 天）"),
    "report.left-reached": Sentence("critical now", "已达到严重阈值"),
    "report.left-steady": Sentence("not within two years at this rate", "按目前增速，两年内不会达到阈值"),
    "report.left-steady-least": Sentence(
        "probably over two years (at least {least} {least:day|days})",
        "两年内一般不会达到阈值（最早 {least} 天后）",
    ),
    "report.left-uncertain": Sentence("no clear growth", "无明显增长"),
    "report.left-too_few": Sentence("not enough data", "数据不足"),
    "report.left-too_short": Sentence("not enough data", "数据不足"),
    "report.left-method": Sentence(
        "Days left: by a straight line (Theil-Sen) through the last value of each day on record; in brackets the fewest and the most days; nothing is forecast beyond two years.",
        "剩余天数：按历次采集每天的最后一个值作直线拟合（Theil-Sen 法），括号内为最早和最迟的天数；超过两年的不作预测。",
    ),
    "report.limit-grows": Sentence("{limit}, {growth}", "{limit}，{growth}"),
    "report.grows-first": Sentence("first {what}: {left}", "最早为 {what}，{left}"),
    "report.since.new": Sentence("{n} new", "新出现 {n} 处"),
    "report.since.worse": Sentence("{n} worse", "恶化 {n} 处"),
    "report.since.found": Sentence("{n} not checked before", "上次未查 {n} 处"),
    "report.since.open": Sentence("{n} still open", "仍未整改 {n} 处"),
    "report.since.better": Sentence("{n} better", "减轻 {n} 处"),
    # --- not determined ----------------------------------------------------------------------------
    "report.whole-host": Sentence("all checks", "全部检查项"),
    "report.part-of-host": Sentence("a part of the checks", "部分检查项"),
    "report.undetermined-none-known": Sentence(
        "Everything that was to be inspected returned data.", "应巡检的内容均已取得数据。"
    ),
    "report.undetermined-none-known-part": Sentence(
        "Everything that was asked for returned data; what was left out is listed in 7.4.",
        "已安排的内容均已取得数据；未安排的内容见 7.4。",
    ),
    "report.action.sudo": Sentence(
        "Grant the inspection account root rights for those commands in annex C that need them (sudo without a password), or have these items checked by hand.",
        "请为巡检账号授予附件 C 中所列命令的 sudo 免密权限，或安排人工核查。",
    ),
    "report.action.forbidden": Sentence(
        "Allow the command, or have this item checked by hand.", "请确认是否放行该命令，否则安排人工核查。"
    ),
    "report.action.tool": Sentence(
        "Say whether the missing program may be installed, or have this item checked by hand.",
        "请确认是否可以安装缺少的程序，否则安排人工核查。",
    ),
    "report.action.by-hand": Sentence(
        "Have it checked with the vendor's own tool; its state is not known.",
        "请用厂商工具人工核查，目前不能判断是否正常。",
    ),
    "report.action.rights": Sentence(
        "Have the database administrator check the inspection account (its password and the agreed read rights); it will then be inspected again.",
        "请数据库管理员核对巡检账号的口令，并授予约定的只读权限，之后补检。",
    ),
    "report.action.fill": Sentence(
        "Agree a time for the engineers to check it on site; they will then fill it in.",
        "请确定可现场补检的时间，由工程师查看后填写。",
    ),
    "report.action.network": Sentence(
        "Check that the host is switched on and its address is right, and open the firewall for it; it will then be inspected again.",
        "请确认主机已开机、地址正确，并开通网络访问（防火墙策略），之后补检。",
    ),
    "report.action.login": Sentence(
        "Provide a login that works and may run commands; it will then be inspected again.",
        "请提供可正常登录并执行命令的账号，之后补检。",
    ),
    "report.action.host-key": Sentence(
        "Confirm the fingerprint of the host's key, and whether the host was replaced or reinstalled.",
        "请核对主机密钥指纹，并确认该主机是否更换过或重装过系统。",
    ),
    "report.action.again": Sentence("Agree a time to inspect what was missed.", "请商定时间补检。"),
    "report.action.none": Sentence(
        "Nothing; the service company will look at it again and report back.",
        "无需客户处理，由服务方复查后另行告知。",
    ),
    # --- hosts and areas, capacity -----------------------------------------------------------------
    "report.matrix-note": Sentence(
        "A host's row shows what was read from that host: each mark with its number of values; ○ alone means that everything judged there is normal.",
        "各主机行只反映在该主机上采集到的内容：标记后为该类检查值的个数，仅有 ○ 表示已判定的内容均正常。",
    ),
    "report.matrix-place": Sentence(
        "{told}; see no. {rows}: the hosts above that they concern are not marked for them",
        "{told}；见序号 {rows}，其中涉及上列主机的，主机行不作标记",
    ),
    "report.capacity-note": Sentence(
        "Each bar runs from 0 to 100%; the vertical lines mark the limits for warning and critical.",
        "横条表示 0～100%，图中的竖线为警告阈值和严重阈值。",
    ),
    "report.capacity-none": Sentence(
        "No value of this run says how full something is.", "本次没有容量类的数据。"
    ),
    "report.chart-low": Sentence(
        "Far below the limit: all {n} are at {most} or less.", "远低于阈值：全部 {n} 项均不高于 {most}。"
    ),
    "report.chart-zero": Sentence(
        "Far below the limit: all {n} are at {most}.", "远低于阈值：全部 {n} 项均为 {most}。"
    ),
    "report.chart-rest": Sentence(
        "The {drawn} highest are shown; the other {n} are at {most} or less.",
        "仅列使用率最高的 {drawn} 项，其余 {n} 项均不高于 {most}。",
    ),
    # --- areas -------------------------------------------------------------------------------------
    "report.area-line": Sentence(
        "{hosts} {hosts:host|hosts}, {checks} {checks:check|checks}.", "{hosts} 台主机，{checks} 个检查项。"
    ),
    "report.area-fine": Sentence("Normal ({n}): {checks}.", "正常（{n} 项）：{checks}。"),
    "report.area-recorded": Sentence(
        "Recorded only, values in the annex ({n}): {checks}.", "仅记录，数值见附件（{n} 项）：{checks}。"
    ),
    "report.area-absent": Sentence(
        "None found on any host ({n}): {checks}.", "各主机均未发现（{n} 项）：{checks}。"
    ),
    "report.area-silent": Sentence(
        "Without any result ({n}): {checks}.", "没有任何结果（{n} 项）：{checks}。"
    ),
    "report.area-found.CRIT": Sentence(
        "■ critical on {n} {n:host|hosts}, see no. {rows}", "■ {n} 台主机严重，见序号 {rows}"
    ),
    "report.area-found.WARN": Sentence(
        "▲ warning on {n} {n:host|hosts}, see no. {rows}", "▲ {n} 台主机警告，见序号 {rows}"
    ),
    "report.area-found.UNKNOWN": Sentence(
        "◇ not determined on {n} {n:host|hosts}, see no. {rows}", "◇ {n} 台主机未采集到，见序号 {rows}"
    ),
    "report.area-places": Sentence(
        "{hosts} {hosts:place|places}, {checks} manual {checks:item|items}.",
        "{hosts} 处，{checks} 个人工检查项。",
    ),
    "report.place-found.CRIT": Sentence(
        "■ critical at {n} {n:place|places}, see no. {rows}", "■ {n} 处严重，见序号 {rows}"
    ),
    "report.place-found.WARN": Sentence(
        "▲ warning at {n} {n:place|places}, see no. {rows}", "▲ {n} 处警告，见序号 {rows}"
    ),
    "report.place-found.UNKNOWN": Sentence(
        "◇ not filled in at {n} {n:place|places}, see no. {rows}", "◇ {n} 处未填写，见序号 {rows}"
    ),
    # --- manual items ------------------------------------------------------------------------------
    "report.manual-items": Sentence("Manual items", "人工检查项"),
    "report.manual-filled": Sentence(
        "Checked or looked up by the engineers, who filled in {filled} of {owed}. Where an item is not filled in, nothing is known of its state.",
        "由工程师人工查看或查证后填写：共 {owed} 项，已填 {filled} 项。未填写的项目不能说明其状态。",
    ),
    "report.manual-place": Sentence("Place", "地点"),
    "report.manual-item": Sentence("Item", "检查项"),
    "report.manual-result": Sentence("Result", "结果"),
    "report.manual-found": Sentence("Found", "检查情况"),
    "report.manual-note": Sentence("Note", "说明"),
    "report.manual-by": Sentence("By, at", "填写人、时间"),
    "report.manual-open": Sentence("not filled in", "未填写"),
    "report.not-filled-remarks": Sentence(
        "{reason}; see the remarks in chapter 1", "{reason}，见第 1 章备注"
    ),
    "report.manual-photos": Sentence("{n} {n:photo|photos} on record", "照片 {n} 张（已存档）"),
    "report.fact-none": Sentence("on all hosts: {value}", "各主机均如此：{value}"),
    "report.fact-all": Sentence("the same everywhere: {value}", "各主机一致：{value}"),
    "report.fact-of": Sentence("{value}: {n} {n:host|hosts} ({hosts})", "{value}：{n} 台（{hosts}）"),
    "report.fact-many": Sentence("{value}: {n} {n:host|hosts}", "{value}：{n} 台"),
    "report.fact-more": Sentence("{n} more {n:value|values} (annex)", "另有 {n} 种见附件"),
    # --- document control, files -------------------------------------------------------------------
    "report.files": Sentence("Files that belong to this report", "本报告的附件"),
    "report.files-note": Sentence(
        "The annex has four parts: A hosts, B values, C commands run, D evidence with its hashes. Its content is signed together with this report; the hashes below are those of the files.",
        "附件分四部分：A 主机、B 检查值、C 执行的命令、D 原始输出及校验值。附件内容与本报告一并签署，下列校验值为附件文件的校验值。",
    ),
    "report.file": Sentence("File", "文件"),
    "report.file-title.html": Sentence("Annex, for the browser", "附件（网页）"),
    "report.file-title.xlsx": Sentence("Annex, as a spreadsheet", "附件（电子表格）"),
    "report.file-sha256": Sentence("Hash (SHA-256)", "校验值（SHA-256）"),
    "report.annex-title.inspection": Sentence("Annex to the Inspection Report", "巡检报告附件"),
    "report.annex-title.health-check": Sentence("Annex to the Health Check Report", "健康检查报告附件"),
    "report.annex-note": Sentence(
        "All values, commands and hashes of the report with this number.",
        "本附件为同编号报告的全部检查值、执行的命令和校验值。",
    ),
    "report.annex": Sentence("Annex", "附件"),
    "report.area": Sentence("Area", "检查领域"),
    "report.remark": Sentence("Remark", "说明"),
    "report.error-sha256": Sentence("SHA-256 of the error output", "错误输出的 SHA-256"),
    "report.error-size": Sentence("Error output", "错误输出"),
    "report.annex.record": Sentence("Record", "记录"),
    "report.annex.hosts": Sentence("Hosts", "主机"),
    "report.annex.values": Sentence("Values", "检查值"),
    "report.show": Sentence("Show", "显示"),
    "report.show.all": Sentence("everything", "全部"),
    "report.show.deviating": Sentence("only what deviates or is not determined", "仅异常和未采集到的"),
    "report.signatures": Sentence("Signatures", "签署确认"),
    "report.sign-ink": Sentence("Signature, date", "签字及日期"),
    "report.sign-key": Sentence("Signed electronically", "电子签名"),
    "report.not-signed-yet": Sentence("not yet", "尚未签署"),
}
