"""Make the pictures of the README from a real demo: pages of the report and the terminal.

Needs chromium and pdftoppm (Debian: chromium, poppler-utils) and a CJK font. Usage: python tools/pictures.py
"""

from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
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
PAGES = (1, 4, 5)
COLUMNS = 118


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


def picture_of_terminal(folder: Path, workspace: Path) -> None:
    """docs/pictures/terminal.png: the findings of the demo's run."""
    fieldops = str(Path(sys.executable).parent / "fieldops")
    said = in_terminal(fieldops, "-C", str(workspace), "--lang", "en", "run", "show", "latest", "--findings")
    lines = said.splitlines()
    if len(lines) > 24:
        lines = [*lines[:22], "…", lines[-1]]
    console = Console(record=True, width=COLUMNS, file=io.StringIO())
    console.print(Text.from_ansi("\n".join(["$ fieldops run show latest --findings", *lines])))
    svg = folder / "terminal.svg"
    svg.write_text(console.export_svg(title="fieldops"), "utf-8")
    height = 70 + 25 * (len(lines) + 1)
    chromium(
        folder, f"--screenshot={PICTURES / 'terminal.png'}", f"--window-size=1480,{height}", svg.as_uri()
    )


def picture_of_report(folder: Path, report: Path) -> None:
    """docs/pictures/report.png: some pages of the printed report side by side."""
    pdf = folder / "report.pdf"
    chromium(folder, "--no-pdf-header-footer", f"--print-to-pdf={pdf}", report.as_uri())
    images = []
    for page in PAGES:
        name = folder / f"page{page}"
        subprocess.run(
            ["pdftoppm", "-r", "80", "-f", str(page), "-l", str(page), "-singlefile", "-png", pdf, name],
            check=True,
        )
        images.append(f'<img src="{name.with_suffix(".png").as_uri()}">')
    sheet = folder / "sheet.html"
    style = "body{margin:16px;background:#8d949e;display:flex;gap:16px}img{width:480px;box-shadow:0 2px 8px #0006}"
    sheet.write_text(f"<style>{style}</style>{''.join(images)}", "utf-8")
    chromium(folder, f"--screenshot={PICTURES / 'report.png'}", "--window-size=1504,711", sheet.as_uri())


def main() -> None:
    """Run the demo in a temporary folder and make both pictures."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fieldops = str(Path(sys.executable).parent / "fieldops")
        subprocess.run([fieldops, "demo", str(folder / "demo")], check=True, capture_output=True)
        (report,) = (folder / "demo" / "reports").glob("*.zh-CN.html")
        picture_of_report(folder, report)
        picture_of_terminal(folder, folder / "demo")


if __name__ == "__main__":
    main()
