"""The report as a Word file, read back by python-docx."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sample_run import HOSTILE, check, contract, evidence, host, item, run_with, sample_run
from standard_run import standard_run
from test_render import filed, sentences

from fieldops.documents.workspace import shipped_folder
from fieldops.errors import FieldopsError
from fieldops.messages import LANGUAGES
from fieldops.reports.build import build_report
from fieldops.reports.children import Bounds
from fieldops.reports.render import WORD_TEMPLATE, render_word
from fieldops.reports.rendering import render_word as rendered
from fieldops.reports.view import ReportView, SignatureRow, SigningView
from fieldops.structs import replaced

pytest.importorskip("docxtpl", reason="the extra 'docx' is not installed: make test installs it")
from docx import Document
from docx.oxml.ns import qn
from lxml import etree

ROOT = Path(__file__).parents[2]


def word_of(view: ReportView) -> bytes:
    # Without the process of its own, whose start takes longer than all the rest.
    said, data = rendered(WORD_TEMPLATE, [shipped_folder("templates")], None, view)
    assert said == {}
    return data


def parts(data: bytes) -> Iterator[Any]:
    """The body, headers and footers, as trees."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if re.fullmatch(r"word/(document|header\d*|footer\d*)\.xml", name):
                yield etree.fromstring(archive.read(name))


def words_of(data: bytes) -> str:
    """What a reader sees, a space between paragraphs."""
    told = []
    for tree in parts(data):
        for paragraph in tree.iter(qn("w:p")):
            pieces = (
                " " if each.tag != qn("w:t") else each.text or ""
                for each in paragraph.iter(qn("w:t"), qn("w:tab"), qn("w:br"))
            )
            told.append("".join(pieces))
    return " ".join(" ".join(told).split())


def missing(view: ReportView, data: bytes) -> list[str]:
    words = words_of(data)
    return [text for text in sentences(view) if text and text not in words]


