"""What is said of PDF files: what they need, and what a page may not do that becomes one."""

from __future__ import annotations

from collections.abc import Mapping

from fieldops.messages.sentence import Sentence

SENTENCES: Mapping[str, Sentence] = {
    "output.no-pdf": Sentence(
        "PDF files need WeasyPrint, which is not installed",
        "生成 PDF 需要 WeasyPrint，目前没有安装",
        "pip install 'fieldops-toolkit[pdf]'",
        "请执行：pip install 'fieldops-toolkit[pdf]'",
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
    "doctor.pdf": Sentence("PDF files: can be written, with Chinese", "PDF 文件：可以生成，中文字体齐全"),
    "doctor.pdf-none": Sentence(
        "{what}; needed for PDF files only: pip install 'fieldops-toolkit[pdf]'",
        "{what}；仅生成 PDF 时需要，请执行：pip install 'fieldops-toolkit[pdf]'",
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
