"""Make the pictures of the README from a real demo: pages of the report and the terminal.

Needs chromium and pdftoppm (Debian: chromium, poppler-utils), what PDF files need, and a CJK font. Usage: python tools/pictures.py
"""

from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
import tempfile
from html import escape
from pathlib import Path

from rich.cells import cell_len
from rich.console import Console
from rich.terminal_theme import DIMMED_MONOKAI
from rich.text import Text

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"
CHROMIUM = [
    "chromium",
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
]
PAGES = (1, 2, 3)
COLUMNS = 118
TERMINAL = (
    "body{margin:0;background:#1f2329}pre{margin:0;padding:22px;color:#d7dae0;"
    "font:15.5px/20px 'DejaVu Sans Mono','Noto Sans Mono CJK SC','Droid Sans Fallback',monospace}"
    "b{font-weight:inherit;display:inline-block;text-align:center;font-size:17px;line-height:1;width:18.66px}"
)


def chromium(folder: Path, *arguments: str) -> None:
    """Run chromium with a profile of its own."""
    command = [*CHROMIUM, f"--user-data-dir={folder / 'profile'}", *arguments]
    subprocess.run(command, check=True, capture_output=True, timeout=120)


def in_terminal(*command: str) -> str:
    """What `command` prints on a terminal of COLUMNS columns, colours included."""
    process_id, terminal = pty.fork()
    if process_id == 0:
        os.environ.update(COLUMNS=str(COLUMNS), LINES="40", TERM="xterm-256color")
        os.execvp(command[0], command)
    seen = b""
    while True:
        try:
            data = os.read(terminal, 65536)
        except OSError:
            break
        if not data:
            break
        seen += data
    os.waitpid(process_id, 0)
    return seen.decode("utf-8", "replace").replace("\r\n", "\n")


def named(what: str, language: str) -> Path:
    """The file of a picture: report.png in English, report.zh-CN.png in Chinese."""
    return PICTURES / (f"{what}.png" if language == "en" else f"{what}.{language}.png")


def picture_of_terminal(folder: Path, workspace: Path, language: str) -> None:
    """terminal.png: the findings of the demo's run."""
    fieldops = str(Path(sys.executable).parent / "fieldops")
    said = in_terminal(
        fieldops, "-C", str(workspace), "--lang", language, "run", "show", "latest", "--findings"
    )
    lines = said.splitlines()
    if len(lines) > 24:
        lines = [*lines[:22], "…", lines[-1]]
    shown = Text.from_ansi("\n".join(["$ fieldops run show latest --findings", *lines]))
    cells = in_cells(shown)
    page = folder / f"terminal.{language}.html"
    page.write_text(f"<meta charset=utf-8><style>{TERMINAL}</style><pre>{cells}</pre>", "utf-8")
    size = f"--window-size=1180,{44 + 20 * (cells.count(chr(10)) + 1)}"
    chromium(folder, f"--screenshot={named('terminal', language)}", size, page.as_uri())


def in_cells(text: Text) -> str:
    """The text as HTML in which each Chinese character is two columns wide, whatever font the browser finds for it."""
    console = Console(width=COLUMNS, file=io.StringIO(), force_terminal=True)
    pieces = []
    for segment in console.render(text):
        letters = "".join(
            f"<b>{letter}</b>" if cell_len(letter) == 2 else escape(letter) for letter in segment.text
        )
        style = segment.style.get_html_style(DIMMED_MONOKAI) if segment.style else ""
        pieces.append(f'<span style="{style}">{letters}</span>')
    return "".join(pieces)


def picture_of_report(folder: Path, workspace: Path, language: str) -> None:
    """report.png: some pages of the report as PDF side by side."""
    pdf = folder / f"report.{language}.pdf"
    fieldops = str(Path(sys.executable).parent / "fieldops")
    asked = ("report", "latest", "--lang", language, "--output", str(pdf))
    subprocess.run([fieldops, "-C", str(workspace), *asked], check=True, capture_output=True)
    images = []
    for page in PAGES:
        name = folder / f"page{page}.{language}"
        subprocess.run(
            ["pdftoppm", "-r", "80", "-f", str(page), "-l", str(page), "-singlefile", "-png", pdf, name],
            check=True,
        )
        images.append(f'<img src="{Path(f"{name}.png").as_uri()}">')
    sheet = folder / "sheet.html"
    style = "body{margin:16px;background:#8d949e;display:flex;gap:16px}img{width:480px;box-shadow:0 2px 8px #0006}"
    sheet.write_text(f"<style>{style}</style>{''.join(images)}", "utf-8")
    chromium(folder, f"--screenshot={named('report', language)}", "--window-size=1504,711", sheet.as_uri())


def main() -> None:
    """Run the demo in a temporary folder and make both pictures in both languages."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fieldops = str(Path(sys.executable).parent / "fieldops")
        subprocess.run([fieldops, "demo", str(folder / "demo")], check=True, capture_output=True)
        for language in ("en", "zh-CN"):
            picture_of_report(folder, folder / "demo", language)
            picture_of_terminal(folder, folder / "demo", language)


if __name__ == "__main__":
    main()
