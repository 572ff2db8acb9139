"""Sentences about templates of the report: pages and Word files of somebody's own."""

from fieldops.messages.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "template.wrong": Sentence(
        "{place}: the report template failed: {detail}", "{place}：报告模板出错：{detail}"
    ),
    "template.missing": Sentence(
        "{place}: there is no template '{template}' in templates/",
        "{place}：templates/ 中没有模板 {template}",
    ),
    "template.not-word": Sentence(
        "{place}: this is no Word file (.docx)",
        "{place}：不是 Word 文件（.docx）",
        "save it in Word as .docx; an older .doc is another form",
        "请在 Word 中另存为 .docx；旧的 .doc 是另一种格式",
    ),
    "template.unknown-name": Sentence(
        "{place}: there is no '{name}'",
        "{place}：没有“{name}”这个名称",
        "nearest: {nearest}; all names: fieldops template fields",
        "相近的：{nearest}；全部名称见 fieldops template fields",
    ),
    "template.fine": Sentence("{path}: no mistake", "{path}：没有错误"),
    "template.form": Sentence("names of the report, form {form}", "报告模板可用的名称，第 {form} 版"),
    "template.name": Sentence("name", "名称"),
    "template.kind": Sentence("kind", "类型"),
    "template.kind.text": Sentence("text", "文本"),
    "template.kind.number": Sentence("number", "数字"),
    "template.kind.flag": Sentence("yes or no", "是或否"),
    "template.kind.list": Sentence("list", "列表"),
    "template.kind.group": Sentence("group", "一组值"),
    "template.optional": Sentence(", may be missing", "，可能没有"),
    "template.too-long": Sentence(
        "{place}: the report template was ended, it takes more than {seconds} s",
        "{place}：报告模板运行超过 {seconds} 秒，已终止",
        "look for a loop in this line or around it",
        "请检查该行及其附近的循环",
    ),
    "template.too-large": Sentence(
        "{place}: the report template was ended, it needs more than {megabytes} MB of memory",
        "{place}：报告模板占用内存超过 {megabytes} MB，已终止",
        "look for a text or list that this line makes far too long",
        "请检查该行生成的文本或列表是否过长",
    ),
    "template.too-deep": Sentence(
        "{place}: macros or templates call themselves too often",
        "{place}：宏或模板自我调用层数过多",
    ),
}
