"""Sentences about access to systems, who may call, and secrets in contracts."""

from fieldops.messages.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    # --- access ---------------------------------------------------------------------------------
    "access.no-consent": Sentence(
        "engineers log in, but the contract does not say how the customer allows it",
        "工程师需要远程登录，但合同没有约定客户如何授权",
        "add 'consent: standing' or 'consent: per_visit' below 'access'",
        "请在 access 中补充 consent: standing 或 consent: per_visit",
    ),
    "access.nobody-may-consent": Sentence(
        "consent is asked for before each session, but no contact of the customer may give it",
        "每次访问前须征得同意，但没有可以批准的客户联系人",
        "add 'duties: [consent]' to a contact of the customer",
        "请为一位客户联系人补充 duties: [consent]",
    ),
    "access.unknown-jump": Sentence(
        "the contract has no jump host '{id}'",
        "合同中没有跳板机 {id}",
        "add it below 'access: jump_hosts', or correct the id{choices}",
        "请在 access 的 jump_hosts 中补充，或更正 id{choices}",
    ),
    "access.jump-circle": Sentence(
        "these jump hosts lie behind each other: {way}",
        "这些跳板机互为前后，绕成了圈：{way}",
        "leave out 'via' at the one that is reached directly",
        "可直接到达的那台不写 via",
    ),
    "access.jump-no-login": Sentence(
        "nothing says how to log in to jump host '{id}'",
        "没有约定如何登录跳板机 {id}",
        "add 'login' to it, or to 'access' where it is the same as for the hosts",
        "请为它补充 login；若与主机相同，写在 access 下即可",
    ),
    "access.jump-unused": Sentence(
        "no host lies behind jump host '{id}'",
        "没有主机经过跳板机 {id}",
        "name it at the hosts ('jump: {id}'), by their groups ('groups' of the jump host) or for all ('jump: {id}' below 'access'), or remove it",
        "请在主机上写 jump: {id}，或在跳板机上写 groups，或在 access 下写 jump: {id} 用于全部主机；不需要就删掉",
    ),
    "access.jump-two-ways": Sentence(
        "this host's groups lie behind more than one jump host: {jumps}",
        "该主机的分组分别经过几台跳板机：{jumps}",
        "name the right one at the host: 'jump: ID'",
        "请在主机上写明经过哪一台：jump: ID",
    ),
    "access.nobody-may-call": Sentence(
        "by '{level}' only authorised callers are served, but no contact of the customer is one",
        "按 {level} 只受理授权人员报修，但没有一位客户联系人获授权",
        "add 'duties: [reporting]' to a contact of the customer",
        "请为至少一位客户联系人补充 duties: [reporting]",
    ),
    "access.window-empty": Sentence(
        "the window {hours} is never open",
        "时段 {hours} 的起止相同，永远不开放",
        "write an end after the beginning; the whole day is 00:00-24:00",
        "结束应晚于开始；全天写 00:00-24:00",
    ),
    "access.no-window-to-end": Sentence(
        "sessions end when the window closes, but there is no window",
        "约定会话在时段结束时终止，但没有约定时段",
        "add 'windows', or write 'session_ends: solved'",
        "请补充 windows，或改为 session_ends: solved",
    ),
    "access.no-rotation": Sentence(
        "engineers log in as '{user}' with a password, and it is not agreed that the customer is reminded to change it",
        "工程师以“{user}”使用密码登录，但合同没有约定用后提醒客户更换",
        "add 'rotate_credentials_after_use: true' below 'access', or log in with a key",
        "请在 access 中补充 rotate_credentials_after_use: true，或改用密钥登录",
    ),
    "access.openssh-password": Sentence(
        "{address} is reached by the transport 'openssh', which logs in with keys, but its login is a password",
        "{address} 的连接方式为 openssh，只能用密钥登录，而 login 写的是密码",
        "use 'method: key_file' or 'agent' there, or the transport 'ssh'",
        "请将 method 改为 key_file 或 agent，或将 transport 改为 ssh",
    ),
    "access.openssh-jump-password": Sentence(
        "jump host '{id}' lies before a host of the transport 'openssh', which logs in with keys on the whole way, but its login is a password",
        "跳板机 {id} 后面有 openssh 方式的主机，一路上只能用密钥登录，而它的 login 写的是密码",
        "use 'method: key_file' or 'agent' at the jump host, or the transport 'ssh' for the hosts behind it",
        "请将跳板机的 method 改为 key_file 或 agent，或将其后主机的 transport 改为 ssh",
    ),
    "access.openssh-second-factor": Sentence(
        "the login at '{name}' has a second factor, but the transport 'openssh' can ask nobody for it",
        "{name} 的 login 写了 second_factor，而 openssh 方式不会向人提问，第二种认证无从输入",
        "use the transport 'ssh', which asks before the inspection, or ask the customer for an account with a key alone",
        "请将 transport 改为 ssh（巡检开始前会当面询问），或向客户申请仅用密钥登录的账号",
    ),
    "access.denied-unused": Sentence(
        "the denied command '{command}' is not run by the contract's inspections, but '{near}' is; is it spelt right?",
        "合同的巡检不会执行禁用命令 {command}，但会执行 {near}，是否拼写有误？",
        "correct it; 'fieldops playbook commands' lists the commands that run",
        "请更正；用 fieldops playbook commands 查看会执行的命令",
    ),
    # --- secrets --------------------------------------------------------------------------------
    "secret.private-key": Sentence(
        "this is a private key; it must not be in a repository",
        "此处是私钥，不得存放在仓库中",
        "remove it and make a new key, as this one counts as known; name its place with 'key_file' or use an agent",
        "请删除并更换密钥（该密钥应视为已泄露）；用 key_file 写明私钥所在位置，或使用 agent",
    ),
    "secret.in-field": Sentence(
        "the field '{key}' holds a secret; it must not be in a repository",
        "字段“{key}”中写有密码一类的内容，不得存放在仓库中",
        "remove it and change it, as it counts as known; use 'password_command' or an agent",
        "请删除并更换（应视为已泄露）；请改用 password_command 或 agent",
    ),
    "secret.token": Sentence(
        "this looks like an access token of a service",
        "此处像是某个服务的访问令牌",
        "remove it and have it revoked, as it counts as known",
        "请删除并立即吊销（应视为已泄露）",
    ),
    "secret.in-address": Sentence(
        "this address holds a password",
        "此网址中含有密码",
        "remove the password from the address and change it, as it counts as known",
        "请从网址中去掉密码，并更换该密码（应视为已泄露）",
    ),
    "secret.in-text": Sentence(
        "this text tells a password",
        "此处文字写出了密码",
        "remove it and change it, as it counts as known; say where it is kept instead",
        "请删除并更换该密码（应视为已泄露）；只写明密码保管在何处",
    ),
    "secret.in-comment": Sentence(
        "this comment holds a secret",
        "此注释中写有密码、令牌或私钥",
        "remove it and change the secret, as it counts as known: comments are in the repository too",
        "请删除并更换（应视为已泄露）：注释同样会进入仓库",
    ),
    "secret.in-command": Sentence(
        "this command prints a password that stands in it",
        "此命令直接输出写在其中的密码",
        "name a program that keeps the password, such as [pass, show, archive]",
        "请改为从密码库读取的程序，如 [pass, show, archive]",
    ),
}
