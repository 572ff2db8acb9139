"""Texts of users inside of Markdown: over every command that writes some, nothing hostile becomes markup."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from fieldops.cli.main import cli
from fieldops.messages import one_line
from fieldops.reports.markdown import code, escaped
from tests.repository import Repository

# No text of a contract may be longer than 128 characters.
HOSTILE = (
    "@all cc@example.com #1 group/project#2 !3 project!4 %5 &6 ~label ^7 $8 GH-9 :smile: 1. one # head",
    "https://evil.example ftp://evil.example svn://evil.example www.evil.example mailto:a@evil.example",
    "<script>evil</script> &lt; [a](http://evil) ![i](http://evil) [[w]] <!-- evil",
    "evil *it* **b** _u_ __s__ `code` ~~gone~~ | cell | \\ ``` --- === > quote",
)
PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
# What the services look for in the finished text, whatever the Markdown was.
SEEN = re.compile(r"@\w|[#!%&~^$]\w|:[A-Za-z_]\w*:|\w://|(?i:mailto:|www\.)")


def tokens(text: str) -> Iterator[Token]:
    """Every token of a Markdown text, those inside of a line too."""
    for token in PARSER.parse(text):
        yield token
        yield from token.children or ()


def inline(text: str) -> tuple[list[str], str]:
    """The types of what stands in a line, but for text; and its text without characters of no width."""
    found = [
        token for token in tokens(text) if token.type not in ("inline", "paragraph_open", "paragraph_close")
    ]
    shown = "".join(token.content for token in found)
    return [token.type for token in found if token.type != "text"], shown.replace("\u200b", "")


TEXTS = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="@#!%&~^$:[]()<>*_`|\\-+=.1aw h\t/", max_size=40),
    st.lists(st.sampled_from(" ".join(HOSTILE).split()), max_size=6).map(" ".join),
)


@given(TEXTS)
def test_a_text_is_shown_as_it_is_and_nothing_but_text(text: str) -> None:
    plain = one_line(text).strip().replace("\u200b", "").replace("\ufffd", "?")
    types, shown = inline(escaped(text.replace("\ufffd", "?")))
    assert set(types) <= {"code_inline"}
    assert shown.split() == plain.split()
    assert not SEEN.search(_finished(escaped(text)))


def test_an_address_of_mail_can_be_copied() -> None:
    said = escaped("电子邮件：shen.jie@example.org；热线 400")
    assert said == "电子邮件：`shen.jie@example.org`；热线 400"
    assert escaped("cc@all @team/x") != "cc@all @team/x"
    assert [each.content for each in tokens(said) if each.type == "code_inline"] == ["shen.jie@example.org"]


def _finished(markdown: str) -> str:
    # What stands as code is looked at by nobody.
    return "".join(
        {"text": token.content, "code_inline": " "}.get(token.type, "") for token in tokens(markdown)
    )


@given(TEXTS, TEXTS)
def test_a_text_stays_in_its_cell(one: str, other: str) -> None:
    table = f"| a | b |\n| --- | --- |\n| {escaped(one)} | {escaped(other)} |"
    cells = [token for token in PARSER.parse(table) if token.type == "inline"]
    assert len(cells) == 4


@given(TEXTS)
def test_a_code_span_holds_any_text(text: str) -> None:
    shown = one_line(text).strip()
    assume(shown)
    found = [token.content for token in tokens(f"x {code(text)} x") if token.type == "code_inline"]
    assert [each.strip() for each in found] == [shown]


# --- the commands ----------------------------------------------------------------------------------------

WARRANTY = """\
apiVersion: fieldops/v1
kind: Warranty
id: basic
title: {title}
covers: hardware
start: {{trigger: event, event: final_acceptance}}
period: 12 months
period_rule: corresponding_date
parts: 100
labour: 100
travel: 100
causes: [normal]
"""


PARTS = """\
apiVersion: fieldops/v1
kind: PartCatalogue
id: parts
title: Parts
parts: [{{part_no: P-1, name: {title}, models: [M-1]}}]
"""
STORE = """\
apiVersion: fieldops/v1
kind: Stock
id: store
title: Store
catalogue: parts
items: [{part_no: P-1, kept_as: spare, minimum: 2}]
"""


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


@pytest.fixture(scope="module", params=range(len(HOSTILE)))
def hostile(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A contract whose every free text is hostile, changed since its last commit."""
    text = HOSTILE[request.param]
    repository = Repository(tmp_path_factory.mktemp("hostile"))
    here = repository.workspace
    more = "warranties: [{terms: basic}]\nacceptances: [{event: final_acceptance, date: 2026-03-01}]\n"
    machine = {"id": "here-1", "host": {"address": "localhost", "transport": "local"}}
    here.contract(
        [{"id": "db-1", "serial": text, "model": text, "category": "server", "key_equipment": True}, machine],
        more=more,
    )
    # What a host says is as foreign: here it is the name of a row that deviates.
    here.write("said", text)
    here.probe("said", f"cat '{here.root}/said'")
    here.playbook([{"probe": "said", "title": text, "each": "line", "expect": "== fine"}])
    here.write("contracts/basic.yaml", WARRANTY.format(title="t"))
    here.write("contracts/parts.yaml", PARTS.format(title=quoted(text)))
    here.write("contracts/store.yaml", STORE)
    repository.commit()
    counted = here.run("stock", "count", "store", "P-1", "--quantity", "0", "--by", "zhang", "--reason", text)
    assert counted.code == 0, counted.err
    assert here.run("health", "acme", "--playbook", "test").code == 1
    file = here.root / "contracts/acme.yaml"
    contract = file.read_text("utf-8").replace("title: Acme", f"title: {quoted(text)}")
    file.write_text(contract.replace("{name: Acme}", f"{{name: {quoted(text)}}}"), "utf-8")
    here.write("contracts/basic.yaml", WARRANTY.format(title=quoted(text)).replace("12 m", "13 m"))
    return repository


