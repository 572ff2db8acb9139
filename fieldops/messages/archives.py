"""What is said about archives of one run: in their README, when one is made, verified or taken in."""

from __future__ import annotations

from collections.abc import Mapping

from fieldops.messages.sentence import Sentence

SENTENCES: Mapping[str, Sentence] = {
    # --- the README of an archive --------------------------------------------------------------------
    "archive-readme.title": Sentence("Inspection archive", "巡检存档"),
    "archive-readme.run": Sentence("Report number: {run}", "报告编号：{run}"),
    "archive-readme.customer": Sentence("Customer: {customer}", "客户：{customer}"),
    "archive-readme.vendor": Sentence("Service company: {vendor}", "服务单位：{vendor}"),
    "archive-readme.day": Sentence("Day of the inspection: {day}", "巡检日期：{day}"),
    "archive-readme.state": Sentence("State: {state}", "签字状态：{state}"),
    "archive-readme.not-signed-kind": Sentence("health check, which nobody signs", "健康检查，无需签字"),
    "archive-readme.contents": Sentence("What is in here", "存档内容"),
    "archive-readme.unpack": Sentence(
        "All that is on record of one inspection. Unpack it into an empty folder and open a terminal there: you can check it\n"
        "yourself, without fieldops and without a network.",
        "本存档包含一次巡检的全部记录。请解压到空目录，并在该目录中打开终端：无需安装 fieldops，也无需联网，\n即可自行核对。",
    ),
    "archive-readme.of-pages": Sentence(
        "the report to read, in Chinese and English; open it in a browser",
        "供阅读的报告（中文、英文），用浏览器打开",
    ),
    "archive-readme.of-content": Sentence(
        "the content of the report, which is what was signed", "报告内容，即签字所针对的文件"
    ),
    "archive-readme.of-annex": Sentence("the content of its annex, signed as well", "附录内容，同样经过签字"),
    "archive-readme.of-manifest": Sentence(
        "the list of everything recorded, by checksum; signed as well",
        "记录清单：每条记录、每份原始输出的校验值，同样经过签字",
    ),
    "archive-readme.of-signatures": Sentence(
        "what each person signed (.json), and the signature (.sig)",
        "每位签字人所签的内容（.json）及其签名（.sig）",
    ),
    "archive-readme.of-confirmation": Sentence(
        "the customer's confirmation: what was signed (.json) and the signature (.sig), or the scan of a paper",
        "客户确认：所签内容（.json）及其签名（.sig），或纸质签字的扫描件",
    ),
    "archive-readme.of-signers": Sentence(
        "the public keys of those people, as the service company says", "签字人的公钥，由服务单位提供"
    ),
    "archive-readme.of-record": Sentence(
        "the record with everything the machines said; of other inspections only checksums",
        "完整记录，含各台机器的原始输出；其他巡检只有校验值",
    ),
    "archive-readme.of-sums": Sentence("the checksums of all other files", "其余所有文件的校验值"),
    "archive-readme.of-seal": Sentence(
        "the signature of the person who made this archive", "存档制作人对校验值文件的签名"
    ),
    "archive-readme.of-versions": Sentence(
        "earlier conclusions that were corrected, with their signatures", "已被更正的旧版结论及其签字"
    ),
    "archive-readme.checks": Sentence("How to check it", "核对方法"),
    "archive-readme.needed": Sentence(
        "You need ssh-keygen of OpenSSH 8.8 or newer, and sha256sum. Linux has both; on Windows use Git Bash, which\n"
        "comes with Git for Windows (PowerShell knows no `<`). Type these commands in the folder of this file:",
        "需要 ssh-keygen（OpenSSH 8.8 或更高版本）和 sha256sum。Linux 一般自带；Windows 可用 Git for Windows 附带的\n"
        "Git Bash（PowerShell 不支持 `<`）。请在本文件所在目录中依次输入：",
    ),
    "archive-readme.ask-sums": Sentence(
        "Was a file changed since it was packed? Each must be OK.",
        "打包之后文件有没有被改动？每个文件都应显示 OK（中文系统显示“成功”）。",
    ),
    "archive-readme.ask-signature": Sentence(
        'Did {person} ({id}) sign? It must say: Good "report@fieldops" signature, and this key: {key}',
        '是不是{person}（{id}）签的字？应显示 Good "report@fieldops" signature，密钥指纹为：{key}',
    ),
    "archive-readme.ask-foreign": Sentence(
        "{person} ({id}) signed with a key that OpenSSH does not know. The file has scheme, key and signature: verify it with a program of that kind over the text beside it.",
        "{person}（{id}）所用密钥的类型 OpenSSH 不支持。该文件写明算法、密钥和签名，请用相应程序对同名文本验签。",
    ),
    "archive-readme.ask-uncounted": Sentence(
        "On record as a signature of {person} ({id}), but NOT counted by the service company itself; key: {key}",
        "记录为{person}（{id}）的签字，但服务单位自己也不予认可；密钥指纹：{key}",
    ),
    "archive-readme.ask-signature-of-customer": Sentence(
        'Did {by} confirm it for the customer? It must say: Good "confirmation@fieldops" signature, and this key: {key}',
        '客户方{by}是否已确认？应显示 Good "confirmation@fieldops" signature，密钥指纹为：{key}',
    ),
    "archive-readme.ask-manager": Sentence(
        'The customer did not sign. Did the manager {by} sign instead? It must say: Good "confirmation@fieldops" signature, and this key: {key}',
        '客户未签字。是不是由经理 {by} 代签？应显示 Good "confirmation@fieldops" signature，密钥指纹为：{key}',
    ),
    "archive-readme.ask-unconfirmed": Sentence(
        "On record as a confirmation by {by}, but NOT counted by the service company itself; key: {key}",
        "记录为 {by} 的确认，但服务单位自己也不予认可；密钥指纹：{key}",
    ),
    "archive-readme.ask-named": Sentence(
        "Is what they signed this record and this report? Each line must be OK.",
        "签的是不是这份记录、这份报告？每一行都应显示 OK（中文系统显示“成功”）。",
    ),
    "archive-readme.ask-seal": Sentence(
        'Who made the pages and packed this? It must say: Good "release@fieldops" signature for {person}.',
        '这些页面由谁生成、由谁打包？应显示 Good "release@fieldops" signature for {person}。',
    ),
    "archive-readme.compare": Sentence(
        "The file allowed_signers came with this archive, so whoever made the archive chose the keys. Once, and not by the way\n"
        "the archive came: ask the service company for the fingerprints (SHA256:…) of its engineers' keys and compare them.",
        "注意：allowed_signers 是随存档一起来的，里面放哪些公钥由存档制作人决定。请另寻途径（如合同附件、电话）向服务单位\n"
        "索取工程师密钥的指纹（SHA256:…），与上面的比对一次。",
    ),
    "archive-readme.proven": Sentence("What this proves, and what not", "能证明什么，不能证明什么"),
    "archive-readme.proves-nothing": Sentence(
        "* DRAFT: nobody has signed. The checksums tell that files were damaged on their way, and nothing else.",
        "* 草稿：尚无人签字。校验值只能发现传输中的损坏，别无其他证明力。",
    ),
    "archive-readme.proves-signed": Sentence(
        "* Signatures that count: {count} of 2. Record and report are what these people signed, and nothing of it was changed.",
        "* 有效签字：{count} 个（应有 2 个）。记录和报告内容与签字人所签的一致，未被改动。",
    ),
    "archive-readme.proves-scan": Sentence(
        "* {file} is the scan of a paper that {by} is said to have signed on {day}: look at it; its checksum does not show whose hand that is.",
        "* {file} 为纸质签字扫描件，记录为 {by} 于 {day} 签字：请自行查看；校验值不能证明是谁的笔迹。",
    ),
    "archive-readme.pages-sealed": Sentence(
        "* The pages were made by {person}, who signed for them. What the engineers signed is the content, report.*.json and annex.*.json.",
        "* 页面由 {person} 生成并签名。工程师签字针对的是报告内容，即 report.*.json 和 annex.*.json。",
    ),
    "archive-readme.pages-unsealed": Sentence(
        "* Nobody signed for the pages: only SHA256SUMS covers them. What the engineers signed is the content, report.*.json and annex.*.json.",
        "* 页面本身无人签字，只有 SHA256SUMS 中的校验值。工程师签字针对的是报告内容，即 report.*.json 和 annex.*.json。",
    ),
    "archive-readme.not-proven": Sentence(
        "* The time of signing is what the signers say. A signature does not show that everything was recorded.",
        "* 签字时间为签字人自述。签字不能证明所有情况均已记录。",
    ),
    # --- making one ----------------------------------------------------------------------------------
    "archive.written": Sentence(
        "{run} ({state}) written to {path}; anybody can check it: README.en.txt in it says how, or fieldops verify {path}",
        "已将 {run}（{state}）写入 {path}；任何人都能核对，方法见其中的 README.zh-CN.txt，或用 fieldops verify {path}",
    ),
    "archive.no-seal-key": Sentence(
        "--key and --agent are about whose signature the archive bears, and nobody is named",
        "--key 和 --agent 用于在存档上签名，但未指明由谁签",
        "name the person: --as PERSON",
        "请指明签名人：--as 人员",
    ),
    "archive.not-of-team": Sentence(
        "'{person}' is nobody of the team '{team}'",
        "“{person}”不是团队“{team}”的成员",
        "its people: {choices}",
        "团队成员：{choices}",
    ),
    # --- one that is not taken apart -----------------------------------------------------------------
    "archive.fault": Sentence("{place}: {what}", "{place}：{what}"),
    "archive.too-large": Sentence(
        "it is larger than {megabytes} MiB, which no archive of a run may be",
        "超过 {megabytes} MiB，运行存档不能这么大",
    ),
    "archive.unreadable": Sentence(
        "this is no archive of a run, or it is damaged or cut off",
        "这不是运行存档，或文件已损坏、不完整",
        "an archive is a ZIP file that 'fieldops run export' wrote; a run by itself is verified by 'fieldops records verify FILE'",
        "存档是 fieldops run export 写出的 ZIP 文件；单独导出的一次运行请用 fieldops records verify 核对",
    ),
    "archive.bomb": Sentence("it claims to hold more than there is in it", "其中声称的内容多于实际大小"),
    "archive.bad-name": Sentence(
        "'{file}' is no name of a file below the folder it is unpacked to",
        "“{file}”不能作为解压目录中的文件名",
    ),
    "archive.doubled-name": Sentence("it is there twice", "重复出现"),
    "archive.no-file": Sentence(
        "it is a link, a device or a folder, not a file", "是链接、设备或目录，不是文件"
    ),
    "archive.encrypted": Sentence("it is encrypted", "已加密"),
    "archive.compressed": Sentence(
        "it was packed anew by another program, which compressed it",
        "被其他程序重新打包压缩过",
        "ask for the file as 'fieldops run export' wrote it; unpacked, its README says how to check it",
        "请索取 fieldops run export 写出的原文件；也可解压后按其中的 README 核对",
    ),
    "archive.wrong-size": Sentence("its size is not the one that the archive claims", "大小与存档所述不符"),
    "archive.damaged": Sentence("its bytes are not those that were packed", "内容与打包时不一致"),
    "archive.other-form": Sentence(
        "byte {byte} of the archive, in or beside this file, is not as fieldops writes it",
        "存档第 {byte} 字节（位于该文件处或其前后）与 fieldops 写出的不一致",
        "it was changed on its way, or packed anew by another program",
        "存档在传输中被改动，或被其他程序重新打包",
    ),
    # --- what is wrong inside ------------------------------------------------------------------------
    "archive.missing": Sentence("is missing", "缺失"),
    "archive.unnamed": Sentence("SHA256SUMS does not name it", "SHA256SUMS 中没有该文件"),
    "archive.altered": Sentence(
        "is not what SHA256SUMS says: it was changed since it was packed",
        "与 SHA256SUMS 不符：打包后被改动过",
    ),
    "archive.strange": Sentence("does not belong into an archive", "不属于存档的内容"),
    "archive.not-recorded": Sentence("is not what the record says", "与记录（record.jsonl）不一致"),
    "archive.sums-unreadable": Sentence("is no list of checksums", "不是校验值清单"),
    "archive.no-run": Sentence("holds no run, or more than one", "其中没有完整的一次运行，或混有其他内容"),
    "archive.unknown-seal": Sentence(
        "the key {key} is in no list of keys that is believed here", "密钥 {key} 不在可信公钥之列"
    ),
    "signers.unreadable": Sentence(
        "line {line} of the list of keys names no person with a key",
        "公钥清单第 {line} 行未写明人员及其公钥",
        "the form is that of OpenSSH's allowed_signers, without patterns: PERSON KEY-TYPE KEY",
        "格式与 OpenSSH 的公钥清单相同，每行依次为人员、密钥类型、公钥，不能用通配符",
    ),
    # --- what is told of one -------------------------------------------------------------------------
    "archive.about": Sentence(
        "archive of {run} ({kind}, contract {contract})", "{run}（{kind}，合同 {contract}）的存档"
    ),
    "archive.faulty": Sentence(
        "refused: {count} {count:thing is|things are} wrong with this archive",
        "不予认可：该存档有 {count} 处问题",
    ),
    "archive.whole": Sentence(
        "{files} {files:file|files}, all as they were packed; {events} {events:event|events} on record, none changed; head {head}",
        "{files} 个文件均与打包时一致；记录共 {events} 条事件，未被改动；链头 {head}",
    ),
    "archive.keys-given": Sentence("keys: from the list {path}", "公钥：取自清单 {path}"),
    "archive.keys-team": Sentence("keys: from this workspace's team", "公钥：取自本工作区的团队文件"),
    "archive.keys-own": Sentence(
        "keys: from the archive itself, which proves nothing about whose they are; ask {vendor} by another way (contract, phone)"
        " for the fingerprints of its engineers' keys, and compare:",
        "公钥：取自存档自身，不能证明归属；请另寻途径（合同附件、电话）向{vendor}索取工程师密钥的指纹并比对：",
    ),
    "archive.key": Sentence("{person}: {key}", "{person}：{key}"),
    "archive.keep": Sentence(
        "when they are the same, keep the list and name it from then on: --allowed-signers FILE",
        "核对一致后，请留存该清单，以后用 --allowed-signers 文件 指定",
    ),
    "archive.undetermined": Sentence("not determined: whose keys these are", "未能判定：这些密钥归谁所有"),
    "archive.sealed": Sentence(
        "the pages and the rest of the archive were made by {person}, who signed for them with the key {key}",
        "页面及存档由 {person} 制作并签名，密钥 {key}",
    ),
    "archive.bad-seal": Sentence(
        "SHA256SUMS.sig does not count: who made the pages is not proven",
        "SHA256SUMS.sig 不予认可：无法证明页面由谁制作",
    ),
    "archive.unsealed": Sentence(
        "not proven: who made the pages; only SHA256SUMS covers them, and nobody signed for that",
        "未能证实：页面由谁制作；页面只有 SHA256SUMS 中的校验值，无人为其签名",
    ),
    "archive.qualified": Sentence(
        "not proven: that those who signed were qualified on that day; the list of keys does not say",
        "未能证实：签字人当日是否具备资质；公钥清单中没有这项内容",
    ),
    "archive.signers-of-run": Sentence(
        "--allowed-signers is for an archive: the signatures of a run here are judged by the team's document",
        "--allowed-signers 仅用于存档；本工作区的运行以团队文件判定",
        "leave it out",
        "请去掉该选项",
    ),
    # --- taking one in -------------------------------------------------------------------------------
    "import.taken": Sentence(
        "{run}: {count} {count:event|events} taken in: {state}",
        "{run}：已收入 {count} 条事件，{state}",
    ),
    "import.nothing-new": Sentence(
        "{run}: everything was here already: {state}", "{run}：没有新内容，{state}"
    ),
    "import.left-out": Sentence(
        "version {version}, {person}: not taken in: {reason}", "第 {version} 版，{person}：未收入：{reason}"
    ),
    "import.faulty": Sentence(
        "{path}: {count} {count:thing is|things are} wrong with this archive: nothing was taken in",
        "{path}：该存档有 {count} 处问题，未收入任何内容",
        "get it again from whoever made it",
        "请向制作人重新索取",
    ),
    "import.of-order": Sentence(
        "{path} is the archive of an order, not of a run",
        "{path} 是服务单的存档，不是巡检的",
        "take it in with fieldops order import {path}",
        "请用 fieldops order import {path} 收入",
    ),
    "import.unvouched": Sentence(
        "nobody of the team signed for this run: anybody could have written it",
        "团队中无人为这次运行签字或签名，无法确认来源",
        "whoever sends it signs the archive: fieldops run export RUN FILE.zip --as PERSON; the key must stand in the team's"
        " document here",
        "请发送人用 fieldops run export 的 --as 选项对存档签名；其公钥须登记在此处的团队文件中",
    ),
    "import.contradicts": Sentence(
        "event {number} ({type}) of this run is another one here",
        "这次运行的事件 {number}（{type}）与此处的记录不一致",
        "one of the two was changed: verify both, fieldops records verify --all here and fieldops verify FILE there",
        "其中之一被改动过，请分别核对：此处用 fieldops records verify --all，存档用 fieldops verify 文件",
    ),
    "import.other-conclusion": Sentence(
        "version {version} of the conclusion is another one here",
        "第 {version} 版结论与此处的不同",
        "agree on one of the two, and on its machine correct it: fieldops run conclude RUN --correct REASON",
        "请商定以哪一份为准，并在该机器上更正：fieldops run conclude 运行编号 --correct 原因",
    ),
    "import.other-contract": Sentence(
        "the archive is of a contract {contract} with {theirs}; the one of that id here is with {ours}",
        "存档所属合同 {contract} 的客户为{theirs}；此处同一标识的合同客户为{ours}",
        "import it in the workspace that has its contract",
        "请在有该合同的工作区中导入",
    ),
    "import.unsigned-conclusion": Sentence(
        "no signature that counts is of this conclusion", "没有对该结论的有效签字"
    ),
    "import.confirmed-here": Sentence("this confirmation is here already", "此处已有该确认"),
    "import.unvouched-scan": Sentence(
        "nobody of the team signed for this scan: anybody could have put it in",
        "团队中无人为该扫描件签名，无法确认来源",
        "whoever sends it signs the archive: fieldops run export RUN FILE.zip --as PERSON",
        "请发送人用 fieldops run export 的 --as 选项对存档签名",
    ),
    "import.signed-here": Sentence(
        "this person's signature of this version is here already", "此处已有该人员对本版本的签字"
    ),
}
