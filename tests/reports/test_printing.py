"""The report as a real browser prints it: pages of A4, none of them empty, nothing lost on the way."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from conftest import require
from sample_run import sample_run
from standard_run import standard_run
from test_render import annex_of, html_of

from fieldops.messages import CATALOGUE, LANGUAGES
from fieldops.reports.annexes import build_annex

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


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("hosts", "most"), [(3, 12), (30, 12), (100, 15)])
def test_the_report_prints_as_few_pages_of_a4_as_somebody_reads(
    language: str, hosts: int, most: int, tmp_path: Path
) -> None:
    run = standard_run(hosts)
    pages = printed(html_of(run, language), tmp_path)
    assert len(pages) <= most
    assert [number for number, text in enumerate(pages, 1) if not text.strip()] == []
    title = CATALOGUE["report.title.inspection"].text(language)
    assert title.lower() in pages[0].lower()
    # Who vouches for it is found without leafing.
    signed = CATALOGUE["report.sign-ink"].text(language)
    assert [number for number, text in enumerate(pages, 1) if signed in text] == [2]
    # A draft says so on every page.
    state = CATALOGUE["report.state.draft"].text(language)
    assert all(state in text for text in pages)


def test_the_pages_of_a_report_are_numbered(tmp_path: Path) -> None:
    pages = printed(html_of(standard_run(30), "en"), tmp_path)
    numbered = [re.findall(r"Page (\d+) of (\d+)", text)[-1:] for text in pages]
    # The cover bears no number.
    assert numbered[1:] == [[(str(number), str(len(pages)))] for number in range(2, len(pages) + 1)]


def test_the_annex_prints_everything_whatever_is_shown_on_the_screen(tmp_path: Path) -> None:
    html = annex_of(sample_run(), "en")
    only = html.replace(' id="everything" checked', ' id="everything"').replace(
        ' id="deviating"', ' id="deviating" checked'
    )
    assert only != html
    text, narrowed = (
        "".join(printed(page.replace("<details open>", "<details>"), folder))
        for page, folder in ((html, _folder(tmp_path, "all")), (only, _folder(tmp_path, "narrowed")))
    )
    assert "52 d 20 h 51 min" in narrowed
    assert " ".join(narrowed.split()) == " ".join(text.split())
    digest = build_annex(sample_run(), "en").evidence[0].rows[0].sha256[:8]
    assert digest in narrowed


def _folder(parent: Path, name: str) -> Path:
    made = parent / name
    made.mkdir()
    return made
