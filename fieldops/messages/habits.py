"""Sentences for those who come from Ansible: what is typed by habit, and what to type instead."""

from fieldops.messages.sentence import Sentence

_PROBE_EN = "fieldops probe try PROBE --host HOST runs one probe on one host; fieldops health CONTRACT looks at all of them"
_PROBE_ZH = (
    "fieldops probe try PROBE --host HOST 在一台主机上执行一个采集项；fieldops health CONTRACT 检查全部主机"
)

SENTENCES: dict[str, Sentence] = {
    "habit.inventory": Sentence(
        "'{name}': hosts come from the contract, not from an inventory",
        "“{name}”：主机来自合同，而不是清单",
        "take an inventory in once: fieldops hosts import FILE CONTRACT; then choose hosts with -l",
        "清单只需导入一次：fieldops hosts import FILE CONTRACT；之后用 -l 选主机",
    ),
    "habit.list-inventory": Sentence(
        "there is no command '{name}'; the hosts stand in the contract",
        "没有 {name} 命令；主机写在合同里",
        "fieldops health CONTRACT --list-hosts shows them; fieldops hosts import FILE CONTRACT takes an inventory in",
        "fieldops health CONTRACT --list-hosts 可列出主机；fieldops hosts import FILE CONTRACT 可导入清单",
    ),
    "habit.module": Sentence(
        "'{name}': there are no modules; hosts are only looked at, by probes",
        "“{name}”：没有模块；对主机只查看，由采集项完成",
        _PROBE_EN,
        _PROBE_ZH,
    ),
    "habit.command": Sentence(
        "'{name}': no command of yours is run on hosts; what runs is written down in probes",
        "“{name}”：不在主机上执行临时命令；执行什么都写在采集项里",
        _PROBE_EN,
        _PROBE_ZH,
    ),
    "habit.check": Sentence(
        "'{name}': every inspection only looks, nothing is changed",
        "“{name}”：巡检本来就只查看，不作任何改动",
        "--dry-run prints every command for each host, and connects to none",
        "--dry-run 逐台列出要执行的命令，不连接任何主机",
    ),
    "habit.diff": Sentence(
        "'{name}': nothing is changed, so there is no difference to show",
        "“{name}”：不作改动，也就没有改动前后的差异",
        "fieldops run diff compares two runs, fieldops contract diff two states of a contract",
        "fieldops run diff 对比两次运行，fieldops contract diff 对比合同的两个版本",
    ),
    "habit.extra-vars": Sentence(
        "'{name}': nothing is given on the command line that the contract does not say",
        "“{name}”：合同里没有的，不能在命令行上给",
        "the value of a variable stands in the contract (vars), another threshold in a playbook that extends this one (override)",
        "变量的取值写在合同里（vars），其他阈值写在沿用标准方案的方案里（override）",
    ),
    "habit.become": Sentence(
        "'{name}' is not needed: probes that need root ask sudo by themselves",
        "不需要“{name}”：要 root 的采集项会自己用 sudo",
        "-K asks for sudo's password; fieldops playbook sudoers PLAYBOOK prints what it must be allowed",
        "-K 询问 sudo 密码；fieldops playbook sudoers PLAYBOOK 输出需要放行的命令",
    ),
    "habit.become-user": Sentence(
        "'{name}': as whom a probe runs is written in the probe",
        "“{name}”：以哪个账号执行，写在采集项里",
        "-u NAME is the account that logs in",
        "登录账号用 -u NAME 指定",
    ),
    "habit.forks": Sentence(
        "'{name}' is called --workers here",
        "“{name}”在这里是 --workers",
        "such as --workers 50",
        "例如 --workers 50",
    ),
    "habit.tags": Sentence(
        "'{name}' is written --tags here",
        "“{name}”在这里写作 --tags",
        "such as --tags disk,memory",
        "例如 --tags disk,memory",
    ),
    "habit.timeout": Sentence(
        "'{name}' is called --host-deadline here: the seconds one host may take in all",
        "“{name}”在这里是 --host-deadline：每台主机总共允许的秒数",
        "such as --host-deadline 120",
        "例如 --host-deadline 120",
    ),
    "habit.connection": Sentence(
        "'{name}': how a host is reached is written at the host",
        "“{name}”：连接方式写在主机上",
        "in the contract: host: {{transport: ssh}}, openssh or local",
        "在合同中写 host: {{transport: ssh}}，也可以是 openssh 或 local",
    ),
    "habit.private-key": Sentence(
        "'{name}': which key you use is written in your personal logins",
        "“{name}”：用哪把私钥，写在个人登录设置里",
        "~/.config/fieldops/logins.yaml, with method: key_file; fieldops doctor shows what holds",
        "写在 ~/.config/fieldops/logins.yaml 中，method 为 key_file；fieldops doctor 可查看是否生效",
    ),
    "habit.ssh-args": Sentence(
        "'{name}': arguments of ssh are not taken",
        "“{name}”：不接受 ssh 参数",
        "jump hosts stand in the contract (access.jump_hosts); transport: openssh uses your ~/.ssh/config",
        "跳板机写在合同的 access.jump_hosts 中；transport: openssh 会使用 ~/.ssh/config",
    ),
    "habit.start-at-task": Sentence(
        "'{name}': checks do not follow one another, so there is nothing to start at",
        "“{name}”：检查项互不依赖，没有从哪一项开始的说法",
        "--tags chooses checks; --resume RUN goes on with a run that was cut off",
        "用 --tags 选检查项；用 --resume RUN 接着做中断的运行",
    ),
    "habit.syntax-check": Sentence(
        "'{name}' is a command of its own here",
        "“{name}”在这里是单独的命令",
        "fieldops validate checks contracts, playbooks and probes",
        "fieldops validate 校验合同、巡检方案和采集项",
    ),
    "habit.list-tasks": Sentence(
        "'{name}' is a command of its own here",
        "“{name}”在这里是单独的命令",
        "fieldops playbook show PLAYBOOK lists the checks, fieldops playbook commands PLAYBOOK every command",
        "fieldops playbook show PLAYBOOK 列出检查项，fieldops playbook commands PLAYBOOK 列出每条命令",
    ),
    "habit.vault": Sentence(
        "'{name}': there is no vault, for no password stands in any file",
        "“{name}”：没有保险库（vault），因为文件里不写任何密码",
        "a login says where its password comes from: method: prompt, or password_command",
        "登录方式中写明密码来源：method: prompt，或用 password_command",
    ),
    "habit.galaxy": Sentence(
        "there is no command '{name}': playbooks and probes come with fieldops, or stand in the workspace",
        "没有 {name} 命令：巡检方案和采集项随 fieldops 提供，或放在工作区里",
        "fieldops playbook list shows them",
        "fieldops playbook list 可列出巡检方案",
    ),
    "habit.doc": Sentence(
        "there is no command '{name}'",
        "没有 {name} 命令",
        "fieldops playbook show PLAYBOOK, fieldops explain CODE and fieldops schema KIND say what there is",
        "请用 fieldops playbook show PLAYBOOK、fieldops explain CODE 和 fieldops schema KIND 查看",
    ),
    "habit.play": Sentence(
        "there is no command '{name}'",
        "没有 {name} 命令",
        "fieldops inspect CONTRACT --playbook ID --engineer A --engineer B, or fieldops health CONTRACT --playbook ID",
        "请用 fieldops inspect CONTRACT --playbook ID --engineer A --engineer B，或 fieldops health CONTRACT --playbook ID",
    ),
    "habit.facts": Sentence(
        "'{name}': facts are gathered anew in each run, and recorded",
        "“{name}”：每次运行都重新采集，并记录在案",
        "fieldops run show latest shows the last ones",
        "fieldops run show latest 可查看最近一次的结果",
    ),
    "reference.file-not-id": Sentence(
        "'{name}' is a file; a {kind} is called by its id",
        "“{name}”是文件；{kind}要写标识",
        "write {id} instead",
        "请改写 {id}",
    ),
    "reference.file-for-contract": Sentence(
        "'{name}' is a file; what is named here is the contract whose hosts are looked at",
        "“{name}”是文件；此处要写合同的标识，检查的是该合同的主机",
        "a playbook is chosen behind it: fieldops health CONTRACT --playbook {id}; fieldops contract list shows the contracts",
        "方案写在后面：fieldops health CONTRACT --playbook {id}；合同用 fieldops contract list 查看",
    ),
    "reference.all-contracts": Sentence(
        "'{name}' is no contract; all hosts of a contract are looked at where none are chosen",
        "“{name}”不是合同；不选主机就是检查该合同的全部主机",
        "write fieldops health CONTRACT, and -l HOSTS for some of them; fieldops contract list shows the contracts",
        "请写 fieldops health CONTRACT，只查一部分时加 -l HOSTS；合同用 fieldops contract list 查看",
    ),
    "habit.pull": Sentence(
        "there is no command '{name}': hosts fetch nothing, the inspecting machine asks them",
        "没有 {name} 命令：主机不来拉取，由巡检机去采集",
        "fieldops schedule install runs what is due by itself; fieldops bundle make CONTRACT is for hosts that nobody reaches by network",
        "fieldops schedule install 可按计划自动执行；网络不通的主机用 fieldops bundle make CONTRACT",
    ),
    "habit.config": Sentence(
        "there is no command '{name}'; settings stand in fieldops.yaml, logins of your own in logins.yaml",
        "没有 {name} 命令；设置写在 fieldops.yaml 里，自己的登录方式写在 logins.yaml 里",
        "fieldops doctor shows what holds here; fieldops schema settings says what can be set",
        "fieldops doctor 查看本机情况；fieldops schema settings 说明可以设置什么",
    ),
    "habit.test": Sentence(
        "there is no command '{name}'",
        "没有 {name} 命令",
        "fieldops probe test holds probes and checks against recorded outputs; fieldops validate judges all files",
        "fieldops probe test 用记录的输出检验采集项和检查项；fieldops validate 校验全部文件",
    ),
    "habit.retry": Sentence(
        "there is no command '{name}'",
        "没有 {name} 命令",
        "fieldops inspect CONTRACT --retry-unreached RUN asks the hosts again that were not reached, --resume RUN goes on with a run that was stopped",
        "fieldops inspect CONTRACT --retry-unreached RUN 重查未连上的主机，--resume RUN 继续中断的运行",
    ),
    "habit.version": Sentence(
        "'{name}' is written --version here",
        "这里的 {name} 写作 --version",
        "fieldops --version",
        "fieldops --version",
    ),
    "habit.help": Sentence(
        "there is no command '{name}'",
        "没有 {name} 命令",
        "fieldops --help lists the commands; fieldops COMMAND --help explains one",
        "fieldops --help 列出命令；fieldops COMMAND --help 说明某个命令",
    ),
    "habit.remote-user": Sentence(
        "'{name}' is called --user here",
        "“{name}”在这里写作 --user",
        "such as -u ops, or --user ops",
        "如 -u ops 或 --user ops",
    ),
    "habit.background": Sentence(
        "'{name}': each probe has a time limit of its own, and nothing goes on in the background",
        "“{name}”：每个采集项都有自己的时限，不在后台运行",
        "--host-deadline limits the time for one host; fieldops schedule install runs inspections by themselves",
        "--host-deadline 限定每台主机的时间；fieldops schedule install 可定时自动执行",
    ),
    "habit.one-line": Sentence(
        "'{name}' is not there",
        "没有“{name}”",
        "-o nagios prints one line, -o json is for programs",
        "-o nagios 输出一行，-o json 供程序读取",
    ),
    "habit.module-path": Sentence(
        "'{name}': playbooks and probes lie in the workspace, below playbooks/ and playbooks/probes/",
        "“{name}”：方案和采集项放在工作区的 playbooks/ 和 playbooks/probes/ 下",
        "fieldops -C FOLDER COMMAND is for another workspace",
        "要用另一个工作区：fieldops -C FOLDER COMMAND",
    ),
    "habit.changes": Sentence(
        "'{name}': nothing is changed on hosts; an inspection only looks",
        "“{name}”：主机上不作任何改动，巡检只查看",
        "what has to be changed is done under a service order: fieldops order open CONTRACT",
        "需要改动的，请开服务单：fieldops order open CONTRACT",
    ),
    "habit.no-changes": Sentence(
        "'{name}': nothing is changed on hosts, so there is nothing to handle",
        "“{name}”：主机上不作任何改动，用不到",
    ),
}
