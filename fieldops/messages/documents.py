"""Sentences about documents: schemas, references between documents. Those about the text of a file are in `yaml_texts`."""

from fieldops.messages.sentence import Sentence

SENTENCES = {
    # --- documents and schemas -----------------------------------------------------------------
    "document.not-mapping": Sentence(
        "a document must be a mapping of 'key: value' lines",
        "文档必须由 key: value 组成",
        "begin with 'apiVersion: fieldops/v1' and 'kind:'",
        "请以 apiVersion: fieldops/v1 和 kind: 开头",
    ),
    "document.unknown-kind": Sentence(
        "'{kind}' is no kind of document",
        "没有名为 {kind} 的文档类型",
        "{advice}",
        "{advice}",
    ),
    "form.kind": Sentence("one of {choices}", "以下之一：{choices}"),
    "form.one-of": Sentence("choose one of: {choices}", "可选：{choices}"),
    "document.unreadable": Sentence("the file cannot be read ({detail})", "无法读取文件（{detail}）"),
    "os.no-such-file": Sentence("there is no such file or folder", "没有该文件或目录"),
    "os.not-permitted": Sentence("the rights are missing", "没有访问权限"),
    "os.is-folder": Sentence("it is a folder", "这是一个目录"),
    "os.no-folder": Sentence("a part of the path is no folder", "路径中有一段不是目录"),
    "os.no-file": Sentence(
        "it is a pipe, a socket or a device, and no regular file", "这是管道、套接字或设备，不是普通文件"
    ),
    "os.no-space": Sentence("there is no space left", "磁盘空间不足"),
    "os.read-only": Sentence("the disk is read-only", "磁盘为只读"),
    "os.name-too-long": Sentence("the name is too long", "名称过长"),
    "os.link-loop": Sentence("its links lead in a circle", "链接形成循环"),
    "os.quota": Sentence("the account's share of the disk is used up", "超出磁盘配额"),
    "os.disk": Sentence("the disk does not read or write", "磁盘读写出错"),
    "os.too-big": Sentence("it becomes too large", "文件过大"),
    "os.busy": Sentence("another program uses it", "正被其他程序占用"),
    "os.too-many-open": Sentence("too many files are open", "打开的文件过多"),
    "os.no-memory": Sentence("there is no memory left", "内存不足"),
    "os.no-program": Sentence("it is no program", "不是可执行程序"),
    "os.no-route": Sentence("no route to the host", "没有到该主机的路由"),
    "os.no-network": Sentence("the network cannot be reached", "网络不可达"),
    "os.host-down": Sentence("the host is down", "主机已停机"),
    "os.reset": Sentence("the other side broke the connection", "连接被对方中断"),
    "os.no-address": Sentence("this machine has no address for that", "本机没有可用的地址"),
    "os.closed": Sentence("it is closed", "已被关闭"),
    "os.other": Sentence("{detail}", "{detail}"),
    "document.symlink": Sentence(
        "this is a link that leads out of the workspace and is not read",
        "这是指向工作区之外的链接，未读取",
        "copy what it leads to into the workspace",
        "请把链接所指的内容复制到工作区内",
    ),
    "document.instead-of-packaged": Sentence(
        "'{id}' is also the id of one that ships with fieldops and says something else",
        "fieldops 自带的文件也叫 {id}，内容却与这里不同",
        "give it an id of its own, here and where it is referred to: should this file ever be moved or deleted, the packaged one "
        "would be used without a word",
        "请改用自己的标识，引用处一并修改：本文件一旦移走或删除，系统会直接改用自带的那一份，不会报错",
    ),
    "document.beside-packaged": Sentence(
        "nothing refers to '{id}', but {count} {count:document|documents} (first: {first}) to '{packaged}', which ships with "
        "fieldops",
        "没有文件引用 {id}；倒是有 {count} 个文件（首个：{first}）用的是 fieldops 自带的 {packaged}",
        "if this one is meant, write '{id}' there; if not, delete this file",
        "如果本意是用这一份，请把引用处改为 {id}；确实用不到的，请删除本文件",
    ),
    "document.now-packaged": Sentence(
        "'{id}' was the workspace's own at {revision} ({path}) and is not there any more: {count} {count:document means|documents "
        "mean} the one that ships with fieldops now, which says something else",
        "在 {revision} 时，{id} 是本工作区自己的文件（{path}），现已不在；{count} 个文件的引用变成了 fieldops 自带的那一份，内容并不相同",
        "put the file back, or name the one that is meant; 'fieldops contract diff {revision}' shows what changes",
        "请恢复该文件，或改写引用；具体差别见 fieldops contract diff {revision}",
    ),
    "document.submodule-not-there": Sentence(
        "{path} is a submodule that is not checked out: nothing in it is read or checked",
        "{path} 是未检出的 git 子模块，其中的内容没有读取，也没有校验",
        "git submodule update --init (in CI: 'submodules: true' for actions/checkout, GIT_SUBMODULE_STRATEGY: recursive for GitLab)",
        "请执行 git submodule update --init（CI 中：actions/checkout 写 submodules: true，GitLab 写 GIT_SUBMODULE_STRATEGY: recursive）",
    ),
    "document.sparse-checkout": Sentence(
        "a sparse checkout leaves out {count} {count:file|files} of the workspace (first: {path}): nothing in {count:it|them} is read or "
        "checked",
        "稀疏检出未包含本工作区的 {count} 个文件（首个：{path}），其中的内容没有读取，也没有校验",
        "git sparse-checkout add the folders that are missing, or git sparse-checkout disable",
        "请用 git sparse-checkout add 加上缺少的目录，或用 git sparse-checkout disable 取消稀疏检出",
    ),
    "workspace.contracts-lost": Sentence(
        "no contract is left: {count:the one|all {count}} that {count:was|were} there at {revision} {count:is|are} read no longer",
        "已没有任何合同：{revision} 时的 {count} 份合同现在都读取不到",
        "were they meant to go? if not: look where they are now (git log --stat), whether a folder was renamed, and what the clone "
        "leaves out",
        "如果不是有意删除：请查看它们去了哪里（git log --stat）、是否改了目录名、克隆时是否漏了文件",
    ),
    "document.name-not-read": Sentence(
        "nothing reads this file because of its name, but it holds {what}",
        "由于文件名的缘故，本文件不会被读取，而其中是{what}",
        "rename it: git mv '{path}' '{meant}'; or delete it",
        "请改名：git mv '{path}' '{meant}'；用不到的请删除",
    ),
    "document.file-not-read": Sentence(
        "nothing reads this file where it lies, but it holds {what}",
        "本文件放在这里不会被读取，而其中是{what}",
        "move it: git mv '{path}' '{meant}'; if it lies here on purpose: 'not_read: [{path}]' in fieldops.yaml",
        "请移动：git mv '{path}' '{meant}'；有意放在这里的，请在 fieldops.yaml 中写 not_read: [{path}]",
    ),
    "document.folder-not-read": Sentence(
        "nothing reads {folder}/, but {count} {count:file|files} there {count:holds|hold} documents of fieldops; the first is {what}",
        "{folder}/ 中的文件不会被读取，而其中有 {count} 个 fieldops 文件，第一个是{what}",
        "move what is meant to hold: git mv '{path}' '{meant}'; what lies there on purpose: 'not_read: [{folder}]' in fieldops.yaml",
        "仍然有效的请移回去：git mv '{path}' '{meant}'；有意放在那里的，请在 fieldops.yaml 中写 not_read: [{folder}]",
    ),
    "form.some-kind": Sentence("{kind} {id}", "{kind} {id}"),
    "form.some-document": Sentence("a document of fieldops", "一份 fieldops 文件"),
    "document.many-mistakes": Sentence(
        "the file has {count} {count:mistake|mistakes}; those after the first {limit} are not listed",
        "该文件有 {count} 处问题，只列出前 {limit} 处",
        "correct these first, then validate again",
        "请先改正已列出的问题，再重新校验",
    ),
    "document.unfilled": Sentence(
        "'{key}' is not filled in yet",
        "{key} 尚未填写",
        "replace TBD; {key}: {title}",
        "请替换 TBD；{key}：{title}",
    ),
    # A hint that is empty is none.
    "schema.type": Sentence(
        "expected {expected}, found {found}", "应为{expected}，实际为{found}", "{advice}", "{advice}"
    ),
    "schema.required": Sentence("'{key}' is missing", "缺少 {key}", "{key}: {title}", "{key}：{title}"),
    "schema.unknown-key": Sentence(
        "'{key}' is not known here",
        "此处没有名为 {key} 的字段",
        "known here: {choices}",
        "可用字段：{choices}",
    ),
    "schema.unknown-key-near": Sentence(
        "'{key}' is not known here",
        "此处没有名为 {key} 的字段",
        "did you mean '{near}'?",
        "是否想写 {near}？",
    ),
    "schema.full-width-colon": Sentence(
        "'{key}' has a full-width colon; YAML does not know it",
        "{key} 中的冒号是全角的，YAML 不识别",
        "write {written}: an ASCII colon and a space",
        "请写成 {written}：半角冒号加一个空格",
    ),
    "schema.space-after-colon": Sentence(
        "behind the colon in '{key}' a space is missing",
        "{key} 的冒号后面缺少空格",
        "write {written}",
        "请写成 {written}",
    ),
    "schema.empty": Sentence(
        "'{key}' has no value",
        "{key} 没有填写内容",
        "fill in {expected}, or delete the line where the field is not needed",
        "请填写{expected}；不需要该字段时请删除此行",
    ),
    "schema.enum": Sentence(
        "'{found}' is not one of the choices",
        "{found} 不在可选范围内",
        "choose one of: {choices}",
        "可选：{choices}",
    ),
    "schema.enum-near": Sentence(
        "'{found}' is not one of the choices",
        "{found} 不在可选范围内",
        "did you mean '{near}'?",
        "是否想写 {near}？",
    ),
    "schema.const": Sentence(
        "expected '{expected}', found '{found}'",
        "应为 {expected}，实际为 {found}",
        "write {expected}",
        "请写成 {expected}",
    ),
    # A hint that is empty is none.
    "schema.form": Sentence("'{found}' is not {expected}", "{found} 不是{expected}", "{advice}", "{advice}"),
    "schema.too-short": Sentence("the text is shorter than {limit} characters", "文本少于 {limit} 个字符"),
    "schema.too-long": Sentence("the text is longer than {limit} characters", "文本超过 {limit} 个字符"),
    "schema.too-few": Sentence(
        "at least {limit} entries are needed, found {found}", "至少需要 {limit} 项，实际 {found} 项"
    ),
    "schema.too-many": Sentence(
        "at most {limit} entries are allowed, found {found}", "最多 {limit} 项，实际 {found} 项"
    ),
    "schema.not-unique": Sentence(
        "an entry of the list is there twice", "列表中有重复的项", "keep one of them", "请只保留一项"
    ),
    "schema.too-small": Sentence("{found} is less than {limit}", "{found} 小于下限 {limit}"),
    "schema.too-big": Sentence("{found} is more than {limit}", "{found} 大于上限 {limit}"),
    "schema.needs-key": Sentence(
        "with '{present}' there must also be {key}", "写了 {present} 时还必须写 {key}"
    ),
    "schema.not-allowed": Sentence(
        "this is not allowed together with the other fields here", "此处不能与其他字段同时使用"
    ),
    "schema.other": Sentence("the rule '{keyword}' of the schema is not met", "不符合模式规则 {keyword}"),
    # --- names of types and forms, used inside the sentences above --------------------------------
    "type.string": Sentence("text", "文本"),
    "type.integer": Sentence("a whole number", "整数"),
    "type.number": Sentence("a number", "数字"),
    "type.boolean": Sentence("true or false", "true 或 false"),
    "type.object": Sentence("a mapping of 'key: value' lines", "键值对（key: value）"),
    "type.array": Sentence("a list", "列表"),
    "type.null": Sentence("nothing", "空"),
    "form.id": Sentence(
        "an id (lowercase letters, digits and single hyphens)", "合法的标识（小写字母、数字和单个连字符）"
    ),
    "form.warning": Sentence("the code of a warning", "警告代码"),
    "form.date": Sentence("a date such as 2026-03-31", "日期（如 2026-03-31）"),
    "form.duration": Sentence("a duration such as 30s, 10m, 2h or 3d", "时长（如 30s、10m、2h、3d）"),
    "form.service-duration": Sentence(
        "a duration such as 10m, 2h or 3d, or 2wd for two working days",
        "时长（如 10m、2h、3d；2wd 表示 2 个工作日）",
    ),
    "form.period": Sentence(
        "a period such as 30 days, 12 months or 3 years", "期间（如 30 days、12 months、3 years）"
    ),
    "form.time-span": Sentence("a span such as 08:30-12:00", "时段（如 08:30-12:00）"),
    "form.decimal": Sentence("a number such as 99.5", "数字（如 99.5）"),
    "form.public-key": Sentence(
        "a public SSH key, such as the line in id_ed25519.pub", "SSH 公钥（如 id_ed25519.pub 中的一行）"
    ),
    "form.size": Sentence("a size such as 64KiB or 1MiB", "大小（如 64KiB、1MiB）"),
    "form.host": Sentence("a host name or an IP address", "主机名或 IP 地址"),
    "form.user": Sentence("a user name for logging in", "登录用户名"),
    "form.time-zone": Sentence("a time zone such as Asia/Shanghai", "时区（如 Asia/Shanghai）"),
    "form.field": Sentence(
        "a field name (lowercase letters, digits and underscores)", "字段名（小写字母、数字和下划线）"
    ),
    "form.account": Sentence(
        "true, or the name of an account such as postgres", "true 或账号名（如 postgres）"
    ),
    "form.command": Sentence("a command name without spaces", "命令名（不含空格）"),
    "form.fingerprint": Sentence("a key fingerprint such as SHA256:…", "密钥指纹（如 SHA256:…）"),
    "form.in-quotes": Sentence("put it in quotes: '{text}'", "请加引号：'{text}'"),
    "form.unit-missing": Sentence("say the unit as well: {examples}", "请写明单位：{examples}"),
    "form.did-you-mean": Sentence("did you mean {near}?", "是否想写 {near}？"),
    "form.month-ends": Sentence("{month} has {last} days", "{month} 只有 {last} 天"),
    "form.no-such-month": Sentence("there is no month {month}", "没有 {month} 月"),
    "form.full-width": Sentence(
        "'{sign}' is a full-width sign: write the ASCII one and a space",
        "{sign} 是全角符号，请改为半角并加一个空格",
    ),
    "form.without-brackets": Sentence("write '{text}'", "请写成 {text}"),
    "form.in-brackets": Sentence("write '{text}'", "请写成 {text}"),
    "form.space-after-dash": Sentence(
        "begin each entry with '- ': a dash and a space", "每个列表项以“- ”开头：短横线加一个空格"
    ),
    "form.space-after-colon": Sentence(
        "write {text}: a colon and a space", "请写成 {text}：半角冒号加一个空格"
    ),
    "form.list-of-mappings": Sentence(
        "begin each entry on a line of its own with '- ', then its fields as 'key: value'",
        "每项另起一行，以“- ”开头，再写字段（key: value）",
    ),
    "form.one-list": Sentence(
        "put '- ' in front, so that it is a list of one entry", "请在前面加“- ”，写成只有一项的列表"
    ),
    "form.mapping": Sentence("write fields as 'key: value', such as {keys}", "请写成 key: value，如 {keys}"),
    "form.title-and-ids": Sentence("{title} There are: {ids}", "{title} 已有：{ids}"),
    "form.to-fill-in": Sentence("the value that was agreed", "双方商定的内容"),
    "form.not-empty": Sentence("text that is not empty", "非空文本"),
    "form.absolute-path": Sentence(
        "an absolute path such as /run/mysqld/mysqld.sock", "绝对路径（如 /run/mysqld/mysqld.sock）"
    ),
    "form.url": Sentence(
        "an address such as http://127.0.0.1/nginx_status", "访问地址（如 http://127.0.0.1/nginx_status）"
    ),
    "form.email": Sentence("an e-mail address", "电子邮件地址"),
    # --- across documents ------------------------------------------------------------------------
    "workspace.invalid": Sentence(
        "{count} {count:error has|errors have} to be corrected first; nothing was done",
        "有上述 {count} 处错误，未执行任何操作",
        "run 'fieldops validate' and correct them first",
        "请先运行 fieldops validate 并改正",
    ),
    "workspace.no-such-path": Sentence("there is no file or folder '{path}'", "没有文件或目录 {path}"),
    "reference.doubled-id": Sentence(
        "the id '{id}' is used twice for kind {title}; the other is at {other}",
        "{title}的标识 {id} 重复，另一处在 {other}",
        "ids are unique in a workspace: rename one of them",
        "标识在工作区内不能重复，请给其中一个换个标识",
    ),
    "reference.dangling": Sentence(
        "there is no {kind} with the id '{id}'",
        "没有标识为 {id} 的{kind}",
        "known: {choices}",
        "已有：{choices}",
    ),
    "choices.word": Sentence("{name} ({id})", "{name}（{id}）"),
    "choices.none-near": Sentence("none that is spelled like it", "没有名称相近的"),
    "choices.none-near-contract": Sentence(
        "none that is called like it; all of them: fieldops contract list",
        "没有名称相近的；全部合同请看 fieldops contract list",
    ),
    "find.ambiguous": Sentence(
        "'{name}' is what several are called",
        "叫“{name}”的不止一个",
        "name one by its id: {choices}",
        "请改用标识：{choices}",
    ),
    "choices.near": Sentence("{near} (did you mean this one?){others}", "{near}（是否想写这个？）{others}"),
    "choices.named": Sentence("{near} (this is the id of {name}){others}", "{near}（{name} 的标识）{others}"),
    "field.id": Sentence("id", "标识"),
    "field.check": Sentence("check", "检查项"),
    "field.area": Sentence("area", "类别"),
    "field.serial": Sentence("serial number", "序列号"),
    "field.code": Sentence("code", "代码"),
    "person.title": Sentence("person", "人员"),
    "reference.doubled-entry": Sentence(
        "the {field} '{id}' is used twice; the first is on line {line}",
        "{field} {id} 重复，第一次出现在第 {line} 行",
        "{advice}",
        "{advice}",
    ),
    "advice.doubled": Sentence(
        "rename one of them, or remove it if it is the same thing",
        "请给其中一项换个标识；若是同一项，请删除重复的一条",
    ),
    "advice.doubled-serial": Sentence(
        "a serial number names one device: correct the wrong one, or remove the entry if it is the same device",
        "一个序列号只对应一台设备：请更正写错的一处；若是同一台设备，请删除重复的一条",
    ),
    "advice.doubled-code": Sentence(
        "one entry is about all warnings of its code: keep one of them",
        "一条就管所有带此代码的警告，请只保留一条",
    ),
    "contract.dates-out-of-order": Sentence(
        "the end {end} is before the start {start}",
        "结束日期 {end} 早于开始日期 {start}",
        "check both dates; perhaps they are exchanged",
        "请核对两个日期，是否写反",
    ),
    "contract.no-such-date": Sentence(
        "{date} is not a day of the calendar",
        "日历上没有 {date} 这一天",
        "check day and month; not every year has February 29",
        "请核对月和日；并非每年都有 2 月 29 日",
    ),
    "contract.unknown-time-zone": Sentence(
        "'{zone}' is no known time zone",
        "没有时区 {zone}",
        "for China write Asia/Shanghai",
        "中国请写 Asia/Shanghai",
    ),
    "contract.host-not-pinned": Sentence(
        "no host key is pinned for {count} {count:host|hosts} (first: {address}); an inspection will refuse them",
        "有 {count} 台主机没有登记主机密钥（首台：{address}），巡检会拒绝连接",
        "run 'fieldops hosts pin {contract}' and compare the fingerprints with the customer{orphan}",
        "请运行 fieldops hosts pin {contract}，并与客户核对指纹{orphan}",
    ),
    "form.pins-moved": Sentence(
        "; or rename {path} to {wanted}: the keys in it fit",
        "；也可将 {path} 改名为 {wanted}，其中的密钥正是这些主机的",
    ),
    "pins.orphaned-for": Sentence(
        "nothing reads the pinned keys in {path}: no contract has that file name; they fit the hosts of contract {id}",
        "{path} 中登记的主机密钥没有合同在用：同名的合同文件不存在；其中的主机属于合同 {id}",
        "a contract's keys lie beside it, with the same name: git mv {path} {wanted}",
        "密钥文件要与合同文件同名、放在一起：git mv {path} {wanted}",
    ),
    "pins.orphaned": Sentence(
        "nothing reads the pinned keys in {path}: no contract has that file name",
        "{path} 中登记的主机密钥没有合同在用：同名的合同文件不存在",
        "a contract's keys lie beside it, with the same name: was {beside} renamed or moved? Rename this file likewise, or delete it",
        "密钥文件要与合同文件同名、放在一起。如果 {beside} 已改名或移走，本文件请一并处理；用不到的请删除",
    ),
    "pins.line-not-read": Sentence(
        "this line pins nothing: {why}",
        "这一行没有登记任何密钥：{why}",
        "pin the host again with 'fieldops hosts pin', or delete the line; a line is 'host type key'",
        "请用 fieldops hosts pin 重新登记该主机，或删除这一行；每行依次写主机、密钥类型、密钥，中间用空格隔开",
    ),
    "form.pin-authority": Sentence(
        "certificate authorities are not supported", "不支持证书颁发机构（@cert-authority）"
    ),
    "form.pin-marker": Sentence("its marker is unknown", "行首标记无法识别"),
    "form.pin-words": Sentence("a host, a key type and a key belong on it", "应依次写明主机、密钥类型和密钥"),
    "form.pin-key": Sentence("there is no whole key of that type on it", "其中没有该类型的完整密钥"),
}