@pytest.mark.parametrize("kind", ["inspection", "health-check"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_of_the_view_stands_in_the_word_file(kind: str, language: str) -> None:
    """All but what one table has in place of another: an empty one has a sentence, a full one has none."""
    view = replaced(filed(build_report(sample_run(kind, finished=False), language)), not_done_none="")
    assert missing(view if kind == "inspection" else replaced(view, signing=None), word_of(view)) == []


def test_every_sentence_of_a_run_of_thirty_hosts_stands_there() -> None:
    view = build_report(standard_run(30), "zh-CN")
    assert missing(view if view.not_done == () else replaced(view, not_done_none=""), word_of(view)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_draft_says_so_on_every_page(language: str) -> None:
    view = build_report(sample_run(), language)
    assert view.signing is not None
    document = Document(io.BytesIO(word_of(view)))
    for section in document.sections:
        assert not section.different_first_page_header_footer
        assert view.signing.state in section.header.paragraphs[0].text
        assert "PAGE" in section.footer._element.xml


def test_heads_are_repeated_no_row_is_torn_and_chinese_has_a_font() -> None:
    data = word_of(build_report(standard_run(3), "zh-CN"))
    document = Document(io.BytesIO(data))
    body = document.element.body
    assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in body.iter(qn("w:tr")))
    heads = [
        row for row in body.iter(qn("w:tr")) if row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    ]
    assert len(heads) >= 5
    for name in ("Normal", "Heading 1", "Table Text"):
        fonts = document.styles[name].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) == "Microsoft YaHei"


def test_the_matrix_has_a_column_for_each_area_and_the_pages_width() -> None:
    view = build_report(standard_run(5), "en")
    tables = Document(io.BytesIO(word_of(view))).tables
    (matrix,) = (each for each in tables if len(each.columns) == 2 + len(view.matrix_areas))
    columns = [int(each.get(qn("w:w"))) for each in matrix._tbl.tblGrid.findall(qn("w:gridCol"))]
    assert 9600 < sum(columns) < 9700
    assert {len(row.cells) for row in matrix.rows} == {2 + len(view.matrix_areas)}


def test_hostile_text_is_text() -> None:
    values = [
        HOSTILE,
        "{{ 7*7 }}{% if %}{_{ x }_}",
        "<w:p><w:r/></w:p>",
        "=1+1",
        "@SUM(A1)",
        "\x0b\ufffe\x00",
        "B" * 10_000,
    ]
    lines = [item(value, "CRIT", None, value) for value in values]
    named = {**contract(["core-db-01"]), "customer": {"name": "</w:t><w:p>{{ 7*7 }} & Co"}}
    told = host("core-db-01", "done", [check("filesystem-usage", "CRIT", *lines)], [evidence("df")])
    view = build_report(run_with([told], contract=named), "en")
    row = replaced(view.problems[0], value="\n".join(values), note="{_{ x }_} " + "C" * 10_000)
    data = word_of(replaced(view, problems=(row,)))
    words = words_of(data)
    assert "</w:t><w:p>{{ 7*7 }} & Co" in words
    assert all(
        text in words
        for text in ("{{ 7*7 }}{% if %}{_{ x }_}", "<w:p><w:r/></w:p>", "=1+1", "@SUM(A1)", "B" * 10_000)
    )
    assert "{_{ x }_} CCC" in words
    assert "<script>alert(1)</script>" in words
    # It opens, and is as long as what is in it: nothing was mended in silence.
    assert Document(io.BytesIO(data)).core_properties.title == view.title


@pytest.mark.parametrize("language", LANGUAGES)
def test_equal_views_give_equal_bytes_and_nothing_is_fetched(language: str) -> None:
    view = build_report(sample_run(), language)
    folders = [shipped_folder("templates")]
    data = render_word(view, folders)
    assert data == render_word(view, folders) == word_of(view)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        told = [archive.read(name) for name in archive.namelist() if name.endswith(".rels")]
    assert not any(b'TargetMode="External"' in each for each in told)


def test_no_placeholder_is_left_over() -> None:
    words = words_of(word_of(filed(build_report(sample_run(finished=False), "en"))))
    assert not re.search(r"\{\{|\{%|\b(report|verdict|reading|host)\.[a-z]", words)


def own(folder: Path, *paragraphs: str) -> Path:
    """A Word file of somebody with these paragraphs, in a workspace's templates."""
    (folder / "templates").mkdir(exist_ok=True)
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(str(folder / "templates" / WORD_TEMPLATE))
    return folder / "templates"


def test_a_workspaces_own_word_file_comes_first_and_keeps_its_words(tmp_path: Path) -> None:
    folder = own(tmp_path, "Our report", "For {{ view.customer }}", "{%p for row in view.problems %}", "{{ row.check }}", "{%p endfor %}")  # fmt: skip
    view = build_report(sample_run(), "en")
    words = words_of(render_word(view, [folder, shipped_folder("templates")], tmp_path))
    assert words == " ".join(["Our report", f"For {view.customer}", *(row.check for row in view.problems)])


@pytest.mark.parametrize(
    ("placeholder", "code", "detail"),
    [
        ("{{ view.titel }}", "wrong", "UndefinedError"),
        ("{{ cycler.__init__.__globals__.os.popen('id').read() }}", "wrong", "SecurityError"),
        ("{% if view.title %}", "wrong", "Unexpected end of template"),
        ("{{ '<w:p>'|safe }}", "wrong", "XMLSyntaxError"),
        ("{{ 'x' * 10**10 }}", "too-large", ""),
        ("{% include '../secret' %}", "missing", ""),
    ],
)
def test_a_mistake_is_told_with_the_words_of_its_paragraph(
    tmp_path: Path, placeholder: str, code: str, detail: str
) -> None:
    folder = own(tmp_path, "fine", placeholder, "fine, too")
    with pytest.raises(FieldopsError) as failed:
        render_word(build_report(sample_run(), "en"), [folder], tmp_path, Bounds(20, 400))
    values = failed.value.values
    assert failed.value.code == f"template.{code}"
    assert str(values.get("detail", "")).startswith(detail)
    if detail not in ("XMLSyntaxError", "Unexpected end of template"):
        assert str(values["place"]) == f"{folder / WORD_TEMPLATE} ({placeholder})"


def test_what_is_no_word_file_is_told(tmp_path: Path) -> None:
    (tmp_path / WORD_TEMPLATE).write_bytes(b"PK no archive")
    with pytest.raises(FieldopsError, match=r"template\.not-word"):
        render_word(build_report(sample_run(), "en"), [tmp_path])
    with zipfile.ZipFile(tmp_path / WORD_TEMPLATE, "w") as archive:
        archive.writestr("x", "y")
    with pytest.raises(FieldopsError, match=r"template\.not-word"):
        render_word(build_report(sample_run(), "en"), [tmp_path])


def test_the_packaged_template_is_the_one_that_its_program_makes() -> None:
    done = subprocess.run([sys.executable, str(ROOT / "tools/report_template.py"), "--check"], capture_output=True, text=True, check=False)  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


def test_no_row_of_a_table_stands_alone_at_a_page_end() -> None:
    """The first row stays with the second, and the one before the last with the last."""

    def held(row: Any) -> bool:
        return all(par.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is not None for par in row.iter(qn("w:p")))

    (body, *_) = parts(word_of(build_report(standard_run(30), "en")))
    tables = [
        [row for row in table.iter(qn("w:tr")) if row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is None]
        for table in body.iter(qn("w:tbl"))
    ]
    longer = [rows for rows in tables if len(rows) > 3]
    assert len(longer) > 5
    assert all(held(rows[0]) and held(rows[-2]) for rows in longer)
    # A table of hosts goes over several pages.
    assert not any(held(row) for row in max(longer, key=len)[1:-2])


@pytest.mark.parametrize("missing_one", [False, True])
def test_a_seal_of_42_mm_has_its_room_once_no_engineer_signs_in_ink(missing_one: bool) -> None:
    view = build_report(sample_run(), "en")
    signatures = [
        SignatureRow(each.person, each.role, each.name, "SHA256:x", "2026-06-18", "verified", ())
        for each in view.signers
    ]
    signing = SigningView(
        "Final report", "version 1", tuple(signatures[missing_one:]), ink="no ink", ink_customer="a seal"
    )
    data = word_of(replaced(view, signing=signing))
    table = next(
        each for each in Document(io.BytesIO(data)).tables if "a seal" in each._tbl.xpath("string()")
    )
    rows = table.rows[1:]
    merged = [each._tr.tc_lst[-1].vMerge for each in rows]
    high = sum(each.height.mm for each in rows if each.height is not None)
    assert merged == (["restart"] * 3 if missing_one else ["restart", "continue", "continue"])
    assert (high >= 42) is not missing_one
    assert words_of(data).count("a seal") == 1


def test_no_empty_line_stands_where_nothing_is_due() -> None:
    view = build_report(sample_run(), "en")
    assert view.plan is not None
    assert all(row.due == "" for row in view.plan.rows)
    table = next(
        each for each in Document(io.BytesIO(word_of(view))).tables if each.cell(0, 3).text == "Action"
    )
    assert [len(row.cells[-1].paragraphs) for row in table.rows] == [1] * (len(view.plan.rows) + 1)


@pytest.mark.parametrize(("language", "found"), [("en", "92.6% (/data)"), ("zh-CN", "92.6%（/data）")])
def test_which_items_have_the_value_stands_in_brackets(language: str, found: str) -> None:
    view = build_report(sample_run(), language)
    (first, *others) = view.problems
    row = replaced(first, value="92.6%", limit="", items="/data")
    assert found in words_of(word_of(replaced(view, problems=(row, *others))))
