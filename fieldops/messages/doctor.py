"""Sentences of `doctor`: what it has looked at on this machine, and what is missing. Those on logins are in `logins.py`."""

from fieldops.messages.sentence import Sentence

SENTENCES = {
    "doctor.ok": Sentence("ok", "正常"),
    "doctor.warning": Sentence("warning", "警告"),
    "doctor.error": Sentence("error", "错误"),
    "doctor.python": Sentence("Python {version}", "Python {version}"),
    "doctor.python-old": Sentence(
        "Python {version} is too old; 3.11 or newer is needed", "Python {version} 过旧，需要 3.11 及以上"
    ),
    "doctor.paramiko": Sentence(
        "paramiko {version}; key exchange: {kex}; host keys: {keys}",
        "paramiko {version}；密钥交换：{kex}；主机密钥：{keys}",
    ),
    "doctor.paramiko-range": Sentence(
        "paramiko {version} is outside the tested range >=5.1,<6",
        "paramiko {version} 不在已测试的范围 >=5.1,<6 内",
    ),
    "doctor.paramiko-old-hosts": Sentence(
        "hosts that offer only SHA-1 signatures, DSA or SHA-1 key exchange cannot be reached with it",
        "只支持 SHA-1 签名、DSA 或 SHA-1 密钥交换的主机无法连接",
    ),
    "doctor.agent": Sentence("SSH agent: {count} {count:key|keys}", "SSH 代理：{count} 个密钥"),
    "doctor.agent-empty": Sentence(
        "the SSH agent holds no key (needed only for login method 'agent'); add one with ssh-add",
        "SSH 代理中没有密钥（仅 agent 登录方式需要）；可用 ssh-add 添加",
    ),
    "doctor.agent-silent": Sentence(
        "the SSH agent has not answered within {seconds} s: SSH_AUTH_SOCK may lead to a connection that hangs",
        "SSH 代理在 {seconds} 秒内没有应答：SSH_AUTH_SOCK 可能指向已经断开的连接",
    ),
    "doctor.agent-none": Sentence(
        "no SSH agent is running (needed only for login method 'agent')",
        "没有运行 SSH 代理（仅 agent 登录方式需要）",
    ),
    "doctor.workspace": Sentence(
        "workspace {path}: {files} {files:file|files}, {errors} {errors:error|errors}",
        "工作区 {path}：{files} 个文件，{errors} 个错误",
    ),
    "doctor.pins": Sentence("{place}: {what}", "{place}：{what}"),
    "doctor.jump-hosts": Sentence(
        "{contract}: the keys of its jump hosts are pinned ({names})",
        "{contract}：跳板机的密钥均已登记（{names}）",
    ),
    "doctor.jump-hosts-not-pinned": Sentence(
        "{contract}: no key is pinned for jump host {names}: no host behind it can be reached; run 'fieldops hosts pin {contract}'",
        "{contract}：跳板机 {names} 没有登记密钥，其后的主机都到不了；请运行 fieldops hosts pin {contract}",
    ),
    "doctor.shipped": Sentence(
        "{playbooks} {playbooks:playbook|playbooks} and {probes} {probes:probe|probes} ship with fieldops",
        "内置 {playbooks} 个方案、{probes} 个采集项",
    ),
    "doctor.descriptors": Sentence("open files allowed: {limit}", "允许打开的文件数：{limit}"),
    "doctor.descriptors-few": Sentence(
        "only {limit} open files are allowed; with more than {workers} workers raise it (ulimit -n)",
        "只允许打开 {limit} 个文件；超过 {workers} 个并发时请调高（ulimit -n）",
    ),
    "doctor.zones": Sentence("time zone data: {zone} found", "时区数据：已找到 {zone}"),
    "doctor.zones-missing": Sentence(
        "no time zone data for {zone}; install tzdata", "缺少时区数据 {zone}，请安装 tzdata"
    ),
}
