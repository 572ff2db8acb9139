"""What is wrong with a command line itself: commands, options, their values."""

from fieldops.messages.sentence import Sentence

SENTENCES = {
    "usage.line": Sentence("Usage: {usage}", "用法：{usage}"),
    "usage.clock-taken": Sentence("{typed} is taken for {at}", "{typed} 按 {at} 登记"),
    "usage.no-such-option": Sentence(
        "there is no option {name}",
        "没有选项 {name}",
        "'--help' lists the options",
        "用 --help 查看可用选项",
    ),
    "usage.no-such-option-near": Sentence(
        "there is no option {name}", "没有选项 {name}", "did you mean {near}?", "是否想写 {near}？"
    ),
    "usage.option-before-command": Sentence(
        "the option {name} belongs before the command",
        "选项 {name} 要写在命令之前",
        "write: fieldops {name} … COMMAND; both -C and --lang stand before the command",
        "请写成：fieldops {name} … 命令；-C 和 --lang 都写在命令之前",
    ),
    "usage.no-such-command": Sentence(
        "there is no command '{name}'",
        "没有命令 {name}",
        "'--help' lists the commands",
        "用 --help 查看可用命令",
    ),
    "usage.no-such-command-near": Sentence(
        "there is no command '{name}'", "没有命令 {name}", "did you mean {near}?", "是否想写 {near}？"
    ),
    "usage.missing-command": Sentence(
        "a command is missing", "缺少命令", "'--help' lists the commands", "用 --help 查看可用命令"
    ),
    "usage.missing-parameter": Sentence(
        "{name} is missing",
        "缺少参数 {name}",
        "'--help' behind the command says what it needs",
        "在命令后加 --help 查看用法",
    ),
    "usage.option-needs-value": Sentence("the option {name} needs a value", "选项 {name} 缺少取值"),
    "usage.given-twice": Sentence(
        "the option {name} is given more than once, but it takes one value",
        "选项 {name} 写了多次，但只能取一个值",
        "give it once, or run the command once for each value",
        "请只写一次，或对每个值分别运行命令",
    ),
    "usage.extra-argument": Sentence(
        "'{name}' is too much",
        "多余的参数：{name}",
        "put a text with spaces in quotes; '--help' shows the form",
        "含空格的内容请加引号；用 --help 查看用法",
    ),
    "usage.no-such-choice": Sentence(
        "the value of {name} is none of the choices",
        "{name} 的取值不在可选范围内",
        "choose one of: {choices}",
        "可选：{choices}",
    ),
    "usage.wrong-path": Sentence(
        "{path} cannot be used for {name}",
        "{path} 不能用作 {name}",
        "check whether it is a file or a folder, and the rights",
        "请检查它是文件还是目录，以及访问权限",
    ),
    "usage.not-whole": Sentence("{name} must be a whole number", "{name} 应为整数"),
    "usage.not-in-range": Sentence(
        "{name} must be a whole number from {low} to {high}", "{name} 应为 {low} 到 {high} 的整数"
    ),
    "usage.bad-value": Sentence("the value of {name} is not right: {detail}", "{name} 的取值无效：{detail}"),
    "usage.other": Sentence("wrong use: {detail}", "用法有误：{detail}"),
    "usage.no-such-command-elsewhere": Sentence(
        "there is no command '{name}'",
        "没有命令 {name}",
        "did you mean: {near}?",
        "是否想写：{near}？",
    ),
}
