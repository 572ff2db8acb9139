"""Sentences about Ansible inventories: what is taken over into a contract, and what is not."""

from fieldops.messages.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    # --- what was done ---
    "inventory.remark": Sentence("{path}:{line}: {message}", "{path}:{line}：{message}"),
    "inventory.left-out": Sentence(
        "{path}:{line}: {host} is not imported: {message}", "{path}:{line}：未导入 {host}：{message}"
    ),
    "inventory.groups": Sentence("groups", "分组"),
    "inventory.login": Sentence("login of its own", "单独的登录方式"),
    "inventory.imported": Sentence(
        "{imported} {imported:host|hosts} imported into {path}; {unchanged} known already; {left} left out.",
        "已将 {imported} 台主机导入 {path}；已有 {unchanged} 台；未导入 {left} 台。",
    ),
    "inventory.would-import": Sentence(
        "Nothing written (--dry-run). {imported} {imported:host|hosts} would be imported into {path}; {unchanged} known already; {left} left out.",
        "未写入任何文件（--dry-run）。将导入 {imported} 台主机，写入 {path}；已有 {unchanged} 台；不导入 {left} 台。",
    ),
    "inventory.nothing-new": Sentence(
        "Nothing to import: {unchanged} {unchanged:host|hosts} known already; {left} left out.",
        "没有需要导入的主机：已有 {unchanged} 台；未导入 {left} 台。",
    ),
    "inventory.no-category": Sentence(
        "They have no category, for an inventory names none: warranties and inspections that go by category do not hold for them. Import with --category server, or add it to their entries.",
        "这些主机没有类别，因为 Ansible 清单里不写：按类别约定的质保和巡检对它们不适用。可用 --category server 导入，或在资产条目中补上 category。",
    ),
    "inventory.pin-next": Sentence(
        "Next: compare and pin their host keys: fieldops hosts pin {contract}",
        "下一步：核对并登记主机密钥：fieldops hosts pin {contract}",
    ),
    # --- what is no inventory ---
    "inventory.unreadable": Sentence("{path} cannot be read: {detail}", "无法读取 {path}：{detail}"),
    "inventory.folder": Sentence(
        "{path} is a folder; an inventory is imported file by file",
        "{path} 是目录；清单须逐个文件导入",
        "name the file in it, or import what 'ansible-inventory -i {path} --list' prints, saved as hosts.json",
        "请指定其中的文件；也可将 ansible-inventory -i {path} --list 的输出存为 hosts.json 后导入",
    ),
    "inventory.program": Sentence(
        "{path} is a program, and fieldops runs no program of an inventory",
        "{path} 是程序；fieldops 不会执行清单程序",
        "save what it prints: ansible-inventory -i {path} --list > hosts.json; then import hosts.json",
        "请先保存其输出：ansible-inventory -i {path} --list > hosts.json，再导入 hosts.json",
    ),
    "inventory.plugin": Sentence(
        "{path} is the settings of an inventory plugin: the hosts are not in it",
        "{path} 是清单插件的配置，里面没有主机",
        "save what the plugin finds: ansible-inventory -i {path} --list > hosts.json; then import hosts.json",
        "请先保存插件查到的主机：ansible-inventory -i {path} --list > hosts.json，再导入 hosts.json",
    ),
    "inventory.no-text": Sentence("{path} is no text in UTF-8", "{path} 不是 UTF-8 文本"),
    "inventory.no-yaml": Sentence("{path}:{line}: this is no YAML", "{path}:{line}：不是有效的 YAML"),
    "inventory.too-large": Sentence(
        "{path} holds more than an inventory may", "{path} 的内容超出了清单的上限"
    ),
    "inventory.too-many-hosts": Sentence(
        "{path}:{line}: more than {limit} hosts", "{path}:{line}：主机超过 {limit} 台"
    ),
    "inventory.no-hosts": Sentence(
        "{path} has no host that matches '{limit}'", "{path} 中没有与“{limit}”匹配的主机"
    ),
    # --- lines that cannot be read ---
    "inventory.bad-section": Sentence(
        "{text} is no section; sections are [GROUP], [GROUP:children] and [GROUP:vars]",
        "{text} 不是有效的段；段的写法为 [组名]、[组名:children]、[组名:vars]",
    ),
    "inventory.unreadable-line": Sentence(
        "the line that begins with '{text}' cannot be read", "以“{text}”开头的这一行无法读懂"
    ),
    "inventory.not-a-setting": Sentence(
        "'{text}' behind the host is no NAME=VALUE; not taken over",
        "主机后面的“{text}”不是“变量=值”的形式，未采用",
    ),
    "inventory.bad-range": Sentence(
        "'{text}' names no hosts: a range is [FIRST:LAST], with equally many digits where the first begins with 0",
        "“{text}”不是有效的主机区间：区间写作 [起:止]，以 0 开头时位数须相同",
    ),
    "inventory.no-mapping": Sentence(
        "here stand names with a colon behind each (a mapping), no list and no text; not taken over",
        "这里应逐行写名称加冒号（键值对），不能是列表或文本；未采用",
    ),
    "inventory.unknown-key": Sentence(
        "group {group}: a group has hosts, children and vars; {key} is not taken over",
        "组 {group}：组里只有 hosts、children、vars；{key} 未采用",
    ),
    "inventory.group-without-hosts": Sentence(
        "[{group}:vars]: no group {group} is named anywhere else; its variables hold for no host",
        "[{group}:vars]：别处没有 {group} 这个组，这些变量对任何主机都不起作用",
    ),
    # --- hosts that are left out ---
    "inventory.computed": Sentence(
        "{variable} is a template or in a vault: fieldops knows no value for it",
        "{variable} 是模板或保险库（vault）中的值，fieldops 无从得知",
        "write the value into the entry of the asset, or import what 'ansible-inventory --list' prints",
        "请在资产条目中直接写明；也可导入 ansible-inventory --list 的输出",
    ),
    "inventory.connection": Sentence(
        "it is reached by '{connection}', and fieldops by ssh or local only",
        "连接方式为 {connection}，而 fieldops 只支持 ssh 和 local",
    ),
    "inventory.no-id": Sentence(
        "no id can be made of this name: ids have a-z, 0-9 and hyphens",
        "该名称无法转成标识：标识只能含 a-z、0-9 和连字符",
    ),
    "inventory.id-taken": Sentence(
        "the contract has an asset {id} with another address than {address}",
        "合同中已有资产 {id}，地址与 {address} 不同",
    ),
    "inventory.asset-without-host": Sentence(
        "the contract has the asset {id} already, without a host",
        "合同中已有资产 {id}，但没有写 host",
        "add to its entry: host: {{address: {address}}}",
        "请在该资产条目中补上：host: {{address: {address}}}",
    ),
    "inventory.id-twice": Sentence(
        "its id would be {id}, and so is that of {other}", "其标识为 {id}，与 {other} 相同"
    ),
    "inventory.address-twice": Sentence(
        "{address} is the address of {other} too", "地址 {address} 与 {other} 相同"
    ),
    # --- what is not taken over ---
    "inventory.group-renamed": Sentence(
        "group {name} is called {id} in the contract", "组 {name} 在合同中写作 {id}"
    ),
    "inventory.group-without-id": Sentence(
        "group {name}: not taken over; no id can be made of its name (a-z, 0-9, hyphens)",
        "组 {name}：未采用，该名称无法转成标识（只能含 a-z、0-9 和连字符）",
    ),
    "inventory.differs": Sentence(
        "{host} is known as {id} and stays as it is written; the inventory says something else of: {names}",
        "{host} 在合同中即 {id}，保持原样；清单中以下内容不同：{names}",
    ),
    "inventory.no-user": Sentence(
        "{host}: no user is named, nor in the contract (access.login); its login is not taken over",
        "{host}：清单和合同（access.login）都没有写用户名，登录方式未采用",
    ),
    "inventory.password": Sentence(
        "{name}: the password is not taken over; whoever begins an inspection is asked for it",
        "{name}：密码不采用，巡检时由操作人现场输入",
    ),
    "inventory.vaulted-login": Sentence(
        "{name} is in a vault and stays there; whoever begins an inspection is asked for the password",
        "{name} 在保险库（vault）中，不取出；密码由操作人巡检时现场输入",
    ),
    "inventory.vaulted": Sentence(
        "{name} is in a vault and stays there; not taken over", "{name} 在保险库（vault）中，不取出，也不采用"
    ),
    "inventory.vault-file": Sentence(
        "the file is a vault and stays closed; nothing of it is taken over",
        "该文件是保险库（vault），不打开，内容均未采用",
    ),
    "inventory.secret": Sentence(
        "{name} looks like a secret; not taken over", "{name} 像是密码或密钥，未采用"
    ),
    "inventory.ssh-arguments": Sentence(
        "{name}: arguments of ssh are not taken over; a jump host is written in the contract, as access.jump_hosts",
        "{name}：ssh 参数不采用；跳板机请写在合同的 access.jump_hosts 中",
    ),
    "inventory.become": Sentence(
        "{name}: not taken over; fieldops asks sudo by itself, only for probes that need root",
        "{name}：未采用；只有需要 root 的采集项才用 sudo，由 fieldops 自行处理",
    ),
    "inventory.not-needed": Sentence(
        "{name}: not taken over; fieldops has no need of it", "{name}：未采用，fieldops 用不到"
    ),
    "inventory.of-plays": Sentence(
        "{name}: not taken over; it is a variable of plays", "{name}：未采用，这是供 play 使用的变量"
    ),
}
