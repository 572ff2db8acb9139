"""Files that commands write, and which run `latest` is."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import Workspace, again


@pytest.fixture
def recorded(workspace: Workspace) -> Workspace:
    """An inspection, and a health check after it; nothing answers at their address."""
    host: dict[str, Any] = {"id": "a", "host": {"address": "127.0.0.1", "port": 9}}
    workspace.contract([host], {"method": "agent", "user": "u"})
    workspace.probe("p", "true")
    workspace.playbook([{"probe": "p", "info": True}])
    assert workspace.inspect().code == 3
    assert workspace.run("health", "acme", "--playbook", "test").code == 3
    return workspace


def test_a_file_means_what_its_name_says(recorded: Workspace) -> None:
    to_stdout = recorded.run("report", "latest", "--output", "-")
    assert to_stdout.code == 0
    assert to_stdout.out.startswith("<!DOCTYPE html>")
    assert not (recorded.root / "-").exists()
    missing = recorded.root / "no" / "such"
    for name, said in (
        (recorded.root / "x.odt", "does not end in .html"),
        (missing / "x.html", "there is no folder"),
        (recorded.root, "is a folder"),
    ):
        ran = recorded.run("report", "latest", "--output", str(name))
        assert (ran.code, ran.out) == (2, "")
        assert said in ran.err
    assert not missing.parent.exists()
    assert recorded.run("report", "latest", "--output", "-", "-o", "json").code == 2
    exported = recorded.run("records", "export", "latest", "-")
    file = recorded.write("run.export", exported.out)
    assert recorded.run("records", "verify", str(file)).code == 0
    assets = recorded.run("contract", "export-assets", "--contract", "acme", "--output", "-")
    assert (assets.code, assets.out.count("\n")) == (0, 2)
    assert recorded.run("contract", "export-assets", "--contract", "acme", "--output", "x.ods").code == 2


def test_a_word_file_is_what_its_ending_says(recorded: Workspace) -> None:
    pytest.importorskip("docxtpl", reason="the extra 'docx' is not installed: make test installs it")
    word = recorded.root / "x.docx"
    made = recorded.run("report", "latest", "--output", str(word), "-o", "json").json
    assert (made["format"], made["path"]) == ("docx", str(word))
    assert word.read_bytes()[:2] == b"PK"
    assert (recorded.root / "x-annex.html").is_file()
    refused = recorded.run("report", "latest", "--format", "html", "--output", str(word))
    assert (refused.code, refused.out) == (2, "")
    assert "does not end in .html" in refused.err


def test_a_pdf_is_what_its_ending_says(recorded: Workspace) -> None:
    pytest.importorskip("weasyprint", reason="the extra 'pdf' is not installed: make test installs it")
    pdf = recorded.root / "x.pdf"
    made = recorded.run("report", "latest", "--output", str(pdf), "-o", "json").json
    assert (made["format"], made["path"]) == ("pdf", str(pdf))
    assert pdf.read_bytes()[:5] == b"%PDF-"
    assert (recorded.root / "x-annex.html").is_file()


@again
def test_a_pdf_that_is_asked_for_is_named_so(recorded: Workspace) -> None:
    pytest.importorskip("weasyprint", reason="the extra 'pdf' is not installed: make test installs it")
    ran = recorded.run("report", "latest", "--format", "pdf", "-o", "json")
    assert ran.json["path"].endswith(".pdf")


def test_the_latest_run_is_that_of_the_kind_and_contract(recorded: Workspace) -> None:
    listed = recorded.run("run", "list", "-o", "json").json["runs"]
    health, inspection = (each["run"] for each in listed)
    show = ("run", "show", "latest", "-o", "json")
    assert recorded.run(*show).json["run"] == health
    assert recorded.run(*show, "--kind", "inspection").json["run"] == inspection
    # A report is what inspections owe.
    assert recorded.run("report", "latest", "-o", "json").json["run"] == inspection
    # As options are written, and as contracts and JSON write it.
    for kind in ("health-check", "health_check"):
        made = recorded.run("report", "latest", "--kind", kind, "-o", "json").json
        assert (made["run"], made["kind"]) == (health, "health_check")
    assert recorded.run("report", health, "-o", "json").json["run"] == health
    other = recorded.run(*show, "--contract", "other")
    assert (other.code, other.out) == (2, "")
    assert "acme" in other.err


def test_what_is_well_is_shown_when_it_is_asked_for(workspace: Workspace) -> None:
    workspace.contract([{"id": "a", "host": {"address": "localhost", "transport": "local"}}])
    workspace.probe("p", "echo fine")
    workspace.playbook([{"probe": "p", "expect": "== fine"}])
    asked = ("health", "acme", "--playbook", "test")
    assert "fine" not in workspace.run(*asked).out
    assert "fine" in workspace.run(*asked, "-v").out


def test_in_chinese_no_verdict_is_english_and_a_reason_is_told_once(recorded: Workspace) -> None:
    shown = recorded.run("run", "show", "latest", language="zh-CN").out
    assert "健康检查" in shown
    assert "未采集到 1" in shown
    assert "UNKNOWN" not in shown
