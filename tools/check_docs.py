"""Check the documents against the code: links lead somewhere, commands exist, both languages say the same, the source map is up to date."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import guides
import source_map
from click.testing import CliRunner

from fieldops.cli.main import cli

ROOT = Path(__file__).resolve().parent.parent
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
_COMMAND = re.compile(
    r"^(?:\$ )?fieldops ((?:-[A-Za-z] \S+ |--lang \S+ )*)([a-z]+(?: [a-z]+)?)", re.MULTILINE
)


def pages() -> list[Path]:
    """All Markdown pages of the project."""
    return [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]


def broken_links() -> Iterator[str]:
    """Links to files that are not there."""
    for page in pages():
        for target in _LINK.findall(page.read_text("utf-8")):
            if "://" not in target and not (page.parent / target).exists():
                yield f"{page.relative_to(ROOT)}: the link {target} leads nowhere"


def unknown_commands() -> Iterator[str]:
    """Commands in code blocks that fieldops does not have."""
    for page in pages():
        for block in re.findall(r"```(?:console|sh)\n(.*?)```", page.read_text("utf-8"), re.DOTALL):
            for _, words in _COMMAND.findall(block):
                command = words.split()
                if command[0] not in cli.commands:
                    yield f"{page.relative_to(ROOT)}: there is no command 'fieldops {command[0]}'"


def undocumented_commands() -> Iterator[str]:
    """Commands without help, or that no page mentions."""
    text = "\n".join(page.read_text("utf-8") for page in pages())
    for name in cli.commands:
        shown = CliRunner().invoke(cli, [name, "--help"])
        if shown.exit_code != 0 or len(shown.output.splitlines()) < 3:
            yield f"'fieldops {name} --help' shows no help"
        if f"fieldops {name}" not in text:
            yield f"no page mentions 'fieldops {name}'"


def main() -> int:
    """Print everything that is wrong; 1 when something is."""
    found = [
        *broken_links(),
        *guides.lost_anchors(pages()),
        *unknown_commands(),
        *undocumented_commands(),
        *guides.drifts(ROOT),
        *guides.strangers(ROOT),
        *guides.unknown_words(ROOT),
        *guides.avoided_words(ROOT),
        *source_map.mistakes(),
    ]
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