# What our own Markdown consists of.
SHAPES = {
    *("heading_open", "heading_close", "paragraph_open", "paragraph_close", "inline", "text", "softbreak"),
    *("bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close", "code_inline"),
    *("strong_open", "strong_close", "table_open", "table_close", "thead_open", "thead_close"),
    *("tbody_open", "tbody_close", "tr_open", "tr_close", "th_open", "th_close", "td_open", "td_close"),
}
COMMANDS = {
    ("warranty", "check"): ("acme", "--asset", "db-1", "--cause", "normal", "--at", "2026-05-01"),
    ("contract", "diff"): (),
    ("finding", "list"): (),
    ("contract", "show"): ("acme",),
    ("stock", "list"): (),
    ("stock", "low"): (),
    ("stock", "log"): (),
    ("stock", "check"): (),
}


def _writing_markdown(group: click.Command, names: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, command in group.commands.items() if isinstance(group, click.Group) else ():
        yield from _writing_markdown(command, (*names, name))
    for parameter in group.params:
        if isinstance(parameter.type, click.Choice) and "markdown" in parameter.type.choices:
            yield names


def test_every_command_that_writes_markdown_is_tried() -> None:
    assert set(_writing_markdown(cli)) == set(COMMANDS)


def test_no_text_becomes_html_in_a_page_for_the_customer(hostile: Repository) -> None:
    ran = hostile.workspace.run("contract", "show", "acme", "--format", "html")
    assert (ran.code, ran.err) == (0, "")
    names = set(re.findall(r"<\s*/?\s*([a-zA-Z0-9!]+)", ran.out))
    assert names == {"!DOCTYPE", "html", "head", "meta", "title", "body", "h1", "h2", "ul", "li"}
    assert "evil" in ran.out or "all" in ran.out


@pytest.mark.parametrize("command", COMMANDS)
def test_no_title_becomes_markup_mention_reference_or_link(
    hostile: Repository, command: tuple[str, ...]
) -> None:
    ran = hostile.workspace.run(*command, *COMMANDS[command], "--format", "markdown")
    assert ran.code in (0, 1), ran.err
    found = list(tokens(ran.out))
    types = {token.type for token in found}
    assert types <= SHAPES
    finished = _finished(ran.out)
    assert "evil" in finished or "all" in finished
    assert not SEEN.search(finished)
