"""Sentences about reaching hosts: one per reason code, each with what to do about it."""

from fieldops.messages.sentence import Sentence

SENTENCES = {
    "host.unknown-host-key": Sentence(
        "no host key is pinned for {address}; it offers {offered}",
        "{address} 没有登记主机密钥；对方出示 {offered}",
        "compare this fingerprint with the customer, then run 'fieldops hosts pin {contract}'",
        "请先与客户核对该指纹，再运行 fieldops hosts pin {contract}",
    ),
    "host.changed-host-key": Sentence(
        "{address} offers another host key ({offered}) than the pinned one ({pinned})",
        "{address} 出示的主机密钥（{offered}）与登记的（{pinned}）不同",
        "stop and ask the customer whether the machine was replaced or reinstalled; only then pin the new key",
        "请先停下并询问客户是否更换或重装了设备；确认后再重新登记",
    ),
    "host.revoked-host-key": Sentence(
        "{address} offers a host key that is revoked ({offered})",
        "{address} 出示的主机密钥已被吊销（{offered}）",
        "stop and ask the customer: a revoked key may be in the wrong hands; it is never pinned again",
        "请先停下并询问客户：已吊销的密钥可能已泄露；该密钥不会再被登记",
    ),
    "host.auth-failed": Sentence(
        "{address} refused the login '{user}' ({method})",
        "{address} 拒绝了用户 {user} 的登录（{method}）",
        "check user, key or password with the customer; it is tried once only, so that the account is not locked",
        "请与客户核对用户名、密钥或密码；只尝试一次，以免账号被锁",
    ),
    "host.no-credentials": Sentence(
        "there is nothing to log in with at {address}: {detail}",
        "没有可用于登录 {address} 的凭据：{detail}",
        "check 'login' in the contract and that the key or agent is on this machine",
        "请检查合同中的 login，以及本机上的密钥或代理",
    ),
    "host.connection-refused": Sentence(
        "{address} refuses connections on port {port}",
        "{address} 拒绝连接端口 {port}",
        "check that the SSH service runs there and the port is right",
        "请确认 SSH 服务已启动且端口正确",
    ),
    "host.connect-timeout": Sentence(
        "{address} port {port} does not answer within {seconds} s",
        "{address} 端口 {port} 在 {seconds} 秒内无应答",
        "check that the machine is on, and the firewall between here and there",
        "请确认设备已开机，并检查沿途防火墙",
    ),
    "host.network": Sentence(
        "{address} cannot be reached: {detail}",
        "无法到达 {address}：{detail}",
        "check the address, the route and the VPN",
        "请检查地址、路由和 VPN",
    ),
    "host.name-unknown": Sentence(
        "the name {address} cannot be resolved",
        "无法解析名称 {address}",
        "check the spelling and the DNS, or write the IP address",
        "请检查拼写和 DNS，或改用 IP 地址",
    ),
    "host.silent": Sentence(
        "{address} port {port} accepts the connection but says nothing within {seconds} s",
        "{address} 端口 {port} 接受了连接，但 {seconds} 秒内没有任何应答",
        "the SSH service may be overloaded or blocked by a firewall; try 'ssh' from this machine",
        "SSH 服务可能过载，或被防火墙拦截；请在本机用 ssh 试连",
    ),
    "host.no-banner": Sentence(
        "{address} port {port} does not say that it speaks SSH within {seconds} s; so far it has said: {detail}",
        "{address} 端口 {port} 在 {seconds} 秒内没有表明是 SSH 服务；目前只收到：{detail}",
        "check the port; the service behind it may be overloaded",
        "请检查端口；该服务也可能过载",
    ),
    "host.not-ssh": Sentence(
        "{address} port {port} does not begin SSH but says: {detail}",
        "{address} 端口 {port} 没有开始 SSH 会话，而是返回：{detail}",
        "check the port; if this is the right one, ask the customer what these words mean",
        "请检查端口；如端口无误，请向客户询问这段提示的含义",
    ),
    "host.name-timeout": Sentence(
        "the name {address} was not resolved within {seconds} s",
        "{seconds} 秒内未能解析名称 {address}",
        "the DNS server does not answer; check it, or write the IP address",
        "DNS 服务器无应答；请检查 DNS，或改用 IP 地址",
    ),
    "host.handshake-timeout": Sentence(
        "{address} says that it is {version}, but did not go on with the key exchange within {seconds} s",
        "{address} 表明自己是 {version}，但 {seconds} 秒内未完成密钥交换",
        "the SSH service may hang or be overloaded; try 'ssh' from this machine",
        "SSH 服务可能挂起或过载；请在本机用 ssh 试连",
    ),
    "host.login-timeout": Sentence(
        "{address} did not answer the login of '{user}' within {seconds} s; nothing was refused",
        "{address} 在 {seconds} 秒内没有答复用户 {user} 的登录；并非被拒绝",
        "the machine may wait for its directory service (LDAP, DNS) or hang; a key of the agent may wait for you to confirm it",
        "设备可能在等待目录服务（LDAP、DNS）或已挂起；SSH 代理中的密钥也可能在等待您确认",
    ),
    "host.busy": Sentence(
        "{address} port {port} takes no more logins at the moment: {detail}",
        "{address} 端口 {port} 暂时不再接受新的登录：{detail}",
        "it was tried several times, after the time it names where that is two minutes at most; try again later, or with fewer --workers",
        "已重试多次；对方说明了等待时间的（两分钟以内），已按该时间等待；请稍后再试，或减少 --workers",
    ),
    # Since 9.8 OpenSSH has the same words for both.
    "host.banned": Sentence(
        "{address} port {port} lets no login from this machine in at the moment: {detail}",
        "{address} 端口 {port} 暂时不接受本机的登录：{detail}",
        "it was tried several times; either earlier logins from here have failed or were broken off (PerSourcePenalties): wait some minutes, then try one host alone; or too many log in at once (MaxStartups): use fewer --workers",
        "已重试多次；可能此前从本机的登录失败或中断过（PerSourcePenalties），请等几分钟后先单独试一台；也可能同时登录的太多（MaxStartups），请减少 --workers",
    ),
    "host.turned-away": Sentence(
        "{address} port {port} accepts the connection and closes it at once, without a word",
        "{address} 端口 {port} 接受连接后立即关闭，没有任何提示",
        "it may be overloaded (MaxStartups) or not let this machine in (hosts.deny, fail2ban); ask the customer, and try again later",
        "对方可能过载（MaxStartups），或禁止本机访问（hosts.deny、fail2ban）；请询问客户，稍后再试",
    ),
    "host.crowded": Sentence(
        "{address} was not asked: within {seconds} s other logins at its port {port} had not ended",
        "{address} 未轮到连接：{seconds} 秒内其端口 {port} 上的其他登录尚未结束",
        "give it more time with --host-deadline",
        "请用 --host-deadline 放宽时间",
    ),
    "host.jump-failed": Sentence(
        "{address} lies behind jump host '{jump}' ({at}), which cannot be used: {cause}",
        "{address} 在跳板机 {jump}（{at}）之后，而该跳板机无法使用：{cause}",
        "get into the jump host first; 'fieldops hosts pin {contract}' and 'ssh' by hand show what stops it",
        "请先解决跳板机的登录问题；可运行 fieldops hosts pin {contract}，或手工用 ssh 登录查看原因",
    ),
    "host.jump-no-answer": Sentence(
        "jump host '{jump}' got no connection to {address} port {port} within {seconds} s",
        "跳板机 {jump} 在 {seconds} 秒内未能连上 {address} 端口 {port}",
        "check that the machine is on, and the firewall between the jump host and it",
        "请确认设备已开机，并检查跳板机与该设备之间的防火墙",
    ),
    "host.jump-refused": Sentence(
        "jump host '{jump}' cannot connect to {address} port {port}: {detail}",
        "跳板机 {jump} 连不上 {address} 端口 {port}：{detail}",
        "check address and port as the jump host sees them, and that the SSH service runs there",
        "请按跳板机所在的网络核对地址和端口，并确认该设备的 SSH 服务已启动",
    ),
    "host.jump-forbids": Sentence(
        "jump host '{jump}' does not pass on connections to {address} port {port}: {detail}",
        "跳板机 {jump} 不允许转发到 {address} 端口 {port}：{detail}",
        "ask the customer to let this account forward there (sshd_config: AllowTcpForwarding, PermitOpen)",
        "请客户允许该账号转发到此处（sshd_config 的 AllowTcpForwarding、PermitOpen）",
    ),
    "host.jump-full": Sentence(
        "jump host '{jump}' has no more room for a connection to {address} port {port}: {detail}",
        "跳板机 {jump} 没有余量再连接 {address} 端口 {port}：{detail}",
        "it was tried several times; use fewer --workers",
        "已重试多次；请减少 --workers",
    ),
    "host.jump-crowded": Sentence(
        "{address} port {port} was not asked: within {seconds} s jump host '{jump}' had no room for it",
        "{address} 端口 {port} 未轮到连接：{seconds} 秒内跳板机 {jump} 一直没有空位",
        "give it more time with --host-deadline",
        "请用 --host-deadline 放宽时间",
    ),
    "host.proxy-failed": Sentence(
        "{address} lies behind a jump host or proxy command of your ssh_config, which cannot be used: {detail}",
        "{address} 要经过您 ssh_config 中的跳板机或代理命令，而它无法使用：{detail}",
        "try it by hand with 'ssh'; a jump host's key must stand in the contract's .known_hosts too, under its name there",
        "请手工用 ssh 试一次；跳板机的主机密钥也必须写入该合同的 .known_hosts，名称与 ssh_config 中一致",
    ),
    "host.ssh-config": Sentence(
        "the ssh program of this machine does not accept an ssh_config on the way to {address}: {detail}",
        "本机的 ssh 程序不接受 ssh_config，没有连接 {address}：{detail}",
        "correct the file that it names; 'ssh -G {address}' tries it",
        "请更正其中指出的文件；可用 ssh -G {address} 试一下",
    ),
    "host.old-algorithms-over": Sentence(
        "{address} was allowed old SSH algorithms until {until} ({why}); it was not connected to",
        "{address} 使用旧 SSH 算法的期限至 {until}（{why}），已过期，没有连接",
        "replace it or update its SSH server; where the customer agrees to more time, correct 'old_algorithms: until'",
        "请更换该主机或升级其 SSH 服务端；客户同意延期的，请更正 old_algorithms 的 until",
    ),
    "host.protocol-error": Sentence(
        "{address} does not keep to the SSH protocol and was cut off: {detail}",
        "{address} 不符合 SSH 协议，已断开：{detail}",
        "check that an SSH server is at this port; try 'ssh' from this machine",
        "请确认该端口是 SSH 服务；请在本机用 ssh 试连",
    ),
    "host.method-refused": Sentence(
        "{address} does not take a login by {method} from '{user}'; it offers: {methods}",
        "{address} 不接受用户 {user} 以 {method} 方式登录；对方支持：{methods}",
        "agree with the customer on a way to log in that works without a person, and change 'login' in the contract",
        "请与客户约定无需人工参与的登录方式，并修改合同中的 login",
    ),
    "host.second-factor": Sentence(
        "{address} accepts '{user}' only with a second factor: {detail}",
        "{address} 要求用户 {user} 提供第二种认证：{detail}",
        "write 'second_factor: true' at its 'login': then whoever begins the inspection is asked beforehand; or ask the customer for an account with a key alone",
        "请在该 login 中写 second_factor: true，巡检开始前会当面询问；或向客户申请仅用密钥登录的账号",
    ),
    "host.second-factor-openssh": Sentence(
        "{address} accepts '{user}' only with a second factor, and the transport 'openssh' asks nobody: {detail}",
        "{address} 要求用户 {user} 提供第二种认证，而 openssh 方式不会向人提问：{detail}",
        "write 'transport: ssh' at the host and 'second_factor: true' at its 'login': then whoever begins the inspection is asked beforehand; or ask the customer for an account with a key alone",
        "请将该主机改为 transport: ssh，并在其 login 中写 second_factor: true，巡检开始前会当面询问；或向客户申请仅用密钥登录的账号",
    ),
    "host.second-factor-nobody": Sentence(
        "{address} asks '{user}' for a second factor, and nobody could be asked: {detail}",
        "{address} 要求用户 {user} 提供第二种认证，但当时无人可问：{detail}",
        "begin the inspection at a terminal; for runs without a person ask the customer for an account with a key alone",
        "请在终端上启动巡检；无人值守的巡检，请向客户申请仅用密钥登录的账号",
    ),
    "host.second-factor-late": Sentence(
        "{address} asked '{user}' for a second factor, and got no answer within {seconds} s: {detail}",
        "{address} 要求用户 {user} 提供第二种认证，{seconds} 秒内没有得到回答：{detail}",
        "begin again with the code at hand",
        "请准备好验证码后重新开始",
    ),
    "host.password-expired": Sentence(
        "the password of '{user}' on {address} has expired and must be changed first: {detail}",
        "用户 {user} 在 {address} 上的密码已过期，必须先修改：{detail}",
        "ask the customer to renew it, or to except the account from expiry; fieldops changes no passwords",
        "请客户更新密码，或将该账号设为不过期；fieldops 不会修改密码",
    ),
    "host.hung-up": Sentence("it closed the connection", "对方关闭了连接"),
    "host.hung-up-at-login": Sentence(
        "it closed the connection without a word when '{user}' was to log in",
        "用户 {user} 登录时，对方直接关闭了连接，没有任何提示",
    ),
    "host.no-words": Sentence("it said nothing", "对方没有任何提示"),
    "host.no-common-algorithm": Sentence(
        "{address} and fieldops have no SSH algorithm in common: {detail}",
        "{address} 与 fieldops 没有共同的 SSH 算法：{detail}",
        "the server is too old; where the customer agrees, 'transport: openssh' with 'old_algorithms' reaches it, see docs/troubleshooting.md",
        "对方 SSH 版本过旧；客户同意时，可改用 transport: openssh 并填写 old_algorithms，参见 docs/troubleshooting.md",
    ),
    "host.disconnected": Sentence(
        "the connection to {address} broke off: {detail}",
        "与 {address} 的连接中断：{detail}",
        "try again; if it happens again look at the SSH server's log",
        "请重试；若再次发生，请查看 SSH 服务端日志",
    ),
    "host.stalled": Sentence(
        "{address} let us in but then sent nothing for {seconds} s",
        "{address} 登录成功，但随后 {seconds} 秒没有任何输出",
        "the machine or the network may hang; try 'ssh' from this machine",
        "设备或网络可能挂起；请在本机用 ssh 试连",
    ),
    "host.no-shell": Sentence(
        "{address} let us in but would not start a shell: {detail}",
        "{address} 允许登录，但无法启动 shell：{detail}",
        "the account needs a login shell and the right to run commands: no menu, no forced command, no 'exit' in its start-up files",
        "该账号需要可用的登录 shell 和执行命令的权限：不能是菜单、强制命令，启动文件中也不能有 exit",
    ),
    "host.device-asks": Sentence(
        "{address} asked something, and was hung up on without an answer: {detail}",
        "{address} 提出了询问，fieldops 未作任何应答，已断开连接：{detail}",
        "log in by hand with this account, deal with the question (such as a first password that must be changed), and inspect again",
        "请用该账号手工登录，处理该询问（如首次登录须修改密码）后再巡检",
    ),
    "host.no-prompt": Sentence(
        "{address} let us in but showed no prompt of such a device: {detail}",
        "{address} 允许登录，但未出现该类设备的命令提示符：{detail}",
        "look whether 'platform' says what it is (vrp, comware, ios), and log in by hand to see what it shows",
        "请核对 platform 与实际设备是否一致（vrp、comware、ios），并手工登录查看屏幕显示",
    ),
    "host.deadline": Sentence(
        "{address} did not finish within {seconds} s",
        "{address} 在 {seconds} 秒内未完成",
        "give it more time with --host-deadline, or inspect it alone with --limit",
        "请用 --host-deadline 放宽时间，或用 --limit 单独巡检",
    ),
    "host.window-closed": Sentence(
        "{address}: its turn did not come before the time for sessions was over",
        "{address}：允许访问的时间结束前未轮到该主机",
        "it is tried in the next window; agree on a longer one, or on fewer hosts for a visit",
        "将在下一个访问时段再次尝试；可约定更长的时段，或减少每次巡检的主机",
    ),
    "host.by-bundle": Sentence(
        "{host} is inspected offline: nothing is connected, and its result has not been brought yet",
        "{host} 须离线巡检：不作连接，结果尚未带回",
        "fieldops bundle make {contract} --limit {host}, with the playbooks and engineers of this run; carry the file there, then: fieldops bundle import RESULT",
        "请执行 fieldops bundle make {contract} --limit {host}（巡检方案和工程师与本次巡检相同），将脚本带到现场执行，再用 fieldops bundle import 导入结果",
    ),
    "host.left-alone-load": Sentence(
        "{address} was left alone: its load is {load} on {processors} {processors:processor|processors}",
        "{address} 负载过高，未作巡检：负载 {load}，处理器 {processors} 个",
        "the limit is 'load_guard' in the contract's access; ask again later with --retry-unreached",
        "限值见合同 access 中的 load_guard；稍后可用 --retry-unreached 再次巡检",
    ),
    "host.left-alone-memory": Sentence(
        "{address} was left alone: it has {mib} MiB of available memory",
        "{address} 可用内存不足，未作巡检：仅剩 {mib} MiB",
        "the limit is 'load_guard' in the contract's access; ask again later with --retry-unreached",
        "限值见合同 access 中的 load_guard；稍后可用 --retry-unreached 再次巡检",
    ),
    "host.incomplete": Sentence(
        "the script on {address} ended early; {missing} of {total} {total:probe|probes} have no result",
        "{address} 上的脚本提前结束，{total} 个采集项中有 {missing} 个没有结果",
    ),
    "host.ended-early": Sentence(
        "the script on {address} ended early; {missing} of {total} {total:probe|probes} have no result; the host said: {detail}",
        "{address} 上的脚本提前结束，{total} 个采集项中有 {missing} 个没有结果；主机提示：{detail}",
    ),
    "host.flood": Sentence(
        "{address} sent more than {limit} bytes and was cut off",
        "{address} 发送的数据超过 {limit} 字节，已断开",
        "log in by hand and look at what the login shell prints",
        "请手工登录，查看登录 shell 输出了什么",
    ),
    "host.interrupted": Sentence(
        "the run was interrupted before {address} had finished", "{address} 未完成时运行被中断"
    ),
    "host.internal": Sentence(
        "an error of fieldops itself stopped this host: {detail}", "fieldops 自身错误导致该主机中断：{detail}"
    ),
    "credentials.key-file-missing": Sentence("the key file {path} does not exist", "密钥文件 {path} 不存在"),
    "credentials.key-file-unreadable": Sentence(
        "the key file {path} cannot be used ({detail})", "密钥文件 {path} 无法使用（{detail}）"
    ),
    "credentials.key-file-slow": Sentence(
        "the key file {path} cannot be read in time", "密钥文件 {path} 未能及时读取"
    ),
    "credentials.key-encrypted": Sentence(
        "the key file {path} has a passphrase; load it into the SSH agent",
        "密钥文件 {path} 有口令，请先加载到 SSH 代理",
    ),
    "credentials.agent-none": Sentence(
        "no SSH agent is known here: SSH_AUTH_SOCK is not set or leads nowhere",
        "当前环境没有 SSH 代理：SSH_AUTH_SOCK 未设置或已失效",
    ),
    "credentials.agent-empty": Sentence("the SSH agent holds no key", "SSH 代理中没有密钥"),
    "credentials.agent-silent": Sentence("the SSH agent does not answer", "SSH 代理无应答"),
    "credentials.agent-several": Sentence(
        "the SSH agent holds {count} {count:key|keys}; name one with 'agent_key'",
        "SSH 代理中有 {count} 个密钥，请用 agent_key 指定一个",
    ),
    "credentials.agent-key-missing": Sentence("the SSH agent does not hold {key}", "SSH 代理中没有 {key}"),
    "credentials.command-failed": Sentence(
        "the password command {command} failed ({detail})", "密码命令 {command} 执行失败（{detail}）"
    ),
    "credentials.no-prompt": Sentence(
        "a password must be typed, but nobody can be asked here", "需要输入密码，但当前无法交互输入"
    ),
    "sudo.no-password": Sentence(
        "there is no password for sudo of {user} ({detail}): what needs root runs only as far as sudo asks for none",
        "没有用户 {user} 的 sudo 密码（{detail}）：需要 root 的检查只有在 sudo 不问密码时才能执行",
    ),
    "instance.no-password": Sentence(
        "there is no password for the instance {instance} ({detail}): its checks stay UNKNOWN",
        "没有实例 {instance} 的密码（{detail}）：其检查项均无法判定",
    ),
    "sudo.spared": Sentence(
        "{host}: the password for sudo was not sent, because other hosts have refused it; a wrong one could lock the account",
        "{host}：其他主机已拒绝该 sudo 密码，因此未再发送，以免账号被锁",
    ),
    "credentials.openssh-key": Sentence(
        "transport 'openssh' logs in with keys, not with a password: use 'key_file' or 'agent'",
        "openssh 方式只能用密钥登录，不能用密码：请改用 key_file 或 agent",
    ),
    "credentials.no-ssh": Sentence(
        "the program '{program}' is not on this machine", "本机没有 {program} 程序"
    ),
    "credentials.no-login": Sentence("the contract says no 'login' for it", "合同中没有 login"),
}
