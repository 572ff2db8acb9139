"""Sentences about files: YAML text, schemas, references between documents."""

from fieldops.messages.sentence import Sentence

SENTENCES = {
    # --- reading -------------------------------------------------------------------------------
    "yaml.too-large": Sentence(
        "the file has {size} bytes; at most {limit} are read",
        "文件大小为 {size} 字节，超过上限 {limit} 字节",
        "split it into several documents",
        "请拆分为多个文件",
    ),
    "yaml.not-utf8": Sentence(
        "this is not UTF-8 text",
        "此处不是 UTF-8 文本",
        "save the file as UTF-8 (not GBK), or remove it if it is not a text file",
        "请将文件另存为 UTF-8 编码（不要用 GBK）；若不是文本文件，请移走",
    ),
    "yaml.control-character": Sentence(
        "the file holds the control character {code}; it does not look like text",
        "文件含有控制字符 {code}，不像文本文件",
        "remove the character, or the file if it is not YAML",
        "请删除该字符；若不是 YAML 文件，请移走",
    ),
    "yaml.empty": Sentence(
        "the file is empty",
        "文件是空的",
        "begin with 'apiVersion: fieldops/v1' and 'kind:'",
        "请以 apiVersion: fieldops/v1 和 kind: 开头",
    ),
    "yaml.second-document": Sentence(
        "a second document starts here; one file holds one document",
        "此处开始了第二个文档；一个文件只能有一个文档",
        "move it to a file of its own and remove the '---'",
        "请移到单独的文件，并删除 ---",
    ),
    "yaml.too-many": Sentence("the file has more than {limit} elements", "文件的元素超过 {limit} 个"),
    "yaml.too-deep": Sentence(
        "values are nested more than {limit} levels deep",
        "嵌套超过 {limit} 层",
        "flatten the structure",
        "请减少嵌套",
    ),
    "yaml.anchor": Sentence(
        "the anchor '&{name}' is not allowed",
        "不允许使用锚点 &{name}",
        "write the values out where they are needed",
        "请在需要处直接写出内容",
    ),
    "yaml.alias": Sentence(
        "the alias '*{name}' is not allowed",
        "不允许使用别名 *{name}",
        "write the values out where they are needed",
        "请在需要处直接写出内容",
    ),
    "yaml.tag": Sentence(
        "the tag '{tag}' is not allowed",
        "不允许使用标签 {tag}",
        "write plain text, numbers, lists and mappings",
        "只能写文本、数字、列表和映射",
    ),
    "yaml.merge-key": Sentence(
        "the merge key '<<' is not allowed",
        "不允许使用合并键 <<",
        "write the values out where they are needed",
        "请在需要处直接写出内容",
    ),
    "yaml.duplicate-key": Sentence(
        "the key '{key}' is written twice; the first is on line {line}",
        "键 {key} 重复，第一次出现在第 {line} 行",
        "keep one of them",
        "请只保留一个",
    ),
    "yaml.key-not-text": Sentence("a key must be plain text", "键必须是文本"),
    # A hint ends with the line as it should be, where that can be told: {shown}.
    "yaml.tab": Sentence(
        "a tab stands where YAML does not allow it",
        "此处用了制表符（Tab）缩进，YAML 不允许",
        "indent with spaces{shown}",
        "请用空格缩进{shown}",
    ),
    "yaml.reserved-character": Sentence(
        "a text may not begin with {sign}",
        "文本不能以 {sign} 开头",
        "put the whole text in quotes{shown}",
        "请给整段文本加引号{shown}",
    ),
    "yaml.template": Sentence(
        "a placeholder of a template stands here: nothing has filled it in",
        "此处是模板占位符，尚未替换成实际内容",
        "write the value itself, or TBD while it is still to be agreed",
        "请填写实际内容；尚未商定的请写 TBD",
    ),
    "yaml.space-after-dash": Sentence(
        "a space is missing after the dash of a list entry",
        "列表项的短横线后面缺少空格",
        "write a dash, a space, then the entry{shown}",
        "短横线后加一个空格，再写内容{shown}",
    ),
    "yaml.space-after-colon": Sentence(
        "a space is missing after the colon behind '{key}'",
        "{key} 的冒号后面缺少空格",
        "write the colon, a space, then the value{shown}",
        "冒号后加一个空格，再写内容{shown}",
    ),
    "yaml.bullet": Sentence(
        "'{sign}' begins no entry of a list",
        "{sign} 不能作为列表项的开头",
        "begin each entry with a dash and a space{shown}",
        "每个列表项请以短横线加空格开头{shown}",
    ),
    "yaml.comment": Sentence(
        "'{sign}' begins no comment",
        "注释不能以 {sign} 开头",
        "begin a comment with # and a space{shown}",
        "注释请以 # 加空格开头{shown}",
    ),
    "yaml.divider": Sentence(
        "a line of signs means nothing to YAML",
        "YAML 不认这种分隔线",
        "delete it, or make it a comment{shown}",
        "请删除，或写成注释{shown}",
    ),
    "yaml.full-width": Sentence(
        "'{sign}' is a full-width sign; YAML does not know it",
        "{sign} 是全角符号，YAML 不识别",
        "write the ASCII sign {ascii}{shown}",
        "请改用半角的 {ascii}{shown}",
    ),
    "yaml.behind": Sentence(
        "'{sign}' stands behind the end of the value",
        "值已经结束，后面多了 {sign}",
        "delete it{shown}",
        "请删除{shown}",
    ),
    "yaml.comma-missing": Sentence(
        "a comma is missing between two entries",
        "两项之间缺少半角逗号",
        "write a comma and a space between them{shown}",
        "请在两项之间加半角逗号和空格{shown}",
    ),
    "yaml.comma-twice": Sentence(
        "a comma is one too many: there is no entry before it",
        "多了一个逗号，它前面没有内容",
        "delete it{shown}",
        "请删除{shown}",
    ),
    "yaml.colon-in-text": Sentence(
        "a colon and a space stand inside of a text, so YAML takes what is before it for a key",
        "文本中含有冒号加空格，YAML 会把前面的内容当成键",
        "put the text in quotes{shown}",
        "请给这段文本加引号{shown}",
    ),
    "yaml.colon-missing": Sentence(
        "a ':' is missing after a key",
        "键后面缺少冒号",
        "write the key, an ASCII colon and a space{shown}",
        "键后请写半角冒号加空格{shown}",
    ),
    "yaml.indentation": Sentence(
        "the indentation does not fit the lines above",
        "缩进与上文不一致",
        "entries of one mapping or list begin in the same column{shown}",
        "同一层的条目必须从同一列开始{shown}",
    ),
    "yaml.unclosed-quote": Sentence(
        "a quote is opened here but not closed",
        "此处的引号没有闭合",
        "close it at the end of the text{shown}",
        "请在文本末尾补上引号{shown}",
    ),
    "yaml.quote-in-quotes": Sentence(
        "a quote inside of the text ends it",
        "文本中的引号使它在此处提前结束",
        "use the other kind of quotes, or write the inner one twice{shown}",
        "请换用另一种引号，或将其中的引号写两遍{shown}",
    ),
    "yaml.text-behind-quotes": Sentence(
        "text stands behind the closing quote",
        "引号闭合后还有文字",
        "put the whole text in quotes{shown}",
        "请给整段文本加引号{shown}",
    ),
    "yaml.comment-behind-quotes": Sentence(
        "'#' right behind a quote or bracket begins no comment",
        "# 紧跟在引号或括号后面，不是注释",
        "write a space before the '#'{shown}",
        "请在 # 前加一个空格{shown}",
    ),
    "yaml.backslash": Sentence(
        "inside of double quotes YAML takes a backslash for the beginning of a special sign",
        "双引号中的反斜杠会被 YAML 当成转义符",
        "use single quotes{shown}",
        "请改用单引号{shown}",
    ),
    "yaml.escaped-control": Sentence(
        "the backslash in these double quotes makes the control character {code} of it",
        "双引号中的反斜杠在此处变成了控制字符 {code}",
        "if a backslash is meant, use single quotes{shown}",
        "如果要写反斜杠本身，请改用单引号{shown}",
    ),
    "yaml.unclosed-bracket": Sentence(
        "the bracket {sign} is opened here but not closed",
        "此处的括号 {sign} 没有闭合",
        "close it{shown}",
        "请补上对应的括号{shown}",
    ),
    "yaml.bracket-extra": Sentence(
        "the bracket {sign} closes nothing",
        "括号 {sign} 多余，没有与之对应的左括号",
        "delete it{shown}",
        "请删除{shown}",
    ),
    "yaml.bracket-missing": Sentence(
        "the bracket {sign} is missing here: it is closed at the end of the line",
        "此处缺少左括号 {sign}，行末只有右括号",
        "write it here, or delete the one at the end of the line{shown}",
        "请在此处补上，或删除行末的右括号{shown}",
    ),
    "yaml.bracket-other": Sentence(
        "the bracket {sign} does not fit the one that was opened",
        "括号 {sign} 与前面的左括号不对应",
        "write {wanted}{shown}",
        "请改为 {wanted}{shown}",
    ),
    "yaml.merge-conflict": Sentence(
        "an unfinished merge: git has left a conflict here ({mark})",
        "合并未完成：此处有 git 留下的冲突标记（{mark}）",
        "decide what holds, then delete the lines that begin with <<<<<<<, ======= and >>>>>>>",
        "请确定保留哪一方的内容，并删除以 <<<<<<<、=======、>>>>>>> 开头的行",
    ),
    "yaml.lfs-pointer": Sentence(
        "only a pointer of Git LFS is here: the file itself has not been fetched",
        "这里只有 Git LFS 的指针，文件本身尚未下载",
        "run 'git lfs pull'; contracts are better kept in git itself",
        "请运行 git lfs pull；合同文件建议直接放在 git 中",
    ),
    "yaml.other-encoding": Sentence(
        "the file is saved as {encoding}, not as UTF-8",
        "文件保存成了 {encoding} 编码，不是 UTF-8",
        "save it as UTF-8; in Notepad: Save As, Encoding",
        "请另存为 UTF-8；在记事本中：另存为 → 编码",
    ),
    "yaml.other-file": Sentence(
        "this is {what}, no text in YAML",
        "这是{what}，不是 YAML 文本",
        "write its contents as YAML, or move it out of the folder",
        "请将内容写成 YAML，或把文件移出该目录",
    ),
    "file.office": Sentence("a workbook, a Word file or another archive", "Excel、Word 文件或压缩包"),
    "file.pdf": Sentence("a PDF", "PDF 文件"),
    "file.rtf": Sentence("formatted text (RTF)", "带格式的文本（RTF）"),
    "file.web-page": Sentence("a web page, such as one that asks for a login", "网页（可能是登录页）"),
    "file.xml": Sentence("an XML file", "XML 文件"),
    "yaml.invisible-character": Sentence(
        "a character that nobody sees stands here: {code} ({name})",
        "此处有看不见的字符 {code}（{name}）",
        "delete it; the line should read: {line}{more}",
        "请删除该字符，该行应为：{line}{more}",
    ),
    "yaml.odd-space": Sentence(
        "what looks like a space here is none: {code} ({name})",
        "此处看起来是空格，其实是 {code}（{name}）",
        "write ordinary spaces; the line should read: {line}{more}",
        "请改用普通空格，该行应为：{line}{more}",
    ),
    "form.more-lines": Sentence("; the same on lines {lines}", "；第 {lines} 行也是如此"),
    "form.line": Sentence("; the line should read: {line}", "，该行应为：{line}"),
    "character.no-break-space": Sentence("no-break space", "不间断空格"),
    "character.soft-hyphen": Sentence("soft hyphen", "软连字符"),
    "character.zero-width-space": Sentence("zero-width space", "零宽空格"),
    "character.joiner": Sentence("zero-width joiner", "零宽连接符"),
    "character.direction": Sentence("mark that turns the direction of text", "控制文字方向的标记"),
    "character.word-joiner": Sentence("word joiner", "零宽非断字符"),
    "character.narrow-space": Sentence("narrow no-break space", "窄不间断空格"),
    "character.wide-space": Sentence("full-width space", "全角空格"),
    "character.byte-order-mark": Sentence("byte order mark", "字节顺序标记 BOM"),
    "yaml.syntax": Sentence(
        "this cannot be read as YAML",
        "此处无法按 YAML 读取",
        "look at this line and the one above: quotes, brackets, colons, dashes and indentation: {found}",
        "请检查本行和上一行的引号、括号、冒号、短横线和缩进：{found}",
    ),
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
    "os.no-space": Sentence("there is no space left", "磁盘空间不足"),
    "os.read-only": Sentence("the disk is read-only", "磁盘为只读"),
    "os.name-too-long": Sentence("the name is too long", "名称过长"),
    "os.link-loop": Sentence("its links lead in a circle", "链接形成循环"),
    "os.other": Sentence("{detail}", "{detail}"),
    "document.symlink": Sentence(
        "the file is a link that leads out of the workspace and is not read",
        "该文件是指向工作区之外的链接，未读取",
        "copy the file into the workspace",
        "请把文件复制到工作区内",
    ),
    "document.many-mistakes": Sentence(
        "the file has {count} mistakes; those after the first {limit} are not listed",
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
        "write '{near}: …' with an ASCII colon and a space",
        "请写成 {near}: …：半角冒号加一个空格",
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
    "schema.const": Sentence("expected '{expected}', found '{found}'", "应为 {expected}，实际为 {found}"),
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
    "schema.not-unique": Sentence("an entry of the list is there twice", "列表中有重复的项"),
    "schema.too-small": Sentence("{found} is less than {limit}", "{found} 小于下限 {limit}"),
    "schema.too-big": Sentence("{found} is more than {limit}", "{found} 大于上限 {limit}"),
    "schema.needs-key": Sentence(
        "with '{present}' there must also be '{key}'", "写了 {present} 时还必须写 {key}"
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
    "type.object": Sentence("a mapping of 'key: value' lines", "映射（key: value）"),
    "type.array": Sentence("a list", "列表"),
    "type.null": Sentence("nothing", "空"),
    "form.id": Sentence(
        "an id (lowercase letters, digits and single hyphens)", "合法的标识（小写字母、数字和单个连字符）"
    ),
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
    "form.title-and-ids": Sentence("{title} There are: {ids}", "{title} 已有：{ids}"),
    "form.to-fill-in": Sentence("the value that was agreed", "双方商定的内容"),
    "form.not-empty": Sentence("text that is not empty", "非空文本"),
    "form.email": Sentence("an e-mail address", "电子邮件地址"),
    # --- across documents ------------------------------------------------------------------------
    "workspace.invalid": Sentence(
        "the workspace's files have {count} error(s), so nothing was done",
        "工作区文件有 {count} 处错误，未执行任何操作",
        "run 'fieldops validate' and correct them first",
        "请先运行 fieldops validate 并改正",
    ),
    "workspace.no-such-path": Sentence("there is no file or folder '{path}'", "没有文件或目录 {path}"),
    "reference.doubled-id": Sentence(
        "the id '{id}' is used twice for kind {title}; the other is at {other}",
        "{title}的标识 {id} 重复，另一处在 {other}",
        "ids are unique in a workspace: rename one of them",
        "标识在工作区内必须唯一，请改名",
    ),
    "reference.dangling": Sentence(
        "there is no {kind} with the id '{id}'",
        "没有标识为 {id} 的{kind}",
        "known: {choices}",
        "已有：{choices}",
    ),
    "choices.near": Sentence("{near} (did you mean this one?){others}", "{near}（是否想写这个？）{others}"),
    "choices.named": Sentence("{near} (this is the id of {name}){others}", "{near}（{name} 的标识）{others}"),
    "field.id": Sentence("id", "标识"),
    "field.serial": Sentence("serial number", "序列号"),
    "person.title": Sentence("person", "人员"),
    "reference.doubled-entry": Sentence(
        "the {field} '{id}' is used twice; the first is on line {line}",
        "{field} {id} 重复，第一次出现在第 {line} 行",
        "rename one of them, or remove it if it is the same thing",
        "请改名；若是同一项，请删除重复的一条",
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
        "no host key is pinned for {count} host(s) (first: {address}); an inspection will refuse them",
        "有 {count} 台主机没有登记主机密钥（首台：{address}），巡检会拒绝连接",
        "run 'fieldops hosts pin {contract}' and compare the fingerprints with the customer",
        "请运行 fieldops hosts pin {contract}，并与客户核对指纹",
    ),
    "probe.bad-regex": Sentence(
        "the regular expression cannot be compiled: {detail}", "正则表达式无法编译：{detail}"
    ),
    "probe.unknown-reader": Sentence(
        "there is no reader named '{name}'", "没有名为 {name} 的解析器", "known: {choices}", "可用：{choices}"
    ),
    "probe.field-not-produced": Sentence(
        "the field '{field}' is not produced by 'parse'",
        "parse 不会产生字段 {field}",
        "produced: {choices}",
        "会产生：{choices}",
    ),
    "check.bad-criterion": Sentence(
        "'{text}' is not a criterion",
        "{text} 不是合法的判据",
        "write an operator and a value, such as '>= 80%', '== running', 'in [a, b]', 'outside 10..40'",
        "请写运算符和值，如 '>= 80%'、'== running'、'in [a, b]'、'outside 10..40'",
    ),
    "check.bad-condition": Sentence(
        "'{text}' is not a condition",
        "{text} 不是合法的条件",
        "write 'field operator value', joined by 'and'",
        "请写“字段 运算符 值”，用 and 连接",
    ),
    "check.unknown-field": Sentence(
        "the probe '{probe}' has no field '{field}'",
        "采集项 {probe} 没有字段 {field}",
        "it has: {choices}",
        "已有：{choices}",
    ),
    "check.not-a-number": Sentence(
        "'{field}' is text; {operator} compares numbers only", "{field} 是文本，{operator} 只能比较数字"
    ),
    "check.unit-mismatch": Sentence(
        "the value '{text}' does not fit the unit of '{field}' ({unit})",
        "{text} 与 {field} 的单位（{unit}）不符",
    ),
    "check.crit-weaker": Sentence(
        "crit '{crit}' is weaker than warn '{warn}': it would be reached first",
        "crit {crit} 比 warn {warn} 更宽松，会先触发",
        "crit must be the stricter of the two",
        "crit 必须比 warn 更严重",
    ),
    "check.standard-contradicts": Sentence(
        "the standard says {number}, the check judges by: {criteria}",
        "标准中写的是 {number}，而判据为：{criteria}",
        "write the number that is judged by, or correct the criterion: the report prints both",
        "请写明实际使用的数值，或修改判据；报告会同时列出两者",
    ),
    "check.standard-wrong-way": Sentence(
        "the standard names the other bound than the check judges by: {criteria}",
        "标准所写的上下限方向与判据相反：{criteria}",
        "'warn: > 5' goes with 'at most 5', 'warn: < 5' with 'at least 5'",
        "warn: > 5 对应“不超过 5”，warn: < 5 对应“不低于 5”",
    ),
    "check.no-criterion": Sentence(
        "the check judges nothing: it has neither warn, crit, expect nor 'info: true'",
        "该检查项没有任何判据：缺少 warn、crit、expect 或 info: true",
    ),
    "check.several-rows": Sentence(
        "the probe '{probe}' yields several rows: say with 'each' which field names a row",
        "采集项 {probe} 会产生多行，请用 each 指定以哪个字段区分各行",
    ),
}
