"""Words and sentences of the documents of a service order: service sheet, work-contact form, records, reports, notices."""

from __future__ import annotations

from collections.abc import Mapping

from fieldops.messages.sentence import Sentence

SENTENCES: Mapping[str, Sentence] = {
    # Titles.
    "paper.title-sheet": Sentence("Service sheet", "服务单"),
    "paper.title-work-contact": Sentence("Work-contact form", "工作联系单"),
    "paper.title-record": Sentence("Fault record", "故障记录"),
    "paper.title-analysis": Sentence("Fault analysis report", "故障分析报告"),
    "paper.title-inspection_notice": Sentence("Inspection notice", "检查单"),
    "paper.title-rectification_notice": Sentence("Rectification notice", "整改通知单"),
    "paper.title-swap": Sentence("Swap form", "更换单"),
    "paper.version": Sentence("Version {number}", "第 {number} 版"),
    "paper.version-after": Sentence(
        "Version {number}; it takes the place of version {before}, signed at {signed}",
        "第 {number} 版，代替 {signed} 签字的第 {before} 版",
    ),
    # Parts.
    "paper.part-request": Sentence("What was reported", "报修情况"),
    "paper.part-times": Sentence("Times promised and kept", "时限与履行情况"),
    "paper.part-work": Sentence("What was done", "处理经过"),
    "paper.part-result": Sentence("Cause and result", "原因与结果"),
    "paper.part-customer": Sentence("The customer's word", "客户意见"),
    "paper.part-signatures": Sentence("Signatures", "签字"),
    "paper.part-why": Sentence("Why it is not covered", "超出合同的原因"),
    "paper.part-agreed": Sentence("What has to be agreed before work begins", "开工前须商定的事项"),
    "paper.part-fee": Sentence("Work and fee", "工作内容与费用"),
    "paper.part-sessions": Sentence("Remote sessions", "远程维护记录"),
    "paper.part-record": Sentence("Record", "记录内容"),
    "paper.part-due": Sentence("This report", "报告时限"),
    "paper.part-course": Sentence("Course", "故障经过"),
    "paper.part-cause": Sentence("Cause", "故障原因"),
    "paper.part-effect": Sentence("Effect", "影响"),
    "paper.part-handling": Sentence("Handling", "处理过程"),
    "paper.part-prevention": Sentence("How it is kept from coming back", "预防措施"),
    "paper.part-notice": Sentence("Notice", "通知事项"),
    "paper.undone": Sentence("{what}: due {due}, not done yet", "{what}：应于 {due} 前完成，至今未完成"),
    "paper.part-missing": Sentence("What is missing", "未办事项"),
    "paper.part-demand": Sentence("What is to be done, by whom, until when", "处理要求、责任人与期限"),
    "paper.part-swap": Sentence("Swap {swap}", "更换 {swap}"),
    # Properties.
    "paper.field-swapped-in": Sentence("Equipment", "设备"),
    "paper.field-slot": Sentence("Slot", "槽位"),
    "paper.field-part-out": Sentence("Part taken out", "换下部件"),
    "paper.field-serial-out": Sentence("Old serial number", "旧件序列号"),
    "paper.field-part-in": Sentence("Part put in", "换上部件"),
    "paper.field-serial-in": Sentence("New serial number", "新件序列号"),
    "paper.field-carried-out": Sentence("Carried out", "更换时间"),
    "paper.field-from-store": Sentence("Out of the store", "出自备件库"),
    "paper.field-approved": Sentence("Approved by", "批准"),
    "paper.field-loaner": Sentence("Lent meanwhile", "代用机"),
    "paper.field-loaner-back": Sentence("Back", "收回时间"),
    "paper.field-old-part": Sentence("Old part received", "旧件收回"),
    "paper.field-to-maker": Sentence("Sent to the maker", "返厂"),
    "paper.field-from-maker": Sentence("Back from the maker", "返修到货"),
    "paper.of-maker": Sentence("{at}, {owner}", "{at}，{owner}"),
    "paper.promised-by": Sentence("{what} ({which})", "{what}（{which}）"),
    "paper.field-examined": Sentence("Examination found", "检测结果"),
    "paper.field-notice-sent": Sentence("Sent", "发出时间"),
    "paper.not-covered-unsaid": Sentence("not covered by the warranty", "不在质保范围内"),
    "paper.not-covered": Sentence(
        "not covered by the warranty; agreed with the customer", "不在质保范围内，已与客户商定"
    ),
    "paper.field-order": Sentence("Order", "服务单编号"),
    "paper.field-customer": Sentence("Customer", "客户"),
    "paper.field-contract": Sentence("Contract", "合同"),
    "paper.field-contract-number": Sentence("Contract number", "合同编号"),
    "paper.field-contact": Sentence("Contact", "报修人"),
    "paper.field-channel": Sentence("Came in by", "受理渠道"),
    "paper.field-reported": Sentence("Reported", "报修时间"),
    "paper.field-taken-by": Sentence("Taken in by", "受理人"),
    "paper.field-request": Sentence("Type", "请求类型"),
    "paper.field-level": Sentence("Service level", "服务级别"),
    "paper.field-severity": Sentence("Severity", "故障等级"),
    "paper.field-impact": Sentence("Impact, urgency", "影响与紧急程度"),
    "paper.field-equipment": Sentence("Equipment", "报修对象"),
    "paper.field-site": Sentence("Place", "地点"),
    "paper.field-symptom": Sentence("Symptom", "故障现象"),
    "paper.field-environment": Sentence("Environment", "环境"),
    "paper.field-found-on": Sentence("Found damaged under order", "发现损坏的服务单"),
    "paper.field-admission": Sentence("By the contract", "合同核对"),
    "paper.field-engineer": Sentence("Engineer", "责任工程师"),
    "paper.field-arrived": Sentence("On site", "到达现场"),
    "paper.field-cause": Sentence("Cause", "故障原因"),
    "paper.field-parts": Sentence("Parts", "备件"),
    "paper.field-result": Sentence("Result", "处理结果"),
    "paper.field-remarks": Sentence("Remarks", "意见"),
    "paper.field-satisfaction": Sentence("Satisfaction", "满意度"),
    "paper.field-work": Sentence("Work", "工作内容"),
    "paper.field-fee": Sentence("Fee", "费用"),
    "paper.field-price": Sentence("Who pays for {part}", "{part} 的费用承担"),
    "paper.part-not-covered": Sentence("{part}: {why}", "{part}：{why}"),
    "paper.field-questions": Sentence("Questions about price and contract", "商务问题联系"),
    "paper.field-report-due": Sentence("To be handed over by", "应提交时间"),
    "paper.field-report-given": Sentence("Handed over", "提交时间"),
    "paper.field-clause": Sentence("Clause", "依据"),
    "paper.field-notice": Sentence("Notice", "通知"),
    "paper.field-notice-due": Sentence("Due since", "应发时间"),
    "paper.field-open-for": Sentence("Open for", "未关闭时长"),
    "paper.field-stage": Sentence("State", "状态"),
    "paper.field-entered": Sentence("Entered in", "计入"),
    # Columns.
    "paper.column-what": Sentence("What", "事项"),
    "paper.column-promised": Sentence("Promised", "约定"),
    "paper.column-due": Sentence("Due", "最迟"),
    "paper.column-reached": Sentence("Reached", "实际"),
    "paper.column-kept": Sentence("Kept", "是否按时"),
    "paper.column-clause": Sentence("Clause", "依据"),
    "paper.column-time": Sentence("Time", "时间"),
    "paper.column-who": Sentence("Who", "人员"),
    "paper.column-session": Sentence("By whom", "操作人、账号与授权"),
    "paper.column-changes": Sentence("Changes", "变更内容"),
    "paper.handed-over-to": Sentence("{outcome} to {to}", "{outcome}给{to}"),
    "paper.permitted-by": Sentence("permitted by {who}", "{who}授权"),
    "paper.column-details": Sentence("Details", "说明"),
    "paper.column-why": Sentence("Reason", "原因"),
    "paper.column-step": Sentence("Step", "步骤"),
    "paper.column-done": Sentence("Done", "办理时间"),
    # What is said in them.
    "paper.serial": Sentence("serial {serial}", "序列号 {serial}"),
    "paper.clause-in": Sentence("{title}, {clause}", "《{title}》{clause}"),
    "paper.clause-of": Sentence("{title}", "《{title}》"),
    "paper.no-times": Sentence("The contract promises no times for it.", "合同对此没有约定时限。"),
    "paper.pause-of": Sentence("{clocks}: {said}", "{clocks}：{said}"),
    "paper.at-the-latest": Sentence("{what}, at the latest", "{what}（最迟）"),
    "paper.if-so": Sentence("{what} ({when})", "{what}（如{when}）"),
    "paper.agreed": Sentence("agreed on {day}", "{day} 商定"),
    "paper.agreed-with": Sentence("agreed on {day} with {who}", "{day} 与{who}商定"),
    "paper.best-effort": Sentence("as soon as possible", "尽快"),
    "paper.kept-met": Sentence("kept", "按时"),
    "paper.kept-late": Sentence("late", "超时"),
    "paper.kept-running": Sentence("running", "计时中"),
    "paper.kept-paused": Sentence("stopped", "暂停"),
    "paper.kept-waiting": Sentence("not begun", "未开始"),
    "paper.kept-best_effort": Sentence("done", "已完成"),
    "paper.kept-undetermined": Sentence("not known", "无法判定"),
    "paper.result-resolved": Sentence("Resolved at {at}.", "{at} 解决。"),
    "paper.result-workaround": Sentence(
        "Operates again for the time being since {at}.", "{at} 起临时恢复使用。"
    ),
    "paper.remark": Sentence("{remark} ({by})", "{remark}（{by}）"),
    "paper.approval": Sentence("approval", "批准"),
    "paper.approval-by": Sentence("approval: {by}", "批准：{by}"),
    "paper.emergency": Sentence(
        "Emergency: reported at {at}; work begins before all of this is agreed, and it is still owed.",
        "紧急情况：{at} 报修，先行处理，上述手续须补办。",
    ),
    "paper.given": Sentence("given at {at}.", "{at} 已提交。"),
    "paper.by-clause": Sentence("Entries by the contract: {clause}", "记录内容依据合同：{clause}"),
    "paper.no-deadline": Sentence("no time agreed", "合同未约定时限"),
    "paper.longer-than": Sentence("more than {period}", "超过 {period}"),
    "paper.entered-nowhere": Sentence("nowhere", "不计入考核"),
    # Signatures.
    "paper.role-engineer": Sentence("Engineer", "工程师"),
    "paper.role-customer": Sentence("Customer", "客户"),
    "paper.role-instead": Sentence("In the place of the customer", "代客户签字"),
    "paper.role-manager": Sentence("Department manager", "部门经理"),
    "paper.role-quality": Sentence("Quality", "质量部门"),
    "paper.role-company": Sentence("Service company", "服务方"),
    "paper.role-handler": Sentence("Handled by", "处理人"),
    "paper.role-author": Sentence("Written by", "编写人"),
    "paper.role-received": Sentence("Received by the customer", "客户签收"),
    "paper.date": Sentence("Date", "日期"),
    # Around the page.
    "paper.by-hand": Sentence("to be filled in by hand", "手填"),
    "paper.as-recorded": Sentence(
        "Content as recorded until {at} ({zone}).", "正文依据截至 {at} 的记录（{zone}）。"
    ),
    "paper.zone-beijing": Sentence("Beijing time", "北京时间"),
    "paper.evidence-hash": Sentence("(SHA-256 {digits}…)", "（SHA-256 {digits}…）"),
    "paper.evidence-key": Sentence("; signed by {person} with the key {key}", "；{person}用密钥 {key} 签名"),
    "paper.not-known": Sentence(
        "What nobody has recorded is left empty, to be filled in by hand.", "没有记录的内容留空，由人填写。"
    ),
    # Which documents there are.
    "paper.kind-sheet": Sentence("service sheet", "服务单"),
    "paper.kind-work-contact": Sentence("work-contact form", "工作联系单"),
    "paper.kind-record": Sentence("fault record", "故障记录"),
    "paper.kind-analysis": Sentence("fault analysis report", "故障分析报告"),
    "paper.kind-notice": Sentence("notice", "检查单、整改通知单"),
    "paper.kind-swap": Sentence("swap form", "更换单"),
    "paper.is-there": Sentence("{kind}: {what}", "{kind}：{what}"),
    "paper.is-due": Sentence("{kind}: {what}, due {at}", "{kind}：{what}，应于 {at} 前提交"),
    "paper.was-given": Sentence("{kind}: {what}, handed over at {at}", "{kind}：{what}，{at} 已提交"),
    "paper.none": Sentence("{kind}: none; {why}", "{kind}：无；{why}"),
    "paper.write-it": Sentence(
        "as a file: fieldops order documents {order} --kind sheet --output FILE.docx",
        "写成文件：fieldops order documents {order} --kind sheet --output 文件.docx",
    ),
    "paper.written": Sentence("written: {path} (SHA-256 {sha256})", "已写入 {path}（SHA-256 {sha256}）"),
    # What is refused.
    "paper.which": Sentence("say which document: --kind {choices}", "请写明哪种文件：--kind {choices}"),
    "paper.two-places": Sentence("either --output or --folder, not both", "--output 和 --folder 只能写一个"),
    "paper.covered": Sentence(
        "{order} is covered by the contract: there is nothing to agree, and no work-contact form",
        "{order} 在合同范围内，无须商定，也不需要工作联系单",
    ),
    "paper.other-sheet": Sentence(
        "{path} is signed, but it is no such document of {order}, word for word: write one with fieldops order documents {order} --kind {kind} --output FILE.pdf, and have that signed",
        "{path} 已签名，但与 {order} 的该文件不完全一致：请用 fieldops order documents {order} --kind {kind} --output 文件.pdf 生成，再请客户签名",
    ),
    # The archive of an order.
    "archive.no-order": Sentence("no record of one order stands there", "其中不是一张服务单的记录"),
    "order-archive.written": Sentence(
        "{order} written to {path}, {count} {count:file|files}; anybody can check it: README.en.txt in it says how, or fieldops verify {path}",
        "已将 {order} 写入 {path}，共 {count} 个文件；任何人都能核对，方法见其中的 README.zh-CN.txt，或用 fieldops verify {path}",
    ),
    "order-archive.about": Sentence(
        "archive of the order {order}, contract '{contract}'", "服务单 {order} 的存档，合同“{contract}”"
    ),
    "order-archive.keys-given": Sentence("keys: from the list {path}", "公钥：取自清单 {path}"),
    "order-archive.keys-contract": Sentence(
        "keys: of the customer's contacts in the contract", "公钥：取自合同中客户联系人"
    ),
    "order-archive.keys-own": Sentence(
        "keys: from the archive itself, which proves nothing about whose they are: name your own list with --allowed-signers",
        "公钥：取自存档自身，不能证明归属：请用 --allowed-signers 给出自己的名单",
    ),
    "order-archive.unsigned": Sentence(
        "nobody of the customer has signed with a key: scans are what they show",
        "客户没有人用密钥签名；扫描件只能由人辨认",
    ),
    "order-archive.signed": Sentence(
        "proven: {person} signed {file} ({name}) with the key {key}, which held on {day}",
        "已证明：{person} 用密钥 {key} 签了 {file}（{name}），该密钥在 {day} 有效",
    ),
    "order-archive.signed-own": Sentence(
        "{person}, as the archive says, signed {file} ({name}) with the key {key}",
        "据存档所称，{person} 用密钥 {key} 签了 {file}（{name}）",
    ),
    "order-archive.refused": Sentence(
        "the signature on {file} ({name}) does not count: {why}", "{file}（{name}）的签名无效：{why}"
    ),
    "order-archive.strange-movement": Sentence(
        "line {line} is no movement for this order, or does not stand in the record where it says",
        "第 {line} 行不是该单的出入库记录，或与记录中的位置不符",
    ),
    # Taking one in.
    "order-archive.of-no-order": Sentence(
        "{path} is not the archive of an order",
        "{path} 不是服务单的存档",
        "the archive of an inspection is taken in with fieldops run import; of an order one is written with fieldops order export ORDER FILE.zip",
        "巡检存档请用 fieldops run import 收入；服务单存档用 fieldops order export ORDER FILE.zip 生成",
    ),
    "order-archive.unvouched": Sentence(
        "nobody of the team signed for this archive: anybody could have written it",
        "团队中无人为该存档签名，无法确认来源",
        "whoever sends it signs for it: fieldops order export ORDER FILE.zip --as PERSON; the key must stand in the team's"
        " document here",
        "请发送人签名：fieldops order export ORDER FILE.zip --as PERSON；其公钥须登记在此处的团队文件中",
    ),
    "order-archive.bad-signature": Sentence(
        "the signature on {file} ({name}) does not count here: {why}",
        "{file}（{name}）的签名在此处无效：{why}",
        "compare the customer's contacts in the contract here with those where the archive is from",
        "请核对两处合同中客户联系人的公钥是否一致",
    ),
    "order-archive.contradicts": Sentence(
        "{place}: event {number} ({type}) of {order} is another one here",
        "{place}：{order} 的第 {number} 条记录（{type}）与此处的不一致",
        "the order went on in two stores, or another order has this number here: fieldops order show {order}; what is lacking is"
        " told where the order is kept, with fieldops order import of an event file",
        "该单在两处各自继续登记过，或此处另有一张同号的服务单：fieldops order show {order}；所缺事项请写成事项文件，在保管该单的地方导入：fieldops order import FILE",
    ),
    "order-archive.older": Sentence(
        "{place}: the archive knows {there} of the {here} {here:event|events} of {order} that are on record here: it is older",
        "{place}：{order} 在此处已有 {here} 条记录，存档中只有其中 {there} 条：存档较旧",
        "nothing is lacking here; write a new archive where the order went on",
        "此处并无缺漏；如该单在别处有新的登记，请在那里重新生成存档",
    ),
    "order-archive.movement": Sentence(
        "movements.jsonl:{line}: this cannot have been moved by the books here: {why}",
        "movements.jsonl:{line}：按此处的账，这笔出入库不可能发生：{why}",
        "put the books right first, such as with fieldops stock receive, and take the archive in again",
        "请先把账对上，例如用 fieldops stock receive 补登入库，再重新收入存档",
    ),
    "order-archive.serial-elsewhere": Sentence(
        "{swap} has put in or lent {serial}, which is elsewhere by what is known here: {where}",
        "{swap} 换上或借出的 {serial} 按此处的记录在别处：{where}",
        "find out which of the two is so, and correct the other",
        "请查明哪一处属实，并更正另一处",
    ),
    "order-archive.as-of-what": Sentence(
        "--as, --key and --agent sign an archive, and none is written: order export ORDER FILE.zip",
        "--as、--key、--agent 用于在存档上签名，而这里不生成存档：order export ORDER FILE.zip",
    ),
    "order-archive.not-proven": Sentence(
        "not proven: who made the pages, when it was signed, and that what stands there is so",
        "不能证明：页面由谁制作、签名的时间，以及所写内容属实",
    ),
    "order-readme.title": Sentence("Archive of a service order", "服务单存档"),
    "order-readme.order": Sentence("Order: {order}", "服务单编号：{order}"),
    "order-readme.parties": Sentence(
        "Customer: {customer}. Service company: {vendor}.", "客户：{customer}；服务方：{vendor}"
    ),
    "order-readme.contents": Sentence(
        "What is in here. Unpack it into an empty folder and open a terminal there:",
        "存档内容。请解压到空文件夹，并在其中打开终端：",
    ),
    "order-readme.of-record": Sentence(
        "everything that was recorded of the order; of other orders checksums only",
        "该单的全部记录；其他服务单只有校验值",
    ),
    "order-readme.of-swaps": Sentence(
        "the contract's swaps of parts, where the order has any", "合同项下的部件更换记录（有更换时）"
    ),
    "order-readme.of-movements": Sentence(
        "what the spare-parts stores moved for the order, where they did", "备件库为该单办理的出入库（有时）"
    ),
    "order-readme.of-evidence": Sentence(
        "what was handed in: signed sheets, scans, permissions; a signature is beside its file (.sig)",
        "交来的文件：签过的服务单、扫描件、授权；签名在文件旁边（.sig）",
    ),
    "order-readme.of-pages": Sentence(
        "the order's documents in Chinese and English, as they are written today",
        "该单的各种文件（中文、英文），按今天的记录生成",
    ),
    "order-readme.of-signers": Sentence(
        "the customer's public keys, as the service company says: compare the fingerprints with the holders",
        "客户的公钥，由服务方提供：请与持有人核对指纹",
    ),
    "order-readme.of-sums": Sentence("the checksums of all other files", "其余所有文件的校验值"),
    "order-readme.checks": Sentence(
        "How to check it; what is needed: sha256sum, and OpenSSH 8.1 or newer",
        "核对方法；所需程序：sha256sum，OpenSSH 8.1 及以上版本",
    ),
    "order-readme.ask-sums": Sentence(
        "Are all files what was packed? Each line ends with OK.",
        "各文件是否与打包时一致？每行都应以 OK 或“成功”结尾。",
    ),
    "order-readme.ask-signature": Sentence(
        'Who signed {file}, recorded for {at}? It must print: Good "sheet@fieldops" signature',
        '{file} 由谁签名（记录的时间：{at}）？应显示：Good "sheet@fieldops" signature',
    ),
    "order-readme.proven": Sentence(
        "That proves: these files were signed with those keys, and not changed since.",
        "由此证明：这些文件由上述密钥签名，此后未改动。",
    ),
    "order-readme.unsigned": Sentence(
        "Nobody of the customer has signed with a key; scans are what they show.",
        "客户没有人用密钥签名；扫描件只能由人辨认。",
    ),
    "order-readme.not-proven": Sentence(
        "Not proven: whose the keys are, who made the pages, when it was signed, and that what stands there is so.",
        "不能证明：密钥属于谁、页面由谁制作、签名的时间，以及所写内容属实。",
    ),
    # What `verify` says of a document.
    "paper.verify-current": Sentence(
        "{path}: {what} of {order}, word for word what is on record. {until}",
        "{path}：{order} 的{what}，与记录逐字一致。{until}",
    ),
    "paper.verify-older": Sentence(
        "{path}: {what} of {order} as it was recorded earlier; more is recorded since. {until}",
        "{path}：{order} 的{what}，是较早的记录，此后又有新的记录。{until}",
    ),
    "paper.verify-kept-only": Sentence(
        "{path}: kept on record with {order}, byte for byte",
        "{path}：已随 {order} 留存，逐字节一致",
    ),
    "paper.verify-no-record": Sentence(
        "{path}: there is no record here, so whether it is what was recorded is not determined",
        "{path}：此处没有记录库，无法判定是否与记录一致",
    ),
    "paper.verify-otherwise": Sentence(
        "{path}: names {order}, and is no document of it, word for word: it was altered, or made by other documents, templates or another version of fieldops",
        "{path}：写的是 {order}，但与其任何文件都不完全一致：内容被改动，或由不同的合同文件、模板或版本生成",
    ),
    "paper.verify-unknown": Sentence(
        "{path}: no order on record here has such a document", "{path}：此处记录的服务单都没有这样的文件"
    ),
    "paper.verify-handed-in": Sentence(
        "handed in with {order}: {kind}, {at}", "随 {order} 登记：{kind}，{at}"
    ),
    "paper.verify-kept-signature": Sentence(
        "no .sig lies beside it: the signature that the record has kept is verified",
        "旁边没有 .sig 文件，验证的是记录库中留存的签名",
    ),
    "paper.verify-unsigned": Sentence(
        "not signed: no .sig lies beside it, and none is on record: nobody's word is proven",
        "没有签名：旁边没有 .sig 文件，记录库中也没有，不能证明任何人签过",
    ),
    "paper.verify-refused": Sentence("the signature does not count: {why}", "签名无效：{why}"),
    "paper.verify-whose": Sentence(
        "signed with the key {key}, unchanged since; whose the key is nobody says here: name a list (--allowed-signers), or run it in the workspace",
        "已用密钥 {key} 签名，此后未改动；密钥属于谁，此处无从得知：请用 --allowed-signers 给出名单，或在工作区中执行",
    ),
    "paper.verify-signed-contract": Sentence(
        "proven: signed with the key of {person} ({key}), a contact of the customer in the contract, and unchanged since",
        "已证明：由合同中客户联系人 {person} 的密钥（{key}）签名，此后未改动",
    ),
    "paper.verify-signed-given": Sentence(
        "proven: signed with the key of {person} ({key}) by the list {path}, and unchanged since",
        "已证明：按名单 {path}，由 {person} 的密钥（{key}）签名，此后未改动",
    ),
    "paper.verify-day-recorded": Sentence(
        "the key held on {day}, the day on which the record has it signed",
        "记录所载的签字日 {day} 该密钥有效",
    ),
    "paper.verify-day-today": Sentence(
        "the key holds on {day}, today: a signature names no time, and none is on record",
        "今日（{day}）该密钥有效：签名本身不含时间，记录中也没有",
    ),
    "paper.verify-not-proven": Sentence(
        "not proven: when it was signed, and that what stands in it is so",
        "不能证明：签名的时间，以及所写内容属实",
    ),
    "paper.older-sheet": Sentence(
        "{path} is signed, but more is recorded of {order} since. It says: {version} Write it anew with fieldops order documents {order} --kind {kind} --output FILE.pdf, and have that signed",
        "{path} 已签名，但此后 {order} 又有新的记录。该文件写明：{version}请用 fieldops order documents {order} --kind {kind} --output 文件.pdf 重新生成，再请客户签名",
    ),
    "paper.signed-already": Sentence(
        "{person} has signed this version of {order}'s sheet already: the same person twice is one signature",
        "{person} 已签过 {order} 这一版服务单：同一人签两次只算一次",
    ),
    "paper.key-of-team": Sentence(
        "the key is {person}'s, who is on the service team: whoever does the work does not sign for the customer",
        "该密钥属于服务方的 {person}：做服务的人不能代客户签字",
    ),
    "paper.key-of-other": Sentence(
        "{path} is signed with the key of {person}, and {named} was named as who signed",
        "{path} 用的是 {person} 的密钥，登记的签字人却是 {named}",
    ),
    "paper.key-of-another": Sentence(
        "it is signed with the key of {person}, and {named} was named as who signed",
        "签字用的是 {person} 的密钥，登记的签字人却是 {named}",
    ),
    "paper.key-of-no-such-position": Sentence(
        "the key {key} is that of nobody in the team who is: {position}",
        "密钥 {key} 不属于服务团队中的任何{position}",
        "let whoever signed add the public key to the team document (signing_keys), or hand in the file without FILE.sig beside it",
        "请把签字人的公钥登记到团队文件（signing_keys），或去掉旁边的 .sig 后作为普通凭据登记",
    ),
    "paper.unlisted-key": Sentence(
        "the key {key} stands in nobody's name for sheet@fieldops in that list",
        "名单里没有人以密钥 {key} 签 sheet@fieldops",
    ),
    "paper.folder": Sentence(
        "{path} is a folder: name the file in it, or say in words where the evidence lies, such as: filed in {path}",
        "{path} 是文件夹：请写明其中的文件，或用文字说明凭据在哪里，如：“存于 {path}”",
    ),
    "paper.pipe": Sentence(
        "{path} is a pipe or a device, which has no content that could be kept and compared: save it as a file first",
        "{path} 是管道或设备，内容无法留存和核对：请先存成文件",
    ),
    "paper.claimed": Sentence(
        "that a key has signed the sheet is seen, and not said: give the signed file, with its .sig beside it: fieldops order log {order} signed --evidence FILE.pdf",
        "密钥签名须当场验证，不能只写文字：请给出已签名的文件，旁边放 .sig：fieldops order log {order} 服务单已签字 --evidence 文件.pdf",
    ),
    "paper.claimed-swap": Sentence(
        "that a key has signed the swap form is seen, and not said: give the signed file, with its .sig beside it: fieldops swap log {swap} signed --by customer --evidence FILE.pdf",
        "密钥签名须当场验证，不能只写文字：请给出已签名的更换单，旁边放 .sig：fieldops swap log {swap} 更换单已签字 --by 客户 --evidence 文件.pdf",
    ),
    "paper.no-such-file": Sentence(
        "there is no file {path}. Evidence that lies elsewhere is told in words, such as: filed as {path}",
        "没有文件 {path}。凭据存放在别处的，请用文字说明，如：“已归档 {path}”",
    ),
    "paper.no-fault": Sentence(
        "{order} is no fault of a severity: there is no analysis report of it",
        "{order} 不是分级的故障，没有故障分析报告",
    ),
    "paper.no-swap": Sentence(
        "no swap of {order} was approved: there is no swap form", "{order} 没有已批准的更换，没有更换单"
    ),
    "paper.no-notice": Sentence(
        "no notice is due for {order}, or the contract knows none",
        "{order} 目前没有应发的通知，或合同未约定通知",
    ),
}
