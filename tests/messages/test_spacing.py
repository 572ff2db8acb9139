"""One rule of spacing wherever we speak Chinese: a space between Chinese and Latin letters or figures, and none elsewhere.

Held against the catalogue, the schema's titles and descriptions, the manual, `--help`, and the examples read back: there
also what values bring along.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from properties import DAY, EXAMPLES, agreement

import fieldops
from fieldops.contracts.reading.whole import read_back
from fieldops.documents.schema import KINDS, schema_of
from fieldops.messages import CATALOGUE, LANGUAGES, say, say_value
from fieldops.messages import help as options
from fieldops.messages import help_commands as commands

_CHINESE = "\u3400-\u9fff"
_MARKS = "，。；：、（）！？"
# Chinese beside a letter or figure; a gap between two Chinese words; a gap beside a full-width mark.
TOGETHER = re.compile(f"[{_CHINESE}][A-Za-z0-9]|[A-Za-z0-9%][{_CHINESE}]")
APART = re.compile(f"[{_CHINESE}] +[{_CHINESE}]|[{_MARKS}] | [{_MARKS}]")
# What is quoted as somebody wrote it, a mistake or a form to be filled in.
QUOTED = re.compile(r"“[^”]*”|\bARG\b")
FORMS = re.compile(
    "--[a-z-]+ [^ ，。；：]+|字段 运算符 值|diff 旧 新|为 表头=字段|为 名称=标识|“- ”|（“ ” ‘ ’）"
)


def wrong(text: str, apart: bool = True) -> list[str]:
    shown = FORMS.sub("“”", text)
    found = [*TOGETHER.finditer(QUOTED.sub("", shown)), *(APART.finditer(shown) if apart else ())]
    return [shown[max(0, each.start() - 10) : each.end() + 10] for each in found]


def test_the_rule_finds_what_it_is_for() -> None:
    assert wrong("共3次")
    assert wrong("巡检 报告")
    assert wrong("服务期 ，到期")
    assert not wrong("共 3 次，“3年”不行，备件 100%、人工 50%")


def test_sentences_and_hints() -> None:
    for code, sentence in CATALOGUE.items():
        for text in (sentence.text("zh-CN"), sentence.advice("zh-CN") or ""):
            assert wrong(text) == [], code


def test_a_percent_sign_stands_at_its_number() -> None:
    apart = re.compile(r"[0-9}] +[%％]|％")
    for code, sentence in CATALOGUE.items():
        said = [sentence.text(language) for language in LANGUAGES]
        said += [sentence.advice(language) or "" for language in LANGUAGES]
        assert [text for text in said if apart.search(text)] == [], code
    for folder in ("contracts", "playbooks", "templates"):
        for file in sorted((Path(__file__).parents[2] / folder).rglob("*.yaml")):
            assert apart.findall(file.read_text("utf-8")) == [], file.name


def test_help() -> None:
    for table in (vars(options), vars(commands)):
        for said in (each for each in table.values() if isinstance(each, dict)):
            for text in said.values():
                # What commands look like is set in columns.
                assert wrong(str(text), apart=False) == []


def spoken(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        for name, value in schema.items():
            if name in ("title", "description") and isinstance(value, str):
                yield value
            else:
                yield from spoken(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from spoken(value)


@pytest.mark.parametrize("kind", KINDS)
def test_what_an_editor_shows(kind: str) -> None:
    for text in spoken(schema_of(kind)):
        # English first, then Chinese.
        begin = re.search(f"[{_CHINESE}]", text)
        assert begin is None or wrong(text[begin.start() :], apart=False) == []


def test_the_manual() -> None:
    for file in (Path(fieldops.__file__).parent / "messages/manual").glob("*.yaml"):
        why = yaml.safe_load(file.read_text("utf-8"))["why"]["zh-CN"]
        assert wrong(str(why)) == [], file.name


@pytest.mark.parametrize("for_customer", [False, True])
@pytest.mark.parametrize("id", EXAMPLES)
def test_a_contract_read_back(id: str, for_customer: bool) -> None:
    for section in read_back(agreement(id), DAY, for_customer):
        for line in section.lines:
            assert wrong(say_value(line.whole, "zh-CN"), apart=False) == []


@pytest.mark.parametrize(
    ("name", "said"), [("Fault", "不再承诺 Fault 的"), ("故障", "不再承诺故障的"), ("3号楼", "3号楼")]
)
def test_a_latin_word_in_the_place_of_a_chinese_one_is_set_off(name: str, said: str) -> None:
    values = {"milestone": "响应", "subject": name, "time": "5 分钟", "clock": "24 小时"}
    assert said in say("diff.time.dropped", "zh-CN", values)
