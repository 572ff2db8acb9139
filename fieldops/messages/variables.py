"""Sentences about variables of playbooks: what is wrong with them, and which value they were given."""

from fieldops.messages.sentence import Sentence

SENTENCES = {
    "playbook.variable-unknown": Sentence(
        "there is no variable '{name}' in `vars` of the playbook, nor of one that it extends",
        "本方案及其所基于的方案的 vars 中没有变量 {name}",
        "variables: {choices}",
        "可用变量：{choices}",
    ),
    "playbook.variable-not-there": Sentence(
        "the playbook '{playbook}' has no variable '{name}'",
        "巡检方案 {playbook} 没有变量 {name}",
        "variables: {choices}",
        "可用变量：{choices}",
    ),
    "show.playbook-part": Sentence("playbook {playbook}: {where} only", "方案 {playbook}：仅限{where}"),
    "show.variable": Sentence(
        "playbook {playbook}: {name} is {value} for {where}; {reason}",
        "方案 {playbook}：对{where}，{name} 取 {value}，理由：{reason}",
    ),
    "show.in-all": Sentence("all", "全部设备"),
    "show.in-groups": Sentence("group {names}", "分组 {names}"),
    "show.in-categories": Sentence("category {names}", "类别 {names}"),
    "show.in-assets": Sentence("asset {names}", "设备 {names}"),
    "variables.none": Sentence("none", "无"),
    "playbook.variable-unused": Sentence(
        "no check or manual item names the variable '{name}'; setting it would change nothing",
        "没有检查项或人工项目引用变量 {name}，设定它不会有任何作用",
        "name it as {{{{ {name} }}}} in a criterion, or leave it out",
        "请在判据中以 {{{{ {name} }}}} 引用，或删去该变量",
    ),
    "playbook.variable-elsewhere": Sentence(
        "the variable '{name}' is not filled in here",
        "此处不能引用变量 {name}",
        "variables are named in: {choices}",
        "可引用变量的位置：{choices}",
    ),
    "playbook.variable-misplaced": Sentence(
        "the variable '{name}' stands for a whole value, and here is none: '{text}'",
        "变量 {name} 只能代替一个完整的值，此处不是：{text}",
        "write it behind an operator, such as '>= {{{{ {name} }}}}', or in a list: 'in [{{{{ {name} }}}}, other]'",
        "请写在运算符之后，如 '>= {{{{ {name} }}}}'，或写在列表中，如 'in [{{{{ {name} }}}}, other]'",
    ),
    "playbook.variable-list": Sentence(
        "the variable '{name}' is a list, and here is no place for one: '{text}'",
        "变量 {name} 是列表，此处不能写列表：{text}",
        "a list stands behind 'in', 'not in', 'exactly' and 'all of', such as 'all of {{{{ {name} }}}}'",
        "列表只能写在 in、not in、exactly、all of 之后，如 'all of {{{{ {name} }}}}'",
    ),
    "playbook.variable-no-value": Sentence(
        "'{value}' is not one value: a variable is a value and never a part of a criterion",
        "{value} 不是单个的值：变量只能是值，不能是判据的一部分",
        "write a number with its unit (85%, 5GiB), a text without brackets, commas, '..' and the word 'and', or a list",
        "请写带单位的数（如 85%、5GiB）、不含括号、逗号、“..”和单词 and 的文字，或写成列表",
    ),
    "playbook.variable-type": Sentence(
        "the variable '{name}' is {type}, such as {before}; {value} is none",
        "变量 {name} 应为{type}，如 {before}，不能设为 {value}",
        "write {type}",
        "请改为{type}",
    ),
    "variable-type.number": Sentence("a number without a unit", "不带单位的数"),
    "variable-type.unit": Sentence("a number with a unit that fits {unit}", "单位与 {unit} 同类的数"),
    "variable-type.text": Sentence("a single text", "单个文字"),
    "variable-type.list": Sentence("a list", "列表"),
    "playbook.variable-no-reason": Sentence(
        "the variable '{name}' is given another value than in the playbook that is extended, without a reason",
        "变量 {name} 的取值与所基于的方案不同，但未写理由",
        "add `reason`: the report prints it",
        "请写明 reason，报告会列出",
    ),
    "playbook.variable-in-command": Sentence(
        "the command of the probe '{probe}' names the variable '{name}', and no variable is put into a command",
        "采集项 {probe} 的命令中写有变量 {name}，变量不会填入命令",
        "commands are the same on every host, so that they can be read beforehand; compare with the variable in the check",
        "命令在各主机上完全相同，便于事先审阅；请在检查项的判据中使用变量",
    ),
    "playbook.variable-twice": Sentence(
        "the variable '{name}' is already set otherwise for all in line {line}",
        "变量 {name} 已在第 {line} 行对全部主机另作设定",
        "keep one of the two, or say for which groups, categories or assets each is",
        "两处请只保留一处，或分别写明 groups、categories 或 assets",
    ),
    "playbook.variable-clash": Sentence(
        "the variable '{name}' is set otherwise in line {line}, and '{asset}' is in both",
        "变量 {name} 在第 {line} 行另作设定，而 {asset} 同属两处",
        "say with `assets: [{asset}]` what holds for it",
        "请用 assets: [{asset}] 单独写明该资产采用哪个值",
    ),
    "playbook.variable-unfit": Sentence(
        "with {name} = {value} the check '{check}' is not right: {why}",
        "{name} 设为 {value} 后，检查项 {check} 有误：{why}",
    ),
    "variable.given-anew": Sentence(
        "{reason} (variable {name} = {value})", "{reason}（变量 {name} = {value}）"
    ),
    "variable.set": Sentence(
        "{reason} (variable {name} = {value}, {path} line {line})",
        "{reason}（变量 {name} = {value}，{path} 第 {line} 行）",
    ),
}
