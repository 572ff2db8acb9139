"""What is said of PDF files: what they need, and what a page may not do that becomes one."""

from __future__ import annotations

from collections.abc import Mapping

from fieldops.messages.sentence import Sentence

SENTENCES: Mapping[str, Sentence] = {
    "output.no-pdf": Sentence(
        "PDF files need WeasyPrint, which is not installed",
        "生成 PDF 需要 WeasyPrint，目前没有安装",
        "in the copy of the repository from which fieldops was installed: pip install '.[pdf]'",
        "请在安装 fieldops 所用的仓库副本中执行：pip install '.[pdf]'",
    ),
    "output.no-pango": Sentence(
        "PDF files need libraries of the system that are not there: {detail}",
        "生成 PDF 所需的系统库缺失：{detail}",
        "Debian, Ubuntu: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; RHEL, Rocky: dnf install pango; macOS: brew install pango",
        "Debian、Ubuntu 请执行：apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0；RHEL、Rocky 请执行：dnf install pango；macOS 请执行：brew install pango",
    ),
    "pdf.outside": Sentence(
        "the page refers to {url}; a document holds all that it shows, and nothing else is read",
        "页面引用了外部内容 {url}；文档只能使用页面自身包含的内容，不会另行读取",
        "put pictures and fonts into the template itself, as data: addresses",
        "请把图片、字体以 data: 地址的形式写进模板",
    ),
    "pdf.too-much": Sentence(
        "setting the page as PDF was ended: it takes more than {seconds} s of the processor or {megabytes} MB of memory",
        "生成 PDF 已终止：处理器时间超过 {seconds} 秒，或内存超过 {megabytes} MB",
        "the page (--output FILE.html) can be printed from a browser",
        "可先生成网页（--output FILE.html），再用浏览器打印",
    ),
    "pdf.no-glyph": Sentence(
        "no font of this machine has {n} {n:character|characters} of the document; boxes stand there: {characters}",
        "本机字体缺少文档中的 {n} 个字符，显示为方框：{characters}",
        "for Chinese: apt install fonts-noto-cjk, or dnf install google-noto-sans-cjk-fonts",
        "中文字体请执行：apt install fonts-noto-cjk，或 dnf install google-noto-sans-cjk-fonts",
    ),
    # --- verifying one -------------------------------------------------------------------------------
    "output.no-pdf-reader": Sentence(
        "reading PDF files needs pypdf, which is not installed",
        "读取 PDF 需要 pypdf，目前没有安装",
        "in the copy of the repository from which fieldops was installed: pip install '.[pdf]'",
        "请在安装 fieldops 所用的仓库副本中执行：pip install '.[pdf]'",
    ),
    "pdf.unreadable": Sentence(
        "{path} is no PDF file, or it is damaged or cut off",
        "{path} 不是 PDF 文件，或已损坏、不完整",
        "get it again from whoever made it",
        "请向制作人重新索取",
    ),
    "pdf.encrypted": Sentence(
        "{path} is encrypted: fieldops writes none that is, so somebody changed it",
        "{path} 已加密：fieldops 不生成加密的 PDF，文件被人改动过",
        "ask for the file as 'fieldops report' wrote it",
        "请索取 fieldops report 写出的原文件",
    ),
    "pdf.too-large": Sentence(
        "{path} is larger than {megabytes} MiB, which no report is",
        "{path} 超过 {megabytes} MiB，报告不会这么大",
        "get it again from whoever made it",
        "请向制作人重新索取",
    ),
    "pdf.nothing-inside": Sentence(
        "{path} has nothing of a signed report inside: it is a draft that nobody concluded, its attachments were taken out, or it is no report of fieldops",
        "{path} 内没有所签内容：可能是尚无结论的草稿，附件已被去除，或不是 fieldops 的报告",
        "verify the archive of the inspection (run export), or ask for the PDF as 'fieldops report' wrote it",
        "请核对巡检存档（run export），或索取 fieldops report 写出的原 PDF",
    ),
    "pdf.doubled": Sentence("is inside more than once", "重复出现"),
    "pdf.strange": Sentence("does not belong into a report", "不属于报告的内容"),
    "pdf.file-unreadable": Sentence(
        "is not as fieldops writes it, so nobody can tell what it says",
        "不是 fieldops 写出的格式，无法认定其内容",
    ),
    "pdf.of-nothing": Sentence("signs a text that cannot be read", "所签的文本无法读取"),
    "pdf.other-name": Sentence(
        "says that '{person}' signed it: it was put in place of another's",
        "文中写明签字人为“{person}”，与文件名不符，系冒名顶替",
    ),
    "pdf.other-content": Sentence(
        "is not what '{person}' signed: it was changed, or belongs to another report",
        "与“{person}”所签内容不一致：被改动过，或属于另一份报告",
    ),
    "pdf.about": Sentence(
        "report of {run} (contract {contract}), PDF", "{run}（合同 {contract}）的 PDF 报告"
    ),
    "pdf.faulty": Sentence(
        "refused: {count} {count:thing is|things are} wrong with what is inside of this PDF",
        "不予认可：该 PDF 内的附件有 {count} 处问题",
    ),
    "pdf.keys-own": Sentence(
        "keys: only named by the signatures themselves, which proves nothing about whose they are; ask {vendor} by another way (contract, phone)"
        " for the fingerprints of its engineers' keys, and compare (or name your list: --allowed-signers FILE):",
        "公钥：仅出自签名本身，不能证明归属；请另寻途径（合同附件、电话）向{vendor}索取工程师密钥的指纹并比对（或用 --allowed-signers 文件 指定自己的清单）：",
    ),
    "pdf.proven": Sentence(
        "proven: two different engineers of this run, each with a key of their own, signed the content that is inside of this PDF",
        "已证实：本次巡检的两名不同工程师分别用各自的密钥签署了该 PDF 内所附的报告内容",
    ),
    "pdf.pages.same": Sentence(
        "proven: the pages say what was signed, and nothing else but what is listed below; this machine makes the same file of it, byte for byte",
        "已证实：页面显示的就是所签内容，此外只有下列各项；本机据此生成的文件与之逐字节相同",
    ),
    "pdf.pages.unknown": Sentence(
        "not determined: whether the pages say only what was signed. All that was looked for of it stands there; what else stands there nobody compared, as"
        " this machine makes another file of it (other fonts, another template or version, or the pages were changed)",
        "未能判定：页面是否只显示所签内容。抽取核对的所签内容均在页面上；本机据此生成的文件与之不同（字体、模板或版本不同，或页面被改动），故不能认定没有其他内容",
    ),
    "pdf.pages.lacking": Sentence(
        "the pages do not say what was signed: {count} {count:text|texts} of the signed content {count:does|do} not stand there:",
        "页面与所签内容不符：所签内容有 {count} 处未见于页面：",
    ),
    "pdf.pages-not-compared": Sentence(
        "not determined: whether the pages say what was signed; they are compared when two signatures count",
        "未能判定：页面是否就是所签内容；两个签字均有效时才作比对",
    ),
    "pdf.untried": Sentence("the pages could not be made again here: {why}", "未能在本机重新生成页面：{why}"),
    "pdf.pages-differ": Sentence(
        "this machine makes another file of what is inside", "本机据附件生成的文件与之不同"
    ),
    "pdf.beside": Sentence(
        "the pages also show this, which nobody signed:", "页面上另有下列内容，无人为其签字："
    ),
    "pdf.not-proven": Sentence(
        "not proven: that the record has all of it, that no later version corrects this one, and that those who signed were qualified that day: the archive (run export) and the record tell",
        "未能证实：记录是否完整、有无后续更正版本、签字人当日是否具备资质；请核对存档（run export）和记录",
    ),
    "doctor.pdf": Sentence("PDF files: can be written, with Chinese", "PDF 文件：可以生成，中文字体齐全"),
    "doctor.pdf-none": Sentence(
        "{what}; needed for PDF files only; in the copy of the repository: pip install '.[pdf]'",
        "{what}；仅生成 PDF 时需要，请在仓库副本中执行：pip install '.[pdf]'",
    ),
    "doctor.pdf-no-library": Sentence(
        "{what}; Debian, Ubuntu: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; RHEL, Rocky: dnf install pango; macOS: brew install pango",
        "{what}；Debian、Ubuntu 请执行：apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0；RHEL、Rocky 请执行：dnf install pango；macOS 请执行：brew install pango",
    ),
    "doctor.pdf-no-font": Sentence(
        "PDF files in Chinese: {what}; apt install fonts-noto-cjk, or dnf install google-noto-sans-cjk-fonts",
        "中文 PDF：{what}；请执行：apt install fonts-noto-cjk，或 dnf install google-noto-sans-cjk-fonts",
    ),
}
