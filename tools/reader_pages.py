"""The manual of the readers, docs/reference/readers.md: what text each takes, its fields, who uses it. `reference.py` writes it."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from fieldops.documents.workspace import load_workspace
from fieldops.inspection.load import probe_of
from fieldops.inspection.playbook import Probe, Text
from fieldops.inspection.readers import LINE_BY_LINE, READERS, reader

ROOT = Path(__file__).resolve().parent.parent
MADE = "<!-- Made by tools/reference.py from the readers' docstrings and playbooks/probes/; edit those. -->\n"
ABOUT = """# Readers 内置解析器

What may stand in `parse.reader` of a [probe](probe.md) with `parse: {with: reader, reader: NAME}`. A reader has no options: it takes the text that a command printed, in the form said here, and gives rows of fields. A probe of one's own lists under `fields` those that it wants, with type and unit as in the table; a row or value that the reader does not understand is unknown, never fine.
[采集项](probe.md)写 `parse: {with: reader, reader: NAME}` 时，`parse.reader` 可填的名称。内置解析器没有选项：它按此处说明的格式读取命令输出，给出由字段组成的行。自己的采集项在 `fields` 中列出需要的字段，类型和单位照表填写；读不懂的行或值一律视为未采集到，不会判为正常。

An output that was cut off: of readers marked “line by line” the lines before the cut are still good; of the others nothing is.
输出被截断时，标有“逐行读取”的解析器仍保留截断前的各行，其余的一律作废。
"""


def readers_page() -> str:
    """The page of all readers, by name."""
    library = load_workspace(ROOT)
    probes = [
        probe_of(each) for each in library.of_kind("Probe") if each.path.startswith("playbooks/probes/")
    ]
    chapters = [
        _chapter(name, [each for each in probes if each.parse.reader == name]) for name in sorted(READERS)
    ]
    return "\n".join([MADE + ABOUT, *chapters])


def _chapter(name: str, users: Sequence[Probe]) -> str:
    # A sign of Markdown in a sentence means itself; what is code stays code.
    said = inspect.cleandoc(reader(name).__doc__ or "").replace("``", "`")
    parts = "".join(
        part if part.startswith("`") else re.sub(r"([*_\[<])", r"\\\1", part)
        for part in re.split(r"(`[^`]*`)", said)
    )
    lines = [f"## {name}\n", f"{parts}\n"]
    if name in LINE_BY_LINE:
        lines.append("- line by line 逐行读取")
    named = ", ".join(f"[{each.id}](probes.md#{each.id})" for each in users)
    lines.append(f"- used by 使用该解析器的采集项: {named or '-'}\n")
    return "\n".join([*lines, *_fields(users)])


def _fields(users: Sequence[Probe]) -> Iterator[str]:
    """The fields that the shipped probes take from it, each once."""
    yield "| field 字段 | type 类型 | unit 单位 | meaning 含义 |"
    yield "|---|---|---|---|"
    known: set[str] = set()
    for probe in users:
        for name, field in probe.fields.items():
            if name not in known:
                known.add(name)
                title = field.title or Text(name, name)
                yield f"| `{name}` | `{field.type}` | {field.unit or ''} | {title.en} {title.zh} |"
    yield ""
