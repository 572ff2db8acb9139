"""Sentences about bundles: making them, the page and the text that go with them, and results that are brought back."""

from __future__ import annotations

from collections.abc import Mapping

from fieldops.messages.sentence import Sentence

SENTENCES: Mapping[str, Sentence] = {
    # --- making them ---------------------------------------------------------------------------------
    "bundle.made": Sentence(
        "bundle for {host}: {path}; instructions: {page}",
        "已生成 {host} 的离线巡检脚本：{path}；操作说明：{page}",
    ),
    "bundle.next": Sentence(
        "Take both files to the host, and bring the result back until {until}, then: fieldops bundle import FILE. Commit {folder}/, so that a colleague can take it in, too.",
        "请将两个文件带到现场执行，并在 {until} 之前带回结果，运行 fieldops bundle import 结果文件。请提交 {folder}/ 目录，以便同事也能导入。",
    ),
    "bundle.nothing-to-run": Sentence(
        "{playbooks}: nothing runs on a host, so there is no bundle",
        "{playbooks} 不在主机上执行任何命令，无法生成离线巡检脚本",
        "begin it with 'fieldops inspect': nothing is connected, and people fill it in (fieldops run fill)",
        "请用 fieldops inspect 开始巡检，不会连接任何设备，由工程师填写（fieldops run fill）",
    ),
    "bundle.device": Sentence(
        "{host} is a network device: no script can be carried to it",
        "{host} 是网络设备，无法携带脚本在其上执行",
        "inspect it over SSH with 'fieldops inspect', or leave it out by --limit",
        "请用 fieldops inspect 通过 SSH 巡检，或用 --limit 排除",
    ),
    "bundle.instance-password": Sentence(
        "the instance '{instance}' of {host} is logged in to with a password, and a bundle carries none",
        "{host} 上的实例 {instance} 用密码登录，而离线包不携带密码",
        "let it be reached with the account of the operating system ('method: peer'), inspect it over SSH, or leave its checks out by --tags",
        "请改为凭操作系统账号登录（method: peer），或通过 SSH 巡检，或用 --tags 排除这些检查项",
    ),
    "bundle.by-nobody": Sentence(
        "'{person}' is not one of the engineers of this inspection",
        "{person} 不是本次巡检的工程师",
        "who makes the bundle is one of: {choices}",
        "生成人须为以下人员之一：{choices}",
    ),
    "bundle.several-hosts": Sentence(
        "--output names one file, and {count} {count:host is|hosts are} meant: {hosts}",
        "--output 只能指定一个文件，而所选主机有 {count} 台：{hosts}",
        "leave --output out (each host gets a file of its own in the current folder), or name one host with --limit",
        "请去掉 --output（在当前目录为每台主机各生成一个文件），或用 --limit 只选一台",
    ),
    # --- what the text says to whoever runs it ---------------------------------------------------------
    "bundle-text.usage": Sentence(
        "Inspection of {host}: reads only. Usage: sh {file} > RESULT.txt, or: sh {file} RESULT.txt (a new file).",
        "对 {host} 的离线巡检，只读取信息。用法：sh {file} > 结果.txt，或 sh {file} 结果.txt（须为新文件）。",
    ),
    "bundle-text.begins": Sentence(
        "Inspection of {host} has begun. It reads only; please wait.",
        "开始对 {host} 巡检，只读取信息，请稍候。",
    ),
    "bundle-text.ended": Sentence(
        "Done. Bring the result back as it is: do not open and save it in an editor.",
        "已完成。请将结果文件原样带回，不要用编辑器打开后另存。",
    ),
    "bundle-text.exists": Sentence(
        "That file is there already; nothing was done. Name a new one.",
        "该文件已存在，未执行任何操作。请换一个新文件名。",
    ),
    "bundle-text.failed": Sentence(
        "The result could not be written whole (is there room?). Run it again.",
        "结果未能完整写出（空间是否不足？）。请重新执行。",
    ),
    # --- the page of instructions ----------------------------------------------------------------------
    "bundle-page.title": Sentence("Offline inspection of {host}", "{host} 离线巡检操作说明"),
    "bundle-page.customer": Sentence("Customer", "客户"),
    "bundle-page.contract": Sentence("Contract", "合同"),
    "bundle-page.host": Sentence("Host", "主机"),
    "bundle-page.engineers": Sentence("Engineers", "巡检工程师"),
    "bundle-page.planned": Sentence("To be run", "计划执行时间"),
    "bundle-page.from": Sentence("from {start}", "{start} 起"),
    "bundle-page.between": Sentence("from {start} to {end}", "{start} 至 {end}"),
    "bundle-page.until": Sentence("Result accepted until", "结果导入截止"),
    "bundle-page.id": Sentence("Number of the bundle", "脚本编号"),
    "bundle-page.sum": Sentence("SHA-256 of {file}", "{file} 的 SHA-256"),
    "bundle-page.what": Sentence("What it does", "做什么"),
    "bundle-page.reads": Sentence(
        "{file} is a shell script to be read by anybody. It runs the commands listed below one after the other, each with a time limit, and gives what they print. It reads only: no setting is changed, nothing is installed, no file is written but the result, nothing is sent over a network.",
        "{file} 是可直接阅读的 shell 脚本，依次执行下列命令（各有时限）并输出其结果。只读取信息：不修改配置，不安装软件，除结果文件外不写任何文件，不访问网络。",
    ),
    "bundle-page.rights": Sentence(
        "An ordinary account is enough. {sudo} of the {all} commands use 'sudo -n', which never asks for a password; where it is refused that value is missing, the rest goes on. It takes {minutes} {minutes:minute|minutes} at most, as a rule a few seconds.",
        "普通账号即可执行。{all} 条命令中有 {sudo} 条使用 sudo -n，不会询问密码；被拒绝时仅缺该项，其余照常。通常几秒完成，最长 {minutes} 分钟。",
    ),
    "bundle-page.how": Sentence("How to run it", "怎样执行"),
    "bundle-page.step-copy": Sentence(
        "Bring {file} to the host, on a stick for example; it may be mounted read-only. Copy it as it is: no editor, no FTP in text mode. Check, where there is sha256sum: sha256sum {file}",
        "将 {file} 带到主机上（如用 U 盘，可只读挂载）。请原样复制：不要用编辑器另存，FTP 请用二进制模式。有 sha256sum 时可核对：sha256sum {file}",
    ),
    "bundle-page.step-run": Sentence(
        "Run it with any POSIX shell, on the host {host} itself:", "在主机 {host} 上用任意 POSIX shell 执行："
    ),
    "bundle-page.step-wait": Sentence(
        "Wait until it says that it is done. Ctrl-C interrupts it at any time: a command under way ends by its time limit, and nothing stays behind.",
        "等待提示“已完成”。可随时按 Ctrl-C 中断：正在执行的命令最迟在其时限内结束，不留残留。",
    ),
    "bundle-page.step-back": Sentence(
        "Bring back the one file {result}, as it is. Its last line is a checksum over the rest: a changed byte is found, and the file is refused.",
        "只需将 {result} 原样带回。其最后一行是校验值：改动任何一个字节都会被发现，文件将被拒绝。",
    ),
    "bundle-page.step-import": Sentence(
        "The service company takes it in: fieldops bundle import {result}",
        "由服务单位导入：fieldops bundle import {result}",
    ),
    "bundle-page.contents": Sentence(
        "The result holds what these commands print and nothing else. It is as trustworthy as those who bring it: the checksum finds damage, not forgery.",
        "结果文件只包含这些命令的输出。其可信程度取决于带回它的人：校验值能发现损坏，不能防止伪造。",
    ),
    "bundle-page.overridden": Sentence(
        "Made in spite of the contract's conditions. Reason: {reason}",
        "不符合合同约定的条件，仍予生成。理由：{reason}",
    ),
    "bundle-page.commands": Sentence(
        "What its {count} {count:command asks|commands ask} for, in this order (in full on the next pages)",
        "全部 {count} 条命令查询的内容（按执行顺序，命令全文见后页）",
    ),
    "bundle-page.itself": Sentence("The script itself uses", "脚本自身使用"),
    "bundle-page.in-full": Sentence("The commands in full", "命令全文"),
    "bundle-page.forbidden": Sentence(
        "Left out, because the contract forbids {command}", "合同禁止 {command}，不执行"
    ),
    "bundle-page.seconds": Sentence("{seconds} s at most", "限时 {seconds} 秒"),
    # --- results that are brought back ------------------------------------------------------------------
    "bundle.faulty": Sentence(
        "{count} {count:file is|files are} no result as a host gave it; nothing was taken in",
        "有 {count} 个文件不是主机给出的原始结果，未导入任何内容",
        "bring the right files, or leave these out and take the others in",
        "请提供正确的文件；也可去掉这些文件，先导入其余结果",
    ),
    "bundle.fault": Sentence("{path}: {what}", "{path}：{what}"),
    "bundle.too-large": Sentence(
        "it is larger than any result ({megabytes} MiB)", "文件超过结果文件的上限（{megabytes} MiB）"
    ),
    "bundle.empty": Sentence(
        "it is empty",
        "文件为空",
        "run the bundle again: its result was not written (is there room on the stick?)",
        "请重新执行离线巡检脚本：结果未写出（存储空间是否不足？）",
    ),
    "bundle.is-script": Sentence(
        "it is the bundle itself, not its result",
        "这是离线巡检脚本本身，不是其结果",
        "run it on the host: sh FILE.sh > RESULT.txt, and take RESULT.txt in",
        "请在主机上执行：sh 脚本.sh > 结果.txt，再导入结果.txt",
    ),
    "bundle.no-result": Sentence(
        "it is no result of a bundle",
        "不是离线巡检的结果文件",
        "take in the file that the bundle has written: its first line begins with 'fieldops-result'",
        "请导入离线巡检脚本写出的文件，其第一行以 fieldops-result 开头",
    ),
    "bundle.more-before": Sentence(
        "something stands in front of the result: it was copied from a terminal, or put together with something else",
        "结果之前有其他内容：可能是从终端复制的，或与其他文件拼在了一起",
        "bring the file itself that the bundle has written",
        "请直接提供脚本写出的结果文件",
    ),
    "bundle.header-unreadable": Sentence(
        "its first line was changed: which bundle it is from cannot be read",
        "第一行被改动，无法得知属于哪个离线巡检脚本",
        "bring the file once more as the host has written it; else run the bundle again",
        "请重新提供主机写出的原始文件，否则请重新执行脚本",
    ),
    "bundle.altered": Sentence(
        "it is not what the host gave: its checksum does not fit",
        "内容与主机给出的不符：校验值不一致",
        "copy it once more from the stick or the host, as it is; do not edit it. Otherwise run the bundle again",
        "请从存储介质或主机上重新原样复制，不要编辑；否则请重新执行脚本",
    ),
    "bundle.as-text": Sentence(
        "it was carried as text, which changed its line ends (FTP in ASCII mode, a Windows editor, mail), and what the host gave cannot be restored",
        "传输时按文本处理，换行符被改动（FTP 文本模式、Windows 编辑器或邮件），已无法还原主机给出的内容",
        "copy the file once more as it is: FTP in binary mode, no editor. Otherwise run the bundle again",
        "请重新原样复制：FTP 用二进制模式，不要用编辑器打开另存；否则请重新执行脚本",
    ),
    "bundle.as-utf-16": Sentence(
        'an editor has saved it as UTF-16 ("Unicode"), and what the host gave cannot be restored',
        "文件被编辑器另存为 UTF-16（“Unicode”）编码，已无法还原主机给出的内容",
        "copy the file once more as it is, and do not save it in an editor. In PowerShell, > writes such files, too. Otherwise run the bundle again",
        "请重新原样复制，不要用编辑器另存；PowerShell 的 > 也会写成这种编码。否则请重新执行脚本",
    ),
    "bundle.mixed": Sentence(
        "the results of {hosts} are not of one inspection: contract, playbook, engineers or checks differ",
        "{hosts} 的结果不属于同一次巡检：合同、巡检方案、工程师或检查项不同",
        "take them in one after the other",
        "请分别导入",
    ),
    "bundle.host-twice": Sentence(
        "there are two different results of the host {host}",
        "主机 {host} 有两份不同的结果",
        "decide which one counts and take only that in; each may be a run of its own",
        "请确定以哪一份为准，只导入该份；也可分别导入为两次巡检",
    ),
    "bundle.other-note": Sentence(
        "the result of {host} says otherwise of its bundle {bundle} than this workspace noted when it was made",
        "{host} 的结果中关于脚本 {bundle} 的说明与本工作区生成时的登记不符",
        "somebody has changed the result, or the note in records/bundles/: ask who brought it, and look at git's history",
        "结果文件或 records/bundles/ 中的登记被人改动：请询问带回结果的人，并查看 git 历史",
    ),
    "bundle.host-gone": Sentence(
        "the contract {contract} has no such host any more: {hosts}",
        "合同 {contract} 中已没有这些主机：{hosts}",
        "take the result in by the contract as it was then (git), or make a new bundle",
        "请用当时的合同版本（git）导入，或重新生成离线巡检脚本",
    ),
    "bundle.other-playbook": Sentence(
        "the playbook {playbook} or one of its probes is not what it was when the bundle was made ({made})",
        "巡检方案 {playbook} 或其采集项与生成脚本时（{made}）不同",
        "check out the commit of that day and take the result in there, or make a new bundle",
        "请检出当时的 git 版本后导入，或重新生成离线巡检脚本",
    ),
    "bundle.other-script": Sentence(
        "the bundle made at {made} (fieldops {version}) runs other commands than the workspace would send today",
        "{made} 生成的脚本（fieldops {version}）所执行的命令与当前不同",
        "the contract's denied commands or fieldops itself have changed: take it in with that version, or make a new bundle",
        "合同的禁用命令或 fieldops 版本已变化：请用当时的版本导入，或重新生成离线巡检脚本",
    ),
    "bundle.expired": Sentence(
        "the result of {host} could be taken in until {until}",
        "{host} 的结果导入期限为 {until}，已过期",
        "make a new bundle; in an emergency: --override REASON",
        "请重新生成离线巡检脚本；紧急情况可用 --override 说明原因",
    ),
    "bundle.made-later": Sentence(
        "by its own words the bundle of {host} was made at {made}, which is later than now",
        "{host} 的脚本注明生成于 {made}，晚于当前时间",
        "look at the clocks of this machine and of the one that made it",
        "请检查本机与生成脚本的机器的时钟",
    ),
    "bundle.some-awaited": Sentence(
        "the run {run} waits for some of these results, and not for those of {hosts}",
        "{run} 在等待其中部分主机的结果，但不包括 {hosts}",
        "take in the others by themselves",
        "请将这些主机的结果另行导入",
    ),
    "bundle.awaited": Sentence(
        "taken into the run {run}, which waited for it", "已并入等待其结果的巡检 {run}"
    ),
    "bundle.apart": Sentence(
        "the run {apart} has taken in results before: this one is a run of its own ({run}), for the same visit",
        "{apart} 此前已导入过离线结果，本次另记为 {run}，计入同一次巡检",
        "bring all results of a run together, then they are one run and one report",
        "请将同一次巡检的全部离线结果一起导入，才能合为一份报告",
    ),
    "bundle.already": Sentence(
        "the result of {host} is recorded already, in {run}; nothing was changed",
        "{host} 的结果已记录在 {run} 中，未作任何更改",
    ),
    "host.carried-cut": Sentence(
        "the end of what {address} gave is missing, and with it the checksum",
        "{address} 的结果文件不完整，末尾及校验值缺失",
        "copy the file once more (was the stick full or pulled out too early?), or run the bundle again",
        "请重新复制文件（存储介质已满或过早拔出？），或重新执行脚本",
    ),
    # --- hosts that are always offline
    "inspect.would-be-carried": Sentence(
        "# not connected: the commands go there as a file (fieldops bundle make {contract} --limit {host})",
        "# 不作连接：命令以离线巡检脚本带到现场（fieldops bundle make {contract} --limit {host}）",
    ),
    "doctor.offline-hosts": Sentence(
        "{contract}: not connected, inspected offline by 'fieldops bundle make {contract}': {names}",
        "{contract}：以下主机不作连接，须用 fieldops bundle make {contract} 离线巡检：{names}",
    ),
    # --- what is said of a run that was collected offline ------------------------------------------------
    "offline.title": Sentence("Collected offline", "离线采集"),
    "offline.run": Sentence(
        "collected offline by {people} on {day}, carried here by hand and taken in on {at}; the values are as trustworthy as those who brought them",
        "由 {people} 于 {day} 离线采集，人工带回，{at} 导入；数据的可信程度取决于带回结果的人",
    ),
    "offline.part": Sentence(
        "of {hosts} only: collected offline, carried here by hand and taken in on {at} by the inspection of {people}; these values are as trustworthy as those who brought them",
        "仅限 {hosts}：离线采集，人工带回，{at} 并入 {people} 的本次巡检；这部分数据的可信程度取决于带回结果的人",
    ),
    "offline.host": Sentence(
        "bundle {bundle}, made by {by} on {made}; the host's clock: {clock}; checksum: {summed}",
        "脚本 {bundle}，由 {by} 于 {made} 生成；主机时钟：{clock}；校验：{summed}",
    ),
    "offline.clock": Sentence("{began} to {ended}", "{began} 至 {ended}"),
    "offline.no-clock": Sentence("not known", "不详"),
    "offline.summed.right": Sentence("right", "一致"),
    "offline.summed.lacking": Sentence("the host had no program for one", "主机上没有计算校验值的程序"),
    "offline.summed.cut": Sentence("missing, the end was cut off", "缺失，文件末尾不完整"),
    "offline.undone.line-ends": Sentence(
        "line ends that were changed on the way were restored", "传输中被改动的换行符已还原"
    ),
    "offline.undone.byte-order-mark": Sentence(
        "a byte order mark that an editor added was removed", "编辑器添加的 BOM 已去除"
    ),
    "offline.undone.utf-16": Sentence(
        "UTF-16 as which an editor saved it was undone", "编辑器另存的 UTF-16 编码已还原"
    ),
    "bundle-doubt.unknown-bundle": Sentence(
        "this workspace has no note of the bundle {bundle}: what the result says of it rests on the result alone",
        "本工作区没有脚本 {bundle} 的登记，其说明仅出自结果文件本身",
    ),
    "bundle-doubt.no-checksum": Sentence(
        "without a checksum nobody can say whether something was changed on the way",
        "没有校验值，无法得知传输中是否被改动",
    ),
    "bundle-doubt.other-serial": Sentence(
        "the machine says its serial number is {told}, the contract {wanted}: is it the right one?",
        "主机自报序列号为 {told}，合同中为 {wanted}，请确认是否为该设备",
    ),
    "bundle-doubt.other-name": Sentence(
        "the machine calls itself {told}, the contract {wanted}: is it the right one?",
        "主机自报名称为 {told}，合同中为 {wanted}，请确认是否为该设备",
    ),
    "bundle-doubt.no-clock": Sentence("the host did not tell the time", "主机未给出时间"),
    "bundle-doubt.clock-before": Sentence(
        "the host's clock showed {told}, before the bundle was made ({made}): it is wrong",
        "主机时钟为 {told}，早于脚本生成时间（{made}），时钟有误",
    ),
    "bundle-doubt.clock-after": Sentence(
        "the host's clock showed {told}, later than when the result was taken in ({at}): it is wrong",
        "主机时钟为 {told}，晚于结果导入时间（{at}），时钟有误",
    ),
    "bundle-doubt.clock-backwards": Sentence(
        "the host's clock went backwards while it was inspected ({told})", "巡检期间主机时钟倒退（{told}）"
    ),
    "bundle-doubt.after-window": Sentence(
        "by the host's clock it was run at {told}, after the time that was allowed ({ends})",
        "按主机时钟，执行时间 {told} 超出允许时段（至 {ends}）",
    ),
    "bundle-doubt.before-planned": Sentence(
        "by the host's clock it was run at {told}, before the time it was made for ({planned})",
        "按主机时钟，执行时间 {told} 早于计划时间（{planned}）",
    ),
}
