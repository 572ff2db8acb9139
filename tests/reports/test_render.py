from __future__ import annotations

import re
from html.parser import HTMLParser

import msgspec
import pytest
from sample_run import HOSTILE, big_run, check, contract, evidence, host, item, run_with, sample_run

from fieldops.documents.workspace import shipped_folder
from fieldops.errors import FieldopsError
from fieldops.messages import CATALOGUE, LANGUAGES
from fieldops.reports.build import build_report
from fieldops.reports.render import TEMPLATE, Bounds, bounds_for, render_html
from fieldops.reports.rendering import render

VOID = {"meta", "br", "col", "rect", "circle", "link", "img"}


def html_of(run, language="en"):
    # Without the process of its own, whose start takes longer than all the rest.
    said, text = render(TEMPLATE, [shipped_folder("templates")], None, build_report(run, language))
    assert said == {}
    return text


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


def failure(folder, template, **more):
    (folder / "templates").mkdir(exist_ok=True)
    (folder / "templates" / TEMPLATE).write_text(template, encoding="utf-8")
    with pytest.raises(FieldopsError) as failed:
        render_html(build_report(sample_run(), "en"), [folder / "templates"], folder, **more)
    place = failed.value.values.get("place", "")
    return failed.value.code, str(place).rpartition("/")[2], failed.value.values.get("detail", "")


@pytest.mark.parametrize(
    ("template", "code", "error"),
    [
        ("{{ view.nothing }}", "wrong", "UndefinedError"),
        ("{{ words['nothing'] }}", "wrong", "UndefinedError"),
        ("{{ view.__class__.__mro__ }}", "wrong", "SecurityError"),
        ("{{ words.update(host='x') }}", "wrong", "SecurityError"),
        ("{{ 1 / 0 }}", "wrong", "ZeroDivisionError"),
        ("{% if %}", "wrong", "Expected an expression"),
        ("{% include '../secret' %}", "missing", ""),
    ],
)
def test_a_workspaces_template_is_kept_in_its_box(tmp_path, template, code, error):
    found = failure(tmp_path, f"line 1\n{template}")
    assert found[:2] == (f"template.{code}", f"{TEMPLATE}:2")
    assert found[2].startswith(error)


TOO_MUCH = [
    ("{{ 'x' * 10**10 }}", "large"),
    ("{{ [1] * 10**10 }}", "large"),
    ("{{ '%10000000000d' % 1 }}", "large"),
    ("{{ '%1000000000d'|format(1) }}", "large"),
    ("{{ 'x'|center(10**10) }}", "large"),
    ("{% set n = namespace(s='x') %}{% for i in range(99) %}{% set n.s = n.s ~ n.s %}{% endfor %}", "large"),
    ("{% for i in range(99999) %}{{ 'x' * 100000 }}{% endfor %}", "large"),
    ("{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}", "long"),
    ("{{ (3 ** (10**9)) % 7 }}", "long"),
    ("{{ lipsum(n=10**8) }}", "long"),
    ("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", "deep"),
    (f"{{% include '{TEMPLATE}' %}}", "deep"),
]


@pytest.mark.parametrize(("template", "too"), TOO_MUCH)
def test_a_template_that_takes_too_much_is_ended_and_its_line_named(tmp_path, template, too):
    found = failure(tmp_path, f"1\n2\n{template}", bounds=Bounds(seconds=1, megabytes=128))
    assert found[:2] == (f"template.too-{too}", f"{TEMPLATE}:3")


def test_a_loop_over_a_billion_is_refused(tmp_path):
    assert "Range too big" in failure(tmp_path, "{% for i in range(10**9) %}x{% endfor %}")[2]


def test_a_template_that_is_a_link_out_of_the_workspace_is_not_read(tmp_path):
    root = tmp_path / "w"
    (root / "templates").mkdir(parents=True)
    (tmp_path / "secret").write_text("secret")
    (root / "templates" / "part.j2").symlink_to(tmp_path / "secret")
    assert failure(root, "{% include 'part.j2' %}")[0] == "path.outside"
    (root / "templates" / TEMPLATE).unlink()
    (root / "templates" / TEMPLATE).symlink_to(tmp_path / "secret")
    with pytest.raises(FieldopsError, match=r"path\.outside"):
        render_html(build_report(sample_run(), "en"), [root / "templates", shipped_folder("templates")], root)


def test_a_view_of_any_size_has_bounds_that_it_needs_a_small_part_of():
    size = len(msgspec.json.encode(build_report(big_run(), "en")))
    assert bounds_for(size).megabytes > 20 * (size >> 20) + 200


def test_a_run_without_hosts_results_still_renders():
    page = Page(html_of(run_with([host("core-db-01", "unreachable", [], [], reason="network", reason_values={"address": "a", "detail": "b"})])))  # fmt: skip
    assert "This check was not carried out in this run." in page.words
