from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from jinja2 import TemplateNotFound, UndefinedError
from jinja2.sandbox import SecurityError
from sample_run import HOSTILE, check, contract, evidence, host, item, run_with, sample_run

from fieldops.documents.workspace import shipped_folder
from fieldops.messages import CATALOGUE, LANGUAGES
from fieldops.reports.build import build_report
from fieldops.reports.render import TEMPLATE, render_html

VOID = {"meta", "br", "col", "rect", "circle", "link", "img"}


def html_of(run, language="en"):
    return render_html(build_report(run, language), [shipped_folder("templates")])


class Page(HTMLParser):
    """Reads a page strictly: every tag is closed in order; collects tags, attributes and visible text."""

    def __init__(self, html):
        super().__init__()
        self.open, self.tags, self.attributes, self.text = [], set(), set(), []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] not in ("style", "title"):
            self.text.append(data)

    @property
    def words(self):
        return " ".join(" ".join(self.text).split())


@pytest.mark.parametrize("kind", ["inspection", "health-check"])
@pytest.mark.parametrize("finished", [True, False])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_well_formed_and_holds_every_host_check_and_finding(kind, finished, language):
    run = sample_run(kind, finished)
    view = build_report(run, language)
    shown = Page(html_of(run, language)).words
    for host_record in run.hosts:
        assert host_record.host in shown
    for area in view.areas:
        assert all(f"{each.number} {each.title}" in shown for each in area.checks)
    for finding in view.findings:
        assert finding.advice in shown
        assert finding.value in shown
    for lost in view.undetermined:
        assert lost.reason in shown
    assert all(mark in shown for mark in view.marks)
    assert view.evidence[0].rows[0].sha256 in shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_fetches_and_runs_nothing(language):
    html = html_of(sample_run(), language)
    page = Page(html)
    assert not page.tags & {"script", "link", "img", "iframe", "object", "embed", "form"}
    assert not page.attributes & {"src", "srcset", "style-src", "onclick", "onload", "action"}
    assert not re.search(r"https?://|@import|url\((?!#)", html)
    assert "default-src 'none'" in html


def test_hostile_text_cannot_leave_its_cell():
    lines = [
        item(HOSTILE, "CRIT", None, HOSTILE),
        item('"><img src=x onerror=a>{{ 7*7 }}', "WARN", None, "x"),
    ]
    hostile = host(
        "core-db-01",
        "partial",
        [check("filesystem-usage", "CRIT", *lines)],
        [evidence("df")],
        reason="disconnected",
        reason_values={"address": "10.20.0.11", "detail": HOSTILE},
        host_key="</style><script>",
        left_running=["</style>"],
    )
    html = html_of(run_with([hostile]))
    page = Page(html)
    assert not page.tags & {"script", "img"}
    assert html.count("</style>") == 1
    assert "{{ 7*7 }}" in page.words
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x1b]", html)


def test_hostile_contracts_and_ids_cannot_leave_their_place():
    named = {**contract(["core-db-01"]), "customer": {"name": "</title><script>"}}
    run = sample_run(run='r"}</style><script>', contract=named)
    page = Page(html_of(run))
    assert "script" not in page.tags


def test_english_pages_hold_no_chinese():
    html = html_of(sample_run(finished=False))
    assert '<html lang="en">' in html
    assert not re.search("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]", html)


def test_chinese_pages_hold_no_english_labels():
    html = html_of(sample_run(finished=False), "zh-CN")
    assert '<html lang="zh-CN">' in html
    labels = {
        sentence.en
        for code, sentence in CATALOGUE.items()
        if code.startswith(("report.", "verdict.", "reading.", "host.")) and len(sentence.en) > 5
    }
    shown = Page(html).words
    assert [label for label in labels if label in shown] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_code_of_the_catalogue_is_left_over(language):
    shown = Page(html_of(sample_run(finished=False), language)).words
    assert not re.search(r"\b(report|verdict|reading|host)\.[a-z]", shown)


def test_verdicts_are_words_and_shapes():
    shown = Page(html_of(sample_run())).words
    for verdict in (
        "■ Critical",
        "▲ Warning",
        "◇ Not determined",
        "○ Normal",
        "• Recorded",
        "– Not applicable",
    ):
        assert verdict in shown


def test_inspections_have_room_for_signatures_and_health_checks_have_none():
    assert 'class="seal"' in html_of(sample_run())
    health = html_of(sample_run("health-check"))
    assert 'class="seal"' not in health
    assert "not an inspection under the contract; it is not signed" in health


def test_a_workspaces_own_template_comes_first(tmp_path):
    (tmp_path / TEMPLATE).write_text("{{ view.title }} <{{ words['host'] }}>", encoding="utf-8")
    view = build_report(sample_run(), "en")
    assert render_html(view, [tmp_path, shipped_folder("templates")]) == "Inspection Report <Host>"


@pytest.mark.parametrize(
    ("template", "error"),
    [
        ("{{ view.nothing }}", UndefinedError),
        ("{{ words['nothing'] }}", UndefinedError),
        ("{{ view.__class__.__mro__ }}", SecurityError),
        ("{{ words.update(host='x') }}", SecurityError),
        ("{% include '../secret' %}", TemplateNotFound),
    ],
)
def test_a_workspaces_template_is_kept_in_its_box(tmp_path, template, error):
    (tmp_path / TEMPLATE).write_text(template, encoding="utf-8")
    with pytest.raises(error):
        render_html(build_report(sample_run(), "en"), [tmp_path])


def test_a_run_without_hosts_results_still_renders():
    page = Page(html_of(run_with([host("core-db-01", "unreachable", [], [], reason="network", reason_values={"address": "a", "detail": "b"})])))  # fmt: skip
    assert "This check was not carried out in this run." in page.words
