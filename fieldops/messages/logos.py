"""What is said of logos that a workspace brings for its reports."""

from __future__ import annotations

from collections.abc import Mapping

from fieldops.messages.sentence import Sentence

SENTENCES: Mapping[str, Sentence] = {
    "logo.too-large": Sentence(
        "{path} is too large for a logo: at most {kilobytes} KiB, {pixels} pixels on each side",
        "{path} 作为徽标过大：不得超过 {kilobytes} KiB，每边不得超过 {pixels} 像素",
        "save it smaller: on paper it is 16 mm high",
        "请缩小后另存：印在纸上只有 16 毫米高",
    ),
    "logo.unreadable": Sentence(
        "{path} is no PNG or SVG picture, or it is damaged",
        "{path} 不是 PNG 或 SVG 图片，或已损坏",
        "save it as PNG, or as plain SVG",
        "请另存为 PNG 或普通 SVG",
    ),
    "logo.refused": Sentence(
        "{path} holds something that no logo needs: {what}",
        "{path} 含有徽标不应有的内容：{what}",
        "save it as plain SVG with paths instead of pictures and links, or as PNG",
        "请另存为普通 SVG（转为路径，不含图片和链接），或存为 PNG",
    ),
    "logo.svg-in-word": Sentence(
        "{path} is not in the Word file, which takes PNG pictures only",
        "Word 文件中没有 {path}：Word 只能使用 PNG 图片",
        "put a PNG of the same name beside it",
        "请在旁边放一个同名的 PNG 文件",
    ),
    "pdf.logo": Sentence("logo: {name}", "徽标：{name}"),
}
