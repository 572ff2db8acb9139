"""Pages set as PDF files, read back by pypdf: the machine that every document goes through, whatever it shows."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from conftest import again, require

from fieldops.errors import FieldopsError, Notice
from fieldops.reports.children import Bounds
from fieldops.reports.pdf import Attached, Order, lacking, write_pdf
from fieldops.reports.typesetting import library, typeset

if find_spec("weasyprint") is None:
    pytest.skip("the extra 'pdf' is not installed: make test installs it", allow_module_level=True)
from pypdf import PdfReader

ROOT = Path(__file__).parents[2]
DATED = datetime(2026, 6, 18, 17, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
PAGE = '<html lang="en"><head><title>T</title></head><body><h1>One</h1><p>{}</p></body></html>'


def pdf_of(html: str, *attached: Attached) -> PdfReader:
    # Without the process of its own, whose start takes longer than all the rest.
    assert library() == {}
    said, data = typeset(Order(html, DATED, b"0123456789abcdef", attached))
    assert "code" not in said, said
    return PdfReader(io.BytesIO(data))


def test_a_page_becomes_a_file_for_archives_with_title_date_language_and_bookmarks() -> None:
    read = pdf_of(PAGE.format("hello"))
    assert read.metadata is not None
    assert read.metadata.title == "T"
    assert read.metadata.creation_date == DATED
    assert read.trailer["/Root"]["/Lang"] == "en"
    assert [str(each.title) for each in read.outline] == ["One"]
    xmp = read.trailer["/Root"]["/Metadata"].get_data().decode()
    assert 'pdfaid:part="3"' in xmp
    assert "hello" in read.pages[0].extract_text()


@pytest.mark.usefixtures("python_started")
def test_the_same_page_gives_the_same_bytes_in_a_process_of_its_own() -> None:
    file = Attached("manifest.json", "what was signed", b'{"a":1}')
    one, two = (write_pdf(PAGE.format("你好"), DATED, [file]) for _ in range(2))
    assert one == two
    assert PdfReader(io.BytesIO(one)).attachments == {"manifest.json": [b'{"a":1}']}


@pytest.mark.parametrize(
    "referring",
    [
        '<img src="{}">',
        '<link rel="stylesheet" href="{}">',
        '<link rel="attachment" href="{}">',
        '<a rel="attachment" href="{}">x</a>',
        '<style>@import "{}";</style>',
        "<style>p {{ background: url({}) }}</style>",
        "<style>@font-face {{ font-family: x; src: url({}) }}</style>",
        '<svg width="9" height="9"><image href="{}" width="9" height="9"/></svg>',
        '<object data="{}"></object>',
        '<embed src="{}">',
    ],
)
@pytest.mark.parametrize("kind", ["file", "relative", "http"])
def test_nothing_outside_of_the_page_is_read(referring: str, kind: str, tmp_path: Path) -> None:
    (tmp_path / "s.txt").write_text("secret")
    address = {"file": (tmp_path / "s.txt").as_uri(), "relative": "s.txt", "http": "http://127.0.0.1:9/s.txt"}
    said, data = typeset(Order(PAGE.format(referring.format(address[kind])), DATED, b"x", ()))
    assert (said["code"], data) == ("pdf.outside", b"")


def test_what_stands_in_the_page_itself_is_shown() -> None:
    dot = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
    assert len(pdf_of(PAGE.format(f'<img src="{dot}" width="9" height="9">')).pages[0].images) == 1


@pytest.mark.usefixtures("python_started")
@pytest.mark.parametrize("bounds", [Bounds(1, 2000), pytest.param(Bounds(60, 30), marks=again)])
def test_a_page_that_takes_too_much_is_ended(bounds: Bounds) -> None:
    with pytest.raises(FieldopsError) as caught:
        write_pdf(
            PAGE.format("<table>" + "<tr><td>x<td>y<td>z</tr>" * 20_000 + "</table>"), DATED, (), bounds
        )
    assert caught.value.code == "pdf.too-much"


@pytest.mark.usefixtures("python_started")
def test_a_character_that_no_font_has_is_told() -> None:
    with pytest.warns(Notice) as told:
        write_pdf(PAGE.format("\U000f0000"), DATED)
    assert [(each.message.code, each.message.values["characters"]) for each in told] == [
        ("pdf.no-glyph", "\U000f0000 (U+F0000)")
    ]


def test_without_the_library_it_says_how_to_get_it() -> None:
    program = (
        "import sys; sys.modules['weasyprint'] = None\n"
        "from fieldops.reports.pdf import need_pdf\n"
        "from fieldops.errors import FieldopsError\n"
        "try: need_pdf()\n"
        "except FieldopsError as error: print(error.code)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=True)  # fmt: skip
    assert done.stdout == "output.no-pdf\n"


def test_without_pango_it_says_how_to_get_it() -> None:
    program = (
        "import cffi; from fieldops.reports.typesetting import library\n"
        "cffi.FFI.dlopen = lambda self, name, flags=0: (_ for _ in ()).throw(OSError(f'cannot load {name}'))\n"
        "print(library())\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=True)  # fmt: skip
    assert done.stdout.startswith("{'code': 'output.no-pango', 'values': {'detail': 'cannot load ")
    assert len(done.stdout.splitlines()) == 1


NO_CHINESE = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include>
<selectfont><rejectfont>{}</rejectfont></selectfont></fontconfig>"""
FAMILY = '<pattern><patelt name="family"><string>{}</string></patelt></pattern>'


