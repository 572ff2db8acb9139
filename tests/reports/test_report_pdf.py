"""The report as a PDF file, read back by pypdf: all of it is there, whatever a host answered, and its pages are whole.

To set a report takes seconds: one small one in each language each time, all others by `make test-real`.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from conftest import again, require
from sample_run import HOSTILE, check, contract, evidence, host, item, run_with, sample_run
from standard_run import standard_run
from test_pdf import DATED, pdf_of
from test_render import filed, rendered, sentences

from fieldops.messages import CATALOGUE, LANGUAGES
from fieldops.reports.build import build_report
from fieldops.reports.pdf import Order
from fieldops.reports.render import TEMPLATE
from fieldops.reports.typesetting import typeset
from fieldops.reports.view import ReportView
from fieldops.structs import replaced

if find_spec("weasyprint") is None:
    pytest.skip("the extra 'pdf' is not installed: make test installs it", allow_module_level=True)
from pypdf import PdfReader

# What is set once serves several of them.
pytestmark = pytest.mark.xdist_group("report-pdf")


def close(text: str) -> str:
    """Text without what line breaks add or take: white space, and hyphens of broken words."""
    return re.sub(r"[\s‐\u200b]", "", text)


def read(view: ReportView) -> PdfReader:
    return pdf_of(rendered(TEMPLATE, view))


@cache
def standard(hosts: int, language: str) -> tuple[ReportView, PdfReader]:
    """The report of a standard run, and what is read back of it."""
    view = build_report(standard_run(hosts), language)
    return view, read(view)


def pages_of(view: ReportView) -> list[str]:
    return [page.extract_text() for page in read(view).pages]


def text_of(view: ReportView) -> str:
    """The text of all pages, without heads and feet between them."""
    told = [close(text) for text in pages_of(view)]
    assert view.signing is None or view.signing.state
    state = view.marks[0] if view.signing is None else f"{view.signing.state}{view.signing.version and ' · ' + view.signing.version}"  # fmt: skip
    foot = f"{view.words['page.before']}#{view.words['page.between']}#{view.words['page.after']}"
    for part in (f"{view.title} · {view.head}{state}", foot):
        # Page by page: the number of the next one's first heading would be taken for one of the foot.
        told = [re.sub(re.escape(close(part)).replace("\\#", r"\d+"), "", text) for text in told]
    return "".join(told)


def missing(view: ReportView) -> list[str]:
    told = text_of(view)
    # What stands at the head of each page was taken out.
    return [text for text in sentences(replaced(view, head="")) if close(text) not in told]


@pytest.mark.parametrize(
    ("kind", "language"),
    [
        ("inspection", "zh-CN"),
        *(
            pytest.param(kind, language, marks=again)
            for kind, language in (("inspection", "en"), ("health-check", "zh-CN"), ("health-check", "en"))
        ),
    ],
)
def test_every_sentence_of_the_view_stands_in_the_pdf(kind: str, language: str) -> None:
    """All but what one table has in place of another: an empty one has a sentence, a full one has none."""
    view = replaced(filed(build_report(sample_run(kind, finished=False), language)), not_done_none="")
    assert missing(view if kind == "inspection" else replaced(view, signing=None)) == []


@again
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_of_a_run_of_thirty_hosts_stands_there(language: str) -> None:
    view = build_report(standard_run(30), language)
    assert missing(view if view.not_done == () else replaced(view, not_done_none="")) == []


# One of them each time; the bookmarks are looked at in the same one.
_ONCE = (3, 12, "en")
_MORE = [(hosts, most, language) for hosts, most in ((3, 12), (30, 12), (100, 15)) for language in LANGUAGES]


@pytest.mark.parametrize(
    ("hosts", "most", "language"),
    [each if each == _ONCE else pytest.param(*each, marks=again) for each in _MORE],
)
def test_it_has_as_few_pages_as_somebody_reads_and_their_numbers_in_the_contents(
    hosts: int, most: int, language: str
) -> None:
    view, file = standard(hosts, language)
    pages = [page.extract_text() for page in file.pages]
    assert len(pages) <= most
    # Who vouches for it is found without leafing; a draft says so on every page.
    signed = CATALOGUE["report.sign-ink"].text(language)
    assert [number for number, text in enumerate(pages, 1) if signed in text] == [2]
    state = CATALOGUE["report.state.draft"].text(language)
    assert all(close(state) in close(text) for text in pages)
    first, *others = view.contents
    headings = [close(entry.number + entry.title) for entry in (first, *view.parts, *others)]
    # By the bookmarks: sentences name the parts of the first chapter, too.
    marked = [
        (close(each.title or ""), file.get_destination_page_number(each)) for each in marks(file.outline)
    ]
    found = [next(str((at or 0) + 1) for title, at in marked if title == heading) for heading in headings]
    # Each stands behind its title; two lists side by side are drawn last.
    assert close(pages[0]).endswith("".join(map("".join, zip(headings, found, strict=True))))


def marks(outline: list[Any]) -> Iterator[Any]:
    for each in outline:
        if isinstance(each, list):
            yield from marks(each)
        else:
            yield each


def test_every_chapter_is_a_bookmark_and_nothing_is_a_link_out_of_it() -> None:
    view, file = standard(3, "en")
    named = [str(each.title) for each in marks(file.outline)]
    assert [each for each in view.contents if f"{each.number}{each.title}" not in named] == []
    links = [each.get_object() for page in file.pages for each in page.get("/Annots", [])]
    assert links
    assert all("/A" not in link for link in links)


HOSTILE_VALUES = (
    HOSTILE,
    "{{ 7*7 }}{% if %}",
    "<w:p><w:r/></w:p>",
    "<img src=file:///etc/passwd>",
    "</style><link rel=attachment href=x>",
    "=1+1",
    "@SUM(A1)",
    "\x0b\ufffe\x00\x1b[2J",
    "\u202egnp.exe\u2066",
    "B" * 10_000,
    "测" * 1_000,
)


def hostile_view() -> ReportView:
    lines = [item(value, "CRIT", None, value) for value in HOSTILE_VALUES]
    named = {**contract(["core-db-01"]), "customer": {"name": "</td><script>{{ 7*7 }} & Co"}}
    told = host("core-db-01", "done", [check("filesystem-usage", "CRIT", *lines)], [evidence("df")])
    view = build_report(run_with([told], contract=named), "en")
    hostile = "\n".join(HOSTILE_VALUES)
    assert view.plan is not None
    return replaced(
        view,
        problems=(replaced(view.problems[0], value=hostile),),
        plan=replaced(view.plan, rows=(replaced(view.plan.rows[0], found=hostile),)),
    )


@again
def test_hostile_text_is_text() -> None:
    told = text_of(hostile_view())
    kept = ("</td><script>{{ 7*7 }} & Co", *HOSTILE_VALUES[:7])
    for text in kept:
        # Control characters are no text; what is written backwards is there in the order in which it is read.
        pieces = re.split(r"[\x00-\x1f\u202e].*", text)
        assert all(close(piece) in told for piece in pieces)
    # A row that is longer than a page goes on below the heads of its columns.
    assert told.count("B") > 10_000
    # In the table of owners, and in that of problems.
    assert told.count("测") == 2_000


@pytest.mark.real
def test_nothing_runs_off_the_page(tmp_path: Path) -> None:
    file = tmp_path / "x.pdf"
    said, data = typeset(Order(rendered(TEMPLATE, hostile_view()), DATED, b"x", ()))
    assert "code" not in said
    file.write_bytes(data)
    boxes = subprocess.run(
        [require("pdftotext"), "-bbox", file, "-"], check=True, capture_output=True, text=True
    )
    edges = [float(each) for each in re.findall(r'xMax="([\d.]+)"', boxes.stdout)]
    assert len(edges) > 100
    # A4 with a margin of 16 mm.
    assert max(edges) < 595 - 16 / 25.4 * 72 + 1
