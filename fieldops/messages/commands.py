"""Sentences of commands: refusals, wrong use, what was done and what to do next."""

from fieldops.messages.sentence import Sentence

SENTENCES = {
    "engineers.too-few": Sentence(
        "an inspection needs {needed} different {needed:engineer|engineers}, {found} given",
        "巡检需要 {needed} 名不同的工程师，实际 {found} 名",
        "name both: --engineer A --engineer B; engineers of the team: {choices}",
        "请写明两人：--engineer A --engineer B；团队工程师：{choices}",
    ),
    "engineers.same-twice": Sentence(
        "the engineer '{id}' is named twice; an inspection needs two different people",
        "工程师 {id} 写了两次；巡检需要两名不同的工程师",
        "engineers of the team: {choices}",
        "团队工程师：{choices}",
    ),
    "engineers.unknown": Sentence(
        "'{id}' is nobody of the team {team}",
        "团队 {team} 中没有 {id}",
        "engineers of the team: {choices}",
        "团队工程师：{choices}",
    ),
    "engineers.not-engineer": Sentence(
        "'{id}' has not the role engineer",
        "{id} 不是工程师（在团队中没有 engineer 角色）",
        "engineers of the team: {choices}",
        "团队工程师：{choices}",
    ),
    "inspect.no-hosts": Sentence(
        "no host of the contract {contract} matches '{limit}'",
        "合同 {contract} 中没有与 {limit} 匹配的主机",
        "its hosts: {choices}",
        "该合同的主机：{choices}",
    ),
    "inspect.limit-file": Sentence(
        "the hosts of --limit cannot be read from {path}: {detail}",
        "无法从 {path} 读取 --limit 的主机：{detail}",
    ),
    "inspect.limit-file-text": Sentence(
        "the hosts of --limit cannot be read from {path}: it is no text in UTF-8",
        "无法从 {path} 读取 --limit 的主机：不是 UTF-8 文本",
    ),
    "inspect.would-run": Sentence(
        "== {host} ({address}): {count} {count:command|commands}", "== {host}（{address}）：{count} 条命令"
    ),
    "inspect.would-not-run": Sentence(
        "{probe} would not run: the contract forbids '{command}'", "{probe} 不会执行：合同禁止命令 {command}"
    ),
    "inspect.no-playbook": Sentence(
        "the contract {contract} names no playbook for it",
        "合同 {contract} 未规定此类检查的巡检方案",
        "name one with --playbook: {choices}",
        "请用 --playbook 指定：{choices}",
    ),
    "inspect.which-playbook": Sentence(
        "the contract {contract} names several playbooks",
        "合同 {contract} 规定了多个巡检方案",
        "say which with --playbook, once for each that is to run: {choices}",
        "请用 --playbook 指定，要执行几个就写几次：{choices}",
    ),
    "run.not-meant": Sentence("for none of these hosts: {checks}", "不适用于本次主机的检查项：{checks}"),
    "inspect.check-twice": Sentence(
        "the playbooks {first} and {second} both have a check '{check}': nobody could tell whose result is meant",
        "方案 {first} 与 {second} 都有检查项 {check}，同一次运行中无法区分是哪一个的结果",
        "run them one by one, or give the check another id in one of them",
        "请分两次运行，或在其中一个方案中给该检查项换一个标识",
    ),
    "inspect.nothing-meant": Sentence(
        "no check of {playbooks} is for any of these hosts of the contract {contract}",
        "{playbooks} 中没有适用于合同 {contract} 这些主机的检查项",
        "the contract says for which hosts a playbook is (inspections.playbooks), playbooks and checks say it by 'on'",
        "方案适用的主机见合同 inspections.playbooks，方案和检查项的适用范围见其 on",
    ),
    "inspect.no-host-at-all": Sentence(
        "the contract {contract} has no host",
        "合同 {contract} 中没有主机",
        "give its equipment a 'host' with its address",
        "请为设备填写 host 及其地址",
    ),
    "probe.none-in-file": Sentence(
        "{path} holds no probe",
        "文件 {path} 中没有采集项",
        "begin it with 'apiVersion: fieldops/v1' and 'kind: Probe'; see 'fieldops schema Probe'",
        "文件开头应为 apiVersion: fieldops/v1 和 kind: Probe；参见 fieldops schema Probe",
    ),
    "probe.no-such-host": Sentence(
        "no contract has an asset {host} with a host",
        "没有哪份合同有可连接的设备 {host}",
        "known: {choices}",
        "已有：{choices}",
    ),
    "probe.several-contracts": Sentence(
        "more than one contract has an asset {host}: {choices}",
        "多份合同都有设备 {host}：{choices}",
        "say which one with --contract",
        "请用 --contract 指明合同",
    ),
    "probe.denied": Sentence(
        "contract {contract} denies '{command}', which probe {probe} runs",
        "合同 {contract} 禁止执行 {command}，而采集项 {probe} 要用到该命令",
        "try it on a host of your own, or ask the customer; see 'denied_commands' in the contract",
        "请在自己的主机上试，或与客户商定；见合同中的 denied_commands",
    ),
    "probe.other-host": Sentence(
        "probe {probe} is for {platform}, but {host} is {found}",
        "采集项 {probe} 适用于 {platform}，而 {host} 是 {found}",
        "try it on another host; what a host is stands in its 'platform'",
        "请换一台主机试；主机类型见其 platform",
    ),
    "playbook.no-script": Sentence(
        "{playbook}: devices are sent single commands, there is no script",
        "{playbook}：对网络设备逐条发送命令，没有脚本",
        "leave out --script",
        "请去掉 --script",
    ),
    "probe.ended": Sentence(
        "{host}: exit code {ended}, {ms} ms; nothing was recorded",
        "{host}：返回码 {ended}，用时 {ms} 毫秒；未作记录",
    ),
    "probe.say-asked": Sentence(
        "values that are compared with a clock are unknown: say by --asked TIME when it was printed",
        "要与时钟比较的数据无法判定：请用 --asked TIME 注明输出的时刻",
    ),
    "probe.no-such-moment": Sentence(
        "'{value}' is no moment",
        "{value} 不是有效时刻",
        "write it with its offset, as 2026-03-31T09:00+08:00, or in seconds since 1970",
        "请带时区偏移，写成 2026-03-31T09:00+08:00，或写 1970 年以来的秒数",
    ),
    "probe.stderr": Sentence("standard error: {line}", "标准错误输出：{line}"),
    "probe.rows": Sentence("rows: {count}", "共 {count} 行"),
    "inspect.no-checks": Sentence(
        "no check has one of the tags {tags}",
        "没有带标签 {tags} 的检查项",
        "tags of the playbook: {choices}",
        "方案中的标签：{choices}",
    ),
    "inspect.summary": Sentence(
        "{hosts} {hosts:host|hosts}: {done} done, {partial} partial, {unreachable} unreachable, {pending} not begun or cut off",
        "共 {hosts} 台主机：完成 {done}，部分完成 {partial}，未连通 {unreachable}，未开始或被中断 {pending}",
    ),
    "nagios.summary": Sentence(
        "{contract}: {crit} critical, {unknown} not determined, {warn} {warn:warning|warnings}; {done} of {hosts} {hosts:host|hosts} done; run {run}",
        "{contract}：异常 {crit} 项，未能判定 {unknown} 项，警告 {warn} 项；完成 {done}/{hosts} 台主机；编号 {run}",
    ),
    "inspect.next": Sentence(
        "recorded as {run}; write the report with: fieldops report {run} --output report.html",
        "已记录为 {run}；生成报告：fieldops report {run} --output report.html",
    ),
    "inspect.progress": Sentence("inspecting", "巡检中"),
    "inspect.waiting": Sentence("waiting to log in at {servers}", "等待登录 {servers}"),
    "inspect.host": Sentence("[{done}/{all}] {host}: {status}", "[{done}/{all}] {host}：{status}"),
    "inspect.password": Sentence(
        "SSH password of {user} on {hosts} (asked once, not shown)",
        "{hosts} 上用户 {user} 的 SSH 密码（只询问一次，输入不显示）",
    ),
    "inspect.sudo-password": Sentence(
        "sudo password of {user} on {hosts} (asked once, not shown)",
        "{hosts} 上用户 {user} 的 sudo 密码（只询问一次，输入不显示）",
    ),
    "inspect.instance-password": Sentence(
        "password of the account '{user}' of the instance {hosts} (asked once, not shown)",
        "实例 {hosts} 的账号 {user} 的密码（只询问一次，输入不显示）",
    ),
    "inspect.second-factor": Sentence(
        "{host} asks '{user}', in its own words: {words}",
        "{host} 向用户 {user} 提问，原话：{words}",
    ),
    "inspect.and-others": Sentence("{hosts} … ({all} {all:host|hosts})", "{hosts} 等 {all} 台主机"),
    "install.incomplete": Sentence(
        "this installation of fieldops lacks {folder}",
        "fieldops 安装不完整，缺少 {folder}",
        "install it again",
        "请重新安装",
    ),
    "run.unknown": Sentence(
        "there is no run '{run}'", "没有运行记录 {run}", "known: {choices}", "已有：{choices}"
    ),
    "run.none-such": Sentence(
        "there is no such run: {kind}, contract {contract}",
        "没有符合条件的运行：{kind}，合同 {contract}",
        "newest runs: {choices}; name one, or another --kind or --contract",
        "最近的运行：{choices}；可直接写编号，或改用其他 --kind、--contract",
    ),
    "run.none": Sentence("no run has been recorded yet", "还没有运行记录"),
    "run.unfinished": Sentence("not finished", "未完成"),
    "run.one-machine": Sentence(
        "one machine stands under several assets: {hosts} (same host key {key})",
        "多项资产实为同一台设备：{hosts}（主机密钥相同：{key}）",
    ),
    "run.one-machine-boot": Sentence(
        "one machine stands under several assets: {hosts} (same boot of the kernel and same host name, different host keys)",
        "多项资产实为同一台设备：{hosts}（主机名和内核启动标识相同，主机密钥不同）",
    ),
    "run.one-machine-here": Sentence(
        "one machine stands under several assets: {hosts} (all are the machine that inspected, transport: local)",
        "多项资产实为同一台设备：{hosts}（均为执行巡检的本机，transport: local）",
    ),
    "run.pending": Sentence("not begun or cut off", "未开始或被中断"),
    "output.written": Sentence(
        "report of {run} ({kind}) written: {path}", "已生成 {run}（{kind}）的报告：{path}"
    ),
    "output.annexes": Sentence("annexes: {paths}", "附件：{paths}"),
    "output.unwritten": Sentence(
        "the result cannot be written to standard output: {why}",
        "结果无法写到标准输出：{why}",
        "what was recorded stays recorded; write to a place that can be written",
        "已入库的记录不受影响；请改写到可写的位置",
    ),
    "output.ending": Sentence(
        "{path} does not end in {endings}, the form that is written",
        "{path} 的扩展名不是 {endings}，而实际写出的是该格式",
        "name the file so; other forms are not written",
        "请改用该扩展名；暂不支持其他格式",
    ),
    "output.no-folder": Sentence(
        "there is no folder {path} to write into",
        "没有目录 {path}，无法写入",
        "make it first, or name another",
        "请先创建，或指定其他目录",
    ),
    "output.is-folder": Sentence("{path} is a folder, no file", "{path} 是目录，不是文件"),
    "output.no-word": Sentence(
        "Word files need docxtpl, which is not installed",
        "生成 Word 文件需要 docxtpl，目前没有安装",
        "in the copy of the repository from which fieldops was installed: pip install '.[docx]'",
        "请在安装 fieldops 所用的仓库副本中执行：pip install '.[docx]'",
    ),
    "output.two-on-stdout": Sentence(
        "the file and the JSON about it cannot both go to standard output",
        "文件和说明它的 JSON 不能同时输出到标准输出",
        "leave out '-o json', or name a file",
        "请去掉 -o json，或指定文件名",
    ),
    "validate.clean": Sentence("{files} {files:file|files}, no problem", "共 {files} 个文件，没有问题"),
    "validate.summary": Sentence(
        "{files} {files:file|files}, {errors} {errors:error|errors}, {warnings} {warnings:warning|warnings}",
        "共 {files} 个文件，{errors} 个错误，{warnings} 个警告",
    ),
    "validate.summary-accepted": Sentence(
        "{files} {files:file|files}, {errors} {errors:error|errors}, {warnings} {warnings:warning|warnings}, {accepted} accepted",
        "共 {files} 个文件，{errors} 个错误，{warnings} 个警告，另有 {accepted} 个警告已接受",
    ),
    "validate.no-files": Sentence(
        "no YAML file was found in {root}",
        "在 {root} 中没有找到 YAML 文件",
        "name the workspace with -C, or make one with 'fieldops init DIR'",
        "请用 -C 指定工作区，或用 fieldops init DIR 新建",
    ),
    "explain.promises": Sentence("promise {ids} (docs/promises.md)", "承诺 {ids}（docs/promises.md）"),
    "word.error": Sentence("error", "错误"),
    "word.warning": Sentence("warning", "警告"),
    "word.note": Sentence("note", "说明"),
    "word.hint": Sentence("hint", "提示"),
    "word.host": Sentence("host", "主机"),
    "word.address": Sentence("address", "地址"),
    "word.status": Sentence("status", "状态"),
    "word.key": Sentence("host key", "主机密钥"),
    "word.check": Sentence("check", "检查项"),
    "word.item": Sentence("item", "对象"),
    "word.value": Sentence("value", "值"),
    "word.variable": Sentence("variable", "变量"),
    "word.verdict": Sentence("verdict", "判定"),
    "word.run": Sentence("run", "运行"),
    "word.pinned": Sentence("pinned", "登记的"),
    "word.kind": Sentence("kind", "类型"),
    "kind.any": Sentence("any kind", "任意类型"),
    "kind.inspection": Sentence("inspection", "巡检"),
    "kind.health-check": Sentence("health check", "健康检查"),
    "word.contract": Sentence("contract", "合同"),
    "word.playbook": Sentence("playbook", "方案"),
    "word.started": Sentence("started", "开始"),
    "word.finished": Sentence("finished", "结束"),
    "word.engineers": Sentence("engineers", "工程师"),
    "word.report": Sentence("report", "报告"),
    "word.title": Sentence("title", "名称"),
    "word.checks": Sentence("checks", "检查项数"),
    "word.standard": Sentence("standard", "标准"),
    "word.probe": Sentence("probe", "采集项"),
    "word.command": Sentence("command", "命令"),
    "word.timeout": Sentence("timeout", "超时"),
    "word.twice": Sentence("run twice, a second apart", "执行两次，间隔 1 秒"),
    "word.reason": Sentence("reason", "原因"),
    "status.done": Sentence("done", "完成"),
    "status.partial": Sentence("partial", "部分完成"),
    "status.unreachable": Sentence("unreachable", "未连通"),
    "status.pending": Sentence("pending", "未完成"),
    "pin.new": Sentence("new", "新"),
    "pin.same": Sentence("as pinned", "与登记一致"),
    "pin.changed": Sentence("CHANGED", "已变更"),
    "pin.revoked": Sentence("REVOKED", "已吊销"),
    "pin.revoked-kept": Sentence(
        "{hosts}: shows a key that {path} revokes (@revoked); it was not pinned",
        "{hosts}：出示的密钥在 {path} 中已吊销（@revoked），未登记",
        "stop and ask the customer: a revoked key may be in the wrong hands; the host needs a new key",
        "请先停下并询问客户：已吊销的密钥可能已泄露，该主机需要更换密钥",
    ),
    "pin.same-key": Sentence(
        "{hosts} show the same host key ({key}): one machine under several names, or an image that was copied with its key",
        "{hosts} 出示同一个主机密钥（{key}）：可能是同一台设备登记了多次，或镜像连同密钥一起被复制",
    ),
    "pin.unreachable": Sentence("unreachable", "未连通"),
    "pin.none": Sentence(
        "the contract {contract} has no host that is reached by SSH",
        "合同 {contract} 中没有通过 SSH 连接的主机",
    ),
    "pin.compare": Sentence(
        "Compare these fingerprints with the customer, by another way than this network.",
        "请通过其他途径（不经本网络）与客户核对上述指纹。",
    ),
    "pin.ask": Sentence("Pin {count} {count:key|keys} in {path}?", "将 {count} 个密钥登记到 {path}？"),
    "pin.ask-changed": Sentence(
        "{count} {count:key has|keys have} CHANGED. Replace them only if the customer confirms a new machine. Replace?",
        "有 {count} 个密钥已变更。仅在客户确认更换或重装设备后才可替换。是否替换？",
    ),
    "pin.changed-kept": Sentence(
        "{count} {count:key has|keys have} changed and were not replaced",
        "有 {count} 个密钥已变更，未替换",
        "ask the customer whether the machines were replaced; then run it again with --replace-changed",
        "请询问客户是否更换了设备；确认后加上 --replace-changed 再运行",
    ),
    "pin.written": Sentence("{count} {count:key|keys} pinned in {path}", "已将 {count} 个密钥登记到 {path}"),
    "pin.jump-host": Sentence("{id} (jump host)", "{id}（跳板机）"),
    "pin.nothing": Sentence("nothing to pin", "没有需要登记的密钥"),
    "pin.not-confirmed": Sentence("not confirmed; nothing was written", "未确认，未写入任何内容"),
    "pin.needs-yes": Sentence(
        "nobody is here to confirm the fingerprints",
        "当前无法交互确认指纹",
        "compare them, then run the command again with --yes",
        "请核对指纹后加上 --yes 再运行",
    ),
    "init.not-empty": Sentence(
        "{path} is not empty, and neither a workspace nor a git repository; nothing was written",
        "{path} 不是空目录，也不是工作区或 git 仓库，未写入任何内容",
        "name a new folder",
        "请指定一个新目录",
    ),
    "init.made": Sentence("workspace made in {path}", "已创建工作区 {path}"),
    "init.nothing": Sentence(
        "{path} is a workspace already; nothing was lacking", "{path} 已经是工作区，什么都不缺"
    ),
    "init.git-made": Sentence(
        "git repository made: keep your contracts by git add and git commit",
        "已建立 git 仓库：合同写好后用 git add、git commit 保存",
    ),
    "init.git-inside": Sentence(
        "it lies in a git repository, which stays as it is", "所在位置已是 git 仓库，未作改动"
    ),
    "init.git-missing": Sentence(
        "git is not installed, so no repository was made: without it nobody can say what changed",
        "没有安装 git，未建立仓库；没有 git 就无法比较合同的改动",
    ),
    "init.added": Sentence(
        "lines added to {path}: records stay out of git", "已在 {path} 末尾补了几行，记录不会提交到 git"
    ),
    "init.left": Sentence("{path} was there and stays as it is", "{path} 已存在，保持原样"),
    "init.next": Sentence("Next:", "接下来："),
    "demo.no-sshd": Sentence(
        "no OpenSSH server was found",
        "没有找到 OpenSSH 服务端",
        "install the package openssh-server (it is not started as a service by this command)",
        "请安装 openssh-server 软件包（本命令不会将其作为系统服务启动）",
    ),
    "demo.sshd-failed": Sentence(
        "the OpenSSH server did not start: {detail}", "OpenSSH 服务端启动失败：{detail}"
    ),
    "demo.installing": Sentence("installing {package} with apt-get", "正在用 apt-get 安装 {package}"),
    "demo.account": Sentence(
        "running as root: the demo server runs as the temporary account {account}, removed at the end",
        "当前为 root：演示服务端以临时账号 {account} 运行，结束后删除",
    ),
    "demo.server": Sentence(
        "OpenSSH server on 127.0.0.1 port {port}", "OpenSSH 服务端位于 127.0.0.1 端口 {port}"
    ),
    "demo.workspace": Sentence("workspace {path}", "工作区 {path}"),
    "demo.validated": Sentence(
        "contract valid: {files} {files:file|files}, {errors} {errors:error|errors}",
        "合同校验：{files} 个文件，{errors} 个错误",
    ),
    "demo.pinned": Sentence("host keys pinned: {count}", "已登记主机密钥：{count} 个"),
    "demo.inspected": Sentence(
        "inspected {hosts} {hosts:host|hosts} as run {run}", "已巡检 {hosts} 台主机，记录为 {run}"
    ),
    "demo.reports": Sentence("reports: {paths}", "报告：{paths}"),
    "demo.look": Sentence(
        "look around: fieldops -C {path} run show {run}", "查看结果：fieldops -C {path} run show {run}"
    ),
    "bug": Sentence(
        "an error of fieldops itself: {detail}",
        "fieldops 内部错误：{detail}",
        "please report it; FIELDOPS_DEBUG=1 shows where it happened",
        "请反馈该问题；设置 FIELDOPS_DEBUG=1 可显示出错位置",
    ),
    "inspect.interrupted": Sentence(
        "run {run} was interrupted; see which hosts it has with 'fieldops run show {run}', and go on with the others with --resume {run}",
        "运行 {run} 已中断；可用 fieldops run show {run} 查看已完成的主机，其余主机用 --resume {run} 接着做",
    ),
    "interrupted": Sentence(
        "interrupted; what was recorded or written until then stays", "已中断；此前已记录、已写入的内容保留"
    ),
    "workspace.none": Sentence(
        "{path} is no workspace: there is no fieldops.yaml, contracts/ or playbooks/, nor is it inside of one",
        "{path} 不是工作区：其中没有 fieldops.yaml、contracts/ 或 playbooks/，也不在某个工作区之内",
        "go into the workspace or name it with -C; make one with 'fieldops init DIR'",
        "请进入工作区目录，或用 -C 指定；新建请用 fieldops init DIR",
    ),
    "workspace.not-found": Sentence(
        "there is no folder {path}", "没有目录 {path}", "name the workspace with -C", "请用 -C 指定工作区"
    ),
    "workspace.unread": Sentence("{path}: {what}", "{path}：{what}"),
    "path.outside": Sentence(
        "{path} leads out of the workspace: it is neither read nor written",
        "{path} 指向工作区之外，未读取也未写入",
        "keep the file itself in the workspace, not a link to another place; only 'store' in fieldops.yaml may name a place elsewhere, as an absolute path",
        "请把文件放在工作区内，不要链接到别处；只有 fieldops.yaml 的 store 可以用绝对路径指定工作区以外的位置",
    ),
    "file.not-writable": Sentence(
        "{path} cannot be written: {detail}",
        "无法写入 {path}：{detail}",
        "check who may write the file and its folder, and how much room the disk has",
        "请检查该文件及其所在目录的权限，以及磁盘空间",
    ),
    "file.unusable": Sentence(
        "{path} cannot be used: {detail}",
        "无法使用 {path}：{detail}",
        "check who may read and write it and its folder, and how much room the disk has",
        "请检查该文件及其所在目录的权限，以及磁盘空间",
    ),
}