@pytest.mark.usefixtures("python_started")
def test_doctor_tries_whether_this_machine_writes_pdf_files_in_chinese(tmp_path: Path) -> None:
    assert lacking() is None
    listed = [require("fc-list"), "--format=%{family[0]}\\n", ":lang=zh"]
    families = set(subprocess.run(listed, check=True, capture_output=True, text=True).stdout.splitlines())
    (tmp_path / "fonts.conf").write_text(NO_CHINESE.format("".join(map(FAMILY.format, families))))
    bare = {**os.environ, "FONTCONFIG_FILE": str(tmp_path / "fonts.conf")}
    program = "from fieldops.reports.pdf import lacking; print(lacking().code)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, env=bare, check=True)  # fmt: skip
    assert done.stdout == "pdf.no-glyph\n"


def table_of(lines: int, rows: int, above: int) -> list[str]:
    """The rows on each page, of a table of so many rows of so many lines, that many lines below the top of the first page."""
    told = "".join(f"<tr><td>r{row}{'<br>.' * (lines - 1)}</td></tr>" for row in range(rows))
    style = "@page {size: 100mm 100mm; margin: 0} * {font: 10mm/1 sans-serif} table {border-collapse: collapse} tr {break-inside: avoid} td {padding: 0}"
    page = f'<html lang="en"><style>{style}</style>{"<p style=margin:0>above" * above}<table><thead><tr><th>head<tbody>{told}</table>'
    texts = (each.extract_text().split() for each in pdf_of(page).pages)
    return [" ".join(word for word in text if word.startswith("r")) for text in texts]


@pytest.mark.parametrize(
    ("lines", "rows", "above", "pages"),
    [
        # One row fits below the heads of the columns: none stays there. Two fit: they do.
        (2, 3, 6, ["", "r0 r1 r2"]),
        (2, 5, 4, ["r0 r1", "r2 r3 r4"]),
        # The last one does not fit: the one before goes with it.
        (2, 5, 0, ["r0 r1 r2", "r3 r4"]),
        # Rows that fit on no page together are set one by one.
        (6, 3, 0, ["r0", "r1", "r2"]),
    ],
)
def test_no_row_of_a_table_stands_alone_where_two_fit(
    lines: int, rows: int, above: int, pages: list[str]
) -> None:
    assert table_of(lines, rows, above) == pages
