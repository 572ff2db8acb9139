"""The guides in English and Chinese: which pages belong together, what a reader finds on them, and where two have drifted apart.

It reads Markdown and compares. What the commands print is a test's business (tests/test_guides.py)."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

NAMES = (
    "start",
    "contracts",
    "editors",
    "inspection",
    "checks",
    "network",
    "middleware",
    "databases",
    "ansible",
    "offline",
    "jump-hosts",
    "orders",
    "stock",
    "swaps",
    "sla",
    "warranty",
    "schedule",
    "findings",
    "assets",
    "ci",
    "troubleshooting",
    "verify",
    "word",
)
_MARK = re.compile(r"<!-- (run|file): (\S+) -->")
_HEADING = re.compile(r"(#{1,6}) (.+)")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_TARGET = re.compile(r"\]\([^)]*\)")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)*")
_CODE = re.compile(r"`([^`]+)`")
_COMMENT = re.compile(r"(^|\s+)(#|//) .*")


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, its lines, and what the remark before it says (``run: PLACE``, ``file: PATH``)."""

    language: str
    lines: tuple[str, ...]
    line: int
    mark: tuple[str, str] | None

    def commands(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """What is typed after ``$ `` (a backslash at the end goes on in the next line), and the lines shown below it."""
        typed, shown = "", list[str]()
        for line in self.lines:
            if typed.endswith("\\"):
                typed = f"{typed[:-1].rstrip()} {line.strip()}"
            elif line.startswith("$ "):
                if typed:
                    yield typed, tuple(shown)
                typed, shown = line[2:], []
            else:
                shown.append(line)
        if typed:
            yield typed, tuple(shown)

    def meaning(self) -> tuple[str, ...]:
        """What must be the same in every language: of a session what is typed, of a file its lines without comments,
        of plain text what each line is about, its first word."""
        if self.language == "text":
            return tuple(line.split()[0] for line in self.lines if line.strip())
        lines = [typed for typed, _ in self.commands()] if self.language == "console" else self.lines
        return tuple(bare for line in lines if (bare := _COMMENT.sub("", line)).strip())


@dataclass(frozen=True)
class Section:
    """A heading and what stands below it, up to the next heading."""

    level: int
    title: str
    line: int
    text: tuple[str, ...]
    blocks: tuple[Block, ...]

    def codes(self) -> frozenset[str]:
        """Options, commands, names of files and fields: what is set in backticks. Words of a language are not compared."""
        return frozenset(code for line in self.text for code in _CODE.findall(line) if code.isascii())

    def numbers(self) -> frozenset[str]:
        """Limits, days and versions in its prose."""
        prose = _CODE.sub("", _TARGET.sub("]", "\n".join(self.text)))
        return frozenset(_NUMBER.findall(prose))

    def links(self) -> tuple[str, ...]:
        """Where its links lead, in order of their targets."""
        return tuple(sorted(target for line in self.text for target in _LINK.findall(line)))


def sections(text: str) -> list[Section]:
    """The sections of a page."""
    found = []
    level, title, start = 0, "", 1
    lines, blocks = list[str](), list[Block]()
    for number, piece in _pieces(text):
        if isinstance(piece, Block):
            blocks.append(piece)
        elif heading := _HEADING.fullmatch(piece):
            found.append(Section(level, title, start, tuple(lines), tuple(blocks)))
            level, title, start = len(heading[1]), heading[2], number
            lines, blocks = [], []
        else:
            lines.append(piece)
    found.append(Section(level, title, start, tuple(lines), tuple(blocks)))
    return found[1:]


def _pieces(text: str) -> Iterator[tuple[int, str | Block]]:
    """The lines of a page outside of fences, and its fenced blocks."""
    inside, fence, start, mark = list[str](), "", 0, None
    before = ""
    for number, line in enumerate(text.splitlines(), 1):
        bare = line.strip()
        if fence and bare == "```":
            yield start, Block(fence[3:] or "text", tuple(inside), start, mark)
            fence, inside = "", []
        elif fence:
            inside.append(line)
        elif bare.startswith("```"):
            fence, start = bare, number
            marked = _MARK.fullmatch(before)
            mark = (marked[1], marked[2]) if marked else None
        else:
            yield number, line
        before = bare


def anchor(title: str) -> str:
    """The name GitHub and GitLab give a heading: lower case, hyphens for spaces, without punctuation."""
    return re.sub(r"[^\w\- ]", "", title.replace("`", "").lower()).replace(" ", "-")


def twins(root: Path) -> list[tuple[Path, Path]]:
    """Every English page that there is in Chinese, too, and its Chinese one; each may be missing."""
    docs = root / "docs"
    return [
        (root / "README.md", root / "README.zh-CN.md"),
        *((docs / f"{name}.md", docs / "zh-CN" / f"{name}.md") for name in NAMES),
    ]


def drifts(root: Path) -> Iterator[str]:
    """Where a page and its other language say different things to type, to click or to look for."""
    for english, chinese in twins(root):
        for page in (english, chinese):
            if not page.is_file():
                yield f"{page.relative_to(root)}: there is no such page"
        if english.is_file() and chinese.is_file():
            yield from _drift(root, english, chinese)


def _drift(root: Path, english: Path, chinese: Path) -> Iterator[str]:
    """The differences of two pages, section by section."""
    pair = sections(english.read_text("utf-8")), sections(chinese.read_text("utf-8"))
    name = chinese.relative_to(root)
    shapes = [[section.level for section in page] for page in pair]
    if shapes[0] != shapes[1]:
        titles = [section.title for section in pair[0 if len(shapes[0]) > len(shapes[1]) else 1]]
        yield f"{name}: other headings than {english.relative_to(root)}; one of these is missing: {titles}"
        return
    for ours, theirs in zip(*pair, strict=True):
        for what in _differences(root, (english, ours), (chinese, theirs)):
            yield f"{name}:{theirs.line} '{theirs.title}' against {english.name}:{ours.line}: {what}"


def _differences(root: Path, english: tuple[Path, Section], chinese: tuple[Path, Section]) -> Iterator[str]:
    """What two sections that belong together do not share."""
    ours, theirs = english[1], chinese[1]
    for code in sorted(ours.codes() ^ theirs.codes()):
        yield f"`{code}` is only {'there' if code in ours.codes() else 'here'}"
    for number in sorted(ours.numbers() ^ theirs.numbers()):
        yield f"{number} is only {'there' if number in ours.numbers() else 'here'}"
    meanings = [[line for block in section.blocks for line in block.meaning()] for section in (ours, theirs)]
    if meanings[0] != meanings[1]:
        yield (
            f"the blocks differ: {[line for line in meanings[0] if line not in meanings[1]]} there, "
            f"{[line for line in meanings[1] if line not in meanings[0]]} here"
        )
    marks = [[block.mark for block in section.blocks] for section in (ours, theirs)]
    if marks[0] != marks[1]:
        yield "the blocks are not marked alike to be run"
    leads = [_leads(root, page, section) for page, section in (english, chinese)]
    if leads[0] != leads[1]:
        yield f"the links differ: {sorted(leads[0] ^ leads[1])}"


def _leads(root: Path, page: Path, section: Section) -> frozenset[str]:
    """Where the links of a section lead, for both languages alike: pages by their English name, without anchors.
    Links from a page to its own other language are not counted."""
    english = {str(chinese.relative_to(root)): str(ours.relative_to(root)) for ours, chinese in twins(root)}
    own = str(page.relative_to(root))
    own = english.get(own, own)
    found = set()
    for target in section.links():
        path = target.split("#")[0]
        if "://" in target or not path:
            found.add(path)
            continue
        there = os.path.relpath(os.path.normpath(page.parent / path), root)
        found.add(english.get(there, there).replace(".zh-CN.", "."))
    return frozenset(found - {own, ""})


def strangers(root: Path) -> Iterator[str]:
    """Pages that do not name their other language, and Chinese links to English pages that there are in Chinese."""
    chinese_of = dict(twins(root))
    for english, chinese in chinese_of.items():
        for page, other in ((english, chinese), (chinese, english)):
            targets = set(_targets(page)) if page.is_file() else {other}
            if other not in targets:
                yield f"{page.relative_to(root)}: no link to {other.relative_to(root)}"
        for target in set(_targets(chinese)) if chinese.is_file() else ():
            if target in chinese_of and target != english:
                yield f"{chinese.relative_to(root)}: links to {target.name}, which there is in Chinese"


def _targets(page: Path) -> Iterator[Path]:
    """The files that a page links to."""
    for target in _LINK.findall(page.read_text("utf-8")):
        if "://" not in target and not target.startswith("#"):
            yield Path(os.path.normpath(page.parent / target.split("#")[0]))


def lost_anchors(pages: list[Path]) -> Iterator[str]:
    """Links to headings that are not there."""
    for page in pages:
        for target in _LINK.findall(page.read_text("utf-8")):
            path, _, wanted = target.partition("#")
            there = page.parent / path if path else page
            if wanted and "://" not in target and there.suffix == ".md" and there.is_file():
                names = {anchor(section.title) for section in sections(there.read_text("utf-8"))}
                if wanted not in names:
                    yield f"{page.name}: {path or page.name} has no heading #{wanted}"


def unknown_words(root: Path) -> Iterator[str]:
    """Words of the glossary that no message says: guides and program would speak of one thing by two names."""
    page = root / "docs" / "zh-CN" / "glossary.md"
    said = "\n".join(
        path.read_text("utf-8")
        for folder, ending in (("messages", "*.py"), ("documents/schemas", "*.json"))
        for path in sorted((root / "fieldops" / folder).rglob(ending))
    )
    for line in page.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) > 3 and not cells[2].isascii() and cells[3] != "不用":
            for word in re.split("[、，]", cells[2]):
                if word not in said:
                    yield f"{page.relative_to(root)}: no message says {word}"


def avoided_words(root: Path) -> Iterator[str]:
    """Words in the Chinese pages and in the messages that the glossary's last column has another one for."""
    page = root / "docs" / "zh-CN" / "glossary.md"
    avoided = {
        word: cells[2]
        for line in page.read_text("utf-8").splitlines()
        if len(cells := [cell.strip() for cell in line.split("|")]) > 4
        and cells[3] != "不用"
        and not cells[2].isascii()
        for word in re.split("[、，]", cells[3])
    }
    messages = sorted((root / "fieldops" / "messages").rglob("*.py"))
    for path in (*(chinese for _, chinese in twins(root)), *messages):
        text = path.read_text("utf-8") if path.is_file() else ""
        for word, better in avoided.items():
            if word in text:
                yield f"{path.relative_to(root)}: {word}; the glossary says {better}"
