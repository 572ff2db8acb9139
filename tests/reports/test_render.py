from __future__ import annotations

import re
from html.parser import HTMLParser

import msgspec
import pytest
from conftest import again
from sample_run import HOSTILE, big_run, check, contract, evidence, host, item, run_with, sample_run

from fieldops.documents.workspace import shipped_folder
from fieldops.errors import FieldopsError
from fieldops.messages import CATALOGUE, LANGUAGES
from fieldops.reports.annexes import build_annex
from fieldops.reports.build import build_report
from fieldops.reports.children import Bounds
from fieldops.reports.render import ANNEX_TEMPLATE, TEMPLATE, bounds_for, render_html
from fieldops.reports.rendering import render
from fieldops.reports.view import (
    ChartView,
    ConclusionView,
    Fact,
    FileRow,
    ReportView,
    SignatureRow,
    SigningView,
)
from fieldops.reports.wording import hash_text
from fieldops.structs import Struct, as_mapping, replaced

VOID = {"meta", "br", "col", "rect", "circle", "path", "link", "img", "input"}


def rendered(template, view):
    # Without the process of its own, whose start takes longer than all the rest.
    said, text = render(template, [shipped_folder("templates")], None, view)
    assert said == {}
    return text


def html_of(run, language="en"):
    return rendered(TEMPLATE, build_report(run, language))


def annex_of(run, language="en"):
    return rendered(ANNEX_TEMPLATE, build_annex(run, language))


class Page(HTMLParser):
    """Reads a page strictly: every tag is closed in order; collects tags, attributes and visible text."""

    def __init__(self, html):
        super().__init__()
        self.open, self.tags, self.attributes, self.text = [], set(), set(), []
        # What keeps the names of hosts whole says nothing.
        self.feed(re.sub(r'<span class="(?:name|kept)">(.*?)</span>', r"\1", html))
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
    view, annex = build_report(run, language), build_annex(run, language)
    page, second = Page(html_of(run, language)), Page(annex_of(run, language))
    for host_record in run.hosts:
        assert host_record.host in page.words
        assert host_record.host in second.words
    for area in annex.areas:
        assert all(f"{each.number} {each.title}" in second.words for each in area.checks)
    for problem in view.problems:
        assert problem.advice in page.words
        assert problem.value in page.words
    assert all(mark in page.words for mark in view.marks)
    assert annex.evidence[0].rows[0].sha256 in second.words


# What is no sentence: codes of styles, anchors, the language, ids.
NOT_SHOWN = {"code", "anchor", "language", "person"}


@pytest.mark.parametrize(
    "name", [each.name for each in msgspec.structs.fields(ReportView) if each.name != "contents"]
)
def test_the_page_is_well_formed_whatever_there_is_nothing_of(name):
    view = build_report(sample_run(), "en")
    value = getattr(view, name)
    if not isinstance(value, tuple | str) and value is not None:
        return
    empty = () if isinstance(value, tuple) else "" if isinstance(value, str) else None
    Page(rendered(TEMPLATE, replaced(view, **{name: empty})))


def test_a_chart_without_bars_is_a_sentence_and_opens_no_table():
    view = build_report(sample_run(), "en")
    low = ChartView("Memory", "below 80%", (), "far below its limit")
    html = rendered(TEMPLATE, replaced(view, capacity=(low, low)))
    Page(html)
    assert '<table class="chart">' not in html
    assert html.count("far below its limit") == 2


def test_the_head_of_each_page_and_document_control_bear_the_version():
    view = build_report(sample_run(), "en")
    control = (Fact("Document version", "version 2; Final report"),)
    html = rendered(
        TEMPLATE, replaced(view, signing=SigningView("Final report", "version 2", (), control=control))
    )
    head = re.search(r"@top-right \{ content: \"([^\"]*)\"", html)
    assert head is not None
    assert head[1] == "Final report · version 2"
    assert "version 2; Final report" in html.partition('id="document"')[2]


def sentences(value):
    """Every text of a view that a reader is to see."""
    if isinstance(value, str):
        yield " ".join(value.split())
    elif isinstance(value, tuple):
        for each in value:
            yield from sentences(each)
    elif isinstance(value, Struct):
        for name, each in as_mapping(value).items():
            if name not in NOT_SHOWN:
                yield from sentences(each)


def missing(view, html):
    """The texts of a view that do not stand on its page."""
    words = Page(html).words + " ".join(re.findall(r'content: "([^"]*)"', html))
    return [text for text in sentences(view) if text and text not in words]


