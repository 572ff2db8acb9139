"""fieldops template: what is said of templates of somebody's own."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Workspace

from fieldops.documents.workspace import shipped_folder


def test_the_packaged_page_has_no_mistake(workspace: Workspace) -> None:
    ran = workspace.run("template", "check", str(shipped_folder("templates") / "report.html.j2"))
    assert (ran.code, ran.err) == (0, "")


def test_mistakes_of_a_page_are_told_with_file_and_line(workspace: Workspace) -> None:
    file = workspace.write("templates/report.html.j2", "<p>\n{{ view.custmer }}\n{% for r in view.problems %}{{ r.chek }}{% endfor %}")  # fmt: skip
    ran = workspace.run("template", "check", str(file))
    assert (ran.code, ran.out) == (1, "")
    assert f"{file}:2: there is no 'view.custmer'" in ran.err
    assert "nearest: view.customer" in ran.err
    assert f"{file}:3: there is no 'view.problems[].chek'" in ran.err
    chinese = workspace.run("template", "check", str(file), language="zh-CN")
    assert "没有“view.custmer”这个名称" in chinese.err
    file.write_text("{% if view.title %}")
    assert "Unexpected end of template" in workspace.run("template", "check", str(file)).err
    # Nothing is wrong with the names, but with a report that has no problem.
    file.write_text("{{ view.problems[0].check }}")
    ran = workspace.run("template", "check", str(file))
    assert (ran.code, "no element 0" in ran.err) == (1, True)


def test_what_a_page_would_print_is_printed(workspace: Workspace) -> None:
    file = workspace.write("own.html.j2", "{{ words['host'] }}: {{ view.customer }}")
    ran = workspace.run("template", "check", str(file), "--print")
    assert (ran.code, ran.out) == (0, f"{file}: no mistake\nHost: ‹view.customer›\n")


def test_every_name_is_listed(workspace: Workspace) -> None:
    out = workspace.run("template", "fields").out
    assert "form 3" in out
    assert "view.problems[].verdict.word" in out


@pytest.fixture
def word(tmp_path: Path) -> Path:
    pytest.importorskip("docxtpl", reason="the extra 'docx' is not installed: make test installs it")
    return tmp_path / "own.docx"


def written(file: Path, *paragraphs: str) -> Path:
    from docx import Document

    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    document.sections[0].header.paragraphs[0].text = "{{ view.hed }}"
    document.save(str(file))
    return file


def test_mistakes_of_a_word_file_are_told_with_the_words_of_the_paragraph(
    workspace: Workspace, word: Path
) -> None:
    written(word, "Dear {{ view.custmer }},", "fine")
    ran = workspace.run("template", "check", str(word))
    assert ran.code == 1
    assert f"{word} (Dear {{{{ view.custmer }}}},): there is no 'view.custmer'" in ran.err
    assert "nearest: view.head" in ran.err
    (word.parent / "no.docx").write_bytes(b"nothing")
    assert "this is no Word file" in workspace.run("template", "check", str(word.parent / "no.docx")).err


def test_the_packaged_word_file_has_no_mistake(workspace: Workspace, word: Path) -> None:
    ran = workspace.run("template", "check", str(shipped_folder("templates") / "report.docx"), "--print")
    assert (ran.code, ran.err) == (0, "")
    assert "‹view.problems[].check›" in ran.out


@pytest.mark.parametrize("file", ["order.html.j2", "order.docx"])
def test_the_packaged_templates_of_order_documents_have_no_mistake(workspace: Workspace, file: str) -> None:
    ran = workspace.run("template", "check", str(shipped_folder("templates") / file), "--print")
    assert ran.code == 0
    for name in ("‹view.vendor›", "‹view.parts[].title›", "‹view.signatures[].role›"):
        assert name in ran.out


def test_a_name_of_the_report_is_none_of_an_order(workspace: Workspace) -> None:
    page = workspace.write("order.html.j2", "{{ view.title }}\n{{ view.problems }}{{ view.versoin }}")
    ran = workspace.run("template", "check", str(page))
    assert ran.code == 1
    assert "order.html.j2:2" in ran.err
    assert "view.problems" in ran.err
    assert "view.version" in ran.err
