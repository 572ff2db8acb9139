"""Words and sentences of reports."""

from fieldops.messages.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "report.template-not-used": Sentence(
        "{path} is not used as the template of the report: that is the file {name}; the packaged one is used instead",
        "{path} 未用作报告模板：模板文件须名为 {name}；本次使用自带的模板",
    ),
    # --- cover and document ------------------------------------------------------------------------
    "report.title.inspection": Sentence("Inspection Report", "巡检报告"),
    "report.title.health-check": Sentence("Health Check Report", "健康检查报告"),
    "report.state.draft": Sentence("Draft — not signed", "草稿（未签字）"),
    "report.state.half-signed": Sentence("Draft — signed by one of two", "草稿（一人已签字）"),
    "report.state.final": Sentence("Final report", "正式报告"),
    "report.state.superseded": Sentence("Superseded", "已被新版本取代"),
    "report.version-of-report": Sentence("version {n}", "第 {n} 版"),
    "report.version-none": Sentence("none yet", "未定版"),
    "report.version-state": Sentence("{version}; {state}", "{version}，{state}"),
    "report.document-version": Sentence("Document version", "文档版本"),
    "report.mark.health-check": Sentence(
        "Health check — not an inspection, no signatures", "健康检查 — 非合同巡检，无签字"
    ),
    "report.mark.unfinished": Sentence(
        "Unfinished — the run was cut off, results are incomplete", "未完成 — 本次运行中断，结果不完整"
    ),
    "report.page.head": Sentence("No. {run}", "报告编号 {run}"),
    "report.page.before": Sentence("Page ", "第 "),
    "report.page.between": Sentence(" of ", " 页 / 共 "),
    "report.page.after": Sentence("", " 页"),
    "report.customer": Sentence("Customer", "客户名称"),
    "report.contact": Sentence("Customer's contact", "客户联系人"),
    "report.vendor": Sentence("Service company", "服务单位"),
    "report.team": Sentence("Service team", "服务团队"),
    "report.hotline": Sentence("Service hotline: {number}", "服务热线：{number}"),
    "report.contract": Sentence("Contract", "合同名称"),
    "report.contract-number": Sentence("Contract number", "合同编号"),
    "report.term": Sentence("Contract term", "合同服务期"),
    "report.term-amended": Sentence("{term} (amendment {amendment})", "{term}（变更协议 {amendment}）"),
    "report.number": Sentence("Report number", "报告编号"),
    "report.number-edition": Sentence("{run} (English edition)", "{run}（中文版）"),
    "report.content-of.en": Sentence("Signed content, English edition", "英文版签署内容校验值"),
    "report.content-of.zh-CN": Sentence("Signed content, Chinese edition", "中文版签署内容校验值"),
    "report.also-inspected": Sentence(
        "also filled in {n} manual {n:item|items}",
        "本次另填写人工检查项 {n} 项",
    ),
    "report.editions": Sentence("Editions", "语言版本"),
    "report.editions-are": Sentence(
        "English and Chinese, of the same inspection and under the same number. Each is a separate document with its own hash; both were signed together.",
        "中文版和英文版出自同一次巡检，共用一个编号，各为独立文件，校验值各不相同，内容一并签署。",
    ),
    "report.date.inspection": Sentence("Date of inspection", "巡检日期"),
    "report.date.health-check": Sentence("Date of check", "检查日期"),
    "report.role.first": Sentence("Inspected by", "巡检人"),
    "report.role.second": Sentence("Reviewed by", "复核人"),
    "report.role.engineer": Sentence("Engineer", "工程师"),
    "report.role.customer": Sentence("Confirmed by the customer", "客户确认"),
    "report.time-zone": Sentence("Time zone", "时区"),
    "report.contents": Sentence("Contents", "目录"),
    "report.playbook": Sentence("Inspection plan", "巡检方案"),
    "report.started": Sentence("Started", "开始时间"),
    "report.finished": Sentence("Finished", "结束时间"),
    "report.started-hosts": Sentence("Hosts: started", "主机采集开始"),
    "report.finished-hosts": Sentence("Hosts: finished", "主机采集结束"),
    "report.duration-hosts": Sentence("Hosts: duration", "主机采集用时"),
    "report.filled-in": Sentence("Manual items", "人工检查项填写"),
    "report.not-finished": Sentence("not finished", "未正常结束"),
    "report.duration": Sentence("Duration", "用时"),
    "report.chain-head": Sentence("Hash of the record", "记录校验值"),
    "report.version": Sentence("Made with", "生成工具"),
    # --- how much was done -------------------------------------------------------------------------
    "report.coverage": Sentence("Coverage", "巡检覆盖"),
    "report.coverage.hosts": Sentence("{done} of {all} {all:host|hosts}", "主机 {done}/{all} 台"),
    "report.coverage.host": Sentence("{done} of 1 host", "主机 {done}/1 台"),
    "report.coverage.partial": Sentence("{hosts}, {n} more in part", "{hosts}（另有 {n} 台部分完成）"),
    "report.coverage.lacking": Sentence("{hosts} ({n} of them with gaps)", "{hosts}（其中 {n} 台有缺项）"),
    "report.coverage.results": Sentence(
        "{checks} ({got} of {owed} results)", "{checks}（应有结果 {owed} 个，实得 {got} 个）"
    ),
    "report.scope.equipment": Sentence(
        "The contract lists {n} {n:piece|pieces} of equipment: {parts}.", "合同设备共 {n} 台（套）：{parts}。"
    ),
    "report.scope.whole": Sentence(
        "{n} inspected with a result for every check", "全部检查项均有结果 {n} 台"
    ),
    "report.scope.lacking": Sentence("{n} inspected with gaps ({names})", "有缺项 {n} 台（{names}）"),
    "report.scope.silent": Sentence("{n} returned no data ({names})", "未取得任何数据 {n} 台（{names}）"),
    "report.scope.left": Sentence(
        "{n} not part of this inspection ({names})", "未纳入本次巡检 {n} 台（{names}）"
    ),
    "report.scope.people": Sentence("{n} looked at on site ({names})", "现场人工检查 {n} 台（{names}）"),
    "report.scope.none": Sentence("none was part of this inspection", "本次巡检均未涉及"),
    "report.scope.checks": Sentence("Carried out: {checks}.", "已执行{checks}。"),
    "report.scope.results": Sentence(
        "Carried out: {checks}, with {got} of {owed} results (one for each check on each host). Missing: {lacking}.",
        "已执行{checks}；每台主机的每个检查项计一个结果，应有 {owed} 个，实得 {got} 个，缺：{lacking}。",
    ),
    "report.scope.lost": Sentence("{n} on {hosts}", "{hosts}{n} 个"),
    "report.scope.lost-each": Sentence("{n} each on {hosts}", "{hosts}各 {n} 个"),
    "report.scope.lost-all": Sentence("all {n} on {hosts}", "{hosts}全部 {n} 个"),
    "report.scope.lost-all-each": Sentence("all {n} each on {hosts}", "{hosts}各全部 {n} 个"),
    "report.scope.manual": Sentence(
        "Manual items filled in: {done} of {all}.", "人工检查项已填 {done}/{all} 项。"
    ),
    "report.scope.manual-open": Sentence(
        "Manual items filled in: {done} of {all}; not filled in: {items}.",
        "人工检查项已填 {done}/{all} 项，未填：{items}。",
    ),
    "report.scope.out": Sentence("Out of scope: {things}.", "不在巡检范围内：{things}。"),
    "report.coverage.checks": Sentence("{done} of {all} {all:check|checks}", "检查项 {done}/{all} 项"),
    "report.coverage.check": Sentence("{done} of 1 check", "检查项 {done}/1 项"),
    "report.coverage.checks-known": Sentence("{done} {done:check|checks}", "检查项 {done} 项"),
    "report.coverage.manual": Sentence(
        "{done} of {all} manual {all:item|items} filled in", "人工检查项已填 {done}/{all} 项"
    ),
    "report.coverage.line": Sentence("{hosts}, {checks}", "{hosts}，{checks}"),
    "report.coverage.beyond": Sentence(
        "{told}; {n} pieces of equipment are reached by no inspection",
        "{told}；合同设备中另有 {n} 台（套）未纳入巡检",
    ),
    "report.coverage.beyond-one": Sentence(
        "{told}; 1 piece of equipment is reached by no inspection",
        "{told}；合同设备中另有 1 台（套）未纳入巡检",
    ),
    "report.deviations": Sentence("Deviations from the standard playbook", "与标准方案的差异"),
    "report.deviations-note": Sentence(
        "As agreed for this customer, these checks were judged differently from what the playbook says by itself, or left out.",
        "以下检查项按本项目约定调整了判定标准，或不做检查。",
    ),
    "report.deviations-check": Sentence("Check", "检查项"),
    "report.deviations-standard-says": Sentence("By itself", "方案原定"),
    "report.deviations-holds-here": Sentence("Here", "本项目"),
    "report.deviations-host": Sentence("Hosts", "适用主机"),
    "report.deviations-reason": Sentence("Reason", "理由"),
    "report.deviations-left-out": Sentence("not done", "不做检查"),
    "report.deviations-no-host": Sentence("no host of this run", "本次巡检未涉及"),
    "report.deviations-none": Sentence("nothing", "无"),
    "report.deviations-term.warn": Sentence("a warning where it is {value}", "警告判据：{value}"),
    "report.deviations-term.crit": Sentence("critical where it is {value}", "严重判据：{value}"),
    "report.deviations-term.expect": Sentence("expected: {value}", "应满足：{value}"),
    "report.deviations-term.changed": Sentence("if it has changed: {value}", "有变化时：{value}"),
    "report.deviations-term.rate.warn": Sentence(
        "a warning where it grows by {value}", "增长速度警告判据：{value}"
    ),
    "report.deviations-term.rate.crit": Sentence(
        "critical where it grows by {value}", "增长速度严重判据：{value}"
    ),
    "report.deviations-term.trend.warn": Sentence(
        "a warning where it has {value}", "剩余时间警告判据：{value}"
    ),
    "report.deviations-term.trend.crit": Sentence(
        "critical where it has {value}", "剩余时间严重判据：{value}"
    ),
    "report.deviations-term.trend.reaches": Sentence("its limit: {value}", "上限：{value}"),
    "report.deviations-term.missing": Sentence("if {field} is missing: {value}", "缺少 {field} 时：{value}"),
    "report.deviations-term.otherwise": Sentence("if not as expected: {value}", "不符合时：{value}"),
    "report.deviations-term.where": Sentence("only what is {value}", "仅判断：{value}"),
    "report.deviations-term.skip": Sentence("without what is {value}", "不判断：{value}"),
    "report.deviations-term.absent": Sentence("if the command is missing: {value}", "命令不存在时：{value}"),
    "report.deviations-term.empty": Sentence(
        "if there is nothing to judge: {value}", "没有可判断的数据时：{value}"
    ),
    "report.deviations-term.look": Sentence("what to look at: {value}", "查看方法：{value}"),
    "report.deviations-term.na": Sentence("not applicable: {value}", "不涉及：{value}"),
    "report.deviations-term.na.false": Sentence("'not applicable' is no answer", "不得填“不涉及”"),
    "report.deviations-term.na.true": Sentence("'not applicable' is an answer", "可填“不涉及”"),
    "report.deviations-term.asked": Sentence("asked: {value}", "是否填写：{value}"),
    "report.deviations-term.asked.false": Sentence("not to be filled in", "不要求填写"),
    "report.deviations-term.asked.true": Sentence("to be filled in", "须填写"),
    "report.deviations-term.photo": Sentence("photo: {value}", "照片：{value}"),
    "report.deviations-term.photo.none": Sentence("no photo", "不要求照片"),
    "report.deviations-term.photo.not-ok": Sentence("a photo of what is not in order", "不合格时须附照片"),
    "report.deviations-term.photo.always": Sentence("a photo with every answer", "每次须附照片"),
    "report.deviations-term.advice": Sentence("advice: {value}", "处理建议：{value}"),
    "report.standard-of": Sentence("{hosts}: {standard}", "{hosts}：{standard}"),
    "report.not-done": Sentence("Not done this time", "本次未实施的内容"),
    "report.not-done-none": Sentence(
        "Every host of the contract was inspected completely, by every check of the plan.",
        "合同内全部主机均已按方案的全部检查项完成巡检。",
    ),
    "report.not-done-unknown": Sentence(
        "Every host of the contract was inspected completely. Whether checks of the plan were left out was not recorded.",
        "合同内全部主机均已完成巡检；方案中是否有检查项未执行，记录中没有。",
    ),
    "report.gave-gaps": Sentence("Hosts with gaps (checks)", "有缺项的主机（项数）"),
    "report.not-filled-in": Sentence("Manual items not filled in", "未填写的人工检查项"),
    "report.not-asked": Sentence("Hosts of the contract that were not asked", "合同内未安排巡检的主机"),
    "report.left-alone": Sentence("Hosts left alone because of their load", "因负载过高未巡检的主机"),
    "report.gave-nothing": Sentence("Hosts that returned no data", "未取得任何数据的主机"),
    "report.gave-part": Sentence("Hosts that returned only part of the data", "仅取得部分数据的主机"),
    "report.beyond": Sentence("Equipment that no inspection reaches", "未纳入巡检的合同设备"),
    "report.checks-not-run": Sentence("Checks of the plan that were not carried out", "方案中未执行的检查项"),
    "report.checks-unmeant": Sentence("Checks that are for none of these hosts", "不适用于本次主机的检查项"),
    "report.none-of-them": Sentence("none of these hosts", "不适用于本次主机"),
    "report.resumed": Sentence("Cut off, and resumed", "中断后接着执行"),
    "report.old-algorithms": Sentence("Old SSH algorithms allowed", "允许使用旧 SSH 算法"),
    "report.old-algorithms-of": Sentence("{host}: {names} ({reason})", "{host}：{names}（{reason}）"),
    "report.old-algorithms-until": Sentence(
        "{host}: {names}, until {until} ({reason})", "{host}：{names}，至 {until} 止（{reason}）"
    ),
    "report.retries": Sentence(
        "Repeated for the hosts that returned no data in", "补检此前未完成的主机，原运行"
    ),
    "report.of-area": Sentence("{area}: {checks}", "{area}：{checks}"),
    "report.whole-area": Sentence("{area}: all", "{area}：全部"),
    "report.method-part": Sentence(
        "Only a part of the plan was carried out; what was left out stands in 7.4. The method of the plan, for all its areas:",
        "本次仅执行了方案的一部分，未执行的内容见 7.4。以下为方案对全部领域规定的方法：",
    ),
    "report.password-used": Sentence(
        "The password of account '{user}' was used on {hosts}: please change it now.",
        "{hosts} 使用了账号 {user} 的口令，请客户现在更换。",
    ),
    "report.password-used-agreed": Sentence(
        "The password of account '{user}' was used on {hosts}: as agreed in the contract, please change it now.",
        "{hosts} 使用了账号 {user} 的口令，请客户按合同约定现在更换。",
    ),
    "report.hosts-and-others": Sentence(
        "{hosts} … ({count} {count:host|hosts})", "{hosts} 等 {count} 台主机"
    ),
    "report.account": Sentence("Account", "登录账号"),
    "report.override": Sentence("Carried out in spite of", "例外执行"),
    "report.override-reason": Sentence("reason given: {reason}", "说明的原因：{reason}"),
    # --- 1 scope -----------------------------------------------------------------------------------
    "report.scope": Sentence("In scope", "巡检范围"),
    "report.out-of-scope": Sentence("Out of scope", "不在巡检范围内"),
    "report.not-stated": Sentence("Not stated in the contract.", "合同未作约定。"),
    "report.inventory": Sentence("Hosts inspected", "主机清单"),
    "report.method": Sentence("Method", "巡检方法"),
    "report.method-default": Sentence(
        "All data were collected with read-only commands; nothing on the hosts was written or changed. The commands are listed in the annex (C).",
        "全部数据均通过只读命令采集，未在主机上写入或更改任何内容。所执行的命令见附件 C。",
    ),
    "report.host": Sentence("Host", "主机"),
    "report.name": Sentence("Name", "名称"),
    "report.address": Sentence("Address", "地址"),
    "report.model": Sentence("Model", "型号"),
    "report.serial": Sentence("Serial number", "序列号"),
    "report.site": Sentence("Site", "地点"),
    # --- 2 summary ---------------------------------------------------------------------------------
    "report.summary-nothing": Sentence(
        "None of the {asked} {asked:host|hosts} that were asked returned any data. Nothing could be determined.",
        "安排巡检的 {asked} 台主机均未取得任何数据，无法得出任何结论。",
    ),
    "report.conclusion-nothing": Sentence(
        "Nothing could be determined: no host returned any data. This run says nothing about the state of the systems.",
        "无法得出结论：没有一台主机取得数据。本次结果不能说明系统的状态。",
    ),
    "report.conclusion-nothing-filled": Sentence(
        "Nothing could be determined: no manual item has been filled in. This run says nothing yet.",
        "无法得出结论：人工检查项一项也未填写。目前本次巡检不能说明任何情况。",
    ),
    "report.conclusion-part": Sentence(
        "This conclusion covers only what was inspected: {coverage}.",
        "结论仅适用于已巡检的部分：{coverage}。",
    ),
    "report.counts": Sentence("Results by verdict", "检查结果统计"),
    "report.counts-unit": Sentence(
        "Each value judged counts as one result, and so does a check without values. A host that returned no data counts as one result not determined, a machine listed as several assets as one warning.",
        "每个判断值计一项，没有数值的检查项计一项；未取得任何数据的主机计为一项“未采集到”；同一台设备登记为多项资产的，计为一项警告。",
    ),
    "report.bar": Sentence("Shares of the verdicts", "各类结果所占比例"),
    "report.verdict": Sentence("Result", "判定"),
    "report.meaning": Sentence("Meaning", "含义"),
    "report.count": Sentence("Count", "数量"),
    "report.share": Sentence("Share", "占比"),
    "report.meaning.OK": Sentence("meets the standard", "符合标准"),
    "report.meaning.WARN": Sentence("deviates from the standard; plan a remedy", "偏离标准，建议安排处理"),
    "report.meaning.CRIT": Sentence(
        "deviates severely from the standard; act soon", "严重偏离标准，应尽快处理"
    ),
    "report.meaning.UNKNOWN": Sentence(
        "no data could be obtained; this does not mean that all is well", "未能取得数据，不代表没有问题"
    ),
    "report.meaning.NA": Sentence("does not exist on this host", "该主机没有此项内容"),
    "report.meaning.INFO": Sentence("recorded for information, not judged", "仅记录数值，不作判断"),
    "report.hosts": Sentence("Completion by host", "主机完成情况"),
    "report.status": Sentence("Status", "状态"),
    "report.status.done": Sentence("Completed", "已完成"),
    "report.status.partial": Sentence("Partly completed", "部分完成"),
    "report.status.unreachable": Sentence("Not reached", "未能连接"),
    "report.status.pending": Sentence("Not started", "未开始"),
    "report.conclusion": Sentence("Overall conclusion", "综合结论"),
    "report.remarks": Sentence("Remarks", "备注"),
    "report.concluded-by": Sentence("Concluded by {person}, {time}", "结论出具人：{person}，{time}"),
    "report.corrects": Sentence(
        "Version {version}; it takes the place of the one before. Reason: {reason}",
        "第 {version} 版，取代前一版。更正原因：{reason}",
    ),
    "report.conclusion-note": Sentence("To be filled in by the engineer", "由巡检工程师填写"),
    # --- 3 problems --------------------------------------------------------------------------------
    "report.findings-none": Sentence(
        "Among the values obtained, none deviates from its standard.",
        "在已取得的数据中，未发现偏离标准的情况。",
    ),
    "report.findings-nothing": Sentence(
        "No value was obtained, so nothing can be said about deviations.",
        "未取得任何数据，无法判断是否存在偏离标准的情况。",
    ),
    "report.finding-host": Sentence("Inspection of the host", "主机巡检"),
    "report.finding-host-standard": Sentence("Reached and inspected completely", "可连接并完成巡检"),
    "report.finding-host-advice": Sentence(
        "Find out why and inspect it again; until then its state is unknown.",
        "查明原因后补检；在此之前该主机状态未知。",
    ),
    "report.finding-offline": Sentence("Offline inspection of the host", "主机离线巡检"),
    "report.finding-offline-standard": Sentence("its result has been brought", "离线结果已带回"),
    "report.finding-offline-advice": Sentence(
        "Run the bundle on the host and bring its result; until then nothing is known of its state.",
        "到现场执行离线巡检脚本并带回结果；在此之前该主机状态未知。",
    ),
    "report.offline-awaited": Sentence("result not brought yet", "结果尚未带回"),
    "report.finding-machine": Sentence("One machine listed as several assets", "同一台设备登记为多项资产"),
    "report.finding-machine-key": Sentence("same host key {key}", "主机密钥相同：{key}"),
    "report.finding-machine-here": Sentence(
        "all are the machine that the inspection was made from", "均为执行巡检的本机"
    ),
    "report.finding-machine-boot": Sentence(
        "same boot of the kernel and same host name", "主机名和内核启动标识相同"
    ),
    "report.finding-machine-standard": Sentence("one machine for each asset", "每项资产对应一台设备"),
    "report.finding-machine-advice": Sentence(
        "Compare the addresses with the equipment list; if a system was cloned, give it host keys of its own.",
        "请核对资产清单中的地址；若系统为复制安装，应为其生成独立的主机密钥。",
    ),
    "report.no": Sentence("No.", "序号"),
    "report.check": Sentence("Check", "检查项"),
    "report.item": Sentence("Item", "对象"),
    "report.value": Sentence("Value", "当前值"),
    "report.standard": Sentence("Standard", "标准"),
    "report.advice": Sentence("Advice", "处理建议"),
    "report.reason": Sentence("Reason", "原因"),
    "report.item-of": Sentence("{check} ({item})", "{check}（{item}）"),
    # --- reasons, where the one for engineers is not for customers ----------------------------------
    "report.customer.host.no-credentials": Sentence(
        "the login for {address} was not available to the engineers", "工程师没有可用于登录 {address} 的凭据"
    ),
    "report.said": Sentence("“{words}” (the system's own words)", "“{words}”（系统原文）"),
    "report.said.password": Sentence("sudo asks for a password", "sudo 要求输入口令"),
    "report.said.no-terminal": Sentence("sudo wants a terminal", "sudo 要求在终端中使用"),
    "report.said.not-in-sudoers": Sentence("the account is not in the sudoers file", "该账号未列入 sudoers"),
    "report.said.no-sudo": Sentence("sudo is not installed", "未安装 sudo"),
    "report.customer.host.unknown-host-key": Sentence(
        "the identity of {address} was not confirmed before (host key {offered})",
        "{address} 的身份事先未核对（主机密钥 {offered}）",
    ),
    "report.customer.host.internal": Sentence(
        "an error of the inspection software stopped this host", "巡检软件出错，该主机的巡检中断"
    ),
    # --- 4 hosts -----------------------------------------------------------------------------------
    "report.pending-reason": Sentence(
        "the run ended before this host's turn", "运行在轮到该主机之前已结束，没有该主机的记录"
    ),
    "report.partial-reason": Sentence("part of the results is missing", "部分结果缺失"),
    # --- 5 details ---------------------------------------------------------------------------------
    "report.command": Sentence("Command", "命令"),
    "report.see-annex": Sentence("(complete in C: {probe})", "（完整命令见 C：{probe}）"),
    "report.command-forbidden": Sentence(
        "not run: the contract forbids '{command}'", "未执行：合同禁止使用 {command}"
    ),
    "report.no-results": Sentence("This check was not carried out in this run.", "本次未执行该检查项。"),
    "report.missing": Sentence(
        "Hosts without a result for this check: {n}, see A.",
        "另有 {n} 台主机没有该项结果，见 A。",
    ),
    "report.shortened": Sentence("(shortened, {n} {n:character|characters})", "（已截短，共 {n} 个字符）"),
    # --- 6 signatures ------------------------------------------------------------------------------
    "report.chapter.signatures": Sentence("Signatures", "签署确认"),
    "report.signatures-note": Sentence(
        "The undersigned confirm that the inspection was carried out as described in this report and its annex.",
        "以下签署人确认：本次巡检已按本报告及其附件所述内容实施。",
    ),
    "report.no-signatures": Sentence(
        "This is a health check and not an inspection under the contract; it is not signed.",
        "本报告为健康检查结果，不属于合同约定的巡检，不作签署。",
    ),
    "report.party.vendor": Sentence("Service company", "服务方"),
    "report.party.customer": Sentence("Customer", "客户"),
    "report.role": Sentence("Role", "角色"),
    "report.person": Sentence("Name", "姓名"),
    "report.signature": Sentence("Signature", "签字"),
    "report.day": Sentence("Date", "日期"),
    "report.signing-key": Sentence("Key (SSH)", "签名密钥（SSH）"),
    "report.signing-time": Sentence("Time, as claimed", "签字时间（签字人自述）"),
    "report.verified": Sentence("verified", "已核验"),
    "report.not-counted": Sentence("does not count", "不予认可"),
    "report.signing-note": Sentence(
        "Each signature covers this report and the record behind it; times are as stated by the signers. “Verified” is by the service company's list of keys (allowed_signers in the archive): confirm each fingerprint (SHA256:) with its signer first, in person or on a number you already know, and keep the list.",
        "签名由签字人用本人密钥生成，涵盖本报告和巡检记录，时间由签字人自行声明。“已核验”指已按服务单位的密钥清单（存档中的 allowed_signers）核验；首次使用前，请当面或按已知的电话向每位签字人本人核对指纹（SHA256:），并留存清单。",
    ),
    "report.customer-sign": Sentence("Signature / company seal", "签字 / 盖章"),
    # --- annexes -----------------------------------------------------------------------------------
    "report.annex.commands": Sentence("Commands that were run", "执行的命令"),
    "report.annex.evidence": Sentence("Evidence", "采集证据"),
    "report.commands-note": Sentence(
        "The complete list of commands sent to the hosts. All of them only read.",
        "以下为发送到主机的全部命令，均为只读命令。",
    ),
    "report.commands-none": Sentence("No command was run.", "未执行任何命令。"),
    "report.forbidden": Sentence("Commands forbidden by the contract", "合同禁止执行的命令"),
    "report.forbidden-note": Sentence(
        "These probes were not run because the contract forbids a command they need; their checks count as not determined.",
        "以下采集项因用到合同禁止的命令而未执行，相关检查项计为未采集到。",
    ),
    "report.forbidden-command": Sentence("Forbidden command", "被禁止的命令"),
    "report.probe": Sentence("Probe", "采集项"),
    "report.sudo": Sentence("run as", "执行账号"),
    "report.by-login": Sentence("login", "登录账号"),
    "report.timeout": Sentence("Time limit", "超时"),
    "report.cap": Sentence("Output limit", "输出上限"),
    "report.evidence-note": Sentence(
        "The raw output of every command is kept under its SHA-256 hash. A changed output has another hash, and a changed record another hash of the record.",
        "每条命令的原始输出均按 SHA-256 校验值留存。输出被改动则其校验值改变，记录被改动则记录校验值改变。",
    ),
    "report.sha256": Sentence("SHA-256 of the output", "输出的 SHA-256"),
    "report.errors": Sentence("error output, {size}", "错误输出，{size}"),
    "report.size": Sentence("Size", "大小"),
    "report.exit-code": Sentence("Exit", "返回码"),
    "report.ms": Sentence("ms", "毫秒"),
    "report.why": Sentence("Ended", "结束方式"),
    "report.why.ok": Sentence("ok", "完成"),
    "report.why.timeout": Sentence("time limit", "超时"),
    "report.why.absent": Sentence("no command", "无此命令"),
    "report.why.died": Sentence("died", "异常终止"),
    "report.why.unfinished": Sentence("unfinished", "未结束"),
    "report.cut": Sentence("{why}, cut", "{why}，截断"),
    "report.host-key": Sentence("Host key", "主机密钥"),
    "report.no-evidence": Sentence("No output was received from this host.", "未收到该主机的任何输出。"),
    "report.left-running": Sentence(
        "A process of these probes could not be ended and was left running on the host: {probes}",
        "以下采集项的进程无法终止，可能仍在主机上运行：{probes}",
    ),
    # --- forms -------------------------------------------------------------------------------------
    "report.date": Sentence("{year}-{month:02d}-{day:02d}", "{year} 年 {month} 月 {day} 日"),
    "report.until": Sentence("{start} to {end}", "{start} 至 {end}"),
    "report.days": Sentence("{n} d", "{n} 天"),
    "report.hours": Sentence("{n} h", "{n} 小时"),
    "report.minutes": Sentence("{n} min", "{n} 分钟"),
    "report.seconds": Sentence("{n} s", "{n} 秒"),
}
