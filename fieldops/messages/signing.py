"""What is said when a run is concluded and signed, and when signatures are verified."""

from __future__ import annotations

from collections.abc import Mapping

from fieldops.messages.sentence import Sentence

SENTENCES: Mapping[str, Sentence] = {
    # --- how far a run is signed ---------------------------------------------------------------------
    "signing.state.draft": Sentence("draft, not signed", "草稿（未签字）"),
    "signing.state.half-signed": Sentence("signed by one of two", "一人已签字，待第二人签字"),
    "signing.state.final": Sentence("final, signed by two", "正式报告（双人已签字）"),
    "signing.state.superseded": Sentence("superseded by a later version", "已被新版本取代"),
    "signing.role.engineer": Sentence("engineer", "工程师"),
    "signing.line": Sentence("signatures: {state}", "签字状态：{state}"),
    "signing.version": Sentence("version {version}: {state}", "第 {version} 版：{state}"),
    "signing.assessment": Sentence("conclusion by {person}: {text}", "结论（{person}）：{text}"),
    "signing.remarks": Sentence("remarks: {text}", "备注：{text}"),
    "signing.corrects": Sentence("correction: {text}", "更正原因：{text}"),
    "signing.valid": Sentence(
        "signed by {person} ({role}) at {time} with the key {key}: verified",
        "{person}（{role}）于 {time} 签字，密钥 {key}：验证通过",
    ),
    "signing.invalid": Sentence(
        "signature on record for {person} ({role}): does not count",
        "记录在案的 {person}（{role}）签字：不予认可",
    ),
    "signing.lacking": Sentence(
        "not proven: {count} of {needed} signatures that count",
        "未证实：需要 {needed} 个有效签字，现有 {count} 个",
    ),
    "signing.to-write": Sentence(
        "# What the inspection comes to, in a sentence or two; behind an empty line the remarks.\n"
        "# Lines with # are left out. Leave it empty to stop.",
        "# 请用一两句话写明巡检结论；空一行后可写备注。\n# 以 # 开头的行不计入。留空则不记录。",
    ),
    "signing.proven": Sentence(
        "proven: two different engineers of this run, each with a key of their own, signed this version; the record is"
        " what they signed, and nothing was changed",
        "已证实：本次巡检的两名不同工程师分别用各自的密钥签署了本版本；现有记录与其所签内容一致，未被改动",
    ),
    "signing.not-proven": Sentence(
        "not proven: the time of signing is what the signers claim; that everything was recorded is not shown by a"
        " signature",
        "未能证实：签字时间为签字人自述；签字本身不能证明所有情况均已记录",
    ),
    "signing.concluded": Sentence(
        "{run}: version {version} is concluded; its two engineers can sign it now",
        "{run}：第 {version} 版结论已记录，可由两名工程师签字",
        "fieldops sign {run} --as {person}",
        "fieldops sign {run} --as {person}",
    ),
    "signing.days": Sentence("days agreed: {days}", "商定期限：{days}"),
    "signing.requests-by": Sentence("what the customer does {day}", "客户配合事项 {day}"),
    "signing.again-by": Sentence("inspected again {day}", "补检 {day}"),
    "signing.unowned": Sentence(
        "nobody has {n} of the findings yet, and the report says so:",
        "尚有 {n} 个问题未指派整改责任人，报告中已如实写明：",
    ),
    "signing.unowned-one": Sentence("{id}  {host}  {check}", "{id}  {host}  {check}"),
    "signing.unowned-more": Sentence(
        "and {n} more: fieldops finding list", "另有 {n} 个：fieldops finding list"
    ),
    "signing.unowned-way": Sentence(
        "agree on them before anybody signs: fieldops finding assign {id} ... --to PERSON --until DATE, then fieldops run conclude {run} ... --correct REASON",
        "可在签字前商定：先用 fieldops finding assign {id} ... --to 人员 --until 日期，再用 fieldops run conclude {run} ... --correct 原因 重新下结论",
    ),
    "signing.no-requests-day": Sentence(
        "no day is agreed for what the report asks of the customer: --requests-by DATE",
        "报告中需客户配合的事项尚无期限：--requests-by 日期",
    ),
    "signing.no-again-day": Sentence(
        "no day is agreed on which what could not be determined is inspected again: --again-by DATE",
        "未采集到的内容尚无补检期限：--again-by 日期",
    ),
    "signing.signed": Sentence(
        "{run}: signed by {person} with the key {key}: {state}",
        "{run}：{person} 已用密钥 {key} 签字：{state}",
    ),
    "report.other-version": Sentence(
        "the signed content of this report was written by another version of fieldops, which alone can show it",
        "该报告所签内容由另一版本的 fieldops 生成，只能由该版本显示",
    ),
    # --- what cannot be concluded or signed ----------------------------------------------------------
    "sign.health-check": Sentence(
        "{run} is a health check: it is not signed",
        "{run} 是健康检查，不需签字",
        "an inspection is: fieldops inspect",
        "需签字的是巡检：fieldops inspect",
    ),
    "sign.unfinished": Sentence(
        "{run} was cut off: not all hosts have ended, so nobody can sign for it",
        "{run} 中途被打断，尚有主机未完成，不能签字",
        "inspect again",
        "请重新巡检",
    ),
    "sign.not-concluded": Sentence(
        "{run} has no conclusion yet: there is nothing to sign",
        "{run} 尚无结论，不能签字",
        "fieldops run conclude {run} --by PERSON --assessment TEXT",
        "fieldops run conclude {run} --by 工程师 --assessment 结论",
    ),
    "sign.blank": Sentence(
        "the conclusion is empty",
        "结论为空",
        "say in a sentence or two what the inspection comes to: --assessment TEXT, or --file FILE",
        "请用一两句话写明巡检结论：--assessment 结论，或 --file 文件",
    ),
    "sign.concluded-already": Sentence(
        "{run} is concluded already (version {version}, by {person})",
        "{run} 已有结论（第 {version} 版，{person}）",
        "to correct it say why: --correct REASON; the signatures are then made anew",
        "如需更正请写明原因：--correct 原因；更正后须重新签字",
    ),
    "sign.two-texts": Sentence(
        "--assessment and --file are two texts for one conclusion",
        "--assessment 与 --file 只能用其一",
        "give one of them",
        "请只保留一个",
    ),
    "sign.two-keys": Sentence(
        "--key and --agent name two keys for one signature",
        "--key 与 --agent 只能用其一",
        "give one of them",
        "请只保留一个",
    ),
    "sign.no-requests": Sentence(
        "the report of {run} asks the customer for nothing: there is no day to agree on",
        "{run} 的报告没有需客户配合的事项，不需要期限",
        "leave out --requests-by",
        "请去掉 --requests-by",
    ),
    "sign.no-again": Sentence(
        "in {run} everything was determined: there is nothing to inspect again",
        "{run} 已全部采集，没有需要补检的内容",
        "leave out --again-by",
        "请去掉 --again-by",
    ),
    "sign.days-order": Sentence(
        "inspected again until {again}, but the customer has until {requests} for what has to be done before",
        "补检期限 {again} 早于客户办理期限 {requests}，而补检须在客户办妥之后",
        "the day of --again-by is not before the one of --requests-by",
        "--again-by 的日期不得早于 --requests-by",
    ),
    "sign.nothing-to-correct": Sentence(
        "{run} has no conclusion yet that could be corrected",
        "{run} 尚无结论，无从更正",
        "leave out --correct",
        "请去掉 --correct",
    ),
    "sign.not-of-run": Sentence(
        "'{person}' did not do this inspection",
        "“{person}”不是本次巡检的工程师",
        "those who did: {choices}",
        "本次巡检的工程师：{choices}",
    ),
    "sign.no-keys": Sentence(
        "the team '{team}' has no signing key of {person}",
        "团队“{team}”中没有 {person} 的签名公钥",
        "add the line of the .pub file to signing_keys of {person} in the team's document, reviewed by a second person",
        "请将 .pub 文件中的那一行加入团队文件中 {person} 的 signing_keys，并由第二人复核",
    ),
    "sign.key-unreadable": Sentence(
        "the public key {path} cannot be read: {detail}",
        "无法读取公钥 {path}：{detail}",
        "name a private key that has its .pub file beside it, or a .pub file whose key the agent holds",
        "请指定旁边有 .pub 文件的私钥，或私钥已载入 ssh-agent 的 .pub 文件",
    ),
    "sign.no-public-key": Sentence(
        "{path} holds no public SSH key",
        "{path} 不是 SSH 公钥",
        "make it anew from the private key: ssh-keygen -y -f KEY > KEY.pub",
        "可由私钥重新生成：ssh-keygen -y -f 私钥 > 私钥.pub",
    ),
    "sign.no-keygen": Sentence(
        "there is no ssh-keygen on this machine, which signs with key files",
        "本机没有 ssh-keygen，无法用密钥文件签字",
        "install the OpenSSH client, or load the key into an agent and leave out --key",
        "请安装 OpenSSH 客户端，或将密钥载入 ssh-agent 后去掉 --key",
    ),
    "sign.keygen-failed": Sentence(
        "ssh-keygen did not sign: {detail}",
        "ssh-keygen 未能签字：{detail}",
    ),
    "sign.key-not-here": Sentence(
        "none of your signing keys is here: neither in the agent nor in ~/.ssh ({keys})",
        "本机没有您的签名密钥：ssh-agent 和 ~/.ssh 中均未找到（{keys}）",
        "load it (ssh-add), or name its file: --key FILE",
        "请用 ssh-add 载入密钥，或指定密钥文件：--key 文件",
    ),
    "sign.key-not-in-agent": Sentence(
        "the agent holds none of your signing keys ({keys})",
        "ssh-agent 中没有您的签名密钥（{keys}）",
        "load it: ssh-add FILE",
        "请载入密钥：ssh-add 文件",
    ),
    "sign.token-needs-keygen": Sentence(
        "a key on a security token is used through ssh-keygen, which is not on this machine",
        "安全令牌中的密钥须通过 ssh-keygen 使用，本机没有 ssh-keygen",
        "install the OpenSSH client",
        "请安装 OpenSSH 客户端",
    ),
    "sign.agent-silent": Sentence(
        "the SSH agent has not answered within {seconds} s",
        "SSH 代理在 {seconds} 秒内没有应答",
        "SSH_AUTH_SOCK may lead to a connection that hangs: log in again, or name the key file with --key",
        "SSH_AUTH_SOCK 可能指向已经断开的连接：请重新登录，或用 --key 指定密钥文件",
    ),
    "sign.agent-refused": Sentence("the agent did not sign: {detail}", "ssh-agent 未能签字：{detail}"),
    "sign.command-answer": Sentence(
        "{command} did not print a signature",
        "{command} 未输出签名",
        "it must print one line of JSON: format, scheme, key, signature (base64)",
        "该程序应输出一行 JSON：format、scheme、key、signature（base64）",
    ),
    "sign.command-key": Sentence(
        "{command} signed with the key {key}; the documents have {wanted}",
        "{command} 使用的密钥为 {key}，文件中登记的是 {wanted}",
    ),
    "program.unreadable": Sentence(
        "the program in {variable} cannot be read: a quotation mark is not closed",
        "无法解析 {variable} 中的程序：引号未闭合",
    ),
    "sign.not-verified": Sentence(
        "what the key made is no signature of this run: nothing was recorded",
        "密钥生成的内容不是对本次巡检的有效签名，未作记录",
    ),
    # --- why a signature does not count ---------------------------------------------------------------
    "intent.unreadable": Sentence(
        "what was signed is not readable as fieldops writes it", "所签内容无法按 fieldops 的格式读取"
    ),
    "intent.newer": Sentence(
        "what was signed is of a form that this fieldops does not know: {format}",
        "所签内容的格式本版本 fieldops 不认识：{format}",
        "use a newer fieldops",
        "请使用新版 fieldops",
    ),
    "signature.unreadable": Sentence("this is no SSH signature", "这不是 SSH 签名"),
    "signature.bad": Sentence(
        "the signature is not one of this text: one of the two was changed",
        "签名与所签内容不符，其中之一被改动过",
    ),
    "signature.other-namespace": Sentence(
        "it was made for another purpose ({namespace}, not {wanted})",
        "该签名用途不符（{namespace}，应为 {wanted}）",
    ),
    "signature.other-key": Sentence(
        "it was made by the key {key}, the signed text names {named}",
        "签名所用密钥为 {key}，所签内容写明的是 {named}",
    ),
    "signature.other-run": Sentence(
        "it is a signature of another run: {run}", "这是对另一次巡检（{run}）的签名"
    ),
    "signature.other-version": Sentence(
        "it is a signature of version {version}, not of version {current}",
        "这是对第 {version} 版的签名，而非第 {current} 版",
    ),
    "signature.other-record": Sentence(
        "the record is not what was signed: its hash is {found}, signed was {manifest}",
        "现有记录与所签内容不一致：现有哈希 {found}，所签哈希 {manifest}",
    ),
    "signature.other-files": Sentence(
        "the files of the report are not those that were signed",
        "报告文件与所签文件不一致",
    ),
    "signature.other-signer": Sentence(
        "{signer} signed it, it stands on record for {named}",
        "签字人为 {signer}，记录中却写成 {named}",
    ),
    "signature.not-verified-here": Sentence(
        "not verified here: no program on this machine tells what a signature by {scheme} is worth",
        "此处未能验证：本机没有能验证 {scheme} 签名的程序",
        "name one in the environment: FIELDOPS_VERIFIER_COMMAND",
        "请在环境变量 FIELDOPS_VERIFIER_COMMAND 中指定验签程序",
    ),
    "signature.no-engineer": Sentence(
        "'{person}' did not do this inspection (those who did: {choices})",
        "“{person}”不是本次巡检的工程师（工程师：{choices}）",
    ),
    "signature.no-register": Sentence(
        "whose key it is cannot be told: the team's document cannot be read here",
        "无法确认密钥归属：此处读不到团队文件",
        "verify in the workspace that has the contract and its team",
        "请在有该合同及团队文件的工作区中验证",
    ),
    "signature.unknown-person": Sentence(
        "'{person}' is nobody of the team",
        "“{person}”不是团队成员",
        "whoever leaves stays in the team's document, with the last day of the key",
        "离职人员应保留在团队文件中，并注明其公钥的截止日",
    ),
    "signature.unqualified": Sentence(
        "on {day} {person} did not hold {qualifications}, which the contract asks for",
        "{day} 时 {person} 不具备合同要求的资质：{qualifications}",
    ),
    "signature.unknown-key": Sentence(
        "the key {key} is none of {person}'s signing keys",
        "密钥 {key} 不是 {person} 的签名密钥",
        "only keys that stand in the team's document count",
        "只认可团队文件中登记的公钥",
    ),
    "signature.key-revoked": Sentence(
        "the key {key} of {person} is revoked from {since} on; the signature is of {day}",
        "{person} 的密钥 {key} 自 {since} 起已吊销，签字日为 {day}",
    ),
    "signature.key-too-early": Sentence(
        "the key {key} of {person} holds from {first} on; the signature is of {day}",
        "{person} 的密钥 {key} 自 {first} 起启用，签字日为 {day}",
    ),
    "signature.key-expired": Sentence(
        "the key {key} of {person} held until {last}; the signature is of {day}",
        "{person} 的密钥 {key} 有效至 {last}，签字日为 {day}",
    ),
    "signature.same-person": Sentence(
        "{person} has signed this version already: the second signature must be another engineer's",
        "{person} 已签署本版本，第二个签字须由另一名工程师完成",
    ),
    "signature.same-key": Sentence(
        "the key {key} has signed this version already: two signatures by one key prove one person",
        "密钥 {key} 已签署本版本；同一密钥的两个签名只能证明一个人",
    ),
}
