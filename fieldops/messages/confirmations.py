"""What is said of the customer's confirmation of a report: recording it, what it is worth, why one does not count."""

from __future__ import annotations

from collections.abc import Mapping

from fieldops.messages.sentence import Sentence

SENTENCES: Mapping[str, Sentence] = {
    # --- how it stands -----------------------------------------------------------------------------------
    "confirmation.way.signature": Sentence("confirmed by the customer", "客户已确认"),
    "confirmation.way.scan": Sentence("confirmed by the customer on paper", "客户已书面确认"),
    "confirmation.way.manager": Sentence("signed by a manager in the customer's place", "经理已代客户签字"),
    "confirmation.state": Sentence("{state}; {way}", "{state}，{way}"),
    "confirmation.line.signature": Sentence(
        "confirmed for the customer by {by} at {time} with the key {key}: verified",
        "客户方 {by} 于 {time} 确认，密钥 {key}：验证通过",
    ),
    "confirmation.line.scan": Sentence(
        "confirmed for the customer by {by} on paper of {day}; scan {sha256}: kept, not verifiable by a program",
        "客户方 {by} 于 {day} 书面签字确认；扫描件 {sha256} 已存档，程序无法验证笔迹",
    ),
    "confirmation.line.manager": Sentence(
        "signed by the manager {by} in the customer's place at {time} with the key {key}: verified; reason: {note}",
        "经理 {by} 于 {time} 代客户签字，密钥 {key}：验证通过；原因：{note}",
    ),
    "confirmation.invalid": Sentence(
        "confirmation on record of {by}: does not count", "记录在案的 {by} 的确认：不予认可"
    ),
    "confirmation.none": Sentence(
        "not confirmed by the customer: nothing on record that counts", "客户尚未确认：没有有效的确认记录"
    ),
    "confirmation.proven.signature": Sentence(
        "proven: a key of the customer's contact {by} confirmed this version",
        "已证实：客户联系人 {by} 的密钥确认了本版本",
    ),
    "confirmation.proven.scan": Sentence(
        "on record: the scan of a paper of {by}; whose hand it is only people can tell",
        "记录在案：{by} 的纸质签字扫描件；是否为其本人笔迹须由人辨认",
    ),
    "confirmation.proven.manager": Sentence(
        "proven: the manager {by} signed this version in the customer's place; the customer did not confirm it",
        "已证实：经理 {by} 代客户签署了本版本；客户本人未确认",
    ),
    "confirmation.recorded": Sentence(
        "{run}: version {version}: {way} ({by})", "{run}：第 {version} 版{way}（{by}）"
    ),
    "confirmation.already": Sentence(
        "{run}: this is on record already, nothing changed: version {version}: {way} ({by})",
        "{run}：已有该记录，未作改动：第 {version} 版{way}（{by}）",
    ),
    "confirmation.of-earlier": Sentence(
        "what was confirmed is version {version}, which was corrected since: version {current} is not confirmed by it",
        "所确认的是第 {version} 版，该版之后已更正；第 {current} 版不因此视为已确认",
        "ask the customer for a confirmation of the version that holds",
        "请客户确认现行版本",
    ),
    # --- in the report, beside the signatures ----------------------------------------------------------
    "confirmed.signature": Sentence(
        "{by}, {time}, electronically: verified. Key {key}", "{by}，{time}，电子签名验证通过。密钥 {key}"
    ),
    "confirmed.scan": Sentence(
        "{by}, {day}, on paper; scan on file, SHA-256 {sha256}",
        "{by}，{day}，纸质签字，扫描件已存档，SHA-256 {sha256}",
    ),
    "confirmed.manager": Sentence(
        "not signed by the customer; for the service company by its manager {by}, {time}: verified. Reason: {note}. Key {key}",
        "客户未签字，由服务方经理 {by} 代签，{time}，电子签名验证通过。原因：{note}。密钥 {key}",
    ),
    "confirmed.invalid": Sentence(
        "{by}: on record, does not count: {why}", "{by}：有记录，但不予认可：{why}"
    ),
    "confirmed.of-version": Sentence("version {n}: {told}", "第 {n} 版：{told}"),
    "confirmed.waiting": Sentence(
        "not yet signed: this version is not confirmed yet", "尚未签署：本版尚未确认"
    ),
    "confirmed.not-asked": Sentence(
        "not asked for yet: the two engineers sign first", "尚不需签署：先由两名工程师签署"
    ),
    "confirmed.ink": Sentence("not needed: signed electronically", "已电子签名，无须手签"),
    "confirmed.ink-customer": Sentence(
        "not needed; room for a company seal if wanted", "无须手签；如需盖章，请盖于此处"
    ),
    "confirmed.covers": Sentence(
        "The customer's signature confirms the inspection and the receipt of this report with its owners and due dates; it agrees to nothing that is still open.",
        "客户签署表示确认巡检已实施、报告已收到，并已知悉其中所列整改责任人和期限；尚未商定的不视为同意。",
    ),
    "confirmed.verify": Sentence(
        "To check {person}'s signature: unpack the archive handed over with this report ({archive} unless renamed), and run the line below there in a terminal (Windows: cmd, not PowerShell); it must print “Good”. Others: see its README. {file} holds the SHA-256 of {content} (in the archive, in this PDF, printed in chapter 8): sha256sum {content}, Windows: certutil -hashfile {content} SHA256.",
        "核对{person}的签名：解压随本报告交付的存档（默认名 {archive}），在其中打开终端（Windows 用 cmd，不用 PowerShell）执行下列命令，应显示 Good；其他人见其中 README。所签文件 {file} 写有 {content} 的 SHA-256（该文件在存档内，亦附在本 PDF 内，校验值见第 8 章）；比对：sha256sum {content}（Windows：certutil -hashfile {content} SHA256）。",
    ),
    "confirmed.content": Sentence("What the hashes cover", "签署内容校验值说明"),
    "confirmed.content-is": Sentence(
        "The SHA-256 of report.en.json (English) and report.zh-CN.json (Chinese), in the archive and inside the PDF: every word and number of that edition except the signatures, which are added later.",
        "report.zh-CN.json（中文版）和 report.en.json（英文版）的 SHA-256，文件在存档和 PDF 内；内容为该语言版本的全部文字和数值，不含其后所加的签名。",
    ),
    # --- what is not recorded ----------------------------------------------------------------------------
    "confirmation.not-final": Sentence(
        "version {version} of {run} is not signed by two engineers yet: there is nothing to confirm",
        "{run} 第 {version} 版尚未由两名工程师签字，客户无从确认",
        "fieldops sign {run} --as PERSON",
        "fieldops sign {run} --as 工程师",
    ),
    "confirmation.no-version": Sentence("{run} has no version {version}", "{run} 没有第 {version} 版"),
    "confirmation.no-contact": Sentence(
        "'{name}' is no contact of the customer in this contract",
        "“{name}”不是本合同中的客户联系人",
        "contacts: {choices}; or add the person to customer.contacts",
        "联系人：{choices}；或将其加入 customer.contacts",
    ),
    "confirmation.no-keys": Sentence(
        "the contract '{contract}' has no signing key of {name}",
        "合同“{contract}”中没有 {name} 的签名公钥",
        "add the line of the customer's .pub file to signing_keys of that contact, or attach the paper: --scan FILE --on DATE",
        "请将客户 .pub 文件中的那一行加入该联系人的 signing_keys；或附上纸质签字：--scan 文件 --on 日期",
    ),
    "confirmation.nobody": Sentence(
        "who confirms is missing",
        "缺少确认人",
        "--by NAME, a contact of the customer",
        "--by 姓名（客户联系人）",
    ),
    "confirmation.paper-of-whom": Sentence(
        "of a paper it must be said who signed it, and on which day",
        "书面确认须写明由谁签字、签于哪一天",
        "--scan FILE --by NAME --on DATE",
        "--scan 文件 --by 姓名 --on 日期",
    ),
    "confirmation.no-paper": Sentence(
        "--on and --as are for a paper only",
        "--on 和 --as 只用于书面确认",
        "add --scan FILE, or leave them out",
        "请加上 --scan 文件，或去掉这两个选项",
    ),
    "confirmation.two-ways": Sentence(
        "{one} and {other} do not go together",
        "{one} 与 {other} 不能同时使用",
        "leave one out",
        "请去掉其中一个",
    ),
    "confirmation.reason-of-manager": Sentence(
        "--reason is for --manager only", "--reason 只与 --manager 一起使用", "leave it out", "请去掉该选项"
    ),
    "confirmation.manager-without-reason": Sentence(
        "why the customer does not sign is missing",
        "缺少客户未签字的原因",
        "--reason TEXT",
        "--reason 原因",
    ),
    "confirmation.manager-not-agreed": Sentence(
        "the contract '{contract}' does not let a manager sign in the customer's place",
        "合同“{contract}”未约定可由经理代客户签字",
        "agreed it stands in the service level: closing, without_customer_signature: [manager_signature]",
        "如有约定，应写入服务级别：closing 下的 without_customer_signature: [manager_signature]",
    ),
    "confirmation.bad-day": Sentence(
        "the paper cannot have been signed on {day}: this version was concluded on {first}, and no day to come counts",
        "纸质签字日期不可能是 {day}：本版结论作出于 {first}，也不能晚于今天",
    ),
    "confirmation.scan-too-large": Sentence(
        "{path} is larger than {megabytes} MB",
        "{path} 超过 {megabytes} MB",
        "scan it in black and white, 300 dpi",
        "请以黑白、300 dpi 重新扫描",
    ),
    "confirmation.no-scan-file": Sentence(
        "{path} is no PDF, JPEG or PNG by its content", "{path} 的内容不是 PDF、JPEG 或 PNG"
    ),
    "confirmation.other-scan": Sentence(
        "version {version} of {run} is confirmed by another paper already",
        "{run} 第 {version} 版已有另一份纸质签字扫描件",
        "what is on record stays; a correction is a new version: fieldops run conclude {run} --correct REASON",
        "已有记录不能替换；如需更正请出新版本：fieldops run conclude {run} --correct 原因",
    ),
    # --- why one does not count --------------------------------------------------------------------------
    "confirmation.no-scan": Sentence("it names no scan", "未附扫描件"),
    "confirmation.key-of-team": Sentence(
        "the key {key} is a signing key of {person}, who is of the service company: that does not confirm for the customer",
        "密钥 {key} 是服务方人员 {person} 的签名密钥，不能代表客户确认",
        "the customer signs with a key of its own",
        "请客户使用自己的密钥签字",
    ),
    "confirmation.unknown-key": Sentence(
        "the key {key} is none of those that the contract has of {customer}",
        "密钥 {key} 不是合同中登记的{customer}的公钥",
        "only keys that stand with the contacts of the contract count",
        "只认可合同联系人名下登记的公钥",
    ),
    "confirmation.other-contact": Sentence(
        "the key {key} is that of {person}; the signed text names {named}",
        "密钥 {key} 属于 {person}，所签内容写明的是 {named}",
    ),
    "confirmation.no-manager": Sentence("'{person}' is no manager of the team", "“{person}”不是团队中的经理"),
    "confirmation.manager-inspected": Sentence(
        "{person} did this inspection, and cannot stand for the customer as well",
        "{person} 是本次巡检的工程师，不能同时代客户签字",
    ),
    "confirmation.no-reason": Sentence(
        "it does not say why the customer did not sign", "未写明客户未签字的原因"
    ),
}