def filed(view):
    row = FileRow("Annex", "x-annex.html", "1 KiB", hash_text("ab" * 32))
    concluded = ConclusionView(("Well.",), ("Look again.",), "Concluded by Li", "Corrects version 1")
    signature = SignatureRow("li-wei", "Engineer", "Li", "SHA256:x", "2026-06-18", "verified", ("a note",))
    stranger = SignatureRow("x", "Other role", "Other", "SHA256:y", "2026-06-19", "does not count", ())
    # Who has a line of the table has it with the role there.
    mine = replaced(signature, role="", name="")
    signing = SigningView("Draft", "version 2", (mine, stranger))
    return replaced(view, files=(row,), assessed=concluded, signing=signing)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_of_the_views_stands_on_their_pages(language):
    """All but what one table has in place of another: an empty one has a sentence, a full one has none."""
    run = sample_run(finished=False)
    view = replaced(filed(build_report(run, language)), not_done_none="")
    assert missing(view, rendered(TEMPLATE, view)) == []
    annex = build_annex(run, language)
    assert missing(annex, rendered(ANNEX_TEMPLATE, annex)) == []


@pytest.mark.parametrize(("missing_one", "rooms"), [(False, 1), (True, 0)])
def test_a_seal_has_the_room_beside_all_signatures_once_no_engineer_signs_in_ink(missing_one, rooms):
    view = build_report(sample_run(), "en")
    signatures = [
        SignatureRow(each.person, each.role, each.name, "SHA256:x", "2026-06-18", "verified", ())
        for each in view.signers
    ]
    signing = SigningView(
        "Final report", "version 1", tuple(signatures[missing_one:]), ink="no ink", ink_customer="a seal"
    )
    html = rendered(TEMPLATE, replaced(view, signing=signing))
    assert len(re.findall(r'<td class="room" rowspan="3">', html)) == rooms
    assert html.count("no ink") == 1
    assert html.count("a seal") == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("of", [html_of, annex_of])
def test_a_draft_says_so_on_every_page(of, language):
    html, view = of(sample_run(), language), build_report(sample_run(), language)
    assert view.signing is not None
    assert f'@top-right {{ content: "{view.signing.state}"' in html
    assert f'class="mark">{view.signing.state}</span>' in html


@pytest.mark.parametrize("of", [html_of, annex_of])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_fetch_and_run_nothing(of, language):
    html = of(sample_run(), language)
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
    for html in (html_of(run_with([hostile])), annex_of(run_with([hostile]))):
        page = Page(html)
        assert not page.tags & {"script", "img"}
        assert html.count("</style>") == 1
        assert not re.search("[\u202a-\u202e\u2066-\u2069\x1b]", html)
    assert "{{ 7*7 }}" in page.words


def test_hostile_contracts_and_ids_cannot_leave_their_place():
    named = {**contract(["core-db-01"]), "customer": {"name": "</title><script>"}}
    run = sample_run(run='r"}</style><script>', contract=named)
    assert "script" not in Page(html_of(run)).tags | Page(annex_of(run)).tags


def test_english_pages_hold_no_chinese():
    html = html_of(sample_run(finished=False)) + annex_of(sample_run(finished=False))
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
    words = Page(html).words + Page(annex_of(sample_run(finished=False), "zh-CN")).words
    assert [label for label in labels if label in words] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_code_of_the_catalogue_is_left_over(language):
    run = sample_run(finished=False)
    words = Page(html_of(run, language)).words + Page(annex_of(run, language)).words
    assert not re.search(r"\b(report|verdict|reading|host)\.[a-z]", words)


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
    assert '<tr class="seal">' in html_of(sample_run())
    health = html_of(sample_run("health-check"))
    assert '<tr class="seal">' not in health
    assert "not an inspection under the contract; it is not signed" in health


@pytest.mark.usefixtures("python_started")
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


@pytest.mark.usefixtures("python_started")
@pytest.mark.parametrize(
    ("template", "too"),
    [pytest.param(*each, marks=() if at in (0, 6, 8, 10) else again) for at, each in enumerate(TOO_MUCH)],
)
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
    page = Page(annex_of(run_with([host("core-db-01", "unreachable", [], [], reason="network", reason_values={"address": "a", "detail": "b"})])))  # fmt: skip
    assert "This check was not carried out in this run." in page.words


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_does_what_until_when_stands_before_the_table_of_problems(language):
    """Whoever reads three pages finds it there, with what to do about each, and whether somebody does it."""
    view = build_report(sample_run(), language)
    assert [row.action for row in view.plan.rows] == [row.advice for row in view.problems]
    first, *rest = view.plan.rows
    owned = replaced(first, owner="Chen", due="due 2026-07-01")
    summary = rendered(TEMPLATE, replaced(view, plan=replaced(view.plan, rows=(owned, *rest)))).partition(
        'id="problems"'
    )[0]
    plan = summary.partition(f"<h3>{view.words['plan']}</h3>")[2].partition("</table>")[0]
    assert 'Chen<br><strong class="kept">due 2026-07-01</strong>' in plan
    assert plan.count("<tr>") == 1 + len(view.problems)
    assert plan.count(view.words["nobody-yet"]) == len(rest)
