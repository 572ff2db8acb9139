"""The report as a real browser prints it: pages of A4, none of them empty, nothing lost on the way."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from conftest import require
from sample_run import big_run, sample_run
from test_render import html_of

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("browser")]

BROWSER = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-pdf-header-footer",
]
LIMIT = 300  # seconds; for what never ends


def printed(html: str, folder: Path) -> list[str]:
    """The text of each page, as read back from the PDF that the browser makes."""
    page, pdf = folder / "report.html", folder / "report.pdf"
    page.write_text(html, "utf-8")
    browser = [require("chromium"), *BROWSER, f"--user-data-dir={folder / 'profile'}"]
    subprocess.run(
        [*browser, f"--print-to-pdf={pdf}", page.as_uri()], check=True, capture_output=True, timeout=LIMIT
    )
    said = subprocess.run([require("pdfinfo"), pdf], check=True, capture_output=True, text=True).stdout
    assert "(A4)" in said
    text = subprocess.run(
        [require("pdftotext"), "-layout", pdf, "-"], check=True, capture_output=True, text=True
    ).stdout
    pages = text.split("\f")[:-1]
    assert len(pages) == int(re.search(r"Pages:\s+(\d+)", said)[1])
    return pages


@pytest.mark.parametrize(
    ("language", "title"), [("zh-CN", "巡检报告"), ("en", "Inspection report")], ids=["zh-CN", "en"]
)
def test_the_report_prints_as_a4_pages_none_of_them_empty(language: str, title: str, tmp_path: Path) -> None:
    pages = printed(html_of(sample_run(), language), tmp_path)
    assert 3 <= len(pages) <= 30
    assert title.lower() in pages[0].lower()
    assert [number for number, text in enumerate(pages, 1) if not text.strip()] == []


def test_the_pages_of_a_big_report_are_numbered(tmp_path: Path) -> None:
    pages = printed(html_of(big_run(20, 30), "en"), tmp_path)
    numbered = [re.findall(r"Page (\d+) of (\d+)", text)[-1:] for text in pages]
    # The cover bears no number.
    assert numbered[1:] == [[(str(number), str(len(pages)))] for number in range(2, len(pages) + 1)]
