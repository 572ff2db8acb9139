"""Sentences about probes that are tried, and their recorded cases: what is judged, what is not as it is written, writing one."""

from __future__ import annotations

from collections.abc import Mapping

from fieldops.messages.sentence import Sentence

SENTENCES: Mapping[str, Sentence] = {
    "case.lacks-clock": Sentence(
        "{checks}: UNKNOWN in this case, as nobody said when the output was printed; record it with --asked TIME, so that the case tests them",
        "{checks}：未注明输出的时刻，在该用例中为“未采集到”；请加 --asked TIME 重新记录，才能检验其判定",
    ),
    "probe.no-check": Sentence(
        "no playbook of this workspace has a check that reads this probe",
        "工作区中没有检查项使用该采集项",
    ),
    "probe.not-judged": Sentence(
        "as long as these mistakes are there, the playbook judges nothing of it",
        "改正上述错误之前，该方案不作判定",
    ),
    "case.would-lack": Sentence(
        "no case is recorded: playbooks that ask {probe} have the mistakes above ({files}), so the case would lack their verdicts, and 'probe test' would never miss them",
        "未记录用例：使用采集项 {probe} 的方案有上述错误（{files}），记下的用例会缺少其判定，probe test 也发现不了",
        "correct them ('fieldops validate' tells them all), then record the case again; nothing was run or written",
        "请先改正（fieldops validate 会列出全部错误）再重新记录；本次没有执行命令，也没有写入文件",
    ),
    "case.unjudged": Sentence(
        "{count} of {cases} {cases:case|cases} without verdicts of {playbook}: {files}; there a threshold that moves goes unnoticed. Write below 'verdicts:' of the case '{playbook}:' and below that '{check}: OK', or whatever is true, or record the case anew",
        "共 {cases} 个用例，其中 {count} 个没有方案 {playbook} 的判定：{files}；阈值改错了，这些用例发现不了。请在用例的 verdicts 下写 {playbook}:，其下写 {check}: OK（以实际判定为准），或重新记录",
    ),
    "case.summary": Sentence(
        "{cases} {cases:case|cases}, {failed} {failed:differs|differ}",
        "共 {cases} 个用例，{failed} 个不符",
    ),
    "case.untested": Sentence(
        "probes without a case: {probes}",
        "还没有用例的采集项：{probes}",
    ),
    "case.none": Sentence(
        "there is no recorded case in {folder}",
        "{folder} 中没有用例",
        "make one: fieldops probe try {probes} --host ID --record CASE",
        "可用以下命令生成：fieldops probe try {probes} --host 设备 --record 用例名",
    ),
    "case.not-mapping": Sentence(
        "this is no recorded case: it must be keys with values",
        "这不是用例：应为“键: 值”的形式",
        "see 'A probe' in docs/inspection.md",
        "格式见 docs/zh-CN/inspection.md",
    ),
    "case.unknown-key": Sentence(
        "a recorded case has no '{key}'",
        "用例中没有 {key} 这一项",
        "there are: {choices}",
        "可用的有：{choices}",
    ),
    "case.form": Sentence("'{key}' must be {expected}", "{key} 应为{expected}"),
    "case.is-str": Sentence("a text", "文本"),
    "case.is-int": Sentence("a whole number", "整数"),
    "case.is-list": Sentence("a list", "列表"),
    "case.is-dict": Sentence("keys with values", "“键: 值”的形式"),
    "case.lacks": Sentence("the case has no '{key}'", "用例缺少 {key}"),
    "case.facts-or-unknown": Sentence(
        "a case says either 'facts' or 'unknown'",
        "facts 和 unknown 必须且只能写一个",
        "'facts' are the rows that must be found; 'unknown' is the code of why there are none",
        "facts 为应得到的各行数据；unknown 为得不到数据时的原因代码",
    ),
    "case.no-probe": Sentence(
        "there is no probe '{id}'",
        "没有采集项 {id}",
        "the folder of a case has the id of its probe",
        "用例所在目录的名称应为采集项编号",
    ),
    "case.command": Sentence(
        "the command of '{probe}' is another one now: this output is not what it prints",
        "采集项 {probe} 的命令已改动，这里的输出不再是该命令的输出",
        "run the command again and record what it prints",
        "请重新执行命令并记录输出",
    ),
    "case.rows": Sentence(
        "{expected} {expected:row|rows} written, {found} found",
        "写了 {expected} 行，实际得到 {found} 行",
    ),
    "case.fact": Sentence("{field} is {found}", "{field} 实际为 {found}"),
    "case.fact-not-written": Sentence("the row lacks {field}: {found}", "这一行缺少 {field}：{found}"),
    "case.no-field": Sentence("the probe has no field '{field}'", "采集项没有字段 {field}"),
    "case.known": Sentence(
        "not unknown: {rows} {rows:row was|rows were} found",
        "并非“无法得到数据”：实际得到 {rows} 行",
    ),
    "case.unknown": Sentence("no facts were found: {found} ({reason})", "没有得到数据：{found}（{reason}）"),
    "case.unknown-otherwise": Sentence(
        "unknown for another reason: {found} ({reason})", "得不到数据的原因不同：{found}（{reason}）"
    ),
    "case.no-playbook": Sentence("there is no playbook '{id}'", "没有巡检方案 {id}"),
    "case.no-check": Sentence(
        "the playbook has no check '{id}' of this probe",
        "巡检方案中没有使用该采集项的检查项 {id}",
        "its checks of this probe: {choices}",
        "使用该采集项的检查项：{choices}",
    ),
    "case.no-verdict": Sentence(
        "'{written}' is no verdict ({check} is {found})",
        "{written} 不是判定结果（{check} 实际为 {found}）",
        "verdicts are: {choices}",
        "判定结果有：{choices}",
    ),
    "case.verdict": Sentence("{check} is {found}", "{check} 的判定实际为 {found}"),
    "case.bad-name": Sentence(
        "'{name}' cannot be the name of a case",
        "{name} 不能作为用例名",
        "small letters, digits, '-' and '.', such as debian-12",
        "只用小写字母、数字、- 和 .，例如 debian-12",
    ),
    "case.exists": Sentence(
        "{path} is there already",
        "{path} 已存在",
        "give the case another name, or delete the file first",
        "请换一个用例名，或先删除该文件",
    ),
    "case.not-whole": Sentence(
        "nothing to record: the output of '{probe}' is not whole",
        "没有可记录的内容：采集项 {probe} 的输出不完整",
        "a case is of a command that has ended by itself and printed no more than its cap",
        "用例只记录自行结束、且输出未超过上限的命令",
    ),
    "case.not-text": Sentence(
        "the output of '{probe}' cannot be written as text",
        "采集项 {probe} 的输出无法以文本形式写入文件",
        "let the command print text",
        "请让命令输出文本",
    ),
    "case.system": Sentence("recorded {day}", "{day} 记录"),
    "case.to-be-read": Sentence(
        "Read by fieldops out of the output: compare it with your own eyes before you commit it.",
        "数据和判定由 fieldops 从输出中得出，提交前请人工核对。",
    ),
    "case.look": Sentence(
        "The case goes into the repository as it is shown. Look for passwords, keys, names and addresses of the customer; {count} {count:line looks|lines look} like that.",
        "用例将按上面的内容写入仓库。请检查其中有无客户的密码、密钥、姓名和地址，有 {count} 行疑似：",
    ),
    "case.ask": Sentence("Write it to {path}?", "写入 {path} 吗？"),
    "case.needs-yes": Sentence(
        "the case was not written: nobody can be asked here",
        "用例未写入：当前无法询问",
        "read it, then repeat the command with --yes",
        "请先看过上面的内容，再加 --yes 执行一次",
    ),
    "case.written": Sentence("written: {path}", "已写入 {path}"),
}
