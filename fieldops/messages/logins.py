"""Sentences about personal login settings, and about logging in as somebody else than the contract says."""

from fieldops.messages.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "logins.unreadable": Sentence(
        "personal logins: {path} cannot be read: {detail}", "个人登录设置：无法读取 {path}：{detail}"
    ),
    "logins.written-by-others": Sentence(
        "personal logins: others than you may write {path}, and what it names is run; nothing of it is used",
        "个人登录设置：{path} 除本人外还有别人可写，而其中的命令会被执行，因此不予使用",
        "take their right to write: chmod go-w {path}",
        "请取消他人的写权限：chmod go-w {path}",
    ),
    "logins.read-by-others": Sentence(
        "personal logins: others than you may read {path}; chmod 600 {path}",
        "个人登录设置：{path} 别人也能读；请运行 chmod 600 {path}",
    ),
    "logins.out-of-reach": Sentence(
        "personal logins: the folder of {path} is closed to you; nothing of it is used",
        "个人登录设置：无权进入 {path} 所在目录，未采用其中的设置",
    ),
    "logins.bad-user": Sentence("'{user}' is no name of an account", "“{user}”不是有效的账号名"),
    "doctor.logins-none": Sentence(
        "No personal login settings ({path}): hosts are logged in to as contracts say",
        "没有个人登录设置（{path}）：按合同约定的方式登录",
    ),
    "doctor.logins": Sentence(
        "Personal login settings: {path} ({count} {count:entry|entries})",
        "个人登录设置：{path}（{count} 条）",
    ),
    "doctor.logins-hold": Sentence(
        "Contract {contract}: {names}: as {user}, by {path}:{line}",
        "合同 {contract}：{names}：账号 {user}，依据 {path}:{line}",
    ),
    "doctor.logins-hold-for-nothing": Sentence(
        "{path}:{line}: this entry holds for no host of this workspace",
        "{path}:{line}：本工作区没有主机适用这一条",
    ),
    "doctor.logins-wrong": Sentence(
        "Personal login settings: {place}: {what}", "个人登录设置：{place}：{what}"
    ),
    "doctor.openssh": Sentence(
        "Contract {contract}: {id} by this machine's ssh: {user} at {address}:{port}, {way}, {keys}{added}",
        "合同 {contract}：{id} 由本机 ssh 连接：账号 {user}，地址 {address}:{port}，{way}，{keys}{added}",
    ),
    "doctor.openssh-fails": Sentence(
        "Contract {contract}: {id} by this machine's ssh: {why}",
        "合同 {contract}：{id} 由本机 ssh 连接：{why}",
    ),
    "doctor.openssh-direct": Sentence("directly", "直连"),
    "doctor.openssh-through": Sentence("through {jumps}", "经跳板机 {jumps}"),
    "doctor.openssh-by-program": Sentence(
        "through the program '{program}' (ProxyCommand)", "经程序 {program}（ProxyCommand）"
    ),
    "doctor.openssh-keys": Sentence("with {names}", "密钥 {names}"),
    "doctor.openssh-keys-or-agent": Sentence(
        "with {names} or a key of the agent", "密钥 {names} 或 agent 中的密钥"
    ),
    "doctor.openssh-agent": Sentence("with a key of the agent", "agent 中的密钥"),
    "doctor.openssh-no-key": Sentence("without any key: ssh finds none", "没有可用的密钥"),
    "doctor.openssh-added": Sentence("; algorithms added: {names}", "；另外启用的算法：{names}"),
}
