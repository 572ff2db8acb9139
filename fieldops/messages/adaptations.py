"""Sentences about playbooks that adapt another one: what is wrong with a change, and a standard that is said by its criteria."""

from fieldops.messages.sentence import Sentence

SENTENCES = {
    "method.areas-more": Sentence(
        "Beyond that, checks of its own look at: {areas}.", "此外还检查：{areas}。"
    ),
    "standard.agreed": Sentence("as agreed here: {criteria}", "按约定：{criteria}"),
    "standard.warn": Sentence("a warning where it is {criterion}", "{criterion} 为警告"),
    "standard.crit": Sentence("critical where it is {criterion}", "{criterion} 为严重"),
    "standard.expect": Sentence(
        "{criterion} is expected, otherwise {verdict}", "应为 {criterion}，否则为{verdict}"
    ),
    "standard.warn-rate-day": Sentence(
        "a warning where it grows by {criterion} in a day", "每天增长 {criterion} 为警告"
    ),
    "standard.crit-rate-day": Sentence(
        "critical where it grows by {criterion} in a day", "每天增长 {criterion} 为严重"
    ),
    "standard.warn-rate-hour": Sentence(
        "a warning where it grows by {criterion} in an hour", "每小时增长 {criterion} 为警告"
    ),
    "standard.crit-rate-hour": Sentence(
        "critical where it grows by {criterion} in an hour", "每小时增长 {criterion} 为严重"
    ),
    "standard.warn-left": Sentence(
        "a warning where the time until it is full is {criterion}", "距用满的时间 {criterion} 为警告"
    ),
    "standard.crit-left": Sentence(
        "critical where the time until it is full is {criterion}", "距用满的时间 {criterion} 为严重"
    ),
    "standard.warn-until": Sentence(
        "a warning where the time until it is {limit} is {criterion}",
        "距达到 {limit} 的时间 {criterion} 为警告",
    ),
    "standard.crit-until": Sentence(
        "critical where the time until it is {limit} is {criterion}",
        "距达到 {limit} 的时间 {criterion} 为严重",
    ),
    "standard.changed": Sentence(
        "the same as in the last inspection, otherwise {verdict}", "应与上次巡检一致，否则为{verdict}"
    ),
    "standard.group": Sentence(
        "the same on all hosts that are compared, otherwise {verdict}",
        "参与比较的主机应一致，否则为{verdict}",
    ),
    "kind-of-check.warn": Sentence("criteria for its value", "数值判据"),
    "kind-of-check.changed": Sentence("what has changed since the last inspection", "与上次巡检相比的变化"),
    "kind-of-check.rate": Sentence("how fast its value grows", "增长速度"),
    "kind-of-check.trend": Sentence("how long it takes until its limit is reached", "距达到上限的时间"),
    "kind-of-check.group": Sentence("whether the hosts agree", "各主机是否一致"),
    "kind-of-check.judged": Sentence("what a person calls in order or not", "人工填写的合格与否"),
    "kind-of-check.number": Sentence("the number that a person reads", "人工填写的数字"),
    "kind-of-check.choice": Sentence("the answer that a person chooses", "人工选择的结果"),
    "kind-of-check.text": Sentence("nothing: a person writes down what is seen", "文字记录（不作判断）"),
    "playbook.override-kind": Sentence(
        "the check '{check}' judges by {by}: {key} does not go with it",
        "检查项 {check} 按{by}判定，不能改用 {key}",
        "it can be given: {choices}. To judge in another way, write a check of your own with an id of its own: findings and comparisons with earlier inspections follow the id",
        "可调整：{choices}。要换一种判定方式，请在 checks 中另写检查项并另取标识：问题跟踪和历次对比都按标识进行",
    ),
    "playbook.override-fixed": Sentence(
        "'{key}' of a check cannot be changed: it would be another check under the same id, and findings and comparisons with earlier inspections follow the id",
        "不能调整检查项的 {key}：改了就不是同一个检查项，而问题跟踪和历次对比都按标识进行",
        "leave the check out by `without`, and write one of your own in `checks` with an id of its own",
        "请用 without 排除该检查项，再在 checks 中另写一个，使用自己的标识",
    ),
    "probe.as-root-not-plain": Sentence(
        "a command behind as_root is not fixed word for word, so no line of sudoers could allow just it",
        "as_root 后的命令不是逐字固定的，sudoers 无法只放行这一条",
        "write it without variables, substitutions and wildcards, such as: as_root dmesg -r",
        "请勿使用变量、命令替换和通配符，如 as_root dmesg -r",
    ),
    "probe.as-root-without-sudo": Sentence(
        "as_root is used, but the probe does not say that it needs root",
        "使用了 as_root，但采集项未写明需要 root",
        "add `sudo: true`",
        "请加上 sudo: true",
    ),
    "sudoers.head": Sentence(
        "What the playbook '{playbook}' of fieldops needs as root, for the login {user}: these commands and no others.",
        "fieldops 巡检方案 {playbook} 需要 root 权限的命令，供登录账号 {user} 使用；仅放行以下命令。",
    ),
    "sudoers.where": Sentence(
        "For a file such as /etc/sudoers.d/fieldops (mode 0440); 'visudo -c' checks it. A command is named in every folder where it may lie.",
        "请写入 /etc/sudoers.d/fieldops 等文件（权限 0440），并用 visudo -c 检查；同一命令按可能所在的目录分别列出。",
    ),
    "sudoers.shell": Sentence(
        "Not allowed here: it runs in a shell as {account}, and whoever may do that may do everything that {account} may. Without it these checks are not determined.",
        "此处不放行：该项须以 {account} 身份通过 shell 执行，放行等于授予 {account} 的全部权限；不放行时相关检查项为未采集到。",
    ),
    "sudoers.instances": Sentence(
        "{instances}: the client runs in a shell as {account}. By this line {user} may do all that {account} may; without it these instances are not determined. An account of the database's own, with 'method: password' or as its own peer, needs no such line.",
        "{instances}：客户端以 {account} 身份通过 shell 运行。放行后 {user} 拥有 {account} 的全部权限；不放行则这些实例均未采集到。改用数据库只读账号（method: password），或为登录账号单独建立 peer 映射，即无需此行。",
    ),
    "sudoers.which-instances": Sentence(
        "Whether clients of databases run as other accounts (system_account) stands in the contract: add --contract ID.",
        "数据库客户端是否以其他账号（system_account）运行由合同写明：请加 --contract 合同标识。",
    ),
    "sudoers.nothing": Sentence(
        "No command needs root, or none can be allowed by itself.",
        "没有需要 root 权限的命令，或没有可以单独放行的命令。",
    ),
    "sudoers.user": Sentence("'{user}' is no name of a login", "{user} 不是有效的登录账号名"),
    "playbook.extends-circle": Sentence(
        "the playbook extends itself: {ids}",
        "巡检方案循环引用：{ids}",
        "a playbook that adapts one that ships with fieldops has an id of its own",
        "调整 fieldops 自带方案时，请另取方案标识",
    ),
    "playbook.already-there.areas": Sentence(
        "the playbook '{playbook}' already has the area '{id}'",
        "所基于的方案 {playbook} 中已有类别 {id}",
        "leave it out: areas are taken over; or give this one another id",
        "类别会自动沿用，无需重复书写；新类别请另取标识",
    ),
    "playbook.already-there.checks": Sentence(
        "the playbook '{playbook}' already has the check '{id}'",
        "所基于的方案 {playbook} 中已有检查项 {id}",
        "say in `override` what is different here; a check of your own has another id",
        "不同之处请写在 override 中；新的检查项请另取标识",
    ),
    "playbook.nothing-left": Sentence(
        "`without` leaves out every check of '{id}'", "without 排除了方案 {id} 的全部检查项"
    ),
    "playbook.override-left-out": Sentence(
        "the check '{check}' is changed here and left out in line {line}",
        "检查项 {check} 在此处调整，又在第 {line} 行排除",
        "keep one of the two",
        "两处请只保留一处",
    ),
    "playbook.override-nothing": Sentence(
        "nothing of the check '{check}' is changed",
        "未写明检查项 {check} 调整了什么",
        "say what holds here, such as warn: '>= 85%'",
        "请写明此处的判据，如 warn: '>= 85%'",
    ),
    "playbook.override-same": Sentence(
        "the check '{check}' already has {key}: {value}; this changes nothing",
        "检查项 {check} 的 {key} 本来就是 {value}，此处没有改变",
        "leave it out, or write what holds here",
        "请删去，或改为此处实际采用的内容",
    ),
    "playbook.override-own": Sentence(
        "the check '{check}' is this playbook's own: for all hosts it says itself how it judges",
        "检查项 {check} 就在本方案中，对全部主机的判定应写在检查项里",
        "change the check; `override` of an own check is for hosts or groups",
        "请直接修改检查项；对本方案自己的检查项，override 只用于部分主机或分组",
    ),
    "exported.head": Sentence(
        "The playbook '{id}' with all that it takes over from {playbooks}, made by 'fieldops playbook export'.",
        "巡检方案 {id}，含沿用自 {playbooks} 的全部内容，由 fieldops playbook export 生成。",
    ),
    "playbook.override-recorded": Sentence(
        "the check '{check}' is only recorded: it cannot be given a criterion",
        "检查项 {check} 只作记录，不能另设判据",
        "write a check of your own in `checks`, with an id of its own",
        "请在 checks 中另写一个检查项，使用自己的标识",
    ),
    "playbook.override-twice": Sentence(
        "{key} of the check '{check}' is already changed for the same hosts in line {line}",
        "检查项 {check} 的 {key} 已在第 {line} 行对相同主机作过调整",
        "keep one of the two",
        "两处请只保留一处",
    ),
    "playbook.override-clash": Sentence(
        "the host '{host}' is also in a group for which line {line} says another {key} of the check '{check}'",
        "主机 {host} 同属两个分组，第 {line} 行对检查项 {check} 的 {key} 另有规定",
        "say with `hosts: [{host}]` what holds for it",
        "请用 hosts: [{host}] 单独写明该主机采用哪个",
    ),
    "playbook.override-reversed": Sentence(
        "on the host '{host}' the changes of the check '{check}' come together so that crit '{crit}' is weaker than warn '{warn}'",
        "主机 {host} 上，检查项 {check} 的各项调整合在一起后，严重阈值（crit {crit}）不比警告阈值（warn {warn}）更严",
        "give both criteria in the change that is meant for this host",
        "请在针对该主机的调整中同时写明 warn 和 crit",
    ),
    "playbook.on-without-hosts": Sentence(
        "this chooses hosts, and the item is filled in {by}, whatever hosts there are",
        "此处用于选择主机，而该项{by}，与主机无关",
        "write `per: host` for an item of each of these hosts, `per: asset` for one of each piece of equipment, or leave it out",
        "要让这些主机各填一次，请写 per: host；要让这些设备各填一次，请写 per: asset；否则请删去此处",
    ),
    "filled-in.visit": Sentence("once in the whole visit", "整次巡检只填一次"),
    "filled-in.site": Sentence("once at each site", "每个地点各填一次"),
    "playbook.no-such-host": Sentence(
        "no contract has a host '{name}', so what is said of it has no effect",
        "没有合同包含主机 {name}，针对它的内容不会生效",
        "hosts: {choices}",
        "现有主机：{choices}",
    ),
    "playbook.no-such-group": Sentence(
        "no contract has a host in a group '{name}', so what is said of it has no effect",
        "没有合同的主机属于分组 {name}，针对该分组的内容不会生效",
        "groups: {choices}",
        "现有分组：{choices}",
    ),
    "playbook.no-such-category": Sentence(
        "no contract has equipment of the category '{name}', so what is said of it has no effect",
        "没有合同包含类别为 {name} 的设备，针对该类别的内容不会生效",
        "categories: {choices}",
        "现有类别：{choices}",
    ),
}
