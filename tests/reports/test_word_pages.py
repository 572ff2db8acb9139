"""The report as a Word file, opened by a real Writer: few pages, all chapters, page numbers, nothing cut."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest
from conftest import require
from standard_run import standard_run
from test_render import filed
from test_word import word_of

from fieldops.messages import LANGUAGES
from fieldops.reports.build import build_report
from fieldops.reports.view import ReportView

pytest.importorskip("docxtpl", reason="the extra 'docx' is not installed: make test installs it")
pytestmark = [pytest.mark.real, pytest.mark.xdist_group("writer")]

LIMIT = 300  # seconds; for what never ends
# A4 with margins of 2 cm, in points; a comma may hang over.
EDGE = (210 - 20 + 3) / 25.4 * 72


def opened(view: ReportView, folder: Path) -> Path:
    """The PDF that Writer makes of the Word file of a view."""
    (folder / "report.docx").write_bytes(word_of(view))
    command = [require("soffice"), "--headless", "--convert-to", "pdf", "report.docx"]
    home = {**os.environ, "HOME": str(folder)}
    subprocess.run(command, cwd=folder, env=home, check=True, capture_output=True, timeout=LIMIT)
    return folder / "report.pdf"


def read(pdf: Path, *how: str) -> str:
    said = subprocess.run([require("pdftotext"), *how, pdf, "-"], check=True, capture_output=True, text=True)
    return said.stdout


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("hosts", "most"), [(3, 12), (30, 12), (100, 15)])
def test_writer_shows_every_chapter_on_few_pages(
    language: str, hosts: int, most: int, tmp_path: Path
) -> None:
    view = filed(build_report(standard_run(hosts), language))
    pdf = opened(view, tmp_path)
    pages = read(pdf, "-layout").split("\f")[:-1]
    assert len(pages) <= most
    assert [number for number, text in enumerate(pages, 1) if not text.strip()] == []
    close = ["".join(text.split()) for text in pages]

    def found(text: str) -> list[int]:
        return [at for at, page in enumerate(close, 1) if "".join(text.split()) in page]

    # The contents name the page on which each chapter is.
    for entry in view.contents:
        said = re.search(rf"{entry.number}\s+{re.escape(entry.title)}\s+(\d+)\n", pages[0])
        assert said is not None
        assert int(said[1]) in found(f"{entry.number}{entry.title}")
    for area in view.areas:
        assert found(f"{area.number}{area.title}")
    # Who vouches for it is found without leafing, all of it on one page. What a cell says may take two lines.
    cells = ["".join(text.split()) for text in read(pdf, "-raw").split("\f")[:-1]]
    heads = {
        tuple(at for at, page in enumerate(cells, 1) if "".join(view.words[name].split()) in page)
        for name in ("sign-ink", "customer-sign")
    }
    assert heads in ({(2,)}, {(3,)})
    assert all("".join(view.signing.state.split()) in page for page in close)
    for number, page in enumerate(close, 1):
        assert f"{number}/{len(pages)}" in page


def test_nothing_runs_off_the_page(tmp_path: Path) -> None:
    boxes = read(opened(build_report(standard_run(30), "zh-CN"), tmp_path), "-bbox")
    edges = [float(each) for each in re.findall(r'xMax="([\d.]+)"', boxes)]
    assert len(edges) > 100
    assert max(edges) < EDGE
