"""The manual of the probes, docs/reference/probes.md: what each runs, why, what it needs, and what it yields. `reference.py` writes it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fieldops.documents.workspace import load_workspace
from fieldops.inspection.load import probe_of
from fieldops.inspection.playbook import Probe, Text

_CHINESE = re.compile("[\u4e00-\u9fff]")
ROOT = Path(__file__).resolve().parent.parent
MADE = "<!-- Made by tools/reference.py from playbooks/probes/; edit those. -->\n"
ABOUT = """# Probes 采集项

What runs on a machine or is sent to a device, word for word, and what is read out of it. A value that cannot be read is unknown, never fine.
在主机上执行或向设备发送的命令原文，以及从中读取的内容。无法读取的值一律视为未采集到，不会判为正常。
"""


def probes_page() -> str:
    """The page of all shipped probes, those of a platform together."""
    library = load_workspace(ROOT)
    found = sorted(
        (document for document in library.of_kind("Probe") if document.path.startswith("playbooks/probes/")),
        key=lambda document: document.path,
    )
    chapters = [_chapter(probe_of(document), ROOT / document.path, dict(document.data)) for document in found]
    return "\n".join([MADE + ABOUT, *chapters])


def _chapter(probe: Probe, file: Path, data: dict[str, Any]) -> str:
    parts = [f"## {probe.id}\n", f"{probe.title.en}. {probe.title.zh}。\n"]
    why = _why(file)
    if why:
        parts.append(f"{why}\n")
    parts.append("\n".join(_terms(probe, data)) + "\n")
    parts.append("\n".join(_fields(probe)) + "\n")
    if probe.commands:
        parts.append("".join(f"{name}:\n\n{_fenced(listed)}\n" for name, listed in probe.commands.items()))
    else:
        parts.append(_fenced(probe.run.rstrip().split("\n")))
    return "\n".join(parts)


def _fenced(listed: list[str] | tuple[str, ...]) -> str:
    return "\n".join(["```text", *listed, "```", ""])


def _why(file: Path) -> str:
    """The comment at the head of the file: why it is done so, and in which versions; first in English, then in Chinese."""
    english, chinese = list[str](), list[str]()
    for line in file.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            break
        (chinese if _CHINESE.search(line) else english).append(line.lstrip("# "))
    # A sign of Markdown in a sentence means itself.
    texts = [" ".join(english), "".join(chinese)]
    return "\n\n".join(re.sub(r"([*_\[<])", r"\\\1", text) for text in texts if text)


def _terms(probe: Probe, data: dict[str, Any]) -> Iterator[str]:
    """What it needs, as whom it runs and within which limits."""
    if probe.needs:
        named = ", ".join(f"`{each}`" for each in probe.needs)
        yield f"- needs 依赖命令: {named}"
    account = probe.account
    if account is not None:
        yield f"- runs as 执行身份: `{account}`"
    if probe.twice:
        yield "- run twice, a second or more between 执行两次，间隔不少于一秒"
    if probe.bounded:
        yield "- output bounded by what it reads 输出量受所读内容限制"
    limits = f"`{data.get('timeout', '10s')}`, `{data.get('cap', '64KiB')}`"
    yield f"- time limit, most output 超时、输出上限: {limits}"
    yield f"- read by 解析方式: `{probe.parse.with_}`" + (
        f" `{probe.parse.reader}`" if probe.parse.reader else ""
    )


def _fields(probe: Probe) -> Iterator[str]:
    yield "| field 字段 | unit 单位 | meaning 含义 |"
    yield "|---|---|---|"
    for name, field in probe.fields.items():
        title = field.title or Text(name, name)
        unit = field.unit or field.type
        yield f"| `{name}` | {unit} | {title.en} {title.zh} |"
